"""Where: which organisations work in which area, on a schematic map and in a table."""

from __future__ import annotations

from contextlib import nullcontext

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from graph.analysis.base.area_tree import area_tree
from graph.analysis.places.collaboration import ON_SITE, Via, area_actors, area_overview
from graph.analysis.places.places import areas_in_view, widest
from graph.dataset import Dataset
from ui import cache, links, records, state
from ui.components import filters, lists, screen, tables
from ui.components.area_map import AreaMapWords, AreaPoint, area_map, area_picture, is_placed
from ui.components.tables import Column
from ui.pages.areas import answer
from ui.text import listing, md, name, t

_NAMES_IN_A_SENTENCE = 4
_IN_SEVERAL = 2
_CLEARS = ("area", "topic", "depth", "known", "as_of")
_ROWS_ABOVE_MAP = 12  # areas that stand before the map on a telephone
_EVERY_ROW = "every-area"


def render() -> None:
    """Draw the page."""
    dataset = cache.dataset()
    st.title(t("where.title"), anchor=False)
    if dataset["areas"].is_empty():
        st.markdown(t("where.answer.no_areas"))
        return
    is_narrow = screen.is_narrow()
    above, sentence = st.container(width=760), st.container()
    with sentence:
        area_id, topic_id, level = _filters(dataset, is_folded=is_narrow)
    if dataset["areas"].height == 1:  # nothing to choose between
        area_id = str(dataset["areas"]["id"][0])
    overview = cache.answer(area_overview, topic_id=topic_id, inferred=state.selection().inferred)
    with above:
        st.markdown(answer.sentences(dataset, topic_id=topic_id, level=level))
    st.space("xsmall")
    picture, rows, panel = _places(is_narrow=is_narrow, is_chosen=bool(area_id))
    with picture:
        is_drawn = _map(dataset, overview, area_id, level)
    with rows:
        _table(dataset, overview, area_id, level, is_cut=is_narrow)
    with panel:
        if area_id:
            _actors(dataset, area_id, topic_id)
        else:
            _widest(dataset, topic_id, is_drawn=is_drawn)


def _places(*, is_narrow: bool, is_chosen: bool) -> tuple[DeltaGenerator, DeltaGenerator, DeltaGenerator]:
    """Where the map, the table and the panel stand: on a telephone what was asked for comes first, the map last."""
    if not is_narrow:
        beside, panel = st.columns([2.35, 1], gap="large")
        return beside.container(), beside.container(), panel
    first, second, third = st.container(), st.container(), st.container()
    return (third, second, first) if is_chosen else (second, first, third)


def _filters(dataset: Dataset, *, is_folded: bool) -> tuple[str, str, int]:
    topic_id = ""
    with filters.folding("where", clears=_CLEARS) if is_folded else nullcontext(), filters.sentence("where"):
        with filters.phrase(t("where.filters.show")):
            area_id = filters.area()
        level = filters.depth()
        if dataset["topics"].height:
            with filters.phrase(t("where.filters.about")):
                topic_id = filters.topic()
        with filters.phrase(t("where.filters.counted")):
            filters.level()
        filters.known()
        with filters.phrase(t("where.filters.on")):
            filters.as_of()
    return area_id, topic_id, level


def _map(dataset: Dataset, overview: pl.DataFrame, area_id: str, level: int) -> bool:
    """The areas that have a position, of very many a part; a click on one opens it beside the map.

    False where none has a position, so that there is no map.
    """
    parents = cache.answer(area_tree).parents
    counts = dict(overview.select("area_id", pl.col("on_site") + pl.col("inside")).iter_rows())
    points = [
        AreaPoint(
            id=record["id"],
            label=name(record),
            latitude=record["latitude"],
            longitude=record["longitude"],
            count=counts[record["id"]],
            parent_id=parents[record["id"]],
            geometry=record["geometry"],
        )
        for record in dataset["areas"].iter_rows(named=True)
    ]
    placed = [point for point in points if is_placed(point)]
    if not placed:
        st.markdown(f":gray[:small[{t('where.map.no_points', count=len(points))}]]")
        return False
    in_view = set(cache.answer(areas_in_view, area_id=area_id, level=level))
    shown = [point for point in placed if point.id in in_view]
    words = AreaMapWords(
        label=t("where.map.alt"),
        note=t("where.map.note"),
        surface=t("area_map.surface"),
        several=t("where.legend.several"),
        single=t("where.legend.single"),
        none=t("where.legend.none"),
    )
    area_map(
        shown,
        key="area-map",
        words=words,
        selected=area_id,
        on_pick=lambda picked: state.update(area=picked),
    )
    area_picture(shown, words=words, selected=area_id, title=t("where.title"), key="area-map")
    if len(shown) < len(placed):
        whole = links.to(t("where.map.whole"), "where", topic=state.selection().topic, depth=level)
        part = t("where.map.part", shown=len(shown), all=len(placed))
        st.markdown(f":small[{part} {whole if area_id else ''}]")
    if len(placed) < len(points):
        without = (md(point.label) for point in points if not is_placed(point))
        names = listing(without, limit=_NAMES_IN_A_SENTENCE)
        st.markdown(f":gray[:small[{t('where.map.unplaced', names=names)}]]")
    return True


