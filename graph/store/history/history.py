"""The history of one database: which changes have been made, by whom, and the states they led through.

Every state is named by the load that led to it, the empty one by no name. Each kept load says which state it
builds on (`before`), so the states form a chain from the current one back to the empty one:

    ''  ◀── first load ◀── edit ◀── edit ◀── … ◀── the load that the metadata names

Older loads are folded: the rows of several become those of one, which leads over all of them at once. The
folded ones stay in the list, without their rows.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

import polars as pl

from graph.changes import ChangeSet
from graph.dataset import Dataset
from graph.digests import digest_of_all, digests
from graph.errors import (
    RevisionConflict,
    SnapshotExists,
    StoreDamaged,
    StoreError,
    StoreUnreachable,
    UnknownLoad,
    UnknownRevision,
)
from graph.record_changes import Key, RecordChange
from graph.store import queries
from graph.store.connection import Connection, Row, Transaction
from graph.store.history import sets
from graph.store.load import name_of, now
from graph.store.state import Writer

HISTORY_SCHEMA: Final = {
    "load_id": pl.String(),
    "revision": pl.Int64(),
    "at": pl.String(),
    "origin": pl.String(),
    "by": pl.String(),
    "note": pl.String(),
    "added": pl.Int64(),
    "changed": pl.Int64(),
    "removed": pl.Int64(),
    "undoes": pl.String(),
    "folded_into": pl.Int64(),
}

SNAPSHOT_SCHEMA: Final = {
    "name": pl.String(),
    "revision": pl.Int64(),
    "at": pl.String(),
    "by": pl.String(),
    "note": pl.String(),
}

Work = Callable[[Transaction], object]

ONE_BY_ONE: Final = 20  # loads that are looked up by their id before the whole list is read


@dataclass(frozen=True)
class Snapshot:
    """A state that somebody has given a name: `revision`, with when, who and why."""

    name: str
    revision: int
    at: str
    by: str | None
    note: str | None


@dataclass(frozen=True)
class RecordEvent:
    """What one load did to one record."""

    load_id: str
    revision: int
    at: str
    origin: str
    by: str | None
    note: str | None
    change: RecordChange


class History:
    """What has been done in the database that a connection leads to."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def loads(self) -> pl.DataFrame:
        """See `GraphStore.history`."""
        rows = self._connection.read(queries.READ_LOADS)
        for row in rows:
            if row["folded"]:  # its rows are those of several: what it did alone is not kept
                row["folded_into"] = row["revision"]
        return pl.DataFrame(
            [{name: row[name] for name in HISTORY_SCHEMA} for row in rows], schema=HISTORY_SCHEMA
        )

    def of_record(self, table: str, key: Key) -> tuple[RecordEvent, ...]:
        """See `GraphStore.history_of`."""
        found = []
        for row in self._connection.read(queries.READ_LOADS_OF_RECORD, record=name_of(table, key)):
            change = self._rows(row).of_record(table, key)
            if change is not None:
                about = {f.name: row[f.name] for f in fields(RecordEvent) if f.name != "change"}
                found.append(RecordEvent(**about, change=change))
        return tuple(found)

    def changes_of(self, load_id: str) -> ChangeSet:
        """See `GraphStore.changes_of`."""
        return self._rows(self.load(load_id))

    def load(self, load_id: str) -> Row:
        """A load of which the rows are kept.

        Raises
        ------
        UnknownLoad
            When there is no such load, or it is folded.
        """
        row = self._load(load_id)
        if row is None:
            raise UnknownLoad(
                f"There is no change “{load_id}” in the history; the id of one that it lists would be right.",
                load_id=load_id,
            )
        if row["set_id"] is None or row["folded"]:
            raise UnknownLoad(
                f"What the change {load_id} of {row['at']} did is not kept by itself any more: older changes are "
                f"folded together (here into revision {row['folded_into'] or row['revision']}).",
                load_id=load_id,
                folded_into=row["folded_into"] or row["revision"],
            )
        return row

    def of_revision(self, revision: int) -> Row:
        """The load that led to a revision whose state is kept.

        Raises
        ------
        UnknownRevision
            When the history does not know it, or it is folded into a later one.
        """
        rows = self._connection.read(queries.READ_LOAD_OF_REVISION, revision=revision)
        if not rows:
            raise UnknownRevision(
                f"The history does not know revision {revision}: a restored backup has taken its place.",
                revision=revision,
            )
        if rows[0]["set_id"] is None:
            raise UnknownRevision(
                f"Revision {revision} is not kept by itself any more: older changes are folded together, here into "
                f"revision {rows[0]['folded_into']}. Give a state a name (a snapshot) to keep it.",
                revision=revision,
                folded_into=rows[0]["folded_into"],
            )
        return rows[0]

    def way(self, oldest: str, newest: str) -> list[Row] | None:
        """The loads that lead from one state to a later one, each named by its load id.

        Returns
        -------
        list[Row] | None
            In their order, empty from a state to itself; None where the history does not lead from `oldest`
            to `newest`.
        """
        found: list[Row] = []
        known: dict[str, Row] | None = None
        at = newest
        while at != oldest:
            if len(found) == ONE_BY_ONE:
                known = {row["load_id"]: row for row in self._connection.read(queries.READ_LOADS)}
            row = self._load(at) if known is None else known.get(at)
            if row is None or row["set_id"] is None or (known is not None and len(found) > len(known)):
                return None
            found.append(row)
            at = row["before"]
        return found[::-1]

    def changes_over(self, way: Sequence[Row]) -> ChangeSet:
        """What several loads in a row do, as one change set.

        Raises
        ------
        StoreDamaged
            When they do not follow on one another, or the rows of one are not what was written.
        """
        found = [self._rows(row) for row in way]
        try:
            while len(found) > 1:  # two and two, so that no row is joined more often than needed
                pairs = [found[i : i + 2] for i in range(0, len(found), 2)]
                found = [pair[0].then(pair[1]) if len(pair) == 2 else pair[0] for pair in pairs]
        except RevisionConflict as error:
            raise StoreDamaged("The changes in the history do not follow on one another.") from error
        return found[0] if found else ChangeSet()

    def replayed(self, load_id: str) -> Dataset | None:
        """The state of a load as the history alone leads to it, from nothing; None where it does not."""
        try:
            way = self.way("", load_id)
            found = None if way is None else self.changes_over(way).apply_to(Dataset())
        except StoreUnreachable:
            raise
        except (StoreError, RevisionConflict):
            return None
        if way and found is not None and digest_of_all(digests(found)) != way[-1]["digest"]:
            return None
        return found

    def snapshot(self, name: str, revision: int | None, by: str | None, note: str | None) -> Snapshot:
        """See `GraphStore.snapshot`; without a revision it is the current one."""
        at, token = now(), uuid.uuid4().hex

        def work(transaction: Transaction) -> int:
            locked = int(transaction.run(queries.LOCK)[0]["revision"])
            there = transaction.run(queries.READ_SNAPSHOT, id=name)
            if there and there[0]["token"] == token:  # it was made, and the answer was lost on the way
                return int(there[0]["revision"])
            if there:
                raise SnapshotExists(
                    f"There is a snapshot “{name}” already, of revision {there[0]['revision']}; another name would "
                    "be right.",
                    name=name,
                    revision=there[0]["revision"],
                )
            wanted = locked if revision is None else revision
            about = {"id": name, "name": name, "at": at, "by": by, "note": note}
            transaction.run(queries.CREATE_SNAPSHOT, revision=wanted, token=token, **about)
            return wanted

        return Snapshot(name, self._connection.transact(work), at, by, note)

    def snapshots(self) -> list[Snapshot]:
        """All of them, by revision."""
        return [Snapshot(**row) for row in self._connection.read(queries.READ_SNAPSHOTS)]

    def fold(self, newest: str, *, keep: int) -> int:
        """Fold the loads before the newest `keep` that no snapshot names.

        Of loads in a row that lead to a snapshot, or to the newest that is folded, one set of rows remains.

        Parameters
        ----------
        newest
            The load id of the current state.
        keep
            How many loads stay by themselves.

        Returns
        -------
        int
            How many loads have lost their rows to a later one.
        """
        way = self.way("", newest)
        if way is None or len(way) <= keep:
            return 0
        pinned = {snapshot.revision for snapshot in self.snapshots()}
        folded = 0
        run: list[Row] = []
        for row in way[: len(way) - keep]:
            run.append(row)
            if row["revision"] in pinned:
                folded += self._fold_run(run)
                run = []
        return folded + self._fold_run(run)

    def begin_anew(self, load_id: str, revision: int, dataset: Dataset, *, also: Work | None = None) -> bool:
        """Make the current state the beginning of the history: its records are what its load did to nothing.

        What led there stays in the list, without its rows.

        Parameters
        ----------
        load_id, revision
            The state.
        dataset
            Its records.
        also
            Done in the same transaction.

        Returns
        -------
        bool
            False when the database is not in that state any more: then nothing is done.
        """
        before = self._connection.read(queries.READ_LOADS)

        def is_still_so(transaction: Transaction) -> bool:
            return bool(transaction.run(queries.LOCK_STATE, load_id=load_id, revision=revision))

        start = {"since": 0, "before": "", "digest": digest_of_all(digests(dataset))}
        own = next((row for row in before if row["load_id"] == load_id), {"set_id": None, "parts": 0})
        last = own | {"load_id": load_id, "revision": revision} | start
        others = [row for row in before if row is not own]
        changes = ChangeSet.between(Dataset(), dataset)
        return self._make_one(changes, others, last, if_so=is_still_so, also=also)

    def _fold_run(self, run: Sequence[Row]) -> int:
        if len(run) < 2:
            return 0
        *others, last = run

        def are_still_there(transaction: Transaction) -> bool:
            for row in run:
                now_there = transaction.run(queries.READ_LOAD, id=row["load_id"])
                if not now_there or now_there[0]["set_id"] != row["set_id"]:
                    return False  # somebody else has folded them
            pinned = {row["revision"] for row in transaction.run(queries.READ_SNAPSHOTS)}
            return not any(row["revision"] in pinned for row in others)

        start = {name: run[0][name] for name in ("since", "before")}
        done = self._make_one(self.changes_over(run), others, last | start, if_so=are_still_there)
        return len(others) if done else 0

    def _make_one(
        self,
        changes: ChangeSet,
        others: Sequence[Row],
        last: Row,
        *,
        if_so: Callable[[Transaction], bool],
        also: Work | None = None,
    ) -> bool:
        """Let one set of rows stand for those of several loads: the last keeps it, the others keep none.

        Parameters
        ----------
        changes
            What all of them do.
        others, last
            The loads; `last` with the state that it builds on from now on, and its digest.
        if_so
            Whether it may be done, asked in the same transaction.
        also
            Done in the same transaction.
        """
        parts, set_id = sets.split(changes), uuid.uuid4().hex

        def work(transaction: Transaction) -> bool:
            transaction.run(queries.LOCK)
            if any(row["set_id"] == set_id for row in transaction.run(queries.READ_LOAD, id=last["load_id"])):
                return True  # it was done, and the answer was lost on the way
            if not if_so(transaction):
                return False
            transaction.run(
                queries.FOLD_INTO,
                load_id=last["load_id"],
                since=last["since"],
                before=last["before"],
                set_id=set_id,
                parts=len(parts),
                digest=last["digest"],
            )
            transaction.run(
                queries.FOLD_AWAY,
                load_ids=[row["load_id"] for row in others],
                revision=last["revision"],
            )
            sets.keep(transaction, set_id)
            for row in (*others, last):
                if row["parts"]:
                    sets.let_go(transaction, row["set_id"], row["parts"])
            if also is not None:
                also(transaction)
            return True

        with Writer() as writer:
            sets.put(self._connection, set_id, parts, writer.name)
            done = self._connection.transact(work)
        if done:
            sets.sweep(self._connection)
        else:
            sets.remove(self._connection, set_id, len(parts))
        return done

    def _load(self, load_id: str) -> Row | None:
        rows = self._connection.read(queries.READ_LOAD, id=load_id)
        return rows[0] if rows else None

    def _rows(self, row: dict[str, Any]) -> ChangeSet:
        return sets.read(self._connection, row["set_id"], row["parts"])
