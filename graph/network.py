"""AffiliationNetwork: who is in which group, as two lists of ids and one sparse matrix.

The affiliation (two-mode) network is the ground every measure stands on. Its node sets are given,
never inferred from the ties, so an organisation in no group is still there.

Which memberships count is decided here once, for every measure:

==============================  ==========================================================
membership                      counts as
==============================  ==========================================================
role `invited`                  planned: no tie, no actor yet
in a group `proposed`           planned
in a group `closed`             nothing; see the note below
any other role, `on_call` too   active: a stated participation, so a tie and an actor
==============================  ==========================================================

A Dataset handed to analysis has been cut by `Dataset.as_of`. A group whose status is `closed` and
that is still there with a dissolution date was alive on that day (the status tells of today, the
date of then), so it counts as active; a closed group without a date does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import networkx as nx
import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.sparse import csr_array

from graph.dataset import Dataset
from graph.errors import UnknownId


class Level(StrEnum):
    """Whether units count by themselves or as the organisation they belong to."""

    UNIT = "unit"
    ORGANIZATION = "organization"


class Standing(StrEnum):
    """Whether somebody takes part now or is only meant to."""

    ACTIVE = "active"
    PLANNED = "planned"


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
    proposed = pl.col("status") == "proposed"
    standing = pl.when(proposed).then(pl.lit(Standing.PLANNED.value)).otherwise(pl.lit(Standing.ACTIVE.value))
    return (
        dataset["groups"].filter(~closed).select(pl.col("id").alias("group_id"), standing.alias("standing"))
    )


def participations(dataset: Dataset) -> pl.DataFrame:
    """Who takes part in which group, or is meant to: one row per organisation and group.

    Two memberships of one organisation in one group (two roles, two functions) are one
    participation; it is active when one of them is.

    Parameters
    ----------
    dataset
        The network, cut by `as_of`.

    Returns
    -------
    DataFrame[organization_id, group_id, kind, sector_id, standing: String, confirmed_on: Date]
        Sorted by organisation and group. `kind` is named or unnamed, `sector_id` null where no
        sector is recorded, `confirmed_on` the newest date of the memberships behind the row.
        Memberships that refer to a record that is not there are left out.
    """
    organizations = dataset["organizations"].select(
        pl.col("id").alias("organization_id"), "kind", pl.col("classification").alias("sector_id")
    )
    rows = (
        dataset["memberships"]
        .select("organization_id", "group_id", "role", "confirmed_on")
        .join(group_standing(dataset), on="group_id", how="inner")
        .with_columns(planned=(pl.col("role") == "invited") | (pl.col("standing") == Standing.PLANNED.value))
        .group_by("organization_id", "group_id")
        .agg(pl.col("planned").all(), pl.col("confirmed_on").max())
    )
    standing = (
        pl.when("planned").then(pl.lit(Standing.PLANNED.value)).otherwise(pl.lit(Standing.ACTIVE.value))
    )
    return (
        rows.join(organizations, on="organization_id", how="inner")
        .select(
            "organization_id", "group_id", "kind", "sector_id", standing.alias("standing"), "confirmed_on"
        )
        .sort("organization_id", "group_id")
    )


@dataclass(frozen=True, eq=False)
class AffiliationNetwork:
    """The two-mode network of organisations and groups.

    `organization_ids` and `group_ids` name the rows and columns of `incidence`, both sorted;
    `incidence` is organisations × groups, 1.0 where the organisation takes part, with sorted
    indices and without explicit zeros.

    Raises `ValueError` when the matrix is not as large as the lists of ids.
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
        organizations = dataset["organizations"]
        if not include_unnamed:
            organizations = organizations.filter(pl.col("kind") == "named")
        ties = participations(dataset).filter(pl.col("standing") == Standing.ACTIVE.value)
        return cls.from_ties(
            ties["organization_id"],
            ties["group_id"],
            organization_ids=organizations["id"],
            group_ids=dataset["groups"]["id"],
        )

    @classmethod
    def from_ties(
        cls,
        tie_organization_ids: pl.Series,
        tie_group_ids: pl.Series,
        *,
        organization_ids: pl.Series,
        group_ids: pl.Series,
    ) -> AffiliationNetwork:
        """The network of these node sets and ties; ties to ids that are in neither set are left out.

        Parameters
        ----------
        tie_organization_ids, tie_group_ids
            The two ends of each tie; repetitions count once.
        organization_ids, group_ids
            The node sets, each id once, in any order.
        """
        organizations = organization_ids.unique().sort()
        groups = group_ids.unique().sort()
        ends = (
            pl.DataFrame({"organization_id": tie_organization_ids, "group_id": tie_group_ids})
            .join(_positions(organizations, "organization_id", "row"), on="organization_id", how="inner")
            .join(_positions(groups, "group_id", "column"), on="group_id", how="inner")
        )
        # one sort of row * width + column gives CSR order and drops repetitions
        width = max(len(groups), 1)
        key = np.unique(ends["row"].to_numpy().astype(np.int64) * width + ends["column"].to_numpy())
        starts = np.searchsorted(key, np.arange(len(organizations) + 1, dtype=np.int64) * width)
        incidence = csr_array(
            (np.ones(len(key)), (key % width).astype(np.int32), starts.astype(np.int32)),
            shape=(len(organizations), len(groups)),
        )
        incidence.has_sorted_indices = True
        return cls(tuple(organizations.to_list()), tuple(groups.to_list()), incidence)

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


def _positions(ids: pl.Series, id_column: str, position_column: str) -> pl.DataFrame:
    return pl.DataFrame({id_column: ids.cast(pl.String)}).with_row_index(position_column)
