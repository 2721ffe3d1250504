"""Whatever a text holds, it leaves as the same text and never as a formula."""

from __future__ import annotations

import csv
import io
import re
from xml.etree import ElementTree

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from exporters.pictures.svg import Drawing, sheet, text, wrapped
from exporters.table import Table, TableWords
from exporters.table_csv import PROGRAMS, Dialect, table_csv
from exporters.table_xlsx import table_xlsx
from graph.cells import FORMULA_STARTS
from loaders.cells import read_text
from tests.workbooks import sheets

WORDS = TableWords("Om", "…", "kort", "rader")
ANY = st.text(max_size=30) | st.text(alphabet="=+-@\t\r\n'＝;,\"|\\_x0041 <&\x00\x1f\ufffe", max_size=12)
RUNNABLE = re.compile(f"[{FORMULA_STARTS}]")


@given(st.lists(st.tuples(ANY, ANY), min_size=1, max_size=6))
def test_any_text_survives_a_workbook_and_is_no_formula(rows: list[tuple[str, str]]) -> None:
    first = sheets(table_xlsx(Table("t", ("a", "b"), rows, (), WORDS)))["t"]

    for place, (row, found) in enumerate(zip(rows, first.rows[1:], strict=False), start=1):
        for column, given_text in enumerate(row):
            shown = found[column] if column < len(found) else None
            # XML knows one kind of line end, and two letters not at all
            legal = re.sub("[\ud800-\udfff\ufffe\uffff]", "\ufffd", given_text)
            assert (shown or "") == legal
            if RUNNABLE.match(legal.lstrip()) or RUNNABLE.match(legal):
                assert (place, column) in first.quoted


@given(st.lists(st.tuples(ANY, ANY), min_size=1, max_size=6))
def test_any_text_survives_a_csv_and_is_no_formula(rows: list[tuple[str, str]]) -> None:
    legal = [tuple(each.replace("\x00", "") for each in row) for row in rows]  # no CSV reader takes it
    for dialect in (Dialect(";", ",", has_mark=True), Dialect(",", ".", has_mark=True), PROGRAMS):
        made = table_csv(["a", "b"], legal, dialect=dialect).decode("utf-8-sig")
        read = list(csv.reader(io.StringIO(made, newline=""), delimiter=dialect.separator))
        cells = [cell for row in read[1:] for cell in row]
        assert len(cells) == 2 * len(legal)
        assert not [cell for cell in cells if RUNNABLE.match(cell)]
        given_texts = pl.Series([cell for row in legal for cell in row]).str.strip_chars()
        assert read_text(pl.Series(cells, dtype=pl.String)).to_list() == [
            text or None for text in given_texts
        ]


@given(ANY, ANY)
def test_any_text_is_text_in_a_picture(title: str, label: str) -> None:
    picture = sheet(Drawing(text(label, 0, 0), 100, 20), title=title, legend=(), caption=[label], lang="sv")

    root = ElementTree.fromstring(picture.encode("utf-8", "surrogatepass"))
    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= {
        "svg",
        "title",
        "desc",
        "rect",
        "g",
        "text",
    }


@given(st.text(max_size=200), st.floats(20, 400))
def test_wrapped_text_keeps_its_letters(words: str, width: float) -> None:
    def letters(text: str) -> str:
        return "".join(text.replace("\u2010", "").split())

    assert letters("".join(wrapped(words, width))) == letters(words)
