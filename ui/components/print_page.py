"""*Print*: the page on paper at one click. How it looks there is in `ui/assets/print.css`."""

from __future__ import annotations

import streamlit as st

from ui.components import frontend
from ui.text import t

_BUTTON = st.components.v2.component(
    "samverkan_print_page", js=frontend.script("print_page"), css=frontend.style("copy_link")
)


def draw() -> None:
    """Draw the button."""
    _BUTTON(key="print-page", data={"word": t("frame.print")}, width="content")
