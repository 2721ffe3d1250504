"""Records by name: several as a phrase in a sentence, or in a cell of a table, where the first stand on screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.dataset import Dataset
from ui.links import Link
from ui.records.links import linked as as_link
from ui.records.names import by_name, called
from ui.text import listing, md, t

FEW = 3
"""Names in a cell of a table."""

IN_PROSE = 12
"""Names in a sentence of a profile."""


@dataclass(frozen=True)
class Name:
    """The name of a record, as (table, id), that leads nowhere."""

    text: str
    record: tuple[str, str]


@dataclass(frozen=True)
class Names:
    """Names and the records they are of, as (table, id); on screen the first `limit`, in a file all.

    `where` leads to those that do not stand on screen. No names at all: `nobody`.
    """

    names: tuple[str, ...]
    records: tuple[tuple[str, str], ...]
    limit: int | None = None
    where: Link | None = None
    nobody: str = ""

    @property
    def text(self) -> str:
        """All of them as plain text."""
        return listing(self.names) or self.nobody

    @property
    def shown(self) -> str:
        """As plain text on screen: “A, B, C and 40 more”."""
        return listing(self.names, limit=self.limit) or self.nobody

    def __str__(self) -> str:
        """In Markdown on screen; how many more there are leads to all of them."""
        words = [md(name) for name in self.names]
        # one more is as short as to say that there is one more
        if self.limit is not None and len(words) > self.limit + 1:
            more = t("words.more", count=len(words) - self.limit)
            words = words[: self.limit]
            words.append(str(Link(more, self.where.page, self.where.query)) if self.where else more)
        return listing(words) or md(self.nobody)


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
