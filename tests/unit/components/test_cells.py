"""What stands in cells, for people and for programs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from ui import state
from ui.components.cells import Heading, for_programs, moment, value
from ui.links import Address, Link
from ui.records.phrases import Names


@pytest.fixture(autouse=True)
def swedish() -> Iterator[None]:
    token = state._HELD.set(state.Selection(lang="sv"))
    yield
    state._HELD.reset(token)


def names(*ids: str, table: str = "groups", **more: object) -> Names:
    return Names(tuple(map(str.upper, ids)), tuple((table, one) for one in ids), **more)  # type: ignore[arg-type]


def test_a_cell_says_its_words_and_nothing_is_an_empty_cell() -> None:
    cells = [
        Link("Namn", "profile"),
        Address("Sida", "https://x.se"),
        names("a", "b", "c", limit=1),
        "",
        None,
        0,
    ]

    assert [value(cell) for cell in cells] == ["Namn", "Sida", "A, B och C", None, None, 0]


def test_on_screen_the_first_names_stand_and_in_a_file_all() -> None:
    many = names("a", "b", "c", "d", limit=2, where=Link("x", "profile", (("focus", "groups:a"),)))

    assert many.text == "A, B, C och D"
    assert many.shown == "A, B och 2 till"
    assert str(many) == "A, B och [2 till](profile?focus=groups%3Aa)"
    assert str(names("a", "b", "c", limit=2)) == "A, B och C"  # one more is as short as to say so
    assert str(names(nobody="ingen")) == "ingen"


@pytest.mark.parametrize(
    ("period", "cell"),
    [
        ("2026-03-02", dt.date(2026, 3, 2)),
        ("2026-03", "mars 2026"),
        ("2026", "2026"),
        ("", None),
        (None, None),
    ],
)
def test_a_whole_day_is_a_day_and_what_is_known_less_exactly_is_words(
    period: str | None, cell: object
) -> None:
    assert moment(period) == cell


def test_ids_stand_beside_the_words_alone_where_the_column_is_called_by_their_table() -> None:
    columns = [
        Heading("organization", "Organisation"),
        Heading("groups", "Grupper"),
        Heading("number", "Antal"),
    ]
    rows = [
        [Link("A", "profile").naming("organizations", "a"), names("g", "h|i"), 3],
        [None, names(), None],
    ]

    assert for_programs(columns, rows) == (
        ["organization", "organization_id", "groups", "group_ids", "number"],
        [["A", "a", "G och H|I", "g|h\\|i", 3], [None, None, None, None, None]],
    )


def test_ids_say_their_table_where_the_column_does_not() -> None:
    columns = [Heading("to", "Till"), Heading("name", "Källa")]
    rows = [
        [Link("A", "profile").naming("organizations", "a"), Address("S", "https://s.se")],
        [Link("P", "profile").naming("areas", "p"), "utan"],
    ]

    head, made = for_programs(columns, rows)
    assert head == ["to", "to_id", "name", "name_url"]
    assert [row[1] for row in made] == ["organizations:a", "areas:p"]
    assert [row[3] for row in made] == ["https://s.se", None]
