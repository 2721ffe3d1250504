"""Who could be asked about this cell?

Organisations, never persons, that already stand near a cell: the place to begin when a gap is to be
closed. A list with reasons, not a score.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import polars as pl

from graph.analysis.base.area_tree import area_tree
from graph.analysis.base.decision_key import Axis, coverage_decisions
from graph.analysis.base.doing import Doing
from graph.dataset import Dataset
from graph.network import Standing, group_standing, own_groups, participations, with_ids


class AskingReason(StrEnum):
    """Why somebody could be asked, strongest first."""

    NAME_THE_UNNAMED = "name_the_unnamed"  # somebody takes part and nobody says who: ask the group
    ALREADY_PLANNED = "already_planned"  # invited, in a proposed group, or decided: ask how it goes
    SAME_TOPIC_ABOVE = "same_topic_above"  # on the topic in an area around this one
    SAME_AREA = "same_area"  # in the area on other topics
    PRESENT_IN_AREA = "present_in_area"  # known to be there, in a group or not
    SAME_TOPIC_INSIDE = "same_topic_inside"  # on the topic in an area inside this one
    SAME_TOPIC_BESIDE = "same_topic_beside"  # on the topic in an area beside it, under the same parent
    SAME_TOPIC_ELSEWHERE = "same_topic_elsewhere"  # on the topic in another area, or in no stated one
    SAME_SECTOR = "same_sector"  # of the sector looked for, and near nothing the cell stands for


ASKING_SCHEMA: Final[dict[str, pl.DataType]] = {
    "organization_id": pl.String(),
    "kind": pl.String(),
    "reason": pl.String(),
    "group_ids": pl.List(pl.String),
    "area_ids": pl.List(pl.String),
    "topic_ids": pl.List(pl.String),
    "decision": pl.String(),
}

_ANSWERED = ("declined", "not_relevant", "closed")


def who_could_be_asked(dataset: Dataset, *, area_id: str, topic_id: str) -> pl.DataFrame:
    """The organisations that could be asked to cover a topic in an area, with reasons.

    Those already active in the cell are left out. Unnamed participants of the groups that claim the
    cell come first: the first question is who they are.

    Parameters
    ----------
    dataset
        The network, cut by `as_of` and rolled up.
    area_id, topic_id
        The cell.

    Returns
    -------
    DataFrame[organization_id, kind, reason: String, group_ids, area_ids, topic_ids: List[String],
    decision: String]
        One row per organisation and reason. Unnamed participants first, then organisations by their
        strongest reason (`AskingReason` order), number of reasons (most first) and id; each
        organisation's rows together, strongest reason first. Organisations whose answer is known
        (declined, not relevant, closed) come last. The lists say what the reason rests on: through
        which groups, in which areas, on which topics. `decision` is the status of the latest
        decision about this organisation for this cell, or null.

    Raises
    ------
    UnknownId
        When the area or the topic is not in the data.
    """
    dataset.require("areas", area_id)
    dataset.require("topics", topic_id)
    areas, topics = _ties_of_groups(dataset)
    here = areas.filter(pl.col("area_id") == area_id)
    on_topic = topics.filter(pl.col("topic_id") == topic_id)
    near = pl.concat([here.select("group_id"), on_topic.select("group_id")])
    memberships = dataset["memberships"].join(near, on="group_id", how="semi")
    seats = participations(dataset.replace(memberships=memberships))
    active = seats.filter(pl.col("standing") == Standing.ACTIVE.value)
    claiming = here.join(on_topic, on="group_id")
    doing = Doing.of(dataset)
    stated = _stated(doing)
    there = _there(doing, doing.in_cells, area_id=area_id, topic_id=topic_id)
    decisions = _decisions(dataset, Axis.AREA_TOPIC, area_id, topic_id)
    named = pl.col("kind") == "named"
    planned = _planned(dataset, claiming, seats, decisions, area_id=area_id, topic_id=topic_id)
    works = stated.filter("active")
    by_group = on_topic.join(areas, on="group_id", how="left").join(active.filter(named), on="group_id")
    elsewhere = (
        pl.concat([by_group, works.filter(pl.col("topic_id") == topic_id)], how="diagonal")
        .filter(pl.col("area_id").is_null() | (pl.col("area_id") != area_id))
        .join(_positions(dataset, area_id), on="area_id", how="left")
        .with_columns(pl.col("reason").fill_null(AskingReason.SAME_TOPIC_ELSEWHERE.value))
    )
    in_area = pl.concat(
        [
            here.join(topics, on="group_id", how="left").join(active.filter(named), on="group_id"),
            works.filter(pl.col("area_id") == area_id),
        ],
        how="diagonal",
    )
    planned = pl.concat(
        [
            planned,
            stated.filter("planned", pl.col("area_id") == area_id, pl.col("topic_id") == topic_id),
        ],
        how="diagonal",
    )
    present = (
        dataset["presences"]
        .filter(pl.col("area_id") == area_id)
        .select("organization_id", "area_id")
        .join(dataset["organizations"].select(organization_id="id", kind="kind"), on="organization_id")
        .filter(named)
    )
    rows = pl.concat(
        [
            _because(AskingReason.NAME_THE_UNNAMED, claiming.join(seats.filter(~named), on="group_id")),
            _because(AskingReason.ALREADY_PLANNED, planned.filter(named)),
            _because(AskingReason.SAME_AREA, in_area),
            _because(AskingReason.PRESENT_IN_AREA, present),
            _because(None, elsewhere),
        ]
    )
    return _ranked(rows, there=there, decisions=decisions)


def who_of_the_sector_could_be_asked(
    dataset: Dataset, *, axis: Axis, row_id: str, sector_id: str
) -> pl.DataFrame:
    """The organisations of a sector that could be asked into a group, an area or a topic, with reasons.

    As `who_could_be_asked`, for the cells of the matrices against sectors. The cell's groups are the
    group itself, or all groups in the area or on the topic; those of the sector already active in one of
    them are left out.

    Parameters
    ----------
    dataset
        The network, cut by `as_of` and rolled up.
    axis
        Which matrix: `GROUP_SECTOR`, `AREA_SECTOR` or `TOPIC_SECTOR`.
    row_id, sector_id
        The cell.

    Returns
    -------
    DataFrame[organization_id, kind, reason: String, group_ids, area_ids, topic_ids: List[String],
    decision: String]
        As `who_could_be_asked`. `same_area` and `present_in_area` mean the areas of the cell's groups,
        `same_topic_elsewhere` their topics; `same_sector` stands alone, for the sector's others.

    Raises
    ------
    UnknownId
        When the row or the sector is not in the data.
    ValueError
        When `axis` is not one of the three.
    """
    table = {Axis.GROUP_SECTOR: "groups", Axis.AREA_SECTOR: "areas", Axis.TOPIC_SECTOR: "topics"}.get(axis)
    if table is None:
        raise ValueError(f"The matrix {axis} has no sectors.")
    dataset.require(table, row_id)
    dataset.require("sectors", sector_id)
    areas, topics = _ties_of_groups(dataset)
    of_row = {
        Axis.GROUP_SECTOR: group_standing(dataset).filter(pl.col("group_id") == row_id),
        Axis.AREA_SECTOR: areas.filter(pl.col("area_id") == row_id),
        Axis.TOPIC_SECTOR: topics.filter(pl.col("topic_id") == row_id),
    }[axis]
    claiming = of_row.select("group_id").unique()
    areas_here = areas.join(claiming, on="group_id", how="semi").select("area_id").unique()
    topics_here = topics.join(claiming, on="group_id", how="semi").select("topic_id").unique()
    sector = dataset["organizations"].filter(pl.col("classification") == sector_id)
    of_sector = sector.select(organization_id="id", kind="kind")
    mine = {
        table: dataset[table].join(of_sector, on="organization_id", how="semi")
        for table in ("memberships", "hosts")
    }
    seats = participations(dataset.replace(**mine))
    named = pl.col("kind") == "named"
    active = seats.filter(named, pl.col("standing") == Standing.ACTIVE.value)
    decisions = _decisions(dataset, axis, row_id, sector_id)
    others = active.join(claiming, on="group_id", how="anti")
    present = dataset["presences"].join(areas_here, on="area_id", how="semi")
    planned = _planned(dataset, claiming, seats, decisions)
    near = [
        _because(AskingReason.NAME_THE_UNNAMED, claiming.join(seats.filter(~named), on="group_id")),
        _because(AskingReason.ALREADY_PLANNED, planned.filter(named)),
        _because(AskingReason.SAME_AREA, areas.join(areas_here, on="area_id").join(others, on="group_id")),
        _because(
            AskingReason.PRESENT_IN_AREA,
            present.select("organization_id", "area_id").join(of_sector.filter(named), on="organization_id"),
        ),
        _because(
            AskingReason.SAME_TOPIC_ELSEWHERE,
            topics.join(topics_here, on="topic_id").join(others, on="group_id"),
        ),
    ]
    rest = of_sector.filter(named).join(pl.concat(near), on="organization_id", how="anti")
    rows = pl.concat([*near, _because(AskingReason.SAME_SECTOR, rest)])
    doing = Doing.of(dataset)
    there = {
        Axis.AREA_SECTOR: lambda: _there(doing, doing.in_areas, area_id=row_id),
        Axis.TOPIC_SECTOR: lambda: _there(doing, doing.on_topics, topic_id=row_id),
    }.get(axis, lambda: _in_groups(dataset, claiming, active))()
    return _ranked(rows, there=there, decisions=decisions)


def _stated(doing: Doing) -> pl.DataFrame:
    """What named organisations are stated to do.

    [organization_id, group_id, area_id, topic_id, kind: String; active, planned: Boolean], with nulls
    where it is not known.
    """
    ends = ("organization", "group", "area", "topic")
    stated = with_ids(doing.dataset, doing.stated.drop_nulls("organization"), *ends)
    return stated.select(
        *(f"{end}_id" for end in ends),
        doing.dataset["organizations"]["kind"].gather(stated["organization"]),
        "active",
        planned=~pl.col("active") & ~pl.col("ended"),
    ).filter(pl.col("kind") == "named")


def _in_groups(dataset: Dataset, claiming: pl.DataFrame, active: pl.DataFrame) -> pl.DataFrame:
    """Those active in the groups, and those that are such a group themselves, as [organization_id]."""
    return pl.concat(
        rows.join(claiming, on="group_id").select("organization_id") for rows in (active, own_groups(dataset))
    )


def _there(doing: Doing, seats: pl.DataFrame, **place: str) -> pl.DataFrame:
    """The named organisations at work in a place, as [organization_id]."""
    rows = seats.filter("named", "active")
    for column, wanted in place.items():
        ids = doing.dataset[f"{column[:-3]}s"]["id"]
        rows = rows.filter(pl.col(column[:-3]) == ids.index_of(wanted))
    return with_ids(doing.dataset, rows, "organization").select("organization_id")


def _ties_of_groups(dataset: Dataset) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Group and area, group and topic, of the groups that count."""
    doing = Doing.of(dataset)
    areas = with_ids(dataset, doing.group_areas, "group", "area")
    topics = with_ids(dataset, doing.group_topics, "group", "topic")
    return areas.select("group_id", "area_id"), topics.select("group_id", "topic_id")


