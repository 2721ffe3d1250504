"""Files to take away: a table as it stands on screen, and everything as one zip archive.

A file is made when somebody asks for it, not when the page is drawn. It holds the columns, words, language
and order of the table; the one for programs has the ids behind the words, too.
"""

from __future__ import annotations

import datetime as dt
import io
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from contextvars import copy_context
from pathlib import Path
from typing import TypeVar

import polars as pl
import streamlit as st

from exporters.pictures.svg import Drawing, LegendLine, sheet
from exporters.table import Table, TableWords, Value
from exporters.table_csv import PROGRAMS, frame_csv, table_csv
from exporters.table_xlsx import table_xlsx
from graph.cells import list_cells
from graph.dataset import Dataset
from loaders.export import export
from ui import state
from ui.components.about import About, about
from ui.components.cells import Cell, Heading, for_programs, value
from ui.text import language, t

MOST_IN_A_WORKBOOK = 200_000
"""Rows of the largest workbook that is offered: ten columns of them take half a minute to write."""

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Made = TypeVar("Made")

All = tuple[Sequence[Heading], Sequence[Sequence[Cell]]]
"""The headings and all the rows of a table."""


def table(every: Callable[[], All], *, title: str, key: str, count: int) -> None:
    """Ways to take a table away, the workbook first; `every` gives its headings and all its rows when asked.

    `title` is what the table holds, in words. `key` names it on the page. `count` is how many rows it has.
    """
    about_it = about()

    def worded() -> tuple[list[str], list[list[Value]]]:
        headings, cells = every()
        return [heading.words for heading in headings], [[value(cell) for cell in row] for row in cells]

    _ways(
        about_it,
        xlsx=lambda: _workbook(about_it, title, *worded()),
        csv=lambda: table_csv(*worded(), dialect=language().spreadsheet),
        programs=lambda: table_csv(*for_programs(*every()), dialect=PROGRAMS),
        title=title,
        key=key,
        count=count,
    )


def records(frame: pl.DataFrame, *, title: str, key: str) -> None:
    """The same for a table of the data itself; the file for programs can be loaded again."""
    about_it = about()
    joined = [
        list_cells(pl.col(name)).alias(name)
        for name, kind in frame.schema.items()
        if kind == pl.List(pl.String)
    ]
    _ways(
        about_it,
        xlsx=lambda: _workbook(about_it, title, frame.columns, frame.with_columns(joined).rows()),
        csv=lambda: frame_csv(frame, dialect=language().spreadsheet),
        programs=lambda: frame_csv(frame, dialect=PROGRAMS),
        title=title,
        key=key,
        count=frame.height,
    )


def _workbook(about_it: About, title: str, headings: Sequence[str], rows: Sequence[Sequence[Value]]) -> bytes:
    lines = about_it.lines(rows=len(rows), made=dt.date.today())
    words = TableWords(*(t(f"takeaway.{key}") for key in ("sheet", "cut", "texts_cut", "rows_left_out")))
    return table_xlsx(Table(title, headings, rows, lines, words))


def _ways(
    about_it: About,
    *,
    xlsx: Callable[[], bytes],
    csv: Callable[[], bytes],
    programs: Callable[[], bytes],
    title: str,
    key: str,
    count: int,
) -> None:
    """The buttons in a quiet line; no workbook where it would take minutes to make."""
    stem = about_it.file_name(title)
    with st.container(key=f"takeaway-{key}", horizontal=True, gap="small"):
        if count <= MOST_IN_A_WORKBOOK:
            _button("xlsx", xlsx, f"{stem}.xlsx", _XLSX, key=key)
        else:
            st.markdown(f":gray[:small[{t('takeaway.many_rows', count=count)}]]", width="content")
        _button("csv", csv, f"{stem}.csv", "text/csv", key=key)
        _button("programs", programs, f"{stem}-id.csv", "text/csv", key=key)


def _button(form: str, make: Callable[[], bytes], file_name: str, mime: str, *, key: str) -> None:
    st.download_button(
        t(f"takeaway.{form}"),
        data=later(make),
        file_name=file_name,
        mime=mime,
        key=f"{key}-{form}",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:" if form in ("xlsx", "svg") else None,
    )


def picture(
    draw: Callable[[], Drawing],
    legend: Callable[[], Sequence[LegendLine]],
    *,
    title: str,
    key: str,
    more: Sequence[str] = (),
) -> None:
    """A way to take a picture away as SVG, with title and legend; `draw` and `legend` are asked when it is.

    Below it stand the sentences of `more`, the choice in force, the source and the day.
    """
    about_it = about()

    def svg() -> bytes:
        caption = [*more, *about_it.caption()]
        lang = state.selection().lang
        return sheet(draw(), title=title, legend=legend(), caption=caption, lang=lang).encode()

    with st.container(key=f"takeaway-{key}", horizontal=True, gap="small"):
        _button("svg", svg, f"{about_it.file_name(title)}.svg", "image/svg+xml", key=key)


def later(make: Callable[[], Made]) -> Callable[[], Made]:
    """The function, to be called outside this run: in the language and the choice of this page."""
    with state.held():
        now = copy_context()
    return lambda: now.copy().run(make)


def everything(dataset: Dataset, *, label: str, file_name: str, key: str) -> None:
    """A button that gives all tables as a zip archive, which can be loaded again."""
    st.download_button(
        label,
        data=lambda: dataset_as_zip(dataset),
        file_name=f"{file_name}.zip",
        mime="application/zip",
        key=key,
        on_click="ignore",
        icon=":material/download:",
    )


def dataset_as_zip(dataset: Dataset) -> bytes:
    """All tables in the loaders' native format, packed."""
    packed = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        tables = export(dataset, Path(folder) / "tables")
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(tables.iterdir()):
                archive.write(file, file.name)
    return packed.getvalue()
