"""Several names in one cell of a table, of which only the first stand there."""

from __future__ import annotations

from dataclasses import dataclass

from ui.components.links import Link
from ui.text import listing, md, t


@dataclass(frozen=True)
class Names:
    """The first of `count` names, and `where` the others are; at least one more is given than is shown."""

    names: tuple[str, ...]
    count: int
    where: Link | None = None

    @property
    def text(self) -> str:
        """As plain text: “A, B, C and 40 more”."""
        return listing([*self._shown, *([self._more] if self._more else [])])

    def __str__(self) -> str:
        """In Markdown; how many more there are leads to all of them."""
        words = [md(name) for name in self._shown]
        if self._more:
            where = self.where
            words.append(str(Link(self._more, where.page, where.query)) if where else self._more)
        return listing(words)

    @property
    def _shown(self) -> tuple[str, ...]:
        # one more is as short as to say that there is one more
        return self.names if self.count <= len(self.names) else self.names[:-1]

    @property
    def _more(self) -> str:
        left = self.count - len(self._shown)
        return t("words.more", count=left) if left else ""
