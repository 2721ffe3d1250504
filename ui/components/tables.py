"""Quiet tables: hairlines, words for what nobody stated, names that lead to their profile, files below.

Short ones are real tables (read aloud, printed, links in the cells). Long ones become a grid that
scrolls, sorts and searches; on paper their first rows. Below each stand the ways to take it away.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from ui.components import downloads
from ui.components.cells import Cell, Heading, moment
from ui.components.downloads import All
from ui.links import Address, Link
from ui.records.phrases import Name, Names
from ui.text import day, md, number, t

__all__ = ["All", "Cell", "Column", "Heading", "Name", "Names", "made", "moment", "rows"]

LONGEST = 200
"""Rows of the longest real table; longer ones become a grid."""

_PRINTED = 40  # rows of a grid that are printed: no more are in the page twice


@dataclass(frozen=True)
class Column:
    """A column of a table: what it is called and what of a row stands in it.

    `name` is what programs call it and, below the `words` of the table, its heading in the locales;
    `heading` stands in its place where it holds names of the data. `cell` makes the cell of one row.
    `hide_if_silent`: the column is left out where no row says anything in it.
    """

    name: str
    cell: Callable[[Any], Cell]
    hide_if_silent: bool = False
    heading: str = ""


def made(words: str, columns: Sequence[Column], found: Iterable[Any]) -> All:
    """The headings and the cells of a table, a row for each that was `found`, as `rows` takes them.

    `words` is where the headings stand in the locales: `made("profile.columns", columns, groups)`.
    """
    each_row = list(found)
    cells = [[column.cell(row) for row in each_row] for column in columns]
    kept = [
        (Heading(column.name, column.heading or t(f"{words}.{column.name}")), of_column)
        for column, of_column in zip(columns, cells, strict=True)
        if not (column.hide_if_silent and all(cell in (None, "") for cell in of_column))
    ]
    by_row = [list(row) for row in zip(*(of_column for _, of_column in kept), strict=True)]
    return [heading for heading, _ in kept], by_row


def rows(
    headings: Sequence[Heading],
    cells: Sequence[Sequence[Cell]],
    *,
    alt: str,
    key: str,
    strong: bool = True,
    every: Callable[[], All] | None = None,
    count: int = 0,
) -> None:
    """A table with these headings and rows, and below it the same as files.

    `alt` says in words what it holds: for those who do not see it, and as the title of the files. `key`
    names it on the page. `strong` sets the first column in bold. Where `cells` are only the first of
    `count` rows, `every` gives all of them, with their headings, when somebody asks for a file. None is
    shown as “not stated”. No rows: nothing drawn.
    """
    if not cells:
        return
    if len(cells) > LONGEST:
        _grid(headings, cells, alt=alt, key=key)
        with st.container(key=f"on-paper-{key}"):
            _table(headings, cells[:_PRINTED], alt=alt, strong=strong)
            st.markdown(t("takeaway.on_paper", shown=_PRINTED, count=max(count, len(cells))))
    else:
        with st.container(key=f"table-{key}"):
            _table(headings, cells, alt=alt, strong=strong)
    whole = every or (lambda: (headings, cells))
    downloads.table(whole, title=alt, key=key, count=max(count, len(cells)))


def _table(headings: Sequence[Heading], cells: Sequence[Sequence[Cell]], *, alt: str, strong: bool) -> None:
    shown = {
        # headings are Markdown too, and may hold names
        md(heading.words): [_markdown(row[place], strong=strong and place == 0) for row in cells]
        for place, heading in enumerate(headings)
    }
    st.table(pl.DataFrame(shown), border="horizontal", hide_index=True, alt=alt)


def _markdown(cell: Cell, *, strong: bool) -> str:
    text = ""
    match cell:
        case None | "" | Names(names=(), nobody=""):
            return f":gray[{t('words.not_stated')}]"
        case Link() | Address() | Names():
            text = str(cell)
        case Name():
            text = md(cell.text)
        case int() | float():
            # escaping turns the thousands mark into a plain space, where a line could break
            text = md(number(cell)).replace(" ", "\u00a0")
        case dt.date():
            text = md(day(cell))
        case _:
            text = md(cell)
    return f"**{text}**" if strong else text


def _grid(headings: Sequence[Heading], cells: Sequence[Sequence[Cell]], *, alt: str, key: str) -> None:
    frame: dict[str, pl.Series] = {}
    config: dict[str, Any] = {}
    for place, each in enumerate(headings):
        heading, values = each.words, [row[place] for row in cells]
        kinds = {type(value) for value in values} - {type(None)}
        if any(isinstance(value, (Link, Address)) for value in values):
            # the grid shows what follows the # of an address, decoded
            frame[heading] = pl.Series(values=[_address(value) for value in values], dtype=pl.String)
            config[heading] = st.column_config.LinkColumn(heading, display_text=r"#(.+)$", alignment="left")
        elif kinds in ({int}, {float}, {int, float}):
            frame[heading] = pl.Series(values=values, strict=False)
        elif kinds == {dt.date}:
            frame[heading] = pl.Series(values=values, dtype=pl.Date)
            config[heading] = st.column_config.DateColumn(heading, format="YYYY-MM-DD")
        else:
            texts = [t("words.not_stated") if value is None else _plain(value) for value in values]
            frame[heading] = pl.Series(values=texts, dtype=pl.String)
    with st.container(key=f"grid-of-{key}"):
        st.dataframe(
            pl.DataFrame(frame),
            hide_index=True,
            column_config=config,
            key=f"grid-{key}",
            alt=alt,
            height=600,
        )


def _plain(value: Cell) -> str:
    match value:
        case Link() | Address() | Name():
            return value.text
        case Names():
            return value.shown or t("words.not_stated")
        case dt.date():
            return day(value)
        case _:
            return str(value)


def _address(value: Cell) -> str | None:
    if isinstance(value, Link):
        return f"{value.address}#{value.text}"
    if isinstance(value, Address):
        return f"{value.url}#{value.text}"
    return None if value is None else f"#{_plain(value)}"
