"""Dataset: canonical tables, equality, the cut at a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from graph.dataset import Dataset
from graph.model import EDGE_TYPES, HANGS_ON, NODE_TYPES, RECORD_TYPE, RECORD_TYPES, FieldKind, polars_schema


def organizations(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame([{"name": "x", "kind": "named", **row} for row in rows])


def test_dataset_of_nothing_has_every_table_typed_and_empty() -> None:
    dataset = Dataset()
    assert dataset.is_empty
    assert list(dataset) == [t.table for t in RECORD_TYPES]
    for record_type in RECORD_TYPES:
        assert dict(dataset[record_type.table].schema) == polars_schema(record_type)


def test_table_that_is_not_in_the_model_is_refused() -> None:
    with pytest.raises(KeyError, match="persons"):
        Dataset({"persons": pl.DataFrame({"id": ["a"]})})


def test_columns_take_the_models_types_and_order_and_missing_ones_are_null() -> None:
    frame = pl.DataFrame({"level": [1], "topic_id": ["t"], "area_id": ["a"]})
    needs = Dataset({"needs": frame})["needs"]
    assert dict(needs.schema) == polars_schema(RECORD_TYPE["needs"])
    assert needs.row(0, named=True) | {"level": 1, "as_of": None} == needs.row(0, named=True)


def test_column_that_cannot_take_its_type_is_refused() -> None:
    with pytest.raises(pl.exceptions.PolarsError):
        Dataset({"needs": pl.DataFrame({"area_id": ["a"], "topic_id": ["t"], "level": ["much"]})})


def test_empty_texts_and_lists_are_no_value() -> None:
    frame = pl.DataFrame(
        {"id": ["a"], "name": ["A"], "kind": ["named"], "description": [""], "other_names": [[]]}
    )
    row = Dataset({"organizations": frame.cast({"other_names": pl.List(pl.String)})})["organizations"].row(
        0, named=True
    )
    assert row["description"] is None
    assert row["other_names"] is None


def test_rows_that_say_nothing_of_what_ids_are_made_of_are_still_told_apart() -> None:
    frame = pl.DataFrame({"agreement": ["oral", "none", None]})
    memberships = Dataset({"memberships": frame})["memberships"]
    first, *others = memberships["id"].to_list()
    assert others == [f"{first}-2", f"{first}-3"]
    nothing = frame.with_columns(organization_id=pl.lit(""), group_id=pl.lit(None, dtype=pl.String))
    assert Dataset({"memberships": nothing})["memberships"].equals(memberships)


def test_datasets_with_the_same_records_in_another_order_are_equal() -> None:
    one = Dataset({"organizations": organizations({"id": "a"}, {"id": "b"})})
    two = Dataset({"organizations": organizations({"id": "b"}, {"id": "a"})})
    assert one == two
    assert hash(one) == hash(two)
    assert one["organizations"]["id"].to_list() == ["a", "b"]


def test_datasets_with_another_value_are_not_equal_nor_is_anything_else() -> None:
    one = Dataset({"organizations": organizations({"id": "a"})})
    assert one != Dataset({"organizations": organizations({"id": "a", "name": "y"})})
    assert one != "dataset"
    assert one.__eq__(1) is NotImplemented


def test_counts_and_words_name_the_tables_that_hold_something() -> None:
    dataset = Dataset({"organizations": organizations({"id": "a"})})
    assert dataset.counts["organizations"] == 1
    assert repr(dataset) == "<Dataset organizations 1>"
    assert repr(Dataset()) == "<Dataset empty>"


def test_record_is_found_by_id_or_is_none() -> None:
    dataset = Dataset({"organizations": organizations({"id": "a", "name": "Polisen"})})
    record = dataset.record("organizations", "a")
    assert record is not None
    assert record["name"] == "Polisen"
    assert dataset.record("organizations", "b") is None


def test_of_records_with_one_id_the_last_is_found_and_each_is_made_once() -> None:
    dataset = Dataset({"organizations": organizations({"id": "a", "name": "1"}, {"id": "a", "name": "2"})})
    found = dataset.record("organizations", "a")
    assert found is not None
    assert found["name"] == "2"
    assert dataset.record("organizations", "a") is found


def test_replace_gives_a_new_dataset_and_leaves_the_old() -> None:
    old = Dataset({"organizations": organizations({"id": "a"})})
    new = old.replace(organizations=organizations({"id": "c"}, {"id": "b"}))
    assert new["organizations"]["id"].to_list() == ["b", "c"]
    assert old["organizations"]["id"].to_list() == ["a"]


def lasting(**period: str) -> Dataset:
    """An organisation, a group and a membership with the period."""
    groups = pl.DataFrame({"id": ["g"], "name": ["G"], "classification": ["topic"], "status": ["active"]})
    membership = {"id": "m", "organization_id": "a", "group_id": "g", "role": "member", **period}
    return Dataset(
        {
            "organizations": organizations({"id": "a"}),
            "groups": groups,
            "memberships": pl.DataFrame([membership]),
        }
    )


@pytest.mark.parametrize(
    ("start", "end", "day", "there"),
    [
        (None, None, "2026-01-01", True),
        ("2025", None, "2025-01-01", True),
        ("2025", None, "2024-12-31", False),
        ("2025-03", None, "2025-03-01", True),
        ("2025-03", None, "2025-02-28", False),
        ("2025-03-02", None, "2025-03-01", False),
        (None, "2025", "2025-12-31", True),
        (None, "2025", "2026-01-01", False),
        (None, "2025-03-02", "2025-03-02", True),
        (None, "2025-03-02", "2025-03-03", False),
    ],
)
def test_as_of_a_day_holds_what_had_begun_and_not_ended(
    start: str | None, end: str | None, day: str, there: bool
) -> None:
    period = {key: value for key, value in (("start_date", start), ("end_date", end)) if value}
    cut = lasting(**period).as_of(dt.date.fromisoformat(day))
    assert cut.counts["memberships"] == int(there)
    assert cut.counts["organizations"] == 1


def test_as_of_a_day_leaves_out_what_belongs_to_something_dissolved() -> None:
    whole = lasting()
    gone = whole.replace(organizations=whole["organizations"].with_columns(dissolution_date=pl.lit("2024")))
    cut = gone.as_of(dt.date(2025, 1, 1))
    assert cut.counts["organizations"] == 0
    assert cut.counts["memberships"] == 0
    assert cut.counts["groups"] == 1


def test_as_of_a_day_gives_back_the_same_tables_where_nothing_is_left_out() -> None:
    whole = lasting(end_date="2024")
    assert whole.as_of(dt.date(2024, 5, 1)) is whole
    cut = whole.as_of(dt.date(2025, 1, 1))
    assert [table for table in whole if cut[table] is not whole[table]] == ["memberships"]


def test_replacing_a_table_by_itself_gives_back_the_same_dataset() -> None:
    whole = lasting()
    assert whole.replace(groups=whole["groups"]) is whole
    assert whole.replace(groups=whole["groups"].clear())["memberships"] is whole["memberships"]


def test_what_hangs_on_what_is_read_off_the_model() -> None:
    hanging = {table: {field.name for field in fields} for table, fields in HANGS_ON.items() if fields}
    assert hanging == {
        "activities": {"organization_id", "group_id"},
        "agreements": {"organization_id", "group_id", "partner_id", "partner_group_id"},
        "memberships": {"organization_id", "group_id"},
        "units": {"organization_id", "parent_id"},
        "hosts": {"group_id", "organization_id"},
        "representations": {"group_id", "represented_in_id"},
        "group_parts": {"group_id", "parent_id"},
        "group_areas": {"group_id"},
        "group_topics": {"group_id"},
        "presences": {"organization_id"},
        "collaborations": {"organization_id", "partner_id"},
        "group_documents": {"group_id"},
    }


def test_every_field_of_the_model_has_a_meaning_and_every_key_is_a_field() -> None:
    for record_type in RECORD_TYPES:
        names = [field.name for field in record_type.fields]
        assert len(names) == len(set(names)), record_type.table
        assert set(record_type.key) <= set(names)
        for field in record_type.fields:
            assert field.meaning.endswith("."), (record_type.table, field.name)
            assert field.references is None or field.references in {t.table for t in NODE_TYPES}
            assert (field.minimum is None) or field.kind in (FieldKind.INTEGER, FieldKind.REAL)


def test_labels_and_relationship_types_never_share_a_name() -> None:
    labels = [t.label for t in NODE_TYPES]
    relationships = [t.relationship for t in EDGE_TYPES]
    assert len({*labels, *relationships}) == len(labels) + len(relationships)
    for edge in EDGE_TYPES:
        assert {edge.start_label, edge.end_label} <= set(labels)
        assert edge.start not in {f.name for f in edge.property_fields}
