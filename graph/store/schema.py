"""Makes the database ready for our records: constraints, indexes, and the node that says what it holds."""

from __future__ import annotations

import contextlib
import uuid

from graph.errors import ConstraintViolated
from graph.store import queries
from graph.store.connection import Connection
from graph.store.state import FORMAT


def make_ready(connection: Connection) -> None:
    """Make what is missing; a database that is ready is only read."""
    there = {row["name"] for row in connection.read(queries.SHOW_CONSTRAINTS)}
    for name, statement in queries.CONSTRAINTS.items():
        if name not in there:
            connection.command(statement)
    if not connection.target.local:  # the embedded server has its indexes from its start
        indexes = {row["name"] for row in connection.read(queries.SHOW_INDEXES)}
        for table, name in queries.FULLTEXT_INDEX.items():
            if name not in indexes:
                connection.command(queries.CREATE_FULLTEXT[table])
    if not connection.read(queries.READ_METADATA):
        with contextlib.suppress(ConstraintViolated):  # another process opens it for the first time, too
            connection.read(queries.CREATE_METADATA, store_id=uuid.uuid4().hex, format=FORMAT)
