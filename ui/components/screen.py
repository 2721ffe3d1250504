"""Whether the screen is as narrow as a telephone's: only the browser knows, so it is asked."""

from __future__ import annotations

import streamlit as st

_KEY = "screen-is-narrow"
# constant: tells whether the window is narrow, at first only where that is not what was guessed
_SCRIPT = """
export default function ({ data, setStateValue }) {
  const narrow = window.matchMedia("(max-width: 640px)");
  const tell = () => setStateValue("narrow", narrow.matches);
  if (narrow.matches !== data.guessed) tell();
  narrow.addEventListener("change", tell);
  return () => narrow.removeEventListener("change", tell);
}
"""
_SCREEN = st.components.v2.component("samverkan_screen", js=_SCRIPT)


def is_narrow() -> bool:
    """Whether the table goes before the picture; guessed from the browser's name until it has told."""
    known = bool(st.session_state.setdefault(_KEY, "Mobi" in st.context.headers.get("User-Agent", "")))
    with st.container(key="screen"):
        _SCREEN(key="screen-width", data={"guessed": known}, on_narrow_change=_told)
    return bool(st.session_state[_KEY])


def _told() -> None:
    st.session_state[_KEY] = bool(st.session_state["screen-width"].narrow)
