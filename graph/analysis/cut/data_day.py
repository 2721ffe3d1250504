"""Which day does the data speak of, and how much does a day hide?

A register is true of a day: a table from 2020 read as of today is an empty network, and what has
ended is not missing. So the app opens on the day the data speaks of, and says how many records of
other times a day leaves out.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import polars as pl

from graph.analysis.cut.other_times import not_of_the_day
from graph.dataset import Dataset
from graph.model import RECORD_TYPE, RECORD_TYPES, FieldKind

CHANGE_FIELDS: Final = ("confirmed_on", "date", "as_of")
"""The days on which somebody confirmed, decided or judged a record, in whichever table they stand."""

HIDDEN_SCHEMA: Final = {"table": pl.String, "ended": pl.Int64, "not_begun": pl.Int64, "referring": pl.Int64}


class Basis(StrEnum):
    """What the day of the data rests on."""

    COMPILED = "compiled"  # the data says when it was put together
    CHANGED = "changed"  # the register was kept alive after that
    TODAY = "today"  # the data names no day that has come


@dataclass(frozen=True)
class DataDay:
    """The day the data speaks of.

    `basis` says what it rests on. `claimed` is the day the data gives as its own when that day has
    not come yet, else None.
    """

    day: dt.date
    basis: Basis
    claimed: dt.date | None = None


def data_day(dataset: Dataset, *, today: dt.date) -> DataDay:
    """The day the data speaks of.

    It is the newest of the days the data was compiled on and the days a record was confirmed,
    decided or judged; today where there is none. It is never later than `today`: a later day of
    compilation counts as today, and a record confirmed on a later day (a typing error) tells nothing.

    Parameters
    ----------
    dataset
        The network, whole: neither cut by `as_of` nor rolled up.
    today
        The day of the reader's clock.

    Returns
    -------
    DataDay
        With `Basis.CHANGED` only where the newest change is later than every day of compilation.
    """
    compiled = _newest([dataset["data_sets"]["compiled_on"]])
    changes = [
        dataset[record_type.table][field.name]
        for record_type in RECORD_TYPES
        for field in record_type.fields
        if field.kind is FieldKind.DATE and field.name in CHANGE_FIELDS
    ]
    changed = _newest([days.filter(days <= today) for days in changes])
    if compiled is not None and compiled > today:
        return DataDay(today, Basis.TODAY, claimed=compiled)
    if changed is not None and (compiled is None or changed > compiled):
        return DataDay(changed, Basis.CHANGED)
    if compiled is not None:
        return DataDay(compiled, Basis.COMPILED)
    return DataDay(today, Basis.TODAY, claimed=_newest(changes))


def hidden_by_day(dataset: Dataset, *, day: dt.date, cut: Dataset | None = None) -> pl.DataFrame:
    """How many records a day leaves out, and why.

    Parameters
    ----------
    dataset
        The network, whole: neither cut by `as_of` nor rolled up.
    day
        The day it is to be read as of.
    cut
        `dataset.as_of(day)` where the caller has it already.

    Returns
    -------
    DataFrame[table: String, ended, not_begun, referring: Int64]
        One row for each table in which something is not of that day, in the order of the model. `ended`
        records were over before the day, `not_begun` begin after it (what is planned or proposed is
        there before), `referring` ones hold by themselves but hang on a record that is left out. Each
        record counts once. They are what `dataset.as_of(day)` leaves out, and the activities that it
        keeps only to tell that they are of another time.
    """
    cut = cut or dataset.as_of(day)
    rows = []
    for table in dataset:
        ended, not_begun = not_of_the_day(RECORD_TYPE[table], day)
        counts = dataset[table].select(ended=ended.sum(), not_begun=not_begun.sum()).row(0)
        # those of other times that are kept all the same are among the counted
        kept = cut[table].filter(~ended, ~not_begun).height
        referring = dataset.counts[table] - kept - sum(counts)
        if any((*counts, referring)):
            rows.append((table, *counts, referring))
    return pl.DataFrame(rows, schema=HIDDEN_SCHEMA, orient="row")


def _newest(columns: list[pl.Series]) -> dt.date | None:
    newest = (days.max() for days in columns)
    return max((day for day in newest if isinstance(day, dt.date)), default=None)
