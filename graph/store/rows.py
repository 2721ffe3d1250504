"""Between tables and the database: query results as tables, and the text that a record is found by.

A value that is missing is no property at all, as in the database. Lists are flat, of one type and
without nulls; dates travel as dates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import polars as pl

from graph.model import RECORD_TYPE, FieldKind, polars_schema
from graph.store.connection import Row
from graph.store.queries import ALSO_FOUND_BY
from graph.text_folding import fold


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


def _day(value: Any) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date(value.year, value.month, value.day)
