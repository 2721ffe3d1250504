"""The last complete state as Arrow files beside the database, so that a second start reads no database.

A state's folder is `<store id>/<revision>-<load id>`: no other state of any database has that name, so
what lies there is never out of date. A folder appears whole or not at all.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import zlib
from pathlib import Path
from typing import Final

import polars as pl

from graph.dataset import Dataset
from graph.model import RECORD_TYPE, RECORD_TYPES, polars_schema
from graph.store.metadata import State

MANIFEST: Final = "manifest.json"
KEPT: Final = 2  # the current state, and the one before it that another process may be reading
STORES_KEPT: Final = 5  # databases whose states are kept


class DatasetCache:
    """The Datasets kept in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, state: State) -> Dataset | None:
        """The Dataset of a state, or None when it is not here or not whole."""
        folder = self._of(state)
        try:
            manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            if set(manifest) != set(RECORD_TYPE):
                return None
            return Dataset.trusted({t.table: _read(folder, t.table, manifest[t.table]) for t in RECORD_TYPES})
        except (OSError, ValueError, KeyError, pl.exceptions.PolarsError):
            return None

    def write(self, state: State, dataset: Dataset) -> None:
        """Keep the Dataset of a state and drop those of earlier ones. A disk that is full is no error."""
        folder = self._of(state)
        part = folder.with_name(f".part-{os.getpid()}-{secrets.token_hex(4)}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._folder.chmod(0o700)
            part.mkdir(parents=True)
            manifest = {table: _write(part, table, dataset[table]) for table in dataset}
            (part / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
            with contextlib.suppress(OSError):
                part.rename(folder)
        except OSError:
            pass
        shutil.rmtree(part, ignore_errors=True)
        self._tidy(state)

    def _of(self, state: State) -> Path:
        return self._folder / state.store_id / state.label

    def _tidy(self, state: State) -> None:
        _keep_newest(self._folder / state.store_id, KEPT)
        _keep_newest(self._folder, STORES_KEPT)


def _keep_newest(folder: Path, count: int) -> None:
    try:
        folders = [f for f in folder.iterdir() if not f.name.startswith(".")]
        folders.sort(key=lambda f: f.stat().st_mtime, reverse=True)
    except OSError:  # another process tidies, too
        return
    for old in folders[count:]:
        shutil.rmtree(old, ignore_errors=True)


def _write(folder: Path, table: str, frame: pl.DataFrame) -> dict[str, int]:
    path = folder / f"{table}.arrow"
    frame.rechunk().write_ipc(path, compression="uncompressed")
    return {"rows": frame.height, "checksum": _checksum(path)}


def _read(folder: Path, table: str, expected: dict[str, int]) -> pl.DataFrame:
    path = folder / f"{table}.arrow"
    if _checksum(path) != expected["checksum"]:
        raise ValueError(table)
    frame = pl.read_ipc(path)
    if frame.height != expected["rows"] or dict(frame.schema) != polars_schema(RECORD_TYPE[table]):
        raise ValueError(table)
    return frame


def _checksum(path: Path) -> int:
    value = 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            value = zlib.crc32(block, value)
    return value
