"""Versions of columns: what is as it was keeps its version and its place in memory."""

from __future__ import annotations

import pytest

from graph.dataset import Dataset
from graph.versions import columns, reads, reads_of, together, versioned
from tests.unit.analysis.conftest import network_of

KIND = columns(organizations="id kind")


@pytest.fixture
def town() -> Dataset:
    return network_of({"board": "police school", "forum": "police ?owners"})


def renamed(dataset: Dataset) -> Dataset:
    names = dataset["organizations"]["name"].str.to_uppercase()
    return dataset.replace(organizations=dataset["organizations"].with_columns(names))


def test_everything_of_a_first_state_is_of_its_revision(town: Dataset) -> None:
    first = versioned(town, revision=4)
    assert first.dataset is town
    assert first.since(KIND) == first.since(None) == 4


def test_what_did_not_change_keeps_its_version_and_its_memory(town: Dataset) -> None:
    first = versioned(town, revision=4)
    second = versioned(renamed(town), revision=7, before=first)
    assert second.dataset == renamed(town)
    assert second.since(KIND) == 4
    assert second.since(columns(organizations="kind name")) == second.since(None) == 7
    assert second.dataset["memberships"] is town["memberships"]
    back = versioned(town, revision=9, before=second)
    assert back.since(columns(organizations="name")) == 9


def test_tables_that_are_made_anew_and_hold_the_same_are_those_before(town: Dataset) -> None:
    anew = Dataset({table: town[table].clone() for table in town})
    assert anew["groups"] is not town["groups"]
    second = versioned(anew, revision=2, before=versioned(town, revision=1))
    assert all(second.dataset[table] is town[table] for table in town)
    assert second.since(KIND) == 1


def test_a_row_more_changes_every_column(town: Dataset) -> None:
    fewer = town.replace(memberships=town["memberships"].head(2))
    second = versioned(town, revision=2, before=versioned(fewer, revision=1))
    assert {second.since(columns(memberships=name)) for name in town["memberships"].columns} == {2}
    assert second.since(KIND) == 1


def test_a_later_state_says_nothing_of_an_earlier_one(town: Dataset) -> None:
    earlier = versioned(town, revision=2, before=versioned(town, revision=3))
    assert earlier.since(KIND) == 2


def test_a_question_says_what_it_reads_or_nothing() -> None:
    @reads(KIND, columns(organizations="name", areas="id"))
    def asked(dataset: Dataset) -> int:
        return dataset["areas"].height

    assert reads_of(asked) == {"organizations": {"id", "kind", "name"}, "areas": {"id"}}
    assert reads_of(versioned) is None
    assert together() == {}
