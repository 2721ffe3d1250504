"""Starts and stops one embedded server in this process, with all its manners.

The server is the `arcadedb` package: a library in our own process that speaks Bolt, so the official
Neo4j driver is its client as it is of a Neo4j server. Why each step below: `docs/decisions/0006-the-store.md`.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graph.embedded.sql import LOOPBACK, USERNAME, administer
from graph.errors import NoEmbeddedStore, StoreDamaged, StoreError, StoreFolderUnusable

DATABASE = "samverkan"
"""The name of the one database an embedded server holds."""

BOLT_PLUGIN = "Bolt:com.arcadedb.bolt.BoltProtocolPlugin"
START_ATTEMPTS = 5  # a free port can be taken between our choosing it and the server's binding it

_OUTPUT = threading.Lock()


class EmbeddedServer:
    """A running server. `folder` is its root, `database` the name of its one database.

    Make one with `start`; end it with `stop`. Only one process can have a folder's server at a time:
    `graph.embedded.sharing` sees to that.
    """

    username = USERNAME

    def __init__(
        self,
        folder: Path,
        *,
        database: str,
        password: str,
        server: Any,
        ports: tuple[int, int],
        query_timeout: float,
    ) -> None:
        self.folder = folder
        self.database = database
        self.password = password
        self.bolt_port, self.http_port = ports
        self._server = server
        self._query_timeout = query_timeout
        self._handle = server.create_database(database)
        self._handle.set_wal_flush("yes_full")  # the server's own default loses commits in a power cut
        self._limit(query_timeout)

    @classmethod
    def start(cls, folder: Path, *, database: str = DATABASE, query_timeout: float = 0) -> EmbeddedServer:
        """Start a server in this process.

        Parameters
        ----------
        folder
            Its root, which is made when it is not there.
        database
            The name of its one database.
        query_timeout
            Seconds after which the server gives up a command, 0 for never.

        Raises
        ------
        StoreFolderUnusable
            When the folder cannot be made or written.
        StoreDamaged
            When the database cannot be opened.
        NoEmbeddedStore
            When there is no embedded server for this kind of machine.
        StoreError
            When another program has the database open, or the server does not start.
        """
        arcadedb = _library(folder)
        password = _password(folder)
        problem: Exception | None = None
        for _ in range(START_ATTEMPTS):
            ports = _free_ports()
            server = arcadedb.create_server(
                str(folder),
                password,
                {
                    "mode": "development",  # in “production” it keeps the reason of an error to itself
                    "host": LOOPBACK,
                    "http_port": ports[1],
                    "server_plugins": BOLT_PLUGIN,
                    "bolt_host": LOOPBACK,
                    "bolt_port": ports[0],
                },
            )
            try:
                server.start()
            except arcadedb.ArcadeDBError as error:
                if "Unable to listen" not in str(error):
                    raise _cannot_open(folder, error) from error
                problem = error
                continue
            try:
                return cls(
                    folder,
                    database=database,
                    password=password,
                    server=server,
                    ports=ports,
                    query_timeout=query_timeout,
                )
            except arcadedb.ArcadeDBError as error:
                server.stop()
                raise _cannot_open(folder, error) from error
        raise StoreError(
            f"The embedded database in {folder} does not start: {problem}", folder=str(folder)
        ) from problem

    @property
    def uri(self) -> str:
        """The Bolt address."""
        return f"bolt://{LOOPBACK}:{self.bolt_port}"

    @property
    def handle(self) -> Any:
        """The library's own database handle, for what has no Cypher: bulk loading, types, backups."""
        return self._handle

    def sql(self, command: str) -> list[dict[str, Any]]:
        """Run one command in the server's own SQL and return its rows.

        Raises
        ------
        StoreError
            When the server does not carry it out.
        """
        with _quiet(self.folder), _said_plainly():
            return list(self._handle.command("sql", command).to_list())

    def counts(self) -> dict[str, int]:
        """Number of records by type (node label or relationship type), empty types included."""
        return {row["name"]: row["records"] for row in self.sql("SELECT name, records FROM schema:types")}

    @contextlib.contextmanager
    def bulk(self, *, commit_every: int) -> Iterator[Any]:
        """The library's bulk writer of nodes and relationships, logged and synced like any commit.

        Raises
        ------
        StoreError
            When the server does not take what is written.
        """
        batch = self._handle.graph_batch(
            use_wal=True, wal_flush="yes_full", commit_every=commit_every, bidirectional=True
        )
        with _said_plainly():
            yield batch
            batch.close()

    def empty(self) -> None:
        """Throw the database away and make an empty one of the same name.

        Raises
        ------
        StoreError
            When the server does not carry it out.
        """
        # by HTTP: the handle of a database that a server holds cannot drop it
        administer(f"drop database {self.database}", port=self.http_port, password=self.password)
        with _said_plainly():
            self._handle = self._server.create_database(self.database)
            self._handle.set_wal_flush("yes_full")
            self._limit(self._query_timeout)

    def stop(self) -> None:
        """Stop the server; what was committed is on disk. A second call does nothing."""
        server, self._server = self._server, None
        if server is not None:
            server.stop()

    def _limit(self, seconds: float) -> None:
        if seconds:
            self.sql(f"ALTER DATABASE `arcadedb.command.timeout` {int(seconds * 1000)}")


