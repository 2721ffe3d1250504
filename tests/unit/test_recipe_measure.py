"""The recipe “Add a measure” of CONTRIBUTING.md, followed: a file and an entry, and everything else knows it."""

from __future__ import annotations

import re

import pytest

from tests.recipes import Copy

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


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """A copy of the code to which the first two steps of the recipe have been done."""
    made = Copy.into(tmp_path_factory.mktemp("copy"))
    made.write("graph/analysis/ties/namesakes.py", TOY)
    registry = "graph/analysis/measures.py"
    made.insert(
        registry,
        "from graph.analysis.ties.namesakes import namesakes\n",
        before="from graph.analysis.ties.projection import",
    )
    made.insert(registry, ENTRY, before='    Measure(\n        "need_levels"')
    return made


def test_new_measure_is_listed_and_answered(copy: Copy) -> None:
    assert "namesakes [longest=99]\n    Which groups share a name with an organisation?" in copy.run(
        "-m", "graph", "ask", "--list"
    )
    assert "letters: Int64, letters" in copy.run("-m", "graph", "ask", "namesakes", "--help")
    printed = copy.run("-c", ASKED)
    assert "1 row." in printed
    assert re.search(r"^a +5$", printed, re.MULTILINE)


def test_new_measure_is_described(copy: Copy) -> None:
    copy.run("-m", "cogapp", "-o", "written.md", "docs/measures.md")
    text = copy.run("-c", "print(open('written.md', encoding='utf-8').read())")
    section = text.split("\n### namesakes\n")[1].split("\n### ")[0]
    assert "Which groups share a name" in section
    assert "`longest` | a whole number from 1 to 1000000 | `99` | Letters of a name at most." in section
    assert "`letters` Int64 (letters)" in section
    assert "| [`namesakes`](#namesakes) |" in text


def test_tests_of_all_measures_hold_for_it(copy: Copy) -> None:
    printed = copy.run(
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
