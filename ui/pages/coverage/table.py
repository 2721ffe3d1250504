"""The same cells as rows, to read aloud, print and take away."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import streamlit as st

from graph.analysis.coverage.matrix import Coverage, CoverageState
from graph.dataset import Dataset
from ui import links, records
from ui.components import tables
from ui.components.tables import Cell, Column, Name
from ui.pages.coverage import parts
from ui.pages.coverage.parts import Row
from ui.text import t

_WHO = ("organizations", "inside", "from_above", "planned", "unnamed")
_COUNTS = {  # the columns with how many they are; from above that is not counted
    "organizations": "organization_count",
    "inside": "inside_count",
    "planned": "planned_count",
    "unnamed": "unnamed_count",
}
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
        named = coverage.summary.height <= _WITH_NAMES
        found = coverage.by_weight(listed=named)
        unknown = coverage.counts[CoverageState.UNKNOWN]
        form = "all"
        if 0 < unknown < found.height and not st.toggle(
            t("gaps.table.unknown", count=unknown), key="cells-unknown"
        ):
            found, form = found.filter(pl.col("state") != CoverageState.UNKNOWN.value), "known"
        made = tables.made("coverage.columns", _columns(dataset, named=named), found.iter_rows(named=True))
        tables.rows(*made, alt=t(f"gaps.table.{form}"), key="cells")


def _columns(dataset: Dataset, *, named: bool) -> list[Column]:
    rows, columns = parts.tables()
    # who is there has a heading of its own for each kind of row, and one name for programs
    there = t(f"coverage.columns.organizations_{rows}")
    return [
        _axis(dataset, rows, "row_id"),
        _axis(dataset, columns, "column_id"),
        Column("state", _state),
        *(
            Column(part, _who(dataset, part, named=named), heading=there if part == _WHO[0] else "")
            for part in _WHO
        ),
        *(Column(figure, _figure(figure)) for figure in _FIGURES),
        Column("confirmed_on", lambda row: row["confirmed_on"]),
    ]


def _axis(dataset: Dataset, table: str, column: str) -> Column:
    """The records on one side; called by the table in the singular."""

    def named(row: Row) -> Cell:
        return Name(records.called(dataset, table, row[column]), (table, row[column]))

    return Column(table[:-1], named, heading=t(f"coverage.axis_one.{table}"))


def _state(row: Row) -> Cell:
    word = t(f"coverage.states.{row['state']}.word")
    return links.to(word, "gaps", **parts.at((row["row_id"], row["column_id"]))).naming(
        "states", row["state"]
    )


def _figure(figure: str) -> Callable[[Row], Cell]:
    """Need, number wanted or weight; of a cell nobody has looked at only what is stated."""

    def stated(row: Row) -> Cell:
        is_silent = row["state"] == CoverageState.UNKNOWN.value and not row["need_recorded"]
        return None if is_silent else row[figure]

    return stated


def _who(dataset: Dataset, part: str, *, named: bool) -> Callable[[Row], Cell]:
    """The names of those in the cell, in a large matrix how many they are where that is known.

    Nothing in a cell nobody has looked at: “none” would say too much.
    """

    def there(row: Row) -> Cell:
        if row["state"] == CoverageState.UNKNOWN.value:
            return None
        if not named:
            return row[_COUNTS[part]] if part in _COUNTS else None
        ids, nobody = row[part], t("words.none")
        return records.names_in_cell(dataset, "organizations", ids, limit=_FEW, nobody=nobody)

    return there
