"""The files of a source: what lies in a folder or a zip archive, and opening it without harm.

Nothing is ever unpacked to the disk, no link is followed out of the folder, and what is too large
is refused before it is read.
"""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Final

from graph.errors import UnreadableSource
from graph.problems import Problem, shown
from loaders.base import Limits

TABLES: Final = (".csv",)
"""How the files of a source end, where its loader asks for no others."""

_MEGABYTE = 1_000_000
_ARCHIVE: Final = b"PK\x03\x04"  # what a zip archive begins with
_LONGEST_FILE_NAME: Final = 255  # as most systems have it; an archive may hold longer ones

LARGEST_LIST: Final = 2_000_000
"""Bytes of an archive's list of what is in it: of a thousand files, with very long names."""


_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, struct.error)


class _LongList(zipfile.BadZipFile):
    """An archive with so many files in it that not even their names are read."""


class _Sparing(io.FileIO):
    """A file that gives no more than `LARGEST_LIST` bytes at once.

    `zipfile` reads the whole list of an archive at once, and makes half a kilobyte of memory of each
    of its lines before one can ask how many there are. Nothing else that is read of one is as large.
    """

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > LARGEST_LIST:
            raise _LongList(f"its list of files has {size:,} bytes, {LARGEST_LIST:,} at most")
        return super().read(size) or b""


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    with _Sparing(path) as file, zipfile.ZipFile(file) as archive:
        yield archive


@dataclass(frozen=True)
class SourceFile:
    """One file of a source: its name for the reader, its size in bytes, and how to open it."""

    name: str
    size: int
    _open: Callable[[], IO[bytes]]

    @property
    def table(self) -> str:
        """The table that the name stands for."""
        return table_of(self.name)

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """The bytes, from the first on.

        Raises
        ------
        OSError
            When the file or the archive is broken.
        """
        try:
            stream = self._open()
        except (*_BROKEN, RuntimeError) as error:
            raise OSError(f"the archive cannot be opened ({error})") from error
        try:
            with stream:
                yield stream
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise OSError(f"the archive is damaged ({error})") from error
        except (NotImplementedError, RuntimeError) as error:
            raise OSError(f"the archive cannot be unpacked ({error})") from error


@dataclass(frozen=True)
class Source:
    """A folder or archive: the name it goes by, the files that may be read, what is wrong with others."""

    name: str
    files: tuple[SourceFile, ...]
    problems: tuple[Problem, ...]


def open_source(path: Path, *, limits: Limits, suffixes: tuple[str, ...] = TABLES) -> Source:
    """The files with one of these suffixes, of a folder, of a zip archive, or the file itself that is given.

    Of a folder those that lie directly in it, of an archive also those in its one top folder.

    Raises
    ------
    UnreadableSource
        When there is no such folder, archive or file, or it cannot be read.
    """
    try:
        if not path.is_file():
            return _folder(path, limits, suffixes)
        return _single(path, limits) if _ends(path.name, suffixes) else _archive(path, limits, suffixes)
    except (OSError, RuntimeError, *_BROKEN) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UnreadableSource(
            f"{shown(path)} cannot be read: {shown(reason)}. "
            "A folder or a zip archive with the tables, which you may open, would be right.",
            path=str(path),
            reason=reason,
        ) from error


def table_names(path: Path, *, suffixes: tuple[str, ...] = TABLES) -> frozenset[str]:
    """The names of the files with one of these suffixes in a folder or archive, small and without the suffix.

    Empty where nothing can be read: never raises, so that a loader can ask whether this is for it.
    """
    try:
        if path.is_dir():
            with os.scandir(path) as entries:
                names = [entry.name for entry in entries]
        elif path.is_file() and zipfile.is_zipfile(path):
            with _opened(path) as archive:
                names = [_place(member).name for member in archive.namelist()]
        else:
            return frozenset()
    except (OSError, *_BROKEN):
        return frozenset()
    return frozenset(table_of(name) for name in names if _ends(name, suffixes))


def is_damaged_archive(path: Path) -> bool:
    """Whether a file begins as a zip archive and cannot be opened as one.

    Raises
    ------
    OSError
        When the file cannot be read.
    UnreadableSource
        When it lists too many files to be opened.
    """
    if not path.is_file():  # a pipe would never end
        return False
    with path.open("rb") as stream:
        if stream.read(len(_ARCHIVE)) != _ARCHIVE:
            return False
    try:
        with _opened(path):
            return False
    except _LongList as error:
        raise UnreadableSource(
            f"{shown(path)} is not opened: {error}. An archive with nothing but the tables would be right.",
            path=str(path),
            reason=str(error),
        ) from error
    except _BROKEN:
        return True


def _place(member: str) -> PurePosixPath:
    # some packers write the backslashes of Windows
    return PurePosixPath(member.replace("\\", "/"))


def table_of(name: str) -> str:
    """The table a file's name stands for: small letters, without the suffix."""
    return PurePosixPath(name).stem.lower()


def _ends(name: str, suffixes: tuple[str, ...]) -> bool:
    # "._name" is what macOS leaves beside a file in an archive
    return name.lower().endswith(suffixes) and not name.startswith(".")


