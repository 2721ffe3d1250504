import datetime as dt

import polars as pl
import pytest

from graph.analysis.base.decision_key import Axis, coverage_key
from graph.analysis.coverage.lists import LISTED_FROM_ABOVE
from graph.analysis.coverage.matrix import (
    CoverageReason,
    CoverageRules,
    CoverageState,
    area_coverage,
    area_sector_coverage,
    group_sector_coverage,
    topic_sector_coverage,
)
from graph.dataset import Dataset
from graph.errors import UnknownId

RULES = CoverageRules()
CITY = {"city": None, "park": "city", "square": "city"}
MATRICES = (area_coverage, group_sector_coverage, area_sector_coverage, topic_sector_coverage)


@pytest.fixture
def cover(make, today):
    """Area × topic coverage of a small network with one topic, `youth`."""

    def covered(members=None, *, rules=RULES, where=None, works_on=None, **given):
        members = members or {}
        return area_coverage(
            make(
                members,
                areas=given.pop("areas", CITY),
                topics=given.pop("topics", "youth"),
                active_in=where or {},
                works_on=works_on if works_on is not None else dict.fromkeys(members, "youth"),
                **given,
            ),
            rules=rules,
            today=today,
        )

    return covered


def state(coverage, row="park", column="youth"):
    cell = coverage.cell(row, column)
    return CoverageState(cell["state"]), CoverageReason(cell["reason"])


def key(row, column, organization=None, axis=Axis.AREA_TOPIC):
    return coverage_key(axis, row_id=row, column_id=column, organization_id=organization)


# --- states ---------------------------------------------------------------------------------------


def test_cell_that_nobody_speaks_of_is_unknown_and_no_gap(cover):
    coverage = cover()
    assert state(coverage) == (CoverageState.UNKNOWN, CoverageReason.NOBODY_LOOKED)
    assert coverage.cell("park", "youth")["score"] is None
    assert coverage.register.is_empty()
    assert coverage.weighted is None


def test_need_of_zero_is_not_needed_even_where_somebody_is(cover):
    coverage = cover({"g": "a b"}, where={"g": "park"}, needs=[("park", "youth", 0, None)])
    assert state(coverage) == (CoverageState.NOT_NEEDED, CoverageReason.NEED_IS_ZERO)
    assert coverage.cell("park", "youth")["score"] == 0


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (1, (CoverageState.SINGLE_POINT, CoverageReason.ONE_ORGANIZATION)),
        (2, (CoverageState.COVERED, CoverageReason.SEVERAL_ORGANIZATIONS)),
        (8, (CoverageState.COVERED, CoverageReason.SEVERAL_ORGANIZATIONS)),
        (9, (CoverageState.CROWDED, CoverageReason.MANY_ORGANIZATIONS)),
    ],
)
def test_cell_is_told_by_its_distinct_named_organizations(cover, count, expected):
    names = " ".join(f"o{n}" for n in range(count))
    coverage = cover({"g": names, "h": names}, where={"g": "park", "h": "park"})
    assert state(coverage) == expected
    assert coverage.cell("park", "youth")["organization_count"] == count


def test_claimed_cell_with_only_unnamed_is_a_gap_with_need_one_not_recorded(cover):
    cell = cover({"g": "?owners"}, where={"g": "park"}).cell("park", "youth")
    assert (cell["state"], cell["reason"]) == (CoverageState.GAP, CoverageReason.ONLY_UNNAMED)
    assert (cell["need"], cell["need_recorded"], cell["score"]) == (1, False, 2.0)
    assert cell["unnamed"] == ["owners"]
    assert cell["group_ids"] == ["g"]


def test_claimed_cell_without_participants_is_a_gap(cover):
    coverage = cover({"g": ""}, where={"g": "park"})
    assert state(coverage) == (CoverageState.GAP, CoverageReason.GROUP_WITHOUT_PARTICIPANTS)


def test_recorded_need_without_a_group_is_a_gap(cover):
    coverage = cover(needs=[("park", "youth", 3, 4)])
    assert state(coverage) == (CoverageState.GAP, CoverageReason.NEED_WITHOUT_GROUP)
    cell = coverage.cell("park", "youth")
    assert (cell["need"], cell["need_recorded"], cell["wanted"], cell["score"]) == (3, True, 4, 12.0)


