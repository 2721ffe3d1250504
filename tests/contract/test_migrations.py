"""A database that an earlier version has written is made new at opening, and nothing of it is lost."""

from __future__ import annotations

import dataclasses

import polars as pl
import pytest

from graph.changes import ChangeSet
from graph.dataset import Dataset
from graph.errors import LoadInProgress, UnknownLoad, UnknownRevision
from graph.settings import Settings
from graph.store import migrations
from graph.store.connect import open_store
from graph.store.state import FORMAT, Writer, read_metadata
from graph.store.writing.batches import batches
from graph.store.writing.write import put
from tests.contract.datasets import large, town
from tests.contract.earlier_formats import as_format_1_wrote_it, as_format_2_wrote_it, left_unfinished
from tests.contract.linked import wrong_links


def test_database_of_format_1_is_made_new_and_keeps_its_revision(store_settings: Settings) -> None:
    with open_store(store_settings) as store:
        store.write_dataset(large(60, activities=40), origin="large")
        store.write_dataset(town(), origin="town")
        as_format_1_wrote_it(store)
        assert store.search("skolfrånvaro").is_empty()
        before = store.version()
    with open_store(store_settings) as store:
        assert store.version() == before
        assert store.read_dataset() == town()
        assert store.verify().is_whole
        found = read_metadata(store._connection)
        assert found is not None
        assert found["format"] == FORMAT
        assert wrong_links(store, town()) == []


def test_history_goes_on_from_the_state_that_was_found(store_settings: Settings) -> None:
    with open_store(store_settings) as store:
        first = store.write_dataset(large(60), origin="large")
        store.write_dataset(town(), origin="town")
        as_format_2_wrote_it(store)
    with open_store(store_settings) as store:
        assert store.history()["origin"].to_list() == ["large", "town"]
        assert store.history()["folded_into"].to_list() == [2, 2]
        with pytest.raises(UnknownRevision, match="folded"):
            store.dataset_at(1)
        with pytest.raises(UnknownLoad, match="folded"):
            store.undo(first.load_id)
        report = store.write_dataset(Dataset(), origin="emptied")
        assert store.dataset_at(2) == town()
        store.undo(report.load_id)
        assert store.read_dataset() == town()
        assert store.verify().is_whole


@pytest.mark.parametrize("done", [0, 3])
@pytest.mark.parametrize("way", ["journal", "back", "at_once"])
def test_load_that_an_earlier_version_left_unfinished_is_finished_or_let_go(
    store_settings: Settings, way: str, done: int
) -> None:
    after = large(40)
    with open_store(store_settings) as store:
        store.write_dataset(town(), origin="town")
        as_format_2_wrote_it(store)
        steps = list(batches(ChangeSet.between(town(), after), 30))
        assert len(steps) > 4
        if way == "back":  # from what a load had written, to the state that is still named
            for batch in steps:
                store._connection.transact(lambda transaction, batch=batch: put(transaction, batch))  # type: ignore[misc]
            steps = list(batches(ChangeSet.between(after, town()), 30))
        if way == "at_once":
            done = 1 if done else 0
            written = len(steps) if done else 0
            left_unfinished(store._connection, way, steps, after, done=written)
            store._connection.read("MATCH (m:Metadata) SET m.done = $done RETURN 1 AS n", done=done)
        else:
            left_unfinished(store._connection, way, steps, after, done=done)
    with open_store(store_settings) as store:
        finished = way == "journal" or (way == "at_once" and done == 1)
        assert store.read_dataset() == (after if finished else town())
        assert store.history()["origin"].to_list() == ["town", *(["cut short"] if finished else [])]
        assert store.verify().is_whole
        assert store._connection.read("MATCH (c:JournalChunk) RETURN count(c) AS n") == [{"n": 0}]


def test_database_is_left_alone_while_an_earlier_version_writes_to_it(
    store_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "PATIENCE", 0.3)
    with open_store(store_settings) as store, Writer() as writer:
        store.write_dataset(town(), origin="town")
        as_format_2_wrote_it(store)
        left_unfinished(store._connection, "journal", [], town(), done=0)
        store._connection.read(
            "MATCH (m:Metadata) SET m.writer = $writer, m.heartbeat = timestamp() RETURN 1 AS n",
            writer=writer.name,
        )
        with pytest.raises(LoadInProgress, match="earlier version"):
            open_store(store_settings)
        found = read_metadata(store._connection)
        assert found is not None
        assert found["format"] == 2


def test_empty_database_of_an_earlier_format_is_ready_at_once(store_settings: Settings) -> None:
    with open_store(store_settings) as store:
        as_format_2_wrote_it(store)
    with open_store(dataclasses.replace(store_settings)) as store:
        assert store.write_dataset(town(), origin="town").revision == 1
        assert store.verify().is_whole


def test_first_bulk_load_that_an_earlier_version_left_unfinished_is_thrown_away(
    embedded_settings: Settings,
) -> None:
    with open_store(embedded_settings) as store:
        as_format_2_wrote_it(store)
        store._connection.read("CREATE (:Organization {id: 'half', name: 'Half'})")
        left_unfinished(store._connection, "bulk", [], town(), done=0)
    with open_store(embedded_settings) as store:
        assert store.read_dataset().is_empty
        assert store.write_dataset(town(), origin="town").revision == 1
        assert store.read_dataset() == town()


def test_rows_kept_for_the_current_state_are_all_of_it(store_settings: Settings) -> None:
    with open_store(store_settings) as store:
        store.write_dataset(town(), origin="town")
        as_format_2_wrote_it(store)
    with open_store(store_settings) as store:
        rows = store._history.way("", store._state().load_id)
        assert rows is not None
        assert store._history.changes_over(rows).apply_to(Dataset()) == town()
        assert pl.DataFrame(store.history())["added"].to_list() == [sum(town().counts.values())]
