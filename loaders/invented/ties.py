"""What ties organisations, groups, areas and topics to each other, beside memberships."""

from __future__ import annotations

import numpy as np
import polars as pl

from graph.model import STANDS_UNDER
from loaders.invented import words
from loaders.invented.columns import Ints, texts
from loaders.invented.draft import Draft
from loaders.invented.groups import Groups
from loaders.invented.organizations import Organizations
from loaders.invented.places import spots_in


def put_structure(draft: Draft, area_parent: Ints, groups: Groups, organizations: Organizations) -> None:
    """Units under their organisations, areas in areas, groups in groups."""
    unit = np.flatnonzero(organizations.parent >= 0)
    draft.put(
        "units",
        organization_id=draft.ids("organizations", unit),
        parent_id=draft.ids("organizations", organizations.parent[unit]),
        **draft.period(len(unit)),
        **draft.evidence(draft.confirmed(len(unit))),
    )
    inside = np.flatnonzero(area_parent >= 0)
    draft.put(
        "area_parts",
        area_id=draft.ids("areas", inside),
        parent_id=draft.ids("areas", area_parent[inside]),
        **draft.evidence(draft.confirmed(len(inside))),
    )
    below = np.flatnonzero((groups.kinds > 1) & draft.some(draft.sizes.groups, 0.4))
    draft.put(
        "representations",
        group_id=draft.ids("groups", below),
        represented_in_id=draft.ids("groups", np.ones(len(below), np.int64)),
        **draft.period(len(below)),
        **draft.evidence(groups.confirmed.gather(below)),
    )


def put_group_ties(draft: Draft, groups: Groups) -> None:
    """Who runs a group, where it works, on what, and on which documents."""
    seats = draft.tables["memberships"].group_by("group_id", maintain_order=True).first()
    named = draft.tables["organizations"].filter(kind="named")["id"]
    hosts = seats.filter(pl.col("organization_id").is_in(named.implode()))
    hosts = hosts.filter(pl.Series(draft.some(hosts.height, 0.8)))
    draft.put(
        "hosts",
        group_id=hosts["group_id"],
        organization_id=hosts["organization_id"],
        **draft.period(hosts.height),
        **draft.evidence(draft.confirmed(hosts.height)),
    )
    placed = np.flatnonzero((groups.kinds > 0) & draft.some(draft.sizes.groups, 0.95))
    more = placed[draft.some(len(placed), 0.3)]
    # a second area is another spot in the same district
    areas = np.concatenate([groups.area[placed], spots_in(draft, groups.district[more])])
    _put_pairs(draft, groups, "group_areas", "group_id", "area_id", np.concatenate([placed, more]), areas)
    busy = np.flatnonzero((groups.kinds > 0) & draft.some(draft.sizes.groups, 0.95))
    more = busy[draft.some(len(busy), 0.4)]
    topics = np.concatenate([groups.topic[busy], draft.pick(len(more), draft.sizes.topics)])
    _put_pairs(draft, groups, "group_topics", "group_id", "topic_id", np.concatenate([busy, more]), topics)
    founded_on = np.flatnonzero(draft.some(draft.sizes.groups, 0.5))
    pairs = {
        "group_id": draft.ids("groups", founded_on),
        "document_id": draft.ids("sources", draft.pick(len(founded_on), draft.tables["sources"].height)),
    }
    draft.put("group_documents", **pairs, **draft.evidence(groups.confirmed.gather(founded_on)))


def _put_pairs(
    draft: Draft, groups: Groups, table: str, start: str, end: str, starts: Ints, ends: Ints
) -> None:
    """Ties from groups to something else, each pair once, confirmed as the group is."""
    pairs = np.unique(np.stack([starts, ends], axis=1), axis=0)
    group, other = pairs[:, 0], pairs[:, 1]
    to = {"area_id": "areas", "topic_id": "topics"}[end]
    draft.put(
        table,
        **{start: draft.ids("groups", group), end: draft.ids(to, other)},
        **draft.period(len(group)),
        **draft.evidence(groups.confirmed.gather(group)),
    )


def put_organization_ties(draft: Draft, organizations: Organizations) -> None:
    """Who is where, and who a source says works with whom."""
    here = np.flatnonzero(organizations.alone | draft.some(draft.sizes.named_organizations, 0.4))
    draft.put(
        "presences",
        organization_id=draft.ids("organizations", here),
        area_id=draft.ids("areas", spots_in(draft, organizations.home[here])),
        **draft.period(len(here)),
        **draft.evidence(draft.confirmed(len(here))),
    )
    everybody = draft.sizes.named_organizations
    size = max(6, everybody // 4)
    one, other = draft.pick(size, everybody), draft.pick(size, everybody)
    pairs = np.unique(
        np.stack([np.minimum(one, other), np.maximum(one, other)], axis=1)[one != other], axis=0
    )
    about = draft.pick(len(pairs), len(words.COLLABORATIONS))
    draft.put(
        "collaborations",
        organization_id=draft.ids("organizations", pairs[:, 0]),
        partner_id=draft.ids("organizations", pairs[:, 1]),
        about=texts([sv for sv, _ in words.COLLABORATIONS], about),
        about_en=texts([en for _, en in words.COLLABORATIONS], about),
        **draft.period(len(pairs)),
        **draft.evidence(draft.confirmed(len(pairs))),
    )


def put_group_parts(draft: Draft, groups: Groups) -> None:
    """Which groups stand under which, and how.

    They have their mandate from the steering group, report to the coordination group, or are a part of
    the group before them in their district.
    """
    size = draft.sizes.groups
    under = draft.some_but_first(size, 0.3, first=2)
    under[2:8] = True  # each relation, in the smallest network too
    below = np.flatnonzero(under)
    order = np.argsort(groups.district, kind="stable")
    before = np.ones(size, np.int64)
    same = groups.district[order[1:]] == groups.district[order[:-1]]
    before[order[1:]] = np.where(same, order[:-1], 1)
    relation = np.arange(len(below)) % len(STANDS_UNDER)
    above = np.where(relation == STANDS_UNDER.index("part_of"), before[below], relation)
    draft.put(
        "group_parts",
        group_id=draft.ids("groups", below),
        parent_id=draft.ids("groups", above),
        relation=texts(STANDS_UNDER, relation),
        **draft.period(len(below)),
        **draft.evidence(groups.confirmed.gather(below)),
    )
