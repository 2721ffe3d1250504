"""The tables made so far, and the draws that the next ones are made with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl

from loaders.invented import words
from loaders.invented.columns import Flags, Ints, only, texts

TODAY: Final = dt.date(2026, 11, 22)
"""The day the invented records were "put together": fixed, so that a seed always gives the same."""

Columns = dict[str, Any]


@dataclass(frozen=True)
class Sizes:
    """How many records of each kind there are to be."""

    memberships: int
    activities: int
    organizations: int
    groups: int
    areas: int
    topics: int

    @classmethod
    def of(cls, memberships: int, activities: int) -> Sizes:
        """What goes with so many memberships."""
        times = memberships / 300

        def grown(base: int, exponent: float) -> int:
            return round(base * float(times**exponent))

        # at a million: about 100,000 organisations, 14,000 groups, 1,500 areas, 40 topics
        return cls(
            memberships,
            activities,
            organizations=max(30, grown(60, 0.915)),
            groups=max(12, grown(24, 0.785)),
            areas=max(9, grown(12, 0.595)),
            topics=max(5, grown(7, 0.215)),
        )

    @property
    def named_organizations(self) -> int:
        """Organisations that the sources name."""
        return self.organizations - round(0.15 * self.organizations)

    @property
    def districts(self) -> int:
        """Areas that lie in the city and hold the others."""
        return max(2, round(float(self.areas**0.5)))

    @property
    def spots(self) -> int:
        """Areas that lie in a district: all but the districts and the city."""
        return self.areas - self.districts - 1


class Draft:
    """Tables that are made one after the other; each may look at those before it."""

    def __init__(self, sizes: Sizes, rng: np.random.Generator) -> None:
        self.sizes = sizes
        self.rng = rng
        self.tables: dict[str, pl.DataFrame] = {}

    def some(self, size: int, share: float) -> Flags:
        """Flags, true for about `share` of them and for the first: a field is never all empty."""
        flags = self.rng.random(size) < share
        flags[:1] = True
        return flags

    def pick(self, size: int, choices: int) -> Ints:
        """Numbers below `choices`, each as likely."""
        return self.rng.integers(choices, size=size)

    def days(self, size: int, first: dt.date, last: dt.date) -> pl.Series:
        """Days from the first to the last."""
        span = (last - first).days
        offsets = self.rng.integers(span + 1, size=size)
        return pl.Series(np.datetime64(first, "D") + offsets.astype("timedelta64[D]"))

    def as_known(self, days: pl.Series, lengths: pl.Series) -> pl.Series:
        """Days as periods, cut to a year (4), a month (7) or left whole (10)."""
        frame = pl.DataFrame({"day": days.dt.strftime("%Y-%m-%d"), "length": lengths})
        return frame.select(pl.col("day").str.head(pl.col("length")))["day"]

    def lengths(self, size: int) -> pl.Series:
        """How much of a day is known: 4, 7 or 10 characters of it."""
        return pl.Series(self.rng.choice([4, 7, 10], size=size, p=[0.3, 0.4, 0.3]))

    def evidence(self, confirmed_on: pl.Series) -> Columns:
        """The columns that say how a tie is known, for as many rows as there are confirmations."""
        size = len(confirmed_on)
        return {
            "confirmed_on": confirmed_on,
            **self.stated(size),
            "quote": only(texts(words.QUOTES, self.pick(size, len(words.QUOTES))), self.some(size, 0.05)),
        }

    def stated(self, size: int) -> Columns:
        """A source for each row, and where in it."""
        sources = self.tables["sources"]["id"]
        headings = texts(words.HEADINGS, self.pick(size, len(words.HEADINGS)))
        numbers = pl.Series(self.pick(size, 9) + 1).cast(pl.String)
        return {
            "source_id": sources.gather(self.pick(size, len(sources))),
            "locator": headings + ", mening " + numbers,
        }

    def confirmed(self, size: int) -> pl.Series:
        """Days on which somebody said that it is so: not long ago."""
        return self.days(size, TODAY - dt.timedelta(330), TODAY - dt.timedelta(20))

    def put(self, table: str, **columns: Any) -> None:
        """Make a table of these columns."""
        self.tables[table] = pl.DataFrame(columns)

    def add(self, table: str, rows: pl.DataFrame) -> None:
        """Put rows behind those of a table; columns that either of the two lacks stay empty there."""
        self.tables[table] = pl.concat([self.tables[table], rows], how="diagonal")

    def ids(self, table: str, places: Ints) -> pl.Series:
        """The ids of the records at these places of a table."""
        return self.tables[table]["id"].gather(places)

    def some_but_first(self, size: int, share: float, *, first: int) -> Flags:
        """Flags for about `share`, none before the place `first` and always one there."""
        flags = self.rng.random(size) < share
        flags[:first] = False
        flags[first] = True
        return flags

    def period(self, size: int) -> Columns:
        """Since when and until when, for ties where little is known of either."""
        lengths = self.lengths(size)
        start = self.as_known(self.days(size, dt.date(2012, 1, 1), dt.date(2021, 12, 31)), lengths)
        end = self.as_known(self.days(size, dt.date(2023, 1, 1), TODAY - dt.timedelta(30)), lengths)
        return {
            "start_date": only(start, self.some(size, 0.4)),
            "end_date": only(end, self.some_but_first(size, 0.04, first=min(size - 1, 1))),
        }
