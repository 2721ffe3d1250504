import polars as pl
import pytest

from graph.analysis.base.decision_key import (
    Axis,
    coverage_decisions,
    coverage_key,
    with_organizations_replaced,
)


def decisions(*keys):
    return pl.DataFrame(
        {"key": keys, "status": ["open"] * len(keys), "date": [None] * len(keys)},
        schema={"key": pl.String, "status": pl.String, "date": pl.Date},
    )


@pytest.mark.parametrize(
    "ids", [("a", "t", "o"), ("a:b", "50%", "o:%3A"), ("a", "t", None), ("å", "t t", "ö")]
)
def test_key_gives_back_the_ids_it_was_made_of(ids):
    key = coverage_key(Axis.AREA_TOPIC, row_id=ids[0], column_id=ids[1], organization_id=ids[2])
    read = coverage_decisions(decisions(key), axis=Axis.AREA_TOPIC)
    assert read.select("row_id", "column_id", "organization_id").rows() == [ids]


def test_keys_of_other_kinds_are_left_out():
    given = decisions("coverage:area_sector:a:s", "partner:g:o", "coverage", "coverage:area_topic:a", "")
    assert coverage_decisions(given, axis=Axis.AREA_TOPIC).is_empty()
    assert coverage_decisions(given, axis=Axis.AREA_SECTOR).height == 1


def test_organization_of_a_key_is_replaced_and_nothing_else():
    given = decisions("coverage:area_topic:unit:t:unit", "coverage:area_topic:unit:t", "note:unit", None)
    replaced = with_organizations_replaced(given, {"unit": "a:b"})
    assert replaced["key"].to_list() == [
        "coverage:area_topic:unit:t:a%3Ab",
        "coverage:area_topic:unit:t",
        "note:unit",
        None,
    ]
