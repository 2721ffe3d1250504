"""What is particular to a language: months, numbers, the order of letters, and who reads it."""

from __future__ import annotations

import datetime as dt
import string

import pytest

from exporters.table_csv import Dialect
from ui import languages, state, text
from ui.languages import of_browser

SWEDISH, ENGLISH = languages.languages()["sv"], languages.languages()["en"]


@pytest.mark.parametrize("language", languages.languages().values(), ids=str)
def test_every_language_is_whole(language: languages.Language) -> None:
    assert len(set(language.months)) == 12
    assert language.name
    assert language.thousands != language.decimal
    for form, known in (
        (language.day_form, {"day", "month", "year"}),
        (language.month_form, {"month", "year"}),
    ):
        assert {place for _, place, _, _ in string.Formatter().parse(form) if place} == known


@pytest.mark.parametrize(
    ("value", "swedish", "english"),
    [
        (0, "0", "0"),
        (1234567, "1\u00a0234\u00a0567", "1,234,567"),
        (-1234.5, "-1\u00a0234,5", "-1,234.5"),
        (1000.0, "1\u00a0000", "1,000"),
        (0.04, "0,0", "0.0"),
    ],
)
def test_a_number_is_written_as_the_language_does(value: float, swedish: str, english: str) -> None:
    assert (SWEDISH.number(value), ENGLISH.number(value)) == (swedish, english)


def test_a_date_is_written_in_the_form_of_the_language() -> None:
    assert SWEDISH.date(2026, 11, 22) == "22 november 2026"
    assert ENGLISH.date(2026, 3) == "March 2026"


def test_letters_that_stand_behind_z_do_so_only_in_the_language_that_says_it() -> None:
    names = ["Östra", "Zeta", "Åsa", "Ærø", "Äng", "élite", "Enig", "ask"]
    assert sorted(names, key=SWEDISH.sort_key) == [
        "ask",
        "élite",
        "Enig",
        "Zeta",
        "Åsa",
        "Äng",
        "Ærø",
        "Östra",
    ]
    assert sorted(["Östra", "Zeta", "Åsa", "ask"], key=ENGLISH.sort_key) == ["Åsa", "ask", "Östra", "Zeta"]


@pytest.mark.parametrize(
    ("locale", "code"),
    [
        ("sv", "sv"),
        ("sv_SE", "sv"),
        ("nb-NO", "sv"),
        ("DA", "sv"),
        ("en-GB", "en"),
        ("de-DE", "en"),
        ("", "en"),
    ],
)
def test_a_browser_gets_its_language_or_one_its_reader_understands(locale: str, code: str) -> None:
    assert of_browser(locale) == code


def test_a_file_for_a_spreadsheet_is_written_as_its_language_expects() -> None:
    assert SWEDISH.spreadsheet == Dialect(";", ",", has_mark=True)
    assert ENGLISH.spreadsheet == Dialect(",", ".", has_mark=True)


def test_a_text_of_the_data_is_in_the_readers_language_where_it_has_one_and_else_its_own() -> None:
    record = {"name": "Rådet", "name_en": "Council", "purpose": "Trygghet", "purpose_en": None}
    found = {}
    for lang in ("sv", "en"):
        token = state._HELD.set(state.Selection(lang=lang))
        found[lang] = [text.own(record, "name"), text.own(record, "purpose"), text.day(dt.date(2026, 5, 1))]
        state._HELD.reset(token)
    assert found == {"sv": ["Rådet", "Trygghet", "1 maj 2026"], "en": ["Council", "Trygghet", "1 May 2026"]}
