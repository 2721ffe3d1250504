"""What every store does, embedded or Neo4j: the same tests on both."""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

from graph.changes import ChangeSet
from graph.dataset import Dataset
from graph.errors import DataError, SamverkanError, StoreForeign, StoreFormat
from graph.settings import Settings
from graph.store import graph_store, records
from graph.store.connect import open_store
from graph.store.graph_store import GraphStore
from graph.store.records import read_records
from tests.contract.datasets import datasets, large, town
from tests.contract.linked import wrong_links

JOURNALED = {"one_transaction_limit": 0, "batch_size": 3}


@pytest.fixture(params=["at once", "in steps"])
def written_either_way(request: pytest.FixtureRequest, store_settings: Settings) -> Iterator[GraphStore]:
    """An open, empty database that writes in one transaction, or every change step by step."""
    changed = {} if request.param == "at once" else JOURNALED
    with open_store(dataclasses.replace(store_settings, **changed)) as opened:
        yield opened


def test_empty_store_holds_revision_zero_and_nothing(store: GraphStore) -> None:
    assert store.revision() == 0
    assert store.read_dataset().is_empty
    assert store.cached_dataset()[0] == 0
    assert store.history().is_empty()


def test_written_records_come_back_equal(written_either_way: GraphStore) -> None:
    report = written_either_way.write_dataset(town(), origin="town")
    assert written_either_way.read_dataset() == town()
    assert written_either_way.revision() == report.revision == 1
    assert report.added == town().filled
    assert (report.changed, report.removed, report.unchanged) == ({}, {}, False)


