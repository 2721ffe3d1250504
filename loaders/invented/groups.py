"""The groups: their kinds, where they belong, and where in their life they are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from graph.model import GROUP_CLASSIFICATIONS
from loaders.invented import words
from loaders.invented.columns import Flags, Ints, filled, listed, numbered, only, slugs, texts
from loaders.invented.draft import TODAY, Draft
from loaders.invented.organizations import Organizations
from loaders.invented.places import spots_in


@dataclass(frozen=True)
class Groups:
    """What later tables ask of the groups: one value a group, in the order of the first table.

    `kinds`: place of its kind among `GROUP_CLASSIFICATIONS`. `seats`: how many participants. `district`,
    `area`, `topic`: the district it draws its participants from (by number), the place of the area it
    belongs to and of the topic it works on.
    """

    kinds: Ints
    seats: Ints
    district: Ints
    area: Ints
    topic: Ints
    proposed: Flags
    closed: Flags
    confirmed: pl.Series
    founded: pl.Series
    dissolved: pl.Series


def put_groups(draft: Draft) -> Groups:
    """The groups, of every kind and in every state of life."""
    size, rng = draft.sizes.groups, draft.rng
    kinds = rng.choice(6, size=size, p=[0.02, 0.03, 0.4, 0.25, 0.2, 0.1])
    kinds[:9] = [0, 1, 2, 2, 3, 3, 4, 4, 5]
    seats = _group_sizes(draft)
    # where the group belongs: in the whole city (0), in a district, or in one of its spots
    wide = min(1.0, (24 / size) ** 0.4)  # in a large city most groups have one place only
    level = rng.choice(3, size=size, p=[0.06 * wide, 0.34 * wide, 1 - 0.4 * wide])
    level[:9] = [0, 0, 1, 2, 1, 2, 2, 2, 1]
    district = draft.pick(size, draft.sizes.districts)
    spot = spots_in(draft, district)
    area = np.where(level == 2, spot, np.where(level == 0, 0, 1 + district))
    topic = draft.pick(size, draft.sizes.topics)

    proposed = draft.some_but_first(size, 0.06, first=8)
    closed = draft.some_but_first(size, 0.08, first=7) & ~proposed
    stale = draft.some_but_first(size, 0.15, first=5) & ~proposed
    confirmed = pl.DataFrame(
        {
            "fresh": draft.confirmed(size),
            "old": draft.days(size, dt.date(2023, 1, 1), TODAY - dt.timedelta(500)),
            "stale": stale,
        }
    ).select(day=pl.when("stale").then("old").otherwise("fresh"))["day"]
    founded = draft.days(size, dt.date(2008, 1, 1), dt.date(2022, 12, 31))
    dissolved = draft.days(size, dt.date(2024, 1, 1), TODAY - dt.timedelta(60))
    names, names_en = (_group_names(draft, kinds, area, topic, language) for language in (0, 1))
    rhythm = draft.pick(size, len(words.RHYTHMS))
    topics, topics_en = (draft.tables["topics"][column].gather(topic) for column in ("name", "name_en"))
    draft.put(
        "groups",
        id=slugs(names),
        name=names,
        name_en=names_en,
        other_names=only(listed([name + " (arbetsnamn)" for name in names]), draft.some(size, 0.1)),
        identifiers=only(
            listed([f"exempeldiarium:{place:06d}" for place in range(size)]), draft.some(size, 0.5)
        ),
        description=only("Påhittad grupp: " + names + ".", draft.some(size, 0.7)),
        description_en=only("An invented group: " + names_en + ".", draft.some(size, 0.7)),
        url=only("https://example.org/grupp/" + slugs(names), draft.some(size, 0.5)),
        classification=texts(GROUP_CLASSIFICATIONS, kinds),
        status=texts(("active", "proposed", "closed"), np.where(proposed, 1, np.where(closed, 2, 0))),
        purpose="Att komma längre med " + topics.str.to_lowercase() + ".",
        purpose_en="To get further with " + topics_en.str.to_lowercase() + ".",
        meeting_rhythm=texts([sv for sv, _ in words.RHYTHMS], rhythm),
        meeting_rhythm_en=texts([en for _, en in words.RHYTHMS], rhythm),
        founding_date=only(draft.as_known(founded, draft.lengths(size)), ~proposed),
        dissolution_date=only(dissolved.dt.strftime("%Y-%m-%d"), closed),
        review_date=only(
            draft.days(size, TODAY - dt.timedelta(200), TODAY + dt.timedelta(300)),
            draft.some(size, 0.6) & ~closed,
        ),
        confirmed_on=confirmed,
        **draft.stated(size),
    )
    return Groups(kinds, seats, district, area, topic, proposed, closed, confirmed, founded, dissolved)


def _group_names(draft: Draft, kinds: Ints, area: Ints, topic: Ints, language: int) -> pl.Series:
    templates = [words.GROUP_NAMES[kind][language] for kind in GROUP_CLASSIFICATIONS]
    names = draft.tables["areas"]["name"].gather(area)
    topics = draft.tables["topics"][("name", "name_en")[language]].gather(topic)
    return numbered(filled([templates[kind] for kind in kinds], names, topics.str.to_lowercase()), " nr ")


def _group_sizes(draft: Draft) -> Ints:
    """Participants by group, together exactly the memberships."""
    size, total = draft.sizes.groups, draft.sizes.memberships
    small = draft.rng.random(size) < 0.3
    small[:9] = [False, False, False, True, False, True, True, False, True]
    low = np.where(small, 1, 6)
    high = np.where(small, 8, max(20, min(3 * total // size, draft.sizes.named_organizations // 2)))
    wanted = np.where(small, draft.rng.integers(1, 9, size=size), draft.rng.lognormal(0, 0.5, size=size) * 25)
    wanted[[3, 6]] = (2, 1)  # a group of unnamed participants only, and one that hangs on one
    low[[3, 6]] = high[[3, 6]] = (2, 1)
    seats = np.clip(wanted, low, high)
    for _ in range(50):  # the large ones share what is left over or missing, within their limits
        left = total - seats.sum()
        room = np.where(small, 0, seats)
        seats = np.clip(seats + left * room / room.sum(), low, high)
    whole: Ints = np.floor(seats).astype(np.int64)
    while left := total - int(whole.sum()):
        step = 1 if left > 0 else -1
        open_ = np.flatnonzero(
            ~small & (whole < draft.sizes.named_organizations - 1 if step > 0 else whole > 3)
        )
        whole[open_[: abs(left)]] += step
    return whole


_OF_MEMBERS: Final = ("civil-society", "business", "housing-association")
"""Sectors whose organisations are likely to be associations."""


def put_associations(draft: Draft, groups: Groups, organizations: Organizations) -> None:
    """Some area groups are the members of an association: group and organisation are then one.

    One group in a hundred, at least one; before anybody is seated, with organisations that sit in no
    group. Draws nothing, so that everything else stays what it was.
    """
    area = GROUP_CLASSIFICATIONS.index("area")
    fit = (groups.kinds == area) & ~groups.proposed & ~groups.closed & (groups.seats > 5)
    group = np.flatnonzero(fit)[: max(1, len(fit) // 100)]
    free = organizations.alone & (organizations.parent < 0) & organizations.gone.is_null().to_numpy()
    likely = np.isin([words.SECTORS[place][0] for place in organizations.sector], _OF_MEMBERS)
    organization = np.flatnonzero(free)[np.argsort(~likely[free], kind="stable")][: len(group)]
    associations = (
        draft.tables["organizations"]
        .select(organization_id="id", own="name", own_en="name_en")[organization]
        .with_columns(place=pl.Series(group[: len(organization)]).cast(pl.UInt32))
    )
    frame = draft.tables["groups"].with_row_index("place")
    frame = frame.join(associations, on="place", how="left", maintain_order="left")
    named = {
        "id": pl.col("organization_id") + "-medlemmar",
        "name": pl.col("own"),
        "name_en": pl.col("own_en"),
        "other_names": pl.concat_list(pl.col("own") + " (arbetsnamn)"),
        "description": "Påhittad grupp: " + pl.col("own") + ".",
        "description_en": "An invented group: " + pl.col("own_en") + ".",
        "url": "https://example.org/grupp/" + pl.col("organization_id"),
    }
    one = pl.col("organization_id").is_not_null()
    draft.tables["groups"] = frame.with_columns(
        pl.when(one & pl.col(name).is_not_null()).then(text).otherwise(name).alias(name)
        for name, text in named.items()
    ).drop("place", "own", "own_en")


def put_templates(draft: Draft) -> None:
    """Groups that every district has, and every spot of one kind in a district, with their template.

    They come beside the groups that were asked for, and nobody is said to sit in them: each is what
    loading the template alone would make, but recorded.
    """
    areas, topics = draft.tables["areas"], draft.tables["topics"]["id"]
    parts = draft.tables["area_parts"].select(id="area_id", within_area_id="parent_id")
    areas = areas.join(parts, on="id", how="left", maintain_order="left")
    spot = areas.row(1 + draft.sizes.districts, named=True)  # of the first district
    kinds = ["stadsdel", spot["classification"]]
    within = [areas["id"][0], spot["within_area_id"]]
    topic = draft.pick(len(kinds), len(topics))
    told = {"confirmed_on": draft.confirmed(len(kinds)), **draft.stated(len(kinds))}
    ids, names, classifications, purposes = zip(*words.TEMPLATES, strict=True)
    draft.put(
        "group_templates",
        id=ids,
        name=[sv for sv, _ in names],
        name_en=[en for _, en in names],
        classification=classifications,
        status=["active", None],
        area_classification=kinds,
        within_area_id=within,
        topic_ids=[sorted({topics[int(place)], topics[0]}) for place in topic],
        purpose=[sv for sv, _ in purposes],
        purpose_en=[en for _, en in purposes],
        **told,
    )
    made = (
        draft.tables["group_templates"]
        .rename({"id": "template_id"})
        .join(
            areas.select("id", "classification", "within_area_id", area="name", area_en="name_en"),
            left_on=["area_classification", "within_area_id"],
            right_on=["classification", "within_area_id"],
        )
        .with_columns(
            group_id=pl.col("template_id") + "/" + pl.col("id"),
            status=pl.col("status").fill_null("active"),
            name=pl.col("name").str.replace("{area}", pl.col("area"), literal=True),
            name_en=pl.col("name_en").str.replace("{area}", pl.coalesce("area_en", "area"), literal=True),
        )
    )
    kept = ("name", "name_en", "classification", "status", "purpose", "purpose_en", "template_id", *told)
    draft.add("groups", made.select(pl.col("group_id").alias("id"), *kept))
    draft.add("group_areas", made.select("group_id", pl.col("id").alias("area_id"), *told))
    draft.add(
        "group_topics",
        made.explode("topic_ids").select("group_id", pl.col("topic_ids").alias("topic_id"), *told),
    )
