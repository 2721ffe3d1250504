"""Sentences on what is not there on the chosen day: what has ended and what is to come.

What has ended is not missing. A page that finds nobody asks here whether somebody was there before,
or comes later, and says so.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange

import polars as pl

from graph.vocabulary import ROLES, words_for
from ui import cache, links, records
from ui.text import day, md, t, when

_FEW = 3  # names in a sentence

ENDED = pl.col("ended").is_not_null()
"""Chooses the records of `cache.others` that were over before the day; the rest are to come."""


def memberships(**of: object) -> pl.DataFrame:
    """The memberships of an organisation or a group that the day leaves out: `group_id="board"`."""
    return cache.others("memberships").filter(**of)


def seats(*which: pl.Expr) -> pl.DataFrame:
    """Those of them by which somebody took part or will: nobody leaves what they were only invited to."""
    invited = pl.col("role").is_in(words_for(cache.whole_dataset(), ROLES, "invited"))
    return cache.others("memberships").filter(~invited, *which)


def has_others(table: str, **of: object) -> bool:
    """Whether a table holds records of other times with these values: what is not stated now was or will be."""
    return not cache.others(table).filter(**of).is_empty()


def of_organization(organization_id: str) -> str:
    """What became of its memberships and which are to come, in sentences; empty where there are neither."""
    return _sentences(seats(pl.col("organization_id") == organization_id), "organization")


def of_group(group_id: str, *, named_only: bool = False) -> str:
    """Who has left and who is to come, in sentences; empty where there are neither.

    `named_only`: participants without a name are still there, so it speaks of the others.
    """
    rows = seats(pl.col("group_id") == group_id)
    if named_only:
        kinds = cache.whole_dataset()["organizations"].select(organization_id="id", kind="kind")
        rows = rows.join(kinds, on="organization_id").filter(kind="named")
    return _sentences(rows, "named" if named_only else "group")


def _sentences(rows: pl.DataFrame, of: str) -> str:
    other, table = ("group_id", "groups") if of == "organization" else ("organization_id", "organizations")
    whole = cache.whole_dataset()
    sentences = []
    for form, chosen, moment in (
        ("ended", rows.filter(ENDED), rows["ended"].max()),
        ("later", rows.filter(~ENDED), rows["begins"].min()),
    ):
        ids = chosen[other].unique()
        if len(ids):
            names = records.phrase(whole, table, ids, limit=_FEW)
            words = t(f"times.{of}.{form}", count=len(ids), names=names, when=md(when(str(moment))))
            sentences.append(words)
    return " ".join(sentences)


def why_not_there(table: str, id: str) -> str:
    """Why a record is not there on the chosen day, with a link to when it was; empty where it is not time."""
    for row in cache.others(table).filter(id=id).iter_rows(named=True):
        form, period = ("dissolved", row["ended"]) if row["ended"] else ("formed", row["begins"])
        words = t(f"times.record.{form}", day=md(day(cache.day())), when=md(when(period)))
        then = _nearest(period, last=form == "dissolved")
        there = links.to(
            t("times.record.show", day=day(then)), "profile", focus=records.focus_on(table, id), as_of=then
        )
        return f"{words} {there}."
    return ""


def _nearest(period: str, *, last: bool) -> dt.date:
    """The first or the last day of a period known by its day, month or year."""
    year, *rest = (int(part) for part in period.split("-"))
    month = rest[0] if rest else 12 if last else 1
    return dt.date(year, month, rest[1] if len(rest) > 1 else monthrange(year, month)[1] if last else 1)
