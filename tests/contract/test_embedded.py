"""The manners of the embedded database: one server for all, clear words when something is wrong with it."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from graph.embedded import Reason
from graph.embedded.server import EmbeddedServer
from graph.errors import (
    BackupUnusable,
    StoreDamaged,
    StoreError,
    StoreFolderUnusable,
    StoreInUse,
    StoreNotFound,
    StoreRefused,
    StoreUnreachable,
)
from graph.settings import Settings
from graph.store import connection
from graph.store.backup import all_backups, back_up, restore, revision_in
from graph.store.connect import open_store
from graph.store.connection import Connection
from tests.conftest import Neo4jServer
from tests.contract.datasets import large, town
from tests.contract.killing import as_order
from tests.contract.other_process import ROOT, OtherProcess

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A driver that gives a server one second to answer; a user's gives it five."""
    monkeypatch.setattr(connection, "CONNECT_SECONDS", 1.0)


def embedded(settings: Settings) -> Path:
    return settings.home / "embedded"


def test_two_processes_share_one_server(embedded_settings: Settings) -> None:
    with open_store(embedded_settings) as store, OtherProcess(as_order(embedded_settings), load={}) as other:
        other.wait_for("done")
        assert store.read_dataset() == town()
        store.write_dataset(large(50), origin="here")
        assert other.end() == 0
        assert store.read_dataset() == large(50)


def test_second_process_makes_a_backup_by_the_server_of_the_first(embedded_settings: Settings) -> None:
    bulky = dataclasses.replace(embedded_settings, one_transaction_limit=0)
    with open_store(embedded_settings) as store:
        store.write_dataset(large(20), origin="here")
        with OtherProcess(as_order(bulky), load={}) as other:
            other.wait_for("done")
            assert [backup.reason for backup in all_backups(embedded_settings)] == ["load"]


def test_processes_that_start_at_once_agree_on_one_server(embedded_settings: Settings) -> None:
    others = [OtherProcess(as_order(embedded_settings)) for _ in range(3)]
    try:
        for other in others:
            other.wait_for("open")
        found = json.loads((embedded(embedded_settings) / "server.json").read_text(encoding="utf-8"))
        assert found["pid"] in [other.pid for other in others]
        with open_store(embedded_settings) as store:
            store.write_dataset(town(), origin="town")
        assert [other.end() for other in others] == [0, 0, 0]
    finally:
        for other in others:
            other.kill()
    with open_store(embedded_settings) as store:
        assert store.read_dataset() == town()


def test_stores_of_one_process_share_its_server(embedded_settings: Settings) -> None:
    with open_store(embedded_settings) as one:
        with open_store(embedded_settings) as two:
            two.write_dataset(town(), origin="town")
        assert one.read_dataset() == town()
    assert not (embedded(embedded_settings) / "server.json").exists()


def test_discovery_file_of_a_killed_process_misleads_nobody(embedded_settings: Settings) -> None:
    with OtherProcess(as_order(embedded_settings), load={}) as other:
        other.wait_for("done")
        other.kill()
    discovery = embedded(embedded_settings) / "server.json"
    left = json.loads(discovery.read_text(encoding="utf-8"))
    with socket.socket() as foreign:  # and a stranger now listens where the killed server did
        foreign.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        foreign.bind(("127.0.0.1", left["bolt_port"]))
        foreign.listen()
        with open_store(embedded_settings) as store:
            assert store.read_dataset() == town()
            assert json.loads(discovery.read_text(encoding="utf-8"))["pid"] == os.getpid()


@posix
def test_only_the_owner_may_read_what_is_kept(embedded_settings: Settings) -> None:
    with open_store(embedded_settings) as store:
        store.write_dataset(town(), origin="town")
        store.make_backup(Reason.ASKED)
        folder = embedded(embedded_settings)
        assert folder.stat().st_mode & 0o777 == 0o700
        assert (embedded_settings.home / "cache").stat().st_mode & 0o777 == 0o700
        for name in ("password", "server.json", "state.json"):
            assert (folder / name).stat().st_mode & 0o777 == 0o600
        for backup in (folder / "backups" / "samverkan").iterdir():
            assert backup.stat().st_mode & 0o777 == 0o600


