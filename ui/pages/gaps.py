"""Gaps: which cells are covered, which rest on one, where somebody is missing, and who could be asked."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import polars as pl
import streamlit as st

from graph.analysis.asking import AskingReason, who_could_be_asked
from graph.analysis.coverage import (
    Coverage,
    CoverageRules,
    CoverageState,
    area_coverage,
    area_sector_coverage,
    group_sector_coverage,
    topic_sector_coverage,
)
from graph.dataset import Dataset
from ui import cache, state
from ui.components import downloads, filters, links, lists, tables
from ui.components.coverage_matrix import MatrixCell, MatrixColumn, MatrixRow, MatrixWords, coverage_matrix
from ui.components.legend import CoverageLegendWords, coverage_legend
from ui.text import day, listing, md, name, number, t

_QUESTIONS = {
    "areas-topics": area_coverage,
    "groups-sectors": group_sector_coverage,
    "areas-sectors": area_sector_coverage,
    "topics-sectors": topic_sector_coverage,
}
_MOST_WANTED = 5
_FIRST = 8
_STATES_IN_WORDS = (
    CoverageState.CROWDED,
    CoverageState.FROM_ABOVE,
    CoverageState.SINGLE_POINT,
    CoverageState.STALE,
    CoverageState.NOT_NEEDED,
    CoverageState.GAP,
)
# tables whose ids stand in each column of evidence
_EVIDENCE = {
    "organizations": "organizations",
    "planned": "organizations",
    "unnamed": "organizations",
    "missing": "organizations",
    "groups": "groups",
    "reaching": "groups",
}
_COLUMN = {"missing": "expected_missing", "groups": "group_ids", "reaching": "reaching_group_ids"}

Row = dict[str, object]
Cell = tuple[str, str]


def render() -> None:
    """Draw the page."""
    dataset = cache.dataset()
    st.title(t("gaps.title"), anchor=False)
    above, sentence = st.container(width=760), st.container()
    with sentence:
        _filters()
    chosen = state.selection()
    rules = CoverageRules(wanted=chosen.wanted)
    coverage = cache.answer(_QUESTIONS[chosen.axes], rules=rules, today=chosen.day)
    with above:
        st.markdown(_answer(coverage))
    if not coverage.row_ids or not coverage.column_ids:
        return
    st.space("xsmall")
    cell = _chosen_cell(coverage, chosen.cell)
    picture, panel = st.columns([2.9, 1], gap="large")
    with picture:
        _matrix(dataset, coverage, cell)
        _table(dataset, coverage)
    with panel:
        if chosen.cell and cell is None:
            st.markdown(t("gaps.cell.not_there"))
        if cell is not None:
            _panel(dataset, coverage, cell)
        else:
            _register(dataset, coverage)


def _filters() -> None:
    with filters.sentence():
        filters.words(t("gaps.filters.show"))
        filters.choice(
            "axes", state.AXES, label=t("gaps.filters.axes"), show=_axes_in_words, width=220, resets=("cell",)
        )
        filters.words(t("gaps.filters.at_least"))
        filters.choice(
            "wanted",
            range(1, max(_MOST_WANTED, state.selection().wanted) + 1),
            label=t("gaps.filters.wanted"),
            show=lambda wanted: t("gaps.filters.organizations", count=wanted),
        )
        filters.words(t("gaps.filters.should"))
        filters.level()
        filters.words(t("gaps.filters.on"))
        filters.as_of()


def _axes_in_words(axes: str) -> str:
    rows, columns = axes.split("-")
    return t("gaps.filters.against", rows=t(f"coverage.axes.{rows}"), columns=t(f"coverage.axes.{columns}"))


def _answer(coverage: Coverage) -> str:
    counts, cells = coverage.counts, sum(coverage.counts.values())
    rows, columns = _tables()
    if not cells:
        return t(
            "gaps.answer.nothing", rows=t(f"coverage.axes.{rows}"), columns=t(f"coverage.axes.{columns}")
        )
    unknown, covered = counts[CoverageState.UNKNOWN], counts[CoverageState.COVERED]
    if unknown == cells:
        return t("gaps.answer.unknown_only", all=cells)
    where = "on_site" if rows == "areas" else "plain"
    parts = [t(f"gaps.answer.{s}", count=counts[s]) for s in _STATES_IN_WORDS if counts[s]]
    sentences = [
        t(f"gaps.answer.covered.{where}", covered=covered, all=cells)
        if covered
        else t("gaps.answer.none_covered", all=cells),
        f"{listing(parts)}." if parts else "",
        t("gaps.answer.unknown", count=unknown) + " " + t("gaps.answer.not_a_gap") if unknown else "",
    ]
    return " ".join(filter(None, sentences))


def _tables() -> tuple[str, str]:
    """The tables that stand on the rows and the columns."""
    rows, columns = state.selection().axes.split("-")
    return rows, columns


def _chosen_cell(coverage: Coverage, text: str) -> Cell | None:
    """Row and column of `row:column`; ids may hold colons themselves."""
    parts = text.split(":")
    found = ((":".join(parts[:cut]), ":".join(parts[cut:])) for cut in range(1, len(parts)))
    rows, columns = set(coverage.row_ids), set(coverage.column_ids)
    return next((cell for cell in found if cell[0] in rows and cell[1] in columns), None)


def _matrix(dataset: Dataset, coverage: Coverage, selected: Cell | None) -> None:
    """The legend and the cells; a click on a cell opens it beside them."""
    limits = {"crowd_limit": coverage.rules.crowd_limit, "days": coverage.rules.stale_after_days}
    states = {each: t(f"coverage.states.{each}.word") for each in CoverageState}
    meanings = {each: t(f"coverage.states.{each}.meaning", **limits) for each in CoverageState}
    words = CoverageLegendWords(t("matrix.legend"), states, meanings)
    coverage_legend(coverage.counts, key="coverage-legend", words=words)
    coverage_matrix(
        _matrix_rows(dataset, coverage),
        _matrix_columns(dataset, coverage),
        itertools.starmap(
            MatrixCell,
            coverage.summary.select("row_id", "column_id", "state", "organization_count").iter_rows(),
        ),
        key="matrix",
        words=MatrixWords(
            caption=t(f"gaps.matrix.caption.{_tables()[0]}"),
            states=states,
            window=t("matrix.window", first="{first}", last="{last}", all="{all}"),
            earlier=t("matrix.earlier"),
            later=t("matrix.later"),
        ),
        selected=selected,
        on_pick=lambda row, column: state.update(cell=f"{row}:{column}"),
    )


def _matrix_rows(dataset: Dataset, coverage: Coverage) -> list[MatrixRow]:
    """Areas as a tree, anything else by name."""
    rows = _tables()[0]
    if rows == "areas":
        return [
            MatrixRow(area, _name(dataset, 0, area), depth)
            for area, depth in filters.areas_in_order(dataset).items()
        ]
    return [
        MatrixRow(each, _name(dataset, 0, each)) for each in lists.by_name(dataset, rows, coverage.row_ids)
    ]


def _matrix_columns(dataset: Dataset, coverage: Coverage) -> list[MatrixColumn]:
    """Those we know most about first, so that what nobody has looked at does not part the rest."""
    known = coverage.summary.filter(pl.col("state") != CoverageState.UNKNOWN.value)
    counts = dict(known.group_by("column_id").len().iter_rows())
    by_name = lists.by_name(dataset, _tables()[1], coverage.column_ids)
    ordered = sorted(by_name, key=lambda each: -counts.get(each, 0))
    return [MatrixColumn(each, _name(dataset, 1, each)) for each in ordered]


def _register(dataset: Dataset, coverage: Coverage) -> None:
    register = coverage.register
    above = register.filter(pl.col("state") == CoverageState.FROM_ABOVE.value)
    first = register.filter(pl.col("state") != CoverageState.FROM_ABOVE.value)
    st.header(t("gaps.register.title"), anchor=False)
    if first.is_empty():
        st.markdown(t("gaps.register.nothing"))
    else:
        st.markdown(f":gray[:small[{t('gaps.register.formula')}]]")
        _entries(dataset, first.head(_FIRST))
    if first.height > _FIRST:
        with st.expander(t("gaps.register.more", count=first.height)):
            _entries(dataset, first.slice(_FIRST))
    if above.height:
        with st.expander(t("gaps.register.above", count=above.height)):
            _entries(dataset, above)


def _entries(dataset: Dataset, rows: pl.DataFrame) -> None:
    before = None
    for row in rows.iter_rows(named=True):
        why = _reason(dataset, row)
        same = why == before and row["state"] == CoverageState.GAP.value
        before = why
        with st.container(horizontal=True, gap="small"):
            with st.container(width=18):
                st.markdown(f"**{number(row['score'])}**")
            with st.container():
                cell = row["row_id"], row["column_id"]
                st.markdown(
                    f"**{_cell_link(dataset, cell)}**  \n{md(_name(dataset, 0, cell[0]))}  \n"
                    f":small[:gray[{t('gaps.register.same') if same else why}]]"
                )


def _panel(dataset: Dataset, coverage: Coverage, cell: Cell) -> None:
    row = coverage.cell(*cell)
    axes = _tables()
    rows = axes[0]
    group_rows = rows == "groups"
    with st.container(key="rule"):
        now = state.selection()
        st.markdown(f":small[{links.to(t('gaps.cell.close'), 'gaps', axes=now.axes, wanted=now.wanted)}]")
        st.header(md(_name(dataset, 1, cell[1])), anchor=False)
        st.markdown(f"**{_record(dataset, rows, cell[0])}**")
        word, meaning = (t(f"coverage.states.{row['state']}.{part}") for part in ("word", "sentence"))
        why = _reason(dataset, row) if row["state"] == CoverageState.GAP.value else ""
        st.markdown(f"**{word}.** {meaning} {why}")
        st.markdown(f":small[:gray[{' '.join(_figures(row))}]]")
        _evidence(dataset, row, "groups", "groups", "group_ids")
        _evidence(dataset, row, "planned_groups", "groups", "planned_group_ids")
        _evidence(dataset, row, "reaching", "groups", "reaching_group_ids")
        _evidence(dataset, row, "in_group" if group_rows else "here", "organizations", "organizations")
        _evidence(dataset, row, "planned", "organizations", "planned")
        _evidence(dataset, row, "above", "organizations", "from_above")
        _evidence(dataset, row, "missing", "organizations", "expected_missing")
        _evidence(dataset, row, "unnamed", "organizations", "unnamed")
        if axes == ("areas", "topics"):
            _asking(dataset, cell)
        st.space("xsmall")
        st.markdown("\n\n".join(map(str, _ways_on(cell))))


def _figures(row: Row) -> list[str]:
    """What is needed and how much there is, in short sentences."""
    wanted = row["wanted"]
    count = {"count": row["organization_count"]}
    figures = [
        t("gaps.cell.counts_only", **count)
        if wanted is None
        else t("gaps.cell.counts", wanted=wanted, **count)
    ]
    if row["need"] is None:
        figures.append(t("gaps.cell.no_need"))
    elif row["need_recorded"]:
        figures.append(t("gaps.cell.need", level=t(f"gaps.cell.levels.{row['need']}")))
    else:
        figures.append(t("gaps.cell.need_assumed"))
    if row["confirmed_on"]:
        figures.append(t("gaps.cell.confirmed", date=day(row["confirmed_on"])))  # type: ignore[arg-type]
    return figures


def _evidence(dataset: Dataset, row: Row, title: str, table: str, column: str) -> None:
    """One list of the panel: organisations with their sector, groups with their kind."""
    entries = []
    for found in lists.by_name(dataset, table, row[column]):  # type: ignore[arg-type]
        if column == "unnamed":
            note = t("gaps.cell.unnamed_note")
        elif table == "organizations":
            note = lists.sector(dataset, found)
        else:
            note = t(f"words.kinds.{(dataset.record('groups', found) or {})['classification']}")
        entries.append((lists.linked(dataset, table, found), note))
    lists.notes(entries, key=title, title=t(f"gaps.cell.{title}"))


def _asking(dataset: Dataset, cell: Cell) -> None:
    found = cache.answer(who_could_be_asked, area_id=cell[0], topic_id=cell[1])
    asked = [(actor, rows) for (actor,), rows in found.group_by("organization_id", maintain_order=True)]
    st.subheader(t("gaps.cell.ask"), anchor=False)
    if not asked:
        st.markdown(f":small[:gray[{t('gaps.cell.ask_nobody')}]]")
        return
    st.markdown(f":small[:gray[{t('gaps.cell.ask_note')}]]")
    lists.notes(
        [
            (lists.linked(dataset, "organizations", str(actor)), _why_ask(dataset, rows))
            for actor, rows in asked[:_FIRST]
        ],
        key="asking",
    )
    if len(asked) > _FIRST:
        st.markdown(f":small[:gray[{t('gaps.cell.more', count=len(asked) - _FIRST)}]]")


def _why_ask(dataset: Dataset, rows: pl.DataFrame) -> str:
    sentences = []
    if AskingReason.SAME_AREA.value in rows["reason"]:  # says that it is on site, and by which group
        rows = rows.filter(pl.col("reason") != AskingReason.PRESENT_IN_AREA.value)
    for row in rows.iter_rows(named=True):
        groups = lists.linked_listing(dataset, "groups", row["group_ids"])
        areas = listing((md(name(dataset.record("areas", area))) for area in row["area_ids"]), limit=2)
        sentences.append(t(f"gaps.asking.{AskingReason(row['reason'])}", groups=groups, areas=areas))
    if decision := rows["decision"][0]:
        sentences.append(t("gaps.asking.decided", decision=t(f"gaps.asking.decisions.{decision}")))
    return " ".join(sentences)


def _ways_on(cell: Cell) -> Iterable[links.Link]:
    """Links out of the panel: the part of the network the cell stands for, and the area."""
    rows, columns = _tables()
    chosen: dict[str, object] = {}
    for table, found in zip((rows, columns), cell, strict=True):
        match table:
            case "areas":
                chosen["area"] = found
            case "topics":
                chosen["topic"] = found
            case "sectors":
                chosen["sectors"] = (found,)
            case "groups":
                chosen["focus"] = f"groups:{found}"
    yield links.to(t("gaps.cell.network"), "network", **chosen)
    if rows == "areas":
        topic = {"topic": cell[1]} if columns == "topics" else {}
        yield links.to(t("gaps.cell.where"), "where", area=cell[0], **topic)


def _reason(dataset: Dataset, row: Row) -> str:
    """Why the cell is in its state, with names."""
    names = {
        part: listing(
            (
                lists.linked(dataset, table, found)
                for found in lists.by_name(dataset, table, row[_COLUMN.get(part, part)])
            ),  # type: ignore[arg-type]
            limit=3,
        )
        for part, table in _EVIDENCE.items()
    }
    return t(f"gaps.reasons.{row['reason']}", date=day(row["confirmed_on"]), **names)  # type: ignore[arg-type]


def _table(dataset: Dataset, coverage: Coverage) -> None:
    """The same cells as rows: made only when the reader opens it."""
    with st.expander(t("gaps.table.title"), key="cells", on_change="rerun") as box:
        if not box.open:
            return
        rows, columns = _tables()
        plain, linked = [], []
        parts = ("organizations", "from_above", "planned", "unnamed")
        for row in coverage.cells.iter_rows(named=True):
            cell = row["row_id"], row["column_id"]
            word = t(f"coverage.states.{row['state']}.word")
            who = [listing(name(dataset.record("organizations", one)) for one in row[part]) for part in parts]
            figures = (row["need"], row["wanted"], row["score"], day(row["confirmed_on"]) or None)
            plain.append((_name(dataset, 0, cell[0]), _name(dataset, 1, cell[1]), word, *who, *figures))
            linked.append(
                (*plain[-1][:2], links.to(word, "gaps", **_at(cell)), *(w or "–" for w in who), *figures)
            )
        headings = [
            t(f"coverage.axis_one.{rows}"),
            t(f"coverage.axis_one.{columns}"),
            *(
                t(f"coverage.columns.{c}")
                for c in ("state", *parts, "need", "wanted", "score", "confirmed_on")
            ),
        ]
        tables.rows(headings, linked, alt=t("gaps.table.title"), key="cells")
        frame = pl.DataFrame(plain, schema=headings, orient="row", infer_schema_length=None)
        downloads.table(
            frame, label=t("gaps.table.download"), file_name=t("gaps.table.file"), key="cells-file"
        )


def _at(cell: Cell) -> dict[str, object]:
    now = state.selection()
    return {"axes": now.axes, "wanted": now.wanted, "cell": ":".join(cell)}


def _cell_link(dataset: Dataset, cell: Cell) -> str:
    return str(links.to(_name(dataset, 1, cell[1]), "gaps", **_at(cell)))


def _record(dataset: Dataset, table: str, found: str) -> str:
    return lists.linked(dataset, table, found)


def _name(dataset: Dataset, axis: int, found: str) -> str:
    """The name of what stands on the rows (0) or the columns (1)."""
    return name(dataset.record(_tables()[axis], found))
