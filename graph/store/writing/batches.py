"""The rows of a change set in the order they have to be written, forward and back again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from graph.changes import ChangeSet, TableChange
from graph.model import EDGE_TYPES, NODE_TYPES, RECORD_TYPE, EdgeType, RecordType


class Operation(StrEnum):
    """What is done with a batch of rows, in the order it has to be done."""

    DELETE_EDGES = "delete_edges"
    DELETE_NODES = "delete_nodes"
    PUT_NODES = "put_nodes"
    UPDATE_EDGES = "update_edges"
    CREATE_EDGES = "create_edges"


@dataclass(frozen=True)
class Batch:
    """Rows of one table that one operation is done with. A deletion needs only the key columns."""

    operation: Operation
    table: str
    rows: pl.DataFrame


def batches(changes: ChangeSet, size: int) -> Iterator[Batch]:
    """All that has to be written for a change set whose keys are unique, in batches of at most `size` rows.

    The same change set and size give the same batches, whoever asks.
    """
    tables = _split(changes)
    for t in (tables[e.table] for e in EDGE_TYPES if e.table in tables):
        yield from _sliced(Operation.DELETE_EDGES, t, pl.concat([t.removed, t.moved]), size)
    for t in (tables[n.table] for n in reversed(NODE_TYPES) if n.table in tables):
        yield from _sliced(Operation.DELETE_NODES, t, t.removed, size)  # what points at others goes first
    for t in (tables[n.table] for n in NODE_TYPES if n.table in tables):
        yield from _sliced(Operation.PUT_NODES, t, pl.concat([t.changed, t.added]), size)
    for t in (tables[e.table] for e in EDGE_TYPES if e.table in tables):
        yield from _sliced(Operation.UPDATE_EDGES, t, _without(t.changed, t.moved, t), size)
    for t in (tables[e.table] for e in EDGE_TYPES if e.table in tables):
        moved = t.changed.join(t.moved.select(t.record_type.key), on=t.record_type.key, how="semi")
        yield from _sliced(Operation.CREATE_EDGES, t, pl.concat([moved, t.added]), size)


def batches_back(changes: ChangeSet, size: int, written: int) -> Iterator[Batch]:
    """What takes back the first `written` of the `batches` of a change set.

    Notes
    -----
    Nodes are put back as they were whether or not they had been reached, for a node that was deleted took the
    relationships of others to it along.
    """
    done = list(batches(changes, size))[:written]
    for batch in reversed(done):
        if batch.operation is Operation.CREATE_EDGES:
            yield Batch(Operation.DELETE_EDGES, batch.table, _to_delete(batch.rows, RECORD_TYPE[batch.table]))
    for batch in reversed(done):
        if batch.operation is Operation.UPDATE_EDGES:
            yield Batch(Operation.UPDATE_EDGES, batch.table, _as_before(changes, batch))
    for batch in reversed(done):
        if batch.operation is Operation.PUT_NODES:
            added = batch.rows.join(changes[batch.table].before, on="id", how="anti", maintain_order="left")
            if added.height:
                yield Batch(Operation.DELETE_NODES, batch.table, added.select("id"))
    if any(batch.operation in (Operation.DELETE_NODES, Operation.PUT_NODES) for batch in done):
        for table in (n.table for n in NODE_TYPES if n.table in changes):
            before = changes[table].before
            for start in range(0, before.height, size):
                yield Batch(Operation.PUT_NODES, table, before.slice(start, size))
    for batch in reversed(done):
        if batch.operation is Operation.DELETE_EDGES:
            yield Batch(Operation.CREATE_EDGES, batch.table, _as_before(changes, batch))


@dataclass(frozen=True)
class _Rows:
    record_type: RecordType
    added: pl.DataFrame
    changed: pl.DataFrame  # as they are to be
    removed: pl.DataFrame  # as they were
    moved: pl.DataFrame  # as they were: edges of the same id between other nodes, also in `changed`


def _split(changes: ChangeSet) -> dict[str, _Rows]:
    return {table: _rows(changes[table], RECORD_TYPE[table]) for table in changes}


def _rows(change: TableChange, record_type: RecordType) -> _Rows:
    # both sides are sorted by their unique key, so what is in both stands in the same order
    key = list(record_type.key)
    added = change.after.join(change.before, on=key, how="anti", maintain_order="left")
    removed = change.before.join(change.after, on=key, how="anti", maintain_order="left")
    was = change.before.join(change.after, on=key, how="semi", maintain_order="left")
    now = change.after.join(change.before, on=key, how="semi", maintain_order="left")
    moved = was.clear()
    if isinstance(record_type, EdgeType) and record_type.own_id:
        elsewhere = pl.Series([False]).new_from_index(0, now.height)
        for column in (record_type.start, record_type.end):
            elsewhere = elsewhere | now[column].ne_missing(was[column])
        moved = was.filter(elsewhere)
    return _Rows(record_type, added, now, removed, moved)


def _sliced(operation: Operation, t: _Rows, rows: pl.DataFrame, size: int) -> Iterator[Batch]:
    if operation in (Operation.DELETE_EDGES, Operation.DELETE_NODES):
        rows = _to_delete(rows, t.record_type)
    for start in range(0, rows.height, size):
        yield Batch(operation, t.record_type.table, rows.slice(start, size))


def _to_delete(rows: pl.DataFrame, record_type: RecordType) -> pl.DataFrame:
    ends = (record_type.start, record_type.end) if isinstance(record_type, EdgeType) else ()
    return rows.select(list(dict.fromkeys((*record_type.key, *ends))))


def _as_before(changes: ChangeSet, batch: Batch) -> pl.DataFrame:
    key = list(RECORD_TYPE[batch.table].key)
    return changes[batch.table].before.join(batch.rows.select(key), on=key, how="semi", maintain_order="left")


def _without(rows: pl.DataFrame, others: pl.DataFrame, t: _Rows) -> pl.DataFrame:
    key = list(t.record_type.key)
    return rows.join(others.select(key), on=key, how="anti", maintain_order="left") if others.height else rows
