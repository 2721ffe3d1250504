"""Who sits in which group."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

from graph.model import ROLES
from loaders.invented import words
from loaders.invented.columns import Flags, Ints, numbered_within, only, serials, slugs, texts
from loaders.invented.draft import TODAY, Draft
from loaders.invented.groups import Groups
from loaders.invented.organizations import Organizations


def put_memberships(draft: Draft, groups: Groups, organizations: Organizations) -> None:
    """Who sits in which group, as what, since when; adds the unnamed participants to the organisations."""
    group, organization, again = _participants(draft, groups, organizations)
    size, rng = len(group), draft.rng
    first = np.concatenate([[True], group[1:] != group[:-1]])
    number = np.arange(size) - np.flatnonzero(first)[np.cumsum(first) - 1]  # place within the group
    named = organization < draft.sizes.named_organizations
    role = rng.choice(len(ROLES), size=size, p=[0.86, 0, 0, 0, 0.04, 0.05, 0.05])
    for name, place in (("chair", 0), ("convener", 1), ("coordinator", 2)):
        role[named & (number == place) & (groups.seats[group] > place + 2)] = ROLES.index(name)
    role[groups.proposed[group] & (number % 3 > 0)] = ROLES.index("invited")
    role[again] = ROLES.index("observer")
    function = draft.pick(size, len(words.FUNCTIONS))
    function[again] = (function[np.flatnonzero(again) - 1] + 1) % len(words.FUNCTIONS)
    spoken_for = (named & draft.some(size, 0.6)) | again | np.roll(again, -1)
    gone = organizations.gone.gather(np.where(named, organization, 0))
    start, end = _seat_periods(draft, groups, group, only(gone, named))
    old = pl.DataFrame({"day": groups.confirmed.gather(group), "back": draft.pick(size, 60)})
    draft.put(
        "memberships",
        id=serials(size),
        organization_id=draft.ids("organizations", organization),
        group_id=draft.ids("groups", group),
        role=texts(ROLES, role),
        represented_by=only(texts([sv for sv, _ in words.FUNCTIONS], function), spoken_for),
        represented_by_en=only(texts([en for _, en in words.FUNCTIONS], function), spoken_for),
        contributes=only(
            texts(words.CONTRIBUTIONS, draft.pick(size, len(words.CONTRIBUTIONS))), draft.some(size, 0.5)
        ),
        expects=only(texts(words.WISHES, draft.pick(size, len(words.WISHES))), draft.some(size, 0.4)),
        agreement=only(texts(("none", "oral", "written"), draft.pick(size, 3)), draft.some(size, 0.6)),
        start_date=start,
        end_date=end,
        **draft.evidence(old.select(pl.col("day") - pl.duration(days="back"))["day"]),
    )


def _participants(draft: Draft, groups: Groups, organizations: Organizations) -> tuple[Ints, Ints, Flags]:
    """Group and organisation of every membership, by group, and which are a second seat of the one before."""
    unnamed = _unnamed_seats(draft, groups)
    again = np.zeros(draft.sizes.groups, np.int64)
    large = np.flatnonzero(groups.seats - unnamed > 5)
    again[large[:: max(1, len(large) // max(2, draft.sizes.memberships // 150))]] = 1
    group, organization = _named_seats(draft, groups, organizations, groups.seats - unnamed - again)
    _put_unnamed(draft, np.repeat(np.arange(draft.sizes.groups), unnamed))

    parts = [group, np.flatnonzero(again), np.repeat(np.arange(draft.sizes.groups), unnamed)]
    last = np.flatnonzero(np.concatenate([group[1:] != group[:-1], [True]]))
    twice = organization[last[np.searchsorted(group[last], parts[1])]]
    strangers = draft.sizes.named_organizations + np.arange(unnamed.sum())
    every, seats = np.concatenate(parts), np.concatenate([organization, twice, strangers])
    order = np.argsort(every, kind="stable")
    second = np.concatenate(
        [np.zeros(len(group), bool), np.ones(len(twice), bool), np.zeros(len(strangers), bool)]
    )
    return every[order], seats[order], second[order]


def _unnamed_seats(draft: Draft, groups: Groups) -> Ints:
    """How many participants of each group nobody has named."""
    size = draft.sizes.organizations - draft.sizes.named_organizations
    seats = np.bincount(draft.pick(size, draft.sizes.groups), minlength=draft.sizes.groups)
    seats = np.minimum(seats, groups.seats // 3)
    seats[3] = groups.seats[3]  # nobody named at all
    return seats


def _named_seats(
    draft: Draft, groups: Groups, organizations: Organizations, wanted: Ints
) -> tuple[Ints, Ints]:
    """Different organisations for every group, most of them from its own district."""
    everybody = draft.sizes.named_organizations
    bounds = np.searchsorted(organizations.home, np.arange(draft.sizes.districts + 1))
    eager = np.concatenate([[0], np.cumsum(organizations.eagerness)])
    even = np.concatenate([[0], np.cumsum(~organizations.alone)]).astype(float)
    taken = np.empty(0, np.int64)  # group * everybody + organisation, as drawn
    for turn in range(200):
        have = np.bincount(taken // everybody, minlength=draft.sizes.groups)
        short = wanted - have
        if not short.any():
            break
        group = np.repeat(np.arange(draft.sizes.groups), short + short // 4 * (turn > 0))
        scale = eager if turn < 8 else even  # the eager are soon all in: then anybody
        local = (draft.rng.random(len(group)) < (0.7, 0.5, 0.3, 0.1)[min(turn, 3)]) & (groups.area[group] > 0)
        district = groups.district[group]
        low = np.where(local, scale[bounds[district]], 0)
        high = np.where(local, scale[bounds[district + 1]], scale[-1])
        drawn = np.searchsorted(scale, low + draft.rng.random(len(group)) * (high - low), side="right") - 1
        drawn = np.minimum(drawn, everybody - 1)
        group, drawn = group[~organizations.alone[drawn]], drawn[~organizations.alone[drawn]]
        taken = _first_of_each(np.concatenate([taken, group * everybody + drawn]), everybody, wanted)
    taken.sort()
    group, organization = taken // everybody, taken % everybody
    # who is asked first is not who comes first in the register
    order = np.lexsort((draft.rng.random(len(group)), group))
    return group[order], organization[order]


def _put_unnamed(draft: Draft, group: Ints) -> None:
    sector = draft.pick(len(group), len(words.SECTORS))
    sorts = [words.UNNAMED[kind] for kind, *_ in words.SECTORS]
    names = texts([sv for sv, _ in sorts], sector)
    columns = {
        "id": slugs(numbered_within(names, group)) + "-" + draft.ids("groups", group),
        "name": names,
        "name_en": texts([en for _, en in sorts], sector),
        "classification": only(
            pl.Series([kind for kind, *_ in words.SECTORS]).gather(sector), draft.some(len(group), 0.9)
        ),
        "kind": ["unnamed"] * len(group),
        **draft.stated(len(group)),
    }
    draft.add("organizations", pl.DataFrame(columns))


def _seat_periods(draft: Draft, groups: Groups, group: Ints, gone: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Since when and until when: within the life of the group, and of the organisation."""
    size = len(group)
    frame = pl.DataFrame(
        {
            "founded": groups.founded.gather(group),
            "share": draft.rng.random(size),
            "length": draft.lengths(size),
            "known": draft.some(size, 0.6) & ~groups.proposed[group],
            "left": draft.some(size, 0.05) & ~groups.proposed[group],
            "ended": draft.days(size, dt.date(2025, 2, 1), TODAY - dt.timedelta(30)).dt.strftime("%Y-%m-%d"),
            "closed": only(groups.dissolved.dt.strftime("%Y-%m-%d").gather(group), groups.closed[group]),
            "gone": gone,
        }
    )
    days_open = (dt.date(2023, 12, 31) - pl.col("founded")).dt.total_days()
    start = pl.col("founded") + pl.duration(days=(pl.col("share") * days_open).cast(pl.Int64))
    periods = frame.select(
        start=pl.when("known").then(start.dt.strftime("%Y-%m-%d").str.head("length")),
        end=pl.coalesce("closed", "gone", pl.when("left").then(pl.col("ended").str.head("length"))),
    )
    return periods["start"], periods["end"]


def _first_of_each(codes: Ints, width: int, limits: Ints) -> Ints:
    """The codes without repetition, of each group (code // width) the first so many, as they came."""
    _, first = np.unique(codes, return_index=True)
    first.sort()
    codes = codes[first]
    group = codes // width
    order = np.argsort(group, kind="stable")
    starts = np.searchsorted(group[order], np.arange(len(limits)))
    rank = np.arange(len(order)) - starts[group[order]]
    kept = np.sort(order[rank < limits[group[order]]])
    return codes[kept]
