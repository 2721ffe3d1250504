"""The map of areas as a picture: points where they lie to each other, numbers, names and surfaces.

Arranged as `ui/components/assets/area_map.js` arranges it on screen, for one width.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from exporters.pictures.colors import CHOSEN, COVERED, COVERED_TEXT, LAND, SHORE, SINGLE, SINGLE_TEXT, WATER
from exporters.pictures.svg import INK, QUIET, SERIF, Drawing, LegendLine, points, tag, text, width_of, words

WIDTH = 1000.0
_HEIGHTS = (420.0, 780.0)
_SURFACE = 40.0  # between a point and the edge of the surface around it
_SIZE = 13.0
_LOOKS = {"several": (COVERED, COVERED_TEXT), "single": (SINGLE, SINGLE_TEXT), "none": (LAND, INK)}
_STEPS = 20  # places a name of a surface is tried in, in each direction

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, width, height


@dataclass
class _Area:
    """An area while it is arranged; `name` is its lines, where the first begins, and its anchor."""

    id: str
    label: str
    count: int
    number: str
    around: tuple[str, ...]
    r: float
    home: Point
    x: float
    y: float
    outline: list[list[Point]]
    name: tuple[list[str], float, float, str] | None = field(default=None)


def area_drawing(areas: Sequence[Mapping[str, Any]], *, selected: str = "") -> Drawing:
    """Areas as `ui.components.area_map.payload` gives them to the map; `selected` has a ring."""
    placed, height = _placed(areas)
    holders = {above for area in placed for above in area.around}
    places = [area for area in placed if area.id not in holders]
    _spread(places, height)
    surfaces = _surfaces(placed, holders)
    taken = [_square(area) for area in places]
    _name_places(places, taken, height, selected)
    for area in placed:
        if area.id in holders:
            corners = next((hull for one, hull in surfaces if one is area), None) or [
                corner for ring in area.outline for corner in ring
            ]
            _name_holder(area, corners or [(area.x, area.y)], taken, height)
    ground = [tag("rect", width=WIDTH, height=height, rx=3, fill=WATER)]
    ground.extend(_outlines(placed))
    ground.extend(_surface(hull) for _, hull in surfaces)
    in_order = [*(area for area in placed if area.id in holders), *places]
    drawn = [_point(area, is_holder=area.id in holders, is_chosen=area.id == selected) for area in in_order]
    return Drawing("".join([*ground, *drawn]), WIDTH, height)


def area_legend(words: Mapping[str, str]) -> LegendLine:
    """What the fills mean: a text for each of `several`, `single` and `none`."""
    signs = {
        state: tag("circle", cx=8, cy=0, r=6.4, fill=fill, stroke=INK, stroke_width=1.5)
        for state, (fill, _) in _LOOKS.items()
    }
    return LegendLine("", [(sign, words[state]) for state, sign in signs.items()])


def _placed(areas: Sequence[Mapping[str, Any]]) -> tuple[list[_Area], float]:
    """Kilometers to pixels, the same in both directions, and how high the picture becomes."""
    every = [
        corner for area in areas for corner in (area["at"], *(c for ring in area["outline"] for c in ring))
    ]
    xs, ys = [at[0] for at in every] or [0.0], [at[1] for at in every] or [0.0]
    is_outlined = any(area["outline"] for area in areas)
    pad_x, pad_y = (24.0, 24.0) if is_outlined else (110.0, 70.0)
    wide, high = max(max(xs) - min(xs), 1e-6), max(max(ys) - min(ys), 1e-6)
    height = min(max((WIDTH - 2 * pad_x) * high / wide + 2 * pad_y, _HEIGHTS[0]), _HEIGHTS[1])
    scale = min((WIDTH - 2 * pad_x) / wide, (height - 2 * pad_y) / high) if len(every) > 1 else 1.0
    middle = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2

    def at(point: Sequence[float]) -> Point:
        return WIDTH / 2 + (point[0] - middle[0]) * scale, height / 2 + (point[1] - middle[1]) * scale

    return [
        _Area(
            id=str(area["id"]),
            label=str(area["label"]),
            count=int(area["count"]),
            number=str(area["number"]),
            around=tuple(area["around"]),
            r=8 + area["count"] if area["count"] < 2 else 8 + 2 * math.sqrt(min(area["count"], 36)),
            home=at(area["at"]),
            x=at(area["at"])[0],
            y=at(area["at"])[1],
            outline=[[at(corner) for corner in ring] for ring in area["outline"]],
        )
        for area in areas
    ], height


def _spread(places: Sequence[_Area], height: float) -> None:
    """Points that would cover each other are pushed apart."""
    for _ in range(min(80, int(4e5 / max(1, len(places) ** 2)))):
        moved = False
        for i, a in enumerate(places):
            for j in range(i + 1, len(places)):
                b = places[j]
                least = a.r + b.r + 3
                dx, dy = b.x - a.x, b.y - a.y
                if abs(dx) >= least or abs(dy) >= least or (distance := math.hypot(dx, dy)) >= least:
                    continue
                if distance < 0.01:
                    dx, dy, distance = math.cos(2.4 * (7 * i + j)), math.sin(2.4 * (7 * i + j)), 1.0
                push = ((least - min(distance, least)) / 2 + 0.05) / distance
                a.x, a.y, b.x, b.y = a.x - dx * push, a.y - dy * push, b.x + dx * push, b.y + dy * push
                moved = True
        if not moved:
            return
        for area in places:
            area.x = min(WIDTH - area.r - 4, max(area.r + 4, area.x))
            area.y = min(height - area.r - 4, max(area.r + 4, area.y))


def _surfaces(placed: Sequence[_Area], holders: set[str]) -> list[tuple[_Area, list[Point]]]:
    """What stands for an area that holds others and has no outline: the hull of all in it, the widest first."""
    found = []
    for area in placed:
        if area.id in holders and not area.outline:
            inside = [
                corner
                for each in placed
                if area.id in each.around
                for corner in ((each.x, each.y), *(c for ring in each.outline for c in ring))
            ]
            if inside:
                found.append((area, _hull(inside)))
    return sorted(found, key=lambda each: len(each[0].around))


def _hull(corners: Iterable[Point]) -> list[Point]:
    """Andrew's monotone chain."""
    ordered = sorted(set(corners))

    def half(list_: Iterable[Point]) -> list[Point]:
        chain: list[Point] = []
        for c in list_:
            while len(chain) > 1:
                (ax, ay), (bx, by) = chain[-2], chain[-1]
                if (bx - ax) * (c[1] - ay) - (by - ay) * (c[0] - ax) > 0:
                    break
                chain.pop()
            chain.append(c)
        return chain[:-1]

    return ordered if len(ordered) < 3 else [*half(ordered), *half(reversed(ordered))]


