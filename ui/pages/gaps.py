"""Gaps: which cells are covered, which rest on one, where somebody is missing, and who could be asked."""

from __future__ import annotations

import itertools

import polars as pl
import streamlit as st

from graph.analysis.base.area_tree import area_tree
from graph.analysis.coverage.matrix import (
    Coverage,
    CoverageState,
    area_coverage,
    area_sector_coverage,
    group_sector_coverage,
    topic_sector_coverage,
)
from graph.dataset import Dataset
from ui import cache, records, state
from ui.components import filters
from ui.components.coverage_matrix import (
    MatrixCell,
    MatrixColumn,
    MatrixRow,
    MatrixWords,
    coverage_matrix,
    matrix_picture,
)
from ui.components.legend import CoverageLegendWords, coverage_legend
from ui.pages.coverage import cell, parts, register, table
from ui.pages.coverage.parts import Cell
from ui.text import day, listing, md, t

_QUESTIONS = {
    "areas-topics": area_coverage,
    "groups-sectors": group_sector_coverage,
    "areas-sectors": area_sector_coverage,
    "topics-sectors": topic_sector_coverage,
}
_MOST_WANTED = 5
_CLEARS = ("area", "topic", "wanted", "crowd", "age", "depth", "known", "as_of")
_SILENT_NAMED = 8  # columns named in the line on those left out
_STATES_IN_WORDS = (
    CoverageState.IN_PARTS,
    CoverageState.FROM_ABOVE,
    CoverageState.SINGLE_POINT,
    CoverageState.NOBODY_NAMED,
    CoverageState.STALE,
    CoverageState.NOT_NEEDED,
    CoverageState.GAP,
)


def render() -> None:
    """Draw the page."""
    dataset = cache.dataset()
    st.title(t("gaps.title"), anchor=False)
    above, sentence = st.container(width=760), st.container()
    with sentence:
        level = _filters()
    chosen = state.selection()
    rules = state.rules()
    coverage = cache.answer(_QUESTIONS[chosen.axes], rules=rules, today=cache.day())
    selected = _chosen_cell(coverage, chosen.cell)
    if chosen.area and chosen.axes.startswith("areas-"):
        tree = cache.answer(area_tree).ancestors
        inside = tree.filter(pl.col("ancestor_id") == chosen.area)["area_id"].to_list()
        coverage = coverage.of_rows([chosen.area, *inside])
    if chosen.topic and chosen.axes == "areas-topics":
        coverage = coverage.of_columns([chosen.topic])
    if level:
        opened = selected[0] if selected else ""
        coverage = coverage.of_rows(filters.areas_in_order(dataset, level=level, area_id=opened))
    with above:
        st.markdown(_answer(dataset, coverage))
    if not coverage.row_ids or not coverage.column_ids:
        return
    st.space("xsmall")
    picture, panel = st.columns([3.35, 1], gap="large")
    with picture:
        _matrix(dataset, coverage, selected)
    with panel:
        if chosen.cell and selected is None:
            st.markdown(t("gaps.cell.not_there"))
        if selected is not None:
            cell.draw(dataset, coverage, selected)
        else:
            register.draw(dataset, coverage)
    st.space("xsmall")
    table.draw(dataset, coverage)


def _filters() -> int:
    """The sentence of filters; returns the deepest level of areas that stand on the rows, 0 for all."""
    level = 0
    with filters.folding("gaps", clears=_CLEARS), filters.sentence("gaps"):
        filters.words(t("gaps.filters.show"))
        filters.choice(
            "axes",
            state.AXES,
            label=t("gaps.filters.axes"),
            show=_axes_in_words,
            width=220,
            resets=("cell",),
            told=True,
        )
        if state.selection().axes.startswith("areas-"):
            filters.words(t("filters.in"))
            filters.area()
        if state.selection().axes == "areas-topics":
            filters.words(t("filters.about"))
            filters.topic()
        if state.selection().axes.startswith("areas-"):
            level = filters.depth()
        filters.words(t("gaps.filters.at_least"))
        filters.choice(
            "wanted",
            range(1, max(_MOST_WANTED, state.selection().wanted) + 1),
            label=t("gaps.filters.wanted"),
            show=lambda wanted: t("gaps.filters.organizations", count=wanted),
        )
        filters.words(t("gaps.filters.should"))
        filters.level()
        if not state.selection().axes.startswith("groups-"):
            filters.known()
        filters.words(t("gaps.filters.on"))
        filters.as_of()
        filters.words(t("gaps.filters.crowd"))
        filters.number("crowd", label=t("gaps.filters.crowd_label"), most=9_999)
        filters.words(t("gaps.filters.age"))
        filters.number("age", label=t("gaps.filters.age_label"), most=36_500)
        filters.words(t("gaps.filters.days"))
    return level


def _axes_in_words(axes: str) -> str:
    rows, columns = axes.split("-")
    return t("gaps.filters.against", rows=t(f"coverage.axes.{rows}"), columns=t(f"coverage.axes.{columns}"))


def _answer(dataset: Dataset, coverage: Coverage) -> str:
    counts, cells = coverage.counts, sum(coverage.counts.values())
    if not cells:
        return _nothing_to_compare(dataset)
    unknown, crowded = counts[CoverageState.UNKNOWN], counts[CoverageState.CROWDED]
    covered = counts[CoverageState.COVERED] + crowded
    # what only follows from groups is known, and left out where it does not count
    form = "_stated" if parts.only_stated(coverage) else ""
    if unknown == cells:
        return t(f"gaps.answer.unknown_only{form}", count=cells)
    where = "on_site" if parts.tables()[0] == "areas" else "plain"
    of = t("gaps.answer.of", count=cells)
    many = t("gaps.answer.crowded", count=crowded) if crowded else ""
    others = [t(f"gaps.answer.{s}", count=counts[s]) for s in _STATES_IN_WORDS if counts[s]]
    sentences = [
        t(f"gaps.answer.covered.{where}", count=covered, of=of, crowded=many)
        if covered
        else t("gaps.answer.none_covered", of=of),
        f"{listing(others)}." if others else "",
        t(f"gaps.answer.unknown{form}", count=unknown) + " " + t("gaps.answer.not_a_gap") if unknown else "",
    ]
    return " ".join(filter(None, sentences))


