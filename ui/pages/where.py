"""Where: which organisations work in which area, on a schematic map and in a table."""

from __future__ import annotations

import polars as pl
import streamlit as st

from graph.analysis.area_tree import area_tree
from graph.analysis.collaboration import Via
from graph.analysis.places import areas_in_view, topic_actors, topic_overview, widest
from graph.dataset import Dataset
from ui import cache, state
from ui.components import downloads, filters, links, lists, tables
from ui.components.area_map import AreaMapWords, AreaPoint, area_map, is_placed
from ui.text import listing, md, name, t

_NAMES_IN_A_SENTENCE = 4


def render() -> None:
    """Draw the page."""
    dataset = cache.dataset()
    st.title(t("where.title"), anchor=False)
    if dataset["areas"].is_empty():
        st.markdown(t("where.answer.no_areas"))
        return
    above, sentence = st.container(width=760), st.container()
    with sentence:
        area_id, topic_id = _filters()
    overview = cache.answer(topic_overview, topic_id=topic_id)
    with above:
        st.markdown(_answer(dataset, overview, topic_id))
    st.space("xsmall")
    picture, panel = st.columns([2.35, 1], gap="large")
    with picture:
        _map(dataset, overview, area_id)
        _table(dataset, overview)
    with panel:
        if area_id:
            _actors(dataset, area_id, topic_id)
        else:
            _widest(dataset, topic_id)


def _filters() -> tuple[str, str]:
    with filters.sentence():
        filters.words(t("where.filters.show"))
        area_id = filters.area()
        filters.words(t("where.filters.about"))
        topic_id = filters.topic()
        filters.words(t("where.filters.counted"))
        filters.level()
        filters.words(t("where.filters.on"))
        filters.as_of()
    return area_id, topic_id


def _answer(dataset: Dataset, overview: pl.DataFrame, topic_id: str) -> str:
    places = overview.filter(pl.col("children") == 0)
    several = places.filter(pl.col("direct") >= 2).height
    nobody = places.filter(pl.col("direct") == 0)["area_id"].to_list()
    names = listing((md(_name(dataset, "areas", place)) for place in nobody), limit=_NAMES_IN_A_SENTENCE)
    sentences = [
        t("where.answer.topic", topic=md(_name(dataset, "topics", topic_id))) if topic_id else "",
        t("where.answer.several", count=several, all=places.height),
        t("where.answer.none", names=names) if nobody else t("where.answer.everywhere"),
    ]
    return " ".join(filter(None, sentences))


def _map(dataset: Dataset, overview: pl.DataFrame, area_id: str) -> None:
    """The areas that have a position, of very many a part; a click on one opens it beside the map."""
    parents = cache.answer(area_tree).parents
    counts = dict(overview.select("area_id", "direct").iter_rows())
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
        st.markdown(t("where.map.no_points"))
        return
    in_view = set(cache.answer(areas_in_view, area_id=area_id))
    shown = [point for point in placed if point.id in in_view]
    area_map(
        shown,
        key="area-map",
        words=AreaMapWords(
            label=t("where.map.alt"),
            note=t("where.map.note"),
            surface=t("area_map.surface"),
            several=t("where.legend.several"),
            single=t("where.legend.single"),
            none=t("where.legend.none"),
        ),
        selected=area_id,
        on_pick=lambda picked: state.update(area=picked),
    )
    if len(shown) < len(placed):
        whole = links.to(t("where.map.whole"), "where", topic=state.selection().topic)
        part = t("where.map.part", shown=len(shown), all=len(placed))
        st.markdown(f":small[{part} {whole if area_id else ''}]")
    if len(placed) < len(points):
        without = (md(point.label) for point in points if not is_placed(point))
        names = listing(without, limit=_NAMES_IN_A_SENTENCE)
        st.markdown(f":gray[:small[{t('where.map.unplaced', names=names)}]]")


