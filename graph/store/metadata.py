"""The state of the store as one node of the database says it: which revision, and what is under way."""

from __future__ import annotations

import json
import os
import socket
import sys
import uuid
from dataclasses import dataclass
from typing import Any, Final

from graph.errors import StoreDamaged, StoreError
from graph.store import queries
from graph.store.link import Link, Transaction

FORMAT: Final = 1
BULK: Final = "bulk"
"""The key in a plan that says: a first load that is written without a journal."""
SILENT_MILLISECONDS: Final = 10_000
"""A writer on another machine that has said nothing for so long is taken to be gone."""

STUCK_MILLISECONDS: Final = 120_000
"""So long for one whose process is seen to be there, on this machine."""

_ACTIVE: set[str] = set()


class Writer:
    """One act of writing, as a context manager. `name` tells others which process it belongs to."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()}/{os.getpid()}/{uuid.uuid4().hex}"

    def __enter__(self) -> Writer:
        _ACTIVE.add(self.name)
        return self

    def __exit__(self, *_: object) -> None:
        _ACTIVE.discard(self.name)


@dataclass(frozen=True)
class Pending:
    """A load that has begun and is not finished. `done` counts the batches written."""

    load_id: str
    writer: str
    done: int
    plan: dict[str, Any]
    silent_for: int  # milliseconds

    @property
    def is_abandoned(self) -> bool:
        """Whether its writer is gone: its process or its thread has ended, or it says nothing any more."""
        if writer_is_gone(self.writer):
            return True
        here = self.writer.startswith(f"{socket.gethostname()}/")
        return self.silent_for > (STUCK_MILLISECONDS if here else SILENT_MILLISECONDS)

    @property
    def is_bulk(self) -> bool:
        """Whether it is a first load without a journal, which can only be thrown away."""
        return bool(self.plan.get(BULK))


@dataclass(frozen=True)
class State:
    """Which state the database holds. `load_id` is empty before the first load."""

    store_id: str
    revision: int
    load_id: str
    counts: dict[str, int]
    pending: Pending | None

    @property
    def label(self) -> str:
        """A name for this state that no other state of any store has."""
        return f"{self.revision}-{self.load_id[:12] or 'empty'}"


def read_state(source: Link | Transaction) -> State | None:
    """The state of the database, or None when there is none yet."""
    rows = (
        source.read(queries.READ_METADATA) if isinstance(source, Link) else source.run(queries.READ_METADATA)
    )
    if not rows:
        return None
    if len(rows) > 1:
        raise StoreDamaged("The database says more than once which revision it holds.", count=len(rows))
    row = rows[0]
    if row["format"] != FORMAT:
        raise StoreError(
            f"The database was written in format {row['format']}; this version of Samverkan reads format "
            f"{FORMAT}. Use the version that wrote it.",
            value=row["format"],
        )
    pending = None
    if row["pending"] is not None:
        pending = Pending(
            row["pending"],
            row["writer"],
            row["done"],
            json.loads(row["pending_load"]),
            row["silent_for"],
        )
    return State(row["store_id"], row["revision"], row["load_id"], json.loads(row["counts"]), pending)


def writer_is_gone(writer: str) -> bool:
    """Whether what stands behind a writer's name is known to have ended: it was of this machine."""
    host, pid, _ = writer.rsplit("/", 2)
    if host != socket.gethostname():
        return False
    if int(pid) == os.getpid():
        return writer not in _ACTIVE
    if sys.platform == "win32":  # there, the call below would end the process
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
