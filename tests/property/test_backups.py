"""Which backups stay: the newest few, one a day for a week, one a week for two months, whatever the clock does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph.embedded.backups import DAYS, WEEKS, Backup, Reason, is_due, kept

NEWEST = 5
START = dt.datetime(2026, 9, 1, 7, 30, tzinfo=dt.UTC)
DAY, WEEK = dt.timedelta(days=1), dt.timedelta(weeks=1)

# seconds to three weeks between two backups: bursts, working days, holidays
STEPS = st.lists(
    st.one_of(
        st.timedeltas(dt.timedelta(milliseconds=1), dt.timedelta(minutes=2)),
        st.timedeltas(dt.timedelta(hours=3), 2 * DAY),
        st.timedeltas(DAY, 3 * WEEK),
    ),
    max_size=120,
)


def backup(at: dt.datetime, number: int = 1) -> Backup:
    stamp = f"{at:%Y%m%d-%H%M%S}{at.microsecond // 1000:03d}"
    found = Backup.of(Path(f"{stamp}-open-12-{number}-abc.zip"))
    assert found is not None
    return found


def times(steps: Iterable[dt.timedelta]) -> list[dt.datetime]:
    found = [START]
    for step in steps:
        found.append(found[-1] + step)
    return [at.replace(microsecond=at.microsecond // 1000 * 1000) for at in found]


def shelf_after(clock: Iterable[dt.datetime], *, newest: int = NEWEST) -> tuple[list[Backup], list[Backup]]:
    """All backups that were made at these times, in turn, and those that are left when the last was made."""
    made: list[Backup] = []
    shelf: list[Backup] = []
    for number, now in enumerate(clock):
        made.append(backup(now, number))
        shelf = kept([*shelf, made[-1]], now=now, newest=newest)
        assert made[-1] in shelf
    return made, shelf


@given(STEPS, st.integers(1, 8))
@example([dt.timedelta(seconds=1)] * 199, NEWEST)
@example([DAY] * 100, NEWEST)
def test_newest_one_a_day_and_one_a_week_are_there_where_they_were_made(
    steps: list[dt.timedelta], newest: int
) -> None:
    made, shelf = shelf_after(times(steps), newest=newest)
    now = made[-1].at

    assert shelf[:newest] == made[::-1][:newest]
    for back in range(DAYS):
        of_day = [b for b in made if b.at.date() == now.date() - back * DAY]
        assert set(of_day[-1:]) <= set(shelf)
    for back in range(WEEKS):
        week = (now - back * WEEK).isocalendar()[:2]
        of_week = [b for b in made if b.at.isocalendar()[:2] == week]
        assert set(of_week[-1:]) <= set(shelf)
    assert len(shelf) <= newest + DAYS + WEEKS
    assert kept(shelf, now=now, newest=newest) == shelf


@given(STEPS, st.integers(1, 400))
def test_burst_never_pushes_out_yesterdays(steps: list[dt.timedelta], burst: int) -> None:
    before = times(steps)
    yesterdays, shelf = shelf_after(before)
    morning = before[-1].replace(hour=0, minute=0, second=0) + DAY
    for second in range(burst):
        now = morning + dt.timedelta(seconds=second)
        shelf = kept([*shelf, backup(now)], now=now, newest=NEWEST)

    assert yesterdays[-1] in shelf


@given(STEPS, st.timedeltas(dt.timedelta(seconds=1), 3_000 * DAY), STEPS)
@example([DAY] * 70, 3_000 * DAY, [dt.timedelta(seconds=1)] * 200)
def test_clock_that_goes_back_drops_neither_the_new_nor_what_was_there(
    steps: list[dt.timedelta], back: dt.timedelta, more: list[dt.timedelta]
) -> None:
    first = times(steps)
    _, there = shelf_after(first)
    now = first[-1] - back
    shelf = there
    for step in [dt.timedelta(), *more]:
        now += step
        new = backup(now)
        shelf = kept([*shelf, new], now=now, newest=NEWEST)
        assert new in shelf
        assert len(shelf) <= 2 * (NEWEST + DAYS + WEEKS)
        if now < first[-1] - DAY:  # those of a clock that was ahead still count apart
            newest = [b for b in there if b.at > now][:NEWEST]
            assert set(newest) <= set(shelf)


@given(STEPS, st.timedeltas(DAY, 3_000 * DAY))
def test_clock_that_was_ahead_for_a_while_costs_at_most_a_day_and_a_week(
    steps: list[dt.timedelta], ahead: dt.timedelta
) -> None:
    right = times(steps)
    _, shelf = shelf_after(right)
    wrong = right[-1] + ahead
    left = kept([*shelf, backup(wrong)], now=wrong, newest=NEWEST)

    assert len(set(shelf) - set(left)) <= 3


@pytest.mark.parametrize(
    ("ago", "due"),
    [
        ([], True),
        ([dt.timedelta()], False),
        ([dt.timedelta(hours=23)], False),
        ([dt.timedelta(hours=24)], True),
        ([dt.timedelta(hours=30), dt.timedelta(hours=2)], False),
        ([dt.timedelta(hours=-1)], True),  # of a clock that was ahead
    ],
)
def test_backup_of_the_day_is_due_when_the_newest_is_older_than_a_day(
    ago: list[dt.timedelta], due: bool
) -> None:
    assert is_due([START - each for each in ago], now=START) is due


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("20261124-140512345-restore-613-12-3f2a9c-0123abcd.zip", ("restore", 613, "12-3f2a9c", 345_000)),
        ("20261124-140512-12-3f2a9c.zip", (None, None, "12-3f2a9c", 0)),
        ("20261124-140512345-open-0-0-empty.zip", ("open", 0, "0-empty", 345_000)),
        ("20261324-140512345-open-0-0-empty.zip", None),
        ("20261124-140512345-why-0-0-empty.zip", None),
        ("samverkan-backup-20261125-201008442.zip", None),
    ],
)
def test_name_tells_when_and_why(name: str, read: tuple[Reason | None, int | None, str, int] | None) -> None:
    found = Backup.of(Path(name))
    if read is None:
        assert found is None
        return
    assert found is not None
    at = dt.datetime(2026, 11, 24, 14, 5, 12, read[3], tzinfo=dt.UTC)
    assert (found.reason, found.records, found.label, found.at) == (*read[:3], at)
    assert found.checksum == ("0123abcd" if "0123abcd" in name else None)
