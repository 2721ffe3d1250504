from typing import Any

import polars as pl

from graph.analysis.places.collaboration import area_actors, area_overview
from graph.analysis.places.places import WIDEST_SCHEMA, areas_in_view, places, places_held, widest
from graph.dataset import Dataset


def table(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows))


NETWORK = Dataset(
    {
        "organizations": table(
            *({"id": i, "name": i, "kind": "named"} for i in ("club", "police", "school"))
        ),
        "groups": table(
            *(
                {"id": g, "name": g, "classification": "area", "status": "active"}
                for g in ("youth-group", "safety-group")
            )
        ),
        "areas": table({"id": "park", "name": "Park"}, {"id": "square", "name": "Square"}),
        "topics": table({"id": "youth", "name": "Youth"}, {"id": "safety", "name": "Safety"}),
        "memberships": table(
            {"id": "1", "organization_id": "police", "group_id": "youth-group", "role": "member"},
            {"id": "2", "organization_id": "club", "group_id": "youth-group", "role": "member"},
            {"id": "3", "organization_id": "police", "group_id": "safety-group", "role": "member"},
        ),
        "group_areas": table(
            {"group_id": "youth-group", "area_id": "park"},
            {"group_id": "safety-group", "area_id": "park"},
            {"group_id": "safety-group", "area_id": "square"},
        ),
        "group_topics": table(
            {"group_id": "youth-group", "topic_id": "youth"},
            {"group_id": "safety-group", "topic_id": "safety"},
        ),
        "presences": table({"organization_id": "school", "area_id": "park"}),
    }
)


def on_site(topic: str) -> dict[str, int]:
    return dict(area_overview(NETWORK, topic_id=topic).select("area_id", "on_site").iter_rows())


def test_overview_of_a_topic_counts_only_groups_on_it_and_no_presence() -> None:
    assert on_site("") == {"park": 3, "square": 1}
    assert on_site("youth") == {"park": 2, "square": 0}
    assert on_site("safety") == {"park": 1, "square": 1}
    groups = area_overview(NETWORK, topic_id="safety")["group_ids"].to_list()
    assert groups == [["safety-group"], ["safety-group"]]


def test_overview_of_an_unknown_topic_has_every_area_and_nobody() -> None:
    assert on_site("music") == {"park": 0, "square": 0}


def test_actors_on_a_topic_are_there_through_groups_on_it() -> None:
    found = area_actors(NETWORK, topic_id="safety", area_ids=("park",))
    assert found.select("organization_id", "via", "group_ids").rows() == [
        ("police", "group", ["safety-group"])
    ]


def test_widest_counts_each_place_once_by_whichever_way() -> None:
    assert widest(NETWORK).rows() == [("police", 2), ("club", 1), ("school", 1)]
    assert widest(NETWORK, topic_id="youth").rows() == [("club", 1), ("police", 1)]
    assert widest(NETWORK, limit=1).rows() == [("police", 2)]
    assert widest(NETWORK, inferred=False).rows() == [("school", 1)]


def test_places_are_the_areas_that_hold_no_other() -> None:
    assert places(nested()) == ("north-0", "north-1", "north-2", "south-0", "south-1", "south-2")


def test_widest_of_an_empty_dataset_is_empty() -> None:
    assert dict(widest(Dataset()).schema) == WIDEST_SCHEMA


def nested() -> Dataset:
    """A country of two counties with three towns each, one of them without a position."""
    counties = ["north", "south"]
    towns = [f"{county}-{i}" for county in counties for i in range(3)]
    places = ["country", *counties, *towns]
    return Dataset(
        {
            "areas": table(
                *(
                    {"id": i, "name": i, "latitude": None if i == "south-2" else 59.0, "longitude": 18.0}
                    for i in places
                )
            ),
            "area_parts": table(
                *({"area_id": county, "parent_id": "country"} for county in counties),
                *({"area_id": town, "parent_id": town.partition("-")[0]} for town in towns),
            ),
            "groups": table({"id": "g", "name": "G", "classification": "area", "status": "active"}),
            "group_areas": table({"group_id": "g", "area_id": "north-2"}),
        }
    )


def test_map_shows_all_areas_with_a_position_where_they_fit() -> None:
    assert areas_in_view(nested(), limit=8) == (
        *("country", "north", "north-0", "north-1", "north-2"),
        *("south", "south-0", "south-1"),
    )


def test_map_of_very_many_areas_shows_the_levels_that_fit() -> None:
    assert areas_in_view(nested(), limit=5) == ("country", "north", "south")
    assert areas_in_view(nested(), limit=2) == ("country", "north")


def test_map_of_an_area_looked_at_shows_what_lies_in_it() -> None:
    assert areas_in_view(nested(), area_id="north", limit=5) == ("north", "north-0", "north-1", "north-2")
    assert areas_in_view(nested(), area_id="south-1", limit=5) == ("south", "south-0", "south-1")


def test_area_looked_at_is_shown_with_the_busiest_where_its_level_does_not_fit() -> None:
    assert areas_in_view(nested(), area_id="north", limit=3) == ("north", "north-0", "north-2")
    assert areas_in_view(nested(), area_id="nowhere", limit=5) == ("country", "north", "south")


def test_map_folded_to_a_level_shows_that_level_and_what_is_opened() -> None:
    assert areas_in_view(nested(), level=2) == ("country", "north", "south")
    opened = ("country", "north", "north-0", "north-1", "north-2", "south")
    assert areas_in_view(nested(), level=2, area_id="north") == opened


def test_places_held_counts_those_with_two_and_names_those_with_nobody() -> None:
    held = places_held(NETWORK)
    assert (held.place_ids, held.several, held.nobody, held.wholes) == (("park", "square"), 1, (), ())
    assert places_held(NETWORK, topic_id="youth").nobody == ("square",)
    assert places_held(NETWORK, inferred=False).nobody == ("square",)


def test_places_held_down_to_a_level_counts_who_is_in_the_parts() -> None:
    country = nested()
    north = country.replace(
        organizations=table(*({"id": i, "name": i, "kind": "named"} for i in ("club", "police", "school"))),
        presences=table(
            {"organization_id": "club", "area_id": "north-0"},
            {"organization_id": "police", "area_id": "north-1"},
            {"organization_id": "school", "area_id": "country"},
        ),
    )
    everywhere, folded = places_held(north), places_held(north, level=2)
    assert (len(everywhere.place_ids), everywhere.several, len(everywhere.nobody)) == (6, 0, 4)
    assert everywhere.wholes == ("country",)
    assert (folded.place_ids, folded.several, folded.nobody) == (("north", "south"), 1, ("south",))
    assert places_held(north, level=1).place_ids == ("country",)
