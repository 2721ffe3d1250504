"""One cell: its state in words, who is there, who is not named, and who could be asked."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import polars as pl
import streamlit as st

from graph.analysis.base.decision_key import Axis
from graph.analysis.coverage.asking import AskingReason, who_could_be_asked, who_of_the_sector_could_be_asked
from graph.analysis.coverage.matrix import Coverage, CoverageReason, CoverageState
from graph.analysis.coverage.needs import need_levels
from graph.dataset import Dataset
from ui import cache, links, records
from ui.components import lists
from ui.pages.coverage import parts
from ui.pages.coverage.parts import Cell, Row
from ui.records.phrases import FEW
from ui.text import day, listing, md, t

_FIRST = 8
_ENOUGH = (CoverageState.CROWDED.value, CoverageState.NOT_NEEDED.value)  # states that want nobody more
_WITH_REASON = (CoverageState.GAP.value, CoverageState.NOBODY_NAMED.value)
_WITHOUT_GROUPS = (  # reasons that name the groups, which an activity of its own does without
    AskingReason.SAME_TOPIC_ABOVE,
    AskingReason.SAME_AREA,
    AskingReason.SAME_TOPIC_INSIDE,
    AskingReason.SAME_TOPIC_BESIDE,
    AskingReason.SAME_TOPIC_ELSEWHERE,
)


def draw(dataset: Dataset, coverage: Coverage, cell: Cell) -> None:
    """The panel of a cell."""
    row = coverage.cell(*cell)
    rows = parts.tables()[0]
    group_rows = rows == "groups"
    with st.container(key="rule"):
        with st.container(key="only-on-screen-close"):
            back = links.to(t("gaps.cell.close"), "gaps", **parts.at(None))
            st.markdown(f":small[{back}]")
        st.header(md(parts.name_on(dataset, 1, cell[1])), anchor=False)
        st.markdown(f"**{records.linked(dataset, rows, cell[0])}**")
        word = t(f"coverage.states.{row['state']}.word")
        st.markdown(f"**{word}.** {_sentence(dataset, coverage, row)}")
        figures = (*_figures(row, stated=group_rows), *_measured(dataset, coverage.axis, cell))
        st.markdown(f":small[:gray[{' '.join(figures)}]]")
        if row["state"] in _WITH_REASON:
            # there the question is who could be asked, and the sentence has named the groups
            _asking(dataset, coverage.axis, cell)
            _who_is_there(dataset, row)
        else:
            _who_is_there(dataset, row)
            _asking(dataset, coverage.axis, cell, enough=row["state"] in _ENOUGH)
        st.space("xsmall")
        st.markdown("\n\n".join(map(str, _ways_on(cell))))


def _who_is_there(dataset: Dataset, row: Row) -> None:
    """The groups and organisations behind the state, each way of being there a list of its own."""
    rows = parts.tables()[0]
    if rows != "groups":
        _evidence(dataset, row, "groups", "groups", "group_ids")
    _evidence(dataset, row, "planned_groups", "groups", "planned_group_ids")
    _evidence(dataset, row, "reaching", "groups", "reaching_group_ids")
    here = {"groups": "in_group", "topics": "on_topic"}.get(rows, "here")
    _evidence(dataset, row, here, "organizations", "organizations")
    _evidence(dataset, row, "inside", "organizations", "inside")
    _evidence(dataset, row, "planned", "organizations", "planned")
    _evidence(dataset, row, "ended", "organizations", "ended")
    _evidence(dataset, row, "above", "organizations", "from_above")
    _evidence(dataset, row, "missing", "organizations", "expected_missing")
    _evidence(dataset, row, "unnamed", "organizations", "unnamed")


def _sentence(dataset: Dataset, coverage: Coverage, row: Row) -> str:
    """What the state means here, and why the cell is in it where the lists below do not show it."""
    state_of_cell = row["state"]
    why = parts.reason(dataset, row, linked=True) if state_of_cell in _WITH_REASON else ""
    if row["reason"] == CoverageReason.EXPECTED_ORGANIZATION_MISSING:
        return why  # others may be there
    if state_of_cell == CoverageState.FROM_ABOVE and row["organization_count"]:
        return t("coverage.from_above_expected")
    if state_of_cell == CoverageState.UNKNOWN and parts.only_stated(coverage):
        return t("coverage.unknown_stated")
    several = state_of_cell in (CoverageState.COVERED, CoverageState.CROWDED)
    meaning = t(
        f"coverage.states.{state_of_cell}.sentence",
        there=t(f"coverage.there.{'-'.join(parts.tables())}", count=2 if several else 1),
        crowd_limit=coverage.rules.crowd_limit,
        days=coverage.rules.stale_after_days,
    )
    return f"{meaning} {why}".strip()


def _figures(row: Row, *, stated: bool) -> list[str]:
    """What is needed and how much there is, in short sentences; `stated`: all of it needs no saying so."""
    unknown = row["state"] == CoverageState.UNKNOWN.value
    figures = [] if unknown else _counts(row)
    if row["organization_count"] and not stated:
        figures.append(_how_known(row))
    if row["state"] == CoverageState.NOBODY_NAMED:
        pass  # its sentence says that no need is stated
    elif row["need"] is None:
        figures.append(t("gaps.cell.no_need"))
    elif row["need_recorded"]:
        figures.append(t("gaps.cell.need", need=records.need(row["need"])))
    else:
        figures.append(t("gaps.cell.need_unknown" if unknown else "gaps.cell.need_assumed"))
    if row["confirmed_on"]:
        figures.append(t("gaps.cell.confirmed", date=day(row["confirmed_on"])))
    return figures


def _counts(row: Row) -> list[str]:
    """How many there are, of how many; what is not needed has no aim."""
    here, inside, wanted = row["organization_count"], row["inside_count"], row["wanted"]
    figures = [t("gaps.cell.counts", count=here)] if here else []
    if inside:
        figures.append(t("gaps.cell.inside_count" if here else "gaps.cell.inside_only", count=inside))
    if wanted is not None and row["need"] != 0:
        figures.append(t("gaps.cell.aim", count=wanted))
    return figures


def _how_known(row: Row) -> str:
    """Whether those on site are stated to be there or only sit in a group that works there."""
    if not row["inferred_count"]:
        return t("gaps.cell.all_stated")
    if not row["stated_count"]:
        return t("gaps.cell.all_inferred")
    return t("gaps.cell.some_stated", stated=row["stated_count"], inferred=row["inferred_count"])


def _measured(dataset: Dataset, axis: Axis, cell: Cell) -> Iterable[str]:
    """What the need was stated as on a scale of the data's own, and what that counts as."""
    if axis is Axis.AREA_TOPIC:
        area_id, topic_id = cell
        for row in cache.answer(need_levels).filter(area_id=area_id, topic_id=topic_id).iter_rows(named=True):
            if measured := records.need_on_scale(dataset, row):
                yield t("gaps.cell.measured", measured=md(measured))


