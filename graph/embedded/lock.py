"""A lock between processes that ends with the process, however it ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path


class OwnerLock:
    """An exclusive lock on a file. Not to be opened twice in one process: closing either lets go of both."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        """Take the lock without waiting; False when another process has it."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(descriptor)
        except OSError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Let go of the lock. A second call does nothing."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        # not flock: its lock would live on in a forked child after the owner is gone
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
