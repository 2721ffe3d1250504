"""Profile: everything known about one organisation, group, area, topic or source, and who said so."""

from __future__ import annotations

import streamlit as st

from graph.errors import UnknownId
from ui import cache, links, records, state
from ui.components import times
from ui.pages.profiles import area, browse, group, organization, source, topic
from ui.text import day, md, name, t

_PROFILES = {
    "organizations": organization.draw,
    "groups": group.draw,
    "areas": area.draw,
    "topics": topic.draw,
    "sources": source.draw,
}


def render() -> None:
    """Draw the page."""
    records.open_as_one()
    chosen = state.selection()
    draw = _PROFILES.get(chosen.focus_table)
    if draw is None or not chosen.focus_id:
        browse.draw()
        return
    dataset = cache.dataset()
    record = dataset.record(chosen.focus_table, chosen.focus_id)
    if record is None:
        _elsewhere(chosen.focus_table, chosen.focus_id)
        return
    st.title(md(name(record)), anchor=False)
    draw(dataset, record)


def _elsewhere(table: str, id: str) -> None:
    """The record is in the data, but counts as part of another or belongs to other days."""
    whole = cache.whole_dataset()
    record = whole.record(table, id)
    if record is None:
        raise UnknownId(f"There is no “{id}” in {table}.", table=table, id=id)
    st.title(md(name(record)), anchor=False)
    if reason := times.why_not_there(table, id):
        st.markdown(reason)
        return
    parents = whole["units"].filter(whole["units"]["organization_id"] == id)["parent_id"].to_list()
    if table == "organizations" and parents:
        parent = records.link(whole, table, parents[0])
        st.markdown(t("profile.elsewhere.unit", parent=parent))
        by_unit = links.to(
            t("profile.elsewhere.by_unit"), "profile", focus=records.focus_on(table, id), level="unit"
        )
        st.markdown(str(by_unit))
    else:
        st.markdown(t("profile.elsewhere.other_day", day=md(day(cache.day()))))
