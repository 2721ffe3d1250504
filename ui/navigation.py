"""The pages, in the order of the menu.

Pages link to one another through this module, so it names them and loads each when it is drawn:
nothing here imports a page.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Final

import streamlit as st

from ui import drawn
from ui.text import t

TITLE: Final = "Samverkan"
"""What the app is called: the last part of every browser title."""


@dataclass(frozen=True)
class PageSpec:
    """A page: the name of its module in `ui/pages`, of its address and of its texts in `ui/locales`.

    `of_a_day`: it shows the network as of a day, and the frame says which; else it shows all records.
    """

    name: str
    default: bool = False
    of_a_day: bool = True

    def render(self) -> None:
        """Draw the page."""
        render(self.name)


PAGES: tuple[PageSpec, ...] = (
    PageSpec("start", default=True),
    PageSpec("network"),
    PageSpec("profile"),
    PageSpec("where"),
    PageSpec("gaps"),
    PageSpec("data", of_a_day=False),
)


def pages() -> dict[str, st.Page]:
    """The Streamlit pages by name, titled in the reader's language."""
    return {
        spec.name: st.Page(
            spec.render,
            title=t(f"{spec.name}.menu"),
            url_path="" if spec.default else spec.name,
            default=spec.default,
        )
        for spec in PAGES
    }


def is_of_a_day(name: str) -> bool:
    """Whether the page of this name shows the network as of a day."""
    return next(spec.of_a_day for spec in PAGES if spec.name == name)


def render(name: str) -> None:
    """Draw the page of this name."""
    drawn.begin(name)
    importlib.import_module(f"ui.pages.{name}").render()
