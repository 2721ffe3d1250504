"""Data: what is loaded, from which sources, what is wrong with it, and loading anew."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars.selectors as cs
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from graph.analysis.records.provenance import source_use
from graph.dataset import Dataset
from graph.errors import DataError, RevisionConflict
from graph.record_changes import Conflict
from graph.settings import Settings
from graph.store.report import LoadReport
from graph.validation import validate
from loaders import suffixes
from loaders.base import Limits, Progress, Reading
from loaders.pipeline import check, write
from ui import cache, records
from ui.components import backups, clock, conflicts, downloads, filters, findings, tables
from ui.components.tables import Column
from ui.links import Address
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
class Base:
    """The state of the data that the reader saw when choosing what to load: what it is compared with.

    `choice` is the file or the sample chosen. Who has written since is asked of the store, not of the page.
    """

    choice: str
    store_id: str
    revision: int
    dataset: Dataset


@dataclass(frozen=True)
class Loaded:
    """What was just loaded onto what, for the sentence about it. `base` is None when it was the way back."""

    name: str
    report: LoadReport
    base: Base | None


@dataclass(frozen=True)
class Refused:
    """What was not loaded because others have changed the same records. `back`: it was the way back."""

    name: str
    conflicts: tuple[Conflict, ...]
    back: bool


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
    with st.container(key="only-on-screen-backups"):
        backups.draw()
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
    found = [
        (dataset.record("sources", use["source_id"]) or {}, use["records"])
        for use in cache.whole_answer(source_use).iter_rows(named=True)
    ]
    if not found:
        st.markdown(t("data.sources.nothing"))
    columns = [
        Column("name", lambda used: Address(name(used[0]), str(used[0].get("url") or ""))),
        Column("publisher", lambda used: used[0].get("publisher")),
        Column("retrieved", lambda used: tables.moment(str(used[0].get("retrieved_on") or ""))),
        Column("used", lambda used: used[1]),
    ]
    made = tables.made("data.sources", columns, found)
    tables.rows(*made, alt=t("data.sources.title"), key="sources")


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
    refusal = st.container()
    with st.container(width=760):
        st.markdown(t("data.load.sentence"))
        # emptied after a load of the reader's own; what others load leaves the chosen file where it is
        key = f"upload-{st.session_state.get('loads', 0)}"
        endings = [suffix.removeprefix(".") for suffix in suffixes()]
        upload = st.file_uploader(t("data.load.upload", endings=", ".join(endings)), type=endings, key=key)
        limit = st.get_option("server.maxUploadSize")
        st.markdown(f":gray[:small[{t('data.load.upload_help', limit=limit)}]]")
    if upload is not None:
        _offer(upload, dataset)
    with refusal:  # drawn last: another file that was chosen is another try
        _refused(dataset)
    # only into an empty database: one click is not to replace a register by an example
    shipped = [folder for folder in _SHIPPED_SETS if (_SHIPPED / folder).is_dir()]
    if shipped and dataset.is_empty:
        st.markdown(t("data.load.shipped"))
        with st.container(horizontal=True):
            for folder in shipped:
                label, look = t(f"data.shipped.{folder}"), "primary" if folder == shipped[0] else "secondary"
                if st.button(label, key=f"shipped-{folder}", type=look):  # type: ignore[arg-type]
                    path = _SHIPPED / folder
                    base = Base(folder, *cache.version(), dataset)
                    _write(check(path), t(f"data.shipped_names.{folder}"), base, origin=folder)


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
    base = _base(upload.file_id, dataset)
    if base.dataset.is_empty:
        st.markdown(t("data.load.first"))
    else:
        st.markdown(t("data.load.replaces", names=md(titles) or t("data.load.what_is_there")))
    if base.revision != cache.version()[1]:
        st.markdown(t("data.load.since"))
    with st.container(horizontal=True):
        if st.button(t("data.load.do", file=file), type="primary", key="load"):
            _write(reading, upload.name, base, origin=upload.name)
        if not dataset.is_empty:
            label, file_name = t("data.load.save_first"), t("data.tables.before")
            downloads.everything(dataset, label=label, file_name=file_name, key="save-first")


def _base(choice: str, dataset: Dataset) -> Base:
    """What the reader saw when the file was chosen, however often the page has been drawn since."""
    store_id, revision = cache.version()
    kept: Base | None = st.session_state.get("base")
    if kept is None or (kept.choice, kept.store_id) != (choice, store_id) or kept.revision > revision:
        kept = st.session_state["base"] = Base(choice, store_id, revision, dataset)
    return kept


def _checked(upload: UploadedFile, listed: int) -> Reading:
    """What the file holds and what is wrong with it; read once, however often the page is drawn."""
    kept: tuple[tuple[str, int], Reading] | None = st.session_state.get("checked")
    if kept is None or kept[0] != (upload.file_id, listed):
        # the name is shown where the file names no data set; only letters that every file system takes
        file_name = re.sub(r"[^\w.-]+", "-", upload.name)[-100:].lstrip(".-") or "data"
        with st.spinner(t("data.load.checking")), tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / file_name
            path.write_bytes(upload.getbuffer())
            limits = Limits.of(Settings.from_env(), listed=listed)
            kept = (upload.file_id, listed), check(path, limits=limits)
        st.session_state["checked"] = kept
        st.session_state.pop("refused", None)
    return kept[1]


def _write(reading: Reading, title: str, base: Base, *, origin: str) -> None:
    def act(progress: Progress) -> LoadReport:
        return write(
            reading,
            cache.store(),
            origin=origin,
            base_revision=base.revision,
            base=base.dataset,
            progress=progress,
        )

    _with_progress(title, base, act)


def _with_progress(title: str, base: Base | None, act: Callable[[Progress], LoadReport]) -> None:
    bar = st.progress(0.0, t("data.load.loading"))

    def show(done: int, steps: int) -> None:
        bar.progress(min(done / max(steps, 1), 1.0), t("data.load.loading"))

    try:
        report = act(show)
    except RevisionConflict as error:
        st.session_state["refused"] = Refused(title, error.conflicts, back=base is None)
        st.session_state.pop("base", None)  # the reader decides anew, on what there is now
        st.rerun()
    for kept in ("base", "checked", "refused"):
        st.session_state.pop(kept, None)
    st.session_state["loaded"] = Loaded(title, report, base)
    st.session_state["loads"] = st.session_state.get("loads", 0) + 1
    st.rerun()


def _refused(dataset: Dataset) -> None:
    """That the last try in this visit was refused, what stood in its way, and what to do."""
    refused: Refused | None = st.session_state.get("refused")
    if refused is None:
        return
    form = "back" if refused.back else "load"
    with st.container(width=760, key="refused"):
        st.markdown(t(f"data.conflict.{form}", name=md(refused.name)))
        conflicts.draw(refused.conflicts, dataset)
        st.markdown(t(f"data.conflict.{form}_remedy"))


def _just_loaded() -> None:
    """What the load in this visit did, and the way back from it, which leaves what others did since."""
    loaded: Loaded | None = st.session_state.get("loaded")
    if loaded is None:
        return
    report, base, current = loaded.report, loaded.base, cache.version()[1]
    the_last = report.revision == current
    if not the_last and (base is None or report.unchanged or report.revision > current):
        return
    parts = {part: sum(getattr(report, part).values()) for part in ("added", "changed", "removed")}
    with st.container(width=760, key="rule"):
        if report.unchanged:
            st.markdown(t("data.done.unchanged", name=md(loaded.name)))
            return
        form = "went_back" if base is None else "sentence"
        said = [t(f"data.done.{form}", name=md(loaded.name), **parts)]
        if base is not None and report.revision != base.revision + 1:
            said.append(t("data.done.theirs_stay"))
        if not the_last:
            said.append(t("data.done.others_since"))
        st.markdown(" ".join(said))
        if base is None or base.dataset.is_empty:
            return
        titles = _titles(base.dataset)
        with st.container(horizontal=True):
            if st.button(t("data.done.back"), key="back"):
                _with_progress(titles, None, lambda progress: _go_back(report, titles, progress))
            label, file_name = t("data.done.save"), t("data.tables.before")
            downloads.everything(base.dataset, label=label, file_name=file_name, key="save-before")
        st.markdown(f":gray[:small[{t('data.done.back_note')}]]")


def _go_back(report: LoadReport, titles: str, progress: Progress) -> LoadReport:
    """Take back what the load has changed, and nothing else."""
    origin = t("data.done.origin", names=titles)
    return cache.store().undo(report.load_id, origin=origin, progress=progress)


def _history() -> None:
    loads = cache.store().history().reverse()
    if loads.is_empty():
        return
    st.space("small")
    st.header(t("data.history.title"), anchor=False)
    columns = [
        Column("at", lambda row: clock.moment(clock.read(row["at"]))),
        Column("origin", lambda row: row["origin"]),
        Column("added", lambda row: row["added"]),
        Column("changed", lambda row: row["changed"]),
        Column("removed", lambda row: row["removed"]),
    ]
    made = tables.made("data.history", columns, loads.head(_LOADS_SHOWN).iter_rows(named=True))
    tables.rows(*made, alt=t("data.history.title"), key="loads")
    if loads.height > _LOADS_SHOWN:
        st.markdown(t("data.history.limited", shown=_LOADS_SHOWN, count=loads.height))


def _tables(dataset: Dataset) -> None:
    st.space("small")
    st.header(t("data.tables.title"), anchor=False)
    st.markdown(t("data.tables.sentence"))
    downloads.everything(
        dataset, label=t("data.tables.everything"), file_name=t("data.tables.file"), key="everything"
    )
    table = st.selectbox(
        t("data.tables.choose"),
        list(dataset.filled),
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