def test_any_records_after_any_others_come_back_equal(written_either_way: GraphStore) -> None:
    embedded = written_either_way._home is not None

    @settings(
        max_examples=25 if embedded else 12,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(dataset=datasets())
    def each_after_the_one_before(dataset: Dataset) -> None:
        written_either_way.write_dataset(dataset, origin="drawn")
        assert written_either_way.read_dataset() == dataset
        assert written_either_way.cached_dataset()[1] == dataset
        assert wrong_links(written_either_way, dataset) == []

    each_after_the_one_before()


def test_same_records_again_change_nothing(written_either_way: GraphStore) -> None:
    first = written_either_way.write_dataset(town(), origin="town")
    second = written_either_way.write_dataset(town(), origin="town")
    assert second.unchanged
    assert (second.revision, second.load_id) == (first.revision, first.load_id)
    assert written_either_way.history().height == 1


def test_difference_is_what_is_reported_and_written(written_either_way: GraphStore) -> None:
    written_either_way.write_dataset(town(), origin="town")
    before = town()
    after = before.replace(
        organizations=before["organizations"]
        .filter(pl.col("id") != "akeri")
        .with_columns(
            name=pl.when(pl.col("id") == "brand").then(pl.lit("Räddningstjänsten")).otherwise("name")
        ),
        # m1 goes with its organisation; m2 gets another role; m3 moves to another group; m6 is new
        memberships=pl.concat(
            [
                before["memberships"]
                .filter(pl.col("id") != "m1")
                .with_columns(
                    role=pl.when(pl.col("id") == "m2").then(pl.lit("observer")).otherwise("role"),
                    group_id=pl.when(pl.col("id") == "m3").then(pl.lit("gammal")).otherwise("group_id"),
                ),
                before["memberships"].filter(pl.col("id") == "m5").with_columns(id=pl.lit("m6")),
            ]
        ),
        units=before["units"].with_columns(confirmed_on=dt.date(2026, 1, 1)),
        area_parts=before["area_parts"].clear(),
    )
    report = written_either_way.write_dataset(after, origin="later")
    assert written_either_way.read_dataset() == after
    assert report.added == {"memberships": 1}
    assert report.changed == {"organizations": 1, "memberships": 2, "units": 1}
    assert report.removed == {"organizations": 1, "memberships": 1, "area_parts": 1}


def test_emptying_removes_everything_but_the_history(written_either_way: GraphStore) -> None:
    written_either_way.write_dataset(town(), origin="town")
    written_either_way.write_dataset(Dataset(), origin="nothing", by="Kim")
    assert written_either_way.read_dataset().is_empty
    history = written_either_way.history()
    assert history["revision"].to_list() == [1, 2]
    assert history["origin"].to_list() == ["town", "nothing"]
    assert history["by"].to_list() == [None, "Kim"]
    total = sum(town().counts.values())
    assert history["added"].to_list() == [total, 0]
    assert history["removed"].to_list() == [0, total]
    assert dt.datetime.fromisoformat(history["at"][0]).tzinfo is not None


def test_reopened_store_holds_what_was_written(store_settings: Settings) -> None:
    with open_store(store_settings) as first:
        first.write_dataset(town(), origin="town")
    with open_store(store_settings) as second:
        assert second.revision() == 1
        assert second.cached_dataset() == (1, town())
        assert second.read_dataset() == town()


def test_damaged_cache_is_read_anew_from_the_database(store: GraphStore, store_settings: Settings) -> None:
    store.write_dataset(town(), origin="town")
    kept = next((store_settings.home / "cache").rglob("organizations.arrow"))
    content = bytearray(kept.read_bytes())
    content[len(content) // 2] ^= 0xFF
    kept.write_bytes(content)
    assert store.cached_dataset() == (1, town())


def test_progress_ends_at_the_total(written_either_way: GraphStore) -> None:
    told: list[tuple[int, int]] = []
    written_either_way.write_dataset(town(), origin="town", progress=lambda *step: told.append(step))
    total = sum(town().counts.values())
    assert told[-1] == (total, total)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_interrupted_load_leaves_the_state_before(written_either_way: GraphStore) -> None:
    written_either_way.write_dataset(town(), origin="town")

    def interrupt(done: int, total: int) -> None:
        if done >= total // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        written_either_way.write_dataset(large(50), origin="large", progress=interrupt)
    assert written_either_way.read_dataset() == town()
    assert written_either_way.revision() == 1
    assert written_either_way.write_dataset(large(50), origin="large").revision == 2
    assert written_either_way.read_dataset() == large(50)


def test_error_of_the_callers_own_passes_as_it_is(written_either_way: GraphStore) -> None:
    def standard_output_is_closed(done: int, total: int) -> None:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        written_either_way.write_dataset(town(), origin="town", progress=standard_output_is_closed)
    assert written_either_way.read_dataset().is_empty


def test_load_that_the_database_refuses_midway_leaves_the_state_before(
    written_either_way: GraphStore,
) -> None:
    written_either_way.write_dataset(town(), origin="town")
    # behind the store's back, a node goes that the next load wants to tie a membership to
    written_either_way._connection.read("MATCH (n:Group {id: 'gammal'}) DETACH DELETE n")
    more = town()["memberships"].with_columns(id=pl.lit("n") + pl.col("id"), group_id=pl.lit("gammal"))
    after = town().replace(memberships=pl.concat([town()["memberships"], more]))
    with pytest.raises(SamverkanError, match="memberships"):
        written_either_way.apply(ChangeSet.between(town(), after), base_revision=1, origin="more")
    assert written_either_way.revision() == 1
    held = read_records(written_either_way._connection, {})
    assert held == town().replace(groups=town()["groups"].filter(pl.col("id") != "gammal"))
    assert written_either_way.history()["origin"].to_list() == ["town"]
    # a whole data set is compared with what is there, and mends it
    assert written_either_way.write_dataset(after, origin="more").revision == 2
    assert written_either_way.read_dataset() == after


def test_loads_by_several_at_once_follow_each_other(store_settings: Settings) -> None:
    wanted = [large(60, seed=seed, word=f"Namn{seed}") for seed in range(4)]
    failures: list[BaseException] = []

    def load(dataset: Dataset, changed: dict[str, int]) -> None:
        try:
            with open_store(dataclasses.replace(store_settings, **changed)) as own:
                own.write_dataset(dataset, origin="one of several")
        except BaseException as error:
            failures.append(error)

    with open_store(store_settings) as store:
        ways = [{}, JOURNALED, {}, JOURNALED]
        threads = [threading.Thread(target=load, args=pair) for pair in zip(wanted, ways, strict=True)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert failures == []
        assert store.revision() == 4
        assert store.history()["revision"].to_list() == [1, 2, 3, 4]
        assert store.read_dataset() in wanted


def test_first_large_load_comes_back_equal(store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph_store, "WORTHWHILE", 1)
    changed = dataclasses.replace(store._settings, one_transaction_limit=0)
    with open_store(changed) as bulky:
        bulky.write_dataset(town(), origin="town")
        assert bulky.read_dataset() == town()
        assert bulky.search("lokalpolisen")["id"].to_list() == ["polisen"]
        assert bulky.write_dataset(large(300), origin="large").revision == 2
        assert bulky.read_dataset() == large(300)
        assert wrong_links(bulky, large(300)) == []


def test_first_large_load_ties_activities_to_what_they_name(
    embedded_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph_store, "WORTHWHILE", 1)
    wanted = large(100, activities=700)
    with open_store(dataclasses.replace(embedded_settings, one_transaction_limit=0, batch_size=50)) as store:
        store.write_dataset(wanted, origin="in bulk")
        assert store.read_dataset() == wanted
        assert wrong_links(store, wanted) == []


def test_activities_that_move_are_tied_to_where_they_are_now(written_either_way: GraphStore) -> None:
    for seed in (1, 2):
        wanted = large(60, activities=200, seed=seed)
        written_either_way.write_dataset(wanted, origin=f"seed {seed}")
        assert written_either_way.read_dataset() == wanted
        assert wrong_links(written_either_way, wanted) == []


def test_interrupted_first_large_load_leaves_nothing(
    embedded_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph_store, "WORTHWHILE", 1)

    def interrupt(done: int, total: int) -> None:
        if done > total // 2:
            raise KeyboardInterrupt

    changed = dataclasses.replace(embedded_settings, one_transaction_limit=0, batch_size=50)
    with open_store(changed) as store:
        with pytest.raises(KeyboardInterrupt):
            store.write_dataset(large(500), origin="large", progress=interrupt)
        assert store.revision() == 0
        assert store.read_dataset().is_empty
        store.write_dataset(town(), origin="town")
    with open_store(changed) as store:
        assert store.read_dataset() == town()


def test_tables_too_large_for_one_query_are_read_in_pages(
    store: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write_dataset(large(300), origin="large")
    monkeypatch.setattr(records, "PAGED_FROM", 10)
    monkeypatch.setattr(records, "PAGE", 7)
    assert store.read_dataset() == large(300)


@pytest.mark.parametrize(
    ("table", "column", "value", "said"),
    [
        ("organizations", "id", None, "missing"),
        ("organizations", "id", "brand", "more than once"),
        ("organizations", "id", "x" * 201, "longer"),
        ("memberships", "group_id", "nowhere", "not in groups"),
        ("memberships", "group_id", None, "missing"),
        ("organizations", "other_names", ["a", None], "empty place"),
        ("areas", "latitude", float("nan"), "finite"),
    ],
)
def test_records_a_graph_cannot_hold_are_refused_before_anything_is_written(
    embedded_settings: Settings, table: str, column: str, value: object, said: str
) -> None:
    rows = town()[table].to_dicts()
    rows[0][column] = value
    with open_store(embedded_settings) as store:
        with pytest.raises(DataError, match=said):
            store.write_dataset(
                town().replace(**{table: pl.DataFrame(rows, schema=town()[table].schema)}), origin="wrong"
            )
        assert store.read_dataset().is_empty


def test_database_with_records_of_others_is_not_written_to(store: GraphStore) -> None:
    store._connection.read("CREATE (:Organization {id: 'theirs', name: 'Theirs'})")
    with pytest.raises(StoreForeign, match="not written"):
        store.write_dataset(town(), origin="town")
    assert store._connection.read("MATCH (n:Organization) RETURN n.id AS id") == [{"id": "theirs"}]


def test_database_of_another_version_is_not_read_and_not_written_to(store: GraphStore) -> None:
    store.write_dataset(town(), origin="town")
    store._connection.read("MATCH (m:Metadata) SET m.format = 99")
    for use in (store.read_dataset, lambda: store.write_dataset(Dataset(), origin="nothing")):
        with pytest.raises(StoreFormat, match="99"):
            use()


def test_other_database_at_the_same_address_is_not_taken_for_the_cached_one(
    store_settings: Settings, tmp_path: Path
) -> None:
    with open_store(store_settings) as store:
        store.write_dataset(town(), origin="town")
        # as if somebody had put another database in its place
        store._connection.read("MATCH (n) DETACH DELETE n")
        store._connection.read(
            "CREATE (:Metadata {id: 'store', store_id: 'another', revision: 1, load_id: 'other', counts: '{}', format: 1})"
        )
        assert store.cached_dataset()[1].is_empty
