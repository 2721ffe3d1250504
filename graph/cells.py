"""Cells: how a value stands in a table that a spreadsheet may open.

- *Formula protection:* a spreadsheet runs a cell that begins with `=`, `+`, `-` or `@`. Such a text
  is written with an apostrophe in front.
  (https://owasp.org/www-community/attacks/CSV_Injection)
- *Lists* are joined by `|`; a `|` or a backslash inside a text has a backslash in front.

Reading such cells again is the loaders' work (`loaders.cells`).
"""

from __future__ import annotations

import polars as pl

FORMULA_STARTS = "=+\\-@\\t\\r\\n＝＋－＠"
"""What makes a spreadsheet run a text, as the inside of a regular expression's brackets."""

_TO_PROTECT = f"^('*[{FORMULA_STARTS}])"


def protect(column: pl.Expr) -> pl.Expr:
    """Texts with an apostrophe in front where a spreadsheet would run them as a formula."""
    return column.str.replace(_TO_PROTECT, "'$1")


def text_cells(column: pl.Expr) -> pl.Expr:
    """Texts as they stand in a file: protected, and without the space around them."""
    # the space could hide behind an apostrophe: '<tab> is no protected tab
    return protect(column.str.strip_chars())


def list_cells(column: pl.Expr) -> pl.Expr:
    """Lists of texts as they stand in a file: joined, and protected as a whole."""
    part = pl.element().str.strip_chars()
    escaped = part.str.replace_all("\\", "\\\\", literal=True).str.replace_all("|", "\\|", literal=True)
    return protect(column.list.eval(escaped).list.join("|", ignore_nulls=True))


def as_cells(frame: pl.DataFrame) -> pl.DataFrame:
    """A table as it stands in a file: texts protected, lists joined, all else as polars writes it.

    A list of pairs, as of a word and its count, is written `word=count`.
    """
    return frame.select(_cells(name, kind) for name, kind in frame.schema.items())


def _cells(name: str, kind: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    match kind:
        case pl.String():
            return text_cells(column)
        case pl.List(inner=pl.String()):
            return list_cells(column)
        case pl.List(inner=pl.Struct(fields=fields)):
            parts = [pl.element().struct.field(field.name).cast(pl.String) for field in fields]
            return list_cells(column.list.eval(pl.concat_str(parts, separator="=")))
        case _:
            return column
