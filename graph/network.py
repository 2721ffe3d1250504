"""AffiliationNetwork: who is in which group, as two lists of ids and one sparse matrix.

The affiliation (two-mode) network is the ground every measure stands on. Its node sets are given,
never inferred from the ties, so an organisation in no group is still there.

Which memberships count is decided here once, for every measure:

==============================  ==========================================================
membership                      counts as
==============================  ==========================================================
role that counts as `invited`   planned: no tie, no actor yet
in a group `proposed`           planned
in a group `closed`             nothing; see the note below
of an organisation in itself    nothing; see `own_groups`
any other role, `on_call` too   active: a stated participation, so a tie and an actor
running a group (`hosts`)       active, of a kind of its own: who runs a group is in it
==============================  ==========================================================

A Dataset handed to analysis has been cut by `Dataset.as_of`. A group whose status is `closed` and
that is still there with a dissolution date was alive on that day (the status tells of today, the
date of then), so it counts as active; a closed group without a date does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final, Literal

import networkx as nx
import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.sparse import csr_array

from graph.dataset import Dataset
from graph.errors import UnknownId
from graph.model import PLANS
from graph.versions import columns, reads, together
from graph.vocabulary import ROLES, words_for


class Level(StrEnum):
    """Whether units count by themselves or as the organisation they belong to."""

    UNIT = "unit"
    ORGANIZATION = "organization"


class Standing(StrEnum):
    """Whether somebody takes part now or is only meant to."""

    ACTIVE = "active"
    PLANNED = "planned"


OWN_GROUPS_READ: Final = columns(groups="id organization_id", organizations="id")
SEATS_READ: Final = together(
    OWN_GROUPS_READ,
    columns(
        groups="status dissolution_date",
        memberships="organization_id group_id role confirmed_on",
        hosts="organization_id group_id confirmed_on",
        roles="id base",
    ),
)
"""What who sits in which group depends on."""


def group_standing(dataset: Dataset) -> pl.DataFrame:
    """The groups that count, each with its standing.

    Parameters
    ----------
    dataset
        The network, cut by `as_of`.

    Returns
    -------
    DataFrame[group_id: String, standing: String]
        One row per group that is active or proposed (`Standing` values), sorted by id. Closed
        groups are left out, as the module says.
    """
    closed = (pl.col("status") == "closed") & pl.col("dissolution_date").is_null()
    standing = (
        pl.when(pl.col("status").is_in(PLANS))
        .then(pl.lit(Standing.PLANNED.value))
        .otherwise(pl.lit(Standing.ACTIVE.value))
    )
    return (
        dataset["groups"].filter(~closed).select(pl.col("id").alias("group_id"), standing.alias("standing"))
    )


@reads(OWN_GROUPS_READ)
def own_groups(dataset: Dataset) -> pl.DataFrame:
    """The organisations that are a group too: an association and its members are one.

    Parameters
    ----------
    dataset
        The network, cut by `as_of` and rolled up.

    Returns
    -------
    DataFrame[organization_id, group_id: String]
        One row per such organisation, sorted by it. A group whose organisation is not in the
        dataset (on another day, or counted as part of a larger one) stands by itself and is not
        among them.
    """
    return (
        dataset["groups"]
        .select("organization_id", group_id="id")
        .drop_nulls()
        .join(dataset["organizations"], left_on="organization_id", right_on="id", how="semi")
        .unique("organization_id", keep="first", maintain_order=True)
        .sort("organization_id")
    )


@reads(SEATS_READ, columns(organizations="kind classification"))
def participations(dataset: Dataset) -> pl.DataFrame:
    """Who takes part in which group, or is meant to: one row per organisation and group.

    Two memberships of one organisation in one group (two roles, two functions) are one
    participation; it is active when one of them is. Who runs a group takes part in it, with a
    membership or without.

    Parameters
    ----------
    dataset
        The network, cut by `as_of`.

    Returns
    -------
    DataFrame[organization_id, group_id, kind, sector_id, standing: String, confirmed_on: Date,
    host: Boolean]
        Sorted by organisation and group. `kind` is named or unnamed, `sector_id` null where no
        sector is recorded, `confirmed_on` the newest date of the records behind the row, `host`
        true where it is there only because it runs the group. Records that refer to one that is not
        there are left out.
    """
    rows = with_ids(dataset, seats(dataset), "organization", "group")
    organizations = dataset["organizations"]
    return rows.select(
        "organization_id",
        "group_id",
        organizations["kind"].gather(rows["organization"]),
        organizations["classification"].gather(rows["organization"]).alias("sector_id"),
        pl.when("active")
        .then(pl.lit(Standing.ACTIVE.value))
        .otherwise(pl.lit(Standing.PLANNED.value))
        .alias("standing"),
        "confirmed_on",
        "host",
    )


def seats(dataset: Dataset) -> pl.DataFrame:
    """`participations` by position instead of by id: what matrices are built from.

    Parameters
    ----------
    dataset
        The network, cut by `as_of`.

    Returns
    -------
    DataFrame[organization, group: UInt32, active: Boolean, confirmed_on: Date, host: Boolean]
        Positions in the tables `organizations` and `groups`, each pair once, sorted by both.

    Notes
    -----
    Made once for each Dataset.
    """
    return dataset.once("seats", lambda: _seats(dataset))


def _seats(dataset: Dataset) -> pl.DataFrame:
    groups = positions(dataset["groups"]["id"], id_column="group_id", position_column="group")
    standing = group_standing(dataset).join(groups, on="group_id")
    own = own_groups(dataset)
    invited = pl.col("role").is_in(words_for(dataset, ROLES, "invited"))
    members = dataset["memberships"].select(
        "organization_id",
        "group_id",
        (~invited).alias("comes"),
        "confirmed_on",
        host=pl.lit(False),
    )
    hosts = dataset["hosts"].select(
        "organization_id", "group_id", pl.lit(True).alias("comes"), "confirmed_on", host=pl.lit(True)
    )
    rows = (
        pl.concat([members, hosts] if hosts.height else [members])
        .pipe(_without_oneself, own)
        .join(standing, on="group_id")
        .join(
            positions(
                dataset["organizations"]["id"], id_column="organization_id", position_column="organization"
            ),
            on="organization_id",
        )
        .select(
            "organization",
            "group",
            (pl.col("comes") & (pl.col("standing") == Standing.ACTIVE.value)).alias("active"),
            "confirmed_on",
            "host",
        )
        .sort("organization", "group")
    )
    again = (pl.col("organization") == pl.col("organization").shift()) & (
        pl.col("group") == pl.col("group").shift()
    )
    if rows.select(again.any()).item():
        rows = rows.group_by("organization", "group", maintain_order=True).agg(
            pl.col("active").any(), pl.col("confirmed_on").max(), pl.col("host").all()
        )
    return rows


def _without_oneself(rows: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    """The rows of which the organisation is not the group itself."""
    return rows if own.is_empty() else rows.join(own, on=["organization_id", "group_id"], how="anti")


def positions(ids: pl.Series, *, id_column: str, position_column: str) -> pl.DataFrame:
    """Ids and where each stands in a list, to join with.

    Parameters
    ----------
    ids
        The list; an id that stands twice is taken where it stands first.
    id_column, position_column
        Names of the two columns.

    Returns
    -------
    DataFrame[position_column: UInt32, id_column: String]
        In the order of the list.
    """
    frame = pl.DataFrame({id_column: ids.cast(pl.String)}).with_row_index(position_column)
    return frame if ids.is_unique().all() else frame.unique(id_column, keep="first", maintain_order=True)


def with_positions(
    dataset: Dataset, rows: pl.DataFrame, *ends: str, how: Literal["inner", "left"] = "inner"
) -> pl.DataFrame:
    """Rows with where the records they name stand in their tables, in the same order.

    Parameters
    ----------
    dataset
        The network.
    rows
        Any table with a column `<end>_id` for each end.
    *ends
        What is named: `organization`, `group`, `area`, `topic`.
    how
        Whether a row that names nothing there is left out (`inner`) or has null for it.

    Returns
    -------
    DataFrame
        With a column `<end>: UInt32` more for each end.
    """
    for end in ends:
        known = positions(dataset[f"{end}s"]["id"], id_column=f"{end}_id", position_column=end)
        rows = rows.join(known, on=f"{end}_id", how=how, maintain_order="left")
    return rows


def with_ids(dataset: Dataset, rows: pl.DataFrame, *ends: str) -> pl.DataFrame:
    """Rows with the ids of the records whose positions they hold: `with_positions` turned round.

    Returns
    -------
    DataFrame
        The same rows with a column `<end>_id: String` more for each end, null where `<end>` is.
    """
    return rows.with_columns(dataset[f"{end}s"]["id"].gather(rows[end]).alias(f"{end}_id") for end in ends)


@dataclass(frozen=True, eq=False)
class AffiliationNetwork:
    """The two-mode network of organisations and groups.

    `organization_ids` and `group_ids` name the rows and columns of `incidence`, both sorted;
    `incidence` is organisations × groups, 1.0 where the organisation takes part, with sorted
    indices and without explicit zeros.

    Raises
    ------
    ValueError
        When the matrix is not as large as the lists of ids.
    """

    organization_ids: tuple[str, ...]
    group_ids: tuple[str, ...]
    incidence: csr_array

    def __post_init__(self) -> None:
        expected = (len(self.organization_ids), len(self.group_ids))
        if self.incidence.shape != expected:
            raise ValueError(f"the incidence is {self.incidence.shape}; {expected} would fit the ids")

    @classmethod
    def from_dataset(cls, dataset: Dataset, *, include_unnamed: bool = False) -> AffiliationNetwork:
        """The network of a Dataset.

        Unnamed participants are left out unless asked for: "property owners" in two groups are not
        the same actor, so they make no ties.

        Parameters
        ----------
        dataset
            The network, cut by `as_of` and rolled up to the level of the reader.
        include_unnamed
            Whether unnamed participants become rows too (for sector mixes and pictures, never for
            ties).

        Returns
        -------
        AffiliationNetwork
            With every named organisation and every group, those without a tie too. Only active
            participations are ties.
        """
        organizations, groups = dataset["organizations"], dataset["groups"]["id"]
        kept = organizations["id"].is_first_distinct()
        if not include_unnamed:
            kept &= organizations["kind"] == "named"
        row = kept.cum_sum().cast(pl.Int64) - 1
        ties = seats(dataset).filter("active")
        ties = ties.filter(kept.gather(ties["organization"]))
        return cls._of(
            row.gather(ties["organization"]).to_numpy(),
            ties["group"].to_numpy(),
            organization_ids=tuple(organizations["id"].filter(kept)),
            group_ids=tuple(groups),
        )

    @classmethod
    def from_ties(
        cls,
        ties: Iterable[tuple[str, str]],
        *,
        organization_ids: Iterable[str],
        group_ids: Iterable[str],
    ) -> AffiliationNetwork:
        """The network of these node sets and ties, for trying things out and for other sources.

        Parameters
        ----------
        ties
            Organisation id and group id of each tie; repetitions count once.
        organization_ids, group_ids
            The node sets, in any order.

        Raises
        ------
        UnknownId
            When a tie names an id that is in neither set.
        """
        organizations, groups = sorted(set(organization_ids)), sorted(set(group_ids))
        row = dict(zip(organizations, range(len(organizations)), strict=True))
        column = dict(zip(groups, range(len(groups)), strict=True))
        ends = set()
        for organization, group in ties:
            if organization not in row or group not in column:
                raise UnknownId(
                    f"The tie of “{organization}” and “{group}” is not between the {len(row)} organisations "
                    f"and {len(column)} groups given; both ends among them would be right.",
                    id=organization if organization not in row else group,
                )
            ends.add((row[organization], column[group]))
        pairs = np.array(sorted(ends), np.int64).reshape(-1, 2)
        return cls._of(
            pairs[:, 0], pairs[:, 1], organization_ids=tuple(organizations), group_ids=tuple(groups)
        )

    @classmethod
    def _of(
        cls,
        rows: npt.NDArray[np.integer],
        columns: npt.NDArray[np.integer],
        *,
        organization_ids: tuple[str, ...],
        group_ids: tuple[str, ...],
    ) -> AffiliationNetwork:
        """The network of ties that are sorted by row and column, each once."""
        starts = np.searchsorted(rows, np.arange(len(organization_ids) + 1))
        incidence = csr_array(
            (np.ones(len(rows)), columns.astype(np.int32), starts.astype(np.int32)),
            shape=(len(organization_ids), len(group_ids)),
        )
        return cls(organization_ids, group_ids, incidence)

    @cached_property
    def organization_index(self) -> dict[str, int]:
        """Row number by organisation id."""
        return dict(zip(self.organization_ids, range(len(self.organization_ids)), strict=True))

    @cached_property
    def group_index(self) -> dict[str, int]:
        """Column number by group id."""
        return dict(zip(self.group_ids, range(len(self.group_ids)), strict=True))

    @cached_property
    def members(self) -> csr_array:
        """The incidence turned round, groups × organisations, for reading a group's members."""
        turned = csr_array(self.incidence.T)
        turned.sort_indices()
        return turned

    @cached_property
    def group_counts(self) -> npt.NDArray[np.int64]:
        """Number of groups each organisation is in, by row."""
        starts: npt.NDArray[np.int64] = np.asarray(self.incidence.indptr, dtype=np.int64)
        return starts[1:] - starts[:-1]

    @cached_property
    def group_sizes(self) -> npt.NDArray[np.int64]:
        """Number of organisations in each group, by column."""
        return np.bincount(self.incidence.indices, minlength=len(self.group_ids)).astype(np.int64)

    def row(self, organization_id: str) -> int:
        """The row of an organisation.

        Raises
        ------
        UnknownId
            When the organisation is not in the network (an unnamed participant is not, unless
            asked for).
        """
        row = self.organization_index.get(organization_id)
        if row is None:
            raise UnknownId(
                f"There is no organisation “{organization_id}” in this network; "
                "the id of a named organisation would be right.",
                table="organizations",
                id=organization_id,
            )
        return row

    def to_networkx(self) -> nx.Graph:
        """The same network as a networkx graph, for other tools.

        Returns
        -------
        networkx.Graph
            Nodes `("organization", id)` with `bipartite=0` and `("group", id)` with `bipartite=1`
            (networkx's convention); an edge per tie. An organisation and a group may share an id.
        """
        graph = nx.Graph()
        organizations = [("organization", name) for name in self.organization_ids]
        groups = [("group", name) for name in self.group_ids]
        graph.add_nodes_from(organizations, bipartite=0)
        graph.add_nodes_from(groups, bipartite=1)
        rows, columns = self.incidence.tocoo().coords
        graph.add_edges_from(
            (organizations[r], groups[c]) for r, c in zip(rows.tolist(), columns.tolist(), strict=True)
        )
        return graph
