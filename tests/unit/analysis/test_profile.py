import datetime as dt

import polars as pl
import pytest

from graph.analysis.records.profile import area_profile, group_profile, organization_profile, topic_profile
from graph.dataset import Dataset
from graph.errors import UnknownId
from graph.network import AffiliationNetwork

DAY = dt.date(2026, 5, 1)


@pytest.fixture
def town(make):
    return make(
        {
            "board": "mayor police ?owners",
            "walks": "police:chair parents ?others",
            "calls": "police:on_call cafe",
            "idea": "police",
        },
        status={"idea": "proposed"},
        organizations="alone",
        sectors={"mayor": "public", "police": "public", "parents": "civil", "owners": "property"},
        areas={"city": None, "park": "city", "square": "city"},
        topics="youth traffic",
        active_in={"board": "city", "walks": "park"},
        works_on={"board": "traffic", "walks": "youth", "calls": "youth"},
        present_in={"police": "square park"},
        units={"office": "mayor"},
        confirmed_on=DAY,
        hosts=pl.DataFrame({"group_id": ["walks"], "organization_id": ["mayor"]}),
        representations=pl.DataFrame({"group_id": ["walks"], "represented_in_id": ["board"]}),
        sources=pl.DataFrame({"id": ["plan"], "name": ["Plan"]}),
        group_documents=pl.DataFrame({"group_id": ["walks"], "document_id": ["plan"]}),
        collaborations=pl.DataFrame(
            {
                "organization_id": ["police", "mayor"],
                "partner_id": ["parents", "police"],
                "about": ["walks", None],
            }
        ),
    )


def test_organization_profile_says_where_it_sits_meets_and_works(town):
    profile = organization_profile(town, "police")
    assert profile.group_ids == ("board", "calls", "walks")
    assert profile.planned_group_ids == ("idea",)
    assert profile.all_groups == 4
    assert profile.memberships["group_id"].to_list() == ["board", "calls", "idea", "walks"]
    assert profile.meets["organization_id"].to_list() == ["mayor", "cafe", "parents"]
    assert profile.not_met_ids == ("alone", "office")
    assert (profile.all_others, profile.member_groups, profile.most_groups_of_others) == (5, 3, 1)
    assert profile.areas.rows() == [
        ("city", "group", ["board"]),
        ("park", "group", ["walks"]),
        ("square", "present", []),
    ]
    assert (profile.places, profile.all_places) == (2, 2)
    assert profile.groups_without_area == ("calls",)
    assert profile.topics.rows() == [("traffic", False), ("youth", False)]
    assert profile.stated_partners.select("partner_id", "about", "outgoing").rows() == [
        ("mayor", None, False),
        ("parents", "walks", True),
    ]
    assert profile.confirmed_on == DAY


def test_organization_profile_takes_a_network_that_is_there_already(town):
    network = AffiliationNetwork.from_dataset(town)
    assert organization_profile(town, "police", network=network).meets.height == 3


def test_organization_profile_knows_units_and_hosted_groups(town):
    mayor = organization_profile(town, "mayor")
    assert (mayor.unit_ids, mayor.parent_ids, mayor.hosted_group_ids) == (("office",), (), ("walks",))
    assert organization_profile(town, "office").parent_ids == ("mayor",)
    # who runs a group is in it and meets who is there, but is not thereby at work where it works
    assert mayor.group_ids == ("board", "walks")
    assert mayor.meets["organization_id"].to_list() == ["police", "parents"]
    assert mayor.areas.rows() == [("city", "group", ["board"]), *from_above("park", "square")]


def from_above(*areas):
    return [(area, "from_above", ["board"]) for area in areas]


def test_organization_with_activities_of_its_own_is_where_they_say_and_nowhere_else(town):
    activities = pl.DataFrame(
        {
            "organization_id": ["police", "police", None],
            "group_id": [None, "walks", "walks"],
            "area_id": ["square", None, "square"],
            "topic_id": [None, "youth", "youth"],
            "status": ["ongoing", "planned", "ongoing"],
        }
    )
    dataset = town.replace(activities=activities)
    police = organization_profile(dataset, "police")
    assert police.only_stated
    # the presence in the park is a statement too; the groups put it nowhere any more
    assert police.areas.rows() == [("park", "present", []), ("square", "stated", [])]
    assert police.activities["area_id"].to_list() == ["square", None]
    parents = organization_profile(dataset, "parents")
    assert not parents.only_stated
    assert parents.areas.rows() == [("park", "group", ["walks"]), ("square", "group", ["walks"])]
    assert parents.topics.rows() == [("youth", False)]
    walks = group_profile(dataset, "walks")
    assert (walks.area_ids, walks.activities.height) == (("park", "square"), 2)
    youth = topic_profile(dataset, "youth")
    # the group says exactly where it does so: no longer in the park, one of its areas × topics
    assert youth.areas.rows() == [("square", 1, ["walks"])]
    assert area_profile(dataset, "square").activities.height == 2


def test_organization_profile_of_an_unnamed_participant_meets_nobody(town):
    profile = organization_profile(town, "owners")
    assert profile.meets.is_empty()
    assert profile.not_met_ids == ()
    assert profile.group_ids == ("board",)
    assert profile.all_others == 6


def test_organization_profile_of_somebody_in_no_group_is_bare(town):
    profile = organization_profile(town, "alone")
    assert (profile.group_ids, profile.areas.height, profile.confirmed_on) == ((), 0, None)


def test_group_profile_names_members_places_and_ties_to_groups(town):
    profile = group_profile(town, "walks")
    assert (profile.named, profile.unnamed, profile.planned) == (("parents", "police"), ("others",), ())
    assert (profile.area_ids, profile.topic_ids, profile.document_ids) == (("park",), ("youth",), ("plan",))
    assert (profile.represented_in_ids, profile.represented_by_ids) == (("board",), ())
    assert profile.host_ids == ("mayor",)
    assert profile.sectors.rows() == [("public", 2, 0), ("civil", 1, 0), (None, 0, 1)]
    assert group_profile(town, "board").represented_by_ids == ("walks",)
    assert group_profile(town, "idea").planned == ("police",)


def test_area_profile_has_actors_groups_and_the_areas_around_and_inside(town):
    park = area_profile(town, "park")
    assert park.groups.rows() == [("walks", "here"), ("board", "from_above")]
    assert (park.parent_ids, park.child_ids) == (("city",), ())
    assert park.actors["organization_id"].to_list() == ["others", "parents", "police", "mayor", "owners"]
    city = area_profile(town, "city")
    assert city.child_ids == ("park", "square")
    assert city.groups.rows() == [("board", "here"), ("walks", "inside")]
    assert (city.counts["on_site"], city.counts["inside"]) == (2, 1)
    assert (city.counts["parts"], city.counts["parts_with"]) == (2, 2)


def test_topic_profile_has_groups_areas_and_actors(town):
    youth = topic_profile(town, "youth")
    assert youth.group_ids == ("calls", "walks")
    assert youth.areas.rows() == [("park", 2, ["walks"])]
    assert youth.groups_without_area == ("calls",)
    assert youth.actors.rows() == [
        ("police", "named", False, ["calls", "walks"]),
        ("cafe", "named", False, ["calls"]),
        ("others", "unnamed", False, ["walks"]),
        ("parents", "named", False, ["walks"]),
    ]


@pytest.mark.parametrize("profile", [organization_profile, group_profile, area_profile, topic_profile])
def test_profile_of_an_unknown_id_raises(profile, town):
    for dataset in (town, Dataset()):
        with pytest.raises(UnknownId, match="nobody"):
            profile(dataset, "nobody")
