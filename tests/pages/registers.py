"""Small registers of other times: what has ended, what is to come, and of which day it all speaks."""

from __future__ import annotations

import datetime as dt

import polars as pl

from graph.dataset import Dataset


def _table(columns: str, rows: list[tuple[str | None, ...]]) -> pl.DataFrame:
    names = columns.split()
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


def register(*, compiled_on: dt.date | None, memberships: list[dict[str, object]]) -> Dataset:
    """One group in one place on one topic, to be reviewed in 2022, with North and South as given."""
    about = {"id": "r", "name": "Register", "invented": True, "compiled_on": compiled_on}
    return Dataset(
        {
            "data_sets": pl.DataFrame([about], schema_overrides={"compiled_on": pl.Date}),
            "organizations": pl.DataFrame(
                {"id": ["north", "south"], "name": ["North", "South"], "kind": ["named"] * 2}
            ),
            "groups": pl.DataFrame(
                {
                    "id": ["board"],
                    "name": ["Board"],
                    "classification": ["steering"],
                    "status": ["active"],
                    "review_date": [dt.date(2022, 1, 1)],
                }
            ),
            "areas": pl.DataFrame({"id": ["park"], "name": ["Park"]}),
            "topics": pl.DataFrame({"id": ["paths"], "name": ["Paths"]}),
            "group_areas": pl.DataFrame({"group_id": ["board"], "area_id": ["park"]}),
            "group_topics": pl.DataFrame({"group_id": ["board"], "topic_id": ["paths"]}),
            "memberships": pl.DataFrame(
                [
                    {"id": f"m{number}", "group_id": "board", "role": "member", **given}
                    for number, given in enumerate(memberships)
                ]
            ),
        }
    )


def all_times() -> Dataset:
    """A register of 15 March 2023 with records that were over then and records that had not begun.

    Present: Stays, in Club. Only ended: Left (by its own end, and because Old club was dissolved), the
    unnamed Owners, the group Emptied, the topic Lights, the area Hill. Only to come: Coming, and the
    group Waiting. Not there: Dissolved, Founded later, Old club. Nothing stated at all: Nobody, Silent.
    """
    organizations = [
        ("stays", "Stays", "named", None, None),
        ("left", "Left", "named", None, None),
        ("coming", "Coming", "named", None, None),
        ("nobody", "Nobody", "named", None, None),
        ("owners", "Owners", "unnamed", None, None),
        ("dissolved", "Dissolved", "named", None, "2022"),
        ("founded-later", "Founded later", "named", "2024-05-02", None),
        ("unit", "Unit", "named", None, "2022-02"),
    ]
    groups = [
        ("club", "Club", None, None),
        ("emptied", "Emptied", None, None),
        ("waiting", "Waiting", None, None),
        ("silent", "Silent", None, None),
        ("old-club", "Old club", None, "2020-06-30"),
    ]
    memberships = [
        ("stays", "club", None, None),
        ("stays", "emptied", "2015", "2018"),
        ("left", "emptied", "2016", "2021-06"),
        ("left", "old-club", "2010", None),
        ("owners", "emptied", None, "2019"),
        ("unit", "emptied", None, None),
        ("coming", "waiting", "2024-09-01", None),
    ]
    source = {"source_id": "minutes", "locator": "page 2"}
    return Dataset(
        {
            "data_sets": pl.DataFrame(
                {"id": ["r"], "name": ["Register"], "invented": [True], "compiled_on": [dt.date(2023, 3, 15)]}
            ),
            "sources": pl.DataFrame({"id": ["minutes"], "name": ["Minutes"]}),
            "organizations": _table("id name kind founding_date dissolution_date", organizations),
            "units": pl.DataFrame({"organization_id": ["unit"], "parent_id": ["left"]}),
            "groups": _table("id name founding_date dissolution_date", groups).with_columns(
                classification=pl.lit("topic"), status=pl.lit("active")
            ),
            "memberships": _table("organization_id group_id start_date end_date", memberships).with_columns(
                id=pl.format("m{}", pl.int_range(pl.len())),
                role=pl.lit("member"),
                **{column: pl.lit(value) for column, value in source.items()},
            ),
            "areas": pl.DataFrame({"id": ["hill", "park"], "name": ["Hill", "Park"]}),
            "topics": pl.DataFrame({"id": ["lights", "paths"], "name": ["Lights", "Paths"]}),
            "group_areas": pl.DataFrame(
                {
                    "group_id": ["club", "emptied", "waiting"],
                    "area_id": ["hill", "park", "park"],
                    "end_date": ["2020", None, None],
                }
            ),
            "group_topics": pl.DataFrame(
                {
                    "group_id": ["club", "emptied", "waiting"],
                    "topic_id": ["lights", "paths", "lights"],
                    "start_date": [None, None, "2024"],
                    "end_date": ["2020", None, None],
                }
            ),
        }
    )
