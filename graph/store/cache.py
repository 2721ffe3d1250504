"""Complete states as Arrow files beside the database, so that a second start reads no database.

    <store id>/<revision>-<load id>/manifest.json, <table>.arrow …

No other state of any database has a folder's name, so what lies there is never out of date. A folder appears
whole or not at all. A table that is as it was in the state written before is not written again: its file is
the same, under two names. What has been done since a state that is here is read from the history, so not
every state has to be written.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import threading
import weakref
import zlib
from pathlib import Path
from typing import Any, Final

import polars as pl

from graph.dataset import Dataset
from graph.model import RECORD_TYPE, RECORD_TYPES, polars_schema
from graph.store.state import State

MANIFEST: Final = "manifest.json"
KEPT: Final = 2  # the latest state, and the one before it that another process may be reading
STORES_KEPT: Final = 5  # databases whose states are kept


class DatasetCache:
    """The Datasets kept in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._guard = threading.Lock()
        # tables are not held on to: what nobody looks at any more is let go
        self._written: tuple[Path, dict[str, weakref.ref[pl.DataFrame]], dict[str, Any]] | None = None

    def read(self, state: State) -> Dataset | None:
        """The Dataset of a state, or None when it is not here or not whole."""
        return self._read(self._of(state))

    def latest(self, store_id: str) -> tuple[str, Dataset] | None:
        """Load id and Dataset of the latest whole state of a database that is here."""
        folders = _newest(self._folder / store_id)
        for folder in folders:
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                about = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
                dataset = self._read(folder)
                if dataset is not None:
                    return str(about["load_id"]), dataset
        return None

    def write(self, state: State, dataset: Dataset) -> None:
        """Keep the Dataset of a state and drop those of earlier ones. A disk that is full is no error."""
        folder = self._of(state)
        part = folder.with_name(f".part-{os.getpid()}-{secrets.token_hex(4)}")
        with self._guard:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._folder.chmod(0o700)
                part.mkdir(parents=True)
                tables = {table: self._put(part, table, dataset) for table in dataset}
                about = {"load_id": state.load_id, "tables": tables}
                (part / MANIFEST).write_text(json.dumps(about), encoding="utf-8")
                with contextlib.suppress(OSError):
                    part.rename(folder)
                self._written = (folder, {table: weakref.ref(dataset[table]) for table in dataset}, tables)
            except OSError:
                pass
            shutil.rmtree(part, ignore_errors=True)
            self._tidy(state)

    def _put(self, folder: Path, table: str, dataset: Dataset) -> dict[str, int]:
        """Write a table, or let the file of the state written before be its file, too."""
        path = folder / f"{table}.arrow"
        if self._written is not None:
            before, held, tables = self._written
            if held[table]() is dataset[table]:
                with contextlib.suppress(OSError):
                    os.link(before / path.name, path)
                    found: dict[str, int] = tables[table]
                    return found
        return _write(path, dataset[table])

    def _read(self, folder: Path) -> Dataset | None:
        try:
            tables = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["tables"]
            if set(tables) != set(RECORD_TYPE):
                return None
            return Dataset.trusted({t.table: _read(folder, t.table, tables[t.table]) for t in RECORD_TYPES})
        except (OSError, ValueError, KeyError, TypeError, pl.exceptions.PolarsError):
            return None

    def _of(self, state: State) -> Path:
        return self._folder / state.store_id / state.label

    def _tidy(self, state: State) -> None:
        for folder in (*_newest(self._folder / state.store_id)[KEPT:], *_newest(self._folder)[STORES_KEPT:]):
            shutil.rmtree(folder, ignore_errors=True)


def _newest(folder: Path) -> list[Path]:
    try:
        folders = [f for f in folder.iterdir() if not f.name.startswith(".")]
        return sorted(folders, key=lambda f: f.stat().st_mtime, reverse=True)
    except OSError:  # another process tidies, too
        return []


def _write(path: Path, frame: pl.DataFrame) -> dict[str, int]:
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
