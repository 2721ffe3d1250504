"""How many groups and organisations work on each topic?"""

from __future__ import annotations

from typing import Final

import polars as pl

from graph.analysis.base.doing import DOING_READS, Doing, Way
from graph.dataset import Dataset
from graph.versions import reads

TOPIC_OVERVIEW_SCHEMA: Final[dict[str, pl.DataType]] = {
    "topic_id": pl.String(),
    "groups": pl.Int64(),
    "proposed_groups": pl.Int64(),
    "organizations": pl.Int64(),
    "stated": pl.Int64(),
    "unnamed": pl.Int64(),
}

_COUNTS = [name for name in TOPIC_OVERVIEW_SCHEMA if name != "topic_id"]


@reads(DOING_READS)
def topic_overview(dataset: Dataset, *, inferred: bool = True) -> pl.DataFrame:
    """The topics with how many work on them now.

    Parameters
    ----------
    dataset
        The network, cut by `as_of` and rolled up.
    inferred
        Whether who takes part in a group counts on what the group works on.

    Returns
    -------
    DataFrame[topic_id: String, groups, proposed_groups, organizations, stated, unnamed: Int64]
        One row per topic, by id. `groups` work on it, `proposed_groups` are meant to. `organizations`
        are the distinct named ones at work on it, `stated` those of them of whom an activity says so,
        `unnamed` the participants without a name.
    """
    doing = Doing.of(dataset, inferred=inferred)
    who, named = pl.col("organization"), pl.col("named")
    at_work = (
        doing.on_topics.filter("active")
        .group_by("topic")
        .agg(
            organizations=who.filter(named).n_unique(),
            stated=who.filter(named & (pl.col("way") == Way.STATED.value)).n_unique(),
            unnamed=who.filter(~named).n_unique(),
        )
    )
    groups = doing.group_topics.group_by("topic").agg(
        groups=pl.col("active").sum(), proposed_groups=(~pl.col("active")).sum()
    )
    return (
        dataset["topics"]
        .select(topic_id="id")
        .with_row_index("topic")
        .join(groups, on="topic", how="left", maintain_order="left")
        .join(at_work, on="topic", how="left", maintain_order="left")
        .select("topic_id", pl.col(_COUNTS).fill_null(0).cast(pl.Int64))
        .sort("topic_id")
    )
