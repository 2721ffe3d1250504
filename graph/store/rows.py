"""Between tables and the database: polars rows to query parameters and query results to tables.

A value that is missing is no property at all, as in the database. Lists are flat, of one type and
without nulls; dates travel as dates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import polars as pl

from graph.model import RECORD_TYPE, EdgeType, FieldKind, polars_schema
from graph.store.changes import Batch, Operation
from graph.store.queries import ALSO_FOUND_BY, SEARCH_TEXT, SEARCHABLE
from graph.text_folding import fold

Row = dict[str, Any]


def parameters(batch: Batch) -> list[Row]:
    """The rows of a batch as its query takes them."""
    record_type = RECORD_TYPE[batch.table]
    if isinstance(record_type, EdgeType):
        ends = (record_type.start, record_type.end)
        keys = batch.rows["id"] if record_type.own_id else [None] * batch.rows.height
        return [
            {"start": start, "end": end, "key": key, "properties": properties}
            for start, end, key, properties in zip(
                *(batch.rows[end] for end in ends),
                keys,
                _filled(batch.rows.drop(ends), batch.rows.height),
                strict=True,
            )
        ]
    rows = _filled(batch.rows, batch.rows.height)
    if batch.operation is Operation.PUT_NODES and batch.table in SEARCHABLE:
        for row in rows:
            row[SEARCH_TEXT] = search_text(batch.table, row)
    return rows


def search_text(table: str, row: Row) -> str:
    """What a record is found by, folded, one text a line: its names, then `ALSO_FOUND_BY`."""
    also = (row.get(field) for field in ALSO_FOUND_BY[table])
    texts = (row.get("name"), row.get("name_en"), *(row.get("other_names") or ()), *also)
    return "\n".join(dict.fromkeys(fold(text) for text in texts if text))


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


def _filled(rows: pl.DataFrame, height: int) -> list[Row]:
    # most columns of most tables are empty or full, so few cells have to be looked at
    rows = rows.select([column for column in rows if column.null_count() < height])
    if not rows.width:
        return [{} for _ in range(height)]
    if not any(column.null_count() for column in rows):
        return rows.to_dicts()
    return [
        {key: value for key, value in row.items() if value is not None} for row in rows.iter_rows(named=True)
    ]


def _day(value: Any) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date(value.year, value.month, value.day)
