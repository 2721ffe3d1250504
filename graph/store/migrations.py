"""Brings a database that an earlier version has written to the format of this one, when it is opened.

    format 1   records are found by their names; sources are not found
    format 2   and by `queries.ALSO_FOUND_BY`; sources are found
    format 3   the rows of every change are kept in the history, and each table's digest is noted

One function a step, from each format to the next; records stay what they are, so their revision does too. A
step may be cut short or done by two at once: what it writes counts from its last transaction on, which goes
through only while the database is in the state that the step has read. Before the first step there is a
backup, where the database is the embedded one. A load that the earlier version has left unfinished is
finished or let go first, as that version would have; while it is at work this one waits.

A version that only knows an earlier format refuses a database of a later one: it would write without
history.
"""

from __future__ import annotations

import base64
import binascii
import io
import json
import time
from collections.abc import Callable
from typing import Any, Final

import polars as pl

from graph.dataset import Dataset
from graph.errors import LoadInProgress, StoreDamaged
from graph.store import queries
from graph.store.connection import Connection, Row, Transaction
from graph.store.found_by import outdated
from graph.store.history.history import History
from graph.store.records import read_records
from graph.store.state import FORMAT, State, Writer, note_content, read_metadata, state_of, writer_is_gone
from graph.store.writing.batches import Batch, Operation
from graph.store.writing.write import put

PATIENCE: Final = 60.0  # seconds to wait for a load by an earlier version
SILENT_MILLISECONDS: Final = 120_000
POLL_SECONDS: Final = 0.2
BATCH: Final = 5_000

Step = Callable[[Connection, Row], bool]
"""From one format to the next; False when the database was not in that state any more."""


def migrate(connection: Connection, *, back_up: Callable[[State], None]) -> None:
    """Make the database one of this format; nothing where it is.

    Parameters
    ----------
    connection
        The database.
    back_up
        Called with the state that is about to be made new.

    Raises
    ------
    LoadInProgress
        When an earlier version keeps writing.
    StoreDamaged
        When what it has left unfinished cannot be finished, or the records are not what was written.
    StoreFormat
        When a later version has written the database.
    """
    found = read_metadata(connection)
    if found is None or found["format"] == FORMAT:
        return
    found = _settled(connection)
    if found["format"] != FORMAT and found["revision"]:
        back_up(state_of(found))
    while found["format"] != FORMAT:
        STEPS[found["format"]](connection, found)
        found = _settled(connection)


def _to_2(connection: Connection, found: Row) -> bool:
    for table in queries.SEARCHABLE:
        wrong = outdated(connection, table)
        for start in range(0, len(wrong), BATCH):
            rows = wrong[start : start + BATCH]
            if not _write(connection, found, queries.SET_FOUND_BY[table], rows=rows):
                return False
    return _write(connection, found, queries.SET_FORMAT, format=2)


def _to_3(connection: Connection, found: Row) -> bool:
    written = state_of(found).counts
    dataset = read_records(connection, written) if found["revision"] else Dataset()

    def note(transaction: Transaction) -> None:
        note_content(transaction, dataset)
        transaction.run(queries.SET_FORMAT, format=3)

    # nothing is pending, so what is left of journals is of no use
    while connection.read(queries.DELETE_JOURNAL, limit=20)[0]["chunks"]:
        pass
    if not found["revision"]:

        def note_if_empty(transaction: Transaction) -> bool:
            empty = transaction.run(queries.LOCK_STATE, load_id="", revision=0)
            if empty:
                note(transaction)
            return bool(empty)

        return connection.transact(note_if_empty)
    if dataset.filled != written:
        raise StoreDamaged(
            f"The database holds {dataset.filled} where {written} were written; restore a backup.",
            what=str(dataset.filled),
        )
    return History(connection).begin_anew(found["load_id"], found["revision"], dataset, also=note)


STEPS: Final[dict[int, Step]] = {1: _to_2, 2: _to_3}
"""Format → the step that leads from it to the next."""


