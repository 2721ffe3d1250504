"""What is known about this one organisation, group, area or topic?

Each profile gathers the ids and the rows that a page about one record shows, by the direction they
were stated in. Names, sentences and order of languages are the interface's.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from graph.analysis.base.area_tree import area_tree
from graph.analysis.base.doing import Doing, Way
from graph.analysis.places.collaboration import ON_SITE, Via, area_actors, area_groups, area_overview
from graph.analysis.places.places import places
from graph.analysis.ties.ego import MEETS_SCHEMA, ego
from graph.dataset import Dataset
from graph.network import (
    AffiliationNetwork,
    Standing,
    group_standing,
    own_groups,
    participations,
    with_ids,
    with_positions,
)


@dataclass(frozen=True, eq=False)
class OrganizationProfile:
    """One organisation.

    `memberships`: its rows of the memberships table, by group. `activities`: its rows of the activities
    table, by area, topic and id. `group_ids`: groups it takes part in now, by a membership or by running
    them. `planned_group_ids`: groups it is invited to, or that are only proposed. `all_groups`: number
    of groups that are not closed. `meets`: as in `ego.Ego`; `not_met_ids`: the named organisations it
    shares no group with, by id; both empty for an unnamed participant. `all_others`: number of other named organisations. `member_groups`: how many of the groups it takes part in and does not only run;
    `most_groups_of_others`: the most that another named organisation takes part in. `areas`: DataFrame[area_id, via: String, group_ids:
    List[String]] in tree order, `via` a `collaboration.Via` value, each area by the strongest way.
    `places`, `all_places`: how many places (`places.places`) it is on site at, of how many. `only_stated`:
    whether its groups put it nowhere, because it has activities of its own. `groups_without_area`: its
    groups that state none. `topics`: DataFrame[topic_id: String, stated: Boolean], what it works on, by
    an activity or only through its groups, by topic. `unit_ids`, `parent_ids`: its units, and
    what it is a unit of. `hosted_group_ids`: groups it runs. `stated_partners`: DataFrame[partner_id,
    about, about_en, start_date, end_date, source_id, locator: String, outgoing: Boolean], collaborations a source states, by
    partner; `outgoing` where it is stated from this organisation to the partner (funder → funded). `confirmed_on`: the newest confirmation among its memberships, or None.
    """

    organization_id: str
    memberships: pl.DataFrame
    group_ids: tuple[str, ...]
    planned_group_ids: tuple[str, ...]
    all_groups: int
    activities: pl.DataFrame
    meets: pl.DataFrame
    not_met_ids: tuple[str, ...]
    all_others: int
    member_groups: int
    most_groups_of_others: int
    areas: pl.DataFrame
    places: int
    all_places: int
    only_stated: bool
    groups_without_area: tuple[str, ...]
    topics: pl.DataFrame
    unit_ids: tuple[str, ...]
    parent_ids: tuple[str, ...]
    hosted_group_ids: tuple[str, ...]
    stated_partners: pl.DataFrame
    confirmed_on: dt.date | None


@dataclass(frozen=True, eq=False)
class GroupProfile:
    """One group.

    `memberships`: its rows of the memberships table, by organisation. `activities`: the rows of the
    activities table that name it, by area, topic and id. `named`, `unnamed`: who takes part now; who
    only runs it is in `host_ids`; `planned`: named ones who are invited, or all of them in a proposed group. `area_ids`,
    `topic_ids`, `document_ids` (sources its work is based on), `represented_in_ids` (groups it sends
    somebody to), `represented_by_ids` (groups that send somebody here), `host_ids` (organisations
    that run it): all sorted. `sectors`: DataFrame[sector_id: String, named, unnamed: Int64], the
    group's mix with who runs it, most first; sector_id null where none is recorded.
    """

    group_id: str
    memberships: pl.DataFrame
    activities: pl.DataFrame
    named: tuple[str, ...]
    unnamed: tuple[str, ...]
    planned: tuple[str, ...]
    area_ids: tuple[str, ...]
    topic_ids: tuple[str, ...]
    document_ids: tuple[str, ...]
    represented_in_ids: tuple[str, ...]
    represented_by_ids: tuple[str, ...]
    host_ids: tuple[str, ...]
    sectors: pl.DataFrame
    confirmed_on: dt.date | None


@dataclass(frozen=True, eq=False)
class AreaProfile:
    """One area.

    `actors`: as in `collaboration.area_actors`, for this area. `counts`: its row of
    `collaboration.area_overview`. `groups`: as in `collaboration.area_groups`, for this area.
    `activities`: the rows of the activities table in it, by topic, organisation and id. `parent_ids`: the
    areas it lies in, nearest first. `child_ids`: the areas directly in it.
    """

    area_id: str
    actors: pl.DataFrame
    counts: dict[str, int]
    groups: pl.DataFrame
    activities: pl.DataFrame
    parent_ids: tuple[str, ...]
    child_ids: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class TopicProfile:
    """One topic.

    `group_ids`: groups that work on it. `areas`: DataFrame[area_id: String, organizations: Int64,
    group_ids: List[String]], where somebody does, in tree order, with the distinct named organisations
    and the groups. `groups_without_area`: those that state no area. `actors`: DataFrame[organization_id,
    kind: String, stated: Boolean, group_ids: List[String]], who works on it now, by an activity or only
    through those groups, in most groups first, then by id. `activities`: the rows of the activities table
    on it, by area, organisation and id.
    """

    topic_id: str
    group_ids: tuple[str, ...]
    areas: pl.DataFrame
    groups_without_area: tuple[str, ...]
    actors: pl.DataFrame
    activities: pl.DataFrame


def organization_profile(
    dataset: Dataset, organization_id: str, *, network: AffiliationNetwork | None = None
) -> OrganizationProfile:
    """What is known about one organisation.

    Parameters
    ----------
    dataset
        The network, cut by `as_of` and rolled up.
    organization_id
        The organisation; an unnamed participant has a profile too, and meets nobody.
    network
        `AffiliationNetwork.from_dataset(dataset)` where the caller has it already.

    Returns
    -------
    OrganizationProfile

    Raises
    ------
    UnknownId
        When there is no such organisation.
    """
    record = dataset.require("organizations", organization_id)
    network = network or AffiliationNetwork.from_dataset(dataset)
    own = pl.col("organization_id") == organization_id
    seats = _seats(dataset, own)
    groups = seats.filter(pl.col("standing") == Standing.ACTIVE.value).select("group_id")
    planned = seats.filter(pl.col("standing") == Standing.PLANNED.value)
    named = record["kind"] == "named"
    meets = ego(network, organization_id).meets if named else pl.DataFrame(schema=MEETS_SCHEMA)
    most = member_counts(dataset).filter(pl.col("organization_id") != organization_id)["groups"].max()
    memberships = dataset["memberships"].filter(own).sort("group_id", "id")
    units = dataset["units"]
    activities = dataset["activities"].filter(own)
    at_work = pl.concat([groups, own_groups(dataset).filter(own).select("group_id")])
    alone = _narrowed(dataset, own, at_work)
    areas = _areas(alone, organization_id)
    on_site = set(areas.filter(pl.col("via").is_in([via.value for via in ON_SITE]))["area_id"])
    all_places = places(dataset)
    return OrganizationProfile(
        organization_id=organization_id,
        memberships=memberships,
        group_ids=_ids(groups["group_id"]),
        planned_group_ids=_ids(planned["group_id"]),
        all_groups=group_standing(dataset).height,
        activities=activities.sort("area_id", "topic_id", "id", nulls_last=True),
        meets=meets,
        not_met_ids=_not_met(network, organization_id, meets) if named else (),
        all_others=len(network.organization_ids) - named,
        member_groups=seats.filter(pl.col("standing") == Standing.ACTIVE.value, ~pl.col("host")).height,
        most_groups_of_others=most if isinstance(most, int) else 0,
        areas=areas,
        places=len(on_site.intersection(all_places)),
        all_places=len(all_places),
        only_stated=activities.height > 0,
        groups_without_area=_ids(
            memberships.select("group_id")
            .join(groups, on="group_id", how="semi")
            .join(dataset["group_areas"], on="group_id", how="anti")["group_id"]
        ),
        topics=_topics(alone, organization_id),
        unit_ids=_ids(units.filter(pl.col("parent_id") == organization_id)["organization_id"]),
        parent_ids=_ids(units.filter(own)["parent_id"]),
        hosted_group_ids=_ids(dataset["hosts"].filter(own)["group_id"]),
        stated_partners=_stated_partners(dataset, organization_id),
        confirmed_on=_newest(memberships["confirmed_on"]),
    )


def group_profile(dataset: Dataset, group_id: str) -> GroupProfile:
    """What is known about one group.

    Parameters
    ----------
    dataset
        The network, cut by `as_of` and rolled up.
    group_id
        The group, closed ones too; nobody takes part in those any more.

    Returns
    -------
    GroupProfile

    Raises
    ------
    UnknownId
        When there is no such group.
    """
    dataset.require("groups", group_id)
    own = pl.col("group_id") == group_id
    memberships = dataset["memberships"].filter(own).sort("organization_id", "id")
    seats = _seats(dataset, own)
    active = (pl.col("standing") == Standing.ACTIVE.value) & ~pl.col("host")
    planned = (pl.col("standing") == Standing.PLANNED.value) & ~pl.col("host")
    named = pl.col("kind") == "named"
    sent = dataset["representations"]
    doing = Doing(
        dataset.replace(
            memberships=dataset["memberships"].clear(),
            hosts=dataset["hosts"].clear(),
            activities=dataset["activities"].filter(own),
            group_areas=dataset["group_areas"].filter(own),
            group_topics=dataset["group_topics"].filter(own),
        )
    )
    areas, topics = doing.group_areas["area"], doing.group_topics["topic"]
    return GroupProfile(
        group_id=group_id,
        memberships=memberships,
        activities=dataset["activities"].filter(own).sort("area_id", "topic_id", "id", nulls_last=True),
        named=_ids(seats.filter(active, named)["organization_id"]),
        unnamed=_ids(seats.filter(active, ~named)["organization_id"]),
        planned=_ids(seats.filter(planned, named)["organization_id"]),
        area_ids=_ids(dataset["areas"]["id"].gather(areas)),
        topic_ids=_ids(dataset["topics"]["id"].gather(topics)),
        document_ids=_ids(dataset["group_documents"].filter(own)["document_id"]),
        represented_in_ids=_ids(sent.filter(own)["represented_in_id"]),
        represented_by_ids=_ids(sent.filter(pl.col("represented_in_id") == group_id)["group_id"]),
        host_ids=_ids(dataset["hosts"].filter(own)["organization_id"]),
        sectors=seats.filter(pl.col("standing") == Standing.ACTIVE.value)
        .group_by("sector_id")
        .agg(
            named=named.sum().cast(pl.Int64),
            unnamed=(~named).sum().cast(pl.Int64),
        )
        .sort(pl.col("named") + pl.col("unnamed"), "sector_id", descending=[True, False], nulls_last=True),
        confirmed_on=_newest(memberships["confirmed_on"]),
    )


def area_profile(dataset: Dataset, area_id: str, *, inferred: bool = True) -> AreaProfile:
    """What is known about one area.

    Parameters
    ----------
    dataset
        The network, cut by `as_of` and rolled up.
    area_id
        The area.
    inferred
        Whether who takes part in a group counts where the group works.

    Returns
    -------
    AreaProfile

    Raises
    ------
    UnknownId
        When there is no such area.
    """
    dataset.require("areas", area_id)
    tree = area_tree(dataset)
    here = pl.col("area_id") == area_id
    return AreaProfile(
        area_id=area_id,
        actors=area_actors(dataset, area_ids=[area_id], inferred=inferred),
        counts=area_overview(dataset, inferred=inferred)
        .filter(here)
        .drop("area_id", "group_ids")
        .row(0, named=True),
        groups=area_groups(dataset, area_ids=[area_id]).select("group_id", "via"),
        activities=dataset["activities"]
        .filter(here)
        .sort("topic_id", "organization_id", "id", nulls_last=True),
        parent_ids=tuple(tree.ancestors.filter(pl.col("area_id") == area_id)["ancestor_id"]),
        child_ids=tree.children(area_id),
    )


def topic_profile(dataset: Dataset, topic_id: str) -> TopicProfile:
    """What is known about one topic.

    Parameters
    ----------
    dataset
        The network, cut by `as_of` and rolled up.
    topic_id
        The topic.

    Returns
    -------
    TopicProfile

    Raises
    ------
    UnknownId
        When there is no such topic.
    """
    dataset.require("topics", topic_id)
    doing = Doing.of(dataset)
    all_groups = dataset["groups"]["id"]
    on_topic = pl.col("topic") == dataset["topics"]["id"].index_of(topic_id)
    groups = doing.group_topics.filter(on_topic)["group"]
    cells = doing.group_cells.filter(on_topic, pl.col("active")).select("area", "group")
    seats = doing.in_cells.filter(on_topic, pl.col("active"))
    there = (
        seats.filter("named")
        .group_by("area")
        .agg(organizations=pl.col("organization").n_unique().cast(pl.Int64))
    )
    of_groups = (
        with_ids(dataset, cells, "group")
        .group_by("area")
        .agg(pl.col("group_id").unique().sort().alias("group_ids"))
    )
    order = pl.DataFrame({"area_id": area_tree(dataset).area_ids}, schema={"area_id": pl.String})
    areas = (
        with_positions(dataset, order, "area")
        .join(there, on="area", how="left", maintain_order="left")
        .join(of_groups, on="area", how="left", maintain_order="left")
        .filter(pl.col("organizations").is_not_null() | pl.col("group_ids").is_not_null())
        .select(
            "area_id",
            pl.col("organizations").fill_null(0),
            pl.col("group_ids").fill_null(pl.lit([], dtype=pl.List(pl.String))),
        )
    )
    workers = doing.on_topics.filter(on_topic, pl.col("active"))
    actors = (
        with_ids(dataset, workers, "organization", "group")
        .with_columns(
            dataset["organizations"]["kind"].gather(workers["organization"]),
            stated=pl.col("way") == Way.STATED.value,
        )
        .group_by("organization_id", "kind")
        .agg(pl.col("stated").any(), pl.col("group_id").drop_nulls().unique().sort().alias("group_ids"))
        .sort(pl.col("group_ids").list.len(), "organization_id", descending=[True, False])
    )
    ids = pl.DataFrame({"group_id": _ids(all_groups.gather(groups))}, schema={"group_id": pl.String})
    placed = doing.group_areas["group"].unique()
    return TopicProfile(
        topic_id=topic_id,
        group_ids=tuple(ids["group_id"]),
        areas=areas,
        groups_without_area=_ids(
            ids.filter(~pl.col("group_id").is_in(all_groups.gather(placed).implode()))["group_id"]
        ),
        actors=actors,
        activities=dataset["activities"]
        .filter(pl.col("topic_id") == topic_id)
        .sort("area_id", "organization_id", "id", nulls_last=True),
    )


def _narrowed(dataset: Dataset, own: pl.Expr, groups: pl.DataFrame) -> Doing:
    """What one organisation does: the others' memberships and activities not even looked at."""
    of_its_groups = pl.col("organization_id").is_null() & pl.col("group_id").is_in(
        groups["group_id"].implode()
    )
    return Doing(
        dataset.replace(
            memberships=dataset["memberships"].filter(own),
            hosts=dataset["hosts"].filter(own),
            presences=dataset["presences"].filter(own),
            activities=dataset["activities"].filter(own | of_its_groups),
        )
    )


