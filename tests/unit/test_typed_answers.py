"""What mypy says where a page asks: a function that takes no Dataset, or is asked wrongly, is found there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

ASKED = """
import polars as pl
from graph.analysis.coverage.matrix import CoverageRules
from graph.analysis.places.collaboration import area_overview
from graph.analysis.records.provenance import source_use
from graph.analysis.ties.ego import ego
from graph.analysis.ties.leaving import groups_after_leaving
from graph.network import AffiliationNetwork, participations
from ui.cache import answer, whole_answer

rows: pl.DataFrame = answer(groups_after_leaving, organization_id="a")
rows = answer(area_overview, topic_id="t", inferred=False)
rows = whole_answer(source_use)
answer(ego, organization_id="a")  # arg-type: takes a network
answer(AffiliationNetwork.to_networkx)  # arg-type: takes itself
answer(area_overview, topic="t")  # call-arg: no such argument
answer(groups_after_leaving)  # call-arg: one is missing
answer(area_overview, topic_id=3)  # arg-type: not a text
whole_answer(source_use, day=1)  # call-arg: takes nothing
count: int = answer(participations)  # assignment: a table is no number
"""


def test_what_cannot_be_asked_is_an_error_of_type(tmp_path: Path) -> None:
    (tmp_path / "asked.py").write_text(ASKED, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--hide-error-context", "--no-pretty", str(tmp_path / "asked.py")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    said = re.findall(r"asked\.py:(\d+): error: .*\[([\w-]+)\]$", done.stdout, re.MULTILINE)
    expected = [
        (str(number), code)
        for number, line in enumerate(ASKED.splitlines(), 1)
        for code in re.findall(r"# ([\w-]+):", line)
    ]
    assert sorted({(line, code) for line, code in said}) == sorted(expected), done.stdout + done.stderr
