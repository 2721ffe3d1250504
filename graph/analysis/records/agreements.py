"""What have two parties agreed, and which memberships rest on an agreement?

An agreement stands on a membership itself, or in the table of agreements between any two parties:
two organisations, two groups, or one of each.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from graph.dataset import Dataset
from graph.model import AGREEMENTS
from graph.network import own_groups

_PARTIES: Final = (("organization_id", "group_id"), ("partner_id", "partner_group_id"))


def party_agreements(
    dataset: Dataset, *, organization_id: str | None = None, group_id: str | None = None
) -> pl.DataFrame:
    """The agreements of one party.

    Parameters
    ----------
    dataset
        The network, cut by `as_of` and rolled up.
    organization_id, group_id
        The party. Both for an organisation that is a group too.

    Returns
    -------
    DataFrame
        Rows of the table `agreements`, each once, turned so that `partner_id` or `partner_group_id`
        names the other party, whichever of the two the source named first.
    """
    found = []
    for (organization, group), (partner, partner_group) in (_PARTIES, _PARTIES[::-1]):
        wanted = ((organization, organization_id), (group, group_id))
        mine = pl.any_horizontal(pl.col(column) == one for column, one in wanted if one is not None)
        found.append(
            dataset["agreements"]
            .filter(mine.fill_null(False))
            .with_columns(
                pl.col(organization).alias("organization_id"),
                pl.col(group).alias("group_id"),
                pl.col(partner).alias("partner_id"),
                pl.col(partner_group).alias("partner_group_id"),
            )
        )
    return pl.concat(found).unique("id", keep="first", maintain_order=True).sort("id")


def membership_agreements(dataset: Dataset) -> pl.DataFrame:
    """What is agreed with those who take part in groups.

    Parameters
    ----------
    dataset
        The network, cut by `as_of` and rolled up.

    Returns
    -------
    DataFrame[id, agreement: String]
        One row per membership, in the order of the table: the firmest of what the membership says
        and of what its organisation and its group have agreed. Null where nobody says. An agreement
        with an organisation that is a group too is one with the group.
    """
    memberships = dataset["memberships"]
    if dataset["agreements"].is_empty():
        return memberships.select("id", "agreement")
    between = (
        _between_organizations_and_groups(dataset)
        .group_by("organization_id", "group_id")
        .agg(agreed=_firmness("agreement").max())
    )
    return memberships.join(
        between, on=["organization_id", "group_id"], how="left", maintain_order="left"
    ).select(
        "id",
        agreement=pl.max_horizontal(_firmness("agreement"), "agreed").replace_strict(
            dict(enumerate(AGREEMENTS)), default=None, return_dtype=pl.String
        ),
    )


def _firmness(column: str) -> pl.Expr:
    return pl.col(column).replace_strict(
        {form: place for place, form in enumerate(AGREEMENTS)}, default=None, return_dtype=pl.Int64
    )


def _between_organizations_and_groups(dataset: Dataset) -> pl.DataFrame:
    """Agreements as DataFrame[organization_id, group_id, agreement], whoever was named first."""
    frame, own = dataset["agreements"], own_groups(dataset)
    group_of = own.select(own_group_id="group_id", id="organization_id")
    organization_of = own.select(own_organization_id="organization_id", id="group_id")
    pairs = []
    for (organization, group), (partner, partner_group) in (_PARTIES, _PARTIES[::-1]):
        as_one = frame.join(group_of, left_on=partner, right_on="id", how="left").join(
            organization_of, left_on=group, right_on="id", how="left"
        )
        pairs.append(
            as_one.select(
                pl.coalesce(organization, "own_organization_id").alias("organization_id"),
                pl.coalesce(partner_group, "own_group_id").alias("group_id"),
                "agreement",
            )
        )
    return pl.concat(pairs).drop_nulls()