def _single(path: Path, limits: Limits) -> Source:
    size = path.stat().st_size
    if problem := _too_large(path.name, size, size, limits):
        return Source(path.stem, (), (problem,))
    return Source(path.stem, (SourceFile(path.name, size, lambda: path.open("rb")),), ())


def _folder(path: Path, limits: Limits, suffixes: tuple[str, ...]) -> Source:
    files, problems, total = [], [], 0
    root = path.resolve(strict=True)
    with os.scandir(path) as scanned:
        tables = [entry for entry in scanned if _ends(entry.name, suffixes)]
        entries = sorted(tables, key=lambda entry: entry.name)
    if len(entries) > limits.members:
        return Source(root.name, (), (_too_many_files(root.name, len(entries), limits),))
    for entry in entries:
        name = shown(entry.name, limit=_LONGEST_FILE_NAME)
        try:
            target = Path(entry.path).resolve()
        except (OSError, RuntimeError):  # before Python 3.13 a circle of links is no OSError
            problems.append(_unreadable(name, "it is a link that leads back to itself"))
            continue
        if not target.is_relative_to(root):
            problems.append(Problem("unsafe_link", name, suggestion="Put the file itself into the folder."))
            continue
        try:
            status = target.stat()
        except OSError as error:
            problems.append(_unreadable(name, error.strerror or "it is not there"))
            continue
        if not stat.S_ISREG(status.st_mode):  # a pipe or a device would never end
            problems.append(_unreadable(name, "it is not a file"))
            continue
        total += status.st_size
        if problem := _too_large(name, status.st_size, total, limits):
            problems.append(problem)
            continue
        files.append(SourceFile(name, status.st_size, lambda target=target: target.open("rb")))  # type: ignore[misc]
    return Source(root.name, tuple(files), tuple(problems))


def _archive(path: Path, limits: Limits, suffixes: tuple[str, ...]) -> Source:
    with _opened(path) as archive:
        members = archive.infolist()
    if len(members) > limits.members:
        return _refused(path, f"{len(members)} files, {limits.members} at most")
    files, problems, total, folders = [], [], 0, set()
    for member in members:
        place = _place(member.filename)
        if place.is_absolute() or ".." in place.parts or (place.parts[:1] and place.parts[0].endswith(":")):
            return _refused(path, f"a file that points out of the archive, {shown(member.filename)}")
        if member.is_dir() or not _ends(place.name, suffixes) or place.parts[0] == "__MACOSX":
            continue
        if stat.S_ISLNK(member.external_attr >> 16):
            return _refused(path, f"a link in place of a file, {shown(member.filename)}")
        if member.flag_bits & 0x1:
            return _refused(path, f"a password protects {shown(member.filename)}")
        if member.file_size > _MEGABYTE and member.file_size > limits.compression * max(
            member.compress_size, 1
        ):
            return _refused(path, f"{shown(member.filename)} grows more than {limits.compression} times")
        folders.add(place.parent)
        name = shown(place.name, limit=_LONGEST_FILE_NAME)
        total += member.file_size
        if problem := _too_large(name, member.file_size, total, limits):
            problems.append(problem)
            continue
        files.append(SourceFile(name, member.file_size, _member_opener(path, member)))
    if len(folders) > 1 or any(len(folder.parts) > 1 for folder in folders):
        return _refused(path, "its tables lie in several folders, or in a folder of a folder")
    if len({file.name.lower() for file in files}) < len(files):
        return _refused(path, "two of its files have the same name")
    return Source(path.stem, tuple(sorted(files, key=lambda file: file.name)), tuple(problems))


def _member_opener(path: Path, member: zipfile.ZipInfo) -> Callable[[], IO[bytes]]:
    # the archive is opened anew for each table; zipfile never gives more bytes than file_size says,
    # and checks the sum at the end, so a size that lies ends as a damaged archive
    def open_member() -> IO[bytes]:
        archive = zipfile.ZipFile(path)
        try:
            stream = archive.open(member)
        finally:
            archive.close()  # the stream keeps the file open until it is closed itself
        return stream

    return open_member


def _refused(path: Path, why: str) -> Source:
    hint = "Pack the tables into one plain zip archive, or give the folder itself."
    return Source(path.stem, (), (Problem("unsafe_archive", path.name, value=why, suggestion=hint),))


def _too_many_files(name: str, number: int, limits: Limits) -> Problem:
    hint = f"Put only the tables there; at most {limits.members} are looked at."
    return Problem(
        "too_many_files", shown(name), value=str(number), suggestion=hint, about=str(limits.members)
    )


def _unreadable(name: str, why: str) -> Problem:
    return Problem("unreadable_file", name, value=why, suggestion="Put a table there that you may open.")


def _too_large(name: str, size: int, total: int, limits: Limits) -> Problem | None:
    if size > limits.file_bytes:
        value = f"{size / _MEGABYTE:.0f} MB, {limits.file_bytes / _MEGABYTE:.0f} MB at most"
    elif total > limits.total_bytes:
        value = f"all tables together at most {limits.total_bytes / _MEGABYTE:.0f} MB"
    else:
        return None
    hint = "Split the data, or raise SAMVERKAN_MAX_FILE_MB."
    return Problem("file_too_large", name, value=value, suggestion=hint)
