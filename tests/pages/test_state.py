"""What the reader has chosen, as the pages read it."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def _script() -> None:
    import streamlit as st

    from ui import state

    with state.held():
        before = state.selection().wanted
        state.update(wanted=4)
        st.text(f"{before} {state.selection().wanted}")
    st.query_params["wanted"] = "5"
    st.text(str(state.selection().wanted))


def test_selection_held_for_a_page_follows_a_change_and_ends_with_the_page() -> None:
    app = AppTest.from_function(_script)
    app.query_params["wanted"] = "3"
    app.run()
    assert not app.exception
    assert [text.value for text in app.text] == ["3 4", "5"]
