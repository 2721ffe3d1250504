"""Real tables of who does what where (3W) as activities: for the tests, and to look at in the app.

    python -m tests.three_w SOURCE FOLDER [--groups none|projects|clusters] [--undated]

SOURCE is a CSV file with a row of HXL tags (https://hxlstandard.org). Each row becomes one activity:
its organisation is #org, its topic #sector, its area the deepest of #country, #adm1 … #adm5, which
lies in the one before. Names are trimmed, and names that differ only in capitals are one; the first
spelling is kept. An id is made of the name, that of an area of the names from the top down to it, so
that the same table always gives the same ids. A row without an organisation is left out.

The two files have no dates. So that cells can be looked at on several days, row n is given the period
`PERIODS[n % 3]`: of three rows one runs in 2014, one from mid 2014 through 2015, one since mid 2015.

`--groups` loads the same table as people have it who know no activities: one group a project (#meta+id
where there is one, otherwise the organisation) or one group a sector (a cluster), with members, areas
and topics beside the activities. What is stated has to win over what the groups would make of it.

FOLDER.rows.csv keeps the rows as they were, with their number and period.
"""

from __future__ import annotations

import argparse
import csv
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

import polars as pl

from graph.dataset import Dataset
from loaders import pipeline

PERIODS: Final = (("2014-01-01", "2014-12-31"), ("2014-07-01", "2015-12-31"), ("2015-07-01", None))
"""Beginning and end of the rows with the numbers 0, 1 and 2, then again from the first."""

LEVELS: Final = ("#country", *(f"#adm{level}" for level in range(1, 6)))
"""The tags that hold names of areas, from the largest to the smallest."""

Groups = Literal["none", "projects", "clusters"]


@dataclass(frozen=True)
class Row:
    """One row: its number from 0, who, on what, where (names from the top down, and degrees north and
    east where they are stated), and in which project."""

    number: int
    organization: str
    topic: str
    area: tuple[str, ...]
    position: tuple[float, float] | None
    project: str

    @property
    def period(self) -> tuple[str, str | None]:
        """Since when and until when, as its number gives it."""
        return PERIODS[self.number % len(PERIODS)]


def real_data(name: str) -> Path | None:
    """A file of the folder of real data beside the repository, or None where there is none."""
    root = Path(__file__).resolve().parents[1]
    found = (folder / "shared" / "real-data" / name for folder in root.parents[:2])  # beside a worktree, too
    return next((path for path in found if path.is_file()), None)


def read_rows(source: Path) -> list[Row]:
    """The rows of a CSV file below its HXL tags; raises `ValueError` where it has none."""
    lines = _lines(source)
    start = next((n for n, line in enumerate(lines) if "#org" in line), None)
    if start is None:
        raise ValueError(f"{source} has no row of tags with #org; a table with HXL tags would be right")
    tags = lines[start]

    def value(line: Sequence[str], tag: str) -> str:
        return line[tags.index(tag)].strip() if tag in tags else ""

    rows = []
    for number, line in enumerate(lines[start + 1 :]):
        who, area = value(line, "#org"), tuple(filter(None, (value(line, level) for level in LEVELS)))
        north, east = value(line, "#lat_deg"), value(line, "#lon_deg")
        position = (float(north), float(east)) if north and east else None
        if who:
            project = value(line, "#meta+id") or who
            rows.append(Row(number, who, value(line, "#sector"), area, position, project))
    return rows


def _lines(source: Path) -> list[list[str]]:
    with source.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@dataclass
