"""Dataset: the whole network as one polars table per record type.

Values in, values out: a Dataset never changes. Two are equal when they hold the same records,
whatever their order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeVar

import polars as pl

from graph.derived_ids import with_derived_ids
from graph.errors import UnknownId
from graph.model import HANGS_ON, PLANS, RECORD_TYPE, RECORD_TYPES, FieldKind, RecordType, polars_schema

Kept = TypeVar("Kept")


class Dataset:
    """All records of one state of the network.

    `dataset["organizations"]` is a polars DataFrame with exactly the columns and types of
    `graph.model`, sorted by the record type's key. Tables that are not given are empty. Cells
    without a value are null; so are empty texts and empty lists. Records that may do without an id
    are given one that is made of what they say.

    Raises
    ------
    KeyError
        For a table that is not in the model.
    polars.exceptions.PolarsError
        For a column that cannot take its type: turning messy input into these tables is the loaders' work.
    """

    __slots__ = ("__dict__", "_tables")

    def __init__(self, tables: Mapping[str, pl.DataFrame] | None = None) -> None:
        given = dict(tables or {})
        if unknown := set(given) - set(RECORD_TYPE):
            raise KeyError(f"no such table: {', '.join(sorted(unknown))}")
        self._tables = MappingProxyType({t.table: _canonical(given.get(t.table), t) for t in RECORD_TYPES})

    @classmethod
    def trusted(cls, tables: Mapping[str, pl.DataFrame]) -> Dataset:
        """A Dataset of tables that come from another Dataset's tables, so need no check nor sort."""
        dataset = cls.__new__(cls)
        dataset._tables = MappingProxyType(dict(tables))
        return dataset

    def __getitem__(self, table: str) -> pl.DataFrame:
        return self._tables[table]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Dataset):
            return NotImplemented
        return all(self[table].equals(other[table]) for table in self)

    def __hash__(self) -> int:
        return hash(tuple(self.counts.items()))

    def __repr__(self) -> str:
        full = ", ".join(f"{table} {count}" for table, count in self.filled.items())
        return f"<Dataset {full or 'empty'}>"

    @cached_property
    def counts(self) -> dict[str, int]:
        """Number of records by table, in the order of the model."""
        return {table: frame.height for table, frame in self._tables.items()}

    @property
    def filled(self) -> dict[str, int]:
        """As `counts`, without the tables that hold no record."""
        return {table: count for table, count in self.counts.items() if count}

    @property
    def is_empty(self) -> bool:
        """Whether there is not a single record."""
        return not any(self.counts.values())

    @cached_property
    def _places(self) -> dict[str, dict[str, int]]:
        return {}

    @cached_property
    def _records(self) -> dict[str, dict[str, dict[str, object]]]:
        return {}

    def record(self, table: str, id: str) -> dict[str, object] | None:
        """The record of a node table with this id as column → value, or None."""
        records = self._records.setdefault(table, {})
        if table not in self._places:
            self._places[table] = {str(key): place for place, key in enumerate(self[table]["id"])}
        if id not in records and id in self._places[table]:
            # of a hundred thousand organisations few are looked at, and a record takes more room than its row
            records[id] = self[table].row(self._places[table][id], named=True)
        return records.get(id)

    def require(self, table: str, id: str) -> dict[str, object]:
        """The record of a node table with this id.

        Raises
        ------
        UnknownId
            When there is none.
        """
        found = self.record(table, id)
        if found is None:
            raise UnknownId(
                f"There is no record “{id}” in {table}; the id of one that is there would be right.",
                table=table,
                id=id,
            )
        return found

    def once(self, name: str, make: Callable[[], Kept]) -> Kept:
        """What `make` gives, made the first time this name is asked for: a Dataset never changes.

        For tables that several questions stand on, such as who is where.
        """
        if name not in self._kept:
            self._kept[name] = make()
        found: Kept = self._kept[name]
        return found

    @cached_property
    def _kept(self) -> dict[str, Any]:
        return {}

    def replace(self, **tables: pl.DataFrame) -> Dataset:
        """A Dataset with these tables instead of the ones here."""
        given = {
            name: _canonical(frame, RECORD_TYPE[name])
            for name, frame in tables.items()
            if frame is not self._tables[name]
        }
        return self.with_trusted(given)

    def with_trusted(self, tables: Mapping[str, pl.DataFrame]) -> Dataset:
        """As `replace`, with tables that need no check nor sort; this Dataset where they are its own."""
        if all(frame is self._tables[table] for table, frame in tables.items()):
            return self
        return Dataset.trusted({**self._tables, **tables})

    def as_of(self, day: dt.date) -> Dataset:
        """The network as it was on `day`.

        Left out: organisations and groups not yet formed or already dissolved, relationships and
        agreements not yet begun or already ended, and what is tied to a record left out. What has no
        stated period is kept (unknown is not ended), and so is what is planned or proposed before it
        begins. A period known only by year or month holds for all of that year or month.

        Activities stay, for what somebody is known to do at any time says that no more is to be
        inferred for it; their `status` is that of the day: `completed` once they have ended (or
        `stopped`, as stated), `NOT_YET` before they begin unless they are planned.

        Which records go and which stay is read off the model (`HANGS_ON`, `period`, `told_by`). A table
        of which nothing is left out is the same object as here; so is the Dataset if all of them are.
        """
        tables: dict[str, pl.DataFrame] = {}
        for record_type in RECORD_TYPES:  # what is referred to stands before what refers to it
            frame, there = self._tables[record_type.table], list[pl.Expr]()
            if record_type.told_by:
                frame = _told(frame, record_type, day)
            elif record_type.period:
                there.append(~not_begun(record_type, day) & ~ended(record_type, day))
            for field in HANGS_ON[record_type.table]:
                named = pl.col(field.name).is_in(tables[field.references or ""]["id"].implode())
                needless = pl.col(field.unless).is_not_null() if field.unless else pl.lit(False)
                there.append(named | pl.col(field.name).is_null() | needless)
            tables[record_type.table] = where(frame, pl.all_horizontal(there)) if there else frame
        return self.with_trusted(tables)


