"""Several who write from the same state, on both databases: nothing that was acknowledged is taken back."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator
from typing import Any

import polars as pl
import pytest

from graph.changes import ChangeSet
from graph.dataset import Dataset
from graph.errors import DataError, RevisionConflict, UnknownRevision
from graph.record_changes import ChangeKind, Conflict, Reference
from graph.settings import Settings
from graph.store.connect import open_store
from graph.store.graph_store import GraphStore
from tests.contract.datasets import town
from tests.contract.killing import as_order
from tests.contract.other_process import OtherProcess

TOWN = town()
MEMBERSHIP = {"id": "m9", "organization_id": "akeri", "group_id": "gammal", "role": "member"}


def renamed(dataset: Dataset, id: str, name: str) -> Dataset:
    rows = dataset["organizations"]
    new = pl.when(pl.col("id") == id).then(pl.lit(name)).otherwise(pl.col("name")).alias("name")
    return dataset.replace(organizations=rows.with_columns(new))


def without_group(dataset: Dataset, id: str) -> Dataset:
    return dataset.replace(groups=dataset["groups"].filter(pl.col("id") != id))


def with_membership(dataset: Dataset, **values: str) -> Dataset:
    rows = dataset["memberships"]
    return dataset.replace(memberships=pl.concat([rows, pl.DataFrame([MEMBERSHIP | values])], how="diagonal"))


@pytest.fixture(params=["at once", "in steps"])
def written(request: pytest.FixtureRequest, store_settings: Settings) -> Iterator[GraphStore]:
    """A store that holds the town, and writes in one transaction or step by step."""
    changed = {} if request.param == "at once" else {"one_transaction_limit": 0, "batch_size": 3}
    with open_store(dataclasses.replace(store_settings, backups_kept=0, **changed)) as opened:
        opened.write_dataset(TOWN, origin="town")
        yield opened


def test_load_from_a_stale_base_keeps_what_another_process_wrote(store_settings: Settings) -> None:
    with open_store(store_settings) as store:
        store.write_dataset(TOWN, origin="town")
        mine = renamed(TOWN, "brand", "Räddningstjänsten")
        theirs = {"table": "organizations", "id": "akeri", "set": {"name": "Åkeriet"}}
        with OtherProcess(as_order(store_settings), edit=theirs) as other:
            assert other.wait_for("done") == "2"
            report = store.write_dataset(mine, base_revision=1, origin="a file made from revision 1")
            assert other.end() == 0
        assert report.revision == 3
        assert report.changed == {"organizations": 1}
        assert store.read_dataset() == renamed(mine, "akeri", "Åkeriet")
        assert store.cached_dataset() == (3, renamed(mine, "akeri", "Åkeriet"))


def test_changes_of_other_records_from_the_same_base_all_go_through(written: GraphStore) -> None:
    later = [renamed(TOWN, "brand", "B"), renamed(TOWN, "akeri", "A"), with_membership(TOWN, group_id="råd")]
    for number, dataset in enumerate(later, start=2):
        changes = ChangeSet.between(TOWN, dataset)
        report = written.apply(changes, base_revision=1, origin="an edit", by="Kim", note="why")
        assert (report.revision, report.changes) == (number, changes)
    assert written.read_dataset() == renamed(renamed(later[2], "akeri", "A"), "brand", "B")
    assert written.history()["note"].to_list() == [None, "why", "why", "why"]


def test_change_of_the_same_record_is_refused_with_all_values_and_writes_nothing(written: GraphStore) -> None:
    theirs = renamed(TOWN, "brand", "Brand och räddning")
    written.write_dataset(theirs, base_revision=1, origin="theirs")
    mine = with_membership(renamed(TOWN, "brand", "Räddningstjänsten"))
    with pytest.raises(RevisionConflict, match="“Brand och räddning”, not “Brandkåren”") as refused:
        written.write_dataset(mine, base_revision=1, origin="mine")
    (conflict,) = refused.value.conflicts
    assert conflict == Conflict(
        "organizations",
        ("brand",),
        ChangeKind.CHANGED,
        "name",
        expected="Brandkåren",
        mine="Räddningstjänsten",
        theirs="Brand och räddning",
    )
    assert written.revision() == 2
    assert written.read_dataset() == theirs
    assert written.history()["origin"].to_list() == ["town", "theirs"]


def test_record_that_names_one_somebody_has_removed_is_refused(written: GraphStore) -> None:
    written.write_dataset(without_group(TOWN, "gammal"), base_revision=1, origin="theirs")
    with pytest.raises(RevisionConflict) as refused:
        written.apply(ChangeSet.between(TOWN, with_membership(TOWN)), base_revision=1, origin="mine")
    (conflict,) = refused.value.conflicts
    assert (conflict.key, conflict.mine, conflict.theirs) == (("m9",), "gammal", None)
    assert written.read_dataset() == without_group(TOWN, "gammal")


def test_removal_of_a_record_that_somebody_has_come_to_name_is_refused(written: GraphStore) -> None:
    written.write_dataset(with_membership(TOWN), base_revision=1, origin="theirs")
    with pytest.raises(RevisionConflict) as refused:
        written.write_dataset(without_group(TOWN, "gammal"), base_revision=1, origin="mine")
    (conflict,) = refused.value.conflicts
    assert (conflict.key, conflict.kind) == (("gammal",), ChangeKind.REMOVED)
    assert conflict.reference == Reference("memberships", ("m9",), "group_id", "groups", "gammal")
    assert written.read_dataset() == with_membership(TOWN)


def test_way_back_from_a_load_keeps_what_somebody_wrote_after_it(written: GraphStore) -> None:
    load = written.write_dataset(renamed(TOWN, "brand", "B"), origin="a load")
    written.write_dataset(
        with_membership(renamed(TOWN, "brand", "B")), base_revision=load.revision, origin="theirs"
    )
    written.apply(load.changes.inverse(), base_revision=load.revision, origin="back")
    assert written.read_dataset() == with_membership(TOWN)


def test_way_back_is_refused_where_somebody_has_gone_on_from_it(written: GraphStore) -> None:
    load = written.write_dataset(renamed(TOWN, "brand", "B"), origin="a load")
    written.write_dataset(renamed(TOWN, "brand", "C"), base_revision=load.revision, origin="theirs")
    with pytest.raises(RevisionConflict):
        written.apply(load.changes.inverse(), base_revision=load.revision, origin="back")
    assert written.read_dataset() == renamed(TOWN, "brand", "C")


def test_revision_that_is_not_reached_is_refused_by_its_number_and_any_other_is_a_base(
    store: GraphStore,
) -> None:
    store.write_dataset(TOWN, origin="town")
    for revision in (-1, 2):
        with pytest.raises(UnknownRevision, match=f"not reached revision {revision}: it holds revision 1"):
            store.apply(ChangeSet(), base_revision=revision, origin="mine")
    assert store.dataset_at(0).is_empty
    assert store.dataset_at(1) == TOWN
    for name in ("B", "C"):
        store.write_dataset(renamed(TOWN, "brand", name), origin="theirs")
    assert store.dataset_at(2) == renamed(TOWN, "brand", "B")
    mine = renamed(TOWN, "akeri", "A")
    store.write_dataset(mine, base_revision=1, origin="mine")
    assert store.read_dataset() == renamed(mine, "brand", "C")


def test_records_a_graph_cannot_hold_are_refused(embedded_settings: Settings) -> None:
    with open_store(embedded_settings) as store:
        store.write_dataset(TOWN, origin="town")
        with pytest.raises(DataError, match="not in groups"):
            store.apply(
                ChangeSet.between(TOWN, with_membership(TOWN, group_id="nowhere")),
                base_revision=1,
                origin="mine",
            )
        assert store.revision() == 1


WRITERS = 20


def test_twenty_at_once_on_overlapping_records_lose_nothing_that_was_acknowledged(
    store_settings: Settings,
) -> None:
    acknowledged: list[tuple[int, str]] = []
    unexpected: list[BaseException] = []
    refused: list[RevisionConflict] = []
    start = threading.Barrier(WRITERS)
    settings = dataclasses.replace(store_settings, backups_kept=0)

    # each of five stores is used by four: each adds a membership of its own and renames one of seven
    # records, so that at most one of those who want the same record can have it
    wanted: list[Any] = ["akeri", "brand", "nämnden/2", "okända", "polisen", "råd", "trygghet"]

    def edit(number: int) -> ChangeSet:
        key, word = wanted[number % len(wanted)], pl.lit(f"Name {number}")
        after = with_membership(TOWN, id=f"by{number}", group_id="gammal")
        table = "organizations" if key in TOWN["organizations"]["id"] else "groups"
        name = pl.when(pl.col("id") == key).then(word).otherwise(pl.col("name")).alias("name")
        return ChangeSet.between(TOWN, after.replace(**{table: after[table].with_columns(name)}))

    def write(own: GraphStore, number: int) -> None:
        start.wait(60)
        try:
            report = own.apply(edit(number), base_revision=1, origin=str(number))
            acknowledged.append((report.revision, report.load_id))
        except RevisionConflict as error:
            refused.append(error)
        except BaseException as error:
            unexpected.append(error)

    with open_store(settings) as store:
        store.write_dataset(TOWN, origin="town")
        stores = [open_store(settings) for _ in range(5)]
        threads = [
            threading.Thread(target=write, args=(stores[number % 5], number)) for number in range(WRITERS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        for own in stores:
            own.close()
        assert unexpected == []
        assert (len(acknowledged), len(refused)) == (len(wanted), WRITERS - len(wanted))
        history = store.history().filter(pl.col("revision") > 1)
        assert sorted(acknowledged) == history.select("revision", "load_id").rows()
        # exactly the acknowledged ones, made one after the other, lead to what is there
        expected = TOWN
        for origin in history["origin"]:
            expected = edit(int(origin)).apply_to(expected)
        assert store.read_dataset() == expected
        assert all(conflict.theirs for error in refused for conflict in error.conflicts)
