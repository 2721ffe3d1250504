"""What has been done is kept in the database: by whom, with the rows before and after, and can be taken back."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.changes import ChangeSet
from graph.dataset import Dataset
from graph.errors import RevisionConflict, SnapshotExists, UnknownLoad, UnknownRevision
from graph.record_changes import ChangeKind
from graph.settings import Settings
from graph.store.connect import open_store
from graph.store.graph_store import GraphStore
from tests.contract.datasets import datasets, large, town


def renamed(dataset: Dataset, organization_id: str, name: str) -> Dataset:
    here = pl.col("id") == organization_id
    new = pl.when(here).then(pl.lit(name)).otherwise("name").alias("name")
    return dataset.replace(organizations=dataset["organizations"].with_columns(new))


def rename(store: GraphStore, organization_id: str, name: str) -> str:
    """Rename an organisation and return the load's id."""
    revision, now = store.cached_dataset()
    changes = ChangeSet.between(now, renamed(now, organization_id, name))
    return store.apply(changes, base_revision=revision, origin="renamed", by="Kim", note=name).load_id


@pytest.fixture(params=["at once", "in steps"])
def written(request: pytest.FixtureRequest, store_settings: Settings) -> Iterator[GraphStore]:
    """A store that holds the town, and writes in one transaction or step by step."""
    in_steps = {"one_transaction_limit": 0, "batch_size": 3} if request.param == "in steps" else {}
    with open_store(dataclasses.replace(store_settings, **in_steps)) as store:
        store.write_dataset(town(), origin="town")
        yield store


def test_each_load_is_kept_with_its_rows(written: GraphStore) -> None:
    load_id = rename(written, "polisen", "Polisen i Ängelholm")
    row = written.history().row(1, named=True)
    assert (row["load_id"], row["revision"], row["origin"], row["by"], row["note"]) == (
        load_id, 2, "renamed", "Kim", "Polisen i Ängelholm",
    )  # fmt: skip
    assert (row["added"], row["changed"], row["removed"]) == (0, 1, 0)
    assert written.changes_of(load_id) == ChangeSet.between(
        town(), renamed(town(), "polisen", "Polisen i Ängelholm")
    )
    with pytest.raises(UnknownLoad, match="nobody"):
        written.changes_of("nobody")


def test_every_revision_is_what_it_was(written: GraphStore) -> None:
    states = [Dataset(), town()]
    for number in range(4):
        rename(written, "polisen", f"Namn {number}")
        states.append(renamed(town(), "polisen", f"Namn {number}"))
    written.write_dataset(large(40), origin="large")
    states.append(large(40))
    assert [written.dataset_at(revision) for revision in range(len(states))] == states
    for revision in (-1, len(states)):
        with pytest.raises(UnknownRevision, match="not reached"):
            written.dataset_at(revision)


