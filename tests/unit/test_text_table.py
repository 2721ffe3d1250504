"""Tables to read in a terminal."""

from __future__ import annotations

import datetime as dt

import polars as pl

from graph.text_table import WIDEST_CELL, text_record, text_table


def test_columns_are_aligned_numbers_to_the_right() -> None:
    frame = pl.DataFrame({"id": ["a", "long"], "count": [1, 200], "share": [0.5, 1 / 3], "ok": [True, None]})
    assert text_table(frame).splitlines() == [
        "id    count  share  ok",
        "-----------------------",
        "a         1    0.5  yes",
        "long    200  0.333",
    ]


def test_long_texts_are_cut_and_long_lists_counted() -> None:
    frame = pl.DataFrame({"text": ["x" * 100], "list": [[f"organisation-{n}" for n in range(9)]]})
    text, listed = text_table(frame).splitlines()[2].split("  ")
    assert (len(text), text[-1]) == (WIDEST_CELL, "…")
    assert listed.startswith("organisation-0, organisation-1")
    assert listed.endswith("… (9)")
    assert len(listed) <= WIDEST_CELL


def test_text_with_line_ends_stays_on_one_line() -> None:
    assert len(text_table(pl.DataFrame({"a": ["one\ntwo\x1b[31m"]})).splitlines()) == 3


def test_table_without_rows_is_its_header() -> None:
    assert text_table(pl.DataFrame(schema={"a": pl.String, "b": pl.Int64})).splitlines() == ["a  b", "----"]
    assert text_table(pl.DataFrame()) == ""


def test_record_is_a_line_a_column() -> None:
    frame = pl.DataFrame(
        {
            "id": ["park"],
            "day": [dt.date(2026, 11, 22)],
            "group_ids": [["a", "b"]],
            "by_kind": [[{"word": "area", "count": 4}]],
            "nothing": [None],
        }
    )
    assert text_record(frame).splitlines() == [
        "id         park",
        "day        2026-11-22",
        "group_ids  a, b",
        "by_kind    area 4",
        "nothing",
    ]
