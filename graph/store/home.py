"""The embedded database of one home folder: started or found, checked at open, noted and backed up.

A note beside the database says which state was written last. What the database holds is compared with
it, and with the numbers the database itself has noted, before anybody may use it: the embedded server
opens a damaged file without a word.
"""

from __future__ import annotations

import contextlib
import json
import logging
import threading
from pathlib import Path
from typing import Final

from graph.embedded import EmbeddedServer, Lease, acquire, backups, make_backup
from graph.embedded.server import write_private
from graph.errors import StoreDamaged, StoreError
from graph.model import RECORD_TYPES, NodeType
from graph.settings import Settings
from graph.store import queries
from graph.store.link import Link, Target
from graph.store.metadata import State, Way, read_state

NOTE: Final = "state.json"
CHECK_SECONDS: Final = 600.0

_LOG = logging.getLogger(__name__)


class Home:
    """The embedded database under `settings.home`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._guard = threading.Lock()
        self._lease: Lease | None = None
        self.folder = embedded_folder(settings)

    @property
    def server(self) -> EmbeddedServer | None:
        """The server when it runs in this process."""
        lease = self._lease
        return lease.server if lease is not None else None

    def resolve(self) -> Target:
        """Where the server answers now; starts one when nobody runs it."""
        with self._guard:
            if self._lease is not None:
                self._lease.close()
                self._lease = None
            try:
                self._lease = acquire(
                    self.folder, query_timeout=self._settings.query_seconds, prepare=self._prepare
                )
            except StoreDamaged as error:
                if "backup" in error.details:
                    raise
                raise self.damaged(str(error)) from error  # the server cannot even open it
            return _target(self._lease)

    def close(self) -> None:
        """Give the server back."""
        with self._guard:
            if self._lease is not None:
                self._lease.close()
                self._lease = None

    def written(self, state: State) -> None:
        """Note that `state` is complete in the database, and back it up."""
        write_note(self.folder, state)
        lease = self._lease
        if lease is None or not self._settings.backups_kept:
            return
        try:
            make_backup(self.folder, lease.sql, label=state.label, keep=self._settings.backups_kept)
        except (StoreError, OSError) as error:
            # the load itself is done; a full disk must not make it look as if it had failed
            _LOG.warning("No backup was made of revision %s: %s", state.revision, error)

    def empty(self) -> None:
        """Throw away what the database holds; only in the process that runs the server."""
        if self.server is not None:
            self._empty(self.server)

    def _empty(self, server: EmbeddedServer) -> None:
        forget_note(self.folder)
        server.empty()
        _make_types(server)

    def _prepare(self, server: EmbeddedServer) -> None:
        link = Link(lambda: _target_of(server), limit=CHECK_SECONDS)
        try:
            state = read_state(link) if queries.METADATA in server.counts() else None
            self._check(server, state)
            if state is not None and state.pending is not None and state.pending.plan.way is Way.BULK:
                # this process has just started the server, so the one that wrote is gone
                self._empty(server)
            else:
                _make_types(server)
        finally:
            link.close()
        kept = self._settings.backups_kept
        if state is not None and state.pending is None and state.revision:
            write_note(self.folder, state)
            if kept and all(backup.label != state.label for backup in backups(self.folder)):
                with contextlib.suppress(StoreError, OSError):
                    make_backup(self.folder, server.sql, label=state.label, keep=kept)

    def _check(self, server: EmbeddedServer, state: State | None) -> None:
        noted = read_note(self.folder)
        if noted is not None:
            store_id, revision = noted
            if state is None or state.store_id != store_id or state.revision < revision:
                held = "nothing" if state is None else f"revision {state.revision}"
                raise self.damaged(f"it holds {held} where revision {revision} was written")
        if state is None or state.pending is not None:
            return
        held_by_type = server.counts()
        for record_type in RECORD_TYPES:
            name = record_type.label if isinstance(record_type, NodeType) else record_type.relationship
            held_now, written = held_by_type.get(name, 0), state.counts.get(record_type.table, 0)
            if held_now != written:
                raise self.damaged(f"it holds {held_now} {record_type.table} where {written} were written")

    def damaged(self, what: str) -> StoreDamaged:
        """The error that says what is wrong with the database and which backup to restore."""
        kept = backups(self.folder)
        way_out = (
            f"Restore the newest backup with: python -m graph.store restore {kept[0].name}"
            if kept
            else f"There is no backup; move {self.folder} away and load your files again."
        )
        return StoreDamaged(
            f"The database in {self.folder} is damaged: {what}. Nothing was changed. {way_out}",
            folder=str(self.folder),
            what=what,
            backup=kept[0].name if kept else None,
        )


def embedded_folder(settings: Settings) -> Path:
    """Where the embedded database of these settings lies."""
    return settings.home / "embedded"


def read_note(folder: Path) -> tuple[str, int] | None:
    """Store id and revision written last, or None when nothing was noted."""
    try:
        note = json.loads((folder / NOTE).read_text(encoding="utf-8"))
        return str(note["store_id"]), int(note["revision"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_note(folder: Path, state: State) -> None:
    """Note which state was written last."""
    if read_note(folder) != (state.store_id, state.revision):
        write_private(folder / NOTE, json.dumps({"store_id": state.store_id, "revision": state.revision}))


def forget_note(folder: Path) -> None:
    """Let the next state be what it is: the one noted has been taken away on purpose."""
    (folder / NOTE).unlink(missing_ok=True)


def _make_types(server: EmbeddedServer) -> None:
    for statement in (*queries.CREATE_TYPES_EMBEDDED, *queries.CREATE_FULLTEXT_EMBEDDED):
        server.sql(statement)


def _target(lease: Lease) -> Target:
    address = lease.address
    return Target(address.uri, address.username, address.password, address.database, local=True)


def _target_of(server: EmbeddedServer) -> Target:
    return Target(server.uri, server.username, server.password, server.database)
