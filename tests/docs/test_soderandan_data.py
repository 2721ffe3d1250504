"""The shipped Söderandan data against the page it was read from.

The page is not ours to copy. Where a copy lies beside the repository, every locator is held against
it; elsewhere those tests are skipped, and what needs no page is still tested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from graph.dataset import Dataset
from graph.model import RECORD_TYPE, RECORD_TYPES, RecordType
from graph.validation import validate
from loaders.base import Limits
from loaders.datapackage import as_json
from loaders.export import as_written
from loaders.native import NativeLoader

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "data" / "soderandan"
PAGE = ROOT.parent / "shared" / "source" / "soderandan.txt"
PAGE_ID = "arbetsgrupper-och-mal"

Row = dict[str, object]
Sentences = dict[str, list[str]]

needs_page = pytest.mark.skipif(not PAGE.exists(), reason="no copy of the page beside the repository")


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return NativeLoader().read(FOLDER, limits=Limits()).dataset


@pytest.fixture(scope="module")
def page() -> Sentences:
    """Heading → its sentences. A heading that stands twice has the sentences of both places."""
    sentences: Sentences = {}
    heading = ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        text = " ".join(line.split())
        if text and not text.endswith("."):
            heading = text
        if text:
            sentences.setdefault(heading, [])
        if text.endswith("."):
            sentences[heading] += re.split(r"(?<=[.!?])\s+", text)
    return sentences


def rows(dataset: Dataset, table: str) -> list[Row]:
    """The table's rows that point into the page."""
    return dataset[table].filter(pl.col("source_id") == PAGE_ID).to_dicts()


def with_source(record_type: RecordType) -> bool:
    return any(field.name == "source_id" for field in record_type.fields)


def sentence(page: Sentences, row: Row) -> str:
    heading, number = str(row["locator"]).rsplit(", mening ", 1)
    return page[heading][int(number) - 1]


# --- does a sentence name something ------------------------------------------------------------


def words(text: str) -> list[str]:
    # "grundskole- och gymnasieavdelning" names a grundskoleavdelning too
    whole = re.sub(r"(\w+)- och (\w+?)(avdelning\w*)", r"\1\3 och \2\3", text.lower())
    return re.findall(r"\w+(?:-\w+)*", whole)


def stem(word: str) -> str:
    """The word without the ending that marks the definite form or the genitive."""
    short = re.sub(r"(?:arna|erna|na|en|et|n|t|s)$", "", word)
    return short if len(short) >= 5 else word


def is_form_of(word: str, name_word: str) -> bool:
    if len(name_word) < 5:  # SL, MTR, BRÅ, i, för: the word itself or its genitive
        return word in (name_word, name_word + "s")
    return word.startswith(stem(name_word)) and len(word) <= len(name_word) + 3


def says(text: str, name: str) -> bool:
    """Whether the words of the name stand in the text side by side, in any grammatical form."""
    said, sought = words(text), words(name)
    return any(
        all(is_form_of(said[start + i], part) for i, part in enumerate(sought))
        for start in range(len(said) - len(sought) + 1)
    )


def names(dataset: Dataset, table: str, id: object) -> list[str]:
    record = dataset.record(table, str(id))
    assert record is not None
    other = record["other_names"]
    return [str(record["name"]), *(other if isinstance(other, list) else [])]


def says_one_of(text: str, candidates: list[str]) -> bool:
    return any(says(text, name) for name in candidates)


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Med kommer Lokalpolisens chef", "lokalpolisen", True),
        ("Med kommer polisen", "lokalpolisen", False),
        ("grundskole- och gymnasieavdelning", "Grundskoleavdelningen", True),
        ("en slinga", "SL", False),
        ("bussar från SL", "SL", True),
        ("företagare", "Företagarföreningar", False),
    ],
)
def test_says_knows_a_name_in_its_grammatical_forms(text: str, name: str, expected: bool) -> None:
    assert says(text, name) is expected


# --- against the page --------------------------------------------------------------------------


def located(dataset: Dataset) -> Iterator[tuple[str, Row]]:
    for record_type in RECORD_TYPES:
        if with_source(record_type):
            for row in rows(dataset, record_type.table):
                yield record_type.table, row


