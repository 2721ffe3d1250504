"""Who works where, and by which way?

An organisation works in an area directly (in a group active in the area itself), from above (in a
group active in an area around it) or is known to be present there without a group.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Final

import numpy as np
import polars as pl

from graph.analysis.area_tree import AreaTree, area_tree
from graph.dataset import Dataset
from graph.network import Standing, group_standing, participations


class Via(StrEnum):
    """The way an organisation reaches an area."""

    DIRECT = "direct"
    FROM_ABOVE = "from_above"
    PRESENT = "present"


_VIA_ORDER = pl.Enum([via.value for via in Via])

AREA_ACTORS_SCHEMA: Final[dict[str, pl.DataType]] = {
    "area_id": pl.String(),
    "organization_id": pl.String(),
    "via": pl.String(),
    "kind": pl.String(),
    "group_ids": pl.List(pl.String),
}

AREA_OVERVIEW_SCHEMA: Final[dict[str, pl.DataType]] = {
    "area_id": pl.String(),
    "depth": pl.Int64(),
    "children": pl.Int64(),
    "direct": pl.Int64(),
    "from_above": pl.Int64(),
    "present": pl.Int64(),
    "unnamed": pl.Int64(),
    "group_ids": pl.List(pl.String),
}


def area_actors(
    dataset: Dataset, *, area_ids: Collection[str] | None = None, ways: Collection[Via] = tuple(Via)
) -> pl.DataFrame:
    """The organisations that work in each area, by way.

    Who is there directly is not listed again as from above or present. Who is present and reached
    from above has both rows, for both are true.

    Parameters
    ----------
    dataset
        The network, cut by `as_of` and rolled up.
    area_ids
        The areas asked about; None for all. In a country with groups at the top thousands reach every
        area: ask for few areas there, or for less than all ways.
    ways
        The ways asked about.

    Returns
    -------
    DataFrame[area_id, organization_id, via, kind: String, group_ids: List[String]]
        Sorted by area in tree order, way (direct, from above, present) and organisation. `via` is a
        `Via` value, `kind` named or unnamed, `group_ids` the groups it works there through, empty
        for present.
    """
    areas = _asked(area_tree(dataset), area_ids)
    if Via.FROM_ABOVE in ways:
        groups = area_groups(dataset, area_ids=area_ids)
    else:
        groups = (
            _own(dataset).join(areas, on="area_id", how="semi").with_columns(via=pl.lit(Via.DIRECT.value))
        )
    memberships = dataset["memberships"].join(groups, on="group_id", how="semi")
    active = participations(dataset.replace(memberships=memberships)).filter(
        pl.col("standing") == Standing.ACTIVE.value
    )
    through_groups = (
        groups.join(active, on="group_id")
        .group_by("area_id", "organization_id", "kind", "via")
        .agg(pl.col("group_id").unique().sort().alias("group_ids"))
    )
    present = (
        dataset["presences"]
        .select("area_id", "organization_id")
        .unique()
        .join(dataset["organizations"].select(organization_id="id", kind="kind"), on="organization_id")
        .with_columns(
            via=pl.lit(Via.PRESENT.value),
            group_ids=pl.lit([], dtype=pl.List(pl.String)),
        )
    )
    rows = pl.concat([through_groups, present.select(through_groups.columns)])
    direct = rows.filter(pl.col("via") == Via.DIRECT.value)
    weaker = rows.filter(pl.col("via") != Via.DIRECT.value).join(
        direct, on=["area_id", "organization_id"], how="anti"
    )
    return (
        pl.concat([direct, weaker])
        .filter(pl.col("via").is_in([via.value for via in ways]))
        .join(areas, on="area_id")
        .sort("place", pl.col("via").cast(_VIA_ORDER), "organization_id")
        .select(pl.col(name).cast(kind) for name, kind in AREA_ACTORS_SCHEMA.items())
    )


def area_groups(dataset: Dataset, *, area_ids: Collection[str] | None = None) -> pl.DataFrame:
    """The active groups of each area and of the areas around it.

    Parameters
    ----------
    dataset
        The network, cut by `as_of` and rolled up.
    area_ids
        The areas asked about; None for all.

    Returns
    -------
    DataFrame[area_id, group_id, via: String]
        Sorted by area in tree order, way (direct, from above) and group. A group that is active in
        the area itself is direct, even where it is active in an area around it too.
    """
    tree = area_tree(dataset)
    asked = _asked(tree, area_ids)
    own = _own(dataset)
    direct = own.join(asked, on="area_id").with_columns(via=pl.lit(Via.DIRECT.value))
    above = (
        own.rename({"area_id": "ancestor_id"})
        .join(tree.ancestors.join(asked, on="area_id"), on="ancestor_id")
        .select("area_id", "group_id", "place")
        .unique()
        .join(own, on=["area_id", "group_id"], how="anti")
        .with_columns(via=pl.lit(Via.FROM_ABOVE.value))
    )
    return (
        pl.concat([direct.select(above.columns), above])
        .sort("place", pl.col("via").cast(_VIA_ORDER), "group_id")
        .select("area_id", "group_id", "via")
    )


def area_overview(dataset: Dataset) -> pl.DataFrame:
    """How many organisations work in each area.

    Parameters
    ----------
    dataset
        The network, cut by `as_of` and rolled up.

    Returns
    -------
    DataFrame[area_id: String, depth, children, direct, from_above, present, unnamed: Int64,
    group_ids: List[String]]
        One row per area in tree order (parents before children, siblings by id). `children` is the
        number of areas directly in it, `direct` the named organisations in groups active in the
        area itself, `from_above` the further named ones that only a group of an area around it
        brings, `present` the further named ones known to be there without a group in the area
        itself, `unnamed` the unnamed participants of its own groups, `group_ids` its own groups.
    """
    tree = area_tree(dataset)
    active = participations(dataset).filter(pl.col("standing") == Standing.ACTIVE.value)
    own = _own(dataset)
    seats = own.join(active, on="group_id").select("area_id", "organization_id", "kind").unique()
    named = seats.filter(pl.col("kind") == "named")
    unnamed = seats.filter(pl.col("kind") == "unnamed").group_by("area_id").agg(unnamed=pl.len())
    present = (
        dataset["presences"]
        .select("area_id", "organization_id")
        .unique()
        .join(
            dataset["organizations"].filter(pl.col("kind") == "named").select(organization_id="id"),
            on="organization_id",
        )
        .join(named, on=["area_id", "organization_id"], how="anti")
        .group_by("area_id")
        .agg(present=pl.len())
    )
    direct, from_above = _reach_counts(named, tree)
    children = [0] * len(tree.area_ids)
    place = {area: n for n, area in enumerate(tree.area_ids)}
    for parent in tree.parents.values():
        if parent is not None:
            children[place[parent]] += 1
    groups = own.group_by("area_id").agg(pl.col("group_id").unique().sort().alias("group_ids"))
    return (
        pl.DataFrame(
            {
                "area_id": list(tree.area_ids),
                "depth": list(tree.depths),
                "children": children,
                "direct": direct,
                "from_above": from_above,
            },
            schema={
                k: v for k, v in AREA_OVERVIEW_SCHEMA.items() if k not in ("present", "unnamed", "group_ids")
            },
        )
        .join(present, on="area_id", how="left", maintain_order="left")
        .join(unnamed, on="area_id", how="left", maintain_order="left")
        .join(groups, on="area_id", how="left", maintain_order="left")
        .with_columns(
            pl.col("present", "unnamed").fill_null(0).cast(pl.Int64),
            pl.col("group_ids").fill_null(pl.lit([], dtype=pl.List(pl.String))),
        )
        .select(list(AREA_OVERVIEW_SCHEMA))
    )


def _asked(tree: AreaTree, area_ids: Collection[str] | None) -> pl.DataFrame:
    """The areas asked about in tree order, as DataFrame[place, area_id]."""
    asked = list(tree.area_ids) if area_ids is None else [a for a in tree.area_ids if a in set(area_ids)]
    return pl.DataFrame({"area_id": asked}, schema={"area_id": pl.String}).with_row_index("place")


def _own(dataset: Dataset) -> pl.DataFrame:
    """Area and group, for the active groups of the area itself."""
    active = group_standing(dataset).filter(pl.col("standing") == Standing.ACTIVE.value)
    return (
        dataset["group_areas"]
        .select("area_id", "group_id")
        .unique()
        .join(active.select("group_id"), on="group_id")
    )


def _reach_counts(named: pl.DataFrame, tree: AreaTree) -> tuple[list[int], list[int]]:
    """Distinct named organisations of each area itself, and further ones from the areas around it.

    One bit per organisation and area, handed down the tree: the lists themselves would not fit for
    a country whose top groups reach every area.
    """
    organizations = named["organization_id"].unique()
    width = max(-(-len(organizations) // 8), 1)
    place = pl.DataFrame({"area_id": list(tree.area_ids)}, schema={"area_id": pl.String}).with_row_index(
        "place"
    )
    seats = named.join(place, on="area_id").join(
        pl.DataFrame({"organization_id": organizations}).with_row_index("bit"), on="organization_id"
    )
    own = np.zeros((len(tree.area_ids), width), np.uint8)
    bits = seats["bit"].to_numpy()
    np.bitwise_or.at(own, (seats["place"].to_numpy(), bits >> 3), (1 << (bits & 7)).astype(np.uint8))
    index = {area: n for n, area in enumerate(tree.area_ids)}
    above = np.zeros_like(own)
    for n, area in enumerate(tree.area_ids):
        parent = tree.parents[area]
        if parent is not None:
            p = index[parent]
            above[n] = above[p] | own[p]
    direct = np.bitwise_count(own).sum(axis=1, dtype=np.int64)
    further = np.bitwise_count(above & ~own).sum(axis=1, dtype=np.int64)
    return direct.tolist(), further.tolist()
