"""Files of tables, read back: real numbers and days, texts that stay texts, what the table is about."""

from __future__ import annotations

import csv
import datetime as dt
import io

import polars as pl
import pytest

from exporters import table_xlsx as writer
from exporters.table import Table, TableWords, Value
from exporters.table_csv import PROGRAMS, Dialect, frame_csv, table_csv
from exporters.table_xlsx import LONGEST_TEXT, table_xlsx
from tests.workbooks import sheets

WORDS = TableWords("Om tabellen", " … (avkortat)", "Avkortade texter", "Rader som inte får plats")
DAY = dt.date(2026, 11, 22)
SWEDISH = Dialect(";", ",", has_mark=True)
ENGLISH = Dialect(",", ".", has_mark=True)


def table(rows: list[list[Value]], *headings: str, title: str = "Alla områden") -> Table:
    about = [("Sida", "Var arbetar vilka?"), ("Gäller den", DAY), ("Antal rader", len(rows))]
    return Table(title, headings or ("A", "B"), rows, about, WORDS)


def test_a_workbook_holds_real_numbers_days_and_texts_in_the_tables_own_order() -> None:
    rows: list[list[Value]] = [["Ö", 3], ["Å", None], ["A", 2.5], ["2021", DAY], ["ja", True]]
    first, _ = sheets(table_xlsx(table(rows, "Område", "På plats"))).values()

    assert first.rows == [["Område", "På plats"], ["Ö", 3.0], ["Å"], ["A", 2.5], ["2021", DAY], ["ja", True]]


def test_the_second_sheet_says_what_the_table_is_about() -> None:
    found = sheets(table_xlsx(table([["a", 1]])))

    assert list(found) == ["Alla områden", "Om tabellen"]
    assert found["Om tabellen"].rows == [
        ["Alla områden"],
        [],
        ["Sida", "Var arbetar vilka?"],
        ["Gäller den", DAY],
        ["Antal rader", 1.0],
    ]


def test_the_headings_stay_in_view_with_a_filter_on_each_column_and_widths_that_fit() -> None:
    first = sheets(table_xlsx(table([["kort", "x" * 40], ["y" * 500, "z"]])))["Alla områden"]

    assert '<pane ySplit="1"' in first.xml
    assert '<autoFilter ref="A1:B3"/>' in first.xml
    widths = [
        float(part.split('"')[1])
        for part in first.xml.split("<col ")[1:]
        for part in [part.split("width=")[1]]
    ]
    assert widths == pytest.approx([60.7, 43.7], abs=0.1)


@pytest.mark.parametrize("text", ["=1+1", "+46 8", "-1", "@a", "\t=1", "\r=1", "'=1", "＝1", " =1"])
def test_a_text_a_spreadsheet_would_run_is_a_quoted_text(text: str) -> None:
    first = sheets(table_xlsx(table([[text, "b"]])))["Alla områden"]

    assert first.rows[1] == [text, "b"]
    assert first.quoted == {(1, 0)}


def test_a_text_too_long_for_a_cell_ends_in_a_word_and_is_counted() -> None:
    found = sheets(table_xlsx(table([["a" * 40_000, "b" * LONGEST_TEXT], ["😀" * 20_000, "c"]])))
    (_, (long, whole), (smiling, _)) = found["Alla områden"].rows

    assert str(long).endswith("a … (avkortat)")
    assert len(str(long)) == LONGEST_TEXT
    assert whole == "b" * LONGEST_TEXT
    assert str(smiling).endswith("😀 … (avkortat)")
    assert len(str(smiling).encode("utf-16-le")) // 2 <= LONGEST_TEXT
    assert found["Om tabellen"].rows[-1] == ["Avkortade texter", 2.0]


def test_rows_a_sheet_has_no_room_for_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "MOST_ROWS", 2)
    found = sheets(table_xlsx(table([["a", 1], ["b", 2], ["c", 3]])))

    assert len(found["Alla områden"].rows) == 3
    assert found["Om tabellen"].rows[-1] == ["Rader som inte får plats", 1.0]


@pytest.mark.parametrize("value", [2**60, float("inf"), float("nan"), dt.date(1750, 5, 1)])
def test_what_no_sheet_knows_as_a_number_or_day_is_a_text(value: Value) -> None:
    assert sheets(table_xlsx(table([[value, 1]])))["Alla områden"].rows[1] == [str(value), 1.0]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Vem: är [med]? */\\", "Vem  är  med"),
        ("'citat'", "citat"),
        ("x" * 40, "x" * 31),
        ("", "1"),
        ("om TABELLEN", "om TABELLEN 1"),
    ],
)
def test_a_sheet_is_named_by_the_title_as_far_as_a_workbook_takes_it(title: str, name: str) -> None:
    assert list(sheets(table_xlsx(table([["a", 1]], title=title)))) == [name, "Om tabellen"]


def test_a_swedish_csv_has_semicolons_decimal_commas_and_a_mark_for_excel() -> None:
    rows: list[list[Value]] = [["Å, Ö", 2.5, DAY], ["x;y", 1200, None], ["=1", -3, True]]
    made = table_csv(["Namn", "Vikt", "Sedan"], rows, dialect=SWEDISH)

    assert made.startswith(b"\xef\xbb\xbf")
    assert made.decode("utf-8-sig").splitlines() == [
        "Namn;Vikt;Sedan",
        "Å, Ö;2,5;2026-11-22",
        '"x;y";1200;',
        "'=1;-3;true",
    ]


def test_an_english_csv_has_commas_and_points_and_one_for_programs_no_mark() -> None:
    rows: list[list[Value]] = [["Å, Ö", 2.5]]
    english = table_csv(["Name", "Weight"], rows, dialect=ENGLISH)

    assert english.decode("utf-8-sig") == 'Name,Weight\n"Å, Ö",2.5\n'
    assert table_csv(["Name", "Weight"], rows, dialect=PROGRAMS) == english.removeprefix(b"\xef\xbb\xbf")


def test_a_table_without_rows_is_a_line_of_headings() -> None:
    assert table_csv(["=a", "b"], [], dialect=PROGRAMS) == b"'=a,b\n"
    assert sheets(table_xlsx(table([])))["Alla områden"].rows == [["A", "B"]]


def test_records_are_written_by_the_names_of_their_fields_with_lists_joined() -> None:
    frame = pl.DataFrame({"name": ["=1+1", "Å|Ä"], "others": [["a", "b|c"], None], "level": [-1.5, 2.0]})

    assert frame_csv(frame, dialect=PROGRAMS).decode().splitlines() == [
        "name,others,level",
        "'=1+1,a|b\\|c,-1.5",
        "Å|Ä,,2.0",
    ]
    swedish = list(
        csv.reader(io.StringIO(frame_csv(frame, dialect=SWEDISH).decode("utf-8-sig")), delimiter=";")
    )
    assert [row[2] for row in swedish] == ["level", "-1,5", "2,0"]
