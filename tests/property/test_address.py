"""The recipe “Add a page” of CONTRIBUTING.md, followed: a new choice is a field, and its type is enough."""

from __future__ import annotations

import datetime as dt
import string
from dataclasses import dataclass
from enum import Enum, IntEnum, StrEnum
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.network import Level
from ui import address
from ui.state import Selection


class Season(StrEnum):
    SPRING = "spring"
    AUTUMN = "autumn"


class Weight(IntEnum):
    NONE = 0
    HEAVY = 3


class Answer(Enum):
    MAYBE = "yes, or no"


@dataclass(frozen=True)
class Invented(Selection):
    """A selection with a choice of each type that somebody who adds a page may want."""

    word: str = "plain"
    words: tuple[str, ...] = ("plain",)
    number: int = -7
    numbers: tuple[int, ...] = ()
    share: float = 0.5
    flag: bool = True
    flags: tuple[bool, ...] = ()
    day: dt.date = dt.date(2026, 1, 1)
    no_day: dt.date | None = dt.date(2026, 1, 1)
    days: tuple[dt.date, ...] = ()
    season: Season = Season.SPRING
    weight: Weight = Weight.HEAVY
    answers: tuple[Answer, ...] = ()
    limited: int = address.within(5, 1, 9)
    known: str = address.one_of(("a", "b"))


_WORDS = st.text(st.characters(blacklist_categories=["Cs"]))
_INVENTED = st.builds(
    Invented,
    word=_WORDS,
    words=st.lists(_WORDS | st.sampled_from(["", ",", "\\", "\\0", "a,b\\"])).map(tuple),
    number=st.integers(-(10**17), 10**17),
    numbers=st.lists(st.integers(-(10**17), 10**17)).map(tuple),
    share=st.floats(allow_nan=False, allow_infinity=False),
    flag=st.booleans(),
    flags=st.lists(st.booleans()).map(tuple),
    day=st.dates(),
    no_day=st.none() | st.dates(),
    days=st.lists(st.dates()).map(tuple),
    season=st.sampled_from(Season),
    weight=st.sampled_from(Weight),
    answers=st.lists(st.sampled_from(Answer)).map(tuple),
    limited=st.integers(1, 9),
    known=st.sampled_from("ab"),
    level=st.sampled_from(Level),
    as_of=st.none() | st.dates(),
    wanted=st.integers(1, 99),
    sectors=st.lists(st.text(string.ascii_lowercase, min_size=1)).map(tuple),
    lines=st.lists(st.sampled_from(["tie", "host"])).map(tuple),
)


@given(_INVENTED)
def test_every_choice_comes_back_from_its_address_by_its_type_alone(chosen: Invented) -> None:
    link = urlencode(address.written(chosen))
    assert address.read(Invented(), dict(parse_qsl(link, keep_blank_values=True))) == chosen


@given(st.dictionaries(st.sampled_from(sorted(Invented.__dataclass_fields__)), _WORDS))
def test_whatever_stands_in_an_address_it_opens(given_texts: dict[str, str]) -> None:
    chosen = address.read(Invented(), given_texts)
    assert 1 <= chosen.limited <= 9
    assert 1 <= chosen.wanted <= 99
    assert address.read(Invented(), address.written(chosen)) == chosen


def test_what_is_plain_is_left_out_and_what_is_asked_for_stays() -> None:
    assert address.written(Invented()) == {}
    assert address.written(Invented(number=3), always=("lang",)) == {"lang": "sv", "number": "3"}


@pytest.mark.parametrize(
    ("param", "text"),
    [
        ("number", "1.5"),
        ("number", "٣"),
        ("number", "9" * 5000),
        ("share", "nan"),
        ("flag", "ja"),
        ("day", "2026-13-01"),
        ("season", "winter"),
        ("limited", "10"),
        ("known", "c"),
        ("focus", "persons:a"),
        ("lang", "xx"),
    ],
)
def test_a_mistyped_value_is_as_not_given(param: str, text: str) -> None:
    assert address.read(Invented(), {param: text}) == Invented()


def test_of_several_those_that_can_be_read_stay() -> None:
    assert address.read(Invented(), {"numbers": "1,x,,3", "lines": "tie,none"}) == Invented(
        numbers=(1, 3), lines=("tie",)
    )


@dataclass(frozen=True)
class Unreadable:
    choice: bytes = b""


def test_a_type_that_no_address_can_hold_says_so() -> None:
    with pytest.raises(TypeError, match=r"ui/address\.py"):
        address.read(Unreadable(), {"choice": "x"})
