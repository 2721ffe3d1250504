"""What rows, columns and cells of the matrix are called, and where they lead."""

from __future__ import annotations

from typing import Any

import polars as pl

from graph.analysis.coverage import Coverage, CoverageReason
from graph.dataset import Dataset
from ui import state
from ui.components import links, lists, times
from ui.text import day, name, t

Row = dict[str, Any]
"""A row of `Coverage.cells`, as column → value."""

Cell = tuple[str, str]
"""The ids of a row and a column."""

# the places in the sentences of reasons: whose names stand there, from which column
_EVIDENCE = {
    "organizations": ("organizations", "organizations"),
    "planned": ("organizations", "planned"),
    "unnamed": ("organizations", "unnamed"),
    "ended": ("organizations", "ended"),
    "missing": ("organizations", "expected_missing"),
    "groups": ("groups", "group_ids"),
    "reaching": ("groups", "reaching_group_ids"),
}


def tables() -> tuple[str, str]:
    """The tables that stand on the rows and the columns."""
    rows, columns = state.selection().axes.split("-")
    return rows, columns


def name_on(dataset: Dataset, axis: int, found: str) -> str:
    """The name of what stands on the rows (0) or the columns (1)."""
    return name(dataset.record(tables()[axis], found))


def at(cell: Cell) -> dict[str, object]:
    """What is chosen in a link to a cell of this matrix."""
    now = state.selection()
    return {"axes": now.axes, "wanted": now.wanted, "cell": ":".join(cell)}


def link(dataset: Dataset, cell: Cell) -> str:
    """A link to a cell, called by its column."""
    return str(links.to(name_on(dataset, 1, cell[1]), "gaps", **at(cell)))


def how_known(coverage: Coverage) -> str:
    """Whether what the matrix shows is stated or inferred, in a sentence; empty where nobody is there.

    Who is in a group is stated, so the matrix of groups needs no such sentence.
    """
    if tables()[0] == "groups":
        return ""
    stated, inferred = coverage.summary.select(
        (pl.col("stated_count") > 0).sum().alias("stated"),
        (pl.col("inferred_count") > 0).sum().alias("inferred"),
    ).row(0)
    if not coverage.rules.inferred:
        return t("gaps.known.only_stated")
    if inferred and not stated:
        return t("gaps.known.all_inferred")
    return t("gaps.known.both", count=inferred) if inferred else t("gaps.known.all_stated") if stated else ""


def reason(dataset: Dataset, row: Row, *, linked: bool = False) -> str:
    """Why the cell is in its state, with names, which may lead to their profiles."""
    names = {
        part: lists.phrase(dataset, table, row[column], limit=3, linked=linked)
        for part, (table, column) in _EVIDENCE.items()
    }
    if row["reason"] == CoverageReason.GROUP_WITHOUT_PARTICIPANTS:
        others = times.seats(pl.col("group_id").is_in(row["group_ids"]))
        if others.height:
            form = "left" if others.filter(times.ENDED).height else "to_come"
            return t(f"times.participants.{form}", **names)
    return t(f"gaps.reasons.{row['reason']}", date=day(row["confirmed_on"]), **names)
