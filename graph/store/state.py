"""The state of the store as one node of the database says it: which revision, and what is under way."""

from __future__ import annotations

import json
import os
import socket
import sys
import uuid
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from graph.dataset import Dataset
from graph.digests import digests
from graph.errors import StoreDamaged, StoreFormat
from graph.store import queries
from graph.store.connection import Connection, Transaction
from graph.store.load import Load

FORMAT: Final = 3
"""How what this version writes is laid down; a version that does not know it refuses the database."""

SILENT_MILLISECONDS: Final = 10_000
"""A writer on another machine that has said nothing for so long is taken to be gone."""

STUCK_MILLISECONDS: Final = 120_000
"""So long for one whose process is seen to be there, on this machine."""

_ACTIVE: set[str] = set()


class Mode(StrEnum):
    """How a load is written, and so what becomes of it when its writer is gone."""

    FORWARD = "forward"  # step by step to the state after; whoever comes goes on
    BACKWARD = "backward"  # step by step back to the state before, for the database did not take it
    BULK = "bulk"  # a first load into an empty database, which is made anew when it is cut short
    MEND = "mend"  # the records of the current revision are laid down anew


@dataclass(frozen=True)
class Plan:
    """What the metadata says about a pending load: with its parts, enough to finish it without its writer.

    `steps` is how many transactions it takes, `batch_size` the rows of one write; `at_once` says that all
    writes are one step. `written` is, of one that goes backward, how many steps of the way forward had been
    written.
    """

    mode: Mode
    load: Load
    steps: int
    batch_size: int = 0
    at_once: bool = False
    written: int = 0

    def text(self) -> str:
        """The plan as the metadata holds it."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> Plan:
        """The plan out of the metadata.

        Raises
        ------
        ValueError, TypeError, KeyError
            When the text is not that of a plan.
        """
        plan = json.loads(text)
        return cls(**plan | {"mode": Mode(plan["mode"]), "load": Load(**plan["load"])})


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
    """Which state the database holds.

    `load_id` is empty before the first load; `counts` and `digests` are those of its tables, tables without
    records left out.
    """

    store_id: str
    revision: int
    load_id: str
    counts: dict[str, int]
    digests: dict[str, str] = field(default_factory=dict)
    pending: Pending | None = None

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
    host, _, process = writer.partition("/")
    pid = process.partition("/")[0]
    if host != socket.gethostname() or not pid.isdecimal():
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


def read_metadata(source: Connection | Transaction) -> dict[str, Any] | None:
    """What the node that says it says, of whatever format; None when there is none yet.

    Raises
    ------
    StoreDamaged
        When there are several or it cannot be read.
    StoreFormat
        For a format of a later version.
    """
    rows = (
        source.read(queries.READ_METADATA)
        if isinstance(source, Connection)
        else source.run(queries.READ_METADATA)
    )
    if not rows:
        return None
    if len(rows) > 1:
        raise StoreDamaged("The database says more than once which revision it holds.", count=len(rows))
    if not isinstance(rows[0]["format"], int) or not 1 <= rows[0]["format"] <= FORMAT:
        raise StoreFormat(
            f"The database was written in format {rows[0]['format']}; this version of Samverkan reads formats "
            f"up to {FORMAT}. Use the version that wrote it.",
            value=rows[0]["format"],
        )
    kinds = {"store_id": str, "revision": int, "load_id": str, "counts": str}
    if wrong := [name for name, kind in kinds.items() if not isinstance(rows[0][name], kind)]:
        raise StoreDamaged(
            f"The database does not say which revision it holds: its {wrong[0]} cannot be read.",
            what=wrong[0],
        )
    return rows[0]


def state_of(found: dict[str, Any]) -> State:
    """The last complete state that the metadata names, of whatever format, and nothing of what is under way.

    Raises
    ------
    StoreDamaged
        When what it says cannot be understood.
    """
    try:
        counts, of_tables = dict(json.loads(found["counts"])), dict(json.loads(found["digests"] or "{}"))
    except (TypeError, ValueError) as error:
        raise StoreDamaged("What the database says about the revision it holds cannot be read.") from error
    return State(found["store_id"], found["revision"], found["load_id"], counts, of_tables)


def note_content(transaction: Transaction, dataset: Dataset) -> None:
    """Note what the records of the current revision are, within a transaction."""
    counts, of_tables = json.dumps(dataset.filled), json.dumps(digests(dataset))
    transaction.run(queries.SET_CONTENT, counts=counts, digests=of_tables)


def read_state(source: Connection | Transaction) -> State | None:
    """The state of the database, or None when there is none yet.

    The database has to be one of this format (`graph.store.migrations`).

    Raises
    ------
    StoreDamaged
        As `read_metadata`, and when what it says cannot be understood.
    StoreFormat
        As `read_metadata`.
    """
    row = read_metadata(source)
    if row is None:
        return None
    state = state_of(row)
    if row["pending"] is None:
        return state
    try:
        pending = Pending(Plan.from_text(row["plan"]), row["writer"], row["done"], row["silent_for"])
    except (ValueError, TypeError, KeyError) as error:
        raise StoreDamaged("What the database says about the load under way cannot be read.") from error
    return replace(state, pending=pending)
