"""When backups of the embedded database are made, and that a restore is taken back by another."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from graph.embedded import Reason
from graph.errors import NoBackup, SettingsError, StoreClosed
from graph.settings import Settings
from graph.store import home
from graph.store.backup import all_backups, back_up, restore, revision_in
from graph.store.connect import open_store
from graph.store.state import FORMAT, read_metadata
from tests.contract.datasets import large, town

DAY = dt.timedelta(days=1)


class Clock:
    """What the store takes for now: the real time and `ahead`."""

    def __init__(self) -> None:
        self.ahead = dt.timedelta()

    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC) + self.ahead


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that a test can put on."""
    clock = Clock()
    monkeypatch.setattr(home, "_now", clock.now)
    return clock


def reasons(settings: Settings) -> list[str | None]:
    return [backup.reason for backup in all_backups(settings)]


def shelf(settings: Settings) -> Path:
    return settings.home / "embedded" / "backups" / "samverkan"


def test_burst_of_edits_makes_no_backup_and_pushes_none_out(
    embedded_settings: Settings, clock: Clock
) -> None:
    with open_store(embedded_settings) as store:
        store.write_dataset(town(), origin="town")
    with open_store(embedded_settings) as store:  # the first that there is something to back up
        assert reasons(embedded_settings) == ["open"]
        clock.ahead = DAY / 2
        base = store.read_dataset()
        for number in range(40):
            named = base.replace(areas=base["areas"].with_columns(pl.lit(f"Namn {number}").alias("name")))
            store.write_dataset(named, origin="an edit")
    yesterday = all_backups(embedded_settings)
    assert [revision_in(backup) for backup in yesterday] == [1]
    restore(embedded_settings, yesterday[0].name)
    with open_store(embedded_settings) as store:
        assert store.read_dataset() == town()


def test_opening_backs_up_once_a_day_and_only_what_is_new(embedded_settings: Settings, clock: Clock) -> None:
    with open_store(embedded_settings) as store:
        store.write_dataset(town(), origin="town")
    for hours in (0, 1, 23, 25, 60):  # after a day nothing has changed: it is all in the first backup
        clock.ahead = dt.timedelta(hours=hours)
        open_store(embedded_settings).close()
    assert reasons(embedded_settings) == ["open"]
    with open_store(embedded_settings) as store:
        store.write_dataset(large(20), origin="large")
    open_store(embedded_settings).close()
    assert [revision_in(backup) for backup in all_backups(embedded_settings)] == [2, 1]


def test_database_that_stays_open_is_backed_up_before_the_first_change_of_another_day(
    embedded_settings: Settings, clock: Clock
) -> None:
    with open_store(embedded_settings) as store:
        store.write_dataset(town(), origin="town")
        for day in (1, 2):
            clock.ahead = day * (DAY + dt.timedelta(minutes=1))
            store.write_dataset(large(20 + day), origin="the first of the day")
            store.write_dataset(large(30 + day), origin="the second of the day")
    assert reasons(embedded_settings) == ["day", "day"]
    assert [revision_in(backup) for backup in all_backups(embedded_settings)] == [3, 1]


def test_large_load_is_preceded_by_a_backup_of_what_it_replaces(embedded_settings: Settings) -> None:
    settings = dataclasses.replace(embedded_settings, one_transaction_limit=100)
    with open_store(settings) as store:
        store.write_dataset(large(90), origin="the first, onto nothing")
        assert reasons(settings) == []
        store.write_dataset(town(), origin="a large one")
        store.write_dataset(town(), origin="nothing new")
    [made] = all_backups(settings)
    assert (made.reason, revision_in(made), made.records) == ("load", 1, sum(large(90).counts.values()))
    restore(settings, made.name)
    with open_store(settings) as store:
        assert store.read_dataset() == large(90)


def test_database_of_an_earlier_format_is_backed_up_before_it_is_made_new(
    embedded_settings: Settings,
) -> None:
    with open_store(embedded_settings) as store:
        store.write_dataset(town(), origin="town")
        store.make_backup(Reason.ASKED)
        store.write_dataset(large(20), origin="large")
        store._connection.read(
            "MATCH (m:Metadata) REMOVE m.digests SET m.format = 1 RETURN m.format AS format"
        )
    with open_store(embedded_settings) as store:
        found = read_metadata(store._connection)
        assert found is not None
        assert found["format"] == FORMAT
    assert reasons(embedded_settings) == ["upgrade", "asked"]
    assert revision_in(all_backups(embedded_settings)[0]) == 2