def test_invited_and_proposed_are_planned_and_leave_a_gap(cover):
    invited = cover({"g": "a:invited"}, where={"g": "park"})
    assert state(invited) == (CoverageState.GAP, CoverageReason.ONLY_PLANNED)
    assert invited.cell("park", "youth")["planned"] == ["a"]
    proposed = cover({"g": "a b"}, where={"g": "park"}, status={"g": "proposed"})
    assert state(proposed) == (CoverageState.GAP, CoverageReason.ONLY_PLANNED)
    cell = proposed.cell("park", "youth")
    assert (cell["planned"], cell["planned_group_ids"], cell["group_ids"]) == (["a", "b"], ["g"], [])


def test_closed_group_leaves_no_trace(cover):
    assert state(cover({"g": "a"}, where={"g": "park"}, status={"g": "closed"}))[0] is CoverageState.UNKNOWN


def test_decision_about_a_cell_is_a_statement(cover):
    coverage = cover(decided=[(key("park", "youth"), "open")])
    assert state(coverage) == (CoverageState.GAP, CoverageReason.ONLY_DECIDED)
    assert state(coverage, "square")[0] is CoverageState.UNKNOWN
    assert state(cover(decided=[(key("park", "youth"), "not_relevant")]))[0] is CoverageState.UNKNOWN


def test_cells_read_one_after_another_begin_with_the_heaviest_and_end_with_the_unknown(cover):
    coverage = cover(
        {"g": "a", "h": "?owners"},
        where={"g": "park", "h": "square"},
        needs=[("city", "noise", 0, None)],
        topics="youth noise safety",
        works_on={"g": "youth", "h": "youth safety"},
    )
    for listed in (True, False):
        read = coverage.by_weight(listed=listed)
        known = read.filter(pl.col("state") != CoverageState.UNKNOWN.value)
        scores = known["score"].to_list()
        assert read.head(known.height).equals(known)
        assert scores == sorted(scores, reverse=True)
        assert set(read["state"].tail(read.height - known.height)) == {CoverageState.UNKNOWN.value}
        assert read.sort("row_id", "column_id").equals(
            (coverage.cells if listed else coverage.summary).sort("row_id", "column_id")
        )


# --- from above -----------------------------------------------------------------------------------


def test_group_of_the_area_around_reaches_from_above_and_not_directly(cover):
    coverage = cover({"g": "a b ?x"}, where={"g": "city"})
    assert state(coverage, "city")[0] is CoverageState.COVERED
    assert state(coverage) == (CoverageState.FROM_ABOVE, CoverageReason.REACHED_FROM_ABOVE)
    cell = coverage.cell("park", "youth")
    assert (cell["organizations"], cell["from_above"]) == ([], ["a", "b"])
    assert (cell["group_ids"], cell["reaching_group_ids"], cell["unnamed"]) == ([], ["g"], [])
    assert cell["score"] == 2.0


def test_direct_and_from_above_are_told_apart(cover):
    coverage = cover({"g": "a b", "h": "b c"}, where={"g": "city", "h": "park"})
    cell = coverage.cell("park", "youth")
    assert (cell["state"], cell["organizations"], cell["from_above"]) == ("covered", ["b", "c"], ["a"])
    assert cell["from_above_count"] == 1


def test_group_reaches_down_several_levels_but_not_sideways_and_counts_for_what_it_lies_in(cover):
    areas = {"country": None, "city": "country", "park": "city", "bench": "park", "square": "city"}
    coverage = cover({"g": "a", "h": "b"}, where={"g": "country", "h": "park"}, areas=areas)
    assert coverage.cell("bench", "youth")["from_above"] == ["a", "b"]
    assert coverage.cell("square", "youth")["from_above"] == ["a"]
    city = coverage.cell("city", "youth")
    assert (city["state"], city["inside"], city["from_above"]) == ("in_parts", ["b"], ["a"])
    # one for the whole country and another inside it: nothing rests on one
    assert state(coverage, "country") == (CoverageState.IN_PARTS, CoverageReason.WORKED_ON_INSIDE)
    country = coverage.cell("country", "youth")
    assert (country["organizations"], country["inside"], country["score"]) == (["a"], ["b"], 0.0)