# --- names ------------------------------------------------------------------------------------------


def _name_places(places: Sequence[_Area], taken: list[Box], height: float, selected: str) -> None:
    """Names beside their point where nothing else is; one that covers another is left out."""
    near = {a.id: sum(math.hypot(b.x - a.x, b.y - a.y) < 70 for b in places) for a in places}
    for area in sorted(places, key=lambda each: (-near[each.id], each.y)):
        gap = area.r + (9 if area.id == selected else 6)
        best: tuple[float, Box, list[str], str] | None = None
        for lines in _folded(area.label, 24):
            w, h = max(map(width_of, lines)) + 2, 1.2 * _SIZE * len(lines)
            sides = (
                ("start", area.x + gap, area.y - h / 2),
                ("end", area.x - gap - w, area.y - h / 2),
                ("middle", area.x - w / 2, area.y + area.r + 3),
                ("middle", area.x - w / 2, area.y - area.r - 3 - h),
            )
            for liking, (anchor, left, top) in enumerate(sides):
                box = (left, top, w, h)
                outside = left < 3 or top < 3 or left + w > WIDTH - 3 or top + h > height - 3
                covered = sum(_shared(box, other) for other in taken) + 1e6 * outside
                cost = 10 * covered + liking + 2 * (len(lines) - 1)
                if best is None or cost < best[0]:
                    best = (cost, box, lines, anchor)
        if best is not None and best[0] < 60:
            _, (left, top, w, h), lines, anchor = best
            x = {"start": left, "end": left + w, "middle": left + w / 2}[anchor]
            area.name = lines, x, top, anchor
            taken.append((left, top, w, h))


