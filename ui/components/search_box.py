"""The search box of the frame: one on every page, at the top right; hits appear while somebody types.

The browser asks with what is typed once the reader pauses, Python asks the store, and only the box is
drawn anew. Nothing of it stays on the server: what was asked is answered once.
"""

from __future__ import annotations

import logging
from dataclasses import asdict
from urllib.parse import parse_qsl

import streamlit as st

from graph.errors import SamverkanError
from ui.components import frontend
from ui.components.search_hits import hits
from ui.navigation import pages
from ui.text import t

_LOG = logging.getLogger("samverkan")
_KEY = "search-box"
_SHORTEST = 2  # letters before which nothing is asked: one letter stands in nearly every name
_BOX = st.components.v2.component(
    "samverkan_search_box", js=frontend.script("search_box"), css=frontend.style("search_box")
)


@st.fragment
def draw(page: str) -> None:
    """Draw the box on the page of this name."""
    asked = st.session_state.pop("searched", None)
    with st.container(key="search"):
        opened = _BOX(
            key=_KEY,
            data={
                "words": {word: t(f"search.{word}") for word in ("label", "placeholder", "hits", "on_map")},
                "shortest": _SHORTEST,
                "found": None if asked is None else _found(asked, page),
            },
            on_asked_change=_asked,
            on_opened_change=_ignore,
        ).opened
    if opened:
        name, _, query = str(opened).partition("?")
        if name in pages():
            st.switch_page(pages()[name], query_params=dict(parse_qsl(query, keep_blank_values=True)))


def _found(asked: str, page: str) -> dict[str, object]:
    """What the browser gets: the text asked for, its hits, and a sentence on them."""
    try:
        found = hits(asked, page=page)
    except SamverkanError:
        # the page itself says what is wrong with the database; here a sentence is enough
        _LOG.exception("a search failed")
        return {"asked": asked, "hits": [], "says": t("search.failed")}
    says = t("search.found", count=len(found)) if found else t("search.none")
    return {"asked": asked, "hits": [asdict(hit) for hit in found], "says": says}


def _asked() -> None:
    st.session_state["searched"] = str(st.session_state[_KEY].asked or "")


def _ignore() -> None:
    """The trigger's value is read where the component is drawn."""
