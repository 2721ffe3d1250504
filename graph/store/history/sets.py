"""The rows of change sets as they lie in the database: in parts, each a node, compressed.

A set that is put down before its load begins has a draft beside it that says so. The load that keeps it
removes the draft; a draft whose writer is gone is swept away with its parts.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Callable, Sequence
from typing import Final

from graph.change_file import from_bytes, to_bytes
from graph.changes import ChangeSet
from graph.errors import StoreDamaged, UnreadableChanges
from graph.store import queries
from graph.store.connection import Connection, Transaction
from graph.store.state import read_state, writer_is_gone

PART_BYTES: Final = 512 * 1024
"""Of a set, compressed, that lie in one node; as text they are a third more."""

BESIDE_BYTES: Final = 1024 * 1024
"""Up to which the parts of a set are put down in the transaction that begins its load."""

_ORPHAN_MILLISECONDS: Final = 3_600_000  # a draft of another machine that is older than an hour
_AT_ONCE: Final = 20  # parts removed or read in one transaction

_SMALL: Final = 1024 * 1024  # bytes up to which the whole file is compressed again, with its descriptions
_AGAIN: Final = b"z"
_AS_IT_IS: Final = b"-"


def split(changes: ChangeSet) -> list[str]:
    """A change set as the texts that are kept, none when it is empty."""
    if changes.is_empty:
        return []
    data = to_bytes(changes)
    data = _AGAIN + zlib.compress(data, 9) if len(data) <= _SMALL else _AS_IT_IS + data
    return [
        base64.b64encode(data[start : start + PART_BYTES]).decode("ascii")
        for start in range(0, len(data), PART_BYTES)
    ]


def joined(parts: Sequence[str]) -> ChangeSet:
    """The change set of these texts.

    Raises
    ------
    StoreDamaged
        When they are not what was written.
    """
    if not parts:
        return ChangeSet()
    try:
        data = b"".join(base64.b64decode(part, validate=True) for part in parts)
        return from_bytes(zlib.decompress(data[1:]) if data[:1] == _AGAIN else data[1:])
    except (UnreadableChanges, binascii.Error, zlib.error, ValueError, TypeError) as error:
        raise StoreDamaged("The rows of a change in the history are not what was written.") from error


def fits_beside(parts: Sequence[str]) -> bool:
    """Whether the parts are few enough to be put down in the transaction that begins their load."""
    return sum(map(len, parts)) <= BESIDE_BYTES


def putting(set_id: str, parts: Sequence[str]) -> Callable[[Transaction], None]:
    """What puts the parts down within a transaction."""

    def work(transaction: Transaction) -> None:
        for number, part in enumerate(parts):
            transaction.run(queries.PUT_PART, id=part_id(set_id, number), payload=part)

    return work


def put(connection: Connection, set_id: str, parts: Sequence[str], writer: str) -> None:
    """Put down parts of any size, each in a transaction of its own, with a draft that says whose they are."""
    connection.read(queries.PUT_DRAFT, id=set_id, parts=len(parts), writer=writer)
    for number, part in enumerate(parts):
        connection.read(queries.PUT_PART, id=part_id(set_id, number), payload=part)


def checking(set_id: str, count: int) -> Callable[[Transaction], None]:
    """What fails with `StoreDamaged` within a transaction when not all parts are there."""

    def work(transaction: Transaction) -> None:
        held = transaction.run(queries.COUNT_PARTS, ids=_ids(set_id, count))[0]["parts"]
        if held != count:
            raise StoreDamaged(f"Of the {count} parts of a change the database holds {held}.", load_id=set_id)

    return work


def keep(transaction: Transaction, set_id: str) -> None:
    """Make the parts of a set belong to the history: they are nobody's draft any more."""
    transaction.run(queries.DELETE_DRAFT, id=set_id)


def let_go(transaction: Transaction, set_id: str, count: int) -> None:
    """Make the parts of a set belong to nobody: the next `sweep` removes them."""
    transaction.run(queries.PUT_DRAFT, id=set_id, parts=count, writer="")


def read(connection: Connection, set_id: str, count: int) -> ChangeSet:
    """The change set of these parts.

    Raises
    ------
    StoreDamaged
        When one is gone or not as it was written.
    """
    payloads: dict[str, str] = {}
    ids = _ids(set_id, count)
    for start in range(0, count, _AT_ONCE):
        rows = connection.read(queries.READ_PARTS, ids=ids[start : start + _AT_ONCE])
        payloads.update((row["id"], row["payload"]) for row in rows)
    if gone := [part for part in ids if part not in payloads]:
        raise StoreDamaged("A part of a change in the history is gone.", load_id=set_id, part=gone[0])
    return joined([payloads[part] for part in ids])


def remove(connection: Connection, set_id: str, count: int) -> None:
    """Remove a set that no load keeps, with its draft. A second call does nothing."""
    ids = _ids(set_id, count)
    for start in range(0, count, _AT_ONCE):
        connection.read(queries.DELETE_PARTS, ids=ids[start : start + _AT_ONCE])
    connection.read(queries.DELETE_DRAFT, id=set_id)


def sweep(connection: Connection) -> None:
    """Remove the drafts that no pending load needs and whose writer is gone."""
    drafts = connection.read(queries.LIST_DRAFTS)
    if not drafts:
        return
    # looked at after the drafts: a load that has begun in between is seen
    state = read_state(connection)
    pending = state.pending.load_id if state is not None and state.pending is not None else None
    for row in drafts:
        gone = not row["writer"] or writer_is_gone(row["writer"]) or row["age"] > _ORPHAN_MILLISECONDS
        if row["id"] != pending and gone:
            remove(connection, row["id"], row["parts"])


def _ids(set_id: str, count: int) -> list[str]:
    return [part_id(set_id, number) for number in range(count)]


def part_id(set_id: str, number: int) -> str:
    """The id of a part of a set."""
    return f"{set_id}:{number}"
