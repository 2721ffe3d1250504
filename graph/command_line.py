"""What the command lines of this software have in common: how they end and how they answer."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping
from typing import Any, Final

from graph.errors import ProblemsFound, RevisionConflict, SamverkanError, StoreError

DONE: Final = 0
PROBLEMS: Final = 1
WRONG_USE: Final = 2
NO_DATABASE: Final = 3
"""What a command ends with: done, the data must be mended first or others have changed it since, called with something that cannot be
used (arguments, settings, a record that is not there), the database does not answer or fails."""


def prepare() -> None:
    """Make a terminal that knows no Swedish print all the same, and keep warnings to what is said once."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    # the driver warns of each attempt to reach a database; what came of them is said once, at the end
    logging.basicConfig(level=logging.ERROR)


def exit_code(error: SamverkanError) -> int:
    """What a command ends with after an error."""
    match error:
        case ProblemsFound() | RevisionConflict():
            return PROBLEMS
        case StoreError():
            return NO_DATABASE
        case _:
            return WRONG_USE


def print_json(answer: Mapping[str, Any]) -> None:
    """Print one JSON object on one line; days as YYYY-MM-DD."""
    print(json.dumps(answer, ensure_ascii=False, default=str))
