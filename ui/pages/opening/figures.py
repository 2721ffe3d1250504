"""The network in at most four figures: those that this data has, and what to know about each."""

from __future__ import annotations

import streamlit as st

from graph.analysis.records.overview import Overview
from graph.dataset import Dataset
from ui import records
from ui.text import listing, md, number, t

_MOST = 4
# where there are more than fit, those that stand first here are shown
_ORDER_OF_WEIGHT = ("groups", "named", "areas", "unnamed", "activities", "topics")
_ORDER_ON_PAGE = ("groups", "named", "unnamed", "activities", "areas", "topics")


def draw(dataset: Dataset, figures: Overview) -> None:
    """Draw the figures; nothing where there is nothing to count."""
    shown = chosen(figures)
    if not shown:
        return
    st.space("medium")
    st.header(t("start.figures.title"), anchor=False)
    for column, key in zip(st.columns(_MOST, gap="medium"), shown, strict=False):
        with column, st.container(gap="xsmall"):
            st.metric(t(f"start.figures.{key}"), number(getattr(figures, key)))
            note = _note(dataset, figures, key, with_topics="topics" in shown)
            if note:
                st.markdown(f":gray[{note}]")


def chosen(figures: Overview) -> tuple[str, ...]:
    """Which figures are shown, by the names of their fields, in the order of the page."""
    there = [key for key in _ORDER_OF_WEIGHT if getattr(figures, key)][:_MOST]
    return tuple(key for key in _ORDER_ON_PAGE if key in there)


def _note(dataset: Dataset, figures: Overview, key: str, *, with_topics: bool) -> str:
    match key:
        case "groups":
            return _kinds(dataset, figures)
        case "named" if figures.in_one_group and figures.named > 1:
            form = "all_in_one_group" if figures.in_one_group == figures.named else "in_one_group"
            return t(f"start.figures.{form}", count=figures.in_one_group)
        case "unnamed":
            example = records.called(dataset, "organizations", figures.unnamed_example)
            return t("start.figures.unnamed_note", count=figures.unnamed, example=md(example))
        case "activities":
            return t("start.figures.activities_note")
        case "areas" if figures.topics and not with_topics:
            return t("start.figures.areas_note", count=figures.topics)
    return ""


def _kinds(dataset: Dataset, figures: Overview) -> str:
    """The one or two most frequent kinds, said to be among others only where there are others."""
    kinds = list(figures.groups_by_classification.items())[:2]
    words = listing(md(records.kinds_in_figures(dataset, kind, count)) for kind, count in kinds)
    among = sum(count for _, count in kinds) < figures.groups
    return t("start.figures.groups_among", kinds=words) if among else words
