"""Caches, and nothing but caches: the open store, the data, and the answers by (revision, arguments)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from graph.analysis.rollup import roll_up
from graph.dataset import Dataset
from graph.network import Level
from graph.settings import Settings
from graph.store.connect import open_store
from graph.store.graph_store import GraphStore
from ui.state import selection

Answer = TypeVar("Answer")


@st.cache_resource(show_spinner=False, on_release=GraphStore.close)
def _open() -> GraphStore:
    settings = Settings.from_env()
    store = open_store(settings)
    if settings.first_data is not None and store.revision() == 0:
        from loaders.pipeline import load  # here, because no other start needs the loaders

        load(settings.first_data, store)
    return store


def store() -> GraphStore:
    """The one open store of this server. Raises the store's own errors when it cannot be opened."""
    return _open()


def forget_store() -> None:
    """Close the open store, so that the next call opens it anew: after it has failed."""
    _open.clear()


@st.cache_resource(show_spinner=False, max_entries=2)
def _whole(_store: GraphStore, store_id: str, revision: int) -> Dataset:
    return _store.cached_dataset()[1]


@st.cache_resource(show_spinner=False, max_entries=16)
def _cut(_whole: Dataset, store_id: str, revision: int, day: dt.date, level: Level) -> Dataset:
    return roll_up(_whole.as_of(day), level=level)


def look() -> tuple[str, int]:
    """Ask the store which state of the data it holds now; the frame does so once a run."""
    found = store().version()
    st.session_state["version"] = found
    return found


def version() -> tuple[str, int]:
    """The state of the data this run shows, as the store's id and revision: one for a whole page."""
    found: tuple[str, int] | None = st.session_state.get("version")
    return found or look()


def whole_dataset() -> Dataset:
    """All records, of every date."""
    return _whole(store(), *version())


def dataset() -> Dataset:
    """The records as of the chosen day, at the chosen level (unit or whole organisation)."""
    chosen = selection()
    return _cut(whole_dataset(), *version(), chosen.day, chosen.level)


@st.cache_resource(show_spinner=False, max_entries=256)
def _answer(
    _question: Callable[..., Any], _dataset: Dataset, name: str, key: tuple[object, ...], **arguments: Any
) -> Any:
    return _question(_dataset, **arguments)


def answer(question: Callable[..., Answer], **arguments: Any) -> Answer:
    """The answer of a pure function on the current dataset, kept by revision, day, level, arguments."""
    chosen = selection()
    key = (*version(), chosen.day, chosen.level)
    name = f"{question.__module__}.{question.__qualname__}"
    found: Answer = _answer(question, dataset(), name, key, **arguments)
    return found


def whole_answer(question: Callable[..., Answer], **arguments: Any) -> Answer:
    """The answer of a pure function on all records, of every date and at no level, kept by revision."""
    name = f"{question.__module__}.{question.__qualname__}"
    found: Answer = _answer(question, whole_dataset(), name, version(), **arguments)
    return found
