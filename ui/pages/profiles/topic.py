"""The profile of a topic."""

from __future__ import annotations

import polars as pl
import streamlit as st

from graph.analysis.places.topic_overview import topic_overview
from graph.analysis.records.profile import TopicProfile, topic_profile
from graph.dataset import Dataset
from ui import cache, links, records
from ui.components import times
from ui.components.tables import Cell, Column
from ui.pages.profiles import activities, parts
from ui.text import t


def draw(dataset: Dataset, record: parts.Record) -> None:
    """Draw everything known about the topic."""
    topic_id = str(record["id"])
    found = cache.answer(topic_profile, topic_id=topic_id)
    parts.sentence(
        *_answer(cache.answer(topic_overview).row(by_predicate=pl.col("topic_id") == topic_id, named=True))
    )
    if record.get("other_names"):
        parts.facts([(t("profile.facts.other_names"), parts.other_names(record))])
    parts.description(record)
    if found.group_ids:
        st.markdown(str(links.to(t("profile.topic.map"), "network", topic=record["id"])))
        _groups(dataset, topic_id, found)
    if found.actors.height:
        _organizations(dataset, found.actors)
    activities.draw(dataset, found.activities, of="topic")
    needs = dataset["needs"].filter(pl.col("topic_id") == record["id"])
    if needs.height:
        parts.heading(t("profile.needs.title"))
        parts.needs(dataset, needs, of="areas", column="area_id")
    parts.own_source(dataset, record)


def _answer(counts: dict[str, object]) -> list[str]:
    """How many groups and organisations work on it, and how that is known."""
    groups, proposed, named, stated, unnamed = (
        counts[column] for column in ("groups", "proposed_groups", "organizations", "stated", "unnamed")
    )
    sentences = []
    if groups:
        sentences.append(t("profile.topic.groups", count=groups))
    elif stated:
        sentences.append(t("profile.topic.only_stated", count=stated))
    else:
        others = (
            times.has_others(table, topic_id=counts["topic_id"]) for table in ("group_topics", "activities")
        )
        sentences.append(t("profile.topic.nobody_now" if any(others) else "profile.topic.nobody"))
    if groups and stated and stated != named:
        inferred = int(str(named)) - int(str(stated))
        sentences.append(t("profile.topic.both", count=named, stated=stated, inferred=inferred))
    elif groups and named:
        sentences.append(t(f"profile.topic.{'stated' if stated else 'organizations'}", count=named))
    if unnamed:
        sentences.append(t("profile.topic.unnamed", count=unnamed))
    if proposed:
        sentences.append(t("profile.topic.proposed", count=proposed))
    return sentences


def _groups(dataset: Dataset, topic_id: str, found: TopicProfile) -> None:
    """The groups, with the record that says so; of one whose activities say so, those stand below."""
    parts.heading(t("words.tables.groups"))
    works = dataset["group_topics"].filter(pl.col("topic_id") == topic_id)
    said = {row["group_id"]: row for row in works.iter_rows(named=True)}
    where = dict(dataset["group_areas"].group_by("group_id").agg("area_id").iter_rows())

    def areas(group: parts.Record) -> Cell:
        link = records.link(dataset, "groups", group["id"])
        return records.few(dataset, "areas", where.get(str(group["id"]), ()), where=link)

    def says(group: parts.Record) -> parts.Record:
        return said.get(str(group["id"]), {})

    columns = [
        Column("group", lambda group: records.link(dataset, "groups", group["id"])),
        Column("kind", lambda group: records.kind(dataset, group["classification"])),
        Column("status", lambda group: records.status(group["status"])),
        Column("areas", areas),
        Column("source", lambda group: parts.source(dataset, says(group))),
        Column("locator", lambda group: parts.locator(says(group))),
    ]
    groups = sorted((dataset.require("groups", one) for one in found.group_ids), key=parts.kind_order)
    parts.table(columns, groups, alt=t("words.tables.groups"), key="groups")


def _organizations(dataset: Dataset, actors: pl.DataFrame) -> None:
    parts.heading(t("profile.topic.who"))

    def through(row: parts.Row) -> Cell:
        if row["stated"]:
            return t("words.stated")
        link = records.link(dataset, "organizations", row["organization_id"])
        return records.few(dataset, "groups", row["group_ids"], where=link)

    columns = [
        Column("organization", lambda row: records.link(dataset, "organizations", row["organization_id"])),
        Column("sector", lambda row: parts.sector_or_unnamed(dataset, row["organization_id"])),
        Column("through", through),
    ]
    parts.table(columns, actors.iter_rows(named=True), alt=t("profile.topic.who"), key="organizations")