def _evidence(dataset: Dataset, row: Row, title: str, table: str, column: str) -> None:
    """One list of the panel: organisations with their sector, groups with their kind."""
    entries = []
    found_by_name = records.by_name(dataset, table, row[column])
    for found in found_by_name[: lists.MOST]:
        if column == "unnamed":
            note = records.unnamed(dataset.require(table, found))
        elif table == "organizations":
            note = md(records.sector_or_not(dataset, dataset.require(table, found)))
            if column == "organizations" and row["inferred_count"] and found in row["stated"]:
                note = f"{note} · {t('words.stated')}"
        else:
            note = md(records.kind(dataset, dataset.require("groups", found)["classification"]))
        entries.append((records.linked(dataset, table, found), note))
    lists.notes(entries, key=title, title=t(f"gaps.cell.{title}"), count=len(found_by_name))


def _asking(dataset: Dataset, axis: Axis, cell: Cell, *, enough: bool = False) -> None:
    """Who could be asked, and apart from them those of whom something is decided or who are on the way in.

    `enough`: nobody more is wanted, so nobody is suggested.
    """
    row_id, column_id = cell
    if axis is Axis.AREA_TOPIC:
        found = cache.answer(who_could_be_asked, area_id=row_id, topic_id=column_id)
    else:
        found = cache.answer(who_of_the_sector_could_be_asked, axis=axis, row_id=row_id, sector_id=column_id)
    spoken_of = found.filter(
        pl.col("decision").is_not_null() | (pl.col("reason") == AskingReason.ALREADY_PLANNED.value)
    ).select("organization_id")
    if not enough:
        st.subheader(t("gaps.cell.ask"), anchor=False)
        suggested = found.join(spoken_of, on="organization_id", how="anti", maintain_order="left")
        st.markdown(
            f":small[:gray[{t('gaps.cell.ask_nobody' if suggested.is_empty() else 'gaps.cell.ask_note')}]]"
        )
        _reasons(dataset, suggested, key="asking")
    known = found.join(spoken_of, on="organization_id", how="semi", maintain_order="left")
    if not known.is_empty():
        st.subheader(t("gaps.cell.ask_known"), anchor=False)
        _reasons(dataset, known, key="asked")


def _reasons(dataset: Dataset, found: pl.DataFrame, *, key: str) -> None:
    """Organisations, each with its reasons; the later ones folded away."""
    by_organization = found.group_by("organization_id", maintain_order=True)
    entries = [
        (records.linked(dataset, "organizations", str(actor)), _why_ask(dataset, rows))
        for (actor,), rows in itertools.islice(by_organization, lists.MOST)
    ]
    lists.notes(entries, key=key, first=_FIRST, count=found["organization_id"].n_unique())


def _why_ask(dataset: Dataset, rows: pl.DataFrame) -> str:
    sentences = []
    if AskingReason.SAME_AREA.value in rows["reason"]:  # says that it is on site, and by which group
        rows = rows.filter(pl.col("reason") != AskingReason.PRESENT_IN_AREA.value)
    for row in rows.iter_rows(named=True):
        groups = records.phrase(dataset, "groups", row["group_ids"], limit=FEW)
        areas = listing((md(records.called(dataset, "areas", area)) for area in row["area_ids"]), limit=2)
        reason = AskingReason(row["reason"])
        key = reason.value if groups or reason not in _WITHOUT_GROUPS else f"{reason.value}_stated"
        sentences.append(t(f"gaps.asking.{key}", groups=groups, areas=areas))
    if decision := rows["decision"][0]:
        sentences.append(t("gaps.asking.decided", decision=t(f"gaps.asking.decisions.{decision}")))
    return " ".join(sentences)


def _ways_on(cell: Cell) -> Iterable[links.Link]:
    """Links out of the panel: the part of the network the cell stands for, and the area."""
    rows, columns = parts.tables()
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
                chosen["focus"] = records.focus_on("groups", found)
    yield links.to(t("gaps.cell.network"), "network", **chosen)
    if rows == "areas":
        topic = {"topic": cell[1]} if columns == "topics" else {}
        yield links.to(t("gaps.cell.where"), "where", area=cell[0], **topic)
