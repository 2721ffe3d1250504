"""Lists of names: short ones beside a picture, and long ones cut where nobody reads on.

A list never prints hundreds of names. In a sentence or a cell of a table the first few stand and how
many more there are, which leads to where all of them are (`ui.records.phrase`, `few`); beside a picture
the rest is folded away (`notes`, `folded`).
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui.records.phrases import IN_PROSE
from ui.text import listing, t

LONGEST = 20
"""Entries shown at once; the others are folded away below them."""

MOST = 200
"""Entries that are listed at all; of more than these the number is said."""


def notes(
    entries: Sequence[tuple[str, str]], *, key: str, title: str = "", first: int = LONGEST, count: int = 0
) -> None:
    """Entries as pairs of Markdown, what it is and a note on it, below a heading; no entries: nothing.

    `key` names the list on the page. Those after the `first` are folded away. `count` is how many there
    are where not all of them are given.
    """
    if not entries:
        return
    if title:
        st.subheader(title, anchor=False)
    with st.container(key=f"notes-{key}"):
        st.markdown(_paragraphs(entries[:first]))
        more = max(count, len(entries)) - first
        if more > 0:
            with st.expander(t("words.more", count=more), type="compact"):
                st.markdown(_paragraphs(entries[first:MOST]))
                _not_shown(max(count, len(entries)) - MOST)


def folded(
    shown: Sequence[str], *, label: str = "", note: str = "", first: int = IN_PROSE, count: int = 0
) -> None:
    """Names in Markdown as one phrase between a quiet label and a quiet note.

    Those after the `first` are folded away, where they are more than one. `count` is how many there are
    where only the first `MOST` are given.
    """
    before, after = (f":gray[:small[{words}]]" if words else "" for words in (label, note))
    count = max(count, len(shown))
    # two spaces at the end of a line break it inside a paragraph
    st.markdown("  \n".join(filter(None, (before, listing(shown, limit=first, count=count), after))))
    if count > first + 1:
        all_of(shown, count=count)


def all_of(names: Sequence[str], *, between: str = ", ", count: int = 0) -> None:
    """All of them in Markdown, folded away below a sentence that names a few; `count` as in `folded`."""
    count = max(count, len(names))
    with st.expander(t("words.all_of_them", count=count), type="compact"):
        st.markdown(between.join(names[:MOST]))
        _not_shown(count - MOST)


def _not_shown(count: int) -> None:
    if count > 0:
        st.markdown(f":gray[:small[{t('words.not_listed', count=count)}]]")


def _paragraphs(entries: Sequence[tuple[str, str]]) -> str:
    # two spaces at the end of a line break it inside a paragraph
    return "\n\n".join(f"{what}  \n:small[:gray[{note}]]" if note else what for what, note in entries)