def _table(dataset: Dataset, overview: pl.DataFrame) -> None:
    st.header(t("where.table.title"), anchor=False)
    around = cache.answer(area_tree).ancestors["ancestor_id"].unique()
    # a single area around all others can be called by its name
    above = t("where.table.from_above_any")
    if len(around) == 1:
        above = t("where.table.from_above", parent=_name(dataset, "areas", around[0]))
    headings = (t("where.table.area"), t("where.table.direct"), above, t("where.table.groups"))
    counts = {row["area_id"]: row for row in overview.iter_rows(named=True)}
    linked, plain = [], []
    for area_id in filters.areas_in_order(dataset):
        shown, row = _name(dataset, "areas", area_id), counts[area_id]
        groups = listing(_name(dataset, "groups", group) for group in row["group_ids"])
        cells = (row["direct"], row["from_above"], groups or t("where.table.none"))
        linked.append((links.to(shown, "where", area=area_id, topic=state.selection().topic), *cells))
        plain.append((shown, *cells))
    tables.rows(headings, linked, alt=t("where.table.title"), key="areas")
    frame = pl.DataFrame(plain, schema=list(headings), orient="row")
    downloads.table(frame, label=t("where.table.download"), file_name=t("where.table.file"), key="areas-file")


def _actors(dataset: Dataset, area_id: str, topic_id: str) -> None:
    actors = cache.answer(topic_actors, topic_id=topic_id, area_ids=(area_id,))
    groups_of = {
        (row["via"], row["organization_id"]): row["group_ids"] for row in actors.iter_rows(named=True)
    }

    def who(via: Via, kind: str = "named") -> list[str]:
        found = actors.filter(pl.col("via") == via.value, pl.col("kind") == kind)
        return lists.by_name(dataset, "organizations", found["organization_id"])

    def with_sector(via: Via) -> list[tuple[str, str]]:
        return [(_organization(dataset, actor), lists.sector(dataset, actor)) for actor in who(via)]

    def with_groups(via: Via, kind: str, form: str) -> list[tuple[str, str]]:
        groups = {a: lists.phrase(dataset, "groups", groups_of[via.value, a]) for a in who(via, kind)}
        return [(_organization(dataset, actor), t(form, groups=phrase)) for actor, phrase in groups.items()]

    here = who(Via.DIRECT)
    through = {group for actor in here for group in groups_of[Via.DIRECT.value, actor]}
    st.header(md(_name(dataset, "areas", area_id)), anchor=False)
    if here:
        groups = lists.phrase(dataset, "groups", through)
        st.markdown(t("where.panel.through", count=len(here), groups=groups))
    else:
        st.markdown(t("where.panel.nobody_topic" if topic_id else "where.panel.nobody_here"))
    lists.notes(with_sector(Via.DIRECT), key="here", title=t("where.panel.here"))
    lists.notes(
        with_groups(Via.FROM_ABOVE, "named", "where.panel.in"), key="above", title=_from(dataset, area_id)
    )
    lists.notes(with_sector(Via.PRESENT), key="present", title=t("where.panel.present"))
    lists.notes(
        with_groups(Via.DIRECT, "unnamed", "where.panel.unnamed_in"),
        key="unnamed",
        title=t("where.panel.unnamed"),
    )
    st.space("xsmall")
    st.markdown(str(links.to(t("where.panel.network"), "network", area=area_id, topic=topic_id)))


def _widest(dataset: Dataset, topic_id: str) -> None:
    st.markdown(t("where.panel.pick"))
    found = cache.answer(widest, topic_id=topic_id)
    places = [
        (_organization(dataset, row["organization_id"]), t("where.panel.places", count=row["areas"]))
        for row in found.iter_rows(named=True)
    ]
    lists.notes(places, key="widest", title=t("where.panel.widest"))


def _from(dataset: Dataset, area_id: str) -> str:
    """“From all of Södermalm”, or of larger areas where there are several around it."""
    around = cache.answer(area_tree).ancestors.filter(pl.col("area_id") == area_id)["ancestor_id"]
    if len(around) != 1:
        return t("where.panel.above_any")
    return t("where.panel.above", parent=md(_name(dataset, "areas", around[0])))


def _organization(dataset: Dataset, organization_id: str) -> str:
    return lists.link(dataset, "organizations", organization_id)


def _name(dataset: Dataset, table: str, record_id: str) -> str:
    return name(dataset.record(table, record_id))
