"""Whether the screen is as narrow as a telephone's: only the browser knows, so it is asked."""

from __future__ import annotations

import streamlit as st

from ui.components import frontend

_KEY = "screen-is-narrow"
_SCREEN = st.components.v2.component("samverkan_screen", js=frontend.script("screen"))


def is_narrow() -> bool:
    """Whether the table goes before the picture; guessed from the browser's name until it has told."""
    known = bool(st.session_state.setdefault(_KEY, "Mobi" in st.context.headers.get("User-Agent", "")))
    with st.container(key="screen"):
        _SCREEN(key="screen-width", data={"guessed": known}, on_narrow_change=_told)
    return bool(st.session_state[_KEY])


def _told() -> None:
    st.session_state[_KEY] = bool(st.session_state["screen-width"].narrow)
