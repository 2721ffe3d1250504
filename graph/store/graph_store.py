"""GraphStore: everything asked of the graph database, and the one way of writing to it."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Final

import polars as pl

from graph.changes import ChangeSet, refusal
from graph.dataset import Dataset
from graph.embedded import Backup, Reason
from graph.errors import (
    LoadInProgress,
    NoBackup,
    StoreDamaged,
    StoreError,
    StoreForeign,
    StoreUnreachable,
    UnknownRevision,
)
from graph.model import NODE_TYPES, RECORD_TYPES, EdgeType
from graph.references import reference_conflicts
from graph.settings import Settings
from graph.store import queries, selection
from graph.store import search as searching
from graph.store.bulk import WORTHWHILE, write_in_bulk
from graph.store.cache import DatasetCache
from graph.store.changes import Changes, LoadReport
from graph.store.home import Home
from graph.store.journal import roll_back, roll_forward, sweep, write_by_journal
from graph.store.link import Link, Transaction
from graph.store.metadata import Load, Pending, State, Way, read_state
from graph.store.pending import Outrun, Overtaken
from graph.store.rows import table_of
from graph.store.schema import make_ready
from graph.store.writable import check_writable
from graph.store.writing import Progress, write_at_once

ATTEMPTS: Final = 5  # at reading while others write, at least
READ_PATIENCE: Final = 3.0  # seconds to wait for somebody else's load
WRITE_PATIENCE: Final = 60.0
POLL_SECONDS: Final = 0.1
LOAD_SCHEMA: Final = {
    "load_id": pl.String(),
    "revision": pl.Int64(),
    "at": pl.String(),
    "origin": pl.String(),
    "by": pl.String(),
    "note": pl.String(),
    "added": pl.Int64(),
    "changed": pl.Int64(),
    "removed": pl.Int64(),
}
PAGED_FROM: Final = 100_000  # relationships of one table from which on they are read in pages
PAGE: Final = 5_000  # start nodes of one page

Step = Callable[[State, Dataset], tuple[ChangeSet, Dataset]]
"""What is to be written, and where it leads, from the state of the database and its records."""


class GraphStore:
    """One graph database, embedded or a Neo4j server; made by `graph.store.connect.open_store`.

    May be used by several threads at once. Every method raises `StoreUnreachable` when the database does
    not answer. Close it when done, or use it as a context manager.
    """

    def __init__(self, settings: Settings, link: Link, home: Home | None) -> None:
        self._settings = settings
        self._link = link
        self._home = home
        self._cache = DatasetCache(settings.home / "cache")
        self._writing = threading.Lock()

    def __enter__(self) -> GraphStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database. A second call does nothing."""
        self._link.close()
        if self._home is not None:
            self._home.close()

    def revision(self) -> int:
        """The number of the last complete load; 0 before the first."""
        return self._state().revision

    def version(self) -> tuple[str, int]:
        """The store's own id and its revision: together they name one state of the data."""
        state = self._state()
        return state.store_id, state.revision

    def read_dataset(self) -> Dataset:
        """All records, read from the database as one complete state.

        Raises `LoadInProgress` when somebody is writing and does not finish within a few seconds.
        """
        return self._read_state()[1]

    def cached_dataset(self) -> tuple[int, Dataset]:
        """Revision and records of the last complete state, from the files beside the database if they
        are there. While somebody writes, this is the state before. Raises as `read_dataset`.
        """
        state = self._state()
        dataset = self._cache.read(state)
        if dataset is None:
            state, dataset = self._read_state()
            self._cache.write(state, dataset)
        return state.revision, dataset

    def dataset_at(self, revision: int) -> Dataset:
        """The records of a revision: of the current one, or of an earlier one that is still kept.

        Raises
        ------
        UnknownRevision
            When the database has not reached this revision, or its records are not on this machine: the
            latest that this machine has read or written and the one before are.
        """
        now, dataset = self.cached_dataset()
        if revision == now:
            return dataset
        _check_reached(revision, now)
        if revision == 0:
            return Dataset()
        load_id = dict(self.loads().select("revision", "load_id").iter_rows()).get(revision, "")
        kept = self._cache.read(State(self._state().store_id, revision, load_id, {}, None))
        if kept is None:
            raise UnknownRevision(
                f"The records of revision {revision} are not kept on this machine any more. Export what the "
                f"database holds now (revision {now}) and make the change anew.",
                revision=revision,
                current=now,
            )
        return kept

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
            Where the changes come from, who makes them and why, for the history (`loads`).
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
        """

        def onto(state: State, now: Dataset) -> tuple[ChangeSet, Dataset]:
            _check_reached(base_revision, state.revision)
            after = changes.apply_to(now)
            lost = reference_conflicts(changes, after) if state.revision != base_revision else ()
            if lost:
                raise refusal(lost)
            check_writable(after)
            return changes, after

        return self._in_turn(onto, origin, by, note, progress)

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
        base_revision
            The revision that `dataset` was made from: its difference to that is applied, and what others
            have written since stays. Without it the database holds exactly `dataset` afterwards, whatever
            it held: for whoever wants just that.
        base
            The records of `base_revision`, where they are at hand; else they are those of `dataset_at`.
        origin, by, note, progress
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
        """
        if base_revision is not None:
            base = self.dataset_at(base_revision) if base is None else base
            changes = ChangeSet.between(base, dataset)
            return self.apply(
                changes, base_revision=base_revision, origin=origin, by=by, note=note, progress=progress
            )

        check_writable(dataset)

        def exactly(state: State, now: Dataset) -> tuple[ChangeSet, Dataset]:
            return ChangeSet.between(now, dataset), dataset

        return self._in_turn(exactly, origin, by, note, progress)

    def loads(self) -> pl.DataFrame:
        """The history: one row a load, oldest first, with the columns load_id, revision, at (UTC, ISO
        text), origin, by and note (null when nobody said), added, changed, removed (numbers of records)."""
        return pl.DataFrame(self._link.read(queries.READ_LOADS), schema=LOAD_SCHEMA)

    def search(
        self, text: str, *, limit: int = 20, also: searching.Synonyms = searching.no_synonyms
    ) -> pl.DataFrame:
        """Organisations, groups, areas, topics and sources that hold every word of `text`, as the start of a
        word or within one: in their name, English name or other names, in the purpose of a group, the kind of
        an area or the publisher of a source, or in what their sector or kind of group is called. `also`
        gives other words for a word, any of which is as good; one that is a `classification` itself stands
        for that sector or kind. Case and accents do not matter (a finds å and ä). When nothing is found,
        those with similar words.

        Returns columns table, id, name, matched (the name that fits best) and score (1 the very name, 0.9 it
        starts so, 0.8 its words start so, 0.7 and 0.6 within words, 0.4 over several names, 0.3 not by its
        names, 0.2 only similar); best first, then in the order named above, those nobody has named last,
        shorter names first. An empty text finds nothing.
        """
        return searching.search(self._link, text, limit=limit, also=also)

    def members(self, group_id: str) -> pl.DataFrame:
        """Who is in a group: one row a membership, ended ones too, sorted by organization_id, membership_id.

        Columns organization_id, name, kind, classification, membership_id, role, represented_by, agreement,
        start_date, end_date. Raises `UnknownId`.
        """
        return selection.members(self._link, group_id)

    def groups_of(self, organization_id: str) -> pl.DataFrame:
        """What an organisation is in: one row a membership, ended ones too, sorted by group_id, membership_id.

        Columns group_id, name, classification, status, membership_id, role, represented_by, agreement,
        start_date, end_date. Raises `UnknownId`.
        """
        return selection.groups_of(self._link, organization_id)

    def neighbors(self, organization_id: str) -> pl.DataFrame:
        """The named organisations that share a group with this one, most shared groups first, then by id.

        Columns organization_id, name, classification, shared_groups, group_ids (sorted). Empty for an unnamed
        participant, which makes no ties. Raises `UnknownId`.
        """
        return selection.neighbors(self._link, organization_id)

    def path(self, organization_id: str, other_id: str) -> pl.DataFrame:
        """One shortest way from one organisation to another by way of groups they are in.

        Columns step (0 is the start), table, id, name: organisations and groups in turn. Empty when there is
        no way of at most six groups. Raises `UnknownId`.
        """
        return selection.path(self._link, organization_id, other_id)

    def make_backup(self, reason: Reason) -> Backup:
        """Make a backup of what the embedded database holds now, and drop none.

        Raises `NoBackup` when none was made, as on a full disk or of a Neo4j server.
        """
        if self._home is None:
            raise NoBackup("No backup was made: those of a Neo4j server are made by its own tools.")
        return self._home.make_backup(self._settled(), reason)

    def back_up_before_upgrade(self, state: State) -> None:
        """Back up `state`, laid down by an earlier version; a Neo4j server has backups of its own."""
        if self._home is not None:
            self._home.back_up(state, Reason.UPGRADE)

    def recover(self) -> None:
        """Finish, or undo, a load whose writer is gone, and clear away what such loads left behind.

        Does nothing while the writer is at work. Raises `StoreDamaged` when neither can be done.
        """
        pending = self._state().pending
        if pending is not None and pending.is_abandoned:
            with contextlib.suppress(Overtaken):
                self._finish(pending)
        sweep(self._link)

    def renew(self, work: Callable[[Transaction], None]) -> None:
        """Run `work`, which makes the records that are there a new revision, and note it."""
        self._link.transact(work)
        state = self._state()
        if self._home is not None:
            self._home.written(state)

    def _finish(self, pending: Pending) -> None:
        if pending.plan.way is Way.BULK:
            self._begin_anew()
            return
        try:
            roll_forward(self._link, pending)
        except StoreUnreachable:
            raise
        except StoreError:
            self._undo()

    def _undo(self) -> None:
        """Go back to the last complete state from a load that is pending and whose writer has given up."""
        state = self._state()
        pending = state.pending
        if pending is None or not pending.is_abandoned:
            return
        if pending.plan.way in (Way.BULK, Way.AT_ONCE):
            self._finish(pending)
            return
        before = Dataset() if state.revision == 0 else self._cache.read(state)
        if before is None:
            raise StoreDamaged(
                "A load was cut short and can neither be finished nor undone on this machine; open the database "
                "where the load was started, or restore a backup."
            )
        roll_back(
            self._link,
            pending,
            read=lambda: self._read_records(state),
            before=before,
            batch_size=self._settings.batch_size,
        )

    def _begin_anew(self) -> None:
        # the state before a bulk load is the empty one; only the process that runs the server writes in bulk
        if self._home is None or self._home.server is None:
            raise LoadInProgress("Another process is loading its first records; try again when it is done.")
        self._home.empty()
        make_ready(self._link)

    def _state(self) -> State:
        state = read_state(self._link)
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
                dataset = self._read_records(before)
            except StoreUnreachable:
                raise
            except StoreError as error:
                raise self._damaged(f"its records cannot be read ({error})") from error
            if self._state() == before:
                held = {table: count for table, count in dataset.counts.items() if count}
                if held != before.counts:
                    raise self._damaged(f"it holds {held} where {before.counts} were written")
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

    def _read_records(self, state: State) -> Dataset:
        tables: dict[str, pl.DataFrame] = {}
        for t in RECORD_TYPES:
            if isinstance(t, EdgeType) and state.counts.get(t.table, 0) > PAGED_FROM:
                start = next(f.references for f in t.fields if f.name == t.start)
                ids = tables[start or ""]["id"].to_list()
                pages = [
                    table_of(self._link.values(queries.READ_FROM[t.table], ids=ids[i : i + PAGE]), t.table)
                    for i in range(0, len(ids), PAGE)
                ]
                tables[t.table] = pl.concat(pages)
            else:
                tables[t.table] = table_of(self._link.values(queries.READ[t.table]), t.table)
        return Dataset(tables)

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

    def _in_turn(
        self, step: Step, origin: str, by: str | None, note: str | None, progress: Progress | None
    ) -> LoadReport:
        deadline = time.monotonic() + WRITE_PATIENCE
        with self._writing:
            while True:
                try:
                    return self._write(step, origin, by, note, progress)
                except Outrun:  # somebody was faster: the same anew, onto what they have written
                    if time.monotonic() > deadline:
                        break
        raise LoadInProgress("Others keep writing to the database; try again when they are done.")

    def _write(
        self, step: Step, origin: str, by: str | None, note: str | None, progress: Progress | None
    ) -> LoadReport:
        state = self._settled(patience=WRITE_PATIENCE)
        before = self._cache.read(state)
        if before is None:
            state, before = self._read_state(patience=WRITE_PATIENCE)
            self._cache.write(state, before)
        if state.revision == 0:
            self._check_ours()
        difference, dataset = step(state, before)
        if difference.is_empty:
            return LoadReport(state.load_id, state.revision, {}, {}, {}, unchanged=True)
        changes = Changes(difference, dataset)
        load = Load.of(changes, dataset, origin=origin, by=by, note=note)
        if self._home is not None:
            self._home.before_writing(state, records=changes.count)
        revision = self._carry_out(state, changes, dataset, load, progress)
        after = State(state.store_id, revision, load.load_id, load.counts, None)
        self._cache.write(after, dataset)
        if self._home is not None:
            self._home.written(after)
        return LoadReport(
            load.load_id,
            revision,
            changes.added,
            changes.changed,
            changes.removed,
            unchanged=False,
            changes=difference,
        )

    def _carry_out(
        self, state: State, changes: Changes, dataset: Dataset, load: Load, progress: Progress | None
    ) -> int:
        size = self._settings.batch_size
        server = self._home.server if self._home is not None else None
        try:
            if changes.count <= self._settings.one_transaction_limit:
                return write_at_once(self._link, state, changes, load, batch_size=size, progress=progress)
            if server is not None and state.revision == 0 and changes.count >= WORTHWHILE:
                return write_in_bulk(
                    self._link, server, state, dataset, load, batch_size=size, progress=progress
                )
            return write_by_journal(self._link, state, changes, load, batch_size=size, progress=progress)
        except Outrun:
            raise
        except Overtaken:
            return self._finished_by_others(load)
        except StoreUnreachable:
            raise  # what is written stays pending: the next one to open the database finishes it
        except BaseException:
            with contextlib.suppress(Overtaken):
                self._undo()
            raise

    def _finished_by_others(self, load: Load) -> int:
        state = self._settled(patience=WRITE_PATIENCE)
        history = self._link.read(queries.READ_LOADS)
        revision = next((row["revision"] for row in history if row["load_id"] == load.load_id), None)
        if revision is None:
            raise StoreError(
                f"The load was undone by another process; the database holds revision {state.revision}.",
                revision=state.revision,
            )
        return int(revision)

    def _check_ours(self) -> None:
        # in a Neo4j of somebody else's, records of the same labels would be taken for ours and removed
        for node in NODE_TYPES:
            count = self._link.read(queries.COUNT_NODES[node.table])[0]["records"]
            if count:
                raise StoreForeign(
                    f"The database already holds {count} {node.label} nodes that Samverkan has not written; "
                    "give it a database of its own (NEO4J_DATABASE).",
                    label=node.label,
                    count=count,
                )


def _check_reached(revision: int, current: int) -> None:
    if not 0 <= revision <= current:
        raise UnknownRevision(
            f"The database has not reached revision {revision}: it holds revision {current}. The revision that "
            "the change was made from would be right.",
            revision=revision,
            current=current,
        )
