"""What the reader has chosen: one frozen Selection, mirrored in the address bar.

Every view is a link: the address holds the whole selection, so reading it is all a page needs.
What holds for every page (language, date, level) is also remembered for the visit, because the
menu's own links carry no parameters.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

import streamlit as st

from graph.analysis.coverage.matrix import CoverageRules
from graph.model import NODE_TYPES
from graph.network import Level
from ui import languages

AXES = ("areas-topics", "groups-sectors", "areas-sectors", "topics-sectors")
VIEWS = ("map", "table")
KNOWN = ("all", "stated")
HOSTS = ("in", "out")
LINES = ("tie", "host", "planned", "under", "between")
_FOR_EVERY_PAGE = ("lang", "as_of", "level", "known", "hosts", "wanted", "crowd", "age")
# with these, other groups fit
_OTHER_PICTURE = ("as_of", "level", "hosts", "sectors", "kinds", "area", "topic")
_FOCUS_TABLES = tuple(t.table for t in NODE_TYPES)


@dataclass(frozen=True)
class Selection:
    """What the reader has chosen; each field is a parameter of the address under the same name.

    `as_of` None means the day the data speaks of, which `ui.cache.day` knows. `known` is whether what
    only follows from groups counts, `hosts` whether who runs a group counts as in it. `focus` is
    `table:id` of the selected record. `cell` is `row:column` of the coverage matrix. `wanted`, `crowd`
    and `age` are the limits behind its states: how many are wanted, more than how many are many, after
    how many days what is known is old. `expanded` are organisations or groups whose neighbors were asked for on the map, `lines` the kinds of lines it
    shows. Empty tuples mean all. `depth` is the deepest level of areas shown, 1 for those that lie in no
    other, 0 for all. `page` is the page of the groups on the map, where not all of them fit; it starts
    anew when other groups fit.
    """

    lang: str = languages.FIRST
    as_of: dt.date | None = None
    level: Level = Level.ORGANIZATION
    known: str = KNOWN[0]
    hosts: str = HOSTS[0]
    sectors: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    area: str = ""
    topic: str = ""
    focus: str = ""
    expanded: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    axes: str = AXES[0]
    wanted: int = 2
    crowd: int = 8
    age: int = 365
    cell: str = ""
    depth: int = 0
    view: str = VIEWS[0]
    page: int = 1

    @property
    def inferred(self) -> bool:
        """Whether who takes part in a group counts where the group works."""
        return self.known == KNOWN[0]

    @property
    def focus_table(self) -> str:
        """The table of the selected record, empty when none is selected."""
        return self.focus.partition(":")[0]

    @property
    def focus_id(self) -> str:
        """The id of the selected record, empty when none is selected."""
        return self.focus.partition(":")[2]


_PLAIN = tuple((f.name, getattr(Selection(), f.name)) for f in fields(Selection))
_HELD: ContextVar[Selection | None] = ContextVar("held", default=None)


@contextmanager
def held() -> Iterator[None]:
    """Read the selection once for all that is drawn within: a page asks for it up to 100,000 times."""
    token = _HELD.set(selection())
    try:
        yield
    finally:
        _HELD.reset(token)


def selection() -> Selection:
    """The current selection, read from the address and, for what holds everywhere, this visit."""
    return _HELD.get() or _read()


def _read() -> Selection:
    given = {**st.session_state.get("for_every_page", {}), **st.query_params.to_dict()}
    return _parsed(_browser_language(), tuple(given.items()))


@lru_cache(maxsize=256)
def _parsed(lang: str, given: tuple[tuple[str, str], ...]) -> Selection:
    texts = dict(given)
    changes: dict[str, Any] = {
        f.name: _parse(f.name, texts[f.name]) for f in fields(Selection) if f.name in texts
    }
    known = {name: value for name, value in changes.items() if value is not None}
    return replace(Selection(lang=lang), **known)


def rules() -> CoverageRules:
    """The settings behind the states of coverage, as the reader has chosen them: one for every page."""
    now = selection()
    return CoverageRules(
        wanted=now.wanted, crowd_limit=now.crowd, stale_after_days=now.age, inferred=now.inferred
    )


def remember() -> None:
    """Keep what holds for every page for this visit, and put it into the address."""
    everywhere = {name: text for name, text in query().items() if name in _FOR_EVERY_PAGE}
    st.session_state["for_every_page"] = everywhere
    for name, text in everywhere.items():
        if st.query_params.get(name) != text:
            st.query_params[name] = text


def query(**changes: Any) -> dict[str, str]:
    """Parameters of the address of the current selection with `changes`; defaults are left out.

    For a link to another page name what is to be kept: `link_query` does that.
    """
    now = selection()
    after = replace(now, **changes)
    if "page" not in changes and any(getattr(now, name) != getattr(after, name) for name in _OTHER_PICTURE):
        after = replace(after, page=1)
    return _as_query(after)


def link_query(**chosen: Any) -> dict[str, str]:
    """Parameters of a link to a page: what holds everywhere, and `chosen`; nothing else."""
    now = selection()
    return _as_query(Selection(**{**{name: getattr(now, name) for name in _FOR_EVERY_PAGE}, **chosen}))


def update(**changes: Any) -> None:
    """Change the selection: call it in a widget's callback."""
    after = query(**changes)
    st.session_state["for_every_page"] = {n: text for n, text in after.items() if n in _FOR_EVERY_PAGE}
    st.query_params.from_dict(after)
    if _HELD.get() is not None:
        _HELD.set(_read())


def _as_query(chosen: Selection) -> dict[str, str]:
    """What is not plain, as texts. A table of many links asks for it a hundred thousand times."""
    values = ((name, getattr(chosen, name), plain) for name, plain in _PLAIN)
    texts = (
        (name, _format(value), plain) for name, value, plain in values if value != plain or name == "lang"
    )
    return {name: text for name, text, plain in texts if name == "lang" or text != _format(plain)}


def _format(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    return "" if value is None else str(value)


def _parse(name: str, text: str) -> object:
    """The value of a parameter, or None when the text cannot be one: a mistyped link still opens."""
    match name:
        case "lang":
            return text if text in languages.languages() else None
        case "as_of":
            try:
                return dt.date.fromisoformat(text)
            except ValueError:
                return None
        case "level":
            return Level(text) if text in set(Level) else None
        case "crowd":
            return int(text) if text.isdecimal() and 1 <= int(text) <= 9_999 else None
        case "age":
            return int(text) if text.isdecimal() and 1 <= int(text) <= 36_500 else None
        case "wanted":
            return int(text) if text.isdecimal() and 1 <= int(text) <= 99 else None
        case "known":
            return text if text in KNOWN else None
        case "hosts":
            return text if text in HOSTS else None
        case "depth":
            return int(text) if text.isdecimal() and len(text) < 3 else None
        case "page":
            return int(text) if text.isdecimal() and 1 <= int(text) <= 99_999 else None
        case "axes":
            return text if text in AXES else None
        case "view":
            return text if text in VIEWS else None
        case "lines":
            return tuple(part for part in text.split(",") if part in LINES)
        case "kinds" | "sectors" | "expanded":
            return tuple(part for part in text.split(",") if part)
        case "focus":
            return text if text.partition(":")[0] in _FOCUS_TABLES else None
        case _:
            return text


def _browser_language() -> str:
    return languages.of_browser(st.context.locale or languages.FIRST)