def _planned(
    dataset: Dataset,
    claiming: pl.DataFrame,
    seats: pl.DataFrame,
    decisions: pl.DataFrame,
    **cell: str,
) -> pl.DataFrame:
    """Those meant to take part in the cell's groups, and those a decision wants there."""
    wanted = decisions.filter(pl.col("decision").is_in(["to_invite", "invited", "accepted"])).join(
        dataset["organizations"].select(organization_id="id", kind="kind"), on="organization_id"
    )
    return pl.concat(
        [
            claiming.join(seats.filter(pl.col("standing") == Standing.PLANNED.value), on="group_id"),
            wanted.with_columns(pl.lit(value).alias(name) for name, value in cell.items()),
        ],
        how="diagonal",
    )


def _ranked(rows: pl.DataFrame, *, there: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """The reasons without those already there, the strongest first."""
    order = pl.col("reason").cast(pl.Enum([r.value for r in AskingReason])).to_physical()
    return (
        rows.join(there, on="organization_id", how="anti")
        .join(decisions, on="organization_id", how="left")
        .with_columns(
            order=order,
            best=order.min().over("organization_id"),
            reasons=pl.len().over("organization_id"),
            answered=pl.col("decision").is_in(_ANSWERED).fill_null(False),
        )
        .sort(
            ["answered", "best", "reasons", "organization_id", "order"],
            descending=[False, False, True, False, False],
        )
        .select(pl.col(name).cast(kind) for name, kind in ASKING_SCHEMA.items())
    )


def _decisions(dataset: Dataset, axis: Axis, row_id: str, column_id: str) -> pl.DataFrame:
    """Organisation and the status of the latest decision about it for the cell."""
    return (
        coverage_decisions(dataset["decisions"], axis=axis)
        .filter(
            pl.col("row_id") == row_id,
            pl.col("column_id") == column_id,
            pl.col("organization_id").is_not_null(),
        )
        .sort("date", nulls_last=False, maintain_order=True)
        .group_by("organization_id", maintain_order=True)
        .agg(decision=pl.col("status").last())
    )


def _positions(dataset: Dataset, area_id: str) -> pl.DataFrame:
    """Area and what it is to the one asked about: around it, inside it or beside it."""
    tree = area_tree(dataset)
    above = tree.ancestors.filter(pl.col("area_id") == area_id)["ancestor_id"].to_list()
    inside = tree.ancestors.filter(pl.col("ancestor_id") == area_id)["area_id"].to_list()
    parent = tree.parents[area_id]
    beside = [] if parent is None else [a for a in tree.children(parent) if a != area_id]
    reasons = {
        **dict.fromkeys(beside, AskingReason.SAME_TOPIC_BESIDE.value),
        **dict.fromkeys(inside, AskingReason.SAME_TOPIC_INSIDE.value),
        **dict.fromkeys(above, AskingReason.SAME_TOPIC_ABOVE.value),
    }
    return pl.DataFrame(
        list(reasons.items()), schema={"area_id": pl.String, "reason": pl.String}, orient="row"
    )


def _because(reason: AskingReason | None, frame: pl.DataFrame) -> pl.DataFrame:
    """One row per organisation and reason, with what it rests on; `reason` None keeps the column."""
    if reason is not None:
        frame = frame.with_columns(reason=pl.lit(reason.value))
    for column in ("group_id", "area_id", "topic_id"):
        if column not in frame.columns:
            frame = frame.with_columns(pl.lit(None, dtype=pl.String).alias(column))
    return frame.group_by("organization_id", "kind", "reason").agg(
        pl.col(column).drop_nulls().unique().sort().alias(f"{column}s")
        for column in ("group_id", "area_id", "topic_id")
    )
