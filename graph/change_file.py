"""A ChangeSet as bytes: to be kept, sent and read again, exactly.

samverkan changes 1 <SHA-256 of all that follows>
[["organizations", "before", 1, 1234], …]       JSON: table, side, rows, bytes
Arrow IPC streams, one after the other in that order, compressed with zstd
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from typing import Final

import polars as pl

from graph.changes import ChangeSet
from graph.dataset import Dataset
from graph.errors import UnreadableChanges
from graph.model import RECORD_TYPE, polars_schema

_MAGIC: Final = b"samverkan changes "
_FORMAT: Final = b"1"
_BEFORE: Final = "before"
_AFTER: Final = "after"


def to_bytes(changes: ChangeSet) -> bytes:
    """The file form of a change set.

    Parameters
    ----------
    changes
        What is to be kept.

    Returns
    -------
    bytes
        What `from_bytes` reads.
    """
    parts, streams = [], []
    for table in changes:
        for side, frame in ((_BEFORE, changes[table].before), (_AFTER, changes[table].after)):
            if frame.height:
                stream = io.BytesIO()
                frame.rechunk().write_ipc_stream(stream, compression="zstd")
                parts.append([table, side, frame.height, stream.tell()])
                streams.append(stream.getvalue())
    body = b"".join([json.dumps(parts).encode("ascii"), b"\n", *streams])
    return b"".join([_MAGIC, _FORMAT, b" ", _checksum(body), b"\n", body])


def from_bytes(data: bytes) -> ChangeSet:
    """The change set that `to_bytes` has written.

    Parameters
    ----------
    data
        The whole file.

    Returns
    -------
    ChangeSet
        Equal to the one that was written. Fields that the model has got since then are empty.

    Raises
    ------
    UnreadableChanges
        When it is no such file, not as it was written, or written by a version that knows more.
    """
    first, _, body = data.partition(b"\n")
    words = first.removeprefix(_MAGIC).split(b" ")
    if not first.startswith(_MAGIC) or len(words) != 2:
        raise UnreadableChanges(
            "This is not a file of changes: it does not begin as one. Choose a file that was saved as one.",
            reason="foreign",
        )
    if words[0] != _FORMAT:
        raise _newer(f"format {words[0].decode('ascii', 'replace')[:20]}")
    if words[1] != _checksum(body):
        raise _damaged("its checksum is another")
    sides: dict[str, dict[str, pl.DataFrame]] = {_BEFORE: {}, _AFTER: {}}
    try:
        for table, side, frame in _parts(body):
            sides[side][table] = frame
    except (ValueError, KeyError, TypeError, RecursionError, pl.exceptions.PolarsError) as error:
        raise _damaged("its parts are not what it says") from error
    return ChangeSet.between(Dataset(sides[_BEFORE]), Dataset(sides[_AFTER]))


def _parts(body: bytes) -> Iterator[tuple[str, str, pl.DataFrame]]:
    header, _, streams = body.partition(b"\n")
    start = 0
    for table, side, rows, size in json.loads(header):
        if table not in RECORD_TYPE:
            raise _newer(f"the table {table}")
        frame = pl.read_ipc_stream(io.BytesIO(streams[start : start + size]))
        schema = polars_schema(RECORD_TYPE[table])
        if unknown := [name for name, kind in frame.schema.items() if schema.get(name) != kind]:
            raise _newer(f"the column {unknown[0]} in {table}")
        if frame.height != rows:
            raise ValueError(table)
        start += size
        yield table, side, frame
    if start != len(streams):
        raise ValueError(start)


def _checksum(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode("ascii")


def _damaged(what: str) -> UnreadableChanges:
    return UnreadableChanges(
        f"The file of changes is damaged: {what}. Take another copy of it.", reason="damaged"
    )


def _newer(what: str) -> UnreadableChanges:
    return UnreadableChanges(
        f"The file of changes holds what this version does not know: {what}. Read it with the version that "
        "has written it, or a later one.",
        reason="version",
    )
