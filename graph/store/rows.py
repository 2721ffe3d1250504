"""Between tables and the database: polars rows to query parameters and query results to tables.

A value that is missing is no property at all, as in the database. Lists are flat, of one type and
without nulls; dates travel as dates.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable
from typing import Any

import polars as pl

from graph.dataset import Dataset
from graph.errors import DataError
from graph.model import NODE_TYPES, RECORD_TYPE, RECORD_TYPES, EdgeType, FieldKind, polars_schema
from graph.store.changes import Batch, Operation
from graph.store.queries import SEARCH_TEXT, SEARCHABLE

Row = dict[str, Any]


def check_writable(dataset: Dataset) -> None:
    """Raise `DataError` for what a property graph cannot hold.

    That is: a key that is missing or stands twice, a relationship to a record that is not there, a list
    with a missing value in it. Loaders find these earlier and say where; this is the last door.
    """
    ids = {t.table: dataset[t.table]["id"] for t in NODE_TYPES}
    for record_type in RECORD_TYPES:
        frame = dataset[record_type.table]
        key = list(record_type.key)
        if isinstance(record_type, EdgeType):
            key = list(dict.fromkeys((*key, record_type.start, record_type.end)))
        for column in key:
            if frame[column].null_count():
                raise DataError(
                    f"A record in {record_type.table} has no {column}; every record needs one.",
                    table=record_type.table,
                    column=column,
                )
        twice = frame.select(record_type.key).filter(frame.select(record_type.key).is_duplicated())
        if twice.height:
            raise DataError(
                f"{record_type.table} holds {' and '.join(map(str, twice.row(0)))} more than once; "
                "every record needs a key of its own.",
                table=record_type.table,
                value=twice.row(0),
            )
        for field in record_type.fields:
            if (
                field.kind is FieldKind.TEXTS
                and frame[field.name].explode().null_count() > frame[field.name].null_count()
            ):
                raise DataError(
                    f"A list in {record_type.table}.{field.name} holds an empty place; leave it out.",
                    table=record_type.table,
                    column=field.name,
                )
            ends = isinstance(record_type, EdgeType) and field.name in (record_type.start, record_type.end)
            if ends and field.references:
                lost = frame.filter(~frame[field.name].is_in(ids[field.references].implode()))
                if lost.height:
                    raise DataError(
                        f"{record_type.table}.{field.name} names “{lost[field.name][0]}”, "
                        f"which is not in {field.references}.",
                        table=record_type.table,
                        column=field.name,
                        value=lost[field.name][0],
                    )


def parameters(batch: Batch) -> list[Row]:
    """The rows of a batch as its query takes them."""
    record_type = RECORD_TYPE[batch.table]
    rows = batch.rows.iter_rows(named=True)
    if not isinstance(record_type, EdgeType):
        if batch.operation is Operation.PUT_NODES and batch.table in SEARCHABLE:
            return [{**_filled(row), SEARCH_TEXT: search_text(row)} for row in rows]
        return [_filled(row) for row in rows]
    start, end = record_type.start, record_type.end
    return [
        {
            "start": row[start],
            "end": row[end],
            "key": row.get("id"),
            "properties": {k: v for k, v in row.items() if v is not None and k != start and k != end},
        }
        for row in rows
    ]


def search_text(row: Row) -> str:
    """What a named record is found by: its names, one a line, folded."""
    names = (row["name"], row.get("name_en"), *(row.get("other_names") or ()))
    return "\n".join(dict.fromkeys(fold(name) for name in names if name))


def fold(text: str) -> str:
    """Lower case without accents: Å, Ä and A are found by each other."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def table_of(values: list[list[Any]], table: str) -> pl.DataFrame:
    """Rows read from the database as a table of the model (not sorted)."""
    record_type = RECORD_TYPE[table]
    schema = polars_schema(record_type)
    columns: Iterable[tuple[Any, ...]] = zip(*values, strict=True) if values else ((),) * len(schema)
    series = []
    for field, column in zip(record_type.fields, columns, strict=True):
        cells: Iterable[Any] = column
        if field.kind is FieldKind.DATE:
            cells = [None if cell is None else _day(cell) for cell in column]
        elif field.kind is FieldKind.REAL:
            cells = [None if cell is None else float(cell) for cell in column]
        series.append(pl.Series(field.name, cells, dtype=schema[field.name], strict=True))
    return pl.DataFrame(series)


def _filled(row: Row) -> Row:
    return {key: value for key, value in row.items() if value is not None}


def _day(value: Any) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date(value.year, value.month, value.day)
