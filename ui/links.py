"""Links to the app's own pages and out to the web, as ordinary Markdown for any sentence or cell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from ui import state
from ui.text import md


@dataclass(frozen=True)
class Link:
    """A way to a page of the app: what it says, the page's name, what is chosen there.

    `record` is the table and id of the record that the text names, where it names one.
    """

    text: str
    page: str
    query: tuple[tuple[str, str], ...] = ()
    record: tuple[str, str] | None = None

    def naming(self, table: str, id: str) -> Link:
        """The same link, known to name this record."""
        return replace(self, record=(table, id))

    @property
    def address(self) -> str:
        """The address, relative to any page of the app."""
        return f"{self.page}?{urlencode(self.query)}"

    def __str__(self) -> str:
        """The link in Markdown, its text escaped."""
        return f"[{md(self.text)}]({self.address})"


@dataclass(frozen=True)
class Address:
    """A way out to the web: what it says and the address; only http and https make a link."""

    text: str
    url: str

    def __str__(self) -> str:
        """The link in Markdown, or the plain text where the address is not one to click."""
        if not self.url.startswith(("https://", "http://")):
            return md(self.text)
        # round brackets and spaces would end the address in Markdown
        safe = self.url.translate(
            {ord("("): "%28", ord(")"): "%29", ord(" "): "%20", ord("<"): "%3C", ord(">"): "%3E"}
        )
        return f"[{md(self.text)}]({safe})"


def to(text: str, page: str, **chosen: object) -> Link:
    """A link to a page with what is `chosen` there; language, day and level are kept."""
    return Link(text, page, tuple(state.link_query(**chosen).items()))


def profile(text: str, table: str, id: str) -> Link:
    """A link to the profile of a record."""
    return to(text, "profile", focus=f"{table}:{id}").naming(table, id)
