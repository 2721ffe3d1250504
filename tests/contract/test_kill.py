"""A load that is cut short by a kill leaves the state before or the state after, never a part.

A few rounds each; `python -m benchmarks.kill` does many, with large loads.
"""

from __future__ import annotations

import dataclasses
import os
import sys
from pathlib import Path

import pytest

from graph.settings import Settings
from graph.store.connect import open_store
from tests.contract.datasets import large, town
from tests.contract.killing import as_order, kill_acts, kill_loaders
from tests.contract.other_process import OtherProcess

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="no such signal on Windows"),
]

ROUNDS = int(os.environ.get("SAMVERKAN_KILL_ROUNDS", "3"))
IN_STEPS = {"one_transaction_limit": 0, "batch_size": 40, "backups_kept": 1}


@pytest.mark.parametrize("held_open", [False, True], ids=["alone", "held open"])
@pytest.mark.parametrize("changed", [{}, IN_STEPS], ids=["at once", "in steps"])
def test_killed_loader_leaves_the_state_before_or_after(
    store_settings: Settings, changed: dict[str, int], held_open: bool
) -> None:
    settings = dataclasses.replace(store_settings, **changed)
    tally = kill_loaders(settings, rounds=ROUNDS, memberships=600, held_open=held_open, seed=ROUNDS)
    assert tally.neither == []
    assert tally.rounds == ROUNDS


@pytest.mark.parametrize("changed", [{}, IN_STEPS], ids=["at once", "in steps"])
def test_killed_loader_of_activities_leaves_all_of_their_relationships(
    store_settings: Settings, changed: dict[str, int]
) -> None:
    settings = dataclasses.replace(store_settings, **changed)
    tally = kill_loaders(
        settings, rounds=ROUNDS, memberships=60, activities=600, held_open=False, seed=ROUNDS
    )
    assert tally.neither == []
    assert tally.rounds == ROUNDS


@pytest.mark.parametrize("seed", range(2))
def test_killed_first_large_load_leaves_nothing_or_everything(tmp_path: Path, seed: int) -> None:
    settings = Settings(home=tmp_path / "home", one_transaction_limit=1_000, batch_size=500)
    tally = kill_loaders(settings, rounds=1, memberships=60_000, held_open=False, seed=seed, first=True)
    assert tally.neither == []


@pytest.mark.parametrize("act", ["undo", "snapshot", "migrate"])
@pytest.mark.parametrize("changed", [{}, IN_STEPS], ids=["at once", "in steps"])
def test_killed_act_is_done_or_not_and_never_lost_when_it_was_acknowledged(
    store_settings: Settings, changed: dict[str, int], act: str
) -> None:
    settings = dataclasses.replace(store_settings, **changed)
    tally = kill_acts(settings, act, rounds=ROUNDS, memberships=300, seed=ROUNDS)
    assert tally.neither == []
    assert tally.rounds == ROUNDS


def test_load_goes_on_when_the_process_with_the_server_is_killed(embedded_settings: Settings) -> None:
    settings = dataclasses.replace(embedded_settings, **IN_STEPS)
    with OtherProcess(as_order(settings), load={}) as owner:
        owner.wait_for("done")
        with open_store(settings) as store:
            assert store._home is not None
            assert store._home.server is None

            def kill_midway(done: int, total: int) -> None:
                if done > total // 2:
                    owner.kill()

            report = store.write_dataset(large(600), origin="large", progress=kill_midway)
            assert store._home.server is not None
            assert report.revision == 2
            assert store.read_dataset() == large(600)
            assert store.history()["revision"].to_list() == [1, 2]


def test_load_at_once_goes_on_when_the_process_with_the_server_is_killed(embedded_settings: Settings) -> None:
    with OtherProcess(as_order(embedded_settings), load={}) as owner:
        owner.wait_for("done")
        with open_store(embedded_settings) as store:
            report = store.write_dataset(
                large(600), origin="large", progress=lambda done, total: owner.kill()
            )
            assert report.revision == 2
            assert store.read_dataset() == large(600)


def test_reader_goes_on_when_the_process_with_the_server_ends(embedded_settings: Settings) -> None:
    with OtherProcess(as_order(embedded_settings), load={}) as owner:
        owner.wait_for("done")
        with open_store(embedded_settings) as store:
            assert store.read_dataset() == town()
            assert owner.end() == 0
            assert store.read_dataset() == town()
            assert store.search("polisen").height == 1
