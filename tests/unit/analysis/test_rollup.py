import datetime as dt

import polars as pl

from graph.analysis.base.decision_key import Axis, coverage_key
from graph.analysis.cut.rollup import roll_up, top_organizations
from graph.dataset import Dataset
from graph.network import AffiliationNetwork, Level

DEEP = {"team": "department", "department": "city"}


def seats(dataset):
    return dataset["memberships"].select("organization_id", "group_id", "role").rows()


def test_roll_up_to_units_changes_nothing(make):
    dataset = make({"g": "team"}, units=DEEP)
    assert roll_up(dataset, level=Level.UNIT) is dataset


def test_roll_up_takes_deep_units_to_the_top(make):
    rolled = roll_up(make({"g": "team police", "h": "department"}, units=DEEP), level=Level.ORGANIZATION)
    assert set(seats(rolled)) == {("city", "g", "member"), ("police", "g", "member"), ("city", "h", "member")}
    assert rolled["organizations"]["id"].to_list() == ["city", "police"]
    assert rolled["units"].is_empty()


def test_roll_up_two_units_in_a_group_are_one_seat_with_the_newer_date(make):
    dataset = make({"g": "team department:chair department"}, units=DEEP, confirmed_on=dt.date(2026, 1, 1))
    days = [dt.date(2026, 3, 1), dt.date(2026, 2, 1), dt.date(2026, 1, 1)]
    dataset = dataset.replace(
        memberships=dataset["memberships"].sort("id").with_columns(pl.Series("confirmed_on", days))
    )
    rolled = roll_up(dataset, level=Level.ORGANIZATION)
    assert sorted(seats(rolled)) == [("city", "g", "chair"), ("city", "g", "member")]
    member = rolled["memberships"].filter(pl.col("role") == "member")
    assert member["confirmed_on"].to_list() == [dt.date(2026, 3, 1)]
    assert AffiliationNetwork.from_dataset(rolled).group_sizes.tolist() == [1]


def test_roll_up_keeps_both_rows_where_the_function_differs(make):
    dataset = make({"g": "team department"}, units=DEEP)
    dataset = dataset.replace(
        memberships=dataset["memberships"].with_columns(represented_by=pl.Series(["head", "planner"]))
    )
    rolled = roll_up(dataset, level=Level.ORGANIZATION)
    assert rolled["memberships"]["id"].to_list() == ["m0", "m1"]
    assert rolled["memberships"]["represented_by"].to_list() == ["head", "planner"]


def test_roll_up_keeps_the_seat_of_the_organization_itself(make):
    rolled = roll_up(make({"g": "team city"}, units=DEEP), level=Level.ORGANIZATION)
    assert rolled["memberships"]["id"].to_list() == ["m1"]


def test_roll_up_replaces_units_everywhere_else(make):
    dataset = make(
        {"g": "team"},
        units=DEEP,
        areas={"park": None},
        present_in={"team": "park", "department": "park"},
        expected=[("group", "g", None, "team", 1)],
        decided=[
            (coverage_key(Axis.AREA_TOPIC, row_id="park", column_id="t", organization_id="team"), "invited")
        ],
        hosts=pl.DataFrame({"group_id": ["g", "g"], "organization_id": ["team", "department"]}),
        collaborations=pl.DataFrame(
            {"organization_id": ["team", "team"], "partner_id": ["department", "police"]}
        ),
    )
    rolled = roll_up(dataset, level=Level.ORGANIZATION)
    assert rolled["presences"].select("organization_id", "area_id").rows() == [("city", "park")]
    assert rolled["hosts"].select("group_id", "organization_id").rows() == [("g", "city")]
    assert rolled["collaborations"].select("organization_id", "partner_id").rows() == [("city", "police")]
    assert rolled["expectations"]["organization_id"].to_list() == ["city"]
    assert rolled["decisions"]["key"].to_list() == ["coverage:area_topic:park:t:city"]


def test_roll_up_of_a_circle_leaves_its_units_as_they_are(make):
    dataset = make({"g": "a b"}, units={"a": "b", "b": "a"})
    assert seats(roll_up(dataset, level=Level.ORGANIZATION)) == seats(dataset)


def test_roll_up_never_makes_a_named_unit_unnamed(make):
    dataset = make({"g": "team", "h": "?owners"}, units={"team": "owners"})
    assert top_organizations(dataset).is_empty()


def test_roll_up_takes_the_smaller_of_two_parents(make):
    dataset = make({"g": "team"}, units={"team": "north south"}, organizations="north south")
    assert top_organizations(dataset).rows() == [("team", "north")]


def test_roll_up_gives_back_the_same_tables_where_no_unit_is(make):
    dataset = make({"g": "police", "h": "?x"}, units=DEEP, areas={"park": None}, present_in={"city": "park"})
    rolled = roll_up(dataset, level=Level.ORGANIZATION)
    assert [t for t in dataset if rolled[t] is not dataset[t]] == ["organizations", "units"]


def test_roll_up_leaves_what_a_group_is_and_its_other_columns_alone(make):
    dataset = make({"g": "team", "h": "police"}, units=DEEP)
    groups = dataset["groups"].with_columns(organization_id=pl.Series(["team", None]))
    rolled = roll_up(dataset.replace(groups=groups), level=Level.ORGANIZATION)
    assert rolled["groups"]["organization_id"].to_list() == ["team", None]
    assert seats(rolled) == [("city", "g", "member"), ("police", "h", "member")]


def test_roll_up_of_nothing_is_nothing():
    assert roll_up(Dataset(), level=Level.ORGANIZATION) == Dataset()
