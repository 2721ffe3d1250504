"""Reads all records from the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from graph.dataset import Dataset
from graph.model import RECORD_TYPES, EdgeType
from graph.store import queries
from graph.store.connection import Connection
from graph.store.rows import table_of

PAGED_FROM: Final = 100_000  # relationships of one table from which on they are read in pages
PAGE: Final = 5_000  # start nodes of one page


def read_records(connection: Connection, counts: Mapping[str, int]) -> Dataset:
    """What the database holds now, whatever somebody may be writing meanwhile.

    `counts` says by table about how many records there are. Raises `StoreError` when they cannot be read.
    """
    tables: dict[str, pl.DataFrame] = {}
    for t in RECORD_TYPES:
        if isinstance(t, EdgeType) and counts.get(t.table, 0) > PAGED_FROM:
            start = next(f.references for f in t.fields if f.name == t.start)
            ids = tables[start or ""]["id"].to_list()
            pages = [
                table_of(connection.values(queries.READ_FROM[t.table], ids=ids[i : i + PAGE]), t.table)
                for i in range(0, len(ids), PAGE)
            ]
            tables[t.table] = pl.concat(pages)
        else:
            tables[t.table] = table_of(connection.values(queries.READ[t.table]), t.table)
    return Dataset(tables)
