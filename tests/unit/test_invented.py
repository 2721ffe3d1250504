"""The invented networks: the same for the same seed, complete, and shaped as promised."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from graph.analysis.coverage.matrix import CoverageRules, CoverageState, area_coverage, group_sector_coverage
from graph.dataset import Dataset
from graph.model import RECORD_TYPES, RecordType
from graph.problems import Severity
from graph.templates import with_template_groups
from graph.validation import validate
from loaders.base import Limits
from loaders.datapackage import as_json
from loaders.export import as_written
from loaders.invented import FEWEST_ACTIVITIES, SMALLEST, TODAY, invented_network
from loaders.native import NativeLoader

DEMO = Path(__file__).parents[2] / "data" / "demo"
MEMBERSHIPS, SEED = 300, 7


@pytest.fixture(scope="module")
def small() -> Dataset:
    return invented_network(memberships=MEMBERSHIPS, seed=SEED)


@pytest.fixture(scope="module")
def large() -> Dataset:
    """Large enough that names run out and are numbered."""
    return invented_network(memberships=60_000, seed=1)


def test_invented_network_same_seed_is_the_same(small: Dataset) -> None:
    assert invented_network(memberships=MEMBERSHIPS, seed=SEED) == small


def test_invented_network_other_seed_is_another(small: Dataset) -> None:
    assert invented_network(memberships=MEMBERSHIPS, seed=SEED + 1) != small


@pytest.mark.parametrize("memberships", [SMALLEST, 101, 300, 999, 5_000])
def test_invented_network_has_exactly_so_many_memberships(memberships: int) -> None:
    assert invented_network(memberships=memberships, seed=3).counts["memberships"] == memberships


@pytest.mark.parametrize("activities", [FEWEST_ACTIVITIES, 80, 5_000])
def test_invented_network_has_exactly_so_many_activities(activities: int) -> None:
    dataset = invented_network(memberships=SMALLEST, activities=activities, seed=3)
    assert dataset.counts["activities"] == activities
    assert _never_filled(dataset) == []
    assert dataset["data_sets"]["id"].to_list() == [f"exempelstad-100-{activities}-3"]


@pytest.mark.parametrize("memberships", [SMALLEST, 300, 2_000])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_invented_network_fills_every_field_of_every_record_type(memberships: int, seed: int) -> None:
    dataset = invented_network(memberships=memberships, seed=seed)
    assert [table for table, count in dataset.counts.items() if count == 0] == []
    assert _never_filled(dataset) == []


def _never_filled(dataset: Dataset) -> list[tuple[str, str]]:
    return [
        (record_type.table, field.name)
        for record_type in RECORD_TYPES
        for field in record_type.fields
        if dataset[record_type.table][field.name].null_count() == dataset[record_type.table].height
    ]


@pytest.mark.parametrize("memberships", [SMALLEST, 300, 2_000])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_invented_network_has_no_problem_worse_than_a_note(memberships: int, seed: int) -> None:
    problems = validate(invented_network(memberships=memberships, seed=seed))
    assert [problem for problem in problems if problem.severity is not Severity.NOTE] == []


def test_invented_network_large_has_no_problem_worse_than_a_note(large: Dataset) -> None:
    assert [problem for problem in validate(large) if problem.severity is not Severity.NOTE] == []


def test_invented_network_uses_every_word_that_is_allowed(small: Dataset) -> None:
    unused = [
        (record_type.table, field.name, word)
        for record_type in RECORD_TYPES
        if record_type.table != "group_templates"  # two make many groups; their words stand in those
        for field in record_type.fields
        for word in field.choices
        if word not in set(small[record_type.table][field.name])
    ]
    assert unused == []


def test_invented_network_shows_every_state_of_coverage(small: Dataset) -> None:
    areas, groups = (
        matrix(small, rules=CoverageRules(), today=TODAY).counts
        for matrix in (area_coverage, group_sector_coverage)
    )
    # nobody named is a state of its own only against sectors
    assert {state for state in CoverageState if areas[state]} == set(CoverageState) - {
        CoverageState.NOBODY_NAMED
    }
    assert groups[CoverageState.NOBODY_NAMED] > 0


def test_invented_network_says_that_it_is_invented(small: Dataset) -> None:
    assert small["data_sets"]["invented"].to_list() == [True]
    said = " ".join(small["data_sets"].select("description", "description_en").row(0))
    assert [word for word in ("fröet", "seed") if word in said] == []


def test_invented_network_has_what_is_easily_forgotten(small: Dataset) -> None:
    seats, groups = small["memberships"], small["groups"]
    assert seats["end_date"].drop_nulls().len() > 0
    assert (groups["review_date"] < TODAY).any()
    assert (groups["review_date"] > TODAY).any()
    in_a_group = seats["organization_id"].implode()
    present = small["presences"].filter(~pl.col("organization_id").is_in(in_a_group))
    assert present.height > 0, "nobody is present without being a member"
    assert seats.select("organization_id", "group_id").is_duplicated().any(), (
        "nobody has two seats in a group"
    )
    units = small["units"]
    assert set(units["organization_id"]) & set(units["parent_id"]), "no unit of a unit"
    assert set(groups["id"]) - set(small["group_areas"]["group_id"]), "every group has an area"
    kind = dict(small["organizations"].select("id", "kind").iter_rows())
    only_unnamed = [
        group
        for (group,), members in seats.group_by("group_id")
        if all(kind[member] == "unnamed" for member in members["organization_id"])
    ]
    assert only_unnamed, "no group of unnamed participants only"


def test_invented_network_activities_are_of_every_sort(large: Dataset) -> None:
    done = large["activities"]
    organization, group = done["organization_id"].is_not_null(), done["group_id"].is_not_null()
    assert (organization | group).all()
    shares = [float(sort.mean() or 0) for sort in (organization & group, ~organization, ~group)]
    assert shares == pytest.approx([0.6, 0.05, 0.35], abs=0.02)
    groups = large["groups"].filter(status="active")["id"]
    assert 0.25 < groups.is_in(done["group_id"].implode()).mean() < 0.5, "the others are inferred"


def test_invented_network_activities_within_a_group_are_of_those_who_sit_in_it(large: Dataset) -> None:
    inside = large["activities"].drop_nulls(["organization_id", "group_id"])
    seated = large["memberships"].filter(pl.col("end_date").is_null())
    assert inside.join(seated, on=["organization_id", "group_id"], how="anti").is_empty()
    placed = inside.drop_nulls("area_id")
    assert placed.join(large["group_areas"], on=["group_id", "area_id"], how="anti").is_empty()


def test_invented_network_activities_that_are_planned_lie_ahead_and_those_over_behind(large: Dataset) -> None:
    today = TODAY.isoformat()
    done = large["activities"].with_columns(over=pl.col("status").is_in(["completed", "stopped"]))
    ahead = done.filter(status="planned")["start_date"].drop_nulls()
    assert (ahead.str.pad_end(10, "~") > today).all()  # 2027, and 2026 where no more is known
    assert (done.filter("over")["end_date"] < today).all()
    proposed = large["groups"].filter(status="proposed")["id"]
    of_proposed = done.filter(pl.col("group_id").is_in(proposed.implode()))
    assert of_proposed["status"].unique().to_list() == ["planned"]


def test_invented_network_templates_have_a_group_in_each_of_their_areas(large: Dataset) -> None:
    parts = dict(large["area_parts"].select("area_id", "parent_id").iter_rows())
    for template in large["group_templates"].iter_rows(named=True):
        wanted = [
            area["id"]
            for area in large["areas"].iter_rows(named=True)
            if area["classification"] == template["area_classification"]
            and template["within_area_id"] in (parts.get(area["id"]), parts.get(parts.get(area["id"], "")))
        ]
        made = large["groups"].filter(template_id=template["id"])
        areas = large["group_areas"].join(made, left_on="group_id", right_on="id", how="semi")["area_id"]
        topics = large["group_topics"].join(made, left_on="group_id", right_on="id", how="semi")
        assert sorted(areas) == sorted(wanted)
        assert len(wanted) > 1
        assert topics["topic_id"].value_counts()["count"].to_list() == [made.height] * len(
            template["topic_ids"]
        )
        assert made["classification"].unique().to_list() == [template["classification"]]


def test_invented_network_templates_make_nothing_more_when_it_is_loaded(
    small: Dataset, large: Dataset
) -> None:
    assert with_template_groups(small) == small
    assert with_template_groups(large) == large


def test_invented_network_association_is_the_group_of_its_members(large: Dataset) -> None:
    both = large["groups"].drop_nulls("organization_id")
    named = both.join(large["organizations"], left_on="organization_id", right_on="id", suffix="_own")
    assert named["name"].to_list() == named["name_own"].to_list()
    own = large["memberships"].join(both, left_on="group_id", right_on="id", how="inner", suffix="_own")
    assert own.height > 6 * both.height
    assert not (own["organization_id"] == own["organization_id_own"]).any(), "a member of itself"


def test_invented_network_uses_words_and_scales_of_its_own(large: Dataset) -> None:
    for table, column, vocabulary in (
        ("groups", "classification", "group_kinds"),
        ("memberships", "role", "roles"),
    ):
        own = large[vocabulary].filter(pl.col("id") != pl.col("base"))["id"]
        assert set(own) <= set(large[table][column])
    needs = large["needs"]
    assert (needs["level"].is_null() == needs["scale_id"].is_not_null()).all()
    assert set(needs["scale_id"].drop_nulls()) == set(large["need_scales"]["id"])


def test_invented_network_unnamed_participants_are_in_one_group_each(large: Dataset) -> None:
    unnamed = large["organizations"].filter(kind="unnamed")["id"]
    seats = large["memberships"].filter(pl.col("organization_id").is_in(unnamed.implode()))
    assert seats.height == unnamed.len()
    assert seats["organization_id"].n_unique() == unnamed.len()


def test_invented_network_groups_stay_small_enough_to_project(large: Dataset) -> None:
    sizes = large["memberships"].group_by("group_id").len()["len"].cast(pl.Int64)
    pairs = int((sizes * (sizes - 1)).sum()) // 2
    assert sizes.min() == 1
    assert pairs < 60 * large.counts["memberships"]


@pytest.mark.slow
def test_invented_network_of_a_million_memberships_has_the_promised_shape() -> None:
    dataset = invented_network(memberships=1_000_000, activities=1_000_000, seed=1)
    sizes = dataset["memberships"].group_by("group_id").len()["len"].cast(pl.Int64)
    assert dataset.counts["memberships"] == dataset.counts["activities"] == 1_000_000
    assert 90_000 < dataset.counts["organizations"] < 110_000
    assert 12_000 < dataset.counts["groups"] < 16_000
    assert int((sizes * (sizes - 1)).sum()) // 2 < 80_000_000


@pytest.mark.parametrize(
    ("memberships", "activities", "seed", "named"),
    [
        (99, None, 1, "memberships is 99"),
        (100, 9, 1, "activities is 9"),
        (100, None, -1, "seed is -1"),
    ],
)
def test_invented_network_of_impossible_numbers_is_refused(
    memberships: int, activities: int | None, seed: int, named: str
) -> None:
    with pytest.raises(ValueError, match=named):
        invented_network(memberships=memberships, activities=activities, seed=seed)


# --- data/demo ---------------------------------------------------------------------------------


def test_demo_reads_as_what_the_generator_makes(small: Dataset) -> None:
    reading = NativeLoader().read(DEMO, limits=Limits())
    assert reading.problems == ()
    assert reading.dataset == small


@pytest.mark.parametrize("record_type", RECORD_TYPES, ids=lambda record_type: record_type.table)
def test_demo_tables_are_written_as_an_export_writes_them(small: Dataset, record_type: RecordType) -> None:
    written = as_written(small, record_type).write_csv()
    assert (DEMO / f"{record_type.table}.csv").read_text(encoding="utf-8") == written


def test_demo_is_described_as_it_is(small: Dataset) -> None:
    assert (DEMO / "datapackage.json").read_text(encoding="utf-8") == as_json(small)
