"""Other words for what a reader types: of every language, of kinds, and none for most words."""

from __future__ import annotations

import pytest

from graph.text_folding import fold
from ui.components.search_words import other_words


@pytest.mark.parametrize(
    ("typed", "looked_for"),
    [
        ("kyrka", "trossamfund"),
        ("kyrkan", "moske"),
        ("church", "kyrk"),
        ("brf", "bostadsratt"),
        ("housing", "bostadsratt"),
        ("skola", "utbildning"),
        ("skol", "gymnasi"),
        ("polis", "police"),
        ("styrgrupp", "steering"),
        ("steering", "steering"),
        ("square", "torg"),
    ],
)
def test_a_word_stands_for_those_that_mean_the_same(typed: str, looked_for: str) -> None:
    assert looked_for in other_words(typed)


@pytest.mark.parametrize("typed", ["", "a", "kyr", "for", "hornstull", "lokal", "micasa", "sodermalm"])
def test_names_and_beginnings_stand_for_themselves_only(typed: str) -> None:
    assert other_words(typed) == ()


@pytest.mark.parametrize("typed", ["kyrka", "church", "brf", "skola", "styrgrupp", "park"])
def test_other_words_come_folded_or_as_the_data_has_kinds_and_each_once(typed: str) -> None:
    found = other_words(typed)
    assert len(set(found)) == len(found)
    assert all(found)
    assert [word for word in found if fold(word) != word] == []
