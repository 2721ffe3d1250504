"""What leaves the screen is what is on it: the files of every page, made as the browser asks for them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import threading
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from tests.workbooks import Sheet, sheets
from ui.components import downloads
from ui.pages import network
from ui.pages.profiles import browse

DAY = dt.date(2026, 11, 22)
SEPARATOR = {"sv": ";", "en": ","}


class Files:
    """The files a page offers, by the key of the button."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self._makers: dict[str, Callable[[], bytes]] = {}

    def offer(self, label: str, *, data: Callable[[], bytes], file_name: str, key: str, **_: object) -> None:
        self.names[key], self._makers[key] = file_name, data

    def bytes(self, key: str) -> bytes:
        """The file, made as the server does it: in a thread that knows nothing of the page."""
        made: list[bytes] = []
        worker = threading.Thread(target=lambda: made.append(self._makers[key]()))
        worker.start()
        worker.join()
        return made[0]

    def rows(self, key: str, separator: str) -> list[list[str]]:
        text = self.bytes(key).decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))

    def workbook(self, key: str) -> dict[str, Sheet]:
        return sheets(self.bytes(key))


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> Files:
    """What is offered by the page that is drawn next."""
    found = Files()
    monkeypatch.setattr(downloads.st, "download_button", found.offer)
    return found


def shown(app: AppTest, place: int = 0) -> list[list[str]]:
    """A table on screen as plain words: without links, bold letters and the mark of what nobody states."""
    frame = app.table[place].value
    rows = [list(frame.columns), *frame.to_numpy().tolist()]
    return [[plain(str(cell)) for cell in row] for row in rows]


def plain(cell: str) -> str:
    text = cell.removeprefix("**").removesuffix("**")
    if text.startswith("["):
        text = text[1:].partition("](")[0]
    text = text.replace("\\", "").replace("\u00a0", " ")
    return "" if text in (":gray[anges inte]", ":gray[not stated]") else text


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize(
    ("name", "key", "query"),
    [
        ("where", "areas", {}),
        ("network", "memberships", {"view": "table"}),
        ("profile", "members", {"focus": "groups:hornstullsgruppen"}),
        ("profile", "memberships", {"focus": "organizations:lokalpolisen-sodermalm"}),
        ("profile", "actors", {"focus": "areas:hornstull"}),
        ("profile", "organizations", {}),
        ("data", "sources", {}),
    ],
)
def test_a_file_has_the_columns_words_and_order_of_the_table(
    page, files: Files, lang: str, name: str, key: str, query: dict[str, str]
) -> None:
    app = page(name, lang=lang, **query)
    table = next(
        rows
        for rows in (shown(app, place) for place in range(len(app.table)))
        if rows[0] == files.rows(f"{key}-csv", SEPARATOR[lang])[0]
    )

    in_file = files.rows(f"{key}-csv", SEPARATOR[lang])
    assert [row[0] for row in in_file] == [row[0] for row in table]
    for on_screen, row in zip(table[1:], in_file[1:], strict=True):
        for word, cell in zip(on_screen, row, strict=True):
            # a day is written as one; of many names all are in the file
            assert word == cell or cell[:4].isdecimal() or cell.startswith(word.split(",")[0])
    workbook = next(iter(files.workbook(f"{key}-xlsx").values()))
    assert workbook.rows[0] == in_file[0]
    assert [row[0] for row in workbook.rows[1:]] == [row[0] for row in in_file[1:]]


def within_the_menu(name: str, **query: str) -> AppTest:
    """The page as the menu draws it, so that it knows which one it is."""
    app = AppTest.from_string(
        f"from ui import cache\nfrom ui.navigation import render\ncache.look()\nrender('{name}')",
        default_timeout=60,
    )
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception, app.exception[0].message
    return app


def test_a_workbook_says_which_page_choice_day_and_source_it_is_of(files: Files) -> None:
    within_the_menu("where", lang="sv", area="hornstull")
    about = dict(row for row in files.workbook("areas-xlsx")["Om tabellen"].rows if len(row) == 2)

    assert about["Sida"] == "Vilka arbetar var?"
    assert "Hornstull" in str(about["Urval"])
    assert "22 november 2026" in str(about["Urval"])
    assert about["Gäller den"] == DAY
    assert about["Räknat per"] == "hel organisation"
    assert about["Källa"] == "Söderandan, sammanställt 22 november 2026."
    assert about["Påhittade uppgifter"] == "nej"
    assert about["Filen gjordes"] == dt.date.today()
    assert about["Antal rader"] == len(files.rows("areas-csv", ";")) - 1
    assert files.names["areas-xlsx"].endswith("-2026-11-22.xlsx")


