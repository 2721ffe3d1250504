"""The command line: `python -m graph ask QUESTION [name=value …]`.

Prints the rows that answer a question, from the same database as the app. Ends with 0 when done, 2
when it was called with something that cannot be used (arguments, settings, a question, a parameter or
a record that is not there) and 3 when the database does not answer or fails.
"""

from __future__ import annotations

import argparse
import datetime as dt
import difflib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import polars as pl

from graph.analysis.cut.data_day import Basis, data_day
from graph.analysis.cut.rollup import roll_up
from graph.analysis.measure import Measure
from graph.analysis.measures import MEASURES
from graph.cells import as_cells, as_records
from graph.command_line import DONE, WRONG_USE, exit_code, prepare, print_json
from graph.dataset import Dataset
from graph.errors import SamverkanError, UnknownId, UnknownQuestion, WrongParameter
from graph.model import RECORD_TYPE
from graph.network import Level
from graph.problems import shown
from graph.settings import Settings
from graph.text_table import text_record, text_table
from graph.validation import nearest_id

_USAGE = """\
python -m graph ask QUESTION [name=value …] [--as-of DAY] [--level unit|organization] [--json | --csv]
       python -m graph ask QUESTION --help
       python -m graph ask --list [--json | --csv]"""


@dataclass(frozen=True)
class Answer:
    """The rows that answer a question, with all that was chosen.

    `as_of` and `level` are None where the question is asked of all records, of every day and as they are.
    `basis` says what the day rests on, None for one that was asked for.
    """

    measure: Measure
    parameters: dict[str, Any]
    as_of: dt.date | None
    basis: Basis | None
    level: Level | None
    rows: pl.DataFrame


class _Misused(Exception):
    """The arguments cannot be read; holds the sentence and how it is called."""


