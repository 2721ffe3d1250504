"""The language of the page itself, and of the words that Streamlit has in English only.

Its menu, its lists of choices, its calendar, its file button and the tools of its grids are drawn by
Streamlit in the browser. `ui/locales/en/widgets.toml` holds what it writes there; the same keys of the
reader's language are put in its place.
"""

from __future__ import annotations

from typing import Any, cast

import streamlit as st

from ui import state
from ui.components.frontend import script
from ui.languages import OF_THE_CODE
from ui.text import texts

_PAGE_LANGUAGE = st.components.v2.component("samverkan_page_language", js=script("page_language"))


def draw() -> None:
    """Tell the browser the language: drawn once a run, before the page."""
    lang = state.selection().lang
    theirs, ours = (cast("dict[str, Any]", texts(each)["widgets"]) for each in (OF_THE_CODE, lang))
    words = {
        "lang": lang,
        "words": _pairs(theirs, ours),
        "options": _pairs(theirs["options"], ours["options"]),
    }
    _PAGE_LANGUAGE(key="page-language", data=words, height=1)


def _pairs(theirs: dict[str, Any], ours: dict[str, Any]) -> list[tuple[str, str]]:
    """What Streamlit writes with what is to stand there, where that is something else."""
    return [(text, ours[key]) for key, text in theirs.items() if isinstance(text, str) and text != ours[key]]
