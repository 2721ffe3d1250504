"""Selection near the data: search, who is in a group, what an organisation is in, who it meets, by which way.

Each has a twin computed from the Dataset in `tests/contract/test_selection.py`: the two always agree.
"""

from __future__ import annotations

import re
from typing import Any, Final

import polars as pl

from graph.errors import UnknownId
from graph.model import NODE_TYPES, RECORD_TYPE, polars_schema
from graph.store import queries
from graph.store.link import Link
from graph.store.rows import fold

CANDIDATES: Final = 200  # of one table at least, from which the best are chosen: shorter names first
SHORTEST_SIMILAR: Final = 4  # letters of a word; shorter ones are similar to too much
_WORD: Final = re.compile(r"\w+")
_TABLE_OF_LABEL: Final = {t.label: t.table for t in NODE_TYPES}

SEARCH_SCHEMA: Final = {
    "table": pl.String(),
    "id": pl.String(),
    "name": pl.String(),
    "matched": pl.String(),
    "score": pl.Float64(),
}
NEIGHBOR_SCHEMA: Final = {
    "organization_id": pl.String(),
    "name": pl.String(),
    "classification": pl.String(),
    "shared_groups": pl.Int64(),
    "group_ids": pl.List(pl.String()),
}
PATH_SCHEMA: Final = {"step": pl.Int64(), "table": pl.String(), "id": pl.String(), "name": pl.String()}
_MEMBERSHIP: Final = polars_schema(RECORD_TYPE["memberships"])
_MEMBERSHIP_COLUMNS: Final = {
    "membership_id": pl.String(),
    **{name: _MEMBERSHIP[name] for name in ("role", "represented_by", "agreement", "start_date", "end_date")},
}
MEMBER_SCHEMA: Final = {
    "organization_id": pl.String(),
    "name": pl.String(),
    "kind": pl.String(),
    "classification": pl.String(),
    **_MEMBERSHIP_COLUMNS,
}
GROUP_SCHEMA: Final = {
    "group_id": pl.String(),
    "name": pl.String(),
    "classification": pl.String(),
    "status": pl.String(),
    **_MEMBERSHIP_COLUMNS,
}


def search(link: Link, text: str, *, limit: int) -> pl.DataFrame:
    """See `GraphStore.search`."""
    words = list(dict.fromkeys(fold(text).split()))
    if not words or limit < 1:
        return pl.DataFrame(schema=SEARCH_SCHEMA)
    candidates = max(CANDIDATES, limit)
    hits = _prefix_hits(link, words, candidates)
    if len(hits) < limit:
        hits |= _substring_hits(link, words, candidates)
    if not hits:
        hits = _similar_hits(link, words, candidates)
    rows = [_hit(table, row, words, fold(text.strip())) for (table, _), row in hits.items()]
    order = {table: place for place, table in enumerate(queries.SEARCHABLE)}
    rows.sort(key=lambda r: (-r["score"], order[r["table"]], len(r["name"]), r["name"], r["id"]))
    return pl.DataFrame(rows[:limit], schema=SEARCH_SCHEMA)


def members(link: Link, group_id: str) -> pl.DataFrame:
    """See `GraphStore.members`."""
    _must_exist(link, "groups", group_id)
    return pl.DataFrame(link.read(queries.MEMBERS, id=group_id), schema=MEMBER_SCHEMA)


def groups_of(link: Link, organization_id: str) -> pl.DataFrame:
    """See `GraphStore.groups_of`."""
    _must_exist(link, "organizations", organization_id)
    return pl.DataFrame(link.read(queries.GROUPS_OF, id=organization_id), schema=GROUP_SCHEMA)


def neighbors(link: Link, organization_id: str) -> pl.DataFrame:
    """See `GraphStore.neighbors`."""
    _must_exist(link, "organizations", organization_id)
    rows = link.read(queries.NEIGHBORS, id=organization_id)
    for row in rows:
        row["group_ids"] = sorted(row["group_ids"])
    return pl.DataFrame(rows, schema=NEIGHBOR_SCHEMA)


def path(link: Link, organization_id: str, other_id: str) -> pl.DataFrame:
    """See `GraphStore.path`."""
    for asked in (organization_id, other_id):
        _must_exist(link, "organizations", asked)
    if organization_id == other_id:  # Neo4j refuses to look for a path from a node to itself
        found = link.read(queries.NAMED["organizations"], id=organization_id)
        steps = [("organizations", organization_id, found[0]["name"])]
    else:
        rows = link.read(queries.PATH, id=organization_id, other_id=other_id)
        steps = []
        if rows:
            row = rows[0]
            tables = [_TABLE_OF_LABEL[label] for label in row["labels"]]
            steps = list(zip(tables, row["ids"], row["names"], strict=True))
    return pl.DataFrame(
        [{"step": n, "table": t, "id": i, "name": name} for n, (t, i, name) in enumerate(steps)],
        schema=PATH_SCHEMA,
    )


def _must_exist(link: Link, table: str, id: str) -> None:
    if not link.read(queries.NAMED[table], id=id):
        raise UnknownId(f"There is no record “{id}” in {table}.", table=table, id=id)


Hits = dict[tuple[str, str], dict[str, Any]]


def _prefix_hits(link: Link, words: list[str], candidates: int) -> Hits:
    # by the index, so quick at any size; what it takes for a word need not be what we do, so ask again
    tokens = [token for word in words for token in _WORD.findall(word)]
    if not tokens:
        return {}
    wanted = " AND ".join(f"{token}*" for token in tokens)
    found = _by_index(link, queries.SEARCH_PREFIX, wanted, candidates)
    return {key: row for key, row in found.items() if all(word in row[queries.SEARCH_TEXT] for word in words)}


def _substring_hits(link: Link, words: list[str], candidates: int) -> Hits:
    hits: Hits = {}
    for table in queries.SEARCHABLE:
        for row in link.read(queries.SEARCH_SUBSTRING[table], words=words, limit=candidates):
            hits[table, row["id"]] = row
    return hits


def _similar_hits(link: Link, words: list[str], candidates: int) -> Hits:
    tokens = [token for word in words for token in _WORD.findall(word)]
    if not any(len(token) >= SHORTEST_SIMILAR for token in tokens):
        return {}
    wanted = " AND ".join(f"{token}~" if len(token) >= SHORTEST_SIMILAR else f"{token}*" for token in tokens)
    return _by_index(link, queries.SEARCH_SIMILAR, wanted, candidates)


def _by_index(link: Link, query: str, wanted: str, candidates: int) -> Hits:
    hits: Hits = {}
    for table in queries.SEARCHABLE:
        index = queries.FULLTEXT_INDEX[table]
        for row in link.read(query, index=index, wanted=wanted, limit=candidates):
            hits[table, row["id"]] = row
    return hits


def _hit(table: str, row: dict[str, Any], words: list[str], text: str) -> dict[str, Any]:
    names = [row["name"], *([row["name_en"]] if row["name_en"] else []), *(row["other_names"] or ())]
    scores = [_score(fold(name), words, text) for name in names]
    best = max(scores)
    return {
        "table": table,
        "id": row["id"],
        "name": row["name"],
        "matched": names[scores.index(best)],
        "score": best,
    }


def _score(name: str, words: list[str], text: str) -> float:
    if name == text:
        return 1.0
    if name.startswith(text):
        return 0.9
    if all(any(part.startswith(word) for part in _WORD.findall(name)) for word in words):
        return 0.8
    if text in name:
        return 0.7
    if all(word in name for word in words):
        return 0.6
    if any(word in name for word in words):
        return 0.4  # the other words stand in another name of the same record
    return 0.2  # only similar
