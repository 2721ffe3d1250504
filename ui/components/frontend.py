"""The scripts and styles of our components, read once from `assets`.

They are short, constant files: data goes to them as values, never as markup.
"""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent / "assets"


def script(name: str) -> str:
    """The script of a component, after the drawing tools that all of them share."""
    return _read("drawing.js") + _read(f"{name}.js")


def style(name: str) -> str:
    """The style of a component, after the colours that all of them share."""
    return _read("states.css") + _read(f"{name}.css")


def _read(file: str) -> str:
    return (_FOLDER / file).read_text(encoding="utf-8") + "\n"
