"""What the map of areas is given: positions, outlines and the areas around an area."""

from __future__ import annotations

import json
import math

import pytest

from ui.components.area_map import AreaMapWords, AreaPoint, is_placed, payload, projection, rings

WORDS = AreaMapWords("a map", "note", "surface", "several", "single", "none")
SQUARE = [[18.0, 59.0], [18.2, 59.0], [18.2, 59.1], [18.0, 59.1], [18.0, 59.0]]


def area(id: str, at: tuple[float, float] | None = None, **more: object) -> AreaPoint:
    latitude, longitude = at or (None, None)
    return AreaPoint(id, id, latitude, longitude, 0, **more)  # type: ignore[arg-type]


def test_the_middle_of_all_positions_is_the_middle_of_the_map_and_north_is_up() -> None:
    project = projection([(59.30, 18.03), (59.33, 18.10)])

    assert project(59.315, 18.065) == (0.0, 0.0)
    assert project(59.33, 18.065)[1] < 0
    assert project(59.315, 18.10)[0] > 0


def test_a_kilometer_is_a_kilometer_in_both_directions() -> None:
    project = projection([(59.0, 18.0), (59.0, 18.0)])

    # one degree of a great circle of the earth is 111.2 km, of the circle at 59° north cos 59° of it
    assert project(60.0, 18.0)[1] == pytest.approx(-111.2, abs=0.5)
    assert project(59.0, 19.0)[0] == pytest.approx(111.2 * math.cos(math.radians(59)), abs=0.5)


def test_areas_without_a_position_are_not_drawn() -> None:
    shown = payload([area("a", (59.0, 18.0)), area("b")], words=WORDS, selected="")["areas"]

    assert [each["id"] for each in shown] == ["a"]  # type: ignore[attr-defined]


def test_an_outline_places_an_area_that_has_no_point() -> None:
    outlined = area("a", geometry=json.dumps({"type": "Polygon", "coordinates": [SQUARE]}))
    shown = payload([outlined], words=WORDS, selected="")["areas"]

    assert is_placed(outlined)
    assert shown[0]["at"] == (0.0, 0.0)  # type: ignore[index]
    assert len(shown[0]["outline"][0]) == len(SQUARE)  # type: ignore[index]


def test_the_areas_around_one_are_given_nearest_first_and_a_circle_ends() -> None:
    at = (59.0, 18.0)
    points = [area("a", at, parent_id="b"), area("b", at, parent_id="c"), area("c", at, parent_id="a")]
    shown = payload(points, words=WORDS, selected="")["areas"]

    assert [each["around"] for each in shown] == [["b", "c"], ["c", "a"], ["a", "b"]]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("geometry", "count"),
    [
        ({"type": "Polygon", "coordinates": [SQUARE, SQUARE]}, 1),
        ({"type": "MultiPolygon", "coordinates": [[SQUARE], [SQUARE]]}, 2),
        ({"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [SQUARE]}}, 1),
        ({"type": "Point", "coordinates": [18.0, 59.0]}, 0),
        ({"type": "Polygon", "coordinates": [[[18.0, 59.0], ["x", None], [True]]]}, 0),
        ({"type": "Polygon", "coordinates": None}, 0),
        ([1, 2], 0),
    ],
)
def test_outlines_are_the_outer_rings_of_polygons(geometry: object, count: int) -> None:
    assert len(rings(json.dumps(geometry))) == count


@pytest.mark.parametrize("text", [None, "", "not json", "[" * 5000, "1e999", '{"type": "Polygon"}'])
def test_text_that_is_no_outline_gives_none(text: str | None) -> None:
    assert rings(text) == []


def test_an_outline_of_very_many_corners_is_thinned() -> None:
    circle = [[18 + math.cos(n / 800), 59 + math.sin(n / 800)] for n in range(5000)]

    assert len(rings(json.dumps({"type": "Polygon", "coordinates": [circle]}))[0]) <= 400
