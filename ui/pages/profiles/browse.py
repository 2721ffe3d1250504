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
from ui.components import filters, lists, tables
from ui.components.tables import Cell
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
    columns = tables.columns("profile.columns", "organization", "sector", "groups_count")
    _list(
        columns,
        found,
        lambda row: [
            parts.link(dataset, "organizations", row["id"]),
            parts.sector(dataset, row),
            counts.get(row["id"], 0),
        ],
        table="organizations",
    )
    unnamed = dataset["organizations"].filter(pl.col("kind") == "unnamed")
    if unnamed.height:
        st.space("small")
        st.header(t("profile.members.unnamed"), anchor=False)
        st.markdown(f":gray[{t('profile.browse.unnamed', count=unnamed.height)}]")
        groups = dict(active.group_by("organization_id").agg("group_id").iter_rows())
        rows = sorted(unnamed.iter_rows(named=True), key=lambda row: sort_key(name(row)))
        _list(
            tables.columns("profile.columns", "organization", "sector", "in_groups"),
            rows,
            lambda row: [
                parts.link(dataset, "organizations", row["id"]),
                parts.sector(dataset, row),
                lists.few(dataset, "groups", groups.get(row["id"], ())),
            ],
            table="unnamed",
        )


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
    columns = tables.columns("profile.columns", "group", "kind", "status", "named_count", "unnamed_count")
    _list(
        columns,
        found,
        lambda row: [
            parts.link(dataset, "groups", row["id"]),
            records.kind(dataset, row["classification"]),
            t(f"words.statuses.{row['status']}"),
            counts.get((row["id"], "named"), 0),
            counts.get((row["id"], "unnamed"), 0),
        ],
        table="groups",
    )
    if same.height:
        names = lists.phrase(dataset, "organizations", same["organization_id"], limit=_NAMED)
        st.markdown(f":gray[{t('profile.browse.organizations_too', count=same.height, names=names)}]")


def _areas(dataset: Dataset) -> None:
    depths = filters.areas_in_order(dataset)
    counts = {row["area_id"]: row for row in cache.answer(area_overview).iter_rows(named=True)}
    parents = dict(dataset["area_parts"].select("area_id", "parent_id").iter_rows())
    names = ("area", "kind", "lies_in", "groups_count", "on_site", "inside")
    # where no area lies in another two of the columns would say nothing
    shown = [place for place, one in enumerate(names) if parents or one not in ("lies_in", "inside")]

    def cells(area_id: str) -> list[Cell]:
        row: list[Cell] = [
            parts.link(dataset, "areas", area_id),
            parts.area_kind(dataset.record("areas", area_id) or {}) or None,
            lists.few(dataset, "areas", [parents[area_id]]) if area_id in parents else "–",
            len(counts[area_id]["group_ids"]),
            counts[area_id]["on_site"],
            counts[area_id]["inside"] if counts[area_id]["parts"] else "–",
        ]
        return [row[place] for place in shown]

    columns = tables.columns("profile.columns", *(names[place] for place in shown))
    _list(columns, list(depths), cells, table="areas")


def _topics(dataset: Dataset) -> None:
    counts = {row["topic_id"]: row for row in cache.answer(topic_overview).iter_rows(named=True)}
    found = sorted(dataset["topics"].iter_rows(named=True), key=lambda row: sort_key(name(row)))
    columns = tables.columns("profile.columns", "topic", "groups_count", "organizations_count")
    _list(
        columns,
        found,
        lambda row: [
            parts.link(dataset, "topics", row["id"]),
            counts[row["id"]]["groups"],
            counts[row["id"]]["organizations"],
        ],
        table="topics",
    )


def _sources(dataset: Dataset) -> None:
    used = dict(cache.whole_answer(source_use).iter_rows())
    found = sorted(dataset["sources"].iter_rows(named=True), key=lambda row: sort_key(name(row)))
    columns = tables.columns("profile.columns", "source", "publisher", "used")
    _list(
        columns,
        found,
        lambda row: [parts.link(dataset, "sources", row["id"]), row["publisher"], used[row["id"]]],
        table="sources",
    )


def _list(
    columns: Sequence[tables.Column], found: Sequence[Any], cells: Callable[[Any], list[Cell]], *, table: str
) -> None:
    """The first of those found, each in the cells that `cells` makes of it; the files have all."""
    if not found:
        then = table in _LISTS and cache.whole_dataset()[table].height > 0
        st.markdown(t("profile.browse.nothing_then" if then else "profile.browse.nothing"))
    tables.rows(
        columns,
        [cells(each) for each in found[:_FIRST]],
        alt=t(f"profile.browse.alt.{table}"),
        key=table,
        every=lambda: (columns, [cells(each) for each in found]),
        count=len(found),
    )
    if len(found) > _FIRST:
        st.markdown(f":gray[{t('profile.browse.first', shown=_FIRST, count=len(found))}]")
