"""How a table is made of its columns and of what was found."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ui import state
from ui.components.cells import Heading
from ui.components.tables import Column, made

FOUND = [{"id": "a", "said": ""}, {"id": "b", "said": None}]


@pytest.fixture(autouse=True)
def swedish() -> Iterator[None]:
    token = state._HELD.set(state.Selection(lang="sv"))
    yield
    state._HELD.reset(token)


def column(name: str, field: str, **more: object) -> Column:
    return Column(name, lambda row: row[field], **more)  # type: ignore[arg-type]


def test_each_column_makes_its_cell_of_each_row_below_its_heading_in_the_locale() -> None:
    columns = [column("group", "id"), Column("kind", lambda row: row["id"].upper(), heading="Bara här")]

    headings, cells = made("profile.columns", columns, iter(FOUND))

    assert headings == [Heading("group", "Grupp"), Heading("kind", "Bara här")]
    assert cells == [["a", "A"], ["b", "B"]]


def test_a_column_that_says_nothing_goes_only_where_it_may() -> None:
    columns = [column("since", "said", hide_if_silent=True), column("group", "id"), column("about", "said")]

    headings, cells = made("profile.columns", columns, FOUND)

    assert [heading.name for heading in headings] == ["group", "about"]
    assert cells == [["a", ""], ["b", None]]


def test_a_column_that_says_something_once_stays_also_where_it_is_nought() -> None:
    columns = [column("group", "id"), column("quantity", "said", hide_if_silent=True)]

    _, cells = made("profile.columns", columns, [*FOUND, {"id": "c", "said": 0}])

    assert cells == [["a", ""], ["b", None], ["c", 0]]