@needs_page
def test_every_locator_points_at_a_sentence_of_the_page(dataset: Dataset, page: Sentences) -> None:
    astray = []
    for table, row in located(dataset):
        match = re.fullmatch(r"(.+), mening ([1-9]\d*)", str(row["locator"]))
        if not match or int(match[2]) > len(page.get(match[1], [])):
            astray.append((table, row["locator"]))
    assert not astray


@needs_page
def test_every_member_is_named_in_the_sentence_under_its_groups_heading(
    dataset: Dataset, page: Sentences
) -> None:
    unsaid = []
    for row in rows(dataset, "memberships"):
        group = dataset.record("groups", str(row["group_id"]))
        assert group is not None
        text = sentence(page, row)
        named = says_one_of(text, names(dataset, "organizations", row["organization_id"]))
        by = row["represented_by"]
        if not (named or (by and says(text, str(by)))) or not str(row["locator"]).startswith(
            f"{group['name']}, "
        ):
            unsaid.append(row["id"])
    assert not unsaid


@needs_page
@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("organizations", ("id",)),
        ("hosts", ("organization_id",)),
        ("presences", ("organization_id",)),
        ("collaborations", ("organization_id", "partner_id")),
        ("units", ("organization_id",)),
    ],
)
def test_every_organization_is_named_in_the_sentence(
    dataset: Dataset, page: Sentences, table: str, columns: tuple[str, ...]
) -> None:
    unsaid = [
        (table, row[column])
        for row in rows(dataset, table)
        for column in columns
        if not says_one_of(sentence(page, row), names(dataset, "organizations", row[column]))
    ]
    assert not unsaid


@needs_page
@pytest.mark.parametrize("table", ["areas", "group_areas"])
def test_every_area_is_named_in_the_sentence(dataset: Dataset, page: Sentences, table: str) -> None:
    column = "id" if table == "areas" else "area_id"
    unsaid = [
        row[column]
        for row in rows(dataset, table)
        if not says_one_of(sentence(page, row), names(dataset, "areas", row[column]))
    ]
    assert not unsaid


@needs_page
@pytest.mark.parametrize("table", ["groups", "group_areas", "group_topics", "memberships"])
def test_what_is_said_of_a_group_stands_under_its_own_heading(dataset: Dataset, table: str) -> None:
    column = "id" if table == "groups" else "group_id"
    for row in rows(dataset, table):
        group = dataset.record("groups", str(row[column]))
        assert group is not None
        # the steering group follows the whole, so the council's aim is also said of it
        headings = [
            str(group["name"]),
            *(["Arbetsgrupper och mål"] if group["classification"] == "steering" else []),
        ]
        assert str(row["locator"]).startswith(tuple(f"{heading}, mening " for heading in headings)), (
            table,
            row,
        )


@needs_page
def test_every_document_is_named_in_the_sentence(dataset: Dataset, page: Sentences) -> None:
    for row in rows(dataset, "group_documents"):
        document = dataset.record("sources", str(row["document_id"]))
        assert document is not None
        telling = max(words(str(document["name"])), key=len)
        assert says(sentence(page, row), telling), document["name"]


@needs_page
def test_headings_of_the_page_are_the_groups_of_the_data(dataset: Dataset, page: Sentences) -> None:
    not_groups = {"Arbetsgrupper och mål", "Arbetet", "Kontinuerliga grupper", "Projektgrupper"}
    assert set(dataset["groups"]["name"]) == set(page) - not_groups


@needs_page
def test_no_sentence_of_the_page_is_in_the_data(dataset: Dataset) -> None:
    run = 9  # so many words in the page's order are its wording, not a fact
    said = re.findall(r"\w+", PAGE.read_text(encoding="utf-8").lower())
    wordings = {tuple(said[i : i + run]) for i in range(len(said) - run + 1)}
    for path in sorted(FOLDER.iterdir()):
        ours = re.findall(r"\w+", path.read_text(encoding="utf-8").lower())
        assert not wordings & {tuple(ours[i : i + run]) for i in range(len(ours) - run + 1)}, path.name


# --- without the page --------------------------------------------------------------------------


def groups_of(dataset: Dataset, organization_id: str) -> set[str]:
    return set(dataset["memberships"].filter(pl.col("organization_id") == organization_id)["group_id"])


def test_reading_and_checking_find_nothing_to_object_to() -> None:
    reading = NativeLoader().read(FOLDER, limits=Limits())
    assert reading.problems == validate(reading.dataset) == ()


