"""Who meets whom through shared groups?

The one-mode projection of the affiliation network: two organisations are tied when they sit in the
same group (Breiger, R. 1974, The duality of persons and groups, Social Forces 53:181-190).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.sparse import csr_array

from graph.network import AffiliationNetwork

PAIRS_SCHEMA = {
    "organization_a": pl.String,
    "organization_b": pl.String,
    "shared_groups": pl.Int64,
    "newman_weight": pl.Float64,
}


@dataclass(frozen=True, eq=False)
class Projection:
    """Pairs of organisations that share a group.

    The pairs are kept as positions in `organization_ids`: `first[n] < second[n]`, sorted by first
    and second, each pair once. `shared_groups` counts the groups they share, `newman_weight` counts
    them with large groups counting less. `pairs` spells the same out as a table of ids.
    `left_out_group_ids` are the groups over the size limit, whose ties are missing here.
    """

    organization_ids: tuple[str, ...]
    first: npt.NDArray[np.int32]
    second: npt.NDArray[np.int32]
    shared_groups: npt.NDArray[np.int64]
    newman_weight: npt.NDArray[np.float64] = field(repr=False)
    left_out_group_ids: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.first)

    @cached_property
    def pairs(self) -> pl.DataFrame:
        """DataFrame[organization_a, organization_b, shared_groups: Int64, newman_weight: Float64].

        One row per pair, organization_a < organization_b, sorted by both. Made when first asked
        for: with millions of pairs the ids cost more than the projection.
        """
        ids = pl.Series("id", self.organization_ids, dtype=pl.String)
        return pl.DataFrame(
            {
                "organization_a": ids.gather(self.first),
                "organization_b": ids.gather(self.second),
                "shared_groups": self.shared_groups,
                "newman_weight": self.newman_weight,
            },
            schema=PAIRS_SCHEMA,
        )


def projection(network: AffiliationNetwork, *, size_limit: int | None = None) -> Projection:
    """All pairs of organisations that share at least one group, with two weights.

    Sharing a group is not collaborating: a group of 25 makes 300 pairs. Say on screen that the ties
    are inferred.

    Parameters
    ----------
    network
        The affiliation network.
    size_limit
        Groups with more members than this make no pairs and are listed in `left_out_group_ids`.
        None takes all: a group of s members makes s(s-1)/2 pairs, so look at `pair_count` first
        where groups may be giant, or ask for one organisation with `ego.ego`.

    Returns
    -------
    Projection
        Sorted pairs; empty for a network without ties.

    Raises
    ------
    ValueError
        When `size_limit` is below 1.

    Examples
    --------
    >>> import polars as pl
    >>> from graph.network import AffiliationNetwork
    >>> network = AffiliationNetwork.from_ties(
    ...     pl.Series(["a", "b", "c", "a", "b"]),
    ...     pl.Series(["x", "x", "x", "y", "y"]),
    ...     organization_ids=pl.Series(["a", "b", "c"]),
    ...     group_ids=pl.Series(["x", "y"]),
    ... )
    >>> projection(network).pairs.rows()
    [('a', 'b', 2, 1.5), ('a', 'c', 1, 0.5), ('b', 'c', 1, 0.5)]

    Notes
    -----
    With B the incidence and s_g the size of group g:
    shared_groups_ij = Σ_g B_ig B_jg and newman_weight_ij = Σ_{g: s_g > 1} B_ig B_jg / (s_g - 1).
    The Newman weights of one organisation sum to the number of its groups with other members.

    References
    ----------
    Newman, M. E. J. 2001. Scientific collaboration networks II. Physical Review E 64:016132.
    """
    if size_limit is not None and size_limit < 1:
        raise ValueError(f"size_limit is {size_limit}; 1 or more would be right")
    sizes = network.group_sizes
    kept = np.ones(len(sizes), bool) if size_limit is None else sizes <= size_limit
    left_out = tuple(network.group_ids[g] for g in np.flatnonzero(~kept))
    incidence = network.incidence
    if left_out:
        incidence = csr_array(incidence[:, np.flatnonzero(kept)])
        sizes = sizes[kept]
    shared = csr_array(incidence @ incidence.T)
    weights = np.divide(1.0, sizes - 1, out=np.zeros(len(sizes)), where=sizes > 1)
    newman = csr_array((incidence * weights[np.newaxis, :]) @ incidence.T)
    shared.sort_indices()
    newman.sort_indices()
    rows = np.repeat(np.arange(shared.shape[0]), np.diff(shared.indptr))
    upper = rows < shared.indices
    return Projection(
        organization_ids=network.organization_ids,
        first=rows[upper].astype(np.int32),
        second=shared.indices[upper].astype(np.int32),
        shared_groups=shared.data[upper].astype(np.int64),
        newman_weight=newman.data[upper] if len(newman.data) else np.zeros(0),
        left_out_group_ids=left_out,
    )


def pair_count(network: AffiliationNetwork) -> int:
    """Number of pairs the groups make, before pairs that meet in several groups are merged.

    Parameters
    ----------
    network
        The affiliation network.

    Returns
    -------
    int
        Σ_g s_g (s_g - 1) / 2: what a projection costs in time and memory, known beforehand.
    """
    sizes = network.group_sizes
    return int((sizes * (sizes - 1) // 2).sum())
