import pytest

from graph.analysis.base.decision_key import Axis, coverage_key
from graph.analysis.coverage.asking import ASKING_SCHEMA, who_could_be_asked, who_of_the_sector_could_be_asked
from graph.errors import UnknownId

AREAS = {"city": None, "park": "city", "square": "city", "bench": "park", "far": None}


@pytest.fixture
def town(make):
    def made(**given):
        return make(
            {
                "claim": "inside ?owners asked:invited",
                "here": "neighbor ?vague",
                "above": "district",
                "beside": "next_door",
                "within": "bencher",
                "away": "distant neighbor",
                "nowhere": "floating",
                "closed": "gone",
            },
            status={"closed": "closed"},
            areas=AREAS,
            topics="youth traffic",
            active_in={
                "claim": "park",
                "here": "park",
                "above": "city",
                "beside": "square",
                "within": "bench",
                "away": "far",
                "closed": "park",
            },
            works_on={
                "claim": "youth",
                "here": "traffic",
                "above": "youth",
                "beside": "youth",
                "within": "youth",
                "away": "youth",
                "nowhere": "youth",
                "closed": "traffic",
            },
            present_in={"cafe": "park", "inside": "park"},
            **given,
        )

    return made


def asked(dataset):
    return who_could_be_asked(dataset, area_id="park", topic_id="youth")


def test_everybody_near_the_cell_is_listed_with_a_reason_strongest_first(town):
    assert asked(town()).select("organization_id", "reason").rows() == [
        ("owners", "name_the_unnamed"),
        ("asked", "already_planned"),
        ("district", "same_topic_above"),
        ("neighbor", "same_area"),
        ("neighbor", "same_topic_elsewhere"),
        ("cafe", "present_in_area"),
        ("bencher", "same_topic_inside"),
        ("next_door", "same_topic_beside"),
        ("distant", "same_topic_elsewhere"),
        ("floating", "same_topic_elsewhere"),
    ]


def test_reasons_say_what_they_rest_on(town):
    rows = {(r["organization_id"], r["reason"]): r for r in asked(town()).iter_rows(named=True)}
    here = rows["neighbor", "same_area"]
    assert (here["group_ids"], here["area_ids"], here["topic_ids"]) == (["here"], ["park"], ["traffic"])
    away = rows["neighbor", "same_topic_elsewhere"]
    assert (away["group_ids"], away["area_ids"], away["topic_ids"]) == (["away"], ["far"], ["youth"])
    assert rows["floating", "same_topic_elsewhere"]["area_ids"] == []
    assert rows["owners", "name_the_unnamed"]["kind"] == "unnamed"
    assert rows["cafe", "present_in_area"]["group_ids"] == []


def test_those_already_active_are_left_out(town):
    assert "inside" not in asked(town())["organization_id"]


def test_answers_are_remembered_and_stand_last(town):
    def key(organization):
        return coverage_key(Axis.AREA_TOPIC, row_id="park", column_id="youth", organization_id=organization)

    dataset = town(
        decided=[
            (key("district"), "invited"),
            (key("district"), "declined"),
            (key("cafe"), "not_relevant"),
            (key("distant"), "to_invite"),
        ]
    )
    rows = asked(dataset)
    assert rows["organization_id"].to_list()[-2:] == ["district", "cafe"]
    assert rows.filter(rows["organization_id"] == "district")["decision"].to_list() == ["declined"]
    planned = rows.filter(rows["reason"] == "already_planned")
    assert planned["organization_id"].to_list() == ["distant", "asked"]


def test_empty_cell_in_an_empty_town_has_nobody_to_ask(make):
    rows = asked(make(areas=AREAS, topics="youth"))
    assert rows.is_empty()
    assert rows.schema == ASKING_SCHEMA


def test_unknown_area_or_topic_raises(town):
    with pytest.raises(UnknownId, match="moon"):
        who_could_be_asked(town(), area_id="moon", topic_id="youth")
    with pytest.raises(UnknownId, match="magic"):
        who_could_be_asked(town(), area_id="park", topic_id="magic")


POLICE = dict.fromkeys(
    ("inside", "asked", "owners", "neighbor", "district", "cafe", "floating", "stranger", "gone"), "police"
)


def of_the_sector(dataset, axis, row):
    return who_of_the_sector_could_be_asked(dataset, axis=axis, row_id=row, sector_id="police")


def test_for_a_group_its_sector_is_asked_from_near_to_far(town):
    rows = of_the_sector(town(sectors=POLICE), Axis.GROUP_SECTOR, "claim")
    assert rows.select("organization_id", "reason").rows() == [
        ("owners", "name_the_unnamed"),
        ("asked", "already_planned"),
        ("neighbor", "same_area"),
        ("neighbor", "same_topic_elsewhere"),
        ("cafe", "present_in_area"),
        ("district", "same_topic_elsewhere"),
        ("floating", "same_topic_elsewhere"),
        ("gone", "same_sector"),
        ("stranger", "same_sector"),
    ]
    here = rows.filter(rows["reason"] == "same_area").row(0, named=True)
    assert (here["group_ids"], here["area_ids"]) == (["here"], ["park"])


def test_for_an_area_those_in_any_of_its_groups_are_there_already(town):
    rows = of_the_sector(town(sectors=POLICE), Axis.AREA_SECTOR, "park")
    # the café is known to be in the park: that is being there
    assert {"inside", "neighbor", "cafe"}.isdisjoint(rows["organization_id"])
    assert rows.select("organization_id", "reason").rows() == [
        ("owners", "name_the_unnamed"),
        ("asked", "already_planned"),
        ("district", "same_topic_elsewhere"),
        ("floating", "same_topic_elsewhere"),
        ("gone", "same_sector"),
        ("stranger", "same_sector"),
    ]


def test_for_a_topic_those_in_the_areas_of_its_groups_come_first(town):
    rows = of_the_sector(town(sectors={**POLICE, "passer": "police"}), Axis.TOPIC_SECTOR, "traffic")
    first = rows.filter(rows["kind"] == "named")["organization_id"].unique(maintain_order=True).to_list()
    assert "neighbor" not in first
    assert first[:2] == ["inside", "cafe"]
    assert set(rows.filter(rows["organization_id"] == "inside")["reason"]) == {"same_area", "present_in_area"}


def test_answers_of_the_sector_are_remembered(town):
    key = coverage_key(Axis.GROUP_SECTOR, row_id="claim", column_id="police", organization_id="stranger")
    rows = of_the_sector(town(sectors=POLICE, decided=[(key, "to_invite")]), Axis.GROUP_SECTOR, "claim")
    stranger = rows.filter(rows["organization_id"] == "stranger")
    assert stranger.select("reason", "decision").rows() == [("already_planned", "to_invite")]


def test_sector_without_anybody_else_has_nobody_to_ask(make):
    dataset = make({"g": "only"}, sectors={"only": "police"})
    rows = of_the_sector(dataset, Axis.GROUP_SECTOR, "g")
    assert rows.is_empty()
    assert rows.schema == ASKING_SCHEMA


def test_matrix_without_sectors_and_unknown_sector_are_refused(town):
    with pytest.raises(ValueError, match="sectors"):
        of_the_sector(town(sectors=POLICE), Axis.AREA_TOPIC, "park")
    with pytest.raises(UnknownId, match="magic"):
        who_of_the_sector_could_be_asked(town(), axis=Axis.GROUP_SECTOR, row_id="claim", sector_id="magic")