@pytest.mark.neo4j
def test_every_revision_is_what_it_was_on_another_machine(
    neo4j_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with open_store(neo4j_settings) as store:
        store.write_dataset(town(), origin="town")
        load_id = rename(store, "polisen", "Annat")
    elsewhere = dataclasses.replace(neo4j_settings, home=tmp_path_factory.mktemp("elsewhere"))
    with open_store(elsewhere) as store:
        assert store.dataset_at(1) == town()
        store.undo(load_id)
        assert store.read_dataset() == town()


def test_undo_needs_nothing_that_lies_beside_the_database(store_settings: Settings) -> None:
    with open_store(store_settings) as store:
        store.write_dataset(town(), origin="town")
        load_id = store.write_dataset(large(60), origin="large").load_id
    shutil.rmtree(store_settings.home / "cache")
    with open_store(store_settings) as store:
        report = store.undo(load_id, by="Kim", note="by mistake")
        assert store.read_dataset() == town()
        row = store.history().row(-1, named=True)
        assert (row["undoes"], row["by"], row["note"]) == (load_id, "Kim", "by mistake")
        store.undo(report.load_id)  # and what was taken back can be given again
        assert store.read_dataset() == large(60)


def test_undo_keeps_what_others_have_done_since(written: GraphStore) -> None:
    first = rename(written, "polisen", "Annat")
    rename(written, "akeri", "Åkeriet AB")
    written.undo(first)
    assert written.read_dataset() == renamed(town(), "akeri", "Åkeriet AB")


def test_undo_of_what_others_have_gone_on_from_is_refused_with_both_values(written: GraphStore) -> None:
    first = rename(written, "polisen", "Annat")
    rename(written, "polisen", "Ett tredje")
    before = written.version()
    with pytest.raises(RevisionConflict) as refused:
        written.undo(first)
    (conflict,) = refused.value.conflicts
    assert (conflict.table, conflict.key, conflict.field) == ("organizations", ("polisen",), "name")
    assert (conflict.expected, conflict.theirs) == ("Annat", "Ett tredje")
    assert written.version() == before


def test_undo_of_an_addition_that_others_have_come_to_name_is_refused(written: GraphStore) -> None:
    new = town()["organizations"].head(1).with_columns(id=pl.lit("ny"), name=pl.lit("Ny"))
    load_id = written.apply(
        ChangeSet.between(Dataset(), Dataset({"organizations": new})), base_revision=1, origin="added"
    ).load_id
    membership = town()["memberships"].head(1).with_columns(id=pl.lit("ny-m"), organization_id=pl.lit("ny"))
    written.apply(
        ChangeSet.between(Dataset(), Dataset({"memberships": membership})), base_revision=2, origin="joined"
    )
    with pytest.raises(RevisionConflict) as refused:
        written.undo(load_id)
    assert refused.value.conflicts[0].reference is not None
    assert refused.value.conflicts[0].reference.key == ("ny-m",)


def test_history_of_a_record_is_what_was_done_to_it(written: GraphStore) -> None:
    rename(written, "polisen", "Annat")
    rename(written, "akeri", "Åkeriet AB")
    written.write_dataset(large(700), origin="large")  # more records than a load names one by one
    events = written.history_of("organizations", ("polisen",))
    assert [(event.revision, event.change.kind) for event in events] == [
        (1, ChangeKind.ADDED), (2, ChangeKind.CHANGED), (4, ChangeKind.REMOVED),
    ]  # fmt: skip
    (field,) = events[1].change.fields
    assert (field.field, field.after) == ("name", "Annat")
    assert written.history_of("organizations", ("nobody",)) == ()


def test_state_with_a_name_is_kept_and_no_two_have_the_same(written: GraphStore) -> None:
    rename(written, "polisen", "Annat")
    made = written.snapshot("Before the meeting", revision=1, by="Kim", note="for the minutes")
    assert written.snapshot("Now").revision == 2
    assert written.snapshots()["name"].to_list() == ["Before the meeting", "Now"]
    assert written.snapshots().row(0, named=True) == dataclasses.asdict(made)
    assert written.dataset_at(made.revision) == town()
    with pytest.raises(SnapshotExists, match="Now"):
        written.snapshot("Now")
    with pytest.raises(UnknownRevision):
        written.snapshot("Later", revision=9)
    assert written.snapshots().height == 2


def test_older_changes_are_folded_but_for_those_with_a_name(store_settings: Settings) -> None:
    few = dataclasses.replace(store_settings, history_kept=5)
    with open_store(few) as store:
        store.write_dataset(town(), origin="town")
        names = {1: town()}
        for number in range(2, 16):
            load_id = rename(store, "polisen", f"Namn {number}")
            names[number] = renamed(town(), "polisen", f"Namn {number}")
            if number == 4:
                store.snapshot("Four")
            if number == 6:
                sixth = load_id
        history = store.history()
        assert history.height == 15
        kept = {row["revision"] for row in history.iter_rows(named=True) if row["folded_into"] is None}
        assert set(range(11, 16)) <= kept <= set(range(9, 16))
        reached = kept | {4, min(kept) - 1}
        for revision in range(1, 16):
            if revision in reached:
                assert store.dataset_at(revision) == names[revision]
            else:
                with pytest.raises(UnknownRevision, match="folded"):
                    store.dataset_at(revision)
        with pytest.raises(UnknownLoad, match="folded"):
            store.undo(sixth)
        assert store.verify().is_whole
        sets = store._connection.read("MATCH (c:ChangePart) RETURN count(c) AS n")[0]["n"]
        assert sets == len(kept) + 2  # the two that others are folded into
        assert store._connection.read("MATCH (d:Draft) RETURN count(d) AS n") == [{"n": 0}]
    with open_store(few) as store:
        assert store.read_dataset() == names[15]


def test_another_process_catches_up_by_the_history(store_settings: Settings) -> None:
    with open_store(store_settings) as one, open_store(store_settings) as other:
        one.write_dataset(town(), origin="town")
        assert other.cached_dataset() == (1, town())
        rename(one, "polisen", "Annat")
        revision, seen = other.cached_dataset()
        assert (revision, seen) == (2, renamed(town(), "polisen", "Annat"))
        # what nobody has touched is not even another object
        assert seen["memberships"] is other.dataset_at(2)["memberships"]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=st.lists(datasets(), min_size=2, max_size=5), data=st.data())
def test_every_revision_of_any_history_is_what_was_exported_then(
    embedded_settings: Settings, states: list[Dataset], data: st.DataObject
) -> None:
    shutil.rmtree(embedded_settings.home, ignore_errors=True)
    limit = data.draw(st.sampled_from([0, 20_000]))
    with open_store(dataclasses.replace(embedded_settings, one_transaction_limit=limit)) as store:
        exported = {0: Dataset()}
        for state in states:
            report = store.write_dataset(state, origin="any")
            exported[report.revision] = state
            if data.draw(st.booleans()):
                undone = store.undo(store.history()["load_id"][-1]) if store.revision() else report
                exported[undone.revision] = store.read_dataset()
        for revision, state in exported.items():
            assert store.dataset_at(revision) == state
        assert store.verify().is_whole