class _Records:
    """Records that are told apart by names, each name trimmed and without regard to capitals."""

    names: dict[tuple[str, ...], str] = field(default_factory=dict)  # what is the same → as first written
    ids: dict[tuple[str, ...], str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def id(self, *path: str) -> str:
        """The id of the record with these names, from the top down."""
        key = tuple(name.casefold() for name in path)
        if key not in self.ids:
            plain = "/".join(_plain(name) for name in path)
            number = 1
            while (found := plain if number == 1 else f"{plain}-{number}") in self.taken:
                number += 1  # names that differ in marks only
            self.taken.add(found)
            self.ids[key], self.names[key] = found, path[-1]
        return self.ids[key]

    def frame(self, **columns: object) -> pl.DataFrame:
        """Ids and names, with the same value of each further column everywhere."""
        named = {"id": list(self.ids.values()), "name": list(self.names.values())}
        return pl.DataFrame(named, schema={"id": pl.String, "name": pl.String}).with_columns(
            pl.lit(value).alias(column) for column, value in columns.items()
        )


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(c if c.isascii() and c.isalnum() else " " for c in letters if not unicodedata.combining(c))
    return "-".join(kept.split()) or "x"


def three_w(rows: Iterable[Row], *, name: str, groups: Groups = "none", dated: bool = True) -> Dataset:
    """The rows as a Dataset, one activity each.

    Parameters
    ----------
    rows
        As `read_rows` gives them.
    name
        What the data set and its one source are called.
    groups
        Which groups are made of the rows beside the activities.
    dated
        Whether activities and memberships have the period of their row.
    """
    organizations, topics, areas, made = _Records(), _Records(), _Records(), _Records()
    parents: dict[str, str] = {}
    positions: dict[str, tuple[float, float]] = {}
    activities: dict[str, list[str | None]] = defaultdict(list)
    for row in rows:
        for depth in range(1, len(row.area)):
            parents[areas.id(*row.area[: depth + 1])] = areas.id(*row.area[:depth])
        if row.area and row.position:
            positions.setdefault(areas.id(*row.area), row.position)
        start, end = row.period if dated else (None, None)
        group = {"none": "", "projects": row.project, "clusters": row.topic}[groups]
        for column, value in {
            "organization_id": organizations.id(row.organization),
            "group_id": made.id(group) if group else None,
            "area_id": areas.id(*row.area) if row.area else None,
            "topic_id": topics.id(row.topic) if row.topic else None,
            "start_date": start,
            "end_date": end,
            "source_id": "table",
            "locator": f"row {row.number}",
        }.items():
            activities[column].append(value)
    placed = [positions.get(area, (None, None)) for area in areas.ids.values()]
    text = dict.fromkeys(activities, pl.String)
    done = pl.DataFrame(dict(activities), schema=text)
    within = done.filter(pl.col("group_id").is_not_null())
    periods = ["organization_id", "group_id", "start_date", "end_date"]
    return Dataset(
        {
            "data_sets": pl.DataFrame({"id": ["three-w"], "name": [name], "invented": [False]}),
            "sources": pl.DataFrame({"id": ["table"], "name": [name]}),
            "organizations": organizations.frame(kind="named", source_id="table"),
            "areas": areas.frame(source_id="table").with_columns(
                latitude=pl.Series([north for north, _ in placed], dtype=pl.Float64),
                longitude=pl.Series([east for _, east in placed], dtype=pl.Float64),
            ),
            "area_parts": pl.DataFrame(
                {"area_id": list(parents), "parent_id": list(parents.values())},
                schema={"area_id": pl.String, "parent_id": pl.String},
            ).with_columns(source_id=pl.lit("table")),
            "topics": topics.frame(source_id="table"),
            "activities": done,
            "groups": made.frame(
                classification="project" if groups == "projects" else "topic",
                status="active",
                source_id="table",
            ),
            "memberships": within.select(*periods, role=pl.lit("member"), source_id="source_id").unique(),
            "group_areas": within.select("group_id", "area_id", "source_id").drop_nulls().unique(),
            "group_topics": within.select("group_id", "topic_id", "source_id").drop_nulls().unique(),
        }
    )


def main() -> None:
    """Write the tables of one file, and its rows beside them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--groups", choices=("none", "projects", "clusters"), default="none")
    parser.add_argument("--undated", action="store_true", help="no periods")
    asked = parser.parse_args()
    rows = read_rows(asked.source)
    dataset = three_w(rows, name=asked.source.name, groups=asked.groups, dated=not asked.undated)
    pipeline.export(dataset, asked.folder)
    with asked.folder.with_name(f"{asked.folder.name}.rows.csv").open(
        "w", encoding="utf-8", newline=""
    ) as file:
        writer = csv.writer(file)
        writer.writerow(("row", "org", "sector", "area", "project", "start", "end"))
        for row in rows:
            place = "/".join(row.area)
            period = ("", "") if asked.undated else row.period
            writer.writerow((row.number, row.organization, row.topic, place, row.project, *period))
    print(f"{dataset.counts['activities']} activities of {len(rows)} rows in {asked.folder}")


if __name__ == "__main__":
    main()
