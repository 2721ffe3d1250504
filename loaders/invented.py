"""An invented network of any size: to try the app on, and to measure it with.

Nothing in it is real. The city is called Exempelstad and lies in the open Baltic, its places are on
no map, and `data_sets.invented` is true.

How it is made, with a share for every number so that the shape is the same at any size:

- *Sizes.* Everything grows slower than the memberships: 300 of them go with 60 organisations, 24
  groups, 12 areas and 7 topics, a million with about 100,000, 14,000, 1,500 and 40.
- *Groups.* Three in ten have one to eight participants, the others a log-normal number around the mean,
  capped at three times the mean, so that the projection onto organisations stays feasible (about
  60 million pairs at a million memberships).
- *Who is in what.* Each organisation has a home district and a heavy-tailed (Pareto) eagerness; a
  group draws most of its participants from its own district, the rest from the whole city.
- *What is known.* Periods, confirmations, needs, agreements and the rest are there for some records
  and missing for others, so that every state of coverage appears.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.analysis.decision_key import Axis, coverage_key
from graph.dataset import Dataset
from graph.model import DECISION_STATUSES, GROUP_CLASSIFICATIONS, ROLES
from loaders import invented_words as words

SMALLEST: Final = 100
"""Fewer memberships cannot show every kind of record."""

TODAY: Final = dt.date(2026, 11, 22)
"""The day the invented records were "put together": fixed, so that a seed always gives the same."""

CENTER: Final = (58.30, 20.20)
"""Latitude and longitude of Exempelstad: open sea."""

DISTRICT: Final = 0.03
"""Degrees of latitude between neighbouring districts."""

_Ints = npt.NDArray[np.int64]
_Flags = npt.NDArray[np.bool_]
_Columns = dict[str, Any]


def invented_network(*, memberships: int, seed: int) -> Dataset:
    """An invented network with exactly so many memberships.

    Parameters
    ----------
    memberships
        How many rows `memberships` has: 100 or more.
    seed
        Any whole number from 0; the same numbers always give the same Dataset.

    Returns
    -------
    Dataset
        Every record type has records and every field a value somewhere. It holds no problem that
        `graph.validation` calls an error or a warning.

    Raises
    ------
    ValueError
        When `memberships` is below 100 or `seed` below 0.
    """
    if memberships < SMALLEST:
        raise ValueError(f"memberships is {memberships}; {SMALLEST} or more would be right")
    if seed < 0:
        raise ValueError(f"seed is {seed}; 0 or more would be right")
    return _Invention(_Sizes.of(memberships), np.random.default_rng(seed)).dataset(memberships, seed)


@dataclass(frozen=True)
class _Sizes:
    memberships: int
    organizations: int
    groups: int
    areas: int
    topics: int

    @classmethod
    def of(cls, memberships: int) -> _Sizes:
        times = memberships / 300

        def grown(base: int, exponent: float) -> int:
            return round(base * float(times**exponent))

        # at a million: about 100,000 organisations, 14,000 groups, 1,500 areas, 40 topics
        return cls(
            memberships,
            organizations=max(30, grown(60, 0.915)),
            groups=max(12, grown(24, 0.785)),
            areas=max(9, grown(12, 0.595)),
            topics=max(5, grown(7, 0.215)),
        )

    @property
    def districts(self) -> int:
        return max(2, round(float(self.areas**0.5)))


class _Invention:
    """Makes the tables one after the other; each may look at those before it."""

    def __init__(self, sizes: _Sizes, rng: np.random.Generator) -> None:
        self.sizes = sizes
        self.rng = rng
        self.tables: dict[str, pl.DataFrame] = {}

    def dataset(self, memberships: int, seed: int) -> Dataset:
        self.data_sets(memberships, seed)
        self.sectors()
        self.areas()
        self.topics()
        self.sources()
        self.groups()
        self.organizations()
        self.memberships()
        self.structure()
        self.group_ties()
        self.organization_ties()
        self.judgements()
        return Dataset(self.tables)

    # --- draws ---------------------------------------------------------------------------------

    def some(self, size: int, share: float) -> _Flags:
        """Flags, true for about `share` of them and for the first: a field is never all empty."""
        flags = self.rng.random(size) < share
        flags[:1] = True
        return flags

    def pick(self, size: int, choices: int) -> _Ints:
        return self.rng.integers(choices, size=size)

    def days(self, size: int, first: dt.date, last: dt.date) -> pl.Series:
        span = (last - first).days
        offsets = self.rng.integers(span + 1, size=size)
        return pl.Series(np.datetime64(first, "D") + offsets.astype("timedelta64[D]"))

    def as_known(self, days: pl.Series, lengths: pl.Series) -> pl.Series:
        """Days as periods, cut to a year (4), a month (7) or left whole (10)."""
        frame = pl.DataFrame({"day": days.dt.strftime("%Y-%m-%d"), "length": lengths})
        return frame.select(pl.col("day").str.head(pl.col("length")))["day"]

    def lengths(self, size: int) -> pl.Series:
        return pl.Series(self.rng.choice([4, 7, 10], size=size, p=[0.3, 0.4, 0.3]))

    def evidence(self, confirmed_on: pl.Series) -> _Columns:
        """The columns that say how a tie is known, for as many rows as there are confirmations."""
        size = len(confirmed_on)
        return {
            "confirmed_on": confirmed_on,
            **self.stated(size),
            "quote": _only(_texts(words.QUOTES, self.pick(size, len(words.QUOTES))), self.some(size, 0.05)),
        }

    def stated(self, size: int) -> _Columns:
        sources = self.tables["sources"]["id"]
        headings = _texts(words.HEADINGS, self.pick(size, len(words.HEADINGS)))
        numbers = pl.Series(self.pick(size, 9) + 1).cast(pl.String)
        return {
            "source_id": sources.gather(self.pick(size, len(sources))),
            "locator": headings + ", mening " + numbers,
        }

    def confirmed(self, size: int) -> pl.Series:
        return self.days(size, TODAY - dt.timedelta(330), TODAY - dt.timedelta(20))

    def put(self, table: str, **columns: Any) -> None:
        self.tables[table] = pl.DataFrame(columns)

    def ids(self, table: str, places: _Ints) -> pl.Series:
        return self.tables[table]["id"].gather(places)

    # --- what it is ----------------------------------------------------------------------------

    def data_sets(self, memberships: int, seed: int) -> None:
        name, name_en = words.CITY
        self.put(
            "data_sets",
            id=[f"{name.lower()}-{memberships}-{seed}"],
            name=[f"{name} (påhittad)"],
            name_en=[f"{name_en} (invented)"],
            description=[
                f"Ett påhittat nätverk med {memberships} medlemskap, gjort av fröet {seed}. Inget är sant."
            ],
            description_en=[
                f"An invented network with {memberships} memberships, made from seed {seed}. Nothing is real."
            ],
            language=["sv"],
            invented=[True],
            compiled_on=[TODAY],
            licence=["MIT"],
            url=["https://example.org/exempelstad"],
        )

    def sectors(self) -> None:
        ids, names, names_en, colors = zip(*words.SECTORS, strict=True)
        self.put("sectors", id=ids, name=names, name_en=names_en, color=colors)

    def areas(self) -> None:
        size, districts = self.sizes.areas, self.sizes.districts
        spots = size - districts - 1
        home = np.arange(spots) % districts  # every district has spots, as evenly as can be
        self.area_parent = np.concatenate([[-1], np.zeros(districts, int), home + 1])
        names = _numbered(
            pl.concat([pl.Series([words.CITY[0]]), self.places(districts), self.spot_names(spots)])
        )
        latitude, longitude = self.coordinates(home)
        ids = _slugs(names)
        # one spot has no place on the map, as happens in real registers
        located = np.arange(size) != size - 1
        outlines = list(map(_outline, latitude, longitude, self.radii))
        self.put(
            "areas",
            id=ids,
            name=names,
            name_en=_only(names.replace(*words.CITY), np.arange(size) == 0),
            other_names=_only(_listed(["Gamla " + name for name in names]), self.some(size, 0.2)),
            identifiers=_listed([f"exempelkod:{place:05d}" for place in range(size)]),
            description="Påhittad plats i " + pl.Series([words.CITY[0]] * size) + ".",
            description_en="An invented place in " + pl.Series([words.CITY[1]] * size) + ".",
            url="https://example.org/plats/" + ids,
            classification=["stad", *["stadsdel"] * districts, *self.spot_kinds],
            latitude=_only(pl.Series(latitude), located),
            longitude=_only(pl.Series(longitude), located),
            geometry=_only(pl.Series(outlines), located),
            coordinates_note=["påhittad, i öppet hav"] * size,
        )

    def places(self, size: int) -> pl.Series:
        """Names of invented places, different ones as far as they last."""
        every = [begin + end for begin in words.PLACE_BEGINNINGS for end in words.PLACE_ENDS]
        order = self.rng.permutation(len(every))
        return pl.Series(every, dtype=pl.String).gather(order[np.arange(size) % len(every)])

    def spot_names(self, size: int) -> pl.Series:
        every = [(begin + end, kind) for begin in words.PLACE_BEGINNINGS for end, kind in words.SPOTS]
        order = self.rng.permutation(len(every))[np.arange(size) % len(every)]
        self.spot_kinds = [every[place][1] for place in order]
        return pl.Series([every[place][0] for place in order], dtype=pl.String)

    def coordinates(self, home: _Ints) -> tuple[list[float], list[float]]:
        """Districts on a sunflower around the center, spots scattered around their district."""
        turn = np.pi * (3 - 5**0.5)
        number = np.arange(self.sizes.districts) + 0.5
        north, east = (DISTRICT * number**0.5 * f(number * turn) for f in (np.sin, np.cos))
        angle, far = self.rng.random(len(home)) * 2 * np.pi, 0.2 + 0.2 * self.rng.random(len(home))
        latitude = np.concatenate([[0.0], north, north[home] + DISTRICT * far * np.sin(angle)])
        longitude = np.concatenate([[0.0], east, east[home] + DISTRICT * far * np.cos(angle)])
        whole = DISTRICT * (self.sizes.districts**0.5 + 0.6)
        self.radii = [whole, *[DISTRICT * 0.5] * len(number), *[DISTRICT * 0.08] * len(home)]
        # a degree of longitude is about half as long as one of latitude here
        return (
            (CENTER[0] + latitude).round(4).tolist(),
            (CENTER[1] + longitude / np.cos(np.radians(CENTER[0]))).round(4).tolist(),
        )

    def topics(self) -> None:
        size = self.sizes.topics
        chosen = np.arange(size) % len(words.TOPICS)
        names = _numbered(_texts([sv for sv, _ in words.TOPICS], chosen))
        self.put(
            "topics",
            id=_slugs(names),
            name=names,
            name_en=_numbered(_texts([en for _, en in words.TOPICS], chosen)),
            other_names=_only(_listed(["Frågan " + name.lower() for name in names]), self.some(size, 0.3)),
            identifiers=_listed([f"exempelämne:{place}" for place in range(1, size + 1)]),
            description="Det grupperna gör om " + names.str.to_lowercase() + ".",
            description_en=["What the groups do about this."] * size,
            url="https://example.org/amne/" + _slugs(names),
        )

    def sources(self) -> None:
        size = max(5, self.sizes.areas // 2)
        chosen = np.arange(size) % len(words.SOURCES)
        areas = self.tables["areas"]["name"].gather(np.arange(size) % self.sizes.areas)
        names = _numbered(_filled([words.SOURCES[place][0] for place in chosen], areas), " nr ")
        read = self.confirmed(size)
        self.put(
            "sources",
            id=_slugs(names),
            name=names,
            name_en=_numbered(_filled([words.SOURCES[place][1] for place in chosen], areas), " nr "),
            publisher=areas + "s samverkansråd",
            url="https://example.org/kalla/" + _slugs(names),
            published_on=self.as_known(read.dt.offset_by("-3mo"), self.lengths(size)),
            retrieved_on=read,
            language=["sv"] * size,
            text=_only("Detta är en påhittad källa: " + names + ".", self.some(size, 0.5)),
        )
        for table in ("areas", "topics"):
            self.put(table, **self.tables[table].to_dict(), **self.stated(self.tables[table].height))

    # --- groups --------------------------------------------------------------------------------

    def groups(self) -> None:
        size, rng = self.sizes.groups, self.rng
        kinds = rng.choice(6, size=size, p=[0.02, 0.03, 0.4, 0.25, 0.2, 0.1])
        kinds[:9] = [0, 1, 2, 2, 3, 3, 4, 4, 5]
        self.kinds = kinds
        self.seats = self.group_sizes()
        # where the group belongs: in the whole city (0), in a district, or in one of its spots
        wide = min(1.0, (24 / size) ** 0.4)  # in a large city most groups have one place only
        level = rng.choice(3, size=size, p=[0.06 * wide, 0.34 * wide, 1 - 0.4 * wide])
        level[:9] = [0, 0, 1, 2, 1, 2, 2, 2, 1]
        self.group_district = self.pick(size, self.sizes.districts)
        self.group_area = np.where(level == 0, 0, 1 + self.group_district)
        spot = 1 + self.sizes.districts + self.spot_of(self.group_district)
        self.group_area = np.where(level == 2, spot, self.group_area)
        self.group_topic = self.pick(size, self.sizes.topics)

        self.proposed = self.some_but_first(size, 0.06, first=8)
        self.closed = self.some_but_first(size, 0.08, first=7) & ~self.proposed
        self.stale = self.some_but_first(size, 0.15, first=5) & ~self.proposed
        self.group_confirmed = pl.DataFrame(
            {
                "fresh": self.confirmed(size),
                "old": self.days(size, dt.date(2023, 1, 1), TODAY - dt.timedelta(500)),
                "stale": self.stale,
            }
        ).select(day=pl.when("stale").then("old").otherwise("fresh"))["day"]
        self.founded = self.days(size, dt.date(2008, 1, 1), dt.date(2022, 12, 31))
        self.dissolved = self.days(size, dt.date(2024, 1, 1), TODAY - dt.timedelta(60))
        names, names_en = (self.group_names(language) for language in (0, 1))
        rhythm = self.pick(size, len(words.RHYTHMS))
        topics, topics_en = (
            self.tables["topics"][column].gather(self.group_topic) for column in ("name", "name_en")
        )
        self.put(
            "groups",
            id=_slugs(names),
            name=names,
            name_en=names_en,
            other_names=_only(_listed([name + " (arbetsnamn)" for name in names]), self.some(size, 0.1)),
            identifiers=_only(
                _listed([f"exempeldiarium:{place:06d}" for place in range(size)]), self.some(size, 0.5)
            ),
            description=_only("Påhittad grupp: " + names + ".", self.some(size, 0.7)),
            description_en=_only("An invented group: " + names_en + ".", self.some(size, 0.7)),
            url=_only("https://example.org/grupp/" + _slugs(names), self.some(size, 0.5)),
            classification=_texts(GROUP_CLASSIFICATIONS, kinds),
            status=_texts(
                ("active", "proposed", "closed"), np.where(self.proposed, 1, np.where(self.closed, 2, 0))
            ),
            purpose="Att komma längre med " + topics.str.to_lowercase() + ".",
            purpose_en="To get further with " + topics_en.str.to_lowercase() + ".",
            meeting_rhythm=_texts([sv for sv, _ in words.RHYTHMS], rhythm),
            meeting_rhythm_en=_texts([en for _, en in words.RHYTHMS], rhythm),
            founding_date=_only(self.as_known(self.founded, self.lengths(size)), ~self.proposed),
            dissolution_date=_only(self.dissolved.dt.strftime("%Y-%m-%d"), self.closed),
            review_date=_only(
                self.days(size, TODAY - dt.timedelta(200), TODAY + dt.timedelta(300)),
                self.some(size, 0.6) & ~self.closed,
            ),
            confirmed_on=self.group_confirmed,
            **self.stated(size),
        )

    def group_names(self, language: int) -> pl.Series:
        templates = [words.GROUP_NAMES[kind][language] for kind in GROUP_CLASSIFICATIONS]
        names = self.tables["areas"]["name"].gather(self.group_area)
        topics = self.tables["topics"][("name", "name_en")[language]].gather(self.group_topic)
        return _numbered(
            _filled([templates[kind] for kind in self.kinds], names, topics.str.to_lowercase()), " nr "
        )

    def some_but_first(self, size: int, share: float, *, first: int) -> _Flags:
        """Flags for about `share`, none before the place `first` and always one there."""
        flags = self.rng.random(size) < share
        flags[:first] = False
        flags[first] = True
        return flags

    def spot_of(self, district: _Ints) -> _Ints:
        """A spot in each of the districts, by its number among the spots."""
        spots, districts = self.sizes.areas - self.sizes.districts - 1, self.sizes.districts
        per_district = (spots - district + districts - 1) // districts
        return np.minimum(
            district + districts * self.pick(len(district), spots) % (per_district * districts), spots - 1
        )

    def group_sizes(self) -> _Ints:
        """Participants by group, together exactly the memberships."""
        size, total = self.sizes.groups, self.sizes.memberships
        small = self.rng.random(size) < 0.3
        small[:9] = [False, False, False, True, False, True, True, False, True]
        low = np.where(small, 1, 6)
        high = np.where(small, 8, max(20, min(3 * total // size, self.named_organizations // 2)))
        wanted = np.where(
            small, self.rng.integers(1, 9, size=size), self.rng.lognormal(0, 0.5, size=size) * 25
        )
        wanted[[3, 6]] = (2, 1)  # a group of unnamed participants only, and one that hangs on one
        low[[3, 6]] = high[[3, 6]] = (2, 1)
        seats = np.clip(wanted, low, high)
        for _ in range(50):  # the large ones share what is left over or missing, within their limits
            left = total - seats.sum()
            room = np.where(small, 0, seats)
            seats = np.clip(seats + left * room / room.sum(), low, high)
        whole: _Ints = np.floor(seats).astype(np.int64)
        while left := total - int(whole.sum()):
            step = 1 if left > 0 else -1
            open_ = np.flatnonzero(~small & (whole < self.named_organizations - 1 if step > 0 else whole > 3))
            whole[open_[: abs(left)]] += step
        return whole

    # --- organisations -------------------------------------------------------------------------

    @property
    def named_organizations(self) -> int:
        return self.sizes.organizations - round(0.15 * self.sizes.organizations)

    def organizations(self) -> None:
        size, rng = self.named_organizations, self.rng
        self.home = np.sort(self.pick(size, self.sizes.districts))
        self.sector = rng.choice(len(words.SECTORS), size=size, p=_SECTOR_SHARES)
        each = np.arange(len(words.SECTORS))
        self.sector[5 + each] = each  # no sector without anybody
        self.eagerness = np.minimum(rng.pareto(1.6, size=size) + 0.2, 20)
        self.alone = self.some(size, 0.06)  # in no group at all: known to be there, never asked
        self.eagerness[self.alone] = 0
        self.parent = self.unit_parents()
        sv, en = (self.organization_names(language) for language in (0, 1))
        gone = self.some_but_first(size, 0.02, first=size // 2)
        self.gone = _only(pl.Series(["2025-06"] * size), gone)
        kinds = pl.Series([kind for kind, *_ in words.SECTORS])
        self.put(
            "organizations",
            id=_slugs(sv),
            name=sv,
            name_en=en,
            other_names=_only(
                _listed([name.replace("s ", " ", 1) for name in sv], ["Gamla " + name for name in sv]),
                self.some(size, 0.2),
            ),
            identifiers=_only(
                _listed([f"exempelregister:{place:07d}" for place in range(size)]), self.some(size, 0.8)
            ),
            description=_only("Påhittad verksamhet: " + sv + ".", self.some(size, 0.6)),
            description_en=_only("An invented organisation: " + en + ".", self.some(size, 0.6)),
            url=_only("https://example.org/aktor/" + _slugs(sv), self.some(size, 0.6)),
            classification=kinds.gather(self.sector),
            kind=["named"] * size,
            founding_date=_only(
                self.as_known(
                    self.days(size, dt.date(1950, 1, 1), dt.date(2007, 12, 31)), self.lengths(size)
                ),
                self.some(size, 0.8),
            ),
            dissolution_date=self.gone,
            **self.stated(size),
        )

    def organization_names(self, language: int) -> pl.Series:
        if language == 0:  # both languages speak of the same place and the same kind
            self.place_of = self.places(self.named_organizations)
            self.kind_of = self.pick(self.named_organizations, 60)  # 60: divisible by the kinds of any sector
            self.unit_of = self.pick(self.named_organizations, len(words.UNITS))
        names = []
        genitive = "s " if language == 0 else " "
        for place, sector, kind in zip(self.place_of, self.sector, self.kind_of, strict=True):
            kinds = words.KINDS[words.SECTORS[sector][0]]
            names.append(place + genitive + kinds[kind % len(kinds)][language])
        for place, parent in enumerate(self.parent):
            if parent >= 0:
                if self.parent[parent] >= 0 and self.unit_of[place] == self.unit_of[parent]:
                    self.unit_of[place] = (self.unit_of[place] + 1) % len(
                        words.UNITS
                    )  # not a unit of its own kind
                names[place] = f"{names[parent]}, {words.UNITS[self.unit_of[place]][language]}"
        return _numbered(pl.Series(names, dtype=pl.String))

    def unit_parents(self) -> _Ints:
        """For each organisation the place of the one it is a unit of, or -1. Parents come before units."""
        size = self.named_organizations
        unit = self.some_but_first(size, 0.12, first=3)
        unit[4] = True
        unit[5:17] = False  # those are of a sector each
        parent: _Ints = np.where(unit, (self.rng.random(size) * np.arange(size)).astype(np.int64), -1)
        parent[[3, 4]] = (2, 3)  # a unit, and a unit of that unit
        parent[[0, 2]] = -1
        for place in np.flatnonzero(parent >= 0):
            self.sector[place] = self.sector[parent[place]]
        return parent

    # --- memberships ---------------------------------------------------------------------------

    def memberships(self) -> None:
        group, organization, again = self.participants()
        size, rng = len(group), self.rng
        first = np.concatenate([[True], group[1:] != group[:-1]])
        number = np.arange(size) - np.flatnonzero(first)[np.cumsum(first) - 1]  # place within the group
        named = organization < self.named_organizations
        role = rng.choice(len(ROLES), size=size, p=[0.86, 0, 0, 0, 0.04, 0.05, 0.05])
        for name, place in (("chair", 0), ("convener", 1), ("coordinator", 2)):
            role[named & (number == place) & (self.seats[group] > place + 2)] = ROLES.index(name)
        role[self.proposed[group] & (number % 3 > 0)] = ROLES.index("invited")
        role[again] = ROLES.index("observer")
        function = self.pick(size, len(words.FUNCTIONS))
        function[again] = (function[np.flatnonzero(again) - 1] + 1) % len(words.FUNCTIONS)
        spoken_for = (named & self.some(size, 0.6)) | again | np.roll(again, -1)
        gone = self.gone.gather(np.where(named, organization, 0))
        start, end = self.seat_periods(group, _only(gone, named))
        old = pl.DataFrame({"day": self.group_confirmed.gather(group), "back": self.pick(size, 60)})
        self.put(
            "memberships",
            id=_serials(size),
            organization_id=self.ids("organizations", organization),
            group_id=self.ids("groups", group),
            role=_texts(ROLES, role),
            represented_by=_only(_texts([sv for sv, _ in words.FUNCTIONS], function), spoken_for),
            represented_by_en=_only(_texts([en for _, en in words.FUNCTIONS], function), spoken_for),
            contributes=_only(
                _texts(words.CONTRIBUTIONS, self.pick(size, len(words.CONTRIBUTIONS))), self.some(size, 0.5)
            ),
            expects=_only(_texts(words.WISHES, self.pick(size, len(words.WISHES))), self.some(size, 0.4)),
            agreement=_only(_texts(("none", "oral", "written"), self.pick(size, 3)), self.some(size, 0.6)),
            start_date=start,
            end_date=end,
            **self.evidence(old.select(pl.col("day") - pl.duration(days="back"))["day"]),
        )

    def participants(self) -> tuple[_Ints, _Ints, _Flags]:
        """Group and organisation of every membership, by group; and which are a second seat of the
        organisation before. Adds the unnamed participants to the organisations."""
        unnamed = self.unnamed_seats()
        again = np.zeros(self.sizes.groups, np.int64)
        large = np.flatnonzero(self.seats - unnamed > 5)
        again[large[:: max(1, len(large) // max(2, self.sizes.memberships // 150))]] = 1
        group, organization = self.named_seats(self.seats - unnamed - again)
        self.put_unnamed(np.repeat(np.arange(self.sizes.groups), unnamed))

        groups = [group, np.flatnonzero(again), np.repeat(np.arange(self.sizes.groups), unnamed)]
        last = np.flatnonzero(np.concatenate([group[1:] != group[:-1], [True]]))
        twice = organization[last[np.searchsorted(group[last], groups[1])]]
        strangers = self.named_organizations + np.arange(unnamed.sum())
        every, seats = np.concatenate(groups), np.concatenate([organization, twice, strangers])
        order = np.argsort(every, kind="stable")
        second = np.concatenate(
            [np.zeros(len(group), bool), np.ones(len(twice), bool), np.zeros(len(strangers), bool)]
        )
        return every[order], seats[order], second[order]

    def unnamed_seats(self) -> _Ints:
        """How many participants of each group nobody has named."""
        size = self.sizes.organizations - self.named_organizations
        seats = np.bincount(self.pick(size, self.sizes.groups), minlength=self.sizes.groups)
        seats = np.minimum(seats, self.seats // 3)
        seats[3] = self.seats[3]  # nobody named at all
        return seats

    def named_seats(self, wanted: _Ints) -> tuple[_Ints, _Ints]:
        """Different organisations for every group, most of them from its own district."""
        everybody = self.named_organizations
        bounds = np.searchsorted(self.home, np.arange(self.sizes.districts + 1))
        eager = np.concatenate([[0], np.cumsum(self.eagerness)])
        even = np.concatenate([[0], np.cumsum(~self.alone)]).astype(float)
        taken = np.empty(0, np.int64)  # group * everybody + organisation, as drawn
        for turn in range(200):
            have = np.bincount(taken // everybody, minlength=self.sizes.groups)
            short = wanted - have
            if not short.any():
                break
            group = np.repeat(np.arange(self.sizes.groups), short + short // 4 * (turn > 0))
            scale = eager if turn < 8 else even  # the eager are soon all in: then anybody
            local = (self.rng.random(len(group)) < (0.7, 0.5, 0.3, 0.1)[min(turn, 3)]) & (
                self.group_area[group] > 0
            )
            district = self.group_district[group]
            low = np.where(local, scale[bounds[district]], 0)
            high = np.where(local, scale[bounds[district + 1]], scale[-1])
            drawn = np.searchsorted(scale, low + self.rng.random(len(group)) * (high - low), side="right") - 1
            drawn = np.minimum(drawn, everybody - 1)
            group, drawn = group[~self.alone[drawn]], drawn[~self.alone[drawn]]
            taken = _first_of_each(np.concatenate([taken, group * everybody + drawn]), everybody, wanted)
        taken.sort()
        group, organization = taken // everybody, taken % everybody
        # who is asked first is not who comes first in the register
        order = np.lexsort((self.rng.random(len(group)), group))
        return group[order], organization[order]

    def put_unnamed(self, group: _Ints) -> None:
        sector = self.pick(len(group), len(words.SECTORS))
        sorts = [words.UNNAMED[kind] for kind, *_ in words.SECTORS]
        names = _texts([sv for sv, _ in sorts], sector)
        columns = {
            "id": _slugs(_numbered_within(names, group)) + "-" + self.ids("groups", group),
            "name": names,
            "name_en": _texts([en for _, en in sorts], sector),
            "classification": _only(
                pl.Series([kind for kind, *_ in words.SECTORS]).gather(sector), self.some(len(group), 0.9)
            ),
            "kind": ["unnamed"] * len(group),
            **self.stated(len(group)),
        }
        self.tables["organizations"] = pl.concat(
            [self.tables["organizations"], pl.DataFrame(columns)], how="diagonal"
        )

    def seat_periods(self, group: _Ints, gone: pl.Series) -> tuple[pl.Series, pl.Series]:
        """Since when and until when: within the life of the group, and of the organisation."""
        size = len(group)
        frame = pl.DataFrame(
            {
                "founded": self.founded.gather(group),
                "share": self.rng.random(size),
                "length": self.lengths(size),
                "known": self.some(size, 0.6) & ~self.proposed[group],
                "left": self.some(size, 0.05) & ~self.proposed[group],
                "ended": self.days(size, dt.date(2025, 2, 1), TODAY - dt.timedelta(30)).dt.strftime(
                    "%Y-%m-%d"
                ),
                "closed": _only(self.dissolved.dt.strftime("%Y-%m-%d").gather(group), self.closed[group]),
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

    # --- ties ----------------------------------------------------------------------------------

    def period(self, size: int) -> _Columns:
        """Since when and until when, for ties where little is known of either."""
        lengths = self.lengths(size)
        start = self.as_known(self.days(size, dt.date(2012, 1, 1), dt.date(2021, 12, 31)), lengths)
        end = self.as_known(self.days(size, dt.date(2023, 1, 1), TODAY - dt.timedelta(30)), lengths)
        return {
            "start_date": _only(start, self.some(size, 0.4)),
            "end_date": _only(end, self.some_but_first(size, 0.04, first=min(size - 1, 1))),
        }

    def structure(self) -> None:
        """Units under their organisations, areas in areas, groups in groups."""
        unit = np.flatnonzero(self.parent >= 0)
        self.put(
            "units",
            organization_id=self.ids("organizations", unit),
            parent_id=self.ids("organizations", self.parent[unit]),
            **self.period(len(unit)),
            **self.evidence(self.confirmed(len(unit))),
        )
        inside = np.flatnonzero(self.area_parent >= 0)
        self.put(
            "area_parts",
            area_id=self.ids("areas", inside),
            parent_id=self.ids("areas", self.area_parent[inside]),
            **self.evidence(self.confirmed(len(inside))),
        )
        below = np.flatnonzero((self.kinds > 1) & self.some(self.sizes.groups, 0.4))
        self.put(
            "representations",
            group_id=self.ids("groups", below),
            represented_in_id=self.ids("groups", np.ones(len(below), np.int64)),
            **self.period(len(below)),
            **self.evidence(self.group_confirmed.gather(below)),
        )

    def group_ties(self) -> None:
        """Who runs a group, where it works, on what, and on which documents."""
        seats = self.tables["memberships"].group_by("group_id", maintain_order=True).first()
        named = self.tables["organizations"].filter(kind="named")["id"]
        hosts = seats.filter(pl.col("organization_id").is_in(named.implode()))
        hosts = hosts.filter(pl.Series(self.some(hosts.height, 0.8)))
        self.put(
            "hosts",
            group_id=hosts["group_id"],
            organization_id=hosts["organization_id"],
            **self.period(hosts.height),
            **self.evidence(self.confirmed(hosts.height)),
        )
        placed = np.flatnonzero((self.kinds > 0) & self.some(self.sizes.groups, 0.95))
        more = placed[self.some(len(placed), 0.3)]
        areas = np.concatenate([self.group_area[placed], self.group_area_beside(more)])
        self.put_pairs("group_areas", "group_id", "area_id", np.concatenate([placed, more]), areas)
        busy = np.flatnonzero((self.kinds > 0) & self.some(self.sizes.groups, 0.95))
        more = busy[self.some(len(busy), 0.4)]
        topics = np.concatenate([self.group_topic[busy], self.pick(len(more), self.sizes.topics)])
        self.put_pairs("group_topics", "group_id", "topic_id", np.concatenate([busy, more]), topics)
        founded_on = np.flatnonzero(self.some(self.sizes.groups, 0.5))
        pairs = {
            "group_id": self.ids("groups", founded_on),
            "document_id": self.ids("sources", self.pick(len(founded_on), self.tables["sources"].height)),
        }
        self.put("group_documents", **pairs, **self.evidence(self.group_confirmed.gather(founded_on)))

    def group_area_beside(self, group: _Ints) -> _Ints:
        """A further area for each group: another spot in its district."""
        return 1 + self.sizes.districts + self.spot_of(self.group_district[group])

    def put_pairs(self, table: str, start: str, end: str, starts: _Ints, ends: _Ints) -> None:
        """Ties from groups to something else, each pair once, confirmed as the group is."""
        pairs = np.unique(np.stack([starts, ends], axis=1), axis=0)
        group, other = pairs[:, 0], pairs[:, 1]
        to = {"area_id": "areas", "topic_id": "topics"}[end]
        self.put(
            table,
            **{start: self.ids("groups", group), end: self.ids(to, other)},
            **self.period(len(group)),
            **self.evidence(self.group_confirmed.gather(group)),
        )

    def organization_ties(self) -> None:
        """Who is where, and who a source says works with whom."""
        here = np.flatnonzero(self.alone | self.some(self.named_organizations, 0.4))
        self.put(
            "presences",
            organization_id=self.ids("organizations", here),
            area_id=self.ids("areas", 1 + self.sizes.districts + self.spot_of(self.home[here])),
            **self.period(len(here)),
            **self.evidence(self.confirmed(len(here))),
        )
        size = max(6, self.named_organizations // 4)
        one, other = self.pick(size, self.named_organizations), self.pick(size, self.named_organizations)
        pairs = np.unique(
            np.stack([np.minimum(one, other), np.maximum(one, other)], axis=1)[one != other], axis=0
        )
        about = self.pick(len(pairs), len(words.COLLABORATIONS))
        self.put(
            "collaborations",
            organization_id=self.ids("organizations", pairs[:, 0]),
            partner_id=self.ids("organizations", pairs[:, 1]),
            about=_texts([sv for sv, _ in words.COLLABORATIONS], about),
            about_en=_texts([en for _, en in words.COLLABORATIONS], about),
            **self.period(len(pairs)),
            **self.evidence(self.confirmed(len(pairs))),
        )

    # --- judgements ----------------------------------------------------------------------------

    def judgements(self) -> None:
        """What is needed where, who should be at the table, and what was decided."""
        cells = self.sizes.areas * self.sizes.topics
        cell = np.sort(self.rng.choice(cells, size=cells * 2 // 5, replace=False))
        area, topic = cell // self.sizes.topics, cell % self.sizes.topics
        level = self.rng.choice(4, size=len(cell), p=[0.15, 0.35, 0.3, 0.2])
        level[:4] = range(4)
        judged = pl.DataFrame(
            {
                "old": self.days(len(cell), dt.date(2024, 1, 1), TODAY - dt.timedelta(400)),
                "new": self.confirmed(len(cell)),
                "stale": self.some(len(cell), 0.15),
            }
        )
        self.put(
            "needs",
            area_id=self.ids("areas", area),
            topic_id=self.ids("topics", topic),
            level=level,
            wanted=_only(pl.Series(1 + self.pick(len(cell), 4)), self.some(len(cell), 0.6)),
            as_of=judged.select(day=pl.when("stale").then("old").otherwise("new"))["day"],
            **self.stated(len(cell)),
        )
        self.expectations(max(8, self.sizes.groups // 3))
        self.decisions(max(8, self.sizes.areas), cell)

    def expectations(self, size: int) -> None:
        scope = np.arange(size) % 4
        targets = ["groups", None, "areas", "topics"]
        scope_ids = [
            GROUP_CLASSIFICATIONS[place % len(GROUP_CLASSIFICATIONS)]
            if (table := targets[kind]) is None
            else self.tables[table]["id"][int(place % self.tables[table].height)]
            for kind, place in zip(scope, self.pick(size, 1_000_000), strict=True)
        ]
        by_name = np.arange(size) % 5 == 2
        expected = self.ids("organizations", self.pick(size, self.named_organizations))
        sectors = self.tables["sectors"]["id"].gather(self.pick(size, len(words.SECTORS)))
        why = self.pick(size, len(words.REASONS))
        self.put(
            "expectations",
            id=_serials(size),
            scope=_texts(("group", "group_classification", "area", "topic"), scope),
            scope_id=scope_ids,
            sector_id=_only(sectors, ~by_name),
            organization_id=_only(expected, by_name),
            minimum=_only(pl.Series(1 + self.pick(size, 3)), ~by_name),
            rationale=_texts([sv for sv, _ in words.REASONS], why),
            rationale_en=_texts([en for _, en in words.REASONS], why),
            **self.stated(size),
        )

    def decisions(self, size: int, cells: _Ints) -> None:
        chosen = self.rng.choice(cells, size=size, replace=len(cells) < size)
        status = np.arange(size) % len(DECISION_STATUSES)
        areas = self.ids("areas", chosen // self.sizes.topics)
        topics = self.ids("topics", chosen % self.sizes.topics)
        asked = self.ids("organizations", self.pick(size, self.named_organizations))
        about_one = status > 0  # "open" is said of the cell itself
        keys = [
            coverage_key(Axis.AREA_TOPIC, row_id=area, column_id=topic, organization_id=who if one else None)
            for area, topic, who, one in zip(areas, topics, asked, about_one, strict=True)
        ]
        self.put(
            "decisions",
            id=_serials(size),
            key=keys,
            status=_texts(DECISION_STATUSES, status),
            note=_only(
                _texts([words.NOTES[word] for word in DECISION_STATUSES], status), self.some(size, 0.6)
            ),
            organization_id=_only(asked, about_one),
            date=self.confirmed(size),
        )


_SECTOR_SHARES: Final = np.array([3, 14, 2, 18, 6, 18, 10, 10, 4, 4, 6, 5]) / 100


def _texts(choices: Sequence[str], places: _Ints) -> pl.Series:
    return pl.Series(choices, dtype=pl.String).gather(places)


def _only(values: pl.Series, where: _Flags) -> pl.Series:
    """The values where the flag is true, and no value elsewhere."""
    frame = pl.DataFrame({"values": values, "where": pl.Series(where, dtype=pl.Boolean)})
    return frame.select(pl.when("where").then("values"))["values"]


def _listed(*columns: Sequence[str]) -> pl.Series:
    """One list a row, of that row's value in each of the columns."""
    return pl.Series([list(row) for row in zip(*columns, strict=True)], dtype=pl.List(pl.String))


