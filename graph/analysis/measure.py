"""What a measure is: a question in the user's words, what it needs to know, and the table that answers it.

A description beside a pure function, so that whoever asks (the command line, a page, the documents)
reads from one place what can be asked and how. The measures themselves stand in `measures`.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import difflib
import inspect
import re
import textwrap
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Concatenate, Final

import polars as pl

from graph.cells import COUNTED_WORDS
from graph.dataset import Dataset
from graph.errors import WrongParameter
from graph.problems import shown

_LARGEST: Final = 1_000_000


class ParameterKind(StrEnum):
    """What a parameter holds."""

    ID = "id"
    WORD = "word"
    NUMBER = "number"


@dataclass(frozen=True)
class Parameter:
    """One thing a question needs to know.

    `kind`: an id of a record, a word of `choices`, or a whole number from `minimum`. `table`: where
    the record stands; empty when it depends on the parameter `axis`, whose rows (`axis_side` 0) or
    columns (1) are meant. `default`: what holds when nothing is given; None for nothing, unless the
    parameter is `required`.
    """

    name: str
    meaning: str
    kind: ParameterKind = ParameterKind.ID
    table: str = ""
    axis_side: int | None = None
    choices: tuple[str, ...] = ()
    minimum: int = 1
    default: str | int | None = None
    required: bool = False

    @property
    def holds(self) -> str:
        """What would be right, as words to put into a sentence."""
        match self.kind:
            case ParameterKind.WORD:
                return " or ".join((", ".join(self.choices[:-1]), self.choices[-1]))
            case ParameterKind.NUMBER:
                return f"a whole number from {self.minimum} to {_LARGEST}"
            case ParameterKind.ID:
                side = ("rows", "columns")[self.axis_side or 0]
                return f"an id in {self.table or f'the table on the {side} of the axis'}"

    @property
    def usage(self) -> str:
        """How it is written behind the question: in brackets when it may be left out."""
        if self.required:
            return f"{self.name}=…"
        return f"[{self.name}={'…' if self.default is None else self.default}]"

    def read(self, text: str) -> str | int | None:
        """The value a text means; nothing but space means the default.

        Raises
        ------
        WrongParameter
            When it has to be given and is not, or is nothing that this parameter can be.
        """
        bare = text.strip()
        if not bare:
            if self.required:
                raise WrongParameter(
                    f"{self.name} is empty; {self.holds} would be right.", parameter=self.name, value=text
                )
            return self.default
        number = self.kind is ParameterKind.NUMBER
        if number and bare.isdecimal() and len(bare) <= 9 and self.minimum <= int(bare) <= _LARGEST:
            return int(bare)
        if number or (self.choices and bare not in self.choices):
            raise WrongParameter(
                f"{self.name} is “{shown(bare)}”; {self.holds} would be right.",
                parameter=self.name,
                value=text,
            )
        return bare

    def table_in(self, values: Mapping[str, Any]) -> str:
        """The table an id stands in, where the other parameters have these values."""
        if self.axis_side is None:
            return self.table
        return str(values["axis"]).split("-")[self.axis_side]


@dataclass(frozen=True)
class Measure:
    """One question that is answered by a table.

    `name`: what it is asked by. `function`: the pure function that answers; its module and its
    docstring say what is meant. `parameters`: what it needs besides the network. `words`: the question
    in the user's words, where the module of the function answers several; else the module's opening.
    `as_table`: how the function is asked and its result becomes a table, where it does not take a
    Dataset and give a table by itself. `described`: whose docstring names the columns, where it is not
    the function's. `single`: the answer is one row. `whole`: asked of all records, neither cut to a day
    nor rolled up. `units`: what numbers count or measure → the columns that hold such, separated by
    spaces.
    """

    name: str
    function: Callable[..., Any]
    parameters: tuple[Parameter, ...] = ()
    words: str = ""
    as_table: Callable[Concatenate[Dataset, ...], pl.DataFrame] | None = None
    described: object = None
    single: bool = False
    whole: bool = False
    units: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def question(self) -> str:
        """The question in the user's words."""
        return self.words or _opening(inspect.getmodule(self.function))

    @property
    def gives(self) -> str:
        """What the function gives, as its docstring opens."""
        return _opening(self.function)

    @property
    def usage(self) -> str:
        """How it is asked: its name and its parameters."""
        return " ".join([self.name, *(parameter.usage for parameter in self.parameters)])

    @property
    def takes_day(self) -> bool:
        """Whether the answer looks at the day besides the records of that day."""
        return bool(self._days)

    @property
    def columns(self) -> dict[str, str]:
        """Column → type, as the docstring says them.

        For an answer of one row they are the fields of the result that are no tables themselves.
        """
        described = self.described or self.function
        if self.single and isinstance(described, type) and dataclasses.is_dataclass(described):
            return {name: _said(kind) for name, kind in row_schema(described).items()}
        return _columns(inspect.getdoc(described) or "")

    @property
    def unit_of(self) -> dict[str, str]:
        """Column → what its numbers count or measure, for each column of numbers."""
        return {column: unit for unit, columns in self.units.items() for column in columns.split()}

    @property
    def rows(self) -> str:
        """What the rows hold: the docstring's part on what is returned, or all of it but its opening."""
        doc = inspect.getdoc(self.described or self.function) or ""
        if returns := re.search(
            r"^Returns\n-+\n(.*?)(?=\n\n[A-Z]\w+\n---|\Z)", doc, re.DOTALL | re.MULTILINE
        ):
            lines = returns.group(1).splitlines()  # the type first, the meaning indented below it
            return textwrap.dedent("\n".join(line for line in lines if line[:1] in ("", " "))).strip()
        return doc.partition("\n\n")[2].strip()

    def read(self, texts: Mapping[str, str]) -> dict[str, Any]:
        """The arguments that texts mean, with the default of what is not given.

        Raises
        ------
        WrongParameter
            For one that is not known, that is missing, or that cannot be used.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in texts:
            if name not in known:
                near = difflib.get_close_matches(name, known, n=1)
                right = f"did you mean {near[0]}?" if near else f"it takes {', '.join(known) or 'nothing'}."
                raise WrongParameter(
                    f"{self.name} takes no “{shown(name)}”; {right}", parameter=name, value=texts[name]
                )
        for parameter in self.parameters:
            if parameter.required and parameter.name not in texts:
                raise WrongParameter(
                    f"{self.name} needs {parameter.name}: {parameter.meaning} "
                    f"{parameter.name}=… with {parameter.holds} would be right.",
                    parameter=parameter.name,
                    value=None,
                )
        return {name: parameter.read(texts.get(name, "")) for name, parameter in known.items()}

    def answer(self, dataset: Dataset, *, day: dt.date, **arguments: Any) -> pl.DataFrame:
        """The table that answers the question.

        Parameters
        ----------
        dataset
            The network, cut by `as_of` and rolled up; all of it for a measure that is `whole`.
        day
            The day it is read as of.
        **arguments
            Values of `parameters`; the default holds for those that are not given.

        Raises
        ------
        UnknownId
            When an id that is given is not in the data.
        """
        values = {p.name: p.default for p in self.parameters if not p.required} | arguments
        for parameter in self.parameters:
            given = values.get(parameter.name)
            if parameter.kind is ParameterKind.ID and given is not None:
                dataset.require(parameter.table_in(values), str(given))
        return self._answer(dataset, **values, **dict.fromkeys(self._days, day))

    @property
    def _answer(self) -> Callable[..., pl.DataFrame]:
        return self.as_table or self.function

    @property
    def _days(self) -> tuple[str, ...]:
        return tuple(name for name in ("today", "day") if name in inspect.signature(self._answer).parameters)


# --- a result of one record as a table -----------------------------------------------------------------

_KINDS: Final[dict[Any, pl.DataType]] = {
    str: pl.String(),
    int: pl.Int64(),
    bool: pl.Boolean(),
    dt.date: pl.Date(),
    tuple[str, ...]: pl.List(pl.String),
    dict[str, int]: COUNTED_WORDS,
}


def row_schema(result: type) -> dict[str, pl.DataType]:
    """The columns of a result of one record: its fields that are no tables themselves."""
    hints = typing.get_type_hints(result)
    kinds = {field.name: _bare(hints[field.name]) for field in dataclasses.fields(result)}
    return {name: _KINDS[kind] for name, kind in kinds.items() if kind is not pl.DataFrame}


def as_row(result: Any) -> pl.DataFrame:
    """A result of one record as a table of one row, with the columns of `row_schema`.

    Words with their counts become a list of pairs, in their order.
    """
    schema = row_schema(type(result))
    row = {name: _cell(getattr(result, name)) for name in schema}
    return pl.DataFrame([row], schema=schema)


def _bare(hint: Any) -> Any:
    """The type of a field, without the None that may stand in its place."""
    rest = [each for each in typing.get_args(hint) if each is not type(None)]
    return rest[0] if type(None) in typing.get_args(hint) else hint


def _cell(value: Any) -> Any:
    if isinstance(value, Mapping):
        return [{"word": word, "count": count} for word, count in value.items()]
    return list(value) if isinstance(value, tuple) else value


# --- reading docstrings --------------------------------------------------------------------------------


def _opening(documented: object) -> str:
    return " ".join((inspect.getdoc(documented) or "").partition("\n\n")[0].split())


def _said(kind: pl.DataType) -> str:
    """A type as docstrings write it."""
    return "word → count" if kind == COUNTED_WORDS else str(kind).replace("(", "[").replace(")", "]")


def _columns(doc: str) -> dict[str, str]:
    """Column → type out of the first `DataFrame[a, b: String, c: Int64]` in a docstring."""
    _, _, rest = " ".join(doc.split()).partition("DataFrame[")
    parts, depth = [""], 1
    for character in rest:
        depth += {"[": 1, "]": -1}.get(character, 0)
        if depth == 0:
            break
        if character == "," and depth == 1:
            parts.append("")
        else:
            parts[-1] += character
    found: dict[str, str] = {}
    kind = ""
    for part in reversed(parts):  # several names before one type have that type
        name, _, said = part.strip().partition(": ")
        kind = said or kind
        if name:
            found[name] = kind
    return dict(reversed(found.items()))