class _Parser(argparse.ArgumentParser):
    """argparse's own, but for how it ends: `main` says what is wrong, in JSON too."""

    def error(self, message: str) -> NoReturn:
        raise _Misused(message, self.format_usage())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns what the process ends with (argparse ends it itself to print its help)."""
    prepare()
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        options, words = _parser().parse_known_args(given)
        answers = _help if options.help else _list if options.list else _ask
        status = answers(options, words)
        sys.stdout.flush()
    except _Misused as misused:
        message, usage = misused.args
        status = _failed("usage", message, given, usage=usage)
    except SamverkanError as error:
        status = _failed(error.code, str(error), given, status=exit_code(error))
    except BrokenPipeError:  # whoever reads has enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = DONE
    return status


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m graph", description="Ask the network a question.", allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True, metavar="ask")
    about = "Print the rows that answer a question."
    # the question and its parameters are what is left over: so they may stand before and behind options
    ask = commands.add_parser(
        "ask", help=about, description=about, usage=_USAGE, allow_abbrev=False, add_help=False
    )
    ask.add_argument("-h", "--help", action="store_true", help="show this, or what one question needs")
    ask.add_argument("--list", action="store_true", help="name the questions and what they need")
    ask.add_argument(
        "--as-of", type=_day, metavar="DAY", help="the network as it was on this day, YYYY-MM-DD"
    )
    ask.add_argument(
        "--level", type=_level, help="unit, or organization: units as what they belong to (the default)"
    )
    form = ask.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="answer with one JSON object")
    form.add_argument("--csv", action="store_true", help="answer with a CSV table")
    ask.set_defaults(about=ask.format_help())
    return parser


def _day(text: str) -> dt.date:
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{shown(text)}” is not a day; 2026-11-22 would be one") from None


def _level(text: str) -> Level:
    try:
        return Level(text)
    except ValueError:
        words = " or ".join(Level)
        raise argparse.ArgumentTypeError(f"“{shown(text)}” is not a level; {words} would be right") from None


# --- the commands -----------------------------------------------------------------------------------


def _help(options: argparse.Namespace, words: Sequence[str]) -> int:
    if not words:
        print(options.about, end="")
        return DONE
    measure = _measure(words[0])
    print(_in_short(measure))
    print("    Columns:")
    for name, kind in measure.columns.items():
        unit = measure.unit_of.get(name)
        print(f"      {name}: {kind}{f', {unit}' if unit else ''}")
    return DONE


def _in_short(measure: Measure) -> str:
    """How a question is asked, what it means and what it needs."""
    needs = [f"      {p.name}: {p.meaning} {p.holds.capitalize()}." for p in measure.parameters]
    return "\n".join([measure.usage, f"    {measure.question}", *needs])


def _list(options: argparse.Namespace, words: Sequence[str]) -> int:
    if words:
        raise _Misused(f"--list stands alone, without “{shown(words[0])}”", f"usage: {_USAGE}\n")
    if options.json:
        print_json({"ok": True, "questions": [_described(measure) for measure in MEASURES.values()]})
    elif options.csv:
        rows = [(m.name, m.question, [p.usage for p in m.parameters]) for m in MEASURES.values()]
        print(_csv(pl.DataFrame(rows, schema=["name", "question", "parameters"], orient="row")), end="")
    else:
        for measure in MEASURES.values():
            print(_in_short(measure))
    return DONE


def _described(measure: Measure) -> dict[str, Any]:
    return {
        "name": measure.name,
        "question": measure.question,
        "gives": measure.gives,
        "parameters": [
            {
                "name": parameter.name,
                "meaning": parameter.meaning,
                "holds": parameter.holds,
                "required": parameter.required,
                "default": parameter.default,
                "choices": list(parameter.choices),
            }
            for parameter in measure.parameters
        ],
        "columns": [
            {"name": name, "type": kind, "unit": measure.unit_of.get(name)}
            for name, kind in measure.columns.items()
        ],
    }


def _ask(options: argparse.Namespace, words: Sequence[str]) -> int:
    measure, parameters = _question(words)
    if measure.whole and (options.level or (options.as_of and not measure.takes_day)):
        option = "--level" if options.level else "--as-of"
        raise WrongParameter(
            f"{measure.name} is asked of all records as they are; leave {option} out.",
            parameter=option,
            value=None,
        )
    whole = _records(Settings.from_env())
    answer = _answer(whole, measure, parameters, as_of=options.as_of, level=options.level)
    if options.json:
        print_json(_as_json(answer))
    elif options.csv:
        print(_csv(answer.rows), end="")
    else:
        print(_in_words(answer))
        if whole.is_empty:
            print("The database holds nothing yet: python -m loaders load FOLDER fills it.", file=sys.stderr)
    return DONE


def _question(words: Sequence[str]) -> tuple[Measure, dict[str, Any]]:
    """The measure and its arguments that the words after `ask` mean."""
    if strange := next((word for word in words if word.startswith("-")), None):
        raise _Misused(f"there is no option “{shown(strange)}”", f"usage: {_USAGE}\n")
    if not words:
        raise _Misused("which question? --list names them", f"usage: {_USAGE}\n")
    name, *rest = words
    measure = _measure(name)
    texts: dict[str, str] = {}
    for word in rest:
        parameter, sign, text = word.partition("=")
        if not sign or parameter in texts:
            fault = "is given twice; once" if sign else "is not a parameter; name=value"
            raise WrongParameter(
                f"“{shown(word)}” {fault} would be right.", parameter=parameter, value=text or None
            )
        texts[parameter] = text
    return measure, measure.read(texts)


def _measure(name: str) -> Measure:
    if name not in MEASURES:
        near = difflib.get_close_matches(name, MEASURES, n=1)
        right = f"did you mean {near[0]}?" if near else "python -m graph ask --list names those there are."
        raise UnknownQuestion(f"There is no question “{shown(name)}”; {right}", question=name)
    return MEASURES[name]


def _records(settings: Settings) -> Dataset:
    from graph.store.connect import open_store  # a second that a mistyped question need not wait

    with open_store(settings) as store:
        return store.cached_dataset()[1]


def _answer(
    whole: Dataset,
    measure: Measure,
    parameters: dict[str, Any],
    *,
    as_of: dt.date | None,
    level: Level | None,
) -> Answer:
    """The rows on the day asked for, or on the day the data speaks of; units rolled up unless asked for."""
    spoken_of = data_day(whole, today=dt.date.today())
    day, basis = (spoken_of.day, spoken_of.basis) if as_of is None else (as_of, None)
    if measure.whole:
        rows = measure.answer(whole, day=day, **parameters)
        return Answer(measure, parameters, day if measure.takes_day else None, basis, None, rows)
    level = level or Level.ORGANIZATION
    try:
        rows = measure.answer(roll_up(whole.as_of(day), level=level), day=day, **parameters)
    except UnknownId as error:
        raise _with_advice(error, whole, day, level) from error
    return Answer(measure, parameters, day, basis, level, rows)


def _with_advice(error: UnknownId, whole: Dataset, day: dt.date, level: Level) -> UnknownId:
    """The error with what would be right: another day or level, or the id that was meant."""
    table, asked = str(error.details.get("table")), str(error.details.get("id"))
    if table not in RECORD_TYPE:
        return error
    if whole.record(table, asked) is not None:
        return UnknownId(
            f"“{shown(asked)}” in {table} is not there on {day} at the level {level}; "
            "another --as-of or --level would be right.",
            **error.details,
        )
    near = nearest_id(whole[table], asked)
    right = f"did you mean {near}?" if near else "the id of one that is there would be right."
    return UnknownId(f"There is no record “{shown(asked)}” in {table}; {right}", **error.details)


# --- what is said -----------------------------------------------------------------------------------


_BASES = {
    Basis.COMPILED: ", the day the data was compiled",
    Basis.CHANGED: ", the day of the data's last change",
    Basis.TODAY: ", today: the data names no day that has come",
    None: "",
}
_LEVELS = {Level.UNIT: "Units by themselves", Level.ORGANIZATION: "Units as what they belong to"}


def _as_json(answer: Answer) -> dict[str, Any]:
    return {
        "ok": True,
        "question": answer.measure.name,
        "parameters": answer.parameters,
        "as_of": answer.as_of,
        "level": answer.level,
        "columns": answer.rows.columns,
        "rows": as_records(answer.rows),
    }


def _csv(rows: pl.DataFrame) -> str:
    return as_cells(rows).write_csv()


def _in_words(answer: Answer) -> str:
    rows = answer.rows
    said = [answer.measure.question]
    if answer.as_of is not None:
        said.append(f"As of {answer.as_of}{_BASES[answer.basis]}.")
    said.append(f"{_LEVELS[answer.level]}." if answer.level else "All records.")
    if answer.measure.single and rows.height == 1:
        return "\n".join([*said, "", text_record(rows)])
    said[-1] += f" {rows.height} row{'s' * (rows.height != 1)}."
    return "\n".join([*said, "", text_table(rows)])


def _failed(
    code: str, message: str, given: Sequence[str], *, usage: str = "", status: int = WRONG_USE
) -> int:
    if "--json" in given:
        print_json({"ok": False, "error": {"code": code, "message": message}})
    else:
        print(f"{usage}{message}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
