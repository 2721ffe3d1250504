"""No check of a text takes more than its length asks for: every pattern, and every walk, on hostile input."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from itertools import combinations
from types import ModuleType

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import graph.cells
import graph.checks.texts
import graph.names.forms
import graph.person_data
import graph.validation
import loaders.cells
from graph.bounds import LONGEST_COMPARED, LONGEST_NAME, MOST_LETTERS, MOST_NAMES
from graph.names import forms, similar
from graph.nearest import Comparing
from graph.validation import _clash

HOSTILE = ("a", "å", "a@", "a.", "x@y.", "info@a.se ", "070 ", "+46 1", "0", "1900", "a 1", " ", " - ", "a b - ", "(", "(a", "()", "&", "&a", "&amp", "'", "=", "http://a", "/", "a:", ".", "0.", "1e", "-", "\n", "\x00", "2026-")  # fmt: skip
SEARCHED_BY_POLARS: Sequence[tuple[ModuleType, Sequence[str]]] = (
    (graph.validation, ("_ID", "_PERIOD", "_CONTROL", "_URL", "_COLOR")),
    (graph.person_data, ("_EMAIL", "_PHONE", "_PERSONAL", "_OFFICE")),
    (import_module("graph.checks.running_numbers"), ("_NUMBERED",)),
    (graph.checks.texts, ("_NO_LETTER",)),
    (graph.cells, ("_TO_PROTECT",)),
    (loaders.cells, ("_PROTECTED", "_DAY", "_WHOLE", "_DECIMAL")),
)
BY_POLARS = {
    f"{module.__name__}.{name}": str(vars(module)[name])
    for module, names in SEARCHED_BY_POLARS
    for name in names
}
SEARCHED_BY_PYTHON: Sequence[ModuleType] = (graph.names.forms, loaders.cells)
BY_PYTHON = {
    f"{module.__name__}.{name}": pattern
    for module in SEARCHED_BY_PYTHON
    for name, pattern in vars(module).items()
    if isinstance(pattern, re.Pattern)
}


def seconds(work: Callable[[], object]) -> float:
    """Processor time of this process, the least of three."""

    def once() -> float:
        began = time.process_time()
        work()
        return time.process_time() - began

    return min(once() for _ in range(3))


@pytest.mark.parametrize(
    "pattern", [*BY_POLARS.values(), graph.checks.texts._code()], ids=[*BY_POLARS, "_code"]
)
def test_pattern_of_a_column_is_searched_in_time_linear_in_the_text(pattern: str) -> None:
    def of_length(length: int) -> pl.Series:
        return pl.Series([(piece * length)[:length] for piece in HOSTILE])

    short, long = of_length(20_000), of_length(200_000)
    few, many = (
        seconds(lambda texts=texts: (texts.str.contains(pattern), texts.str.extract(pattern, 0)))  # type: ignore[misc]
        for texts in (short, long)
    )
    assert many < 30 * max(few, 0.01)


@pytest.mark.parametrize("pattern", BY_PYTHON.values(), ids=BY_PYTHON)
def test_pattern_of_a_name_is_searched_in_time_linear_in_the_name(pattern: re.Pattern[str]) -> None:
    def search(length: int) -> None:
        for piece in HOSTILE:
            text = (piece * length)[:length]
            pattern.search(text)
            pattern.search(text + "!")

    few, many = seconds(lambda: search(2_000)), seconds(lambda: search(20_000))
    assert many < 30 * max(few, 0.002)


@pytest.mark.parametrize("piece", [*HOSTILE, "(a)", "(AB) ", "AB: a ", "a ", "aa ", "\u0301"])
def test_name_as_long_as_one_may_be_is_taken_apart_in_a_moment(piece: str) -> None:
    name = (piece * LONGEST_NAME)[:LONGEST_NAME]
    assert seconds(lambda: forms.name_form(name)) < 0.02


def test_names_beyond_the_bounds_are_counted_and_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (MOST_NAMES, MOST_LETTERS) == (100_000, 4_000_000)
    names = ["Polisen i Hornstull", "Polisen i Hornstull", "Polisen i Hornstull"]
    monkeypatch.setattr(similar, "MOST_NAMES", 2)
    found = similar.similar_names(names, [None] * 3)
    assert (found.pairs, found.cut_off) == (((0, 1),), 1)
    assert similar.similar_names(names, [["SL"], None, None]).cut_off == 2
    monkeypatch.setattr(similar, "MOST_NAMES", 100)
    monkeypatch.setattr(similar, "MOST_LETTERS", 2 * len(names[0]))
    assert similar.similar_names(names, [None] * 3).cut_off == 1


def test_nothing_is_suggested_once_what_may_be_compared_is_used_up() -> None:
    comparing = Comparing(letters=100)
    assert comparing.nearest("polisn", ["polisen", "skolan"]) == "polisen"
    assert comparing.nearest("polisn", ["skolan", "polisen"]) is None
    long = "a" * (LONGEST_COMPARED + 1)
    assert Comparing().nearest(long, [long]) is None
    assert Comparing().nearest(long[1:], [long, long[1:]]) == long[1:]


PERIOD = st.none() | st.sampled_from(
    ["2019", "2020", "2019-05", "2019-06", "2020-01", "2019-05-03", "2019-05-20"]
)


@given(st.lists(st.tuples(st.sampled_from("abc"), PERIOD, PERIOD), max_size=7))
def test_clash_of_parents_is_found_where_comparing_each_with_each_finds_one(
    links: list[tuple[str, str | None, str | None]],
) -> None:
    def ends_before(end: str | None, start: str | None) -> bool:
        known = min(len(end or ""), len(start or ""))
        return bool(known and end and start and end[:known] <= start[:known])

    def at_odds(one: int, two: int) -> bool:
        (parent, start, end), (other, other_start, other_end) = links[one], links[two]
        return parent != other and not ends_before(end, other_start) and not ends_before(other_end, start)

    found = _clash(*(list(column) for column in zip(*links, strict=True))) if links else None
    each_with_each = [pair for pair in combinations(range(len(links)), 2) if at_odds(*pair)]
    assert (found is None) == (not each_with_each)
    assert found is None or found in each_with_each
