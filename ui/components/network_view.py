"""The network map with its legend, in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl
import streamlit as st

from exporters.pictures.network import network_drawing
from exporters.pictures.network import network_legend as lines_of_legend
from graph.analysis.excerpt import Excerpt, excerpt
from graph.analysis.interlocks import Page
from graph.dataset import Dataset
from graph.model import GROUP_CLASSIFICATIONS
from graph.network import Standing, own_groups, participations
from graph.vocabulary import KINDS, base_of
from ui import cache, records, state
from ui.components import downloads, filters
from ui.components.about import about
from ui.components.legend import NetworkLegend, NetworkLegendWords, network_legend
from ui.components.network_data import NetworkPicture, network_picture
from ui.components.network_map import WORDS, network_map
from ui.components.sector_colors import OTHER, sector_colors
from ui.text import listing, name, sort_key, t

_OTHERS = 3  # sectors of one color that the legend names


def draw(dataset: Dataset, *, chosen: Mapping[str, object]) -> None:
    """Draw the map and its legend; `chosen` are the arguments of `excerpt`.

    A click selects (`focus` in the address), a double click also shows all neighbors (`expanded`). Where
    not all groups fit one picture, a line below it leads to the others (`page`).
    """
    now = state.selection()
    drawn = cache.answer(excerpt, **chosen)
    picture = cache.answer(_picture, **chosen, lang=now.lang)
    if not picture.nodes:
        return
    with st.container(key="narrow"):
        st.markdown(f":gray[:small[{t('network.map.narrow')}]]")
    legend, about_it = _legend(dataset, picture), about()
    cut = [] if drawn.is_whole else [shown("network.map.cut", drawn)]
    network_map(
        picture,
        key="network-map",
        selected=now.focus,
        words={word: t(f"network.map.{word}") for word in WORDS},
        title=about_it.page,
        legend=legend,
        caption=[*cut, *about_it.caption()],
        on_select=lambda focus: state.update(focus=focus),
        on_expand=_expand,
        height=min(640, max(380, 300 + 8 * len(picture.nodes))),
    )
    if drawn.page.count > 1:
        _pages(drawn.page)
    notes = [
        *([t("network.pages.order")] if drawn.page.count > 1 else []),
        *([t("network.pages.parts")] if "groups" in drawn.parts["table"] else []),
    ]
    if notes:
        st.markdown(f":gray[:small[{' '.join(notes)}]]")
    network_legend(legend, key="network-legend")
    downloads.picture(
        lambda: network_drawing(picture.nodes, picture.edges, selected=now.focus),
        lambda: lines_of_legend(legend.payload()),
        title=about_it.page,
        key="network-map",
        more=cut,
    )


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


def _expand(focus: str) -> None:
    expanded = state.selection().expanded
    state.update(focus=focus, expanded=expanded if focus in expanded else (*expanded, focus))


def _picture(dataset: Dataset, *, lang: str, **chosen: object) -> NetworkPicture:
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
        words = name(dataset.record(table, node)), sector(table, node), count, parts.get((table, node))
        return "\n".join(filter(None, words))

    def sector(table: str, node: str) -> str:
        """The sector in words, where its color is that of others too."""
        record = dataset.record(table, node) if table == "organizations" else None
        found = str(record["classification"]) if record else ""
        return name(dataset.record("sectors", found)) if colors.get(found) == OTHER else ""

    def mark(table: str, node: str) -> str:
        found = drawn.part(table, node)
        return t("network.part.mark", drawn=found.drawn, all=found.fitting) if found else ""

    return network_picture(dataset, drawn, name=name, about=about, mark=mark, colors=colors)


def _legend(dataset: Dataset, picture: NetworkPicture) -> NetworkLegend:
    sectors = _sectors(dataset, picture)
    order = {kind: place for place, kind in enumerate(GROUP_CLASSIFICATIONS)}
    kinds = sorted(
        (
            (base_of(dataset, KINDS, kind), records.kind(dataset, kind), count)
            for kind, count in picture.classifications.items()
        ),
        key=lambda shape: (order.get(shape[0], len(order)), sort_key(shape[1])),
    )
    planned = sum(bool(edge.get("planned")) for edge in picture.edges)
    hosts = sum(bool(edge.get("host")) and not edge.get("planned") for edge in picture.edges)
    kinds_of_lines: tuple[tuple[bool | str, str, int], ...] = (
        (False, "tie", picture.ties - planned - hosts),
        ("wide", "host", hosts),
        ("dotted", "planned", planned),
        ("long", "under", picture.under_groups),
        (True, "between", picture.between_groups),
    )
    lines = [(drawn, t(f"network.legend.{line}"), count) for drawn, line, count in kinds_of_lines if count]
    words = NetworkLegendWords(
        organizations=t("network.legend.organizations"),
        groups=t("network.legend.groups"),
        lines=t("network.legend.lines"),
    )
    return NetworkLegend(words, sectors, kinds, lines)


def _sectors(dataset: Dataset, picture: NetworkPicture) -> list[tuple[str | None, str, int]]:
    """Color, word and number of each sector drawn, most first; those without a color of their own together."""
    colors = cache.whole_answer(sector_colors)
    sectors: list[tuple[str | None, str, int]] = []
    others: list[tuple[str, int]] = []
    unknown = 0
    for sector, count in sorted(picture.sectors.items(), key=lambda item: (-item[1], str(item[0]))):
        record = dataset.record("sectors", sector) if sector else None
        if record is None:
            unknown += count
        elif (color := colors[str(sector)]) == OTHER:
            others.append((name(record), count))
        else:
            sectors.append((color, name(record), count))
    if others:
        words = listing((word for word, _ in others), limit=_OTHERS)
        sectors.append((OTHER, words, sum(count for _, count in others)))
    if unknown:
        sectors.append(("", t("network.legend.no_sector"), unknown))
    if picture.unnamed:
        sectors.append((None, t("network.legend.unnamed"), picture.unnamed))
    return sectors
