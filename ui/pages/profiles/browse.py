"""The list to choose a profile from: the organisations, groups, areas, topics and sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl
import streamlit as st

from graph.analysis.places.collaboration import area_overview
from graph.analysis.places.topic_overview import topic_overview
from graph.analysis.records.provenance import source_use
from graph.dataset import Dataset
from graph.network import Standing, own_groups, participations
from ui import cache, records
from ui.components import filters, tables
from ui.components.tables import Cell, Column
from ui.pages.profiles import parts
from ui.text import name, number, sort_key, t

_NAMED = 12  # organisations named in the line on those that are groups too
_FIRST = 100  # rows of a list; the rest is found by the search box

_LISTS = ("organizations", "groups", "areas", "topics", "sources")


def draw() -> None:
    """Draw the lists."""
    dataset = cache.dataset()
    st.title(t("profile.browse.title"), anchor=False)
    parts.sentence(t("profile.browse.sentence"))
    with filters.sentence("profile"):
        with filters.phrase(t("filters.counted")):
            filters.level()
        with filters.phrase(t("filters.on")):
            filters.as_of()
    drawers: dict[str, Callable[[Dataset], None]] = {
        "organizations": _organizations,
        "groups": _groups,
        "areas": _areas,
        "topics": _topics,
        "sources": _sources,
    }
    counts = [dataset[table].height for table in _LISTS]
    counts[0] = dataset["organizations"].filter(pl.col("kind") == "named").height
    counts[1] -= cache.answer(own_groups).height  # those stand among the organisations
    labels = [f"{records.table(table)} {number(count)}" for table, count in zip(_LISTS, counts, strict=True)]
    for tab, table in zip(st.tabs(labels), _LISTS, strict=True):
        with tab:
            drawers[table](dataset)


def _organizations(dataset: Dataset) -> None:
    active = cache.answer(participations).filter(pl.col("standing") == Standing.ACTIVE.value)
    counts = dict(active.group_by("organization_id").len().iter_rows())
    named = dataset["organizations"].filter(pl.col("kind") == "named")
    found = sorted(
        named.iter_rows(named=True), key=lambda row: (-counts.get(row["id"], 0), sort_key(name(row)))
    )
    organization = Column("organization", lambda row: records.link(dataset, "organizations", row["id"]))
    sector = Column("sector", lambda row: records.sector(dataset, row))
    in_how_many = Column("groups_count", lambda row: counts.get(row["id"], 0))
    _list([organization, sector, in_how_many], found, table="organizations")
    unnamed = dataset["organizations"].filter(pl.col("kind") == "unnamed")
    if unnamed.height:
        st.space("small")
        st.header(t("profile.members.unnamed"), anchor=False)
        st.markdown(f":gray[{t('profile.browse.unnamed', count=unnamed.height)}]")
        groups = dict(active.group_by("organization_id").agg("group_id").iter_rows())
        rows = sorted(unnamed.iter_rows(named=True), key=lambda row: sort_key(name(row)))
        in_which = Column("in_groups", lambda row: records.few(dataset, "groups", groups.get(row["id"], ())))
        _list([organization, sector, in_which], rows, table="unnamed")


def _groups(dataset: Dataset) -> None:
    # who only runs a group is said apart on its profile
    taking_part = cache.answer(participations).filter(
        pl.col("standing") == Standing.ACTIVE.value, ~pl.col("host")
    )
    counts = {
        (group, kind): count
        for group, kind, count in taking_part.group_by("group_id", "kind").len().iter_rows()
    }
    same = cache.answer(own_groups)
    apart = dataset["groups"].join(same, left_on="id", right_on="group_id", how="anti", maintain_order="left")
    found = sorted(apart.iter_rows(named=True), key=parts.kind_order)
    columns = [
        Column("group", lambda row: records.link(dataset, "groups", row["id"])),
        Column("kind", lambda row: records.kind(dataset, row["classification"])),
        Column("status", lambda row: records.status(row["status"])),
        Column("named_count", lambda row: counts.get((row["id"], "named"), 0)),
        Column("unnamed_count", lambda row: counts.get((row["id"], "unnamed"), 0)),
    ]
    _list(columns, found, table="groups")
    if same.height:
        names = records.phrase(dataset, "organizations", same["organization_id"], limit=_NAMED)
        st.markdown(f":gray[{t('profile.browse.organizations_too', count=same.height, names=names)}]")


def _areas(dataset: Dataset) -> None:
    depths = filters.areas_in_order(dataset)
    counts = {row["area_id"]: row for row in cache.answer(area_overview).iter_rows(named=True)}
    parents = dict(dataset["area_parts"].select("area_id", "parent_id").iter_rows())

    def kind(area_id: str) -> Cell:
        return records.area_kind(dataset.require("areas", area_id)["classification"]) or None

    def lies_in(area_id: str) -> Cell:
        return records.few(dataset, "areas", [parents[area_id]]) if area_id in parents else "–"

    def inside(area_id: str) -> Cell:
        return counts[area_id]["inside"] if counts[area_id]["parts"] else "–"

    # where no area lies in another two of the columns would say nothing
    columns = [
        Column("area", lambda area_id: records.link(dataset, "areas", area_id)),
        Column("kind", kind),
        *([Column("lies_in", lies_in)] if parents else []),
        Column("groups_count", lambda area_id: len(counts[area_id]["group_ids"])),
        Column("on_site", lambda area_id: counts[area_id]["on_site"]),
        *([Column("inside", inside)] if parents else []),
    ]
    _list(columns, list(depths), table="areas")


def _topics(dataset: Dataset) -> None:
    counts = {row["topic_id"]: row for row in cache.answer(topic_overview).iter_rows(named=True)}
    found = sorted(dataset["topics"].iter_rows(named=True), key=lambda row: sort_key(name(row)))
    columns = [
        Column("topic", lambda row: records.link(dataset, "topics", row["id"])),
        Column("groups_count", lambda row: counts[row["id"]]["groups"]),
        Column("organizations_count", lambda row: counts[row["id"]]["organizations"]),
    ]
    _list(columns, found, table="topics")


def _sources(dataset: Dataset) -> None:
    used = dict(cache.whole_answer(source_use).iter_rows())
    found = sorted(dataset["sources"].iter_rows(named=True), key=lambda row: sort_key(name(row)))
    columns = [
        Column("source", lambda row: records.link(dataset, "sources", row["id"])),
        Column("publisher", lambda row: row["publisher"]),
        Column("used", lambda row: used[row["id"]]),
    ]
    _list(columns, found, table="sources")


def _list(columns: Sequence[Column], found: Sequence[Any], *, table: str) -> None:
    """The first of those found, a row each; the files have all."""
    if not found:
        then = table in _LISTS and cache.whole_dataset()[table].height > 0
        st.markdown(t("profile.browse.nothing_then" if then else "profile.browse.nothing"))
    tables.rows(
        *tables.made("profile.columns", columns, found[:_FIRST]),
        alt=t(f"profile.browse.alt.{table}"),
        key=table,
        every=lambda: tables.made("profile.columns", columns, found),
        count=len(found),
    )
    if len(found) > _FIRST:
        st.markdown(f":gray[{t('profile.browse.first', shown=_FIRST, count=len(found))}]")