def test_area_holds_what_its_parts_hold_each_organization_once(cover):
    coverage = cover({"g": "a b", "h": "b c"}, where={"g": "park", "h": "square"})
    city = coverage.cell("city", "youth")
    assert (city["state"], city["organization_count"], city["inside_count"]) == ("in_parts", 0, 3)
    assert city["inside"] == ["a", "b", "c"]
    assert "city" not in coverage.register["row_id"].to_list()


def test_area_with_two_for_the_whole_is_covered_whoever_is_inside(cover):
    coverage = cover({"g": "a b", "h": "b c"}, where={"g": "city", "h": "park"})
    city = coverage.cell("city", "youth")
    assert (city["state"], city["organization_count"], city["inside"]) == ("covered", 2, ["c"])


def test_group_of_unnamed_reaches_nobody_below(cover):
    coverage = cover({"g": "?hotels"}, where={"g": "city"})
    assert state(coverage, "city")[0] is CoverageState.GAP
    assert state(coverage)[0] is CoverageState.UNKNOWN


def test_unnamed_in_a_claimed_cell_that_is_reached_are_listed_from_above(cover):
    coverage = cover({"g": "?x", "h": "a"}, where={"g": "park", "h": "city"})
    cell = coverage.cell("park", "youth")
    assert (cell["state"], cell["unnamed"]) == (CoverageState.FROM_ABOVE, ["x"])


def test_list_from_above_stops_and_says_how_many(cover):
    many = LISTED_FROM_ABOVE + 20
    names = " ".join(f"o{n:03}" for n in range(many))
    coverage = cover({"g": names, "h": "o000 other"}, where={"g": "city", "h": "park"})
    row = coverage.cells.row(by_predicate=pl.col("row_id") == "park", named=True)
    assert row["from_above_count"] == many - 1
    assert row["from_above"] == [f"o{n:03}" for n in range(1, LISTED_FROM_ABOVE + 1)]
    assert len(coverage.cell("park", "youth")["from_above"]) == many - 1


# --- age ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "stale"), [(0, False), (365, False), (366, True), (4000, True), (-5, False)]
)
def test_stale_when_the_newest_confirmation_is_older_than_the_setting(cover, today, days, stale):
    coverage = cover({"g": "a b"}, where={"g": "park"}, confirmed_on=today - dt.timedelta(days))
    assert (state(coverage)[0] is CoverageState.STALE) is stale


def test_one_new_confirmation_among_old_ones_is_enough(cover, today):
    old, new = today - dt.timedelta(4000), today - dt.timedelta(10)
    ties = pl.DataFrame({"group_id": ["g"], "area_id": ["park"], "confirmed_on": [new]})
    coverage = cover({"g": "a b"}, group_areas=ties, confirmed_on=old)
    assert state(coverage)[0] is CoverageState.COVERED
    assert coverage.cell("park", "youth")["confirmed_on"] == new


def test_no_confirmation_at_all_is_not_stale_but_has_no_date(cover):
    coverage = cover({"g": "a b"}, where={"g": "park"})
    assert state(coverage)[0] is CoverageState.COVERED
    assert coverage.cell("park", "youth")["confirmed_on"] is None


def test_age_from_above_is_that_of_the_groups_that_reach(cover, today):
    coverage = cover({"g": "a"}, where={"g": "city"}, confirmed_on=today - dt.timedelta(400))
    assert state(coverage)[0] is CoverageState.STALE


def test_need_judged_long_ago_with_nobody_there_is_stale(cover, today):
    old = today - dt.timedelta(400)
    assert state(cover(needs=[("park", "youth", 2, None)], judged_on=old))[0] is CoverageState.STALE


def test_stale_cells_are_neither_in_the_register_nor_in_the_share(cover, today):
    coverage = cover({"g": "a"}, where={"g": "park"}, confirmed_on=today - dt.timedelta(400))
    assert coverage.register.is_empty()
    assert coverage.weighted is None


# --- figures --------------------------------------------------------------------------------------


