"""What becomes of a load whose writer is gone, or has given up.

    forward    its parts say what is left to write: it goes on to the state after
               the database does not take it: the same parts say the way back to the state before
    backward   the way back goes on
    bulk       a first load into an empty database: the database is made anew
    mend       the records of the current revision are laid down anew, from the history

All that is needed stands in the database, so whoever comes first can do it, on any machine.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable

from graph.changes import ChangeSet
from graph.errors import StoreDamaged, StoreError, StoreUnreachable, TakenOver
from graph.store.connection import Connection
from graph.store.history import sets
from graph.store.state import Mode, Pending, Writer, read_state
from graph.store.writing.batches import batches_back
from graph.store.writing.lease import take_over, turn_back
from graph.store.writing.write import carry_out, steps_of


def recover(
    connection: Connection, *, begin_anew: Callable[[], None], mend: Callable[[Pending], None]
) -> None:
    """Finish a load whose writer is gone, or take it back, and clear away what such loads left behind.

    Does nothing while the writer is at work.

    Parameters
    ----------
    connection
        The database.
    begin_anew
        Empties the database and makes it ready.
    mend
        Goes on with mending.

    Raises
    ------
    StoreDamaged
        When neither can be done.
    """
    if (pending := _abandoned(connection)) is not None:
        with contextlib.suppress(TakenOver):
            match pending.plan.mode:
                case Mode.BULK:
                    begin_anew()
                case Mode.MEND:
                    mend(pending)
                case Mode.FORWARD:
                    _go_on(connection, pending)
                case Mode.BACKWARD:
                    _go_back(connection, pending)
    sets.sweep(connection)


def take_back(connection: Connection, *, begin_anew: Callable[[], None]) -> None:
    """Go back to the last complete state from a load whose writer has given up; nothing when there is none.

    Parameters
    ----------
    connection
        The database.
    begin_anew
        Empties the database and makes it ready.

    Raises
    ------
    StoreDamaged
        When it cannot be done.
    """
    if (pending := _abandoned(connection)) is not None:
        with contextlib.suppress(TakenOver):
            if pending.plan.mode is Mode.BULK:
                begin_anew()
            elif pending.plan.mode is not Mode.MEND:
                _go_back(connection, pending)


def _go_on(connection: Connection, pending: Pending) -> None:
    plan = pending.plan
    try:
        with Writer() as writer:
            take_over(connection, pending, writer.name)
            changes = _changes(connection, pending)
            steps = steps_of(changes, plan.batch_size, at_once=plan.at_once)
            carry_out(connection, plan, writer.name, pending.done, steps, None)
    except (StoreUnreachable, TakenOver):
        raise
    except StoreError:
        if (left := _abandoned(connection)) is not None:
            _go_back(connection, left)


def _go_back(connection: Connection, pending: Pending) -> None:
    plan, done = pending.plan, pending.done
    with Writer() as writer:
        take_over(connection, pending, writer.name)
        if plan.mode is Mode.FORWARD and plan.at_once and done:  # all of it is written
            carry_out(connection, plan, writer.name, done, [], None)
            return
        written = done if plan.mode is Mode.FORWARD else plan.written
        changes = _changes(connection, pending) if written else ChangeSet()
        steps = [[batch] for batch in batches_back(changes, plan.batch_size, written)]
        if plan.mode is Mode.FORWARD:
            plan = dataclasses.replace(plan, mode=Mode.BACKWARD, steps=len(steps), written=written)
            turn_back(connection, plan, writer.name)
            done = 0
        carry_out(connection, plan, writer.name, done, steps, None)
    sets.remove(connection, plan.load.load_id, plan.load.parts)


def _changes(connection: Connection, pending: Pending) -> ChangeSet:
    load = pending.plan.load
    try:
        return sets.read(connection, load.load_id, load.parts)
    except StoreDamaged as error:
        raise StoreDamaged(
            "A load was cut short, and what it was to write is damaged, so it can neither be finished nor taken "
            "back; restore a backup.",
            load_id=load.load_id,
        ) from error


def _abandoned(connection: Connection) -> Pending | None:
    state = read_state(connection)
    pending = state.pending if state is not None else None
    return pending if pending is not None and pending.is_abandoned else None
