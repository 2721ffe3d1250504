"""Start: six questions, four figures, and what needs attention."""

from __future__ import annotations

import streamlit as st

from graph.analysis.attention import attention
from graph.analysis.collaboration import area_overview
from graph.analysis.coverage import CoverageRules, CoverageState, area_coverage
from graph.analysis.overview import Overview, overview
from graph.dataset import Dataset
from ui import cache, records, state
from ui.navigation import pages
from ui.text import has, listing, md, name, number, t

# where the answer to each kind of attention is found: page, and whether the subject is selected there
_ATTENTION_PAGE = {
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


def render() -> None:
    """Draw the page."""
    dataset = cache.dataset()
    figures = cache.answer(overview)
    titles = listing(name(row) for row in dataset["data_sets"].iter_rows(named=True))
    st.title(t("start.title", name=md(titles)) if titles else t("start.title_plain"), anchor=False)
    with st.container(width=760):
        st.markdown(t("start.sentence"))
    _doors(dataset, figures)
    _figures(dataset, figures)
    _attention(dataset)


def _doors(dataset: Dataset, figures: Overview) -> None:
    chosen = state.selection()
    rules = CoverageRules(wanted=chosen.wanted)
    coverage = cache.answer(area_coverage, rules=rules, today=cache.day())
    gaps = coverage.counts[CoverageState.GAP]
    register = coverage.register
    areas = cache.answer(area_overview)
    st.space("small")
    with st.grid(3, min_column_width=280, gap="medium"):
        if figures.fullest_group:
            group = dataset.record("groups", figures.fullest_group)
            _door(
                "group",
                "profile",
                {"group": md(name(group))},
                t("start.group.named", count=figures.fullest_group_named)
                + " "
                + t("start.group.unnamed", count=figures.fullest_group_unnamed),
                focus=f"groups:{figures.fullest_group}",
            )
        if areas.height:
            leaf = areas.filter(areas["parts"] == 0)
            row = leaf.sort("on_site", "area_id", descending=[True, False]).row(0, named=True)
            _door(
                "area",
                "where",
                {"area": md(name(dataset.record("areas", row["area_id"])))},
                t("start.area.on_site", count=row["on_site"])
                + (" " + t("start.area.above", count=row["from_above"]) if row["from_above"] else ""),
                area=row["area_id"],
            )
        _door("gaps", "gaps", {}, t("start.gaps.answer", count=gaps) if gaps else t("start.gaps.none"))
        if figures.widest_organization:
            record = dataset.record("organizations", figures.widest_organization)
            _door(
                "holds",
                "network",
                {},
                t(
                    "start.holds.answer",
                    name=md(name(record)),
                    count=figures.widest_groups,
                    all=figures.groups,
                ),
                focus=f"organizations:{figures.widest_organization}",
            )
        if figures.busiest_topic:
            topic = dataset.record("topics", figures.busiest_topic)
            _door(
                "topic",
                "network",
                {"topic": md(name(topic).lower())},
                t("start.topic.answer", count=figures.busiest_topic_groups),
                topic=figures.busiest_topic,
            )
        if register.height:
            first = register.row(0, named=True)
            _door(
                "ask",
                "gaps",
                {},
                t(
                    "start.ask.answer",
                    topic=md(name(dataset.record("topics", first["column_id"]))),
                    area=md(name(dataset.record("areas", first["row_id"]))),
                ),
                cell=f"{first['row_id']}:{first['column_id']}",
            )


def _door(door: str, page: str, values: dict[str, str], answer: str, **chosen: object) -> None:
    with st.container(key=f"door-{door}", gap="xsmall"):
        st.page_link(
            pages()[page],
            label=t(f"start.{door}.question", **values) + " →",
            query_params=state.link_query(**chosen),
        )
        st.markdown(f":gray[{answer}]")


def _figures(dataset: Dataset, figures: Overview) -> None:
    st.space("medium")
    st.header(t("start.figures.title"), anchor=False)
    kinds = listing(
        md(records.kinds_in_figures(dataset, kind, count))
        for kind, count in list(figures.groups_by_classification.items())[:2]
    )
    shown = (
        ("groups", figures.groups, t("start.figures.groups_note", kinds=kinds)),
        ("named", figures.named, t("start.figures.named_note", count=figures.in_one_group)),
        ("unnamed", figures.unnamed, t("start.figures.unnamed_note")),
        ("areas", figures.areas, t("start.figures.areas_note", count=figures.topics)),
    )
    for column, (key, value, note) in zip(st.columns(4, gap="medium"), shown, strict=True):
        with column, st.container(gap="xsmall"):
            st.metric(t(f"start.figures.{key}"), number(value))
            st.markdown(f":gray[{note}]")


def _attention(dataset: Dataset) -> None:
    chosen = state.selection()
    found = cache.answer(attention, today=cache.day(), rules=CoverageRules(wanted=chosen.wanted))
    st.space("medium")
    st.header(t("start.attention.title"), anchor=False)
    if not found.height:
        st.markdown(t("start.attention.nothing"))
    for (code,), rows in found.group_by("code", maintain_order=True):
        if not has(f"start.attention.{code}.word"):
            continue
        subjects = [(row["subject_table"], row["subject_id"]) for row in rows.iter_rows(named=True)]
        names = [
            md(name(dataset.record(table, key))) for table, key in subjects if dataset.record(table, key)
        ]
        page = _ATTENTION_PAGE[str(code)]
        match page:
            case "profile":
                query = state.link_query(focus=f"{subjects[0][0]}:{subjects[0][1]}")
            case "network":
                query = state.link_query(view="table")
            case _:
                query = state.link_query()
        with st.container(key=f"row-{code}"):
            word, sentence, link = st.columns([2, 6, 2.4], vertical_alignment="center")
            word.markdown(f"**{t(f'start.attention.{code}.word')}**")
            sentence.markdown(
                t(
                    f"start.attention.{code}.sentence",
                    count=int(rows["count"].sum()),
                    names=listing(names, limit=3),
                    first=names[0] if names else "",
                    memberships=dataset["memberships"].height,
                )
            )
            link.page_link(pages()[page], label=t(f"start.attention.{code}.link"), query_params=query)
