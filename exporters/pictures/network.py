"""The network map as a picture: the same places, forms and lines as on screen, all of it in view."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from exporters.pictures.svg import INK, PAPER, Drawing, LegendLine, points, tag, text, width_of, words

FONT = 13
ACCENT = "#17496b"
_ALWAYS_NAMED = 12  # nodes that are named even where the name covers another
_MANY_LINES = 400  # more lines than this are drawn fainter
_GAP, _MARGIN = 7, 16
_DASHES = {"between": "5 4", "under": "10 3 2 3"}
_LINE_DASHES = {"dotted": "2 4", "wide": "9 3", "long": "10 3 2 3", True: "5 4"}

Node = Mapping[str, Any]
Box = tuple[float, float, float, float]


def network_drawing(nodes: Sequence[Node], edges: Sequence[Node], *, selected: str = "") -> Drawing:
    """Nodes and edges as `ui.components.network_data.NetworkPicture` gives them to the map.

    With a `selected` node what is not tied to it is pale, as on screen.
    """
    places = {node["id"]: (float(node["x"]), float(node["y"])) for node in nodes}
    near = Counter(end for edge in edges for end in (edge["from"], edge["to"]))
    tied = {selected} | {
        end for edge in edges if selected in (edge["from"], edge["to"]) for end in (edge["from"], edge["to"])
    }
    pale = {key for key in places if key not in tied} if selected in places else set()
    labels = _labels(nodes, places, tied if pale else set())
    boxes = [_round(places[node["id"]], node["radius"] + 6) for node in nodes] + [
        box for _, box in labels.values()
    ]
    left, top = (min((box[i] for box in boxes), default=0.0) - _MARGIN for i in (0, 1))
    right, bottom = (max((box[i] for box in boxes), default=0.0) + _MARGIN for i in (2, 3))
    lines = [
        _line(edge, places, near, selected if pale else "", is_many=len(edges) > _MANY_LINES)
        for edge in edges
    ]
    drawn = [
        _node(node, places[node["id"]], is_pale=node["id"] in pale, is_chosen=node["id"] == selected)
        for node in nodes
    ]
    named = [
        _label(node, places[node["id"]], labels[node["id"]][0], is_pale=node["id"] in pale)
        for node in nodes
        if node["id"] in labels
    ]
    moved = tag("g", *lines, *drawn, *named, transform=f"translate({-left:.2f} {-top:.2f})")
    return Drawing(moved, right - left, bottom - top)


def network_legend(payload: Mapping[str, Any]) -> list[LegendLine]:
    """The legend of the map, from what its own script gets (`NetworkLegend.payload`)."""
    titles = payload["words"]
    sectors = [(_dot(color), f"{label} {count}") for color, label, count in payload["sectors"]]
    shapes = [(_form(form, 8, 0, 6), f"{label} {count}") for form, label, count in payload["shapes"]]
    lines = [(_dashed(dashed), f"{label} {count}") for dashed, label, count in payload["lines"]]
    return [
        LegendLine(titles["organizations"], sectors),
        LegendLine(titles["groups"], shapes),
        LegendLine(titles["lines"], lines, sign_width=34),
    ]


def _line(
    edge: Node, places: Mapping[str, tuple[float, float]], near: Counter[str], selected: str, *, is_many: bool
) -> str:
    (x1, y1), (x2, y2) = places[edge["from"]], places[edge["to"]]
    is_touched = bool(selected) and selected in (edge["from"], edge["to"])
    opacity = max(0.09, 0.6 / math.sqrt(near[edge["from"]])) if is_many else 0.3
    if selected:
        opacity = 0.75 if is_touched else 0.1
    dashes = _DASHES.get(edge["form"]) or (
        "2 4" if edge.get("planned") else "9 3" if edge.get("host") else None
    )
    return tag(
        "line",
        x1=x1,
        y1=y1,
        x2=x2,
        y2=y2,
        stroke=INK,
        stroke_width=2 if is_touched else 1,
        stroke_opacity=opacity,
        stroke_dasharray=dashes,
    )


def _node(node: Node, place: tuple[float, float], *, is_pale: bool, is_chosen: bool) -> str:
    (x, y), r = place, float(node["radius"])
    ring = (
        [tag("circle", cx=x, cy=y, r=r + 5, fill="none", stroke=ACCENT, stroke_width=2.5)]
        if is_chosen
        else []
    )
    about = tag("title", words(" ".join(str(node["label"]).split())))
    form = _form(str(node["form"]), x, y, r, fill=str(node.get("fill") or PAPER))
    return tag("g", about, *ring, form, opacity=0.3 if is_pale else None)


def _form(form: str, x: float, y: float, r: float, *, fill: str = PAPER) -> str:
    """A sign of the map around a point; a kind that is not ours is drawn as a temporary group."""
    outline = {"stroke": INK, "stroke_width": 1.4}
    match form:
        case "organization":
            return tag("circle", cx=x, cy=y, r=r, fill=fill, **outline)
        case "unnamed":
            return tag("circle", cx=x, cy=y, r=r - 0.5, fill=PAPER, stroke_dasharray="3 2.4", **outline)
        case "steering":
            return tag("rect", x=x - r, y=y - r, width=2 * r, height=2 * r, fill=INK)
        case "coordination":
            outer = tag("rect", x=x - r, y=y - r, width=2 * r, height=2 * r, fill=PAPER, **outline)
            return outer + tag("rect", x=x - r / 2, y=y - r / 2, width=r, height=r, fill=INK)
        case "area":
            return _polygon(x, y, 1.1 * r, 6, 0, fill=INK)
        case "topic":
            return _polygon(x, y, 1.15 * r, 4, 0, fill=INK)
        case "project":
            return _polygon(x, y + 0.15 * r, 1.2 * r, 3, -math.pi / 2, fill=INK)
        case _:
            return _polygon(
                x, y - 0.15 * r, 1.2 * r, 3, math.pi / 2, fill=PAPER, stroke_dasharray="3 2.4", **outline
            )


def _polygon(x: float, y: float, r: float, corners: int, turn: float, **look: object) -> str:
    angles = [turn + 2 * math.pi * corner / corners for corner in range(corners)]
    return tag("polygon", points=points((x + r * math.cos(a), y + r * math.sin(a)) for a in angles), **look)


def _dot(color: str | None) -> str:
    return _form("unnamed", 8, 0, 6) if color is None else _form("organization", 8, 0, 6, fill=color or PAPER)


def _dashed(dashed: bool | str) -> str:
    dashes = _LINE_DASHES.get(dashed) if dashed else None
    return tag("line", x1=0, y1=0, x2=26, y2=0, stroke=INK, stroke_width=1.4, stroke_dasharray=dashes)


# --- labels: by a rule of its own, since here all of the map is in view -----------------------------------------------------------


def _labels(
    nodes: Sequence[Node], places: Mapping[str, tuple[float, float]], tied: set[str]
) -> dict[str, tuple[str, Box]]:
    """The side of a node its name stands on, and its box: those that find room, the most telling first."""

    def weight(node: Node) -> tuple[float, str]:
        telling = 1e4 * (node["id"] in tied) + 1e3 * bool(node["important"]) + 50 * _is_group(node)
        return -(telling + node["radius"] - 5 * (node["form"] == "unnamed")), str(node["id"])

    taken: list[tuple[str, Box]] = []
    discs = [(node["id"], _round(places[node["id"]], node["radius"])) for node in nodes]
    found: dict[str, tuple[str, Box]] = {}
    for rank, node in enumerate(sorted(nodes, key=weight)):
        own, place = str(node["side"]), places[node["id"]]
        boxes = {side: _box(node, place, side) for side in (own, "right", "left", "below", "above")}
        free = [side for side, box in boxes.items() if _is_free(box, taken, node["id"])]
        chosen = next(
            (
                side
                for side in free
                if side != "above" or side == own
                if _is_free(boxes[side], discs, node["id"])
            ),
            own if own in free and rank < _ALWAYS_NAMED else next(iter(free), "") if _is_group(node) else "",
        )
        if chosen:
            found[node["id"]] = chosen, boxes[chosen]
            taken.append((node["id"], boxes[chosen]))
            if node.get("mark"):
                taken.append((node["id"], _mark_box(node, place, chosen)))
    return found


def _box(node: Node, place: tuple[float, float], side: str) -> Box:
    lines = str(node["label"]).split("\n")
    width = max(width_of(line, FONT, is_bold=_is_group(node)) for line in lines)
    height = 1.22 * FONT * len(lines)
    (x, y), r = place, node["radius"] + _GAP
    left, top = {
        "left": (x - r - width, y - height / 2),
        "right": (x + r, y - height / 2),
        "above": (x - width / 2, y - r - height),
    }.get(side, (x - width / 2, y + r))
    return left, top, left + width, top + height


def _is_free(box: Box, others: Sequence[tuple[str, Box]], own: str) -> bool:
    slack = 0.2 * FONT
    return all(
        key == own
        or box[0] > other[2] - slack
        or box[2] < other[0] + slack
        or box[1] > other[3] - slack
        or box[3] < other[1] + slack
        for key, other in others
    )


def _label(node: Node, place: tuple[float, float], side: str, *, is_pale: bool) -> str:
    box, lines = _box(node, place, side), str(node["label"]).split("\n")
    anchor = {"left": "end", "right": "start"}.get(side, "middle")
    x = {"left": box[2], "right": box[0]}.get(side, place[0])
    look: dict[str, object] = {
        "text_anchor": anchor,
        "font_weight": 600 if _is_group(node) else None,
        "font_style": "italic" if node["form"] == "unnamed" else None,
    }
    written = [(line, x, box[1] + FONT * (0.95 + 1.22 * row)) for row, line in enumerate(lines)]
    if node.get("mark"):
        mark = _mark_box(node, place, side)
        written.append((str(node["mark"]), (mark[0] + mark[2]) / 2, place[1] + 0.35 * FONT))
    parts = []
    for place_of, (line, at, baseline) in enumerate(written):
        own = look if place_of < len(lines) else {"text_anchor": "middle"}
        # the halo is drawn below the letters, twice the text: not every program knows paint-order
        halo = {"stroke": PAPER, "stroke_width": FONT / 3, "stroke_linejoin": "round", "aria_hidden": "true"}
        parts.append(text(line, at, baseline, size=FONT, **own, **halo))
        parts.append(text(line, at, baseline, size=FONT, **own))
    return tag("g", *parts, opacity=0.6 if is_pale else None)


def _mark_box(node: Node, place: tuple[float, float], side: str) -> Box:
    width, (x, y) = width_of(str(node["mark"]), FONT), place
    left = x - node["radius"] - 5 - width if side == "right" else x + node["radius"] + 5
    return left, y - FONT / 2, left + width, y + FONT / 2


def _round(place: tuple[float, float], r: float) -> Box:
    return place[0] - r, place[1] - r, place[0] + r, place[1] + r


def _is_group(node: Node) -> bool:
    return node["form"] not in ("organization", "unnamed")
