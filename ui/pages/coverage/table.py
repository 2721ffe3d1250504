"""The same cells as rows, to read aloud, print and take away."""

from __future__ import annotations

import polars as pl
import streamlit as st

from graph.analysis.coverage import Coverage, CoverageState
from graph.dataset import Dataset
from ui.components import downloads, links, tables
from ui.components.tables import Cell
from ui.pages.coverage import parts
from ui.pages.coverage.parts import Row
from ui.text import day, listing, name, t

_WHO = ("organizations", "inside", "from_above", "planned", "unnamed")
_FIGURES = ("need", "wanted", "score")
_FEW = 5  # names in a cell on screen; the file has all
_WITH_NAMES = 5_000  # cells: in a larger matrix the lists from above repeat in every cell below


def draw(dataset: Dataset, coverage: Coverage) -> None:
    """All cells in the order of the matrix: made only when the reader opens it."""
    with st.expander(t("gaps.table.title"), key="cells", on_change="rerun") as box:
        if not box.open:
            return
        rows, columns = parts.tables()
        named = coverage.summary.height <= _WITH_NAMES
        plain, linked = [], []
        for row in (coverage.cells if named else coverage.summary).iter_rows(named=True):
            cell = row["row_id"], row["column_id"]
            ends = parts.name_on(dataset, 0, cell[0]), parts.name_on(dataset, 1, cell[1])
            word = t(f"coverage.states.{row['state']}.word")
            rest = *_figures(row), day(row["confirmed_on"])
            plain.append((*ends, word, *_who(dataset, row, named=named), *rest))
            seen = _who(dataset, row, named=named, limit=_FEW)
            linked.append((*ends, links.to(word, "gaps", **parts.at(cell)), *seen, *rest))
        headings = [
            t(f"coverage.axis_one.{rows}"),
            t(f"coverage.axis_one.{columns}"),
            *(t(f"coverage.columns.{column}") for column in ("state", f"organizations_{rows}", *_WHO[1:])),
            *(t(f"coverage.columns.{column}") for column in (*_FIGURES, "confirmed_on")),
        ]
        tables.rows(headings, linked, alt=t("gaps.table.title"), key="cells")
        frame = pl.DataFrame(plain, schema=headings, orient="row", infer_schema_length=None)
        label, file_name = t("gaps.table.download"), t("gaps.table.file")
        downloads.table(frame, label=label, file_name=file_name, key="cells-file")


def _figures(row: Row) -> list[Cell]:
    """Need, number wanted and weight; of a cell nobody has looked at only what is stated."""
    silent = row["state"] == CoverageState.UNKNOWN.value and not row["need_recorded"]
    return [None if silent else row[figure] for figure in _FIGURES]


def _who(dataset: Dataset, row: Row, *, named: bool, limit: int | None = None) -> list[str]:
    """The names of those in the cell, in a large matrix how many they are where that is known.

    Empty in a cell nobody has looked at: “none” would say too much.
    """
    if row["state"] == CoverageState.UNKNOWN.value:
        return [""] * len(_WHO)
    if not named:
        counts = ("organization_count", "inside_count", None, "planned_count", "unnamed_count")
        return [str(row[count]) if count else "" for count in counts]
    names = ([name(dataset.record("organizations", one)) for one in row[part]] for part in _WHO)
    return [listing(each, limit=limit) or t("words.none") for each in names]
