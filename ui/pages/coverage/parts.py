"""What rows, columns and cells of the matrix are called, and where they lead."""

from __future__ import annotations

from typing import Any

import polars as pl

from graph.analysis.coverage.matrix import Coverage, CoverageReason
from graph.dataset import Dataset
from graph.network import Standing, group_standing, participations
from ui import cache, links, records, state
from ui.components import times
from ui.text import day, t

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
    "planned_groups": ("groups", "planned_group_ids"),
    "reaching": ("groups", "reaching_group_ids"),
    "from_above": ("organizations", "from_above"),
}

# reasons whose sentence goes by whom there is to name: the first of these that anybody stands in
_NAMED = {
    CoverageReason.ONLY_UNNAMED: ("groups", "planned_groups"),
    CoverageReason.ONLY_ENDED: ("ended",),
    CoverageReason.ONLY_PLANNED: ("planned", "planned_groups"),
    CoverageReason.REACHED_FROM_ABOVE: ("reaching", "from_above"),
}


def tables() -> tuple[str, str]:
    """The tables that stand on the rows and the columns."""
    rows, columns = state.selection().axes.split("-")
    return rows, columns


def name_on(dataset: Dataset, axis: int, found: str) -> str:
    """The name of what stands on the rows (0) or the columns (1)."""
    return records.called(dataset, tables()[axis], found)


def counted(dataset: Dataset, table: str) -> bool:
    """Whether there is anything of a table that can stand on a side of a matrix: closed groups do not."""
    return bool(group_standing(dataset).height if table == "groups" else dataset[table].height)


def at(cell: Cell | None) -> dict[str, object]:
    """What is chosen in a link to a cell of this matrix, or to the matrix with none open."""
    now = state.selection()
    chosen = {name: getattr(now, name) for name in ("axes", "area", "topic", "depth")}
    return {**chosen, "cell": ":".join(cell or ())}


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
    rows = tables()[0]
    if inferred and stated:
        return t(f"gaps.known.some.{rows}", count=inferred)
    form = "all_inferred" if inferred else "all_stated" if stated else ""
    return t(f"gaps.known.{form}.{rows}") if form else ""


def only_stated(coverage: Coverage) -> bool:
    """Whether something known is left out because it only follows from groups; who is in a group is stated."""
    return not coverage.rules.inferred and tables()[0] != "groups"


def reason(dataset: Dataset, row: Row, *, linked: bool = False) -> str:
    """Why the cell is in its state, with names, which may lead to their profiles."""
    names = {
        part: records.phrase(dataset, table, row.get(column, ()), limit=3, linked=linked)
        for part, (table, column) in _EVIDENCE.items()
    }
    if tables()[1] == "sectors":
        names["groups"] = ""  # others sit in them, and are named: only those of the sector are not
    because = CoverageReason(row["reason"])
    key = str(because)
    if because is CoverageReason.GROUP_WITHOUT_PARTICIPANTS:
        others = times.seats(pl.col("group_id").is_in(row["group_ids"]))
        if others.height:
            form = "left" if others.filter(times.ENDED).height else "to_come"
            return t(f"times.participants.{form}", **names)
        if _have_members(row["group_ids"]):
            key = "group_of_others"
    elif because is CoverageReason.EXPECTED_ORGANIZATION_MISSING:
        if set(row["expected_missing"]) <= set(row["planned"]):
            key = "expected_organization_on_its_way"
    elif because in _NAMED:
        form = next((part for part in _NAMED[because] if names[part]), "nobody")
        key = f"{because}.{form}"
    return t(f"gaps.reasons.{key}", date=day(row["confirmed_on"]), **names)


def _have_members(group_ids: list[str]) -> bool:
    """Whether somebody named takes part in one of the groups: then their own activities put them elsewhere."""
    members = cache.answer(participations).filter(pl.col("group_id").is_in(group_ids), ~pl.col("host"))
    return not members.filter(standing=Standing.ACTIVE.value, kind="named").is_empty()
