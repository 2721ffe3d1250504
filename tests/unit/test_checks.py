"""What a value says: placeholders, codes of web pages, running numbers, places elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from graph.dataset import Dataset
from graph.problems import Problem, Severity
from graph.validation import validate
from loaders.invented import invented_network
from loaders.pipeline import check

ROOT = Path(__file__).parents[2]
SAID = {"source_id": "page"}
PAGE = {"id": "page", "name": "Sidan"}


def problems(**tables: list[dict[str, Any]]) -> tuple[Problem, ...]:
    given = {"sources": [PAGE], **tables}
    return validate(
        Dataset({name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in given.items()})
    )


def organization(id: str, name: str, **other: Any) -> dict[str, Any]:
    return {"id": id, "name": name, "kind": "named", **SAID, **other}


def named(*names: str) -> list[dict[str, Any]]:
    return [{"id": f"n{number:03}", "name": name, **SAID} for number, name in enumerate(names)]


# --- placeholders -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["N/A", " n/a ", "-", "—", "???", "unknown", "Okänd", "SAKNAS", "xxx", "TBD", "#SAKNAS!", "(tom)"]
)
def test_name_that_says_there_is_none_is_a_warning(name: str) -> None:
    [problem] = problems(organizations=[organization("a", name)])
    assert (problem.code, problem.column, problem.value) == ("placeholder_name", "name", name)
    assert problem.severity is Severity.WARNING


@pytest.mark.parametrize("name", ["Okända soldatens vänner", "NAV", "X", "112", "Saknade barn", "A-", "北京"])
def test_name_that_only_looks_like_a_placeholder_is_none(name: str) -> None:
    assert problems(organizations=[organization("a", name)]) == ()


def test_participant_that_nobody_has_named_may_be_called_unknown() -> None:
    assert problems(organizations=[organization("a", "Okänd", kind="unnamed")]) == ()


def test_placeholders_are_found_in_every_table_of_names_and_in_english() -> None:
    found = problems(areas=[{"id": "a", "name": "Hamnen", "name_en": "n/a", **SAID}], topics=named("okänt"))
    assert [(p.code, p.column, p.value) for p in found] == [
        ("placeholder_name", "name_en", "n/a"),
        ("placeholder_name", "name", "okänt"),
    ]


# --- codes of web pages -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Tryggt &amp; Snyggt", "Tryggt & Snyggt"),
        ("S&#246;derandan", "Söderandan"),
        ("S&#xF6;derandan", "Söderandan"),
        ("S&ouml;derandan", "Söderandan"),
        ("Tryggt &amp;amp; Snyggt", "Tryggt & Snyggt"),
    ],
)
def test_codes_of_a_web_page_are_a_warning_with_the_text_they_stand_for(text: str, right: str) -> None:
    [problem] = problems(organizations=[organization("a", text)])
    assert (problem.code, problem.value, problem.about) == ("html_code", text, right)
    assert problem.suggestion == f"Write “{right}”."


@pytest.mark.parametrize("text", ["Tryggt & Snyggt", "R&D; och mer", "AT&T", "5 &lt 6", "&#;", "&nosuch;"])
def test_ampersand_that_is_no_code_is_right(text: str) -> None:
    assert [p for p in problems(organizations=[organization("a", text)]) if p.code == "html_code"] == []


def test_codes_are_found_in_lists_and_far_into_a_text() -> None:
    text = "Ord " * 400 + "på S&ouml;dermalm"
    rows = [organization("a", "Polisen", other_names=["Lokal&shy;polisen"], description=text)]
    found = {p.column: p for p in problems(organizations=rows)}
    assert set(found) == {"other_names", "description"}
    assert "S&ouml;dermalm" in (found["description"].value or "")
    assert "Södermalm" in (found["description"].about or "")


# --- running numbers --------------------------------------------------------------------------------


def test_one_name_filled_down_with_a_running_number_is_one_warning_a_run() -> None:
    [problem] = problems(areas=named("Skanstull", *(f"Hornstull {n}" for n in range(3, 28))))
    assert (problem.code, problem.severity) == ("running_number", Severity.WARNING)
    assert (problem.value, problem.about) == ("Hornstull 3 – Hornstull 27", "Hornstull")
    assert problem.suggestion == "If they are one, write “Hornstull” in all 25 rows."


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (("Hornstull 1", "Hornstull 2", "Hornstull 3"), True),
        (("Hornstull1", "hornstull2", "HORNSTULL-3"), True),
        (tuple(f"Norra Hammarby {n}" for n in range(1, 6)), True),
        (("Hornstull 1", "Hornstull 2"), False),
        (("Hornstull 1", "Hornstull 3", "Hornstull 5"), False),
        (("Hornstull", "Hornstull 1", "Hornstull 2", "Hornstull 3"), False),
        (tuple(f"Norra Hammarby {n}" for n in range(1, 5)), False),
        (tuple(f"Ward {n}" for n in range(1, 34)), False),
        (tuple(f"Enskede skola {n}" for n in range(1, 9)), False),
        (("Valborg 2021", "Valborg 2022", "Valborg 2023"), False),
        (("1", "2", "3"), False),
        (("Hornstull 1",) * 3, False),
    ],
)
def test_run_is_three_numbers_in_a_row_of_a_name_that_does_not_stand_alone(
    names: tuple[str, ...], found: bool
) -> None:
    codes = {p.code for p in problems(areas=named(*names))}
    assert ("running_number" in codes) is found


def test_two_runs_of_one_name_are_two_findings() -> None:
    numbers = [*range(1, 4), *range(10, 14)]
    found = problems(topics=named(*(f"Buller {n}" for n in numbers)))
    assert [p.value for p in found] == ["Buller 1 – Buller 3", "Buller 10 – Buller 13"]


# --- places elsewhere -------------------------------------------------------------------------------

SIBLINGS = [(59.31, 18.07), (59.32, 18.05), (59.30, 18.09), (59.31, 18.03), (59.33, 18.06), (59.30, 18.04)]


def places(*points: tuple[float, float], parent: str | None = "city") -> tuple[Problem, ...]:
    rows = named(*(f"Plats {chr(65 + n)}" for n in range(len(points))))
    areas = [
        {**row, "latitude": north, "longitude": east} for row, (north, east) in zip(rows, points, strict=True)
    ]
    parts = [{"area_id": row["id"], "parent_id": parent, **SAID} for row in rows] if parent else []
    city = {"id": "city", "name": "Staden", "latitude": None, "longitude": None, **SAID}
    return problems(areas=[*areas, city], **({"area_parts": parts} if parts else {}))


def test_places_near_each_other_are_right() -> None:
    assert places(*SIBLINGS) == ()


def test_exchanged_coordinates_are_a_warning_with_the_right_pair() -> None:
    [problem] = places(*SIBLINGS, (18.06, 59.32))
    assert (problem.code, problem.severity) == ("exchanged_coordinates", Severity.WARNING)
    assert (problem.column, problem.value) == ("latitude", "Plats G (Staden): 18.06, 59.32")
    assert problem.about == "59.32, 18.06"
    assert problem.suggestion == "Write 59.32, 18.06: that lies among the others."


def test_place_far_from_its_siblings_is_a_warning_with_parent_middle_and_distance() -> None:
    [problem] = places(*SIBLINGS, (55.6, 13.0))
    assert (problem.code, problem.severity) == ("far_coordinates", Severity.WARNING)
    assert problem.value == "Plats G: 55.6, 13"
    assert problem.about == "Staden (59.31, 18.05; 511 km)"
    assert problem.suggestion == "The others lie around 59.31, 18.05, as a rule within 1 km of it."


@pytest.mark.parametrize(
    "points",
    [
        (*SIBLINGS, (59.45, 18.06)),  # 15 km: not far for anybody
        (*SIBLINGS[:3], (55.6, 13.0)),  # too few to be a rule
        (
            (60.0, 15.0),
            (59.0, 18.0),
            (55.6, 13.0),
            (67.8, 20.2),
            (63.8, 20.3),
            (57.7, 12.0),
        ),  # a whole country
        (
            (-17.8, 178.0),
            (-17.8, -179.9),
            (-16.8, 179.3),
            (-16.6, -179.9),
            (-18.0, 177.4),
        ),  # both sides of 180°
        ((59.31, 18.07),) * 5,
    ],
)
def test_siblings_that_lie_as_siblings_do_are_right(points: tuple[tuple[float, float], ...]) -> None:
    assert places(*points) == ()


def test_places_without_a_parent_are_compared_for_an_exchange_only() -> None:
    found = places(*SIBLINGS, (55.6, 13.0), (18.06, 59.32), parent=None)
    assert [(p.code, p.value) for p in found] == [("exchanged_coordinates", "Plats H: 18.06, 59.32")]


def test_almost_half_of_the_siblings_may_be_exchanged() -> None:
    found = places(*SIBLINGS, *((east, north) for north, east in SIBLINGS[:5]))
    assert [p.code for p in found] == ["exchanged_coordinates"] * 5


# --- no false alarm ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["soderandan", "demo"])
def test_shipped_data_has_nothing_of_this(name: str) -> None:
    assert check(ROOT / "data" / name).problems == ()


@pytest.mark.parametrize(("memberships", "seed"), [(100, 1), (3_000, 2), (20_000, 3)])
def test_invented_data_has_no_warning(memberships: int, seed: int) -> None:
    found = validate(invented_network(memberships=memberships, seed=seed))
    assert [p for p in found if p.severity is not Severity.NOTE] == []
