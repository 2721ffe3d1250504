"""Files to take away: a table as CSV, and everything as one zip archive. Built when clicked, not before.

Texts are written with the loaders' formula protection, so that a name such as `=1+1` stays a name
in a spreadsheet, and what was downloaded can be loaded again.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import streamlit as st

from graph.dataset import Dataset
from graph.model import POLARS_TYPES, FieldKind
from loaders.cells import write_column
from loaders.export import export

_BYTE_ORDER_MARK = "\ufeff"  # Excel reads å ä ö only with it; the loaders accept it
_KIND = {type_: kind for kind, type_ in POLARS_TYPES.items() if kind is not FieldKind.PERIOD}


def table(frame: pl.DataFrame | Callable[[], pl.DataFrame], *, label: str, file_name: str, key: str) -> None:
    """A button that gives the table, or what makes it when asked, as a CSV file."""
    st.download_button(
        label,
        data=lambda: table_as_csv(frame() if callable(frame) else frame),
        file_name=f"{file_name}.csv",
        mime="text/csv",
        key=key,
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
    )


def everything(dataset: Dataset, *, label: str, file_name: str, key: str) -> None:
    """A button that gives all tables as a zip archive, which can be loaded again."""
    st.download_button(
        label,
        data=lambda: dataset_as_zip(dataset),
        file_name=f"{file_name}.zip",
        mime="application/zip",
        key=key,
        on_click="ignore",
        icon=":material/download:",
    )


def table_as_csv(frame: pl.DataFrame) -> bytes:
    """The table as UTF-8 text: lists joined by |, texts protected against being run as formulas."""
    columns = [
        write_column(pl.col(column), _KIND.get(type_, FieldKind.TEXT)) if type_ != pl.Null else pl.col(column)
        for column, type_ in frame.schema.items()
    ]
    return (_BYTE_ORDER_MARK + frame.select(columns).write_csv()).encode()


def dataset_as_zip(dataset: Dataset) -> bytes:
    """All tables in the loaders' native format, packed."""
    packed = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        tables = export(dataset, Path(folder) / "tables")
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(tables.iterdir()):
                archive.write(file, file.name)
    return packed.getvalue()
