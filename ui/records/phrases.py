"""Several records by name: as a phrase in a sentence, or in a cell of a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.dataset import Dataset
from ui.components.links import Link
from ui.components.names import Names
from ui.records.links import linked as as_link
from ui.records.names import by_name, called
from ui.text import listing, md

FEW = 3
"""Names in a cell of a table."""

IN_PROSE = 12
"""Names in a sentence of a profile."""


def phrase(
    dataset: Dataset, table: str, ids: Iterable[str], *, limit: int | None = IN_PROSE, linked: bool = True
) -> str:
    """Several of them as one phrase, by name: “A, B and C”, each leading to its profile if `linked`."""
    found = by_name(dataset, table, ids)
    if linked:
        return listing((as_link(dataset, table, one) for one in found), limit=limit)
    return listing((md(called(dataset, table, one)) for one in found), limit=limit)


def few(dataset: Dataset, table: str, ids: Iterable[str], *, where: Link | None = None) -> Names | None:
    """A cell of a table with them by name, on screen the first; `where` leads to all. None where there is nobody."""
    found = by_name(dataset, table, set(ids))
    return names_in_cell(dataset, table, found, where=where) if found else None


def names_in_cell(
    dataset: Dataset,
    table: str,
    ids: Sequence[str],
    *,
    limit: int = FEW,
    where: Link | None = None,
    nobody: str = "",
) -> Names:
    """The same in the order given, and with the word for `nobody` where there are none."""
    names = tuple(called(dataset, table, one) for one in ids)
    return Names(names, tuple((table, one) for one in ids), limit, where, nobody)
