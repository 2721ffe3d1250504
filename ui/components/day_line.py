"""The line above every page: the day everything is shown as of, and how much that day hides."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from graph.analysis.cut.data_day import Basis, DataDay
from ui import cache, records, state
from ui.components import copy_link, print_page
from ui.text import day, listing, md, t


def draw() -> None:
    """Draw the line; where the reader has chosen another day, with the way back to the data's own."""
    found, chosen = cache.data_day(), cache.day()
    hidden = cache.hidden()
    count = int(hidden.select("ended", "not_begun", "referring").sum_horizontal().sum())
    sentences = [_as_of(found, chosen), t("frame.day.hidden", count=count) if count else ""]
    with st.container(key="day", horizontal=True, vertical_alignment="center", gap="small"):
        line = " ".join(filter(None, sentences))
        st.markdown(f":gray[:small[{line}]]", width="content", help=_explanation(found))
        if chosen != found.day:
            to = "today" if found.basis is Basis.TODAY else "data_day"
            st.button(
                t(f"frame.day.to_{to}", day=md(day(found.day))),
                key="day-of-the-data",
                type="tertiary",
                on_click=state.update,
                kwargs={"as_of": None},
            )
        copy_link.draw(chosen)
        print_page.draw()


def _as_of(found: DataDay, chosen: dt.date) -> str:
    """Which day is shown and which one the data speaks of."""
    if found.basis is not Basis.TODAY:
        form = "at" if chosen == found.day else "earlier" if chosen < found.day else "later"
    else:
        form = "claimed" if found.claimed else "undated"
        form += "" if chosen == found.day else "_other"
    words = {"day": chosen, "data_day": found.day, "claimed": found.claimed}
    return t(f"frame.day.{form}", **{place: md(day(value)) for place, value in words.items()})


def _explanation(found: DataDay) -> str:
    """How the day of the data is known, and what the chosen day hides, by table and reason."""
    lines = []
    for row in cache.hidden().iter_rows(named=True):
        reasons = (
            t(f"frame.day.{reason}", count=row[reason])
            for reason in ("ended", "not_begun", "referring")
            if row[reason]
        )
        table = records.table(row["table"])
        lines.append(f"- {table}: {listing(reasons)}")
    return "\n".join([t(f"frame.day.basis.{found.basis}", day=md(day(found.day))), "", *lines]).strip()
