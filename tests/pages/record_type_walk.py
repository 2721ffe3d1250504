"""The walk of a record type that `tests/pages/test_recipe_record_type.py` has put into the model.

It runs in a copy of the code, where `cases` are nodes that an organisation carries within a group, and
`helpers` are the organisations that help with one.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from graph.analysis.cut.data_day import hidden_by_day
from graph.analysis.cut.other_times import other_times
from graph.analysis.cut.rollup import roll_up
from graph.changes import ChangeSet
from graph.dataset import Dataset
from graph.model import RECORD_TYPE, polars_schema
from graph.network import Level
from graph.settings import Settings
from graph.store.connect import open_store
from graph.validation import validate
from loaders.export import export
from loaders.pipeline import check
from tests.pages.conftest import Page, serving
from tests.pages.test_day import day_line

DAY = dt.date(2026, 11, 22)


def rows(text: str) -> pl.DataFrame:
    """A table out of words: the columns first; `-` is no value."""
    head, *lines = (line.split() for line in text.strip().splitlines())
    cells = [[None if cell == "-" else cell for cell in line] for line in lines]
    return pl.DataFrame(cells, schema=dict.fromkeys(head, pl.String), orient="row")


def network() -> Dataset:
    return Dataset(
        {
            "organizations": rows(
                """
                id      name    kind  dissolution_date
                city    City    named -
                school  School  named -
                youth   Youth   named -
                church  Church  named 2024
                """
            ),
            "units": rows("organization_id parent_id\nschool city\nyouth city"),
            "groups": rows(
                """
                id     name   classification status founding_date
                board  Board  steering       active -
                later  Later  project        active 2028
                """
            ),
            "cases": rows(
                """
                id        name      organization_id group_id stage   start_date end_date
                stairs    Stairs    school          board    open    2020       -
                light     Light     church          -        open    -          -
                bridge    Bridge    youth           later    open    -          -
                garden    Garden    city            -        planned 2027       -
                tunnel    Tunnel    city            -        open    2027       -
                fence     Fence     city            -        open    -          2023
                """
            ),
            "helpers": rows(
                """
                organization_id case_id confirmed_on
                school          stairs  2026-01-01
                youth           stairs  2026-02-01
                city            light   -
                church          garden  -
                """
            ).with_columns(pl.col("confirmed_on").str.to_date()),
        }
    )


def ids(dataset: Dataset, table: str = "cases") -> list[str]:
    return dataset[table][RECORD_TYPE[table].key[-1]].to_list()


def test_tables_have_its_columns() -> None:
    assert dict(network()["cases"].schema) == polars_schema(RECORD_TYPE["cases"])
    assert ids(network()) == ["bridge", "fence", "garden", "light", "stairs", "tunnel"]


def test_files_are_written_and_read(tmp_path: Path) -> None:
    report = check(export(network(), tmp_path / "data"))
    assert report.dataset == network()
    assert {problem.code for problem in report.problems} == {"no_source"}


def test_database_keeps_it_and_its_relationships(tmp_path: Path) -> None:
    whole = network()
    changed = whole.replace(
        cases=whole["cases"].with_columns(group_id=pl.lit("board")),
        helpers=whole["helpers"].head(3),
    )
    with open_store(Settings(home=tmp_path)) as store:
        store.write_dataset(whole, origin="first")
        assert store.read_dataset() == whole
        store.apply(ChangeSet.between(whole, changed), base_revision=1, origin="change")
        assert store.read_dataset() == changed
    with open_store(Settings(home=tmp_path)) as store:
        assert store.cached_dataset() == (2, changed)


def test_day_leaves_out_what_is_not_of_it_and_what_hangs_on_that() -> None:
    whole = network()
    cut = whole.as_of(DAY)
    assert ids(cut) == ["garden", "stairs"]  # a plan is there before it begins
    assert cut["helpers"].select("organization_id", "case_id").rows() == [
        ("school", "stairs"),
        ("youth", "stairs"),
    ]
    told = hidden_by_day(whole, day=DAY).filter(pl.col("table").is_in(["cases", "helpers"]))
    assert told.rows() == [("cases", 1, 1, 2), ("helpers", 0, 0, 2)]
    others = other_times(whole, table="cases", day=DAY, level=Level.ORGANIZATION)
    assert others.select("id", "organization_id", "ended", "begins").rows() == [
        ("bridge", "city", None, "2028"),
        ("fence", "city", "2023", None),
        ("light", "church", "2024", None),
        ("tunnel", "city", None, "2027"),
    ]
    # a helper is of no longer than the case, and that of no longer than who carries it
    [light] = other_times(whole, table="helpers", day=DAY, level=Level.UNIT).filter(case_id="light").rows()
    assert light[-2:] == ("2024", None)


def test_units_count_as_what_they_belong_to() -> None:
    rolled = roll_up(network().as_of(DAY), level=Level.ORGANIZATION)
    assert rolled["cases"].select("id", "organization_id").rows() == [("garden", "city"), ("stairs", "city")]
    assert rolled["helpers"].select("organization_id", "case_id", "confirmed_on").rows() == [
        ("city", "stairs", dt.date(2026, 2, 1))
    ]


def test_what_names_nothing_is_reported() -> None:
    whole = network()
    wrong = whole.replace(
        cases=whole["cases"].with_columns(organization_id=pl.lit("scool")),
        helpers=whole["helpers"].with_columns(case_id=pl.lit("stair")),
    )
    found = {(p.code, p.sheet, p.column) for p in validate(wrong)}
    assert ("unknown_reference", "cases", "organization_id") in found
    assert ("unknown_reference", "helpers", "case_id") in found


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_pages_show_it_by_its_name_where_it_has_no_words(lang: str, page: Page, tmp_path: Path) -> None:
    with serving(network(), tmp_path):
        app = page("data", session={"table": "cases"}, lang=lang)
        chosen = next(box for box in app.selectbox if box.key == "table")
        assert any(option.startswith("cases") for option in chosen.options)
        assert "Stairs" in app.dataframe[-1].value["name"].to_list()
        line: AppTest = day_line(lang=lang, as_of=DAY)
        assert "\n- cases: " in line.markdown[0].help
