"""Brings a database that an earlier version has written to the format of this one, when it is opened.

Records stay what they are, so their revision does too. What is laid down beside them is made anew:

    format 1   records are found by their names; sources are not found
    format 2   and by `queries.ALSO_FOUND_BY`; sources are found

It may be cut short or done by two at once: each transaction first locks the metadata and only goes on
while the database is in the state it was read in. While somebody writes nothing is done; the next one to
open the database does it. A version that only knows the earlier format refuses a database of the later one:
what it wrote would not be found.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graph.store import queries
from graph.store.link import Link, Transaction
from graph.store.metadata import FORMAT, State, read_state
from graph.store.rows import Row, search_text


def upgrade(link: Link, *, batch_size: int, before: Callable[[State], None]) -> None:
    """Make the database one of this format; nothing where it is, or where somebody is writing.

    `before` is called with the state that is about to be made new.
    """
    state = read_state(link)
    if state is None or state.format == FORMAT or state.pending is not None:
        return
    before(state)
    for table in queries.SEARCHABLE:
        outdated = _outdated(link, table)
        for start in range(0, len(outdated), batch_size):
            rows = outdated[start : start + batch_size]
            if not _write(link, state, queries.SET_FOUND_BY[table], rows=rows):
                return
    _write(link, state, queries.SET_FORMAT, format=FORMAT)


def _outdated(link: Link, table: str) -> list[Row]:
    found = [(row, search_text(table, row)) for row in link.read(queries.READ_FOUND_BY[table])]
    return [
        {"id": row["id"], queries.SEARCH_TEXT: text}
        for row, text in found
        if row[queries.SEARCH_TEXT] != text
    ]


def _write(link: Link, state: State, query: str, **parameters: Any) -> bool:
    """Write unless the database is not in that state any more or somebody else writes; whether it was."""

    def work(transaction: Transaction) -> bool:
        transaction.run(queries.LOCK)
        if read_state(transaction) != state:
            return False
        transaction.run(query, **parameters)
        return True

    return link.transact(work)
