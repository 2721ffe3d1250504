"""What in the data needs somebody to look at it?

Each finding is a task with a subject and the records behind it, never a judgement.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.sparse import csr_array

from graph.analysis.base.doing import Doing
from graph.analysis.coverage.matrix import CoverageRules
from graph.analysis.records.agreements import membership_agreements
from graph.analysis.ties.projection import projection
from graph.dataset import Dataset
from graph.network import AffiliationNetwork, Standing, group_standing, own_groups, participations, with_ids

ATTENTION_CODES: Final = (
    "unnamed_participants",
    "only_unnamed",
    "group_without_area",
    "group_without_topic",
    "topic_without_actor",
    "present_but_not_member",
    "uncoordinated",
    "review_overdue",
    "no_agreement",
)
"""The kinds of finding, in the order in which they are listed."""

_PAIRS_AT_ONCE = 20_000  # a few million members compared at a time

ATTENTION_SCHEMA = {
    "code": pl.String,
    "subject_table": pl.String,
    "subject_id": pl.String,
    "count": pl.Int64,
    "detail_ids": pl.List(pl.String),
}


def attention(dataset: Dataset, *, today: dt.date, rules: CoverageRules) -> pl.DataFrame:
    """What somebody should look at.

    Parameters
    ----------
    dataset
        The network, cut by `as_of` and rolled up.
    today
        The day that reviews are overdue from.
    rules
        The settings behind coverage states; none of today's findings depends on them.

    Returns
    -------
    DataFrame[code, subject_table, subject_id: String, count: Int64, detail_ids: List[String]]
        Sorted by `ATTENTION_CODES`, count (highest first) and subject. `count` is the number of
        details, 1 where the subject itself is the finding:

        - unnamed_participants: a group; its unnamed participants
        - only_unnamed: a group with unnamed participants and no named one but who runs it; its unnamed
        - group_without_area, group_without_topic: a group; no details; only where the data knows areas
          and topics at all
        - topic_without_actor: a topic that no named organisation works on, by an activity or through
          an active group; details are the groups that say they do, count 1
        - present_but_not_member: a named organisation known in areas, in no group and no group
          itself, where there are groups; the areas
        - uncoordinated: a group; details are the groups that share an area and a topic with it and
          no named member (each pair once, under the smaller id; see `uncoordinated`)
        - review_overdue: a group whose review date has passed; no details
        - no_agreement: one row for all memberships without an oral or written agreement, on the
          membership or between its organisation and its group; subject_id null
    """
    groups = group_standing(dataset)
    active = participations(dataset).filter(pl.col("standing") == Standing.ACTIVE.value)
    named = active.filter(pl.col("kind") == "named")
    unnamed = (
        active.filter(pl.col("kind") == "unnamed")
        .group_by("group_id")
        .agg(pl.col("organization_id").sort().alias("detail_ids"))
    )
    doing = Doing.of(dataset)
    areas = with_ids(dataset, doing.group_areas, "group", "area")
    topics = with_ids(dataset, doing.group_topics, "group", "topic")
    done = doing.on_topics.filter("named", "active").select("topic").unique()
    idle = (
        dataset["topics"]
        .select(topic_id="id")
        .join(with_ids(dataset, done, "topic"), on="topic_id", how="anti")
        .join(
            topics.group_by("topic_id").agg(detail_ids=pl.col("group_id").sort()), on="topic_id", how="left"
        )
    )
    present = (
        dataset["presences"]
        .select("organization_id", "area_id")
        .unique()
        .join(
            dataset["organizations"].filter(pl.col("kind") == "named").select(organization_id="id"),
            on="organization_id",
        )
        .join(named, on="organization_id", how="anti")
        .join(own_groups(dataset), on="organization_id", how="anti")
        .group_by("organization_id")
        .agg(detail_ids=pl.col("area_id").sort())
        .filter(groups.height > 0)
    )
    overdue = dataset["groups"].filter(pl.col("review_date") < today).select(group_id="id")
    pairs = uncoordinated(dataset).group_by("group_a").agg(detail_ids=pl.col("group_b").sort())
    agreed = membership_agreements(dataset)
    without = agreed.filter(pl.col("agreement").is_null() | (pl.col("agreement") == "none"))
    agreement = pl.DataFrame(
        {"subject_id": [None], "detail_ids": [without["id"].to_list()]},
        schema={"subject_id": pl.String, "detail_ids": pl.List(pl.String)},
    ).filter(pl.col("detail_ids").list.len() > 0)
    rows = [
        _found("unnamed_participants", "groups", unnamed, "group_id"),
        _found(
            "only_unnamed",
            "groups",
            unnamed.join(named.filter(~pl.col("host")), on="group_id", how="anti"),
            "group_id",
        ),
        _found(
            "group_without_area",
            "groups",
            groups.join(areas, on="group_id", how="anti").filter(dataset["areas"].height > 0),
            "group_id",
        ),
        _found(
            "group_without_topic",
            "groups",
            groups.join(topics, on="group_id", how="anti").filter(dataset["topics"].height > 0),
            "group_id",
        ),
        _found("topic_without_actor", "topics", idle, "topic_id", single=True),
        _found("present_but_not_member", "organizations", present, "organization_id"),
        _found("uncoordinated", "groups", pairs, "group_a"),
        _found("review_overdue", "groups", overdue.join(groups, on="group_id", how="semi"), "group_id"),
        _found("no_agreement", "memberships", agreement, "subject_id"),
    ]
    return pl.concat(rows).sort(
        [pl.col("code").cast(pl.Enum(ATTENTION_CODES)), "count", "subject_id"],
        descending=[False, True, False],
    )


def uncoordinated(dataset: Dataset) -> pl.DataFrame:
    """Pairs of groups in the same area and on the same topic that share no named member.

    Parameters
    ----------
    dataset
        The network, cut by `as_of` and rolled up.

    Returns
    -------
    DataFrame[group_a, group_b: String, area_ids, topic_ids: List[String]]
        Active groups, group_a < group_b, sorted by both, with the areas and the topics of the cells
        they share.
    """
    groups = dataset["groups"]["id"]
    found = Doing.of(dataset).group_cells.filter("active")
    cells = with_ids(dataset, found, "group", "area", "topic").with_columns(
        cell=pl.struct("area", "topic").rank("dense").cast(pl.Int64) - 1
    )
    first, second = _strangers(dataset, *_neighbors(cells, len(groups)))
    pairs = pl.DataFrame(
        {"group_a": groups.gather(first), "group_b": groups.gather(second)},
        schema={"group_a": pl.String, "group_b": pl.String},
    )
    places = cells.select("group_id", "area_id", "topic_id")
    return (
        pairs.join(places, left_on="group_a", right_on="group_id")
        .join(
            places,
            left_on=["group_b", "area_id", "topic_id"],
            right_on=["group_id", "area_id", "topic_id"],
            how="semi",
        )
        .group_by("group_a", "group_b")
        .agg(area_ids=pl.col("area_id").unique().sort(), topic_ids=pl.col("topic_id").unique().sort())
        .sort("group_a", "group_b")
    )


_Positions = npt.NDArray[np.int32]


def _neighbors(cells: pl.DataFrame, group_count: int) -> tuple[_Positions, _Positions]:
    """Pairs of groups that share a cell, by position: the projection of groups onto each other."""
    ends = cells["group"].to_numpy(), cells["cell"].to_numpy()
    cell_count = int(ends[1].max(initial=-1)) + 1
    incidence = csr_array((np.ones(len(cells)), ends), shape=(group_count, cell_count))
    found = projection(
        AffiliationNetwork(tuple(map(str, range(group_count))), tuple(map(str, range(cell_count))), incidence)
    )
    return found.first, found.second


def _strangers(dataset: Dataset, first: _Positions, second: _Positions) -> tuple[_Positions, _Positions]:
    """Those of the pairs of groups that share no named member."""
    # a common host may bring two groups together, but nobody of the one sits in the other
    members = AffiliationNetwork.from_dataset(dataset.replace(hosts=dataset["hosts"].clear())).members
    apart = np.zeros(len(first), bool)
    for start in range(0, len(first), _PAIRS_AT_ONCE):
        here = slice(start, start + _PAIRS_AT_ONCE)
        shared = members[first[here]].multiply(members[second[here]])
        apart[here] = np.asarray(shared.sum(axis=1)).ravel() == 0
    return first[apart], second[apart]


def _found(code: str, table: str, frame: pl.DataFrame, subject: str, *, single: bool = False) -> pl.DataFrame:
    empty = pl.lit([], dtype=pl.List(pl.String))
    if "detail_ids" not in frame.columns:
        frame = frame.with_columns(detail_ids=empty)
        single = True
    details = pl.col("detail_ids").fill_null(empty)
    return frame.select(
        code=pl.lit(code),
        subject_table=pl.lit(table),
        subject_id=pl.col(subject).cast(pl.String),
        count=pl.lit(1, dtype=pl.Int64) if single else details.list.len().cast(pl.Int64),
        detail_ids=details,
    )