NOT_YET = "not_yet"
"""The status of an activity on a day before it begins."""


def where(frame: pl.DataFrame, keep: pl.Expr) -> pl.DataFrame:
    """The rows of which the mask is true; the same object where that is all of them, so that it is kept once."""
    kept = frame.select(keep.fill_null(False)).to_series()
    return frame if kept.all() else frame.filter(kept)


def _told(frame: pl.DataFrame, record_type: RecordType, day: dt.date) -> pl.DataFrame:
    """The table with what each record's status is on a day: what is done before its end goes on until then."""
    if record_type.told_by is None or record_type.period is None:
        return frame
    column, (start, end) = record_type.told_by.name, record_type.period
    status, done = pl.col(column), pl.col(column).is_in(["completed", "stopped"])
    on_the_day = (
        pl.when(over(end, day))
        .then(pl.when(status == "stopped").then(status).otherwise(pl.lit("completed")))
        .when(~begun(start, day))
        .then(pl.when(status.is_in(PLANS)).then(status).otherwise(pl.lit(NOT_YET)))
        .when(done & pl.col(end).is_not_null())
        .then(pl.lit("ongoing"))
        .otherwise(status)
        .alias(column)
    )
    told = frame.with_columns(on_the_day)
    return frame if told[column].equals(frame[column]) else told


def ended(record_type: RecordType, day: dt.date) -> pl.Expr:
    """Whether a record's own period is over before `day`; false in a table without periods."""
    return over(record_type.period[1], day) if record_type.period else pl.lit(False)


def not_begun(record_type: RecordType, day: dt.date) -> pl.Expr:
    """Whether a record's own period begins after `day`; false of a plan, which is one before it begins."""
    if record_type.period is None:
        return pl.lit(False)
    later = ~begun(record_type.period[0], day)
    plan = pl.col(record_type.plan).is_in(PLANS).fill_null(False) if record_type.plan else pl.lit(False)
    return later & ~plan


def begun(start: str, day: dt.date) -> pl.Expr:
    """Whether what starts in the period of column `start` has begun on `day`; true where none is stated.

    Compared at the precision that is stated: "2019" has begun on any day of 2019.
    """
    # as texts a period stands before every day within it, so one comparison serves each precision
    return pl.col(start).is_null() | (pl.col(start) <= day.isoformat())


def over(end: str, day: dt.date) -> pl.Expr:
    """Whether what ends in the period of column `end` is over on `day`; false where none is stated.

    Compared at the precision that is stated: "2019" is over on the first day of 2020.
    """
    text = day.isoformat()
    around = [text[:length] for length in range(1, len(text))]  # the year and the month of the day
    return pl.col(end).is_not_null() & (pl.col(end) < text) & ~pl.col(end).is_in(around)


def _canonical(frame: pl.DataFrame | None, record_type: RecordType) -> pl.DataFrame:
    schema = polars_schema(record_type)
    if frame is None:
        return pl.DataFrame(schema=schema)
    frame = with_derived_ids(frame, record_type)
    columns = []
    for field in record_type.fields:
        if field.name not in frame.columns:
            columns.append(pl.lit(None, dtype=schema[field.name]).alias(field.name))
            continue
        column = pl.col(field.name).cast(schema[field.name], strict=True)
        if field.kind in (FieldKind.TEXT, FieldKind.PERIOD):
            column = pl.when(column == "").then(None).otherwise(column)
        elif field.kind is FieldKind.TEXTS:
            column = pl.when(column.list.len() == 0).then(None).otherwise(column)
        columns.append(column.alias(field.name))
    return in_order(frame.select(columns), record_type)


def in_order(frame: pl.DataFrame, record_type: RecordType) -> pl.DataFrame:
    """The rows as a Dataset has them: by key, those without one last, those of one key as they came."""
    return frame.sort(record_type.key, nulls_last=True, maintain_order=True)
