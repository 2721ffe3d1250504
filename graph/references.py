"""What a change tears from what others have written: records that name one that is not there.

Two changes of different records can be at odds all the same: one adds a membership of a group, the other
removes the group. `ChangeSet.apply_to` does not see that, for neither record is other than it was.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from graph.changes import ChangeSet, without_key_of
from graph.dataset import Dataset
from graph.model import RECORD_TYPE, RECORD_TYPES, Field, NodeType
from graph.record_changes import ChangeKind, Conflict, Key, Reference


def reference_conflicts(changes: ChangeSet, after: Dataset) -> tuple[Conflict, ...]:
    """Where records that a change leaves and records that it does not find do not go together.

    Parameters
    ----------
    changes
        What was done.
    after
        The state that it led to, from one that is later than the one it was made from.

    Returns
    -------
    tuple[Conflict, ...]
        First what the change adds or changes and what then names a record that is not there, then what it
        removes and another record names; each with its `reference`, in the order of the model and the keys.

    Notes
    -----
    It is not asked since when the record is not there: a change of a record that names nothing is to be
    made on the current state, where nobody can have removed it in between.
    """
    return (*_naming_nothing(changes, after), *_removed_and_named(changes, after))


def _naming_nothing(changes: ChangeSet, after: Dataset) -> Iterator[Conflict]:
    for table in changes:
        change, record_type = changes[table], RECORD_TYPE[table]
        known = set(change.before.select(record_type.key).iter_rows())
        for field in record_type.fields:
            if (other := _named_by(field)) is None:
                continue
            named = pl.col(field.name)
            lost = change.after.filter(
                named.is_not_null()
                & ~named.is_in(after[other]["id"].implode())
                & ~named.is_in(list(field.choices))
            )
            for *key, named_id in lost.select(*record_type.key, named.alias("the id named")).iter_rows():
                own: Key = tuple(key)
                kind = ChangeKind.CHANGED if own in known else ChangeKind.ADDED
                reference = Reference(table, own, field.name, other, named_id)
                yield Conflict(table, own, kind, field.name, None, named_id, None, reference)


def _removed_and_named(changes: ChangeSet, after: Dataset) -> Iterator[Conflict]:
    for removed_from in changes:
        change = changes[removed_from]
        if not isinstance(RECORD_TYPE[removed_from], NodeType):
            continue
        gone = change.before.join(change.after, on="id", how="anti", maintain_order="left")
        records = {row["id"]: row for row in gone.iter_rows(named=True)}
        for record_type in RECORD_TYPES:
            for field in record_type.fields:
                if not records or _named_by(field) != removed_from:
                    continue
                named = pl.col(field.name)
                rows = after[record_type.table]
                if record_type.table in changes:
                    rows = without_key_of(rows, changes[record_type.table], record_type)
                theirs = rows.filter(named.is_in(list(records)) & ~named.is_in(list(field.choices)))
                for *key, named_id in theirs.select(
                    *record_type.key, named.alias("the id named")
                ).iter_rows():
                    reference = Reference(record_type.table, tuple(key), field.name, removed_from, named_id)
                    record = records[named_id]
                    yield Conflict(
                        removed_from, (named_id,), ChangeKind.REMOVED, None, record, None, record, reference
                    )


def _named_by(field: Field) -> str | None:
    """The table whose ids a field holds."""
    return field.references or field.vocabulary