def _nothing_to_compare(dataset: Dataset) -> str:
    """Which of the two sides of the matrix there is nothing of, and whether it is only so on this day."""
    rows, columns = parts.tables()
    missing = [table for table in (rows, columns) if not parts.counted(dataset, table)]
    form = (
        "nothing_then" if any(parts.counted(cache.whole_dataset(), table) for table in missing) else "nothing"
    )
    return t(
        f"gaps.answer.{form}",
        missing=listing(t(f"gaps.answer.no.{table}") for table in missing),
        day=md(day(cache.day())),
        **{side: t(f"coverage.axes.{table}") for side, table in (("rows", rows), ("columns", columns))},
    )


def _chosen_cell(coverage: Coverage, text: str) -> Cell | None:
    """Row and column of `row:column`; ids may hold colons themselves."""
    parts = text.split(":")
    pairs = ((":".join(parts[:cut]), ":".join(parts[cut:])) for cut in range(1, len(parts)))
    rows, columns = set(coverage.row_ids), set(coverage.column_ids)
    return next((pair for pair in pairs if pair[0] in rows and pair[1] in columns), None)


def _matrix(dataset: Dataset, coverage: Coverage, selected: Cell | None) -> None:
    """The legend and the cells; a click on a cell opens it beside them."""
    limits = {"crowd_limit": coverage.rules.crowd_limit, "days": coverage.rules.stale_after_days}
    states = {each: t(f"coverage.states.{each}.word") for each in CoverageState}
    meanings = {each: t(f"coverage.states.{each}.meaning", **limits) for each in CoverageState}
    if parts.only_stated(coverage):
        meanings[CoverageState.UNKNOWN] = t("coverage.unknown_stated_meaning")
    words = CoverageLegendWords(t("matrix.legend"), states, meanings)
    coverage_legend(coverage.counts, key="coverage-legend", words=words)
    columns, silent = _matrix_columns(dataset, coverage, selected)
    rows = _matrix_rows(dataset, coverage)
    cells = list(itertools.starmap(MatrixCell, _numbers(coverage).iter_rows()))
    matrix_words = MatrixWords(
        caption=t(f"gaps.matrix.caption.{parts.tables()[0]}"),
        states={each.value: word for each, word in states.items()},
        window=t("matrix.window", first="{first}", last="{last}", all="{all}"),
        earlier=t("matrix.earlier"),
        later=t("matrix.later"),
    )
    coverage_matrix(
        rows,
        columns,
        cells,
        key="matrix",
        words=matrix_words,
        selected=selected,
        on_pick=lambda row, column: state.update(cell=f"{row}:{column}"),
    )
    matrix_picture(
        rows,
        columns,
        cells,
        words=matrix_words,
        meanings={each.value: meaning for each, meaning in meanings.items()},
        legend=t("matrix.legend"),
        title=t("gaps.title"),
        key="matrix",
    )
    if silent:
        names = md(listing(silent, limit=_SILENT_NAMED))
        form = "silent_stated" if parts.only_stated(coverage) else "silent"
        left_out = t(f"gaps.matrix.{form}.{parts.tables()[1]}", count=len(silent), names=names)
        st.markdown(f":gray[:small[{left_out}]]")
    if known := parts.how_known(coverage):
        st.markdown(f":gray[:small[{known}]]")


def _numbers(coverage: Coverage) -> pl.DataFrame:
    """The cells with their state and the number shown: in a whole that rests on its parts, all it holds."""
    held = pl.col("organization_count") + pl.col("inside_count")
    in_parts = pl.col("state") == CoverageState.IN_PARTS.value
    return coverage.summary.select(
        "row_id", "column_id", "state", pl.when(in_parts).then(held).otherwise("organization_count")
    )


def _matrix_rows(dataset: Dataset, coverage: Coverage) -> list[MatrixRow]:
    """Areas as a tree, anything else by name."""
    rows = parts.tables()[0]
    if rows == "areas":
        shown = set(coverage.summary["row_id"].unique())
        return [
            MatrixRow(area, parts.name_on(dataset, 0, area), depth)
            for area, depth in filters.areas_in_order(dataset).items()
            if area in shown
        ]
    return [
        MatrixRow(each, parts.name_on(dataset, 0, each))
        for each in records.by_name(dataset, rows, coverage.row_ids)
    ]


def _matrix_columns(
    dataset: Dataset, coverage: Coverage, selected: Cell | None
) -> tuple[list[MatrixColumn], list[str]]:
    """Those we know most about first; and the names of those nobody has looked at anywhere, left out."""
    known = coverage.summary.filter(pl.col("state") != CoverageState.UNKNOWN.value)
    counts = dict(known.group_by("column_id").len().iter_rows())
    by_name = records.by_name(dataset, parts.tables()[1], coverage.column_ids)
    ordered = sorted(by_name, key=lambda each: -counts.get(each, 0))
    shown = [each for each in ordered if each in counts or not counts or (selected and each == selected[1])]
    silent = [parts.name_on(dataset, 1, each) for each in ordered if each not in shown]
    return [MatrixColumn(each, parts.name_on(dataset, 1, each)) for each in shown], silent
