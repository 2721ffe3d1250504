"""The languages of the app: a folder of `ui/locales` each, found by itself, with what is particular to it.

What the language calls itself, its months, numbers and order of letters stand in the folder's
`language.toml`; every other file of the folder holds texts (`ui.text`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from exporters.table_csv import Dialect
from graph.text_folding import without_accents

FOLDER: Path = Path(__file__).parent / "locales"
"""Where the languages lie."""

ITSELF: Final = "language"
"""The file of a folder that makes it a language, without its suffix."""

OF_THE_CODE: Final = "en"
"""The language of what is not written by us for the reader: Streamlit's words, and hints in Problems."""

FIRST: Final = "sv"
"""The language where neither the address nor the browser asks for one."""

_AFTER_Z: Final = "\ue000"  # of private use: behind every letter of every alphabet, and without accents


@dataclass(frozen=True)
class Language:
    """What is particular to a language.

    Parameters
    ----------
    code
        The name of its folder, as a browser calls it: “sv”.
    name
        What it calls itself.
    read_by
        Other languages whose readers understand it, by code: a browser set to one gets it.
    day_form, month_form
        How a day and a month of a year are written, with the places `day`, `month` and `year`.
    months
        The twelve, as they stand there.
    thousands, decimal
        The marks in a number.
    after_z
        The letters that stand behind z, in their order; those sorted as one stand together: “äæ”.
        All others are sorted without their accents.
    separator
        What parts the columns of a CSV file for a spreadsheet that is set to the language.
    """

    code: str
    name: str
    read_by: tuple[str, ...]
    day_form: str
    month_form: str
    months: tuple[str, ...]
    thousands: str
    decimal: str
    after_z: tuple[str, ...]
    separator: str

    @classmethod
    def of(cls, folder: Path) -> Language:
        """As the folder's `language.toml` says.

        Raises
        ------
        KeyError
            For what the file leaves out.
        """
        said = tomllib.loads((folder / f"{ITSELF}.toml").read_text(encoding="utf-8"))
        dates, numbers = said["dates"], said["numbers"]
        return cls(
            code=folder.name,
            name=said["name"],
            read_by=tuple(said["read_by"]),
            day_form=dates["day"],
            month_form=dates["month"],
            months=tuple(dates["months"]),
            thousands=numbers["thousands"],
            decimal=numbers["decimal"],
            after_z=tuple(said["after_z"]),
            separator=said["csv"]["separator"],
        )

    @property
    def spreadsheet(self) -> Dialect:
        """How a file is written that a spreadsheet set to the language opens as columns and numbers."""
        return Dialect(self.separator, self.decimal, has_mark=True)

    def date(self, year: int, month: int, day: int | None = None) -> str:
        """A day, or a month where the day is not known."""
        form = self.month_form if day is None else self.day_form
        return form.format(day=day, month=self.months[month - 1], year=year)

    def number(self, value: float) -> str:
        """A number, whole or with one decimal."""
        is_whole = not isinstance(value, float) or value.is_integer()
        whole, _, rest = (f"{int(value):,}" if is_whole else f"{value:,.1f}").partition(".")
        return whole.replace(",", self.thousands) + (self.decimal + rest if rest else "")

    def sort_key(self, text: str) -> tuple[str, str]:
        """Key that sorts names as a reader of the language expects, case and accents aside."""
        return without_accents(text.casefold().translate(_places(self))), text


def languages() -> Mapping[str, Language]:
    """Those that are there, by code."""
    return _found(FOLDER)


def of_browser(locale: str) -> str:
    """The language for a browser's locale, such as “nb-NO”: its own, else one its readers understand."""
    asked = locale.lower().replace("_", "-").partition("-")[0]
    if asked in languages():
        return asked
    understood = (each.code for each in languages().values() if asked in each.read_by)
    return next(understood, OF_THE_CODE)


@cache
def _found(folder: Path) -> dict[str, Language]:
    folders = sorted(file.parent for file in folder.glob(f"*/{ITSELF}.toml"))
    return {each.name: Language.of(each) for each in folders}


@cache
def _places(language: Language) -> dict[int, str]:
    return {
        ord(letter): _AFTER_Z + chr(ord("a") + place)
        for place, letters in enumerate(language.after_z)
        for letter in letters
    }
