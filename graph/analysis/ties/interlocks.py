"""Which groups are tied together by the organisations they share, and who ties them?

An interlock is an organisation that sits in several groups: it ties each two of them, as a shared
director ties two boards (Mizruchi 1996, Annual Review of Sociology 22:271-298). Groups tied by
organisations are the other side of organisations tied by groups (Breiger 1974, Social Forces
53:181-190), so the weights of the projection hold here too, turned round.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.sparse import csr_array

from graph.network import Standing, positions

_IS_TIE = (pl.col("kind") == "named") & (pl.col("standing") == Standing.ACTIVE.value)


@dataclass(frozen=True)
class Page:
    """One of the pages that `group_page` parts `groups` groups into.

    `number` counts from 1 to `count`. Pages differ by one group at most.
    """

    number: int
    count: int
    groups: int

    @property
    def first(self) -> int:
        """The place of the page's first group among all of them, from 1."""
        return self.groups * (self.number - 1) // self.count + min(1, self.groups)

    @property
    def last(self) -> int:
        """The place of its last group."""
        return self.groups * self.number // self.count


def group_page(
    ties: pl.DataFrame, *, groups: pl.DataFrame, size: int, number: int = 1
) -> tuple[pl.DataFrame, Page]:
    """One page of groups that belong together; all pages hold each group once, the most connected first.

    Parameters
    ----------
    ties
        DataFrame[organization_id, group_id, kind, standing: String], each pair once: the rows of
        `graph.network.participations`, or some of them.
    groups
        DataFrame[group_id: String]: the groups to be parted, each once. Ties to others are passed over.
    size
        The most groups on a page, at least 1.
    number
        Which page, from 1; where there is none of this number, the nearest.

    Returns
    -------
    DataFrame[group_id: String]
        The groups of the page, in order.
    Page
        Which page that is, of how many.

    Notes
    -----
    An organisation in *k* groups ties each two of them by 1 / (k - 1), so that one which sits
    everywhere says little of which two belong together (Newman 2001, Physical Review E 64:016132,
    turned round). The ties of one group then add up to the number of its organisations that sit in
    other groups as well, whatever else they do. A page begins with the group of which that number is
    the largest among those left, and takes again and again the group that is tied most strongly to
    those already on it (maximum adjacency order: Stoer & Wagner 1997, Journal of the ACM
    44(4):585-591); when none left is tied to them, it begins anew. Equal groups come by their number
    of participants, the largest first, then by id. Only named organisations that take part now tie.
    """
    sizes = ties.group_by("group_id").agg(participants=pl.len())
    ordered = groups.join(sizes, on="group_id", how="left").sort(
        pl.col("participants").fill_null(0), "group_id", descending=[True, False]
    )
    count = max(1, -(-groups.height // size))
    page = Page(min(max(number, 1), count), count, groups.height)
    ends = {replace(page, number=before).last for before in range(1, page.number)}
    network = _Interlocks.of(ties, ordered.select("group_id"))
    # later pages follow from earlier ones, so nothing is worked out beyond the page
    found = list(islice(network.grown(ends), page.last))[max(0, page.first - 1) :]
    return network.group_ids.gather(found).to_frame("group_id"), page


@dataclass(frozen=True, eq=False)
class _Interlocks:
    """The organisations in two groups or more, as matrices both ways round.

    `group_ids` are those with most shared organisations first; `weight` is 1 / (k - 1) of each
    organisation.
    """

    group_ids: pl.Series
    groups_of: csr_array
    members_of: csr_array
    weight: npt.NDArray[np.float64]

    @classmethod
    def of(cls, ties: pl.DataFrame, groups: pl.DataFrame) -> _Interlocks:
        """The interlocks of these groups; where they share as many organisations the order given holds."""
        shared = ties.filter(_IS_TIE).join(groups, on="group_id", how="semi")
        shared = shared.filter(pl.len().over("organization_id") > 1)
        counts = shared.group_by("group_id").agg(shared=pl.len())
        ids = groups.join(counts, on="group_id", how="left", maintain_order="left").sort(
            pl.col("shared").fill_null(0), descending=True, maintain_order=True
        )["group_id"]
        organizations = shared["organization_id"].unique().sort()
        placed = shared.join(
            positions(organizations, id_column="organization_id", position_column="organization"),
            on="organization_id",
        ).join(positions(ids, id_column="group_id", position_column="group"), on="group_id")
        groups_of = csr_array(
            (np.ones(placed.height), (placed["organization"].to_numpy(), placed["group"].to_numpy())),
            shape=(len(organizations), len(ids)),
        )
        groups_of.sort_indices()  # sums are then the same whatever the order of the rows
        members_of = csr_array(groups_of.T)
        members_of.sort_indices()
        return cls(ids, groups_of, members_of, 1 / np.maximum(np.diff(groups_of.indptr) - 1, 1))

    def grown(self, ends: Collection[int]) -> Iterator[int]:
        """Positions of all groups; after as many as `ends` has, what they are tied to begins anew."""
        left = np.ones(len(self.group_ids), dtype=bool)
        strength = np.zeros(len(left))
        for place in range(len(left)):
            if place in ends:
                strength[:] = 0.0
            group = int(np.argmax(np.where(left, strength, -1.0)))  # of equal ones the first
            left[group] = False
            strength += self._strength(group)
            yield group

    def _strength(self, group: int) -> npt.NDArray[np.float64]:
        """How strongly a group is tied to each one."""
        start, end = self.members_of.indptr[group : group + 2]
        members = self.members_of.indices[start:end]
        # the rows of the members one after the other; picked out by scipy they take three times as long
        starts = self.groups_of.indptr[members]
        lengths = self.groups_of.indptr[members + 1] - starts
        places = np.arange(lengths.sum()) + np.repeat(starts - (np.cumsum(lengths) - lengths), lengths)
        weights = np.repeat(self.weight[members], lengths)
        groups = self.groups_of.indices[places]
        return np.bincount(groups, weights=weights, minlength=len(self.group_ids)).astype(np.float64)


def connecting_organizations(
    ties: pl.DataFrame,
    *,
    group_ids: Collection[str],
    nodes: int,
    lines: int,
    first: Collection[str] = (),
    then: Collection[str] = (),
) -> pl.Series:
    """The organisations that show best how these groups are tied together.

    Parameters
    ----------
    ties
        DataFrame[organization_id, group_id, kind, standing: String], each pair once: all that could
        be drawn, to these groups and to others.
    group_ids
        The groups of the picture.
    nodes, lines
        The most organisations, and the most ties of them to these groups. A first tie of each group,
        and the organisations of `first` and `then`, are worth more than the limit of lines.
    first, then
        Organisations that come before all others, as far as there is room for one of each group
        besides, and those that come as soon as each group has a tie.

    Returns
    -------
    Series of ids
        In the order in which they were chosen. Each group with participants has one of its own among
        them, if `nodes` is not less than the number of groups.

    Notes
    -----
    First the one in most groups of all, about whom a reader asks first, and those in most of these
    groups until each has a tie (the greedy cover: Chvátal 1979, Mathematics of Operations Research
    4(3):233-235, in one pass). Then those that tie two of the groups or more, in the order of what a tie of theirs says, 1 / (k - 1) as
    in `group_page`: with the widest alone every group would be tied to every other, and none of it
    could be read. Last those in a single one of the groups, one of each group in turn, so that a large
    group does not crowd out the rest. One whose lines no longer fit is passed over.
    """
    choice = _Choice(_counted(ties, group_ids), nodes=nodes, lines=lines)
    choice.take(list(first)[: max(0, nodes - len(group_ids))])
    choice.cover()
    choice.take(then)
    choice.fill()
    return pl.Series("organization_id", list(choice.chosen), dtype=pl.String)


def _counted(ties: pl.DataFrame, group_ids: Collection[str]) -> pl.DataFrame:
    """Who takes part in these groups: an organisation a row, those in most of them first.

    DataFrame[organization_id: String, group_ids: List(String), here, everywhere, turn: UInt32].
    `group_ids` are those of the picture; `here` counts those of them the organisation ties,
    `everywhere` all it ties; `turn` is its place among those with the same first group.
    """
    inside = ties.filter(pl.col("group_id").is_in(list(group_ids)))
    everywhere = (
        ties.join(inside, on="organization_id", how="semi")
        .group_by("organization_id")
        .agg(everywhere=_IS_TIE.sum())
    )
    return (
        inside.group_by("organization_id")
        .agg(group_ids=pl.col("group_id").sort(), here=_IS_TIE.sum())
        .join(everywhere, on="organization_id")
        .sort("here", pl.col("group_ids").list.len(), "organization_id", descending=[True, True, False])
        .with_columns(turn=pl.int_range(pl.len(), dtype=pl.UInt32).over(pl.col("group_ids").list.first()))
    )


class _Choice:
    """Organisations chosen one after the other, while there is room."""

    def __init__(self, counted: pl.DataFrame, *, nodes: int, lines: int) -> None:
        self._counted = counted
        self._groups: dict[str, list[str]] = dict(counted.select("organization_id", "group_ids").iter_rows())
        self._nodes, self._lines = nodes, lines
        self.chosen: dict[str, None] = {}  # a set that keeps its order

    def take(self, organization_ids: Collection[str]) -> None:
        """These, whatever lines they need; one without a tie to the groups too."""
        for organization in organization_ids:
            if organization not in self.chosen and len(self.chosen) < self._nodes:
                self.chosen[organization] = None
                self._lines -= len(self._groups.get(organization, ()))

    def cover(self) -> None:
        """The widest of all, and those in most of the groups, until each has a tie."""
        # the sort is stable: of equal ones the one in most of the groups
        widest = self._counted.filter(pl.col("everywhere") > 1).sort(
            "everywhere", descending=True, maintain_order=True
        )
        self.take(widest["organization_id"].head(1))
        reached = {group for chosen in self.chosen for group in self._groups.get(chosen, ())}
        for organization, groups in self._groups.items():
            if not reached.issuperset(groups):
                self.take([organization])
                reached.update(groups)

    def fill(self) -> None:
        """Those that tie the groups, then the others, as far as there is room for their lines."""
        ties = pl.col("here") > 1
        order = self._counted.sort(
            pl.when(ties).then("everywhere"),
            pl.when(ties).then("here"),
            "turn",
            pl.col("group_ids").list.first(),
            "organization_id",
            descending=[False, True, False, False, False],
            nulls_last=True,
        )
        for organization in order["organization_id"]:
            if len(self._groups[organization]) <= self._lines:
                self.take([organization])
