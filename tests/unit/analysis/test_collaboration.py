import pytest

from graph.analysis.places.collaboration import (
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


def test_actors_are_on_site_inside_or_from_above_each_once(town):
    rows = area_actors(town, area_ids=["park"]).drop("inside_ids").rows()
    assert rows == [
        ("park", "others", "group", "unnamed", ["walks"]),
        ("park", "parents", "group", "named", ["walks"]),
        ("park", "police", "group", "named", ["walks"]),
        ("park", "cafe", "present", "named", []),
        ("park", "mayor", "present", "named", []),
        ("park", "owners", "from_above", "unnamed", ["board"]),
    ]


def test_area_holds_who_is_only_in_its_parts_and_says_where(make):
    dataset = make(
        {"g": "a", "h": "b ?x"},
        areas=AREAS,
        active_in={"g": "city", "h": "bench square"},
        present_in={"c": "square"},
    )
    rows = area_actors(dataset, area_ids=["city"]).select("organization_id", "via", "inside_ids").rows()
    assert rows == [
        ("a", "group", []),
        ("b", "inside", ["bench", "square"]),
        ("c", "inside", ["square"]),
        ("x", "inside", ["bench", "square"]),
    ]


def test_presence_in_a_larger_area_does_not_reach_its_parts(make):
    dataset = make({}, areas=AREAS, present_in={"c": "city"})
    assert area_actors(dataset, area_ids=["park"]).is_empty()


def test_actors_of_all_areas_stand_in_tree_order(town):
    actors = area_actors(town)
    assert actors["area_id"].unique(maintain_order=True).to_list() == ["city", "park", "bench", "square"]
    assert actors.filter(actors["area_id"] == "square")["via"].unique().to_list() == ["from_above"]


@pytest.mark.parametrize(
    "ways", [[Via.GROUP], [Via.FROM_ABOVE], [Via.INSIDE], [Via.PRESENT, Via.GROUP], list(Via), []]
)
def test_actors_of_some_ways_are_those_rows_of_all(town, ways):
    every = area_actors(town)
    assert area_actors(town, ways=ways).equals(every.filter(every["via"].is_in([via.value for via in ways])))


def test_overview_counts_on_site_inside_and_from_above(town):
    overview = area_overview(town)
    names = ("parts", "parts_with", "on_site", "through_groups", "present", "inside", "from_above", "unnamed")
    assert overview.select("area_id", "depth", *names).rows() == [
        ("city", 0, 2, 1, 3, 3, 0, 1, 0, 2),
        ("park", 1, 1, 0, 4, 2, 2, 0, 0, 1),
        ("bench", 2, 0, 0, 0, 0, 0, 0, 3, 0),
        ("square", 1, 0, 0, 0, 0, 0, 0, 3, 0),
    ]
    assert overview["group_ids"].to_list() == [["board", "walks"], ["walks"], [], []]


def test_overview_is_made_once_for_each_topic_and_way_of_counting(make):
    dataset = make({"g": "a"}, areas={"park": None}, topics="trees", active_in={"g": "park"})
    asked = [
        {"topic_id": topic_id, "inferred": inferred}
        for topic_id in ("", "trees")
        for inferred in (True, False)
    ]
    first = [area_overview(dataset, **arguments) for arguments in asked]
    assert [found["on_site"].to_list() for found in first] == [[1], [0], [0], [0]]
    assert len({id(found) for found in first}) == 4
    assert all(
        area_overview(dataset, **arguments) is found for arguments, found in zip(asked, first, strict=True)
    )
    assert area_overview(dataset.replace(memberships=dataset["memberships"].clear()))[
        "on_site"
    ].to_list() == [0]


def test_overview_agrees_with_the_actors(town):
    named = area_actors(town)
    named = named.filter(named["kind"] == "named")
    columns = {"stated": "stated", "group": "through_groups"}
    for row in area_overview(town).iter_rows(named=True):
        here = named.filter(named["area_id"] == row["area_id"])
        for via in Via:
            assert here.filter(here["via"] == via.value).height == row[columns.get(via, via)]
        assert row["on_site"] == row["stated"] + row["through_groups"] + row["present"]


def test_groups_of_an_area_are_its_own_before_those_around(town):
    assert area_groups(town, area_ids=["park"]).rows() == [
        ("park", "walks", "here"),
        ("park", "board", "from_above"),
    ]
    assert area_groups(town, area_ids=["city"]).rows() == [
        ("city", "board", "here"),
        ("city", "walks", "here"),
    ]


def test_overview_with_more_than_eight_organizations_counts_each(make):
    names = " ".join(f"o{n:02}" for n in range(19))
    overview = area_overview(
        make({"g": names, "h": "o00 o18 x"}, areas={"a": None, "b": "a"}, active_in={"g": "a", "h": "b"})
    )
    assert overview.select("on_site", "inside", "from_above").rows() == [(19, 1, 0), (3, 0, 17)]


def test_nothing_in_nothing_out():
    assert area_actors(Dataset()).schema == AREA_ACTORS_SCHEMA
    assert area_overview(Dataset()).schema == AREA_OVERVIEW_SCHEMA
    assert area_overview(Dataset()).is_empty()
    assert area_groups(Dataset()).is_empty()
