"""Findings about input: what is wrong, where, and what would be right.

A bad value never raises: it becomes a `Problem` and the rest is read on. Every code stands once in
`PROBLEM_CODES` with its severity and its English wording; the interface words the same codes in its
own languages (`ui/locales`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters: an error stops a load, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class ProblemCode:
    """One kind of finding: how severe, and its English sentence as a format string.

    The sentence may use `{file} {sheet} {row} {column} {value} {about} {suggestion}`.
    """

    severity: Severity
    wording: str


E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE

PROBLEM_CODES: dict[str, ProblemCode] = {
    "empty_source": ProblemCode(E, "There is nothing to load in {file}. {suggestion}"),
    "empty_file": ProblemCode(E, "{file} is empty. {suggestion}"),
    "unknown_table": ProblemCode(W, "{file} is not one of the known tables and was left out. {suggestion}"),
    "missing_table": ProblemCode(E, "The table {value} is missing. {suggestion}"),
    "missing_column": ProblemCode(E, "The column {column} is missing. {suggestion}"),
    "unknown_column": ProblemCode(W, "The column {column} is not known and was left out. {suggestion}"),
    "duplicate_column": ProblemCode(E, "The column {column} stands twice. {suggestion}"),
    "ragged_row": ProblemCode(E, "The row has another number of cells than the header. {suggestion}"),
    "bad_csv": ProblemCode(E, "The file cannot be read as a table: {value}. {suggestion}"),
    "wrong_encoding": ProblemCode(E, "The file is not UTF-8 text. {suggestion}"),
    "file_too_large": ProblemCode(E, "{file} is larger than allowed ({value}). {suggestion}"),
    "unreadable_file": ProblemCode(E, "{file} cannot be read: {value}. {suggestion}"),
    "too_many_files": ProblemCode(E, "{file} holds {value} tables, {about} at most are read. {suggestion}"),
    "too_many_cells": ProblemCode(
        E, "The tables hold more than {value} cells together; {file} was not read. {suggestion}"
    ),
    "too_many_columns": ProblemCode(E, "{file} has {value} columns. {suggestion}"),
    "too_many_texts": ProblemCode(E, "The cell in {column} holds {value} texts. {suggestion}"),
    "unsafe_link": ProblemCode(E, "{file} is a link out of the folder and was not followed. {suggestion}"),
    "unsafe_archive": ProblemCode(E, "The archive cannot be opened safely: {value}. {suggestion}"),
    "missing_value": ProblemCode(E, "The column {column} has no value. {suggestion}"),
    "bad_id": ProblemCode(E, "The id “{value}” cannot be used. {suggestion}"),
    "long_id": ProblemCode(E, "The id “{value}” is too long: {about} characters. {suggestion}"),
    "duplicate_id": ProblemCode(E, "The id “{value}” stands more than once. {suggestion}"),
    "duplicate_row": ProblemCode(E, "The same pair “{value}” stands more than once. {suggestion}"),
    "unknown_reference": ProblemCode(E, "“{value}” in {column} is not the id of any record. {suggestion}"),
    "bad_date": ProblemCode(E, "“{value}” in {column} is not a date. {suggestion}"),
    "bad_number": ProblemCode(E, "“{value}” in {column} is not a number. {suggestion}"),
    "bad_flag": ProblemCode(E, "“{value}” in {column} is neither true nor false. {suggestion}"),
    "bad_choice": ProblemCode(E, "“{value}” in {column} is not one of the allowed words. {suggestion}"),
    "out_of_range": ProblemCode(E, "“{value}” in {column} is outside the allowed range. {suggestion}"),
    "too_many_values": ProblemCode(
        E, "“{value}” in {column} says a second thing where one is meant. {suggestion}"
    ),
    "bad_pattern": ProblemCode(
        E, "“{value}” in {column} has no place for the name of the area. {suggestion}"
    ),
    "several_own_groups": ProblemCode(
        E, "The organisation “{value}” is said to be more than one group. {suggestion}"
    ),
    "number_of_named": ProblemCode(
        W, "There is a number ({value}) for an organisation that is named. {suggestion}"
    ),
    "no_unit": ProblemCode(W, "The number {value} in {column} has no unit. {suggestion}"),
    "repeated_row": ProblemCode(
        W, "The row says the same as an earlier one and was read once ({value}). {suggestion}"
    ),
    "bad_url": ProblemCode(E, "“{value}” in {column} is not a web address. {suggestion}"),
    "bad_color": ProblemCode(E, "“{value}” in {column} is not a colour. {suggestion}"),
    "bad_geometry": ProblemCode(E, "The geometry in {column} is not GeoJSON. {suggestion}"),
    "too_much_geometry": ProblemCode(
        E, "The outlines in {column} have {value} characters together. {suggestion}"
    ),
    "too_many_made": ProblemCode(E, "The templates would make too much ({value}). {suggestion}"),
    "control_character": ProblemCode(
        E, "The text in {column} holds a character that cannot be shown. {suggestion}"
    ),
    "text_too_long": ProblemCode(E, "The text in {column} is longer than allowed ({value}). {suggestion}"),
    "end_before_start": ProblemCode(
        E, "The end “{value}” in {column} lies before the start “{about}”. {suggestion}"
    ),
    "self_reference": ProblemCode(E, "“{value}” points at itself. {suggestion}"),
    "circular": ProblemCode(E, "“{value}” is a part of itself by way of others. {suggestion}"),
    "several_parents": ProblemCode(E, "“{value}” has more than one parent. {suggestion}"),
    "unnamed_in_several_groups": ProblemCode(
        W, "The unnamed participant “{value}” stands in more than one group. {suggestion}"
    ),
    "placeholder_name": ProblemCode(W, "“{value}” in {column} says that there is no name. {suggestion}"),
    "html_code": ProblemCode(W, "“{value}” in {column} holds codes of a web page. {suggestion}"),
    "running_number": ProblemCode(
        W, "{value} look like the one name “{about}”, filled down with a running number. {suggestion}"
    ),
    "exchanged_coordinates": ProblemCode(
        W, "Latitude and longitude look exchanged in “{value}”. {suggestion}"
    ),
    "far_coordinates": ProblemCode(W, "“{value}” lies far from the other areas in {about}. {suggestion}"),
    "similar_names": ProblemCode(N, "“{value}” and “{suggestion}” may be the same organisation."),
    "names_not_compared": ProblemCode(
        N,
        "{value} names have very long words, or words that very many others resemble, or are too many: "
        "other spellings of them may have been missed.",
    ),
    "person_data": ProblemCode(
        W, "The text in {column} looks like data about a person ({value}). {suggestion}"
    ),
    "no_source": ProblemCode(N, "The record “{value}” has no source. {suggestion}"),
    "more_of_the_same": ProblemCode(N, "There are {value} more findings like the last one. {suggestion}"),
}


@dataclass(frozen=True)
class Problem:
    """One finding about input.

    `code` is a key of `PROBLEM_CODES`. `file`, `sheet`, `row` (1 is the header line) and `column`
    say where; `value` what stood there; `suggestion` what would be right; `about` what the value is
    compared with (the start that an end lies before). Unknown places are None. `like` is set where a
    problem only counts others: their code.
    """

    code: str
    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    suggestion: str = ""
    about: str | None = None
    like: str | None = None

    @property
    def severity(self) -> Severity:
        """The severity that goes with the code, or with the code of those that are counted."""
        return PROBLEM_CODES[self.like or self.code].severity

    @property
    def message(self) -> str:
        """The finding as one English sentence or two."""
        words = {key: "" if value is None else value for key, value in vars(self).items()}
        return PROBLEM_CODES[self.code].wording.format(**words).strip()

    def as_dict(self) -> dict[str, object]:
        """The finding as the command line prints it: all fields, with severity and message."""
        return {**vars(self), "severity": self.severity.value, "message": self.message}


def stops(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems is an error, so that nothing may be loaded."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def counted(problems: Iterable[Problem]) -> dict[Severity, int]:
    """How many problems there are of each severity, those that are only counted included."""
    counts: Counter[Severity] = Counter()
    for problem in problems:
        counts[problem.severity] += int(problem.value or 0) if problem.like else 1
    return {severity: counts[severity] for severity in Severity}


def left_out(problems: Iterable[Problem]) -> int:
    """How many problems are only counted, not listed."""
    return sum(int(problem.value or 0) for problem in problems if problem.like)


def shown(value: object, *, limit: int = 80) -> str:
    """A value as it may stand in a message: one line, no control characters, at most `limit` long."""
    text = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in str(value)[: limit + 1])
    return text if len(text) <= limit else text[: limit - 1] + "…"


class Findings:
    """Collects problems in order; of one kind in one column the first `listed` are kept, the rest counted.

    A file with a million bad dates would otherwise give a million problems: half a gigabyte and a
    minute. So there is a bound when all are asked for, too: `ALL` of one kind in one column, and once
    `KEPT` are kept (some 100 MB) only `LISTED` of each further kind.
    """

    LISTED = 100
    ALL = 100_000
    KEPT = 200_000

    def __init__(self, listed: int = LISTED) -> None:
        self.listed = listed
        self._count = 0
        self._kept: dict[tuple[str, str | None, str | None, str | None], list[Problem]] = {}
        self._more: dict[tuple[str, str | None, str | None, str | None], int] = {}

    def room(self, code: str, file: str | None, sheet: str | None, column: str | None) -> int:
        """How many more of this kind in this column will be kept: no others need be put into words."""
        limit = self.listed if self._count < self.KEPT else min(self.listed, self.LISTED)
        return max(limit - len(self._kept.get((code, file, sheet, column), ())), 0)

    def add(self, problem: Problem, *, more: int = 0) -> None:
        """Keep a problem. `more` counts further ones like it that the caller does not hand over."""
        key = (problem.code, problem.file, problem.sheet, problem.column)
        room = self.room(*key)
        kept = self._kept.setdefault(key, [])
        if room:
            kept.append(problem)
            self._count += 1
        else:
            more += 1
        self._more[key] = self._more.get(key, 0) + more

    def count(self, code: str, file: str | None, sheet: str | None, column: str | None, more: int) -> None:
        """Count further ones of a kind that there is no room for: to make a million of them takes seconds.

        Parameters
        ----------
        code, file, sheet, column
            As in `Problem`.
        more
            How many.
        """
        key = (code, file, sheet, column)
        self._more[key] = self._more.get(key, 0) + more

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was kept, each kind followed by the number of those left out."""
        listed: list[Problem] = []
        for key, kept in self._kept.items():
            listed += kept
            if more := self._more.get(key):
                code, file, sheet, column = key
                hint = f"Mend these first; all are of the kind {code}."
                listed.append(
                    Problem("more_of_the_same", file, sheet, None, column, str(more), hint, like=code)
                )
        return tuple(listed)
