"""Findings about data in the reader's language: how many, and each with where, what and what would be right.

Of each kind the first are listed and the others counted; one click lists them all, and the file
has what is listed.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from graph.bounds import LONGEST_ID
from graph.model import RECORD_TYPE
from graph.problems import Findings, Problem, Severity, counted, left_out
from ui import state
from ui.components import tables
from ui.components.tables import Column
from ui.languages import OF_THE_CODE
from ui.text import listing, number, t

_SHOWN = 1_000  # findings on one page of the table; the file has all that are listed


def in_short(problems: Sequence[Problem]) -> str:
    """“2 errors and 1 note”."""
    counts = counted(problems)
    return listing(
        t(f"problems.count.{severity}", count=counts[severity]) for severity in Severity if counts[severity]
    )


def listed(key: str) -> int:
    """How many findings of one kind in one column the reader wants to see: ask for so many."""
    return Findings.ALL if st.session_state.get(_asked(key)) else Findings.LISTED


def table(problems: Sequence[Problem], *, key: str) -> None:
    """The findings, the worst first, and buttons that list them all and give them as a file.

    `key` names the table on the page, as in `listed`.
    """
    order = list(Severity)
    worst_first = sorted(problems, key=lambda problem: order.index(problem.severity))
    above = st.container()
    first = _SHOWN * (_page(len(problems), key=key) - 1)
    page = worst_first[first : first + _SHOWN]
    with above:
        tables.rows(
            *tables.made("problems.columns", _COLUMNS, page),
            alt=t("data.problems.title"),
            key=f"problems-{key}",
            every=lambda: tables.made("problems.columns", _COLUMNS, worst_first),
            count=len(problems),
        )
        if len(problems) > _SHOWN:
            last = first + len(page)
            st.markdown(t("problems.limited", first=first + 1, last=last, count=len(problems)))
    more, asked = left_out(problems), bool(st.session_state.get(_asked(key)))
    if more and asked:
        st.markdown(t("problems.still_more", limit=Findings.ALL))
    if more or asked:
        label = (
            t("problems.first")
            if asked
            else t("problems.all", count=len(problems) + more - _counts(problems))
        )
        st.button(label, key=f"problems-all-{key}", type="tertiary", on_click=_ask, args=(key, not asked))


def what(problem: Problem) -> str:
    """What is wrong, as one sentence."""
    return t(f"problems.codes.{problem.code}.what", **_places(problem))


def right(problem: Problem) -> str:
    """What would be right: the finding's own hint in English, else the general one and what is allowed."""
    if state.selection().lang == OF_THE_CODE and problem.suggestion.endswith("."):
        return problem.suggestion
    return _allowed(problem) or t(f"problems.codes.{problem.code}.right", **_places(problem))


def _page(count: int, *, key: str) -> int:
    """The page of the table the reader has turned to, from 1; nothing drawn where there is but one."""
    pages = -(-count // _SHOWN)
    return st.pagination(pages, key=f"problems-page-{key}") if pages > 1 else 1


def _asked(key: str) -> str:
    return f"problems-asked-{key}"


def _ask(key: str, wanted: bool) -> None:
    st.session_state[_asked(key)] = wanted


def _counts(problems: Sequence[Problem]) -> int:
    """How many of the problems only count others."""
    return sum(problem.like is not None for problem in problems)


def _places(problem: Problem) -> dict[str, str]:
    """What may stand in the sentences about a finding."""
    names = ("file", "column", "value", "suggestion", "about")
    places = {name: _shown(getattr(problem, name)) for name in names}
    places["file"] = places["file"] or _shown(problem.sheet)
    if problem.like:
        places["value"] = number(int(problem.value or 0))
    return places


def _where(problem: Problem) -> str:
    parts = [part for part in (problem.file, problem.sheet) if part]
    if problem.row is not None:
        parts.append(t("problems.place.row", row=number(problem.row)))
    if problem.column:
        parts.append(t("problems.place.column", column=problem.column))
    return ", ".join(parts)


def _allowed(problem: Problem) -> str:
    """What the model allows in the column the finding is about; empty where it says nothing special."""
    table = (problem.file or problem.sheet or "").removesuffix(".csv")
    fields = RECORD_TYPE[table].fields if table in RECORD_TYPE else ()
    field = next((field for field in fields if field.name == problem.column), None)
    if field is None:
        return ""
    if problem.code == "long_id":
        return t("problems.right.longest", longest=LONGEST_ID)
    if problem.code == "bad_choice" and field.choices:
        return t("problems.right.choices", choices=listing(field.choices))
    if problem.code == "out_of_range" and field.minimum is not None and field.maximum is not None:
        limits = {"minimum": number(field.minimum), "maximum": number(field.maximum)}
        return t("problems.right.range", **limits)
    if problem.code == "unknown_reference" and field.references:
        return t("problems.right.references", table=f"{field.references}.csv")
    return ""


def _shown(value: str | None) -> str:
    return "" if value is None else value


_COLUMNS = (
    Column("severity", lambda problem: t(f"problems.severity.{problem.severity}")),
    Column("where", _where),
    Column("what", what),
    Column("right", right),
)
