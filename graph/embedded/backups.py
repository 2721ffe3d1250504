"""Backups of an embedded database: made while it runs, kept a few, restored while it does not."""

from __future__ import annotations

import contextlib
import re
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.embedded.server import DATABASE
from graph.embedded.sharing import unused
from graph.embedded.sql import Sql
from graph.errors import StoreError

MADE_BY_THE_SERVER: Final = f"{DATABASE}-backup-*.zip"
NAME: Final = re.compile(r"(?P<day>\d{8})-(?P<time>\d{6})-(?P<label>[\w-]+)\.zip")


@dataclass(frozen=True)
class Backup:
    """One backup: `label` names the state in it, `name` the file."""

    path: Path
    label: str

    @property
    def name(self) -> str:
        """The file's name, which `restore` takes."""
        return self.path.name


def backups(folder: Path) -> list[Backup]:
    """The backups of the database in `folder`, newest first."""
    files = sorted(_shelf(folder).glob("*.zip"), reverse=True)
    return [Backup(file, match["label"]) for file in files if (match := NAME.fullmatch(file.name))]


def make_backup(folder: Path, sql: Sql, *, label: str, keep: int) -> Backup:
    """Make a backup through a running server, named `label`, and drop all but the newest `keep`."""
    for cut_short in _shelf(folder).glob(MADE_BY_THE_SERVER):
        cut_short.unlink(missing_ok=True)
    file = sql("BACKUP DATABASE")[0]["backupFile"]
    made = _shelf(folder) / str(file)
    stamp = re.findall(r"\d{8}-\d{6}", made.name)[0]
    path = made.with_name(f"{stamp}-{label}.zip")
    made.replace(path)
    path.chmod(0o600)
    for old in backups(folder)[max(keep, 1) :]:
        old.path.unlink(missing_ok=True)
    return Backup(path, label)


def restore_backup(folder: Path, backup: Backup) -> Path:
    """Put a backup in the place of the database, which must not be running.

    What was there is moved aside; its new place is returned. Raises `StoreError` when a process is using
    the database or the backup is not whole.
    """
    with unused(folder) as folder:
        fresh = folder / "restoring"
        shutil.rmtree(fresh, ignore_errors=True)
        _unpack(backup, fresh)
        aside = folder / "replaced"
        shutil.rmtree(aside, ignore_errors=True)
        place = folder / "databases" / DATABASE
        if place.exists():
            place.rename(aside)
        place.parent.mkdir(exist_ok=True)
        fresh.rename(place)
        return aside


def _unpack(backup: Backup, folder: Path) -> None:
    try:
        with zipfile.ZipFile(backup.path) as archive:
            broken = archive.testzip()
            if broken is not None:
                raise StoreError(
                    f"The backup {backup.name} is damaged in {broken}; take another.", backup=backup.name
                )
            for member in archive.namelist():
                if Path(member).is_absolute() or ".." in Path(member).parts:
                    raise StoreError(f"The backup {backup.name} is not one of ours.", backup=backup.name)
            archive.extractall(folder)
    except (OSError, zipfile.BadZipFile) as error:
        with contextlib.suppress(OSError):
            shutil.rmtree(folder)
        raise StoreError(
            f"The backup {backup.name} cannot be read ({error}); take another.", backup=backup.name
        ) from error


def _shelf(folder: Path) -> Path:
    return folder / "backups" / DATABASE
