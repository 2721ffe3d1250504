"""Changes of any states: they lead there, they lead back, and following ones are one."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from graph.change_file import from_bytes, to_bytes
from graph.changes import ChangeSet
from graph.dataset import Dataset
from graph.errors import DataError, RevisionConflict, UnreadableChanges
from graph.model import RECORD_TYPE, RECORD_TYPES, FieldKind, RecordType, polars_schema
from graph.record_changes import ChangeKind
from graph.references import reference_conflicts
from graph.store.writing.writable import check_writable
from tests.contract.datasets import NASTY, town
from tests.contract.datasets import datasets as writable_datasets

TOWN = town()

# tables of nodes, of edges with an id and without one; few keys and few values, so that states meet
TABLES = ("organizations", "areas", "memberships", "units", "needs", "data_sets")
VALUES: dict[FieldKind, st.SearchStrategy[Any]] = {
    FieldKind.TEXT: st.sampled_from(["a", "b", "", NASTY[0], NASTY[9]]),
    FieldKind.TEXTS: st.lists(st.sampled_from(["a", "", None]), max_size=2),
    FieldKind.DATE: st.dates(),
    FieldKind.PERIOD: st.sampled_from(["1999", "2024-02"]),
    FieldKind.INTEGER: st.integers(-(2**63), 2**63 - 1),
    FieldKind.REAL: st.sampled_from([0.0, -0.0, 1.5, float("nan"), float("inf")]),
    FieldKind.FLAG: st.booleans(),
}
TOLD = {FieldKind.TEXT: ("name", "role", "source_id"), FieldKind.TEXTS: ("other_names",)}


def rows(record_type: RecordType) -> st.SearchStrategy[pl.DataFrame]:
    """Rows of which several may have one key, or none."""
    keys = st.sampled_from(["k", "m", "x", None])
    cells = {
        field.name: keys if field.name in record_type.key else st.none() | VALUES[field.kind]
        for field in record_type.fields
        if field.name in (*record_type.key, *TOLD.get(field.kind, (field.name,)))
    }
    schema = {name: kind for name, kind in polars_schema(record_type).items() if name in cells}
    return st.lists(st.fixed_dictionaries(cells), max_size=4).map(lambda r: pl.DataFrame(r, schema=schema))


def states() -> st.SearchStrategy[Dataset]:
    """Any state at all, also such as no database would take."""
    tables = st.lists(st.sampled_from(TABLES), max_size=3, unique=True)
    return tables.flatmap(lambda names: st.fixed_dictionaries({n: rows(RECORD_TYPE[n]) for n in names})).map(
        Dataset
    )


@st.composite
def chains(draw: st.DrawFn, *, length: int) -> list[Dataset]:
    """States of which each has some tables of the one before."""
    chain = [draw(states())]
    while len(chain) < length:
        last, new = chain[-1], draw(states())
        kept = draw(st.sets(st.sampled_from(TABLES)))
        chain.append(new.replace(**{table: last[table] for table in kept}))
    return chain


ANY = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@ANY
@given(chains(length=2))
def test_changes_between_two_states_lead_from_one_to_the_other_and_back(chain: list[Dataset]) -> None:
    before, after = chain
    changes = ChangeSet.between(before, after)
    assert changes.apply_to(before) == after
    assert changes.inverse().apply_to(after) == before
    assert changes.inverse() == ChangeSet.between(after, before)
    assert changes.inverse().inverse() == changes
    assert changes.is_empty == (before == after)


@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(writable_datasets(), writable_datasets())
def test_changes_between_two_states_of_all_tables_lead_from_one_to_the_other(
    before: Dataset, after: Dataset
) -> None:
    changes = ChangeSet.between(before, after)
    assert changes.apply_to(before) == after
    assert from_bytes(to_bytes(changes)).inverse().apply_to(after) == before


@st.composite
def edits(draw: st.DrawFn, *, by: str) -> Dataset:
    """The town after some records have gone, with all that names them, and some have come that name others."""
    tables = ("organizations", "groups", "areas", "topics")
    ids = {
        table: draw(st.lists(st.sampled_from(TOWN[table]["id"].to_list()), max_size=1)) for table in tables
    }
    there = {table: [i for i in TOWN[table]["id"] if i not in ids[table]] for table in tables}
    made = {
        "memberships": {"organization_id": "organizations", "group_id": "groups"},
        "group_areas": {"group_id": "groups", "area_id": "areas"},
        "activities": {"organization_id": "organizations", "topic_id": "topics"},
    }
    new = {
        table: [
            {"id": f"{by}{table}"}
            | {name: draw(st.sampled_from(there[of])) for name, of in ends.items() if there[of]}
        ]
        for table, ends in made.items()
        if all(there[of] for of in ends.values()) and draw(st.booleans())
    }
    left = {}
    for record_type in RECORD_TYPES:
        frame = TOWN[record_type.table]
        if record_type.table in tables:
            frame = frame.filter(~pl.col("id").is_in(ids[record_type.table]))
        for field in record_type.fields:
            if field.references in tables:
                frame = frame.filter(~pl.col(field.name).is_in(ids[field.references]).fill_null(False))
        for row in new.get(record_type.table, ()):
            fields = {name: value for name, value in row.items() if name in frame.columns}
            keys = frame.select(record_type.key).rows()
            if tuple(fields[name] for name in record_type.key) not in keys:
                frame = pl.concat([frame, pl.DataFrame([fields])], how="diagonal")
        left[record_type.table] = frame
    return Dataset(left)


@ANY
@given(edits(by="I"), edits(by="you"))
def test_changes_made_at_the_same_time_lead_to_what_a_graph_can_hold_or_are_refused(
    mine: Dataset, theirs: Dataset
) -> None:
    check_writable(mine)
    check_writable(theirs)
    outcomes = []
    for first, second in ((mine, theirs), (theirs, mine)):
        changes = ChangeSet.between(TOWN, second)
        try:
            after = changes.apply_to(first)
        except RevisionConflict:
            outcomes.append(None)
            continue
        if torn := reference_conflicts(changes, after):
            assert all(conflict.reference is not None for conflict in torn)
            with pytest.raises(DataError):
                check_writable(after)
            outcomes.append(None)
        else:
            check_writable(after)
            outcomes.append(after)
    assert outcomes[0] == outcomes[1]  # whoever comes first


@ANY
@given(chains(length=4))
def test_changes_that_follow_on_one_another_are_one_whichever_are_joined_first(chain: list[Dataset]) -> None:
    first, second, third = (ChangeSet.between(a, b) for a, b in pairwise(chain))
    assert first.then(second) == ChangeSet.between(chain[0], chain[2])
    assert first.then(second).then(third) == first.then(second.then(third))
    assert first.then(second).then(third).apply_to(chain[0]) == chain[3]
    assert first.then(ChangeSet()) == first == ChangeSet().then(first)
    assert first.then(first.inverse()).is_empty


@ANY
@given(chains(length=3))
def test_changes_are_refused_exactly_where_their_records_are_not_as_they_were(chain: list[Dataset]) -> None:
    before, after, other = chain
    changes = ChangeSet.between(before, after)
    elsewhere = ChangeSet.between(before, other)
    contested = {
        (table, key)
        for table in changes
        if table in elsewhere
        for key in keys_of(changes, table) & keys_of(elsewhere, table)
    }
    conflicts = changes.conflicts_with(other)
    assert {(conflict.table, conflict.key) for conflict in conflicts} == contested
    if not contested:
        # who changes other records does not mind which of the two came first
        assert changes.apply_to(other) == elsewhere.apply_to(after)
        return
    with pytest.raises(RevisionConflict) as refused:
        changes.apply_to(other)
    assert len(refused.value.conflicts) == len(conflicts)
    for conflict in conflicts:
        if conflict.field is None:
            assert (conflict.expected is None) or (conflict.theirs is None)
        else:
            assert repr(conflict.expected) != repr(conflict.theirs)


def keys_of(changes: ChangeSet, table: str) -> set[tuple[str | None, ...]]:
    key = RECORD_TYPE[table].key
    sides = (changes[table].before, changes[table].after)
    return {row for side in sides for row in side.select(key).iter_rows()}


@ANY
@given(chains(length=2))
def test_records_told_are_as_many_as_are_counted_and_hold_what_differs(chain: list[Dataset]) -> None:
    before, after = chain
    changes = ChangeSet.between(before, after)
    told = list(changes.records())
    for table, counts in changes.counts.items():
        kinds = [record.kind for record in told if record.table == table]
        assert kinds.count(ChangeKind.ADDED) == counts.added
        assert kinds.count(ChangeKind.CHANGED) == counts.changed
        assert kinds.count(ChangeKind.REMOVED) == counts.removed
        assert after.counts[table] - before.counts[table] == counts.added - counts.removed
    assert {record.table for record in told} == set(changes)
    for record in told:
        assert record.fields or record.kind is not ChangeKind.CHANGED
        assert all(repr(field.before) != repr(field.after) for field in record.fields)


@ANY
@given(chains(length=2))
def test_changes_written_and_read_again_are_the_same(chain: list[Dataset]) -> None:
    changes = ChangeSet.between(*chain)
    assert from_bytes(to_bytes(changes)) == changes


@ANY
@given(chains(length=2), st.data())
def test_file_with_another_byte_or_an_end_too_soon_is_refused(
    chain: list[Dataset], data: st.DataObject
) -> None:
    written = to_bytes(ChangeSet.between(*chain))
    place = data.draw(st.integers(0, len(written) - 1))
    other = data.draw(st.integers(1, 255))
    damaged = written[:place] + bytes([written[place] ^ other]) + written[place + 1 :]
    for bad in (damaged, written[:place]):
        with pytest.raises(UnreadableChanges):
            from_bytes(bad)


@given(st.binary(max_size=100))
def test_bytes_that_are_no_changes_are_refused(data: bytes) -> None:
    assume(not data.startswith(b"samverkan changes "))
    with pytest.raises(UnreadableChanges, match="not a file of changes"):
        from_bytes(data)
