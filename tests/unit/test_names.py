"""Names: their form, and which may be one organisation's."""

from __future__ import annotations

import itertools
import random
import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.names.forms import name_form
from graph.names.similar import LONGEST_WORD, MOST_NEAR, similar_names


def alike(*names: str, **other_names: list[str]) -> bool:
    others = [other_names.get(f"other_{n}") for n in range(len(names))]
    return similar_names(names, others).pairs == ((0, 1),)


@pytest.mark.parametrize(
    ("name", "words", "kinds", "acronym"),
    [
        ("Föreningen Rädda Barnen (RB)", ("radda", "barnen"), {"association"}, "rb"),
        ("RADDA BARNEN, ideell förening", ("radda", "barnen"), {"association"}, ""),
        ("Volvo AB (publ)", ("volvo",), {"company"}, ""),
        ("AB Volvo", ("volvo",), {"company"}, ""),
        ("Eken e.V.", ("eken",), {"association"}, ""),
        ("Eken e V", ("eken",), {"association"}, ""),
        ("Eken GmbH & Co. KG", ("eken",), {"company"}, ""),
        ("Bostadsrättsföreningen Eken", ("eken",), {"housing"}, ""),
        ("Stiftelsen Fryshuset", ("fryshuset",), {"foundation"}, ""),
        ("S:t Eriks sjukhus", ("sankt", "eriks", "sjukhus"), set(), ""),
        ("DRC Danish Refugee Council", ("danish", "refugee", "council"), set(), "drc"),
        ("DRC - Danish Refugee Council", ("danish", "refugee", "council"), set(), "drc"),
        ("DRC (Danish Refugee Council)", ("danish", "refugee", "council"), set(), "drc"),
        ("Polish Humanitarian Action (ECHO)", ("polish", "humanitarian", "action"), set(), "echo"),
        ("Christian Blind Mission (UK)", ("christian", "blind", "mission", "uk"), set(), ""),
        ("The Centre for Peace", ("center", "peace"), set(), ""),
        ("World Food Programme of the United Nations", ("world", "food", "program", "un"), set(), ""),
        ("AB", ("ab",), set(), ""),
        ("Och", ("och",), set(), ""),
        ("", (), set(), ""),
        ("(RB)", ("rb",), set(), ""),
    ],
)
def test_form_of_a_name_is_what_is_left_without_legal_form_small_words_and_acronym(
    name: str, words: tuple[str, ...], kinds: set[str], acronym: str
) -> None:
    form = name_form(name)
    assert (form.words, form.kinds, form.acronym) == (words, kinds, acronym)


@pytest.mark.parametrize(
    ("name", "numbers"),
    [("Skola 12", ("12",)), ("Avdelning B", ("b",)), ("Krets IV", ("iv",)), ("112", ()), ("Polisen", ())],
)
def test_what_tells_namesakes_apart_is_kept_for_itself(name: str, numbers: tuple[str, ...]) -> None:
    assert name_form(name).numbers == numbers


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Fryshuset", "Stiftelsen Fryshuset"),
        ("Micasa Fastigheter AB", "Micasa fastigheter"),
        ("Brf Eken", "Bostadsrättsföreningen Eken"),
        ("Danish Refugee Council (DRC)", "Danish Refugee Council"),
        ("Danish Refugee Council (DRC)", "DRC"),
        ("Storstockholms Lokaltrafik (SL)", "SL AB"),
        ("Action Aid", "ActionAid"),
        ("Co-ordination of Aid", "Coordination of Aid"),
        ("Lokalpolis Södermalm", "Lokalpolisen Södermalm"),
        ("Stadsmisionen i Bagarmossen", "Stadsmissionen i Bagarmosen"),
        ("Utvecklingsenehten", "Utvecklingsenheten"),
        ("World Health Organisation", "World Health Organization (WHO)"),
        ("African Network for the Prevention and Protection Against Neglec",
         "African Network for the Prevention and Protection Against Neglect"),
        ("Nätverk " * 6 + "för trygghet i Stockho", "Nätverk " * 6 + "för trygghet i Stockholms city"),
    ],
)  # fmt: skip
def test_two_spellings_of_a_name_are_alike(one: str, two: str) -> None:
    assert alike(one, two)
    assert alike(two, one)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Eken AB", "Brf Eken"),
        ("Save the Children DK", "Save the Children UK"),
        ("Christian Blind Mission (UK)", "UK"),
        ("United Nations agency, fund, or commission (UN)", "UN"),
        ("CERF", "DERF"),
        ("INTERSOS", "Intersom"),
        ("Avdelning A", "Avdelning B"),
        ("Krets II", "Krets III"),
        ("Skola 1", "Skola 2"),
        ("Hotell Hamnen", "Hotell Backen"),
        ("...", "???"),
        ("", ""),
    ],
)
def test_names_that_differ_in_what_matters_are_not_alike(one: str, two: str) -> None:
    assert not alike(one, two)


