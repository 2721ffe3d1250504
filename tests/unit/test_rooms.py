"""The import rules of `pyproject.toml` name every room, so that a new one cannot be forgotten."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RULES = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
SPEAKING = {
    "__main__",
    "command_line",
    "embedded",
    "settings",
    "store",
}  # to a person, a database, the machine


def rooms(package: str) -> set[str]:
    """The modules and folders right inside a package."""
    inside = (ROOT / package).iterdir()
    return {path.stem for path in inside if path.suffix == ".py" or (path / "__init__.py").exists()} - {
        "__init__"
    }


@pytest.mark.parametrize("package", RULES["root_packages"])
def test_every_room_of_a_package_stands_in_a_layer(package: str) -> None:
    layered = next(rule for rule in RULES["contracts"] if rule.get("containers") == [package])
    named = [room.strip() for layer in layered["layers"] for room in layer.split("|")]
    assert sorted(named) == sorted(rooms(package))
    assert layered["exhaustive"]


def test_every_room_of_the_graph_is_pure_but_those_that_speak_to_somebody() -> None:
    pure = next(rule for rule in RULES["contracts"] if "graph.analysis" in rule.get("source_modules", []))
    assert pure["source_modules"] == [f"graph.{room}" for room in sorted(rooms("graph") - SPEAKING)]
    assert {"graph.settings", "graph.store", "graph.embedded", "neo4j"} <= set(pure["forbidden_modules"])
