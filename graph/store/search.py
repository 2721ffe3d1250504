"""Search near the data: what holds the words a reader types, by its names first.

Three steps, each only where the one before has not found enough names: words that start so, by the
full-text index and so quick at any size; words anywhere, other words for them, sectors and kinds, by
looking at every record; words that are only similar. A twin computed from the Dataset is in
`tests/contract/test_search.py`: the two always agree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any, Final

import polars as pl

from graph.model import GROUP_CLASSIFICATIONS
from graph.store import queries
from graph.store.connection import Connection, Row
from graph.text_folding import fold

Synonyms = Callable[[str], Collection[str]]
"""Other words for a word, which comes in lower case without accents; they may come as they are written."""

CANDIDATES: Final = 200  # of one table at least, from which the best are chosen: shorter names first
SHORTEST_SIMILAR: Final = 4  # letters of a word; shorter ones are similar to too much
BY_NAMES: Final = 0.4  # the lowest score of a record that is found by its names
_BY_OTHERS: Final = 0.3
_ONLY_SIMILAR: Final = 0.2
_WORD: Final = re.compile(r"\w+")

SEARCH_SCHEMA: Final = {
    "table": pl.String(),
    "id": pl.String(),
    "name": pl.String(),
    "matched": pl.String(),
    "score": pl.Float64(),
}

Hits = dict[tuple[str, str], dict[str, Any]]


def no_synonyms(word: str) -> Collection[str]:
    """A word stands for itself only."""
    return ()


def search(connection: Connection, text: str, *, limit: int, also: Synonyms) -> pl.DataFrame:
    """See `GraphStore.search`."""
    words = list(dict.fromkeys(fold(text).split()))
    if not words or limit < 1:
        return pl.DataFrame(schema=SEARCH_SCHEMA)
    candidates = max(CANDIDATES, limit)
    whole = fold(text.strip())
    hits = _scored(_prefix_hits(connection, words, candidates), words, whole)
    if sum(hit["score"] >= BY_NAMES for hit in hits.values()) < limit:
        hits |= _scored(_any_hits(connection, words, candidates, also), words, whole)
    if not hits:
        hits = _scored(_similar_hits(connection, words, candidates), words, whole, most=_ONLY_SIMILAR)
    order = {table: place for place, table in enumerate(queries.SEARCHABLE)}
    rows = sorted(
        hits.values(),
        key=lambda r: (
            -r["score"],
            order[r["table"]],
            r["kind"] == "unnamed",
            len(r["name"]),
            r["name"],
            r["id"],
        ),
    )
    return pl.DataFrame([{c: row[c] for c in SEARCH_SCHEMA} for row in rows[:limit]], schema=SEARCH_SCHEMA)


def classes_of(parts: Collection[str], rows: Collection[Row]) -> list[str]:
    """The classifications that any of `parts` stands for: by what they are called, or by being one itself.

    `rows` are those of `queries.READ_CLASSES`. One of ours stands for the data's own that count as it, too.
    """
    themselves = {one for one in (*GROUP_CLASSIFICATIONS, *(row["id"] for row in rows)) if fold(one) in parts}
    called = {
        row["id"]
        for row in rows
        if row["base"] in themselves
        or any(part in fold(name) for name in (row["name"], row["name_en"]) if name for part in parts)
    }
    return sorted(themselves | called)


def _prefix_hits(connection: Connection, words: list[str], candidates: int) -> Hits:
    # what the index takes for a word need not be what we do, so ask again
    tokens = [token for word in words for token in _WORD.findall(word)]
    if not tokens:
        return {}
    wanted = " AND ".join(f"{token}*" for token in tokens)
    found = _by_index(connection, queries.SEARCH_PREFIX, wanted, candidates)
    return {key: row for key, row in found.items() if all(word in row[queries.SEARCH_TEXT] for word in words)}


def _any_hits(connection: Connection, words: list[str], candidates: int, also: Synonyms) -> Hits:
    parts = {word: list(dict.fromkeys((word, *map(fold, also(word))))) for word in words}
    hits: Hits = {}
    for table, query in queries.SEARCH_ANY.items():
        rows = connection.read(queries.READ_CLASSES[table]) if table in queries.READ_CLASSES else []
        wanted = [
            {"word": word, "parts": parts[word], "classes": classes_of(parts[word], rows)} for word in words
        ]
        for row in connection.read(query, words=wanted, limit=candidates):
            hits[table, row["id"]] = row
    return hits


def _similar_hits(connection: Connection, words: list[str], candidates: int) -> Hits:
    tokens = [token for word in words for token in _WORD.findall(word)]
    if not any(len(token) >= SHORTEST_SIMILAR for token in tokens):
        return {}
    wanted = " AND ".join(f"{token}~" if len(token) >= SHORTEST_SIMILAR else f"{token}*" for token in tokens)
    return _by_index(connection, queries.SEARCH_SIMILAR, wanted, candidates)


def _by_index(connection: Connection, query: str, wanted: str, candidates: int) -> Hits:
    hits: Hits = {}
    for table in queries.SEARCHABLE:
        index = queries.FULLTEXT_INDEX[table]
        for row in connection.read(query, index=index, wanted=wanted, limit=candidates):
            hits[table, row["id"]] = row
    return hits


def _scored(hits: Hits, words: list[str], text: str, *, most: float = 1.0) -> Hits:
    return {
        key: {**row, "table": key[0], **_best_name(row, words, text, most=most)} for key, row in hits.items()
    }


def _best_name(row: Row, words: list[str], text: str, *, most: float) -> Row:
    names = [row["name"], *([row["name_en"]] if row["name_en"] else []), *(row["other_names"] or ())]
    scores = [_score(fold(name), words, text) for name in names]
    best = max(scores)
    return {"matched": names[scores.index(best)], "score": min(best, most)}


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
        return BY_NAMES  # the other words stand in another name of the same record, or beside its names
    return _BY_OTHERS
