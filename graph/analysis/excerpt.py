"""Which part of the network fits one picture?

A picture of a network stays legible up to some hundred nodes. The excerpt is what the reader asked
for, cut to that size by a stated order, together with how much was left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from graph.analysis.area_tree import area_tree
from graph.dataset import Dataset
from graph.network import group_standing, own_groups, participations
from graph.vocabulary import KINDS, counted_as

LARGEST_PICTURE = 300
"""Nodes of the largest picture: above it labels collide and hands no longer find a node."""

LINES_PER_NODE = 4
"""Lines a node in a picture that had to be cut: with more, the crowded core of a network is a blot."""


@dataclass(frozen=True, eq=False)
class Excerpt:
    """The part of the network to draw.

    `ties` is DataFrame[organization_id, group_id, standing: String], sorted by organisation and
    group; `representations` DataFrame[group_id, represented_in_id: String]; `hierarchy`
    DataFrame[group_id, parent_id: String], which group stands under which. `organization_ids` and
    `group_ids` are the nodes, sorted by id. `fitting_organizations` and `fitting_groups` count what
    the reader asked for, drawn or not. `reaching_group_ids` are groups of larger areas around the
    chosen one: they work there too, but not there alone, and are not drawn.
    """

    organization_ids: tuple[str, ...]
    group_ids: tuple[str, ...]
    ties: pl.DataFrame
    representations: pl.DataFrame
    hierarchy: pl.DataFrame
    fitting_organizations: int
    fitting_groups: int
    reaching_group_ids: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether everything that fits the choice is drawn."""
        return self.left_out_organizations == 0 and self.left_out_groups == 0

    @property
    def left_out_organizations(self) -> int:
        """Organisations that fit the choice and are not drawn."""
        return self.fitting_organizations - len(self.organization_ids)

    @property
    def left_out_groups(self) -> int:
        """Groups that fit the choice and are not drawn."""
        return self.fitting_groups - len(self.group_ids)


