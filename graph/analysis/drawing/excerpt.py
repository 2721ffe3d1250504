"""Which part of the network fits one picture?

A picture of a network stays legible up to some hundred nodes. The excerpt is what the reader asked
for, or one page of it, chosen by a stated order, together with how much was left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import polars as pl

from graph.analysis.base.area_tree import TREE_READS, area_tree
from graph.analysis.ties.interlocks import Page, connecting_organizations, group_page
from graph.dataset import Dataset
from graph.network import SEATS_READ, Standing, group_standing, own_groups, participations
from graph.versions import columns, reads
from graph.vocabulary import KINDS, counted_as

LARGEST_PICTURE = 300
"""Nodes of the largest picture: above it labels collide and hands no longer find a node."""

LINES_PER_NODE = 4
"""Lines a node of a network that is drawn whole, at the most."""

GROUPS_ON_PAGE = 40
"""Groups of one page of a network that cannot be drawn whole: each is to have its name beside it."""

LINES_ON_PAGE = 600
"""Lines of one page: with more, the crowded core of a network is a blot."""


@dataclass(frozen=True)
class Part:
    """Of a group or an organisation `drawn` ties, of the `fitting` ones, of which `planned` are planned."""

    drawn: int
    fitting: int
    planned: int


@dataclass(frozen=True, eq=False)
class Excerpt:
    """The part of the network to draw.

    `ties` is DataFrame[organization_id, group_id, standing: String, host: Boolean], sorted by organisation and
    group; `representations` DataFrame[group_id, represented_in_id: String]; `hierarchy`
    DataFrame[group_id, parent_id: String], which group stands under which. `organization_ids` and
    `group_ids` are the nodes, sorted by id. `fitting_organizations` and `fitting_groups` count what
    the reader asked for, drawn or not; of the organisations `fitting_unnamed` are not named, and
    `fitting_planned` of the named ones are only meant to take part. `reaching_group_ids` are groups of larger areas around the
    chosen one: they work there too, but not there alone, and are not drawn.

    `page` says which of the groups that fit the choice are drawn, where not all of them are; expanded
    ones may stand beside them.

    `parts` is DataFrame[table, id: String, drawn, fitting, planned: UInt32], sorted by table and id: the
    nodes that are drawn with only some of their ties; see `Part`.
    """

    organization_ids: tuple[str, ...]
    group_ids: tuple[str, ...]
    ties: pl.DataFrame
    representations: pl.DataFrame
    hierarchy: pl.DataFrame
    fitting_organizations: int
    fitting_unnamed: int
    fitting_planned: int
    fitting_groups: int
    reaching_group_ids: tuple[str, ...]
    parts: pl.DataFrame
    page: Page

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

    @property
    def connecting_organizations(self) -> int:
        """Organisations drawn that take part now in two of the groups drawn, or more."""
        active = self.ties.filter(standing=Standing.ACTIVE.value)
        return active.filter(pl.len().over("organization_id") > 1)["organization_id"].n_unique()

    def part(self, table: str, id: str) -> Part | None:
        """How much of a node is drawn; None when all of its ties are, or none because it is not there."""
        found = self.parts.filter(table=table, id=id).select("drawn", "fitting", "planned")
        return Part(*found.row(0)) if found.height else None


@reads(
    SEATS_READ,
    TREE_READS,
    columns(
        organizations="kind classification",
        groups="classification",
        group_kinds="id base",
        group_areas="group_id area_id",
        group_topics="group_id topic_id",
        representations="group_id represented_in_id",
        group_parts="group_id parent_id",
    ),
)
def excerpt(
    dataset: Dataset,
    *,
    kinds: Collection[str] = (),
    sectors: Collection[str] = (),
    area_id: str = "",
    topic_id: str = "",
    expanded: Iterable[str] = (),
    page: int = 1,
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
    page
        Which page of the groups to draw where not all of them fit, from 1; the last for a larger number.
    limit
        The most nodes to draw; None for no limit.

    Returns
    -------
    Excerpt
        Members who are only invited are there with their standing.

    Notes
    -----
    Everything is drawn where it is at most `limit` nodes and `LINES_PER_NODE` × `limit` lines. Where
    it is more, the groups are parted into pages (`graph.analysis.interlocks.group_page`), at most
    `GROUPS_ON_PAGE` on each and at most a third of the nodes, and one page is drawn: its groups, all
    of them, and as many organisations as there is room for and `LINES_ON_PAGE` lines, chosen to show
    how the groups are tied together (`connecting_organizations`). Each group with participants has a
    line; for that, and for what is expanded, the lines may be more. Expanded records that are not on
    the page are drawn too, with as many neighbors as there is room for.
    """
    everyone = participations(dataset)
    chosen = _fitting_groups(dataset, kinds=kinds, topic_id=topic_id)
    chosen, reaching = _in_area(dataset, chosen, area_id)
    fitting = everyone.join(chosen, on="group_id", how="semi")
    if sectors:
        fitting = fitting.filter(pl.col("sector_id").is_in(list(sectors)))
        chosen = chosen.join(fitting, on="group_id", how="semi")
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
    ties = pl.concat([fitting, added]).unique(["organization_id", "group_id"]) if added.height else fitting
    standing = group_standing(dataset).select("group_id")
    wanted = standing.filter(pl.col("group_id").is_in(wanted_groups))
    groups = pl.concat([chosen, wanted, added.select("group_id")]).unique()
    lone = (
        dataset["organizations"].filter(pl.col("id").is_in(wanted_organizations)).select(organization_id="id")
    )
    organizations = pl.concat([ties.select("organization_id"), lone]).unique()
    drawn_groups, drawn_organizations = groups, organizations
    which = Page(1, 1, groups.height)
    if limit is not None and (
        groups.height + organizations.height > limit or ties.height > LINES_PER_NODE * limit
    ):
        size = max(1, min(GROUPS_ON_PAGE, limit // 4))
        on_page, which = group_page(fitting, groups=chosen, size=size, number=page)
        beside = pl.concat([wanted, added.select("group_id").sort("group_id")]).unique(maintain_order=True)
        beside = beside.join(on_page, on="group_id", how="anti").head(limit // 4)
        drawn_groups = pl.concat([on_page, beside])
        drawn_organizations = connecting_organizations(
            ties,
            group_ids=drawn_groups["group_id"],
            nodes=limit - drawn_groups.height,
            lines=LINES_ON_PAGE,
            first=lone["organization_id"].sort(),
            then=added["organization_id"].unique().sort(),
        ).to_frame("organization_id")
    drawn_ties = ties.join(drawn_groups, on="group_id", how="semi").join(
        drawn_organizations, on="organization_id", how="semi"
    )
    return Excerpt(
        organization_ids=tuple(drawn_organizations["organization_id"].sort()),
        group_ids=tuple(drawn_groups["group_id"].sort()),
        ties=drawn_ties.select("organization_id", "group_id", "standing", "host").sort(
            "organization_id", "group_id"
        ),
        representations=_between(dataset["representations"], "represented_in_id", drawn_groups),
        hierarchy=_between(dataset["group_parts"], "parent_id", drawn_groups),
        fitting_organizations=organizations.height,
        fitting_unnamed=_number_of(ties, pl.col("kind") == "unnamed"),
        fitting_planned=_number_of(
            ties, (pl.col("kind") == "named") & ~(pl.col("standing") == Standing.ACTIVE.value)
        ),
        fitting_groups=groups.height,
        reaching_group_ids=tuple(reaching["group_id"].unique().sort()),
        parts=_parts(drawn_ties, ties),
        page=which,
    )


def _number_of(ties: pl.DataFrame, which: pl.Expr) -> int:
    """How many of the organisations are so in all of their ties."""
    return ties.group_by("organization_id").agg(which.all().alias("so")).filter("so").height


def _parts(drawn: pl.DataFrame, fitting: pl.DataFrame) -> pl.DataFrame:
    """The nodes that are drawn with some of their ties only; see `Excerpt.parts`."""
    counted = [
        fitting.join(drawn, on=column, how="semi")
        .group_by(id=column)
        .agg(fitting=pl.len(), planned=(pl.col("standing") == Standing.PLANNED.value).sum())
        .join(drawn.group_by(id=column).agg(drawn=pl.len()), on="id")
        .select(pl.lit(table).alias("table"), "id", "drawn", "fitting", "planned")
        for table, column in (("groups", "group_id"), ("organizations", "organization_id"))
    ]
    return pl.concat(counted).filter(pl.col("drawn") < pl.col("fitting")).sort("table", "id")


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