def test_words_that_several_names_hold_are_no_slips_of_the_pen() -> None:
    kinds = ("bibliotek", "teater", "sjukhus")
    names = [f"{place} {kind}" for place in ("Fabellunds", "Fabelsunds") for kind in kinds]
    assert similar_names(names, [None] * 6).pairs == ()
    assert alike("Fabellunds bibliotek", "Fabelsunds bibliotek")


def test_name_among_anothers_other_names_is_alike_whatever_its_spelling() -> None:
    assert alike("Polisen", "LOKALPOLISEN", other_0=["Föreningen Lokalpolisen"])


def test_of_many_names_of_one_form_the_first_is_paired_with_each() -> None:
    names = ["Eken", "EKEN", "Brf Eken", "Eken AB", "AB Eken"]
    # the one without a legal form may be any of them; BRF and AB may not be each other
    assert similar_names(names, [None] * 5).pairs == ((0, 1), (0, 2), (0, 3), (0, 4))


def variants(count: int) -> list[str]:
    letters = itertools.product(string.ascii_lowercase, repeat=3)
    return ["Stadsdelsrådet" + "".join(end) for end in itertools.islice(letters, count)]


def hard() -> dict[str, list[str]]:
    draw = random.Random(1)
    plain = "Stadsdelsförvaltningens samverkansråd för trygghet"

    def twice_misspelt() -> str:
        text = list(plain)
        for _ in range(2):
            text[draw.randrange(len(text))] = draw.choice(string.ascii_lowercase)
        return "".join(text)

    words = ["samverka", "samverkb", "samverkc", "och", "i"]
    return {
        "one letter apart": variants(5_000),
        "twice misspelt": [twice_misspelt() for _ in range(5_000)],
        "the same": ["Polisen"] * 5_000,
        "very long": ["x" * 499 + chr(97 + n % 26) for n in range(5_000)],
        "of a hundred words": [" ".join(draw.choices(words, k=100)) for _ in range(2_000)],
    }


@pytest.mark.parametrize(("kind", "names"), hard().items(), ids=hard())
def test_thousands_of_names_that_are_nearly_alike_end_within_seconds(kind: str, names: list[str]) -> None:
    began = time.process_time()
    similar = similar_names(names, [None] * len(names))
    assert time.process_time() - began < 10  # comparing each with each took minutes
    assert len(similar.pairs) <= MOST_NEAR * len(names)


def test_names_with_more_like_them_than_are_tried_are_counted() -> None:
    few, many = variants(MOST_NEAR), variants(MOST_NEAR + 1)
    assert similar_names(few, [None] * len(few)).cut_off == 0
    assert similar_names(many, [None] * len(many)).cut_off == len(many)
    long = ["ö" * (LONGEST_WORD + 1), "Polisen"]
    assert similar_names(long, [None] * 2).cut_off == 1


@given(
    st.lists(
        st.tuples(st.text(max_size=30), st.none() | st.lists(st.text(max_size=10), max_size=2)), max_size=12
    )
)
def test_any_names_give_pairs_of_places_lower_first_and_sorted(
    rows: list[tuple[str, list[str] | None]],
) -> None:
    names, others = [name for name, _ in rows], [other for _, other in rows]
    similar = similar_names(names, others)
    assert list(similar.pairs) == sorted(set(similar.pairs))
    assert all(0 <= one < two < len(names) for one, two in similar.pairs)


@given(st.text(alphabet="abcåö éABC()-/.:&'1", max_size=40))
def test_form_of_a_form_is_the_same(name: str) -> None:
    form = name_form(name)
    assert name_form(name.upper()).numbers == form.numbers or "ß" in name
