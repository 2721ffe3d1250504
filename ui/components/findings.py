"""Findings about data in the reader's language: how many, and each with where, what and what would be right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import polars as pl
import streamlit as st

from graph.model import RECORD_TYPE
from graph.problems import Problem, Severity
from ui import state
from ui.components import downloads, tables
from ui.text import listing, number, t

_COLUMNS = ("severity", "where", "what", "right")


def in_short(problems: Sequence[Problem]) -> str:
    """“2 errors and 1 note”."""
    counts = Counter(problem.severity for problem in problems)
    return listing(
        t(f"problems.count.{severity}", count=counts[severity]) for severity in Severity if counts[severity]
    )


def table(problems: Sequence[Problem], *, key: str) -> None:
    """The findings, the worst first, and a button that gives them as a file."""
    worst_first = sorted(problems, key=lambda problem: list(Severity).index(problem.severity))
    rows = [_in_words(problem) for problem in worst_first]
    headings = [t(f"problems.columns.{column}") for column in _COLUMNS]
    tables.rows(headings, rows, alt=t("problems.alt"), key=f"problems-{key}")
    frame = pl.DataFrame(rows, schema=dict.fromkeys(headings, pl.String), orient="row")
    with st.container(horizontal=True):
        downloads.table(
            frame, label=t("problems.download"), file_name=t("problems.file"), key=f"problems-file-{key}"
        )


def what(problem: Problem) -> str:
    """What is wrong, as one sentence."""
    shown = {name: _shown(getattr(problem, name)) for name in ("file", "column", "value", "suggestion")}
    shown["file"] = shown["file"] or _shown(problem.sheet)
    return t(f"problems.codes.{problem.code}.what", **shown)


def right(problem: Problem) -> str:
    """What would be right: the finding's own hint in English, else the general one and what is allowed."""
    if state.selection().lang == "en" and problem.suggestion.endswith("."):
        return problem.suggestion
    return _allowed(problem) or t(f"problems.codes.{problem.code}.right")


def _in_words(problem: Problem) -> tuple[str, str, str, str]:
    return t(f"problems.severity.{problem.severity}"), _where(problem), what(problem), right(problem)


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
