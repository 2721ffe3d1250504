"""The native tables in every bad state they come in: findings, never an exception."""

from __future__ import annotations

import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.problems import Findings, Problem
from loaders.base import Limits, Reading
from loaders.native import NativeLoader
from loaders.pipeline import check

Spoiled = Callable[..., Reading]
Only = Callable[[Reading], Problem]


def test_right_source_has_no_problems_and_says_where_each_record_stands(source: Path) -> None:
    reading = check(source)
    assert reading.problems == ()
    assert not reading.stops
    assert reading.dataset.counts["organizations"] == 3
    assert reading.dataset["memberships"]["role"].to_list() == ["chair", "member"]
    ids = reading.dataset["organizations"]["id"].to_list()
    rows = reading.origins["organizations"]["row"].to_list()
    assert dict(zip(ids, rows, strict=True)) == {"police": 2, "library": 3, "police-harbor": 4}


def test_table_that_is_not_there_is_empty(spoiled: Spoiled) -> None:
    reading = spoiled(needs=None, units=None)
    assert reading.problems == ()
    assert reading.dataset.counts["needs"] == 0


def test_data_set_that_does_not_say_what_it_is_is_called_like_its_folder(spoiled: Spoiled) -> None:
    reading = spoiled(data_sets=None)
    assert reading.dataset["data_sets"].select("id", "name", "invented").rows() == [
        ("spoiled", "spoiled", False)
    ]


def test_header_without_rows_is_fine(spoiled: Spoiled) -> None:
    reading = spoiled(needs="area_id,topic_id,level\n", data_sets="id,name,invented\n")
    assert reading.problems == ()
    assert reading.dataset.counts["data_sets"] == 0


def test_byte_order_mark_semicolons_and_windows_line_ends_are_read(spoiled: Spoiled) -> None:
    reading = spoiled(sectors="\ufeffid;name\r\npolice;Polis, m.fl.\r\nculture;Kultur\r\n".encode())
    assert reading.problems == ()
    assert reading.dataset["sectors"]["name"].to_list() == ["Kultur", "Polis, m.fl."]


def test_old_mac_line_ends_and_tabs_are_read(spoiled: Spoiled) -> None:
    reading = spoiled(sectors="id\tname\rpolice\tPolis\rculture\tKultur")
    assert reading.dataset["sectors"]["id"].to_list() == ["culture", "police"]
    assert reading.problems == ()


def test_header_in_capitals_with_spaces_is_recognized(spoiled: Spoiled) -> None:
    assert spoiled(sectors="ID, Name \npolice,Polis\nculture,Kultur\n").problems == ()


def test_file_name_in_capitals_is_recognized(source: Path) -> None:
    (source / "sectors.csv").rename(source / "Sectors.CSV")
    assert check(source).problems == ()


def test_row_number_counts_records_empty_lines_and_texts_with_line_ends_as_a_spreadsheet_does(
    spoiled: Spoiled, only: Only
) -> None:
    problem = only(
        spoiled(needs='area_id,topic_id,level,locator\n\nharbor,safety,1,"a\nb"\nharbor,nope,1,\n')
    )
    assert (problem.code, problem.row) == ("unknown_reference", 4)


def test_row_numbers_stay_true_when_rows_are_sorted(spoiled: Spoiled, only: Only) -> None:
    text = "id,name,classification,kind,source_id\nz,Zon,wrong,named,page\npolice,P,police,named,page\n"
    text += "library,L,culture,named,page\npolice-harbor,H,police,named,page\n"
    problem = only(spoiled(organizations=text))
    assert (problem.row, problem.value, problem.column) == (2, "wrong", "classification")


def test_required_column_that_is_missing_is_said_once(spoiled: Spoiled, only: Only) -> None:
    problem = only(spoiled(groups="id,name,classification,source_id\nboard,Styrgruppen,steering,page\n"))
    assert (problem.code, problem.file, problem.column) == ("missing_column", "groups.csv", "status")
    assert problem.suggestion == "It holds: Where in its life it is."


