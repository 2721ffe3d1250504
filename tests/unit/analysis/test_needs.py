"""What a need comes to: a stated level, or a value between thresholds."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from graph.analysis.coverage.matrix import CoverageRules, area_coverage
from graph.analysis.coverage.needs import need_levels
from graph.dataset import Dataset


def needing(**need: object) -> Dataset:
    scale = {"id": "people", "name": "P", "some_from": 100.0, "clear_from": 1000.0, "pressing_from": 5000.0}
    return Dataset(
        {
            "areas": pl.DataFrame({"id": ["a"], "name": ["a"]}),
            "topics": pl.DataFrame({"id": ["t"], "name": ["t"]}),
            "need_scales": pl.DataFrame([scale]),
            "needs": pl.DataFrame([{"area_id": "a", "topic_id": "t", **need}]),
        }
    )


@pytest.mark.parametrize(
    ("value", "level"),
    [(0.0, 0), (99.9, 0), (100.0, 1), (999.0, 1), (1000.0, 2), (4999.0, 2), (5000.0, 3), (1e9, 3)],
)
def test_a_value_counts_as_the_level_of_the_last_threshold_it_reaches(value: float, level: int) -> None:
    assert need_levels(needing(scale_id="people", value=value)).select("level", "stated").rows() == [
        (level, False)
    ]


def test_a_stated_level_wins_over_a_value() -> None:
    found = need_levels(needing(level=3, scale_id="people", value=1.0))
    assert found.select("level", "stated", "value").rows() == [(3, True, 1.0)]


@pytest.mark.parametrize(
    "need",
    [
        {"value": 5.0},
        {"scale_id": "people"},
        {"scale_id": "gone", "value": 5.0},
        {"value": float("nan"), "scale_id": "people"},
    ],
)
def test_what_no_scale_tells_has_no_level(need: dict[str, object]) -> None:
    assert need_levels(needing(**need))["level"].to_list() == [None]


def test_coverage_counts_with_the_level_a_value_comes_to() -> None:
    dataset = needing(scale_id="people", value=6000.0)
    cell = area_coverage(dataset, rules=CoverageRules(wanted=2), today=dt.date(2026, 1, 1)).cell("a", "t")
    assert (cell["need"], cell["need_recorded"], cell["score"]) == (3, True, 6.0)
