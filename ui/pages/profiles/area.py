"""The profile of an area."""

from __future__ import annotations

import polars as pl
import streamlit as st

from graph.analysis.places.collaboration import Via
from graph.analysis.records.profile import area_profile
from graph.dataset import Dataset
from ui import cache, links, records
from ui.components import lists, times
from ui.components.tables import Cell, Column
from ui.pages.profiles import activities, parts
from ui.text import listing, own, sort_key, t

_RELATIONS = (
    parts.Relation("active_here", "group_areas", "area_id", "groups", "group_id"),
    parts.Relation("present_here", "presences", "area_id", "organizations", "organization_id"),
    parts.Relation("lies_in", "area_parts", "area_id", "areas", "parent_id"),
    parts.Relation("holds", "area_parts", "parent_id", "areas", "area_id"),
)


def draw(dataset: Dataset, record: parts.Record) -> None:
    """Draw everything known about the area."""
    found = cache.answer(area_profile, area_id=str(record["id"]))
    actors, counts = found.actors, found.counts
    parts.sentence(*_answer(counts))
    within = [str(link) for link in records.listed(dataset, "areas", found.child_ids)]
    parts.facts(
        [
            (t("words.columns.kind"), parts.area_kind(record)),
            (
                t("profile.facts.lies_in"),
                ", ".join(records.linked(dataset, "areas", area) for area in found.parent_ids),
            ),
            (t("profile.facts.coordinates"), own(record, "coordinates_note")),
        ]
    )
    parts.description(record)
    if within:
        with st.container(width=760):
            lists.folded(within, label=t("profile.area.inside"))
    st.markdown(str(links.to(t("profile.area.map"), "where", area=record["id"])))
    _actors(dataset, actors, str(record["id"]))
    activities.draw(dataset, found.activities, of="area")
    parts.more(dataset, record, _RELATIONS)
    _needs(dataset, record)
    parts.own_source(dataset, record)


def _answer(counts: dict[str, int]) -> list[str]:
    """How many are there, in its parts and from around it; none of them is “more” where nobody came before."""
    here, inside, above, unnamed = (counts[way] for way in ("on_site", "inside", "from_above", "unnamed"))
    sentences = []
    if here:
        known = [way for way in ("stated", "through_groups", "present") if counts[way]]
        ways = listing(t(f"profile.area.ways.{way}", count=counts[way]) for way in known)
        sentences.append(t("profile.area.on_site", count=here, ways=f": {ways}" if len(known) > 1 else ""))
    elif counts["parts"]:
        sentences.append(t("profile.area.none_for_the_whole"))
    else:
        sentences.append(t("profile.area.none_on_site"))
    if inside:
        form = "more_in_parts" if here else "in_parts"
        where = {"parts": counts["parts_with"], "all_parts": counts["parts"]}
        sentences.append(t(f"profile.area.{form}", count=inside, **where))
    if above:
        sentences.append(
            t("profile.area.more_from_above" if here or inside else "profile.area.from_above", count=above)
        )
    if unnamed:
        sentences.append(t("profile.area.unnamed", count=unnamed))
    return sentences


def _actors(dataset: Dataset, actors: pl.DataFrame, area_id: str) -> None:
    parts.heading(t("profile.area.actors"))
    if actors.is_empty():
        here = dataset["group_areas"].filter(area_id=area_id)["group_id"]
        tables_of_areas = ("group_areas", "presences", "activities")
        others = [times.has_others(table, area_id=area_id) for table in tables_of_areas]
        others += [times.has_others("memberships", group_id=group) for group in here]
        st.markdown(t("profile.area.nobody_now" if any(others) else "profile.area.nobody"))
        return
    order = {via.value: place for place, via in enumerate(Via)}
    found = sorted(
        actors.iter_rows(named=True),
        key=lambda row: (
            order[row["via"]],
            row["kind"] == "unnamed",
            sort_key(records.called(dataset, "organizations", row["organization_id"])),
        ),
    )

    def through(row: parts.Row) -> Cell:
        link = records.link(dataset, "organizations", row["organization_id"])
        groups = records.few(dataset, "groups", row["group_ids"], where=link)
        return groups or records.few(dataset, "areas", row["inside_ids"], where=link) or "–"

    columns = [
        Column("organization", lambda row: records.link(dataset, "organizations", row["organization_id"])),
        Column("sector", lambda row: parts.sector_or_unnamed(dataset, row["organization_id"])),
        Column("how", lambda row: t(f"profile.via.{row['via']}")),
        Column("through", through),
    ]
    parts.table(columns, found, alt=t("profile.area.actors"), key="actors")


def _needs(dataset: Dataset, record: parts.Record) -> None:
    needs = dataset["needs"].filter(pl.col("area_id") == record["id"])
    if needs.height:
        parts.heading(t("profile.needs.title"))
        parts.needs(dataset, needs, of="topics", column="topic_id")