def _cannot_open(folder: Path, error: Exception) -> StoreError:
    if "LockException" in str(error):
        return StoreError(f"Another program has the database in {folder} open; close it.", folder=str(folder))
    return StoreDamaged(f"the server cannot open it ({error})")


def make_folder(folder: Path) -> Path:
    """Make `folder` for the owner only and return it.

    Raises
    ------
    StoreFolderUnusable
        When it cannot be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        probe = folder / f".writable-{os.getpid()}-{threading.get_ident()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise StoreFolderUnusable(
            f"The folder {folder} cannot be used for the database ({error.strerror or error}); "
            "set SAMVERKAN_HOME to a folder that you may write.",
            folder=str(folder),
        ) from error
    return folder


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    part = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _library(folder: Path) -> Any:
    # the library reads these once, when it is imported; later servers of this process share the log
    os.environ.setdefault("ARCADEDB_LOG_CONSOLE", "0")
    os.environ.setdefault("ARCADEDB_LOG_DIR", str(folder / "log"))
    try:
        import arcadedb
    except ImportError as error:
        raise NoEmbeddedStore(
            "There is no embedded database for this kind of machine "
            f"({sys.platform}); set NEO4J_URI to the address of a Neo4j server.",
            platform=sys.platform,
        ) from error
    return arcadedb


def _password(folder: Path) -> str:
    # only the first password counts, so it is kept beside the database it belongs to
    path = make_folder(folder) / "password"
    try:
        return path.read_text(encoding="utf-8").strip()
    except UnicodeDecodeError as error:
        raise StoreDamaged(
            f"The file {path} is not text, so the database beside it cannot be opened. The file as it was, "
            "from a copy of the folder, would be right.",
            folder=str(folder),
        ) from error
    except FileNotFoundError:
        write_private(path, secrets.token_urlsafe(24))
        return path.read_text(encoding="utf-8").strip()


def _free_ports() -> tuple[int, int]:
    with socket.socket() as bolt, socket.socket() as http:
        bolt.bind((LOOPBACK, 0))
        http.bind((LOOPBACK, 0))
        return bolt.getsockname()[1], http.getsockname()[1]


@contextlib.contextmanager
def _said_plainly() -> Iterator[None]:
    import arcadedb

    try:
        yield
    except arcadedb.ArcadeDBError as error:
        raise StoreError(f"The embedded database answers: {error}") from error


@contextlib.contextmanager
def _quiet(folder: Path) -> Iterator[None]:
    # the library prints its backup's progress on file descriptor 1, where our command line writes JSON
    with _OUTPUT:
        if sys.stdout is not None:
            sys.stdout.flush()
        try:
            kept = os.dup(1)
        except OSError:  # no standard output at all, as in a windowed program
            yield
            return
        log = os.open(folder / "log" / "output.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.dup2(log, 1)
            yield
        finally:
            os.dup2(kept, 1)
            os.close(kept)
            os.close(log)
