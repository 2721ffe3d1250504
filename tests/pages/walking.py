"""Every page as a reader meets it: where to go with a data set, and what the page then says in words."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from streamlit.testing.v1 import AppTest

from graph.dataset import Dataset
from ui.state import AXES
from ui.text import texts

Query = dict[str, str]

_SCRIPT = """
from ui import frame, state
with state.held():
    frame.draw_page("{page}")
"""
_NUMBER = r"\d[\d\u00a0]*"
_LINK = re.compile(r"\[((?:\\.|[^\[\]\\])*)\]\([^)]*\)")
_STYLE = re.compile(r":(?:gray|small|material/\w+:?)\[?")
_IN_PICTURES = ("label", "about", "mark", "title", "word", "meaning", "note", "caption", "name", "text")
# a real table holds words; a grid may show the records as they stand in the data
_CELLS = {"arrow_table": "cell", "table": "cell", "arrow_data_frame": "grid", "dataframe": "grid"}
_PROFILES = ("organizations", "groups", "areas", "topics", "sources")
PROSE = ("markdown", "title", "header", "subheader", "page_link", "metric")


@dataclass(frozen=True)
class Said:
    """One thing a page says: as which element, in which words, without any mark of Markdown."""

    element: str
    text: str

    @property
    def is_sentence(self) -> bool:
        """Whether it is prose that begins and ends as a sentence does."""
        return self.element in PROSE and self.text.endswith(".")


@dataclass(frozen=True)
class Seen:
    """One page as it was drawn: where it was, and everything it says, from top to bottom."""

    page: str
    query: Query
    said: tuple[Said, ...]

    @property
    def words(self) -> str:
        """All of it, a line each."""
        return "\n".join(each.text for each in self.said)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The prose."""
        return tuple(each.text for each in self.said if each.is_sentence)

    def __str__(self) -> str:
        return f"{self.page}?{'&'.join(f'{key}={value}' for key, value in self.query.items())}"


def places(dataset: Dataset, *, briefly: bool = False) -> Iterator[tuple[str, Query]]:
    """Where a reader goes with this data: every page, every axis with a cell, a profile of each kind.

    The records are the first of their table, so that the same data always gives the same way.
    `briefly`: every page, but not again in each of its forms.
    """
    first = {
        table: str(dataset[table]["id"][0])
        for table in ("organizations", "groups", "areas", "topics", "sources", "sectors")
        if dataset[table].height
    }
    yield "start", {}
    yield "network", {}
    if not briefly:
        yield "network", {"view": "table"}
    for table in _PROFILES[: 1 if briefly else 2]:
        if table in first:
            yield "network", {"focus": f"{table}:{first[table]}"}
    yield "where", {}
    if "areas" in first:
        yield "where", {"area": first["areas"]}
    for axes in AXES[: 1 if briefly else None]:
        rows, columns = axes.split("-")
        cell = {"cell": f"{first[rows]}:{first[columns]}"} if rows in first and columns in first else {}
        yield "gaps", {"axes": axes, **cell}
    if not briefly:
        yield "gaps", {}
        yield "profile", {}
    for table in _PROFILES[: 1 if briefly else None]:
        if table in first:
            yield "profile", {"focus": f"{table}:{first[table]}"}
    yield "data", {}


def draw(page: str, query: Query) -> Seen:
    """The page within its frame, over the store that is open."""
    app = AppTest.from_string(_SCRIPT.format(page=page), default_timeout=120)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception, f"{page} {query}: {app.exception[0].message}"
    return Seen(page, query, tuple(_said(app.main)))


def plain(text: str) -> str:
    """Markdown as it is read: links by their words, without emphasis, colours and escapes."""
    text = _LINK.sub(r"\1", text)
    text = _STYLE.sub("", text).replace("**", "")
    text = re.sub(r"\\([^\w\s])", r"\0\1", text)  # an escaped sign is kept, a bare bracket closed a style
    text = re.sub(r"(?<!\0)\]", "", text).replace("\0", "")
    return text.replace("\u2060", "").strip()


def told(seen: Seen, key: str, *, numbers: Collection[str] = ()) -> list[dict[str, str]]:
    """What stands at the places of a text of the locale, in each way the page says it: place → words.

    The places named in `numbers` hold one, which comes back in digits; the form for one, which may spell
    it out, has it as `count`.
    """
    found: object = texts(seen.query.get("lang", "sv"))
    for part in key.split("."):
        found = found[part]  # type: ignore[index]
    forms = found if isinstance(found, dict) else {"": found}
    answers: list[dict[str, str]] = []
    for form, text in forms.items():
        # a place takes as little as it can, and nothing of the next line
        parts = re.split(r"\{(\w+)\}", plain(str(text)))
        pattern = "".join(
            re.escape(part) if at % 2 == 0 else f"(?P<{part}>{_NUMBER if part in numbers else '.+?'})"
            for at, part in enumerate(parts)
        )
        for match in re.finditer(rf"(?:(?<=^)|(?<=[.!?] )){pattern}(?=$| )", seen.words, re.MULTILINE):
            places = {place: words.replace("\u00a0", "") for place, words in match.groupdict().items()}
            answer = {"count": "1", **places} if form == "one" else places
            answers += [answer] if answer not in answers else []
    return answers


def _said(block: Any) -> Iterator[Said]:
    for child in block.children.values():
        kind = str(child.type)
        label = getattr(child, "label", None)
        if label and kind != "page_link":
            yield Said(kind, plain(str(label)))
        proto = getattr(child, "proto", None)
        if kind in ("markdown", "title", "header", "subheader"):
            for paragraph in re.split(r"\n\n|  \n", child.value):
                yield Said(kind, plain(paragraph))
            if proto is not None and (help_text := getattr(proto, "help", "")):
                yield from (Said(kind, plain(line)) for line in help_text.split("\n") if line.strip())
        elif kind == "metric":
            yield Said(kind, str(child.value))
        elif kind == "page_link":
            yield Said(kind, plain(proto.label))  # type: ignore[union-attr]
        elif kind in _CELLS:
            frame = child.value
            yield from (Said("heading", plain(str(column))) for column in frame.columns)
            values = (value for row in frame.itertuples(index=False) for value in row)
            yield from (Said(_CELLS[kind], _cell(value)) for value in values)
        elif kind == "selectbox":
            yield from (Said("option", option) for option in child.options)
        elif kind == "bidi_component":
            yield from (Said("picture", text) for text in _in_picture(proto))
        if getattr(child, "children", None):
            yield from _said(child)


def _cell(value: object) -> str:
    return plain(str(value)) if isinstance(value, str) else "" if value is None else str(value)


def _in_picture(proto: Any) -> Iterator[str]:
    """The words of a picture drawn by a component of ours."""
    pending = [json.loads(proto.json)] if getattr(proto, "json", "") else []
    while pending:
        found = pending.pop()
        if isinstance(found, dict):
            for key, value in found.items():
                texts = [value] if isinstance(value, str) else value if key == "caption" else []
                if key in _IN_PICTURES:
                    yield from (line for text in texts for line in text.split("\n") if line)
                if isinstance(value, (dict, list)):
                    pending.append(value)
        elif isinstance(found, list):
            pending.extend(found)
