"""What does the network look like in a few figures, and where would a reader start?

The figures of the start page, and the records its questions are asked about: chosen by a stated
rule, so that the same data always opens the same doors.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from graph.analysis.doing import Doing
from graph.dataset import Dataset
from graph.network import Standing, group_standing, participations
from graph.vocabulary import KINDS, words_for


@dataclass(frozen=True)
class Overview:
    """Key figures, all counts of records; ids are None where there is nothing to name.

    `groups`: those that count, closed ones left out (`network.group_standing`); who is in a group is
    told by `network.participations`, invited ones left out, and those who only run a group where it is
    said who takes part in most. `groups_by_classification`: kind of
    group, by the data's own word → number, largest first. `named`, `unnamed`:
    organisations by kind. `in_one_group`: named organisations that are in exactly one group.
    `fullest_group`: the group with most named members, an area group before any other kind, with
    `fullest_group_named` and `fullest_group_unnamed` participants. `widest_organization`: the named
    organisation in most groups, `widest_groups` of them. `busiest_topic`: the topic most groups work
    on, `busiest_topic_groups` of them. `unnamed_most_group`: the group with most unnamed
    participants. `top_areas`: areas that lie in no other.
    """

    groups: int
    groups_by_classification: dict[str, int]
    named: int
    unnamed: int
    in_one_group: int
    areas: int
    top_areas: int
    topics: int
    memberships: int
    activities: int
    presences: int
    fullest_group: str | None
    fullest_group_named: int
    fullest_group_unnamed: int
    widest_organization: str | None
    widest_groups: int
    busiest_topic: str | None
    busiest_topic_groups: int
    unnamed_most_group: str | None
    unnamed_most: int


def overview(dataset: Dataset) -> Overview:
    """Key figures of the network and the records to start from.

    Parameters: `dataset`, cut to a day and rolled up to a level as the reader chose.

    Returns an `Overview`; an empty dataset gives zeros and None. Ties go to the smaller id.
    """
    organizations = dataset["organizations"]
    kinds = dict(organizations.group_by("kind").len().iter_rows())
    taking_part = (
        participations(dataset)
        .filter(pl.col("standing") == Standing.ACTIVE.value)
        .join(dataset["groups"].select(group_id="id", classification="classification"), on="group_id")
    )
    standing = group_standing(dataset)
    counted = dataset["groups"].join(standing, left_on="id", right_on="group_id", how="semi")
    named = taking_part.filter(pl.col("kind") == "named")
    members = named.filter(~pl.col("host"))
    unnamed = taking_part.filter(pl.col("kind") == "unnamed")
    reach = _most(named, "organization_id")
    area_groups = members.filter(pl.col("classification").is_in(words_for(dataset, KINDS, "area")))
    fullest, fullest_named = _first(_most(area_groups if area_groups.height else members, "group_id"))
    widest, widest_groups = _first(_most(members, "organization_id"))
    on_topics = Doing.of(dataset).group_topics.filter("active")
    on_topics = on_topics.with_columns(dataset["topics"]["id"].gather(on_topics["topic"]).alias("topic_id"))
    topic, topic_groups = _first(_most(on_topics, "topic_id"))
    vaguest, vaguest_count = _first(_most(unnamed, "group_id"))
    return Overview(
        groups=counted.height,
        groups_by_classification=dict(_most(counted, "classification").iter_rows()),
        named=kinds.get("named", 0),
        unnamed=kinds.get("unnamed", 0),
        in_one_group=reach.filter(pl.col("count") == 1).height,
        areas=dataset["areas"].height,
        top_areas=dataset["areas"]
        .join(dataset["area_parts"], left_on="id", right_on="area_id", how="anti")
        .height,
        topics=dataset["topics"].height,
        memberships=dataset["memberships"].height,
        activities=dataset["activities"].height,
        presences=dataset["presences"].height,
        fullest_group=fullest,
        fullest_group_named=fullest_named,
        fullest_group_unnamed=unnamed.filter(pl.col("group_id") == fullest).height if fullest else 0,
        widest_organization=widest,
        widest_groups=widest_groups,
        busiest_topic=topic,
        busiest_topic_groups=topic_groups,
        unnamed_most_group=vaguest,
        unnamed_most=vaguest_count,
    )


def _most(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    counts = frame.group_by(column).agg(pl.len().cast(pl.Int64).alias("count"))
    return counts.sort("count", column, descending=[True, False])


def _first(counts: pl.DataFrame) -> tuple[str | None, int]:
    return counts.row(0) if counts.height else (None, 0)
