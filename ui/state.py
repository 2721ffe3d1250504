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
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import streamlit as st

from graph.analysis.coverage.matrix import CoverageRules
from graph.model import NODE_TYPES
from graph.network import Level
from ui import address, languages

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
    """What the reader has chosen; each field is a parameter of the address under the same name, by its type.

    `as_of` None means the day the data speaks of, which `ui.cache.day` knows. `known` is whether what
    only follows from groups counts, `hosts` whether who runs a group counts as in it. `focus` is
    `table:id` of the selected record. `cell` is `row:column` of the coverage matrix. `wanted`, `crowd`
    and `age` are the limits behind its states: how many are wanted, more than how many are many, after
    how many days what is known is old. `expanded` are organisations or groups whose neighbors were asked for on the map, `lines` the kinds of lines it
    shows. Empty tuples mean all. `depth` is the deepest level of areas shown, 1 for those that lie in no
    other, 0 for all. `page` is the page of the groups on the map, where not all of them fit; it starts
    anew when other groups fit.
    """

    lang: str = address.checked(languages.FIRST, lambda lang: lang in languages.languages())
    as_of: dt.date | None = None
    level: Level = Level.ORGANIZATION
    known: str = address.one_of(KNOWN)
    hosts: str = address.one_of(HOSTS)
    sectors: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    area: str = ""
    topic: str = ""
    focus: str = address.checked("", lambda focus: focus.partition(":")[0] in _FOCUS_TABLES)
    expanded: tuple[str, ...] = ()
    lines: tuple[str, ...] = address.one_of(LINES, ())
    axes: str = address.one_of(AXES)
    wanted: int = address.within(2, 1, 99)
    crowd: int = address.within(8, 1, 9_999)
    age: int = address.within(365, 1, 36_500)
    cell: str = ""
    depth: int = address.within(0, 0, 99)
    view: str = address.one_of(VIEWS)
    page: int = address.within(1, 1, 99_999)

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
    return address.read(Selection(lang=lang), dict(given))


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
    """What is not plain, and the language in any case: what is plain for one browser is not for another."""
    return address.written(chosen, always=("lang",))


def _browser_language() -> str:
    return languages.of_browser(st.context.locale or languages.FIRST)
