"""Reads all records from the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from graph.dataset import Dataset
from graph.errors import StoreDamaged
from graph.model import RECORD_TYPES, EdgeType, RecordType
from graph.store import queries
from graph.store.connection import Connection
from graph.store.rows import table_of

PAGED_FROM: Final = 100_000  # relationships of one table from which on they are read in pages
PAGE: Final = 5_000  # start nodes of one page


def read_records(connection: Connection, counts: Mapping[str, int]) -> Dataset:
    """What the database holds now, whatever somebody may be writing meanwhile.

    Parameters
    ----------
    connection
        The database.
    counts
        About how many records there are by table: large ones are read in pages.

    Raises
    ------
    StoreDamaged
        When the records cannot be read.
    """
    tables: dict[str, pl.DataFrame] = {}
    for t in RECORD_TYPES:
        try:
            tables[t.table] = _read(connection, t, counts.get(t.table, 0), tables)
        except (TypeError, ValueError, OverflowError, AttributeError, pl.exceptions.PolarsError) as error:
            # a damaged file gives values of any kind: a number where a text was, text that is none
            raise StoreDamaged(f"The records of {t.table} cannot be read.", table=t.table) from error
    try:
        return Dataset(tables)
    except pl.exceptions.PolarsError as error:
        raise StoreDamaged("The records cannot be read.") from error


def _read(
    connection: Connection, t: RecordType, count: int, tables: Mapping[str, pl.DataFrame]
) -> pl.DataFrame:
    if not isinstance(t, EdgeType) or count <= PAGED_FROM:
        return table_of(connection.values(queries.READ[t.table]), t.table)
    start = next(f.references for f in t.fields if f.name == t.start)
    ids = tables[start or ""]["id"].to_list()
    pages = [
        table_of(connection.values(queries.READ_FROM[t.table], ids=ids[i : i + PAGE]), t.table)
        for i in range(0, len(ids), PAGE)
    ]
    return pl.concat(pages)
