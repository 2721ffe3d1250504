"""Bytes that change on the disk are noticed, and what is whole mends what is not.

A few rounds; `python -m benchmarks.damage` does hundreds.
"""

from __future__ import annotations

import shutil

import pytest

from graph.errors import StoreDamaged
from graph.settings import Settings
from graph.store.connect import open_store
from graph.store.graph_store import GraphStore
from graph.store.mending import Damage
from tests.contract.damaging import damage
from tests.contract.datasets import large, town
from tests.contract.linked import wrong_links


def test_changed_bytes_never_give_wrong_records_without_a_word(embedded_settings: Settings) -> None:
    with open_store(embedded_settings) as store:
        store.write_dataset(large(100, activities=30), origin="large")
    found = damage(embedded_settings, large(100, activities=30), rounds=8, seed=3, bytes_changed=4)
    assert found.silent == []
    assert found.noticed > 0


@pytest.mark.parametrize(
    ("query", "damages"),
    [
        ("MATCH (n:Organization {id: 'polisen'}) SET n.name = 'Polizen' RETURN 1 AS n", {Damage.CONTENT, Damage.FOUND_BY}),
        ("MATCH ()-[r:MEMBER_OF]->() SET r.role = 'x' RETURN count(r) AS n", {Damage.CONTENT}),
        ("MATCH (n:Topic) DETACH DELETE n RETURN count(*) AS n", {Damage.COUNT, Damage.LINKS}),
        ("MATCH (n:Group) SET n.search_text = 'x' RETURN count(n) AS n", {Damage.FOUND_BY}),
        ("MATCH ()-[r:DONE_BY]->() DELETE r RETURN count(*) AS n", {Damage.LINKS}),
        ("MATCH (c:ChangePart) SET c.payload = 'x' RETURN count(c) AS n", {Damage.HISTORY}),
        ("MATCH (c:ChangePart) DELETE c RETURN count(*) AS n", {Damage.HISTORY}),
        ("MATCH (m:Metadata) SET m.digests = '{}' RETURN 1 AS n", {Damage.METADATA}),
    ],
)  # fmt: skip
def test_what_is_changed_behind_its_back_is_found_and_mended(
    store: GraphStore, store_settings: Settings, query: str, damages: set[Damage]
) -> None:
    store.write_dataset(large(30), origin="large")
    store.write_dataset(town(), origin="town")
    version = store.version()
    store._connection.read(query)
    found = store.verify()
    assert {finding.damage for finding in found.findings} == damages
    assert store.mend().is_whole
    assert store.read_dataset() == town()
    assert wrong_links(store, town()) == []
    assert store.version() == version
    assert store.history()["origin"].to_list() == ["large", "town"]


def test_damaged_values_are_not_read_as_records(store: GraphStore) -> None:
    store.write_dataset(town(), origin="town")
    store._connection.read("MATCH (n:Organization {id: 'polisen'}) SET n.name = 'Polizen' RETURN 1 AS n")
    with pytest.raises(StoreDamaged, match="organizations"):
        store.read_dataset()


def test_same_data_again_mends_what_is_damaged(store_settings: Settings) -> None:
    with open_store(store_settings) as store:
        store.write_dataset(town(), origin="town")
        store._connection.read("MATCH (n:Organization {id: 'polisen'}) SET n.name = 'Polizen' RETURN 1 AS n")
    shutil.rmtree(store_settings.home / "cache")  # nothing is whole but the history
    with open_store(store_settings) as store:
        assert store.write_dataset(town(), origin="again").unchanged
        assert store.read_dataset() == town()


def test_database_that_is_whole_nowhere_is_said_to_be(store_settings: Settings) -> None:
    with open_store(store_settings) as store:
        store.write_dataset(town(), origin="town")
        store._connection.read("MATCH (n:Organization {id: 'polisen'}) SET n.name = 'Polizen' RETURN 1 AS n")
        store._connection.read("MATCH (c:ChangePart) DELETE c RETURN count(*) AS n")
    shutil.rmtree(store_settings.home / "cache")
    with open_store(store_settings) as store, pytest.raises(StoreDamaged):
        store.mend()
