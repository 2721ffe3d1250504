"""Links within the app open in the same visit.

Streamlit opens every Markdown link in a new tab and so in a new visit. `follow`, drawn once a run,
catches the click and opens the page in the same visit; a click with Ctrl, or the middle button,
still opens a tab, because the link is a real one.
"""

from __future__ import annotations

from urllib.parse import parse_qsl

import streamlit as st

from ui.components import frontend
from ui.navigation import pages

_FOLLOWER = st.components.v2.component("samverkan_links", js=frontend.script("links"))


def follow() -> None:
    """Open a clicked link in this visit: drawn once a run, before the page."""
    known = pages()
    with st.container(key="in-app-links"):
        opened = _FOLLOWER(key="links", data={"pages": sorted(known)}, on_opened_change=_ignore).opened
    if opened:
        page, _, query = str(opened).partition("?")
        if page in known:
            st.switch_page(known[page], query_params=dict(parse_qsl(query, keep_blank_values=True)))


def _ignore() -> None:
    """The trigger's value is read where the component is drawn."""
