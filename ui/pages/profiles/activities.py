"""What is stated that somebody does: the activities of a profile, one row each with its source."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from graph.dataset import Dataset
from ui import records
from ui.components import tables
from ui.components.tables import Cell, Column
from ui.pages.profiles import parts
from ui.text import number, own, t

_ENDS = {
    "organization": ("organizations", "organization_id"),
    "group": ("groups", "group_id"),
    "area": ("areas", "area_id"),
    "topic": ("topics", "topic_id"),
}
_FIRST = 100  # rows on screen; the file has all of them


def draw(dataset: Dataset, activities: pl.DataFrame, *, of: str) -> None:
    """Draw the activities under a heading of their own; nothing where there are none.

    `of` is the kind of record the profile is about, a key of `_ENDS`: its column would say the same in
    every row.
    """
    if activities.is_empty():
        return
    title = t(f"profile.activities.title.{of}")
    parts.heading(title)
    # who, where and on what is shown as unknown where it is; the rest only where somebody says it
    columns = [
        *(Column(end, _end(dataset, end)) for end in _ENDS if end != of),
        Column("activity_role", _word("activity_roles", "role"), hide_if_silent=True),
        Column("activity_status", _word("activity_statuses", "status"), hide_if_silent=True),
        Column("since", parts.period, hide_if_silent=True),
        Column("quantity", _quantity, hide_if_silent=True),
        Column("about", lambda row: own(row, "description") or None, hide_if_silent=True),
        *parts.evidence(dataset),
    ]

    def cells(some: pl.DataFrame) -> tables.All:
        return tables.made("profile.columns", columns, some.iter_rows(named=True))

    tables.rows(
        *cells(activities.head(_FIRST)),
        alt=title,
        key="activities",
        every=lambda: cells(activities),
        count=activities.height,
    )
    if activities.height > _FIRST:
        parts.note(t("profile.activities.first", shown=_FIRST, count=activities.height))


def _end(dataset: Dataset, end: str) -> Callable[[parts.Record], Cell]:
    table, column = _ENDS[end]
    # a whole group does it, or nobody says within which group: that is no gap in what is known
    nobody = "–" if end in ("organization", "group") else t("words.unknown")
    return lambda row: records.link(dataset, table, row[column]) if row[column] else nobody


def _word(words: str, column: str) -> Callable[[parts.Record], Cell]:
    return lambda row: t(f"words.{words}.{row[column]}") if row[column] else None


def _quantity(row: parts.Record) -> str | None:
    value = row["quantity"]
    if not isinstance(value, int | float):
        return None
    return f"{number(value)} {row['unit'] or ''}".strip()
