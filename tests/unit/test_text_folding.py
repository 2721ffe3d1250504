"""Texts without accents and capitals: what is the same to a reader who types, and to a file system."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.text_folding import fold, slug, without_accents


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ängelby ÖSTRA", "angelby ostra"),
        ("Idé", "ide"),
        ("STRASSE straße", "strasse strasse"),
        ("e\u0301 ﬁ ½", "e fi 1\u20442"),
        ("Ελλάς", "ελλασ"),
        ("", ""),
    ],
)
def test_accents_and_capitals_do_not_tell_texts_apart(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_capitals_stay_where_only_accents_are_set_aside() -> None:
    assert without_accents("Åsa CAFÉ") == "Asa CAFE"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Var saknas någon? Åslunden", "var-saknas-nagon-aslunden"),
        ("Sjøberg", "sjberg"),
        ("  — ", ""),
        ("東京", ""),
    ],
)
def test_a_slug_is_what_every_system_takes_as_a_name(text: str, name: str) -> None:
    assert slug(text) == name


def test_a_slug_that_is_cut_does_not_end_in_a_hyphen() -> None:
    assert slug("abc def", longest=4) == "abc"


@given(st.text())
def test_folding_twice_changes_nothing_and_a_slug_holds_only_plain_letters(text: str) -> None:
    assert without_accents(without_accents(text)) == without_accents(text)
    assert set(slug(text)) <= set(string.ascii_lowercase + string.digits + "-")
    assert slug(slug(text)) == slug(text)
