"""Inputs small on disk that held the processor or filled the memory: each ends within a bound it states.

Processor seconds and megabytes are those of a process of its own, on top of what a small source costs;
the bounds are several times what is needed, and a fraction of what it was before there were any.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from graph.bounds import LONGEST_RECORD, MOST_COLUMNS, MOST_MADE, MOST_OUTLINES, MOST_PLACES_ASKED, MOST_TEXTS
from graph.errors import UnreadableSource
from loaders.base import Limits
from loaders.pipeline import check
from tests.bounded import checked

ORGANIZATIONS = "id,name,kind,description\n"
UNITS = "organization_id,parent_id,start_date,end_date\n"


def tables(place: Path, name: str, **contents: str | bytes) -> Path:
    folder = place / name
    folder.mkdir()
    for table, content in contents.items():
        (folder / f"{table}.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def organizations(number: int) -> str:
    return ORGANIZATIONS + "".join(f"o{n},Organisation {chr(97 + n % 26)}{n},named,\n" for n in range(number))


def units(pairs: Iterable[tuple[object, object]]) -> str:
    return UNITS + "".join(f"{child},{parent},,\n" for child, parent in pairs)


def test_hostile_tables_take_no_more_time_than_their_size_asks_for(tmp_path: Path) -> None:
    # periods that follow one another: no two clash, so each pair would have to be looked at
    periods = UNITS + "".join(
        f"o0,o{n},{1000 + n // 4}-0{n % 4 * 2 + 1},{1000 + n // 4}-0{n % 4 * 2 + 2}\n"
        for n in range(1, 20_000)
    )
    hostile = {
        "an address behind very much": {"organizations": ORGANIZATIONS + f"a,A,named,x@y {'a' * 100_000} me@a.se\n"},
        "an office before very much": {"organizations": ORGANIZATIONS + f"a,A,named,info@a.se {'a' * 100_000}\n"},
        "a chain": {"organizations": organizations(8_000), "units": units((f"o{n}", f"o{n + 1}") for n in range(7_999))},
        "a ring": {"organizations": organizations(8_000), "units": units((f"o{n}", f"o{(n + 1) % 8_000}") for n in range(8_000))},
        "equal rows": {"organizations": organizations(2), "units": units([("o0", "o1")] * 40_000)},
        "very many parents": {"organizations": organizations(20_000), "units": periods},
        "names nearly alike": {"organizations": ORGANIZATIONS + "".join(f"o{n},Föreningen Södermalms{chr(97 + n % 25)}gård{chr(97 + n // 25 % 25)}en,named,\n" for n in range(5_000))},
        "names of brackets": {"organizations": ORGANIZATIONS + "".join(f"o{n},{'(a)' * 150}{n},named,\n" for n in range(1_000))},
        "ids nearly alike": {
            "organizations": ORGANIZATIONS + "".join(f"o{'ab' * 38}{n:03},A,named,\n" for n in range(400)),
            "units": units((f"o{'ba' * 37}{n:05}", "oa") for n in range(400)),
        },
    }  # fmt: skip
    results = checked(*(tables(tmp_path, name, **content) for name, content in hostile.items()), seconds=25)
    codes = dict(zip(hostile, (result.codes for result in results), strict=True))
    assert "person_data" in codes["an address behind very much"]
    assert "person_data" not in codes["an office before very much"]
    assert "circular" not in codes["a chain"]
    assert "circular" in codes["a ring"]
    assert "several_parents" not in codes["equal rows"] | codes["very many parents"]
    for name, result in zip(hostile, results, strict=True):
        assert result.seconds < 5, name


def test_ten_times_the_rows_take_ten_times_the_time(tmp_path: Path) -> None:
    def rows(number: int) -> Path:
        pairs = ((f"o{n % 50}", f"o{n % 49 + 1}") for n in range(number))
        return tables(tmp_path, str(number), organizations=organizations(60), units=units(pairs))

    _, few, many = checked(rows(100), rows(8_000), rows(80_000))
    assert many.seconds < 25 * max(few.seconds, 0.05)


def test_texts_of_wide_characters_are_not_held_several_times(tmp_path: Path) -> None:
    text = "\U0001f600" * 200_000
    rows = "".join(f"s{n},S{n},{text}\n" for n in range(80))
    [result] = checked(tables(tmp_path, "wide", sources=f"id,name,text\n{rows}"))
    assert result.found == ()
    assert result.megabytes < 2.5 * 64


def test_many_short_rows_in_a_small_archive_are_refused_before_they_fill_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "short.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "sectors.csv", "id,name\n" + "".join(f"{n * n % 9_973},b\n" for n in range(1_000_000))
        )
    assert path.stat().st_size < 2_500_000
    [result] = checked(path, cells=1_000_000)
    assert ("too_many_cells", "1000000", None) in result.found
    assert result.megabytes < 150
    assert result.seconds < 5


@pytest.mark.parametrize(
    "table", ["id,name\n" + "\n" * 60, "id,name\n" + "a,b\n" * 60, 'id,name\na,"' + "\n" * 60 + '"\n']
)
def test_every_line_takes_room_whatever_it_holds(tmp_path: Path, table: str) -> None:
    reading = check(tables(tmp_path, "lines", sectors=table), limits=Limits(cells=200))
    assert [p.code for p in reading.problems] == ["too_many_cells"]
    assert reading.dataset["sectors"].is_empty()
    assert "too_many_cells" not in {
        p.code for p in check(tmp_path / "lines", limits=Limits(cells=400)).problems
    }


def test_room_is_shared_by_all_tables(tmp_path: Path) -> None:
    rows = "id,name\n" + "".join(f"x{n},b\n" for n in range(20))
    folder = tables(tmp_path, "both", sectors=rows, sources=rows)
    assert [p.file for p in check(folder, limits=Limits(cells=250)).problems] == ["sources.csv"]


def test_archive_of_very_many_empty_members_is_not_listed(tmp_path: Path) -> None:
    path = tmp_path / "members.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for n in range(20_000):
            archive.writestr(zipfile.ZipInfo(f"{n:080}"), b"")
    [result] = checked(path)
    [(code, message, _)] = result.found
    assert code == "unreadable_source"
    assert "its list of files has 2,520,000 bytes, 2,000,000 at most" in (message or "")
    assert result.megabytes < 10


def test_folder_of_very_many_tables_is_not_read(tmp_path: Path) -> None:
    folder = tables(tmp_path, "many", sectors="id,name\n", **{f"t{n}": "" for n in range(5)})
    [problem] = check(folder, limits=Limits(members=5)).problems
    assert (problem.code, problem.file, problem.value, problem.about) == ("too_many_files", "many", "6", "5")


def test_outlines_of_very_many_characters_are_refused_unread(tmp_path: Path) -> None:
    size = 900_000
    number = MOST_OUTLINES // size + 1
    rows = "".join(f"a{n},A{n},{'[' * size}\n" for n in range(number))
    [result] = checked(tables(tmp_path, "outlines", areas=f"id,name,geometry\n{rows}"))
    assert ("too_much_geometry", str(number * size), str(MOST_OUTLINES)) in result.found
    assert "bad_geometry" not in result.codes
    assert result.megabytes < 200


def test_header_of_a_million_names_and_row_without_end_are_refused(tmp_path: Path) -> None:
    wide = tables(tmp_path, "wide", sectors=",".join(["id"] * 1_000_000) + "\na,b\n")
    endless = tables(tmp_path, "endless", sectors="id,name\na,b" + ',"\n"' * (LONGEST_RECORD // 4) + "\n")
    header, row = checked(wide, endless)
    assert header.found == (("too_many_columns", "1000000", str(MOST_COLUMNS)),)
    assert ("bad_csv", f"a row longer than {LONGEST_RECORD:,} characters", None) in row.found
    assert max(header.seconds, row.seconds) < 5
    assert max(header.megabytes, row.megabytes) < 350


def test_cell_of_more_texts_than_one_may_hold_costs_itself_only(tmp_path: Path) -> None:
    names = "|".join("b" * MOST_TEXTS)
    rows = f"id,name,kind,other_names\na,A,named,{names}\nc,C,named,{names}|b\n"
    reading = check(tables(tmp_path, "texts", organizations=rows))
    [problem] = [p for p in reading.problems if p.code == "too_many_texts"]
    assert (problem.row, problem.column, problem.value, problem.about) == (3, "other_names", "1001", "1000")
    assert reading.dataset["organizations"]["other_names"].list.len().to_list() == [MOST_TEXTS, None]
    codes = {p.code for p in check(tmp_path / "texts", limits=Limits(cells=900)).problems}
    assert "too_many_cells" in codes


def test_templates_that_would_make_too_much_make_nothing(tmp_path: Path) -> None:
    areas = "id,name,classification\n" + "".join(f"a{n},A{n},park\n" for n in range(1_100))
    topics = "id,name\n" + "".join(f"t{n},T{n}\n" for n in range(300))
    template = "id,name,classification,area_classification,topic_ids\n"
    topic_ids = "|".join(f"t{n}" for n in range(300))
    few = tables(
        tmp_path,
        "few",
        areas=areas,
        topics=topics,
        group_templates=template + f"g,Vid {{area}},area,park,{topic_ids}\n",
    )
    many = tables(
        tmp_path,
        "many",
        areas=areas,
        group_templates=template + "".join(f"g{n},Vid {{area}},area,park,\n" for n in range(2_000)),
    )
    results = checked(few, many)
    assert ("too_many_made", str(1_100 * 302), str(MOST_MADE)) in results[0].found
    assert ("too_many_made", str(1_100 * 2_000), str(MOST_PLACES_ASKED)) in results[1].found
    assert max(result.seconds for result in results) < 5


def test_member_that_is_damaged_is_said_also_while_its_encoding_is_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "damaged.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("sectors.csv", b"id,name\na,\xe5\n" + b"b,x\n" * 10_000)
    data = bytearray(path.read_bytes())
    data[data.index(b"b,x\n" * 1_000) + 20_000] ^= 1
    path.write_bytes(bytes(data))
    assert [p.code for p in check(path).problems] == ["unreadable_file"]


def test_link_to_itself_is_said_and_the_rest_is_read(tmp_path: Path) -> None:
    folder = tables(tmp_path, "links", sectors="id,name\npolice,Polis\n")
    (folder / "groups.csv").symlink_to("groups.csv")
    reading = check(folder)
    assert [(p.code, p.file) for p in reading.problems] == [("unreadable_file", "groups.csv")]
    assert reading.dataset["sectors"].height == 1


def test_path_that_no_file_can_have_is_said(tmp_path: Path) -> None:
    circle = tmp_path / "circle"
    circle.symlink_to("circle")
    for path in (tmp_path / ("a" * 300), Path("a/" * 3_000), circle):
        with pytest.raises(UnreadableSource):
            check(path)


def test_pipe_in_place_of_an_archive_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.zip"
    os.mkfifo(pipe)
    [result] = checked(pipe, seconds=5)
    assert result.codes == {"unknown_format"}


def test_folder_whose_name_is_no_text_is_read(tmp_path: Path) -> None:
    folder = tables(tmp_path, "r\udcffda", sectors="id,name\npolice,Polis\n")
    assert check(folder).dataset["data_sets"]["id"].to_list() == ["r-da"]


def test_ragged_rows_that_are_not_listed_are_counted(tmp_path: Path) -> None:
    rows = tables(tmp_path, "ragged", sectors="id,name\n" + "a\n" * 250)
    found = [p for p in check(rows).problems if "ragged_row" in (p.code, p.like)]
    assert [len(found), found[-1].like, found[-1].value] == [101, "ragged_row", "150"]
