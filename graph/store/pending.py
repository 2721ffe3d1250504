"""The steps every load goes through, so that nobody ever takes a part of one for a state of the network.

    begin: the metadata names the load as pending, with its plan     ── its own transaction
    step 1 … step n: records are written, each step counts itself    ── a transaction each
    finish: the next revision is the current one, nothing is pending ── its own transaction

A reader looks at the metadata before and after it reads: nothing was pending, and it is the same
revision. That holds on databases whose readers can see a commit in parts, as Neo4j's can, because
begin is answered before the first record changes and finish comes after the last step was answered.

A step is written exactly once, whoever writes it: it counts itself, and only the writer the metadata
names may. Another client takes a load over by putting its own name there. Each of these transactions
first locks the metadata by writing to it: Neo4j would otherwise compare what it read before it waited.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from graph.store import queries
from graph.store.link import Conflict, Link, Transaction
from graph.store.metadata import Pending, Plan, State, Way, read_state


class Outrun(Exception):
    """Somebody else has written since the state was read."""


class Overtaken(Exception):
    """Another client has taken the load over."""


def begin(
    link: Link, state: State, plan: Plan, writer: str, *, check: Callable[[Transaction], None] | None = None
) -> None:
    """Make the load pending on top of `state`; `check` is called in the same transaction.

    Raises `Outrun` when the database is not in that state any more.
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
        )
        if begun and check is not None:
            check(transaction)
        return bool(begun)

    # nobody begun and yet ours: it was committed, and the answer was lost on the way
    if not _unless_in_the_way(link, work) and not is_at(link, plan.load.load_id, writer, 0):
        raise Outrun


def step(link: Link, plan: Plan, writer: str, number: int, write: Callable[[Transaction], None]) -> None:
    """Carry out step `number` (from 0); raises `Overtaken`, and what `write` raises."""
    load_id = plan.load.load_id

    def work(transaction: Transaction) -> bool:
        transaction.run(queries.LOCK)
        counted = transaction.run(queries.STEP, load_id=load_id, writer=writer, done=number)
        if counted:
            write(transaction)
        return bool(counted)

    try:
        counted = link.transact(work)
    except Conflict:
        if is_at(link, load_id, writer, number):
            raise
        counted = False  # somebody else has carried it out at the same time
    if not counted and not is_at(link, load_id, writer, number + 1):
        raise Overtaken


def finish(link: Link, plan: Plan, writer: str) -> int:
    """Make what was written the current state and return its revision; `Overtaken` when others do."""

    def work(transaction: Transaction) -> int | None:
        transaction.run(queries.LOCK)
        finished = transaction.run(
            queries.FINISH_BACK if plan.way is Way.BACK else queries.FINISH,
            load_id=plan.load.load_id,
            writer=writer,
            done=plan.steps,
            counts=json.dumps(plan.load.counts),
        )
        if not finished:
            return None
        revision: int = finished[0]["revision"]
        if plan.way is not Way.BACK:
            plan.load.record(transaction, revision=revision)
        return revision

    revision = link.transact(work)
    if revision is None:
        state = read_state(link)
        committed = state is not None and state.pending is None
        if (
            state is None
            or not committed
            or (plan.way is not Way.BACK and state.load_id != plan.load.load_id)
        ):
            raise Overtaken
        revision = state.revision  # the answer was lost on the way
    return revision


def take(link: Link, pending: Pending, writer: str) -> None:
    """Take over a load whose writer is gone; `Overtaken` when somebody else was faster."""

    def work(transaction: Transaction) -> bool:
        transaction.run(queries.LOCK)
        return bool(
            transaction.run(
                queries.TAKE,
                load_id=pending.load_id,
                old_writer=pending.writer,
                done=pending.done,
                writer=writer,
            )
        )

    if not _unless_in_the_way(link, work) and not is_at(link, pending.load_id, writer, pending.done):
        raise Overtaken


def turn(link: Link, load_id: str, plan: Plan, writer: str) -> None:
    """Make `plan`, the way back from load `load_id`, what is pending in its stead."""

    def work(transaction: Transaction) -> bool:
        transaction.run(queries.LOCK)
        return bool(
            transaction.run(
                queries.TURN, load_id=load_id, writer=writer, back=plan.load.load_id, plan=plan.text()
            )
        )

    if not link.transact(work) and not is_at(link, plan.load.load_id, writer, 0):
        raise Overtaken


def cancel(link: Link, load_id: str, writer: str) -> None:
    """Let go of a load no step of which was written."""

    def work(transaction: Transaction) -> None:
        transaction.run(queries.LOCK)
        transaction.run(queries.CANCEL, load_id=load_id, writer=writer)

    link.transact(work)


def is_at(link: Link, load_id: str, writer: str, done: int) -> bool:
    """Whether this load is pending, this writer's, and so far."""
    state = read_state(link)
    pending = state.pending if state is not None else None
    return pending is not None and (pending.load_id, pending.writer, pending.done) == (load_id, writer, done)


def _unless_in_the_way(link: Link, work: Callable[[Transaction], bool]) -> bool:
    try:
        return link.transact(work)
    except Conflict:  # two at once, and the database noticed it by a key first
        return False
