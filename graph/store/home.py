"""The embedded database of one home folder: started or found, checked at open, noted and backed up.

A note beside the database says which state was written last. What the database holds is compared with
it, and with the numbers the database itself has noted, before anybody may use it: the embedded server
opens a damaged file without a word.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import threading
from pathlib import Path
from typing import Final

from graph.embedded import (
    Backup,
    EmbeddedServer,
    Lease,
    Reason,
    acquire,
    backups,
    drop_backups,
    is_due,
    make_backup,
)
from graph.embedded.server import write_private
from graph.embedded.sql import Sql
from graph.errors import NoBackup, StoreClosed, StoreDamaged, StoreError
from graph.model import RECORD_TYPES, NodeType
from graph.settings import Settings
from graph.store import queries
from graph.store.connection import Connection, Row, Target
from graph.store.state import Mode, State, read_metadata, state_of

NOTE: Final = "state.json"
CHECK_SECONDS: Final = 600.0

_LOG = logging.getLogger(__name__)


class Home:
    """The embedded database under `settings.home`; `daily` backups are made when a day has passed."""

    def __init__(self, settings: Settings, *, daily: bool = True) -> None:
        self._settings = settings
        self._daily = daily
        self._guard = threading.Lock()
        self._lease: Lease | None = None
        self._is_closed = False
        self._looked_at = _now()  # for a backup of the day
        self.suspected: str | None = None
        """What did not fit when the database was opened, to be mended before it is used."""
        self.folder = embedded_folder(settings)

    @property
    def server(self) -> EmbeddedServer | None:
        """The server when it runs in this process."""
        lease = self._lease
        return lease.server if lease is not None else None

    def resolve(self) -> Target:
        """Where the server answers now; starts one when nobody runs it.

        Raises
        ------
        StoreClosed
            After `close`: a query that was under way then must not open the database anew.
        StoreDamaged
            When the server cannot open the database, or it does not hold what was written last. It names the
            backup to restore.
        StoreError
            As `acquire`.
        """
        with self._guard:
            if self._is_closed:
                raise StoreClosed("The database was closed while it was asked; ask again.")
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
        """Give the server back, for good."""
        with self._guard:
            self._is_closed = True
            if self._lease is not None:
                self._lease.close()
                self._lease = None

    def written(self, state: State) -> None:
        """Note that `state` is complete in the database."""
        write_note(self.folder, state.store_id, state.revision)

    def before_writing(self, state: State, *, records: int) -> None:
        """Back `state` up before so many `records` of it change, if they are many or a day has passed.

        A database that stays open for weeks is looked at here once a day, as others are when they open.
        """
        now = _now()
        if records > self._settings.one_transaction_limit:
            self.back_up(state, Reason.LOAD)
        elif is_due([self._looked_at], now=now):
            self._looked_at = now
            if self._is_due(now):
                self.back_up(state, Reason.DAY)

    def back_up(self, state: State, reason: Reason) -> None:
        """Back `state` up, which the database is in, unless it is empty or there is a backup of it already.

        That it fails, as on a full disk, is logged: what comes after it must not fail with it.
        """
        if self._lease is not None:
            self._back_up(self._lease.sql, state, reason)

    def make_backup(self, state: State, reason: Reason) -> Backup:
        """Make a backup of `state`, which the database is in, whatever backups there are and drop none.

        Raises
        ------
        NoBackup
            When none was made, as on a full disk.
        """
        if self._lease is None:
            raise NoBackup("No backup was made: the database is not open.")
        return self._make_backup(self._lease.sql, state, reason)

    def _back_up(self, sql: Sql, state: State, reason: Reason) -> None:
        newest = self._settings.backups_kept
        if not newest or not state.revision or any(b.label == state.label for b in backups(self.folder)):
            return
        try:
            self._make_backup(sql, state, reason)
            drop_backups(self.folder, now=_now(), newest=newest)
        except (NoBackup, OSError) as error:
            _LOG.warning("%s", error)

    def _make_backup(self, sql: Sql, state: State, reason: Reason) -> Backup:
        records = sum(state.counts.values())
        try:
            return make_backup(
                self.folder, sql, label=state.label, reason=reason, records=records, now=_now()
            )
        except (StoreError, OSError) as error:
            raise NoBackup(f"No backup was made of revision {state.revision}: {error}") from error

    def _is_due(self, now: dt.datetime) -> bool:
        return self._daily and is_due((backup.at for backup in backups(self.folder)), now=now)

    def empty(self) -> None:
        """Throw away what the database holds; only in the process that runs the server."""
        if self.server is not None:
            self._empty(self.server)

    def _empty(self, server: EmbeddedServer) -> None:
        forget_note(self.folder)
        server.empty()
        _make_types(server)

    def _prepare(self, server: EmbeddedServer) -> None:
        connection = Connection(lambda: _target_of(server), limit=CHECK_SECONDS)
        try:
            found = read_metadata(connection) if queries.METADATA in server.counts() else None
            self._check(server, found)
            if found is not None and _in_bulk(found):
                # this process has just started the server, so the one that wrote is gone
                self._empty(server)
            else:
                _make_types(server)
        finally:
            connection.close()
        if found is not None and found["pending"] is None and found["revision"]:
            write_note(self.folder, found["store_id"], found["revision"])
            if self._is_due(_now()) and self.suspected is None:
                self._back_up(server.sql, state_of(found), Reason.OPEN)

    def _check(self, server: EmbeddedServer, found: Row | None) -> None:
        noted = read_note(self.folder)
        if noted is not None:
            store_id, revision = noted
            if found is None or found["store_id"] != store_id or found["revision"] < revision:
                held = "nothing" if found is None else f"revision {found['revision']}"
                raise self.damaged(f"it holds {held} where revision {revision} was written")
        if found is None or found["pending"] is not None:
            return
        counts = state_of(found).counts
        self.suspected = None
        held_by_type = server.counts()
        for record_type in RECORD_TYPES:
            name = record_type.label if isinstance(record_type, NodeType) else record_type.relationship
            held_now, written = held_by_type.get(name, 0), counts.get(record_type.table, 0)
            if held_now != written:
                self.suspected = f"it holds {held_now} {record_type.table} where {written} were written"
                return

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


def write_note(folder: Path, store_id: str, revision: int) -> None:
    """Note which state was written last."""
    if read_note(folder) != (store_id, revision):
        write_private(folder / NOTE, json.dumps({"store_id": store_id, "revision": revision}))


def forget_note(folder: Path) -> None:
    """Let the next state be what it is: the one noted has been taken away on purpose."""
    (folder / NOTE).unlink(missing_ok=True)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _in_bulk(found: Row) -> bool:
    """Whether a first load into an empty database is under way, as any format says it."""
    try:
        plan = json.loads(found["plan"]) if found["pending"] is not None else {}
        return Mode.BULK in (plan.get("mode"), plan.get("way"))
    except (TypeError, ValueError, AttributeError):
        return False


def _make_types(server: EmbeddedServer) -> None:
    for statement in (*queries.CREATE_TYPES_EMBEDDED, *queries.CREATE_FULLTEXT_EMBEDDED):
        server.sql(statement)


def _target(lease: Lease) -> Target:
    address = lease.address
    return Target(address.uri, address.username, address.password, address.database, local=True)


def _target_of(server: EmbeddedServer) -> Target:
    return Target(server.uri, server.username, server.password, server.database)
