"""What is exported and read again is what was there, whatever the texts hold.

The one normalization: space around a text is no part of it, in a text or in a list's texts; a text
or list in which nothing is left is no value.
"""

from __future__ import annotations

import datetime as dt
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from graph.dataset import Dataset
from graph.model import RECORD_TYPES, Field, FieldKind, RecordType, polars_schema
from loaders.base import Limits
from loaders.native import NativeLoader
from loaders.pipeline import export

NASTY = [
    "=1+1", "'=1", "''", "+46", "-", "@x", "|", "a|b", "\\", "\\|", "a\\", 'say "hi"', '"', ",", ";",
    "two\nlines", "two\r\nlines", "old\rmac", " space ", "\ttab", "åäö ÅÄÖ", "👩‍🚒🚓", "e\u0301", "\ufeffmark",
    "<b>&amp;</b>", "null", "NaN", "true", "1e5", "2026-11-22", "'s-Hertogenbosch", "\u202eabc",
]  # fmt: skip
TEXT = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\t\r\n"), max_size=12),
    st.text("'=+-@|\\\" \t\r\n,;å", max_size=6),
)
VALUES: dict[FieldKind, st.SearchStrategy[Any]] = {
    FieldKind.TEXT: TEXT,
    FieldKind.TEXTS: st.lists(TEXT, max_size=3),
    FieldKind.DATE: st.dates(min_value=dt.date(1, 1, 1)),
    FieldKind.PERIOD: st.sampled_from(["1999", "2024-02", "2026-11-22"]),
    FieldKind.INTEGER: st.integers(-(10**17), 10**17),
    FieldKind.REAL: st.floats(allow_nan=False, allow_infinity=False),
    FieldKind.FLAG: st.booleans(),
}


def cell(field: Field) -> st.SearchStrategy[Any]:
    return st.none() | VALUES[field.kind]


def table(record_type: RecordType) -> st.SearchStrategy[pl.DataFrame]:
    row = st.tuples(*(cell(field) for field in record_type.fields))
    schema = polars_schema(record_type)
    return st.lists(row, max_size=3).map(lambda rows: pl.DataFrame(rows, schema=schema, orient="row"))


def datasets() -> st.SearchStrategy[Dataset]:
    # three tables at a time: all twenty at once would be slow to draw and slower to shrink
    several = st.lists(st.sampled_from(RECORD_TYPES), min_size=1, max_size=3, unique=True)
    return several.flatmap(
        lambda types: st.fixed_dictionaries({t.table: table(t) for t in types}).map(Dataset)
    )


def normalized(dataset: Dataset) -> Dataset:
    tables = {}
    for record_type in RECORD_TYPES:
        frame = dataset[record_type.table]
        for field in record_type.fields:
            column = pl.col(field.name)
            if field.kind is FieldKind.TEXT:
                frame = frame.with_columns(column.str.strip_chars())
            elif field.kind is FieldKind.TEXTS:
                bare = column.list.eval(pl.element().str.strip_chars())
                frame = frame.with_columns(bare.list.eval(pl.element().filter(pl.element() != "")))
        # a row in which no cell has a value is an empty line, which is no record
        frame = Dataset({record_type.table: frame})[record_type.table]
        tables[record_type.table] = frame.filter(~pl.all_horizontal(pl.all().is_null()))
    return Dataset(tables)


def rows(dataset: Dataset) -> dict[str, list[str]]:
    """Records as sorted texts: where keys are empty or stand twice, their order is not defined."""
    return {name: sorted(map(repr, dataset[name].iter_rows())) for name in dataset}


SPIKED = Dataset({"sectors": pl.DataFrame({"id": [f"s{n}" for n in range(len(NASTY))], "name": NASTY})})


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(datasets())
@example(SPIKED)
@example(Dataset())
def test_exported_tables_read_again_are_the_same_records(dataset: Dataset) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = export(dataset, Path(place) / "out")
        reading = NativeLoader().read(folder, limits=Limits())
    assert reading.problems == ()
    assert rows(reading.dataset) == rows(normalized(dataset))


def test_texts_without_space_around_them_come_back_as_an_equal_dataset(tmp_path: Path) -> None:
    dataset = normalized(SPIKED)
    reading = NativeLoader().read(export(dataset, tmp_path / "out"), limits=Limits())
    assert reading.dataset == dataset


def test_archive_of_an_export_holds_the_same_records(tmp_path: Path) -> None:
    dataset = normalized(SPIKED)
    folder = export(dataset, tmp_path / "out")
    with zipfile.ZipFile(tmp_path / "out.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for file in folder.iterdir():
            archive.write(file, f"out/{file.name}")
    assert NativeLoader().read(tmp_path / "out.zip", limits=Limits()).dataset == dataset
