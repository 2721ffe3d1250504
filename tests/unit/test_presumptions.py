"""The data sets of `tests.presumptions` can be loaded, and each lacks what it says it lacks."""

from __future__ import annotations

import pytest

from graph.model import NODE_TYPES
from graph.problems import Severity
from graph.validation import validate
from tests.presumptions import MARK, PRESUMPTIONS


@pytest.mark.parametrize("name", PRESUMPTIONS)
def test_a_set_has_no_problem_that_stops_a_load(name: str) -> None:
    problems = validate(PRESUMPTIONS[name]())

    assert [problem for problem in problems if problem.severity is Severity.ERROR] == []


@pytest.mark.parametrize("name", [name for name in PRESUMPTIONS if name != "thousands"])
def test_every_id_bears_the_mark_and_no_name_does(name: str) -> None:
    dataset = PRESUMPTIONS[name]()

    for node_type in NODE_TYPES:
        if not node_type.id_from:
            for row in dataset[node_type.table].iter_rows(named=True):
                assert row["id"].startswith(MARK)
                assert MARK not in str(row.get("name"))


def test_each_lacks_what_it_is_named_for() -> None:
    lacking = {
        "no_areas": ("areas", "group_areas"),
        "no_topics": ("topics", "group_topics"),
        "no_groups": ("groups", "memberships"),
        "only_presences": ("groups", "memberships", "activities"),
        "only_stated": ("groups", "memberships", "presences"),
        "only_hosts": ("memberships", "presences", "activities"),
        "no_sectors": ("sectors",),
        "no_name": ("data_sets",),
    }
    for name, tables in lacking.items():
        counts = PRESUMPTIONS[name]().counts
        assert [table for table in tables if counts[table]] == [], name
