"""Data: what is loaded, from which sources, what is wrong with it, and loading anew."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars.selectors as cs
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from graph.analysis.provenance import source_use
from graph.dataset import Dataset
from graph.errors import DataError
from graph.settings import Settings
from graph.store.changes import LoadReport
from graph.validation import validate
from loaders.base import Limits, Progress, Reading
from loaders.pipeline import check, write
from ui import cache, records
from ui.components import downloads, filters, findings, tables
from ui.components.links import Address
from ui.text import day, listing, md, name, own, t

_SHIPPED = Path(__file__).parents[2] / "data"
_SHIPPED_SETS = ("soderandan", "demo")
_COUNTED = (
    "organizations",
    "unnamed",
    "groups",
    "memberships",
    "activities",
    "presences",
    "areas",
    "topics",
    "needs",
    "sources",
)
_TITLES = 3  # data sets named in a sentence
_LOADS_SHOWN = 20
_ROWS_SHOWN = 1_000


@dataclass(frozen=True)
class Loaded:
    """What was just loaded, for the sentence about it. `before` is the way back, None when that was it."""

    name: str
    report: LoadReport
    before: Dataset | None


def render() -> None:
    """Draw the page."""
    dataset = cache.whole_dataset()
    st.title(t("data.title"), anchor=False)
    with st.container(width=760):
        st.markdown(t("data.answer.empty") if dataset.is_empty else _answer(dataset))
    if not dataset.is_empty:
        with filters.sentence():
            filters.words(t("data.answer.as_of"))
            filters.as_of()
        _sources(dataset)
        _problems()
    with st.container(key="only-on-screen-load"):
        _load(dataset)
    _history()
    if not dataset.is_empty:
        with st.container(key="only-on-screen-tables"):
            _tables(dataset)


def _answer(dataset: Dataset) -> str:
    about = dataset["data_sets"].to_dicts()
    counts = _counts(dataset)
    sentences = [_invented(about), _compiled(about)]
    sentences.append(t("data.answer.counts", counts=counts) if counts else t("data.answer.no_counts"))
    described = (md(own(row, "description")) for row in about[:_TITLES])
    return "\n\n".join(filter(None, [" ".join(filter(None, sentences)), *described]))


def _invented(about: Sequence[dict[str, object]]) -> str:
    """That the data is invented, or which of the data sets are."""
    invented = [row for row in about if row["invented"]]
    if len(invented) < len(about) and invented:
        return t("data.answer.invented_in_part", names=_names(invented))
    return t("data.answer.invented") if invented else ""


def _compiled(about: Sequence[dict[str, Any]]) -> str:
    """What the data sets are called and when they were compiled, as far as that is stated."""
    if not about:
        return ""
    dates = [row["compiled_on"] for row in about if row["compiled_on"]]
    one = len(set(dates)) == 1 and len(dates) == len(about)
    form = "compiled" if one else "compiled_latest" if dates else "undated"
    return t(f"data.answer.{form}", names=_names(about), date=md(day(max(dates, default=None))))


def _names(about: Sequence[Mapping[str, object]]) -> str:
    return md(listing((name(row) for row in about), limit=_TITLES))


def _titles(dataset: Dataset) -> str:
    return listing((name(row) for row in dataset["data_sets"].iter_rows(named=True)), limit=_TITLES)


def _counts(dataset: Dataset) -> str:
    kinds = dict(dataset["organizations"].group_by("kind").len().iter_rows())
    counts = {**dataset.counts, "organizations": kinds.get("named", 0), "unnamed": kinds.get("unnamed", 0)}
    return listing(t(f"data.counts.{key}", count=counts[key]) for key in _COUNTED if counts[key])


def _sources(dataset: Dataset) -> None:
    st.space("small")
    st.header(t("data.sources.title"), anchor=False)
    rows: list[tuple[tables.Cell, ...]] = []
    for use in cache.whole_answer(source_use).iter_rows(named=True):
        source = dataset.record("sources", use["source_id"]) or {}
        title = Address(name(source), str(source.get("url") or ""))
        publisher = source.get("publisher")
        retrieved = tables.moment(str(source.get("retrieved_on") or ""))
        rows.append((title, str(publisher) if publisher else None, retrieved, use["records"]))
    if not rows:
        st.markdown(t("data.sources.nothing"))
    columns = tables.columns("data.sources", "name", "publisher", "retrieved", "used")
    tables.rows(columns, rows, alt=t("data.sources.title"), key="sources")


def _problems() -> None:
    st.space("small")
    st.header(t("data.problems.title"), anchor=False)
    found = cache.whole_answer(validate, listed=findings.listed("present"))
    if not found:
        st.markdown(t("data.problems.none"))
        return
    st.markdown(t("data.problems.sentence", parts=findings.in_short(found)))
    findings.table(found, key="present")


def _load(dataset: Dataset) -> None:
    st.space("small")
    st.header(t("data.load.title"), anchor=False)
    _just_loaded()
    with st.container(width=760):
        st.markdown(t("data.load.sentence"))
        upload = st.file_uploader(t("data.load.upload"), type="zip", key=f"upload-{cache.version()[1]}")
        limit = st.get_option("server.maxUploadSize")
        st.markdown(f":gray[:small[{t('data.load.upload_help', limit=limit)}]]")
    if upload is not None:
        _offer(upload, dataset)
    # only into an empty database: one click is not to replace a register by an example
    shipped = [folder for folder in _SHIPPED_SETS if (_SHIPPED / folder).is_dir()]
    if shipped and dataset.is_empty:
        st.markdown(t("data.load.shipped"))
        with st.container(horizontal=True):
            for folder in shipped:
                label, look = t(f"data.shipped.{folder}"), "primary" if folder == shipped[0] else "secondary"
                if st.button(label, key=f"shipped-{folder}", type=look):  # type: ignore[arg-type]
                    path = _SHIPPED / folder
                    _write(check(path), t(f"data.shipped_names.{folder}"), dataset, origin=folder)


def _offer(upload: UploadedFile, dataset: Dataset) -> None:
    try:
        reading = _checked(upload, findings.listed("upload"))
    except DataError as error:
        st.error(" ".join((t(f"errors.{error.code}.what"), t(f"errors.{error.code}.remedy"))))
        return
    file, counts, titles = md(upload.name), _counts(reading.dataset), _titles(dataset)
    st.markdown(
        t("data.load.found", file=file, counts=counts) if counts else t("data.load.found_nothing", file=file)
    )
    if reading.problems:
        st.markdown(t("data.problems.sentence", parts=findings.in_short(reading.problems)))
        findings.table(reading.problems, key="upload")
    else:
        st.markdown(t("data.load.clean"))
    if reading.stops:
        st.markdown(t("data.load.stops"))
        return
    if dataset.is_empty:
        st.markdown(t("data.load.first"))
    else:
        st.markdown(t("data.load.replaces", names=md(titles) or t("data.load.what_is_there")))
    with st.container(horizontal=True):
        if st.button(t("data.load.do", file=file), type="primary", key="load"):
            _write(reading, upload.name, dataset, origin=upload.name)
        if not dataset.is_empty:
            label, file_name = t("data.load.save_first"), t("data.tables.before")
            downloads.everything(dataset, label=label, file_name=file_name, key="save-first")


def _checked(upload: UploadedFile, listed: int) -> Reading:
    """What the file holds and what is wrong with it; read once, however often the page is drawn."""
    kept: tuple[tuple[str, int], Reading] | None = st.session_state.get("checked")
    if kept is None or kept[0] != (upload.file_id, listed):
        # the name is shown where the file names no data set; only letters that every file system takes
        file_name = re.sub(r"[^\w.-]+", "-", upload.name)[-100:].lstrip(".-") or "data.zip"
        with st.spinner(t("data.load.checking")), tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / file_name
            path.write_bytes(upload.getbuffer())
            limits = Limits.of(Settings.from_env(), listed=listed)
            kept = (upload.file_id, listed), check(path, limits=limits)
        st.session_state["checked"] = kept
    return kept[1]


def _write(reading: Reading, title: str, before: Dataset, *, origin: str) -> None:
    _with_progress(
        title, before, lambda progress: write(reading, cache.store(), origin=origin, progress=progress)
    )


def _with_progress(title: str, before: Dataset | None, act: Callable[[Progress], LoadReport]) -> None:
    bar = st.progress(0.0, t("data.load.loading"))

    def show(done: int, steps: int) -> None:
        bar.progress(min(done / max(steps, 1), 1.0), t("data.load.loading"))

    report = act(show)
    st.session_state.pop("checked", None)
    st.session_state["loaded"] = Loaded(title, report, before)
    st.rerun()


def _just_loaded() -> None:
    """What the load in this visit did, and the way back as long as nobody has loaded since."""
    loaded: Loaded | None = st.session_state.get("loaded")
    if loaded is None or loaded.report.revision != cache.version()[1]:
        return
    report = loaded.report
    parts = {part: sum(getattr(report, part).values()) for part in ("added", "changed", "removed")}
    with st.container(width=760, key="rule"):
        if report.unchanged:
            st.markdown(t("data.done.unchanged", name=md(loaded.name)))
            return
        form = "went_back" if loaded.before is None else "sentence"
        st.markdown(t(f"data.done.{form}", name=md(loaded.name), **parts))
        if loaded.before is None or loaded.before.is_empty:
            return
        before, titles = loaded.before, _titles(loaded.before)
        with st.container(horizontal=True):
            if st.button(t("data.done.back"), key="back"):
                origin = t("data.done.origin", names=titles)
                _with_progress(
                    titles, None, lambda p: cache.store().write_dataset(before, origin=origin, progress=p)
                )
            label, file_name = t("data.done.save"), t("data.tables.before")
            downloads.everything(before, label=label, file_name=file_name, key="save-before")
        st.markdown(f":gray[:small[{t('data.done.back_note')}]]")


def _history() -> None:
    loads = cache.store().loads().reverse()
    if loads.is_empty():
        return
    st.space("small")
    st.header(t("data.history.title"), anchor=False)
    columns = ("at", "origin", "added", "changed", "removed")
    rows = [
        (_moment(row["at"]), *(row[column] for column in columns[1:]))
        for row in loads.head(_LOADS_SHOWN).iter_rows(named=True)
    ]
    tables.rows(tables.columns("data.history", *columns), rows, alt=t("data.history.title"), key="loads")
    if loads.height > _LOADS_SHOWN:
        st.markdown(t("data.history.limited", shown=_LOADS_SHOWN, count=loads.height))


def _moment(at: str) -> str:
    """Day and time of a load, as the reader's own clock shows it."""
    try:
        zone = ZoneInfo(st.context.timezone or "UTC")
    except (KeyError, ValueError):
        zone = ZoneInfo("UTC")
    local = dt.datetime.fromisoformat(at).astimezone(zone)
    return f"{day(local.date())}, {local:%H:%M}"


def _tables(dataset: Dataset) -> None:
    st.space("small")
    st.header(t("data.tables.title"), anchor=False)
    st.markdown(t("data.tables.sentence"))
    downloads.everything(
        dataset, label=t("data.tables.everything"), file_name=t("data.tables.file"), key="everything"
    )
    table = st.selectbox(
        t("data.tables.choose"),
        [table for table, count in dataset.counts.items() if count],
        format_func=lambda table: (
            f"{records.table(table)}: {t('data.tables.rows', count=dataset.counts[table])}"
        ),
        key="table",
        bind="query-params",
        width=360,
    )
    frame = dataset[table]
    # without a format the grid adds midnight to each day
    days = {
        name: st.column_config.DateColumn(format="YYYY-MM-DD") for name in frame.select(cs.date()).columns
    }
    st.dataframe(
        frame.head(_ROWS_SHOWN),
        hide_index=True,
        placeholder="",
        key="rows",
        alt=records.table(table),
        column_config=days,
    )
    if frame.height > _ROWS_SHOWN:
        st.markdown(t("data.tables.limited", shown=_ROWS_SHOWN, count=frame.height))
    downloads.records(frame, title=records.table(table), key=f"table-{table}")
