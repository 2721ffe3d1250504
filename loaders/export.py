"""Writing: a Dataset as a folder of tables that `loaders.native` reads again.

The folder appears whole or not at all: it is written under another name and then renamed.
"""

from __future__ import annotations

import os
import shutil
import uuid
from pathlib import Path
from typing import Final

import polars as pl

from graph.dataset import Dataset
from graph.errors import TargetUnusable
from graph.model import RECORD_TYPES, RecordType
from graph.problems import shown
from loaders import datapackage
from loaders.cells import write_column

_README: Final = """\
Tables exported by Samverkan
============================

One CSV file for each kind of record: UTF-8, commas, a header line, lists joined by |.
datapackage.json says what each column holds (https://datapackage.org).
An apostrophe before a text that begins with =, +, - or @ keeps spreadsheets from running it;
it is taken away when the tables are read again.

Read them back with: python -m loaders load FOLDER
"""
_FILES: Final = frozenset({f"{t.table}.csv" for t in RECORD_TYPES} | {datapackage.FILE_NAME, "README.txt"})


def export(dataset: Dataset, folder: Path, *, overwrite: bool = False) -> Path:
    """Write all tables, also the empty ones, with a description and a short README.

    Reading the folder again gives an equal Dataset, but for space around texts, which is no part
    of them.

    Parameters
    ----------
    dataset
        Any Dataset.
    folder
        Where to; made where it is not there.
    overwrite
        Whether an earlier export is replaced.

    Returns
    -------
    Path
        The folder, in full.

    Raises
    ------
    TargetUnusable
        When it cannot be written, or holds anything but an earlier export: that is never touched.
    """
    target = folder.resolve()
    check_target(target, overwrite=overwrite)
    new = target.with_name(f".{target.name}.{uuid.uuid4().hex}.new")
    old = new.with_suffix(".old")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        new.mkdir()
        try:
            for record_type in RECORD_TYPES:
                as_written(dataset, record_type).write_csv(new / f"{record_type.table}.csv")
            (new / datapackage.FILE_NAME).write_text(datapackage.as_json(dataset), encoding="utf-8")
            (new / "README.txt").write_text(_README, encoding="utf-8")
            if target.exists():
                target.rename(old)
            new.rename(target)
        except BaseException:
            if old.exists() and not target.exists():
                old.rename(target)
            raise
        finally:
            shutil.rmtree(new, ignore_errors=True)
            shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise TargetUnusable(
            f"{shown(target)} cannot be written: {error.strerror}. A folder that you may write in, on a "
            "disk with room, would be right.",
            path=str(target),
            reason=error.strerror,
        ) from error
    return target


def check_target(folder: Path, *, overwrite: bool = False) -> None:
    """See before the work whether an export could be written.

    Raises
    ------
    TargetUnusable
        Unless `folder` is new, empty, or an earlier export to be replaced.
    """
    target = folder.resolve()
    if not os.path.lexists(target):
        return
    if not target.is_dir():
        raise TargetUnusable(
            f"{shown(target)} is a file; a folder would be right.", path=str(target), reason="a file"
        )
    present = {entry.name for entry in target.iterdir()}
    if not present:
        return
    if strange := present - _FILES:
        raise TargetUnusable(
            f"{shown(target)} holds other files ({shown(min(strange))}); "
            "a new or empty folder would be right.",
            path=str(target),
            reason="other files",
        )
    if not overwrite:
        raise TargetUnusable(
            f"{shown(target)} holds an earlier export; another folder would be right, or --force to replace it.",
            path=str(target),
            reason="an earlier export",
        )


def as_written(dataset: Dataset, record_type: RecordType) -> pl.DataFrame:
    """The table as it stands in a file: lists joined, texts protected from being run."""
    return dataset[record_type.table].select(
        write_column(pl.col(field.name), field.kind) for field in record_type.fields
    )
