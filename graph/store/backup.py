"""Backups of the embedded database as a user meets them: listed, and put back in place.

One is made after every load and when the database is opened in a state that has none;
`Settings.backups_kept` says how many stay. A Neo4j server has its own backups.
"""

from __future__ import annotations

import datetime as dt
import uuid

from graph.embedded import backups, restore_backup
from graph.errors import StoreError
from graph.settings import Settings
from graph.store import queries
from graph.store.changes import LoadReport
from graph.store.connect import open_store
from graph.store.home import embedded_folder, forget_note, read_note
from graph.store.link import Transaction


def backup_names(settings: Settings) -> list[str]:
    """The names of the backups, newest first."""
    return [backup.name for backup in backups(embedded_folder(settings))]


def restore(settings: Settings, name: str) -> LoadReport:
    """Put a backup in the place of the embedded database; nobody may have it open.

    What it holds becomes a new revision, so that nothing kept from a later one is taken for it, and the
    history says so. What was in its place stays in the folder `replaced` until the next time.
    Raises `StoreError` when there is no such backup, it is damaged, or the database is in use.
    """
    folder = embedded_folder(settings)
    backup = next((b for b in backups(folder) if b.name == name), None)
    if backup is None:
        known = ", ".join(backup_names(settings)) or "none"
        raise StoreError(f"There is no backup “{name}” in {folder}; there are: {known}.", backup=name)
    noted = read_note(folder)
    restore_backup(folder, backup)
    forget_note(folder)
    load_id = uuid.uuid4().hex
    with open_store(settings) as store:
        revision = max(store.revision(), noted[1] if noted is not None else 0) + 1

        def renew(transaction: Transaction) -> None:
            transaction.run(queries.RESTORED, revision=revision, load_id=load_id)
            transaction.run(
                queries.CREATE_LOAD,
                id=load_id,
                revision=revision,
                at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
                origin=f"restored {name}",
                by=None,
                note=None,
                added=0,
                changed=0,
                removed=0,
            )

        store.renew(renew)
    return LoadReport(load_id, revision, {}, {}, {}, unchanged=False)
