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

_Pairs = tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.float64]]

_CHUNK_PAIRS = 1 << 17  # a megabyte of pairs: sorted within the cache of a common processor


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
    shared_groups: npt.NDArray[np.int32]
    newman_weight: npt.NDArray[np.float64] = field(repr=False)
    left_out_group_ids: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.first)

    @cached_property
    def pairs(self) -> pl.DataFrame:
        """DataFrame[organization_a, organization_b: String, shared_groups: Int64, newman_weight: Float64].

        One row per pair, organization_a < organization_b, sorted by both. Made when first asked
        for: with millions of pairs the ids cost more than the projection.
        """
        ids = pl.Series("id", self.organization_ids, dtype=pl.String)
        return pl.DataFrame(
            {
                "organization_a": ids.gather(self.first),
                "organization_b": ids.gather(self.second),
                "shared_groups": self.shared_groups.astype(np.int64),
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
    >>> from graph.network import AffiliationNetwork
    >>> network = AffiliationNetwork.from_ties(
    ...     [("a", "x"), ("b", "x"), ("c", "x"), ("a", "y"), ("b", "y")],
    ...     organization_ids="abc",
    ...     group_ids="xy",
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
    incidence = network.incidence
    if not kept.all():
        incidence = csr_array(incidence[:, np.flatnonzero(kept)])
    organizations = len(network.organization_ids)
    # every possible pair met four times on average: merging while multiplying beats sorting repeats
    repetitive = _pair_count(sizes[kept]) >= 2 * organizations**2 > 0
    first, second, shared, newman = (_multiplied if repetitive else _enumerated)(incidence)
    return Projection(
        organization_ids=network.organization_ids,
        first=first,
        second=second,
        shared_groups=shared,
        newman_weight=newman,
        left_out_group_ids=tuple(network.group_ids[g] for g in np.flatnonzero(~kept)),
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
        Σ_g s_g (s_g - 1) / 2: what a projection costs in time and memory, known beforehand. About
        40 million pairs take a second and a gigabyte.
    """
    return _pair_count(network.group_sizes)


def _pair_count(sizes: npt.NDArray[np.int64]) -> int:
    return int((sizes * (sizes - 1) // 2).sum())


def _newman_weights(sizes: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    return np.divide(1.0, sizes - 1, out=np.zeros(len(sizes)), where=sizes > 1)


def _multiplied(incidence: csr_array) -> _Pairs:
    """Both weights as B Bᵀ, some rows at a time: right where few organisations share many groups.

    One product gives both: the turned incidence holds 1 + i/(s - 1), so shared groups come out as
    the real part and Newman weights as the imaginary part.
    """
    organizations, groups = incidence.shape
    sizes = np.bincount(incidence.indices, minlength=groups).astype(np.int64)
    turned = csr_array(incidence.T).astype(np.complex128)
    turned.data = 1 + 1j * np.repeat(_newman_weights(sizes), sizes)
    step = max(_CHUNK_PAIRS // organizations, 1)
    parts = []
    for row in range(0, organizations, step):
        block = (incidence[row : row + step] @ turned).toarray()
        rows, columns = np.nonzero(block.real)
        upper = columns > rows + row
        rows, columns = rows[upper], columns[upper]
        weights = block[rows, columns]
        parts.append(
            (
                (rows + row).astype(np.int32),
                columns.astype(np.int32),
                np.rint(weights.real).astype(np.int32),
                weights.imag,
            )
        )
    first, second, shared, newman = zip(*parts, strict=True)
    return np.concatenate(first), np.concatenate(second), np.concatenate(shared), np.concatenate(newman)


def _enumerated(incidence: csr_array) -> _Pairs:
    """Both weights by writing out each group's pairs, a cache-full of rows at a time, and sorting.

    A pair is one whole number, organisation a, then b, then the class of the group's size, so that
    one sort of plain numbers brings equal pairs together with their weights.
    """
    organizations, groups = incidence.shape
    sizes = np.bincount(incidence.indices, minlength=groups).astype(np.int64)
    size_classes, class_of = np.unique(sizes, return_inverse=True)
    weights = _newman_weights(size_classes)
    class_bits = max(len(size_classes) - 1, 0).bit_length()
    organization_bits = max(organizations - 1, 0).bit_length()

    # the members of each group one after another; where each tie of the incidence stands there
    ties = incidence.nnz
    order = csr_array((np.arange(ties), incidence.indices, incidence.indptr), shape=incidence.shape).tocsc()
    member = order.indices.astype(np.int64) << class_bits
    place = np.empty(ties, np.int64)
    place[order.data] = np.arange(ties)
    following = order.indptr[1:].astype(np.int64)[incidence.indices] - place - 1
    row_starts = incidence.indptr.astype(np.int64)
    row_of_tie = np.repeat(np.arange(organizations), np.diff(row_starts))
    class_of_tie = class_of[incidence.indices]
    pairs_before = np.concatenate([[0], np.cumsum(following)])
    row_pairs_before = pairs_before[row_starts]

    # room for as many pairs as there can be: what is not written to takes no memory
    room = min(int(pairs_before[-1]), organizations * (organizations - 1) // 2)
    first, second, shared = (np.empty(room, np.int32) for _ in range(3))
    newman = np.empty(room)
    row, done, most_rows = 0, 0, 1 << max(63 - organization_bits - class_bits, 0)
    while row < organizations:
        full = np.searchsorted(row_pairs_before, row_pairs_before[row] + _CHUNK_PAIRS, side="right") - 1
        end = min(max(int(full), row + 1), row + most_rows, organizations)
        a, b = row_starts[row], row_starts[end]
        total = int(pairs_before[b] - pairs_before[a])
        if total:
            head = ((row_of_tie[a:b] - row) << (organization_bits + class_bits)) | class_of_tie[a:b]
            shift = place[a:b] + 1 - (pairs_before[a:b] - pairs_before[a])
            partner = np.repeat(shift, following[a:b])
            partner += np.arange(total)
            key = member[partner]
            key += np.repeat(head, following[a:b])
            key.sort()
            pair = key >> class_bits
            begins = np.concatenate([[0], np.flatnonzero(pair[1:] != pair[:-1]) + 1])
            distinct = pair[begins]
            here = slice(done, done + len(begins))
            first[here] = (distinct >> organization_bits) + row
            second[here] = distinct & ((1 << organization_bits) - 1)
            shared[here] = np.diff(begins, append=total)
            key &= (1 << class_bits) - 1
            newman[here] = np.add.reduceat(weights[key], begins)
            done += len(begins)
        row = end
    return first[:done], second[:done], shared[:done], newman[:done]
