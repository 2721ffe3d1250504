"""What is known about this one organisation, group, area or topic?

Each profile gathers the ids and the rows that a page about one record shows, by the direction they
were stated in. Names, sentences and order of languages are the interface's.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl

from graph.analysis.area_tree import area_tree
from graph.analysis.collaboration import Via, area_actors, area_groups
from graph.analysis.ego import MEETS_SCHEMA, ego
from graph.dataset import Dataset
from graph.network import AffiliationNetwork, Standing, group_standing, participations


@dataclass(frozen=True, eq=False)
class OrganizationProfile:
    """One organisation.

    `memberships`: its rows of the memberships table, by group. `group_ids`: groups it takes part in
    now. `planned_group_ids`: groups it is invited to, or that are only proposed. `all_groups`: number
    of groups that are not closed. `meets`: as in `ego.Ego`, empty for an unnamed participant.
    `all_others`: number of other named organisations. `most_groups_of_others`: groups of the next
    most connected named organisation. `areas`: DataFrame[area_id, via: String, group_ids:
    List[String]] in tree order, `via` a `collaboration.Via` value. `groups_without_area`: its groups
    that state none. `topic_ids`: what its groups work on. `unit_ids`, `parent_ids`: its units, and
    what it is a unit of. `hosted_group_ids`: groups it runs. `stated_partners`: DataFrame[partner_id,
    about, about_en, source_id, locator], collaborations a source states in either direction, by
    partner. `confirmed_on`: the newest confirmation among its memberships, or None.
    """

    organization_id: str
    memberships: pl.DataFrame
    group_ids: tuple[str, ...]
    planned_group_ids: tuple[str, ...]
    all_groups: int
    meets: pl.DataFrame
    all_others: int
    most_groups_of_others: int
    areas: pl.DataFrame
    groups_without_area: tuple[str, ...]
    topic_ids: tuple[str, ...]
    unit_ids: tuple[str, ...]
    parent_ids: tuple[str, ...]
    hosted_group_ids: tuple[str, ...]
    stated_partners: pl.DataFrame
    confirmed_on: dt.date | None


@dataclass(frozen=True, eq=False)
class GroupProfile:
    """One group.

    `memberships`: its rows of the memberships table, by organisation. `named`, `unnamed`: who takes
    part now; `planned`: named ones who are invited, or all of them in a proposed group. `area_ids`,
    `topic_ids`, `document_ids` (sources its work is based on), `represented_in_ids` (groups it sends
    somebody to), `represented_by_ids` (groups that send somebody here), `host_ids` (organisations
    that run it): all sorted. `sectors`: DataFrame[sector_id: String, named, unnamed: Int64], the
    group's mix, most first; sector_id null where none is recorded.
    """

    group_id: str
    memberships: pl.DataFrame
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

    `actors`: as in `collaboration.area_actors`, for this area. `groups`: DataFrame[group_id, via:
    String], its own groups (direct) before those of areas around it (from_above). `parent_ids`: the
    areas it lies in, nearest first. `child_ids`: the areas directly in it. `topics`:
    DataFrame[topic_id: String, group_ids: List[String]], what its own groups work on, by topic.
    """

    area_id: str
    actors: pl.DataFrame
    groups: pl.DataFrame
    parent_ids: tuple[str, ...]
    child_ids: tuple[str, ...]
    topics: pl.DataFrame


