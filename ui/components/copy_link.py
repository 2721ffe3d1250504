"""*Copy link*: the address of what is on screen with its day in it, so that it shows the same later."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from ui.components import frontend
from ui.text import t

_BUTTON = st.components.v2.component(
    "samverkan_copy_link", js=frontend.script("copy_link"), css=frontend.style("copy_link")
)


def draw(day: dt.date) -> None:
    """Draw the button. The address bar leaves the day out where it is that of the data, which may move on."""
    words = {word: t(f"frame.link.{word}") for word in ("copy", "copied", "failed")}
    _BUTTON(key="copy-link", data={"as_of": day.isoformat(), "words": words}, width="content")
