"""Which groups would be left with nobody, or with a single organisation, if this one left?

The smallest form of the question what breaks when somebody leaves: counted group by group, from
the memberships alone.
"""

from __future__ import annotations

import polars as pl

from graph.dataset import Dataset
from graph.errors import UnknownId
from graph.network import Standing, participations


def groups_after_leaving(dataset: Dataset, *, organization_id: str) -> pl.DataFrame:
    """The groups of an organisation, with the named organisations that would be left in each.

    Parameters
    ----------
    dataset
        The network, cut by `as_of` and rolled up.
    organization_id
        The organisation that would leave.

    Returns
    -------
    DataFrame[group_id: String, remaining: Int64, remaining_ids: List[String]]
        One row per group it takes part in now, fewest remaining first, then by id. Unnamed
        participants do not count: nobody can call them. Empty for an organisation in no group.

    Raises
    ------
    UnknownId
        When the organisation is not in the dataset.
    """
    if dataset.record("organizations", organization_id) is None:
        raise UnknownId(
            f"There is no organisation “{organization_id}” on this day and at this level; "
            "the id of one in the table would be right.",
            table="organizations",
            id=organization_id,
        )
    active = participations(dataset).filter(pl.col("standing") == Standing.ACTIVE.value)
    mine = active.filter(pl.col("organization_id") == organization_id).select("group_id")
    others = (
        active.join(mine, on="group_id", how="semi")
        .filter((pl.col("kind") == "named") & (pl.col("organization_id") != organization_id))
        .group_by("group_id")
        .agg(remaining_ids=pl.col("organization_id").sort())
    )
    return (
        mine.join(others, on="group_id", how="left")
        .with_columns(pl.col("remaining_ids").fill_null(pl.lit([], dtype=pl.List(pl.String))))
        .select(
            "group_id", pl.col("remaining_ids").list.len().cast(pl.Int64).alias("remaining"), "remaining_ids"
        )
        .sort("remaining", "group_id")
    )
