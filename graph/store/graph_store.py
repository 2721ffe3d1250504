"""GraphStore: everything asked of the graph database, and the one way of writing to it."""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Final

import polars as pl

from graph.changes import ChangeSet, refusal
from graph.dataset import Dataset
from graph.digests import digest_of_all, digests
from graph.embedded import Backup, Reason
from graph.errors import (
    LoadInProgress,
    NoBackup,
    StateMoved,
    StoreDamaged,
    StoreError,
    StoreForeign,
    StoreUnreachable,
    TakenOver,
    UnknownRevision,
)
from graph.model import NODE_TYPES
from graph.record_changes import Key
from graph.references import reference_conflicts
from graph.settings import Settings
from graph.store import queries, selection
from graph.store import search as searching
from graph.store.connection import Connection, Transaction
from graph.store.history import sets
from graph.store.history.history import SNAPSHOT_SCHEMA, History, RecordEvent, Snapshot
from graph.store.home import Home
from graph.store.known import KnownStates
from graph.store.load import Load
from graph.store.mending import Damage, Verification, go_on_mending, mend, mend_note, verify
from graph.store.records import read_records
from graph.store.recovery import recover, take_back
from graph.store.report import LoadReport
from graph.store.schema import make_ready
from graph.store.state import Pending, State, read_state
from graph.store.writing.bulk import WORTHWHILE, write_in_bulk
from graph.store.writing.lease import claim, unclaim
from graph.store.writing.writable import check_changes_writable, check_writable
from graph.store.writing.write import Progress, write

ATTEMPTS: Final = 5  # at reading while others write, at least
READ_PATIENCE: Final = 3.0  # seconds to wait for somebody else's load
WRITE_PATIENCE: Final = 60.0
POLL_SECONDS: Final = 0.02
VERIFIED_UP_TO: Final = 200_000
"""Records up to which the database is compared with what was written before each load of a whole data set."""

_LOG = logging.getLogger(__name__)

Step = Callable[[State, Dataset], tuple[ChangeSet, Dataset]]
"""What is to be written, and where it leads, from the state of the database and its records."""


@dataclass(frozen=True)
class _About:
    """What the history is told of a load."""

    origin: str
    by: str | None
    note: str | None
    undoes: str | None = None


