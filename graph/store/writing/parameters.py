"""The rows of a batch as its query takes them.

A value that is missing is no property at all, as in the database. Lists are flat, of one type and
without nulls; dates travel as dates.
"""

from __future__ import annotations

import polars as pl

from graph.model import RECORD_TYPE, EdgeType
from graph.store.connection import Row
from graph.store.queries import SEARCH_TEXT, SEARCHABLE
from graph.store.rows import search_text
from graph.store.writing.batches import Batch, Operation


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
