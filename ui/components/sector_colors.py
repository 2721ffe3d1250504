"""Which colour stands for which sector, on the map, in its legend and in the saved picture."""

from __future__ import annotations

from itertools import chain, repeat
from typing import Final

import polars as pl

from graph.dataset import Dataset

PALETTE: Final = (
    "#0f426a",
    "#c57688",
    "#f4d753",
    "#6a7ee4",
    "#858717",
    "#59ecfe",
    "#8f5048",
    "#fa9550",
    "#523710",
    "#acaad8",
    "#6f5d9c",
    "#bad7ad",
)
"""Twelve colours told apart with any color vision, each as far from those before it as can be."""

OTHER: Final = "#8a9295"
"""For the sectors that the palette is too short for: none of its colours is near it."""

_NEAR = 0.09  # nearer in OKLab than any two of the palette are: seen as the same color


def sector_colors(dataset: Dataset) -> dict[str, str]:
    """The color of every sector.

    Parameters
    ----------
    dataset
        All records, so that a sector keeps its color on every day and at every level.

    Returns
    -------
    dict[str, str]
        Sector id → `#rrggbb`: what the data states; else one of `PALETTE` that is not near a stated
        one, in the order of the number of organisations (most first), then id; else `OTHER`.
    """
    sizes = dataset["organizations"].group_by(id="classification").agg(size=pl.len())
    sectors = dataset["sectors"].select("id", "color").join(sizes, on="id", how="left", maintain_order="left")
    stated = dict(sectors.drop_nulls("color").select("id", pl.col("color").str.to_lowercase()).iter_rows())
    free = [color for color in PALETTE if all(_distance(color, other) > _NEAR for other in stated.values())]
    rest = sectors.filter(pl.col("color").is_null()).sort(
        pl.col("size").fill_null(0), "id", descending=[True, False]
    )
    return stated | dict(zip(rest["id"], chain(free, repeat(OTHER)), strict=False))


def _distance(one: str, other: str) -> float:
    """How different two colours look: the distance in OKLab, 0 to 1 (Ottosson 2020)."""
    pairs = zip(_oklab(one), _oklab(other), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


def _oklab(color: str) -> tuple[float, float, float]:
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )
