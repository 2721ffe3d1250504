"""What is stated that somebody does: the activities of a profile, one row each with its source."""

from __future__ import annotations

import polars as pl

from graph.dataset import Dataset
from ui.components import tables
from ui.components.tables import Cell
from ui.pages.profiles import parts
from ui.text import number, own, t

_ENDS = {
    "organization": ("organizations", "organization_id"),
    "group": ("groups", "group_id"),
    "area": ("areas", "area_id"),
    "topic": ("topics", "topic_id"),
}
_WORDS = ("activity_role", "activity_status", "since", "quantity", "about")
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
    ends = [end for end in _ENDS if end != of]
    columns = tables.columns("profile.columns", *ends, *_WORDS, "source", "locator")
    # who, where and on what is shown as unknown where it is; the rest only where somebody says it
    silent = set(range(len(ends), len(columns) - 2))

    def cells(some: pl.DataFrame) -> tables.All:
        rows = [_row(dataset, row, ends) for row in some.iter_rows(named=True)]
        return parts.without_silent(columns, rows, silent)

    tables.rows(
        *cells(activities.head(_FIRST)),
        alt=title,
        key="activities",
        every=lambda: cells(activities),
        count=activities.height,
    )
    if activities.height > _FIRST:
        parts.note(t("profile.activities.first", shown=_FIRST, count=activities.height))


def _row(dataset: Dataset, row: parts.Record, ends: list[str]) -> list[Cell]:
    linked: list[Cell] = []
    for end in ends:
        table, column = _ENDS[end]
        if row[column]:
            linked.append(parts.link(dataset, table, row[column]))
        else:  # a whole group does it, or nobody says within which group: that is no gap in what is known
            linked.append("–" if end in ("organization", "group") else t("words.unknown"))
    status, role = row["status"], row["role"]
    return [
        *linked,
        t(f"words.activity_roles.{role}") if role else None,
        t(f"words.activity_statuses.{status}") if status else None,
        parts.period(row),
        _quantity(row),
        own(row, "description") or None,
        *parts.evidence(dataset, row),
    ]


def _quantity(row: parts.Record) -> str | None:
    value = row["quantity"]
    if not isinstance(value, int | float):
        return None
    return f"{number(value)} {row['unit'] or ''}".strip()
