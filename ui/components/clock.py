"""Day and time as the reader's own clock shows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import streamlit as st

from ui.text import day, t


def read(at: str) -> dt.datetime:
    """A moment as the store writes it: ISO text with its zone."""
    return dt.datetime.fromisoformat(at)


def moment(at: dt.datetime, *, timespec: str = "minutes") -> str:
    """Day and time: “24 november 2026, 14:05”; as exact as `timespec` of `datetime.isoformat` says."""
    here = at.astimezone(_zone())
    return f"{day(here.date())}, {here.time().isoformat(timespec=timespec)}"


def moment_of_the_week(at: dt.datetime, *, timespec: str = "minutes") -> str:
    """As `moment`, with the day of the week before it: “tisdag 24 november 2026, 14:05”."""
    weekday = t(f"words.weekday.{at.astimezone(_zone()).isoweekday()}")
    return f"{weekday} {moment(at, timespec=timespec)}"


def told_apart(moments: Sequence[dt.datetime]) -> list[str]:
    """Each as `moment_of_the_week`, only as exact as it takes for no two to read the same."""
    read = [
        [moment_of_the_week(at, timespec=timespec) for at in moments]
        for timespec in ("minutes", "seconds", "milliseconds")
    ]
    return [
        next((each[place] for each in read if each.count(each[place]) == 1), read[-1][place])
        for place in range(len(moments))
    ]


def _zone() -> dt.tzinfo:
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (KeyError, ValueError):
        return dt.UTC
