"""Looks now and then whether the database still holds what was written, and mends it where it does not."""

from __future__ import annotations

import logging
import threading
import time
from typing import Final

from graph.errors import SamverkanError, StoreDamaged
from graph.store.graph_store import VERIFIED_UP_TO, GraphStore

FIRST_SECONDS: Final = 60.0
"""After it was opened: what a reader waits for comes first."""

EVERY_SECONDS: Final = 3_600.0
AT_MOST: Final = 0.01
"""Share of the time that looking may take: a large database is looked at less often."""

_LOG = logging.getLogger(__name__)


class Watch:
    """A thread of its own that looks at an open store until it is closed."""

    def __init__(
        self, store: GraphStore, *, first: float = FIRST_SECONDS, every: float = EVERY_SECONDS
    ) -> None:
        self._store = store
        self._every = every
        self._closed = threading.Event()
        self._trouble: StoreDamaged | None = None
        threading.Thread(target=self._look, args=(first,), name="watch", daemon=True).start()

    def check(self) -> None:
        """Pass on what was found and could not be mended; nothing while all is well.

        Raises
        ------
        StoreDamaged
            When the database is damaged, and nothing is whole to mend it from.
        """
        if self._trouble is not None:
            raise self._trouble

    def close(self) -> None:
        """Look no more. A second call does nothing."""
        self._closed.set()

    def _look(self, wait: float) -> None:
        while not self._closed.wait(wait):
            begun = time.monotonic()
            try:
                small = sum(self._store.counts().values()) <= VERIFIED_UP_TO
                if not self._store.verify(history=small).is_whole:
                    found = self._store.mend()
                    _LOG.warning("Revision %s was damaged and has been written anew.", found.revision)
            except StoreDamaged as error:
                self._trouble = error
            except SamverkanError as error:
                _LOG.info("The database could not be looked at: %s", error)
            wait = max(self._every, (time.monotonic() - begun) / AT_MOST)
