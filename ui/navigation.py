"""The pages, in the order of the menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from ui.pages import data, gaps, network, profile, start, where
from ui.text import t


@dataclass(frozen=True)
class PageSpec:
    """A page: its name (address and key of its texts in `ui/locales`) and what draws it."""

    name: str
    render: Callable[[], None]
    default: bool = False


PAGES: tuple[PageSpec, ...] = (
    PageSpec("start", start.render, default=True),
    PageSpec("network", network.render),
    PageSpec("profile", profile.render),
    PageSpec("where", where.render),
    PageSpec("gaps", gaps.render),
    PageSpec("data", data.render),
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