def test_projected_score_counts_active_and_planned_once(cover):
    coverage = cover(
        {"g": "a b:invited", "h": "a c"},
        where={"g": "park", "h": "park"},
        status={"h": "proposed"},
        needs=[("park", "youth", 2, 5)],
        decided=[
            (key("park", "youth", "d"), "accepted"),
            (key("park", "youth", "a"), "invited"),
            (key("park", "youth", "e"), "declined"),
            (key("park", "youth", "nobody"), "invited"),
        ],
        organizations="d e",
    )
    cell = coverage.cell("park", "youth")
    assert cell["organizations"] == ["a"]
    assert cell["planned"] == ["b", "c", "d"]
    assert (cell["score"], cell["projected_score"]) == (8.0, 2.0)


def test_weighted_is_the_share_of_need_that_is_met(cover):
    coverage = cover(
        {"g": "a", "h": "a b c"},
        where={"g": "park", "h": "square"},
        needs=[("park", "youth", 3, 2), ("city", "youth", 1, None)],
    )
    # (3 · 1/2 + 1 · 1 + 1 · 1) / (3 + 1 + 1): the city holds the three of its parts
    assert coverage.weighted == pytest.approx(3.5 / 5)


def test_weighted_leaves_unknown_and_not_needed_out(cover):
    coverage = cover({"g": "a b"}, where={"g": "park"}, needs=[("square", "youth", 0, None)])
    assert coverage.weighted == 1.0


def test_counts_name_every_state_and_add_up_to_all_cells(cover):
    coverage = cover({"g": "a b"}, where={"g": "park"})
    assert list(coverage.counts) == list(CoverageState)
    assert sum(coverage.counts.values()) == coverage.summary.height == 3


def test_register_is_worst_first_and_gaps_before_weaker_kinds(cover):
    areas = {"city": None, "a1": "city", "a2": "city", "a3": None, "a4": None, "a5": None}
    coverage = cover(
        {"top": "x y", "one": "x", "none": "?u"},
        areas=areas,
        where={"top": "city", "one": "a3 a4", "none": "a5"},
        needs=[("a4", "youth", 3, None), ("a3", "youth", 2, None)],
    )
    rows = coverage.register.select("row_id", "state", "score").rows()
    assert rows == [
        ("a4", "single_point", 3.0),
        ("a5", "gap", 2.0),
        ("a1", "from_above", 2.0),
        ("a2", "from_above", 2.0),
        ("a3", "single_point", 2.0),
    ]


def test_what_to_begin_with_is_apart_from_what_is_reached_from_above(cover):
    coverage = cover(
        {"top": "x", "one": "x"},
        areas={"city": None, "a1": "city", "a2": None, "a3": None},
        where={"top": "city", "one": "a2 a3"},
        needs=[("a3", "youth", 1, 1)],
    )
    # one organisation where one is wanted lacks nobody
    assert coverage.begin_with["row_id"].to_list() == ["a2", "city"]
    assert coverage.only_from_above["row_id"].to_list() == ["a1"]


def test_cells_stand_in_the_order_of_the_matrix(cover):
    coverage = cover({"g": "a"}, where={"g": "park"}, topics="b_topic a_topic")
    assert coverage.row_ids == ("city", "park", "square")
    assert coverage.column_ids == ("a_topic", "b_topic")
    assert coverage.cells.select("row_id", "column_id").rows() == [
        (r, c) for r in coverage.row_ids for c in coverage.column_ids
    ]


def test_cell_is_the_row_of_cells(cover):
    coverage = cover(
        {"g": "a b ?x c:invited", "h": "b d"},
        where={"g": "park", "h": "city"},
        needs=[("park", "youth", 2, 3)],
    )
    for row in coverage.cells.iter_rows(named=True):
        assert coverage.cell(row["row_id"], row["column_id"]) == row


def test_cell_outside_the_matrix_raises(cover):
    with pytest.raises(UnknownId, match="nowhere"):
        cover().cell("nowhere", "youth")
    with pytest.raises(UnknownId, match="nothing"):
        cover().cell("park", "nothing")


