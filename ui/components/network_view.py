"""The network map with its legend, in the reader's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl
import streamlit as st

from exporters.pictures.network import network_drawing
from exporters.pictures.network import network_legend as lines_of_legend
from graph.analysis.drawing.excerpt import Excerpt, excerpt
from graph.analysis.ties.interlocks import Page
from graph.dataset import Dataset
from graph.model import GROUP_CLASSIFICATIONS
from graph.network import Standing, own_groups, participations
from graph.vocabulary import KINDS, base_of
from ui import cache, records, state
from ui.components import downloads, filters, map_places
from ui.components.about import About, about
from ui.components.legend import LegendEntry, NetworkLegend, NetworkLegendWords, network_legend
from ui.components.network_data import NetworkPicture, line_of, network_picture
from ui.components.network_map import WORDS, network_map
from ui.components.sector_colors import OTHER, sector_colors
from ui.navigation import pages
from ui.text import listing, name, sort_key, t

_OTHERS = 3  # sectors of one color that the legend names
_LINES: tuple[tuple[str, bool | str], ...] = (
    ("tie", False),
    ("host", "wide"),
    ("planned", "dotted"),
    ("under", "long"),
    ("between", True),
)
"""The kinds of lines in the order of the legend, and how each is dashed."""


def draw(dataset: Dataset, *, chosen: Mapping[str, Any], panel: Callable[[], None] | None = None) -> None:
    """Draw the map, its legend and what `panel` draws of the selected; `chosen` are the arguments of `excerpt`.

    A click selects (`focus` in the address), a double click also shows all neighbors (`expanded`), a
    click in the legend shows only what is meant there (`sectors`, `kinds`, `lines`). All of it stands in
    one container, which the full screen shows. Where not all groups fit one picture, a line below leads
    to the others (`page`).
    """
    now = state.selection()
    drawn = cache.answer(excerpt, **chosen)
    picture = cache.answer(_picture, **chosen, lang=now.lang)
    legend, about_it = _legend(dataset, picture, chosen), about()
    cut = [] if drawn.is_whole else [shown("network.map.cut", drawn)]
    placed = _placed(dataset, picture, chosen)
    opened = ""
    # the parts are always these three in this order: a part that were drawn anew would leave the full screen
    with st.container(key="map-area"):
        with st.container(key="map-picture"):
            if picture.nodes:
                opened = _map(placed, legend, about_it, cut=cut, chosen=chosen)
        with st.container(key="map-legend"):
            network_legend(legend, key="network-legend", on_toggle=_toggle(legend))
        if panel is not None:
            with st.container(key="rule"):
                panel()
    if opened:
        st.switch_page(pages()["profile"], query_params=state.link_query(focus=opened))
    if not picture.nodes:
        return
    downloads.picture(
        lambda: network_drawing(placed.nodes, placed.edges, selected=now.focus),
        lambda: lines_of_legend(legend.payload()),
        title=about_it.page,
        key="network-map",
        more=cut,
    )
    if drawn.page.count > 1:
        _pages(drawn.page)
    notes = [
        *([t("network.pages.order")] if drawn.page.count > 1 else []),
        *([t("network.pages.parts")] if "groups" in drawn.parts["table"] else []),
    ]
    if notes:
        st.markdown(f":gray[:small[{' '.join(notes)}]]")


def _placed(dataset: Dataset, picture: NetworkPicture, chosen: Mapping[str, Any]) -> NetworkPicture:
    """The picture as it is on screen: its nodes where they stand in this visit, of its lines those chosen."""
    if not picture.nodes:
        return picture
    placed, lines = picture.placed(map_places.places(dataset, chosen)), state.selection().lines
    if not lines:
        return placed
    return replace(placed, edges=tuple(edge for edge in placed.edges if line_of(edge) in lines))


def _map(
    placed: NetworkPicture,
    legend: NetworkLegend,
    about_it: About,
    *,
    cut: Sequence[str],
    chosen: Mapping[str, Any],
) -> str:
    """The map itself; the id of a node whose profile was asked for. `cut` says what of the choice is drawn."""
    return network_map(
        placed,
        key="network-map",
        selected=state.selection().focus,
        words={word: t(f"network.map.{word}") for word in WORDS},
        title=about_it.page,
        legend=legend,
        caption=[*cut, *about_it.caption()],
        on_select=lambda focus: state.update(focus=focus),
        on_expand=lambda focus: _expand(focus, chosen),
        on_move=lambda node, x, y: map_places.move(chosen, node, x, y),
        on_anew=lambda: map_places.begin_anew(chosen),
        begun=map_places.begun(),
    )


def _toggle(legend: NetworkLegend) -> Callable[[str, tuple[str, ...]], None]:
    """What a click in the legend does to the choice: all of a list chosen is the same as none."""
    lists = {
        "sectors": ("sectors", legend.sectors),
        "shapes": ("kinds", legend.shapes),
        "lines": ("lines", legend.lines),
    }

    def toggle(list_name: str, ids: tuple[str, ...]) -> None:
        param, entries = lists[list_name]
        every = tuple(one for entry in entries for one in entry.ids)
        pressed = {one for entry in entries if entry.pressed for one in entry.ids} ^ set(ids)
        after = tuple(one for one in every if one in pressed)
        state.update(**{param: () if len(after) == len(every) else after})

    return toggle


def _pages(page: Page) -> None:
    """Which groups are drawn, and the ways to the others."""

    def span(number: int) -> str:
        other = replace(page, number=number)
        return t("network.pages.span", first=other.first, last=other.last)

    with filters.sentence("pages"):
        with filters.phrase(t("network.pages.groups")):
            filters.choice(
                "page",
                range(1, page.count + 1),
                label=t("network.pages.label"),
                show=span,
                width=150,
                resets=("focus", "expanded"),
            )
        filters.words(t("network.pages.of", groups=page.groups))
        for word, number in (("previous", page.number - 1), ("next", page.number + 1)):
            st.button(
                t(f"network.pages.{word}"),
                key=f"page-{word}",
                type="tertiary",
                disabled=not 1 <= number <= page.count,
                on_click=state.update,
                kwargs={"page": number, "focus": "", "expanded": ()},
            )


def shown(key: str, drawn: Excerpt) -> str:
    """The sentence of this key on what of the choice is drawn, where not all of it is."""
    page = drawn.page
    beside = len(drawn.group_ids) - (page.last - page.first + 1)
    if drawn.left_out_groups:
        groups = t("network.pages.shown", first=page.first, last=page.last, groups=page.groups)
        if beside:
            groups = t("network.pages.beside", shown=groups, count=beside)
    else:
        groups = t("network.pages.all", count=len(drawn.group_ids))
    return t(
        key,
        groups=groups,
        organizations=len(drawn.organization_ids),
        all_organizations=drawn.fitting_organizations,
        connecting=drawn.connecting_organizations,
    )


def part(drawn: Excerpt, table: str, id: str) -> str:
    """How much of a node is drawn, “12 of 232 drawn”; empty when all of what fits the choice is."""
    found = drawn.part(table, id)
    if found is None:
        return ""
    now = state.selection()
    notes = [
        *([t("network.part.chosen")] if now.kinds or now.sectors or now.area or now.topic else []),
        *([t("network.part.planned")] if found.planned else []),
    ]
    return t(
        "network.part.noted" if notes else "network.part.plain",
        drawn=found.drawn,
        all=found.fitting,
        notes=", ".join(notes),
    )


def more_neighbors(focus: str, chosen: Mapping[str, Any]) -> int:
    """How many neighbors of a node the map would show beside those it shows, if they were asked for.

    Fewer than are hidden, where the map has no room for all of them.
    """
    expanded = tuple(chosen["expanded"])
    if focus in expanded:
        return 0
    now = cache.answer(excerpt, **chosen)
    then = cache.answer(excerpt, **{**chosen, "expanded": (*expanded, focus)})
    return len(_neighbors(then, focus) - _neighbors(now, focus))


def _neighbors(drawn: Excerpt, focus: str) -> set[str]:
    """The neighbors of a node that are drawn; of an organisation that is a group also its members."""
    table, _, one = focus.partition(":")
    if table == "groups":
        return set(drawn.ties.filter(pl.col("group_id") == one)["organization_id"])
    found = set(drawn.ties.filter(pl.col("organization_id") == one)["group_id"])
    if own_group := records.group_of(one):
        found |= set(drawn.ties.filter(pl.col("group_id") == own_group)["organization_id"])
    return found


def _expand(focus: str, chosen: Mapping[str, Any]) -> None:
    """Select a node and show its neighbors; where nothing is hidden the address stays as it is."""
    expanded = state.selection().expanded
    adds = more_neighbors(focus, chosen)
    state.update(focus=focus, expanded=(*expanded, focus) if adds else expanded)


def _picture(dataset: Dataset, /, *, lang: str, **chosen: object) -> NetworkPicture:
    """The picture in one language: kept by the cache, because placing the nodes takes time."""
    active = participations(dataset).filter(pl.col("standing") == Standing.ACTIVE.value)
    counts = {
        "organizations": dict(active.group_by("organization_id").len().iter_rows()),
        "groups": dict(active.group_by("group_id").len().iter_rows()),
    }

    same = {group: organization for organization, group in own_groups(dataset).iter_rows()}
    drawn = excerpt(dataset, **chosen)  # type: ignore[arg-type]
    colors = cache.whole_answer(sector_colors)
    parts = {
        (table, node): part(drawn, table, node) for table, node in drawn.parts["table", "id"].iter_rows()
    }

    def about(table: str, node: str, _lines: int) -> str:
        # of the whole network: the lines drawn are those the filters, and the size of the picture, leave
        count = t(f"network.map.about_{table}", count=counts[table].get(node, 0))
        if table == "groups" and node in same:  # an organisation whose members are the group
            return "\n".join(
                filter(None, (about("organizations", same[node], _lines), count, parts.get((table, node))))
            )
        words = records.called(dataset, table, node), sector(table, node), count, parts.get((table, node))
        return "\n".join(filter(None, words))

    def sector(table: str, node: str) -> str:
        """The sector in words, where its color is that of others too."""
        record = dataset.record(table, node) if table == "organizations" else None
        found = str(record["classification"]) if record else ""
        return records.sector(dataset, record) or "" if colors.get(found) == OTHER else ""

    def mark(table: str, node: str) -> str:
        found = drawn.part(table, node)
        return t("network.part.mark", drawn=found.drawn, all=found.fitting) if found else ""

    def said(table: str, node: str) -> str:
        record = dataset.require(table, node)
        if table == "groups":
            kind = records.kind(dataset, record["classification"])
        elif record["kind"] == "unnamed":
            kind = records.unnamed(record)
        else:
            kind = records.sector_or_not(dataset, record)
        words, *rest = about(table, node, 0).split("\n")
        return ", ".join([words, kind, *rest])

    return network_picture(dataset, drawn, name=name, about=about, mark=mark, said=said, colors=colors)


def _legend(dataset: Dataset, picture: NetworkPicture, chosen: Mapping[str, Any]) -> NetworkLegend:
    """What is on the map, and what would be there if nothing of the same list were chosen."""
    words = NetworkLegendWords(
        organizations=t("network.legend.organizations"),
        groups=t("network.legend.groups"),
        lines=t("network.legend.lines"),
    )
    return NetworkLegend(
        words,
        _choosable(_sectors(dataset, picture, _without(picture, chosen, "sectors"))),
        _choosable(_kinds(dataset, picture, _without(picture, chosen, "kinds"))),
        _choosable(_lines(picture)),
    )


def _choosable(entries: list[LegendEntry]) -> list[LegendEntry]:
    """The entries, none of them to be chosen where there is only one."""
    return entries if sum(bool(entry.ids) for entry in entries) > 1 else [replace(e, ids=()) for e in entries]


def _without(picture: NetworkPicture, chosen: Mapping[str, Any], param: str) -> NetworkPicture:
    """The picture as it were without what is chosen of this parameter."""
    if not chosen[param]:
        return picture
    return cache.answer(_picture, **{**chosen, param: ()}, lang=state.selection().lang)


def _sectors(dataset: Dataset, picture: NetworkPicture, without: NetworkPicture) -> list[LegendEntry]:
    """Each sector, most first; those without a color of their own together, then what cannot be chosen."""
    pressed = state.selection().sectors
    colors = cache.whole_answer(sector_colors)
    found = _counted(picture.sectors, without.sectors, pressed)
    known = [
        (str(sector), name(record), count)
        for sector, count in sorted(found.items(), key=lambda item: (-item[1], str(item[0])))
        if (record := dataset.record("sectors", str(sector)))
    ]
    entries = [
        LegendEntry(colors[sector], word, count, (sector,), sector in pressed)
        for sector, word, count in known
        if colors[sector] != OTHER
    ]
    others = [each for each in known if colors[each[0]] == OTHER]
    if others:
        ids = tuple(sector for sector, *_ in others)
        words = listing((word for _, word, _ in others), limit=_OTHERS)
        count = sum(count for *_, count in others)
        entries.append(LegendEntry(OTHER, words, count, ids, not set(pressed).isdisjoint(ids)))
    unknown = sum(
        count for sector, count in picture.sectors.items() if not dataset.record("sectors", str(sector))
    )
    if unknown:
        entries.append(LegendEntry("", t("network.legend.no_sector"), unknown))
    if picture.unnamed:
        entries.append(LegendEntry(None, t("network.legend.unnamed"), picture.unnamed))
    return entries


def _counted(now: Mapping[Any, int], without: Mapping[Any, int], pressed: Collection[str]) -> dict[Any, int]:
    """How many there are of each: of those chosen what is drawn, which may be more than in a larger picture."""
    return {key: now.get(key, 0) if key in pressed else count for key, count in without.items()}


def _kinds(dataset: Dataset, picture: NetworkPicture, without: NetworkPicture) -> list[LegendEntry]:
    pressed = state.selection().kinds
    found = _counted(picture.classifications, without.classifications, pressed)
    order = {kind: place for place, kind in enumerate(GROUP_CLASSIFICATIONS)}
    entries = [
        LegendEntry(base, records.kind(dataset, kind), count, (kind,), kind in pressed or base in pressed)
        for kind, count in found.items()
        for base in (base_of(dataset, KINDS, kind),)
    ]
    return sorted(entries, key=lambda entry: (order.get(str(entry.sign), len(order)), sort_key(entry.word)))


def _lines(picture: NetworkPicture) -> list[LegendEntry]:
    pressed = state.selection().lines
    counts = Counter(map(line_of, picture.edges))
    return [
        LegendEntry(dashed, t(f"network.legend.{line}"), counts[line], (line,), line in pressed)
        for line, dashed in _LINES
        if counts[line]
    ]
