"""What does a day leave out of one table, and when was it so or will it be?

What has ended is not missing, and what is to come is not there yet: an organisation whose
memberships are over is said to have left, with the day, instead of never having been a member.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import polars as pl

from graph.analysis.cut.rollup import top_organizations
from graph.dataset import Dataset, begun, ended, not_begun, over
from graph.model import HANGS_ON, RECORD_TYPE, RecordType
from graph.network import Level


def other_times(
    dataset: Dataset, *, table: str, day: dt.date, level: Level, cut: Dataset | None = None
) -> pl.DataFrame:
    """The records of a table that are not of a day, each with when it ended or when it begins.

    Parameters
    ----------
    dataset
        The network, whole: neither cut by `as_of` nor rolled up.
    table
        The table asked about.
    day
        The day the network is read as of.
    level
        At `Level.ORGANIZATION` a unit's records are told of the organisation at the top.
    cut
        `dataset.as_of(day)` where the caller has it already.

    Returns
    -------
    DataFrame
        The columns of the table and `ended`, `begins: String`, both as far as they are known (YYYY,
        YYYY-MM or YYYY-MM-DD), in the order of the table. A record is over from the first end among
        its own and those of the organisations and groups it hangs on: then `ended` holds that and
        `begins` is null. Any other begins with the last of their starts: `begins`, and `ended` is
        null. What is planned or proposed is there before it begins. A record is left out that speaks
        of one the dataset does not hold.
    """
    cut = cut or dataset.as_of(day)
    past, to_come = not_of_the_day(RECORD_TYPE[table], day)
    kept = cut[table].filter(~past, ~to_come)
    rows = dataset[table].join(kept, on=RECORD_TYPE[table].key, how="anti", maintain_order="left")
    starts, ends = _periods(rows, dataset, table)
    told = rows.with_columns(
        ended=ends.select(pl.min_horizontal(pl.when(over(end, day)).then(end) for end in ends.columns))[:, 0],
        begins=starts.select(
            pl.max_horizontal(pl.when(~begun(start, day)).then(start) for start in starts.columns)
        )[:, 0],
    )
    told = told.with_columns(begins=pl.when(pl.col("ended").is_null()).then("begins"))
    told = told.filter(pl.col("ended").is_not_null() | pl.col("begins").is_not_null())
    return told if level is Level.UNIT else _at_the_top(told, dataset, cut, table)


def not_of_the_day(record_type: RecordType, day: dt.date) -> tuple[pl.Expr, pl.Expr]:
    """Which records of a table are by their own dates over before a day, and which others begin after it.

    Parameters
    ----------
    record_type
        The table's.
    day
        The day it is read as of.

    Returns
    -------
    tuple[Expr, Expr]
        Two masks that are never true together: ended, not begun. A plan is there before it begins.
    """
    if record_type.period is None:  # one constant each: polars cannot filter a long table by combined ones
        return pl.lit(False), pl.lit(False)
    return ended(record_type, day), not_begun(record_type, day) & ~ended(record_type, day)


def _periods(rows: pl.DataFrame, dataset: Dataset, table: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The starts and the ends that bound each row: its own, and those of what it speaks of."""
    unbounded = pl.repeat(None, rows.height, dtype=pl.String, eager=True)
    starts, ends = (
        pl.DataFrame([column.alias(str(number)) for number, column in enumerate(side)])
        for side in zip((unbounded, unbounded), *_bounds(rows, dataset, table), strict=True)
    )
    return starts, ends


def _bounds(rows: pl.DataFrame, dataset: Dataset, table: str) -> Iterator[tuple[pl.Series, pl.Series]]:
    if period := RECORD_TYPE[table].period:
        yield rows[period[0]], rows[period[1]]
    for field in HANGS_ON[table]:
        spoken_of = dataset[field.references or ""].unique("id", keep="first", maintain_order=True)
        places = spoken_of.select("id").with_row_index("place")
        place = rows.select(id=field.name).join(places, on="id", how="left", maintain_order="left")["place"]
        for start, end in _bounds(spoken_of, dataset, field.references or ""):
            yield start.gather(place), end.gather(place)


def _at_the_top(rows: pl.DataFrame, dataset: Dataset, cut: Dataset, table: str) -> pl.DataFrame:
    """The rows with every unit replaced by the organisation at the top.

    A unit belongs where it belongs on the day; one that is not there on that day belongs where it did.
    """
    gone = dataset["units"].join(
        cut["organizations"], left_on="organization_id", right_on="id", how="anti", maintain_order="left"
    )
    units = pl.concat([cut["units"], gone])
    top = dict(top_organizations(dataset.replace(units=units)).iter_rows())
    columns = [f.name for f in RECORD_TYPE[table].fields if f.references == "organizations"]
    return rows.with_columns(pl.col(columns).replace(top)) if columns and top else rows
