"""Caches, and nothing but caches: the open store, the data, and the answers by what they read and were asked."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Concatenate, Generic, NamedTuple, ParamSpec, TypeVar

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
from graph.store.watch import Watch
from graph.versions import Versioned, reads_of, versioned
from ui.state import HOSTS, selection

Answer = TypeVar("Answer")
Kept = TypeVar("Kept")
Known = ParamSpec("Known")
"""What a question needs to know besides the network."""

_AT_THE_STORE = threading.RLock()
"""Held while the store is asked for, and for as long as it must stay closed."""


class _Opened(NamedTuple):
    store: GraphStore
    watch: Watch

    def close(self) -> None:
        self.watch.close()
        self.store.close()


@st.cache_resource(show_spinner=False, on_release=_Opened.close)
def _open() -> _Opened:
    settings = Settings.from_env()
    store = open_store(settings)
    if settings.first_data is not None and store.revision() == 0:
        from loaders.pipeline import load  # here, because no other start needs the loaders

        with contextlib.suppress(RevisionConflict):  # another process has loaded it at the same time
            load(settings.first_data, store, base_revision=0)
    return _Opened(store, Watch(store))


def store() -> GraphStore:
    """The one open store of this server.

    Raises
    ------
    StoreError
        When it cannot be opened.
    """
    with _AT_THE_STORE:
        return _open().store


@contextlib.contextmanager
def store_closed() -> Iterator[None]:
    """The store is closed meanwhile, for all readers of this server: who asks for it waits."""
    with _AT_THE_STORE:
        forget_store()
        yield


def forget_store() -> None:
    """Close the open store, so that the next call opens it anew: after it has failed."""
    _open.clear()


class _Newest(Generic[Kept]):
    """The newest of each thing that is asked for, those not asked for longest going first while `too_many` are kept.

    What is of a later state takes the place of what was before it, which is let go.
    """

    def __init__(self, too_many: Callable[[Sequence[Kept]], bool]) -> None:
        self._too_many = too_many
        self._kept: OrderedDict[tuple[object, ...], tuple[object, Kept]] = OrderedDict()
        self._making: defaultdict[tuple[object, ...], threading.RLock] = defaultdict(threading.RLock)
        self._lock = threading.Lock()

    def get(self, asked: tuple[object, ...], since: object, make: Callable[[Kept | None], Kept]) -> Kept:
        """What is asked for, as it is `since` then; made, from what was before it, if it is not here."""
        with self._lock:
            making = self._making[asked]
        with making:  # one makes it, the others wait, and those who ask for something else do not
            with self._lock:
                then, found = self._kept.get(asked, (None, None))
            if found is None or then != since:
                found = make(found)
            with self._lock:
                self._kept[asked] = (since, found)
                self._kept.move_to_end(asked)
                while self._too_many([each for _, each in self._kept.values()]):
                    self._making.pop(self._kept.popitem(last=False)[0], None)
            return found


_CUTS, _FEWEST, _RECORDS = 24, 4, 5_000_000
_ANSWERS = 256


def _too_large(cuts: Sequence[Versioned]) -> bool:
    records = sum(sum(each.dataset.counts.values()) for each in cuts)
    return len(cuts) > _CUTS or (len(cuts) > _FEWEST and records > _RECORDS)


@st.cache_resource(show_spinner=False)
def _cuts() -> _Newest[Versioned]:
    return _Newest(_too_large)


@st.cache_resource(show_spinner=False)
def _answers() -> _Newest[tuple[Any]]:
    return _Newest(lambda answers: len(answers) > _ANSWERS)


def _kept_cut(cut: tuple[object, ...], make: Callable[[], tuple[int, Dataset]]) -> Versioned:
    """A cut of the state that this run shows, compared with the one kept of the state before.

    `make` says which revision it is of: somebody may have written since the reader asked.
    """
    store_id, revision = version()

    def made(before: Versioned | None) -> Versioned:
        of_revision, dataset = make()
        return versioned(dataset, revision=of_revision, before=before)

    return _cuts().get((store_id, *cut), revision, made)


def _whole() -> Versioned:
    return _kept_cut((), store().cached_dataset)


def _on(day: dt.date) -> Dataset:
    def make() -> tuple[int, Dataset]:
        whole = _whole()
        return whole.revision, whole.dataset.as_of(day)

    return _kept_cut((day,), make).dataset


def _cut(day: dt.date, level: Level, hosts: str) -> Versioned:
    def make() -> tuple[int, Dataset]:
        if hosts == HOSTS[0]:
            return _whole().revision, roll_up(_on(day), level=level)
        found = _cut(day, level, HOSTS[0])
        rows = found.dataset["hosts"]
        return found.revision, found.dataset.replace(hosts=rows if rows.is_empty() else rows.clear())

    return _kept_cut((day, level, hosts), make)


@st.cache_resource(show_spinner=False, max_entries=16)
def _hidden(_whole: Dataset, store_id: str, revision: int, day: dt.date) -> pl.DataFrame:
    return hidden_by_day(_whole, day=day, cut=_on(day))


@st.cache_resource(show_spinner=False, max_entries=32)
def _others(
    _whole: Dataset, store_id: str, revision: int, table: str, day: dt.date, level: Level
) -> pl.DataFrame:
    return other_times(_whole, table=table, day=day, level=level, cut=_on(day))


def look() -> tuple[str, int]:
    """Ask the store which state of the data it holds now; the frame does so once a run.

    Raises
    ------
    StoreDamaged
        When it was found not to hold what was written, and could not be mended; others as the store's.
    """
    with _AT_THE_STORE:
        opened = _open()
    opened.watch.check()
    found = opened.store.version()
    st.session_state["version"] = found
    return found


def version() -> tuple[str, int]:
    """The state of the data this run shows, as the store's id and revision: one for a whole page."""
    found: tuple[str, int] | None = st.session_state.get("version")
    return found or look()


