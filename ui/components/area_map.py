"""A schematic map of areas: points where they lie to each other, how many are there, no coastline.

Nothing is asked of any server. An area with an outline in the data is drawn with it. One without is
shown as a pale surface around the places in it, which is no border, and says so.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st

from exporters.pictures.areas import area_drawing, area_legend
from ui.components import downloads, frontend
from ui.text import number

_MAP = st.components.v2.component(
    "samverkan_area_map", js=frontend.script("area_map"), css=frontend.style("area_map")
)
_KM_PER_DEGREE = 111.32
_MOST_CORNERS = 400  # of one outline: more are not seen on a map this small

Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class AreaPoint:
    """An area on the map.

    `latitude` and `longitude` are degrees (WGS 84); without them and without `geometry`, GeoJSON text
    of a Polygon or MultiPolygon, the area is not drawn. `count` is the number shown. `parent_id` is
    the area it lies in.
    """

    id: str
    label: str
    latitude: float | None
    longitude: float | None
    count: int
    parent_id: str | None = None
    geometry: str | None = None


@dataclass(frozen=True)
class AreaMapWords:
    """The words of the map.

    `label` is what it is, for those who hear it. `note` stands below it, `surface` after it where a
    surface stands for an area without an outline. `several`, `single` and `none` are the legend.
    """

    label: str
    note: str
    surface: str
    several: str
    single: str
    none: str


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
        The areas. Those without a position are left out: a list beside the map holds them.
    key
        Names the map on the page.
    words
        Its words, in the reader's language.
    selected
        The id of the area with a ring around it.
    on_pick
        Called with the id of a picked area before the run that follows.

    Notes
    -----
    Points that would cover each other are moved apart; a thin line leads from a moved one to where
    it belongs. Names that find no free place are shown when their point is pointed at or focused.
    """
    known = {point.id for point in points}

    def picked() -> None:
        found = st.session_state[key].picked
        if found in known and on_pick is not None:
            on_pick(found)

    result = _MAP(key=key, data=payload(points, words=words, selected=selected), on_picked_change=picked)
    return str(result.picked) if result.picked in known else None


def area_picture(
    points: Sequence[AreaPoint], *, words: AreaMapWords, selected: str, title: str, key: str
) -> None:
    """A way to take the same map away as a picture; parameters as in `area_map`, and its `title`."""
    downloads.picture(
        lambda: area_drawing(_areas(points), selected=selected),
        lambda: [area_legend(asdict(words))],
        title=title,
        key=key,
        more=[words.note],
    )


def is_placed(point: AreaPoint) -> bool:
    """Whether the area can be drawn."""
    return _position(point) is not None or bool(rings(point.geometry))


def payload(points: Sequence[AreaPoint], *, words: AreaMapWords, selected: str) -> dict[str, object]:
    """What the script gets."""
    return {"areas": _areas(points), "selected": selected, "words": asdict(words)}


def _areas(points: Sequence[AreaPoint]) -> list[dict[str, Any]]:
    """The areas that can be drawn, in kilometers to the right of and below the middle of the map."""
    outlines = {point.id: rings(point.geometry) for point in points}
    positions = {point.id: _position(point) or _middle(outlines[point.id]) for point in points}
    placed = [point for point in points if positions[point.id] is not None]
    parents = {point.id: point.parent_id for point in points}
    project = projection([position for position in positions.values() if position is not None])
    return [
        {
            "id": point.id,
            "label": point.label,
            "at": project(*positions[point.id]),  # type: ignore[misc]
            "count": point.count,
            "number": number(point.count),
            "around": list(_above(point.id, parents)),
            "outline": [[project(*corner) for corner in ring] for ring in outlines[point.id]],
        }
        for point in placed
    ]


def projection(
    positions: Sequence[tuple[float, float]],
) -> Callable[[float, float], tuple[float, float]]:
    """Latitude and longitude in degrees → kilometers right of and below the middle of `positions`.

    Equirectangular with the middle latitude kept true, x = R · Δλ · cos φ₀, y = -R · Δφ (Snyder, Map
    Projections: A Working Manual, USGS 1395, 1987, p. 90): right for a city, good for a country.
    """
    latitudes = [latitude for latitude, _ in positions] or [0.0]
    longitudes = [longitude for _, longitude in positions] or [0.0]
    middle_latitude = (min(latitudes) + max(latitudes)) / 2
    middle_longitude = (min(longitudes) + max(longitudes)) / 2
    shrink = math.cos(math.radians(middle_latitude))

    def project(latitude: float, longitude: float) -> tuple[float, float]:
        x = (longitude - middle_longitude) * _KM_PER_DEGREE * shrink
        y = (middle_latitude - latitude) * _KM_PER_DEGREE
        return round(x, 4), round(y, 4)

    return project


def rings(geometry: str | None) -> list[Ring]:
    """The outer rings of GeoJSON text as (latitude, longitude); empty for what is no polygon."""
    if not geometry:
        return []
    try:
        found = json.loads(geometry)
    except (ValueError, RecursionError):
        return []
    if not isinstance(found, dict):
        return []
    if found.get("type") == "Feature" and isinstance(found.get("geometry"), dict):
        found = found["geometry"]
    coordinates = found.get("coordinates")
    polygons = {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(str(found.get("type")))
    if not isinstance(polygons, list):
        return []
    outer = [polygon[0] for polygon in polygons if isinstance(polygon, list) and polygon]
    return [ring for ring in (_corners(each) for each in outer) if len(ring) >= 3]


def _corners(ring: object) -> Ring:
    if not isinstance(ring, list):
        return []
    corners = [
        (float(corner[1]), float(corner[0]))
        for corner in ring
        if isinstance(corner, list)
        and len(corner) >= 2
        and all(isinstance(value, (int, float)) and math.isfinite(value) for value in corner[:2])
    ]
    step = math.ceil(len(corners) / _MOST_CORNERS) or 1
    return corners[::step]


def _position(point: AreaPoint) -> tuple[float, float] | None:
    if point.latitude is None or point.longitude is None:
        return None
    if not (math.isfinite(point.latitude) and math.isfinite(point.longitude)):
        return None
    return point.latitude, point.longitude


def _middle(outline: list[Ring]) -> tuple[float, float] | None:
    corners = [corner for ring in outline for corner in ring]
    if not corners:
        return None
    latitudes, longitudes = zip(*corners, strict=True)
    return (min(latitudes) + max(latitudes)) / 2, (min(longitudes) + max(longitudes)) / 2


def _above(area_id: str, parents: dict[str, str | None]) -> Iterable[str]:
    """The areas around one, nearest first; a circle in the data ends at its start."""
    seen = {area_id}
    above = parents.get(area_id)
    while above is not None and above not in seen:
        yield above
        seen.add(above)
        above = parents.get(above)
