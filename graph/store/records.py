"""Reads all records from the database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import polars as pl

from graph.dataset import Dataset
from graph.errors import StoreDamaged
from graph.model import EDGE_TYPES, RECORD_TYPES, EdgeType, RecordType
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
    return Dataset.trusted(dict(read_tables(connection, counts)))


def read_tables(connection: Connection, counts: Mapping[str, int]) -> Iterator[tuple[str, pl.DataFrame]]:
    """As `read_records`, one table after the other in the order of the model, each as a Dataset has it.

    Parameters
    ----------
    connection
        The database.
    counts
        About how many records there are by table: large ones are read in pages.

    Raises
    ------
    StoreDamaged
        When the records of a table cannot be read.
    """
    starts: dict[str, list[str]] = {}
    for t in RECORD_TYPES:
        try:
            frame = Dataset({t.table: _read(connection, t, counts.get(t.table, 0), starts)})[t.table]
        except (TypeError, ValueError, OverflowError, AttributeError, pl.exceptions.PolarsError) as error:
            # a damaged file gives values of any kind: a number where a text was, text that is none
            raise StoreDamaged(f"The records of {t.table} cannot be read.", table=t.table) from error
        if t.table in _STARTS:
            starts[t.table] = frame["id"].to_list()
        yield t.table, frame


def _start_of(edge: EdgeType) -> str:
    return next(field.references or "" for field in edge.fields if field.name == edge.start)


_STARTS: Final = {_start_of(edge) for edge in EDGE_TYPES}


def _read(connection: Connection, t: RecordType, count: int, starts: Mapping[str, list[str]]) -> pl.DataFrame:
    if not isinstance(t, EdgeType) or count <= PAGED_FROM:
        return table_of(connection.values(queries.READ[t.table]), t.table)
    ids = starts[_start_of(t)]
    pages = [
        table_of(connection.values(queries.READ_FROM[t.table], ids=ids[i : i + PAGE]), t.table)
        for i in range(0, len(ids), PAGE)
    ]
    return pl.concat(pages)
