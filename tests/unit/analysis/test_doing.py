import datetime as dt

import polars as pl
import pytest

from graph.analysis.base.doing import Doing, Way
from graph.analysis.coverage.matrix import CoverageReason, CoverageRules, CoverageState, area_coverage
from graph.analysis.places.collaboration import area_actors
from graph.dataset import NOT_YET

TODAY = dt.date(2026, 11, 22)
COLUMNS = "organization_id group_id area_id topic_id status start_date end_date"


@pytest.fixture
def town(make):
    """A group of the town with two areas and two topics; what is stated comes on top."""

    def made(*activities, **more):
        rows = [tuple(part or None for part in f"{line},,,,,,".split(",")[:7]) for line in activities]
        table = pl.DataFrame(rows, schema=COLUMNS.split(), orient="row", infer_schema_length=None)
        return make(
            {"walks": "police parents ?others guest:invited"},
            areas={"town": None, "park": "town", "square": "town"},
            topics="youth traffic",
            active_in={"walks": "park square"},
            works_on={"walks": "youth traffic"},
            activities=table.with_columns(pl.all().cast(pl.String)),
            **more,
        )

    return made


def cells(dataset, who, *, inferred=True):
    """The cells somebody is in, each as area, topic and way."""
    rows = Doing(dataset, inferred).in_cells.filter("active")
    ids = {table: dataset[table]["id"] for table in ("organizations", "areas", "topics")}
    found = rows.select(
        ids["organizations"].gather(rows["organization"]).alias("who"),
        ids["areas"].gather(rows["area"]).alias("area"),
        ids["topics"].gather(rows["topic"]).alias("topic"),
        pl.col("way").cast(pl.String),
    )
    return sorted(found.filter(pl.col("who") == who).drop("who").rows())


EVERYWHERE = sorted((a, t, "group") for a in ("park", "square") for t in ("youth", "traffic"))


def test_without_activities_members_are_where_their_group_is(town):
    dataset = town()
    assert cells(dataset, "police") == cells(dataset, "others") == EVERYWHERE
    assert cells(dataset, "guest") == []
    assert cells(dataset, "police", inferred=False) == []


def test_an_activity_of_its_own_takes_an_organization_out_of_its_groups_cells(town):
    dataset = town("police,,square,youth")
    assert cells(dataset, "police") == [("square", "youth", "stated")]
    assert cells(dataset, "parents") == EVERYWHERE


@pytest.mark.parametrize("status", ["planned", "completed", "stopped"])
def test_an_activity_that_is_not_going_on_speaks_for_the_organization_all_the_same(town, status):
    dataset = town(f"police,,square,youth,{status}")
    assert cells(dataset, "police") == []


def test_an_activity_of_another_day_still_says_that_nothing_is_to_be_inferred(town):
    whole = town("police,,square,youth,,2024,2025", "parents,,park,youth,,2027,")
    dataset = whole.as_of(TODAY)
    assert dataset["activities"]["status"].to_list() == [NOT_YET, "completed"]
    assert cells(dataset, "police") == cells(dataset, "parents") == []
    assert cells(whole.as_of(dt.date(2024, 7, 1)), "police") == [("square", "youth", "stated")]


def test_a_group_with_activities_as_a_whole_is_in_exactly_their_cells(town):
    dataset = town(",walks,park,youth")
    assert cells(dataset, "police") == [("park", "youth", "group")]
    # the areas and topics it states are still its own
    assert Doing(dataset).group_areas.height == 2
    assert cells(dataset, "police", inferred=False) == []


def test_an_activity_without_a_topic_puts_it_in_the_area_and_in_no_cell(town):
    dataset = town("police,,town,")
    assert cells(dataset, "police") == []
    actors = area_actors(dataset, area_ids=["town", "park"]).filter(pl.col("organization_id") == "police")
    assert actors.select("area_id", "via").rows() == [("town", "stated"), ("park", "from_above")]
    # nothing is said of its topics: there the group still speaks for it
    topics = Doing(dataset).on_topics
    police = dataset["organizations"]["id"].index_of("police")
    assert topics.filter(pl.col("organization") == police)["way"].unique().to_list() == [Way.GROUP.value]


def test_an_activity_of_an_organization_within_a_closed_group_goes_on(town):
    dataset = town("police,walks,park,youth", status={"walks": "closed"})
    assert cells(dataset, "police") == [("park", "youth", "stated")]