class GraphStore:
    """One graph database, embedded or a Neo4j server; made by `graph.store.connect.open_store`.

    May be used by several threads at once. Every method raises `StoreUnreachable` when the database does
    not answer. Close it when done, or use it as a context manager.
    """

    def __init__(self, settings: Settings, connection: Connection, home: Home | None) -> None:
        self._settings = settings
        self._connection = connection
        self._home = home
        self._history = History(connection)
        self._known = KnownStates(settings.home / "cache", self._history)
        self._writing = threading.Lock()

    def __enter__(self) -> GraphStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database. A second call does nothing."""
        self._connection.close()
        if self._home is not None:
            self._home.close()

    def revision(self) -> int:
        """The number of the last complete load; 0 before the first."""
        return self._state().revision

    def version(self) -> tuple[str, int]:
        """The store's own id and its revision: together they name one state of the data."""
        state = self._state()
        return state.store_id, state.revision

    def counts(self) -> dict[str, int]:
        """Number of records by table as the last load has noted them; tables without any are left out."""
        return dict(self._state().counts)

    def read_dataset(self) -> Dataset:
        """All records, read from the database as one complete state.

        Raises
        ------
        LoadInProgress
            When somebody is writing and does not finish within a few seconds.
        StoreDamaged
            When the records are not what was written.
        """
        return self._read_state()[1]

    def cached_dataset(self) -> tuple[int, Dataset]:
        """Revision and records of the last complete state, from what is at hand if it can be.

        At hand are memory, the files beside the database, and the history. While somebody writes, this is the
        state before. Where the database has to be read and is damaged, it is mended.

        Raises
        ------
        LoadInProgress
            As `read_dataset`, when nothing is at hand.
        StoreDamaged
            As `mend`, when nothing is whole.
        """
        state, dataset = self._current()
        return state.revision, dataset

    def dataset_at(self, revision: int) -> Dataset:
        """The records of a revision, the current one or any earlier one that the history keeps.

        Raises
        ------
        UnknownRevision
            When the database has not reached this revision, or its state is not kept by itself any more:
            older changes are folded together but for those that a snapshot names.
        StoreDamaged
            When the history is not what was written.
        """
        state, dataset = self._current()
        if revision == state.revision:
            return dataset
        _check_reached(revision, state.revision)
        if revision == 0:
            return Dataset()
        then = self._history.of_revision(revision)
        back = self._history.way(then["load_id"], state.load_id)
        if back is None:
            raise StoreDamaged("The history does not lead from that revision to this one.", revision=revision)
        found = self._history.changes_over(back).inverse().apply_to(dataset)
        if digest_of_all(digests(found)) != then["digest"]:
            raise StoreDamaged(f"The history does not lead back to revision {revision}.", revision=revision)
        return found

    def apply(
        self,
        changes: ChangeSet,
        *,
        base_revision: int,
        origin: str,
        by: str | None = None,
        note: str | None = None,
        progress: Progress | None = None,
    ) -> LoadReport:
        """Make these changes, onto whatever the database holds by now: all of them or none.

        Parameters
        ----------
        changes
            What to add, change and remove. The rows before are a condition.
        base_revision
            The revision that they were made from. Nothing that was written since is taken back: what
            others have done to other records stays.
        origin, by, note
            Where the changes come from, who makes them and why, for the history (`history`).
        progress
            Called with records written and records to write.

        Returns
        -------
        LoadReport
            What was done. Changes that are empty leave everything as it is, also the revision.

        Raises
        ------
        RevisionConflict
            When a record is not as the changes begin with it; and, when somebody has written since
            `base_revision`, when one of theirs names a record that is not there, or a record that they
            remove is named by another. Nothing is written then.
        UnknownRevision
            When the database has not reached `base_revision`.
        DataError
            For records a graph cannot hold.
        LoadInProgress
            When others keep writing for so long that there was no turn for this.
        StoreForeign
            When it would be the first load, and the database holds records of somebody else's.
        """

        def onto(state: State, now: Dataset) -> tuple[ChangeSet, Dataset]:
            _check_reached(base_revision, state.revision)
            return changes, _onto(changes, now, moved=state.revision != base_revision)

        return self._in_turn(onto, _About(origin, by, note), progress)

    def write_dataset(
        self,
        dataset: Dataset,
        *,
        origin: str,
        by: str | None = None,
        base_revision: int | None = None,
        base: Dataset | None = None,
        note: str | None = None,
        progress: Progress | None = None,
    ) -> LoadReport:
        """Make what `dataset` changes, or make it what the database holds: all of it or, on failure, nothing.

        Only the difference is written. Writing the same again changes nothing, not even the revision.

        Parameters
        ----------
        dataset
            The records that are to be there. What it does not hold is removed.
        origin, by
            As for `apply`.
        base_revision
            The revision that `dataset` was made from: its difference to that is applied, and what others
            have written since stays. Without it the database holds exactly `dataset` afterwards, whatever
            it held: for whoever wants just that.
        base
            The records of `base_revision`, where they are at hand; else they are those of `dataset_at`.
        note, progress
            As for `apply`.

        Returns
        -------
        LoadReport
            What was done.

        Raises
        ------
        RevisionConflict
            As `apply`; never without a `base_revision`.
        UnknownRevision
            As `apply` and `dataset_at`.
        DataError
            For records a graph cannot hold.
        LoadInProgress
            When others keep writing for so long that there was no turn for this.
        StoreForeign
            As `apply`.
        StoreDamaged
            As `mend`: the database is compared with what was written, and mended, too.
        """
        if base_revision is None:  # with one, `apply` looks at what is changed
            check_writable(dataset)
        if sum(dataset.counts.values()) <= VERIFIED_UP_TO:
            self._mend_if_damaged()
        if base_revision is not None:
            base = self.dataset_at(base_revision) if base is None else base
            changes = ChangeSet.between(base, dataset)
            report = self.apply(
                changes, base_revision=base_revision, origin=origin, by=by, note=note, progress=progress
            )
        else:

            def exactly(_: State, now: Dataset) -> tuple[ChangeSet, Dataset]:
                changes = ChangeSet.between(now, dataset)
                tables = {table: (dataset if table in changes else now)[table] for table in dataset}
                return changes, Dataset.trusted(tables)

            report = self._in_turn(exactly, _About(origin, by, note), progress)
        if report.unchanged and sum(dataset.counts.values()) > VERIFIED_UP_TO:
            self._mend_if_damaged()
        return report

    def history(self) -> pl.DataFrame:
        """What has been done.

        Returns
        -------
        DataFrame[load_id: String, revision: Int64, at, origin, by, note: String, added, changed,
            removed: Int64, undoes: String, folded_into: Int64]
            One row a load, oldest first; none before the first. `at` is UTC as ISO text, `by` and `note` are
            null when nobody said. `added`, `changed` and `removed` are numbers of records. `undoes` is the
            load_id that it takes back, else null; `folded_into` the revision its rows are folded into, null
            where it is kept by itself.
        """
        return self._history.loads()

    def history_of(self, table: str, key: Key) -> tuple[RecordEvent, ...]:
        """What has been done to one record.

        Parameters
        ----------
        table
            The table of the record.
        key
            The columns of the table's key.

        Returns
        -------
        tuple[RecordEvent, ...]
            Oldest first; what loads that are folded together did is told as one. Empty for a record that
            no load has touched.
        """
        return self._history.of_record(table, key)

    def changes_of(self, load_id: str) -> ChangeSet:
        """The rows of one load, before and after.

        Raises
        ------
        UnknownLoad
            When there is no such load, or it is folded.
        StoreDamaged
            When the history is not what was written.
        """
        return self._history.changes_of(load_id)

    def undo(
        self,
        load_id: str,
        *,
        origin: str | None = None,
        by: str | None = None,
        note: str | None = None,
        progress: Progress | None = None,
    ) -> LoadReport:
        """Take one load back, as a new one: what others have done since stays.

        Parameters
        ----------
        load_id
            Which.
        origin, by, note, progress
            As for `apply`; without an origin it is that of the load, and that it is undone.

        Returns
        -------
        LoadReport
            What was done.

        Raises
        ------
        UnknownLoad
            When there is no such load, or it is folded.
        RevisionConflict
            When a record is not as the load left it, or the way back would tear what others have written.
        StoreDamaged
            When the history is not what was written.
        LoadInProgress
            As `apply`.
        """
        load = self._history.load(load_id)
        changes = self._history.changes_of(load_id).inverse()

        def onto(state: State, now: Dataset) -> tuple[ChangeSet, Dataset]:
            return changes, _onto(changes, now, moved=state.revision != load["revision"])

        about = _About(origin or f"undo: {load['origin']}", by, note, undoes=load_id)
        return self._in_turn(onto, about, progress)

    def snapshot(
        self, name: str, *, revision: int | None = None, by: str | None = None, note: str | None = None
    ) -> Snapshot:
        """Give a state a name: it is kept, however old it gets.

        Parameters
        ----------
        name
            One that no other state has.
        revision
            The state, the current one when it is None.
        by, note
            Who names it and why.

        Raises
        ------
        SnapshotExists
            When the name is taken.
        UnknownRevision
            When the database has not reached the revision, or its state is not kept.
        """
        if revision is not None and revision:
            _check_reached(revision, self.revision())
            self._history.of_revision(revision)
        return self._history.snapshot(name, revision, by, note)

    def snapshots(self) -> pl.DataFrame:
        """The states that have a name.

        Returns
        -------
        DataFrame[name: String, revision: Int64, at, by, note: String]
            By revision, then by time and name; empty when there are none. `at`, when it was named, is UTC as
            ISO text; `by` and `note` are null when nobody said.
        """
        return pl.DataFrame(
            [dataclasses.asdict(snapshot) for snapshot in self._history.snapshots()], schema=SNAPSHOT_SCHEMA
        )

    def verify(self, *, history: bool = True) -> Verification:
        """Compare everything the database holds with what was written into it.

        Parameters
        ----------
        history
            Whether to follow the history from its beginning, too: that holds the whole network in memory.

        Returns
        -------
        Verification
            What is damaged, which is no error here.

        Raises
        ------
        LoadInProgress
            When somebody is writing and does not finish within a few seconds.
        """
        for _ in range(ATTEMPTS):
            state = self._settled()
            found = verify(self._connection, state, history=history)
            if found.is_whole or self._state() == state:
                return found
        raise LoadInProgress("Others keep writing to the database; try again when they are done.")

    def mend(self) -> Verification:
        """Lay down anew what is damaged, from whatever is whole.

        That is memory, the files beside the database, or the history. Where nothing is damaged, nothing is
        done. The revision stays.

        Returns
        -------
        Verification
            What is found afterwards: it is whole.

        Raises
        ------
        StoreDamaged
            When nothing is whole, or the database does not take it. It names the backup to restore.
        LoadInProgress
            When somebody is writing and does not finish within a minute.
        """
        with self._writing:
            state = self._settled(patience=WRITE_PATIENCE)
            found = verify(self._connection, state)
            if found.is_whole:
                return found
            right = self._whole(state)
            if right is None:
                raise self._damaged(
                    "what was written is not whole anywhere: not in the files beside it, not in its history"
                )
            if {finding.damage for finding in found.findings} == {Damage.METADATA}:
                mend_note(self._connection, state, right)
            else:
                try:
                    mend(self._connection, state, right, batch_size=self._settings.batch_size)
                except StoreUnreachable:
                    raise
                except StoreError as error:
                    raise self._damaged(f"it does not take what is right ({error})") from error
            found = verify(self._connection, self._state())
        if not found.is_whole:
            raise self._damaged("it does not become whole by writing it anew")
        return found

    def search(
        self, text: str, *, limit: int = 20, also: searching.Synonyms = searching.no_synonyms
    ) -> pl.DataFrame:
        """Organisations, groups, areas, topics and sources that hold every word of a text.

        A word may stand as the start of a word or within one: in their name, English name or other names, in
        the purpose of a group, the kind of an area or the publisher of a source, or in what their sector or
        kind of group is called. When nothing is found, those with similar words.

        Parameters
        ----------
        text
            Words between spaces. Case and accents do not matter (a finds å and ä).
        limit
            The most rows there may be.
        also
            Gives other words for a word, any of which is as good; one that is a `classification` itself
            stands for that sector or kind.

        Returns
        -------
        DataFrame[table, id, name, matched: String, score: Float64]
            Best first, then in the order named above, those nobody has named last, shorter names first.
            `matched` is the name that fits best. `score` is 1 for the very name, 0.9 where it starts so, 0.8
            where its words start so, 0.7 and 0.6 within words, 0.4 over several names, 0.3 not by its names,
            0.2 only similar. Empty for a text without words, and for a `limit` below 1.
        """
        return searching.search(self._connection, text, limit=limit, also=also)

    def members(self, group_id: str) -> pl.DataFrame:
        """Who is in a group.

        Returns
        -------
        DataFrame[organization_id, name, kind, classification, membership_id, role, represented_by,
            agreement, start_date, end_date: String]
            One row a membership, ended ones too, by organization_id, then membership_id.

        Raises
        ------
        UnknownId
            When there is no such group.
        """
        return selection.members(self._connection, group_id)

    def groups_of(self, organization_id: str) -> pl.DataFrame:
        """What an organisation is in.

        Returns
        -------
        DataFrame[group_id, name, classification, status, membership_id, role, represented_by, agreement,
            start_date, end_date: String]
            One row a membership, ended ones too, by group_id, then membership_id.

        Raises
        ------
        UnknownId
            When there is no such organisation.
        """
        return selection.groups_of(self._connection, organization_id)

    def neighbors(self, organization_id: str) -> pl.DataFrame:
        """The named organisations that share a group with this one.

        Returns
        -------
        DataFrame[organization_id, name, classification: String, shared_groups: Int64, group_ids: List[String]]
            Most shared groups first, then by id; `group_ids` are sorted. Empty for an unnamed participant,
            which makes no ties.

        Raises
        ------
        UnknownId
            When there is no such organisation.
        """
        return selection.neighbors(self._connection, organization_id)

    def path(self, organization_id: str, other_id: str) -> pl.DataFrame:
        """One shortest way from one organisation to another by way of groups they are in.

        Returns
        -------
        DataFrame[step: Int64, table, id, name: String]
            Organisations and groups in turn, by step; 0 is the start, and all there is from an organisation
            to itself. Empty when there is no way of at most six groups.

        Raises
        ------
        UnknownId
            When there is no organisation of one of the ids.
        """
        return selection.path(self._connection, organization_id, other_id)

    def make_backup(self, reason: Reason) -> Backup:
        """Make a backup of what the embedded database holds now, and drop none.

        Raises
        ------
        NoBackup
            When none was made, as on a full disk or of a Neo4j server.
        LoadInProgress
            When somebody is writing and does not finish within a few seconds.
        """
        if self._home is None:
            raise NoBackup("No backup was made: those of a Neo4j server are made by its own tools.")
        return self._home.make_backup(self._settled(), reason)

    def back_up_before_upgrade(self, state: State) -> None:
        """Back up `state`, laid down by an earlier version; a Neo4j server has backups of its own."""
        if self._home is not None:
            self._home.back_up(state, Reason.UPGRADE)

    def recover(self) -> None:
        """Finish, or take back, a load whose writer is gone, and clear away what such loads left behind.

        Does nothing while the writer is at work.

        Raises
        ------
        StoreDamaged
            When neither can be done.
        LoadInProgress
            When it was a first load, and another process runs the server, which alone can take it back.
        """
        recover(self._connection, begin_anew=self._begin_anew, mend=self._go_on_mending)

    def mend_what_is_suspected(self) -> None:
        """Mend what did not fit when the embedded database was opened.

        Raises
        ------
        StoreDamaged, LoadInProgress
            As `mend`.
        """
        suspected = self._home.suspected if self._home is not None else None
        if self._home is not None and suspected is not None:
            try:
                self.mend()
            except StoreDamaged as error:
                raise self._home.damaged(suspected) from error
            self._home.suspected = None
            _LOG.warning("The database was damaged and has been written anew: %s.", suspected)

    def note_restored(self, origin: str, *, at_least: int) -> LoadReport:
        """Make the state that a backup has brought back a new revision, not below `at_least`."""
        state, dataset = self._current()
        load = Load.of(
            ChangeSet(),
            dataset,
            since=state.revision,
            before=state.load_id,
            digests_before=state.digests,
            parts=0,
            origin=origin,
        )
        revision = max(state.revision + 1, at_least)

        def work(transaction: Transaction) -> None:
            transaction.run(queries.RESTORED, revision=revision, load_id=load.load_id)
            load.record(transaction, revision=revision)

        self._connection.transact(work)
        if self._home is not None:
            self._home.written(self._state())
        return LoadReport(load.load_id, revision, {}, {}, {}, unchanged=False)

    def _begin_anew(self) -> None:
        # the state before a bulk load is the empty one; only the process that runs the server writes in bulk
        if self._home is None or self._home.server is None:
            raise LoadInProgress("Another process is loading its first records; try again when it is done.")
        self._home.empty()
        make_ready(self._connection)

    def _go_on_mending(self, pending: Pending) -> None:
        state = self._state()
        right = self._whole(state)
        if right is None:
            raise self._damaged("somebody was mending it, and what was written is not whole anywhere")
        go_on_mending(self._connection, pending, right)

    def _mend_if_damaged(self) -> None:
        if not self.verify().is_whole:
            self.mend()

    def _whole(self, state: State) -> Dataset | None:
        """The records of a state from wherever they are whole, other than the database's own."""
        known = self._known.dataset(state)
        if known is not None and digests(known) == state.digests:
            return known
        self._known.forget()
        return self._history.replayed(state.load_id)

    def _state(self) -> State:
        state = read_state(self._connection)
        if state is None:
            raise StoreDamaged(
                "The database does not say which revision it holds; somebody has removed its records."
            )
        return state

    def _read_state(self, *, patience: float = READ_PATIENCE) -> tuple[State, Dataset]:
        deadline, attempts = time.monotonic() + patience, 0
        while attempts < ATTEMPTS or time.monotonic() < deadline:
            attempts += 1
            before = self._settled(patience=patience)
            if before.revision == 0:  # whatever there is, it is not ours
                return before, Dataset()
            try:
                dataset = read_records(self._connection, before.counts)
            except StoreUnreachable:
                raise
            except StoreError as error:
                if self._state() == before:
                    raise self._damaged(f"its records cannot be read ({error})") from error
                continue  # somebody was writing them
            if self._state() == before:
                held = dataset.filled
                if held != before.counts:
                    raise self._damaged(f"it holds {held} where {before.counts} were written")
                found = digests(dataset)
                if wrong := [table for table in held if found.get(table) != before.digests.get(table)]:
                    raise self._damaged(f"records of {', '.join(wrong)} are not as they were written")
                return before, dataset
        raise LoadInProgress("Others keep writing to the database; try again when they are done.")

    def _damaged(self, what: str) -> StoreDamaged:
        if self._home is not None:
            return self._home.damaged(what)
        return StoreDamaged(
            f"The database is not as it was written: {what}. Restore a backup of the server, or empty the "
            "database and load your files again.",
            what=what,
        )

    def _current(self) -> tuple[State, Dataset]:
        """The last complete state, from what is at hand or else from the database."""
        state = self._state()
        dataset = self._known.dataset(state)
        if dataset is None:
            try:
                return self._learnt()
            except StoreDamaged as error:
                _LOG.warning("%s", error)
                self.mend()
                return self._learnt()
        return state, dataset

    def _learnt(self, *, patience: float = READ_PATIENCE) -> tuple[State, Dataset]:
        """The last complete state, read from the database and known from now on."""
        state, dataset = self._read_state(patience=patience)
        self._known.learn(state, dataset)
        return state, dataset

    def _settled(self, *, patience: float = READ_PATIENCE) -> State:
        deadline = time.monotonic() + patience
        while (state := self._state()).pending is not None:
            if state.pending.is_abandoned:
                self.recover()
                continue
            if time.monotonic() > deadline:
                raise LoadInProgress(
                    "Somebody is loading records into the database; try again when it is done.",
                    load_id=state.pending.load_id,
                )
            time.sleep(POLL_SECONDS)
        return state

    def _in_turn(self, step: Step, about: _About, progress: Progress | None) -> LoadReport:
        deadline, ticket = time.monotonic() + WRITE_PATIENCE, ""
        with self._writing:
            try:
                while True:
                    try:
                        return self._write(step, about, ticket, progress)
                    except StateMoved:  # somebody was faster: the same anew, onto what they have written
                        if time.monotonic() > deadline:
                            break
                        ticket = ticket or uuid.uuid4().hex
                        claim(self._connection, ticket)
            finally:
                if ticket:
                    with contextlib.suppress(StoreError):  # else others wait for it a moment
                        unclaim(self._connection, ticket)
        raise LoadInProgress("Others keep writing to the database; try again when they are done.")

    def _write(self, step: Step, about: _About, ticket: str, progress: Progress | None) -> LoadReport:
        state = self._settled(patience=WRITE_PATIENCE)
        before = self._known.dataset(state)
        if before is None:
            state, before = self._learnt(patience=WRITE_PATIENCE)
        if state.revision == 0:
            self._check_ours(state)
        changes, dataset = step(state, before)
        if changes.is_empty:
            return LoadReport.of(changes, state.load_id, state.revision)
        parts = sets.split(changes)
        load = Load.of(
            changes,
            dataset,
            since=state.revision,
            before=state.load_id,
            digests_before=state.digests,
            parts=len(parts),
            **dataclasses.asdict(about),
        )
        if self._home is not None:
            self._home.before_writing(state, records=load.added + load.changed + load.removed)
        revision = self._carry_out(state, changes, dataset, load, parts, ticket, progress)
        after = State(state.store_id, revision, load.load_id, load.counts, load.digests)
        self._known.learn(after, dataset, changes)
        if self._home is not None:
            self._home.written(after)
        self._fold(after)
        return LoadReport.of(changes, load.load_id, revision)

    def _carry_out(
        self,
        state: State,
        changes: ChangeSet,
        dataset: Dataset,
        load: Load,
        parts: Sequence[str],
        ticket: str,
        progress: Progress | None,
    ) -> int:
        size = self._settings.batch_size
        server = self._home.server if self._home is not None else None
        count = load.added + load.changed + load.removed
        at_once = count <= self._settings.one_transaction_limit
        try:
            if server is not None and state.revision == 0 and count >= WORTHWHILE and not at_once:
                return write_in_bulk(
                    self._connection, server, state, dataset, load, parts, batch_size=size, progress=progress
                )
            return write(
                self._connection,
                state,
                changes,
                load,
                parts,
                batch_size=size,
                at_once=at_once,
                progress=progress,
                ticket=ticket,
            )
        except StateMoved:
            raise
        except TakenOver:
            return self._finished_by_others(load)
        except StoreUnreachable:
            raise  # what is written stays pending: the next one to open the database finishes it
        except BaseException:
            take_back(self._connection, begin_anew=self._begin_anew)
            raise

    def _finished_by_others(self, load: Load) -> int:
        state = self._settled(patience=WRITE_PATIENCE)
        history = self._connection.read(queries.READ_LOAD, id=load.load_id)
        if not history:
            raise StoreError(
                f"The load was undone by another process; the database holds revision {state.revision}.",
                revision=state.revision,
            )
        return int(history[0]["revision"])

    def _fold(self, state: State) -> None:
        """Fold what is too old for the settings, now and then: the history has some more than they say."""
        keep = self._settings.history_kept
        if state.revision % max(1, keep // 10):
            return
        try:
            if self._connection.read(queries.COUNT_LOADS)[0]["loads"] > keep + keep // 10:
                self._history.fold(state.load_id, keep=keep)
        except StoreError as error:
            # what was to be written is written; the history can be folded the next time
            _LOG.warning("The history was not folded at revision %s: %s", state.revision, error)

    def _check_ours(self, state: State) -> None:
        # in a Neo4j of somebody else's, records of the same labels would be taken for ours and removed
        for node in NODE_TYPES:
            count = self._connection.read(queries.COUNT_NODES[node.table])[0]["records"]
            if count and self._state() != state:  # they are those of somebody who was faster
                raise StateMoved("Somebody else has written to the database meanwhile; try again.")
            if count:
                raise StoreForeign(
                    f"The database already holds {count} {node.label} nodes that Samverkan has not written; "
                    "give it a database of its own (NEO4J_DATABASE).",
                    label=node.label,
                    count=count,
                )


def _onto(changes: ChangeSet, now: Dataset, *, moved: bool) -> Dataset:
    """What changes lead to from the current state; `moved`: it is not the one they were made from."""
    after = changes.apply_to(now)
    lost = reference_conflicts(changes, after) if moved else ()
    if lost:
        raise refusal(lost)
    check_changes_writable(changes, after)
    return after


def _check_reached(revision: int, current: int) -> None:
    if not 0 <= revision <= current:
        raise UnknownRevision(
            f"The database has not reached revision {revision}: it holds revision {current}. The revision that "
            "the change was made from would be right.",
            revision=revision,
            current=current,
        )
