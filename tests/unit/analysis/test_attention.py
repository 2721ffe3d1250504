import datetime as dt

import polars as pl
import pytest

from graph.analysis.coverage.matrix import CoverageRules
from graph.analysis.records.attention import ATTENTION_CODES, ATTENTION_SCHEMA, attention, uncoordinated
from graph.dataset import Dataset


@pytest.fixture
def found(today):
    def findings(dataset, code):
        rows = attention(dataset, today=today, rules=CoverageRules())
        return rows.filter(pl.col("code") == code).drop("code").rows()

    return findings


def test_unnamed_participants_are_counted_by_group_most_first(make, found):
    dataset = make({"g": "a ?x", "h": "?y ?z"})
    assert found(dataset, "unnamed_participants") == [
        ("groups", "h", 2, ["y", "z"]),
        ("groups", "g", 1, ["x"]),
    ]
    assert found(dataset, "only_unnamed") == [("groups", "h", 2, ["y", "z"])]


def test_group_without_area_or_topic_unless_closed(make, found):
    dataset = make(
        {"g": "a", "h": "a", "old": "a", "idea": "a"},
        status={"old": "closed", "idea": "proposed"},
        areas={"park": None},
        topics="youth",
        active_in={"g": "park"},
        works_on={"h": "youth"},
    )
    assert found(dataset, "group_without_area") == [("groups", "h", 1, []), ("groups", "idea", 1, [])]
    assert found(dataset, "group_without_topic") == [("groups", "g", 1, []), ("groups", "idea", 1, [])]


def test_topic_without_a_named_actor(make, found):
    dataset = make({"g": "a", "h": "?x"}, topics="t1 t2 t3", works_on={"g": "t1", "h": "t2"})
    assert found(dataset, "topic_without_actor") == [("topics", "t2", 1, ["h"]), ("topics", "t3", 1, [])]


def test_present_somewhere_and_in_no_group(make, found):
    dataset = make({"g": "a b:invited"}, areas={"p": None, "q": None}, present_in={"a": "p", "b": "q p"})
    assert found(dataset, "present_but_not_member") == [("organizations", "b", 2, ["p", "q"])]


def test_review_is_overdue_the_day_after(make, found, today):
    dataset = make({"g": "a", "h": "a", "k": "a"}, status={"k": "closed"})
    days = [today, today - dt.timedelta(1), today - dt.timedelta(9)]
    dataset = dataset.replace(groups=dataset["groups"].with_columns(review_date=pl.Series(days)))
    assert found(dataset, "review_overdue") == [("groups", "h", 1, [])]


def test_memberships_without_an_agreement_are_one_line(make, found):
    dataset = make({"g": "a b c"})
    said = dataset["memberships"].with_columns(agreement=pl.Series(["written", "none", None]))
    assert found(dataset.replace(memberships=said), "no_agreement") == [
        ("memberships", None, 2, ["m1", "m2"])
    ]
    written = dataset["memberships"].with_columns(agreement=pl.lit("oral"))
    assert found(dataset.replace(memberships=written), "no_agreement") == []


def test_uncoordinated_groups_share_a_cell_and_no_named_member(make, found):
    dataset = make(
        {"g1": "a ?x", "g2": "b ?x", "g3": "a b", "g4": "c", "g5": "d"},
        status={"g5": "proposed"},
        areas={"park": None, "square": None},
        topics="youth traffic",
        active_in={"g1": "park", "g2": "park square", "g3": "park", "g4": "square", "g5": "park"},
        works_on={"g1": "youth traffic", "g2": "youth", "g3": "youth", "g4": "traffic", "g5": "youth"},
    )
    assert uncoordinated(dataset).rows() == [("g1", "g2", ["park"], ["youth"])]
    assert found(dataset, "uncoordinated") == [("groups", "g1", 1, ["g2"])]


def test_findings_stand_in_the_stated_order(make, today):
    dataset = make({"g": "a ?x", "h": "?y"}, areas={"p": None}, topics="t", present_in={"z": "p"})
    rows = attention(dataset, today=today, rules=CoverageRules())
    codes = rows["code"].unique(maintain_order=True).to_list()
    assert codes == [code for code in ATTENTION_CODES if code in codes]
    assert rows.schema == ATTENTION_SCHEMA


def test_nothing_in_nothing_out(today):
    rows = attention(Dataset(), today=today, rules=CoverageRules())
    assert rows.is_empty()
    assert rows.schema == ATTENTION_SCHEMA
