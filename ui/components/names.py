"""Names in a cell of a table: one that leads nowhere, or several of which the first stand on screen."""

from __future__ import annotations

from dataclasses import dataclass

from ui.components.links import Link
from ui.text import listing, md, t


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