def _settled(connection: Connection) -> Row:
    """The metadata once nothing is pending: what an earlier version has left behind is finished."""
    deadline = time.monotonic() + PATIENCE
    while True:
        found = read_metadata(connection)
        if found is None:
            raise StoreDamaged("The database does not say which revision it holds.")
        if found["format"] == FORMAT or found["pending"] is None:
            return found
        if writer_is_gone(found["writer"]) or found["silent_for"] > SILENT_MILLISECONDS:
            _finish(connection, found)
        elif time.monotonic() > deadline:
            raise LoadInProgress(
                "An earlier version of Samverkan is loading records into the database; try again when it is done.",
                load_id=found["pending"],
            )
        else:
            time.sleep(POLL_SECONDS)


def _finish(connection: Connection, found: Row) -> None:
    """Finish a load of format 1 or 2, or let go of it when nothing of it was written."""
    try:
        plan = json.loads(found["plan"])
        with Writer() as writer:
            if not _locked(
                connection,
                lambda t: t.run(
                    queries.TAKE_OVER,
                    load_id=found["pending"],
                    old_writer=found["writer"],
                    done=found["done"],
                    writer=writer.name,
                ),
            ):
                return
            whole = plan["way"] != "at_once" or found["done"] == plan["steps"]
            for number in range(found["done"], plan["steps"] if whole else 0):
                _step(connection, found["pending"], number, writer.name)
            _end(connection, found, plan, writer.name, onward=whole and plan["way"] != "back")
    except (KeyError, TypeError, ValueError, binascii.Error, pl.exceptions.PolarsError) as error:
        raise StoreDamaged(
            "A load by an earlier version of Samverkan was cut short and cannot be finished; restore a backup.",
            load_id=found["pending"],
        ) from error


def _step(connection: Connection, load_id: str, number: int, writer: str) -> None:
    def work(transaction: Transaction) -> list[Row]:
        counted = transaction.run(queries.STEP, load_id=load_id, writer=writer, done=number)
        if counted:
            chunk = transaction.run(queries.READ_JOURNAL, id=f"{load_id}:{number}")[0]
            rows = pl.read_ipc(io.BytesIO(base64.b64decode(chunk["payload"])))
            put(transaction, Batch(Operation(chunk["operation"]), chunk["table"], rows))
        return counted

    _locked(connection, work)


def _end(connection: Connection, found: Row, plan: dict[str, Any], writer: str, *, onward: bool) -> None:
    load = plan["load"]

    def work(transaction: Transaction) -> list[Row]:
        done = found["done"] if plan["way"] == "at_once" else plan["steps"]
        finished = transaction.run(
            queries.FINISH if onward else queries.FINISH_AS_BEFORE,
            load_id=found["pending"],
            writer=writer,
            done=done,
            counts=json.dumps(load["counts"]),
            digests="{}",
        )
        if finished and onward:
            about = {name: load.get(name) for name in ("at", "origin", "by", "note")}
            numbers = {name: load[name] for name in ("added", "changed", "removed")}
            transaction.run(
                queries.CREATE_LOAD,
                load={"id": load["load_id"], "revision": finished[0]["revision"], **about, **numbers},
            )
        return finished

    _locked(connection, work)


def _write(connection: Connection, found: Row, query: str, **parameters: Any) -> bool:
    """Write unless the database is not in that state any more or somebody else writes; whether it was."""

    def work(transaction: Transaction) -> list[Row]:
        now = read_metadata(transaction)
        if now is None or any(
            now[name] != found[name] for name in ("revision", "load_id", "format", "pending")
        ):
            return []
        transaction.run(query, **parameters)
        return [found]

    return bool(_locked(connection, work))


def _locked(connection: Connection, work: Callable[[Transaction], list[Row]]) -> list[Row]:
    def locked(transaction: Transaction) -> list[Row]:
        transaction.run(queries.LOCK)
        return work(transaction)

    return connection.transact(locked)
