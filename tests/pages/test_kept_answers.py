"""An answer is kept for as long as what it reads is as it was, and what is no longer current is let go."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from graph.changes import ChangeSet
from graph.dataset import Dataset
from tests.pages.conftest import serving
from tests.unit.analysis.conftest import network_of
from ui import cache

SCRIPT = """
import streamlit as st
from graph.analysis.coverage.matrix import CoverageRules, area_coverage
from graph.analysis.cut.data_day import data_day
from graph.analysis.records.overview import overview
from graph.network import participations
from ui import cache

cache.look()
st.session_state["asked"] = {
    "coverage": cache.answer(area_coverage, rules=CoverageRules(), today=cache.day()),
    "overview": cache.answer(overview),
    "seats": cache.whole_answer(participations),
    "day": cache.whole_answer(data_day, today=cache.day()),
}
"""


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Dataset]:
    dataset = network_of(
        {"board": "police school", "forum": "police:chair"},
        areas={"park": None},
        topics="youth",
        active_in={"board": "park", "forum": "park"},
        works_on={"board": "youth", "forum": "youth"},
    )
    with serving(dataset, tmp_path):
        yield cache.store().read_dataset()


def asked(**query: str) -> dict[str, object]:
    app = AppTest.from_string(SCRIPT, default_timeout=60)
    app.query_params.update(query)
    app.run()
    assert not app.exception, app.exception[0].message
    found: dict[str, object] = app.session_state["asked"]
    return found


def write(now: Dataset, **tables: pl.DataFrame) -> Dataset:
    after = now.replace(**tables)
    cache.store().apply(
        ChangeSet.between(now, after), base_revision=cache.store().revision(), origin="a change"
    )
    return after


def kept(before: dict[str, object], after: dict[str, object]) -> set[str]:
    return {name for name in before if before[name] is after[name]}


def test_renaming_an_organisation_leaves_what_does_not_read_names(town: Dataset) -> None:
    before = asked()
    assert kept(before, asked()) == set(before)
    renamed = write(town, organizations=town["organizations"].with_columns(pl.col("name") + " ny"))
    after = asked()
    assert kept(before, after) == {"coverage", "seats"}  # who reads what is not said of the day
    assert asked(as_of="2026-01-01")["coverage"] is not after["coverage"]
    write(renamed, memberships=renamed["memberships"].head(2))
    assert kept(after, asked()) == set()


def test_a_membership_that_is_over_on_the_day_changes_no_answer_of_the_day(town: Dataset) -> None:
    before = asked()
    past = town["memberships"].head(1).with_columns(id=pl.lit("past"), end_date=pl.lit("1999"))
    write(town, memberships=pl.concat([town["memberships"], past]))
    assert kept(before, asked()) == {"coverage", "overview"}


def test_what_is_no_longer_current_is_let_go(town: Dataset) -> None:
    whole = """
import streamlit as st
from ui import cache
cache.look()
st.session_state["found"] = (cache.whole_dataset(), cache.dataset())
"""

    def found() -> tuple[Dataset, Dataset]:
        app = AppTest.from_string(whole, default_timeout=60).run()
        return app.session_state["found"]

    first = [weakref.ref(dataset["organizations"]) for dataset in found()]
    names = town["organizations"].with_columns(name=pl.lit("Ny"))
    write(town, organizations=names)
    later, _ = found()
    assert later["organizations"].equals(names)
    gc.collect()
    assert [each() for each in first] == [None, None]


def test_answer_to_what_has_changed_is_let_go(town: Dataset) -> None:
    before = asked()
    seats = before.pop("seats")
    assert isinstance(seats, pl.DataFrame)
    old = weakref.ref(seats)
    del seats
    before.clear()
    write(town, memberships=town["memberships"].head(2))
    after = asked()
    gc.collect()
    assert isinstance(after["seats"], pl.DataFrame)
    assert old() is None