def test_server_listens_on_this_machine_only_and_wants_the_password(embedded_settings: Settings) -> None:
    with open_store(embedded_settings) as store:
        target = store._connection.target
        assert target.uri.startswith("bolt://127.0.0.1:")
        wrong = Connection(
            lambda: dataclasses.replace(target, password="wrong password", local=False), limit=10
        )
        with pytest.raises(StoreRefused, match="refuses"):
            wrong.read("RETURN 1")
        wrong.close()


def test_file_in_the_place_of_the_folder_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("not a folder", encoding="utf-8")
    with pytest.raises(StoreFolderUnusable, match="SAMVERKAN_HOME"):
        open_store(Settings(home=tmp_path / "home"))


def test_nothing_is_printed_by_opening_loading_and_backing_up(embedded_settings: Settings) -> None:
    script = "import sys, pathlib; from graph.settings import Settings; from graph.store.connect import open_store\n"
    script += "from tests.contract.datasets import town\n"
    script += "from graph.embedded import Reason\n"
    script += "with open_store(Settings(home=pathlib.Path(sys.argv[1]))) as s:\n"
    script += "    s.write_dataset(town(), origin='x'); s.make_backup(Reason.ASKED)"
    command = [sys.executable, "-c", script, str(embedded_settings.home)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
    assert all_backups(embedded_settings)


@posix
@pytest.mark.usefixtures("impatient")
def test_server_that_does_not_answer_is_given_up(embedded_settings: Settings) -> None:
    settings = dataclasses.replace(embedded_settings, query_seconds=1)
    with OtherProcess(as_order(settings), load={}) as owner:
        owner.wait_for("done")
        with open_store(settings) as store:
            owner.freeze()
            try:
                with pytest.raises(StoreUnreachable):
                    store._connection._once(
                        lambda driver, database: driver.execute_query("RETURN 1", database_=database)
                    )
            finally:
                owner.thaw()
            assert store.read_dataset() == town()


def test_query_that_takes_too_long_is_ended(store_settings: Settings) -> None:
    with open_store(dataclasses.replace(store_settings, query_seconds=1)) as store:
        with pytest.raises(StoreError):
            store._connection.read(
                "UNWIND range(1, 300000000) AS x WITH x WHERE x % 7 = 0 RETURN count(x) AS n"
            )
        assert store.revision() == 0


# --- damage and backups ------------------------------------------------------------------------


def damaged_by_lost_files(settings: Settings) -> None:
    for file in (embedded(settings) / "databases" / "samverkan").glob("schema*.json"):
        file.unlink()


def damaged_by_lost_records(settings: Settings) -> None:
    with open_store(settings) as store:
        store._connection.read("MATCH ()-[r:MEMBER_OF]->() DELETE r")


def damaged_by_a_lost_dictionary(settings: Settings) -> None:
    next((embedded(settings) / "databases" / "samverkan").glob("dictionary*.dict")).unlink()


def damaged_by_an_old_copy(settings: Settings) -> None:
    note = embedded(settings) / "state.json"
    noted = json.loads(note.read_text(encoding="utf-8"))
    note.write_text(json.dumps({**noted, "revision": noted["revision"] + 1}), encoding="utf-8")


@pytest.mark.parametrize(
    "damage",
    [damaged_by_lost_files, damaged_by_a_lost_dictionary, damaged_by_an_old_copy],
)
def test_damage_is_noticed_at_open_and_undone_by_restoring(embedded_settings: Settings, damage) -> None:  # type: ignore[no-untyped-def]
    with open_store(embedded_settings) as store:
        store.write_dataset(large(40), origin="older")
        store.make_backup(Reason.ASKED)
        store.write_dataset(town(), origin="town")
    newest = back_up(embedded_settings).name
    damage(embedded_settings)
    with pytest.raises(StoreDamaged, match=newest):
        open_store(embedded_settings)
    with pytest.raises(StoreDamaged):  # and again: looking changes nothing
        open_store(embedded_settings)
    report = restore(embedded_settings, newest)
    assert report.before is None  # what was there could not be read, and is not lost for that
    assert (embedded(embedded_settings) / "replaced").is_dir()
    with open_store(embedded_settings) as store:
        assert store.read_dataset() == town()
        assert store.revision() == report.revision > 2
        assert store.cached_dataset() == (report.revision, town())
        assert store.history()["origin"].to_list()[-1].endswith(newest)
        assert store.write_dataset(large(40), origin="later").revision == report.revision + 1


def test_records_that_are_lost_are_noticed_at_open_and_written_anew(embedded_settings: Settings) -> None:
    with open_store(embedded_settings) as store:
        store.write_dataset(large(40), origin="older")
        store.write_dataset(town(), origin="town")
        before = store.version()
    damaged_by_lost_records(embedded_settings)
    with open_store(embedded_settings) as store:
        assert store.read_dataset() == town()
        assert store.version() == before
        assert store.dataset_at(1) == large(40)


def test_records_that_are_lost_with_the_history_are_said_to_be(embedded_settings: Settings) -> None:
    with open_store(embedded_settings) as store:
        store.write_dataset(town(), origin="town")
        store._connection.read("MATCH (c:ChangePart) DELETE c RETURN count(*) AS n")
    damaged_by_lost_records(embedded_settings)
    shutil.rmtree(embedded_settings.home / "cache")
    for _ in range(2):  # looking changes nothing
        with pytest.raises(StoreDamaged, match="0 memberships where 5 were written"):
            open_store(embedded_settings)


def test_older_backup_can_be_restored_and_few_are_kept(embedded_settings: Settings) -> None:
    settings = dataclasses.replace(embedded_settings, backups_kept=2)
    with open_store(settings) as store:
        for seed in range(4):
            store.write_dataset(large(30, seed=seed), origin=f"seed {seed}")
            back_up(settings)
    older = all_backups(settings)
    assert [revision_in(backup) for backup in older] == [4, 3]
    restore(settings, older[1].name)
    with open_store(settings) as store:
        assert store.read_dataset() == large(30, seed=2)


def test_backup_is_not_restored_while_the_database_is_in_use(embedded_settings: Settings) -> None:
    with OtherProcess(as_order(embedded_settings), load={}) as other:
        other.wait_for("done")
        name = back_up(embedded_settings).name
        with pytest.raises(StoreInUse, match="in use"):
            restore(embedded_settings, name)
        assert len(all_backups(embedded_settings)) == 1
    with open_store(embedded_settings) as store, pytest.raises(StoreInUse, match="in use"):
        restore(embedded_settings, name)
    with open_store(embedded_settings) as store:
        assert store.read_dataset() == town()


def test_damaged_backup_is_refused_and_the_database_stays(embedded_settings: Settings) -> None:
    with open_store(embedded_settings) as store:
        store.write_dataset(town(), origin="town")
    name = back_up(embedded_settings).name
    path = embedded(embedded_settings) / "backups" / "samverkan" / name
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(BackupUnusable, match="take another"):
        restore(embedded_settings, name)
    with pytest.raises(BackupUnusable, match="no backup"):
        restore(embedded_settings, "nothing.zip")
    with open_store(embedded_settings) as store:
        assert store.read_dataset() == town()


def test_backups_are_listed_and_restored_from_the_command_line(embedded_settings: Settings) -> None:
    with open_store(embedded_settings) as store:
        store.write_dataset(town(), origin="town")
    environment = {**os.environ, "SAMVERKAN_HOME": str(embedded_settings.home)}
    environment.pop("NEO4J_URI", None)

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "graph.store", *words]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    def answer(*words: str) -> dict[str, Any]:
        done = run(*words, "--json")
        told: dict[str, Any] = json.loads(done.stdout)
        assert told["ok"] == (done.returncode == 0)
        return told

    made = answer("backup")["backup"]
    assert (made["reason"], made["revision"], made["records"]) == ("asked", 1, sum(town().counts.values()))
    with open_store(embedded_settings) as store:
        store.write_dataset(large(20), origin="large")
    assert answer("backups")["backups"] == [made]
    assert run("backups").stdout.split() == [made["name"]]
    restored = run("restore", made["name"])
    assert (restored.returncode, restored.stderr) == (0, "")
    with open_store(embedded_settings) as store:
        assert store.read_dataset() == town()
    way_back = all_backups(embedded_settings)[0]
    assert way_back.reason == "restore"
    assert way_back.name in restored.stdout
    undone = answer("restore", way_back.name)
    assert undone["before"]["revision"] == undone["revision"] - 1
    with open_store(embedded_settings) as store:
        assert store.read_dataset() == large(20)
    unknown = run("restore", "nothing.zip")
    assert unknown.returncode == 3
    assert "nothing.zip" in unknown.stderr
    assert answer("restore", "nothing.zip")["error"]["code"] == "backup_unusable"
    assert run("restore").returncode == 2
    environment["SAMVERKAN_BACKUPS_KEPT"] = "0"
    assert run("backup").returncode == 2
    environment["NEO4J_URI"] = "bolt://localhost:1"
    assert run("restore", made["name"]).returncode == 2


