"""Is this one name, filled down with a running number?

A spreadsheet that is asked to repeat “Hornstull 1” writes Hornstull 2, Hornstull 3 … below it: one
place has become many. Found are at least three names in a row that differ by their number only,
five where the name has several words. Not found, because they are rightly numbered: kinds of things
(Ward 1, Station 3), years, and names that also stand without a number (Hornstull, Hornstull 2).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

import polars as pl

from graph.checks.base import Kind, Words
from graph.checks.texts import word_list
from graph.dataset import Dataset
from graph.problems import shown

_TABLES: Final = ("organizations", "groups", "areas", "topics")
_NUMBERED = r"^(.*?[\p{L}\p{M})])[\s\p{P}]*([0-9]{1,6})$"
_SHORTEST_BASE: Final = 3
_RUN, _RUN_OF_SEVERAL_WORDS = 3, 5
_YEARS = (1900, 2100)


def running_numbers(dataset: Dataset) -> Iterator[Kind]:
    """Runs of names that differ by a running number only: one finding a run, at its first record."""
    for table in _TABLES:
        runs = _runs(dataset[table])
        if not runs.is_empty():
            yield Kind("running_number", table, "name", runs["place"].to_list(), partial(_words, runs))


def _runs(frame: pl.DataFrame) -> pl.DataFrame:
    """Columns place (of the first), base, first, last (names), rows: in the order of the records."""
    named = frame.select("name").with_row_index("place").drop_nulls()
    parts = named.with_columns(
        pl.col("name").str.extract(_NUMBERED, 1).alias("base"),
        pl.col("name").str.extract(_NUMBERED, 2).cast(pl.Int64).alias("number"),
    ).drop_nulls()
    parts = parts.with_columns(pl.col("base").str.to_lowercase().alias("key")).filter(
        pl.col("base").str.len_chars() >= _SHORTEST_BASE, ~pl.col("number").is_between(*_YEARS)
    )
    bare = named.select(pl.col("name").str.to_lowercase().alias("key")).unique()
    parts = parts.join(bare, on="key", how="anti").unique(
        ["key", "number"], keep="first", maintain_order=True
    )
    # consecutive numbers less their rank are one and the same number
    parts = parts.sort("key", "number").with_columns(
        (pl.col("number") - pl.int_range(pl.len()).over("key")).alias("run")
    )
    runs = parts.group_by("key", "run", maintain_order=True).agg(
        pl.col("place", "base", "name").first(), pl.col("name").last().alias("last"), pl.len().alias("rows")
    )
    several = pl.col("base").str.contains(r"\s")
    enough = pl.when(several).then(_RUN_OF_SEVERAL_WORDS).otherwise(_RUN)
    runs = runs.filter(pl.col("rows") >= enough)
    kinds = word_list("numbered")
    rightly = [key.split()[-1].strip("().,") in kinds for key in runs["key"]]
    return runs.filter(~pl.Series(rightly, dtype=pl.Boolean)).sort("place")


def _words(runs: pl.DataFrame, number: int) -> Words:
    run = runs.row(number, named=True)
    value = f"{shown(run['name'])} – {shown(run['last'])}"
    base = shown(run["base"])
    return Words(value, f"If they are one, write “{base}” in all {run['rows']} rows.", base)
