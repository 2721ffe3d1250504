"""What must hold of every day a network is read as of: nothing is lost, and each is hidden for one reason."""

from __future__ import annotations

import datetime as dt
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.cut.data_day import hidden_by_day
from graph.analysis.cut.other_times import other_times
from graph.dataset import Dataset, begun, over
from graph.model import RECORD_TYPES
from graph.network import Level
from loaders.invented import invented_network

DAYS = st.dates(dt.date(2010, 1, 1), dt.date(2032, 12, 31))


@cache
def network() -> Dataset:
    return invented_network(memberships=300, seed=3)


def stated(day: dt.date, period: str) -> str:
    """The day at the precision of the period, the definition of `Dataset.as_of`."""
    return day.isoformat()[: len(period)]


@given(DAYS)
def test_begun_and_over_are_compared_at_the_precision_that_is_stated(day: dt.date) -> None:
    frame = network()["memberships"].select("start_date", "end_date")
    found = frame.select(begun=begun("start_date", day), over=over("end_date", day))
    for (start, end), row in zip(frame.iter_rows(), found.iter_rows(), strict=True):
        assert row == (
            start is None or start <= stated(day, start),
            end is not None and end < stated(day, end),
        )


@settings(max_examples=30)
@given(DAYS)
def test_every_hidden_record_is_told_once_with_when_it_was_or_will_be(day: dt.date) -> None:
    whole = network()
    cut = whole.as_of(day)
    hidden = {table: (*reasons,) for table, *reasons in hidden_by_day(whole, day=day).iter_rows()}
    for record_type in RECORD_TYPES:
        table = record_type.table
        told = other_times(whole, table=table, day=day, level=Level.UNIT, cut=cut)
        assert told.height == sum(hidden.get(table, (0,)))
        if table != "activities":  # those are kept, to tell that somebody was there
            assert told.height == whole.counts[table] - cut.counts[table]
        assert (told["ended"].is_null() != told["begins"].is_null()).all()
        assert all(part >= 0 for part in hidden.get(table, ()))
        level = other_times(whole, table=table, day=day, level=Level.ORGANIZATION, cut=cut)
        assert level.height == told.height
