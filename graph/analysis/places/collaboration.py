"""Who works where, and by which way?

An organisation is on site in an area when an activity says so, when it takes part in a group that
works in the area itself, or when it is known to be there. It is inside when that holds only for
areas that lie in the area, and reaches it from above when it works only in an area around it.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.analysis.base.area_tree import TREE_READS, AreaTree, area_tree
from graph.analysis.base.doing import DOING_READS, PLACE, Doing, Way
from graph.dataset import Dataset
from graph.network import positions, with_ids, with_positions
from graph.versions import reads


class Via(StrEnum):
    """The way an organisation reaches an area, strongest first; the first three are on site."""

    STATED = "stated"
    GROUP = "group"
    PRESENT = "present"
    INSIDE = "inside"
    FROM_ABOVE = "from_above"


class Position(StrEnum):
    """Where a group works, seen from an area."""

    HERE = "here"
    INSIDE = "inside"
    FROM_ABOVE = "from_above"


ON_SITE: Final = (Via.STATED, Via.GROUP, Via.PRESENT)
"""The ways that put an organisation in the area itself."""

_VIA_ORDER = pl.Enum([via.value for via in Via])
_POSITION_ORDER = pl.Enum([position.value for position in Position])
_REACHING = [Way.STATED.value, Way.GROUP.value]
"""Ways that reach the areas inside one: to be known in a district says nothing about its parks."""

AREA_ACTORS_SCHEMA: Final[dict[str, pl.DataType]] = {
    "area_id": pl.String(),
    "organization_id": pl.String(),
    "via": pl.String(),
    "kind": pl.String(),
    "group_ids": pl.List(pl.String),
    "inside_ids": pl.List(pl.String),
}

AREA_OVERVIEW_SCHEMA: Final[dict[str, pl.DataType]] = {
    "area_id": pl.String(),
    "depth": pl.Int64(),
    "parts": pl.Int64(),
    "parts_with": pl.Int64(),
    "on_site": pl.Int64(),
    "stated": pl.Int64(),
    "through_groups": pl.Int64(),
    "present": pl.Int64(),
    "inside": pl.Int64(),
    "from_above": pl.Int64(),
    "unnamed": pl.Int64(),
    "group_ids": pl.List(pl.String),
}


@reads(DOING_READS, TREE_READS)
def area_actors(
    dataset: Dataset,
    *,
    area_ids: Collection[str] | None = None,
    topic_id: str = "",
    inferred: bool = True,
    ways: Collection[Via] = tuple(Via),
) -> pl.DataFrame:
    """The organisations that work in each area, each once, by the strongest way.

    Parameters
    ----------
    dataset
        The network, cut by `as_of` and rolled up.
    area_ids
        The areas asked about; None for all. In a country with groups at the top thousands reach every
        area: ask for few areas there, or for less than all ways.
    topic_id
        Only who works there on this topic; empty for all. Presence says nothing about topics.
    inferred
        Whether who takes part in a group counts where the group works.
    ways
        The ways asked about.

    Returns
    -------
    DataFrame[area_id, organization_id, via, kind: String, group_ids, inside_ids: List[String]]
        Sorted by area in tree order, way (as `Via` lists them) and organisation. `via` is a `Via`
        value, `kind` named or unnamed, `group_ids` the groups by which it is there, sorted, empty
        without any, `inside_ids` the areas inside where it is, for who is only there.
    """
    tree = area_tree(dataset)
    areas = dataset["areas"]["id"]
    asked = with_positions(dataset, _asked(tree, area_ids), "area")
    rows = _active(Doing.of(dataset, inferred=inferred), topic_id)
    here = rows.join(asked.select("area"), on="area", how="semi")
    ancestors = _by_position(tree, areas)
    found = [
        here.group_by("area", "organization").agg(
            pl.col("way").cast(pl.String).cast(_VIA_ORDER).min().alias("via"), _groups(), _no_areas()
        )
    ]
    on_site = found[0].select("area", "organization")
    # who is inside is not listed again from above, so both are needed for the second
    if {Via.INSIDE, Via.FROM_ABOVE} & set(ways):
        up = ancestors.join(asked.select(ancestor="area"), on="ancestor")
        inside = (
            rows.join(up, on="area")
            .join(
                on_site, left_on=["ancestor", "organization"], right_on=["area", "organization"], how="anti"
            )
            .group_by("ancestor", "organization")
            .agg(_via(Via.INSIDE), _groups(), pl.col("area").unique().sort().alias("inside"))
            .rename({"ancestor": "area"})
        )
        found.append(inside.select(found[0].columns))
    if Via.FROM_ABOVE in ways:
        down = ancestors.join(asked.select("area"), on="area").rename({"area": "below", "ancestor": "area"})
        listed = pl.concat([table.select("area", "organization") for table in found])
        above = (
            rows.filter(pl.col("way").is_in(_REACHING))
            .join(down, on="area")
            .join(listed, left_on=["below", "organization"], right_on=["area", "organization"], how="anti")
            .group_by("below", "organization")
            .agg(_via(Via.FROM_ABOVE), _groups(), _no_areas())
            .rename({"below": "area"})
        )
        found.append(above.select(found[0].columns))
    actors = pl.concat(found).filter(pl.col("via").is_in([via.value for via in ways])).join(asked, on="area")
    return (
        with_ids(dataset, actors, "organization")
        .with_columns(
            dataset["organizations"]["kind"].gather(actors["organization"]),
            _as_ids(actors, "group_ids", dataset["groups"]["id"]),
            _as_ids(actors, "inside", areas).alias("inside_ids"),
        )
        .sort("place", "via", "organization_id")
        .select(pl.col(name).cast(kind) for name, kind in AREA_ACTORS_SCHEMA.items())
    )


def area_groups(dataset: Dataset, *, area_ids: Collection[str] | None = None) -> pl.DataFrame:
    """The active groups of each area, of the areas inside it and of those around it.

    Parameters
    ----------
    dataset
        The network, cut by `as_of` and rolled up.
    area_ids
        The areas asked about; None for all.

    Returns
    -------
    DataFrame[area_id, group_id, via: String]
        Sorted by area in tree order, position (here, inside, from above) and group. `via` is a
        `Position` value: a group that works in the area itself is here, wherever else it works.
    """
    tree, areas = area_tree(dataset), dataset["areas"]["id"]
    asked = with_positions(dataset, _asked(tree, area_ids), "area")
    own = Doing.of(dataset).group_areas.filter("active").select("area", "group")
    ancestors = _by_position(tree, areas)
    here = own.join(asked.select("area"), on="area", how="semi")
    inside = (
        own.join(ancestors.join(asked.select(ancestor="area"), on="ancestor"), on="area")
        .select("group", area="ancestor")
        .unique()
        .join(here, on=["area", "group"], how="anti")
        .select("area", "group")
    )
    above = (
        own.rename({"area": "ancestor"})
        .join(ancestors.join(asked.select("area"), on="area"), on="ancestor")
        .select("area", "group")
        .unique()
        .join(pl.concat([here, inside]), on=["area", "group"], how="anti")
    )
    found = pl.concat(
        table.with_columns(via=pl.lit(position.value).cast(_POSITION_ORDER))
        for position, table in zip(Position, (here, inside, above), strict=True)
    ).join(asked, on="area")
    return (
        with_ids(dataset, found, "group")
        .sort("place", "via", "group_id")
        .select("area_id", "group_id", pl.col("via").cast(pl.String))
    )


@reads(DOING_READS, TREE_READS)
def area_overview(dataset: Dataset, *, topic_id: str = "", inferred: bool = True) -> pl.DataFrame:
    """How many organisations work in each area, in its parts and around it.

    Parameters
    ----------
    dataset
        The network, cut by `as_of` and rolled up.
    topic_id
        Only who works there on this topic; empty for all. A topic that is not in the data gives nobody.
    inferred
        Whether who takes part in a group counts where the group works.

    Returns
    -------
    DataFrame[area_id: String, depth, parts, parts_with, on_site, stated, through_groups, present,
    inside, from_above, unnamed: Int64, group_ids: List[String]]
        One row per area in tree order (parents before children, siblings by id). Numbers of distinct
        named organisations, each in the first that fits: `on_site` in the area itself, the sum of
        `stated` (an activity says so), `through_groups` and `present` (known to be there, no more);
        `inside` further ones in areas that lie in it, so that on_site + inside is all it holds;
        `from_above` further ones that only work in an area around it. `parts` is the number of areas
        directly in it, `parts_with` of those with somebody on site or inside; `unnamed` the unnamed
        participants there, `group_ids` the groups that work in the area itself.

    Notes
    -----
    Made once for each Dataset, topic and way of counting.
    """
    return dataset.once(
        f"area overview, inferred {inferred}, topic {topic_id}",
        lambda: _area_overview(dataset, topic_id=topic_id, inferred=inferred),
    )


def _area_overview(dataset: Dataset, *, topic_id: str, inferred: bool) -> pl.DataFrame:
    tree, areas = area_tree(dataset), dataset["areas"]["id"]
    doing = Doing.of(dataset, inferred=inferred)
    rows = _active(doing, topic_id)
    seats = rows.group_by("area", "organization").agg(pl.col("way").min(), pl.col("named").first())
    named = seats.filter("named")
    ways = {
        column: named.filter(pl.col("way") == way.value).group_by("area").agg(pl.len().alias(column))
        for column, way in (
            ("stated", Way.STATED),
            ("through_groups", Way.GROUP),
            ("present", Way.PRESENT),
        )
    }
    unnamed = seats.filter(~pl.col("named")).group_by("area").agg(unnamed=pl.len())
    groups = _groups_by_area(doing, topic_id)
    order = pl.DataFrame(
        {"area_id": tree.area_ids, "depth": tree.depths},
        schema={"area_id": pl.String, "depth": pl.Int64},
    )
    counted = with_positions(dataset, order.with_columns(_reach_counts(named, tree, areas)), "area")
    for part in (*ways.values(), unnamed, groups):
        counted = counted.join(part, on="area", how="left", maintain_order="left")
    return counted.with_columns(
        pl.col("stated", "through_groups", "present", "unnamed").fill_null(0),
        pl.col("group_ids").fill_null(pl.lit([], dtype=pl.List(pl.String))),
    ).select(pl.col(name).cast(kind) for name, kind in AREA_OVERVIEW_SCHEMA.items())


def _active(doing: Doing, topic_id: str) -> pl.DataFrame:
    """Who is where now, as [area, organization, group, way, named]."""
    rows = doing.in_areas
    if topic_id:  # presence says nothing about topics
        topic = doing.dataset["topics"]["id"].index_of(topic_id)
        rows = doing.in_cells.filter(pl.col("topic") == (-1 if topic is None else topic))
    return rows.filter("active").select("area", "organization", "group", "way", "named")


def _groups_by_area(doing: Doing, topic_id: str) -> pl.DataFrame:
    """The active groups that work in each area, on the topic where one is asked about."""
    rows = doing.group_areas.filter("active").select("area", "group")
    if topic_id:
        on_topic = with_ids(doing.dataset, doing.group_cells.filter("active"), "topic")
        rows = on_topic.filter(pl.col("topic_id") == topic_id).select("area", "group").unique()
    named = with_ids(doing.dataset, rows, "group")
    return named.group_by("area").agg(group_ids=pl.col("group_id").sort())


def _asked(tree: AreaTree, area_ids: Collection[str] | None) -> pl.DataFrame:
    """The areas asked about in tree order, as DataFrame[place, area_id]."""
    asked = list(tree.area_ids) if area_ids is None else [a for a in tree.area_ids if a in set(area_ids)]
    return pl.DataFrame({"area_id": asked}, schema={"area_id": pl.String}).with_row_index("place")


def _by_position(tree: AreaTree, areas: pl.Series) -> pl.DataFrame:
    """The tree's ancestors by position in the table of areas, as [area, ancestor]."""
    return (
        tree.ancestors.join(positions(areas, id_column="area_id", position_column="area"), on="area_id")
        .join(positions(areas, id_column="ancestor_id", position_column="ancestor"), on="ancestor_id")
        .select("area", "ancestor")
    )