def _table(dataset: Dataset, overview: pl.DataFrame, area_id: str, level: int, *, is_cut: bool) -> None:
    """Every area as a row; where it `is_cut` only the first, until somebody asks for the others."""
    title = t("where.table.title_folded" if level else "where.table.title")
    st.header(title, anchor=False)
    around = cache.answer(area_tree).ancestors["ancestor_id"].unique()
    # a single area around all others can be called by its name
    above = t("where.table.from_above_any")
    if len(around) == 1:
        above = t("where.table.from_above", parent=records.called(dataset, "areas", around[0]))
    counts = {row["area_id"]: row for row in overview.iter_rows(named=True)}
    chosen = {"topic": state.selection().topic, "depth": level}

    def itself(area: str) -> tables.Cell:
        called = records.called(dataset, "areas", area)
        return links.to(called, "where", area=area, **chosen).naming("areas", area)

    def groups(area: str) -> tables.Cell:
        more, nobody = links.profile("", "areas", area), t("where.table.none")
        return records.names_in_cell(dataset, "groups", counts[area]["group_ids"], where=more, nobody=nobody)

    columns = [
        Column("area", itself),
        Column("on_site", lambda area: counts[area]["on_site"]),
        *([Column("inside", lambda area: _in_parts(counts[area]))] if len(around) else []),
        *(
            [Column("from_above", lambda area: counts[area]["from_above"], heading=above)]
            if len(around)
            else []
        ),
        *([Column("groups", groups)] if dataset["groups"].height else []),
    ]
    found = filters.areas_in_order(dataset, level=level, area_id=area_id)
    headings, rows = tables.made("where.table", columns, found)
    # the style sets the numbers right: of areas in areas there are three columns, of places one
    is_cut = is_cut and len(rows) > _ROWS_ABOVE_MAP and not st.session_state.get(_EVERY_ROW)
    tables.rows(
        headings,
        rows[:_ROWS_ABOVE_MAP] if is_cut else rows,
        alt=title,
        key="areas" if len(around) else "places",
        every=lambda: (headings, rows),
        count=len(rows),
    )
    if is_cut:
        st.button(
            t("where.table.every", count=len(rows)),
            key=f"{_EVERY_ROW}-button",
            type="tertiary",
            on_click=lambda: st.session_state.update({_EVERY_ROW: True}),
        )


def _in_parts(row: dict[str, int]) -> str:
    """How many further ones are in parts of an area, and in how many parts; a dash for one without parts."""
    if not row["parts"]:
        return "–"
    if not row["inside"]:
        return t("where.table.none")
    return t("where.table.in_parts", further=row["inside"], parts=row["parts_with"], count=row["parts"])


