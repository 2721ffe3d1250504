import pytest

from graph.analysis.collaboration import (
    AREA_ACTORS_SCHEMA,
    AREA_OVERVIEW_SCHEMA,
    Via,
    area_actors,
    area_groups,
    area_overview,
)
from graph.dataset import Dataset

AREAS = {"city": None, "park": "city", "bench": "park", "square": "city"}


@pytest.fixture
def town(make):
    return make(
        {"board": "mayor police ?owners", "walks": "police parents ?others guest:invited", "idea": "mayor"},
        status={"idea": "proposed"},
        areas=AREAS,
        active_in={"board": "city", "walks": "park city", "idea": "square"},
        present_in={"police": "park", "cafe": "park", "mayor": "park"},
    )


def test_actors_are_direct_from_above_or_present(town):
    rows = area_actors(town, area_ids=["park"]).rows()
    assert rows == [
        ("park", "others", "direct", "unnamed", ["walks"]),
        ("park", "parents", "direct", "named", ["walks"]),
        ("park", "police", "direct", "named", ["walks"]),
        ("park", "mayor", "from_above", "named", ["board"]),
        ("park", "owners", "from_above", "unnamed", ["board"]),
        ("park", "cafe", "present", "named", []),
        ("park", "mayor", "present", "named", []),
    ]


def test_actors_of_all_areas_stand_in_tree_order(town):
    actors = area_actors(town)
    assert actors["area_id"].unique(maintain_order=True).to_list() == ["city", "park", "bench", "square"]
    assert actors.filter(actors["area_id"] == "square")["via"].unique().to_list() == ["from_above"]


@pytest.mark.parametrize("ways", [[Via.DIRECT], [Via.FROM_ABOVE], [Via.PRESENT, Via.DIRECT], []])
def test_actors_of_some_ways_are_those_rows_of_all(town, ways):
    every = area_actors(town)
    assert area_actors(town, ways=ways).equals(every.filter(every["via"].is_in([via.value for via in ways])))


def test_overview_counts_direct_and_further(town):
    overview = area_overview(town)
    counts = overview.select(
        "area_id", "depth", "children", "direct", "from_above", "present", "unnamed"
    ).rows()
    assert counts == [
        ("city", 0, 2, 3, 0, 0, 2),
        ("park", 1, 1, 2, 1, 2, 1),
        ("bench", 2, 0, 0, 3, 0, 0),
        ("square", 1, 0, 0, 3, 0, 0),
    ]
    assert overview["group_ids"].to_list() == [["board", "walks"], ["walks"], [], []]


def test_overview_agrees_with_the_actors(town):
    named = area_actors(town)
    named = named.filter(named["kind"] == "named")
    for row in area_overview(town).iter_rows(named=True):
        here = named.filter(named["area_id"] == row["area_id"])
        for via in ("direct", "from_above", "present"):
            assert here.filter(here["via"] == via).height == row[via]


def test_groups_of_an_area_are_its_own_before_those_around(town):
    assert area_groups(town, area_ids=["park"]).rows() == [
        ("park", "walks", "direct"),
        ("park", "board", "from_above"),
    ]


def test_overview_with_more_than_eight_organizations_counts_each(make):
    names = " ".join(f"o{n:02}" for n in range(19))
    overview = area_overview(
        make({"g": names, "h": "o00 o18 x"}, areas={"a": None, "b": "a"}, active_in={"g": "a", "h": "b"})
    )
    assert overview.select("direct", "from_above").rows() == [(19, 0), (3, 17)]


def test_nothing_in_nothing_out():
    assert area_actors(Dataset()).schema == AREA_ACTORS_SCHEMA
    assert area_overview(Dataset()).schema == AREA_OVERVIEW_SCHEMA
    assert area_overview(Dataset()).is_empty()
    assert area_groups(Dataset()).is_empty()