def test_a_file_of_another_day_says_both_days(page, files: Files) -> None:
    page("where", lang="en", as_of="2026-10-01")
    about = dict(row for row in files.workbook("areas-xlsx")["About the table"].rows if len(row) == 2)

    assert about["As of"] == dt.date(2026, 10, 1)
    assert about["The data's own day"] == DAY


def test_a_cell_nobody_has_looked_at_carries_no_need_and_no_number_wanted(page, files: Files) -> None:
    page("gaps", lang="sv", session={"cells": True, "cells-unknown": True})
    head, *rows = files.rows("cells-programs", ",")
    cells = [dict(zip(head, row, strict=True)) for row in rows]
    unknown = [cell for cell in cells if cell["state_id"] == "unknown"]

    assert head[:4] == ["area", "area_id", "topic", "topic_id"]
    assert unknown
    assert {(cell["need"], cell["wanted"], cell["score"], cell["organizations"]) for cell in unknown} == {
        ("", "", "", "")
    }
    gaps = [cell for cell in cells if cell["state_id"] == "gap"]
    assert {(cell["need"], cell["wanted"], cell["organizations"]) for cell in gaps} == {("1", "2", "inga")}
    first = next(iter(files.workbook("cells-xlsx").values()))
    assert {type(row[-1]) for row in first.rows[1:] if len(row) == len(first.rows[0])} == {dt.date}


def test_all_rows_are_in_the_file_where_the_first_are_on_screen(
    page, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    page("network", lang="sv", view="table")
    whole = files.rows("memberships-csv", ";")
    monkeypatch.setitem(network._table.__kwdefaults__, "most", 5)
    app = page("network", lang="sv", view="table")

    assert len(app.table[0].value) == 5
    assert files.rows("memberships-csv", ";") == whole
    assert [row[0] for row in shown(app)] == [row[0] for row in whole[:6]]

    page("profile", lang="sv")
    areas = files.rows("areas-csv", ";")
    monkeypatch.setattr(browse, "_FIRST", 3)
    page("profile", lang="sv")
    assert files.rows("areas-csv", ";") == areas


def test_a_file_for_programs_has_the_ids_behind_the_words(page, files: Files) -> None:
    page("where", lang="sv")
    head, *rows = files.rows("areas-programs", ",")

    assert head == ["area", "area_id", "on_site", "inside", "from_above", "groups", "group_ids"]
    hornstull = next(row for row in rows if row[1] == "hornstull")
    assert hornstull[0] == "Hornstull"
    assert hornstull[-1] == "hornstullsgruppen"


def test_a_table_of_the_data_is_a_file_that_can_be_loaded_again(files: Files) -> None:
    within_the_menu("data", lang="sv", table="memberships")
    key = next(key for key in files.names if key.startswith("table-") and key.endswith("-programs"))

    head = files.rows(key, ",")[0]
    assert not files.bytes(key).startswith(b"\xef\xbb\xbf")
    assert head == files.rows(key.replace("programs", "csv"), ";")[0]
    workbook = files.workbook(key.replace("programs", "xlsx"))
    assert next(iter(workbook.values())).rows[0] == head
    assert dict(row for row in workbook["Om tabellen"].rows if len(row) == 2)["Gäller den"] == "alla datum"


def test_a_table_too_large_for_a_workbook_is_offered_as_csv(
    page, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "MOST_IN_A_WORKBOOK", 2)
    app = page("where", lang="sv")

    assert "areas-xlsx" not in files.names
    assert "areas-csv" in files.names
    assert any("för många för Excel" in element.value for element in app.markdown)


@pytest.mark.parametrize(
    ("name", "key", "texts"),
    [
        ("network", "network-map", ("Lokalpolisen Södermalm", "Hornstullsgruppen", "med i gruppen")),
        ("where", "area-map", ("Hornstull", "Två eller fler på plats")),
        ("gaps", "matrix", ("Ordningsvakter", "Lucka", "Medborgarplatsen")),
    ],
)
def test_a_picture_leaves_with_its_words_legend_choice_and_source(
    page, files: Files, name: str, key: str, texts: tuple[str, ...]
) -> None:
    page(name, lang="sv")
    svg = files.bytes(f"{key}-svg").decode()

    assert files.names[f"{key}-svg"].endswith(".svg")
    for text in (
        *texts,
        "Källa: Söderandan, sammanställt 22 november 2026.",
        "Så ser det ut den 22 november 2026.",
    ):
        assert text in svg
    assert 'lang="sv"' in svg
