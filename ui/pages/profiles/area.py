"""The profile of an area."""

from __future__ import annotations

import polars as pl
import streamlit as st

from graph.analysis.collaboration import Via
from graph.analysis.profile import area_profile
from graph.dataset import Dataset
from ui import cache
from ui.components import links, tables, times
from ui.components.tables import Cell
from ui.pages.profiles import activities, parts
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
    actors, counts = found.actors, found.counts
    parts.sentence(
        t("profile.area.on_site", count=counts["on_site"]),
        t("profile.area.stated", count=counts["stated"], others=counts["on_site"] - counts["stated"])
        if 0 < counts["stated"] < counts["on_site"]
        else "",
        t(
            "profile.area.in_parts",
            count=counts["inside"],
            parts=counts["parts_with"],
            all_parts=counts["parts"],
        )
        if counts["inside"]
        else "",
        t("profile.area.from_above", count=counts["from_above"]) if counts["from_above"] else "",
        t("profile.area.unnamed", count=counts["unnamed"]) if counts["unnamed"] else "",
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
    activities.draw(dataset, found.activities, of="area")
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
    order = {via.value: place for place, via in enumerate(Via)}
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
                groups or _parts_of(dataset, row["inside_ids"]) or "–",
            ]
        )
    columns = [t(f"profile.columns.{column}") for column in ("organization", "sector", "how", "through")]
    tables.rows(columns, rows, alt=t("profile.area.actors"), key="actors")


def _parts_of(dataset: Dataset, areas: list[str]) -> str:
    """The smaller areas somebody is in, as one phrase."""
    return listing((link.text for link in parts.listed(dataset, "areas", areas)), limit=3)


def _needs(dataset: Dataset, record: parts.Record) -> None:
    needs = dataset["needs"].filter(pl.col("area_id") == record["id"])
    if needs.height:
        parts.heading(t("profile.needs.title"))
        parts.needs(dataset, needs, table="topics", column="topic_id")