def _via(via: Via) -> pl.Expr:
    return pl.lit(via.value).cast(_VIA_ORDER).first().alias("via")


def _groups() -> pl.Expr:
    return pl.col("group").drop_nulls().unique().sort().alias("group_ids")


def _no_areas() -> pl.Expr:
    return pl.lit([], dtype=pl.List(PLACE)).first().alias("inside")


def _as_ids(rows: pl.DataFrame, column: str, ids: pl.Series) -> pl.Series:
    """A column of lists of positions as lists of ids; ids are sorted, so the lists stay so."""
    lists = rows.select(pl.int_range(pl.len()).alias("row"), pl.col(column).alias("place"))
    flat = lists.explode("place").drop_nulls()
    named = flat.with_columns(ids.gather(flat["place"]).alias(column)).group_by("row").agg(column)
    empty = pl.lit([], dtype=pl.List(pl.String))
    return (
        lists.select("row")
        .join(named, on="row", how="left", maintain_order="left")
        .with_columns(pl.col(column).fill_null(empty))
        .to_series(1)
    )


_Bits = npt.NDArray[np.uint8]


def _reach_counts(named: pl.DataFrame, tree: AreaTree, areas: pl.Series) -> list[pl.Series]:
    """parts, parts_with, on_site, inside and from_above of each area, in tree order.

    One bit per organisation and area, handed down the tree and up it: the lists themselves would not
    fit for a country whose top groups reach every area.
    """
    size = len(tree.area_ids)
    place = np.zeros(max(len(areas), 1), np.int64)
    index = {area: n for n, area in enumerate(tree.area_ids)}
    place[: len(areas)] = [index[area] for area in areas]
    organizations, bits = np.unique(named["organization"].to_numpy(), return_inverse=True)
    width = max(-(-len(organizations) // 8), 1)
    here, reaching = np.zeros((size, width), np.uint8), np.zeros((size, width), np.uint8)
    rows = place[named["area"].to_numpy()]
    reaches = named["way"].is_in(_REACHING).to_numpy()
    _set_bits(here, rows, bits)
    _set_bits(reaching, rows[reaches], bits[reaches])
    above, inside = np.zeros_like(here), np.zeros_like(here)
    parts, parts_with = np.zeros(size, np.int64), np.zeros(size, np.int64)
    parents = [index.get(tree.parents[area] or "") for area in tree.area_ids]
    for n, p in enumerate(parents):
        if p is not None:
            above[n] = above[p] | reaching[p]
    for n in range(size - 1, -1, -1):  # children stand behind their parents
        if (p := parents[n]) is not None:
            held = here[n] | inside[n]
            inside[p] |= held
            parts[p] += 1
            parts_with[p] += bool(held.any())
    return [
        pl.Series("parts", parts),
        pl.Series("parts_with", parts_with),
        _counted("on_site", here),
        _counted("inside", inside & ~here),
        _counted("from_above", above & ~here & ~inside),
    ]


def _set_bits(table: _Bits, rows: npt.NDArray[np.int64], bits: npt.NDArray[np.int64]) -> None:
    np.bitwise_or.at(table, (rows, bits >> 3), (1 << (bits & 7)).astype(np.uint8))


def _counted(name: str, table: _Bits) -> pl.Series:
    return pl.Series(name, np.bitwise_count(table).sum(axis=1, dtype=np.int64))
