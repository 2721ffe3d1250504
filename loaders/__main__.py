"""The command line: `python -m loaders check|load|export|invent PATH`.

Ends with 0 when done, 1 when the data holds problems that must be mended first or others have changed
the same records since the revision it was made from, 2 when it was called with something that cannot
be used (arguments, settings, a path where no tables are) and 3 when the database does not answer or
fails.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

import loaders
from graph.command_line import DONE, PROBLEMS, exit_code, prepare, print_json
from graph.dataset import Dataset
from graph.errors import RevisionConflict, SamverkanError
from graph.problems import Findings, Problem, counted, left_out, shown
from graph.settings import Settings
from loaders import pipeline
from loaders.base import Limits, Progress

if TYPE_CHECKING:
    from graph.store.graph_store import GraphStore

_BAR_WIDTH: Final = 30
_ABOUT_ALL: Final = (
    f"list every problem, not the first {Findings.LISTED} of a kind in a column "
    f"(up to {Findings.ALL:,} of a kind)"
)
_ABOUT_BASE: Final = (
    "the revision that the source was made from, as export says it: only what the source changes of "
    "that is written, and what others have written since stays"
)


class _Parser(argparse.ArgumentParser):
    """argparse's own, but with an answer on standard output for those who asked for JSON."""

    def error(self, message: str) -> NoReturn:
        if "--json" in sys.argv[1:]:
            print_json({"ok": False, "error": {"code": "usage", "message": message}, "problems": []})
        super().error(message)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns what the process ends with (argparse ends it itself, with 2)."""
    prepare()
    options = _parser().parse_args(arguments)
    answer: dict[str, Any] = {"command": options.command, "ok": True, "problems": []}
    try:
        status = options.run(options, answer)
    except SamverkanError as error:
        status = exit_code(error)
        answer |= {"ok": False, "error": {"code": error.code, "message": str(error)}}
        if isinstance(error, RevisionConflict):
            answer["conflicts"] = [conflict.as_dict() for conflict in error.conflicts]
    if options.json:
        print_json(answer)
    else:
        _print(answer)
    return int(status)


def _parser() -> argparse.ArgumentParser:
    # asked when it is shown, so that it names what is registered
    formats = "; ".join(f"{loader.name} is {loader.about}" for loader in loaders.LOADERS)
    about_formats = f"Formats that can be read: {formats}."
    about = "Check, load, export and invent data."
    parser = _Parser(prog="python -m loaders", description=about, epilog=about_formats)
    parser.set_defaults(json=False)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, run: Callable[..., int], about: str, path: str) -> argparse.ArgumentParser:
        added: argparse.ArgumentParser = commands.add_parser(name, help=about, description=about)
        added.add_argument("path", type=Path, metavar=path.upper(), help=f"the {path}")
        added.add_argument("--json", action="store_true", help="answer with one JSON object")
        added.set_defaults(run=run)
        return added

    check = command("check", _check, "Say what is wrong with a source, without a database.", "source")
    load = command("load", _load, "Put a source into the database in place of what is there.", "source")
    check.epilog = load.epilog = about_formats
    load.add_argument("--by", help="who loads it, for the history")
    load.add_argument("--base", type=_whole_number, metavar="REVISION", help=_ABOUT_BASE)
    for reading in (check, load):
        reading.add_argument("--all", action="store_true", help=_ABOUT_ALL)
    export = command("export", _export, "Write what the database holds as tables.", "folder")
    invent = command("invent", _invent, "Write an invented data set of any size.", "folder")
    invent.add_argument("--memberships", type=_number_of_memberships, default=1_000, help="how many (1000)")
    invent.add_argument(
        "--activities", type=_number_of_activities, help="how many (a quarter of the memberships)"
    )
    invent.add_argument("--seed", type=_whole_number, default=1, help="the same gives the same set (1)")
    for writing in (export, invent):
        writing.add_argument("--force", action="store_true", help="replace an earlier export")
    return parser


def _whole_number(text: str) -> int:
    if not text.isdecimal() or int(text) > 100_000_000:
        raise argparse.ArgumentTypeError(f"“{shown(text)}” is not a whole number up to 100 million")
    return int(text)


def _number_of_memberships(text: str) -> int:
    from loaders.invented import SMALLEST

    if (number := _whole_number(text)) < SMALLEST:
        raise argparse.ArgumentTypeError(f"{number} is too few for a network; {SMALLEST} would do")
    return number


def _number_of_activities(text: str) -> int:
    from loaders.invented import FEWEST_ACTIVITIES

    if (number := _whole_number(text)) < FEWEST_ACTIVITIES:
        raise argparse.ArgumentTypeError(f"{number} is too few; {FEWEST_ACTIVITIES} would do")
    return number


# --- the commands -----------------------------------------------------------------------------------


def _check(options: argparse.Namespace, answer: dict[str, Any]) -> int:
    with _Bar("Reading", options) as bar:
        reading = pipeline.check(options.path, limits=_limits(options), progress=bar.show)
    answer |= _found(reading.dataset, reading.problems)
    answer["ok"] = not reading.stops
    return PROBLEMS if reading.stops else DONE


def _limits(options: argparse.Namespace) -> Limits:
    return Limits.of(Settings.from_env(), listed=Findings.ALL if options.all else Findings.LISTED)


def _load(options: argparse.Namespace, answer: dict[str, Any]) -> int:
    with _Bar("Reading", options) as bar:
        reading = pipeline.check(options.path, limits=_limits(options), progress=bar.show)
    answer |= _found(reading.dataset, reading.problems)
    if reading.stops:
        answer["ok"] = False
        return PROBLEMS
    with _store(Settings.from_env()) as store, _Bar("Writing", options) as bar:
        origin = pipeline.source_name(options.path)
        report = pipeline.write(
            reading, store, origin=origin, by=options.by, base_revision=options.base, progress=bar.show
        )
    answer |= {
        "load_id": report.load_id,
        "revision": report.revision,
        "added": dict(report.added),
        "changed": dict(report.changed),
        "removed": dict(report.removed),
        "unchanged": report.unchanged,
    }
    return DONE


def _export(options: argparse.Namespace, answer: dict[str, Any]) -> int:
    pipeline.check_target(options.path, overwrite=options.force)
    with _store(Settings.from_env()) as store:
        answer["revision"], dataset = store.cached_dataset()
    return _written(dataset, options, answer)


def _invent(options: argparse.Namespace, answer: dict[str, Any]) -> int:
    from loaders.invented import invented_network  # only this command needs it

    pipeline.check_target(options.path, overwrite=options.force)
    dataset = invented_network(
        memberships=options.memberships, activities=options.activities, seed=options.seed
    )
    return _written(dataset, options, answer)


def _store(settings: Settings) -> GraphStore:
    from graph.store.connect import open_store  # a second that checking and inventing need not wait

    return open_store(settings)


def _written(dataset: Dataset, options: argparse.Namespace, answer: dict[str, Any]) -> int:
    answer["written"] = str(pipeline.export(dataset, options.path, overwrite=options.force))
    answer["counts"] = dataset.counts
    return DONE


def _found(dataset: Dataset, problems: Sequence[Problem]) -> dict[str, Any]:
    return {
        "counts": dataset.counts,
        "problem_counts": {severity.value: count for severity, count in counted(problems).items()},
        "problems_left_out": left_out(problems),
        "problems": [problem.as_dict() for problem in problems],
    }


# --- what is said -----------------------------------------------------------------------------------


class _Bar:
    """A progress bar on standard error, where that is a terminal; nothing elsewhere."""

    def __init__(self, label: str, options: argparse.Namespace) -> None:
        self._label = label
        self._shown = sys.stderr.isatty() and not options.json
        self._last = -1

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown and self._last >= 0:
            print(file=sys.stderr)

    @property
    def show(self) -> Progress | None:
        return self._draw if self._shown else None

    def _draw(self, done: int, total: int) -> None:
        percent = 100 * done // max(total, 1)
        if percent != self._last:
            self._last = percent
            bar = "█" * (_BAR_WIDTH * percent // 100)
            print(f"\r{self._label} {bar:<{_BAR_WIDTH}} {percent:3d} %", end="", file=sys.stderr, flush=True)


def _print(answer: Mapping[str, Any]) -> None:
    for problem in answer["problems"]:
        place = ", ".join(
            f"{word}{problem[key]}"
            for key, word in (("file", ""), ("sheet", "sheet "), ("row", "row "), ("column", "column "))
            if problem[key] is not None
        )
        print(f"{problem['severity']:<8} {place}: {problem['message']}", file=sys.stderr)
    if error := answer.get("error"):
        print(error["message"], file=sys.stderr)
        return
    for table, count in answer.get("counts", {}).items():
        if count:
            changes = ", ".join(
                f"{answer[change][table]} {change}"
                for change in ("added", "changed", "removed")
                if answer.get(change, {}).get(table)
            )
            print(f"{count:>9} {table}" + (f" ({changes})" if changes else ""))
    if "problem_counts" in answer:
        print(
            ", ".join(
                f"{number} {word}{'s' * (number != 1)}" for word, number in answer["problem_counts"].items()
            )
        )
    if count := answer.get("problems_left_out"):
        print(f"{count:,} of them are only counted above; --all lists up to {Findings.ALL:,} of a kind.")
    if not answer["ok"]:
        print(
            "Nothing was loaded. Mend the errors first."
            if answer["command"] == "load"
            else "Mend the errors."
        )
    elif answer["command"] == "load":
        done = "Nothing had changed" if answer["unchanged"] else "Loaded"
        print(f"{done}: revision {answer['revision']}.")
    elif "written" in answer:
        held = f" (revision {answer['revision']})" if "revision" in answer else ""
        print(f"Written to {answer['written']}{held}.")


if __name__ == "__main__":
    sys.exit(main())
