"""Wide tables can be scrolled by keyboard: a table that is wider than its place is a stop of the tab key."""

from __future__ import annotations

import streamlit as st

from ui.components import frontend

_REACHING = st.components.v2.component("samverkan_scrolling", js=frontend.script("scrolling"))


def reachable() -> None:
    """Make wide tables reachable: drawn once a run, before the page."""
    with st.container(key="scrolling"):
        _REACHING(key="reaching", data={})
