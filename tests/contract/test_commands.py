"""The command line of the database: each command on both databases, its JSON and its exit code."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from graph.settings import Settings
from graph.store.__main__ import COMMANDS, main
from graph.store.connect import open_store
from tests.contract.datasets import large, town
from tests.contract.test_history import rename

Run = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def run(environment: Settings, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command with `--json`: exit code and answer."""

    def once(*words: str) -> tuple[int, dict[str, Any]]:
        code = main([*words, "--json"])
        answer: dict[str, Any] = json.loads(capsys.readouterr().out)
        return code, answer

    return once


def test_history_is_listed_shown_undone_and_named(run: Run, store_settings: Settings) -> None:
    with open_store(store_settings) as store:
        store.write_dataset(town(), origin="town")
        load_id = rename(store, "polisen", "Annat")

    code, told = run("history")
    assert code == 0
    assert [(load["revision"], load["origin"], load["by"]) for load in told["history"]] == [
        (1, "town", None), (2, "renamed", "Kim"),
    ]  # fmt: skip
    code, told = run("history", "--of", "organizations:polisen")
    assert (code, [event["change"]["kind"] for event in told["history"]]) == (0, ["added", "changed"])

    code, told = run("show", load_id)
    assert code == 0
    assert told["counts"] == {"organizations": {"added": 0, "changed": 1, "removed": 0}}
    assert told["records"][0]["fields"][0]["after"] == "Annat"

    code, told = run("snapshot", "Before", "--revision", "1", "--by", "Kim")
    assert (code, told["snapshot"]["revision"]) == (0, 1)
    code, told = run("snapshots")
    assert [(row["name"], row["by"]) for row in told["snapshots"]] == [("Before", "Kim")]

    code, told = run("undo", load_id, "--note", "by mistake")
    assert (code, told["revision"], told["changed"]) == (0, 3, {"organizations": 1})
    with open_store(store_settings) as store:
        assert store.read_dataset() == town()
        assert store.history()["note"].to_list()[-1] == "by mistake"


def test_conflict_ends_with_1_and_is_listed(run: Run, store_settings: Settings) -> None:
    with open_store(store_settings) as store:
        store.write_dataset(town(), origin="town")
        load_id = rename(store, "polisen", "Annat")
        rename(store, "polisen", "Ett tredje")
    code, told = run("undo", load_id)
    assert (code, told["ok"], told["error"]["code"]) == (1, False, "revision_conflict")
    assert told["conflicts"][0]["theirs"] == "Ett tredje"


@pytest.mark.parametrize(
    "words",
    [("show", "nobody"), ("undo", "nobody"), ("snapshot", "x", "--revision", "7"), ("history", "--of", "nothing")],
)  # fmt: skip
def test_what_is_not_there_ends_with_2(run: Run, words: tuple[str, ...]) -> None:
    code, told = run(*words)
    assert (code, told["ok"]) == (2, False)
    assert told["error"]["message"]


def test_damage_ends_with_3_and_is_mended_when_asked(run: Run, store_settings: Settings) -> None:
    with open_store(store_settings) as store:
        store.write_dataset(large(30), origin="large")
        assert run("verify")[0] == 0
        store._connection.read("MATCH (n:Organization) SET n.name = 'x' RETURN count(n) AS n")
    code, told = run("verify")
    assert (code, told["error"]["code"]) == (3, "store_damaged")
    assert {finding["damage"] for finding in told["error"]["findings"]} == {"content", "found_by"}
    code, told = run("verify", "--mend")
    assert (code, told["whole"], told["mended"]) == (0, True, True)
    code, told = run("verify")
    assert (code, told["whole"], told["findings"]) == (0, True, [])


def test_commands_have_the_names_that_scripts_rely_on() -> None:
    assert {command.name for command in COMMANDS} == {
        "history", "show", "undo", "snapshot", "snapshots", "verify", "backup", "backups", "restore",
    }  # fmt: skip
