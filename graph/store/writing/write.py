"""Writes a change set: its rows first, as parts of the history, then step by step what they say.

parts put down → begin → step 1 … step n → finish: the parts are the load's rows in the history
killed here: the       killed here: any client goes on      killed here: the
state before           to the state after                   state after
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from graph.changes import ChangeSet
from graph.errors import StateMoved, StoreDamaged
from graph.store import queries
from graph.store.connection import Connection, Row, Transaction
from graph.store.history import sets
from graph.store.load import Load
from graph.store.state import Mode, Plan, State, Writer
from graph.store.writing.batches import Batch, Operation, batches
from graph.store.writing.lease import begin, finish, step
from graph.store.writing.parameters import parameters

Progress = Callable[[int, int], None]
"""Called with the number of records written so far and the number there are to write."""

Step = Sequence[Batch]
"""What is written in one transaction."""

QUERY: Final[dict[Operation, dict[str, str]]] = {
    Operation.DELETE_EDGES: queries.DELETE_EDGES,
    Operation.DELETE_NODES: queries.DELETE_NODES,
    Operation.PUT_NODES: queries.PUT_NODES,
    Operation.UPDATE_EDGES: queries.UPDATE_EDGES,
    Operation.CREATE_EDGES: queries.CREATE_EDGES,
}


def write(
    connection: Connection,
    state: State,
    changes: ChangeSet,
    load: Load,
    parts: Sequence[str],
    *,
    batch_size: int,
    at_once: bool,
    progress: Progress | None,
    ticket: str = "",
) -> int:
    """Write a change set.

    Parameters
    ----------
    connection
        The database.
    state
        The state that the changes are made to.
    changes
        What is written.
    load
        The load, as the history is to have it.
    parts
        Its rows in the history.
    batch_size
        The rows of one write.
    at_once
        Whether everything is written in one step.
    progress
        Called with records written and records to write.
    ticket
        With what the turn was claimed, where it was.

    Returns
    -------
    int
        The new revision.

    Raises
    ------
    StateMoved
        When somebody was faster: then nothing is written.
    TakenOver
        When another client finishes the load.
    StoreDamaged
        As `put`, when the database does not take a batch: then the load is still pending, to be taken back.
    """
    steps = steps_of(changes, batch_size, at_once=at_once)
    plan = Plan(Mode.FORWARD, load, len(steps), batch_size, at_once)
    with Writer() as writer:
        if sets.fits_beside(parts):
            also = sets.putting(load.load_id, parts)
        else:
            sets.put(connection, load.load_id, parts, writer.name)
            also = sets.checking(load.load_id, len(parts))
        try:
            begin(connection, state, plan, writer.name, ticket=ticket, also=also)
        except StateMoved:
            sets.remove(connection, load.load_id, len(parts))
            raise
        return carry_out(connection, plan, writer.name, 0, steps, progress)


def steps_of(changes: ChangeSet, batch_size: int, *, at_once: bool) -> list[Step]:
    """What each step of the way forward writes; the same for the same change set, whoever asks."""
    found = list(batches(changes, batch_size))
    return [found] if at_once else [[batch] for batch in found]


def carry_out(
    connection: Connection,
    plan: Plan,
    writer: str,
    done: int,
    steps: Sequence[Step],
    progress: Progress | None,
) -> int:
    """Write what is left of a pending load, and finish it.

    Parameters
    ----------
    connection
        The database.
    plan
        That of the load.
    writer
        Who writes it.
    done
        How many steps are written already.
    steps
        All of them, those that are written too.
    progress
        Called with records written and records to write.

    Returns
    -------
    int
        The revision, as `finish` has it.

    Raises
    ------
    TakenOver, StoreDamaged
        As `write`.
    """
    total = sum(batch.rows.height for batches in steps for batch in batches)
    written = 0
    for number in range(done, plan.steps):
        so_far = written

        def work(transaction: Transaction, number: int = number, so_far: int = so_far) -> None:
            for batch in steps[number]:
                put(transaction, batch)
                so_far += batch.rows.height
                if progress is not None:
                    progress(so_far, total)

        step(connection, plan, writer, number, work)
        written += sum(batch.rows.height for batch in steps[number])
    return finish(connection, plan, writer)


def put(transaction: Transaction, batch: Batch) -> None:
    """Write one batch.

    Raises
    ------
    StoreDamaged
        When the database does not hold what the batch builds on.
    """
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
