"""What is known about the organisation or group selected on the map, in a column beside it."""

from __future__ import annotations

import streamlit as st

from graph.analysis.records.profile import (
    GroupProfile,
    OrganizationProfile,
    group_profile,
    organization_profile,
)
from graph.dataset import Dataset
from ui import cache, links, records, state
from ui.components import leaving, times
from ui.navigation import pages
from ui.text import listing, md, name, own, t

_LONGEST = 25  # names in a list beside the map; the profile has them all


def is_known(dataset: Dataset) -> bool:
    """Whether there is something to tell of what is selected: it is there, or it was or will be."""
    chosen = state.selection()
    there = dataset.record(chosen.focus_table, chosen.focus_id) is not None
    return there or bool(times.why_not_there(chosen.focus_table, chosen.focus_id))


def draw(dataset: Dataset, *, hidden_neighbors: int, fitting_neighbors: int, part: str = "") -> None:
    """Draw the selected organisation or group.

    `hidden_neighbors` of it are not on the map, which has room for `fitting_neighbors` of them; `part`
    says how much of it is there, where that is not all.
    """
    chosen = state.selection()
    record = dataset.record(chosen.focus_table, chosen.focus_id)
    st.markdown(f":gray[:small[{t(f'network.panel.{chosen.focus_table}')}]]")
    whole = cache.whole_dataset().record(chosen.focus_table, chosen.focus_id)
    st.header(md(name(record or whole)), anchor=False)
    if part:
        st.markdown(t("network.panel.part", part=part))
    if record is None:
        st.markdown(times.why_not_there(chosen.focus_table, chosen.focus_id))
    elif chosen.focus_table == "organizations":
        _organization(dataset, record)
    else:
        _group(dataset, record)
    _ways_on(hidden_neighbors, fitting_neighbors)


def _organization(dataset: Dataset, record: dict[str, object]) -> None:
    found = cache.answer(organization_profile, organization_id=str(record["id"]))
    sector = records.sector(dataset, record)
    others = record["other_names"]
    also = (
        listing(t("network.panel.quoted", name=md(other)) for other in others)
        if isinstance(others, list)
        else ""
    )
    words = [
        f"{md(sector)}." if sector else t("network.panel.no_sector"),
        t("network.panel.also", names=also) if also else "",
    ]
    st.markdown(f":gray[{' '.join(word for word in words if word)}]")
    if record["kind"] == "unnamed":
        st.markdown(t("network.panel.unnamed"))
    else:
        _sentence(_counts(found))
    if not found.group_ids:
        _sentence(times.of_organization(found.organization_id))
    _names(dataset, "groups", found.group_ids, title=t("words.tables.groups"))
    if own_group := records.group_of(found.organization_id):
        _participants(
            dataset, cache.answer(group_profile, group_id=own_group), named=t("network.panel.members")
        )
    if found.planned_group_ids:
        _names(dataset, "groups", found.planned_group_ids, title=t("network.panel.invited_to"))
    if record["kind"] == "named":
        _leaving(dataset, str(record["id"]))


def _counts(found: OrganizationProfile) -> str:
    """In how many groups it is and whom it meets there; nothing where there are no groups at all."""
    if not found.all_groups:
        return ""
    words = records.in_groups(len(found.group_ids), found.all_groups)
    if not found.group_ids or not found.all_others:
        return t("network.panel.counts", in_groups=words)
    if not found.meets.height:
        return t("network.panel.meets_nobody", in_groups=words)
    return t(
        "network.panel.counts_and_meets", in_groups=words, meets=found.meets.height, count=found.all_others
    )


def _leaving(dataset: Dataset, organization_id: str) -> None:
    if words := leaving.in_words(dataset, organization_id):
        st.subheader(t("words.leaving.title"), anchor=False)
        st.markdown(words)


def _group(dataset: Dataset, record: dict[str, object]) -> None:
    found = cache.answer(group_profile, group_id=str(record["id"]))
    st.markdown(f":gray[{md(records.kind(dataset, record['classification']))}.]")
    purpose = own(record, "purpose")
    if purpose:
        st.markdown(md(purpose))
    if not found.named:
        gone = times.of_group(found.group_id, named_only=bool(found.unnamed))
        _sentence(gone or t(f"network.panel.{'nobody_yet' if found.planned else 'nobody_named'}"))
    _participants(dataset, found, named=t("network.panel.named"))
    members = {*found.named, *found.unnamed, *found.planned}
    hosts = tuple(host for host in found.host_ids if host not in members)
    _names(dataset, "organizations", hosts, title=t("network.panel.run_by"))


def _participants(dataset: Dataset, found: GroupProfile, *, named: str) -> None:
    _names(dataset, "organizations", found.named, title=named)
    _names(dataset, "organizations", found.planned, title=t("network.panel.invited"))
    _names(dataset, "organizations", found.unnamed, title=t("network.panel.who_exactly"))


def _names(dataset: Dataset, table: str, ids: tuple[str, ...], *, title: str) -> None:
    if ids:
        st.subheader(title, anchor=False)
        shown = records.by_name(dataset, table, ids)[:_LONGEST]
        lines = [str(_selecting(dataset, table, one)) for one in shown]
        if len(ids) > len(lines):
            lines.append(f":gray[{t('words.more', count=len(ids) - len(lines))}]")
        # two spaces before a line's end break it without a new paragraph
        st.markdown("  \n".join(lines))


def _sentence(words: str) -> None:
    if words:
        st.markdown(words)


def _selecting(dataset: Dataset, table: str, id: str) -> links.Link:
    """A link that selects another record on the same picture."""
    query = state.query(focus=records.focus_on(table, id))
    return links.Link(records.called(dataset, table, id), "network", tuple(query.items()))


def _ways_on(hidden: int, fitting: int) -> None:
    chosen = state.selection()
    if fitting:
        form = "expand" if fitting == hidden else "expand_some"
        st.button(
            t(f"network.panel.{form}", count=fitting, all=hidden),
            key="expand",
            type="tertiary",
            on_click=state.update,
            kwargs={"expanded": (*chosen.expanded, chosen.focus)},
        )
    elif hidden:
        st.markdown(f":gray[{t('network.panel.no_room', count=hidden)}]")
    with st.container(horizontal=True, key="selected-ways-on"):
        opened = st.button(
            t("network.panel.open"), key="open-profile", type="primary", icon=":material/article:"
        )
        st.button(
            t("network.panel.close"),
            key="close-panel",
            type="tertiary",
            on_click=state.update,
            kwargs={"focus": ""},
        )
    if opened:
        st.switch_page(pages()["profile"], query_params=state.link_query(focus=chosen.focus))
