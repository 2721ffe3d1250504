"""GraphStore: everything asked of the graph database, and the one way of writing to it."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from types import TracebackType
from typing import Final

import polars as pl

from graph.dataset import Dataset
from graph.errors import LoadInProgress, StoreDamaged, StoreError
from graph.model import NODE_TYPES, RECORD_TYPES
from graph.settings import Settings
from graph.store import queries
from graph.store.cache import DatasetCache
from graph.store.changes import Changes, LoadReport
from graph.store.link import Link
from graph.store.metadata import State, read_state
from graph.store.rows import check_writable, table_of
from graph.store.writing import Load, Outrun, Progress, write_at_once

ATTEMPTS: Final = 5
WAIT_SECONDS: Final = 3.0
POLL_SECONDS: Final = 0.1


class GraphStore:
    """One graph database, embedded or a Neo4j server; made by `graph.store.connect.open_store`.

    May be used by several threads at once. Every method raises `StoreUnreachable` when the database does
    not answer. Close it when done, or use it as a context manager.
    """

    def __init__(self, settings: Settings, link: Link, *, on_close: Callable[[], None] | None = None) -> None:
        self._settings = settings
        self._link = link
        self._on_close = on_close
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
        if self._on_close is not None:
            self._on_close()

    def revision(self) -> int:
        """The number of the last complete load; 0 before the first."""
        return self._state().revision

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

    def write_dataset(
        self, dataset: Dataset, *, origin: str, by: str | None = None, progress: Progress | None = None
    ) -> LoadReport:
        """Make `dataset` what the database holds: all of it or, on failure, nothing.

        Only the difference is written; what `dataset` does not hold is removed. Writing the same again
        changes nothing, not even the revision. `origin` says where the records come from and `by` who
        loads them, for the history (`loads`). `progress` is called with records written and records to write.

        Raises `DataError` for records a graph cannot hold, `LoadInProgress` when somebody else is writing.
        """
        check_writable(dataset)
        with self._writing:
            for _ in range(ATTEMPTS):
                try:
                    return self._write(dataset, origin, by, progress)
                except Outrun:
                    continue
        raise LoadInProgress("Others keep writing to the database; try again when they are done.")

    def loads(self) -> pl.DataFrame:
        """The history: one row a load, oldest first, with the columns load_id, revision, at (UTC, ISO
        text), origin, by (null when nobody said), added, changed, removed (numbers of records)."""
        schema = {
            "load_id": pl.String(),
            "revision": pl.Int64(),
            "at": pl.String(),
            "origin": pl.String(),
            "by": pl.String(),
            "added": pl.Int64(),
            "changed": pl.Int64(),
            "removed": pl.Int64(),
        }
        return pl.DataFrame(self._link.read(queries.READ_LOADS), schema=schema)

    def _state(self) -> State:
        state = read_state(self._link)
        if state is None:
            raise StoreDamaged(
                "The database does not say which revision it holds; somebody has removed its records."
            )
        return state

    def _read_state(self) -> tuple[State, Dataset]:
        for _ in range(ATTEMPTS):
            before = self._settled()
            tables = {
                t.table: table_of(self._link.values(queries.READ[t.table]), t.table) for t in RECORD_TYPES
            }
            if read_state(self._link) == before:
                dataset = Dataset(tables)
                held = {table: count for table, count in dataset.counts.items() if count}
                if held != before.counts:
                    raise StoreDamaged(
                        f"The database holds {held} where revision {before.revision} wrote {before.counts}."
                    )
                return before, dataset
        raise LoadInProgress("Others keep writing to the database; try again when they are done.")

    def _settled(self) -> State:
        deadline = time.monotonic() + WAIT_SECONDS
        while (state := self._state()).pending is not None:
            if time.monotonic() > deadline:
                raise LoadInProgress(
                    "Somebody is loading records into the database; try again when it is done.",
                    load_id=state.pending.load_id,
                )
            time.sleep(POLL_SECONDS)
        return state

    def _write(self, dataset: Dataset, origin: str, by: str | None, progress: Progress | None) -> LoadReport:
        state = self._settled()
        before = self._cache.read(state)
        if before is None:
            state, before = self._read_state()
            self._cache.write(state, before)
        if state.revision == 0:
            self._check_ours()
        changes = Changes(before, dataset)
        if changes.is_empty:
            return LoadReport(state.load_id, state.revision, {}, {}, {}, unchanged=True)
        load = Load.of(changes, dataset, load_id=uuid.uuid4().hex, origin=origin, by=by)
        revision = write_at_once(
            self._link, state, changes, load, batch_size=self._settings.batch_size, progress=progress
        )
        after = State(state.store_id, revision, load.load_id, load.counts, None)
        self._cache.write(after, dataset)
        return LoadReport(
            load.load_id, revision, changes.added, changes.changed, changes.removed, unchanged=False
        )

    def _check_ours(self) -> None:
        # in a Neo4j of somebody else's, records of the same labels would be taken for ours and removed
        for node in NODE_TYPES:
            count = self._link.read(queries.COUNT_NODES[node.table])[0]["records"]
            if count:
                raise StoreError(
                    f"The database already holds {count} {node.label} nodes that Samverkan has not written; "
                    "give it a database of its own (NEO4J_DATABASE).",
                    label=node.label,
                    count=count,
                )
