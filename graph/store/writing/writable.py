"""The last door before the database: what a property graph cannot hold does not get in.

Loaders find the same earlier and say in which file and row; this stands for whoever calls the store itself.
"""

from __future__ import annotations

import polars as pl

from graph.bounds import LONGEST_ID
from graph.changes import ChangeSet
from graph.dataset import Dataset
from graph.errors import DataError
from graph.model import (
    RECORD_TYPE,
    RECORD_TYPES,
    EdgeType,
    Field,
    FieldKind,
    NodeType,
    RecordType,
)


def check_writable(dataset: Dataset) -> None:
    """Refuse records that a graph cannot hold.

    Raises
    ------
    DataError
        For a missing, repeated or overlong key, a relationship to a record that is not there, a list with an
        empty place in it, and a number that is not finite.
    """
    for record_type in RECORD_TYPES:
        _check_rows(dataset[record_type.table], record_type)
    for record_type in RECORD_TYPES:
        _check_ends(dataset[record_type.table], record_type, dataset)


def check_changes_writable(changes: ChangeSet, after: Dataset) -> None:
    """As `check_writable` of `after`, by a look at what the changes touch of a state that is writable.

    Raises
    ------
    DataError
        As `check_writable`.
    """
    for table in changes:
        _check_rows(changes[table].after, RECORD_TYPE[table])
    for table in changes:
        _check_ends(changes[table].after, RECORD_TYPE[table], after)
    for record_type in RECORD_TYPES:
        for field in _ends(record_type):
            if field.references is not None and field.references in changes:
                change = changes[field.references]
                gone = change.before["id"].filter(~change.before["id"].is_in(change.after["id"].implode()))
                named = after[record_type.table][field.name]
                left = named.filter(named.is_in(gone.implode())) if len(gone) else gone
                if len(left):
                    raise _refusal(record_type, field.name, left[0], f"is not in {field.references}")


def _check_rows(frame: pl.DataFrame, record_type: RecordType) -> None:
    _check_key(frame, record_type)
    for field in record_type.fields:
        if field.kind is FieldKind.TEXTS:
            _check_lists(frame, record_type, field)
        elif field.kind is FieldKind.REAL:
            _check_numbers(frame, record_type, field)
    if isinstance(record_type, NodeType):
        long = frame.filter(pl.col("id").str.len_chars() > LONGEST_ID)
        if long.height:
            raise _refusal(
                record_type, "id", long["id"][0][:40] + "…", f"is longer than {LONGEST_ID} characters"
            )


def _ends(record_type: RecordType) -> list[Field]:
    """The fields that a relationship of the graph stands for."""
    if isinstance(record_type, NodeType):
        return [field for field, _ in record_type.links]
    return [field for field in record_type.fields if field.name in (record_type.start, record_type.end)]


def _check_ends(frame: pl.DataFrame, record_type: RecordType, dataset: Dataset) -> None:
    for field in _ends(record_type):
        if field.references is not None:
            ids = dataset[field.references].select(pl.col("id").alias(field.name))
            lost = frame.drop_nulls(field.name).join(ids, on=field.name, how="anti")
            if lost.height:
                raise _refusal(record_type, field.name, lost[field.name][0], f"is not in {field.references}")


def _check_key(frame: pl.DataFrame, record_type: RecordType) -> None:
    key = list(record_type.key)
    if isinstance(record_type, EdgeType):
        key = list(dict.fromkeys((*key, record_type.start, record_type.end)))
    for column in key:
        if frame[column].null_count():
            raise _refusal(record_type, column, "", "is missing in a record; every record needs one")
    keys = frame.select(record_type.key)
    repeated = keys.filter(keys.is_duplicated())
    if repeated.height:
        value = " → ".join(repeated.row(0))
        raise _refusal(
            record_type, key[0], value, "stands more than once; every record needs a key of its own"
        )


def _check_lists(frame: pl.DataFrame, record_type: RecordType, field: Field) -> None:
    if frame.filter(pl.col(field.name).list.eval(pl.element().is_null()).list.any()).height:
        raise _refusal(record_type, field.name, "", "has an empty place in a list; leave it out")


def _check_numbers(frame: pl.DataFrame, record_type: RecordType, field: Field) -> None:
    wrong = frame.filter(~pl.col(field.name).is_finite())
    if wrong.height:
        raise _refusal(record_type, field.name, str(wrong[field.name][0]), "is not a finite number")


def _refusal(record_type: RecordType, column: str, value: str, what: str) -> DataError:
    said = f" “{value}”" if value else ""
    return DataError(
        f"{record_type.table}.{column}{said} {what}.", table=record_type.table, column=column, value=value
    )
