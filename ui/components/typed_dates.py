"""A typed date counts when Enter or Tab ends it."""

from __future__ import annotations

import streamlit as st

from ui.components.frontend import script

_TYPED_DATES = st.components.v2.component("samverkan_typed_dates", js=script("typed_dates"))


def take() -> None:
    """Let Enter and Tab end a date: drawn once a run, before the page."""
    with st.container(key="typed-dates"):
        _TYPED_DATES(key="taking", data={})
