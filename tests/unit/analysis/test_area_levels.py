"""The levels of the areas, and which areas are seen down to one."""

from __future__ import annotations

import pytest

from graph.analysis.base.area_levels import area_levels, areas_down_to, foldable_levels
from graph.dataset import Dataset
from tests.presumptions import MARK, PRESUMPTIONS, town


def seen(dataset: Dataset, **chosen: object) -> list[str]:
    return [area.removeprefix(MARK) for area in areas_down_to(dataset, **chosen)]  # type: ignore[arg-type]


def test_levels_are_told_by_the_kinds_of_place_on_them() -> None:
    levels = area_levels(PRESUMPTIONS["only_stated"]())

    assert [(each.level, each.classifications, each.shown) for each in levels] == [
        (1, ("land",), 1),
        (2, ("län",), 3),
        (3, ("kommun",), 6),
    ]


def test_kinds_on_one_level_stand_most_frequent_first_and_without_those_not_stated() -> None:
    dataset = PRESUMPTIONS["only_stated"]()
    kinds = {"asa": "stad", "orby": None, "alghult": "stad", "south-county": "region"}
    areas = dataset["areas"].to_dicts()
    changed = [{**row, "classification": kinds.get(row["id"][3:], row["classification"])} for row in areas]

    levels = area_levels(
        dataset.replace(areas=type(dataset["areas"])(changed, schema=dataset["areas"].schema))
    )
    assert [each.classifications for each in levels] == [("land",), ("län", "region"), ("stad",)]


def test_folding_is_offered_where_it_leaves_several_areas_and_fewer_than_all() -> None:
    assert [each.level for each in foldable_levels(PRESUMPTIONS["only_stated"]())] == [2]
    assert foldable_levels(town()) == ()  # down to the town there is only the town
    assert foldable_levels(PRESUMPTIONS["country"]()) == ()


def test_areas_of_deeper_levels_are_not_seen() -> None:
    dataset = PRESUMPTIONS["only_stated"]()

    assert seen(dataset, level=2) == ["country", "north-county", "south-county"]
    assert seen(dataset, level=1) == ["country"]
    assert len(seen(dataset)) == len(seen(dataset, level=9)) == 6


@pytest.mark.parametrize(
    ("area_id", "opened"), [("north-county", ["asa", "orby"]), ("orby", ["orby"]), ("nowhere", [])]
)
def test_the_area_looked_at_is_seen_with_what_lies_around_it_and_directly_in_it(
    area_id: str, opened: list[str]
) -> None:
    found = seen(PRESUMPTIONS["only_stated"](), level=2, area_id=f"{MARK}{area_id}")

    assert found == ["country", "north-county", *opened, "south-county"]


def test_no_areas_have_no_levels() -> None:
    assert area_levels(Dataset()) == foldable_levels(Dataset()) == areas_down_to(Dataset(), level=2) == ()
