"""What is known about each cell of a coverage matrix?

The rows behind the states: which groups claim a cell, who sits in them, what is needed, expected
and decided, and who reaches the cell from an area around it. Everything is kept as positions in
lists of ids, so that a million memberships stay small; `coverage` turns positions into answers.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from graph.analysis.area_tree import area_tree
from graph.analysis.decision_key import Axis, coverage_decisions
from graph.dataset import Dataset
from graph.network import Standing, group_standing, participations

PLANNING_STATUSES = ("to_invite", "invited", "accepted")
"""Decisions that say an organisation is meant to come."""

_CELL = pl.Int64
_PLACE = pl.UInt32


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
    `ancestors` [row, ancestor]: rows that lie in other rows; empty unless rows are areas.
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
        """Number of columns."""
        return len(self.column_ids)

    def above(self, cells: pl.DataFrame) -> pl.DataFrame:
        """The same rows seen from every cell whose row lies in theirs.

        `cells` has a column `cell`; the result has it replaced by the cell below.
        """
        width = max(self.width, 1)
        return (
            cells.with_columns(ancestor=(pl.col("cell") // width).cast(_PLACE), column=pl.col("cell") % width)
            .join(self.ancestors, on="ancestor")
            .with_columns(cell=pl.col("row").cast(_CELL) * width + pl.col("column"))
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
        ancestors=tree.ancestors.select(
            pl.col("area_id").alias("row"), pl.col("ancestor_id").alias("ancestor")
        ),
    )


def sector_evidence(dataset: Dataset, axis: Axis) -> Evidence:
    """What is known about each area, topic or group and each sector.

    No group claims a sector: what is known comes from its members, and a need only from an
    expectation. Organisations without a sector stand in no column.
    """
    sectors = tuple(dataset["sectors"]["id"])
    if axis is Axis.AREA_SECTOR:
        tree = area_tree(dataset)
        ancestors = tree.ancestors.select(
            pl.col("area_id").alias("row"), pl.col("ancestor_id").alias("ancestor")
        )
        return _evidence(dataset, axis, tree.area_ids, sectors, ancestors=ancestors)
    rows = (
        tuple(dataset["topics"]["id"])
        if axis is Axis.TOPIC_SECTOR
        else tuple(group_standing(dataset)["group_id"])
    )
    return _evidence(dataset, axis, rows, sectors, ancestors=None)


class _Places:
    """Ids as positions: one frame per list of ids to join with."""

    def __init__(self, ids: pl.Series) -> None:
        self.ids = ids
        self.frame = pl.DataFrame({"id": ids}, schema={"id": pl.String}).with_row_index("place")

    def put(self, frame: pl.DataFrame, column: str, into: str) -> pl.DataFrame:
        """`frame` with the ids in `column` replaced by positions in `into`; others are left out."""
        positions = self.frame.rename({"id": column, "place": "_place"})
        return frame.join(positions, on=column).drop(column).rename({"_place": into})


def _evidence(
    dataset: Dataset,
    axis: Axis,
    row_ids: tuple[str, ...],
    column_ids: tuple[str, ...],
    *,
    ancestors: pl.DataFrame | None,
) -> Evidence:
    rows = _Places(pl.Series(row_ids, dtype=pl.String))
    columns = _Places(pl.Series(column_ids, dtype=pl.String))
    organizations = _Places(dataset["organizations"]["id"])
    groups = _Places(dataset["groups"]["id"])
    width = max(len(column_ids), 1)
    cell = (pl.col("row").cast(_CELL) * width + pl.col("column").cast(_CELL)).alias("cell")

    taking_part = organizations.put(
        groups.put(participations(dataset), "group_id", "group"), "organization_id", "organization"
    ).select(
        "group",
        "organization",
        "sector_id",
        named=pl.col("kind") == "named",
        active=pl.col("standing") == Standing.ACTIVE.value,
        seat_confirmed_on=pl.col("confirmed_on"),
    )
    standing = groups.put(
        group_standing(dataset).select("group_id", group_active=pl.col("standing") == Standing.ACTIVE.value),
        "group_id",
        "group",
    )
    in_row = _groups_in_rows(dataset, axis, rows, groups).join(standing, on="group")
    if axis is Axis.AREA_TOPIC:
        on_topic = (
            columns.put(groups.put(dataset["group_topics"], "group_id", "group"), "topic_id", "column")
            .group_by("group", "column")
            .agg(topic_confirmed_on=pl.col("confirmed_on").max())
        )
        claims = in_row.join(on_topic, on="group").select(
            cell,
            "group",
            active="group_active",
            confirmed_on=pl.max_horizontal("row_confirmed_on", "topic_confirmed_on"),
        )
        seats = claims.select("cell", "group").join(taking_part.drop("sector_id"), on="group")
    else:
        claims = pl.DataFrame(
            schema={"cell": _CELL, "group": _PLACE, "active": pl.Boolean, "confirmed_on": pl.Date}
        )
        by_sector = columns.put(taking_part, "sector_id", "column")
        seats = in_row.join(by_sector, on="group").select(
            cell, "group", "organization", "named", "active", "seat_confirmed_on"
        )
    decisions = _placed(coverage_decisions(dataset["decisions"], axis=axis), rows, columns, cell)
    named = dataset["organizations"].filter(pl.col("kind") == "named").select(organization_id="id")
    decided = decisions.filter(pl.col("status").is_in(PLANNING_STATUSES)).join(named, on="organization_id")
    needs, expected = (
        (_area_needs(dataset, rows, columns, cell), None)
        if axis is Axis.AREA_TOPIC
        else _expectations(dataset, axis, rows, columns, cell)
    )
    if expected is None:
        expected = pl.DataFrame(schema={"cell": _CELL, "organization_id": pl.String})
    return Evidence(
        axis=axis,
        row_ids=row_ids,
        column_ids=column_ids,
        organization_ids=organizations.ids,
        group_ids=groups.ids,
        claims=claims,
        seats=seats.rename({"seat_confirmed_on": "confirmed_on"}),
        decided=organizations.put(decided, "organization_id", "organization")
        .select("cell", "organization")
        .unique(),
        stated=decisions.filter(pl.col("status") != "not_relevant").select("cell").unique(),
        needs=needs,
        expected=organizations.put(expected, "organization_id", "organization").unique(),
        ancestors=(
            pl.DataFrame(schema={"row": _PLACE, "ancestor": _PLACE})
            if ancestors is None
            else rows.put(rows.put(ancestors, "row", "r"), "ancestor", "ancestor").rename({"r": "row"})
        ),
    )


def _groups_in_rows(dataset: Dataset, axis: Axis, rows: _Places, groups: _Places) -> pl.DataFrame:
    """Row, group and the newest confirmation of the tie between them."""
    if axis is Axis.GROUP_SECTOR:
        ids = pl.DataFrame({"row_id": rows.ids, "group_id": rows.ids}).with_columns(
            confirmed_on=pl.lit(None, dtype=pl.Date)
        )
    elif axis is Axis.TOPIC_SECTOR:
        ids = dataset["group_topics"].select(pl.col("topic_id").alias("row_id"), "group_id", "confirmed_on")
    else:
        ids = dataset["group_areas"].select(pl.col("area_id").alias("row_id"), "group_id", "confirmed_on")
    placed = groups.put(rows.put(ids, "row_id", "row"), "group_id", "group")
    return placed.group_by("row", "group").agg(row_confirmed_on=pl.col("confirmed_on").max())


def _placed(frame: pl.DataFrame, rows: _Places, columns: _Places, cell: pl.Expr) -> pl.DataFrame:
    placed = columns.put(rows.put(frame, "row_id", "row"), "column_id", "column")
    return placed.with_columns(cell).drop("row", "column")


def _area_needs(dataset: Dataset, rows: _Places, columns: _Places, cell: pl.Expr) -> pl.DataFrame:
    needs = dataset["needs"].select(
        pl.col("area_id").alias("row_id"), pl.col("topic_id").alias("column_id"), "level", "wanted", "as_of"
    )
    return (
        _placed(needs, rows, columns, cell)
        .group_by("cell")
        .agg(need=pl.col("level").max(), wanted=pl.col("wanted").max(), confirmed_on=pl.col("as_of").max())
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
