"""The pipeline: check what a source holds, load it into the database, export it again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import loaders
from graph.errors import DamagedArchive, ProblemsFound, UnknownFormat, UnreadableSource
from graph.problems import Problem, Severity, counted, shown
from graph.validation import validate
from loaders.base import Limits, Loader, Progress, Reading
from loaders.export import check_target, export
from loaders.files import is_damaged_archive
from loaders.made import with_template_groups_made

__all__ = ["check", "check_target", "export", "find_loader", "load", "source_name", "write"]

if TYPE_CHECKING:
    from graph.dataset import Dataset
    from graph.store.graph_store import GraphStore
    from graph.store.report import LoadReport

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def check(path: Path, *, limits: Limits | None = None, progress: Progress | None = None) -> Reading:
    """What a source holds, with the groups its templates make, and all that is wrong, errors first.

    Nothing is written anywhere.

    Parameters
    ----------
    path
        A folder or an archive.
    limits
        How much is read and told at the most.
    progress
        Told bytes read and bytes in all.

    Raises
    ------
    UnreadableSource
        When nothing can be read.
    UnknownFormat
        When no loader knows it.
    """
    limits = limits or Limits()
    reading = find_loader(path).read(path, limits=limits, progress=progress)
    reading = with_template_groups_made(reading)
    found = validate(reading.dataset, origins=reading.origins, unread=reading.unread, listed=limits.listed)
    if reading.dataset.is_empty and not reading.problems:
        hint = "The tables have no rows."
        found = (*found, Problem("empty_source", path.name, suggestion=hint))
    ordered = sorted((*reading.problems, *found), key=lambda problem: _ORDER[problem.severity])
    return replace(reading, problems=tuple(ordered))


def load(
    path: Path,
    store: GraphStore,
    *,
    by: str | None = None,
    base_revision: int | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> LoadReport:
    """Check a source and write it to the database in place of what is there.

    Loading the same source twice changes nothing.

    Parameters
    ----------
    path
        A folder or an archive.
    store
        The database.
    by
        Who loads, for the history.
    base_revision
        The revision that the source was made from: only what the source changes of that is written.
    limits
        How much is read and told at the most.
    progress
        Told steps done and steps in all of the writing.

    Raises
    ------
    ProblemsFound
        When something must be mended first; the database is untouched then.
    RevisionConflict
        When others have changed the same records since `base_revision`.
    UnreadableSource, UnknownFormat
        As `check`.
    StoreError
        When the database cannot be written.
    """
    reading, origin = check(path, limits=limits), source_name(path)
    return write(reading, store, origin=origin, by=by, base_revision=base_revision, progress=progress)


def write(
    reading: Reading,
    store: GraphStore,
    *,
    origin: str,
    by: str | None = None,
    base_revision: int | None = None,
    base: Dataset | None = None,
    progress: Progress | None = None,
) -> LoadReport:
    """Write what was checked.

    Parameters
    ----------
    reading
        What `check` found.
    store
        The database.
    origin
        What the history calls it.
    by, base_revision
        As in `load`.
    base
        The records of `base_revision`, where they are at hand.
    progress
        As in `load`.

    Raises
    ------
    ProblemsFound
        When something must be mended first; the database is untouched then.
    RevisionConflict
        When others have changed the same records since `base_revision`.
    StoreError
        When the database cannot be written.
    """
    if reading.stops:
        errors = counted(reading.problems)[Severity.ERROR]
        raise ProblemsFound(
            f"{shown(origin)} holds {errors} problem{'s' * (errors != 1)} that must be mended first; "
            "nothing was loaded.",
            reading.problems,
            origin=origin,
            errors=errors,
        )
    return store.write_dataset(
        reading.dataset, origin=origin, by=by, base_revision=base_revision, base=base, progress=progress
    )


def source_name(path: Path) -> str:
    """What a source is called: the name of the folder or archive, without the way to it."""
    return path.resolve().name


def find_loader(path: Path) -> Loader:
    """The loader that recognizes the source.

    Raises
    ------
    UnreadableSource
        When there is nothing at the path, or it cannot be read.
    DamagedArchive
        For an archive of which a part is missing.
    UnknownFormat
        When no loader recognizes it.
    """
    for loader in loaders.LOADERS:
        if loader.recognizes(path):
            return loader
    try:
        if not path.exists():
            raise UnreadableSource(
                f"There is nothing at {shown(path)}. The path of a folder or zip archive would be right.",
                path=str(path),
                reason="not there",
            )
        if path.is_dir():
            next(path.iterdir(), None)
        elif is_damaged_archive(path):
            raise DamagedArchive(
                f"{shown(path)} is a zip archive that is damaged. The whole archive would be right.",
                path=str(path),
                reason="damaged",
            )
    except OSError as error:
        raise UnreadableSource(
            f"{shown(path)} cannot be read: {error.strerror}.", path=str(path), reason=error.strerror
        ) from error
    raise UnknownFormat(
        f"{shown(path)} is in no known format. What can be read is "
        f"{', or '.join(loader.about for loader in loaders.LOADERS)}: docs/formats.md.",
        path=str(path),
    )
