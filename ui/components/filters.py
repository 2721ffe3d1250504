"""Filters read as one sentence, each bound to the selection, so that every view is a link.

    with filters.sentence():
        filters.words(t("filters.show"))
        filters.kinds()
        filters.words(t("filters.in"))
        filters.area()

A widget shows what the address says and writes what the reader picks back to it. It returns the
value in force: a value the data does not know (an old link) counts as not chosen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from graph.analysis.base.area_levels import areas_down_to, foldable_levels
from graph.analysis.base.area_tree import area_tree
from graph.dataset import Dataset
from graph.network import Level
from graph.vocabulary import kinds_that_occur
from ui import cache, drawn, state
from ui import records as in_words
from ui.text import day, listing, md, name, sort_key, t
from ui.text import number as in_figures

_INDENT = "\u2003"  # em space: a plain space at the start of an option is dropped
_FEW = 3  # values of one filter named in the folded line


@dataclass
class _Line:
    """What filters say in one line; words wait until the filter they belong to has said its value.

    `printed` are the sentences below it, whole, as they stand on paper: the name of each and its words.
    """

    said: list[str] = field(default_factory=list)
    waiting: str = ""
    printed: dict[str, list[str]] = field(default_factory=dict)


_LINE: ContextVar[_Line | None] = ContextVar("line", default=None)


@contextmanager
def folding(key: str, *, clears: Sequence[str] = ()) -> Iterator[None]:
    """Filters that fold to one line which says what they are set to, with a button that opens them.

        with filters.folding("network", clears=("area",)), filters.sentence("network"):
            with filters.phrase(t("filters.in")):
                filters.area()

    `key` names them on the page. `clears` are the parameters that the button beside it gives their
    plain values. What is not a choice among things of the data, such as the level, is said only where
    it is not plain. Open or folded they are for the visit; at first they are folded. On paper they are
    whole sentences, whatever is folded.
    """
    is_open = bool(st.session_state.get(_fold_key(key)))
    line = _Line()
    token = _LINE.set(line)
    try:
        # folded by the style sheet: the widgets are there, so that what is chosen is theirs to say
        with st.container(key=f"filters-{'open' if is_open else 'folded'}-{key}"):
            yield
    finally:
        _LINE.reset(token)
    with st.container(key=f"fold-{key}", horizontal=True, vertical_alignment="center", gap="small"):
        if is_open:
            st.empty()  # in the place of the words, so that the button stays the same and keeps the focus
        else:
            words = " ".join(line.said) or t("filters.everything")
            st.markdown(f"{words[0].upper()}{words[1:]}.", width="content")
        st.button(
            t("filters.done" if is_open else "filters.change"),
            key=f"fold-{key}-button",
            type="tertiary",
            on_click=_fold,
            args=(key, not is_open),
        )
        clear(*clears)
    for sentence_key, said in line.printed.items():
        _print(sentence_key, said)


@contextmanager
def sentence(key: str = "sentence") -> Iterator[None]:
    """A line of words and widgets that breaks like text; on paper the same as one sentence of text."""
    line = st.container(key=f"filters-{key}", horizontal=True, vertical_alignment="center", gap="small")
    with line, drawn.listening() as said:
        yield
    folded = _LINE.get()
    if folded is None:
        _print(key, said)
    else:
        folded.printed[key] = said  # outside of what is folded, or it would be hidden with it


def phrase(text: str) -> DeltaGenerator:
    """Words and the filter they belong to, kept together where the line breaks; use it with `with`."""
    together = st.container(horizontal=True, vertical_alignment="center", width="content", gap="small")
    together.markdown(text, width="content")
    _wait(text)
    return together


def words(text: str) -> None:
    """Words between two filters."""
    st.markdown(text, width="content")
    _wait(text)


def choice(
    param: str,
    options: Iterable[Any],
    *,
    label: str,
    show: Callable[[Any], str] = str,
    width: int = 170,
    resets: Sequence[str] = (),
    told: bool = False,
) -> Any:
    """One of `options` for a parameter of the selection; returns the one in force.

    `label` is read aloud, not shown. `show` turns an option into words. `resets` names parameters
    that lose their value when this one changes, such as the focus. `told`: where filters are folded its
    value is said even while it is the plain one.
    """
    known = list(options)
    now = getattr(state.selection(), param)
    key = _key(param)
    value = now if now in known else known[0]
    st.session_state[key] = value
    st.selectbox(
        label,
        known,
        format_func=show,
        key=key,
        label_visibility="collapsed",
        width=width,
        on_change=_picked,
        args=(param, tuple(resets)),
    )
    plain = getattr(state.Selection(), param)
    _say(show(value).strip(), is_plain=value == plain, is_told=told or value != plain or plain == "")
    return value


def several(
    param: str,
    options: Iterable[str],
    *,
    label: str,
    every: str,
    show: Callable[[str], str] = str,
    width: int = 170,
    resets: Sequence[str] = (),
) -> tuple[str, ...]:
    """Any number of `options` for a parameter of the selection; none chosen means all of them.

    `every` is what stands there while none is chosen, such as “all groups”. Returns those chosen.
    """
    known = list(options)
    value = tuple(v for v in getattr(state.selection(), param) if v in known)
    key = _key(param)
    st.session_state[key] = list(value)
    st.multiselect(
        label,
        known,
        format_func=show,
        key=key,
        placeholder=every,
        label_visibility="collapsed",
        # wide enough to read what is chosen, up to half the page
        width=min(520, max(width, 60 + sum(44 + 8 * len(show(each)) for each in value))),
        on_change=_picked,
        args=(param, tuple(resets)),
    )
    whole = listing(map(show, value)) or every
    _say(listing(map(show, value), limit=_FEW) or every, whole=whole, is_plain=not value)
    return value


def kinds() -> tuple[str, ...]:
    """Which kinds of groups: those that occur in the data, by its own words and by ours."""
    records = cache.whole_dataset()
    return several(
        "kinds",
        kinds_that_occur(records),
        label=t("filters.kinds"),
        every=t("filters.all_groups"),
        show=lambda kind: in_words.kind(records, kind),
    )


def sectors() -> tuple[str, ...]:
    """Which sectors, by name."""
    records = cache.whole_dataset()
    found = set(records["organizations"]["classification"].drop_nulls())
    known = [row for row in records["sectors"].iter_rows(named=True) if row["id"] in found]
    names = {str(row["id"]): name(row) for row in known}
    return several(
        "sectors",
        sorted(names, key=lambda key: sort_key(names[key])),
        label=t("filters.sectors"),
        every=t("filters.all_sectors"),
        show=lambda key: names[key],
    )


def area() -> str:
    """Which area, with the areas that lie in it below it; empty for all."""
    records = cache.dataset()
    depths = areas_in_order(records)
    now = state.selection().area

    def show(area_id: str) -> str:
        if not area_id:
            return t("filters.all_areas")
        # in the list it stands below its parent, in the sentence it stands alone
        indent = "" if area_id == now else _INDENT * depths[area_id]
        return indent + in_words.called(records, "areas", area_id)

    return str(
        choice(
            "area",
            ["", *depths],
            label=t("filters.area"),
            show=show,
            width=190,
        )
    )


def depth() -> int:
    """Down to which level areas are shown, 0 for all; asked only where folding leaves something to read."""
    levels = {each.level: each for each in cache.answer(foldable_levels)}
    if not levels:
        return 0

    def show(level: int) -> str:
        if not level:
            return t("filters.all_levels")
        kinds = levels[level].classifications
        return (
            t("filters.down_to", kind=listing(map(in_words.area_kind, kinds), limit=2))
            if kinds
            else t("filters.down_to_level", level=level)
        )

    return int(choice("depth", [0, *levels], label=t("filters.depth"), show=show, width=190))


def topic() -> str:
    """Which topic; empty for all."""
    records = cache.dataset()
    names = {str(row["id"]): name(row) for row in records["topics"].iter_rows(named=True)}
    known = sorted(names, key=lambda key: sort_key(names[key]))
    return str(
        choice(
            "topic",
            ["", *known],
            label=t("filters.topic"),
            show=lambda key: names[key] if key else t("filters.all_topics"),
            width=190,
        )
    )


def level() -> Level:
    """Whether units count by themselves or as the organisation they belong to."""
    chosen = choice(
        "level",
        list(Level)[::-1],
        label=t("filters.level"),
        show=lambda level: t(f"words.levels.{level}"),
    )
    return Level(chosen)


def known() -> bool:
    """Whether what only follows from groups counts, too; asked only where the data has both."""
    records = cache.whole_dataset()
    if records["activities"].is_empty() or records["groups"].is_empty():
        return True
    choice(
        "known",
        state.KNOWN,
        label=t("filters.known"),
        show=lambda each: t(f"filters.known_{each}"),
        width=200,
    )
    return state.selection().inferred


def hosts() -> None:
    """Whether who runs a group counts as in it; asked only where somebody does so without a membership."""
    only_hosts = cache.whole_dataset()["hosts"].join(
        cache.whole_dataset()["memberships"], on=["organization_id", "group_id"], how="anti"
    )
    if only_hosts.height:
        choice(
            "hosts",
            state.HOSTS,
            label=t("filters.hosts"),
            show=lambda each: t(f"filters.hosts_{each}"),
            width=260,
        )


def number(param: str, *, label: str, most: int, width: int = 110) -> int:
    """A whole number from 1 for a parameter of the selection; returns the one in force.

    `label` is read aloud, not shown.
    """
    key = _key(param)
    value = int(getattr(state.selection(), param))
    st.session_state[key] = value
    st.number_input(
        label,
        min_value=1,
        max_value=most,
        step=1,
        key=key,
        label_visibility="collapsed",
        width=width,
        on_change=_picked,
        args=(param, ()),
    )
    plain = getattr(state.Selection(), param)
    _say(in_figures(value), is_plain=value == plain, is_told=value != plain)
    return value


def as_of() -> dt.date:
    """The day the network is read as of; the data's own day is not written into the address."""
    key = _key("as_of")
    value = cache.day()
    st.session_state[key] = value
    st.date_input(
        t("filters.as_of"),
        key=key,
        format="YYYY-MM-DD",
        # whatever day the data or a link names can be shown
        min_value=min(value, dt.date(1800, 1, 1)),
        max_value=max(value, dt.date.today() + dt.timedelta(days=3660)),
        label_visibility="collapsed",
        width=140,
        on_change=_picked_day,
    )
    is_plain = value == cache.data_day().day
    _say(day(value), is_plain=is_plain, is_told=not is_plain)
    return value


