"""Cells: how a value stands in a table that a spreadsheet may open, or in JSON.

- *Formula protection:* a spreadsheet runs a cell that begins with `=`, `+`, `-` or `@`. Such a text
  is written with an apostrophe in front.
  (https://owasp.org/www-community/attacks/CSV_Injection)
- *Lists* are joined by `|`; a `|` or a backslash inside a text has a backslash in front.

Reading such cells again is the loaders' work (`loaders.cells`).
"""

from __future__ import annotations

from typing import Any, Final

import polars as pl

FORMULA_STARTS = "=+\\-@\\t\\r\\n＝＋－＠"
"""What makes a spreadsheet run a text, as the inside of a regular expression's brackets."""

COUNTED_WORDS: Final = pl.List(pl.Struct({"word": pl.String, "count": pl.Int64}))
"""A column of words with their counts, in an order."""

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

    Words with their counts are joined as `word=count`.
    """
    return frame.select(_cells(name, kind) for name, kind in frame.schema.items())


def as_records(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as column → value; words with their counts as word → count."""
    counted = [name for name, kind in frame.schema.items() if kind == COUNTED_WORDS]
    records = frame.to_dicts()
    for record in records:
        for name in counted:
            record[name] = {pair["word"]: pair["count"] for pair in record[name]}
    return records


def _cells(name: str, kind: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if kind == pl.String():
        return text_cells(column)
    if kind.is_nested():  # an empty list is an empty cell, without quotation marks
        column = pl.when(column.list.len() > 0).then(column)
    if kind == COUNTED_WORDS:
        pair = [pl.element().struct.field(part).cast(pl.String) for part in ("word", "count")]
        return list_cells(column.list.eval(pl.concat_str(pair, separator="=")))
    if kind == pl.List(pl.String):
        return list_cells(column)
    return column
