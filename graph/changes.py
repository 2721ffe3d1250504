"""ChangeSet: what turns one state of the network into another, as a value.

    before ──between──▶ ChangeSet ──apply_to(before)──▶ after
                           │ inverse()                    after ──▶ before
                           │ then(other)                  one after the other, as one
                           ▼
                  counts · records() · conflicts_with(dataset)

A record is told by its table's key, as `graph.model` has it. A Dataset may hold what a database may not,
records of one key and records without any: all that have a key in common change as one, in their order,
and the first of them before is compared with the first of them after.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from types import MappingProxyType
from typing import Final

import polars as pl

from graph.dataset import Dataset, in_order
from graph.errors import RevisionConflict
from graph.model import RECORD_TYPE, RECORD_TYPES, RecordType
from graph.record_changes import ChangeKind, Conflict, FieldChange, Key, Record, RecordChange
from graph.sorted_rows import rows_of, with_rows, worthwhile

TOLD: Final = 3
"""Conflicts that the sentence of a `RevisionConflict` names."""


@dataclass(frozen=True)
class Counts:
    """How many records are added, changed and removed."""

    added: int = 0
    changed: int = 0
    removed: int = 0


@dataclass(frozen=True, eq=False)
class TableChange:
    """The rows of one table that differ, as they were and as they are to be, in the order of a Dataset.

    Both hold each row of a key where the rows of that key differ, and no others. The columns are those
    of the table.
    """

    before: pl.DataFrame
    after: pl.DataFrame

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TableChange):
            return NotImplemented
        return self.before.equals(other.before) and self.after.equals(other.after)

    def __hash__(self) -> int:
        return hash((self.before.height, self.after.height))


class ChangeSet:
    """What turns one state into another: by table, the rows that differ, before and after.

    `changes["organizations"]` is a `TableChange`; tables in which nothing changes are not in it. It is a
    value: it never changes, and two are equal when they do the same. `ChangeSet()` changes nothing. Others
    come of `between`, of other change sets and of `graph.change_file`.
    """

    __slots__ = ("__dict__", "_tables")

    def __init__(self) -> None:
        self._tables: Mapping[str, TableChange] = MappingProxyType({})

    @classmethod
    def _of(cls, tables: Mapping[str, TableChange | None]) -> ChangeSet:
        changes = cls()
        found = ((t.table, tables.get(t.table)) for t in RECORD_TYPES)
        changes._tables = MappingProxyType({table: change for table, change in found if change is not None})
        return changes

    @classmethod
    def between(cls, before: Dataset, after: Dataset) -> ChangeSet:
        """What turns `before` into `after`.

        Parameters
        ----------
        before, after
            Two states. For an edit whose rows are known, two Datasets with these rows alone say as much
            as two whole states: as they were, without those that are new, and as they are to be, without
            those that go.

        Returns
        -------
        ChangeSet
            Empty when the two are equal.

        Notes
        -----
        A table that is the same object in both is not looked at; the others take time in proportion to
        their rows.
        """
        return cls._of(
            {
                t.table: _table_change(before[t.table], after[t.table], t)
                for t in RECORD_TYPES
                if before[t.table] is not after[t.table]
            }
        )

    def __getitem__(self, table: str) -> TableChange:
        return self._tables[table]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def __eq__(self, other: object) -> bool:
        return self._tables == other._tables if isinstance(other, ChangeSet) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self._tables.items()))

    def __repr__(self) -> str:
        told = ", ".join(f"{table} +{n.added} ~{n.changed} -{n.removed}" for table, n in self.counts.items())
        return f"<ChangeSet {told or 'empty'}>"

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return not self._tables

    @cached_property
    def counts(self) -> dict[str, Counts]:
        """How many records are added, changed and removed, by table; tables without any are left out."""
        return {table: _counted(change, RECORD_TYPE[table]) for table, change in self._tables.items()}

    def records(self) -> Iterator[RecordChange]:
        """What becomes of each record.

        Returns
        -------
        Iterator[RecordChange]
            One for each record that differs, tables in the order of the model, records by their key. They
            are made as they are asked for.
        """
        for table, change in self._tables.items():
            yield from _record_changes(change, RECORD_TYPE[table])

    def of_record(self, table: str, key: Key) -> RecordChange | None:
        """What becomes of one record, the first of its key; None where it stays as it is."""
        if table not in self._tables:
            return None
        record_type = RECORD_TYPE[table]
        its = pl.all_horizontal(
            pl.col(name).eq_missing(pl.lit(part, pl.String))
            for name, part in zip(record_type.key, key, strict=True)
        )
        change = TableChange(self._tables[table].before.filter(its), self._tables[table].after.filter(its))
        return next(_record_changes(change, record_type), None)

    def inverse(self) -> ChangeSet:
        """What undoes this: applied to what this leads to, it leads back."""
        return self._of({table: TableChange(c.after, c.before) for table, c in self._tables.items()})

    def then(self, other: ChangeSet) -> ChangeSet:
        """This and then `other`, as one.

        Parameters
        ----------
        other
            What is done next.

        Returns
        -------
        ChangeSet
            What the second takes back of the first is not in it. Of changes that follow on one another
            it does not matter which two are made one first.

        Raises
        ------
        RevisionConflict
            When `other` begins with a record that is not as this leaves it.
        """
        met = {
            table: (self._tables[table], other._tables[table])
            for table in self._tables
            if table in other._tables
        }
        conflicts = [
            conflict
            for table, (first, second) in met.items()
            for conflict in _conflicts(
                RECORD_TYPE[table],
                _with_key_of(second.before, first, RECORD_TYPE[table]),
                second.after,
                _with_key_of(first.after, second, RECORD_TYPE[table]),
            )
        ]
        if conflicts:
            raise refusal(conflicts)
        together = {
            table: _joined(first, second, RECORD_TYPE[table]) for table, (first, second) in met.items()
        }
        return self._of({**self._tables, **other._tables, **together})

    def conflicts_with(self, dataset: Dataset) -> tuple[Conflict, ...]:
        """What is not in `dataset` as this begins with it.

        Parameters
        ----------
        dataset
            The state this might be applied to.

        Returns
        -------
        tuple[Conflict, ...]
            In the order of `records`, one for each field that differs or record that is there on one
            side only; empty when this can be applied.
        """
        return tuple(
            conflict
            for table, change in self._tables.items()
            for conflict in _conflicts(
                RECORD_TYPE[table],
                change.before,
                change.after,
                _with_key_of(dataset[table], change, RECORD_TYPE[table]),
            )
        )

    def apply_to(self, dataset: Dataset) -> Dataset:
        """The state that this leads to.

        Parameters
        ----------
        dataset
            A state in which the records to change or to remove are as this begins with them, and those to
            add are not there. Other records may be as they like.

        Returns
        -------
        Dataset
            With the same table objects where nothing changes; `dataset` itself when this is empty.

        Raises
        ------
        RevisionConflict
            When a record is not as this begins with it, with all of `conflicts_with`.
        """
        if conflicts := self.conflicts_with(dataset):
            raise refusal(conflicts)
        if self.is_empty:
            return dataset
        tables = {table: dataset[table] for table in dataset}
        for table, change in self._tables.items():
            tables[table] = _with_change(tables[table], change, RECORD_TYPE[table])
        return Dataset.trusted(tables)


# --- rows of one key ------------------------------------------------------------------------------

_BEFORE, _AFTER, _NUMBER = "row before", "row after", "number of the key"  # no field has a space in its name


def _table_change(before: pl.DataFrame, after: pl.DataFrame, record_type: RecordType) -> TableChange | None:
    if before.equals(after):
        return None
    if before.is_empty() or after.is_empty():
        return TableChange(before, after)
    key = list(record_type.key)
    pairs = _pairs(before, after, key)
    keys = pairs.filter(_differ(before, after, pairs)).select(key).unique()
    return TableChange(_of_keys(before, keys), _of_keys(after, keys)) if keys.height else None


def _pairs(before: pl.DataFrame, after: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    """The key, its number and the positions of each record in either table; null where it is not there."""
    numbered = _repeats(before, key) or _repeats(after, key)
    sides = []
    for frame, name in ((before, _BEFORE), (after, _AFTER)):
        again = pl.int_range(pl.len()).over(key) if numbered else pl.lit(0, dtype=pl.Int64)
        sides.append(frame.select(*key, again.alias(_NUMBER), pl.int_range(pl.len()).alias(name)))
    left, right = sides
    keys = [*key, _NUMBER]
    if left.select(keys).equals(right.select(keys)):  # nothing is added or removed: no need to look it up
        return left.with_columns(right[_AFTER])
    return left.join(right, on=keys, how="full", nulls_equal=True, coalesce=True)


def _repeats(frame: pl.DataFrame, key: Sequence[str]) -> bool:
    # in the order of a Dataset equal keys stand side by side
    again = pl.all_horizontal(pl.col(name).eq_missing(pl.col(name).shift()) for name in key)
    return bool(frame.select(again.slice(1).any()).item())


def _differ(before: pl.DataFrame, after: pl.DataFrame, pairs: pl.DataFrame) -> pl.Series:
    """Of each pair, whether its two records are not the same."""
    was, now = _gathered(before, pairs[_BEFORE]), _gathered(after, pairs[_AFTER])
    differ = pairs[_BEFORE].is_null() | pairs[_AFTER].is_null()
    for column in before.columns:
        if was[column].null_count() < pairs.height or now[column].null_count() < pairs.height:
            differ |= was[column].ne_missing(now[column])
    return differ


def _gathered(frame: pl.DataFrame, places: pl.Series) -> pl.DataFrame:
    """The rows at these places, all null where there is no place."""
    return frame.select(pl.all().gather(places))


def _keys(change: TableChange, record_type: RecordType) -> pl.DataFrame:
    return pl.concat([change.before.select(record_type.key), change.after.select(record_type.key)]).unique()


def _with_change(frame: pl.DataFrame, change: TableChange, record_type: RecordType) -> pl.DataFrame:
    keys = _keys(change, record_type)
    if worthwhile(frame, keys):
        return with_rows(frame, keys.sort(keys.columns), change.after)
    return _merged(without_key_of(frame, change, record_type), change.after, record_type)


def _of_keys(frame: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    return frame.join(keys, on=keys.columns, how="semi", nulls_equal=True, maintain_order="left")


def _with_key_of(frame: pl.DataFrame, change: TableChange, record_type: RecordType) -> pl.DataFrame:
    keys = _keys(change, record_type)
    return rows_of(frame, keys.sort(keys.columns)) if worthwhile(frame, keys) else _of_keys(frame, keys)


def without_key_of(frame: pl.DataFrame, change: TableChange, record_type: RecordType) -> pl.DataFrame:
    """The rows of a table that the change does not touch, in their order."""
    keys = _keys(change, record_type)
    return frame.join(keys, on=keys.columns, how="anti", nulls_equal=True, maintain_order="left")


def _merged(some: pl.DataFrame, others: pl.DataFrame, record_type: RecordType) -> pl.DataFrame:
    """Rows that have no key in common, in the order of a Dataset."""
    if some.is_empty() or others.is_empty():
        return others if some.is_empty() else some
    return in_order(pl.concat([some, others]), record_type)


def _joined(first: TableChange, second: TableChange, record_type: RecordType) -> TableChange | None:
    before = _merged(first.before, without_key_of(second.before, first, record_type), record_type)
    after = _merged(without_key_of(first.after, second, record_type), second.after, record_type)
    return _table_change(before, after, record_type)


# --- what is told of them -------------------------------------------------------------------------


def _counted(change: TableChange, record_type: RecordType) -> Counts:
    pairs = _pairs(change.before, change.after, record_type.key)
    added, removed = pairs[_BEFORE].null_count(), pairs[_AFTER].null_count()
    differ = int(_differ(change.before, change.after, pairs).sum())
    return Counts(added, differ - added - removed, removed)


def _record_changes(change: TableChange, record_type: RecordType) -> Iterator[RecordChange]:
    pairs = _pairs(change.before, change.after, record_type.key)
    pairs = pairs.filter(_differ(change.before, change.after, pairs))
    pairs = pairs.sort(*record_type.key, _NUMBER, nulls_last=True)
    names = change.before.columns
    rows = zip(
        pairs.select(record_type.key).iter_rows(),
        pairs.select(_BEFORE, _AFTER).iter_rows(),
        _gathered(change.before, pairs[_BEFORE]).iter_rows(),
        _gathered(change.after, pairs[_AFTER]).iter_rows(),
        strict=True,
    )
    for key, (before, after), was, now in rows:
        fields = tuple(
            FieldChange(name, old, new)
            for name, old, new in zip(names, was, now, strict=True)
            if not _same(old, new) and name not in record_type.key
        )
        yield RecordChange(record_type.table, key, _kind(before is not None, after is not None), fields)


def _kind(before: bool, after: bool) -> ChangeKind:
    if before and after:
        return ChangeKind.CHANGED
    return ChangeKind.ADDED if after else ChangeKind.REMOVED


def _same(one: object, other: object) -> bool:
    # a number that is none equals itself in a table, though not in Python
    return one == other or (one != one and other != other)


def _conflicts(
    record_type: RecordType, expected: pl.DataFrame, mine: pl.DataFrame, theirs: pl.DataFrame
) -> Iterator[Conflict]:
    contested = _table_change(expected, theirs, record_type)
    if contested is None:
        return
    begun, found = _by_key(contested.before, record_type), _by_key(contested.after, record_type)
    made = _by_key(_with_key_of(mine, contested, record_type), record_type)
    for place in _in_key_order({**begun, **found}):
        was, now, then = begun.get(place), found.get(place), made.get(place)
        kind = _kind(was is not None, then is not None)
        if was is None and then is None:  # one more of a key than there was
            kind = ChangeKind.REMOVED
        if was is None or now is None:
            yield Conflict(record_type.table, place[0], kind, None, was, then, now)
            continue
        for name, value in was.items():
            if not _same(value, now[name]):
                my_value = None if then is None else then[name]
                yield Conflict(record_type.table, place[0], kind, name, value, my_value, now[name])


def _by_key(frame: pl.DataFrame, record_type: RecordType) -> dict[tuple[Key, int], Record]:
    seen: Counter[Key] = Counter()
    records: dict[tuple[Key, int], Record] = {}
    for row in frame.iter_rows(named=True):
        key = tuple(row[name] for name in record_type.key)
        records[key, seen[key]] = row
        seen[key] += 1
    return records


def _in_key_order(places: Mapping[tuple[Key, int], object]) -> list[tuple[Key, int]]:
    return sorted(places, key=lambda place: ([(part is None, part or "") for part in place[0]], place[1]))


def refusal(conflicts: Sequence[Conflict]) -> RevisionConflict:
    """The error that tells the first of these conflicts in words and carries them all."""
    told = "; ".join(_sentence(conflict) for conflict in islice(conflicts, TOLD))
    rest = f"; and {len(conflicts) - TOLD} more" if len(conflicts) > TOLD else ""
    return RevisionConflict(
        f"Records are not as the change begins with them: {told}{rest}. Read them as they are now and make "
        "the change anew.",
        tuple(conflicts),
        records=len({(conflict.table, conflict.key) for conflict in conflicts}),
    )


def _sentence(conflict: Conflict) -> str:
    record = _called(conflict.table, conflict.key)
    if (reference := conflict.reference) is not None:
        if conflict.kind is ChangeKind.REMOVED:
            return f"{reference.field} of {_called(reference.table, reference.key)} names {record}"
        return (
            f"{reference.field} of {record} names “{reference.id}” in {reference.other}, which is not there"
        )
    if conflict.field is not None:
        return f"{conflict.field} of {record} is {_shown(conflict.theirs)}, not {_shown(conflict.expected)}"
    return f"{record} is {'not there' if conflict.theirs is None else 'there already'}"


def _called(table: str, key: Key) -> str:
    return f"“{' – '.join(part or '' for part in key)}” in {table}"


def _shown(value: object) -> str:
    if value is None:
        return "empty"
    text = " | ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"
