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

from graph.analysis.area_tree import ANCESTORS_SCHEMA, area_tree
from graph.analysis.decision_key import Axis, coverage_decisions
from graph.dataset import Dataset
from graph.network import Standing, group_standing, positions, seats

PLANNING_STATUSES = ("to_invite", "invited", "accepted")
"""Decisions that say an organisation is meant to come."""

CELL = pl.Int64()
"""The type of a cell's number."""

PLACE = pl.UInt32()
"""The type of a position in a list of ids."""


_CLAIMS: Final[dict[str, pl.DataType]] = {
    "cell": CELL,
    "group": PLACE,
    "active": pl.Boolean(),
    "confirmed_on": pl.Date(),
}


@dataclass(frozen=True, eq=False)
class Evidence:
    """What is known about the cells of one matrix.

    A cell is row position × number of columns + column position. Tables, each row once:

    `claims` [cell, group, active: Boolean, confirmed_on]: groups that say they work in the cell.
    `seats` [cell, group, organization, named, active: Boolean, confirmed_on]: who sits there.
    `decided` [cell, organization]: named organisations that a decision means to bring there.
    `stated` [cell]: cells that a decision speaks of.
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
    def planned(self) -> pl.DataFrame:
        """Cell and named organisation meant to come and not there, each once, as [cell, organization]."""
        meant = self.seats.filter("named", ~pl.col("active")).select("cell", "organization")
        return (
            pl.concat([meant, self.decided])
            .unique()
            .join(self.present, on=["cell", "organization"], how="anti")
        )

    @cached_property
    def unnamed(self) -> pl.DataFrame:
        """Cell and unnamed participant of its groups, each once, as [cell, organization]."""
        return self.seats.filter(~pl.col("named")).select("cell", "organization").unique()

    @cached_property
    def missing(self) -> pl.DataFrame:
        """Cell and organisation expected by name and not there, as [cell, organization]."""
        return self.expected.join(self.present, on=["cell", "organization"], how="anti")

    def at(self, cells: pl.Series) -> Evidence:
        """The evidence of these cells and of those around them, all else left out."""
        asked = pl.DataFrame({"cell": cells.cast(CELL)}).unique()
        kept = pl.concat([asked, self.around(asked).select(cell="around")]).unique()
        return replace(
            self,
            **{
                name: getattr(self, name).join(kept, on="cell", how="semi")
                for name in ("claims", "seats", "decided", "stated", "needs", "expected")
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


def area_topic_evidence(dataset: Dataset) -> Evidence:
    """What is known about each area and topic: a group claims the cell when it is active in the
    area and works on the topic."""
    tree = area_tree(dataset)
    return _evidence(
        dataset,
        Axis.AREA_TOPIC,
        tree.area_ids,
        tuple(dataset["topics"]["id"]),
        ancestors=tree.ancestors,
    )


def sector_evidence(dataset: Dataset, axis: Axis) -> Evidence:
    """What is known about each area, topic or group and each sector.

    No group claims a sector: what is known comes from its members, and a need only from an
    expectation. Organisations without a sector stand in no column.
    """
    sectors = tuple(dataset["sectors"]["id"])
    if axis is Axis.AREA_SECTOR:
        tree = area_tree(dataset)
        return _evidence(dataset, axis, tree.area_ids, sectors, ancestors=tree.ancestors)
    rows = (
        tuple(dataset["topics"]["id"])
        if axis is Axis.TOPIC_SECTOR
        else tuple(group_standing(dataset)["group_id"])
    )
    return _evidence(dataset, axis, rows, sectors, ancestors=pl.DataFrame(schema=ANCESTORS_SCHEMA))


class _Places:
    """Ids as positions: what tables of ids are turned into tables of positions with."""

    def __init__(self, ids: pl.Series) -> None:
        self.ids = ids

    def put(self, frame: pl.DataFrame, column: str, into: str) -> pl.DataFrame:
        """`frame` with the ids in `column` replaced by positions in `into`; unknown ids are left out."""
        known = positions(self.ids, id_column=column, position_column="_place")
        return frame.join(known, on=column).drop(column).rename({"_place": into})


def _evidence(
    dataset: Dataset,
    axis: Axis,
    row_ids: tuple[str, ...],
    column_ids: tuple[str, ...],
    *,
    ancestors: pl.DataFrame,
) -> Evidence:
    rows = _Places(pl.Series(row_ids, dtype=pl.String))
    columns = _Places(pl.Series(column_ids, dtype=pl.String))
    organizations = _Places(dataset["organizations"]["id"])
    groups = _Places(dataset["groups"]["id"])
    width = max(len(column_ids), 1)
    cell = (pl.col("row").cast(CELL) * width + pl.col("column").cast(CELL)).alias("cell")
    in_row = _groups_in_rows(dataset, axis, rows, groups)
    if axis is Axis.AREA_TOPIC:
        claims = _claims(dataset, in_row, columns, groups, cell)
        taken = claims.select("cell", "group").join(_seats(dataset), on="group")
        needs = _needs(dataset, rows, columns, cell)
        expected = pl.DataFrame(schema={"cell": CELL, "organization_id": pl.String})
    else:
        claims = pl.DataFrame(schema=_CLAIMS)
        sector = columns.put(
            dataset["organizations"].select(sector_id="classification").with_row_index("organization"),
            "sector_id",
            "column",
        )
        by_sector = _seats(dataset).join(sector, on="organization")
        taken = (
            in_row.select("row", "group", "row_confirmed_on")
            .join(by_sector, on="group")
            .with_columns(cell, confirmed_on=pl.max_horizontal("confirmed_on", "row_confirmed_on"))
        )
        needs, expected = _expectations(dataset, axis, rows, columns, cell)
    decisions = _placed(coverage_decisions(dataset["decisions"], axis=axis), rows, columns, cell)
    named = dataset["organizations"].filter(pl.col("kind") == "named").select(organization_id="id")
    decided = decisions.filter(pl.col("status").is_in(PLANNING_STATUSES)).join(named, on="organization_id")
    return Evidence(
        axis=axis,
        row_ids=row_ids,
        column_ids=column_ids,
        organization_ids=organizations.ids,
        group_ids=groups.ids,
        claims=claims,
        seats=taken.select("cell", "group", "organization", "named", "active", "confirmed_on"),
        decided=organizations.put(decided, "organization_id", "organization")
        .select("cell", "organization")
        .unique(),
        stated=decisions.filter(pl.col("status") != "not_relevant").select("cell").unique(),
        needs=needs,
        expected=organizations.put(expected, "organization_id", "organization").unique(),
        ancestors=rows.put(rows.put(ancestors, "area_id", "row"), "ancestor_id", "ancestor"),
    )


def _seats(dataset: Dataset) -> pl.DataFrame:
    named = dataset["organizations"]["kind"] == "named"
    rows = seats(dataset)
    return rows.with_columns(named.gather(rows["organization"]).alias("named"))


def _claims(
    dataset: Dataset, in_row: pl.DataFrame, columns: _Places, groups: _Places, cell: pl.Expr
) -> pl.DataFrame:
    """The groups that say they work in the area and on the topic."""
    on_topic = (
        columns.put(groups.put(dataset["group_topics"], "group_id", "group"), "topic_id", "column")
        .group_by("group", "column")
        .agg(topic_confirmed_on=pl.col("confirmed_on").max())
    )
    return in_row.join(on_topic, on="group").select(
        cell,
        "group",
        "active",
        confirmed_on=pl.max_horizontal("row_confirmed_on", "topic_confirmed_on"),
    )


def _groups_in_rows(dataset: Dataset, axis: Axis, rows: _Places, groups: _Places) -> pl.DataFrame:
    """Row and group that is not closed, whether it is active, and the tie's newest confirmation."""
    if axis is Axis.GROUP_SECTOR:
        ids = pl.DataFrame({"row_id": rows.ids, "group_id": rows.ids}).with_columns(
            confirmed_on=pl.lit(None, dtype=pl.Date)
        )
    elif axis is Axis.TOPIC_SECTOR:
        ids = dataset["group_topics"].select(pl.col("topic_id").alias("row_id"), "group_id", "confirmed_on")
    else:
        ids = dataset["group_areas"].select(pl.col("area_id").alias("row_id"), "group_id", "confirmed_on")
    standing = group_standing(dataset).select("group_id", active=pl.col("standing") == Standing.ACTIVE.value)
    placed = groups.put(rows.put(ids.join(standing, on="group_id"), "row_id", "row"), "group_id", "group")
    return placed.group_by("row", "group").agg(
        pl.col("active").any(), row_confirmed_on=pl.col("confirmed_on").max()
    )


def _placed(frame: pl.DataFrame, rows: _Places, columns: _Places, cell: pl.Expr) -> pl.DataFrame:
    placed = columns.put(rows.put(frame, "row_id", "row"), "column_id", "column")
    return placed.with_columns(cell).drop("row", "column")


def _needs(dataset: Dataset, rows: _Places, columns: _Places, cell: pl.Expr) -> pl.DataFrame:
    needs = dataset["needs"].select(
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
        of_kind = dataset["groups"].select(row_id="id", scope_id="classification")
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
