"""The named organisations, some of them units of others."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from loaders.invented import words
from loaders.invented.columns import Flags, Ints, listed, numbered, only, slugs
from loaders.invented.draft import Draft
from loaders.invented.places import place_names

_SECTOR_SHARES: Final = np.array([3, 14, 2, 18, 6, 18, 10, 10, 4, 4, 6, 5]) / 100


@dataclass(frozen=True)
class Organizations:
    """What later tables ask of the named organisations: one value each, in the order of the first table.

    `home`: the district it is at home in, by number. `sector`: its place among the sectors. `eagerness`:
    how readily it sits in groups; 0 for those that are `alone`, in none at all. `parent`: the place of
    the organisation it is a unit of, or -1. `gone`: when it was dissolved.
    """

    home: Ints
    sector: Ints
    eagerness: npt.NDArray[np.float64]
    alone: Flags
    parent: Ints
    gone: pl.Series


def put_organizations(draft: Draft) -> Organizations:
    """The named organisations and their units; the unnamed come with the seats they have."""
    size, rng = draft.sizes.named_organizations, draft.rng
    home = np.sort(draft.pick(size, draft.sizes.districts))
    sector = rng.choice(len(words.SECTORS), size=size, p=_SECTOR_SHARES)
    each = np.arange(len(words.SECTORS))
    sector[5 + each] = each  # no sector without anybody
    eagerness = np.minimum(rng.pareto(1.6, size=size) + 0.2, 20)
    alone = draft.some(size, 0.06)  # in no group at all: known to be there, never asked
    eagerness[alone] = 0
    parent = _unit_parents(draft, sector)
    sv, en = _organization_names(draft, sector, parent)
    gone = only(pl.Series(["2025-06"] * size), draft.some_but_first(size, 0.02, first=size // 2))
    kinds = pl.Series([kind for kind, *_ in words.SECTORS])
    draft.put(
        "organizations",
        id=slugs(sv),
        name=sv,
        name_en=en,
        other_names=only(
            listed([name.replace("s ", " ", 1) for name in sv], ["Gamla " + name for name in sv]),
            draft.some(size, 0.2),
        ),
        identifiers=only(
            listed([f"exempelregister:{place:07d}" for place in range(size)]), draft.some(size, 0.8)
        ),
        description=only("Påhittad verksamhet: " + sv + ".", draft.some(size, 0.6)),
        description_en=only("An invented organisation: " + en + ".", draft.some(size, 0.6)),
        url=only("https://example.org/aktor/" + slugs(sv), draft.some(size, 0.6)),
        classification=kinds.gather(sector),
        kind=["named"] * size,
        founding_date=only(
            draft.as_known(draft.days(size, dt.date(1950, 1, 1), dt.date(2007, 12, 31)), draft.lengths(size)),
            draft.some(size, 0.8),
        ),
        dissolution_date=gone,
        **draft.stated(size),
    )
    return Organizations(home, sector, eagerness, alone, parent, gone)


def _organization_names(draft: Draft, sector: Ints, parent: Ints) -> tuple[pl.Series, pl.Series]:
    """Names in Swedish and English, of the same place and the same kind."""
    size = len(sector)
    place_of = place_names(draft, size)
    kind_of = draft.pick(size, 60)  # 60: divisible by the kinds of any sector
    unit_of = draft.pick(size, len(words.UNITS))
    for place in np.flatnonzero(parent >= 0):
        above = parent[place]
        if parent[above] >= 0 and unit_of[place] == unit_of[above]:
            unit_of[place] = (unit_of[place] + 1) % len(words.UNITS)  # not a unit of its own kind

    def names(language: int) -> pl.Series:
        named: list[str] = []
        for place, above in enumerate(parent):
            kinds = words.KINDS[words.SECTORS[sector[place]][0]]
            kind = kinds[kind_of[place] % len(kinds)][language]
            named.append(
                f"{named[above]}, {words.UNITS[unit_of[place]][language]}"
                if above >= 0
                else f"{place_of[place]}{('s', '')[language]} {kind}"
            )
        return numbered(pl.Series(named, dtype=pl.String))

    return names(0), names(1)


def _unit_parents(draft: Draft, sector: Ints) -> Ints:
    """For each organisation the place of the one it is a unit of, or -1.

    Parents come before units, which take their sector.
    """
    size = draft.sizes.named_organizations
    unit = draft.some_but_first(size, 0.12, first=3)
    unit[4] = True
    unit[5:17] = False  # those are of a sector each
    parent: Ints = np.where(unit, (draft.rng.random(size) * np.arange(size)).astype(np.int64), -1)
    parent[[3, 4]] = (2, 3)  # a unit, and a unit of that unit
    parent[[0, 2]] = -1
    for place in np.flatnonzero(parent >= 0):
        sector[place] = sector[parent[place]]
    return parent