def view(*, key: str = "view") -> str:
    """Map or table, as two tabs; returns the name of the open one, one of `state.VIEWS`."""
    labels = {t(f"filters.views.{each}"): each for each in state.VIEWS}
    now = next(label for label, each in labels.items() if each == state.selection().view)
    # tabs are told apart by their label, so another language is another widget
    tabs_key = f"filter-{key}-{state.selection().lang}"
    if st.session_state.get(tabs_key) != now:
        st.session_state[tabs_key] = now
    st.tabs(list(labels), key=tabs_key, on_change=_opened, args=(tabs_key, labels))
    return labels[now]


def clear(*params: str) -> None:
    """A quiet button that gives these parameters their plain values; only where one is not plain."""
    now, plain = state.selection(), state.Selection()
    changed = {
        param: getattr(plain, param) for param in params if getattr(now, param) != getattr(plain, param)
    }
    if changed:
        st.button(
            t("filters.clear"), key="filters-clear", type="tertiary", on_click=state.update, kwargs=changed
        )


def areas_in_order(dataset: Dataset, *, level: int = 0, area_id: str = "") -> dict[str, int]:
    """Areas in reading order, each with its depth: children below their parent, siblings by name.

    `level` and `area_id`: only those seen down to a level, and around an area looked at
    (`area_levels.areas_down_to`).
    """
    tree = area_tree(dataset)
    names = {str(row["id"]): sort_key(name(row)) for row in dataset["areas"].iter_rows(named=True)}
    depths: dict[str, int] = {}
    pending: list[tuple[str | None, int]] = [(None, -1)]
    while pending:
        above, depth = pending.pop()
        if above is not None:
            depths[above] = depth
        below = sorted(tree.children(above), key=names.__getitem__, reverse=True)
        pending.extend((child, depth + 1) for child in below)
    seen = set(areas_down_to(dataset, level=level, area_id=area_id))
    return {area: depth for area, depth in depths.items() if area in seen}


