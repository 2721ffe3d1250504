"""Writes a large difference in many transactions so that it counts as one.

The whole change set goes into the database first, as journal chunks, one for each step. Then the load
becomes pending (`graph.store.pending`), and from there on any client can finish it:

    chunks written → begin → step 1 … step n → finish → chunks removed
    killed here: the       killed here: rolled forward   killed here: the
    state before           to the state after            state after

Chunks that no pending load points at are swept away when somebody opens the database.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Sequence
from typing import Final

import polars as pl

from graph.changes import ChangeSet
from graph.dataset import Dataset
from graph.errors import StoreDamaged
from graph.store import queries
from graph.store.changes import Batch, Changes, Operation
from graph.store.link import Link, Transaction
from graph.store.metadata import Load, Pending, Plan, State, Way, Writer, read_state, writer_is_gone
from graph.store.pending import Outrun, begin, cancel, finish, step, take, turn
from graph.store.writing import Progress, apply

ORPHAN_MILLISECONDS: Final = 3_600_000
SWEEP_SIZE: Final = 20  # chunks removed in one transaction; a chunk may be a few hundred kilobytes


def write_by_journal(
    link: Link, state: State, changes: Changes, load: Load, *, batch_size: int, progress: Progress | None
) -> int:
    """Write all changes and return the new revision; `Outrun` when somebody was faster.

    Raises `Overtaken` when another client finishes the load, and what `apply` raises when the database
    does not take a batch: then the load is still pending, to be rolled back.
    """
    with Writer() as writer:
        batches = list(changes.batches(batch_size))
        plan = Plan(Way.JOURNAL, load, steps=len(batches))
        _write_chunks(link, load.load_id, batches, writer.name)

        def all_there(transaction: Transaction) -> None:
            _check_chunks(transaction.run(queries.COUNT_CHUNKS, load_id=load.load_id)[0]["chunks"], plan)

        try:
            begin(link, state, plan, writer.name, check=all_there)
        except Outrun:
            _remove_chunks(link, plan)
            raise
        return _carry_out(link, plan, writer.name, 0, batches.__getitem__, progress)


def roll_forward(link: Link, pending: Pending) -> None:
    """Finish a load whose writer is gone, or let go of it when nothing of it was written.

    Raises `Overtaken` when somebody else does, and what `apply` raises when the database does not take it.
    """
    plan = pending.plan
    with Writer() as writer:
        take(link, pending, writer.name)
        if plan.way is Way.AT_ONCE:
            if pending.done == plan.steps:
                finish(link, plan, writer.name)
            else:
                cancel(link, pending.load_id, writer.name)
            return
        _check_chunks(link.read(queries.COUNT_CHUNKS, load_id=pending.load_id)[0]["chunks"], plan)
        _carry_out(
            link,
            plan,
            writer.name,
            pending.done,
            lambda number: _read_chunk(link, pending.load_id, number),
            None,
        )


def roll_back(
    link: Link, pending: Pending, *, read: Callable[[], Dataset], before: Dataset, batch_size: int
) -> None:
    """Undo a journaled load that cannot be finished; `Overtaken` when somebody else is at it.

    `read` gives what the database holds now, `before` is what it held at the revision it still names.
    The way back is a journal as well, so others can finish it.
    """
    with Writer() as writer:
        take(link, pending, writer.name)
        changes = Changes(ChangeSet.between(read(), before), before)
        batches = list(changes.batches(batch_size))
        plan = Plan(Way.BACK, Load.of(changes, before, origin="the way back"), steps=len(batches))
        _write_chunks(link, plan.load.load_id, batches, writer.name)
        turn(link, pending.load_id, plan, writer.name)
        _carry_out(link, plan, writer.name, 0, batches.__getitem__, None)
    _remove_chunks(link, pending.plan)


def sweep(link: Link) -> None:
    """Remove journal chunks that no load points at and whose writer is gone."""
    chunks = link.read(queries.LIST_CHUNKS)
    if not chunks:
        return
    # looked at after the chunks: a load that has begun in between is seen
    state = read_state(link)
    pending = state.pending.load_id if state is not None and state.pending is not None else None
    orphans = [
        row["id"]
        for row in chunks
        if row["load_id"] != pending and (writer_is_gone(row["writer"]) or row["age"] > ORPHAN_MILLISECONDS)
    ]
    _remove(link, orphans)


def _carry_out(
    link: Link,
    plan: Plan,
    writer: str,
    done: int,
    batch_of: Callable[[int], Batch],
    progress: Progress | None,
) -> int:
    total = plan.load.added + plan.load.changed + plan.load.removed
    written = 0
    for number in range(done, plan.steps):
        batch = batch_of(number)

        def write(transaction: Transaction, batch: Batch = batch) -> None:
            apply(transaction, batch)

        step(link, plan, writer, number, write)
        written += batch.rows.height
        if progress is not None:
            progress(min(written, total), total)
    revision = finish(link, plan, writer)
    _remove_chunks(link, plan)
    return revision


def _check_chunks(held: int, plan: Plan) -> None:
    if held != plan.steps:
        raise StoreDamaged(
            f"Of the {plan.steps} parts of a load's journal the database holds {held}.",
            load_id=plan.load.load_id,
        )


def _write_chunks(link: Link, load_id: str, batches: Sequence[Batch], writer: str) -> None:
    for number, batch in enumerate(batches):
        payload = io.BytesIO()
        batch.rows.write_ipc(payload, compression="zstd")
        link.read(
            queries.PUT_CHUNK,
            id=_chunk_id(load_id, number),
            chunk={
                "id": _chunk_id(load_id, number),
                "load_id": load_id,
                "seq": number,
                "operation": batch.operation.value,
                "table": batch.table,
                "payload": base64.b64encode(payload.getvalue()).decode("ascii"),
                "writer": writer,
            },
        )


def _read_chunk(link: Link, load_id: str, number: int) -> Batch:
    rows = link.read(queries.READ_CHUNK, id=_chunk_id(load_id, number))
    if not rows:
        raise StoreDamaged(
            "A part of the journal of an unfinished load is gone.", load_id=load_id, part=number
        )
    row = rows[0]
    return Batch(
        Operation(row["operation"]), row["table"], pl.read_ipc(io.BytesIO(base64.b64decode(row["payload"])))
    )


def _remove_chunks(link: Link, plan: Plan) -> None:
    if plan.way in (Way.JOURNAL, Way.BACK):
        _remove(link, [_chunk_id(plan.load.load_id, number) for number in range(plan.steps)])


def _remove(link: Link, ids: Sequence[str]) -> None:
    for start in range(0, len(ids), SWEEP_SIZE):
        link.read(queries.DELETE_CHUNKS, ids=list(ids[start : start + SWEEP_SIZE]))


def _chunk_id(load_id: str, number: int) -> str:
    return f"{load_id}:{number}"
