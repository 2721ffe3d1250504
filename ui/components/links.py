"""Links to the app's own pages, written as ordinary Markdown, so that they may stand in any sentence or cell.

Streamlit opens every Markdown link in a new tab and so in a new visit. `follow`, drawn once a run,
catches the click and opens the page in the same visit; a click with Ctrl, or the middle button,
still opens a tab, because the link is a real one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from ui import state
from ui.navigation import pages
from ui.text import md

# constant: finds the links by their address, reads nothing else from the page and writes nothing to it
_SCRIPT = """
export default function ({ data, setTriggerValue }) {
  const pages = new Set(data.pages);
  const follow = (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest && event.target.closest('a[target="_blank"]');
    if (!link || link.origin !== window.location.origin) return;
    const page = link.pathname.split("/").pop();
    if (!pages.has(page) || !link.closest('[data-testid="stMain"]')) return;
    event.preventDefault();
    setTriggerValue("opened", page + link.search);
  };
  document.addEventListener("click", follow, true);
  return () => document.removeEventListener("click", follow, true);
}
"""
_FOLLOWER = st.components.v2.component("samverkan_links", js=_SCRIPT)


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


def follow() -> None:
    """Open a clicked link in this visit: drawn once a run, before the page."""
    known = pages()
    with st.container(key="in-app-links"):
        opened = _FOLLOWER(key="links", data={"pages": sorted(known)}, on_opened_change=_ignore).opened
    if opened:
        page, _, query = str(opened).partition("?")
        if page in known:
            st.switch_page(known[page], query_params=dict(parse_qsl(query)))


def _ignore() -> None:
    """The trigger's value is read where the component is drawn."""
