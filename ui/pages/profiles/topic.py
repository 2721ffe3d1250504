"""The profile of a topic."""

from __future__ import annotations

import polars as pl
import streamlit as st

from graph.analysis.places.topic_overview import topic_overview
from graph.analysis.records.profile import TopicProfile, topic_profile
from graph.dataset import Dataset
from ui import cache, records
from ui.components import links, lists, tables, times
from ui.components.tables import Cell
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
        parts.needs(dataset, needs, table="areas", column="area_id")
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
    rows: list[list[Cell]] = []
    for group in sorted((dataset.require("groups", one) for one in found.group_ids), key=parts.kind_order):
        link = parts.link(dataset, "groups", group["id"])
        rows.append(
            [
                link,
                records.kind(dataset, group["classification"]),
                t(f"words.statuses.{group['status']}"),
                lists.few(dataset, "areas", where.get(group["id"], ()), where=link),
                *parts.evidence(dataset, said.get(group["id"], {})),
            ]
        )
    names = ("group", "kind", "status", "areas", "source", "locator")
    columns = tables.columns("profile.columns", *names)
    tables.rows(columns, rows, alt=t("words.tables.groups"), key="groups")


def _organizations(dataset: Dataset, actors: pl.DataFrame) -> None:
    parts.heading(t("profile.topic.who"))
    rows: list[list[Cell]] = []
    for row in actors.iter_rows(named=True):
        organization = dataset.record("organizations", row["organization_id"])
        kind = t("words.unnamed") if row["kind"] == "unnamed" else parts.sector(dataset, organization)
        link = parts.link(dataset, "organizations", row["organization_id"])
        through = lists.few(dataset, "groups", row["group_ids"], where=link)
        rows.append([link, kind, t("words.stated") if row["stated"] else through])
    columns = tables.columns("profile.columns", "organization", "sector", "through")
    tables.rows(columns, rows, alt=t("profile.topic.who"), key="organizations")
