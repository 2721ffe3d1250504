"""Opens the graph database: the embedded one, or a Neo4j server when the settings name one."""

from __future__ import annotations

from graph.settings import Settings
from graph.store.connection import Connection, Target
from graph.store.graph_store import GraphStore
from graph.store.home import Home
from graph.store.migrations import migrate
from graph.store.schema import make_ready


def open_store(settings: Settings, *, daily_backup: bool = True) -> GraphStore:
    """Open the database and make it ready; close the store when done, or use it as a context manager.

    An embedded database is started in this process unless another process already runs it. A load that
    was cut short is finished or taken back first, and what an earlier version has laid down otherwise is made
    new. Records that are not there any more are written anew from the history.

    Parameters
    ----------
    settings
        Which database, and how it is used.
    daily_backup
        Whether an embedded database is backed up when the newest backup is older than a day.

    Raises
    ------
    StoreUnreachable
        When nobody answers.
    StoreRefused
        For a wrong user name or password.
    StoreNotFound
        When the server has no database of that name.
    StoreFolderUnusable
        When the home folder cannot be written.
    NoEmbeddedStore
        When there is no embedded database for this kind of machine.
    StoreFormat
        When a later version has written the database.
    StoreDamaged
        When what is stored is not what was written, and cannot be mended.
    LoadInProgress
        When an earlier version keeps writing, or a first load that was cut short is another process's to
        take back.
    """
    if settings.neo4j_uri is None:
        home = Home(settings, daily=daily_backup)
        connection = Connection(home.resolve, limit=settings.query_seconds)
    else:
        home = None
        target = Target(
            settings.neo4j_uri,
            settings.neo4j_username,
            settings.neo4j_password,
            settings.neo4j_database,
        )
        connection = Connection(lambda: target, limit=settings.query_seconds)
    store = GraphStore(settings, connection, home)
    try:
        make_ready(connection)
        migrate(connection, back_up=store.back_up_before_upgrade)
        store.recover()
        store.mend_what_is_suspected()
    except BaseException:
        store.close()
        raise
    return store
