"""Backups of the embedded database as a user meets them: made, listed, and put back in place.

They are made by time, not by click: `graph.store.home` says when, `graph.embedded.backups` which of them
stay. A Neo4j server has its own backups.
"""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass

from graph.embedded import Backup, Reason, backups, drop_backups, restore_backup, unused
from graph.errors import BackupUnusable, SettingsError, StoreError
from graph.settings import Settings
from graph.store.connect import open_store
from graph.store.home import embedded_folder, forget_note, read_note

__all__ = ["Backup", "Reason", "Restored", "all_backups", "back_up", "restore", "revision_in"]

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Restored:
    """What a restore has done.

    `backup` is in place as revision `revision`, by the load `load_id` of the history. `before` is the
    backup of what was there, which takes the restore back; None where it could not be read or backed up.
    """

    backup: Backup
    revision: int
    load_id: str
    before: Backup | None


def all_backups(settings: Settings) -> list[Backup]:
    """The backups, newest first.

    Raises
    ------
    SettingsError
        Where the database is a Neo4j server.
    """
    _check_embedded(settings)
    return backups(embedded_folder(settings))


def revision_in(backup: Backup) -> int:
    """The revision that the database was in when the backup was made (`State.label`)."""
    return int(backup.label.partition("-")[0])


def back_up(settings: Settings) -> Backup:
    """Make a backup now, also while others have the database open.

    Raises
    ------
    NoBackup
        When none was made, as on a full disk; others as `open_store`.
    SettingsError
        Where the settings want no backups, or the database is a Neo4j server.
    """
    _check_embedded(settings)
    if not settings.backups_kept:
        raise SettingsError(
            "SAMVERKAN_BACKUPS_KEPT is “0”, so no backups are made; the number of newest ones to keep would be "
            "right.",
            variable="SAMVERKAN_BACKUPS_KEPT",
            value="0",
        )
    with open_store(settings, daily_backup=False) as store:
        made = store.make_backup(Reason.ASKED)
    _drop_old(settings)
    return made


def restore(settings: Settings, name: str, *, origin: str | None = None) -> Restored:
    """Put a backup in the place of the embedded database; nobody may have it open.

    What is there is backed up first, if it can be read, so a restore is taken back by another. What the
    backup holds becomes a new revision, so that nothing kept from a later one is taken for it, and the history
    says so. What was in its place stays in the folder `replaced`, too, until the next time.

    Parameters
    ----------
    settings
        Where the embedded database is.
    name
        The name of the backup, as `all_backups` has it.
    origin
        What the history says of it; that this backup was restored, when it is None.

    Raises
    ------
    BackupUnusable
        When there is no such backup, or it is damaged.
    StoreInUse
        When a process has the database open. Nothing has changed then, as with `BackupUnusable`.
    SettingsError
        Where the database is a Neo4j server.
    """
    backup = _named(settings, name)
    folder = embedded_folder(settings)
    with unused(folder):
        pass  # to back up what is there the database is opened: not before it is known to be free
    before = _back_up_what_is_there(settings) if settings.backups_kept else None
    noted = read_note(folder)
    restore_backup(folder, backup)
    forget_note(folder)
    with open_store(settings, daily_backup=False) as store:
        done = store.note_restored(
            origin or f"restored {name}", at_least=(noted[1] if noted is not None else 0) + 1
        )
    if before is not None:  # not sooner: the one to restore may be one to drop
        _drop_old(settings)
    return Restored(backup, done.revision, done.load_id, before)


def _named(settings: Settings, name: str) -> Backup:
    known = all_backups(settings)
    for backup in known:
        if backup.name == name:
            return backup
    names = ", ".join(backup.name for backup in known) or "none"
    raise BackupUnusable(
        f"There is no backup “{name}” in {embedded_folder(settings)}; there are: {names}.", backup=name
    )


def _back_up_what_is_there(settings: Settings) -> Backup | None:
    try:
        with open_store(settings, daily_backup=False) as store:
            return store.make_backup(Reason.RESTORE)
    except StoreError as error:
        # damaged, or of another version: the reason to restore; it stays in the folder `replaced`
        _LOG.warning("What the restored backup replaces was not backed up: %s", error)
        return None


def _drop_old(settings: Settings) -> None:
    now = dt.datetime.now(dt.UTC)
    drop_backups(embedded_folder(settings), now=now, newest=settings.backups_kept)


def _check_embedded(settings: Settings) -> None:
    if settings.neo4j_uri is not None:
        raise SettingsError(
            f"NEO4J_URI is “{settings.neo4j_uri}”: backups of a Neo4j server are made and restored by its own "
            "tools (neo4j-admin database dump).",
            variable="NEO4J_URI",
            value=settings.neo4j_uri,
        )
