"""Agreements between two parties, and the memberships that rest on them."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from graph.analysis.coverage.matrix import CoverageRules
from graph.analysis.records.agreements import membership_agreements, party_agreements
from graph.analysis.records.attention import attention
from graph.dataset import Dataset
from tests.own_words import own_words


def agreed(dataset: Dataset) -> dict[tuple[str, str], str | None]:
    """(organization, group) → what is agreed."""
    ends = dataset["memberships"].select("id", "organization_id", "group_id")
    rows = ends.join(membership_agreements(dataset), on="id")
    return {(o, g): a for _, o, g, a in rows.iter_rows()}


def between(**row: object) -> Dataset:
    return own_words().replace(agreements=pl.DataFrame([{"id": "x", **row}]))


def test_both_parties_know_of_their_agreement_whoever_was_named_first() -> None:
    dataset = own_words()
    of_club = party_agreements(dataset, organization_id="boats")
    of_board = party_agreements(dataset, group_id="board")
    of_museum = party_agreements(dataset, organization_id="museum")
    of_association = party_agreements(dataset, organization_id="association", group_id="members")

    assert of_club.select("partner_id", "partner_group_id", "about").rows() == [(None, "board", "kassan")]
    assert of_board.select("partner_id", "partner_group_id").rows() == [("boats", None)]
    assert of_museum["partner_id"].to_list() == ["association"]
    assert of_association["partner_id"].to_list() == ["museum"]
    assert party_agreements(dataset, organization_id="pilots").is_empty()


@pytest.mark.parametrize(
    "ends",
    [
        {"organization_id": "pilots", "partner_group_id": "ice"},
        {"group_id": "ice", "partner_id": "pilots"},
    ],
)
def test_an_agreement_of_an_organization_and_a_group_holds_for_its_membership(ends: dict[str, str]) -> None:
    found = agreed(between(**ends, agreement="oral"))
    assert found["pilots", "ice"] == "oral"
    assert [pair for pair, form in found.items() if form] == [("pilots", "ice")]


@pytest.mark.parametrize(
    "ends",
    [
        {"organization_id": "boats", "partner_id": "association"},
        {"organization_id": "association", "partner_id": "boats"},
        {"group_id": "members", "partner_id": "boats"},
    ],
)
def test_an_agreement_with_an_organization_that_is_a_group_is_one_with_the_group(
    ends: dict[str, str],
) -> None:
    assert agreed(between(**ends, agreement="written"))["boats", "members"] == "written"


def test_two_members_that_agree_with_each_other_have_not_agreed_with_the_group() -> None:
    dataset = between(organization_id="boats", partner_id="museum", agreement="written")
    assert set(agreed(dataset).values()) == {None}


def test_the_firmest_of_what_is_said_counts() -> None:
    dataset = between(organization_id="boats", partner_group_id="board", agreement="oral")
    said = dataset["memberships"].with_columns(agreement=pl.lit("written"))
    assert agreed(dataset.replace(memberships=said))["boats", "board"] == "written"
    said = dataset["memberships"].with_columns(agreement=pl.lit("none"))
    assert agreed(dataset.replace(memberships=said))["boats", "board"] == "oral"
    assert agreed(dataset.replace(memberships=said))["pilots", "ice"] == "none"


def test_attention_counts_the_memberships_that_no_agreement_covers() -> None:
    dataset = own_words()
    found = attention(dataset, today=dt.date(2026, 5, 1), rules=CoverageRules())
    without = found.filter(code="no_agreement").row(0, named=True)
    pairs = dataset["memberships"].filter(pl.col("id").is_in(without["detail_ids"]))
    missing = set(pairs.select("organization_id", "group_id").iter_rows())

    assert without["count"] == 5
    assert not missing & {("boats", "board"), ("museum", "members")}
