"""Tables whose rows have no id of their own: read twice they are the same records."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph.problems import Problem
from loaders.base import Reading

Spoiled = Callable[..., Reading]
Only = Callable[[Reading], Problem]

TABLES = {
    "memberships": (
        "organization_id,group_id,role,start_date,end_date,source_id\n"
        "police,board,chair,2024-03,,page\n"
        "library,board,member,2025,,page\n"
    ),
    "activities": (
        "organization_id,area_id,topic_id,start_date,end_date,source_id\n"
        "police,harbor,safety,2024,,page\n"
        "library,harbor,,2025,,page\n"
    ),
    "expectations": (
        "scope,scope_id,sector_id,minimum,source_id\ngroup,board,police,1,page\narea,harbor,culture,2,page\n"
    ),
    "agreements": (
        "organization_id,partner_group_id,agreement,start_date,end_date,source_id\n"
        "police,board,oral,2024,,page\n"
        "library,board,written,2024,,page\n"
    ),
}
WITH_PERIODS = [table for table in TABLES if table != "expectations"]


@pytest.mark.parametrize("table", TABLES)
def test_rows_without_ids_are_the_same_records_each_time(spoiled: Spoiled, table: str) -> None:
    first, second = (spoiled(**{table: TABLES[table]}) for _ in range(2))

    assert first.problems == ()
    assert first.dataset == second.dataset
    assert first.dataset[table]["id"].n_unique() == first.dataset.counts[table] == 2


@pytest.mark.parametrize("table", TABLES)
def test_other_rows_beside_them_leave_their_ids_alone(spoiled: Spoiled, table: str) -> None:
    head, *rows = TABLES[table].splitlines()
    before = set(spoiled(**{table: TABLES[table]}).dataset[table]["id"])
    turned = spoiled(**{table: "\n".join([head, *rows[::-1]])}).dataset
    assert set(turned[table]["id"]) == before
    assert set(spoiled(**{table: "\n".join([head, rows[1]])}).dataset[table]["id"]) < before


@pytest.mark.parametrize("table", TABLES)
def test_a_row_that_says_the_same_again_is_read_once_and_reported_once(
    spoiled: Spoiled, only: Only, table: str
) -> None:
    rows = TABLES[table].splitlines()
    reading = spoiled(**{table: "\n".join([*rows, rows[1]])})
    problem = only(reading)

    assert (problem.code, problem.file, problem.row, problem.value) == (
        "repeated_row",
        f"{table}.csv",
        4,
        "2",
    )
    assert reading.dataset.counts[table] == 2
    assert not reading.stops


@pytest.mark.parametrize("table", WITH_PERIODS)
def test_two_rows_that_differ_in_their_end_alone_are_both_kept(spoiled: Spoiled, table: str) -> None:
    rows = TABLES[table].splitlines()
    ended = rows[1].rpartition(",")[0][:-1] + ",2026,page"
    reading = spoiled(**{table: "\n".join([*rows, ended])})

    assert reading.problems == ()
    assert reading.dataset.counts[table] == 3
    assert sorted(reading.dataset[table]["end_date"].drop_nulls()) == ["2026"]
    assert spoiled(**{table: "\n".join([*rows, ended])}).dataset == reading.dataset
