"""Backups of an embedded database: made while it runs, kept by their age, restored while it does not.

How many stay is a rule on their times alone (`kept`): the newest few, the last one of each of some days
and of each of some weeks. So a burst pushes out what it has made itself, never an earlier day's.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import shutil
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from graph.embedded.server import DATABASE
from graph.embedded.sharing import unused
from graph.embedded.sql import Sql
from graph.errors import BackupUnusable

MADE_BY_THE_SERVER: Final = f"{DATABASE}-backup-*.zip"
NAME: Final = re.compile(
    r"(?P<stamp>\d{8}-\d{6}(\d{3})?)-((?P<reason>[a-z]+)-(?P<records>\d+)-)?(?P<label>\d+-\w+)"
    r"(-(?P<checksum>[0-9a-f]{8}))?\.zip"
)
STAMP: Final = "%Y%m%d-%H%M%S%f"
"""Day, time and thousandths of a second, UTC; an earlier version left the thousandths out."""
A_DAY: Final = dt.timedelta(days=1)
DAYS: Final = 7
"""Days, of those that have a backup, whose last one stays."""
WEEKS: Final = 9
"""Weeks, of those that have a backup, whose last one stays: two months."""
CUT_SHORT_AFTER: Final = dt.timedelta(hours=6)
"""So long after its last change a file of the server's own name is no backup in the making any more."""


PART: Final = 2**20  # bytes read at once
_NOT_WHOLE: Final = (OSError, EOFError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error)
"""What Python's own reader of archives raises at one in which bytes have changed."""


class Reason(StrEnum):
    """Why a backup was made."""

    OPEN = "open"  # the database was opened, and the newest one was older than a day
    DAY = "day"  # as OPEN, before a change to a database that stays open for days
    LOAD = "load"  # before a large load
    RESTORE = "restore"  # before another was restored
    UPGRADE = "upgrade"  # before what an earlier version has laid down is made new
    ASKED = "asked"  # somebody wanted one


