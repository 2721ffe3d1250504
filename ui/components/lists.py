"""Lists of names: short ones beside a picture, and long ones cut where nobody reads on.

A list never prints hundreds of names. In a sentence or a cell of a table the first few stand and how
many more there are, which leads to where all of them are (`phrase`, `few`); beside a picture the rest
is folded away (`notes`, `folded`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from graph.dataset import Dataset
from ui.components import links
from ui.components.names import Names
from ui.text import listing, md, name, sort_key, t

LONGEST = 20
"""Entries shown at once; the others are folded away below them."""

MOST = 200
"""Entries that are listed at all; of more than these the number is said."""

FEW = 3
"""Names in a cell of a table."""

IN_PROSE = 12
"""Names in a sentence of a profile."""

WITH_PROFILE = ("organizations", "groups", "areas", "topics")
"""Tables whose records have a page of their own that other pages lead to."""


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


def few(dataset: Dataset, table: str, ids: Iterable[str], *, where: links.Link | None = None) -> Names | None:
    """A cell of a table with them by name, on screen the first; `where` leads to all. None where there is nobody."""
    found = by_name(dataset, table, set(ids))
    names = tuple(name(dataset.record(table, one)) or one for one in found)
    return Names(names, tuple((table, one) for one in found), FEW, where) if found else None


def _not_shown(count: int) -> None:
    if count > 0:
        st.markdown(f":gray[:small[{t('words.not_listed', count=count)}]]")


def _paragraphs(entries: Sequence[tuple[str, str]]) -> str:
    # two spaces at the end of a line break it inside a paragraph
    return "\n\n".join(f"{what}  \n:small[:gray[{note}]]" if note else what for what, note in entries)


def link(dataset: Dataset, table: str, id: str) -> str:
    """The name of a record as a link to its profile; just the name for what has no profile."""
    shown = name(dataset.record(table, id)) or id
    return str(links.profile(shown, table, id)) if table in WITH_PROFILE else md(shown)


def phrase(
    dataset: Dataset, table: str, ids: Iterable[str], *, limit: int | None = IN_PROSE, linked: bool = True
) -> str:
    """Several of them as one phrase, by name: “A, B and C”, each leading to its profile if `linked`."""
    records = by_name(dataset, table, ids)
    if linked:
        return listing((link(dataset, table, one) for one in records), limit=limit)
    return listing((md(name(dataset.record(table, one))) for one in records), limit=limit)


def by_name(dataset: Dataset, table: str, ids: Iterable[str]) -> list[str]:
    """Ids in the order of the names as a Swedish reader expects it."""
    return sorted(ids, key=lambda one: sort_key(name(dataset.record(table, one))))


def sector(dataset: Dataset, organization_id: str) -> str:
    """The sector of an organisation in words."""
    record = dataset.record("organizations", organization_id) or {}
    found = dataset.record("sectors", str(record.get("classification") or ""))
    return md(name(found)) if found else t("coverage.sector_not_stated")
