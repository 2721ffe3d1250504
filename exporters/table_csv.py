"""A table as CSV: for a spreadsheet in the reader's language, or for a program.

Texts are protected against being run as formulas, as in every file we write (`graph.cells`). Days are
written YYYY-MM-DD, which spreadsheets take for days in every language.
"""

from __future__ import annotations

import codecs
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from exporters.table import Value
from graph.cells import as_cells, text_cells


@dataclass(frozen=True)
class Dialect:
    """How a file separates columns and decimals, and whether it begins with a byte order mark.

    Excel reads å ä ö only with the mark.
    """

    separator: str
    decimal: str
    has_mark: bool


PROGRAMS = Dialect(",", ".", has_mark=False)
"""What a program reads without being told anything."""


def table_csv(headings: Sequence[str], rows: Sequence[Sequence[Value]], *, dialect: Dialect) -> bytes:
    """The table as UTF-8 text, a line a row below the line of headings; None is an empty cell."""
    columns = list(zip(*rows, strict=True)) or [()] * len(headings)
    texts = {
        str(place): pl.Series([heading, *(_text(value, dialect) for value in column)], dtype=pl.String)
        for place, (heading, column) in enumerate(zip(headings, columns, strict=True))
    }
    are_texts = {
        str(place): pl.Series([True, *(isinstance(value, str) for value in column)])
        for place, column in enumerate(columns)
    }
    protected = [
        pl.when(pl.Series(are_texts[name])).then(text_cells(pl.col(name))).otherwise(pl.col(name)).alias(name)
        for name in texts
    ]
    written = (
        pl.DataFrame(texts).select(protected).write_csv(include_header=False, separator=dialect.separator)
    )
    return (codecs.BOM_UTF8 if dialect.has_mark else b"") + written.encode()


def frame_csv(frame: pl.DataFrame, *, dialect: Dialect) -> bytes:
    """A table of records by the names of its columns: lists joined by |, else as `table_csv`."""
    written = as_cells(frame).write_csv(separator=dialect.separator, decimal_comma=dialect.decimal == ",")
    return (codecs.BOM_UTF8 if dialect.has_mark else b"") + written.encode()


def _text(value: Value, dialect: Dialect) -> str | None:
    """A value as it stands in the file, but for the protection of texts."""
    match value:
        case None | str():
            return value or None
        case bool():
            return str(value).lower()
        case dt.date():
            return value.isoformat()
        case float():
            return repr(value).removesuffix(".0").replace(".", dialect.decimal)
        case _:
            return str(value)