def _actors(dataset: Dataset, area_id: str, topic_id: str) -> None:
    inferred = state.selection().inferred
    actors = cache.answer(area_actors, topic_id=topic_id, area_ids=(area_id,), inferred=inferred)
    groups_of = {
        (row["via"], row["organization_id"]): row["group_ids"] for row in actors.iter_rows(named=True)
    }
    parts_of = dict(actors.select("organization_id", "inside_ids").iter_rows())

    def who(via: Via, kind: str = "named") -> list[str]:
        found = actors.filter(pl.col("via") == via.value, pl.col("kind") == kind)
        return records.by_name(dataset, "organizations", found["organization_id"])

    def with_sector(via: Via) -> list[tuple[str, str]]:
        return [
            (_organization(dataset, actor), md(records.sector_or_not(dataset, _record(dataset, actor))))
            for actor in who(via)
        ]

    def with_groups(via: Via, kind: str, form: str) -> list[tuple[str, str]]:
        groups = {a: records.phrase(dataset, "groups", groups_of[via.value, a]) for a in who(via, kind)}
        return [
            (
                _organization(dataset, actor),
                t(form, groups=phrase, unnamed=records.unnamed(_record(dataset, actor))),
            )
            for actor, phrase in groups.items()
        ]

    counts = {via: len(who(via)) for via in Via}
    st.header(md(records.called(dataset, "areas", area_id)), anchor=False)
    st.markdown(_who_is_here(dataset, counts, groups_of, topic_id))
    several_ways = sum(bool(counts[via]) for via in ON_SITE) > 1
    for via in ON_SITE:
        title = f"where.panel.{via}" if several_ways or via is Via.PRESENT else "where.panel.here"
        lists.notes(with_sector(via), key=via.value, title=t(title))
    inside = [
        (_organization(dataset, actor), records.phrase(dataset, "areas", parts_of[actor], limit=3))
        for actor in who(Via.INSIDE)
    ]
    lists.notes(inside, key="inside", title=t("where.panel.inside"))
    lists.notes(
        with_groups(Via.FROM_ABOVE, "named", "where.panel.in"), key="above", title=_from(dataset, area_id)
    )
    unnamed = [
        *with_groups(Via.GROUP, "unnamed", "where.panel.unnamed_in"),
        *(
            (_organization(dataset, actor), records.unnamed(_record(dataset, actor)))
            for via in (Via.STATED, Via.PRESENT)
            for actor in who(via, "unnamed")
        ),
    ]
    lists.notes(unnamed, key="unnamed", title=t("where.panel.unnamed"))
    if dataset["groups"].height:
        st.space("xsmall")
        st.markdown(str(links.to(t("where.panel.network"), "network", area=area_id, topic=topic_id)))


def _who_is_here(
    dataset: Dataset,
    counts: dict[Via, int],
    groups_of: dict[tuple[str, str], list[str]],
    topic_id: str,
) -> str:
    """How many are on site, and how that is known: stated, through which groups, only known to be there."""
    on_site = sum(counts[via] for via in ON_SITE)
    if not on_site:
        nobody = t("where.panel.nobody_topic" if topic_id else "where.panel.nobody_here")
        return (
            f"{nobody} {t('where.panel.but_inside', count=counts[Via.INSIDE])}"
            if counts[Via.INSIDE]
            else nobody
        )
    through = {group for (via, _), groups in groups_of.items() if via == Via.GROUP.value for group in groups}
    if on_site == counts[Via.GROUP]:
        groups = records.phrase(dataset, "groups", through, limit=_NAMES_IN_A_SENTENCE)
        return t("where.panel.through", count=on_site, groups=groups)
    return t("where.panel.count", count=on_site)


def _widest(dataset: Dataset, topic_id: str, *, is_drawn: bool) -> None:
    st.markdown(t("where.panel.pick" if is_drawn else "where.panel.pick_below"))
    found = cache.answer(widest, topic_id=topic_id, inferred=state.selection().inferred)
    if not found.height or found["places"][0] < _IN_SEVERAL:
        return  # all are at one place: nobody is at most of them
    places = [
        (_organization(dataset, row["organization_id"]), t("where.panel.places", count=row["places"]))
        for row in found.iter_rows(named=True)
    ]
    lists.notes(places, key="widest", title=t("where.panel.widest"))


def _from(dataset: Dataset, area_id: str) -> str:
    """“From all of Södermalm”, or of larger areas where there are several around it."""
    around = cache.answer(area_tree).ancestors.filter(pl.col("area_id") == area_id)["ancestor_id"]
    if len(around) != 1:
        return t("where.panel.above_any")
    return t("where.panel.above", parent=md(records.called(dataset, "areas", around[0])))


def _organization(dataset: Dataset, organization_id: str) -> str:
    return records.linked(dataset, "organizations", organization_id)


def _record(dataset: Dataset, organization_id: str) -> dict[str, object]:
    return dataset.require("organizations", organization_id)