def member_counts(dataset: Dataset) -> pl.DataFrame:
    """In how many groups each named organisation takes part, not counting those it only runs.

    Returns
    -------
    DataFrame[organization_id: String, groups: Int64]
        By id, without those in none; made once for each Dataset.
    """

    def counted() -> pl.DataFrame:
        members = participations(dataset).filter(
            pl.col("standing") == Standing.ACTIVE.value, pl.col("kind") == "named", ~pl.col("host")
        )
        counts = members.group_by("organization_id").agg(groups=pl.len().cast(pl.Int64))
        return counts.sort("organization_id")

    return dataset.once("member counts", counted)


def _seats(dataset: Dataset, which: pl.Expr) -> pl.DataFrame:
    """The participations behind some memberships and hosts, the others not even looked at."""
    narrowed = {table: dataset[table].filter(which) for table in ("memberships", "hosts")}
    return participations(dataset.replace(**narrowed))


def _not_met(network: AffiliationNetwork, organization_id: str, meets: pl.DataFrame) -> tuple[str, ...]:
    met = {organization_id, *meets["organization_id"]}
    return tuple(sorted(one for one in network.organization_ids if one not in met))


def _ids(ids: pl.Series) -> tuple[str, ...]:
    return tuple(ids.unique().sort())


def _newest(days: pl.Series) -> dt.date | None:
    newest = days.max()
    return newest if isinstance(newest, dt.date) else None


