"""A table as a workbook: the table itself, with real numbers and days, and a sheet that says what it is.

No text is ever run: xlsxwriter writes every text as one, and those that a spreadsheet would run when they
are edited get its own mark for that (`quote_prefix`), which is seen in the cell's line and not in the cell.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from collections.abc import Sequence

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from exporters.table import Table, Value
from graph.cells import FORMULA_STARTS

MOST_ROWS = 1_048_575
"""Rows of a sheet below the line of headings."""

LONGEST_TEXT = 32_767
"""UTF-16 units a cell holds, which is how Excel counts letters."""

_RUNNABLE = re.compile(f"'*[{FORMULA_STARTS}]")
_NOT_IN_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_WIDTH = (9, 60)  # letters: the narrowest and the widest column
_ABOUT_WIDTHS = (28, 90)
_MEASURED = 1_000  # rows a column's width is taken from
_A4 = 9  # Excel's number of the paper
_EXACT = 2**53  # larger whole numbers are written as texts: a cell would round them


_FIRST_DAY = dt.date(1900, 1, 1)  # earlier ones are written as texts: a sheet knows none


def table_xlsx(table: Table) -> bytes:
    """The workbook.

    The first sheet holds the table: headings that stay in view, a filter on each column, widths that
    fit. The second says what it is about. A text too long for a cell ends in `words.cut`, and rows
    beyond `MOST_ROWS` are left out; the second sheet says how many there were of either.
    """
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(made, options) as workbook:
        workbook.set_properties({"title": _legal(table.title)})
        names = _sheet_names(table.title, table.words.about)
        first, second = (workbook.add_worksheet(name) for name in names)
        sheet = _Sheet(workbook, first, cut=table.words.cut)
        _fill(sheet, table)
        left_out = max(len(table.rows) - MOST_ROWS, 0)
        lines = ((table.words.texts_cut, sheet.texts_cut), (table.words.rows_left_out, left_out))
        about = [*table.about, *((label, count) for label, count in lines if count)]
        _tell(_Sheet(workbook, second, cut=table.words.cut), table.title, about)
    return made.getvalue()


class _Sheet:
    """A sheet being written; `texts_cut` counts the texts that were too long for a cell."""

    def __init__(self, workbook: Workbook, sheet: Worksheet, *, cut: str) -> None:
        self.sheet = sheet
        self.texts_cut = 0
        self._cut = cut
        look = {"valign": "top", "text_wrap": True}
        self.left = workbook.add_format({"valign": "top", "align": "left"})
        self.bold = workbook.add_format({**look, "bold": True})
        self._text = workbook.add_format(look)
        self._quoted = workbook.add_format({**look, "quote_prefix": True})
        self._number = workbook.add_format({"valign": "top"})
        self._day = workbook.add_format({"valign": "top", "num_format": "yyyy-mm-dd", "align": "left"})

    def put(self, row: int, column: int, value: Value, look: Format | None = None) -> None:
        """Write one value as what it is; None leaves the cell empty."""
        match value:
            case None | "":
                pass
            case bool():
                self.sheet.write_boolean(row, column, value, look or self._number)
            case int() | float() if math.isfinite(value) and abs(value) <= _EXACT:
                self.sheet.write_number(row, column, value, look or self._number)
            case dt.date() if value >= _FIRST_DAY:
                self.sheet.write_datetime(row, column, value, look or self._day)
            case _:
                self._put_text(row, column, str(value), look)

    def _put_text(self, row: int, column: int, text: str, look: Format | None) -> None:
        legal = _legal(text)
        shown = _shortened(legal, self._cut)
        self.texts_cut += shown is not legal
        runnable = _RUNNABLE.match(shown) or _RUNNABLE.match(shown.lstrip())
        self.sheet.write_string(row, column, shown, look or (self._quoted if runnable else self._text))


def _fill(sheet: _Sheet, table: Table) -> None:
    rows = table.rows[:MOST_ROWS]
    for column, heading in enumerate(table.headings):
        sheet.put(0, column, heading, sheet.bold)
        shown = [heading, *(_shown(row[column]) for row in rows[:_MEASURED])]
        sheet.sheet.set_column(column, column, _width(shown))
    for place, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            sheet.put(place, column, value)
    sheet.sheet.freeze_panes(1, 0)
    if table.headings:
        sheet.sheet.autofilter(0, 0, len(rows), len(table.headings) - 1)
    # on paper as wide as a sheet, the headings on each
    sheet.sheet.set_landscape()
    sheet.sheet.set_paper(_A4)
    sheet.sheet.fit_to_pages(1, 0)
    sheet.sheet.repeat_rows(0)


def _tell(sheet: _Sheet, title: str, about: Sequence[tuple[str, Value]]) -> None:
    for column, width in enumerate(_ABOUT_WIDTHS):
        sheet.sheet.set_column(column, column, width)
    sheet.put(0, 0, title, sheet.bold)
    for row, (label, value) in enumerate(about, start=2):
        sheet.put(row, 0, label, sheet.bold)
        sheet.put(row, 1, value, sheet.left if isinstance(value, (int, float)) else None)


def _shown(value: Value) -> str:
    return "" if value is None else str(value)


def _width(texts: Sequence[str]) -> int:
    """As wide as the longest line, within reason, with room for the sign of the filter."""
    longest = max(max(map(len, text.split("\n"))) for text in texts)
    return min(max(longest + 3, _WIDTH[0]), _WIDTH[1])


def _legal(text: str) -> str:
    """Without what no XML file may hold; control characters have a way of their own to be written."""
    return _NOT_IN_XML.sub("\ufffd", text)


def _shortened(text: str, cut: str) -> str:
    """The text, or as much of it as a cell holds with `cut` at its end."""
    if 2 * len(text) <= LONGEST_TEXT or _units(text) <= LONGEST_TEXT:
        return text
    room = LONGEST_TEXT - _units(cut)
    return text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", errors="ignore") + cut


def _units(text: str) -> int:
    """How many UTF-16 units a text takes, which is how Excel counts."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def _sheet_names(title: str, about: str) -> tuple[str, str]:
    """Two names a workbook takes: at most 31 letters, without its own signs, and not the same."""
    names = [_NOT_IN_A_NAME.sub(" ", _legal(name))[:31].strip(" '") for name in (title, about)]
    first, second = names[0] or "1", names[1] or "2"
    return (first, second) if first.casefold() != second.casefold() else (f"{first[:29]} 1", second)
