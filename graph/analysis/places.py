"""What is a place, who is at most places, and which areas fit on one map?"""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from graph.analysis.area_tree import area_tree
from graph.analysis.collaboration import ON_SITE, area_actors, area_overview
from graph.dataset import Dataset

MOST_IN_VIEW = 60
"""Areas on one map: with more, numbers cover each other."""

WIDEST_SCHEMA = {"organization_id": pl.String, "places": pl.Int64}


def places(dataset: Dataset) -> tuple[str, ...]:
    """The areas that hold no other, in tree order: what is counted as a place.

    A city district is not one more place beside its own parks, so "in 7 of 10 places" counts these.
    """
    tree = area_tree(dataset)
    return tuple(area for area in tree.area_ids if not tree.children(area))


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


def areas_in_view(dataset: Dataset, *, area_id: str = "", limit: int = MOST_IN_VIEW) -> tuple[str, ...]:
    """The areas with a position that a map shows at once.

    Parameters
    ----------
    dataset
        The network.
    area_id
        The area looked at; empty for the whole map.
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
    if len(placed) <= limit:
        return tuple(area for area in tree.area_ids if area in placed)
    top = area_id if tree.children(area_id) else tree.parents.get(area_id)
    level = tree.children(None) if top is None else (top,)
    shown = {area_id} & placed
    while level:
        added = [area for area in level if area in placed and area not in shown]
        if len(shown) + len(added) > limit:
            if len(shown) < 2:
                shown.update(_busiest(dataset, added)[: limit - len(shown)])
            break
        shown.update(added)
        level = tuple(child for area in level for child in tree.children(area))
    return tuple(area for area in tree.area_ids if area in shown)


def _busiest(dataset: Dataset, areas: Collection[str]) -> list[str]:
    """The areas that hold most organisations first, then those most groups work in, then by id."""
    held = {
        row["area_id"]: (-row["on_site"] - row["inside"], -len(row["group_ids"]))
        for row in area_overview(dataset).iter_rows(named=True)
    }
    return sorted(areas, key=lambda area: (held[area], area))
