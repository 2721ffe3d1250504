"""Few rows of a large table that is sorted by its key: found, and put in place, without a look at the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

FEW: Final = 2_000
"""Keys up to which looking each one up is faster than joining whole tables."""

LARGE: Final = 20_000
"""Rows of a table from which on it is."""

CHUNKS: Final = 256
"""Pieces that a table may consist of before it is laid out anew as one."""


def worthwhile(frame: pl.DataFrame, keys: pl.DataFrame) -> bool:
    """Whether the rows of these keys are better looked up: few, in a large table, all keys whole."""
    return (
        frame.height >= LARGE
        and keys.height <= FEW
        and not any(column.null_count() for column in keys)
        and not any(frame[name].null_count() for name in keys.columns)
    )


def rows_of(frame: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """The rows of these keys, in the table's order.

    Parameters
    ----------
    frame
        A table sorted by the columns of `keys`, none of which is null.
    keys
        One row a key, sorted.
    """
    found = [frame.slice(start, end - start) for start, end in _places(frame, keys) if end > start]
    return pl.concat(found) if found else frame.clear()


def with_rows(frame: pl.DataFrame, keys: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """The table with `rows` in place of all rows of these keys; the others are not copied.

    Parameters
    ----------
    frame
        A table sorted by the columns of `keys`, none of which is null.
    keys
        One row a key, sorted.
    rows
        A table of the same columns in the same order, each of whose keys is one of `keys`.
    """
    pieces, reached = [], 0
    for (start, end), (first, last) in zip(_places(frame, keys), _places(rows, keys), strict=True):
        pieces += [frame.slice(reached, start - reached), rows.slice(first, last - first)]
        reached = end
    pieces.append(frame.slice(reached))
    whole = pl.concat([piece for piece in pieces if piece.height] or [frame.clear()], rechunk=False)
    return whole.rechunk() if whole.n_chunks() > CHUNKS else whole


def _places(frame: pl.DataFrame, keys: pl.DataFrame) -> Sequence[tuple[int, int]]:
    """Where the rows of each key begin and end; where there are none, where they would stand."""
    first, *others = keys.columns
    starts = frame[first].search_sorted(keys[first], "left").to_list()
    ends = frame[first].search_sorted(keys[first], "right").to_list()
    if not others:
        return list(zip(starts, ends, strict=True))
    places = []
    for start, end, rest in zip(starts, ends, keys.select(others).iter_rows(), strict=True):
        for name, value in zip(others, rest, strict=True):
            column = frame[name].slice(start, end - start)
            start, end = (
                start + int(column.search_sorted(value, "left")),
                start + int(column.search_sorted(value, "right")),
            )
        places.append((start, end))
    return places
