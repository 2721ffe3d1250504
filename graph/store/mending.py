"""Is what the database holds what was written, and if not, how does it become so again?

A byte that changes on the disk is no error to a database: it answers with another value. So the content of
each table is compared with the digest that the last load has noted, the texts that records are found by
with the records, and the relationships that fields stand for with the fields; and the history is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import polars as pl

from graph.changes import ChangeSet
from graph.dataset import Dataset
from graph.digests import digest_of_all, digests
from graph.errors import StoreDamaged, StoreError, StoreUnreachable
from graph.model import NODE_TYPES
from graph.store import queries
from graph.store.connection import Connection, Transaction
from graph.store.found_by import outdated
from graph.store.history.history import History
from graph.store.load import Load
from graph.store.records import read_tables
from graph.store.state import Mode, Pending, Plan, State, Writer, note_content
from graph.store.writing.lease import begin, take_over, turn_back
from graph.store.writing.write import Step, carry_out, steps_of

WIPED_AT_ONCE: Final = 2_000
LOOKED_AT: Final = 3  # times at the history, which somebody may be folding meanwhile


class Damage(StrEnum):
    """What is not as it was written."""

    UNREADABLE = "unreadable"  # the records of a table, or of all, cannot be read
    COUNT = "count"  # another number of records of a table
    CONTENT = "content"  # as many records of a table, with other values
    FOUND_BY = "found_by"  # texts that records of a table are found by
    LINKS = "links"  # relationships that a field of a table stands for
    HISTORY = "history"  # rows of the history
    METADATA = "metadata"  # what the database notes of its own content


@dataclass(frozen=True)
class Finding:
    """One thing that is damaged, in which table (empty for all).

    `held` and `written` say how many are held and how many were written, where that is known.
    """

    damage: Damage
    table: str = ""
    held: int | None = None
    written: int | None = None


@dataclass(frozen=True)
class Verification:
    """What a look at the whole database has found. `records`: how many it holds."""

    revision: int
    records: int
    findings: tuple[Finding, ...]

    @property
    def is_whole(self) -> bool:
        """Whether everything is as it was written."""
        return not self.findings


def verify(connection: Connection, state: State, *, history: bool = True) -> Verification:
    """Look at everything the database holds of a state in which nobody writes, a table at a time.

    What is found may also come of somebody who has begun to write meanwhile.

    Parameters
    ----------
    connection
        The database.
    state
        What it says of itself.
    history
        Whether to follow the history from its beginning, too: that holds the whole network in memory.
    """
    if state.revision == 0:
        return Verification(0, 0, ())
    held: dict[str, str] = {}
    counts: dict[str, int] = {}
    links: list[Finding] = []
    try:
        for table, frame in read_tables(connection, state.counts):
            counts[table] = frame.height
            held |= digests(Dataset({table: frame}))
            links += _links(connection, table, frame)
    except StoreUnreachable:
        raise
    except StoreError as error:
        return Verification(
            state.revision, 0, (Finding(Damage.UNREADABLE, str(error.details.get("table", ""))),)
        )
    return Verification(
        state.revision,
        sum(counts.values()),
        (
            *_content(connection, state, counts, held),
            *_found_by(connection),
            *links,
            *(_history(connection, state) if history else ()),
        ),
    )


def mend(connection: Connection, state: State, right: Dataset, *, batch_size: int) -> None:
    """Lay the records of the current revision down anew, as `right` has them; the revision stays.

    What is damaged of the history is given up with what led to this state.

    Parameters
    ----------
    connection
        The database.
    state
        The state that it says it holds.
    right
        Its records as they were written.
    batch_size
        The rows of one write.

    Raises
    ------
    StateMoved
        When somebody has written meanwhile.
    StoreDamaged
        When somebody else mends meanwhile, or the database does not take the records.
    TakenOver
        When another client finishes it.
    """
    load = Load.of(
        ChangeSet(),
        right,
        since=state.revision,
        before=state.load_id,
        digests_before=digests(right),
        parts=0,
        origin="mended",
    )
    steps = _steps(right, batch_size)
    plan = Plan(Mode.MEND, load, len(steps), batch_size)
    with Writer() as writer:
        begin(connection, state, plan, writer.name)
        _lay_down(connection, plan, writer.name, steps)
    if any(_history(connection, state)):
        History(connection).begin_anew(state.load_id, state.revision, right)


def go_on_mending(connection: Connection, pending: Pending, right: Dataset) -> None:
    """Mend anew where whoever was mending is gone.

    Raises
    ------
    TakenOver
        When somebody else does.
    StoreDamaged
        As `mend`.
    """
    with Writer() as writer:
        take_over(connection, pending, writer.name)
        turn_back(connection, pending.plan, writer.name)
        _lay_down(connection, pending.plan, writer.name, _steps(right, pending.plan.batch_size))


def _steps(right: Dataset, batch_size: int) -> Sequence[Step]:
    return steps_of(ChangeSet.between(Dataset(), right), batch_size, at_once=False)


def _lay_down(connection: Connection, plan: Plan, writer: str, steps: Sequence[Step]) -> None:
    for node in reversed(NODE_TYPES):

        def wipe(transaction: Transaction, table: str = node.table) -> int:
            if not transaction.run(queries.HOLD, load_id=plan.load.load_id, writer=writer):
                raise StoreDamaged(
                    "Somebody else has begun to mend the database; look at it when they are done."
                )
            wiped: int = transaction.run(queries.WIPE_NODES[table], limit=WIPED_AT_ONCE)[0]["records"]
            return wiped

        while connection.transact(wipe):
            pass
    carry_out(connection, plan, writer, 0, steps, None)


def mend_note(connection: Connection, state: State, right: Dataset) -> None:
    """Note what the records are, where only the note is damaged; nothing when somebody writes meanwhile."""

    def work(transaction: Transaction) -> None:
        if transaction.run(queries.LOCK_STATE, load_id=state.load_id, revision=state.revision):
            note_content(transaction, right)

    connection.transact(work)


def _content(
    connection: Connection, state: State, counts: Mapping[str, int], held: Mapping[str, str]
) -> Iterator[Finding]:
    if held != state.digests:
        last = connection.read(queries.READ_LOAD, id=state.load_id)
        if last and last[0]["digest"] == digest_of_all(held):
            yield Finding(Damage.METADATA)
            return
    for table, count in counts.items():
        written = state.counts.get(table, 0)
        if count != written:
            yield Finding(Damage.COUNT, table, count, written)
        elif held.get(table) != state.digests.get(table):
            yield Finding(Damage.CONTENT, table, count, written)


def _found_by(connection: Connection) -> Iterator[Finding]:
    for table in queries.SEARCHABLE:
        if wrong := outdated(connection, table):
            yield Finding(Damage.FOUND_BY, table, len(wrong))


def _links(connection: Connection, table: str, frame: pl.DataFrame) -> Iterator[Finding]:
    for field, query in queries.READ_LINKS.get(table, {}).items():
        there = sorted(tuple(pair) for pair in connection.values(query))
        meant = sorted(frame.select("id", field).drop_nulls().iter_rows())
        if there != meant:
            yield Finding(Damage.LINKS, table, len(there), len(meant))


def _history(connection: Connection, state: State) -> Iterator[Finding]:
    """Whether the history leads from nothing to the current state, every set of it readable."""
    history = History(connection)
    if all(history.replayed(state.load_id) is None for _ in range(LOOKED_AT)):
        yield Finding(Damage.HISTORY)
