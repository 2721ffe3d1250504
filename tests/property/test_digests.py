"""Digests tell tables apart by their content alone, and go on being right from change to change."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings

from graph.changes import ChangeSet
from graph.dataset import Dataset
from graph.digests import digest_of_all, digests, digests_after
from tests.contract.datasets import datasets, town


@settings(max_examples=30)
@given(before=datasets(), after=datasets())
def test_digests_after_a_change_are_those_of_the_state_it_leads_to(before: Dataset, after: Dataset) -> None:
    changes = ChangeSet.between(before, after)
    assert digests_after(digests(before), changes, after.counts) == digests(after)


@settings(max_examples=30)
@given(one=datasets(), other=datasets())
def test_digests_are_equal_where_the_records_are(one: Dataset, other: Dataset) -> None:
    assert (digests(one) == digests(other)) == (one == other)
    assert (digest_of_all(digests(one)) == digest_of_all(digests(other))) == (one == other)


def test_digests_mind_neither_order_nor_fields_that_nobody_has_filled() -> None:
    organizations = town()["organizations"]
    shuffled = Dataset({"organizations": organizations.reverse()})
    filled = [column.name for column in organizations if column.null_count() < organizations.height]
    fewer = Dataset({"organizations": organizations.select(filled)})
    assert digests(shuffled) == digests(fewer) == {"organizations": digests(town())["organizations"]}


def test_digests_are_the_same_in_every_version() -> None:
    """They lie in databases: another number would make every one of them seem damaged."""
    known = Dataset(
        {"areas": pl.DataFrame({"id": ["a"], "name": ["Å"], "latitude": [59.3], "other_names": [["B", "C"]]})}
    )
    assert digests(known) == {"areas": "0ed637d19dd16bef"}
