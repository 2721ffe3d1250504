"""Questions that open their answers already filtered, each with the answer in short below it.

A door is there only where the data has an answer behind it.
"""

from __future__ import annotations

import polars as pl
import streamlit as st

from graph.analysis.coverage.matrix import (
    Coverage,
    CoverageRules,
    CoverageState,
    area_coverage,
    group_sector_coverage,
)
from graph.analysis.places.collaboration import area_overview
from graph.analysis.places.places import places, widest
from graph.analysis.records.overview import Overview
from graph.dataset import Dataset
from ui import cache, records, state
from ui.navigation import pages
from ui.text import listing, md, t

_IN_SEVERAL = 2  # who is in one group only holds nothing together


def draw(dataset: Dataset, figures: Overview) -> None:
    """Draw the doors that this data has."""
    rules = state.rules()
    coverage = cache.answer(area_coverage, rules=rules, today=cache.day())
    st.space("small")
    with st.grid(3, min_column_width=280, gap="medium"):
        drawn = [
            _group(dataset, figures),
            _area(dataset),
            _gaps(coverage, rules),
            _holds(dataset, figures) or _places(dataset, figures),
            _topic(dataset, figures),
            _ask(dataset, coverage),
        ]
        if not any(drawn):
            _register(figures)


def _door(door: str, page: str, values: dict[str, str], answer: str, **chosen: object) -> bool:
    with st.container(key=f"door-{door}", gap="xsmall"):
        st.page_link(
            pages()[page],
            # the arrow stays beside the last word where the line breaks
            label=t(f"start.{door}.question", **values) + "\u00a0→",
            query_params=state.link_query(**chosen),
        )
        st.markdown(f":gray[{answer}]")
    return True


def _group(dataset: Dataset, figures: Overview) -> bool:
    """Who is in the group with most named participants, or where nobody is named in the vaguest one."""
    group = figures.fullest_group or figures.unnamed_most_group
    if group is None:
        return False
    named = figures.fullest_group_named
    unnamed = figures.fullest_group_unnamed if figures.fullest_group else figures.unnamed_most
    answers = [
        t("start.group.named", count=named) if named else t("start.group.nobody"),
        t("start.group.unnamed", count=unnamed) if unnamed else t("start.group.all_named"),
    ]
    values = {"group": md(records.called(dataset, "groups", group))}
    return _door("group", "profile", values, " ".join(answers), focus=records.focus_on("groups", group))


def _area(dataset: Dataset) -> bool:
    """Who works in the place with most on site; in a larger area where nobody is at a place."""
    areas = cache.answer(area_overview, inferred=state.selection().inferred).filter(pl.col("on_site") > 0)
    if areas.is_empty():
        return False
    leaf = pl.col("parts") == 0
    row = areas.sort(~leaf, -pl.col("on_site"), "area_id").row(0, named=True)
    answer = t("start.area.on_site", count=row["on_site"])
    if row["from_above"]:
        answer += " " + t("start.area.above", count=row["from_above"])
    area = md(records.called(dataset, "areas", row["area_id"]))
    return _door("area", "where", {"area": area}, answer, area=row["area_id"])


def _gaps(coverage: Coverage, rules: CoverageRules) -> bool:
    """Where somebody is missing: by area and topic, else by group and sector where somebody is expected."""
    if coverage.summary.height:
        return _door("gaps", "gaps", {}, _gaps_in_short(coverage))
    expected = cache.answer(group_sector_coverage, rules=rules, today=cache.day())
    if not expected.summary["need"].count():
        return False
    gaps = expected.counts[CoverageState.GAP]
    answer = t("start.gaps.expected", count=gaps) if gaps else t("start.gaps.all_there")
    return _door("gaps", "gaps", {}, answer, axes="groups-sectors")


def _gaps_in_short(coverage: Coverage) -> str:
    counts = coverage.counts
    unknown = counts[CoverageState.UNKNOWN]
    if counts[CoverageState.GAP]:
        return t("start.gaps.answer", count=counts[CoverageState.GAP])
    if unknown == coverage.summary.height:
        return t("start.gaps.nothing_known", count=unknown)
    if unknown + counts[CoverageState.STALE] == coverage.summary.height:
        return t("start.gaps.only_old", count=counts[CoverageState.STALE])
    above = counts[CoverageState.FROM_ABOVE]
    sentences = [
        t("start.gaps.none"),
        t("start.gaps.above", count=above) if above else "",
        t("start.gaps.unknown", count=unknown) if unknown else "",
    ]
    return " ".join(filter(None, sentences))


def _holds(dataset: Dataset, figures: Overview) -> bool:
    """Who takes part in most groups."""
    if figures.widest_organization is None or figures.widest_groups < _IN_SEVERAL:
        return False
    widest_one = figures.widest_organization
    called = md(records.called(dataset, "organizations", widest_one))
    answer = t("start.holds.answer", name=called, count=figures.widest_groups, all=figures.groups)
    return _door("holds", "network", {}, answer, focus=records.focus_on("organizations", widest_one))


def _places(dataset: Dataset, figures: Overview) -> bool:
    """Who is at most places, where no groups tie anybody together."""
    found = cache.answer(widest, inferred=state.selection().inferred, limit=1)
    if figures.groups or found.is_empty() or found["places"][0] < _IN_SEVERAL:
        return False
    organization, count = found.row(0)
    answer = t(
        "start.places.answer",
        name=md(records.called(dataset, "organizations", organization)),
        count=count,
        all=len(cache.answer(places)),
    )
    return _door("places", "profile", {}, answer, focus=records.focus_on("organizations", organization))


def _topic(dataset: Dataset, figures: Overview) -> bool:
    """Who works on the topic that most work on."""
    if figures.busiest_topic is None:
        return False
    topic = {"topic": md(records.called(dataset, "topics", figures.busiest_topic))}
    if figures.busiest_topic_groups:
        answer = t("start.topic.answer", count=figures.busiest_topic_groups)
        return _door("topic", "network", topic, answer, topic=figures.busiest_topic)
    answer = t("start.topic.organizations", count=figures.busiest_topic_named)
    return _door("topic", "profile", topic, answer, focus=records.focus_on("topics", figures.busiest_topic))


def _ask(dataset: Dataset, coverage: Coverage) -> bool:
    """Who could be asked for the first entry of the list on Gaps; named as what it is there."""
    entries = coverage.begin_with if coverage.begin_with.height else coverage.only_from_above
    if entries.is_empty():
        return False
    first = entries.row(0, named=True)
    answer = t(
        f"start.ask.{first['state']}",
        topic=md(records.called(dataset, "topics", first["column_id"])),
        area=md(records.called(dataset, "areas", first["row_id"])),
    )
    return _door("ask", "gaps", {}, answer, cell=f"{first['row_id']}:{first['column_id']}")


def _register(figures: Overview) -> bool:
    """The records themselves, where nothing ties them together yet."""
    counts = {
        "organizations": figures.named,
        "groups": figures.groups,
        "areas": figures.areas,
        "topics": figures.topics,
    }
    counted = listing(t(f"data.counts.{key}", count=count) for key, count in counts.items() if count)
    if not counted:
        return False
    return _door("register", "profile", {}, t("start.register.answer", counts=counted))
