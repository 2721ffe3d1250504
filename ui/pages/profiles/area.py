"""The profile of an area."""

from __future__ import annotations

import polars as pl
import streamlit as st

from graph.analysis.profile import area_profile
from graph.dataset import Dataset
from ui import cache
from ui.components import links, tables, times
from ui.components.tables import Cell
from ui.pages.profiles import parts
from ui.text import listing, name, own, sort_key, t

_RELATIONS = (
    parts.Relation("active_here", "group_areas", "area_id", "groups", "group_id"),
    parts.Relation("present_here", "presences", "area_id", "organizations", "organization_id"),
    parts.Relation("lies_in", "area_parts", "area_id", "areas", "parent_id"),
    parts.Relation("holds", "area_parts", "parent_id", "areas", "area_id"),
)
_LONGEST = 40  # areas inside another that are named one by one


def draw(dataset: Dataset, record: parts.Record) -> None:
    """Draw everything known about the area."""
    found = cache.answer(area_profile, area_id=str(record["id"]))
    actors = found.actors
    named = actors.filter(pl.col("kind") == "named")
    counts = dict(named.group_by("via").len().iter_rows())
    unnamed = actors.filter((pl.col("kind") == "unnamed") & (pl.col("via") == "direct")).height
    parts.sentence(
        t("profile.area.direct", count=counts.get("direct", 0)),
        t("profile.area.from_above", count=counts["from_above"]) if "from_above" in counts else "",
        t("profile.area.unnamed", count=unnamed) if unnamed else "",
    )
    within = listing(map(str, parts.listed(dataset, "areas", found.child_ids)), limit=_LONGEST)
    parts.facts(
        [
            (t("words.columns.kind"), parts.area_kind(record)),
            (
                t("profile.facts.lies_in"),
                ", ".join(str(parts.link(dataset, "areas", area)) for area in found.parent_ids),
            ),
            (t("profile.facts.coordinates"), own(record, "coordinates_note")),
        ]
    )
    parts.description(record)
    if within:
        with st.container(width=760):
            st.markdown(f":gray[:small[{t('profile.area.inside')}]]  \n{within}")
    st.markdown(str(links.to(t("profile.area.map"), "where", area=record["id"])))
    _actors(dataset, actors, str(record["id"]))
    parts.more(dataset, record, _RELATIONS)
    _needs(dataset, record)
    parts.own_source(dataset, record)


def _actors(dataset: Dataset, actors: pl.DataFrame, area_id: str) -> None:
    parts.heading(t("profile.area.actors"))
    if actors.is_empty():
        here = dataset["group_areas"].filter(area_id=area_id)["group_id"]
        others = [times.has_others(table, area_id=area_id) for table in ("group_areas", "presences")]
        others += [times.has_others("memberships", group_id=group) for group in here]
        st.markdown(t("profile.area.nobody_now" if any(others) else "profile.area.nobody"))
        return
    order = {"direct": 0, "present": 1, "from_above": 2}
    found = sorted(
        actors.iter_rows(named=True),
        key=lambda row: (
            order[row["via"]],
            row["kind"] == "unnamed",
            sort_key(name(dataset.record("organizations", row["organization_id"]))),
        ),
    )
    rows: list[list[Cell]] = []
    for row in found:
        organization = dataset.record("organizations", row["organization_id"])
        kind = t("words.unnamed") if row["kind"] == "unnamed" else parts.sector(dataset, organization)
        groups = listing(link.text for link in parts.listed(dataset, "groups", row["group_ids"]))
        rows.append(
            [
                parts.link(dataset, "organizations", row["organization_id"]),
                kind,
                t(f"profile.via.{row['via']}"),
                groups or "–",
            ]
        )
    columns = [t(f"profile.columns.{column}") for column in ("organization", "sector", "how", "through")]
    tables.rows(columns, rows, alt=t("profile.area.actors"), key="actors")


def _needs(dataset: Dataset, record: parts.Record) -> None:
    needs = dataset["needs"].filter(pl.col("area_id") == record["id"])
    if needs.height:
        parts.heading(t("profile.needs.title"))
        parts.needs(dataset, needs, table="topics", column="topic_id")