def test_an_activity_goes_on_when_its_group_is_dissolved_but_not_without_its_organization(town):
    whole = town("police,walks,park,youth", ",walks,park,youth")
    gone = whole["groups"].with_columns(dissolution_date=pl.lit("2020"))
    assert whole.replace(groups=gone).as_of(TODAY)["activities"]["organization_id"].to_list() == ["police"]
    gone = whole["organizations"].with_columns(
        dissolution_date=pl.when(pl.col("id") == "police").then(pl.lit("2020"))
    )
    assert whole.replace(organizations=gone).as_of(TODAY)["activities"]["organization_id"].to_list() == [None]


def test_who_only_runs_a_group_is_not_where_the_group_works(town):
    hosts = pl.DataFrame({"group_id": ["walks"], "organization_id": ["city"]})
    assert cells(town(organizations="city", hosts=hosts), "city") == []


def state(dataset, area="park", topic="youth", **rules):
    cell = area_coverage(dataset, rules=CoverageRules(**rules), today=TODAY).cell(area, topic)
    return CoverageState(cell["state"]), CoverageReason(cell["reason"]), cell


def test_cell_counts_stated_and_inferred_apart(town):
    _, _, cell = state(town("police,,park,youth"))
    assert (cell["organizations"], cell["stated"]) == (["parents", "police"], ["police"])
    assert (cell["organization_count"], cell["stated_count"], cell["inferred_count"]) == (2, 1, 1)
    _, _, cell = state(town("police,,park,youth"), inferred=False)
    assert (cell["organization_count"], cell["stated_count"], cell["inferred_count"]) == (1, 1, 0)


def test_cell_in_which_all_is_over_is_a_gap_and_says_who_was_there(town):
    dataset = town("police,,town,youth,completed")
    found, reason, cell = state(dataset, area="town", inferred=False)
    assert (found, reason, cell["ended"]) == (CoverageState.GAP, CoverageReason.ONLY_ENDED, ["police"])


def test_cell_of_a_group_as_a_whole_is_a_gap_where_only_what_is_stated_counts(town):
    found, reason, cell = state(town(",walks,park,youth"), inferred=False)
    assert (found, reason) == (CoverageState.GAP, CoverageReason.GROUP_AS_A_WHOLE)
    assert cell["group_ids"] == ["walks"]


def test_planned_activity_is_planned_in_the_cell(town):
    found, reason, cell = state(town("police,,town,youth,planned"), area="town", inferred=False)
    assert (found, reason, cell["planned"]) == (CoverageState.GAP, CoverageReason.ONLY_PLANNED, ["police"])
    assert cell["projected_score"] < cell["score"]


def test_cluster_and_project_groups_do_not_spoil_a_stated_table(make):
    """The trap: the same 5W table, with one group a topic (cluster) or one a row (project)."""
    rows = [("a", "north", "food"), ("a", "south", "water"), ("b", "north", "water"), ("b", "east", "food")]
    stated = pl.DataFrame(
        [(f"x{n}", o, t, a, t) for n, (o, a, t) in enumerate(rows)],
        schema=["id", "organization_id", "group_id", "area_id", "topic_id"],
        orient="row",
    )
    where = dict.fromkeys(("north", "south", "east"))
    expected = {(a, t): {o for o, x, y in rows if (x, y) == (a, t)} for _, a, t in rows}
    for groups in (
        {
            "food": [(a, t) for _, a, t in rows if t == "food"],
            "water": [(a, t) for _, a, t in rows if t == "water"],
        },
        {f"p{n}": [(a, t)] for n, (_, a, t) in enumerate(rows)},
    ):
        for activities in (stated.drop("group_id"), stated if "food" in groups else stated.drop("group_id")):
            dataset = make(
                dict.fromkeys(groups, "a b"),
                areas=where,
                topics="food water",
                active_in={g: " ".join({a for a, _ in cells}) for g, cells in groups.items()},
                works_on={g: " ".join({t for _, t in cells}) for g, cells in groups.items()},
                activities=activities,
            )
            coverage = area_coverage(dataset, rules=CoverageRules(), today=TODAY)
            found = {
                (row["row_id"], row["column_id"]): set(row["organizations"])
                for row in coverage.cells.iter_rows(named=True)
                if row["organizations"]
            }
            assert found == expected
