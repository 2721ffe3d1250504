"""Short lists beside a picture: a name that leads to its profile, and a quiet note under it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from graph.dataset import Dataset
from ui.components import links
from ui.text import listing, md, name, sort_key, t

LONGEST = 20
"""Entries shown at once; the others are folded away below them."""

WITH_PROFILE = ("organizations", "groups", "areas", "topics")
"""Tables whose records have a page of their own that other pages lead to."""


def notes(entries: Sequence[tuple[str, str]], *, key: str, title: str = "") -> None:
    """Entries as pairs of Markdown, what it is and a note on it, below a heading; no entries: nothing.

    `key` names the list on the page.
    """
    if not entries:
        return
    if title:
        st.subheader(title, anchor=False)
    with st.container(key=f"notes-{key}"):
        st.markdown(_paragraphs(entries[:LONGEST]))
        if len(entries) > LONGEST:
            with st.expander(t("words.more", count=len(entries) - LONGEST), type="compact"):
                st.markdown(_paragraphs(entries[LONGEST:]))


def _paragraphs(entries: Sequence[tuple[str, str]]) -> str:
    # two spaces at the end of a line break it inside a paragraph
    return "\n\n".join(f"{what}  \n:small[:gray[{note}]]" if note else what for what, note in entries)


def link(dataset: Dataset, table: str, id: str) -> str:
    """The name of a record as a link to its profile; just the name for what has no profile."""
    shown = name(dataset.record(table, id)) or id
    return str(links.profile(shown, table, id)) if table in WITH_PROFILE else md(shown)


def phrase(
    dataset: Dataset, table: str, ids: Iterable[str], *, limit: int | None = None, linked: bool = True
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
