"""Names on the map: at most two short lines."""

from __future__ import annotations

import pytest

from ui.components.network_data import LONGEST_LINE, _wrapped


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Polisen", "Polisen"),
        ("Södermalms stadsdelsförvaltning", "Södermalms\nstadsdelsförvaltning"),
        ("x" * 200, f"{'x' * LONGEST_LINE}\n{'x' * (LONGEST_LINE - 1)}…"),
    ],
)
def test_label_is_one_line_or_two(name: str, shown: str) -> None:
    assert _wrapped(name) == shown


def test_no_label_is_longer_than_two_lines_hold() -> None:
    for length in range(1, 150):
        lines = _wrapped("ord " * length + "slut").split("\n")
        assert len(lines) <= 2
        assert all(0 < len(line) <= LONGEST_LINE for line in lines)
