"""The texts that records are found by: whether they are those of the records, and how they are made so."""

from __future__ import annotations

from graph.store import queries
from graph.store.connection import Connection, Row
from graph.store.rows import search_text


def outdated(connection: Connection, table: str) -> list[Row]:
    """The records of a table whose text is not what it should be: id and the text it should be."""
    found = [(row, search_text(table, row)) for row in connection.read(queries.READ_FOUND_BY[table])]
    return [
        {"id": row["id"], queries.SEARCH_TEXT: text}
        for row, text in found
        if row[queries.SEARCH_TEXT] != text
    ]
