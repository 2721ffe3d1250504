"""How many work on each topic: groups that go on and groups only proposed, stated and inferred, unnamed."""

from __future__ import annotations

import polars as pl
import pytest

from graph.analysis.places.topic_overview import TOPIC_OVERVIEW_SCHEMA, topic_overview
from graph.analysis.records.profile import topic_profile
from graph.dataset import Dataset


@pytest.fixture
def town(make) -> Dataset:
    return make(
        {"board": "police parish ?owners", "idea": "school"},
        status={"idea": "proposed"},
        organizations="well",
        topics="safety water youth",
        works_on={"board": "safety", "idea": "safety youth"},
        activities=pl.DataFrame(
            {"id": ["a", "b"], "organization_id": ["well", "parish"], "topic_id": ["water", "safety"]}
        ),
    )


def test_topics_are_counted_with_what_is_stated_and_what_follows_from_groups(town: Dataset) -> None:
    assert topic_overview(town).rows() == [
        ("safety", 1, 1, 2, 1, 1),
        ("water", 0, 0, 1, 1, 0),
        ("youth", 0, 1, 0, 0, 0),
    ]


def test_without_what_only_follows_from_groups_the_stated_remain(town: Dataset) -> None:
    counts = topic_overview(town, inferred=False)
    assert counts["organizations"].to_list() == counts["stated"].to_list() == [1, 1, 0]


def test_it_counts_whom_the_profile_of_each_topic_names(town: Dataset) -> None:
    for row in topic_overview(town).iter_rows(named=True):
        actors = topic_profile(town, row["topic_id"]).actors
        assert actors.filter(kind="named").height == row["organizations"]
        assert actors.filter(kind="unnamed").height == row["unnamed"]


def test_without_topics_it_is_empty() -> None:
    assert topic_overview(Dataset()).schema == TOPIC_OVERVIEW_SCHEMA
    assert topic_overview(Dataset()).is_empty()
