"""The states whose records are at hand: the latest one in memory, earlier ones as files, and the history between.

Few changes after a state that is at hand are read from the history and made to it, which takes time in
proportion to them and not to the size of the network.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Final, NamedTuple

from graph.changes import ChangeSet
from graph.dataset import Dataset
from graph.digests import digests, digests_after
from graph.errors import RevisionConflict, StoreDamaged
from graph.store.cache import DatasetCache
from graph.store.history.history import History
from graph.store.state import State

LOADS_BEHIND: Final = 100
"""Loads that the files may be behind the latest state."""

SHARE_BEHIND: Final = 0.02
"""Share of all records that may have changed since."""


class _At(NamedTuple):
    store_id: str
    load_id: str
    digests: dict[str, str]
    dataset: Dataset


class KnownStates:
    """What this process knows of the records, for one database and its history."""

    def __init__(self, folder: Path, history: History) -> None:
        self._files = DatasetCache(folder)
        self._history = history
        self._guard = threading.RLock()
        self._latest: _At | None = None
        self._in_files = False  # whether a state of this database is
        self._behind = 0  # loads that are not in the files
        self._records_behind = 0

    def dataset(self, state: State) -> Dataset | None:
        """The records of a state; None when they have to be read from the database."""
        if state.revision == 0:
            return Dataset()
        with self._guard:
            latest = self._latest
            found = self._caught_up(latest, state) if latest is not None else None
            if found is None:
                found = self._caught_up(self._from_files(state), state)
            if found is not None:
                self._latest = _At(state.store_id, state.load_id, state.digests, found)
                if self._behind > LOADS_BEHIND:  # whoever only reads keeps the files near, too
                    self._keep(state, found)
            return found

    def learn(self, state: State, dataset: Dataset, changes: ChangeSet | None = None) -> None:
        """Know the records of a state, which has come of the one known before by `changes`, or was read anew."""
        with self._guard:
            self._latest = _At(state.store_id, state.load_id, state.digests, dataset)
            if changes is not None:
                self._behind += 1
                self._records_behind += sum(n.added + n.changed + n.removed for n in changes.counts.values())
            share = SHARE_BEHIND * sum(dataset.counts.values())
            if (
                not self._in_files
                or changes is None
                or self._behind > LOADS_BEHIND
                or self._records_behind > share + LOADS_BEHIND
            ):
                self._keep(state, dataset)

    def _keep(self, state: State, dataset: Dataset) -> None:
        self._files.write(state, dataset)
        self._in_files = True
        self._behind = self._records_behind = 0

    def forget(self) -> None:
        """Know nothing any more but what is in the files."""
        with self._guard:
            self._latest = None

    def _from_files(self, state: State) -> _At | None:
        found = self._files.latest(state.store_id)
        if found is None:
            return None
        self._in_files = True
        load_id, dataset = found
        return _At(state.store_id, load_id, digests(dataset) if load_id != state.load_id else {}, dataset)

    def _caught_up(self, at: _At | None, state: State) -> Dataset | None:
        if at is None or at.store_id != state.store_id:
            return None
        if at.load_id == state.load_id:
            return at.dataset
        way = self._history.way(at.load_id, state.load_id)
        if way is None:
            return None
        try:
            changes = self._history.changes_over(way)
            after = changes.apply_to(at.dataset)
        except (StoreDamaged, RevisionConflict):
            return None  # then the records themselves are looked at
        if after.counts != {table: state.counts.get(table, 0) for table in after}:
            return None
        if digests_after(at.digests, changes, state.counts) != state.digests:
            return None
        self._behind += len(way)
        return after
