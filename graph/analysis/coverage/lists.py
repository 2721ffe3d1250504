"""Who and which groups stand behind the cells, as lists of ids?

The readable side of `coverage_evidence`: positions become sorted lists of ids, only for the cells
that are asked about.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from graph.analysis.base.doing import PLACE
from graph.analysis.coverage.evidence import CELL, Evidence

LIST_COLUMNS: Final = (
    "organizations",
    "stated",
    "planned",
    "ended",
    "unnamed",
    "expected_missing",
    "group_ids",
    "planned_group_ids",
    "reaching_group_ids",
)
"""The evidence of a cell, each a list of ids."""

LISTED_FROM_ABOVE: Final = 100
"""How many of those who reach a cell from above, or are only inside it, `Coverage.cells` lists;
`Coverage.cell` lists all."""

_NOBODY = pl.lit([], dtype=pl.List(pl.String))


def with_lists(rows: pl.DataFrame, evidence: Evidence) -> pl.DataFrame:
    """Cells with their evidence as `LIST_COLUMNS`.

    Parameters
    ----------
    rows
        Any table with a column `cell`, each cell once.
    evidence
        What is known about at least these cells and those around them.

    Returns
    -------
    DataFrame
        The same rows in the same order with `LIST_COLUMNS`: List[String], each sorted, empty where
        there is nobody.
    """
    claims, active = evidence.claims, pl.col("active")
    bringing = pl.concat(
        [table.filter(active).select("cell", "group") for table in (claims, evidence.seats)]
    ).drop_nulls("group")
    named = evidence.reaching.select("cell", "group").drop_nulls().unique()
    asked = rows.select("cell")
    reaching = evidence.around(asked).join(named.rename({"cell": "around"}), on="around")
    for name, pairs in (
        ("organizations", evidence.present),
        ("stated", evidence.stated_there),
        ("planned", evidence.planned),
        ("ended", evidence.ended),
        ("unnamed", evidence.unnamed),
        ("expected_missing", evidence.missing),
        ("group_ids", bringing),
        ("planned_group_ids", claims.filter(~active).select("cell", "group")),
        ("reaching_group_ids", reaching.select("cell", "group")),
    ):
        place = pairs.columns[1]
        pairs = pairs.join(asked, on="cell", how="semi").unique().sort("cell", place)
        ids = evidence.group_ids if place == "group" else evidence.organization_ids
        rows = _with_list(rows, name, pairs, ids)
    return rows


def with_inside(rows: pl.DataFrame, evidence: Evidence, *, limit: int | None = None) -> pl.DataFrame:
    """Cells with who works only in areas inside theirs.

    Parameters
    ----------
    rows, evidence
        As in `with_lists`.
    limit
        Where each list stops; None for nowhere.

    Returns
    -------
    DataFrame
        The same rows in the same order with `inside: List[String]`, the first `limit` by id.
    """
    pairs = evidence.below.join(rows.select("cell"), on="cell", how="semi").sort("cell", "organization")
    if limit is not None:
        pairs = pairs.group_by("cell", maintain_order=True).head(limit)
    return _with_list(rows, "inside", pairs, evidence.organization_ids)


def with_from_above(rows: pl.DataFrame, evidence: Evidence, *, limit: int | None = None) -> pl.DataFrame:
    """Cells with who reaches them only through groups of areas around them.

    Parameters
    ----------
    rows, evidence
        As in `with_lists`.
    limit
        Where each list stops; None for nowhere.

    Returns
    -------
    DataFrame
        The same rows in the same order with `from_above_count: Int64` and `from_above:
        List[String]`, the first `limit` of them by id.

    Notes
    -----
    Areas beside each other are reached by the same organisations, so the lists are made once for each
    area that has others inside it and handed to those.
    """
    width = evidence.width
    parent = evidence.ancestors.filter(pl.col("distance") == 1).select("row", parent="ancestor")
    around = parent.select(row="parent").unique()
    reaching = evidence.reaching.select("cell", "organization").unique()
    present = reaching.with_columns(ancestor=(pl.col("cell") // width).cast(PLACE))
    chain = pl.concat(
        [
            evidence.ancestors.select("row", "ancestor").join(around, on="row", how="semi"),
            around.select("row", ancestor="row"),
        ]
    )
    reach = (
        present.join(chain, on="ancestor")
        .select(
            around=pl.col("row").cast(CELL) * width + pl.col("cell") % width,
            organization="organization",
        )
        .unique()
        .group_by("around")
        .agg(reach="organization")
    )
    here = pl.concat([evidence.present, evidence.below]).group_by("cell").agg(here="organization")
    placed = (
        rows.select("cell", row=(pl.col("cell") // width).cast(PLACE))
        .join(parent, on="row", how="left", maintain_order="left")
        .with_columns(around=pl.col("parent").cast(CELL) * width + pl.col("cell") % width)
        .join(reach, on="around", how="left", maintain_order="left")
        .join(here, on="cell", how="left", maintain_order="left")
        .select(
            "cell",
            further=pl.when(pl.col("here").is_null())
            .then("reach")
            .otherwise(pl.col("reach").list.set_difference("here"))
            .list.sort(),
        )
    )
    first = placed["further"] if limit is None else placed["further"].list.head(limit)
    listed = placed.select("cell", first.alias("organization")).explode("organization").drop_nulls()
    counted = rows.with_columns(
        placed["further"].list.len().fill_null(0).cast(pl.Int64).alias("from_above_count")
    )
    return _with_list(counted, "from_above", listed, evidence.organization_ids)


def _with_list(rows: pl.DataFrame, name: str, pairs: pl.DataFrame, ids: pl.Series) -> pl.DataFrame:
    """The rows with a list of ids for each cell, of pairs of cell and position, in the order of these."""
    lists = (
        pairs.select("cell", ids.gather(pairs.to_series(1)).alias(name))
        .group_by("cell", maintain_order=True)
        .agg(name)
    )
    return rows.join(lists, on="cell", how="left", maintain_order="left").with_columns(
        pl.col(name).fill_null(_NOBODY)
    )
