"""The state of the store as one node of the database says it: which revision, and what is under way."""

from __future__ import annotations

import datetime as dt
import json
import os
import socket
import sys
import uuid
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Final

from graph.dataset import Dataset
from graph.errors import StoreDamaged, StoreFormat
from graph.store import queries
from graph.store.changes import Changes
from graph.store.link import Link, Transaction

FORMAT: Final = 2
"""How what this version writes is laid down; a version that does not know it refuses the database."""

READABLE: Final = (1, FORMAT)
"""The formats whose records are read as they are; `graph.store.upgrade` makes the newest of them."""

SILENT_MILLISECONDS: Final = 10_000
"""A writer on another machine that has said nothing for so long is taken to be gone."""

STUCK_MILLISECONDS: Final = 120_000
"""So long for one whose process is seen to be there, on this machine."""

_ACTIVE: set[str] = set()


@dataclass(frozen=True)
class Load:
    """What a load leaves in the history. `counts` is what the database holds after it, by table."""

    load_id: str
    origin: str
    by: str | None
    at: str
    added: int
    changed: int
    removed: int
    counts: dict[str, int]
    note: str | None = None

    @classmethod
    def of(
        cls,
        changes: Changes,
        after: Dataset,
        *,
        origin: str,
        by: str | None = None,
        note: str | None = None,
    ) -> Load:
        """The load that writes `changes` so that `after` is what the database holds."""
        return cls(
            uuid.uuid4().hex,
            origin,
            by,
            dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            sum(changes.added.values()),
            sum(changes.changed.values()),
            sum(changes.removed.values()),
            {table: count for table, count in after.counts.items() if count},
            note,
        )

    def record(self, transaction: Transaction, *, revision: int) -> None:
        """Write the load into the history."""
        transaction.run(
            queries.CREATE_LOAD,
            id=self.load_id,
            revision=revision,
            at=self.at,
            origin=self.origin,
            by=self.by,
            note=self.note,
            added=self.added,
            changed=self.changed,
            removed=self.removed,
        )


class Way(StrEnum):
    """How a load is written, and so what becomes of it when its writer is gone."""

    AT_ONCE = "at_once"  # one transaction: it is done or it is not
    JOURNAL = "journal"  # rolled forward by the journal
    BACK = "back"  # the way back from a load that could not be finished; rolled forward, too
    BULK = "bulk"  # a first load without a journal: the database is made anew


@dataclass(frozen=True)
class Plan:
    """What the metadata says about a pending load: enough to finish it without its writer.

    `steps`: how many transactions it takes.
    """

    way: Way
    load: Load
    steps: int

    def text(self) -> str:
        """The plan as the metadata holds it."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> Plan:
        """The plan out of the metadata."""
        plan = json.loads(text)
        return cls(Way(plan["way"]), Load(**plan["load"]), plan["steps"])


@dataclass(frozen=True)
class Pending:
    """A load that has begun and is not finished. `done` counts the steps that are written."""

    plan: Plan
    writer: str
    done: int
    silent_for: int  # milliseconds

    @property
    def load_id(self) -> str:
        """The id of the load."""
        return self.plan.load.load_id

    @property
    def is_abandoned(self) -> bool:
        """Whether its writer is gone: its process or its thread has ended, or it says nothing any more."""
        if writer_is_gone(self.writer):
            return True
        here = self.writer.startswith(f"{socket.gethostname()}/")
        return self.silent_for > (STUCK_MILLISECONDS if here else SILENT_MILLISECONDS)


@dataclass(frozen=True)
class State:
    """Which state the database holds, laid down in which format. `load_id` is empty before the first load."""

    store_id: str
    revision: int
    load_id: str
    counts: dict[str, int]
    pending: Pending | None
    format: int = FORMAT

    @property
    def label(self) -> str:
        """A name for this state that no other state of any store has."""
        return f"{self.revision}-{self.load_id[:12] or 'empty'}"


class Writer:
    """One act of writing, as a context manager. `name` tells others which process it belongs to."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()}/{os.getpid()}/{uuid.uuid4().hex}"

    def __enter__(self) -> Writer:
        _ACTIVE.add(self.name)
        return self

    def __exit__(self, *_: object) -> None:
        _ACTIVE.discard(self.name)


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


def read_state(source: Link | Transaction) -> State | None:
    """The state of the database, or None when there is none yet."""
    rows = (
        source.read(queries.READ_METADATA) if isinstance(source, Link) else source.run(queries.READ_METADATA)
    )
    if not rows:
        return None
    row = rows[0]
    if len(rows) > 1:
        raise StoreDamaged("The database says more than once which revision it holds.", count=len(rows))
    if row["format"] not in READABLE:
        raise StoreFormat(
            f"The database was written in format {row['format']}; this version of Samverkan reads format "
            f"{FORMAT}. Use the version that wrote it.",
            value=row["format"],
        )
    pending = None
    if row["pending"] is not None:
        pending = Pending(Plan.from_text(row["plan"]), row["writer"], row["done"], row["silent_for"])
    counts = json.loads(row["counts"])
    return State(row["store_id"], row["revision"], row["load_id"], counts, pending, row["format"])