def _filled(templates: Sequence[str], areas: pl.Series, topics: pl.Series | None = None) -> pl.Series:
    rows = zip(templates, areas, areas if topics is None else topics, strict=True)
    return pl.Series([text.format(area=area, topic=topic) for text, area, topic in rows], dtype=pl.String)


def _numbered(names: pl.Series, mark: str = " ") -> pl.Series:
    """The names, with 2, 3 … behind those that were there before.

    Names that end in such a number already need another mark, or two may become the same.
    """
    number = pl.int_range(1, pl.len() + 1).over("name")
    text = pl.when(number == 1).then("name").otherwise(pl.col("name") + mark + number.cast(pl.String))
    return pl.DataFrame({"name": names}).select(text)["name"]


def _numbered_within(names: pl.Series, group: _Ints) -> pl.Series:
    """The names, with 2, 3 … behind those that their group has had before."""
    number = pl.int_range(1, pl.len() + 1).over("name", "group")
    text = pl.when(number == 1).then("name").otherwise(pl.col("name") + " " + number.cast(pl.String))
    return pl.DataFrame({"name": names, "group": group}).select(text)["name"]


def _slugs(names: pl.Series) -> pl.Series:
    """Ids made of names: small letters, digits and hyphens."""
    plain = names.str.to_lowercase().str.replace_many(["å", "ä", "ö", "é"], ["a", "a", "o", "e"])
    return plain.str.replace_all(r"[^a-z0-9]+", "-").str.strip_chars("-")


def _serials(size: int) -> pl.Series:
    """Numbers from 1, all as long as the last."""
    return pl.Series(np.arange(1, size + 1)).cast(pl.String).str.zfill(len(str(size)))


def _outline(latitude: float, longitude: float, radius: float) -> str:
    """A hexagon as GeoJSON: `radius` degrees of latitude, closed, counterclockwise (RFC 7946)."""
    corners = []
    for corner in range(7):
        angle = np.pi / 3 * (corner % 6)
        east = radius * np.cos(angle) / np.cos(np.radians(latitude))
        corners.append(
            [round(longitude + float(east), 4), round(latitude + radius * float(np.sin(angle)), 4)]
        )
    return json.dumps({"type": "Polygon", "coordinates": [corners]})


def _first_of_each(codes: _Ints, width: int, limits: _Ints) -> _Ints:
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
