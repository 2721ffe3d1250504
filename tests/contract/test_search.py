"""Search by query finds what the Dataset holds: by names, by what else stands on a record, by its class."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import polars as pl
import pytest

from graph.dataset import Dataset
from graph.store import queries
from graph.store.graph_store import GraphStore
from graph.text_folding import fold
from tests.contract.datasets import town

CLASSES = {"organizations": "sectors", "groups": "group_kinds"}
SYNONYMS = {
    "kyrka": ("trossamfund", "moské", "faith"),
    "brandman": ("brandkår", "räddning"),
    "platsgrupp": ("area",),
    "torg": ("square",),
}


def city() -> Dataset:
    """The town with what records are found by beside their names."""
    groups = pl.DataFrame(
        {
            "id": ["platsrådet"],
            "name": ["Rådet vid ån"],
            "classification": ["platsråd"],
            "status": ["active"],
            "purpose": ["Lugnare kvällar\nvid stationen"],
            "purpose_en": ["Calmer evenings"],
        }
    )
    organizations = pl.DataFrame(
        {
            "id": ["moskén", "samlingen", "någon"],
            "name": ["Åsa moské", "Samlingen", "Bo"],
            "kind": ["named", "named", "unnamed"],
            "classification": ["tro", "tro", "tro"],
        }
    )
    return town().replace(
        sectors=pl.DataFrame(
            {
                "id": ["kommun", "polis", "tro"],
                "name": ["Kommun", "Polis", "Trossamfund"],
                "name_en": ["Municipality", None, "Faith community"],
            }
        ),
        group_kinds=pl.DataFrame(
            {"id": ["platsråd"], "name": ["Platsråd"], "name_en": ["Place council"], "base": ["area"]}
        ),
        sources=pl.DataFrame(
            {
                "id": ["protokoll", "rapport"],
                "name": ["Protokoll", "Rapporten"],
                "name_en": [None, "The report"],
                "publisher": [None, "Länsstyrelsen"],
            }
        ),
        areas=town()["areas"].with_columns(classification=pl.Series(["torg", None])),
        groups=pl.concat([town()["groups"], groups], how="diagonal"),
        organizations=pl.concat([town()["organizations"], organizations], how="diagonal"),
    )


def own_texts(table: str, row: dict[str, object]) -> list[str]:
    other = row.get("other_names")
    also = [row[field] for field in queries.ALSO_FOUND_BY[table]]
    texts = (row["name"], row["name_en"], *(other if isinstance(other, list) else ()), *also)
    return [fold(str(text)) for text in texts if text]


def class_texts(dataset: Dataset, table: str, row: dict[str, object]) -> tuple[set[str], set[str]]:
    """What the class of a record is called, and what it is in the data: a part of the one or all of the other."""
    if table not in CLASSES or not row["classification"]:
        return set(), set()
    own = dataset.record(CLASSES[table], str(row["classification"])) or {}
    called = {fold(str(name)) for name in (own.get("name"), own.get("name_en")) if name}
    return called, {fold(str(word)) for word in (row["classification"], own.get("base")) if word}


def holding(dataset: Dataset, text: str) -> set[tuple[str, str]]:
    """The records with every word of the text, or another word for it, in what they are found by."""

    def holds(table: str, row: dict[str, object], word: str) -> bool:
        parts = {word, *map(fold, SYNONYMS.get(word, ()))}
        called, ids = class_texts(dataset, table, row)
        said = (*own_texts(table, row), *called)
        return bool(ids & parts) or any(part in each for part in parts for each in said)

    return {
        (table, row["id"])
        for table in queries.SEARCHABLE
        for row in dataset[table].iter_rows(named=True)
        if all(holds(table, row, word) for word in fold(text).split())
    }


def other_words(word: str) -> Collection[str]:
    return SYNONYMS.get(word, ())


WORDS = [
    "polisen", "ÅSA", "asa", "kåren", "fire", "åkeri ängel", "a|b", "ungdomar", "lines", "x", "gr", "i åsa",
    "'); match", "$rows", "10", "10*", "+", "\\", "or", "å", "\x01",
    "kommun", "nämnden kommun", "municip", "trossamfund", "faith moské", "lugn", "evenings råd", "platsråd", "council",
    "area", "steering", "torg", "länsst", "protokoll", "report", "kyrka", "kyrka åsa", "brandman", "platsgrupp",
]  # fmt: skip


@pytest.fixture
def found(store: GraphStore) -> Iterator[GraphStore]:
    store.write_dataset(city(), origin="city")
    return store


def test_search_finds_exactly_what_has_the_words(found: GraphStore) -> None:
    for text in WORDS:
        hits = found.search(text, limit=1_000, also=other_words)
        # the rest is only similar, and only when nothing is exact
        exact = hits.filter(pl.col("score") > 0.2)
        assert set(zip(exact["table"], exact["id"], strict=True)) == holding(city(), text), text
        assert exact.is_empty() or exact.height == hits.height
        assert hits["score"].is_sorted(descending=True)


def test_the_words_of_the_test_find_by_every_way() -> None:
    """The test above would hold, too, where nothing is found."""
    assert holding(city(), "kyrka") == {("organizations", each) for each in ("moskén", "samlingen", "någon")}
    assert holding(city(), "kyrka åsa") == {("organizations", "moskén")}
    assert holding(city(), "platsgrupp") == {("groups", "platsrådet"), ("groups", "trygghet")}
    assert holding(city(), "lugn") == holding(city(), "evenings råd") == {("groups", "platsrådet")}
    assert holding(city(), "länsst") == {("sources", "rapport")}
    assert holding(city(), "torg") == {("areas", "asa")}


def test_search_puts_the_very_name_first_and_names_what_matched(found: GraphStore) -> None:
    assert found.search("åsa").row(0) == ("areas", "asa", "Åsa", "Åsa", 1.0)
    assert found.search("lokalpol").row(0) == (
        "organizations",
        "polisen",
        "Polisen i Åsa",
        "lokalpolisen",
        0.9,
    )
    assert found.search("a", limit=2).height == 2


def test_names_come_before_other_ways_and_those_nobody_has_named_last(found: GraphStore) -> None:
    hits = found.search("moské", also=lambda _: ("trossamfund",))
    assert hits["id"].to_list() == ["moskén", "samlingen", "någon"]
    assert hits["score"].to_list() == [0.8, 0.3, 0.3]


def test_what_is_found_by_its_class_is_there_when_the_first_words_fill_the_list(found: GraphStore) -> None:
    """Purposes that hold a word do not keep names within which it stands from being found."""
    purposes = found.cached_dataset()[1]["groups"].with_columns(purpose=pl.lit("karneval"))
    found.write_dataset(city().replace(groups=purposes), origin="carnival")
    within = city()["topics"].with_columns(name=pl.lit("Vinterkarneval"))
    found.write_dataset(city().replace(groups=purposes, topics=within), origin="winter")
    assert found.search("karneval", limit=2)["table"].to_list() == ["topics", "groups"]


def test_search_falls_back_on_similar_words(found: GraphStore) -> None:
    hits = found.search("brandkoren fire")
    assert hits["id"].to_list() == ["brand"]
    assert hits["score"][0] == 0.2


def test_search_for_nothing_finds_nothing(found: GraphStore) -> None:
    for text in ("", "  ", "\n"):
        assert found.search(text).is_empty()


def test_search_follows_a_change_of_name_and_of_a_sector(found: GraphStore) -> None:
    renamed = city()["areas"].with_columns(name=pl.lit("Ny ") + pl.col("name"))
    sectors = city()["sectors"].with_columns(name=pl.col("name").replace("Trossamfund", "Samfällighet"))
    found.write_dataset(city().replace(areas=renamed, sectors=sectors), origin="renamed")
    assert set(found.search("ny")["id"]) == {"asa", "hamn"}
    assert set(found.search("hamnen")["name"]) == {"Ny Hamnen"}
    assert set(found.search("samfällig")["id"]) == {"moskén", "samlingen", "någon"}
    assert found.search("trossamfund").is_empty()
