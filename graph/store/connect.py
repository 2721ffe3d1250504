"""Opens the graph database: the embedded one, or a Neo4j server when settings name one."""

from __future__ import annotations

import uuid

from graph.embedded import EmbeddedServer, Lease, acquire
from graph.settings import Settings
from graph.store import queries
from graph.store.graph_store import GraphStore
from graph.store.link import Link, Target


def open_store(settings: Settings) -> GraphStore:
    """Open the database and make it ready; close the store when done.

    Raises `StoreUnreachable`, `StoreRefused`, `StoreFolderUnusable` or `StoreDamaged`.
    """
    home = _Embedded(settings) if settings.neo4j_uri is None else None
    link = Link(home.resolve if home else lambda: _server(settings), limit=120)
    store = GraphStore(settings, link, on_close=home.close if home else None)
    try:
        _make_ready(link)
    except BaseException:
        store.close()
        raise
    return store


class _Embedded:
    def __init__(self, settings: Settings) -> None:
        self._folder = settings.home / "embedded"
        self._lease: Lease | None = None

    def resolve(self) -> Target:
        self.close()
        self._lease = acquire(self._folder, prepare=_prepare)
        address = self._lease.address
        return Target(address.uri, address.username, address.password, address.database, local=True)

    def close(self) -> None:
        if self._lease is not None:
            self._lease.close()
            self._lease = None


def _server(settings: Settings) -> Target:
    return Target(
        settings.neo4j_uri or "",
        settings.neo4j_username,
        settings.neo4j_password,
        settings.neo4j_database,
    )


def _prepare(server: EmbeddedServer) -> None:
    for statement in (*queries.CREATE_TYPES_EMBEDDED, *queries.CREATE_FULLTEXT_EMBEDDED):
        server.sql(statement)


def _make_ready(link: Link) -> None:
    there = {row["name"] for row in link.read(queries.SHOW_CONSTRAINTS)}
    missing = [statement for name, statement in queries.CONSTRAINTS.items() if name not in there]
    link.run_each([(statement, {}) for statement in missing])
    if not link.target.local:
        indexes = {row["name"] for row in link.read(queries.SHOW_INDEXES)}
        for table, name in queries.FULLTEXT_INDEX.items():
            if name not in indexes:
                link.run_each([(queries.CREATE_FULLTEXT[table], {})])
    link.read(queries.CREATE_METADATA, store_id=uuid.uuid4().hex)
