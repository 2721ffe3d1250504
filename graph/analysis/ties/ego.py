"""Whom does this one organisation meet, and where?

The ego network of one organisation in the one-mode projection, answered from its own groups alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from graph.network import AffiliationNetwork

MEETS_SCHEMA: Final[dict[str, pl.DataType]] = {
    "organization_id": pl.String(),
    "shared_groups": pl.Int64(),
    "newman_weight": pl.Float64(),
    "group_ids": pl.List(pl.String()),
}


@dataclass(frozen=True, eq=False)
class Ego:
    """One organisation, its groups and those it meets there.

    `meets` is DataFrame[organization_id: String, shared_groups: Int64, newman_weight: Float64,
    group_ids: List[String]], one row per other organisation, sorted by shared_groups (most first) and id.
    """

    organization_id: str
    group_ids: tuple[str, ...]
    meets: pl.DataFrame


def ego(network: AffiliationNetwork, organization_id: str) -> Ego:
    """The organisations that share a group with one organisation.

    Never needs the whole projection, so it answers for networks whose projection would not fit.

    Parameters
    ----------
    network
        The affiliation network.
    organization_id
        A named organisation of the network.

    Returns
    -------
    Ego
        With an empty `meets` for an organisation that meets nobody.

    Raises
    ------
    UnknownId
        When the organisation is not in the network.

    Examples
    --------
    >>> from graph.network import AffiliationNetwork
    >>> network = AffiliationNetwork.from_ties(
    ...     [("a", "x"), ("b", "x"), ("c", "x")], organization_ids="abc", group_ids="x"
    ... )
    >>> ego(network, "a").meets["organization_id"].to_list()
    ['b', 'c']

    Notes
    -----
    The row of the projection: shared_groups and newman_weight are defined in `projection`.
    """
    row = network.row(organization_id)
    incidence, members = network.incidence, network.members
    groups = incidence.indices[incidence.indptr[row] : incidence.indptr[row + 1]]
    met = [members.indices[members.indptr[g] : members.indptr[g + 1]] for g in groups]
    sizes = np.array([len(m) for m in met], dtype=np.int64)
    group_names = [network.group_ids[g] for g in groups]
    others = np.concatenate(met) if met else np.zeros(0, np.int32)
    through = np.repeat(np.arange(len(groups)), sizes)
    not_self = others != row
    names = pl.Series(network.organization_ids, dtype=pl.String)
    meets = (
        pl.DataFrame(
            {
                "organization_id": names.gather(others[not_self]),
                "group_id": pl.Series(group_names, dtype=pl.String).gather(through[not_self]),
                "weight": 1.0 / (sizes[through[not_self]] - 1),
            },
            schema={"organization_id": pl.String, "group_id": pl.String, "weight": pl.Float64},
        )
        .group_by("organization_id")
        .agg(
            pl.len().cast(pl.Int64).alias("shared_groups"),
            pl.col("weight").sum().alias("newman_weight"),
            pl.col("group_id").sort().alias("group_ids"),
        )
        .sort(["shared_groups", "organization_id"], descending=[True, False])
    )
    return Ego(organization_id, tuple(group_names), meets)
