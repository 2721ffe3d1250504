"""Who does what where, as the sources state it, and what parties have agreed.

Three in five activities are done by an organisation within a group it sits in, one in twenty by a
group as a whole, the rest by organisations outside any group. Only four groups in ten state what
they do: of the others the app can only infer it from who sits in them, where and on what.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

from graph.model import ACTIVITY_ROLES, ACTIVITY_STATUSES, AGREEMENTS
from loaders.invented import words
from loaders.invented.columns import Ints, only, serials, texts
from loaders.invented.draft import TODAY, Columns, Draft
from loaders.invented.organizations import Organizations
from loaders.invented.places import spots_in

_WITHIN, _AS_GROUP, _OUTSIDE = range(3)  # an organisation within a group, a group, an organisation


def put_activities(draft: Draft, organizations: Organizations) -> None:
    """The activities: in a group's areas and on its topics for the most part, or at home."""
    size = draft.sizes.activities
    groups, seats = _telling(draft)
    way = draft.rng.choice(3, size=size, p=[0.6, 0.05, 0.35])
    way[:3] = (_WITHIN, _AS_GROUP, _OUTSIDE)
    sitting = seats[draft.pick(size, seats.height)]
    acting = groups[draft.pick(size, groups.height)]
    still = np.flatnonzero(organizations.gone.is_null().to_numpy())
    outside = still[draft.pick(size, len(still))]
    home = np.where(
        draft.rng.random(size) < 0.85,
        spots_in(draft, organizations.home[outside]),
        1 + organizations.home[outside],
    )
    drawn = pl.DataFrame(
        {
            "way": way,
            "member_id": sitting["organization_id"],
            "outside_id": draft.ids("organizations", outside),
            "group_id": pl.select(
                pl.when(pl.Series(way) == _WITHIN).then(sitting["group_id"]).otherwise(acting["group_id"])
            ).to_series(),
            "home_id": draft.ids("areas", home),
            "else_id": draft.ids("topics", draft.pick(size, draft.sizes.topics)),
            "own_topic": draft.rng.random(size) < 0.85,
            "one": draft.pick(size, 1_000),
            "area_known": ~draft.some_but_first(size, 0.08, first=3),
            "topic_known": ~draft.some_but_first(size, 0.08, first=4),
            "status": _statuses(draft, size),
        }
    ).join(groups, on="group_id", how="left", maintain_order="left")
    within, outside_any = pl.col("way") == _WITHIN, pl.col("way") == _OUTSIDE
    area, topic = (
        pl.col(own).list.get(pl.col("one") % pl.col(own).list.len()) for own in ("areas", "topics")
    )
    done = drawn.select(
        organization_id=pl.when(within).then("member_id").when(outside_any).then("outside_id"),
        group_id=pl.when(~outside_any).then("group_id"),
        area_id=pl.when("area_known").then(pl.when(outside_any).then("home_id").otherwise(area)),
        topic_id=pl.when("topic_known").then(
            pl.when(outside_any | ~pl.col("own_topic"))
            .then("else_id")
            .otherwise(pl.coalesce(topic, "else_id"))
        ),
        # what a proposed group does is planned
        status=pl.when(~outside_any & (pl.col("group_status") == "proposed"))
        .then(pl.lit("planned"))
        .otherwise("status"),
    )
    draft.put(
        "activities",
        id=serials(size),
        **done.to_dict(),
        role=_first_of_each(draft, ACTIVITY_ROLES, size, [0.15, 0.6, 0.15, 0.1]),
        **_descriptions(draft, size),
        **_quantities(draft, size),
        **_periods(draft, done["status"]),
        **draft.evidence(_confirmed(draft, size)),
    )


