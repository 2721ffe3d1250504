"""An organisation that is a group too: one record, that never meets itself."""

from __future__ import annotations

import datetime as dt

import polars as pl

from graph.analysis.base.decision_key import Axis
from graph.analysis.coverage.asking import who_of_the_sector_could_be_asked
from graph.analysis.coverage.matrix import CoverageRules, area_coverage
from graph.analysis.cut.rollup import roll_up
from graph.analysis.drawing.excerpt import excerpt
from graph.analysis.records.attention import attention
from graph.analysis.records.profile import organization_profile
from graph.dataset import Dataset
from graph.network import AffiliationNetwork, Level, own_groups, participations
from tests.own_words import own_words

TODAY = dt.date(2026, 5, 1)


def with_rows(dataset: Dataset, table: str, *rows: dict[str, object]) -> Dataset:
    frame = pl.DataFrame(rows, infer_schema_length=None)
    return dataset.replace(**{table: pl.concat([dataset[table], frame], how="diagonal_relaxed")})


def test_the_two_are_one_where_both_are_there() -> None:
    dataset = own_words()
    assert own_groups(dataset).rows() == [("association", "members")]
    gone = dataset.replace(organizations=dataset["organizations"].filter(pl.col("id") != "association"))
    assert own_groups(gone).is_empty()


def test_nobody_sits_in_the_group_that_it_is() -> None:
    dataset = with_rows(
        own_words(),
        "memberships",
        {"organization_id": "association", "group_id": "members", "role": "chair"},
    )
    assert participations(dataset).equals(participations(own_words()))
    network = AffiliationNetwork.from_dataset(dataset)
    assert network.group_counts[network.row("association")] == 1


def test_it_works_where_its_group_works_and_on_the_same() -> None:
    found = organization_profile(own_words(), "association")
    assert found.areas.rows() == [("south", "group", ["members"])]
    assert found.topics.rows() == [("safety", False)]
    assert found.group_ids == ("board",)
    rules = CoverageRules()
    cell = area_coverage(own_words(), rules=rules, today=TODAY).cell("south", "safety")
    assert cell["organizations"] == ["association", "boats", "museum"]
    assert cell["inferred_count"] == 3


def test_an_activity_of_its_own_beats_where_its_group_works() -> None:
    dataset = with_rows(
        own_words(),
        "activities",
        {"organization_id": "association", "area_id": "north", "topic_id": "safety"},
    )
    areas = organization_profile(dataset, "association").areas
    assert areas.select("area_id", "via").rows() == [("north", "stated")]
    dataset = with_rows(
        own_words(), "activities", {"group_id": "members", "area_id": "north", "topic_id": "safety"}
    )
    cell = area_coverage(dataset, rules=CoverageRules(), today=TODAY).cell("north", "safety")
    assert "association" in cell["organizations"]


def test_it_is_only_planned_where_its_group_is_only_proposed() -> None:
    dataset = own_words()
    groups = dataset["groups"].with_columns(status=pl.lit("proposed"))
    cell = area_coverage(dataset.replace(groups=groups), rules=CoverageRules(), today=TODAY).cell(
        "south", "safety"
    )
    assert cell["organizations"] == []
    assert "association" in cell["planned"]


def test_a_unit_in_the_group_of_its_whole_organization_is_no_member_of_itself() -> None:
    dataset = with_rows(own_words(), "units", {"organization_id": "pilots", "parent_id": "association"})
    dataset = with_rows(
        dataset,
        "memberships",
        {"organization_id": "pilots", "group_id": "members", "role": "member"},
    )
    rolled = roll_up(dataset, level=Level.ORGANIZATION)
    assert set(rolled["memberships"].filter(organization_id="association")["group_id"]) == {"board", "ice"}


def test_a_group_that_is_a_unit_stands_by_itself_where_units_are_rolled_up() -> None:
    dataset = with_rows(own_words(), "units", {"organization_id": "association", "parent_id": "pilots"})
    assert own_groups(roll_up(dataset, level=Level.ORGANIZATION)).is_empty()
    assert own_groups(roll_up(dataset, level=Level.UNIT)).height == 1


def test_rolling_up_takes_agreements_along_and_leaves_out_those_inside_one() -> None:
    dataset = with_rows(own_words(), "units", {"organization_id": "boats", "parent_id": "pilots"})
    dataset = with_rows(
        dataset, "agreements", {"organization_id": "boats", "partner_id": "pilots", "agreement": "oral"}
    )
    rolled = roll_up(dataset, level=Level.ORGANIZATION)["agreements"]
    assert rolled.sort("organization_id").select(
        "organization_id", "partner_id", "partner_group_id"
    ).rows() == [
        ("museum", "association", None),
        ("pilots", None, "board"),
    ]


def test_its_members_are_its_neighbors_on_the_map() -> None:
    for key in ("organizations:association", "groups:members"):
        drawn = excerpt(own_words(), kinds=["steering"], sectors=["nobody"], expanded=[key])
        assert {"boats", "museum", "association"} <= set(drawn.organization_ids)
        assert {"members", "board"} <= set(drawn.group_ids)


def test_it_is_not_outside_and_is_not_asked_to_join_itself() -> None:
    dataset = own_words()
    dataset = dataset.replace(
        memberships=dataset["memberships"].filter(pl.col("organization_id") != "association"),
        presences=pl.DataFrame({"organization_id": ["association", "pilots"], "area_id": ["south", "south"]}),
    )
    found = attention(dataset, today=TODAY, rules=CoverageRules())
    assert "association" not in found.filter(code="present_but_not_member")["subject_id"].to_list()
    asked = who_of_the_sector_could_be_asked(
        dataset, axis=Axis.GROUP_SECTOR, row_id="members", sector_id="civil"
    )
    assert set(asked["organization_id"]) == {"pilots"}


def test_which_group_stands_under_which_is_part_of_the_picture() -> None:
    drawn = excerpt(own_words())
    assert drawn.hierarchy.rows() == [("ice", "board"), ("light", "board")]
    assert excerpt(own_words(), kinds=["operativ"]).hierarchy.is_empty()
