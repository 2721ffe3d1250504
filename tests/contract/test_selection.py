"""Selection by query gives what the Dataset gives."""

from __future__ import annotations

import itertools
from collections import deque

import polars as pl
import pytest

from graph.dataset import Dataset
from graph.errors import UnknownId
from graph.store.graph_store import GraphStore
from tests.contract.datasets import large, town

SPARSE = large(90, organizations=60, seed=3)


@pytest.mark.parametrize("dataset", [town(), SPARSE], ids=["town", "sparse"])
def test_members_and_groups_are_those_of_the_dataset(store: GraphStore, dataset: Dataset) -> None:
    store.write_dataset(dataset, origin="data")
    for table, column, ask in (
        ("groups", "group_id", store.members),
        ("organizations", "organization_id", store.groups_of),
    ):
        for asked in dataset[table]["id"].to_list()[:12]:
            found = ask(asked)
            other, other_table = (
                ("organization_id", "organizations") if table == "groups" else ("group_id", "groups")
            )
            wanted = (
                dataset["memberships"]
                .filter(pl.col(column) == asked)
                .rename({"id": "membership_id"})
                .join(dataset[other_table], left_on=other, right_on="id", suffix="_of")
                .select(found.columns)
                .sort(other, "membership_id")
            )
            assert found.equals(wanted)


@pytest.mark.parametrize("dataset", [town(), SPARSE], ids=["town", "sparse"])
def test_neighbors_are_those_of_the_dataset(store: GraphStore, dataset: Dataset) -> None:
    store.write_dataset(dataset, origin="data")
    named = dataset["organizations"].filter(pl.col("kind") == "named")
    ties = dataset["memberships"].filter(pl.col("organization_id").is_in(named["id"].implode()))
    for asked in dataset["organizations"]["id"].to_list()[:20]:
        own = ties.filter(pl.col("organization_id") == asked)["group_id"].unique()
        shared: dict[str, set[str]] = {}
        for row in ties.iter_rows(named=True):
            if row["group_id"] in own and row["organization_id"] != asked:
                shared.setdefault(row["organization_id"], set()).add(row["group_id"])
        wanted = sorted(
            ((other, len(groups), sorted(groups)) for other, groups in shared.items()),
            key=lambda r: (-r[1], r[0]),
        )
        found = store.neighbors(asked)
        assert found.select("organization_id", "shared_groups", "group_ids").rows() == wanted


@pytest.mark.parametrize("dataset", [town(), SPARSE], ids=["town", "sparse"])
def test_path_is_a_shortest_way_through_groups(store: GraphStore, dataset: Dataset) -> None:
    store.write_dataset(dataset, origin="data")
    ids = dataset["organizations"]["id"].to_list()
    for other in ids[:25]:
        found = store.path(ids[1], other)
        length = distance(dataset, ids[1], other)
        if length is None:
            assert found.is_empty()
            continue
        assert found.height == length + 1
        assert found["step"].to_list() == list(range(length + 1))
        assert (found["id"][0], found["id"][-1]) == (ids[1], other)
        pairs = set(dataset["memberships"].select("organization_id", "group_id").rows())
        steps = list(zip(found["table"], found["id"], strict=True))
        for (table, one), (_, next_one) in itertools.pairwise(steps):
            assert ((one, next_one) if table == "organizations" else (next_one, one)) in pairs
        for table, key, name in zip(found["table"], found["id"], found["name"], strict=True):
            record = dataset.record(table, key)
            assert record is not None
            assert record["name"] == name


def distance(dataset: Dataset, start: str, end: str) -> int | None:
    """Steps from one organisation to another over groups, or None."""
    ways: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for row in dataset["memberships"].iter_rows(named=True):
        organization, group = ("o", row["organization_id"]), ("g", row["group_id"])
        ways.setdefault(organization, set()).add(group)
        ways.setdefault(group, set()).add(organization)
    found = {("o", start): 0}
    queue = deque(found)
    while queue:
        here = queue.popleft()
        for there in ways.get(here, ()):
            if there not in found:
                found[there] = found[here] + 1
                queue.append(there)
    length = found.get(("o", end))
    return length if length is not None and length <= 12 else None


def test_unknown_ids_are_refused(store: GraphStore) -> None:
    store.write_dataset(town(), origin="town")
    for ask in (store.members, store.groups_of, store.neighbors):
        with pytest.raises(UnknownId):
            ask("nobody")
    with pytest.raises(UnknownId):
        store.path("brand", "nobody")
