"""The profile of a topic."""

from __future__ import annotations

import polars as pl
import streamlit as st

from graph.analysis.profile import topic_profile
from graph.dataset import Dataset
from ui import cache, records
from ui.components import links, tables, times
from ui.components.tables import Cell
from ui.pages.profiles import activities, parts
from ui.text import listing, t


def draw(dataset: Dataset, record: parts.Record) -> None:
    """Draw everything known about the topic."""
    works = dataset["group_topics"].filter(pl.col("topic_id") == record["id"])
    found = cache.answer(topic_profile, topic_id=str(record["id"]))
    named = found.actors.filter(pl.col("kind") == "named").height
    other_times = times.has_others("group_topics", topic_id=record["id"])
    nobody = t("profile.topic.nobody_now" if other_times else "profile.topic.nobody")
    parts.sentence(
        t("profile.topic.groups", count=len(found.group_ids)) if found.group_ids else nobody,
        t("profile.topic.organizations", count=named) if named else "",
    )
    if record.get("other_names"):
        parts.facts([(t("profile.facts.other_names"), parts.other_names(record))])
    parts.description(record)
    if works.height:
        st.markdown(str(links.to(t("profile.topic.map"), "network", topic=record["id"])))
        _groups(dataset, works)
    if found.actors.height:
        _organizations(dataset, found.actors)
    activities.draw(dataset, found.activities, of="topic")
    needs = dataset["needs"].filter(pl.col("topic_id") == record["id"])
    if needs.height:
        parts.heading(t("profile.needs.title"))
        parts.needs(dataset, needs, table="areas", column="area_id")
    parts.own_source(dataset, record)


def _groups(dataset: Dataset, works: pl.DataFrame) -> None:
    parts.heading(t("words.tables.groups"))
    found = sorted(
        works.iter_rows(named=True),
        key=lambda row: parts.kind_order(dataset.record("groups", row["group_id"])),
    )
    areas = dataset["group_areas"].group_by("group_id").agg("area_id")
    where = dict(areas.iter_rows())
    rows: list[list[Cell]] = []
    for row in found:
        group = dataset.record("groups", row["group_id"])
        places = listing(link.text for link in parts.listed(dataset, "areas", where.get(row["group_id"], ())))
        rows.append(
            [
                parts.link(dataset, "groups", row["group_id"]),
                records.kind(dataset, group["classification"]) if group else None,
                places or None,
                *parts.evidence(dataset, row),
            ]
        )
    columns = [t(f"profile.columns.{column}") for column in ("group", "kind", "areas", "source", "locator")]
    tables.rows(columns, rows, alt=t("words.tables.groups"), key="groups")


def _organizations(dataset: Dataset, actors: pl.DataFrame) -> None:
    parts.heading(t("profile.topic.who"))
    rows: list[list[Cell]] = []
    for row in actors.iter_rows(named=True):
        organization = dataset.record("organizations", row["organization_id"])
        kind = t("words.unnamed") if row["kind"] == "unnamed" else parts.sector(dataset, organization)
        groups = listing(link.text for link in parts.listed(dataset, "groups", row["group_ids"]))
        how = t("words.stated") if row["stated"] else groups
        rows.append([parts.link(dataset, "organizations", row["organization_id"]), kind, how])
    columns = [t(f"profile.columns.{column}") for column in ("organization", "sector", "through")]
    tables.rows(columns, rows, alt=t("profile.topic.who"), key="organizations")