def test_id_column_that_is_missing_does_not_make_every_reference_wrong(spoiled: Spoiled, only: Only) -> None:
    assert only(spoiled(sectors="name\nPolis\nKultur\n")).column == "id"


def test_unknown_column_suggests_the_nearest(spoiled: Spoiled, only: Only) -> None:
    problem = only(spoiled(sectors="id,name,colour\npolice,Polis,red\nculture,Kultur,blue\n"))
    assert (problem.code, problem.column, problem.suggestion) == (
        "unknown_column",
        "colour",
        "Did you mean color?",
    )
    assert not spoiled(sectors="id,name,zzz\npolice,Polis,\nculture,Kultur,\n").stops


def test_column_that_stands_twice_stops(spoiled: Spoiled, only: Only) -> None:
    problem = only(spoiled(sectors="id,name,name\npolice,Polis,x\nculture,Kultur,y\n"))
    assert (problem.code, problem.column) == ("duplicate_column", "name")


def test_empty_columns_and_cells_to_the_right_say_nothing(spoiled: Spoiled) -> None:
    assert spoiled(sectors="id,name,,\npolice,Polis,,,,\n,,,\nculture,Kultur,,\n").problems == ()


@pytest.mark.parametrize("row", ["police,Polis,m.fl.", "police"])
def test_ragged_row_is_named_and_the_rest_is_read(spoiled: Spoiled, row: str) -> None:
    reading = spoiled(sectors=f"id,name\nculture,Kultur\n{row}\n")
    assert next((p.code, p.row) for p in reading.problems) == ("ragged_row", 3)
    assert reading.dataset["sectors"]["id"].to_list() == ["culture", "police"]


def test_quotation_mark_that_never_ends_stops_the_table_and_nothing_else(
    spoiled: Spoiled, only: Only
) -> None:
    problem = only(
        spoiled(needs='area_id,topic_id,level,locator\nharbor,safety,1,"endless\nharbor,safety,2,\n')
    )
    assert (problem.code, problem.file, problem.row) == ("bad_csv", "needs.csv", 2)


def test_broken_quotation_in_a_table_others_refer_to_is_said_once(spoiled: Spoiled, only: Only) -> None:
    assert only(spoiled(sectors='id,name\n"police"x,Polis\nculture,Kultur\n')).code == "bad_csv"


def test_empty_file_is_said_once(spoiled: Spoiled, only: Only) -> None:
    for content in ("", "\ufeff", "\n\n", "  \n"):
        problem = only(spoiled(sectors=content))
        assert (problem.code, problem.file) == ("empty_file", "sectors.csv")


def test_table_of_another_kind_misses_its_columns(spoiled: Spoiled) -> None:
    reading = spoiled(sectors="<html><body>Not found</body></html>\n")
    assert {p.code for p in reading.problems} == {"missing_column", "unknown_column"}


def test_latin_1_is_refused_with_the_place_of_the_first_wrong_byte(spoiled: Spoiled, only: Only) -> None:
    problem = only(spoiled(sectors="id,name\npolice,Polis\nculture,Räddning\n".encode("latin-1")))
    assert (problem.code, problem.value) == ("wrong_encoding", "byte 31 (0xE4, line 3)")
    assert "Windows-1252" in problem.suggestion


def test_wrong_byte_far_into_a_long_file_is_placed(spoiled: Spoiled, only: Only) -> None:
    good = "id,name\n" + "".join(f"s{n},Sektör {n}\n" for n in range(100_000))
    problem = only(spoiled(sectors=good.encode() + b"police,\xff\n"))
    assert problem.value == f"byte {len(good.encode()) + 8} (0xFF, line 100002)"


