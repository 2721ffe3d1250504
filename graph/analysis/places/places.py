"""What is a place, who is at most places, and which areas fit on one map?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from graph.analysis.base.area_levels import areas_down_to
from graph.analysis.base.area_tree import TREE_READS, area_tree
from graph.analysis.base.doing import DOING_READS, Doing
from graph.analysis.places.collaboration import ON_SITE, area_actors, area_overview
from graph.dataset import Dataset
from graph.versions import reads

MOST_IN_VIEW = 60
"""Areas on one map: with more, numbers cover each other."""

WIDEST_SCHEMA = {"organization_id": pl.String, "places": pl.Int64}


@dataclass(frozen=True)
class PlacesHeld:
    """How the places are filled.

    `place_ids`: the places counted, in tree order. `several`: how many have two named organisations
    or more. `nobody`: those without any. `wholes`: areas that hold others and have a named organisation
    at work for the area itself. `coming`: how many named organisations are only on their way into an area.
    `ended`: whether somebody's work in an area is over.
    """

    place_ids: tuple[str, ...]
    several: int
    nobody: tuple[str, ...]
    wholes: tuple[str, ...]
    coming: int
    ended: bool


def places(dataset: Dataset) -> tuple[str, ...]:
    """The areas that hold no other, in tree order: what is counted as a place.

    A city district is not one more place beside its own parks, so "in 7 of 10 places" counts these.
    """
    tree = area_tree(dataset)
    return tuple(area for area in tree.area_ids if not tree.children(area))


def places_held(dataset: Dataset, *, topic_id: str = "", inferred: bool = True, level: int = 0) -> PlacesHeld:
    """How many of the places have somebody named on site.

    Parameters
    ----------
    dataset
        The network, cut by `as_of` and rolled up.
    topic_id
        Only on this topic; empty for all.
    inferred
        Whether who takes part in a group counts where the group works.
    level
        The deepest level of areas seen (`area_levels.areas_down_to`); 0 for all. An area whose parts
        are folded away is a place, and holds who is in them.

    Returns
    -------
    PlacesHeld
    """
    seen = pl.col("area_id").is_in(areas_down_to(dataset, level=level))
    areas = area_overview(dataset, topic_id=topic_id, inferred=inferred).filter(seen)
    is_place = (pl.col("parts") == 0) | (pl.col("depth") == level - 1)
    found = areas.filter(is_place).with_columns(held=pl.col("on_site") + pl.col("inside"))
    seats = Doing.of(dataset, inferred=inferred).in_areas.filter("named")
    there = seats.filter("active").select("organization")
    elsewhere = seats.join(there, on="organization", how="anti")
    return PlacesHeld(
        place_ids=tuple(found["area_id"]),
        several=found.filter(pl.col("held") > 1).height,
        nobody=tuple(found.filter(pl.col("held") == 0)["area_id"]),
        wholes=tuple(areas.filter(~is_place, pl.col("on_site") > 0)["area_id"]),
        coming=elsewhere.filter(~pl.col("ended"))["organization"].n_unique(),
        ended=elsewhere.filter("ended").height > 0,
    )


@reads(DOING_READS, TREE_READS)
def widest(dataset: Dataset, *, topic_id: str = "", inferred: bool = True, limit: int = 10) -> pl.DataFrame:
    """The named organisations that are on site at most places.

    Parameters
    ----------
    dataset
        The network, cut by `as_of` and rolled up.
    topic_id
        Only on this topic; empty for all.
    inferred
        Whether who takes part in a group counts where the group works.
    limit
        Rows of the answer.

    Returns
    -------
    DataFrame[organization_id: String, places: Int64]
        Most places first, then by id. A place (`places`) counts once where the organisation is on
        site in it, by whichever way; areas only reached from above do not count.
    """
    actors = area_actors(
        dataset, area_ids=places(dataset), topic_id=topic_id, inferred=inferred, ways=ON_SITE
    )
    return (
        actors.filter(pl.col("kind") == "named")
        .group_by("organization_id")
        .agg(places=pl.col("area_id").n_unique().cast(pl.Int64))
        .sort(["places", "organization_id"], descending=[True, False])
        .head(limit)
    )


def areas_in_view(
    dataset: Dataset, *, area_id: str = "", level: int = 0, limit: int = MOST_IN_VIEW
) -> tuple[str, ...]:
    """The areas with a position that a map shows at once.

    Parameters
    ----------
    dataset
        The network.
    area_id
        The area looked at; empty for the whole map.
    level
        The deepest level seen (`area_levels.areas_down_to`); 0 for all.
    limit
        The most areas on one map.

    Returns
    -------
    tuple[str, ...]
        All of them where there are no more than `limit`. Otherwise the levels of the tree that fit,
        from the top or, when an area is looked at, from that area; one that holds no other is shown
        among its siblings. Where not even one level fits, those of it that hold most organisations. In tree
        order.
    """
    tree = area_tree(dataset)
    position = pl.col("latitude").is_not_null() & pl.col("longitude").is_not_null()
    placed = set(dataset["areas"].filter(position | pl.col("geometry").is_not_null())["id"])
    placed &= set(areas_down_to(dataset, level=level, area_id=area_id))
    if len(placed) <= limit:
        return tuple(area for area in tree.area_ids if area in placed)
    top = area_id if tree.children(area_id) else tree.parents.get(area_id)
    here = tree.children(None) if top is None else (top,)
    shown = {area_id} & placed
    while here:
        added = [area for area in here if area in placed and area not in shown]
        if len(shown) + len(added) > limit:
            if len(shown) < 2:
                shown.update(_busiest(dataset, added)[: limit - len(shown)])
            break
        shown.update(added)
        here = tuple(child for area in here for child in tree.children(area))
    return tuple(area for area in tree.area_ids if area in shown)


def _busiest(dataset: Dataset, areas: Collection[str]) -> list[str]:
    """The areas that hold most organisations first, then those most groups work in, then by id."""
    held = {
        row["area_id"]: (-row["on_site"] - row["inside"], -len(row["group_ids"]))
        for row in area_overview(dataset).iter_rows(named=True)
    }
    return sorted(areas, key=lambda area: (held[area], area))
