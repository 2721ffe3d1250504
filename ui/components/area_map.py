"""The map of areas: a point with a number an area, outlines only where the data holds them.

It is schematic and says so: no coastline is invented, and points that would cover each other are
moved apart. Nothing is asked of another machine.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import streamlit as st

from ui.components import frontend

_MAP = st.components.v2.component(
    "samverkan_area_map",
    js=frontend.script("area_map"),
    css=frontend.style("area_map"),
)

RING_POINTS = 400  # points of an outline that are kept: more than a map of this size can show

Position = tuple[float, float]


@dataclass(frozen=True)
class AreaPoint:
    """An area on the map.

    `count` is the number of named organisations on site. `around` says that it holds other areas:
    then its name stands in the picture and no number. `geometry` is its outline as GeoJSON text.
    """

    id: str
    label: str
    latitude: float
    longitude: float
    count: int
    around: bool = False
    geometry: str | None = None


@dataclass(frozen=True)
class AreaMapWords:
    """The words of the map: `label` for those who hear it, `note` below it, and of the three fills."""

    label: str
    note: str
    several: str
    single: str
    nobody: str


def area_map(
    points: Sequence[AreaPoint],
    *,
    key: str,
    words: AreaMapWords,
    selected: str = "",
    on_pick: Callable[[str], None] | None = None,
) -> str | None:
    """Draw the map; returns the id of the area picked just now, None when none was.

    Parameters
    ----------
    points
        Areas that have a place; without any, nothing is drawn.
    key
        Names the map on the page.
    words
        Its words, in the reader's language.
    selected
        The id of the area with a ring around it, or empty.
    on_pick
        Called with the id of a picked area before the run that follows.
    """
    if not points:
        return None

    def picked() -> None:
        found = _known(st.session_state[key].picked, points)
        if found and on_pick is not None:
            on_pick(found)

    result = _MAP(key=key, data=payload(points, words=words, selected=selected), on_picked_change=picked)
    return _known(result.picked, points)


def payload(points: Sequence[AreaPoint], *, words: AreaMapWords, selected: str) -> dict[str, object]:
    """What the script gets: places and outlines in one plane, x to the east and y to the south.

    Distances are right near the middle of the points (equirectangular projection); the script
    scales them to the width it finds.
    """
    middle = math.radians(sum(point.latitude for point in points) / max(1, len(points)))
    stretch = max(0.05, math.cos(middle))

    def flat(longitude: float, latitude: float) -> Position:
        return round(longitude * stretch, 6), round(-latitude, 6)

    outlines = [
        [flat(*position) for position in ring]
        for point in sorted(points, key=lambda point: not point.around)
        for ring in rings(point.geometry)
    ]
    return {
        "points": [
            {
                "id": point.id,
                "label": point.label,
                "at": flat(point.longitude, point.latitude),
                "count": point.count,
                "around": point.around,
            }
            for point in points
        ],
        "outlines": outlines,
        "selected": selected,
        "words": {
            "label": words.label,
            "note": words.note,
            "several": words.several,
            "single": words.single,
            "nobody": words.nobody,
        },
    }


def rings(geometry: str | None) -> list[list[Position]]:
    """The outer rings of a GeoJSON polygon, multipolygon, or feature of one, as (longitude, latitude).

    Anything else, and what is not GeoJSON, has none.
    """
    try:
        return [_thinned(ring) for ring in _outer_rings(json.loads(geometry or "null"))]
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return []


def _outer_rings(found: object) -> Iterator[list[Position]]:
    if not isinstance(found, dict):
        return
    match found.get("type"):
        case "Feature":
            yield from _outer_rings(found["geometry"])
        case "FeatureCollection":
            for feature in found["features"]:
                yield from _outer_rings(feature)
        case "Polygon":
            yield _ring(found["coordinates"][0])
        case "MultiPolygon":
            for polygon in found["coordinates"]:
                yield _ring(polygon[0])


def _ring(coordinates: Iterable[Sequence[float]]) -> list[Position]:
    ring = [(float(longitude), float(latitude)) for longitude, latitude, *_ in coordinates]
    if not all(abs(longitude) <= 360 and abs(latitude) <= 90 for longitude, latitude in ring):
        raise ValueError("not degrees")
    return ring


def _thinned(ring: list[Position]) -> list[Position]:
    step = -(-len(ring) // RING_POINTS)
    return ring[::step] if step > 1 else ring


def _known(value: object, points: Sequence[AreaPoint]) -> str | None:
    """What the browser sent, if it is an area of this map: an old page may send an old one."""
    return str(value) if any(point.id == value for point in points) else None
