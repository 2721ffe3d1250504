"""Writes a large difference in many transactions so that it counts as one.

The whole change set goes into the database first, as journal chunks. Then one transaction names the
load as *pending*; from there on any client can finish it. Each batch's transaction first counts itself
in the metadata, so it is written exactly once whoever writes it, and the last one makes the new
revision the current one. A process that is killed leaves either chunks nobody points at, which are
swept away later, or a pending load, which the next one to open the database finishes.

    chunks written -> pending set -> batch 1 … batch n -> revision set, pending cleared -> chunks removed
    `--- killed here: the state before ---'`--- killed here: rolled forward to the new state ---'
"""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import polars as pl

from graph.dataset import Dataset
from graph.errors import StoreDamaged
from graph.store import queries
from graph.store.changes import Batch, Changes, Operation
from graph.store.link import Conflict, Link, Transaction
from graph.store.metadata import Pending, State, Writer, read_state, writer_is_gone
from graph.store.writing import Load, Outrun, Progress, apply

ORPHAN_MILLISECONDS: Final = 3_600_000
SWEEP_SIZE: Final = 20  # chunks removed in one transaction; a chunk may be a few hundred kilobytes


class Overtaken(Exception):
    """Another process has taken the load over."""


@dataclass(frozen=True)
class _Plan:
    """What the metadata says about a pending load: enough to finish it without its writer."""

    load: Load
    chunks: int
    rolls_back: bool = False

    def text(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, pending: Pending) -> _Plan:
        return cls(
            Load(**pending.plan["load"]), pending.plan["chunks"], rolls_back=pending.plan["rolls_back"]
        )


def write_by_journal(
    link: Link, state: State, changes: Changes, load: Load, *, batch_size: int, progress: Progress | None
) -> int:
    """Write all changes and return the new revision; `Outrun` when somebody was faster.

    Raises `Overtaken` when another process finishes the load, and what `apply` raises when the database
    does not take a batch: then the load is still pending, to be rolled back.
    """
    with Writer() as writer:
        batches = list(changes.batches(batch_size))
        plan = _Plan(load, len(batches))
        _write_chunks(link, load.load_id, batches, writer.name)
        try:
            _begin(link, state, plan, writer.name, queries.BEGIN_PENDING)
        except Outrun:
            _remove_chunks(link, load.load_id, len(batches))
            raise
        return _carry_out(link, plan, writer.name, 0, batches.__getitem__, progress)


def roll_forward(link: Link, pending: Pending) -> None:
    """Finish a load whose writer is gone; `Overtaken` when somebody else does."""
    plan = _Plan.of(pending)
    with Writer() as writer:
        _take(link, pending, writer.name)
        held = link.read(queries.COUNT_CHUNKS, load_id=pending.load_id)[0]["chunks"]
        if held < plan.chunks:
            raise StoreDamaged(
                f"An unfinished load cannot be finished: {held} of the {plan.chunks} parts of its journal "
                "are there.",
                load_id=pending.load_id,
            )
        _carry_out(
            link, plan, writer.name, pending.done, lambda seq: _read_chunk(link, pending.load_id, seq), None
        )


def roll_back(
    link: Link, state: State, *, held: Dataset, before: Dataset, load_id: str, batch_size: int
) -> None:
    """Undo a pending load that cannot be finished.

    `held` is what the database holds now and `before` what it held at the revision it still names. The
    way back is a journal too, so that it can be finished by others as well.
    """
    pending = state.pending
    if pending is None:
        return
    changes = Changes(held, before)
    with Writer() as writer:
        _take(link, pending, writer.name)
        batches = list(changes.batches(batch_size))
        plan = _Plan(
            Load.of(changes, before, load_id=load_id, origin="roll back", by=None),
            len(batches),
            rolls_back=True,
        )
        _write_chunks(link, load_id, batches, writer.name)
        turned = link.read(
            queries.TURN_PENDING,
            load_id=pending.load_id,
            writer=writer.name,
            back=load_id,
            pending_load=plan.text(),
        )
        if not turned:
            raise Overtaken
        _carry_out(link, plan, writer.name, 0, batches.__getitem__, None)
    _remove_chunks(link, pending.load_id, _Plan.of(pending).chunks)


def sweep(link: Link) -> None:
    """Remove journal chunks that no load points at and whose writer is gone."""
    state = read_state(link)
    pending = state.pending.load_id if state is not None and state.pending is not None else None
    orphans = [
        row["id"]
        for row in link.read(queries.LIST_CHUNKS)
        if row["load_id"] != pending and (writer_is_gone(row["writer"]) or row["age"] > ORPHAN_MILLISECONDS)
    ]
    _remove(link, orphans)