@pytest.mark.parametrize(("name", "value"), [("wanted", 0), ("crowd_limit", 0), ("stale_after_days", -1)])
def test_rules_out_of_range_raise(name, value):
    with pytest.raises(ValueError, match=name):
        CoverageRules(**{name: value})


@pytest.mark.parametrize("matrix", MATRICES)
def test_nothing_in_nothing_out(matrix, today):
    coverage = matrix(Dataset(), rules=RULES, today=today)
    assert coverage.cells.is_empty()
    assert coverage.register.is_empty()
    assert coverage.weighted is None
    assert sum(coverage.counts.values()) == 0


# --- against sectors ------------------------------------------------------------------------------

SECTORS = {"police1": "police", "police2": "police", "church": "faith", "parish": "faith"}


def test_sector_without_expectation_or_member_is_unknown_never_a_gap(make, today):
    coverage = group_sector_coverage(
        make({"g": "police1"}, sectors={**SECTORS, "owners": "owners"}), rules=RULES, today=today
    )
    assert state(coverage, "g", "faith")[0] is CoverageState.UNKNOWN
    assert state(coverage, "g", "police")[0] is CoverageState.SINGLE_POINT
    cell = coverage.cell("g", "police")
    assert (cell["need"], cell["wanted"], cell["score"]) == (None, None, None)
    assert coverage.register.is_empty()
    assert coverage.weighted is None


def test_sector_with_only_unnamed_and_no_expectation_is_neither_unknown_nor_a_gap(make, today):
    coverage = group_sector_coverage(
        make({"g": "?owners"}, sectors={"owners": "property"}), rules=RULES, today=today
    )
    assert state(coverage, "g", "property") == (CoverageState.NOBODY_NAMED, CoverageReason.ONLY_UNNAMED)
    assert coverage.register.is_empty()


def test_sector_with_only_invited_and_no_expectation_is_neither_unknown_nor_a_gap(make, today):
    coverage = group_sector_coverage(
        make({"g": "police1 church:invited"}, sectors=SECTORS), rules=RULES, today=today
    )
    assert state(coverage, "g", "faith") == (CoverageState.NOBODY_NAMED, CoverageReason.ONLY_PLANNED)


def test_expectation_wins_and_makes_the_need(make, today):
    coverage = group_sector_coverage(
        make(
            {"g": "police1 police2 police3", "h": "?owners"},
            sectors={**SECTORS, "owners": "property"},
            expected=[
                ("group", "g", "faith", None, None),
                ("group_classification", "area", "property", None, 2),
                ("group", "g", "police", None, 4),
            ],
        ),
        rules=RULES,
        today=today,
    )
    assert state(coverage, "g", "faith") == (CoverageState.GAP, CoverageReason.EXPECTED_SECTOR_MISSING)
    assert state(coverage, "g", "property")[0] is CoverageState.GAP
    assert state(coverage, "h", "property") == (CoverageState.GAP, CoverageReason.ONLY_UNNAMED)
    cell = coverage.cell("g", "police")
    assert (cell["state"], cell["wanted"], cell["score"]) == ("covered", 4, 2.0)
    assert coverage.register.select("row_id", "column_id", "score").rows() == [
        ("g", "property", 2.0),
        ("h", "property", 2.0),
        ("g", "faith", 1.0),
    ]
    # (2/4 + 0 + 0 + 0) / 4
    assert coverage.weighted == pytest.approx(0.125)


def test_organization_expected_by_name_is_missed_though_its_sector_is_there(make, today):
    given = {"sectors": SECTORS, "expected": [("group", "g", None, "police2", None)]}
    missed = group_sector_coverage(make({"g": "police1"}, **given), rules=RULES, today=today)
    assert state(missed, "g", "police") == (
        CoverageState.GAP,
        CoverageReason.EXPECTED_ORGANIZATION_MISSING,
    )
    cell = missed.cell("g", "police")
    assert (cell["expected_missing"], cell["score"], cell["projected_score"]) == (["police2"], 1.0, 1.0)
    there = group_sector_coverage(make({"g": "police2"}, **given), rules=RULES, today=today)
    assert state(there, "g", "police")[0] is CoverageState.SINGLE_POINT
    invited = group_sector_coverage(make({"g": "police1 police2:invited"}, **given), rules=RULES, today=today)
    assert invited.cell("g", "police")["projected_score"] == 0.0


