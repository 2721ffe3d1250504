"""What a search finds, as the reader meets it: each thing once, what it is, and where it leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from graph.dataset import Dataset
from graph.store.search import BY_NAMES
from graph.text_folding import fold
from ui import cache, links, records, state
from ui.components.search_words import other_words
from ui.text import name, t

LONGEST = 8  # hits shown; more are found by another letter


@dataclass(frozen=True)
class Hit:
    """A record that was found: its name, what it is, where it is told of, and how the map shows it.

    `profile` and `on_map` are addresses relative to any page; `on_map` is empty where there is no map.
    """

    name: str
    what: str
    profile: str
    on_map: str = ""


def hits(text: str, *, page: str) -> list[Hit]:
    """The best hits for what is typed on this page, at most `LONGEST`; an organisation that is a group is one."""
    dataset = cache.whole_dataset()
    words = fold(text).split()
    # two records may be one thing to the reader
    found = cache.store().search(text, limit=2 * LONGEST, also=other_words)
    shown: dict[str, Hit] = {}
    for row in found.iter_rows(named=True):
        place = records.as_one(records.focus_on(row["table"], row["id"]))
        table, _, key = place.partition(":")
        record = dataset.record(table, key)
        if record is not None and place not in shown:
            said = all(word in fold(name(record)) for word in words)
            matched = row["matched"] if row["score"] >= BY_NAMES and not said else ""
            shown[place] = _hit(dataset, table, record, matched=matched, page=page)
    return list(shown.values())[:LONGEST]


def _hit(dataset: Dataset, table: str, record: dict[str, object], *, matched: str, page: str) -> Hit:
    key, shown = str(record["id"]), name(record)
    what = [each for each in _what(dataset, table, record) if each]
    if matched and matched != shown:
        what.append(t("search.also", name=matched))
    return Hit(
        name=shown,
        what=" · ".join(what),
        profile=links.profile("", table, key).address,
        on_map=_on_map(table, key) if page == "network" else "",
    )


def _what(dataset: Dataset, table: str, record: dict[str, object]) -> Iterator[str]:
    """What the record is, in a few words each."""
    key = str(record["id"])
    match table:
        case "organizations":
            if record["kind"] == "unnamed":
                yield t("search.unnamed")
            elif records.group_of(key):
                yield t("search.organization_and_group")
            else:
                yield records.table_one(table)
            yield records.sector(dataset, record) or ""
            if record["kind"] == "unnamed":
                yield _beside(dataset, "memberships", "organization_id", key, of="groups", word="in_group")
        case "groups":
            yield records.table_one(table)
            yield records.kind(dataset, record["classification"])
            if record["status"] != "active":
                yield records.status(record["status"])
        case "areas":
            yield records.table_one(table)
            kind = records.area_kind(record["classification"])
            yield kind if kind != records.table_one(table).casefold() else ""
            yield _beside(dataset, "area_parts", "area_id", key, of="areas", word="lies_in")
        case "sources":
            yield records.table_one(table)
            yield str(record["publisher"] or "")
        case _:
            yield records.table_one(table)


def _beside(dataset: Dataset, edges: str, column: str, key: str, *, of: str, word: str) -> str:
    """The first record tied to this one, which tells it from others of the same name; empty where there is none."""
    other = {"groups": "group_id", "areas": "parent_id"}[of]
    tied = dataset[edges].filter(pl.col(column) == key)[other]
    return t(f"search.{word}", **{of[:-1]: records.called(dataset, of, tied[0])}) if len(tied) else ""


def _on_map(table: str, key: str) -> str:
    """The same picture with this chosen on it."""
    match table:
        case "organizations" | "groups":
            query = state.query(focus=records.focus_on(table, key))
        case "areas":
            query = state.query(area=key)
        case "topics":
            query = state.query(topic=key)
        case _:
            return ""
    return links.Link("", "network", tuple(query.items())).address
