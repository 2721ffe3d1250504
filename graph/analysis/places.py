"""Who works where on one topic, who is at most places, and which areas fit on one map?

The area answers of `collaboration`, narrowed to the groups that work on a topic.
"""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from graph.analysis.area_tree import area_tree
from graph.analysis.collaboration import Via, area_actors, area_overview
from graph.dataset import Dataset

MOST_IN_VIEW = 60
"""Areas on one map: with more, numbers cover each other."""

WIDEST_SCHEMA = {"organization_id": pl.String, "areas": pl.Int64}


def topic_overview(dataset: Dataset, *, topic_id: str = "") -> pl.DataFrame:
    """How many organisations work in each area, through groups on one topic.

    Parameters
    ----------
    dataset
        The network, cut by `as_of` and rolled up.
    topic_id
        The topic; empty for all of them.

    Returns
    -------
    DataFrame
        As `collaboration.area_overview`; groups on other topics are not there, presence in an area
        counts as ever. A topic that is not in the data gives no groups.
    """
    return area_overview(_on_topic(dataset, topic_id))


def topic_actors(dataset: Dataset, *, topic_id: str = "", area_ids: Collection[str]) -> pl.DataFrame:
    """The organisations that work in some areas, through groups on one topic.

    Parameters
    ----------
    dataset
        The network, cut by `as_of` and rolled up.
    topic_id
        The topic; empty for all of them.
    area_ids
        The areas asked about.

    Returns
    -------
    DataFrame
        As `collaboration.area_actors`.
    """
    return area_actors(_on_topic(dataset, topic_id), area_ids=area_ids)


def widest(dataset: Dataset, *, topic_id: str = "", limit: int = 10) -> pl.DataFrame:
    """The named organisations that are on site in most areas.

    Parameters
    ----------
    dataset
        The network, cut by `as_of` and rolled up.
    topic_id
        Only through groups on this topic; empty for all.
    limit
        Rows of the answer.

    Returns
    -------
    DataFrame[organization_id: String, areas: Int64]
        Most areas first, then by id. An area counts once where the organisation sits in a group
        active in the area itself; areas reached from above and mere presence do not count.
    """
    narrowed = _on_topic(dataset, topic_id)
    return (
        area_actors(narrowed, ways=(Via.DIRECT,))
        .filter(pl.col("kind") == "named")
        .group_by("organization_id")
        .agg(areas=pl.col("area_id").n_unique().cast(pl.Int64))
        .sort(["areas", "organization_id"], descending=[True, False])
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
        among its siblings. Where not even one level fits, those of it most groups work in. In tree
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
    """The areas most groups work in first, then by id."""
    groups = dict(dataset["group_areas"].group_by("area_id").len().iter_rows())
    return sorted(areas, key=lambda area: (-groups.get(area, 0), area))


def _on_topic(dataset: Dataset, topic_id: str) -> Dataset:
    if not topic_id:
        return dataset
    on_topic = dataset["group_topics"].filter(pl.col("topic_id") == topic_id).select("group_id")
    # a group without its areas is at no place: nothing else has to be cut
    return dataset.replace(group_areas=dataset["group_areas"].join(on_topic, on="group_id", how="semi"))
