"""Writes a difference in one transaction, and single batches for the journal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from graph.errors import StoreDamaged
from graph.store import queries
from graph.store.changes import Batch, Changes, Operation
from graph.store.link import Link, Transaction
from graph.store.metadata import Load, Plan, State, Way, Writer
from graph.store.pending import begin, finish, step
from graph.store.rows import Row, parameters

Progress = Callable[[int, int], None]
"""Called with the number of records written so far and the number there are to write."""

QUERY: Final[dict[Operation, dict[str, str]]] = {
    Operation.DELETE_EDGES: queries.DELETE_EDGES,
    Operation.DELETE_NODES: queries.DELETE_NODES,
    Operation.PUT_NODES: queries.PUT_NODES,
    Operation.UPDATE_EDGES: queries.UPDATE_EDGES,
    Operation.CREATE_EDGES: queries.CREATE_EDGES,
}


def apply(transaction: Transaction, batch: Batch) -> None:
    """Write one batch; raises `StoreDamaged` when the database does not hold what the batch builds on."""
    rows = parameters(batch)
    _run(transaction, batch, QUERY[batch.operation][batch.table], rows)
    if batch.operation is Operation.PUT_NODES and batch.table in queries.LINK_NODES:
        transaction.run(queries.UNLINK_NODES[batch.table], rows=[{"id": row["id"]} for row in rows])
        for field, query in queries.LINK_NODES[batch.table].items():
            ends = [{"id": row["id"], field: row[field]} for row in rows if field in row]
            if ends:
                _run(transaction, batch, query, ends)


def _run(transaction: Transaction, batch: Batch, query: str, rows: list[Row]) -> None:
    written = transaction.run(query, rows=rows)[0]["records"]
    if written != len(rows):
        raise StoreDamaged(
            f"Of {len(rows)} records of {batch.table} to be written ({batch.operation}) the database found "
            f"{written}: it does not hold what it held at the revision this load builds on.",
            table=batch.table,
        )


def write_at_once(
    link: Link, state: State, changes: Changes, load: Load, *, batch_size: int, progress: Progress | None
) -> int:
    """Write all changes in one transaction and return the new revision; `Outrun` when somebody was faster."""
    batches = list(changes.batches(batch_size))
    total = sum(batch.rows.height for batch in batches)
    plan = Plan(Way.AT_ONCE, load, steps=1)

    def write(transaction: Transaction) -> None:
        done = 0
        for batch in batches:
            apply(transaction, batch)
            done += batch.rows.height
            if progress is not None:
                progress(done, total)

    with Writer() as writer:
        begin(link, state, plan, writer.name)
        step(link, plan, writer.name, 0, write)
        return finish(link, plan, writer.name)
