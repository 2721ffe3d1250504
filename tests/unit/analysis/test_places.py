from typing import Any

import polars as pl

from graph.analysis.places import WIDEST_SCHEMA, topic_actors, topic_overview, widest
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


def direct(topic: str) -> dict[str, int]:
    return dict(topic_overview(NETWORK, topic_id=topic).select("area_id", "direct").iter_rows())


def test_topic_overview_counts_only_groups_on_the_topic() -> None:
    assert direct("") == {"park": 2, "square": 1}
    assert direct("youth") == {"park": 2, "square": 0}
    assert direct("safety") == {"park": 1, "square": 1}


def test_topic_overview_of_an_unknown_topic_has_every_area_and_nobody() -> None:
    assert direct("music") == {"park": 0, "square": 0}


def test_topic_actors_names_groups_on_the_topic_and_presence() -> None:
    found = topic_actors(NETWORK, topic_id="safety", area_ids=("park",))

    assert found.select("organization_id", "via", "group_ids").rows() == [
        ("police", "direct", ["safety-group"]),
        ("school", "present", []),
    ]


def test_widest_counts_areas_once_and_leaves_presence_out() -> None:
    assert widest(NETWORK).rows() == [("police", 2), ("club", 1)]
    assert widest(NETWORK, topic_id="youth").rows() == [("club", 1), ("police", 1)]
    assert widest(NETWORK, limit=1).rows() == [("police", 2)]


def test_widest_of_an_empty_dataset_is_empty() -> None:
    assert dict(widest(Dataset()).schema) == WIDEST_SCHEMA
