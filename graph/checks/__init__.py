"""Checks that look at what a value says, not only at whether it may stand there.

Each file is one question about a Dataset and knows nothing of files and rows: `graph.validation`
asks them all, and says where what they find came from.
"""

from __future__ import annotations

from typing import Final

from graph.checks.base import Check
from graph.checks.coordinates import coordinates_elsewhere
from graph.checks.names import names_alike
from graph.checks.running_numbers import running_numbers
from graph.checks.texts import html_codes, placeholders

CHECKS: Final[tuple[Check, ...]] = (
    placeholders,
    html_codes,
    running_numbers,
    coordinates_elsewhere,
    names_alike,
)
"""All of them, in the order in which their findings are told."""