def _areas(doing: Doing, organization_id: str) -> pl.DataFrame:
    """Where one organisation is, each area by the strongest way, in tree order."""
    actors = area_actors(doing.dataset, ways=(*ON_SITE, Via.FROM_ABOVE))
    return actors.filter(pl.col("organization_id") == organization_id).select("area_id", "via", "group_ids")


def _topics(doing: Doing, organization_id: str) -> pl.DataFrame:
    """What one organisation works on now, and whether an activity says so."""
    rows = doing.on_topics.filter("active")
    return (
        with_ids(doing.dataset, rows, "organization", "topic")
        .filter(pl.col("organization_id") == organization_id)
        .group_by("topic_id")
        .agg(stated=(pl.col("way") == Way.STATED.value).any())
        .sort("topic_id")
    )


def _stated_partners(dataset: Dataset, organization_id: str) -> pl.DataFrame:
    frame = dataset["collaborations"]
    said = ("about", "about_en", "start_date", "end_date", "source_id", "locator")
    one = frame.filter(pl.col("organization_id") == organization_id).select(
        "partner_id", *said, outgoing=pl.lit(True)
    )
    other = frame.filter(pl.col("partner_id") == organization_id).select(
        pl.col("organization_id").alias("partner_id"), *said, outgoing=pl.lit(False)
    )
    return pl.concat([one, other]).sort("partner_id", maintain_order=True)
