"""A table as it leaves the screen: its own columns, words and order, and what it is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

Value = str | int | float | dt.date | None
"""What may stand in a cell; None where nothing is stated."""


@dataclass(frozen=True)
class TableWords:
    """The words a file needs beside those of the table.

    `about` names the sheet that says what the table is about. `cut` ends a text too long for a cell of
    a spreadsheet. `texts_cut` and `rows_left_out` say there how many texts were cut and how many rows
    a sheet has no room for; nothing is said where there are none.
    """

    about: str
    cut: str
    texts_cut: str
    rows_left_out: str


@dataclass(frozen=True)
class Table:
    """The content of a file.

    Parameters
    ----------
    title
        What the table holds, in a few words.
    headings
        One a column.
    rows
        All rows in the order shown, with a value for each heading.
    about
        What the table is about, as pairs of a label and a value: page, filters in force, date, source.
    words
        The other words of a file.
    """

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Value]]
    about: Sequence[tuple[str, Value]]
    words: TableWords
