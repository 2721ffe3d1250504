"""What does the network look like in a few figures, and where would a reader start?

The figures of the start page, and the records its questions are asked about: chosen by a stated
rule, so that the same data always opens the same doors.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from graph.analysis.base.doing import DOING_READS, Doing
from graph.dataset import Dataset
from graph.network import Standing, group_standing, participations, with_ids
from graph.versions import columns, reads
from graph.vocabulary import KINDS, words_for


@dataclass(frozen=True)
class Overview:
    """Key figures, all counts of records; ids are None where there is nothing to name.

    `groups`: those that count, closed ones left out (`network.group_standing`); who is in a group is
    told by `network.participations`, invited ones left out, and those who only run a group where it is
    said who takes part in most. `groups_by_classification`: kind of
    group, by the data's own word → number, largest first. `named`:
    organisations that are named; `unnamed`: participants in groups that are not. `in_one_group`: named organisations that are in exactly one group.
    `fullest_group`: the group with most named members, an area group before any other kind, with
    `fullest_group_named` and `fullest_group_unnamed` participants. `widest_organization`: the named
    organisation that takes part in most groups, `widest_groups` of them; `widest_others`: how many others
    take part in as many. `busiest_topic`: the topic most groups work on, `busiest_topic_groups` of them;
    where no group works on any, the one most named organisations work on. `busiest_topic_named`: how
    many named organisations work on it. `unnamed_most_group`: the group with most unnamed
    participants, `unnamed_most` of them. `unnamed_example`: the most frequent name of an unnamed
    participant, as one of the organisations. `memberships`: those in groups that count. `activities`: those that
    go on. `top_areas`:
    areas that lie in no other.
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
    widest_others: int
    busiest_topic: str | None
    busiest_topic_groups: int
    busiest_topic_named: int
    unnamed_most_group: str | None
    unnamed_most: int
    unnamed_example: str | None


@reads(
    DOING_READS,
    columns(
        organizations="name classification",
        groups="classification",
        group_kinds="id base",
        area_parts="area_id parent_id",
    ),
)
def overview(dataset: Dataset) -> Overview:
    """Key figures of the network and the records to start from.

    Parameters
    ----------
    dataset
        The network, cut to a day and rolled up to a level as the reader chose.

    Returns
    -------
    Overview
        Zeros and None for an empty dataset. Ties go to the smaller id.
    """
    organizations = dataset["organizations"]
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
    wide = _most(members, "organization_id")
    widest, widest_groups = _first(wide)
    on_topics = with_ids(dataset, Doing.of(dataset).group_topics.filter("active"), "topic")
    workers = Doing.of(dataset).on_topics.filter("active", "named").unique(["topic", "organization"])
    workers = with_ids(dataset, workers, "topic")
    by_groups, by_named = _most(on_topics, "topic_id"), _most(workers, "topic_id")
    topic, _ = _first(by_groups if by_groups.height else by_named)
    vague = organizations.filter(pl.col("id").is_in(unnamed["organization_id"].implode()))
    names = vague.sort("name", "id").group_by("name", maintain_order=True)
    examples = names.agg(pl.col("id").first(), count=pl.len())
    example, _ = _first(examples.sort("count", descending=True, maintain_order=True).select("id", "count"))
    vaguest, vaguest_count = _first(_most(unnamed, "group_id"))
    return Overview(
        groups=counted.height,
        groups_by_classification=dict(_most(counted, "classification").iter_rows()),
        named=organizations.filter(kind="named").height,
        unnamed=unnamed["organization_id"].n_unique(),
        in_one_group=reach.filter(pl.col("count") == 1).height,
        areas=dataset["areas"].height,
        top_areas=dataset["areas"]
        .join(dataset["area_parts"], left_on="id", right_on="area_id", how="anti")
        .height,
        topics=dataset["topics"].height,
        memberships=dataset["memberships"].join(standing, on="group_id", how="semi").height,
        activities=Doing.of(dataset).stated.filter("active").height,
        presences=dataset["presences"].height,
        fullest_group=fullest,
        fullest_group_named=fullest_named,
        fullest_group_unnamed=unnamed.filter(pl.col("group_id") == fullest).height if fullest else 0,
        widest_organization=widest,
        widest_groups=widest_groups,
        widest_others=max(wide.filter(pl.col("count") == widest_groups).height - 1, 0),
        busiest_topic=topic,
        busiest_topic_groups=dict(by_groups.iter_rows()).get(topic, 0),
        busiest_topic_named=dict(by_named.iter_rows()).get(topic, 0),
        unnamed_most_group=vaguest,
        unnamed_most=vaguest_count,
        unnamed_example=example,
    )


def _most(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    counts = frame.group_by(column).agg(pl.len().cast(pl.Int64).alias("count"))
    return counts.sort("count", column, descending=[True, False])


def _first(counts: pl.DataFrame) -> tuple[str | None, int]:
    return counts.row(0) if counts.height else (None, 0)
