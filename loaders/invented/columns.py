"""Columns of words, numbers and flags, and what is made of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def texts(choices: Sequence[str], places: Ints) -> pl.Series:
    """The words at these places of the choices."""
    return pl.Series(choices, dtype=pl.String).gather(places)


def only(values: pl.Series, where: Flags) -> pl.Series:
    """The values where the flag is true, and no value elsewhere."""
    frame = pl.DataFrame({"values": values, "where": pl.Series(where, dtype=pl.Boolean)})
    return frame.select(pl.when("where").then("values"))["values"]


def listed(*columns: Sequence[str]) -> pl.Series:
    """One list a row, of that row's value in each of the columns."""
    return pl.Series([list(row) for row in zip(*columns, strict=True)], dtype=pl.List(pl.String))


def filled(templates: Sequence[str], areas: pl.Series, topics: pl.Series | None = None) -> pl.Series:
    """The templates with the name of the area, and of the topic, in the places for them."""
    rows = zip(templates, areas, areas if topics is None else topics, strict=True)
    return pl.Series([text.format(area=area, topic=topic) for text, area, topic in rows], dtype=pl.String)


def numbered(names: pl.Series, mark: str = " ") -> pl.Series:
    """The names, with 2, 3 … behind those that were there before.

    Names that end in such a number already need another mark, or two may become the same.
    """
    number = pl.int_range(1, pl.len() + 1).over("name")
    text = pl.when(number == 1).then("name").otherwise(pl.col("name") + mark + number.cast(pl.String))
    return pl.DataFrame({"name": names}).select(text)["name"]


def numbered_within(names: pl.Series, group: Ints) -> pl.Series:
    """The names, with 2, 3 … behind those that their group has had before."""
    number = pl.int_range(1, pl.len() + 1).over("name", "group")
    text = pl.when(number == 1).then("name").otherwise(pl.col("name") + " " + number.cast(pl.String))
    return pl.DataFrame({"name": names, "group": group}).select(text)["name"]


def slugs(names: pl.Series) -> pl.Series:
    """Ids made of names: small letters, digits and hyphens."""
    plain = names.str.to_lowercase().str.replace_many(["å", "ä", "ö", "é"], ["a", "a", "o", "e"])
    return plain.str.replace_all(r"[^a-z0-9]+", "-").str.strip_chars("-")


def serials(size: int) -> pl.Series:
    """Numbers from 1, all as long as the last."""
    return pl.Series(np.arange(1, size + 1)).cast(pl.String).str.zfill(len(str(size)))
