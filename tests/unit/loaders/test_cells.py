"""Cells: text to value and back, one column at a time."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from graph.cells import protect
from graph.model import FieldKind
from loaders.cells import read_cells, read_text, suggestion, write_column


def values(kind: FieldKind, *cells: str | None) -> list[object]:
    read, _ = read_cells(pl.Series("c", cells, dtype=pl.String), kind)
    return read.to_list()


def unread(kind: FieldKind, *cells: str | None) -> list[bool]:
    _, mask = read_cells(pl.Series("c", cells, dtype=pl.String), kind)
    return mask.to_list()


def written(kind: FieldKind, *column: object) -> list[object]:
    dtype = {FieldKind.TEXT: pl.String, FieldKind.TEXTS: pl.List(pl.String)}[kind]
    frame = pl.DataFrame({"c": pl.Series(column, dtype=dtype)})
    return frame.select(write_column(pl.col("c"), kind))["c"].to_list()


def test_text_with_space_around_it_loses_the_space() -> None:
    assert values(FieldKind.TEXT, "  Polisen\u00a0", "\tx\n", "   ", "", None) == [
        "Polisen",
        "x",
        None,
        None,
        None,
    ]


@pytest.mark.parametrize("text", ["=1+1", "+46", "-", "@SUM(A1)", "'=x", "''@x", "＝1", "'-"])
def test_text_a_spreadsheet_would_run_is_written_with_an_apostrophe_and_read_without(text: str) -> None:
    [cell] = written(FieldKind.TEXT, text)
    assert cell == "'" + text
    assert values(FieldKind.TEXT, str(cell)) == [text]


@pytest.mark.parametrize("text", ["'s-Hertogenbosch", "'", "''", "a=b", "1-2"])
def test_text_that_is_harmless_is_written_as_it_is(text: str) -> None:
    assert written(FieldKind.TEXT, text) == [text]
    assert values(FieldKind.TEXT, text) == [text]


def test_text_that_begins_with_tab_or_line_end_is_protected_in_any_table() -> None:
    assert pl.DataFrame({"c": ["\t=1", "\r=1", "\n=1"]}).select(protect(pl.col("c")))["c"].to_list() == [
        "'\t=1",
        "'\r=1",
        "'\n=1",
    ]


def test_text_with_space_around_it_is_written_without() -> None:
    assert written(FieldKind.TEXT, " Polisen ", "'\t", "\t=1") == ["Polisen", "'", "'=1"]
    assert read_text(pl.Series(["'\t=1", "' "], dtype=pl.String)).to_list() == ["=1", "'"]


def test_list_with_bars_and_backslashes_comes_back_as_it_was() -> None:
    texts = ["a|b", "c\\", "\\|", "d\\n", "e"]
    [cell] = written(FieldKind.TEXTS, texts)
    assert cell == r"a\|b|c\\|\\\||d\\n|e"
    assert values(FieldKind.TEXTS, str(cell), "x | y||", "|", None) == [texts, ["x", "y"], None, None]


def test_list_that_begins_like_a_formula_is_protected_as_a_whole() -> None:
    assert written(FieldKind.TEXTS, ["=1", "=2"]) == ["'=1|=2"]
    assert values(FieldKind.TEXTS, "'=1|=2") == [["=1", "=2"]]


def test_list_with_an_unfinished_escape_keeps_the_backslash() -> None:
    assert values(FieldKind.TEXTS, "a\\", "b\\x|c") == [["a\\"], ["b\\x", "c"]]


def test_list_column_with_no_value_keeps_its_type() -> None:
    read, mask = read_cells(pl.Series("c", [], dtype=pl.String), FieldKind.TEXTS)
    assert read.dtype == pl.List(pl.String)
    assert mask.to_list() == []


def test_date_that_is_no_day_is_unread() -> None:
    cells = ("2026-02-28", "2026-02-29", "2026-13-01", "22/11/2026", "2026-1-1", "0000-01-01", "", None)
    assert values(FieldKind.DATE, *cells) == [dt.date(2026, 2, 28)] + [None] * 7
    assert unread(FieldKind.DATE, *cells) == [False, True, True, True, True, True, False, False]


@pytest.mark.parametrize(
    "cell", ["nan", "NaN", "inf", "-inf", "Infinity", "1e999", "1,5", "0x10", "1_000", "٣"]
)
def test_number_that_is_none_is_unread(cell: str) -> None:
    assert unread(FieldKind.REAL, cell) == [True]
    assert unread(FieldKind.INTEGER, cell) == [True]


def test_numbers_in_digits_are_read() -> None:
    assert values(FieldKind.REAL, "59.31", "-18", "1e-3", " 2 ") == [59.31, -18.0, 0.001, 2.0]
    assert values(FieldKind.INTEGER, "3", "-4", "007") == [3, -4, 7]
    assert unread(FieldKind.INTEGER, "3.0", "99999999999999999999") == [True, True]


def test_flag_in_any_case_is_read_and_another_word_is_not() -> None:
    assert values(FieldKind.FLAG, "true", "FALSE", "True", "ja", "") == [True, False, True, None, None]
    assert unread(FieldKind.FLAG, "true", "FALSE", "True", "ja", "") == [False, False, False, True, False]


@pytest.mark.parametrize(
    ("kind", "text", "hint"),
    [
        (FieldKind.DATE, "22/11/2026", "Write it as 2026-11-22."),
        (FieldKind.DATE, "22.11.2026", "Write it as 2026-11-22."),
        (FieldKind.DATE, "2026/1/2", "Write it as 2026-01-02."),
        (FieldKind.DATE, "20261122", "Write it as 2026-11-22."),
        (FieldKind.DATE, "2026-11-22T10:00:00", "Write it as 2026-11-22."),
        (FieldKind.DATE, "3/4/2026", "Write it as YYYY-MM-DD, for example 2026-11-22."),
        (FieldKind.DATE, "2026-13-01", "Write it as YYYY-MM-DD, for example 2026-11-22."),
        (FieldKind.REAL, "59,31", "Write it as 59.31."),
        (FieldKind.REAL, "north", "Write a number with a point, for example 59.31."),
        (FieldKind.INTEGER, "1 000", "Write it as 1000."),
        (FieldKind.INTEGER, "3.0", "Write it as 3."),
        (FieldKind.INTEGER, "many", "Write a whole number in digits, for example 3."),
        (FieldKind.FLAG, "ja", "Write true."),
        (FieldKind.FLAG, "SANT", "Write true."),
        (FieldKind.FLAG, "0", "Write false."),
        (FieldKind.FLAG, "Nej", "Write false."),
        (FieldKind.FLAG, "maybe", "Write true or false."),
    ],
)
def test_suggestion_says_what_would_be_right(kind: FieldKind, text: str, hint: str) -> None:
    assert suggestion(text, kind) == hint
