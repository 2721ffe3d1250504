"""Caches, and nothing but caches: the open store, the data, and the answers by (revision, arguments)."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from collections.abc import Callable, Iterator
from typing import Any, Concatenate, ParamSpec, TypeVar

import polars as pl
import streamlit as st

from graph.analysis.cut.data_day import DataDay, hidden_by_day
from graph.analysis.cut.data_day import data_day as day_of
from graph.analysis.cut.other_times import other_times
from graph.analysis.cut.rollup import roll_up
from graph.dataset import Dataset
from graph.errors import RevisionConflict
from graph.network import Level
from graph.settings import Settings
from graph.store.connect import open_store
from graph.store.graph_store import GraphStore
from ui.state import HOSTS, selection

Answer = TypeVar("Answer")
Known = ParamSpec("Known")
"""What a question needs to know besides the network."""

_AT_THE_STORE = threading.RLock()
"""Held while the store is asked for, and for as long as it must stay closed."""


@st.cache_resource(show_spinner=False, on_release=GraphStore.close)
def _open() -> GraphStore:
    settings = Settings.from_env()
    store = open_store(settings)
    if settings.first_data is not None and store.revision() == 0:
        from loaders.pipeline import load  # here, because no other start needs the loaders

        with contextlib.suppress(RevisionConflict):  # another process has loaded it at the same time
            load(settings.first_data, store, base_revision=0)
    return store


def store() -> GraphStore:
    """The one open store of this server.

    Raises
    ------
    StoreError
        When it cannot be opened.
    """
    with _AT_THE_STORE:
        return _open()


@contextlib.contextmanager
def store_closed() -> Iterator[None]:
    """The store is closed meanwhile, for all readers of this server: who asks for it waits."""
    with _AT_THE_STORE:
        forget_store()
        yield


def forget_store() -> None:
    """Close the open store, so that the next call opens it anew: after it has failed."""
    _open.clear()


@st.cache_resource(show_spinner=False, max_entries=2)
def _whole(_store: GraphStore, store_id: str, revision: int) -> Dataset:
    return _store.cached_dataset()[1]


@st.cache_resource(show_spinner=False, max_entries=8)
def _on(_whole: Dataset, store_id: str, revision: int, day: dt.date) -> Dataset:
    return _whole.as_of(day)


@st.cache_resource(show_spinner=False, max_entries=16)
def _cut(_whole: Dataset, store_id: str, revision: int, day: dt.date, level: Level) -> Dataset:
    return roll_up(_on(_whole, store_id, revision, day), level=level)


@st.cache_resource(show_spinner=False, max_entries=4)
def _without_hosts(_cut: Dataset, store_id: str, revision: int, day: dt.date, level: Level) -> Dataset:
    return _cut.replace(hosts=_cut["hosts"].clear())


@st.cache_resource(show_spinner=False, max_entries=16)
def _hidden(_whole: Dataset, store_id: str, revision: int, day: dt.date) -> pl.DataFrame:
    return hidden_by_day(_whole, day=day, cut=_on(_whole, store_id, revision, day))


@st.cache_resource(show_spinner=False, max_entries=32)
def _others(
    _whole: Dataset, store_id: str, revision: int, table: str, day: dt.date, level: Level
) -> pl.DataFrame:
    cut = _on(_whole, store_id, revision, day)
    return other_times(_whole, table=table, day=day, level=level, cut=cut)


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


def data_day() -> DataDay:
    """The day the data speaks of; never later than the clock's today."""
    return whole_answer(day_of, today=dt.date.today())


def day() -> dt.date:
    """The day the network is read as of: the one the reader chose, else the day the data speaks of."""
    return selection().as_of or data_day().day


def dataset() -> Dataset:
    """The records as of the chosen day, at the chosen level: of units or of whole organisations.

    Without who runs which group, where the reader leaves that out.
    """
    found = facts()
    if selection().hosts == HOSTS[0]:
        return found
    return _without_hosts(found, *version(), day(), selection().level)


def facts() -> Dataset:
    """As `dataset`, with who runs which group whatever the reader counts: it is a fact of the group."""
    return _cut(whole_dataset(), *version(), day(), selection().level)


def hidden() -> pl.DataFrame:
    """How many records the chosen day leaves out, by table, as `hidden_by_day` tells them."""
    return _hidden(whole_dataset(), *version(), day())


def others(table: str) -> pl.DataFrame:
    """The records of a table that the chosen day leaves out, at the chosen level, as `other_times` tells them."""
    return _others(whole_dataset(), *version(), table, day(), selection().level)


@st.cache_resource(show_spinner=False, max_entries=256)
def _answer(
    _question: Callable[..., Any],
    _dataset: Dataset,
    name: str,
    key: tuple[object, ...],
    *known: Any,
    **named: Any,
) -> Any:
    return _question(_dataset, *known, **named)


def answer(
    question: Callable[Concatenate[Dataset, Known], Answer], *known: Known.args, **named: Known.kwargs
) -> Answer:
    """The answer of a pure function on the current dataset, kept by revision, day, level, arguments."""
    key = (*version(), day(), selection().level, selection().hosts)
    name = f"{question.__module__}.{question.__qualname__}"
    found: Answer = _answer(question, dataset(), name, key, *known, **named)
    return found


def whole_answer(
    question: Callable[Concatenate[Dataset, Known], Answer], *known: Known.args, **named: Known.kwargs
) -> Answer:
    """The answer of a pure function on all records, of every date and at no level, kept by revision."""
    name = f"{question.__module__}.{question.__qualname__}"
    found: Answer = _answer(question, whole_dataset(), name, version(), *known, **named)
    return found
