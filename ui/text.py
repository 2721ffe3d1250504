"""Words on screen: the texts of `ui/locales`, numbers, dates, names and lists in the reader's language."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from ui import languages
from ui.state import selection

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^=&\"])")


def language() -> languages.Language:
    """The reader's language."""
    return languages.languages()[selection().lang]


def texts(lang: str) -> dict[str, object]:
    """All texts of a language: the table `gaps` stands in `ui/locales/<lang>/gaps.toml`, and so on."""
    return _texts(languages.FOLDER / lang)


@cache
def _texts(folder: Path) -> dict[str, object]:
    files = (file for file in sorted(folder.glob("*.toml")) if file.stem != languages.ITSELF)
    return {file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in files}


def t(key: str, **values: object) -> str:
    """The text behind a dotted key in the reader's language, its `{places}` filled with `values`.

    A text with the two forms `one` and `other` takes the one that goes with `count`. Whole numbers
    are written with the language's thousands mark. Values are not escaped: pass data through `md`
    where the text goes into Markdown.

    Raises
    ------
    KeyError
        For a key no language file holds.
    """
    found: object = texts(selection().lang)
    for part in key.split("."):
        if not isinstance(found, dict):
            raise KeyError(key)
        found = found[part]
    if isinstance(found, dict):
        found = found["one" if values.get("count") == 1 else "other"]
    shown = {
        name: number(v) if isinstance(v, int) and not isinstance(v, bool) else v for name, v in values.items()
    }
    return str(found).format(**shown)


def has(key: str) -> bool:
    """Whether there is a text, or are texts, behind the key."""
    found: object = texts(selection().lang)
    for part in key.split("."):
        if not isinstance(found, dict) or part not in found:
            return False
        found = found[part]
    return True


def number(value: float) -> str:
    """A number as the reader's language writes it, whole or with one decimal."""
    return language().number(value)


def day(value: dt.date | str | None) -> str:
    """A day in words, “22 november 2026”; a year or month as far as it is known; empty for None."""
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return language().date(value.year, value.month, value.day)
    year, *rest = value.split("-")
    return language().date(int(year), *map(int, rest)) if rest else year


def when(period: str) -> str:
    """A day, month or year as it stands in a sentence on what happened then: “in March 2021”."""
    known = ("year", "month", "day")[period.count("-")]
    return t(f"words.when.{known}", when=day(period))


def name(record: Mapping[str, object] | None) -> str:
    """The name of a record in the reader's language.

    A participant that nobody has named says how many it stands for, where that is known.
    """
    found = own(record, "name")
    count = record.get("number") if record else None
    if count is None or record is None or record["kind"] != "unnamed":
        return found
    return t("words.several_by_source" if record["source_id"] else "words.several", name=found, count=count)


def own(record: Mapping[str, object] | None, field: str) -> str:
    """A text of a record in the reader's language: `field_en` for English where the data has it, else its own."""
    if record is None:
        return ""
    return str(record.get(f"{field}_{selection().lang}") or record.get(field) or "")


def listing(names: Iterable[str], *, limit: int | None = None, count: int = 0) -> str:
    """Names as one phrase: “A, B och C”, with “och 4 till” beyond `limit`.

    `count` is how many there are where not all of them are given.
    """
    parts = list(names)
    count = max(count, len(parts))
    if limit is not None and count > limit + 1:
        parts = [*parts[:limit], t("words.more", count=count - limit)]
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {t('words.and')} {parts[-1]}"


def md(value: object) -> str:
    """A value from the data with every sign of Markdown and Streamlit's own marks escaped."""
    return _MARKDOWN.sub(r"\\\1", " ".join(str(value).split()))


def sort_key(text: str) -> tuple[str, str]:
    """Key that sorts names as the reader's language does: å ä ö last in Swedish, case aside."""
    return language().sort_key(text)
