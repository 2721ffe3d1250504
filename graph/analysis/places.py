"""Who works where on one topic, and who is at most places?

The area answers of `collaboration`, narrowed to the groups that work on a topic.
"""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from graph.analysis.collaboration import Via, area_actors, area_overview
from graph.dataset import Dataset

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


def _on_topic(dataset: Dataset, topic_id: str) -> Dataset:
    if not topic_id:
        return dataset
    on_topic = dataset["group_topics"].filter(pl.col("topic_id") == topic_id).select("group_id")
    # a group without its areas is at no place: nothing else has to be cut
    return dataset.replace(group_areas=dataset["group_areas"].join(on_topic, on="group_id", how="semi"))
