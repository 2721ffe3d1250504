"""Real 3W tables against a count of their own rows: every cell, every area, on three days.

The count is made with the csv module and dicts alone. The files are not part of the repository: they
are looked for in ../shared/real-data (see `tests.three_w`), and the tests are skipped without them.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from graph.analysis.coverage.matrix import Coverage, CoverageRules, area_coverage
from graph.analysis.places.collaboration import area_overview
from graph.dataset import Dataset
from graph.validation import validate
from tests.three_w import PERIODS, Groups, read_rows, real_data, three_w

PLACES = {"hxl/unhcr-3w.csv": ("#country", "#adm1"), "3w/nepal_flat.csv": ("#adm3", "#adm4")}
"""The files, each with the columns that name its areas, from the larger to the smaller."""

DAYS = (dt.date(2014, 3, 1), dt.date(2014, 10, 1), dt.date(2015, 10, 1))
"""On the first a third of the rows holds, on the others two different thirds."""

Place = tuple[str, ...]
Cell = tuple[Place, str]

each_file = pytest.mark.parametrize("file", [pytest.param(file, marks=pytest.mark.slow) for file in PLACES])
each_day = pytest.mark.parametrize("day", DAYS, ids=str)


# --- counted independently -----------------------------------------------------------------------


@cache
def raw(file: str) -> list[dict[str, str]]:
    """The rows below the HXL tags, by tag."""
    path = real_data(file)
    if path is None:
        pytest.skip(f"no ../shared/real-data/{file} beside the repository")
    with path.open(encoding="utf-8-sig", newline="") as opened:
        lines = list(csv.reader(opened))
    tags = next(number for number, line in enumerate(lines) if line[0].startswith("#"))
    return [dict(zip(lines[tags], line, strict=True)) for line in lines[tags + 1 :]]


def holds(number: int, day: dt.date) -> bool:
    """Whether the row of this number is going on that day."""
    start, end = PERIODS[number % 3]
    return start <= day.isoformat() <= (end or "9999")


def counted(file: str, day: dt.date, *, inside: bool) -> dict[Cell, int]:
    """How many organisations the rows name in each cell, or in the cell and the areas inside it.

    The topic "" is all of them together.
    """
    found: dict[Cell, set[str]] = defaultdict(set)
    for number, row in enumerate(raw(file)):
        place = tuple(row[tag].strip().casefold() for tag in PLACES[file])
        places = [place[:depth] for depth in range(1, len(place) + 1)] if inside else [place]
        for around in places:
            for topic in ("", row["#sector"].strip().casefold()):
                found[around, topic]  # known, if only on another day
                if holds(number, day):
                    found[around, topic].add(row["#org"].strip().casefold())
    return {cell: len(organizations) for cell, organizations in found.items()}


# --- what the app says ---------------------------------------------------------------------------


@cache
def loaded(file: str, groups: Groups = "none") -> Dataset:
    """The file as activities, perhaps with groups beside them."""
    raw(file)  # skips where there is none
    path = real_data(file)
    assert path is not None
    return three_w(read_rows(path), name=file, groups=groups)


def covered(dataset: Dataset, day: dt.date) -> Coverage:
    return area_coverage(dataset.as_of(day), rules=CoverageRules(), today=day)


def places(dataset: Dataset) -> dict[str, Place]:
    """For each area the names from the top down to it."""
    names = dict(dataset["areas"].select("id", "name").iter_rows())
    parents = dict(dataset["area_parts"].select("area_id", "parent_id").iter_rows())

    def path(area: str) -> Place:
        return (*(path(parents[area]) if area in parents else ()), names[area].strip().casefold())

    return {area: path(area) for area in names}


def cells(dataset: Dataset, coverage: Coverage, *columns: str) -> dict[Cell, tuple[int, ...]]:
    """Columns of the summary by cell, of all cells."""
    where = places(dataset)
    topics = {topic: name.casefold() for topic, name in dataset["topics"].select("id", "name").iter_rows()}
    rows = coverage.summary.select("row_id", "column_id", *columns).iter_rows()
    return {(where[area], topics[topic]): tuple(counts) for area, topic, *counts in rows}


def differing(
    found: Mapping[Cell, object], wanted: Mapping[Cell, object]
) -> dict[Cell, tuple[object, object]]:
    return {cell: (value, wanted[cell]) for cell, value in found.items() if value != wanted[cell]}


# --- the tests -----------------------------------------------------------------------------------


@each_file
@each_day
def test_cell_holds_the_organizations_its_rows_name(file: str, day: dt.date) -> None:
    found = cells(
        loaded(file), covered(loaded(file), day), "organization_count", "stated_count", "inferred_count"
    )
    known = counted(file, day, inside=False)
    wanted = {cell: (known.get(cell, 0), known.get(cell, 0), 0) for cell in found}
    assert set(known) - {(place, "") for place, _ in known} <= set(found)
    assert sum(n for n, *_ in wanted.values()) > 100, "nothing to compare"
    assert differing(found, wanted) == {}


@each_file
@each_day
def test_cell_of_an_area_and_its_parts_adds_up(file: str, day: dt.date) -> None:
    counts = cells(loaded(file), covered(loaded(file), day), "organization_count", "inside_count")
    found = {cell: here + inside for cell, (here, inside) in counts.items()}
    known = counted(file, day, inside=True)
    assert differing(found, {cell: known.get(cell, 0) for cell in found}) == {}
    assert any(inside for _, inside in counts.values())


@each_file
@each_day
def test_area_holds_the_organizations_of_its_rows_and_of_its_parts(file: str, day: dt.date) -> None:
    dataset = loaded(file)
    overview = area_overview(dataset.as_of(day)).select("area_id", "on_site", "inside")
    where = places(dataset)
    here, around = counted(file, day, inside=False), counted(file, day, inside=True)
    assert {where[area]: (on_site, on_site + inside) for area, on_site, inside in overview.iter_rows()} == {
        place: (here.get((place, ""), 0), around[place, ""]) for place in where.values()
    }


@each_file
@each_day
@pytest.mark.parametrize("groups", ["projects", "clusters"])
def test_cell_is_exact_where_groups_would_say_more(file: str, day: dt.date, groups: Groups) -> None:
    dataset = loaded(file, groups)
    found = cells(dataset, covered(dataset, day), "organization_count", "stated_count", "inferred_count")
    known = counted(file, day, inside=False)
    wanted = {cell: (known.get(cell, 0), known.get(cell, 0), 0) for cell in found}
    assert differing(found, wanted) == {}


@each_file
@pytest.mark.parametrize("groups", ["projects", "clusters"])
def test_groups_alone_say_more_than_the_rows(file: str, groups: Groups) -> None:
    """That the test before is one: members × areas × topics of the groups give other numbers."""
    dataset = loaded(file, groups)
    alone = dataset.replace(activities=dataset["activities"].clear())
    found = cells(alone, covered(alone, DAYS[1]), "organization_count")
    known = counted(file, DAYS[1], inside=False)
    more = [cell for cell, (count,) in found.items() if count > known.get(cell, 0)]
    assert len(more) > 50


@each_file
def test_table_as_activities_has_nothing_to_mend(file: str) -> None:
    problems = validate(loaded(file, "clusters"))
    assert {problem.code for problem in problems} <= {"similar_names"}
    assert loaded(file).counts["activities"] == len(raw(file))


# --- the script itself -----------------------------------------------------------------------------

TABLE = """\
Region,Town,Topic,Who
#adm1,#adm2,#sector,#org
North, Åby,Health, Red Cross
north,ÅBY,Health,RED CROSS
North,Aby,WASH,Oxfam
South,Åby,health,Red Cross
South,,WASH,Oxfam
South,Åby,,Oxfam
South,Åby,WASH,
"""


def table(folder: Path, text: str = TABLE) -> Path:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_names_that_differ_in_capitals_and_space_are_one(tmp_path: Path) -> None:
    dataset = three_w(read_rows(table(tmp_path)), name="table")
    assert dataset["organizations"].select("id", "name").rows() == [
        ("oxfam", "Oxfam"),
        ("red-cross", "Red Cross"),
    ]
    assert dataset["topics"]["name"].to_list() == ["Health", "WASH"]
    assert places(dataset) == {
        "north": ("north",),
        "north/aby": ("north", "åby"),
        "north/aby-2": ("north", "aby"),
        "south": ("south",),
        "south/aby": ("south", "åby"),
    }


def test_rows_become_activities_with_the_period_of_their_number(tmp_path: Path) -> None:
    dataset = three_w(read_rows(table(tmp_path)), name="table")
    rows = dataset["activities"].sort("locator").select("locator", "area_id", "topic_id", "start_date")
    assert rows.rows() == [
        ("row 0", "north/aby", "health", "2014-01-01"),
        ("row 1", "north/aby", "health", "2014-07-01"),
        ("row 2", "north/aby-2", "wash", "2015-07-01"),
        ("row 3", "south/aby", "health", "2014-01-01"),
        ("row 4", "south", "wash", "2014-07-01"),
        ("row 5", "south/aby", None, "2015-07-01"),
    ]
    undated = three_w(read_rows(table(tmp_path)), name="table", dated=False)
    assert undated["activities"]["start_date"].null_count() == 6


def test_groups_take_in_everybody_of_their_rows(tmp_path: Path) -> None:
    rows = read_rows(table(tmp_path))
    clusters = three_w(rows, name="table", groups="clusters", dated=False)
    assert clusters["memberships"].select("organization_id", "group_id").sort("group_id").rows() == [
        ("red-cross", "health"),
        ("oxfam", "wash"),
    ]
    assert clusters["group_areas"].filter(group_id="health")["area_id"].to_list() == [
        "north/aby",
        "south/aby",
    ]
    projects = three_w(rows, name="table", groups="projects", dated=False)
    assert projects["groups"]["id"].to_list() == ["oxfam", "red-cross"]
    assert projects["activities"]["group_id"].equals(projects["activities"]["organization_id"])


def test_table_without_tags_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no row of tags with #org"):
        read_rows(table(tmp_path, "Who,What\nOxfam,WASH\n"))