def _begin(link: Link, state: State, plan: _Plan, writer: str, query: str) -> None:
    def work(transaction: Transaction) -> bool:
        begun = transaction.run(
            query,
            store_id=state.store_id,
            revision=state.revision,
            before=state.load_id,
            load_id=plan.load.load_id,
            writer=writer,
            pending_load=plan.text(),
        )
        held = transaction.run(queries.COUNT_CHUNKS, load_id=plan.load.load_id)[0]["chunks"]
        if begun and held != plan.chunks:
            raise StoreDamaged(
                f"The database kept {held} of the {plan.chunks} parts of a journal.",
                load_id=plan.load.load_id,
            )
        return bool(begun)

    if not link.transact(work):
        now = read_state(link)
        ours = now is not None and now.pending is not None and now.pending.writer == writer
        if not ours:  # else it was committed and the answer was lost on the way
            raise Outrun


def _take(link: Link, pending: Pending, writer: str) -> None:
    taken = link.read(
        queries.TAKE_PENDING,
        load_id=pending.load_id,
        old_writer=pending.writer,
        done=pending.done,
        writer=writer,
    )
    if not taken:
        raise Overtaken


def _carry_out(
    link: Link,
    plan: _Plan,
    writer: str,
    done: int,
    batch_of: Callable[[int], Batch],
    progress: Progress | None,
) -> int:
    load_id = plan.load.load_id
    total = plan.load.added + plan.load.changed + plan.load.removed
    written = 0
    for seq in range(done, plan.chunks):
        batch = batch_of(seq)

        def step(transaction: Transaction, seq: int = seq, batch: Batch = batch) -> bool:
            counted = transaction.run(queries.STEP_PENDING, load_id=load_id, writer=writer, done=seq)
            if counted:
                apply(transaction, batch)
            return bool(counted)

        try:
            counted = link.transact(step)
        except Conflict:
            if _is_at(link, load_id, writer, seq):
                raise
            counted = False  # somebody else has written this batch at the same time
        # not counted and yet done: it was committed, and the answer was lost on the way
        if not counted and not _is_at(link, load_id, writer, seq + 1):
            raise Overtaken
        written += batch.rows.height
        if progress is not None:
            progress(min(written, total), total)
    revision = _finish(link, plan, writer)
    _remove_chunks(link, load_id, plan.chunks)
    return revision


def _is_at(link: Link, load_id: str, writer: str, done: int) -> bool:
    state = read_state(link)
    pending = state.pending if state is not None else None
    return pending is not None and (pending.load_id, pending.writer, pending.done) == (load_id, writer, done)


def _finish(link: Link, plan: _Plan, writer: str) -> int:
    load = plan.load

    def work(transaction: Transaction) -> int | None:
        query = queries.FINISH_ROLLING_BACK if plan.rolls_back else queries.FINISH_PENDING
        finished = transaction.run(
            query, load_id=load.load_id, writer=writer, done=plan.chunks, counts=json.dumps(load.counts)
        )
        if not finished:
            return None
        revision: int = finished[0]["revision"]
        if not plan.rolls_back:
            load.record(transaction, revision=revision)
        return revision

    revision = link.transact(work)
    if revision is None:
        state = read_state(link)
        if (
            state is None
            or state.pending is not None
            or (state.load_id != load.load_id and not plan.rolls_back)
        ):
            raise Overtaken
        revision = state.revision  # it was committed and the answer was lost on the way
    return revision


def _write_chunks(link: Link, load_id: str, batches: Sequence[Batch], writer: str) -> None:
    for seq, batch in enumerate(batches):
        payload = io.BytesIO()
        batch.rows.write_ipc(payload, compression="zstd")
        link.read(
            queries.PUT_CHUNK,
            id=_chunk_id(load_id, seq),
            chunk={
                "id": _chunk_id(load_id, seq),
                "load_id": load_id,
                "seq": seq,
                "operation": batch.operation.value,
                "table": batch.table,
                "payload": base64.b64encode(payload.getvalue()).decode("ascii"),
                "writer": writer,
            },
        )


def _read_chunk(link: Link, load_id: str, seq: int) -> Batch:
    rows: list[dict[str, Any]] = link.read(queries.READ_CHUNK, id=_chunk_id(load_id, seq))
    if not rows:
        raise StoreDamaged("A part of the journal of an unfinished load is gone.", load_id=load_id, part=seq)
    row = rows[0]
    return Batch(
        Operation(row["operation"]), row["table"], pl.read_ipc(io.BytesIO(base64.b64decode(row["payload"])))
    )


def _remove_chunks(link: Link, load_id: str, chunks: int) -> None:
    _remove(link, [_chunk_id(load_id, seq) for seq in range(chunks)])


def _remove(link: Link, ids: Sequence[str]) -> None:
    for start in range(0, len(ids), SWEEP_SIZE):
        link.read(queries.DELETE_CHUNKS, ids=list(ids[start : start + SWEEP_SIZE]))


def _chunk_id(load_id: str, seq: int) -> str:
    return f"{load_id}:{seq}"
