"""The way to a record: its name as a link to its profile."""

from __future__ import annotations

from collections.abc import Iterable

from graph.dataset import Dataset
from ui import links
from ui.records.names import called
from ui.text import md, sort_key

_WITH_PROFILE = ("organizations", "groups", "areas", "topics", "sources")


def focus_on(table: str, id: object) -> str:
    """What the address says of a selected record, in the parameter `focus`."""
    return f"{table}:{id}"


def link(dataset: Dataset, table: str, id: object) -> links.Link:
    """The record's name, leading to its profile."""
    return links.profile(called(dataset, table, id), table, str(id))


def linked(dataset: Dataset, table: str, id: object) -> str:
    """The same in Markdown; just the name of what has no profile."""
    if table in _WITH_PROFILE:
        return str(link(dataset, table, id))
    return md(called(dataset, table, id))


def listed(dataset: Dataset, table: str, ids: Iterable[object]) -> list[links.Link]:
    """The records' names as links, sorted as the reader expects."""
    return sorted((link(dataset, table, one) for one in ids), key=lambda found: sort_key(found.text))
