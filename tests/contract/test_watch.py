"""The app looks by itself whether the database is whole: mends what it can, and says what it cannot."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable

import pytest

from graph.errors import StoreDamaged
from graph.settings import Settings
from graph.store.connect import open_store
from graph.store.graph_store import GraphStore
from graph.store.watch import Watch
from tests.contract.datasets import town

SPOIL = "MATCH (n:Organization {id: 'polisen'}) SET n.name = 'Polizen' RETURN 1 AS n"


def wait_for(what: Callable[[], bool]) -> None:
    """Until it is so; fails after a while."""
    for _ in range(600):
        if what():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come to that")


def test_what_is_damaged_is_mended_without_anybody_asking(embedded_settings: Settings) -> None:
    with open_store(embedded_settings) as store:
        store.write_dataset(town(), origin="town")
        store._connection.read(SPOIL)
        watch = Watch(store, first=0.0, every=0.1)
        wait_for(lambda: store.verify().is_whole)
        watch.check()
        watch.close()
        assert store.read_dataset() == town()


def test_what_cannot_be_mended_is_raised_to_whoever_asks(embedded_settings: Settings) -> None:
    with open_store(embedded_settings) as store:
        store.write_dataset(town(), origin="town")
    shutil.rmtree(embedded_settings.home / "cache")
    with open_store(embedded_settings) as store:
        store._connection.read(SPOIL)
        store._connection.read("MATCH (c:ChangePart) DELETE c RETURN count(*) AS n")
        watch = Watch(store, first=0.0, every=60.0)

        def raises() -> bool:
            try:
                watch.check()
            except StoreDamaged:
                return True
            return False

        wait_for(raises)
        watch.close()


def test_closed_watch_looks_no_more(store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[float] = []
    verify = GraphStore.verify
    monkeypatch.setattr(
        GraphStore, "verify", lambda self, **how: looked.append(time.monotonic()) or verify(self, **how)
    )
    watch = Watch(store, first=0.0, every=0.01)
    wait_for(lambda: len(looked) > 1)
    watch.close()
    time.sleep(0.3)
    before = len(looked)
    time.sleep(0.3)
    assert len(looked) == before
