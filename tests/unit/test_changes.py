"""ChangeSet: what one state and another have apart, told, counted, refused, written."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
from itertools import islice

import polars as pl
import pytest

from graph.change_file import from_bytes, to_bytes
from graph.changes import ChangeSet, Counts
from graph.dataset import Dataset
from graph.errors import DataError, RevisionConflict, UnreadableChanges
from graph.model import RECORD_TYPE, polars_schema
from graph.record_changes import ChangeKind, Conflict, FieldChange, RecordChange
from tests.contract.datasets import town

TOWN = town()


def renamed(dataset: Dataset, id: str, name: str) -> Dataset:
    rows = dataset["organizations"]
    new = pl.when(pl.col("id") == id).then(pl.lit(name)).otherwise(pl.col("name")).alias("name")
    return dataset.replace(organizations=rows.with_columns(new))


def without(dataset: Dataset, table: str, id: str) -> Dataset:
    return dataset.replace(**{table: dataset[table].filter(pl.col("id") != id)})


def units(*rows: tuple[str | None, str | None, str]) -> Dataset:
    columns = ["organization_id", "parent_id", "quote"]
    return Dataset({"units": pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")})


def test_renamed_organization_is_one_changed_record_with_both_names() -> None:
    changes = ChangeSet.between(TOWN, renamed(TOWN, "brand", "Räddningstjänsten"))
    assert list(changes) == ["organizations"]
    assert changes.counts == {"organizations": Counts(changed=1)}
    assert list(changes.records()) == [
        RecordChange(
            "organizations",
            ("brand",),
            ChangeKind.CHANGED,
            (FieldChange("name", "Brandkåren", "Räddningstjänsten"),),
        )
    ]
    assert changes["organizations"].before["name"].to_list() == ["Brandkåren"]
    assert repr(changes) == "<ChangeSet organizations +0 ~1 -0>"


def test_removed_and_added_records_are_told_with_all_they_say() -> None:
    removed = ChangeSet.between(TOWN, without(TOWN, "topics", "unga"))
    (record,) = removed.records()
    assert record == RecordChange(
        "topics",
        ("unga",),
        ChangeKind.REMOVED,
        (FieldChange("name", "Unga", None), FieldChange("other_names", ["ungdomar"], None)),
    )
    (record,) = removed.inverse().records()
    assert record.kind is ChangeKind.ADDED
    assert record.fields[0] == FieldChange("name", None, "Unga")


def test_edge_without_an_id_is_told_by_its_two_ends() -> None:
    (record,) = ChangeSet.between(units(), units(("a", "b", "x"))).records()
    assert record.key == ("a", "b")
    assert [field.field for field in record.fields] == ["quote"]


def test_membership_of_another_group_under_the_same_id_is_changed() -> None:
    rows = TOWN["memberships"].with_columns(
        group_id=pl.when(pl.col("id") == "m1").then(pl.lit("gammal")).otherwise("group_id")
    )
    (record,) = ChangeSet.between(TOWN, TOWN.replace(memberships=rows)).records()
    assert record.fields == (FieldChange("group_id", "råd", "gammal"),)


def test_nothing_changed_is_empty_and_shares_everything() -> None:
    again = Dataset({table: TOWN[table] for table in TOWN})
    for changes in (ChangeSet(), ChangeSet.between(TOWN, TOWN), ChangeSet.between(TOWN, again)):
        assert changes.is_empty
        assert changes == ChangeSet()
        assert changes.counts == {}
        assert list(changes.records()) == []
        assert changes.apply_to(TOWN) is TOWN
        assert from_bytes(to_bytes(changes)).is_empty


def test_tables_that_do_not_change_are_the_same_objects() -> None:
    after = renamed(TOWN, "brand", "Räddningstjänsten")
    result = ChangeSet.between(TOWN, after).apply_to(TOWN)
    assert result == after
    assert all((result[table] is TOWN[table]) == (table != "organizations") for table in TOWN)


def test_edit_is_said_by_its_own_rows_alone() -> None:
    after = renamed(TOWN, "brand", "Räddningstjänsten")
    was, now = (
        Dataset({"organizations": d["organizations"].filter(pl.col("id") == "brand")}) for d in (TOWN, after)
    )
    assert ChangeSet.between(was, now) == ChangeSet.between(TOWN, after)


def test_added_and_then_removed_is_nothing() -> None:
    without_topic = without(TOWN, "topics", "unga")
    add, remove = ChangeSet.between(without_topic, TOWN), ChangeSet.between(TOWN, without_topic)
    assert add.then(remove).is_empty
    assert add.then(ChangeSet.between(TOWN, renamed(TOWN, "brand", "B"))).counts == {
        "organizations": Counts(changed=1),
        "topics": Counts(added=1),
    }


def test_changes_that_do_not_follow_on_one_another_are_not_joined() -> None:
    first = ChangeSet.between(TOWN, renamed(TOWN, "brand", "B"))
    second = ChangeSet.between(renamed(TOWN, "brand", "C"), renamed(TOWN, "brand", "D"))
    with pytest.raises(RevisionConflict) as refused:
        first.then(second)
    (conflict,) = refused.value.conflicts
    assert (conflict.expected, conflict.mine, conflict.theirs) == ("C", "D", "B")


# --- refusal --------------------------------------------------------------------------------------


def test_record_changed_by_somebody_else_is_refused_with_all_values() -> None:
    mine = ChangeSet.between(TOWN, renamed(TOWN, "brand", "Räddningstjänsten"))
    with pytest.raises(RevisionConflict) as refused:
        mine.apply_to(renamed(TOWN, "brand", "Brand och räddning"))
    assert refused.value.conflicts == (
        Conflict(
            "organizations",
            ("brand",),
            ChangeKind.CHANGED,
            "name",
            "Brandkåren",
            "Räddningstjänsten",
            "Brand och räddning",
        ),
    )
    assert refused.value.details == {"records": 1}
    assert str(refused.value) == (
        "Records are not as the change begins with them: name of “brand” in organizations is “Brand och "
        "räddning”, not “Brandkåren”. Read them as they are now and make the change anew."
    )


def test_record_removed_or_added_by_somebody_else_is_a_conflict_of_whole_records() -> None:
    less = without(TOWN, "topics", "unga")
    change = TOWN.replace(topics=TOWN["topics"].with_columns(name=pl.lit("Ungdomar")))
    (gone,) = ChangeSet.between(TOWN, change).conflicts_with(less)
    assert (gone.field, gone.theirs) == (None, None)
    assert gone.expected == TOWN.record("topics", "unga")
    assert gone.mine == change.record("topics", "unga")

    (there,) = ChangeSet.between(less, change).conflicts_with(TOWN)
    assert (there.kind, there.field, there.expected) == (ChangeKind.ADDED, None, None)
    assert there.theirs == TOWN.record("topics", "unga")
    with pytest.raises(RevisionConflict, match="“unga” in topics is there already"):
        ChangeSet.between(less, change).apply_to(TOWN)
    with pytest.raises(RevisionConflict, match="“unga” in topics is not there"):
        ChangeSet.between(TOWN, change).apply_to(less)


def test_removal_of_a_record_that_somebody_has_changed_is_refused() -> None:
    change = TOWN.replace(topics=TOWN["topics"].with_columns(name=pl.lit("Ungdomar")))
    (conflict,) = ChangeSet.between(TOWN, without(TOWN, "topics", "unga")).conflicts_with(change)
    assert conflict.kind is ChangeKind.REMOVED
    assert (conflict.expected, conflict.mine, conflict.theirs) == ("Unga", None, "Ungdomar")


def test_refusal_names_the_first_and_holds_all() -> None:
    ids = TOWN["memberships"].height
    rows = TOWN["memberships"]
    mine = ChangeSet.between(TOWN, TOWN.replace(memberships=rows.with_columns(role=pl.lit("observer"))))
    theirs = TOWN.replace(memberships=rows.with_columns(role=pl.lit("on_call"), locator=pl.lit("s. 1")))
    with pytest.raises(RevisionConflict, match="; and 7 more") as refused:
        mine.apply_to(theirs)
    assert len(refused.value.conflicts) == 2 * ids
    assert refused.value.details == {"records": ids}
    first, second = islice(refused.value.conflicts, 2)
    assert (first.key, first.field, first.mine) == (("m1",), "role", "observer")
    assert (second.key, second.field, second.expected, second.mine) == (("m1",), "locator", None, None)


def test_change_of_other_records_is_no_conflict() -> None:
    mine = ChangeSet.between(TOWN, renamed(TOWN, "brand", "B"))
    both = mine.apply_to(renamed(TOWN, "polisen", "P"))
    assert both == renamed(renamed(TOWN, "brand", "B"), "polisen", "P")


# --- records of one key, and without any ------------------------------------------------------------


def test_records_of_one_key_change_as_one_in_their_order() -> None:
    before = units(("a", "b", "1"), ("a", "b", "2"), ("c", "d", "3"))
    after = units(("a", "b", "2"), ("c", "d", "3"))
    changes = ChangeSet.between(before, after)
    assert changes.apply_to(before) == after
    assert changes.inverse().apply_to(after) == before
    assert changes["units"].before["quote"].to_list() == ["1", "2"]
    # the first is compared with the first
    assert changes.counts == {"units": Counts(changed=1, removed=1)}
    assert [record.kind for record in changes.records()] == [ChangeKind.CHANGED, ChangeKind.REMOVED]


def test_records_of_one_key_in_another_order_are_a_change() -> None:
    before, after = (
        units(("a", "b", "1"), ("a", "b", "2")),
        units(("a", "b", "2"), ("a", "b", "1")),
    )
    changes = ChangeSet.between(before, after)
    assert changes.counts == {"units": Counts(changed=2)}
    assert changes.apply_to(before) == after


def test_one_more_of_a_key_than_there_was_is_a_conflict() -> None:
    before = units(("a", "b", "1"))
    changes = ChangeSet.between(before, units(("a", "b", "2")))
    (conflict,) = changes.conflicts_with(units(("a", "b", "1"), ("a", "b", "1")))
    assert (conflict.field, conflict.expected) == (None, None)
    assert conflict.theirs is not None


def test_records_without_a_key_change_too() -> None:
    before = units((None, "b", "1"), (None, None, "2"))
    after = units((None, "b", "3"))
    changes = ChangeSet.between(before, after)
    assert changes.apply_to(before) == after
    assert [(record.key, record.kind) for record in changes.records()] == [
        ((None, "b"), ChangeKind.CHANGED),
        ((None, None), ChangeKind.REMOVED),
    ]


def test_number_that_is_none_is_the_same_as_itself() -> None:
    def areas(name: str, latitude: float) -> Dataset:
        return Dataset({"areas": pl.DataFrame({"id": ["a"], "name": [name], "latitude": [latitude]})})

    nan = float("nan")
    assert ChangeSet.between(areas("A", nan), areas("A", nan)).is_empty
    (record,) = ChangeSet.between(areas("A", nan), areas("B", nan)).records()
    assert [field.field for field in record.fields] == ["name"]


# --- file -----------------------------------------------------------------------------------------

ALL = ChangeSet.between(Dataset(), TOWN)


def test_file_holds_values_of_every_kind_exactly() -> None:
    again = from_bytes(to_bytes(ALL))
    assert again == ALL
    assert again.apply_to(Dataset()) == TOWN
    assert again["groups"].after["review_date"].to_list() == [
        dt.date(1999, 1, 1),
        dt.date(2026, 12, 31),
        None,
    ]


@pytest.mark.parametrize("data", [b"", b"id,name\n1,x\n", b"PK\x03\x04", b"samverkan changes 1\n"])
def test_other_file_is_refused_as_foreign(data: bytes) -> None:
    with pytest.raises(UnreadableChanges, match="not a file of changes") as refused:
        from_bytes(data)
    assert isinstance(refused.value, DataError)
    assert refused.value.details == {"reason": "foreign"}


def test_damaged_file_is_refused() -> None:
    data = to_bytes(ALL)
    for bad in (data[:-1], data + b"x", data[:-9] + bytes([data[-9] ^ 1]) + data[-8:]):
        with pytest.raises(UnreadableChanges, match="damaged") as refused:
            from_bytes(bad)
        assert refused.value.details == {"reason": "damaged"}


def test_file_of_a_later_format_is_refused_as_such() -> None:
    data = to_bytes(ALL).replace(b"changes 1 ", b"changes 2 ", 1)
    with pytest.raises(UnreadableChanges, match="does not know: format 2") as refused:
        from_bytes(data)
    assert refused.value.details == {"reason": "version"}


def signed(header: object, streams: bytes = b"") -> bytes:
    """A file whose checksum is right, whatever it holds."""
    body = json.dumps(header).encode() + b"\n" + streams
    return b"samverkan changes 1 " + hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def stream(frame: pl.DataFrame) -> bytes:
    written = io.BytesIO()
    frame.write_ipc_stream(written)
    return written.getvalue()


def test_file_with_tables_or_columns_of_a_later_version_is_refused_by_their_name() -> None:
    with pytest.raises(UnreadableChanges, match="the table meetings"):
        from_bytes(signed([["meetings", "after", 1, 0]]))
    rows = stream(pl.DataFrame({"id": ["a"], "mood": ["good"]}))
    with pytest.raises(UnreadableChanges, match="the column mood in topics"):
        from_bytes(signed([["topics", "after", 1, len(rows)]], rows))


def test_file_of_an_earlier_version_with_fewer_columns_is_read() -> None:
    rows = stream(pl.DataFrame({"id": ["a"], "name": ["A"]}))
    changes = from_bytes(signed([["topics", "after", 1, len(rows)]], rows))
    assert dict(changes["topics"].after.schema) == polars_schema(RECORD_TYPE["topics"])
    assert changes.counts == {"topics": Counts(added=1)}


@pytest.mark.parametrize(
    "header",
    [
        None,
        7,
        {"topics": 1},
        [["topics", "after"]],
        [["topics", "after", 2, None]],
        [["topics", "aside", 1, 5]],
        [["topics", "after", 1, 5]],
        [[["topics"], "after", 1, 5]],
    ],
)
def test_file_whose_parts_are_not_what_it_says_is_refused(header: object) -> None:
    with pytest.raises(UnreadableChanges, match="damaged: its parts"):
        from_bytes(signed(header, b"noise"))


def test_file_whose_rows_are_fewer_than_it_says_is_refused() -> None:
    rows = stream(pl.DataFrame({"id": ["a"], "name": ["A"]}))
    for header, streams in (([["topics", "after", 2, len(rows)]], rows), ([], rows)):
        with pytest.raises(UnreadableChanges, match="damaged: its parts"):
            from_bytes(signed(header, streams))
