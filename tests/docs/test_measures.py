"""The written measures and the written way to ask: as generated, complete, and true."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

from graph.__main__ import _question
from graph.analysis.measures import MEASURES

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "docs/asking.md")


def test_measures_are_written_as_they_are() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", "docs/measures.md"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"run: make docs\n{done.stdout}{done.stderr}"


def test_every_measure_and_parameter_is_written_down() -> None:
    text = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8")
    for measure in MEASURES.values():
        section = text.split(f"\n### {measure.name}\n")[1].split("\n### ")[0]
        assert measure.question in section
        assert all(f"| `{parameter.name}` |" in section for parameter in measure.parameters)


def test_every_written_question_can_be_asked() -> None:
    found = 0
    for page in PAGES:
        for line in re.findall(r"-m graph ask (.*)", (ROOT / page).read_text(encoding="utf-8")):
            words = shlex.split(line.split("#")[0])
            if words[0] != "--list":
                plain = [word for word in words if re.fullmatch(r"\w+(=[\w-]+)?", word)]
                _question(plain)
                found += 1
    assert found >= 4