def _fold_key(key: str) -> str:
    return f"filters-{key}-are-open"


def _fold(key: str, is_open: bool) -> None:
    st.session_state[_fold_key(key)] = is_open


def _print(key: str, said: Sequence[str]) -> None:
    """A sentence of filters as text, which only paper shows."""
    with st.container(key=f"printed-{key}"):
        st.markdown(md(drawn.as_sentence(said)) + ".")


def _wait(text: str) -> None:
    drawn.say(text)
    line = _LINE.get()
    if line is not None:
        line.waiting = text


def _say(value: str, *, is_plain: bool, is_told: bool = True, whole: str = "") -> None:
    """A filter's value after the words that wait for it; in bold where somebody has chosen it.

    What leaves the screen says it in any case, and where the line shortens it `whole`.
    """
    drawn.say(whole or value)
    line = _LINE.get()
    if line is None:
        return
    if is_told:
        line.said += filter(None, [line.waiting, md(value) if is_plain else f"**{md(value)}**"])
    line.waiting = ""


def _key(param: str) -> str:
    return f"filter-{param}"


def _picked(param: str, resets: tuple[str, ...]) -> None:
    value = st.session_state[_key(param)]
    plain = state.Selection()
    changes = {other: getattr(plain, other) for other in resets}
    state.update(**changes, **{param: tuple(value) if isinstance(value, list) else value})


def _opened(key: str, labels: dict[str, str]) -> None:
    state.update(view=labels.get(st.session_state[key], state.VIEWS[0]))


def _picked_day() -> None:
    day = st.session_state[_key("as_of")]
    state.update(as_of=None if day in (None, cache.data_day().day) else day)
