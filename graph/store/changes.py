"""What a load changes: the rows of a change set in the order they are written, and the report of that."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import polars as pl

from graph.changes import ChangeSet, TableChange
from graph.dataset import Dataset
from graph.model import EDGE_TYPES, NODE_TYPES, RECORD_TYPES, EdgeType, NodeType, RecordType


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


@dataclass(frozen=True)
class LoadReport:
    """What a load did. The dicts hold the number of records by table, tables without any left out.

    `load_id` and `revision` are those of the state now in the database; when nothing had to be written
    (`unchanged`) they are the ones it had before. `changes` is what was written: its inverse, applied, is
    the way back.
    """

    load_id: str
    revision: int
    added: dict[str, int]
    changed: dict[str, int]
    removed: dict[str, int]
    unchanged: bool
    changes: ChangeSet = dataclasses.field(default_factory=ChangeSet, repr=False)


@dataclass(frozen=True)
class _TableChanges:
    record_type: RecordType
    added: pl.DataFrame
    changed: pl.DataFrame  # as they are to be
    removed: pl.DataFrame  # as they were
    moved: pl.DataFrame  # as they were: edges of the same id between other nodes, also in `changed`


class Changes:
    """All that has to be written for a change set that leads to `after`, whose keys are unique."""

    def __init__(self, changes: ChangeSet, after: Dataset) -> None:
        def change_of(table: str) -> TableChange:
            none = after[table].clear()
            return changes[table] if table in changes else TableChange(none, none)

        self._tables = [_table_changes(change_of(t.table), t) for t in RECORD_TYPES]
        self._after = after

    @property
    def is_empty(self) -> bool:
        """Whether the two hold the same records."""
        return self.count == 0

    @cached_property
    def count(self) -> int:
        """Number of records to write or to remove."""
        return sum(t.added.height + t.changed.height + t.removed.height for t in self._tables)

    @property
    def added(self) -> dict[str, int]:
        """Records that are new, by table."""
        return {t.record_type.table: t.added.height for t in self._tables if t.added.height}

    @property
    def changed(self) -> dict[str, int]:
        """Records whose key stays and whose values change, by table."""
        return {t.record_type.table: t.changed.height for t in self._tables if t.changed.height}

    @property
    def removed(self) -> dict[str, int]:
        """Records that go, by table."""
        return {t.record_type.table: t.removed.height for t in self._tables if t.removed.height}

    def batches(self, size: int) -> Iterator[Batch]:
        """The changes in the order they have to be written, in batches of at most `size` rows."""
        by_table = {t.record_type.table: t for t in self._tables}
        edges = [by_table[t.table] for t in EDGE_TYPES]
        nodes = [by_table[t.table] for t in NODE_TYPES]
        for t in edges:
            yield from _sliced(Operation.DELETE_EDGES, t, pl.concat([t.removed, t.moved]), size)
        for t in reversed(nodes):  # what points at others goes before them
            yield from _sliced(Operation.DELETE_NODES, t, t.removed, size)
        for t in nodes:
            rows = pl.concat([t.changed, t.added, self._torn(by_table, t)])
            yield from _sliced(Operation.PUT_NODES, t, rows, size)
        for t in edges:
            yield from _sliced(Operation.UPDATE_EDGES, t, _without(t.changed, t.moved, t), size)
        for t in edges:
            moved = t.changed.join(t.moved.select(t.record_type.key), on=t.record_type.key, how="semi")
            yield from _sliced(Operation.CREATE_EDGES, t, pl.concat([moved, t.added]), size)

    def _torn(self, by_table: Mapping[str, _TableChanges], t: _TableChanges) -> pl.DataFrame:
        """Rows that stay as they are and whose relationship went with a node that now comes back.

        That happens on the way back from a load that was cut short: the node was deleted, the record
        that points at it had not been reached yet.
        """
        rows = self._after[t.record_type.table]
        torn = pl.Series([False]).new_from_index(0, rows.height)
        for field, _ in t.record_type.links if isinstance(t.record_type, NodeType) else ():
            back = by_table[field.references or ""].added["id"]
            if len(back):
                torn |= rows[field.name].is_in(back.implode()).fill_null(False)
        return _without(_without(rows.filter(torn), t.changed, t), t.added, t)


def _sliced(operation: Operation, t: _TableChanges, rows: pl.DataFrame, size: int) -> Iterator[Batch]:
    if operation in (Operation.DELETE_EDGES, Operation.DELETE_NODES):
        ends = (t.record_type.start, t.record_type.end) if isinstance(t.record_type, EdgeType) else ()
        rows = rows.select(list(dict.fromkeys((*t.record_type.key, *ends))))
    for start in range(0, rows.height, size):
        yield Batch(operation, t.record_type.table, rows.slice(start, size))


def _without(rows: pl.DataFrame, others: pl.DataFrame, t: _TableChanges) -> pl.DataFrame:
    key = list(t.record_type.key)
    return rows.join(others.select(key), on=key, how="anti") if others.height else rows


def _table_changes(change: TableChange, record_type: RecordType) -> _TableChanges:
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
    return _TableChanges(record_type, added, now, removed, moved)
