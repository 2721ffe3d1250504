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

from graph.model import RECORD_TYPE, EdgeType, FieldKind, polars_schema
from graph.store.changes import Batch, Operation
from graph.store.queries import SEARCH_TEXT, SEARCHABLE

Row = dict[str, Any]


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