def test_file_that_ends_inside_a_character_is_refused(spoiled: Spoiled, only: Only) -> None:
    assert only(spoiled(sectors="id,name\npolice,å".encode()[:-1])).code == "wrong_encoding"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_refused_by_name(spoiled: Spoiled, only: Only, encoding: str) -> None:
    problem = only(spoiled(sectors="id,name\npolice,Polis\n".encode(encoding)))
    assert problem.code == "wrong_encoding"
    assert "UTF-16" in problem.suggestion


def test_control_characters_are_named_where_they_stand(spoiled: Spoiled, only: Only) -> None:
    problem = only(spoiled(sectors="id,name\npolice,Po\0lis\nculture,Kultur\n"))
    assert (problem.code, problem.row, problem.value) == ("control_character", 2, "Po\\x00lis")


def test_bad_cells_are_each_named_and_the_rest_of_the_row_is_read(spoiled: Spoiled) -> None:
    reading = spoiled(
        areas='id,name,latitude,longitude,source_id\nharbor,Hamnen,"59,3",inf,page\n',
        groups=(
            "id,name,classification,status,review_date,founding_date,source_id\n"
            "board,Styrgruppen,steering,active,22/11/2026,2026-13,page\n"
        ),
        data_sets="id,name,invented,compiled_on\nharbor,Hamnen,nej,2026-13-01\n",
    )
    found = {(p.code, p.file, p.row, p.column, p.value) for p in reading.problems}
    assert found == {
        ("bad_flag", "data_sets.csv", 2, "invented", "nej"),
        ("bad_date", "data_sets.csv", 2, "compiled_on", "2026-13-01"),
        ("bad_date", "groups.csv", 2, "review_date", "22/11/2026"),
        ("bad_date", "groups.csv", 2, "founding_date", "2026-13"),
        ("bad_number", "areas.csv", 2, "latitude", "59,3"),
        ("bad_number", "areas.csv", 2, "longitude", "inf"),
    }
    assert reading.dataset["groups"]["name"].to_list() == ["Styrgruppen"]


def test_a_hundred_bad_cells_are_listed_and_the_others_counted(spoiled: Spoiled) -> None:
    lines = "".join(f"harbor,safety,x{n}\n" for n in range(250))
    reading = spoiled(needs="area_id,topic_id,level\n" + lines)
    bad = [p for p in reading.problems if p.code == "bad_number"]
    assert len(bad) == Findings.LISTED
    more = [p for p in reading.problems if p.code == "more_of_the_same" and p.column == "level"]
    assert [(p.value, p.file) for p in more] == [("150", "needs.csv")]


def test_counting_goes_on_over_the_chunks_of_a_long_table(spoiled: Spoiled) -> None:
    lines = "".join(f"harbor,t{n},{'x' if n % 2 else 1}\n" for n in range(100_400))
    reading = spoiled(needs="area_id,topic_id,level\n" + lines, topics="id,name\n")
    more = [p.value for p in reading.problems if p.code == "more_of_the_same" and p.column == "level"]
    assert more == [str(50_200 - Findings.LISTED)]
    assert max(p.row or 0 for p in reading.problems if p.code == "bad_number") == 201


def test_formula_and_markup_in_names_stay_text(spoiled: Spoiled) -> None:
    reading = spoiled(sectors="id,name\npolice,'=1+1\nculture,<script>alert(1)</script>\n")
    assert reading.problems == ()
    assert reading.dataset["sectors"]["name"].to_list() == ["<script>alert(1)</script>", "=1+1"]


def test_unknown_table_is_left_out_with_the_nearest_name(source: Path) -> None:
    (source / "organisations.csv").write_text("id\n")
    (source / "notes.txt").write_text("not a table")
    reading = check(source)
    assert [(p.code, p.file, p.suggestion) for p in reading.problems] == [
        ("unknown_table", "organisations.csv", "Did you mean organizations.csv?")
    ]
    assert not reading.stops


def test_table_that_others_refer_to_and_is_not_there_is_said_once(spoiled: Spoiled, only: Only) -> None:
    problem = only(spoiled(sectors=None))
    assert (problem.code, problem.value, problem.file) == ("missing_table", "sectors", "organizations.csv")


