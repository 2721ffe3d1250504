"""Since when is what a question reads as it is? A version for each column, so that answers outlive other changes.

One record changed makes a new revision and a new Dataset, and most columns hold what they held before. A
column's version is the revision at which its content was first met; the answer to a question that reads
certain columns is that of the newest of their versions, whatever else has changed since.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, TypeVar

import polars as pl

from graph.dataset import Dataset
from graph.model import RECORD_TYPE

Question = TypeVar("Question", bound=Callable[..., Any])
Columns = Mapping[str, frozenset[str]]
"""Columns by their table."""

_READS: Final = "__reads__"


@dataclass(frozen=True, eq=False)
class Versioned:
    """A Dataset whose columns have versions: table → column → the revision at which it became as it is."""

    dataset: Dataset
    revision: int
    versions: Mapping[str, Mapping[str, int]]

    def since(self, columns: Columns | None) -> int:
        """The revision since which these columns are as they are; for None, this very revision."""
        if columns is None:
            return self.revision
        found = (self.versions[table][column] for table, names in columns.items() for column in names)
        return max(found, default=self.revision)


def versioned(dataset: Dataset, *, revision: int, before: Versioned | None = None) -> Versioned:
    """The Dataset with a version for each column, and with what did not change shared with the state before.

    Parameters
    ----------
    dataset
        The state at `revision`, cut and rolled up as `before` is.
    revision
        The number of the state; a higher number is a later state.
    before
        An earlier state, or None where none is known: then everything is of this revision. One that is
        later than `revision` counts as none.

    Returns
    -------
    Versioned
        Its Dataset equals the one given. Tables and columns that hold the same as before are the same
        objects as before, so that two states of a network take little more room than one.
    """
    if before is not None and before.revision > revision:
        before = None
    tables, versions = {}, {}
    for table in dataset:
        names = [field.name for field in RECORD_TYPE[table].fields]
        if before is None:
            tables[table], versions[table] = dataset[table], dict.fromkeys(names, revision)
        else:
            tables[table], changed = _shared(dataset[table], before.dataset[table])
            versions[table] = dict(before.versions[table]) | dict.fromkeys(changed, revision)
    return Versioned(dataset.with_trusted(tables), revision, MappingProxyType(versions))


def _shared(now: pl.DataFrame, then: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """The table made of the columns before where they are equal, and the names of the others."""
    if now is then:
        return then, []
    equal = {name for name in now.columns if now[name].equals(then[name], null_equal=True)}
    if len(equal) == now.width:
        return then, []
    columns = [then[name] if name in equal else now[name] for name in now.columns]
    return pl.DataFrame(columns), [name for name in now.columns if name not in equal]


def columns(**named: str) -> Columns:
    """Columns by their table, written as names with spaces between: `columns(units="organization_id")`."""
    return MappingProxyType({table: frozenset(names.split()) for table, names in named.items()})


def together(*parts: Columns) -> Columns:
    """What is in any of them."""
    tables = dict.fromkeys(table for part in parts for table in part)
    return MappingProxyType(
        {table: frozenset().union(*(part.get(table, frozenset()) for part in parts)) for table in tables}
    )


def reads(*parts: Columns) -> Callable[[Question], Question]:
    """Says of a question which columns of a Dataset its answer depends on, and no others.

    Where it is not said the answer is taken to depend on everything. `tests/property/test_reads.py` asks
    each such question of nothing but these columns.
    """

    def said(question: Question) -> Question:
        setattr(question, _READS, together(*parts))
        return question

    return said


def reads_of(question: Callable[..., object]) -> Columns | None:
    """What `reads` says of a question, or None."""
    found: Columns | None = getattr(question, _READS, None)
    return found