@dataclass(frozen=True, eq=False)
class TopicProfile:
    """One topic.

    `group_ids`: groups that work on it. `areas`: DataFrame[area_id: String, group_ids: List[String]],
    where they do, in tree order. `groups_without_area`: those that state no area. `actors`:
    DataFrame[organization_id, kind: String, group_ids: List[String]], who takes part in them now, in
    most groups first, then by id.
    """

    topic_id: str
    group_ids: tuple[str, ...]
    areas: pl.DataFrame
    groups_without_area: tuple[str, ...]
    actors: pl.DataFrame


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
    others = network.group_counts
    if record["kind"] == "named":
        meets = ego(network, organization_id).meets
        others = np.delete(others, network.row(organization_id))
    else:
        meets = pl.DataFrame(schema=MEETS_SCHEMA)
    memberships = dataset["memberships"].filter(own).sort("group_id", "id")
    units = dataset["units"]
    return OrganizationProfile(
        organization_id=organization_id,
        memberships=memberships,
        group_ids=_ids(groups["group_id"]),
        planned_group_ids=_ids(planned["group_id"]),
        all_groups=group_standing(dataset).height,
        meets=meets,
        all_others=len(others),
        most_groups_of_others=int(others.max(initial=0)),
        areas=_areas(dataset, groups, own),
        groups_without_area=_ids(groups.join(dataset["group_areas"], on="group_id", how="anti")["group_id"]),
        topic_ids=_ids(dataset["group_topics"].join(groups, on="group_id", how="semi")["topic_id"]),
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
    active = pl.col("standing") == Standing.ACTIVE.value
    named = pl.col("kind") == "named"
    sent = dataset["representations"]
    return GroupProfile(
        group_id=group_id,
        memberships=memberships,
        named=_ids(seats.filter(active, named)["organization_id"]),
        unnamed=_ids(seats.filter(active, ~named)["organization_id"]),
        planned=_ids(seats.filter(~active, named)["organization_id"]),
        area_ids=_ids(dataset["group_areas"].filter(own)["area_id"]),
        topic_ids=_ids(dataset["group_topics"].filter(own)["topic_id"]),
        document_ids=_ids(dataset["group_documents"].filter(own)["document_id"]),
        represented_in_ids=_ids(sent.filter(own)["represented_in_id"]),
        represented_by_ids=_ids(sent.filter(pl.col("represented_in_id") == group_id)["group_id"]),
        host_ids=_ids(dataset["hosts"].filter(own)["organization_id"]),
        sectors=seats.filter(active)
        .group_by("sector_id")
        .agg(
            named=named.sum().cast(pl.Int64),
            unnamed=(~named).sum().cast(pl.Int64),
        )
        .sort(pl.col("named") + pl.col("unnamed"), "sector_id", descending=[True, False], nulls_last=True),
        confirmed_on=_newest(memberships["confirmed_on"]),
    )


def area_profile(dataset: Dataset, area_id: str) -> AreaProfile:
    """What is known about one area.

    Parameters
    ----------
    dataset
        The network, cut by `as_of` and rolled up.
    area_id
        The area.

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
    groups = area_groups(dataset, area_ids=[area_id]).select("group_id", "via")
    direct = groups.filter(pl.col("via") == Via.DIRECT.value)
    return AreaProfile(
        area_id=area_id,
        actors=area_actors(dataset, area_ids=[area_id]),
        groups=groups,
        parent_ids=tuple(tree.ancestors.filter(pl.col("area_id") == area_id)["ancestor_id"]),
        child_ids=tree.children(area_id),
        topics=dataset["group_topics"]
        .join(direct, on="group_id", how="semi")
        .group_by("topic_id")
        .agg(pl.col("group_id").unique().sort().alias("group_ids"))
        .sort("topic_id"),
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
    standing = group_standing(dataset)
    groups = (
        dataset["group_topics"]
        .filter(pl.col("topic_id") == topic_id)
        .select("group_id")
        .unique()
        .join(standing, on="group_id")
    )
    order = pl.DataFrame({"area_id": area_tree(dataset).area_ids}, schema={"area_id": pl.String})
    areas = (
        dataset["group_areas"]
        .join(groups, on="group_id", how="semi")
        .group_by("area_id")
        .agg(pl.col("group_id").unique().sort().alias("group_ids"))
    )
    actors = (
        _seats(dataset, pl.col("group_id").is_in(groups["group_id"].implode()))
        .filter(pl.col("standing") == Standing.ACTIVE.value)
        .group_by("organization_id", "kind")
        .agg(pl.col("group_id").sort().alias("group_ids"))
        .sort(pl.col("group_ids").list.len(), "organization_id", descending=[True, False])
    )
    return TopicProfile(
        topic_id=topic_id,
        group_ids=_ids(groups["group_id"]),
        areas=order.join(areas, on="area_id", maintain_order="left"),
        groups_without_area=_ids(groups.join(dataset["group_areas"], on="group_id", how="anti")["group_id"]),
        actors=actors,
    )


def _seats(dataset: Dataset, which: pl.Expr) -> pl.DataFrame:
    """The participations behind some memberships, the others not even looked at."""
    return participations(dataset.replace(memberships=dataset["memberships"].filter(which)))


def _ids(ids: pl.Series) -> tuple[str, ...]:
    return tuple(ids.unique().sort())


def _newest(days: pl.Series) -> dt.date | None:
    newest = days.max()
    return newest if isinstance(newest, dt.date) else None


def _areas(dataset: Dataset, groups: pl.DataFrame, own: pl.Expr) -> pl.DataFrame:
    """Where an organisation works, by area in tree order and way; direct shuts out the weaker ways."""
    on = "area_id"
    narrowed = dataset["group_areas"].join(groups, on="group_id", how="semi")
    through = (
        area_groups(dataset.replace(group_areas=narrowed))
        .group_by("area_id", "via")
        .agg(pl.col("group_id").sort().alias("group_ids"))
    )
    present = dataset["presences"].filter(own).select("area_id").unique()
    direct = through.filter(pl.col("via") == Via.DIRECT.value)
    rows = pl.concat(
        [
            through,
            present.with_columns(
                via=pl.lit(Via.PRESENT.value), group_ids=pl.lit([], dtype=pl.List(pl.String))
            ),
        ]
    )
    order = pl.DataFrame({"area_id": area_tree(dataset).area_ids}, schema={"area_id": pl.String})
    return (
        order.with_row_index("place")
        .join(
            pl.concat(
                [direct, rows.filter(pl.col("via") != Via.DIRECT.value).join(direct, on=on, how="anti")]
            ),
            on=on,
        )
        .sort("place", pl.col("via").cast(pl.Enum([v.value for v in Via])))
        .drop("place")
    )


def _stated_partners(dataset: Dataset, organization_id: str) -> pl.DataFrame:
    frame = dataset["collaborations"]
    said = ("about", "about_en", "source_id", "locator")
    one = frame.filter(pl.col("organization_id") == organization_id).select("partner_id", *said)
    other = frame.filter(pl.col("partner_id") == organization_id).select(
        pl.col("organization_id").alias("partner_id"), *said
    )
    return pl.concat([one, other]).sort("partner_id", maintain_order=True)