def test_eleven_groups_of_the_six_kinds(dataset: Dataset) -> None:
    kinds = dict(dataset["groups"]["classification"].value_counts().iter_rows())
    assert kinds == {"steering": 1, "coordination": 1, "area": 3, "topic": 2, "project": 3, "temporary": 1}


def test_local_police_is_one_organization_in_eight_groups(dataset: Dataset) -> None:
    police = dataset["organizations"].filter(pl.col("classification") == "police")
    assert police["id"].to_list() == ["lokalpolisen-sodermalm"]
    assert groups_of(dataset, "lokalpolisen-sodermalm") == {
        "styrgruppen",
        "motesplats-sodermalm",
        "samverkan-soder",
        "omma-trafikanter",
        "hornstullsgruppen",
        "trygg-i-gamla-stan",
        "maria-gruppen",
        "tillfalliga-samverkansgrupper",
    }


def test_no_unnamed_participant_is_in_two_groups(dataset: Dataset) -> None:
    unnamed = dataset["organizations"].filter(pl.col("kind") == "unnamed")["id"].to_list()
    assert {one: len(groups_of(dataset, one)) for one in unnamed} == dict.fromkeys(unnamed, 1)


@pytest.mark.parametrize(
    "spelling", ["Tryggt & Snyggt i Hammarby Sjöstad", "Snyggt & Tryggt i Hammarby Sjöstad"]
)
def test_both_spellings_lead_to_the_one_association(dataset: Dataset, spelling: str) -> None:
    known = {one: names(dataset, "organizations", one) for one in dataset["organizations"]["id"]}
    assert [one for one, spellings in known.items() if spelling in spellings] == ["tryggt-och-snyggt"]


def test_typing_error_is_two_participants(dataset: Dataset) -> None:
    known = dataset["organizations"]
    member_ids = dataset["memberships"].filter(group_id="hornstullsgruppen")["organization_id"]
    members = known.filter(pl.col("id").is_in(member_ids.implode()))
    assert {"Bostadsrättsföreningar", "MTR", "SL"} <= set(members["name"])
    assert not known["name"].str.contains("föreningarm").any()


def test_continuous_groups_are_represented_in_samverkansgruppen(dataset: Dataset) -> None:
    pairs = set(dataset["representations"].select("group_id", "represented_in_id").iter_rows())
    continuous = dataset["groups"].filter(pl.col("classification").is_in(["area", "topic"]))["id"]
    assert pairs == {(group, "samverkansgruppen") for group in continuous}


def test_no_personal_data_in_any_cell() -> None:
    for record_type in RECORD_TYPES:
        for line in (FOLDER / f"{record_type.table}.csv").read_text(encoding="utf-8").splitlines():
            assert "@" not in line
            assert not re.search(r"\b0\d{1,3}[ -]\d{2,3} ?\d{2}", line), line


def test_representatives_are_functions_not_names(dataset: Dataset) -> None:
    functions = dataset["memberships"]["represented_by"].drop_nulls()
    assert functions.len() > 0
    assert functions.str.to_lowercase().equals(functions)


def test_what_no_source_says_is_empty(dataset: Dataset) -> None:
    assert dataset.counts["needs"] == dataset.counts["expectations"] == dataset.counts["decisions"] == 0
    said = dataset["memberships"].select(
        "agreement", "start_date", "end_date", "contributes", "expects", "quote"
    )
    assert said.null_count().row(0) == (dataset.counts["memberships"],) * 6


@pytest.mark.parametrize("record_type", RECORD_TYPES, ids=lambda record_type: record_type.table)
def test_tables_are_written_as_an_export_writes_them(dataset: Dataset, record_type: RecordType) -> None:
    content = (FOLDER / f"{record_type.table}.csv").read_bytes().decode("utf-8")
    assert content == as_written(dataset, record_type).write_csv()


def test_there_is_no_other_file_than_the_tables_their_description_and_the_readme() -> None:
    tables = {f"{table}.csv" for table in RECORD_TYPE}
    assert {path.name for path in FOLDER.iterdir()} == tables | {"datapackage.json", "README.md"}


def test_datapackage_describes_the_tables_as_they_are(dataset: Dataset) -> None:
    assert (FOLDER / "datapackage.json").read_text(encoding="utf-8") == as_json(dataset)
