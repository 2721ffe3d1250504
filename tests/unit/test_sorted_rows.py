"""Rows looked up and put in place in a sorted table are those that joining whole tables gives."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import sorted_rows
from graph.changes import ChangeSet
from graph.dataset import Dataset
from tests.contract.datasets import datasets

WORDS = st.text("abåö", min_size=1, max_size=2)


@given(st.sets(st.tuples(WORDS, WORDS), max_size=12), st.sets(st.tuples(WORDS, WORDS), max_size=6), st.data())
def test_rows_of_keys_are_found_and_replaced(
    there: set[tuple[str, str]], wanted: set[tuple[str, str]], data: st.DataObject
) -> None:
    schema = {"a": pl.String, "b": pl.String}
    frame = pl.DataFrame(sorted(there), schema=schema, orient="row").sort("a", "b")
    keys = pl.DataFrame(sorted(wanted), schema=schema, orient="row").sort("a", "b")
    assert sorted_rows.rows_of(frame, keys).equals(frame.join(keys, on=["a", "b"], how="semi"))
    kept = [key for key in sorted(wanted) if data.draw(st.booleans())]
    rows = pl.DataFrame(kept, schema=schema, orient="row").sort("a", "b")
    expected = pl.concat([frame.join(keys, on=["a", "b"], how="anti"), rows]).sort("a", "b")
    assert sorted_rows.with_rows(frame, keys, rows).equals(expected)


@settings(max_examples=25)
@given(before=datasets(), after=datasets(), other=datasets())
def test_change_of_few_rows_does_what_a_change_of_many_does(
    before: Dataset, after: Dataset, other: Dataset
) -> None:
    changes = ChangeSet.between(before, after)
    slowly = changes.apply_to(before), changes.conflicts_with(other)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sorted_rows, "LARGE", 0)
        assert (changes.apply_to(before), changes.conflicts_with(other)) == slowly
        assert changes.apply_to(before) == after


def test_table_of_many_pieces_is_laid_out_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sorted_rows, "CHUNKS", 4)
    frame = pl.DataFrame({"id": [f"{number:03}" for number in range(50)]})
    for number in range(0, 50, 7):
        keys = pl.DataFrame({"id": [f"{number:03}"]})
        frame = sorted_rows.with_rows(frame, keys, keys)
        assert frame.n_chunks() <= 5
    assert frame["id"].to_list() == [f"{number:03}" for number in range(50)]
