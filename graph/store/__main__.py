"""The command line of the database, `python -m graph.store COMMAND`.

    history | show LOAD | undo LOAD | snapshot NAME | snapshots
    verify | backup | backups | restore NAME

Ends with 0 when done, 1 when others have changed the same records since, 2 when it was called with
something that cannot be used (arguments, settings) and 3 when it was not done: the database does not
answer, is in use or damaged, or there is no such backup.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from graph.command_line import DONE, exit_code, prepare, print_json
from graph.errors import RevisionConflict, SamverkanError, SettingsError, StoreDamaged
from graph.model import RECORD_TYPE
from graph.settings import Settings
from graph.store.backup import Backup, all_backups, back_up, restore, revision_in
from graph.store.connect import open_store


@dataclass(frozen=True)
class Answer:
    """What a command has done: `values` for programs, `sentence` for those who read."""

    values: dict[str, Any]
    sentence: str


@dataclass(frozen=True)
class Command:
    """One command: what it is called, what it does and what it takes.

    That is an argument, if any, and options (with a value) and flags (without), each with what it means.
    """

    name: str
    about: str
    run: Callable[[Settings, argparse.Namespace], Answer]
    argument: str | None = None
    options: tuple[tuple[str, str], ...] = ()
    flags: tuple[tuple[str, str], ...] = ()


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
        told |= {"ok": False, "error": {"code": error.code, "message": str(error), **error.details}}
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
        for option, meaning in command.options:
            added.add_argument(f"--{option}", help=meaning)
        for flag, meaning in command.flags:
            added.add_argument(f"--{flag}", action="store_true", help=meaning)
        added.add_argument("--json", action="store_true", help="answer with one JSON object")
        added.set_defaults(command=command)
    return parser


# --- the commands -----------------------------------------------------------------------------------


def _history(settings: Settings, options: argparse.Namespace) -> Answer:
    with open_store(settings) as store:
        if options.of is None:
            loads = store.history().to_dicts()
            return Answer({"history": loads}, "\n".join(_line(load) for load in loads))
        table, _, key = options.of.partition(":")
        if table not in RECORD_TYPE:
            raise SettingsError(
                f"--of is “{options.of}”; a table and the id of a record, such as organizations:polisen, would be "
                "right.",
                variable="--of",
                value=options.of,
            )
        events = [dataclasses.asdict(event) for event in store.history_of(table, tuple(key.split("/")))]
        lines = [_line(event | {"added": 0, "changed": 0, "removed": 0}) for event in events]
        return Answer({"history": events}, "\n".join(lines))


def _show(settings: Settings, options: argparse.Namespace) -> Answer:
    with open_store(settings) as store:
        changes = store.changes_of(options.load)
    records = [dataclasses.asdict(record) for record in changes.records()]
    counts = {table: dataclasses.asdict(counted) for table, counted in changes.counts.items()}
    lines = [
        f"{record['kind']:8} {record['table']} {'/'.join(map(str, record['key']))}" for record in records
    ]
    return Answer({"load_id": options.load, "counts": counts, "records": records}, "\n".join(lines))


def _undo(settings: Settings, options: argparse.Namespace) -> Answer:
    with open_store(settings) as store:
        done = store.undo(options.load, by=options.by, note=options.note)
    told = {"undoes": options.load, "load_id": done.load_id, "revision": done.revision}
    counts = {"added": done.added, "changed": done.changed, "removed": done.removed}
    return Answer(told | counts, f"Undone; it is now revision {done.revision} (load {done.load_id}).")


def _snapshot(settings: Settings, options: argparse.Namespace) -> Answer:
    if options.revision is not None and not options.revision.isdecimal():
        raise SettingsError(
            f"--revision is “{options.revision}”; the number of a revision would be right.",
            variable="--revision",
            value=options.revision,
        )
    revision = int(options.revision) if options.revision is not None else None
    with open_store(settings) as store:
        made = store.snapshot(options.name, revision=revision, by=options.by, note=options.note)
    return Answer({"snapshot": dataclasses.asdict(made)}, f"“{made.name}” is revision {made.revision}.")


def _snapshots(settings: Settings, _: argparse.Namespace) -> Answer:
    with open_store(settings) as store:
        found = store.snapshots().to_dicts()
    lines = [f"{row['revision']:>8}  {row['at']}  {row['name']}" for row in found]
    return Answer({"snapshots": found}, "\n".join(lines))


def _verify(settings: Settings, options: argparse.Namespace) -> Answer:
    with open_store(settings) as store:
        found = store.verify()
        mended = options.mend and not found.is_whole
        if mended:
            store.mend()
    told = {
        "revision": found.revision,
        "records": found.records,
        "whole": found.is_whole or mended,
        "mended": mended,
        "findings": [dataclasses.asdict(finding) for finding in found.findings],
    }
    if found.is_whole:
        return Answer(told, f"Revision {found.revision} is as it was written: {found.records} records.")
    what = ", ".join(
        f"{finding.damage}{f' of {finding.table}' * bool(finding.table)}" for finding in found.findings
    )
    if mended:
        return Answer(told, f"Revision {found.revision} was damaged ({what}) and has been written anew.")
    raise StoreDamaged(
        f"Revision {found.revision} is not as it was written: {what}. Mend it with: python -m graph.store verify "
        "--mend",
        **told,
    )


def _line(load: dict[str, Any]) -> str:
    by, note = (f" · {load[name]}" if load[name] else "" for name in ("by", "note"))
    numbers = f"+{load['added']} ~{load['changed']} -{load['removed']}"
    return f"{load['revision']:>8}  {load['at']}  {load['load_id']}  {numbers}  {load['origin']}{by}{note}"


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


_WHO: Final = (("by", "who does it: a function or initials"), ("note", "why"))

COMMANDS: Final = (
    Command(
        "history",
        "List what has been done, oldest first.",
        _history,
        options=(("of", "only what was done to one record, as TABLE:ID (TABLE:ID/ID for two ends)"),),
    ),
    Command("show", "Show what a load did, record by record.", _show, "load"),
    Command("undo", "Take a load back; what others have done since stays.", _undo, "load", _WHO),
    Command(
        "snapshot",
        "Give a state a name, which keeps it.",
        _snapshot,
        "name",
        (("revision", "the state to name, else the current one"), *_WHO),
    ),
    Command("snapshots", "List the states that have a name.", _snapshots),
    Command(
        "verify",
        "Compare everything the database holds with what was written into it.",
        _verify,
        flags=(("mend", "write anew what is damaged"),),
    ),
    Command("backup", "Make a backup of the embedded database now.", _backup),
    Command("backups", "List the backups, newest first.", _backups),
    Command(
        "restore", "Put a backup in the place of the database, which nobody may have open.", _restore, "name"
    ),
)


if __name__ == "__main__":
    sys.exit(main())
