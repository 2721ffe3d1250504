"""A copy of the code in which a test follows a recipe of CONTRIBUTING.md, step by step."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
_FOLDERS = ("graph", "loaders", "exporters", "ui", "docs", "tests", "data/soderandan", "data/demo")


@dataclass(frozen=True)
class Copy:
    """The code as it is, to be changed at `root`."""

    root: Path

    @classmethod
    def into(cls, root: Path) -> Copy:
        """Copy the code into an empty folder."""
        for folder in _FOLDERS:
            shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", root)
        return cls(root)

    def write(self, path: str, text: str) -> None:
        """Put a new file there."""
        (self.root / path).write_text(text, encoding="utf-8")

    def insert(self, path: str, text: str, *, before: str) -> None:
        """Put text into a file before words that stand in it once."""
        file = self.root / path
        whole = file.read_text(encoding="utf-8")
        assert whole.count(before) == 1, before
        file.write_text(whole.replace(before, text + before), encoding="utf-8")

    def run(self, *arguments: str) -> str:
        """Run Python there; what it prints. It has to end well."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.root,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout
