"""The invented networks: the same for the same seed, complete, and shaped as promised."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from graph.analysis.coverage import CoverageRules, CoverageState, area_coverage
from graph.dataset import Dataset
from graph.model import RECORD_TYPES, RecordType
from graph.problems import Severity
from graph.validation import validate
from loaders.base import Limits
from loaders.datapackage import as_json
from loaders.export import as_written
from loaders.invented import SMALLEST, TODAY, invented_network
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


@pytest.mark.parametrize("memberships", [SMALLEST, 300, 2_000])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_invented_network_fills_every_field_of_every_record_type(memberships: int, seed: int) -> None:
    dataset = invented_network(memberships=memberships, seed=seed)
    assert [table for table, count in dataset.counts.items() if count == 0] == []
    never_filled = [
        (record_type.table, field.name)
        for record_type in RECORD_TYPES
        for field in record_type.fields
        if dataset[record_type.table][field.name].null_count() == dataset[record_type.table].height
    ]
    assert never_filled == []


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
        for field in record_type.fields
        for word in field.choices
        if word not in set(small[record_type.table][field.name])
    ]
    assert unused == []


def test_invented_network_shows_every_state_of_coverage(small: Dataset) -> None:
    counts = area_coverage(small, rules=CoverageRules(), today=TODAY).counts
    assert {state for state in CoverageState if counts[state] > 0} == set(CoverageState)


def test_invented_network_says_that_it_is_invented(small: Dataset) -> None:
    assert small["data_sets"]["invented"].to_list() == [True]


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
    dataset = invented_network(memberships=1_000_000, seed=1)
    sizes = dataset["memberships"].group_by("group_id").len()["len"].cast(pl.Int64)
    assert dataset.counts["memberships"] == 1_000_000
    assert 90_000 < dataset.counts["organizations"] < 110_000
    assert 12_000 < dataset.counts["groups"] < 16_000
    assert int((sizes * (sizes - 1)).sum()) // 2 < 80_000_000


@pytest.mark.parametrize(
    ("memberships", "seed", "named"), [(99, 1, "memberships is 99"), (100, -1, "seed is -1")]
)
def test_invented_network_of_impossible_numbers_is_refused(memberships: int, seed: int, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        invented_network(memberships=memberships, seed=seed)


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
