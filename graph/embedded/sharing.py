"""One embedded server for all processes that use the same folder.

The process that holds the lock on `owner.lock` runs the server and writes `server.json` (pid, ports,
password); the others read that file and connect. The operating system lets go of the lock when its
process ends, however it ends, so a `server.json` left behind by a killed process misleads nobody:
whoever comes next gets the lock and starts a server of its own.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.embedded.lock import OwnerLock
from graph.embedded.server import EmbeddedServer, make_folder, write_private
from graph.embedded.sql import LOOPBACK, USERNAME, Sql, sql_by_http
from graph.errors import StoreInUse, StoreUnreachable

DISCOVERY: Final = "server.json"
WAIT_SECONDS: Final = 30.0
POLL_SECONDS: Final = 0.05

Prepare = Callable[[EmbeddedServer], None]


@dataclass(frozen=True)
class Address:
    """Where a server answers, and to whom."""

    pid: int
    bolt_port: int
    http_port: int
    password: str
    database: str

    @property
    def uri(self) -> str:
        """The Bolt address."""
        return f"bolt://{LOOPBACK}:{self.bolt_port}"

    username = USERNAME


@dataclass
class _Running:
    server: EmbeddedServer
    lock: OwnerLock
    users: int


_RUNNING: dict[Path, _Running] = {}
_GUARD = threading.RLock()


class Lease:
    """The right to use a folder's server until `close`.

    `address` says where it answers; `server` is the server itself when it runs in this process, else
    None. The last lease of the process that runs the server stops it.
    """

    def __init__(self, folder: Path, address: Address, server: EmbeddedServer | None) -> None:
        self.folder = folder
        self.address = address
        self.server = server
        self._open = True

    @property
    def sql(self) -> Sql:
        """Runs the server's own SQL, wherever it runs."""
        if self.server is not None:
            return self.server.sql
        address = self.address
        return sql_by_http(port=address.http_port, password=address.password, database=address.database)

    def close(self) -> None:
        """Give the server back. A second call does nothing."""
        with _GUARD:
            if not self._open:
                return
            self._open = False
            running = _RUNNING.get(self.folder)
            if self.server is None or running is None or running.server is not self.server:
                return
            running.users -= 1
            if running.users == 0:
                _end(self.folder)


def acquire(
    folder: Path,
    *,
    query_timeout: float = 0,
    prepare: Prepare | None = None,
    wait_seconds: float = WAIT_SECONDS,
) -> Lease:
    """Use the server of `folder`: this process's, another's, or a new one when there is none.

    Parameters
    ----------
    folder
        The folder of the server, which is made when it is not there.
    query_timeout
        As for `EmbeddedServer.start`, of a server that is started here.
    prepare
        Called with a server started here before anybody else can find it; what it raises ends the server
        and is passed on.
    wait_seconds
        How long to wait for a process that holds the folder.

    Raises
    ------
    StoreFolderUnusable
        When the folder cannot be made or written.
    StoreUnreachable
        When another process holds the folder and does not answer in `wait_seconds`.
    StoreError
        As `EmbeddedServer.start`, when a server has to be started.
    """
    folder = make_folder(folder.expanduser().resolve())
    deadline = time.monotonic() + wait_seconds
    while True:
        with _GUARD:
            if (running := _RUNNING.get(folder)) is not None:
                running.users += 1
                return Lease(folder, _address(running.server), running.server)
            lock = OwnerLock(folder / "owner.lock")
            if lock.acquire():
                return _start(folder, lock, query_timeout, prepare)
        address = _discover(folder)
        if address is not None and _answers(address):
            return Lease(folder, address, None)
        if time.monotonic() > deadline:
            raise StoreUnreachable(
                f"Another process holds the database in {folder} and does not answer; end it, or wait for it.",
                address=str(folder),
            )
        time.sleep(POLL_SECONDS)


@contextlib.contextmanager
def unused(folder: Path) -> Iterator[Path]:
    """The folder while nobody uses its server, in this process or another.

    Raises
    ------
    StoreInUse
        When somebody does.
    StoreFolderUnusable
        When the folder cannot be made or written.
    """
    folder = make_folder(folder.expanduser().resolve())
    with _GUARD:
        lock = OwnerLock(folder / "owner.lock")
        # asked in this order: a lock of this process's own would be lost by asking for it again
        if folder in _RUNNING or not lock.acquire():
            raise StoreInUse(
                f"The database in {folder} is in use; close the app and every other program that has it open.",
                folder=str(folder),
            )
        try:
            yield folder
        finally:
            lock.release()


def _start(folder: Path, lock: OwnerLock, query_timeout: float, prepare: Prepare | None) -> Lease:
    server: EmbeddedServer | None = None
    try:
        (folder / DISCOVERY).unlink(missing_ok=True)
        server = EmbeddedServer.start(folder, query_timeout=query_timeout)
        if prepare is not None:
            prepare(server)
        address = _address(server)
        write_private(folder / DISCOVERY, json.dumps(address.__dict__))
    except BaseException:
        if server is not None:
            server.stop()
        lock.release()
        raise
    _RUNNING[folder] = _Running(server, lock, users=1)
    return Lease(folder, address, server)


def _address(server: EmbeddedServer) -> Address:
    return Address(os.getpid(), server.bolt_port, server.http_port, server.password, server.database)


def _discover(folder: Path) -> Address | None:
    try:
        return Address(**json.loads((folder / DISCOVERY).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):  # not there yet, or of another version
        return None


def _answers(address: Address) -> bool:
    try:
        with socket.create_connection((LOOPBACK, address.bolt_port), timeout=2):
            return True
    except OSError:
        return False


def _end(folder: Path) -> None:
    running = _RUNNING.pop(folder)
    with contextlib.suppress(OSError):
        (folder / DISCOVERY).unlink(missing_ok=True)
    try:
        running.server.stop()
    finally:
        running.lock.release()


@atexit.register
def _end_all() -> None:
    with _GUARD:
        for folder in list(_RUNNING):
            _end(folder)


def _forget() -> None:
    # a forked child has neither the server's threads nor the lock: to it, its parent is another process
    _RUNNING.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
