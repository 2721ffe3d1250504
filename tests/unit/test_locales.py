"""The texts: the same keys and places in every language, and a text behind every key the code names."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from pathlib import Path

import pytest
import streamlit

from graph.model import RECORD_TYPES
from ui.languages import FIRST, ITSELF, OF_THE_CODE, languages

UI = Path(__file__).parents[2] / "ui"
LANGUAGES = tuple(languages())


def texts(lang: str) -> dict[str, str]:
    """Dotted key → text, of all files of a language."""
    found: dict[str, str] = {}

    def walk(prefix: str, value: object) -> None:
        if isinstance(value, dict):
            for key, below in value.items():
                walk(f"{prefix}.{key}", below)
        else:
            found[prefix] = str(value)

    for file in (UI / "locales" / lang).glob("*.toml"):
        if file.stem == ITSELF:
            continue
        walk(file.stem, tomllib.loads(file.read_text(encoding="utf-8")))
    return found


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def literal_keys() -> set[tuple[str, str]]:
    """Every key written as a whole in `t("…")`, and the start of every key that is put together."""
    found = set()
    for file in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and node.args):
                continue
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if called not in ("t", "has"):
                continue
            key = node.args[0]
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                found.add((file.name, key.value))
            elif isinstance(key, ast.JoinedStr) and isinstance(key.values[0], ast.Constant):
                found.add((file.name, str(key.values[0].value) + "*"))
    return found


def test_the_languages_are_the_folders() -> None:
    assert sorted(LANGUAGES) == sorted(path.name for path in (UI / "locales").iterdir() if path.is_dir())
    assert {FIRST, OF_THE_CODE} <= set(LANGUAGES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_holds_the_same_keys_as_the_first(lang: str) -> None:
    here, first = set(texts(lang)), set(texts(FIRST))
    assert sorted(first - here) == []
    assert sorted(here - first) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_fills_the_same_places_as_the_first(lang: str) -> None:
    here, first = texts(lang), texts(FIRST)
    # the form for one may spell the number out
    differing = {
        key
        for key in here.keys() & first.keys()
        if places(here[key]) - {"count"} != places(first[key]) - {"count"}
    }
    assert differing == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_is_empty_and_every_plural_has_two_forms(lang: str) -> None:
    found = texts(lang)
    assert [key for key, text in found.items() if not text.strip()] == []
    ones = {key.removesuffix(".one") for key in found if key.endswith(".one")}
    others = {key.removesuffix(".other") for key in found if key.endswith(".other")}
    assert ones == others


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_key_in_the_code_has_a_text(lang: str) -> None:
    known = set(texts(lang))
    branches = known | {key.rsplit(".", 1)[0] for key in known}
    missing = {
        (file, key)
        for file, key in literal_keys()
        if not (any(each.startswith(key[:-1]) for each in known) if key.endswith("*") else key in branches)
    }
    assert missing == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_table_has_a_name_and_every_record_one(lang: str) -> None:
    known = texts(lang)
    assert [t.table for t in RECORD_TYPES if f"words.tables.{t.table}" not in known] == []
    assert [t.table for t in RECORD_TYPES if f"words.table_one.{t.table}" not in known] == []


def test_no_sentence_stands_in_the_pages() -> None:
    """Words for the reader come from the locales: what is drawn by a literal holds no letters of its own."""
    drawing = {
        "title",
        "header",
        "subheader",
        "markdown",
        "button",
        "page_link",
        "metric",
        "text",
        "caption",
        "error",
    }
    found = []
    for file in (UI / "pages").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in drawing and node.args:
                literal = node.args[0]
                if isinstance(literal, ast.Constant) and re.search(r"[A-Za-zÅÄÖåäö]{2}", str(literal.value)):
                    found.append((file.name, node.lineno, literal.value))
    assert found == []


def test_what_streamlit_is_said_to_write_is_what_it_writes() -> None:
    """The English words that others stand in for, as far as Streamlit has them whole in its scripts."""
    folder = Path(streamlit.__file__).parent / "static/static/js"
    scripts = "".join(file.read_text(encoding="utf-8") for file in folder.glob("*.js"))
    whole = {text for key, text in texts("en").items() if key.startswith("widgets.") and "{" not in text}
    composed = {"1 option available.", "1 result", "add icon", "upload icon"}
    assert sorted(text for text in whole - composed if text not in scripts) == []


# words that were on screen once, with what stands there now: one word for each thing
_GONE = {
    "sv": {
        r"Var arbetar vilka|Vem arbetar var": "Vilka arbetar var",
        r"Behovet är|akut": "Visst behov, Stort behov",
        r"[Öö]nskas\b": "Målet är",
        r"[Uu]ttala[rtd]": "enligt uppgift",
        r"(?<![Ff]ör)väntar sig|^Väntar sig": "Förväntar sig",
        r"[Hh]ålls ihop|[Vv]ärd(skap|ar)\b": "Samordnas av",
        r"[Oo]vanifrån": "Via större område",
        r"[Tt]rång": "Många",
        r"Ämne utan någon": "Ämne utan aktör",
        r"\b[Ll]äget?\b(?!$)": "plats, status, hur det var",
        r"\bLäst\b": "Hämtad",
        r"\b[Ss]lag\b": "Typ",
        r"Rätt vore": "Så rättar du",
        r"^Ställe$": "Var i källan",
        r"Till eller om": "Gäller",
    },
    "en": {
        r"is in most groups|[Aa]t most places": "in the most groups, at the most places",
        r"[Tt]he need is|need is nil": "some need, no need",
        r"\b[Mm]end(ed)?\b": "To fix",
        r"comes along(?! when)": "Load a sample",
        r"^About .*cells? we": "We know nothing about",
        r"\b[Cc]rowded\b|[Ff]rom above\b": "Many, By larger area",
        r"\b[Hh]ost(s|ed|ing)?\b": "Coordinated by",
        # one spelling, that of “organisation”
        r"(?i)neighbor|\bcolor|\bcenter\b|\blabor|organiz|recogniz|summariz|favorite": "British spelling",
    },
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_word_that_was_given_up_is_nowhere_on_screen(lang: str) -> None:
    shown = {
        # names of columns, of files and of places to fill are no words on screen
        key: re.sub(r"\{\w+\}|\w+_\w+|\w+\.csv", "", text)
        for key, text in texts(lang).items()
        if not key.startswith("search.words.") and not (lang == "en" and key.startswith("widgets."))
    }
    found = [
        f"{key}: {text!r}, now “{now}”"
        for gone, now in _GONE.get(lang, {}).items()
        for key, text in shown.items()
        if re.search(gone, text)
    ]
    assert found == []


def test_the_page_of_five_kinds_of_record_is_not_called_by_one_of_them() -> None:
    assert [texts(lang)["profile.menu"] for lang in ("sv", "en")] == ["Register", "Directory"]
