"""The last door before the database: what a property graph cannot hold does not get in.

Loaders find the same earlier and say in which file and row; this stands for whoever calls the store itself.
"""

from __future__ import annotations

import polars as pl

from graph.bounds import LONGEST_ID
from graph.dataset import Dataset
from graph.errors import DataError
from graph.model import EDGE_TYPES, NODE_TYPES, RECORD_TYPES, EdgeType, Field, FieldKind, RecordType


def check_writable(dataset: Dataset) -> None:
    """Raise `DataError` for a missing, repeated or overlong key, a relationship to a record that is not there,
    a list with an empty place in it, and a number that is not finite.
    """
    for record_type in RECORD_TYPES:
        frame = dataset[record_type.table]
        _check_key(frame, record_type)
        for field in record_type.fields:
            if field.kind is FieldKind.TEXTS:
                _check_lists(frame, record_type, field)
            elif field.kind is FieldKind.REAL:
                _check_numbers(frame, record_type, field)
    for node in NODE_TYPES:
        long = dataset[node.table].filter(pl.col("id").str.len_chars() > LONGEST_ID)
        if long.height:
            raise _refusal(node, "id", long["id"][0][:40] + "…", f"is longer than {LONGEST_ID} characters")
        for field, _ in node.links:
            _check_end(dataset, node, field)
    for edge in EDGE_TYPES:
        for field in edge.fields:
            if field.name in (edge.start, edge.end):
                _check_end(dataset, edge, field)


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


def _check_end(dataset: Dataset, record_type: RecordType, field: Field) -> None:
    if field.references is None:
        return
    ids = dataset[field.references].select(pl.col("id").alias(field.name))
    lost = dataset[record_type.table].drop_nulls(field.name).join(ids, on=field.name, how="anti")
    if lost.height:
        raise _refusal(record_type, field.name, lost[field.name][0], f"is not in {field.references}")


def _refusal(record_type: RecordType, column: str, value: str, what: str) -> DataError:
    said = f" “{value}”" if value else ""
    return DataError(
        f"{record_type.table}.{column}{said} {what}.", table=record_type.table, column=column, value=value
    )
