"""The day the data speaks of, and what a day hides."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from graph.analysis.cut.data_day import CHANGE_FIELDS, HIDDEN_SCHEMA, Basis, DataDay, data_day, hidden_by_day
from graph.dataset import Dataset
from graph.model import RECORD_TYPES, FieldKind

TODAY = dt.date(2026, 11, 22)
OLD, NEW, LATER = dt.date(2020, 3, 15), dt.date(2021, 5, 1), dt.date(2030, 1, 1)


def compiled(*days: dt.date | None, **tables: pl.DataFrame) -> Dataset:
    """A dataset of so many data sets, each put together on a day."""
    about = pl.DataFrame(
        {"id": [f"set-{n}" for n in range(len(days))], "compiled_on": list(days)},
        schema_overrides={"compiled_on": pl.Date},
    )
    return Dataset({"data_sets": about, **tables})


def changed(table: str, field: str, *days: dt.date) -> dict[str, pl.DataFrame]:
    """Records of the table that were changed on these days."""
    return {table: pl.DataFrame({"id": [f"r{n}" for n in range(len(days))], field: list(days)})}


def test_it_is_the_newest_day_the_data_was_compiled_on() -> None:
    assert data_day(compiled(OLD, None, NEW), today=TODAY) == DataDay(NEW, Basis.COMPILED)


@pytest.mark.parametrize(
    ("table", "field"),
    [
        (record_type.table, field.name)
        for record_type in RECORD_TYPES
        for field in record_type.fields
        if field.kind is FieldKind.DATE and field.name in CHANGE_FIELDS
    ],
)
def test_a_register_kept_alive_is_of_its_last_change_in_whichever_table(table: str, field: str) -> None:
    dataset = compiled(OLD, **changed(table, field, OLD - dt.timedelta(9), NEW))

    assert data_day(dataset, today=TODAY) == DataDay(NEW, Basis.CHANGED)


def test_days_that_are_not_changes_do_not_count() -> None:
    others = {
        **changed("groups", "review_date", NEW),
        **changed("sources", "retrieved_on", NEW),
    }

    assert data_day(compiled(OLD, **others), today=TODAY) == DataDay(OLD, Basis.COMPILED)


def test_a_change_before_the_compilation_or_on_its_day_leaves_it_the_day_of_the_compilation() -> None:
    dataset = compiled(NEW, **changed("memberships", "confirmed_on", OLD, NEW))

    assert data_day(dataset, today=TODAY) == DataDay(NEW, Basis.COMPILED)


def test_without_a_day_of_compilation_the_last_change_counts() -> None:
    dataset = compiled(None, **changed("decisions", "date", OLD))

    assert data_day(dataset, today=TODAY) == DataDay(OLD, Basis.CHANGED)


@pytest.mark.parametrize("dataset", [Dataset(), compiled(None), compiled()])
def test_data_that_names_no_day_is_of_today(dataset: Dataset) -> None:
    assert data_day(dataset, today=TODAY) == DataDay(TODAY, Basis.TODAY)


def test_a_compilation_later_than_the_clock_is_of_today_and_says_what_the_data_claims() -> None:
    dataset = compiled(LATER, **changed("memberships", "confirmed_on", NEW))

    assert data_day(dataset, today=TODAY) == DataDay(TODAY, Basis.TODAY, claimed=LATER)


def test_a_change_later_than_the_clock_tells_nothing() -> None:
    typing_error = changed("memberships", "confirmed_on", NEW, LATER)
    only_error = changed("memberships", "confirmed_on", LATER)

    assert data_day(compiled(OLD, **typing_error), today=TODAY) == DataDay(NEW, Basis.CHANGED)
    assert data_day(compiled(OLD, **only_error), today=TODAY) == DataDay(OLD, Basis.COMPILED)
    assert data_day(Dataset(only_error), today=TODAY) == DataDay(TODAY, Basis.TODAY, claimed=LATER)


def test_a_change_of_today_is_of_today() -> None:
    dataset = compiled(OLD, **changed("memberships", "confirmed_on", TODAY))

    assert data_day(dataset, today=TODAY) == DataDay(TODAY, Basis.CHANGED)


@pytest.fixture
def network() -> Dataset:
    """Two organisations, one of them dissolved; three groups, one to come; memberships of all times."""
    return Dataset(
        {
            "organizations": pl.DataFrame({"id": ["gone", "here"], "dissolution_date": ["2019", None]}),
            "groups": pl.DataFrame(
                {"id": ["now", "old", "to-come"], "founding_date": [None, None, "2021-05"]}
            ),
            "memberships": pl.DataFrame(
                {
                    "id": list("abcdef"),
                    "organization_id": ["here", "here", "here", "gone", "here", "here"],
                    "group_id": ["now", "now", "old", "now", "to-come", "old"],
                    "start_date": [None, "2018", "2021", None, None, "2022"],
                    "end_date": [None, "2019-12-31", None, None, None, "2019"],
                }
            ),
        }
    )


def test_what_a_day_hides_is_told_by_table_and_reason(network: Dataset) -> None:
    found = hidden_by_day(network, day=dt.date(2020, 3, 15))

    assert dict(found.schema) == HIDDEN_SCHEMA
    assert found.rows() == [
        ("organizations", 1, 0, 0),
        ("groups", 0, 1, 0),
        ("memberships", 2, 1, 2),  # f is over before it begins: it counts once, as ended
    ]


def test_what_a_day_hides_can_be_told_from_the_cut_at_hand(network: Dataset) -> None:
    day = dt.date(2020, 3, 15)

    assert hidden_by_day(network, day=day, cut=network.as_of(day)).equals(hidden_by_day(network, day=day))


def test_a_day_that_hides_nothing_has_no_rows() -> None:
    lasting = Dataset({"groups": pl.DataFrame({"id": ["g"], "founding_date": ["2020"]})})

    assert hidden_by_day(lasting, day=dt.date(2020, 1, 1)).is_empty()
    assert dict(hidden_by_day(Dataset(), day=TODAY).schema) == HIDDEN_SCHEMA


def test_activities_of_other_times_are_counted_though_the_cut_keeps_them() -> None:
    rows = [
        ("plan", "here", "planned", "2021", None),
        ("to-come", "here", None, "2021", None),
        ("over", "here", "planned", None, "2019"),
        ("of-the-gone", "gone", None, None, None),
        ("over-and-gone", "gone", None, None, "2018"),
        ("now", "here", "completed", None, None),
    ]
    columns = ("id", "organization_id", "status", "start_date", "end_date")
    dataset = Dataset(
        {
            "organizations": pl.DataFrame({"id": ["gone", "here"], "dissolution_date": ["2019", None]}),
            "activities": pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row"),
        }
    )

    found = hidden_by_day(dataset, day=dt.date(2020, 3, 15))
    assert found.rows() == [("organizations", 1, 0, 0), ("activities", 2, 1, 1)]


def test_long_table_without_periods_hides_nothing():
    ids = pl.int_range(300_000, eager=True).cast(pl.String)
    whole = Dataset({"sources": pl.DataFrame({"id": ids, "name": ids})})
    assert hidden_by_day(whole, day=dt.date(2026, 1, 1)).is_empty()
    assert whole.as_of(dt.date(2026, 1, 1)) is whole
