"""The recipe “Add a measure” of CONTRIBUTING.md, followed: a file and an entry, and everything else knows it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

TOY = '''"""Which groups share a name with an organisation?

A toy.
"""

from __future__ import annotations

import polars as pl

from graph.dataset import Dataset


def namesakes(dataset: Dataset, *, longest: int) -> pl.DataFrame:
    """The groups that are called as an organisation is.

    Returns
    -------
    DataFrame[group_id: String, letters: Int64]
        One row per group, by id.
    """
    names = dataset["organizations"].select("name")
    alike = dataset["groups"].join(names, on="name", how="semi")
    letters = pl.col("name").str.len_chars().cast(pl.Int64)
    return alike.select(group_id="id", letters=letters).filter(pl.col("letters") <= longest).sort("group_id")
'''

ENTRY = """    Measure(
        "namesakes",
        namesakes,
        (Parameter("longest", "Letters of a name at most.", ParameterKind.NUMBER, default=99),),
        units={"letters": "letters"},
    ),
"""

ASKED = """
import datetime as dt
import polars as pl
from graph.__main__ import _answer, _question, _in_words
from graph.dataset import Dataset

both = {"id": ["a", "b"], "name": ["Forum", "Forum Nord"]}
whole = Dataset({
    "organizations": pl.DataFrame({**both, "kind": ["named", "named"]}),
    "groups": pl.DataFrame({**both, "classification": ["area", "area"], "status": ["active", "active"]}),
})
measure, given = _question(["namesakes", "longest=7"])
print(_in_words(_answer(whole, measure, given, as_of=dt.date(2026, 11, 22), level=None)))
"""

Run = Callable[..., str]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Python in a copy of the code to which the two steps of the recipe have been done."""
    root = tmp_path_factory.mktemp("copy")
    for folder in ("graph", "loaders", "docs", "tests", "ui"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("soderandan", "demo"):
        shutil.copytree(ROOT / "data" / name, root / "data" / name)
    shutil.copy(ROOT / "pyproject.toml", root)
    (root / "graph" / "analysis" / "ties" / "namesakes.py").write_text(TOY, encoding="utf-8")
    registry = root / "graph" / "analysis" / "measures.py"
    text = registry.read_text(encoding="utf-8")
    imported = "from graph.analysis.ties.namesakes import namesakes\n"
    text = re.sub(r"(?=from graph\.dataset import)", imported, text, count=1)
    text = re.sub(r"(?<=_LISTED: Final = \(\n)", ENTRY, text, count=1)
    registry.write_text(text, encoding="utf-8")

    def in_the_copy(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=root, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return in_the_copy


def test_new_measure_is_listed_and_answered(run: Run) -> None:
    assert "namesakes [longest=99]\n    Which groups share a name with an organisation?" in run(
        "-m", "graph", "ask", "--list"
    )
    assert "letters: Int64, letters" in run("-m", "graph", "ask", "namesakes", "--help")
    printed = run("-c", ASKED)
    assert "1 row." in printed
    assert re.search(r"^a +5$", printed, re.MULTILINE)


def test_new_measure_is_described(run: Run) -> None:
    run("-m", "cogapp", "-o", "written.md", "docs/measures.md")
    text = run("-c", "print(open('written.md', encoding='utf-8').read())")
    section = text.split("\n### namesakes\n")[1].split("\n### ")[0]
    assert "Which groups share a name" in section
    assert "`longest` | a whole number from 1 to 1000000 | `99` | Letters of a name at most." in section
    assert "`letters` Int64 (letters)" in section
    assert "| [`namesakes`](#namesakes) |" in text


def test_tests_of_all_measures_hold_for_it(run: Run) -> None:
    printed = run(
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "tests/unit/analysis/test_measures.py",
        "-k",
        "namesakes or listed or asked_for",
    )
    assert re.search(r"\b[5-9] passed", printed), printed
