"""What the documents promise exists: files, commands, links."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import tasks

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("data/*/*.md"), *ROOT.glob("benchmarks/*.md")]
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_within_the_project_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]


def test_every_file_the_documents_name_is_there() -> None:
    named = {
        path
        for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md")
        for path in re.findall(
            r"`((?:graph|loaders|ui|tests|data|docs|benchmarks)/[\w./-]+)`", page.read_text("utf-8")
        )
        if not path.endswith("/")
    }
    assert named
    assert not [path for path in named if not (ROOT / path).exists()]


def test_map_of_the_code_names_every_room() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rooms = ["graph", "loaders", "ui", "data", "tests", "benchmarks", "docs"]
    assert all(f"\n{room}/ " in text for room in rooms)
    assert not [m for m in re.findall(r"^  (\w+\.py) ", text, re.M) if not (ROOT / "graph" / m).exists()]


def test_every_make_target_is_a_task_and_the_other_way_round() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.search(r"^\.PHONY: (.+)$", makefile, re.M).group(1).split())
    assert targets == set(tasks.COMMANDS)


def test_every_command_of_the_readme_is_one() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\bmake (\w+)", text)) - {"it"} <= set(tasks.COMMANDS)
    assert set(re.findall(r"python -m tasks (\w+)", text)) == {"app", "test"}
    assert set(re.findall(r"-m loaders (\w+)", text)) <= {"check", "load", "export", "invent"}
