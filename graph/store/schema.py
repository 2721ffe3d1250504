"""Makes the database ready for our records: constraints, indexes, and the node that says what it holds."""

from __future__ import annotations

import contextlib
import uuid

from graph.store import queries
from graph.store.link import Conflict, Link
from graph.store.metadata import FORMAT


def make_ready(link: Link) -> None:
    """Make what is missing; a database that is ready is only read."""
    there = {row["name"] for row in link.read(queries.SHOW_CONSTRAINTS)}
    for name, statement in queries.CONSTRAINTS.items():
        if name not in there:
            link.command(statement)
    if not link.target.local:  # the embedded server has its indexes from its start
        indexes = {row["name"] for row in link.read(queries.SHOW_INDEXES)}
        for table, name in queries.FULLTEXT_INDEX.items():
            if name not in indexes:
                link.command(queries.CREATE_FULLTEXT[table])
    if not link.read(queries.READ_METADATA):
        with contextlib.suppress(Conflict):  # another process opens it for the first time, too
            link.read(queries.CREATE_METADATA, store_id=uuid.uuid4().hex, format=FORMAT)
