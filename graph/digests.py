"""Digests: a number for the content of a table that goes on being right from change to change.

Two tables hold the same records when their digests are the same, whatever the order of the rows. It is the
sum of a number for each row, so what a change adds and takes away can be added and taken away from it without
a look at the other rows. A field without a value counts for nothing: a table keeps its digest when the
model gets another field.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Final

import polars as pl

from graph.changes import ChangeSet
from graph.dataset import Dataset
from graph.model import RECORD_TYPE, FieldKind, RecordType

_MODULUS: Final = 1 << 64
_BYTES: Final = 8
# no text of ours holds these: validation refuses control characters other than tab and line break
_AFTER_NAME, _AFTER_VALUE, _IN_LIST = "\x1f", "\x1e", "\x1d"


def digests(dataset: Dataset) -> dict[str, str]:
    """The digest of each table of a Dataset that holds records.

    Parameters
    ----------
    dataset
        Any state of the network.

    Returns
    -------
    dict[str, str]
        Table → sixteen hexadecimal digits; tables without records are left out.

    Notes
    -----
    A row is written out as its fields with their names, and hashed by BLAKE2b to 64 bits; the rows are
    summed modulo 2⁶⁴. Any change of a single row is noticed but for one case in 2⁶⁴.
    """
    return {
        table: _text(_digest(dataset[table], RECORD_TYPE[table]))
        for table in dataset
        if dataset[table].height
    }


def digests_after(before: Mapping[str, str], changes: ChangeSet, counts: Mapping[str, int]) -> dict[str, str]:
    """The digests of the state that a change leads to, from those of the state before and the change alone.

    Parameters
    ----------
    before
        `digests` of the state before.
    changes
        What is done to it.
    counts
        Number of records by table in the state after; tables without any have no digest.

    Returns
    -------
    dict[str, str]
        Equal to `digests` of the state after.
    """
    after = {table: int(text, 16) for table, text in before.items()}
    for table in changes:
        record_type = RECORD_TYPE[table]
        put, taken = (_digest(side, record_type) for side in (changes[table].after, changes[table].before))
        after[table] = (after.get(table, 0) + put - taken) % _MODULUS
    return {table: _text(after[table]) for table in RECORD_TYPE if counts.get(table) and table in after}


def digest_of_all(of_tables: Mapping[str, str]) -> str:
    """One digest for a whole state, of those of its tables."""
    return hashlib.blake2b(
        json.dumps(sorted(of_tables.items())).encode("ascii"), digest_size=_BYTES
    ).hexdigest()


def _digest(frame: pl.DataFrame, record_type: RecordType) -> int:
    cells = [
        pl.when(pl.col(f.name).is_not_null())
        .then(pl.concat_str(pl.lit(f.name + _AFTER_NAME), _written(f.name, f.kind), pl.lit(_AFTER_VALUE)))
        .otherwise(pl.lit(""))
        for f in record_type.fields
        if frame[f.name].null_count() < frame.height
    ]
    if not cells:
        return 0
    rows = frame.select(pl.concat_str(cells))[:, 0]
    blake2b = hashlib.blake2b
    return sum(int.from_bytes(blake2b(row.encode(), digest_size=_BYTES).digest()) for row in rows) % _MODULUS


def _written(name: str, kind: FieldKind) -> pl.Expr:
    """The values as texts that no version of a library writes otherwise."""
    column = pl.col(name)
    if kind is FieldKind.TEXTS:
        return column.list.join(_IN_LIST)
    if kind is FieldKind.REAL:
        return (column + 0.0).reinterpret(signed=True).cast(pl.String)  # its bits, those of 0 for -0
    if kind is FieldKind.DATE:
        return column.cast(pl.Int32).cast(pl.String)  # days since 1970
    if kind is FieldKind.FLAG:
        return column.cast(pl.Int8).cast(pl.String)
    return column.cast(pl.String)


def _text(digest: int) -> str:
    return f"{digest:016x}"
