"""Söderandan in a real database: everything the page names is found, and one actor is one node."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from graph.analysis.ties.projection import projection
from graph.network import AffiliationNetwork
from graph.store.graph_store import GraphStore
from graph.store.search import BY_NAMES
from loaders.pipeline import check, load

SODERANDAN = Path(__file__).parents[2] / "data" / "soderandan"


@pytest.fixture
def soderandan(store: GraphStore) -> GraphStore:
    load(SODERANDAN, store)
    return store


def test_every_group_participant_area_and_topic_is_found_by_each_of_its_names(soderandan: GraphStore) -> None:
    dataset = check(SODERANDAN).dataset
    missed = []
    for table in ("organizations", "groups", "areas", "topics"):
        for row in dataset[table].iter_rows(named=True):
            for name in [row["name"], row["name_en"], *(row["other_names"] or [])]:
                if name is None:
                    continue
                found = soderandan.search(name, limit=50)
                if (table, row["id"]) not in set(found.select("table", "id").iter_rows()):
                    missed.append((table, row["id"], name))
    assert not missed


def test_every_record_found_has_its_source_and_its_place_in_it(soderandan: GraphStore) -> None:
    dataset = soderandan.read_dataset()
    for table in ("organizations", "groups", "areas", "topics", "memberships"):
        frame = dataset[table]
        assert frame["source_id"].null_count() == 0, table
    assert dataset["memberships"]["locator"].null_count() == 0


def test_local_police_is_one_node_in_every_group_that_names_it(soderandan: GraphStore) -> None:
    groups = soderandan.groups_of("lokalpolisen-sodermalm")
    assert groups["group_id"].n_unique() == 8
    for spelling in ("lokalpolisen", "lokalpolis", "Lokalpolisen Södermalm"):
        found = soderandan.search(spelling).filter(table="organizations")
        assert found["id"].to_list() == ["lokalpolisen-sodermalm"]


def test_property_owners_never_link_two_groups(soderandan: GraphStore) -> None:
    dataset = soderandan.read_dataset()
    found = soderandan.search("fastighetsägare", limit=50).filter(pl.col("score") >= BY_NAMES)
    owners = found.filter(table="organizations")["id"].to_list()
    assert len(owners) >= 3
    assert all(soderandan.groups_of(owner)["group_id"].n_unique() == 1 for owner in owners)
    tied = projection(AffiliationNetwork.from_dataset(dataset)).pairs
    assert not set(owners) & {*tied["organization_a"], *tied["organization_b"]}