def test_restore_is_taken_back_by_restoring_what_was_there(embedded_settings: Settings) -> None:
    with open_store(embedded_settings) as store:
        store.write_dataset(town(), origin="town")
        older = store.make_backup(Reason.ASKED)
        store.write_dataset(large(20), origin="large")
    done = restore(embedded_settings, older.name, origin="back to the town")
    assert (done.backup, done.revision) == (older, 3)
    assert done.before is not None
    assert (done.before.reason, revision_in(done.before)) == ("restore", 2)
    with open_store(embedded_settings) as store:
        assert store.read_dataset() == town()
        assert store.history()["origin"].to_list() == ["town", "back to the town"]
    undone = restore(embedded_settings, done.before.name)
    with open_store(embedded_settings) as store:
        assert store.read_dataset() == large(20)
        assert store.revision() == undone.revision == 4
    assert undone.before is not None
    restore(embedded_settings, undone.before.name)
    with open_store(embedded_settings) as store:
        assert store.read_dataset() == town()


def test_backup_about_to_be_restored_is_not_dropped_for_the_one_made_first(
    embedded_settings: Settings,
) -> None:
    settings = dataclasses.replace(embedded_settings, backups_kept=1)
    with open_store(settings) as store:
        store.write_dataset(town(), origin="town")
        only = store.make_backup(Reason.ASKED)
        store.write_dataset(large(20), origin="large")
    restore(settings, only.name)
    with open_store(settings) as store:
        assert store.read_dataset() == town()
    assert reasons(settings) == ["restore"]


def test_load_does_not_fail_with_its_backup(
    embedded_settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings = dataclasses.replace(embedded_settings, one_transaction_limit=0)
    with open_store(settings) as store:
        store.write_dataset(town(), origin="town")
        shelf(settings).parent.mkdir(exist_ok=True)
        shelf(settings).write_text("nowhere to put a backup", encoding="utf-8")
        assert store.write_dataset(large(20), origin="large").revision == 2
        assert "No backup was made of revision 1" in caplog.text
        with pytest.raises(NoBackup, match="revision 2"):
            store.make_backup(Reason.ASKED)


def test_no_backups_are_made_where_none_are_wanted(embedded_settings: Settings) -> None:
    settings = dataclasses.replace(embedded_settings, backups_kept=0, one_transaction_limit=0)
    with open_store(settings) as store:
        store.write_dataset(town(), origin="town")
        store.write_dataset(large(20), origin="large")
        first = store.read_dataset()
    open_store(settings).close()
    assert all_backups(settings) == []
    with pytest.raises(SettingsError, match="SAMVERKAN_BACKUPS_KEPT"):
        back_up(settings)
    made = back_up(embedded_settings)  # as one that an earlier setting has left
    done = restore(settings, made.name)
    assert done.before is None
    assert all_backups(settings) == [made]
    with open_store(settings) as store:
        assert store.read_dataset() == first


def test_embedded_backup_is_not_restored_into_a_neo4j(embedded_settings: Settings) -> None:
    with open_store(embedded_settings) as store:
        store.write_dataset(town(), origin="town")
    made = back_up(embedded_settings)
    elsewhere = dataclasses.replace(embedded_settings, neo4j_uri="bolt://localhost:1")
    with pytest.raises(SettingsError, match="neo4j-admin"):
        restore(elsewhere, made.name)
    with pytest.raises(SettingsError, match="NEO4J_URI"):
        all_backups(elsewhere)


def test_backup_of_an_earlier_version_is_listed_and_restored(embedded_settings: Settings) -> None:
    with open_store(embedded_settings) as store:
        store.write_dataset(town(), origin="town")
    made = back_up(embedded_settings)
    earlier = made.path.rename(made.path.with_name(f"20261122-101500-{made.label}.zip"))
    [found] = all_backups(embedded_settings)
    assert (found.path, found.reason, found.records) == (earlier, None, None)
    assert (revision_in(found), found.at) == (1, dt.datetime(2026, 11, 22, 10, 15, tzinfo=dt.UTC))
    assert restore(embedded_settings, found.name).revision == 2


def test_store_that_was_closed_stays_closed(embedded_settings: Settings) -> None:
    store = open_store(embedded_settings)
    store.close()
    with pytest.raises(StoreClosed):
        store.revision()
    assert not (embedded_settings.home / "embedded" / "server.json").exists()
