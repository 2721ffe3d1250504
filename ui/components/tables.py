"""Quiet tables: hairlines, words for what nobody stated, names that lead to their profile.

Short ones are real tables (read aloud, printed, links in the cells). Long ones become a grid that
scrolls, sorts and searches.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import streamlit as st

from ui.components.links import Address, Link
from ui.components.names import Names
from ui.text import md, number, t

Cell = str | int | float | Link | Address | Names | None
"""A cell: data (escaped here), a number, a link, several names, or None for what no source states."""

LONGEST = 200
"""Rows of the longest real table; longer ones become a grid."""


def rows(
    columns: Sequence[str], cells: Sequence[Sequence[Cell]], *, alt: str, key: str, strong: bool = True
) -> None:
    """A table with these headings and rows.

    `alt` says in words what it holds, for those who do not see it. `key` names it on the page.
    `strong` sets the first column in bold. None is shown as “not stated”. No rows: nothing drawn.
    """
    if not cells:
        return
    if len(cells) > LONGEST:
        _grid(columns, cells, alt=alt, key=key)
        return
    shown = {
        # headings are Markdown too, and may hold names
        md(column): [_markdown(row[place], strong=strong and place == 0) for row in cells]
        for place, column in enumerate(columns)
    }
    with st.container(key=f"table-{key}"):
        st.table(pl.DataFrame(shown), border="horizontal", hide_index=True, alt=alt)


def _markdown(cell: Cell, *, strong: bool) -> str:
    if cell is None or cell == "":
        return f":gray[{t('words.not_stated')}]"
    if isinstance(cell, (Link, Address, Names)):
        text = str(cell)
    else:
        # escaping turns the thousands mark into a plain space, where a line could break
        text = md(number(cell)).replace(" ", "\u00a0") if isinstance(cell, (int, float)) else md(cell)
    return f"**{text}**" if strong else text


def _grid(columns: Sequence[str], cells: Sequence[Sequence[Cell]], *, alt: str, key: str) -> None:
    frame: dict[str, pl.Series] = {}
    config = {}
    for place, column in enumerate(columns):
        values = [row[place] for row in cells]
        if any(isinstance(value, (Link, Address)) for value in values):
            # the grid shows what follows the # of an address, decoded
            frame[column] = pl.Series(values=[_address(value) for value in values], dtype=pl.String)
            config[column] = st.column_config.LinkColumn(column, display_text=r"#(.+)$", alignment="left")
        elif {type(value) for value in values} - {type(None)} in ({int}, {float}, {int, float}):
            frame[column] = pl.Series(values=values, strict=False)
        else:
            texts = [_plain(value) for value in values]
            frame[column] = pl.Series(values=texts, dtype=pl.String)
    st.dataframe(
        pl.DataFrame(frame), hide_index=True, column_config=config, key=f"grid-{key}", alt=alt, height=600
    )


def _plain(value: Cell) -> str:
    if value is None:
        return t("words.not_stated")
    return value.text if isinstance(value, Names) else str(value)


def _address(value: Cell) -> str | None:
    if isinstance(value, Link):
        return f"{value.address}#{value.text}"
    if isinstance(value, Address):
        return f"{value.url}#{value.text}"
    return None if value is None else f"#{_plain(value)}"