def _name_holder(area: _Area, corners: Sequence[Point], taken: list[Box], height: float) -> None:
    """Number and name where the surface is empty; the number alone where there is no room for the name."""
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    middle = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    best: tuple[float, Box, list[str]] | None = None
    for lines in (*_folded(area.label, 30), []):
        w = 2 * area.r + (8 + max(width_of(line, _SIZE + 2) for line in lines) if lines else 0)
        h = max(2 * area.r, 1.2 * (_SIZE + 2) * len(lines))
        for step in range((_STEPS + 1) ** 2):
            row, column = divmod(step, _STEPS + 1)
            x = min(xs) - 20 + (max(xs) - min(xs) + 40) * column / _STEPS
            y = min(ys) - 20 + (max(ys) - min(ys) + 40) * row / _STEPS
            box = (x - w / 2, y - h / 2, w, h)
            if box[0] < 4 or box[1] < 4 or box[0] + w > WIDTH - 4 or box[1] + h > height - 4:
                continue
            free = min((_distance(box, other) for other in taken), default=1e3)
            ends = [(box[0] + dx * w, box[1] + dy * h) for dx in (0, 1) for dy in (0, 1)]
            outside = sum(not _within(end, corners) for end in ends) if len(corners) > 2 else 0
            airy = 3 * min(free, 14) + 0.4 * min(free, 50) - (500 if free < 0 else 0)
            score = airy - 0.05 * math.hypot(x - middle[0], y - middle[1]) - 3 * len(lines) - 60 * (not lines)
            score -= 30 * outside
            if best is None or score > best[0]:
                best = (score, box, lines)
    if best is not None:
        _, (left, top, w, h), lines = best
        area.x, area.y = left + area.r, top + h / 2
        if lines:
            area.name = lines, left + 2 * area.r + 6, area.y - 0.6 * (_SIZE + 2) * len(lines), "start"
        taken.append((left, top, w, h))
    area.home = area.x, area.y


def _folded(label: str, most: int) -> list[list[str]]:
    """A long name on one line, and on two about as long as each other."""
    parts = label.split(" ")
    ways = [[" ".join(parts[:cut]), " ".join(parts[cut:])] for cut in range(1, len(parts))]
    if not ways or len(label) <= most / 2:
        return [[label]]
    two = min(ways, key=lambda way: max(map(len, way)))
    return [two, [label]] if len(label) > most else [[label], two]


def _shared(a: Box, b: Box) -> float:
    w = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    h = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    return w * h if w > 0 and h > 0 else 0.0


def _distance(a: Box, b: Box) -> float:
    """How far a box is from another; less than 0 where they cover each other."""
    return max(
        max(b[0] - a[0] - a[2], a[0] - b[0] - b[2]),
        max(b[1] - a[1] - a[3], a[1] - b[1] - b[3]),
    )


def _within(point: Point, corners: Sequence[Point]) -> bool:
    """Whether a point lies in a ring of corners: an odd number of edges to its right."""
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def _square(area: _Area) -> Box:
    return area.x - area.r - 1, area.y - area.r - 1, 2 * area.r + 2, 2 * area.r + 2


# --- drawing ----------------------------------------------------------------------------------------


def _outlines(placed: Sequence[_Area]) -> list[str]:
    in_order = sorted(placed, key=lambda area: len(area.around))
    return [
        tag("polygon", points=points(ring), fill=LAND, fill_opacity=0.72, stroke=SHORE)
        for area in in_order
        for ring in area.outline
    ]


def _surface(hull: Sequence[Point]) -> str:
    """The hull with a broad edge, so that the points in it lie well inside; below it its shore."""
    look = {"points": points([*hull, hull[0]]), "stroke_linejoin": "round", "stroke_linecap": "round"}
    return tag("polyline", stroke=SHORE, fill="none", stroke_width=2 * _SURFACE + 2, **look) + tag(
        "polyline", stroke=LAND, fill=LAND, stroke_width=2 * _SURFACE, **look
    )


def _point(area: _Area, *, is_holder: bool, is_chosen: bool) -> str:
    state = "several" if area.count >= 2 else "single" if area.count == 1 else "none"
    fill, ink = _LOOKS[state]
    at = {"cx": area.x, "cy": area.y}
    parts = []
    if math.hypot(area.x - area.home[0], area.y - area.home[1]) > 7:
        (x, y) = area.home
        parts.append(tag("line", x1=x, y1=y, x2=area.x, y2=area.y, stroke=QUIET))
        parts.append(tag("circle", cx=x, cy=y, r=1.8, fill=QUIET))
    if is_chosen:
        parts.append(tag("circle", r=area.r + 4.5, fill="none", stroke=CHOSEN, stroke_width=2.5, **at))
    parts.append(tag("circle", r=area.r, fill=fill, stroke=INK, stroke_width=1.5, **at))
    size = 10 if len(area.number) > 2 else 11.5
    parts.append(
        text(area.number, area.x, area.y + 4, size=size, fill=ink, font_weight=600, text_anchor="middle")
    )
    if area.name:
        lines, x, top, anchor = area.name
        size = _SIZE + 2 if is_holder else _SIZE
        look: dict[str, object] = {"text_anchor": anchor, "font_weight": 600 if is_chosen else None}
        if is_holder:
            look |= {"fill": QUIET, "font_family": SERIF, "font_style": "italic"}
        parts.extend(
            text(line, x, top + size * (0.93 + 1.2 * row), size=size, **look)
            for row, line in enumerate(lines)
        )
    return tag("g", tag("title", words(f"{area.label}: {area.number}")), *parts)
