"""Who is in most groups, what a choice holds, and how the map is read, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from graph.analysis.drawing.excerpt import Excerpt
from graph.analysis.drawing.layout import WINGS_UP_TO
from graph.analysis.records.overview import overview
from graph.dataset import Dataset
from graph.network import Standing, participations
from ui import cache, links, records, state
from ui.components import map_places, network_view, times
from ui.text import listing, md, name, t

_IN_SEVERAL = 2  # in most groups is only who is in more than one
_GROUPS_NAMED = 4


def sentences(dataset: Dataset, drawn: Excerpt, chosen: Mapping[str, Any]) -> str:
    """The answer of the page: on who is selected, on what is chosen, else on the whole network.

    `drawn` is the excerpt of which `chosen` are the arguments.
    """
    now = state.selection()
    record = dataset.record("organizations", now.focus_id) if now.focus_table == "organizations" else None
    found: list[str] = []
    if not cache.answer(overview).groups:
        found.extend(_without_groups(dataset))
    elif record is not None and record["kind"] == "named":
        found.append(_of_organization(record))
    elif now.kinds or now.sectors or now.area or now.topic:
        found.append(_of_choice(drawn))
    else:
        found.append(_of_all(dataset))
    if drawn.reaching_group_ids:
        groups = records.phrase(dataset, "groups", drawn.reaching_group_ids, limit=_GROUPS_NAMED)
        found.append(t("network.answer.reaching", count=len(drawn.reaching_group_ids), groups=groups))
    if now.view == "map":
        found.extend(_on_the_map(dataset, drawn, chosen))
    return " ".join(found)


def _without_groups(dataset: Dataset) -> Iterable[str]:
    """That there is no group to meet in, and where those who are known can be seen."""
    yield t("network.answer.no_group_now" if times.has_others("groups") else "network.answer.no_groups")
    if dataset["areas"].height:
        yield t("network.answer.see_areas", page=str(links.to(t("where.menu"), "where")))


def _of_organization(record: dict[str, object]) -> str:
    mine = cache.answer(participations).filter(organization_id=str(record["id"]))
    count = mine.filter(standing=Standing.ACTIVE.value).height
    words = records.in_groups(count, cache.answer(overview).groups)
    return t("network.answer.focus", name=md(name(record)), in_groups=words)


def _of_choice(drawn: Excerpt) -> str:
    """How many organisations take part in the groups of the choice, and who else is drawn there."""
    if not drawn.fitting_groups:
        return t("network.answer.nothing")
    groups = t("network.answer.groups", count=drawn.fitting_groups)
    named = drawn.fitting_organizations - drawn.fitting_unnamed - drawn.fitting_planned
    further = listing(
        t(f"network.answer.{kind}", count=count)
        for kind, count in (("planned", drawn.fitting_planned), ("unnamed", drawn.fitting_unnamed))
        if count
    )
    who = t("network.answer.organizations", count=named) if named else t("network.answer.no_organization")
    form = "filtered_further" if further else "filtered"
    return t(f"network.answer.{form}", organizations=who, groups=groups, further=further)


def _of_all(dataset: Dataset) -> str:
    """Who takes part in most groups; where nobody is in two, why not."""
    figures = cache.answer(overview)
    if figures.widest_organization and figures.widest_groups >= _IN_SEVERAL:
        widest = md(records.called(dataset, "organizations", figures.widest_organization))
        form = "widest_of_several" if figures.widest_others else "widest"
        return t(
            f"network.answer.{form}", name=widest, groups=figures.widest_groups, all_groups=figures.groups
        )
    seats = cache.answer(participations)
    active = seats.filter(standing=Standing.ACTIVE.value)
    members = active.filter(~pl.col("host"))
    if members.filter(kind="named").height:
        return t("network.answer.in_one_each", count=figures.groups)
    if members.height:
        return t("network.answer.only_unnamed", count=figures.groups)
    if active.height:
        return t("network.answer.only_hosts", count=figures.groups)
    if seats.height:
        return t("network.answer.only_planned", count=figures.groups)
    if times.has_others("memberships"):
        return t("network.answer.only_other_times", count=figures.groups)
    return t("network.answer.nobody", count=figures.groups)


def _on_the_map(dataset: Dataset, drawn: Excerpt, chosen: Mapping[str, Any]) -> list[str]:
    """What is left out of the map, or how to read it; nothing where it does not say itself by its places."""
    if not drawn.is_whole:
        ways = "pages" if drawn.page.count > 1 else "choose"
        return [network_view.shown("network.answer.cut", drawn), t(f"network.answer.{ways}")]
    everywhere = cache.answer(participations).group_by("organization_id").agg(groups=pl.len())
    lines = drawn.ties.group_by("organization_id").agg(lines=pl.len()).join(everywhere, on="organization_id")
    in_one = lines.filter(pl.col("lines") == 1).height
    nodes = len(drawn.group_ids) + len(drawn.organization_ids)
    # one drawn with some of its lines only, because of a filter, or with none, would stand where it does not belong
    tells = (lines["lines"] == lines["groups"]).all() and lines.height == len(drawn.organization_ids)
    if drawn.ties.filter(standing=Standing.ACTIVE.value).is_empty():
        return []  # nobody is in a group yet, so nobody is in one or in several
    if nodes > WINGS_UP_TO or not tells or not 0 < in_one < lines.height:
        return []
    places = map_places.places(dataset, chosen)
    far = {
        is_in_one: [abs(places[node].x) for node in "organizations:" + ids]
        for is_in_one, ids in (
            (True, lines.filter(pl.col("lines") == 1)["organization_id"]),
            (False, lines.filter(pl.col("lines") > 1)["organization_id"]),
        )
    }
    # who stood there on another day, or was put there by the reader, may stand where it does not read so
    if min(far[True]) <= max(far[False]):
        return []
    planned = (drawn.ties["standing"] == Standing.PLANNED.value).any()
    return [t("network.answer.reading_planned" if planned else "network.answer.reading")]
