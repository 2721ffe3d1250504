"""Network: who collaborates with whom, as a map one can ask and as the same rows in a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
import streamlit as st

from graph.analysis.drawing.excerpt import Excerpt, excerpt
from graph.dataset import Dataset
from graph.network import participations
from ui import cache, records, state
from ui.components import filters, network_view, screen, selected, tables
from ui.components.tables import Column
from ui.pages.collaboration import answer
from ui.pages.profiles import group, parts
from ui.text import t

_ON_MAP = ("organizations", "groups")
_CLEARS = ("kinds", "sectors", "area", "topic", "expanded", "lines", "as_of")
_ROWS_ABOVE_MAP = 8  # rows of the table on a telephone, where the map follows below it
_ROWS = 1000  # rows of the table on screen; all of them are in the file


def render() -> None:
    """Draw the page."""
    st.title(t("network.title"), anchor=False)
    above = st.container(width=760, key="network-answer")
    dataset = cache.dataset()
    records.open_as_one()
    chosen = _filters(dataset)
    now = state.selection()
    drawn = cache.answer(excerpt, **chosen)
    own_group = records.group_of(now.focus_id) if now.focus_table == "organizations" else None
    if now.focus and now.focus_id not in {
        "organizations": drawn.organization_ids if own_group not in drawn.group_ids else (now.focus_id,),
        "groups": drawn.group_ids,
    }.get(now.focus_table, (now.focus_id,)):
        chosen["expanded"] = (*now.expanded, now.focus)  # what is selected is always on the map
        drawn = cache.answer(excerpt, **chosen)
    with above:
        st.markdown(answer.sentences(dataset, drawn, chosen))
    is_narrow = screen.is_narrow()
    view = (now.view if is_narrow else filters.view()) if dataset["groups"].height else ""
    told = now.focus_table in _ON_MAP and selected.is_known(dataset)

    def panel() -> None:
        on_map = view == "map"
        hidden = _hidden_neighbors(drawn) if on_map else 0
        selected.draw(
            dataset,
            hidden_neighbors=hidden,
            fitting_neighbors=network_view.more_neighbors(now.focus, chosen) if hidden else 0,
            part=network_view.part(drawn, now.focus_table, now.focus_id) if on_map else "",
        )

    if view == "map":
        if is_narrow:
            _table(dataset, chosen, most=_ROWS_ABOVE_MAP)
        network_view.draw(dataset, chosen=chosen, panel=panel if told else None)
        return
    if is_narrow and view:
        _to_view("map")
    rows, beside = st.columns([3.1, 1], gap="large") if told else (st.container(), None)
    with rows:
        if view == "table":
            _table(dataset, chosen)
    if beside is not None:
        with beside, st.container(key="rule"):
            panel()


def _filters(dataset: Dataset) -> dict[str, Any]:
    """Each filter that this data has something to choose in; without groups only the day."""
    kinds: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    area_id = topic_id = ""
    with filters.folding("network", clears=_CLEARS), filters.sentence("network"):
        if dataset["groups"].height:
            with filters.phrase(t("filters.show")):
                kinds = filters.kinds()
            if dataset["areas"].height:
                with filters.phrase(t("filters.in")):
                    area_id = filters.area()
            if dataset["topics"].height:
                with filters.phrase(t("filters.about")):
                    topic_id = filters.topic()
            if cache.whole_dataset()["sectors"].height:
                with filters.phrase(t("filters.with")):
                    sectors = filters.sectors()
            with filters.phrase(t("filters.counted")):
                filters.level()
            filters.hosts()
        with filters.phrase(t("filters.on")):
            filters.as_of()
    expanded = state.selection().expanded
    return {
        "kinds": kinds,
        "sectors": sectors,
        "area_id": area_id,
        "topic_id": topic_id,
        "expanded": expanded,
        "page": state.selection().page,
    }


def _hidden_neighbors(drawn: Excerpt) -> int:
    """How many neighbors of the selected node are not on the map."""
    now = state.selection()
    mine, other = (
        ("organization_id", "group_id")
        if now.focus_table == "organizations"
        else ("group_id", "organization_id")
    )
    everyone = cache.answer(participations)
    hidden = set(everyone.filter(pl.col(mine) == now.focus_id)[other])
    hidden -= set(drawn.ties.filter(pl.col(mine) == now.focus_id)[other])
    if now.focus_table == "organizations" and (group := records.group_of(now.focus_id)):
        members = set(everyone.filter(pl.col("group_id") == group)["organization_id"])
        return len(hidden) + len(
            members - set(drawn.ties.filter(pl.col("group_id") == group)["organization_id"])
        )
    return len(hidden)


def _to_view(view: str, **values: int) -> None:
    """The way between map and table on a telephone, which has no tabs for it."""
    st.button(
        t(f"network.table.to_{view}", **values),
        key=f"to-{view}",
        type="tertiary",
        on_click=state.update,
        kwargs={"view": view},
    )


def _table(dataset: Dataset, chosen: dict[str, Any], *, most: int = _ROWS) -> None:
    """Everything that fits the choice, as rows: at `most` so many, and a way to the rest."""
    fitting = cache.answer(excerpt, **chosen, limit=None)
    memberships = dataset["memberships"].join(fitting.ties, on=["organization_id", "group_id"], how="semi")
    memberships = memberships.sort(
        _rank(dataset, "groups", "group_id"),
        _rank(dataset, "organizations", "organization_id"),
        maintain_order=True,
    )
    memberships = records.with_agreements(dataset, memberships)
    _counted(memberships)
    columns = [
        Column("organization", lambda row: records.link(dataset, "organizations", row["organization_id"])),
        Column("group", lambda row: records.link(dataset, "groups", row["group_id"])),
        Column("role", lambda row: records.role(dataset, row["role"])),
        Column("agreement", parts.agreement, hide_if_silent=True),
        Column("represented_by", parts.represented_by, hide_if_silent=True),
        Column("since", parts.period, hide_if_silent=True),
        *parts.evidence(dataset),
    ]

    def cells(some: pl.DataFrame) -> tables.All:
        return tables.made("network.table", columns, some.iter_rows(named=True))

    tables.rows(
        *cells(memberships.head(most)),
        alt=t("network.table.alt"),
        key="memberships",
        every=lambda: cells(memberships),
        count=memberships.height,
    )
    if most < _ROWS:
        if memberships.height > most:
            _to_view("table", count=memberships.height)
        return
    if memberships.height > _ROWS:
        st.markdown(f":gray[{t('network.table.first', shown=_ROWS, count=memberships.height)}]")
    _between_groups(dataset, fitting.group_ids)


def _rank(dataset: Dataset, table: str, column: str) -> pl.Expr:
    """Where the record in this column stands among all of its table by name."""
    order = records.by_name(dataset, table, dataset[table]["id"])
    return pl.col(column).replace_strict(order, list(range(len(order))), default=None, return_dtype=pl.Int64)


def _counted(memberships: pl.DataFrame) -> None:
    """How many memberships the choice holds, and that none has an agreement, which no column then says."""
    now = state.selection()
    chosen = now.kinds or now.sectors or now.area or now.topic
    form = "count" if chosen else "count_all"
    none = "none_chosen" if chosen else "none"
    count = memberships.height
    words = t(f"network.table.{form}", count=count) if count else t(f"network.table.{none}")
    if count and not memberships["agreement"].count():
        words += " " + t("network.table.no_agreement", count=count)
    st.markdown(f":gray[{words}]")


def _between_groups(dataset: Dataset, group_ids: Sequence[str]) -> None:
    """Which of the groups is tied to which other, and how."""
    chosen = pl.col("group_id").is_in(group_ids)
    found = [
        parts.Tie(each.word(row), "groups", row[each.other], row)
        for each in group.RELATIONS
        if each.table == "groups" and each.mine == "group_id"
        for row in dataset[each.edges].filter(chosen).head(_ROWS).iter_rows(named=True)
    ]
    if found:
        parts.heading(t("network.table.between"))
        columns = [
            Column("group", lambda tie: records.link(dataset, "groups", tie.edge["group_id"])),
            Column("how", lambda tie: t(f"profile.ties.{tie.kind}")),
            Column("other_group", lambda tie: records.link(dataset, "groups", tie.id)),
            *parts.told(dataset),
        ]
        made = tables.made("network.table", columns, found)
        tables.rows(*made, alt=t("network.table.between"), key="representations")
