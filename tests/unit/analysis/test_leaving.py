"""What is left of its groups when an organisation leaves."""

from __future__ import annotations

import polars as pl
import pytest

from graph.analysis.ties.leaving import groups_after_leaving
from graph.dataset import Dataset
from graph.errors import UnknownId

DATASET = Dataset(
    {
        "organizations": pl.DataFrame(
            {
                "id": ["a", "b", "c", "x", "lone"],
                "name": ["A", "B", "C", "X", "Lone"],
                "kind": ["named", "named", "named", "unnamed", "named"],
            }
        ),
        "groups": pl.DataFrame(
            {
                "id": ["full", "only", "pair", "over"],
                "name": ["Full", "Only", "Pair", "Over"],
                "classification": ["area"] * 4,
                "status": ["active", "active", "active", "closed"],
            }
        ),
        "memberships": pl.DataFrame(
            [
                ("1", "a", "full", "member"),
                ("2", "b", "full", "member"),
                ("3", "c", "full", "member"),
                ("4", "a", "only", "member"),
                ("5", "x", "only", "member"),
                ("6", "a", "pair", "member"),
                ("7", "b", "pair", "member"),
                ("8", "c", "pair", "invited"),
                ("9", "a", "over", "member"),
                ("10", "a", "pair", "chair"),
            ],
            schema=["id", "organization_id", "group_id", "role"],
            orient="row",
        ),
    }
)


def test_groups_left_with_fewest_come_first() -> None:
    # the unnamed cannot be called, the invited has not come, the closed group is no more
    assert groups_after_leaving(DATASET, organization_id="a").rows() == [
        ("only", 0, []),
        ("pair", 1, ["b"]),
        ("full", 2, ["b", "c"]),
    ]


def test_an_organization_in_no_group_leaves_nothing_behind() -> None:
    assert groups_after_leaving(DATASET, organization_id="lone").is_empty()


def test_an_unknown_organization_raises() -> None:
    with pytest.raises(UnknownId) as raised:
        groups_after_leaving(DATASET, organization_id="nobody")
    assert raised.value.details["id"] == "nobody"
