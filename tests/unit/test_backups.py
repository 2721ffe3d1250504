"""Putting a backup in place: whole or not at all, and nothing outside its folder."""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from pathlib import Path

import pytest

from graph.embedded import Backup, backups, drop_backups, make_backup, restore_backup
from graph.embedded.backups import Reason
from graph.errors import BackupUnusable
from tests.property.test_backups import START

FILES = {"schema.json": b"{}" * 40, "Organization_0.bucket": bytes(range(256)) * 8}


def archive(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            target.writestr(name, content)
    return packed.getvalue()


def shelved(folder: Path, name: str, content: bytes) -> Backup:
    """A backup of this content beside a database that holds the file `now`."""
    shelf, place = folder / "backups" / "samverkan", folder / "databases" / "samverkan"
    for each in (shelf, place):
        each.mkdir(parents=True, exist_ok=True)
    (place / "now").write_text("what is there", encoding="utf-8")
    (shelf / name).write_bytes(content)
    found = Backup.of(shelf / name)
    assert found is not None
    return found


def held(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (folder / "databases" / "samverkan").iterdir()}


def test_restored_backup_takes_the_place_and_what_was_there_is_moved_aside(tmp_path: Path) -> None:
    backup = shelved(tmp_path, "20261124-140512345-asked-9-1-abc.zip", archive(FILES))
    aside = restore_backup(tmp_path, backup)

    assert held(tmp_path) == FILES
    assert (aside / "now").read_text(encoding="utf-8") == "what is there"


def test_backup_in_which_any_one_byte_is_changed_is_refused(tmp_path: Path) -> None:
    whole = archive(FILES)
    name = f"20261124-140512345-asked-9-1-abc-{zlib.crc32(whole):08x}.zip"
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 0xFF
        folder = tmp_path / str(place)
        backup = shelved(folder, name, bytes(changed))
        with pytest.raises(BackupUnusable, match=name):
            restore_backup(folder, backup)
        assert set(held(folder)) == {"now"}
        assert not (folder / "restoring").exists()


def test_backup_of_an_earlier_version_is_read_as_far_as_it_is_whole(tmp_path: Path) -> None:
    whole = archive(FILES)
    for number, content in enumerate((whole[:-100], b"no archive", whole[:100] + b"\0" + whole[101:])):
        backup = shelved(tmp_path / str(number), "20261124-140512-1-abc.zip", content)
        with pytest.raises(BackupUnusable, match="take another"):
            restore_backup(tmp_path / str(number), backup)
        assert set(held(tmp_path / str(number))) == {"now"}
    restore_backup(tmp_path, shelved(tmp_path, "20261124-140512-1-abc.zip", whole))
    assert held(tmp_path) == FILES


@pytest.mark.parametrize("name", ["../outside", "/outside", "a/../../outside"])
def test_archive_that_reaches_out_of_its_folder_is_refused(tmp_path: Path, name: str) -> None:
    backup = shelved(tmp_path, "20261124-140512345-asked-9-1-abc.zip", archive({name: b"x"}))
    with pytest.raises(BackupUnusable, match="not one of ours"):
        restore_backup(tmp_path, backup)
    assert set(held(tmp_path)) == {"now"}


def test_made_backup_is_called_by_when_why_and_of_what_and_others_unfinished_ones_stay(
    tmp_path: Path,
) -> None:
    shelved(tmp_path, "20260101-000000-1-abc.zip", b"")
    shelf = tmp_path / "backups" / "samverkan"
    new, old = shelf / "samverkan-backup-1.zip", shelf / "samverkan-backup-2.zip"
    for file, age in ((new, 60), (old, 7 * 3600)):
        file.write_bytes(b"half")
        os.utime(file, (START.timestamp() - age, START.timestamp() - age))

    def sql(command: str) -> list[dict[str, object]]:
        assert command == "BACKUP DATABASE"
        (shelf / "samverkan-backup-3.zip").write_bytes(archive(FILES))
        return [{"backupFile": "samverkan-backup-3.zip"}]

    made = make_backup(tmp_path, sql, label="4-abc", reason=Reason.LOAD, records=613, now=START)
    assert made.name == f"20260901-073000000-load-613-4-abc-{zlib.crc32(archive(FILES)):08x}.zip"
    assert made.size == len(archive(FILES))
    assert new.exists()  # another process may be at it
    assert not old.exists()
    assert [backup.name for backup in backups(tmp_path)] == [made.name, "20260101-000000-1-abc.zip"]

    drop_backups(tmp_path, now=START, newest=1)
    assert len(backups(tmp_path)) == 2  # the other is the last one of its day
    assert new.exists()
    made.path.unlink()
    assert made.size == 0
