"""The lease of writing: the steps every load goes through, so that nobody takes a part of one for a state.

    begin: the metadata names the load as pending, with its plan     ── its own transaction
    step 1 … step n: records are written, each step counts itself    ── a transaction each
    finish: the next revision is the current one, nothing is pending ── its own transaction

A reader looks at the metadata before and after it reads: nothing was pending, and it is the same
revision. That holds on databases whose readers can see a commit in parts, as Neo4j's can, because
begin is answered before the first record changes and finish comes after the last step was answered.

Of many who want to write the quickest would always win. Who has lost a race claims the next turn: until they
have begun, or for a moment, nobody else begins.

A step is written exactly once, whoever writes it: it counts itself, and only the writer the metadata
names may. Another client takes a load over by putting its own name there. Each of these transactions
first locks the metadata by writing to it: Neo4j would otherwise compare what it read before it waited.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final

from graph.errors import ConstraintViolated, StateMoved, TakenOver
from graph.store import queries
from graph.store.connection import Connection, Transaction
from graph.store.history import sets
from graph.store.state import Mode, Pending, Plan, State, read_state

Work = Callable[[Transaction], None]


CLAIMED_MILLISECONDS: Final = 5_000
"""So long a claimed turn is waited for."""


def claim(connection: Connection, ticket: str) -> None:
    """Claim the next turn of writing with a ticket of one's own, if nobody else has."""

    def work(transaction: Transaction) -> None:
        transaction.run(queries.LOCK)
        transaction.run(queries.CLAIM, ticket=ticket, patience=CLAIMED_MILLISECONDS)

    connection.transact(work)


def unclaim(connection: Connection, ticket: str) -> None:
    """Give a claimed turn to others; nothing where it is not this ticket's."""

    def work(transaction: Transaction) -> None:
        transaction.run(queries.LOCK)
        transaction.run(queries.UNCLAIM, ticket=ticket)

    connection.transact(work)


def begin(
    connection: Connection,
    state: State,
    plan: Plan,
    writer: str,
    *,
    ticket: str = "",
    also: Work | None = None,
) -> None:
    """Make a load pending.

    Parameters
    ----------
    connection
        The database.
    state
        The state that the load builds on.
    plan
        How it is written.
    writer
        Who writes it (`Writer.name`).
    ticket
        With what the turn was claimed, where it was.
    also
        Done in the same transaction.

    Raises
    ------
    StateMoved
        When the database is not in that state any more.
    """

    def work(transaction: Transaction) -> bool:
        transaction.run(queries.LOCK)
        begun = transaction.run(
            queries.BEGIN,
            store_id=state.store_id,
            revision=state.revision,
            before=state.load_id,
            load_id=plan.load.load_id,
            writer=writer,
            plan=plan.text(),
            ticket=ticket,
            patience=CLAIMED_MILLISECONDS,
        )
        if begun and also is not None:
            also(transaction)
        return bool(begun)

    # nobody begun and yet ours: it was committed, and the answer was lost on the way
    if not _unless_in_the_way(connection, work) and not is_at(connection, plan.load.load_id, writer, 0):
        raise StateMoved("Somebody else has written to the database meanwhile; try again.")


def step(connection: Connection, plan: Plan, writer: str, number: int, write: Work) -> None:
    """Carry out one step of a pending load.

    Parameters
    ----------
    connection
        The database.
    plan
        That of the load.
    writer
        Who writes it.
    number
        Which step, from 0.
    write
        Writes the records of the step; what it raises is passed on, and nothing of the step is written.

    Raises
    ------
    TakenOver
        When another client carries it out.
    """
    load_id = plan.load.load_id

    def work(transaction: Transaction) -> bool:
        transaction.run(queries.LOCK)
        counted = transaction.run(queries.STEP, load_id=load_id, writer=writer, done=number)
        if counted:
            write(transaction)
        return bool(counted)

    try:
        counted = connection.transact(work)
    except ConstraintViolated:
        if is_at(connection, load_id, writer, number):
            raise
        counted = False  # somebody else has carried it out at the same time
    if not counted and not is_at(connection, load_id, writer, number + 1):
        raise _taken_over()


def finish(connection: Connection, plan: Plan, writer: str) -> int:
    """Let go of a load all steps of which are written.

    Returns
    -------
    int
        The revision that the database holds then. After the way forward, or in bulk, that is the next one,
        and the load stands in the history; after the others it is the one of before.

    Raises
    ------
    TakenOver
        When another client does it.
    """
    onward = plan.mode in (Mode.FORWARD, Mode.BULK)

    def work(transaction: Transaction) -> int | None:
        transaction.run(queries.LOCK)
        finished = transaction.run(
            queries.FINISH if onward else queries.FINISH_AS_BEFORE,
            load_id=plan.load.load_id,
            writer=writer,
            done=plan.steps,
            counts=json.dumps(plan.load.counts),
            digests=json.dumps(plan.load.digests),
        )
        if not finished:
            return None
        revision: int = finished[0]["revision"]
        if onward:
            plan.load.record(transaction, revision=revision)
            sets.keep(transaction, plan.load.load_id)
        elif plan.load.parts:
            sets.let_go(transaction, plan.load.load_id, plan.load.parts)
        return revision

    revision = connection.transact(work)
    if revision is None:
        state = read_state(connection)
        if state is None or state.pending is not None or (onward and state.load_id != plan.load.load_id):
            raise _taken_over()
        revision = state.revision  # the answer was lost on the way
    return revision


def take_over(connection: Connection, pending: Pending, writer: str) -> None:
    """Become the writer of a load whose own is gone.

    Raises
    ------
    TakenOver
        When somebody else was faster.
    """

    def work(transaction: Transaction) -> bool:
        transaction.run(queries.LOCK)
        return bool(
            transaction.run(
                queries.TAKE_OVER,
                load_id=pending.load_id,
                old_writer=pending.writer,
                done=pending.done,
                writer=writer,
            )
        )

    if not _unless_in_the_way(connection, work) and not is_at(
        connection, pending.load_id, writer, pending.done
    ):
        raise _taken_over()


def turn_back(connection: Connection, plan: Plan, writer: str) -> None:
    """Make `plan`, the way back of a pending load, its plan.

    Raises
    ------
    TakenOver
        When the load is not this writer's any more.
    """

    def work(transaction: Transaction) -> bool:
        transaction.run(queries.LOCK)
        return bool(
            transaction.run(queries.TURN_BACK, load_id=plan.load.load_id, writer=writer, plan=plan.text())
        )

    if not connection.transact(work):
        raise _taken_over()


def is_at(connection: Connection, load_id: str, writer: str, done: int) -> bool:
    """Whether this load is pending, this writer's, and so far."""
    state = read_state(connection)
    pending = state.pending if state is not None else None
    return pending is not None and (pending.load_id, pending.writer, pending.done) == (load_id, writer, done)


def _unless_in_the_way(connection: Connection, work: Callable[[Transaction], bool]) -> bool:
    try:
        return connection.transact(work)
    except ConstraintViolated:  # two at once, and the database noticed it by a key first
        return False


def _taken_over() -> TakenOver:
    return TakenOver("Another program has gone on with what this one was writing; look at what is there now.")
