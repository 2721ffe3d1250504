"""Are these two one organisation?

See `graph.names.similar`. Participants that nobody has named are never one and the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import polars as pl

from graph.checks.base import Kind, Words
from graph.dataset import Dataset
from graph.names.similar import similar_names
from graph.problems import shown


def names_alike(dataset: Dataset) -> Iterator[Kind]:
    """Pairs of organisations with similar names, and how many names could not be compared in full."""
    named = dataset["organizations"].with_row_index("place").filter(pl.col("kind") == "named")
    names = named.select("place", "name", "other_names").drop_nulls("name")
    similar = similar_names(names["name"].to_list(), names["other_names"].to_list())
    if similar.pairs:
        places = names["place"].gather([second for _, second in similar.pairs]).to_list()
        words = partial(_pair, names["name"], similar.pairs)
        yield Kind("similar_names", "organizations", "name", places, words)
    if similar.cut_off:
        count = str(similar.cut_off)
        yield Kind("names_not_compared", "organizations", "name", [None], lambda _: Words(count))


def _pair(names: pl.Series, pairs: Sequence[tuple[int, int]], number: int) -> Words:
    first, second = pairs[number]
    return Words(shown(names[second]), shown(names[first]))
