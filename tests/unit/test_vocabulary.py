"""Own words of kinds and roles, and what they count as everywhere."""

from __future__ import annotations

import datetime as dt

import polars as pl

from graph.analysis.coverage.matrix import CoverageRules, group_sector_coverage
from graph.analysis.drawing.excerpt import excerpt
from graph.analysis.records.overview import overview
from graph.dataset import Dataset
from graph.network import participations
from graph.vocabulary import KINDS, ROLES, base_of, counted_as, kinds_that_occur, words_for
from tests.own_words import own_words


def expecting(scope_id: str) -> Dataset:
    """The network with one expectation of a sector, for a kind of group."""
    return own_words().replace(
        expectations=pl.DataFrame(
            [{"scope": "group_classification", "scope_id": scope_id, "sector_id": "civil"}]
        )
    )


def expected_groups(dataset: Dataset) -> list[str]:
    rules = CoverageRules()
    cells = group_sector_coverage(dataset, rules=rules, today=dt.date(2026, 5, 1)).summary
    return cells.filter("need_recorded")["row_id"].to_list()


def test_an_own_word_counts_as_its_base_and_any_other_as_itself() -> None:
    dataset = own_words()

    assert base_of(dataset, KINDS, "operativ") == "project"
    assert base_of(dataset, KINDS, "steering") == "steering"
    assert base_of(dataset, ROLES, "nobody-knows") == "nobody-knows"
    assert words_for(dataset, ROLES, "invited") == ("invited", "tillfragad")
    kinds = dataset["groups"].select("id", counted_as(dataset, KINDS, "classification"))
    assert dict(kinds.iter_rows())["light"] == "project"


def test_whoever_is_invited_by_an_own_word_is_only_planned() -> None:
    rows = participations(own_words()).filter(organization_id="museum", group_id="board")
    assert rows["standing"].to_list() == ["planned"]


def test_kinds_that_occur_follow_ours_and_name_ours_where_several_own_ones_share_it() -> None:
    assert kinds_that_occur(own_words()) == ("steering", "topic", "project", "arbets", "operativ")


def test_choosing_one_of_our_kinds_brings_the_own_ones_that_count_as_it() -> None:
    dataset = own_words()
    assert excerpt(dataset, kinds=["project"]).group_ids == ("ice", "light")
    assert excerpt(dataset, kinds=["operativ"]).group_ids == ("ice",)


def test_an_expectation_for_our_kind_holds_for_own_ones_and_one_for_an_own_kind_for_it_alone() -> None:
    assert expected_groups(expecting("project")) == ["ice", "light"]
    assert expected_groups(expecting("operativ")) == ["ice"]


def test_the_fullest_group_is_one_that_counts_as_an_area_group() -> None:
    dataset = own_words()
    groups = dataset["groups"].with_columns(
        classification=pl.when(pl.col("id") == "ice").then(pl.lit("lokalrad")).otherwise("classification")
    )
    assert overview(dataset.replace(groups=groups)).fullest_group == "ice"