def _telling(draft: Draft) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The groups that state what they do (with their areas and topics), and who sits in them.

    Returns
    -------
    groups
        DataFrame[group_id, group_status: String, areas, topics: List[String]].
    members
        DataFrame[organization_id, group_id: String].
    """
    groups = draft.tables["groups"].select(group_id="id", group_status="status")
    for table, column, own in (("group_areas", "area_id", "areas"), ("group_topics", "topic_id", "topics")):
        ties = draft.tables[table].group_by("group_id", maintain_order=True).agg(pl.col(column).alias(own))
        groups = groups.join(ties, on="group_id", how="left", maintain_order="left")
    groups = groups.filter(pl.col("group_status") != "closed", pl.col("areas").is_not_null())
    told, seats = draft.some(groups.height, 0.4), _seats(draft)
    seated = groups["group_id"].is_in(seats["group_id"].implode()).to_numpy()
    told[np.flatnonzero(seated)[:3]] = True  # somebody who sits in a group does something within it
    groups = groups.filter(pl.Series(told))
    return groups, seats.join(groups, on="group_id", how="semi", maintain_order="left")


def _seats(draft: Draft) -> pl.DataFrame:
    """Which named organisation sits in which group today: DataFrame[organization_id, group_id: String]."""
    named = draft.tables["organizations"].filter(kind="named")["id"]
    seats = draft.tables["memberships"].select("organization_id", "group_id", "end_date")
    seated = pl.col("end_date").is_null() & pl.col("organization_id").is_in(named.implode())
    return seats.filter(seated).drop("end_date")


def _statuses(draft: Draft, size: int) -> pl.Series:
    statuses = _first_of_each(draft, ACTIVITY_STATUSES, size, [0.12, 0.6, 0.22, 0.06])
    return only(statuses, ~draft.some_but_first(size, 0.1, first=len(ACTIVITY_STATUSES)))


def _first_of_each(draft: Draft, choices: tuple[str, ...], size: int, shares: list[float]) -> pl.Series:
    """Words by their shares, after one of each."""
    places = draft.rng.choice(len(choices), size=size, p=shares)
    places[: len(choices)] = range(len(choices))
    return texts(choices, places)


def _descriptions(draft: Draft, size: int) -> Columns:
    what, said = draft.pick(size, len(words.ACTIVITIES)), draft.some(size, 0.7)
    return {
        "description": only(texts([sv for sv, _ in words.ACTIVITIES], what), said),
        "description_en": only(texts([en for _, en in words.ACTIVITIES], what), said),
    }


def _quantities(draft: Draft, size: int) -> Columns:
    units, low, high = zip(*words.QUANTITIES, strict=True)
    unit, counted = draft.pick(size, len(units)), draft.some(size, 0.4)
    few, many = np.array(low)[unit], np.array(high)[unit]
    quantity = few + np.floor(draft.rng.random(size) * (many - few))
    return {"quantity": only(pl.Series(quantity), counted), "unit": only(texts(units, unit), counted)}


def _periods(draft: Draft, status: pl.Series) -> Columns:
    """Since when and until when: planned ones lie ahead, those that are over behind."""
    size, day = len(status), dt.timedelta(days=1)
    ahead = draft.days(size, TODAY + 10 * day, TODAY + 400 * day)
    over = draft.days(size, dt.date(2024, 1, 1), TODAY - 60 * day)
    frame = pl.DataFrame(
        {
            "planned": (status == "planned").fill_null(False),
            "over": status.is_in(["completed", "stopped"]).fill_null(False),
            "ahead": ahead,
            "ahead_end": ahead + 365 * day,
            "begun": draft.days(size, dt.date(2018, 1, 1), dt.date(2023, 12, 31)),
            "ended": over,
            "until": draft.days(size, TODAY + 30 * day, TODAY + 700 * day),
            "start_known": draft.some(size, 0.8),
            "end_known": draft.some(size, 0.2),
        }
    ).select(
        start=pl.when("start_known").then(pl.when("planned").then("ahead").otherwise("begun")),
        end=pl.when("over")
        .then("ended")
        .when("end_known")
        .then(pl.when("planned").then("ahead_end").otherwise("until")),
    )
    lengths = draft.lengths(size)
    return {
        "start_date": draft.as_known(frame["start"], lengths),
        "end_date": draft.as_known(frame["end"], lengths.clip(7)),
    }


def _confirmed(draft: Draft, size: int) -> pl.Series:
    """When it was last confirmed: mostly not long ago, one in ten long ago, one in twenty unknown."""
    frame = pl.DataFrame(
        {
            "fresh": draft.confirmed(size),
            "old": draft.days(size, dt.date(2023, 1, 1), TODAY - dt.timedelta(500)),
            "is_old": draft.some_but_first(size, 0.1, first=1),
            "known": draft.some(size, 0.95),
        }
    )
    return frame.select(day=pl.when("known").then(pl.when("is_old").then("old").otherwise("fresh")))["day"]


def put_agreements(draft: Draft) -> None:
    """Agreements between organisations, between groups, and of a group with one that sits in it."""
    size = max(12, draft.sizes.memberships // 60)
    seats = _seats(draft)
    seat = seats[draft.pick(size, seats.height)]
    organization, partner = _two(draft, size, draft.sizes.named_organizations)
    group, partner_group = _two(draft, size, draft.sizes.groups)
    # who stands first: organisations, an organisation and its group, groups, a group and its member
    kind = np.arange(size) % 4
    about = draft.pick(size, len(words.AGREEMENTS))
    named, groups = draft.ids("organizations", organization), draft.ids("groups", group)
    draft.put(
        "agreements",
        id=serials(size),
        organization_id=_by_kind(kind, named, seat["organization_id"], None, None),
        group_id=_by_kind(kind, None, None, groups, seat["group_id"]),
        partner_id=_by_kind(kind, draft.ids("organizations", partner), None, None, seat["organization_id"]),
        partner_group_id=_by_kind(kind, None, seat["group_id"], draft.ids("groups", partner_group), None),
        agreement=_first_of_each(draft, AGREEMENTS, size, [0.1, 0.35, 0.55]),
        about=texts([sv for sv, _ in words.AGREEMENTS], about),
        about_en=texts([en for _, en in words.AGREEMENTS], about),
        **draft.period(size),
        **draft.evidence(draft.confirmed(size)),
    )


def _two(draft: Draft, size: int, choices: int) -> tuple[Ints, Ints]:
    """Two different numbers below `choices`, for each row."""
    one = draft.pick(size, choices)
    return one, (one + 1 + draft.pick(size, choices - 1)) % choices


def _by_kind(kind: Ints, *columns: pl.Series | None) -> pl.Series:
    """In each row the value of the column that its kind numbers; no value where that is None."""
    nothing = pl.Series([None] * len(kind), dtype=pl.String)
    frame = pl.DataFrame({str(n): nothing if c is None else c for n, c in enumerate(columns)})
    chosen = [pl.when(pl.Series(kind == n)).then(str(n)) for n in range(len(columns))]
    return frame.select(value=pl.coalesce(chosen))["value"]