@dataclass(frozen=True)
class Backup:
    """One backup: `label` names the state in it, `at` (UTC) when it was made and `reason` why.

    `records` is how many it holds, `checksum` that of the file. All but the label and the time are None
    where an earlier version has made it.
    """

    path: Path
    label: str
    at: dt.datetime
    reason: Reason | None = None
    records: int | None = None
    checksum: str | None = None

    @property
    def name(self) -> str:
        """The file's name, which `restore` takes; names sort by time."""
        return self.path.name

    @property
    def size(self) -> int:
        """Bytes on disk; 0 when it has just been dropped."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    @classmethod
    def of(cls, path: Path) -> Backup | None:
        """The backup that the name of a file tells of, or None when it is another file."""
        match = NAME.fullmatch(path.name)
        if match is None:
            return None
        try:
            at = dt.datetime.strptime(f"{match['stamp']:0<18}", STAMP).replace(tzinfo=dt.UTC)
            reason = Reason(match["reason"]) if match["reason"] else None
        except ValueError:
            return None
        records = int(match["records"]) if match["records"] else None
        return cls(path, match["label"], at, reason, records, match["checksum"])


def backups(folder: Path) -> list[Backup]:
    """The backups of the database in `folder`, newest first."""
    files = sorted(_shelf(folder).glob("*.zip"), reverse=True)
    return [backup for file in files if (backup := Backup.of(file)) is not None]


def is_due(times: Iterable[dt.datetime], *, now: dt.datetime) -> bool:
    """Whether none of these times lies within the day before `now`.

    A time later than now is of a clock that was ahead, and says nothing about today.
    """
    return all(not dt.timedelta() <= now - time < A_DAY for time in times)


def kept(backups: Iterable[Backup], *, now: dt.datetime, newest: int) -> list[Backup]:
    """Those of the backups that stay.

    Returns
    -------
    list[Backup]
        Newest first: the `newest` last ones, the last one of each of the `DAYS` last days that have one, and
        the last one of each of the `WEEKS` last weeks that have one (days and weeks of UTC, weeks from
        Monday). So at most `newest + DAYS + WEEKS`, and as many of a later time than now.

    Notes
    -----
    Days without a backup do not count, so a database that is opened twice a year keeps what it has. Those of
    a later time than now are of a clock that was ahead; they are counted apart and push out nothing.
    """
    ordered = sorted(backups, key=lambda backup: backup.name, reverse=True)
    ahead = [backup for backup in ordered if backup.at > now]
    staying = {*_staying(ahead, newest), *_staying(ordered[len(ahead) :], newest)}
    return [backup for backup in ordered if backup in staying]


def _staying(ordered: Sequence[Backup], newest: int) -> list[Backup]:
    oldest_first = ordered[::-1]  # of two of one day the later one takes the place
    of_days = {backup.at.date(): backup for backup in oldest_first}
    of_weeks = {backup.at.isocalendar()[:2]: backup for backup in oldest_first}
    last_days = [of_days[day] for day in sorted(of_days)[-DAYS:]]
    last_weeks = [of_weeks[week] for week in sorted(of_weeks)[-WEEKS:]]
    return [*ordered[:newest], *last_days, *last_weeks]


def make_backup(
    folder: Path, sql: Sql, *, label: str, reason: Reason, records: int, now: dt.datetime
) -> Backup:
    """Make a backup through a running server.

    Parameters
    ----------
    folder
        The folder of the server.
    sql
        Runs the server's own SQL.
    label
        Names the state that the database is in: a number, a dash, and what tells it from others.
    reason
        Why it is made.
    records
        How many records the state holds.
    now
        The time, with its zone UTC.

    Raises
    ------
    StoreError, OSError
        When there is no backup in the end, as on a full disk.
    """
    for file in _shelf(folder).glob(MADE_BY_THE_SERVER):
        with contextlib.suppress(OSError):
            if now.timestamp() - file.stat().st_mtime > CUT_SHORT_AFTER.total_seconds():
                file.unlink()
    made = _shelf(folder) / str(sql("BACKUP DATABASE")[0]["backupFile"])
    stamp, checksum = f"{now:{STAMP}}"[:-3], _checksum(made)
    path = made.with_name(f"{stamp}-{reason}-{records}-{label}-{checksum}.zip")
    made.replace(path)
    path.chmod(0o600)
    at = now.replace(microsecond=now.microsecond // 1000 * 1000)
    return Backup(path, label, at, reason, records, checksum)


def drop_backups(folder: Path, *, now: dt.datetime, newest: int) -> None:
    """Drop the backups that do not stay (`kept`)."""
    shelf = backups(folder)
    staying = kept(shelf, now=now, newest=newest)
    for backup in shelf:
        if backup not in staying:
            backup.path.unlink(missing_ok=True)


def restore_backup(folder: Path, backup: Backup) -> Path:
    """Put a backup in the place of the database, which must not be running.

    Returns
    -------
    Path
        Where what was there has been moved aside to.

    Raises
    ------
    StoreInUse
        When a process is using the database.
    BackupUnusable
        When the backup is not whole. The database is as it was, in both cases.
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
        # the archive's own checksums are of its members: one that is left out of its list is not missed
        if backup.checksum not in (None, _checksum(backup.path)):
            raise BackupUnusable(f"The backup {backup.name} is damaged; take another.", backup=backup.name)
        with zipfile.ZipFile(backup.path) as archive:
            broken = archive.testzip()
            if broken is not None:
                raise BackupUnusable(
                    f"The backup {backup.name} is damaged in {broken}; take another.", backup=backup.name
                )
            for member in archive.namelist():
                if Path(member).is_absolute() or ".." in Path(member).parts:
                    raise BackupUnusable(f"The backup {backup.name} is not one of ours.", backup=backup.name)
            archive.extractall(folder)
    except _NOT_WHOLE as error:
        with contextlib.suppress(OSError):
            shutil.rmtree(folder)
        raise BackupUnusable(
            f"The backup {backup.name} cannot be read ({error}); take another.", backup=backup.name
        ) from error


def _checksum(path: Path) -> str:
    checksum = 0
    with path.open("rb") as file:
        while part := file.read(PART):
            checksum = zlib.crc32(part, checksum)
    return f"{checksum:08x}"


def _shelf(folder: Path) -> Path:
    return folder / "backups" / DATABASE
