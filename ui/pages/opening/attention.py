"""What needs attention: each kind of finding in a sentence, with a way to where it is seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl
import streamlit as st

from graph.analysis.records.attention import attention
from graph.analysis.records.overview import Overview
from graph.dataset import Dataset
from ui import cache, records, state
from ui.components import lists
from ui.navigation import pages
from ui.text import has, listing, t

PAGE: Final = {
    "unnamed_participants": "profile",
    "group_without_area": "profile",
    "only_unnamed": "gaps",
    "group_without_topic": "profile",
    "no_agreement": "network",
    "review_overdue": "profile",
    "present_but_not_member": "profile",
    "uncoordinated": "profile",
    "topic_without_actor": "profile",
}
"""Where the answer to each kind of finding is: on a profile the first subject is selected."""

_NAMES = 3  # names in a sentence


def draw(dataset: Dataset, figures: Overview) -> None:
    """Draw the findings, each kind a row."""
    rules = state.rules()
    found = cache.answer(attention, today=cache.day(), rules=rules)
    found = found.filter(pl.col("code").is_in([code for code in PAGE if has(f"start.attention.{code}.word")]))
    st.space("medium")
    st.header(t("start.attention.title"), anchor=False)
    if found.is_empty():
        st.markdown(t("start.attention.nothing"))
    for (code,), rows in found.group_by("code", maintain_order=True):
        _row(dataset, figures, str(code), rows)


def _row(dataset: Dataset, figures: Overview, code: str, rows: pl.DataFrame) -> None:
    names = _names(dataset, rows)
    found = _pairs(dataset, rows) if code == "uncoordinated" else names
    with st.container(key=f"row-{code}"):
        word, sentence, link = st.columns([2, 6, 2.4], vertical_alignment="center")
        word.markdown(f"**{t(f'start.attention.{code}.word')}**")
        with sentence:
            st.markdown(_sentence(dataset, figures, code, rows, names))
            if len(found) > (_NAMES + 1 if _names_several(code) else 1):
                lists.all_of(found, between="; ")  # a pair has an “and” of its own
        match PAGE[code]:
            case "profile" if len(found) > 1 and code != "unnamed_participants":
                return  # each name leads to its own; a link to one of them would say that it is the one
            case "profile":
                focus = records.focus_on(rows["subject_table"][0], rows["subject_id"][0])
                query = state.link_query(focus=focus)
            case "network":
                query = state.link_query(view="table")
            case "gaps" if not (figures.areas and figures.topics):
                query = state.link_query(axes="groups-sectors")
            case _:
                query = state.link_query()
        link.page_link(pages()[PAGE[code]], label=t(f"start.attention.{code}.link"), query_params=query)


def _names_several(code: str) -> bool:
    """Whether the sentence names the first few, where others name one as an example."""
    return code not in ("unnamed_participants", "uncoordinated")


def _names(dataset: Dataset, rows: pl.DataFrame) -> list[str]:
    """Each subject as a link to its profile."""
    return [
        records.linked(dataset, row["subject_table"], row["subject_id"])
        for row in rows.iter_rows(named=True)
        if dataset.record(row["subject_table"], row["subject_id"])
    ]


def _pairs(dataset: Dataset, rows: pl.DataFrame) -> list[str]:
    """Of groups that do not meet each pair, both as links."""
    return [
        listing(records.linked(dataset, "groups", one) for one in (row["subject_id"], other))
        for row in rows.iter_rows(named=True)
        for other in row["detail_ids"]
    ]


def _sentence(
    dataset: Dataset, figures: Overview, code: str, rows: pl.DataFrame, names: Sequence[str]
) -> str:
    words = {
        "count": int(rows["count"].sum()),
        "names": listing(names, limit=_NAMES),
        "first": names[0] if names else "",
        "memberships": figures.memberships,
    }
    if code == "no_agreement" and words["count"] == figures.memberships:
        return t("start.attention.no_agreement.none_of", count=figures.memberships)
    if code == "uncoordinated":
        words["other"] = records.linked(dataset, "groups", rows["detail_ids"][0][0])
    if code == "unnamed_participants" and len(names) == 1:
        return t("start.attention.unnamed_participants.in_one", **words)
    return t(f"start.attention.{code}.sentence", **words)