def test_area_sector_tells_direct_from_above(make, today):
    coverage = area_sector_coverage(
        make(
            {"g": "police1 church", "h": "police2"},
            sectors=SECTORS,
            areas=CITY,
            active_in={"g": "city", "h": "park"},
            expected=[("area", "park", "faith", None, 1), ("area", "square", None, "police1", 1)],
        ),
        rules=RULES,
        today=today,
    )
    assert state(coverage, "park", "police")[0] is CoverageState.SINGLE_POINT
    assert coverage.cell("park", "police")["from_above"] == ["police1"]
    assert state(coverage, "park", "faith")[0] is CoverageState.FROM_ABOVE
    # expected by name and reached from above: not a gap
    assert state(coverage, "square", "police")[0] is CoverageState.FROM_ABOVE
    assert coverage.register["row_id"].to_list() == ["park", "square"]


def test_topic_sector_counts_members_of_groups_on_the_topic(make, today):
    coverage = topic_sector_coverage(
        make(
            {"g": "police1 church", "h": "police2 police1"},
            sectors=SECTORS,
            topics="youth traffic",
            works_on={"g": "youth", "h": "youth"},
            expected=[("topic", "traffic", "police", None, 2)],
        ),
        rules=RULES,
        today=today,
    )
    assert coverage.cell("youth", "police")["organizations"] == ["police1", "police2"]
    assert state(coverage, "traffic", "police")[0] is CoverageState.GAP
    assert state(coverage, "traffic", "faith")[0] is CoverageState.UNKNOWN


def test_closed_group_has_no_row(make, today):
    coverage = group_sector_coverage(
        make({"g": "police1", "old": "police1"}, sectors=SECTORS, status={"old": "closed"}),
        rules=RULES,
        today=today,
    )
    assert coverage.row_ids == ("g",)


def test_weighted_counts_an_organization_expected_by_name_and_missing(make, today):
    coverage = group_sector_coverage(
        make({"g": "police1"}, sectors=SECTORS, expected=[("group", "g", None, "police2", 2)]),
        rules=RULES,
        today=today,
    )
    assert coverage.weighted == 0.5


def test_a_cell_where_only_an_unnamed_actor_is_stated_to_work_is_known(make, today):
    dataset = make(organizations="?owners", areas={"park": None}, topics="paths").replace(
        activities=pl.DataFrame(
            {"id": ["a"], "organization_id": ["owners"], "area_id": ["park"], "topic_id": ["paths"]}
        )
    )
    coverage = area_coverage(dataset, rules=RULES, today=today)
    assert state(coverage, "park", "paths") == (CoverageState.GAP, CoverageReason.ONLY_UNNAMED)


def test_rows_left_out_are_in_no_count_and_the_others_keep_what_lies_inside_them(make, today):
    whole = area_coverage(
        make(
            {"g": "a b"},
            areas={"county": None, "town": "county", "village": "county"},
            topics="paths",
            active_in={"g": "town"},
            works_on={"g": "paths"},
            confirmed_on=today,
        ),
        rules=RULES,
        today=today,
    )
    seen = whole.of_rows(["county"])
    assert seen.counts[CoverageState.IN_PARTS] == sum(seen.counts.values()) == 1
    assert seen.cell("county", "paths") == whole.cell("county", "paths")
    assert seen.cells["inside"].to_list() == [["a", "b"]]
    with pytest.raises(UnknownId):
        seen.cell("town", "paths")


def test_a_cell_where_what_a_group_did_as_a_whole_is_over_is_known(make, today):
    dataset = make({"g": "a"}, areas={"park": None}, topics="paths").replace(
        activities=pl.DataFrame(
            {
                "id": ["x"],
                "group_id": ["g"],
                "area_id": ["park"],
                "topic_id": ["paths"],
                "status": ["completed"],
            }
        )
    )
    coverage = area_coverage(dataset, rules=RULES, today=today)
    assert state(coverage, "park", "paths") == (CoverageState.GAP, CoverageReason.ONLY_ENDED)