def test_damage_within_a_file_is_noticed_when_it_is_read(embedded_settings: Settings) -> None:
    with open_store(embedded_settings) as store:
        store.write_dataset(town(), origin="town")
    shutil.rmtree(embedded_settings.home / "cache")
    file = next((embedded(embedded_settings) / "databases" / "samverkan").glob("Organization_0.*.bucket"))
    file.write_bytes(bytes(file.stat().st_size))
    with open_store(embedded_settings) as store:
        with pytest.raises(StoreDamaged, match="cannot be read"):
            store.read_dataset()
        # whoever only wants the records gets them from the history, and the database is written anew
        assert store.cached_dataset() == (1, town())
        assert store.read_dataset() == town()


# --- addresses ---------------------------------------------------------------------------------


def test_nobody_listening_is_said_plainly(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(StoreUnreachable, match="NEO4J_URI"):
        open_store(Settings(home=tmp_path, neo4j_uri=f"bolt://127.0.0.1:{port}"))


@pytest.mark.usefixtures("impatient")
def test_server_that_accepts_and_says_nothing_is_given_up(tmp_path: Path) -> None:
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        uri = f"bolt://127.0.0.1:{mute.getsockname()[1]}"
        with pytest.raises(StoreUnreachable):
            open_store(Settings(home=tmp_path, neo4j_uri=uri, query_seconds=1))


@pytest.mark.neo4j
def test_wrong_password_for_neo4j_is_said_plainly(neo4j_settings: Settings) -> None:
    with pytest.raises(StoreRefused, match="NEO4J_PASSWORD"):
        open_store(dataclasses.replace(neo4j_settings, neo4j_password="wrong"))


@pytest.mark.neo4j
def test_unknown_database_of_neo4j_is_said_plainly(neo4j_settings: Settings) -> None:
    with pytest.raises(StoreNotFound, match="NEO4J_DATABASE"):
        open_store(dataclasses.replace(neo4j_settings, neo4j_database="nowhere"))


@pytest.mark.neo4j
def test_routed_address_works_and_a_bare_neo4j_is_made_ready(
    neo4j_settings: Settings, neo4j_server: Neo4jServer
) -> None:
    neo4j_server.strip()
    uri = str(neo4j_settings.neo4j_uri).replace("bolt://", "neo4j://")
    with open_store(dataclasses.replace(neo4j_settings, neo4j_uri=uri)) as store:
        store.write_dataset(town(), origin="town")
        assert store.read_dataset() == town()
        assert store.search("åsa").height == 3


def test_threads_share_a_store(embedded_settings: Settings) -> None:
    failures: list[BaseException] = []
    with open_store(embedded_settings) as store:
        store.write_dataset(town(), origin="town")

        def ask() -> None:
            try:
                for _ in range(10):
                    assert store.members("råd").height == 2
                    assert store.cached_dataset() == (1, town())
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=ask) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    assert failures == []


def test_machine_without_the_embedded_database_is_told_the_way_out(tmp_path: Path) -> None:
    # as where there is no wheel: the package cannot be imported
    script = "import sys, pathlib; sys.modules['arcadedb'] = None\n"
    script += "from graph.settings import Settings; from graph.store.connect import open_store\n"
    script += "from graph.errors import NoEmbeddedStore\n"
    script += (
        "try: open_store(Settings(home=pathlib.Path(sys.argv[1])))\nexcept NoEmbeddedStore as e: print(e)"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "home")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "NEO4J_URI" in done.stdout


def test_password_file_that_is_not_text_is_said(tmp_path: Path) -> None:
    (tmp_path / "password").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(StoreDamaged, match="password is not text"):
        EmbeddedServer.start(tmp_path)
