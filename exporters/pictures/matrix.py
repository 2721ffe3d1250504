"""The matrix of coverage as a picture: each cell a word, a sign and a fill, as on screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from exporters.pictures.colors import STATES, StateLook
from exporters.pictures.svg import Drawing, LegendLine, tag, text, width_of, wrapped

MOST_CELLS = 12_000
"""Cells of the largest picture: more make a file that few programs open."""

_HEIGHT, _SPACE = 30, 3  # of a cell, and between two
_CELL_WIDTH = (96.0, 160.0)
_HEAD_WIDTH = 260  # of the names of the rows
_INDENT = 14  # of a row for each level it lies in
_SIZE = 13.0

# in a square of 13, as in ui/components/assets/drawing.js; {c} is the colour of the word beside it
_LINE = '<path d="{d}" fill="none" stroke="{c}" stroke-width="{w}" stroke-linecap="round" stroke-linejoin="round"/>'
_DISC = '<circle cx="{x}" cy="{y}" r="{r}" fill="{c}"/>'
_RING = '<circle cx="6.5" cy="6.5" r="{r}" fill="none" stroke="{c}" stroke-width="{w}" stroke-dasharray="{dashes}"/>'


@dataclass(frozen=True)
class Matrix:
    """Rows as (name, depth in its tree), names of columns, and by row and column the state and the number.

    `words` is the word of each state. A number of 0 is not shown.
    """

    rows: Sequence[tuple[str, int]]
    columns: Sequence[str]
    cells: Sequence[Sequence[tuple[str, int]]]
    words: Mapping[str, str]


def matrix_drawing(matrix: Matrix) -> Drawing:
    """The matrix with its headings."""
    width = _cell_width(matrix)
    heads = [wrapped(column, width - 4, _SIZE, is_bold=True) for column in matrix.columns]
    top = 17.0 * max(map(len, heads), default=0) + 8
    left = min(
        max((width_of(name, is_bold=True) + _INDENT * depth for name, depth in matrix.rows), default=0) + 14,
        _HEAD_WIDTH,
    )
    parts = [
        text(line, left + (width + _SPACE) * place, top - 12 - 17 * (len(lines) - 1 - row), font_weight=600)
        for place, lines in enumerate(heads)
        for row, line in enumerate(lines)
    ]
    is_tree = any(depth for _, depth in matrix.rows)
    y = top
    for (name, depth), cells in zip(matrix.rows, matrix.cells, strict=True):
        weight = 600 if is_tree and not depth else None
        lines = wrapped(name, left - _INDENT * depth - 8, _SIZE, is_bold=bool(weight))
        height = max(_HEIGHT, 16.0 * len(lines) + 4)
        for row, line in enumerate(lines):
            baseline = y + height / 2 + 4.5 + 16 * (row - (len(lines) - 1) / 2)
            parts.append(text(line, _INDENT * depth, baseline, font_weight=weight))
        for place, (state, count) in enumerate(cells):
            x = left + (width + _SPACE) * place
            cell = _cell(state, matrix.words.get(state, state), count, width, height)
            parts.append(tag("g", cell, transform=f"translate({x:.2f} {y:.2f})"))
        y += height + _SPACE
    return Drawing("".join(parts), left + (width + _SPACE) * len(matrix.columns), y)


def matrix_legend(title: str, entries: Sequence[tuple[str, str]]) -> LegendLine:
    """States with the words that say what they mean."""
    return LegendLine(title, [(_chip(state), label) for state, label in entries], sign_width=26)


def _cell_width(matrix: Matrix) -> float:
    met = {state for row in matrix.cells for state, _ in row}
    longest = max((width_of(matrix.words.get(state, state), is_bold=True) for state in met), default=0.0)
    heads = (width_of(word, is_bold=True) for column in matrix.columns for word in column.split())
    return min(max(longest + 60, max(heads, default=0.0) + 6, _CELL_WIDTH[0]), _CELL_WIDTH[1])


def _cell(state: str, word: str, count: int, width: float, height: float) -> str:
    look = STATES.get(state, STATES["unknown"])
    middle = height / 2
    parts = [
        _box(look, width, height),
        tag("g", _sign(state, look.text), transform=f"translate(9 {middle - 6.5:.2f})"),
        text(word, 29, middle + 4.5, fill=look.text, font_weight=look.weight),
    ]
    if count:
        number = text(str(count), width - 9, middle + 4.5, fill=look.text, font_weight=600, text_anchor="end")
        parts.append(number)
    return "".join(parts)


def _chip(state: str) -> str:
    look = STATES.get(state, STATES["unknown"])
    box = tag("g", _box(look, 20.0, 19.0), transform="translate(0 -9.5)")
    return box + tag("g", _sign(state, look.text), transform="translate(3.5 -6.5)")


def _box(look: StateLook, width: float, height: float) -> str:
    inset = look.width / 2
    return tag(
        "rect",
        x=inset,
        y=inset,
        width=width - look.width,
        height=height - look.width,
        rx=3,
        fill=look.fill,
        stroke=look.edge,
        stroke_width=look.width,
        stroke_dasharray=look.dashes,
    )


def _sign(state: str, color: str) -> str:
    def line(d: str, w: float = 1.6) -> str:
        return _LINE.format(d=d, w=w, c=color)

    def disc(x: float, y: float, r: float) -> str:
        return _DISC.format(x=x, y=y, r=r, c=color)

    def ring(r: float, w: float, dashes: str = "none") -> str:
        return _RING.format(r=r, w=w, c=color, dashes=dashes)

    match state:
        case "gap":
            return ring(4.6, 1.9)
        case "single_point":
            return ring(4.9, 1.3) + tag("path", d="M6.5 1.6a4.9 4.9 0 0 0 0 9.8z", fill=color)
        case "from_above":
            return line("M2 2h9M6.5 11.2V5M3.7 7.4l2.8-2.8 2.8 2.8")
        case "in_parts":
            return line("M2 3h9") + disc(3.8, 8.6, 2) + disc(9.2, 8.6, 2)
        case "covered":
            return disc(6.5, 6.5, 5.4)
        case "crowded":
            return disc(4, 6.5, 3.4) + disc(9.6, 6.5, 3.4)
        case "stale":
            return ring(4.9, 1.4) + line("M6.5 3.8v2.9l1.9 1.2", 1.4)
        case "nobody_named":
            return ring(4.9, 1.3, "2.2 1.6")
        case "not_needed":
            return line("M2.5 6.5h8")
        case _:
            return line("M4.3 4.1a2.3 2.3 0 1 1 3.5 2c-.9.5-1.3 1-1.3 2", 1.4) + disc(6.5, 10.7, 0.9)
