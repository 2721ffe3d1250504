"""A table for people to read in a terminal: aligned columns, one line a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from graph.problems import shown

WIDEST_CELL: Final = 44
_LISTED: Final = 3


def text_table(frame: pl.DataFrame) -> str:
    """The rows under a line of column names, numbers to the right, all else to the left.

    Long texts end in …, of long lists the first are shown and all are counted, and fractions have
    three decimals: what is to be reckoned with is printed as JSON or CSV.
    """
    columns = [
        _aligned([name, *map(_cell, frame[name].to_list())], right=kind.is_numeric())
        for name, kind in frame.schema.items()
    ]
    lines = ["  ".join(cells).rstrip() for cells in zip(*columns, strict=True)]
    return "\n".join([*lines[:1], "-" * max(map(len, lines), default=0), *lines[1:]])


def text_record(frame: pl.DataFrame) -> str:
    """A table of one row as a line for each column: its name and its value, lists whole."""
    [row] = frame.iter_rows(named=True)
    names = _aligned(list(row), right=False)
    values = [
        ", ".join(map(_plain, value)) if isinstance(value, list) else _plain(value) for value in row.values()
    ]
    return "\n".join(f"{name}  {value}".rstrip() for name, value in zip(names, values, strict=True))


def _aligned(cells: Sequence[str], *, right: bool) -> list[str]:
    width = max(map(len, cells))
    return [cell.rjust(width) if right else cell.ljust(width) for cell in cells]


def _cell(value: object) -> str:
    if not isinstance(value, list):
        return shown(_plain(value), limit=WIDEST_CELL)
    whole = ", ".join(map(_plain, value))
    if len(whole) <= WIDEST_CELL:
        return shown(whole, limit=WIDEST_CELL)
    count = f" … ({len(value)})"
    begun = ", ".join(map(_plain, value[:_LISTED]))
    return shown(begun, limit=WIDEST_CELL - len(count)).rstrip("…") + count


def _plain(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.3f}".rstrip("0").rstrip(".")
        case dict():  # a word and its count
            return " ".join(map(_plain, value.values()))
        case _:
            return shown(value, limit=500)
