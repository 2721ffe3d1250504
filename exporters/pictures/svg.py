"""What every picture is written with: elements, the room a text takes, and the sheet it stands on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

INK, QUIET, PAPER, LINE = "#1d272c", "#566167", "#ffffff", "#d3d8d6"
FACE = "'Source Sans 3', 'Source Sans Pro', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
SERIF = "'Source Serif 4', 'Source Serif Pro', Georgia, serif"

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARGIN, _ROW, _SIZE = 28, 23, 13  # of a sheet: the space around, a line below the drawing, its letters
_NARROWEST = 640  # of a drawing: below it there is no room for the sentences

# the room of letters in parts of their size: that of a wide face, which is drawn where ours is missing
_WIDTHS = {
    **dict.fromkeys("ijlI.,:;|!'’`·", 0.32),
    **dict.fromkeys('frt()[]{}/\\-"”“ ', 0.42),
    **dict.fromkeys("mwMW@%—…&", 0.95),
}


@dataclass(frozen=True)
class Drawing:
    """A picture without its surroundings: markup with its upper left corner in 0, 0, and its size."""

    markup: str
    width: float
    height: float


@dataclass(frozen=True)
class LegendLine:
    """A line of a legend: what it is about, and signs with their words; `sign_width` is their room."""

    title: str
    entries: Sequence[tuple[str, str]]
    sign_width: float = 22


def tag(name: str, *children: str, **attributes: object) -> str:
    """An element: children are markup, attributes are escaped, `_` stands for - and None leaves one out."""
    given = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_legal(_number(value)))}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{given}>{''.join(children)}</{name}>" if children else f"<{name}{given}/>"


def words(of: str) -> str:
    """A text as markup: escaped, and without what no XML file may hold."""
    return escape(_legal(of))


def text(line: str, x: float, y: float, *, size: float = _SIZE, **attributes: object) -> str:
    """A line of text.

    Parameters
    ----------
    line
        As it is read: escaped here.
    x, y
        Where its letters begin, and what they stand on.
    size
        Of its letters.
    **attributes
        Further ones, with `_` for `-`.
    """
    return tag("text", words(line), x=x, y=y, font_size=size, **attributes)


def width_of(line: str, size: float = _SIZE, *, is_bold: bool = False) -> float:
    """About how wide a line of text is."""
    units = sum(
        _WIDTHS.get(letter, 1.0 if letter > "\u2e7f" else 0.7 if letter.isupper() else 0.61)
        for letter in line
    )
    return units * size * (1.1 if is_bold else 1.0)


def wrapped(whole: str, width: float, size: float = _SIZE, *, is_bold: bool = False) -> list[str]:
    """A text as lines that are not wider, broken between words, and within one that is."""
    lines: list[str] = []
    for word in whole.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, is_bold=is_bold) <= width:
            lines[-1] = longer
            continue
        while (needed := width_of(word, size, is_bold=is_bold)) > width and len(word) > 1:
            fits = max(1, int(len(word) * width / needed) - 1)
            lines.append(f"{word[:fits]}\u2010")
            word = word[fits:]
        lines.append(word)
    return lines


def sheet(
    drawing: Drawing, *, title: str, legend: Sequence[LegendLine], caption: Sequence[str], lang: str
) -> str:
    """The whole file.

    Parameters
    ----------
    drawing
        What the picture is about.
    title
        Above it.
    legend, caption
        Below it: what its signs mean, and whole sentences.
    lang
        The language of the words.
    """
    width = max(drawing.width, _NARROWEST)
    heading = wrapped(title, width, 22, is_bold=True)
    parts = [
        text(line, _MARGIN, _MARGIN + 20 + 28 * row, size=22, font_weight=600, font_family=SERIF)
        for row, line in enumerate(heading)
    ]
    top = _MARGIN + 28 * len(heading) + 12
    parts.append(tag("g", drawing.markup, transform=f"translate({_MARGIN} {top})"))
    y = top + drawing.height + _ROW
    for part in legend:
        if part.entries:
            markup, y = _legend_line(part, width, y)
            parts.append(markup)
    y += _ROW / 2 if any(part.entries for part in legend) else 0
    for sentence in caption:
        for line in wrapped(sentence, width):
            parts.append(text(line, _MARGIN, y, fill=QUIET))
            y += _ROW - 4
    whole = width + 2 * _MARGIN, y + _MARGIN / 2
    ground = tag("rect", width=whole[0], height=whole[1], fill=PAPER)
    about = tag("title", words(title)) + tag("desc", words(" ".join(caption)))
    root = tag(
        "svg",
        about,
        ground,
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_number(whole[0])} {_number(whole[1])}",
        width=whole[0],
        height=whole[1],
        lang=lang,
        role="img",
        font_family=FACE,
        fill=INK,
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}\n'


def _legend_line(line: LegendLine, width: float, y: float) -> tuple[str, float]:
    indent = max(112.0, width_of(line.title, is_bold=True) + 16) if line.title else 0
    parts = [text(line.title, _MARGIN, y, font_weight=600)] if line.title else []
    x = indent
    for sign, label in line.entries:
        needed = line.sign_width + width_of(label)
        if x > indent and x + needed > width:
            x, y = indent, y + _ROW
        parts.append(tag("g", sign, transform=f"translate({_number(_MARGIN + x)} {_number(y - 4.5)})"))
        parts.append(text(label, _MARGIN + x + line.sign_width, y))
        x += needed + 18
    return "".join(parts), y + _ROW


def points(corners: Iterable[tuple[float, float]]) -> str:
    """Corners as `points` and paths take them."""
    return " ".join(f"{_number(x)},{_number(y)}" for x, y in corners)


def _legal(of: str) -> str:
    return _ILLEGAL.sub("\ufffd", of)


def _number(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
