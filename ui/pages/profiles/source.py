"""The profile of a source: what it is, and everything that rests on it."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
import streamlit as st

from graph.analysis.records.provenance import source_use
from graph.dataset import Dataset
from graph.model import EDGE_TYPES, NODE_TYPES, NodeType
from ui import cache, links, records
from ui.components import tables
from ui.components.tables import Cell, Column
from ui.pages.profiles import parts
from ui.text import day, md, name, t

_FIRST = 500  # rows on screen; the page Data has all tables
_ABOUT = ("organizations", "groups", "areas", "topics")  # what a source speaks of; others only tie these


@dataclass(frozen=True)
class _Fact:
    """A record that names the source: what it says, of whom, to whom, and where it is told."""

    says: str
    of: Cell
    to: Cell
    locator: str | None


_COLUMNS = (
    Column("fact", lambda fact: fact.says),
    Column("of", lambda fact: fact.of),
    Column("to", lambda fact: fact.to),
    Column("locator", lambda fact: fact.locator),
)


def draw(dataset: Dataset, record: parts.Record) -> None:
    """Draw everything known about the source, of every day: a source does not end with what it tells."""
    source_id = str(record["id"])
    count = int(cache.whole_answer(source_use).filter(source_id=source_id)["records"].sum())
    parts.sentence(t("profile.source.answer", count=count) if count else t("profile.source.unused"))
    url = str(record["url"] or "")
    parts.facts(
        [
            (t("profile.facts.publisher"), md(record["publisher"] or "")),
            (
                t("profile.facts.published"),
                day(str(record["published_on"])) if record["published_on"] else "",
            ),
            (
                t("profile.facts.retrieved"),
                day(str(record["retrieved_on"])) if record["retrieved_on"] else "",
            ),
            (t("profile.facts.address"), str(links.Address(url, url)) if url else ""),
        ]
    )
    based = dataset["group_documents"].filter(pl.col("document_id") == record["id"])
    if based.height:
        parts.heading(t("profile.source.groups"))
        found = [parts.Tie("basis_of", "groups", row["group_id"], row) for row in based.iter_rows(named=True)]
        parts.ties(dataset, found, alt=t("profile.source.groups"), key="groups")
    if count:
        parts.heading(t("profile.source.facts"))
        whole = cache.whole_dataset()
        rows = _records(whole, source_id, at_most=_FIRST)
        tables.rows(
            *tables.made("profile.columns", _COLUMNS, rows),
            alt=t("profile.source.facts"),
            key="facts",
            strong=False,
            every=lambda: tables.made("profile.columns", _COLUMNS, _records(whole, source_id, at_most=count)),
            count=count,
        )
        if count > len(rows):
            parts.note(t("profile.source.first", shown=len(rows), count=count))
    if record["text"]:
        with st.expander(t("profile.source.text")):
            st.text(str(record["text"]))


def _records(dataset: Dataset, source_id: str, *, at_most: int) -> list[_Fact]:
    """The first records that name the source."""
    rows: list[_Fact] = []
    for node in NODE_TYPES:
        for row in _naming(dataset, node.table, source_id, at_most=at_most - len(rows)):
            about, other = _ends(dataset, node, row)
            rows.append(_Fact(records.table_one(node.table), about, other, parts.locator(row)))
    for edge in EDGE_TYPES:
        ends = {field.name: field.references for field in edge.fields if field.name in (edge.start, edge.end)}
        for row in _naming(dataset, edge.table, source_id, at_most=at_most - len(rows)):
            start, end = (
                records.link(dataset, str(ends[column]), row[column]) for column in (edge.start, edge.end)
            )
            rows.append(_Fact(records.table(edge.table), start, end, parts.locator(row)))
    return rows


def _naming(dataset: Dataset, table: str, source_id: str, *, at_most: int) -> list[dict[str, object]]:
    """The first records of a table that name the source."""
    if "source_id" not in dataset[table].columns:
        return []
    return dataset[table].filter(source_id=source_id).head(at_most).to_dicts()


def _ends(dataset: Dataset, node: NodeType, row: parts.Record) -> tuple[Cell, Cell]:
    """Of whom a record of its own speaks and to whom: itself, or the first two records it ties together."""
    if node.table in _ABOUT:
        return records.link(dataset, node.table, row["id"]), "–"
    if row.get("name"):
        return name(row), "–"
    tied: list[Cell] = [
        records.link(dataset, str(field.references), row[field.name])
        for field in node.fields
        if field.references in _ABOUT and row[field.name]
    ]
    return tied[0] if tied else None, tied[1] if len(tied) > 1 else "–"