def whole_dataset() -> Dataset:
    """All records, of every date."""
    return _whole().dataset


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
    return _cut(day(), selection().level, selection().hosts).dataset


def facts() -> Dataset:
    """As `dataset`, with who runs which group whatever the reader counts: it is a fact of the group."""
    return _cut(day(), selection().level, HOSTS[0]).dataset


def hidden() -> pl.DataFrame:
    """How many records the chosen day leaves out, by table, as `hidden_by_day` tells them."""
    return _hidden(whole_dataset(), *version(), day())


def others(table: str) -> pl.DataFrame:
    """The records of a table that the chosen day leaves out, at the chosen level, as `other_times` tells them."""
    return _others(whole_dataset(), *version(), table, day(), selection().level)


def _answer(
    question: Callable[..., Any],
    found: Versioned,
    cut: tuple[object, ...],
    known: tuple[Any, ...],
    named: dict[str, Any],
) -> Any:
    since = (version()[0], found.since(reads_of(question)))
    asked = (_name(question), cut, known, tuple(sorted(named.items())))
    # an answer may be None: it is kept in a tuple
    return _answers().get(asked, since, lambda _: (question(found.dataset, *known, **named),))[0]


def answer(
    question: Callable[Concatenate[Dataset, Known], Answer], *known: Known.args, **named: Known.kwargs
) -> Answer:
    """The answer of a pure function on the current dataset, kept by day, level and arguments.

    It is kept for as long as what the function `reads` is as it was; where that is not said, by revision.
    """
    now = selection()
    found = _cut(day(), now.level, now.hosts)
    answered: Answer = _answer(question, found, (day(), now.level, now.hosts), known, named)
    return answered


def whole_answer(
    question: Callable[Concatenate[Dataset, Known], Answer], *known: Known.args, **named: Known.kwargs
) -> Answer:
    """The answer of a pure function on all records, of every date and at no level, kept as by `answer`."""
    answered: Answer = _answer(question, _whole(), (), known, named)
    return answered


def _name(question: Callable[..., object]) -> str:
    return f"{question.__module__}.{question.__qualname__}"
