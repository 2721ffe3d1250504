"""Start: questions this data answers, its figures, and what needs attention."""

from __future__ import annotations

import streamlit as st

from graph.analysis.records.overview import overview
from ui import cache
from ui.pages.opening import attention, doors, figures, question


def render() -> None:
    """Draw the page."""
    dataset = cache.dataset()
    found = cache.answer(overview)
    st.title(question.title(dataset, found), anchor=False)
    with st.container(width=760):
        st.markdown(question.sentence(found))
    doors.draw(dataset, found)
    figures.draw(dataset, found)
    attention.draw(dataset, found)
