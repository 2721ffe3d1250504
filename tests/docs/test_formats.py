"""The written formats: as generated, complete, and true."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from graph.bounds import LONGEST_ID
from graph.model import RECORD_TYPES
from graph.problems import PROBLEM_CODES
from graph.settings import VARIABLES, Settings
from loaders.base import Limits

ROOT = Path(__file__).parents[2]
FORMATS = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    return FORMATS.split(f"\n### {title}\n")[1].split("\n#")[0]


def test_generated_parts_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", "docs/formats.md", "docs/settings.md"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"run: make docs\n{done.stdout}{done.stderr}"


def test_every_table_and_column_is_written_down() -> None:
    for record_type in RECORD_TYPES:
        for field in record_type.fields:
            assert f"| `{field.name}` |" in section(record_type.table), (record_type.table, field.name)


def test_every_problem_is_written_down_and_found_in_the_code() -> None:
    code = "".join(
        path.read_text(encoding="utf-8")
        for room in ("graph", "loaders")
        for path in (ROOT / room).rglob("*.py")
    )
    for name in PROBLEM_CODES:
        assert f"| `{name}` |" in FORMATS
        # once in the list itself, and once where it is found
        assert code.count(f'"{name}"') > 1, f"nothing ever finds {name}"


def test_every_setting_is_written_down() -> None:
    assert re.findall(r"^\| `(\w+)`", SETTINGS, re.MULTILINE) == [variable.name for variable in VARIABLES]


def test_limits_are_the_ones_in_the_code() -> None:
    limits = section("Limits")
    assert f"{Limits().file_bytes // 1_000_000} MB" in limits
    assert Limits().total_bytes == 2 * Limits().file_bytes
    assert f"{Limits().cells:,} cells" in limits
    assert Limits.of(Settings.from_env({})) == Limits()
    assert f"{Limits().members:,} files" in limits
    assert f"{Limits().compression} times" in limits
    assert f"at most {LONGEST_ID} characters" in FORMATS


def test_links_to_tables_and_files_lead_somewhere() -> None:
    tables = {record_type.table for record_type in RECORD_TYPES}
    assert set(re.findall(r"\]\(#(\w+)\)", FORMATS)) <= tables | {"tables"}
    for link in re.findall(r"\]\(([^)#]+)\)", FORMATS + SETTINGS):
        assert (ROOT / "docs" / link).exists(), link
