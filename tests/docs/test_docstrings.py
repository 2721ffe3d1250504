"""Docstrings of public functions have one format, numpydoc's, and say what is true of the code.

ruff holds how they look (`pydocstyle` in `pyproject.toml`). Here it is held that what they name is there: all
parameters and no others, and every error that is raised.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MANY = 5
"""With so many parameters a sentence does not say what each of them is."""
ORDER = ["Parameters", "Returns", "Yields", "Raises", "Examples", "Notes", "References"]
FOLDERS = ["graph", "loaders", "exporters"]
"""Called by others than the app: what they need has to be said where they are."""


@dataclass(frozen=True)
class Function:
    """A public function: where it is, its own code and its docstring in sections, the first without a name."""

    place: str
    code: ast.FunctionDef
    sections: dict[str, str]

    @property
    def parameters(self) -> list[str]:
        given = self.code.args
        # in the order they are written in: what comes after `*several` has to be named
        before = [each.arg for each in (*given.posonlyargs, *given.args) if each.arg not in ("self", "cls")]
        several = [f"*{given.vararg.arg}"] if given.vararg else []
        others = [f"**{given.kwarg.arg}"] if given.kwarg else []
        return [*before, *several, *(each.arg for each in given.kwonlyargs), *others]

    @property
    def raised(self) -> set[str]:
        """The errors that are named where they are raised; a function that makes one says itself what it is."""
        exceptions = (
            each.exc for each in within(self.code) if isinstance(each, ast.Raise) and each.exc is not None
        )
        names = (ast.unparse(each).partition("(")[0] for each in exceptions)
        return {name for name in names if name[:1].isupper()}

    def listed(self, section: str) -> list[str]:
        """What a section names, each at the beginning of a line."""
        heads = re.findall(r"^(\S.*)$", self.sections.get(section, ""), re.MULTILINE)
        return [name.strip() for head in heads for name in head.split(",")]


def within(code: ast.AST) -> Iterator[ast.AST]:
    """The parts of a function, without those of functions inside it."""
    for part in ast.iter_child_nodes(code):
        if not isinstance(part, (ast.FunctionDef, ast.Lambda, ast.ClassDef)):
            yield part
            yield from within(part)


def sections_of(docstring: str) -> dict[str, str]:
    parts = re.split(r"^(\w[\w ]*)\n-{3,}\n", docstring, flags=re.MULTILINE)
    return {"": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}


def functions(folder: str) -> Iterator[Function]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        place = path.relative_to(ROOT).as_posix()
        yield from public(ast.parse(path.read_text(encoding="utf-8")), place)


def public(code: ast.AST, place: str) -> Iterator[Function]:
    for part in ast.iter_child_nodes(code):
        if isinstance(part, (ast.ClassDef, ast.FunctionDef)) and not part.name.startswith("_"):
            name = f"{place}:{part.lineno} {part.name}"
            if isinstance(part, ast.ClassDef):
                yield from public(part, place)
            else:
                yield Function(name, part, sections_of(ast.get_docstring(part) or ""))


@pytest.mark.parametrize("folder", [*FOLDERS, "ui"])
def test_parameters_that_are_described_are_all_there_are_in_their_order(folder: str) -> None:
    described = [each for each in functions(folder) if "Parameters" in each.sections]
    wrong = [
        (each.place, each.listed("Parameters"))
        for each in described
        if each.listed("Parameters") != each.parameters
    ]
    assert wrong == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_of_many_parameters_each_is_described(folder: str) -> None:
    many = [each for each in functions(folder) if len(each.parameters) >= MANY]
    assert [each.place for each in many if "Parameters" not in each.sections] == []
    assert many


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_a_function_raises_itself_stands_in_its_docstring(folder: str) -> None:
    silent = [
        (each.place, missing)
        for each in functions(folder)
        if (missing := each.raised - {*each.listed("Raises")})
    ]
    assert silent == []


@pytest.mark.parametrize("folder", [*FOLDERS, "ui"])
def test_errors_and_parameters_are_named_in_sections_not_in_sentences(folder: str) -> None:
    for each in functions(folder):
        assert not re.search(r"\bRaises\b|^Parameters:", each.sections[""], re.MULTILINE), each.place


@pytest.mark.parametrize("folder", [*FOLDERS, "ui"])
def test_sections_are_those_of_numpydoc_in_its_order(folder: str) -> None:
    for each in functions(folder):
        found = list(each.sections)[1:]
        assert found == sorted(found, key=ORDER.index), each.place
