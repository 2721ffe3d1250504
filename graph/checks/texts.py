"""Is there a text in this cell, or what a program left of one?

Placeholders (N/A, okänd, ?) that would become an organisation everybody works with, and HTML codes
(`&amp;`, `&#229;`) that came along when a web page was copied.
"""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Iterator
from functools import cache, partial
from html.entities import html5
from pathlib import Path
from typing import Any, Final

import polars as pl

from graph.checks.base import Kind, Words
from graph.dataset import Dataset
from graph.model import NODE_TYPES, RECORD_TYPES, FieldKind
from graph.problems import shown

_NAMES: Final = ("name", "name_en")
_NO_LETTER = r"^[\p{P}=+<>~^`´¨\s]+$"
_TIMES_ENCODED = 3  # &amp;amp;aring; was encoded as often as it was copied
_NO_TEXTS = ("id", "geometry")


def placeholders(dataset: Dataset) -> Iterator[Kind]:
    """Names that say that there is none. A participant that nobody has named may be called so."""
    for node in NODE_TYPES:
        frame = dataset[node.table]
        for column in _NAMES:
            if column not in frame.columns:
                continue
            plain = frame[column].str.strip_chars().str.to_lowercase()
            empty = (plain.is_in(list(word_list("placeholders"))) | plain.str.contains(_NO_LETTER)).fill_null(
                False
            )
            if "kind" in frame.columns:
                empty &= (frame["kind"] != "unnamed").fill_null(True)
            if empty.any():
                places = empty.arg_true().to_list()
                yield Kind(
                    "placeholder_name",
                    node.table,
                    column,
                    places,
                    partial(_no_name, frame[column].filter(empty)),
                )


def _no_name(names: pl.Series, number: int) -> Words:
    return Words(shown(names[number]), "Write its name, or leave the record out.")


def html_codes(dataset: Dataset) -> Iterator[Kind]:
    """Texts with HTML codes in them, and the text they stand for."""
    for record_type in RECORD_TYPES:
        for field in record_type.fields:
            column = dataset[record_type.table][field.name]
            if field.name in _NO_TEXTS or field.kind not in (FieldKind.TEXT, FieldKind.TEXTS):
                continue
            if field.kind is FieldKind.TEXTS:
                column = column.list.join(" | ", ignore_nulls=True)
            places = column.str.contains(_code()).fill_null(False).arg_true()
            if not places.is_empty():
                words = partial(_coded, column, places)
                yield Kind("html_code", record_type.table, field.name, places.to_list(), words)


def _coded(texts: pl.Series, places: pl.Series, number: int) -> Words:
    return _decoded(texts[int(places[number])])


@cache
def _code() -> str:
    """The pattern of a code: a number, or one of the names that are codes; `R&D;` is none."""
    names = sorted(name.removesuffix(";") for name in html5 if name.endswith(";"))
    return f"&(?:#[0-9]{{1,7}}|#[xX][0-9a-fA-F]{{1,6}}|{'|'.join(names)});"


def _decoded(text: str) -> Words:
    """The part of the text around its first code, and the same part as it was meant."""
    first = re.search(_code(), text)
    start = text.rfind(" ", 0, max(first.start() - 20, 0)) + 1 if first and len(text) > 80 else 0
    part = text[start : start + 80]
    plain = part
    for _ in range(_TIMES_ENCODED):
        plain = html.unescape(plain)
    right = shown(plain)
    return Words(shown(part), f"Write “{right}”.", right)


@cache
def word_list(name: str) -> frozenset[str]:
    """A list of `words.toml`, in small letters."""
    words: dict[str, Any] = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
    return frozenset(word.lower() for word in words[name])
