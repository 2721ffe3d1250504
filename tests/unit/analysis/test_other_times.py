"""What a day leaves out of a table, and when it was or will be."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from graph.analysis.cut.other_times import other_times
from graph.dataset import Dataset
from graph.network import Level

DAY = dt.date(2023, 3, 15)


def memberships(
    *rows: dict[str, str], organization: dict[str, str] | None = None, group: dict[str, str] | None = None
) -> Dataset:
    """Memberships of one organisation in one group, each of the three with the dates given."""
    ends = {"organization_id": "a", "group_id": "g", "start_date": None, "end_date": None}
    return Dataset(
        {
            "organizations": pl.DataFrame([{"id": "a", "kind": "named", **(organization or {})}]),
            "groups": pl.DataFrame([{"id": "g", **(group or {})}]),
            "memberships": pl.DataFrame([{"id": f"m{n}", **ends, **row} for n, row in enumerate(rows)]),
        }
    )


def told(dataset: Dataset, level: Level = Level.UNIT) -> list[tuple[str, str | None, str | None]]:
    found = other_times(dataset, table="memberships", day=DAY, level=level)
    return found.select("id", "ended", "begins").rows()


def test_what_holds_on_the_day_is_not_among_the_others() -> None:
    assert told(memberships({"start_date": "2023", "end_date": "2023-03"})) == []


@pytest.mark.parametrize(
    ("row", "ended", "begins"),
    [
        ({"end_date": "2021"}, "2021", None),
        ({"start_date": "2024-05"}, None, "2024-05"),
        ({"start_date": "2024", "end_date": "2020"}, "2020", None),  # the wrong way round: it is over
    ],
)
def test_each_says_when_it_ended_or_when_it_begins(
    row: dict[str, str], ended: str | None, begins: str | None
) -> None:
    assert told(memberships(row)) == [("m0", ended, begins)]


def test_it_is_over_from_the_first_end_among_its_own_and_those_it_speaks_of() -> None:
    rows = ({"end_date": "2021"}, {"end_date": "2018"}, {})
    found = told(memberships(*rows, organization={"dissolution_date": "2020"}))

    assert found == [("m0", "2020", None), ("m1", "2018", None), ("m2", "2020", None)]


def test_it_begins_with_the_last_start_among_its_own_and_those_it_speaks_of() -> None:
    rows = ({"start_date": "2024"}, {"start_date": "2026"}, {})
    found = told(memberships(*rows, group={"founding_date": "2025-02"}))

    assert found == [("m0", None, "2025-02"), ("m1", None, "2026"), ("m2", None, "2025-02")]


def test_an_end_that_has_not_come_is_no_end() -> None:
    later = memberships({"start_date": "2024", "end_date": "2025"}, group={"dissolution_date": "2030"})

    assert told(later) == [("m0", None, "2024")]


def test_a_record_of_its_own_time_is_told_too() -> None:
    dataset = memberships(organization={"dissolution_date": "2020"}, group={"founding_date": "2025"})

    for table, expected in (("organizations", ("a", "2020", None)), ("groups", ("g", None, "2025"))):
        found = other_times(dataset, table=table, day=DAY, level=Level.ORGANIZATION)
        assert found.select("id", "ended", "begins").rows() == [expected]


def test_what_it_names_without_hanging_on_it_does_not_end_it() -> None:
    dataset = memberships(
        organization={"dissolution_date": "2010"},
        group={"organization_id": "a", "dissolution_date": "2020"},
    )

    found = other_times(dataset, table="groups", day=DAY, level=Level.UNIT)
    assert found.select("id", "ended").rows() == [("g", "2020")]


def test_an_activity_ends_with_the_organisation_that_does_it() -> None:
    activity = pl.DataFrame({"id": ["x"], "organization_id": ["a"], "area_id": ["park"]})
    dataset = memberships(organization={"dissolution_date": "2020"}).replace(activities=activity)

    found = other_times(dataset, table="activities", day=DAY, level=Level.UNIT)
    assert found.select("id", "ended").rows() == [("x", "2020")]


def test_a_table_without_dates_has_none() -> None:
    found = other_times(memberships({}), table="topics", day=DAY, level=Level.UNIT)

    assert found.is_empty()
    assert {"ended", "begins"} <= set(found.columns)


def test_a_cut_at_hand_gives_the_same() -> None:
    dataset = memberships({"end_date": "2021"}, {})
    asked = {"table": "memberships", "day": DAY, "level": Level.UNIT}

    assert other_times(dataset, **asked, cut=dataset.as_of(DAY)).equals(other_times(dataset, **asked))


@pytest.fixture
def units() -> Dataset:
    """Two units of a whole: one is gone, the other has become independent since."""
    return Dataset(
        {
            "organizations": pl.DataFrame(
                {"id": ["whole", "gone", "free"], "kind": "named", "dissolution_date": [None, "2022", None]}
            ),
            "groups": pl.DataFrame({"id": ["g"]}),
            "units": pl.DataFrame(
                {
                    "organization_id": ["gone", "free"],
                    "parent_id": ["whole", "whole"],
                    "end_date": [None, "2021"],
                }
            ),
            "memberships": pl.DataFrame(
                {
                    "id": ["f", "u"],
                    "organization_id": ["free", "gone"],
                    "group_id": ["g", "g"],
                    "end_date": ["2020", "2020"],
                }
            ),
        }
    )


def test_at_the_level_of_whole_organisations_a_unit_that_is_gone_counts_where_it_belonged(units) -> None:
    found = other_times(units, table="memberships", day=DAY, level=Level.ORGANIZATION)

    assert found.select("id", "organization_id").rows() == [("f", "free"), ("u", "whole")]


def test_at_the_level_of_units_each_stands_by_itself(units) -> None:
    found = other_times(units, table="memberships", day=DAY, level=Level.UNIT)

    assert found.select("id", "organization_id").rows() == [("f", "free"), ("u", "gone")]
