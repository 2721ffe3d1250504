"""The command line of the database: `python -m graph.store backup|backups|restore NAME`.

Ends with 0 when done, 1 when others have changed the same records since, 2 when it was called with
something that cannot be used (arguments, settings) and 3 when it was not done: the database does not
answer, is in use or damaged, or there is no such backup.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from graph.command_line import DONE, exit_code, prepare, print_json
from graph.errors import RevisionConflict, SamverkanError
from graph.settings import Settings
from graph.store.backup import Backup, all_backups, back_up, restore, revision_in


@dataclass(frozen=True)
class Answer:
    """What a command has done: `values` for programs, `sentence` for those who read."""

    values: dict[str, Any]
    sentence: str


@dataclass(frozen=True)
class Command:
    """One command: what it is called, what it does, and the argument that it takes, if any."""

    name: str
    about: str
    run: Callable[[Settings, argparse.Namespace], Answer]
    argument: str | None = None


class _Parser(argparse.ArgumentParser):
    """argparse's own, but with an answer on standard output for those who asked for JSON."""

    def error(self, message: str) -> NoReturn:
        if "--json" in sys.argv[1:]:
            print_json({"ok": False, "error": {"code": "usage", "message": message}})
        super().error(message)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns what the process ends with (argparse ends it itself, with 2)."""
    prepare()
    options = _parser().parse_args(arguments)
    command: Command = options.command
    told: dict[str, Any] = {"command": command.name, "ok": True}
    status, said = DONE, ""
    try:
        answer = command.run(Settings.from_env(), options)
        told |= answer.values
        said = answer.sentence
    except SamverkanError as error:
        status = exit_code(error)
        told |= {"ok": False, "error": {"code": error.code, "message": str(error)}}
        if isinstance(error, RevisionConflict):
            told["conflicts"] = [conflict.as_dict() for conflict in error.conflicts]
        if not options.json:
            print(error, file=sys.stderr)
    if options.json:
        print_json(told)
    elif said:
        print(said)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m graph.store", description="Look after the database.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        added = commands.add_parser(command.name, help=command.about, description=command.about)
        if command.argument is not None:
            added.add_argument(command.argument, metavar=command.argument.upper())
        added.add_argument("--json", action="store_true", help="answer with one JSON object")
        added.set_defaults(command=command)
    return parser


# --- the commands -----------------------------------------------------------------------------------


def _backup(settings: Settings, _: argparse.Namespace) -> Answer:
    made = back_up(settings)
    return Answer({"backup": _told(made)}, f"Made {made.name}.")


def _backups(settings: Settings, _: argparse.Namespace) -> Answer:
    found = all_backups(settings)
    return Answer(
        {"backups": [_told(backup) for backup in found]}, "\n".join(backup.name for backup in found)
    )


def _restore(settings: Settings, options: argparse.Namespace) -> Answer:
    done = restore(settings, options.name)
    way_back = f" The way back: restore {done.before.name}." if done.before is not None else ""
    return Answer(
        {
            "restored": _told(done.backup),
            "revision": done.revision,
            "load_id": done.load_id,
            "before": _told(done.before) if done.before is not None else None,
        },
        f"Restored {done.backup.name}; it is now revision {done.revision}.{way_back}",
    )


def _told(backup: Backup) -> dict[str, Any]:
    """A backup as JSON has it; `reason` and `records` are null where an earlier version has made it."""
    return {
        "name": backup.name,
        "at": backup.at.isoformat(),
        "reason": backup.reason,
        "revision": revision_in(backup),
        "records": backup.records,
        "bytes": backup.size,
    }


COMMANDS: Final = (
    Command("backup", "Make a backup of the embedded database now.", _backup),
    Command("backups", "List the backups, newest first.", _backups),
    Command(
        "restore", "Put a backup in the place of the database, which nobody may have open.", _restore, "name"
    ),
)


if __name__ == "__main__":
    sys.exit(main())
