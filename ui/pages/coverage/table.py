"""The same cells as rows, to read aloud, print and take away."""

from __future__ import annotations

import polars as pl
import streamlit as st

from graph.analysis.coverage.matrix import Coverage, CoverageState
from graph.dataset import Dataset
from ui.components import links, tables
from ui.components.tables import Cell, Name, Names
from ui.pages.coverage import parts
from ui.pages.coverage.parts import Row
from ui.text import name, t

_WHO = ("organizations", "inside", "from_above", "planned", "unnamed")
_FIGURES = ("need", "wanted", "score")
_FEW = 5  # names in a cell on screen; the file has all
_WITH_NAMES = 5_000  # cells: in a larger matrix the lists from above repeat in every cell below


def draw(dataset: Dataset, coverage: Coverage) -> None:
    """The cells, heaviest first; those nobody knows anything about come last, where the reader asks for them.

    Made only when the reader opens it.
    """
    with st.expander(t("gaps.table.title"), key="cells", on_change="rerun") as box:
        if not box.open:
            return
        rows, columns = parts.tables()
        named = coverage.summary.height <= _WITH_NAMES
        found = coverage.by_weight(listed=named)
        unknown = coverage.counts[CoverageState.UNKNOWN]
        form = "all"
        if 0 < unknown < found.height and not st.toggle(
            t("gaps.table.unknown", count=unknown), key="cells-unknown"
        ):
            found, form = found.filter(pl.col("state") != CoverageState.UNKNOWN.value), "known"
        cells = [_cells(dataset, row, named=named) for row in found.iter_rows(named=True)]
        who = tables.columns("coverage.columns", f"organizations_{rows}", *_WHO[1:])
        shown = [
            *(tables.Column(axis[:-1], t(f"coverage.axis_one.{axis}")) for axis in (rows, columns)),
            *tables.columns("coverage.columns", "state"),
            tables.Column(_WHO[0], who[0].heading),
            *who[1:],
            *tables.columns("coverage.columns", *_FIGURES, "confirmed_on"),
        ]
        tables.rows(shown, cells, alt=t(f"gaps.table.{form}"), key="cells")


def _cells(dataset: Dataset, row: Row, *, named: bool) -> list[Cell]:
    cell, state = (row["row_id"], row["column_id"]), row["state"]
    axes = zip(parts.tables(), cell, strict=True)
    word = links.to(t(f"coverage.states.{state}.word"), "gaps", **parts.at(cell))
    return [
        *(Name(name(dataset.record(table, one)), (table, one)) for table, one in axes),
        word.naming("states", state),
        *_who(dataset, row, named=named),
        *_figures(row),
        row["confirmed_on"],
    ]


def _figures(row: Row) -> list[Cell]:
    """Need, number wanted and weight; of a cell nobody has looked at only what is stated."""
    silent = row["state"] == CoverageState.UNKNOWN.value and not row["need_recorded"]
    return [None if silent else row[figure] for figure in _FIGURES]


def _who(dataset: Dataset, row: Row, *, named: bool) -> list[Cell]:
    """The names of those in the cell, in a large matrix how many they are where that is known.

    Nothing in a cell nobody has looked at: “none” would say too much.
    """
    if row["state"] == CoverageState.UNKNOWN.value:
        return [None] * len(_WHO)
    if not named:
        counts = ("organization_count", "inside_count", None, "planned_count", "unnamed_count")
        return [row[count] if count else None for count in counts]
    return [
        Names(
            tuple(name(dataset.record("organizations", one)) for one in row[part]),
            tuple(("organizations", one) for one in row[part]),
            _FEW,
            nobody=t("words.none"),
        )
        for part in _WHO
    ]
