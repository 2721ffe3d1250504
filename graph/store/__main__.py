"""`python -m graph.store backups` lists the backups of the embedded database, newest first;
`python -m graph.store restore NAME` puts one in its place. Exit codes: 0 done, 2 wrong use, 3 not done.
"""

from __future__ import annotations

import argparse
import sys

from graph.errors import SamverkanError
from graph.settings import Settings
from graph.store.backup import backup_names, restore


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m graph.store", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("backups", help="list the backups, newest first")
    commands.add_parser("restore", help="put a backup in the place of the database").add_argument("name")
    asked = parser.parse_args(arguments)
    try:
        settings = Settings.from_env()
        if asked.command == "backups":
            for name in backup_names(settings):
                print(name)
        else:
            report = restore(settings, asked.name)
            print(f"Restored {asked.name}; it is now revision {report.revision}.")
    except SamverkanError as error:
        print(error, file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
