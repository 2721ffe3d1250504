"""Does this place lie where its siblings lie?

A point is *far* when it lies more than `FAR` times as far from the middle of its siblings as they do
as a rule, and more than `NEAREST` kilometres; *exchanged* when it is not among its siblings
(`AMONG` times) but would be with latitude and longitude exchanged.

Siblings are the areas under one parent, `HANDFUL` of them or more with coordinates. The middle is
the median of latitudes and of longitudes, *as a rule* the median of the distances: up to half of
them may be wrong. Areas with too few siblings are compared with all areas, and only for an exchange:
one far place among many near ones is no mistake there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.checks.base import Kind, Words
from graph.dataset import Dataset
from graph.problems import shown

HANDFUL: Final = 5
"""Siblings with coordinates from which on there is a rule to lie outside of."""

AMONG: Final = 4.0
FAR: Final = 10.0
"""How many times as far as its siblings as a rule a point may lie to be among them; to be no mistake."""

NEAREST: Final = 20.0
"""Kilometres within which nothing is far."""

_DIAMETER: Final = 12_742.0  # of the earth, in kilometres
_Reals = npt.NDArray[np.float64]
_Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class _Middle:
    """Where siblings lie, row for row: the middle in degrees, and how far they lie as a rule, in kilometres.

    All families at once: one after the other, very many small ones would take minutes.
    """

    latitude: _Reals
    longitude: _Reals
    rule: _Reals

    def distance(self, latitude: _Reals, longitude: _Reals) -> _Reals:
        """Kilometres from the middle, as the crow flies."""
        here, there = np.radians(self.latitude), np.radians(latitude)
        north, east = (there - here) / 2, np.radians(longitude - self.longitude) / 2
        half_chord = np.sin(north) ** 2 + np.cos(here) * np.cos(there) * np.sin(east) ** 2
        distance: _Reals = _DIAMETER * np.arcsin(np.sqrt(np.clip(half_chord, 0, 1)))
        return distance

    def within(self, distance: _Reals, times: float) -> _Flags:
        return distance <= np.maximum(times * self.rule, NEAREST)


def coordinates_elsewhere(dataset: Dataset) -> Iterator[Kind]:
    """Areas whose coordinates are exchanged, and areas far from the others of their parent."""
    located = _located(dataset)
    if located.height < HANDFUL:
        return
    small = pl.col("parent_id").is_null() | (pl.col("siblings") < HANDFUL)
    siblings = located.filter(~small)
    middle = _middle(siblings, siblings["parent_id"])
    swapped = _exchanged(siblings, middle)
    distance = middle.distance(*_degrees(siblings))
    alone = ~middle.within(distance, FAR) & ~swapped
    whole = _exchanged(located, _middle(located, pl.repeat("", located.height, eager=True)))
    exchanged = pl.concat([siblings.filter(swapped), located.filter(pl.Series(whole) & small)])
    far = siblings.with_columns(
        middle_latitude=middle.latitude, middle_longitude=middle.longitude, rule=middle.rule, far=distance
    ).filter(alone)
    for code, found, words in (
        ("exchanged_coordinates", exchanged, _as_exchanged),
        ("far_coordinates", far, _as_far),
    ):
        if not found.is_empty():
            found = found.sort("place")
            yield Kind(code, "areas", "latitude", found["place"].to_list(), partial(words, found))


def _located(dataset: Dataset) -> pl.DataFrame:
    """Areas with coordinates: place, name, latitude, longitude, parent_id, parent, siblings (with itself)."""
    areas = dataset["areas"].with_row_index("place").drop_nulls("id")
    names = areas.select(pl.col("id").alias("parent_id"), pl.col("name").alias("parent"))
    parents = dataset["area_parts"].select("area_id", "parent_id").drop_nulls()
    parents = parents.unique("area_id", keep="first", maintain_order=True)
    return (
        areas.select("place", "id", "name", "latitude", "longitude")
        .filter(pl.col("latitude").is_between(-90, 90), pl.col("longitude").is_between(-180, 180))
        .join(parents, left_on="id", right_on="area_id", how="left", maintain_order="left")
        .join(names.unique("parent_id"), on="parent_id", how="left", maintain_order="left")
        .with_columns(
            pl.coalesce("name", "id"),
            pl.coalesce("parent", "parent_id"),
            pl.len().over("parent_id").alias("siblings"),
        )
    )


def _degrees(family: pl.DataFrame) -> tuple[_Reals, _Reals]:
    return family["latitude"].to_numpy(), family["longitude"].to_numpy()


def _turned(degrees: _Reals) -> _Reals:
    """Differences of longitude the short way round: Fiji lies on both sides of 180°."""
    return (degrees + 180) % 360 - 180


def _middle(areas: pl.DataFrame, family: pl.Series) -> _Middle:
    """The middle of each area's family, row for row beside `areas`."""

    def median(values: _Reals) -> _Reals:
        column = pl.DataFrame({"value": values, "family": family})
        return column.select(pl.col("value").median().over("family")).to_series().to_numpy()

    latitude, longitude = _degrees(areas)
    turn = np.radians(longitude)
    about = np.degrees(np.arctan2(median(np.sin(turn)), median(np.cos(turn))))
    east = _turned(about + median(_turned(longitude - about)))
    bare = _Middle(median(latitude), east, np.zeros(areas.height))
    return replace(bare, rule=median(bare.distance(latitude, longitude)))


def _exchanged(family: pl.DataFrame, middle: _Middle) -> _Flags:
    latitude, longitude = _degrees(family)
    outside = ~middle.within(middle.distance(latitude, longitude), AMONG)
    would_fit = middle.within(middle.distance(longitude, latitude), AMONG)
    return outside & would_fit & (np.abs(longitude) <= 90)


def _as_exchanged(found: pl.DataFrame, number: int) -> Words:
    row = found.row(number, named=True)
    name = f"{row['name']} ({row['parent']})" if row["parent"] else row["name"]
    value = f"{shown(name, limit=50)}: {_pair(row['latitude'], row['longitude'])}"
    right = _pair(row["longitude"], row["latitude"])
    return Words(value, f"Write {right}: that lies among the others.", right)


def _as_far(found: pl.DataFrame, number: int) -> Words:
    row = found.row(number, named=True)
    around = _pair(row["middle_latitude"], row["middle_longitude"])
    value = f"{shown(row['name'], limit=50)}: {_pair(row['latitude'], row['longitude'])}"
    parent = shown(row["parent"], limit=50)
    hint = f"The others lie around {around}, as a rule within {max(row['rule'], 1):.0f} km of it."
    return Words(value, hint, f"{parent} ({around}; {row['far']:.0f} km)")


def _pair(latitude: float, longitude: float) -> str:
    return f"{round(latitude, 5):g}, {round(longitude, 5):g}"