def excerpt(
    dataset: Dataset,
    *,
    kinds: Collection[str] = (),
    sectors: Collection[str] = (),
    area_id: str = "",
    topic_id: str = "",
    expanded: Iterable[str] = (),
    limit: int | None = LARGEST_PICTURE,
) -> Excerpt:
    """The groups that fit the choice and those who take part in them, at most `limit` nodes.

    Parameters
    ----------
    dataset
        The network, cut by `as_of` and rolled up.
    kinds
        Kinds of groups, own words or ours; one of ours brings the own ones that count as it. Empty
        for all.
    sectors
        Sectors of organisations; empty for all. With sectors chosen, groups without anybody from
        them are left out.
    area_id
        An area: groups active in it or in an area inside it; empty for all.
    topic_id
        A topic: groups that work on it; empty for all.
    expanded
        Records as `organizations:id` or `groups:id` that are drawn with all their neighbors,
        whatever else is chosen. Unknown ones are passed over.
    limit
        The most nodes to draw; None for no limit.

    Returns
    -------
    Excerpt
        Members who are only invited are there with their standing.

    Notes
    -----
    Everything is drawn where it is at most `limit` nodes and `LINES_PER_NODE` × `limit` lines. Where
    it is more, the picture is the largest that has at most `LINES_PER_NODE` lines a node, for the best
    connected of a network are its densest part. First come the expanded records, then their
    neighbors. At most a third of the nodes are groups, those with most participants first; the rest
    are organisations, those in most of the drawn groups first, equal ones by id.
    """
    everyone = participations(dataset)
    groups = _fitting_groups(dataset, kinds=kinds, topic_id=topic_id)
    groups, reaching = _in_area(dataset, groups, area_id)
    ties = everyone.join(groups, on="group_id", how="semi")
    if sectors:
        ties = ties.filter(pl.col("sector_id").is_in(list(sectors)))
        groups = groups.join(ties, on="group_id", how="semi")
    asked = [key.partition(":") for key in expanded]
    wanted_organizations = [key for table, _, key in asked if table == "organizations"]
    wanted_groups = [key for table, _, key in asked if table == "groups"]
    # an organisation that is a group too is one node, with the neighbors of both
    same = own_groups(dataset)
    wanted_groups += same.filter(pl.col("organization_id").is_in(wanted_organizations))["group_id"].to_list()
    wanted_organizations += same.filter(pl.col("group_id").is_in(wanted_groups))["organization_id"].to_list()
    added = everyone.filter(
        pl.col("organization_id").is_in(wanted_organizations) | pl.col("group_id").is_in(wanted_groups)
    )
    ties = pl.concat([ties, added]).unique(["organization_id", "group_id"])
    standing = group_standing(dataset).select("group_id")
    groups = pl.concat(
        [groups, added.select("group_id"), standing.filter(pl.col("group_id").is_in(wanted_groups))]
    ).unique()
    lone = (
        dataset["organizations"].filter(pl.col("id").is_in(wanted_organizations)).select(organization_id="id")
    )
    organizations = pl.concat([ties.select("organization_id"), lone]).unique()
    drawn_groups, drawn_organizations = groups, organizations
    nodes = groups.height + organizations.height
    if limit is not None and (nodes > limit or ties.height > LINES_PER_NODE * limit):
        for room in _rooms(min(limit, nodes)):
            drawn_groups = _first(groups, "group_id", ties, wanted_groups, added, max(1, room // 3))
            inside = ties.join(drawn_groups, on="group_id", how="semi")
            room_left = room - drawn_groups.height
            drawn_organizations = _first(
                organizations, "organization_id", inside, wanted_organizations, added, room_left
            )
            lines = inside.join(drawn_organizations, on="organization_id", how="semi").height
            if lines <= LINES_PER_NODE * room:
                break
    return Excerpt(
        organization_ids=tuple(drawn_organizations["organization_id"].sort()),
        group_ids=tuple(drawn_groups["group_id"].sort()),
        ties=ties.join(drawn_groups, on="group_id", how="semi")
        .join(drawn_organizations, on="organization_id", how="semi")
        .select("organization_id", "group_id", "standing")
        .sort("organization_id", "group_id"),
        representations=_between(dataset["representations"], "represented_in_id", drawn_groups),
        hierarchy=_between(dataset["group_parts"], "parent_id", drawn_groups),
        fitting_organizations=organizations.height,
        fitting_groups=groups.height,
        reaching_group_ids=tuple(reaching["group_id"].unique().sort()),
    )


def _rooms(limit: int) -> Iterator[int]:
    """Ever smaller numbers of nodes, down to a picture of thirty: a quarter less each time."""
    room = limit
    while room > 30:
        yield room
        room = room * 3 // 4
    yield room


def _between(ties: pl.DataFrame, other: str, drawn: pl.DataFrame) -> pl.DataFrame:
    """The pairs of groups that are tied and both drawn, as [group_id, `other`], sorted."""
    return (
        ties.select("group_id", other)
        .join(drawn, on="group_id", how="semi")
        .join(drawn, left_on=other, right_on="group_id", how="semi")
        .unique()
        .sort("group_id", other)
    )


def _fitting_groups(dataset: Dataset, *, kinds: Collection[str], topic_id: str) -> pl.DataFrame:
    groups = group_standing(dataset).select("group_id")
    if kinds:
        own, ours = pl.col("classification"), counted_as(dataset, KINDS, "classification")
        fitting = dataset["groups"].filter(own.is_in(list(kinds)) | ours.is_in(list(kinds)))
        groups = groups.join(fitting.select(group_id="id"), on="group_id", how="semi")
    if topic_id:
        working = dataset["group_topics"].filter(pl.col("topic_id") == topic_id)
        groups = groups.join(working, on="group_id", how="semi")
    return groups


def _in_area(dataset: Dataset, groups: pl.DataFrame, area_id: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The groups of the area and of those inside it; the further ones of those around it."""
    if not area_id:
        return groups, groups.clear()
    tree = area_tree(dataset).ancestors
    inside = [area_id, *tree.filter(pl.col("ancestor_id") == area_id)["area_id"]]
    around = tree.filter(pl.col("area_id") == area_id)["ancestor_id"].to_list()
    active = dataset["group_areas"]
    here = groups.join(active.filter(pl.col("area_id").is_in(inside)), on="group_id", how="semi")
    reaching = groups.join(active.filter(pl.col("area_id").is_in(around)), on="group_id", how="semi")
    return here, reaching.join(here, on="group_id", how="anti")


def _first(
    nodes: pl.DataFrame,
    column: str,
    ties: pl.DataFrame,
    wanted: list[str],
    neighbors: pl.DataFrame,
    count: int,
) -> pl.DataFrame:
    degrees = ties.group_by(column).agg(degree=pl.len())
    nearness = (
        pl.when(pl.col(column).is_in(wanted))
        .then(0)
        .when(pl.col(column).is_in(neighbors[column].unique().to_list()))
        .then(1)
        .otherwise(2)
    )
    return (
        nodes.join(degrees, on=column, how="left")
        .with_columns(nearness=nearness, degree=pl.col("degree").fill_null(0))
        .sort("nearness", "degree", column, descending=[False, True, False])
        .head(count)
        .select(column)
    )
