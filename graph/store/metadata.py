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
SILENT_MILLISECONDS: Final = 10_000
"""A writer that has said nothing for so long is taken to be gone."""

BULK: Final = "bulk"
"""The writer's mark of a first load that is written without a journal."""


@dataclass(frozen=True)
class Pending:
    """A load that has begun and is not finished."""

    load_id: str
    writer: str
    done: int
    load: dict[str, Any]
    silent_for: int  # milliseconds

    @property
    def abandoned(self) -> bool:
        """Whether its writer is gone: its process has ended, or it has been silent for long."""
        return writer_is_gone(self.writer) or self.silent_for > SILENT_MILLISECONDS

    @property
    def is_bulk(self) -> bool:
        """Whether it is a first load without a journal, which can only be thrown away."""
        return bool(self.load.get(BULK))


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


def new_writer() -> str:
    """A name for one act of writing that tells others which process it belongs to."""
    return f"{socket.gethostname()}/{os.getpid()}/{uuid.uuid4().hex}"


def writer_is_gone(writer: str) -> bool:
    """Whether the process behind a writer's name is known to have ended (it is of this machine)."""
    host, pid, _ = writer.rsplit("/", 2)
    if host != socket.gethostname() or sys.platform == "win32":  # there, asking would end the process
        return False
    if int(pid) == os.getpid():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