def test_file_larger_than_allowed_is_refused_unread(source: Path) -> None:
    with (source / "memberships.csv").open("r+b") as file:
        file.truncate(400_000_000)  # no disk is filled: the file has a hole
    [problem] = check(source).problems
    assert (problem.code, problem.file, problem.value) == (
        "file_too_large",
        "memberships.csv",
        "400 MB, 300 MB at most",
    )
    assert check(source, limits=Limits(file_bytes=10)).stops


@pytest.mark.parametrize(
    ("filling", "code"), [(b"\0", "wrong_encoding"), (b"x", "bad_csv"), (b'"x\n', "bad_csv")]
)
def test_two_hundred_megabytes_of_nothing_are_refused_in_little_memory(
    source: Path, filling: bytes, code: str
) -> None:
    with (source / "needs.csv").open("wb") as file:
        for _ in range(200):
            file.write((filling * 1_000_000)[:1_000_000])
    tracemalloc.start()
    problems = [p for p in check(source).problems if p.file == "needs.csv"]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    (source / "needs.csv").unlink()
    assert code in {p.code for p in problems}
    assert peak < 80_000_000


def test_all_files_together_larger_than_allowed_are_refused(source: Path) -> None:
    reading = check(source, limits=Limits(file_bytes=10_000, total_bytes=300))
    assert {p.code for p in reading.problems} == {"file_too_large"}


def test_link_out_of_the_folder_is_not_followed(source: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("id,name\npolice,Hemlig\n")
    (source / "sectors.csv").unlink()
    (source / "sectors.csv").symlink_to(tmp_path / "secret")
    [problem] = check(source).problems
    assert (problem.code, problem.file) == ("unsafe_link", "sectors.csv")


def test_link_inside_the_folder_is_followed(source: Path) -> None:
    (source / "sectors.csv").rename(source / "kept")
    (source / "sectors.csv").symlink_to(source / "kept")
    assert check(source).problems == ()


def test_pipe_or_folder_in_place_of_a_table_is_not_waited_for(source: Path) -> None:
    (source / "needs.csv").unlink()
    os.mkfifo(source / "needs.csv")
    (source / "decisions.csv").mkdir()
    assert [(p.code, p.file) for p in check(source).problems] == [
        ("unreadable_file", "decisions.csv"),
        ("unreadable_file", "needs.csv"),
    ]


def test_link_to_nothing_is_said(source: Path) -> None:
    (source / "needs.csv").unlink()
    (source / "needs.csv").symlink_to(source / "gone.csv")
    assert [(p.code, p.value) for p in check(source).problems] == [
        ("unreadable_file", "No such file or directory")
    ]


def test_cell_longer_than_any_text_stops_the_table(spoiled: Spoiled) -> None:
    reading = spoiled(sectors="id,name\npolice," + "x" * 1_000_100 + "\nculture,Kultur\n")
    assert {p.code for p in reading.problems} == {"bad_csv"}


def test_outline_longer_than_a_spreadsheet_cell_is_read(spoiled: Spoiled) -> None:
    ring = ",".join(f"[{n / 10_000},1]" for n in range(30_000))
    outline = f'"{{""type"":""LineString"",""coordinates"":[{ring}]}}"'
    assert spoiled(areas=f"id,name,geometry,source_id\nharbor,Hamnen,{outline},page\n").problems == ()


def test_progress_ends_with_everything_read(source: Path) -> None:
    steps: list[tuple[int, int]] = []
    check(source, progress=lambda done, total: steps.append((done, total)))
    total = sum(file.stat().st_size for file in source.iterdir())
    assert steps[-1] == (total, total)


def test_recognizes_never_raises(tmp_path: Path) -> None:
    (tmp_path / "not.zip").write_bytes(b"PK\x03\x04 broken")
    for path in (tmp_path, tmp_path / "nothing", tmp_path / "not.zip"):
        assert not NativeLoader().recognizes(path)
