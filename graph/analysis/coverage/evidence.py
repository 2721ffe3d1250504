"""What is known about each cell of a coverage matrix?

The rows behind the states: which groups claim a cell, who sits in them, what is needed, expected
and decided, and who reaches the cell from an area around it. Everything is kept as positions in
lists of ids, so that a million memberships stay small; `coverage` turns positions into answers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import polars as pl

from graph.analysis.base.area_tree import ANCESTORS_SCHEMA, area_tree
from graph.analysis.base.decision_key import Axis, coverage_decisions
from graph.analysis.base.doing import PLACE, SEATS_SCHEMA, WAYS, Doing, Way
from graph.analysis.coverage.needs import need_levels
from graph.dataset import Dataset
from graph.network import group_standing, positions
from graph.vocabulary import KINDS, counted_as

PLANNING_STATUSES = ("to_invite", "invited", "accepted")
"""Decisions that say an organisation is meant to come."""

CELL = pl.Int64()
"""The type of a cell's number."""

_CLAIMS: Final[dict[str, pl.DataType]] = {
    "cell": CELL,
    "group": PLACE,
    "active": pl.Boolean(),
    "stated": pl.Boolean(),
    "confirmed_on": pl.Date(),
}


@dataclass(frozen=True, eq=False)
class Evidence:
    """What is known about the cells of one matrix.

    A cell is row position × number of columns + column position. Tables, each row once:

    `claims` [cell, group, active, stated: Boolean, confirmed_on]: groups that work in the cell, by their
    own activities (stated) or because it is one of their areas × one of their topics.
    `seats` [cell, and the columns of `doing.SEATS_SCHEMA`]: who is there, and how that is known.
    `decided` [cell, organization]: named organisations that a decision means to bring there.
    `stated` [cell]: cells that a decision speaks of.
    `over` [cell]: cells where something stated of a group as a whole is over.
    `needs` [cell, need, wanted: Int64, confirmed_on]: recorded needs.
    `expected` [cell, organization]: organisations that are expected by name.
    `ancestors` [row, ancestor, distance: Int64]: rows that lie in other rows, distance 1 for the
    parent; empty unless rows are areas.
    """

    axis: Axis
    row_ids: tuple[str, ...]
    column_ids: tuple[str, ...]
    organization_ids: pl.Series
    group_ids: pl.Series
    claims: pl.DataFrame
    seats: pl.DataFrame
    decided: pl.DataFrame
    stated: pl.DataFrame
    over: pl.DataFrame
    needs: pl.DataFrame
    expected: pl.DataFrame
    ancestors: pl.DataFrame

    @property
    def width(self) -> int:
        """Number of columns, at least 1 so that positions can be divided by it."""
        return max(len(self.column_ids), 1)

    @cached_property
    def present(self) -> pl.DataFrame:
        """Cell and named organisation active in it, each once, as [cell, organization]."""
        return self.seats.filter("named", "active").select("cell", "organization").unique()

    @cached_property
    def reaching(self) -> pl.DataFrame:
        """Those of `present` who reach the areas inside, with group: not who is only known to be there."""
        rows = self.seats.filter("named", "active", pl.col("way") != Way.PRESENT.value)
        return rows.select("cell", "group", "organization", "confirmed_on")

    @cached_property
    def stated_there(self) -> pl.DataFrame:
        """Those of `present` that are stated to be there by themselves, not only by a group."""
        stated = self.seats.filter("named", "active", pl.col("way") != Way.GROUP.value)
        return stated.select("cell", "organization").unique()

    @cached_property
    def ended(self) -> pl.DataFrame:
        """Cell and named organisation whose work there is over, each once, as [cell, organization]."""
        over = self.seats.filter("named", "ended").select("cell", "organization").unique()
        return over.join(self.present, on=["cell", "organization"], how="anti")

    @cached_property
    def below(self) -> pl.DataFrame:
        """Cell and named organisation active only in areas inside its own, each once, as [cell, organization]."""
        if self.ancestors.is_empty():
            return self.present.clear()
        up = (
            self.present.with_columns(row=(pl.col("cell") // self.width).cast(PLACE))
            .join(self.ancestors.select("row", "ancestor"), on="row")
            .select(
                cell=pl.col("ancestor").cast(CELL) * self.width + pl.col("cell") % self.width,
                organization="organization",
            )
            .unique()
        )
        return up.join(self.present, on=["cell", "organization"], how="anti")

    @cached_property
    def planned(self) -> pl.DataFrame:
        """Cell and named organisation meant to come and not there, each once, as [cell, organization]."""
        meant = self.seats.filter("named", ~pl.col("active"), ~pl.col("ended")).select("cell", "organization")
        return (
            pl.concat([meant, self.decided])
            .unique()
            .join(self.present, on=["cell", "organization"], how="anti")
        )

    @cached_property
    def unnamed(self) -> pl.DataFrame:
        """Cell and unnamed participant of its groups, each once, as [cell, organization]."""
        return self.seats.filter(~pl.col("named"), ~pl.col("ended")).select("cell", "organization").unique()

    @cached_property
    def missing(self) -> pl.DataFrame:
        """Cell and organisation expected by name and not there, as [cell, organization]."""
        return self.expected.join(self.present, on=["cell", "organization"], how="anti")

    def at(self, cells: pl.Series) -> Evidence:
        """The evidence of these cells, of those around them and of those inside them, all else left out."""
        asked = pl.DataFrame({"cell": cells.cast(CELL)}).unique()
        kept = pl.concat([asked, self.around(asked).select(cell="around"), self.inside(asked)]).unique()
        return replace(
            self,
            **{
                name: getattr(self, name).join(kept, on="cell", how="semi")
                for name in ("claims", "seats", "decided", "stated", "over", "needs", "expected")
            },
        )

    def around(self, cells: pl.DataFrame) -> pl.DataFrame:
        """For each cell of a table, the cells of the areas around it: [cell, around]."""
        return (
            cells.select("cell", row=(pl.col("cell") // self.width).cast(PLACE))
            .join(self.ancestors, on="row")
            .select("cell", around=pl.col("ancestor").cast(CELL) * self.width + pl.col("cell") % self.width)
        )

    def inside(self, cells: pl.DataFrame) -> pl.DataFrame:
        """Every row of a table put into each cell inside its own, which takes its place."""
        return (
            cells.with_columns(ancestor=(pl.col("cell") // self.width).cast(PLACE))
            .join(self.ancestors, on="ancestor")
            .with_columns(cell=pl.col("row").cast(CELL) * self.width + pl.col("cell") % self.width)
            .select(cells.columns)
        )


def area_topic_evidence(dataset: Dataset, *, inferred: bool = True) -> Evidence:
    """What is known about each area and topic: who is stated to work there, and which group claims it.

    A group claims the cell by its activities, or by being active in the area and working on the topic.
    `inferred` false leaves out what only follows from groups.
    """
    tree = area_tree(dataset)
    return _evidence(
        Doing.of(dataset, inferred=inferred),
        Axis.AREA_TOPIC,
        tree.area_ids,
        tuple(dataset["topics"]["id"]),
        ancestors=tree.ancestors,
    )


def sector_evidence(dataset: Dataset, axis: Axis, *, inferred: bool = True) -> Evidence:
    """What is known about each area, topic or group and each sector.

    No group claims a sector: what is known comes from who is there, and a need only from an
    expectation. Organisations without a sector stand in no column. `inferred` false leaves out what
    only follows from groups; who is in a group is stated.
    """
    sectors = tuple(dataset["sectors"]["id"])
    doing = Doing.of(dataset, inferred=inferred)
    if axis is Axis.AREA_SECTOR:
        tree = area_tree(dataset)
        return _evidence(doing, axis, tree.area_ids, sectors, ancestors=tree.ancestors)
    rows = (
        tuple(dataset["topics"]["id"])
        if axis is Axis.TOPIC_SECTOR
        else tuple(group_standing(dataset)["group_id"])
    )
    return _evidence(doing, axis, rows, sectors, ancestors=pl.DataFrame(schema=ANCESTORS_SCHEMA))


class _Places:
    """Ids as positions: what tables of ids are turned into tables of positions with."""

    def __init__(self, ids: pl.Series) -> None:
        self.ids = ids

    def moved(self, ids: pl.Series, column: str, into: str) -> pl.DataFrame:
        """Positions in another list of ids and in this one, as [column, into]."""
        return self.put(ids.alias("_id").to_frame().with_row_index(column), "_id", into)

    def put(self, frame: pl.DataFrame, column: str, into: str) -> pl.DataFrame:
        """`frame` with the ids in `column` replaced by positions in `into`; unknown ids are left out."""
        known = positions(self.ids, id_column=column, position_column="_place")
        return frame.join(known, on=column).drop(column).rename({"_place": into})


def _evidence(
    doing: Doing,
    axis: Axis,
    row_ids: tuple[str, ...],
    column_ids: tuple[str, ...],
    *,
    ancestors: pl.DataFrame,
) -> Evidence:
    dataset = doing.dataset
    rows = _Places(pl.Series(row_ids, dtype=pl.String))
    columns = _Places(pl.Series(column_ids, dtype=pl.String))
    organizations = _Places(dataset["organizations"]["id"])
    width = max(len(column_ids), 1)
    cell = (pl.col("row").cast(CELL) * width + pl.col("column").cast(CELL)).alias("cell")
    if axis is Axis.AREA_TOPIC:
        in_row = rows.moved(dataset["areas"]["id"], "area", "row")
        in_column = columns.moved(dataset["topics"]["id"], "topic", "column")

        def placed(frame: pl.DataFrame) -> pl.DataFrame:
            return frame.join(in_row, on="area").join(in_column, on="topic").with_columns(cell)

        claims = placed(doing.group_cells).select(*_CLAIMS)
        if not doing.inferred:
            claims = claims.filter("stated")
        taken = placed(doing.in_cells).select("cell", *SEATS_SCHEMA)
        of_groups = doing.stated.filter("ended", pl.col("organization").is_null())
        over = placed(of_groups.drop_nulls(["area", "topic"])).select("cell").unique()
        needs = _needs(dataset, rows, columns, cell)
        expected = pl.DataFrame(schema={"cell": CELL, "organization_id": pl.String})
    else:
        claims = pl.DataFrame(schema=_CLAIMS)
        over = claims.select("cell")
        sector = columns.put(
            dataset["organizations"].select(sector_id="classification").with_row_index("organization"),
            "sector_id",
            "column",
        )
        taken = _in_rows(doing, axis, rows).join(sector, on="organization").select(cell, *SEATS_SCHEMA)
        needs, expected = _expectations(dataset, axis, rows, columns, cell)
    decisions = _placed(coverage_decisions(dataset["decisions"], axis=axis), rows, columns, cell)
    named = dataset["organizations"].filter(pl.col("kind") == "named").select(organization_id="id")
    decided = decisions.filter(pl.col("status").is_in(PLANNING_STATUSES)).join(named, on="organization_id")
    return Evidence(
        axis=axis,
        row_ids=row_ids,
        column_ids=column_ids,
        organization_ids=organizations.ids,
        group_ids=dataset["groups"]["id"],
        claims=claims,
        seats=taken,
        decided=organizations.put(decided, "organization_id", "organization")
        .select("cell", "organization")
        .unique(),
        stated=decisions.filter(pl.col("status") != "not_relevant").select("cell").unique(),
        over=over,
        needs=needs,
        expected=organizations.put(expected, "organization_id", "organization").unique(),
        ancestors=rows.put(rows.put(ancestors, "area_id", "row"), "ancestor_id", "ancestor"),
    )


def _in_rows(doing: Doing, axis: Axis, rows: _Places) -> pl.DataFrame:
    """Who is in which row of a matrix against sectors: `doing.SEATS_SCHEMA` with row.

    A seat in a group is as old as the newest of the membership and the group's tie to the row.
    """
    dataset = doing.dataset
    match axis:
        case Axis.AREA_SECTOR:
            found, ties, place, table = doing.in_areas, doing.group_areas, "area", "areas"
        case Axis.TOPIC_SECTOR:
            found, ties, place, table = doing.on_topics, doing.group_topics, "topic", "topics"
        case _:
            of_group = rows.moved(dataset["groups"]["id"], "group", "row")
            return doing.members.join(of_group, on="group").with_columns(
                # who is in a group is no inference
                way=pl.lit(Way.STATED.value).cast(WAYS),
                ended=pl.lit(False),
            )
    dated = ties.select("group", place, tie_confirmed_on="confirmed_on")
    return (
        found.join(dated, on=["group", place], how="left")
        .with_columns(confirmed_on=pl.max_horizontal("confirmed_on", "tie_confirmed_on"))
        .join(rows.moved(dataset[table]["id"], place, "row"), on=place)
    )


def _placed(frame: pl.DataFrame, rows: _Places, columns: _Places, cell: pl.Expr) -> pl.DataFrame:
    placed = columns.put(rows.put(frame, "row_id", "row"), "column_id", "column")
    return placed.with_columns(cell).drop("row", "column")


def _needs(dataset: Dataset, rows: _Places, columns: _Places, cell: pl.Expr) -> pl.DataFrame:
    needs = need_levels(dataset).select(
        pl.col("area_id").alias("row_id"), pl.col("topic_id").alias("column_id"), "level", "wanted", "as_of"
    )
    return (
        _placed(needs, rows, columns, cell)
        .group_by("cell")
        .agg(
            need=pl.col("level").max(),
            wanted=pl.col("wanted").filter(pl.col("wanted") > 0).max(),
            confirmed_on=pl.col("as_of").max(),
        )
    )


def _expectations(
    dataset: Dataset, axis: Axis, rows: _Places, columns: _Places, cell: pl.Expr
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What expectations make of cells: needs of level 1, and organisations expected by name."""
    expectations = dataset["expectations"]
    sectors = dataset["organizations"].select(organization_id="id", own_sector="classification")
    scope = {Axis.AREA_SECTOR: "area", Axis.TOPIC_SECTOR: "topic", Axis.GROUP_SECTOR: "group"}[axis]
    direct = expectations.filter(pl.col("scope") == scope).with_columns(row_id=pl.col("scope_id"))
    if axis is Axis.GROUP_SECTOR:
        # what is expected of one of our kinds holds for the own kinds that count as it
        kind = counted_as(dataset, KINDS, "classification")
        of_kind = pl.concat(
            [
                dataset["groups"].select(row_id="id", scope_id="classification"),
                dataset["groups"].select(row_id="id", scope_id=kind),
            ]
        ).unique()
        direct = pl.concat(
            [
                direct,
                expectations.filter(pl.col("scope") == "group_classification").join(of_kind, on="scope_id"),
            ],
            how="diagonal",
        )
    named = direct.join(sectors, on="organization_id", how="left").with_columns(
        column_id=pl.coalesce("own_sector", "sector_id")
    )
    placed = _placed(named.select("row_id", "column_id", "organization_id", "minimum"), rows, columns, cell)
    expected = (
        placed.filter(pl.col("organization_id").is_not_null()).select("cell", "organization_id").unique()
    )
    by_name = expected.group_by("cell").agg(by_name=pl.len().cast(pl.Int64))
    needs = (
        placed.group_by("cell")
        .agg(minimum=pl.col("minimum").fill_null(1).max())
        .join(by_name, on="cell", how="left")
        .select(
            "cell",
            need=pl.lit(1, dtype=pl.Int64),
            wanted=pl.max_horizontal("minimum", "by_name"),
            confirmed_on=pl.lit(None, dtype=pl.Date),
        )
    )
    return needs, expected
