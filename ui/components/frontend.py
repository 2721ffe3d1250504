"""The scripts and styles of our components, read once from `assets`.

They are short, constant files: data goes to them as values, never as markup. Streamlit takes a script as
one text, so what it imports from its neighbors is put before it.
"""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).parent / "assets"
_IMPORT = re.compile(r"^import \{[^}]*\} from \"\./(?P<file>\w+)\.js\";\n", re.MULTILINE)
# what only those who read the files need; it would be sent with every picture
_COMMENT = re.compile(r"^ *(?://.*|/\*\*(?:[^*]|\*(?!/))*\*/)\n", re.MULTILINE)


def script(name: str) -> str:
    """The script of a component with all it imports, each file once and before those that need it.

    Names at the outermost level of a file are then in one scope: no two files that are put together may
    use the same one, and none may be renamed where it is imported.
    """
    return "".join(_module(name, set()))


def style(name: str) -> str:
    """The style of a component, after the colours that all of them share."""
    return _read("states.css") + _read(f"{name}.css")


def _module(name: str, known: set[str]) -> list[str]:
    known.add(name)
    text = _COMMENT.sub("", _read(f"{name}.js"))
    needed = [
        part
        for found in _IMPORT.finditer(text)
        if found["file"] not in known
        for part in _module(found["file"], known)
    ]
    return [*needed, re.sub(r"^export (?!default )", "", _IMPORT.sub("", text), flags=re.MULTILINE)]


def _read(file: str) -> str:
    return (FOLDER / file).read_text(encoding="utf-8") + "\n"
