"""Cells: what stands in a cell of a table, as text, and the value it means.

Every function works on a whole polars column at once, so that a million rows cost seconds. A cell
that cannot be read becomes null and is told apart from an empty one by the mask that comes with it.

- *Spaces, tabs and line ends around a text are not part of it.* An empty cell is no value.
- *Formula protection* and *lists* as in `graph.cells`, which writes them: the apostrophe before a text
  that a spreadsheet would run is taken away, and what is joined by `|` is taken apart.
"""

from __future__ import annotations

import datetime as dt
import re

import polars as pl

from graph.cells import FORMULA_STARTS, list_cells, text_cells
from graph.model import FieldKind

_PROTECTED = f"^'('*[{FORMULA_STARTS}])"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_WHOLE = r"^-?[0-9]{1,18}$"
_DECIMAL = r"^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$"

PROBLEM_OF_KIND = {
    FieldKind.DATE: "bad_date",
    FieldKind.INTEGER: "bad_number",
    FieldKind.REAL: "bad_number",
    FieldKind.FLAG: "bad_flag",
}
"""The problem code of a cell that cannot be read, by the kind of its field; texts always can."""


def read_text(cells: pl.Series) -> pl.Series:
    """Texts: without surrounding space and without formula protection; null where nothing is left."""
    bare = cells.str.strip_chars().str.replace(_PROTECTED, "$1").str.strip_chars()
    return bare.set(bare == "", None)


def read_cells(cells: pl.Series, kind: FieldKind) -> tuple[pl.Series, pl.Series]:
    """The values in a column of cells, and which cells could not be read.

    Returns the values, typed as `kind` says, and a mask that is true where a cell holds something
    that is not such a value (the value is null there).
    """
    text = read_text(cells)
    match kind:
        case FieldKind.TEXT | FieldKind.PERIOD:
            values = text
        case FieldKind.TEXTS:
            values = _lists(text)
        case FieldKind.DATE:
            day = text.set(~(text.str.contains(_DAY) & (text.str.head(4) != "0000")), None)
            values = day.str.to_date("%Y-%m-%d", strict=False)
        case FieldKind.INTEGER:
            values = text.set(~text.str.contains(_WHOLE), None).cast(pl.Int64, strict=False)
        case FieldKind.REAL:
            number = text.set(~text.str.contains(_DECIMAL), None).cast(pl.Float64, strict=False)
            values = number.set(number.is_infinite(), None)
        case FieldKind.FLAG:
            word = text.str.to_lowercase()
            values = (word == "true").set(~word.is_in(["true", "false"]), None)
    unread = text.is_not_null() & values.is_null() if kind in PROBLEM_OF_KIND else text.is_null() & False
    return values.alias(cells.name), unread


def suggestion(text: str, kind: FieldKind) -> str:
    """What would be right in place of a cell that cannot be read, as an English sentence."""
    match kind:
        case FieldKind.DATE:
            guess = _day_meant(text)
            return f"Write it as {guess}." if guess else "Write it as YYYY-MM-DD, for example 2026-11-22."
        case FieldKind.INTEGER:
            guess = text.replace(" ", "").replace("\u00a0", "").removesuffix(".0").removesuffix(",0")
            right = re.fullmatch(_WHOLE, guess)
            return f"Write it as {guess}." if right else "Write a whole number in digits, for example 3."
        case FieldKind.REAL:
            guess = text.replace(" ", "").replace("\u00a0", "").replace(",", ".")
            right = re.fullmatch(_DECIMAL, guess)
            return f"Write it as {guess}." if right else "Write a number with a point, for example 59.31."
        case _:
            word = {"1": "true", "0": "false"}.get(text, "")
            word = word or {"j": "true", "s": "true", "y": "true"}.get(text[:1].lower(), "")
            word = word or {"n": "false", "f": "false"}.get(text[:1].lower(), "")
            return f"Write {word}." if word else "Write true or false."


def write_column(column: pl.Expr, kind: FieldKind) -> pl.Expr:
    """The column as it stands in a file: lists joined, texts protected, all else as polars writes it."""
    if kind is FieldKind.TEXTS:
        return list_cells(column)
    if kind in (FieldKind.TEXT, FieldKind.PERIOD):
        return text_cells(column)
    return column


def _lists(text: pl.Series) -> pl.Series:
    parts = text.str.split("|")
    escaped = text.str.contains("\\", literal=True).fill_null(False)
    if escaped.any():  # rare, so worth no vector arithmetic
        places = escaped.arg_true()
        split = pl.Series([_split(cell) for cell in text.gather(places)], dtype=pl.List(pl.String))
        parts = (
            pl.DataFrame({"parts": parts})
            .with_row_index()
            .update(pl.DataFrame({"index": places, "parts": split}), on="index")["parts"]
        )
    bare = parts.list.eval(pl.element().str.strip_chars()).list.eval(pl.element().filter(pl.element() != ""))
    return bare.set(bare.list.len() == 0, None) if len(bare) else bare.cast(pl.List(pl.String))


def _split(cell: str) -> list[str]:
    parts, part, rest = [], "", iter(cell)
    for character in rest:
        if character == "|":
            parts.append(part)
            part = ""
        elif character == "\\":
            following = next(rest, "")
            part += following if following in ("|", "\\") and following else "\\" + following
        else:
            part += character
    return [*parts, part]


_DAY_FIRST = re.compile(r"([0-9]{1,2})[./ -]([0-9]{1,2})[./ -]([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})[./ -]?([0-9]{1,2})[./ -]?([0-9]{1,2})(?:[T ].*)?")


def _day_meant(text: str) -> str | None:
    """The day a text in another notation means, or None when that cannot be told."""
    readings: list[tuple[int, int, int]] = []
    if match := _YEAR_FIRST.fullmatch(text):
        readings = [(int(match[1]), int(match[2]), int(match[3]))]
    elif match := _DAY_FIRST.fullmatch(text):
        # 3/4/2026 is the third of April or the fourth of March: only said when one of them cannot be
        readings = [
            (int(match[3]), int(match[2]), int(match[1])),
            (int(match[3]), int(match[1]), int(match[2])),
        ]
    days = set()
    for reading in readings:
        try:
            days.add(dt.date(*reading).isoformat())
        except ValueError:
            continue
    return days.pop() if len(days) == 1 else None
