"""The matrix of coverage: a real table with a button a cell, each state a word, a symbol and a fill."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from exporters.pictures.matrix import MOST_CELLS, Matrix, matrix_drawing, matrix_legend
from exporters.pictures.svg import Drawing
from graph.analysis.coverage.matrix import CoverageState
from ui.components import downloads, frontend
from ui.text import t

_MATRIX = st.components.v2.component(
    "samverkan_coverage_matrix",
    js=frontend.script("coverage_matrix"),
    css=frontend.style("coverage_matrix"),
)


@dataclass(frozen=True)
class MatrixRow:
    """A row: its id, the name shown, and how deep it lies in its tree (0 for what lies in nothing)."""

    id: str
    label: str
    depth: int = 0


@dataclass(frozen=True)
class MatrixColumn:
    """A column: its id and the name shown."""

    id: str
    label: str


@dataclass(frozen=True)
class MatrixCell:
    """A cell: where it stands, its state (a value of `CoverageState`), and the number it shows.

    A count of 0 is not shown.
    """

    row_id: str
    column_id: str
    state: str
    count: int = 0


@dataclass(frozen=True)
class MatrixWords:
    """The words of the matrix.

    `caption` stands above it. `states` is the word of each state. `window` is the sentence under a
    matrix too long to show at once, with the places {first}, {last} and {all}; `earlier` and `later`
    are its buttons.
    """

    caption: str
    states: Mapping[str, str]
    window: str
    earlier: str
    later: str


def coverage_matrix(
    rows: Sequence[MatrixRow],
    columns: Sequence[MatrixColumn],
    cells: Iterable[MatrixCell],
    *,
    key: str,
    words: MatrixWords,
    selected: tuple[str, str] | None = None,
    on_pick: Callable[[str, str], None] | None = None,
) -> tuple[str, str] | None:
    """Draw the matrix; returns row and column of the cell picked just now, None when none was.

    Parameters
    ----------
    rows, columns
        In the order they are shown in.
    cells
        One for each row and column; one that is missing is shown as unknown, one that stands on no
        row or column given is left out.
    key
        Names the matrix on the page.
    words
        Its words, in the reader's language.
    selected
        Row and column of the cell with a ring around it.
    on_pick
        Called with row and column of a picked cell before the run that follows: what it writes to
        the selection is there when the page is drawn.

    Notes
    -----
    The browser holds at most 1 600 cells at a time; of a longer matrix it shows a part of the rows,
    says which, and has buttons to the others.
    """

    def picked() -> None:
        found = _pair(st.session_state[key].picked, rows, columns)
        if found and on_pick is not None:
            on_pick(*found)

    result = _MATRIX(
        key=key,
        data=payload(rows, columns, cells, words=words, selected=selected),
        on_picked_change=picked,
    )
    return _pair(result.picked, rows, columns)


def matrix_picture(
    rows: Sequence[MatrixRow],
    columns: Sequence[MatrixColumn],
    cells: Iterable[MatrixCell],
    *,
    words: MatrixWords,
    meanings: Mapping[str, str],
    legend: str,
    title: str,
    key: str,
) -> None:
    """A way to take the same matrix away as a picture; parameters as in `coverage_matrix`.

    `meanings` says what each state means, `legend` what that list is called. Of a matrix of more than
    `MOST_CELLS` the first rows are drawn, and the picture says so.
    """
    drawn = rows[: max(1, MOST_CELLS // max(1, len(columns)))]
    some = [t("takeaway.picture.rows", shown=len(drawn), count=len(rows))] if len(drawn) < len(rows) else []
    found = {(cell.row_id, cell.column_id): (cell.state, cell.count) for cell in cells}
    unknown = CoverageState.UNKNOWN.value, 0
    shown = [[found.get((row.id, column.id), unknown) for column in columns] for row in drawn]
    met = {state for row in shown for state, _ in row}

    def draw() -> Drawing:
        places = [(row.label, row.depth) for row in drawn]
        return matrix_drawing(Matrix(places, [column.label for column in columns], shown, words.states))

    entries = [(state, f"{word}: {meanings[state]}") for state, word in words.states.items() if state in met]
    downloads.picture(
        draw, lambda: [matrix_legend(legend, entries)], title=title, key=key, more=[words.caption, *some]
    )


def payload(
    rows: Sequence[MatrixRow],
    columns: Sequence[MatrixColumn],
    cells: Iterable[MatrixCell],
    *,
    words: MatrixWords,
    selected: tuple[str, str] | None,
) -> dict[str, object]:
    """What the script gets, short: a large matrix is sent again whenever one of its cells changes.

    Ids and names once; of each row the states as a text of one digit a column, its place in `states`,
    and the counts that are not 0 as pairs of column and count.
    """
    row_places = {row.id: place for place, row in enumerate(rows)}
    column_places = {column.id: place for place, column in enumerate(columns)}
    codes = {state.value: str(code) for code, state in enumerate(CoverageState)}
    states = [[codes[CoverageState.UNKNOWN.value]] * len(columns) for _ in rows]
    counts: list[list[tuple[int, int]]] = [[] for _ in rows]
    for cell in cells:
        if cell.row_id in row_places and cell.column_id in column_places:
            row, column = row_places[cell.row_id], column_places[cell.column_id]
            states[row][column] = codes[cell.state]
            if cell.count:
                counts[row].append((column, cell.count))
    return {
        "rows": [[row.id, row.label, row.depth] for row in rows],
        "columns": [[column.id, column.label] for column in columns],
        "states": list(codes),
        "cells": ["".join(row_codes) for row_codes in states],
        "counts": counts,
        "selected": list(selected) if selected else None,
        "words": {
            "caption": words.caption,
            "states": {str(state): word for state, word in words.states.items()},
            "window": words.window,
            "earlier": words.earlier,
            "later": words.later,
        },
    }


def _pair(
    value: object, rows: Sequence[MatrixRow], columns: Sequence[MatrixColumn]
) -> tuple[str, str] | None:
    """What the browser sent, if it is a cell of this matrix: an old page may send an old one."""
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        return None
    row, column = str(value[0]), str(value[1])
    if any(each.id == row for each in rows) and any(each.id == column for each in columns):
        return row, column
    return None
