"""What the network is about: the city and its areas, the topics, and the sources that say so."""

from __future__ import annotations

import json
from typing import Final

import numpy as np
import polars as pl

from loaders.invented import words
from loaders.invented.columns import Ints, filled, listed, numbered, only, slugs, texts
from loaders.invented.draft import TODAY, Draft

CENTER: Final = (58.30, 20.20)
"""Latitude and longitude of Exempelstad: open sea."""

DISTRICT: Final = 0.03
"""Degrees of latitude between neighbouring districts."""


def put_data_set(draft: Draft, id: str) -> None:
    """What the whole collection is called, and that nothing in it is real."""
    name, name_en = words.CITY
    members, done = draft.sizes.memberships, draft.sizes.activities
    draft.put(
        "data_sets",
        id=[f"{name.lower()}-{id}"],
        name=[f"{name} (påhittad)"],
        name_en=[f"{name_en} (invented)"],
        description=[f"Ett påhittat nätverk med {members} medlemskap och {done} aktiviteter. Inget är sant."],
        description_en=[
            f"An invented network with {members} memberships and {done} activities. Nothing is real."
        ],
        language=["sv"],
        invented=[True],
        compiled_on=[TODAY],
        licence=["MIT"],
        url=["https://example.org/exempelstad"],
    )


def put_sectors(draft: Draft) -> None:
    """The sectors of the organisations, with a colour each."""
    ids, names, names_en, colors = zip(*words.SECTORS, strict=True)
    draft.put("sectors", id=ids, name=names, name_en=names_en, color=colors)


def put_areas(draft: Draft) -> Ints:
    """The city, its districts and their spots; returns for each the place of the one it lies in, or -1."""
    size, districts, spots = draft.sizes.areas, draft.sizes.districts, draft.sizes.spots
    home = np.arange(spots) % districts  # every district has spots, as evenly as can be
    district_names = place_names(draft, districts)
    spot_names, spot_kinds = _spots(draft, spots)
    names = numbered(pl.concat([pl.Series([words.CITY[0]]), district_names, spot_names]))
    latitude, longitude = _coordinates(draft, home)
    ids = slugs(names)
    # one spot has no place on the map, as happens in real registers
    located = np.arange(size) != size - 1
    whole = DISTRICT * (districts**0.5 + 0.6)
    radii = [whole, *[DISTRICT * 0.5] * districts, *[DISTRICT * 0.08] * spots]
    outlines = list(map(_outline, latitude, longitude, radii))
    draft.put(
        "areas",
        id=ids,
        name=names,
        name_en=only(names.replace(*words.CITY), np.arange(size) == 0),
        other_names=only(listed(["Gamla " + name for name in names]), draft.some(size, 0.2)),
        identifiers=listed([f"exempelkod:{place:05d}" for place in range(size)]),
        description="Påhittad plats i " + pl.Series([words.CITY[0]] * size) + ".",
        description_en="An invented place in " + pl.Series([words.CITY[1]] * size) + ".",
        url="https://example.org/plats/" + ids,
        classification=["stad", *["stadsdel"] * districts, *spot_kinds],
        latitude=only(pl.Series(latitude), located),
        longitude=only(pl.Series(longitude), located),
        geometry=only(pl.Series(outlines), located),
        coordinates_note=["påhittad, i öppet hav"] * size,
    )
    return np.concatenate([[-1], np.zeros(districts, int), home + 1])


def place_names(draft: Draft, size: int) -> pl.Series:
    """Names of invented places, different ones as far as they last."""
    every = [begin + end for begin in words.PLACE_BEGINNINGS for end in words.PLACE_ENDS]
    order = draft.rng.permutation(len(every))
    return pl.Series(every, dtype=pl.String).gather(order[np.arange(size) % len(every)])


def _spots(draft: Draft, size: int) -> tuple[pl.Series, list[str]]:
    """Names of invented spots, and what kind of place each is."""
    every = [(begin + end, kind) for begin in words.PLACE_BEGINNINGS for end, kind in words.SPOTS]
    order = draft.rng.permutation(len(every))[np.arange(size) % len(every)]
    names = pl.Series([every[place][0] for place in order], dtype=pl.String)
    return names, [every[place][1] for place in order]


def _coordinates(draft: Draft, home: Ints) -> tuple[list[float], list[float]]:
    """Districts on a sunflower around the center, spots scattered around their district."""
    turn = np.pi * (3 - 5**0.5)
    number = np.arange(draft.sizes.districts) + 0.5
    north, east = (DISTRICT * number**0.5 * f(number * turn) for f in (np.sin, np.cos))
    angle, far = draft.rng.random(len(home)) * 2 * np.pi, 0.2 + 0.2 * draft.rng.random(len(home))
    latitude = np.concatenate([[0.0], north, north[home] + DISTRICT * far * np.sin(angle)])
    longitude = np.concatenate([[0.0], east, east[home] + DISTRICT * far * np.cos(angle)])
    # a degree of longitude is about half as long as one of latitude here
    return (
        (CENTER[0] + latitude).round(4).tolist(),
        (CENTER[1] + longitude / np.cos(np.radians(CENTER[0]))).round(4).tolist(),
    )


def put_topics(draft: Draft) -> None:
    """What the groups work on."""
    size = draft.sizes.topics
    chosen = np.arange(size) % len(words.TOPICS)
    names = numbered(texts([sv for sv, _ in words.TOPICS], chosen))
    draft.put(
        "topics",
        id=slugs(names),
        name=names,
        name_en=numbered(texts([en for _, en in words.TOPICS], chosen)),
        other_names=only(listed(["Frågan " + name.lower() for name in names]), draft.some(size, 0.3)),
        identifiers=listed([f"exempelämne:{place}" for place in range(1, size + 1)]),
        description="Det grupperna gör om " + names.str.to_lowercase() + ".",
        description_en=["What the groups do about this."] * size,
        url="https://example.org/amne/" + slugs(names),
    )


def put_sources(draft: Draft) -> None:
    """What the facts come from, those about areas and topics first."""
    size = max(5, draft.sizes.areas // 2)
    chosen = np.arange(size) % len(words.SOURCES)
    areas = draft.tables["areas"]["name"].gather(np.arange(size) % draft.sizes.areas)
    names = numbered(filled([words.SOURCES[place][0] for place in chosen], areas), " nr ")
    read = draft.confirmed(size)
    draft.put(
        "sources",
        id=slugs(names),
        name=names,
        name_en=numbered(filled([words.SOURCES[place][1] for place in chosen], areas), " nr "),
        publisher=areas + "s samverkansråd",
        url="https://example.org/kalla/" + slugs(names),
        published_on=draft.as_known(read.dt.offset_by("-3mo"), draft.lengths(size)),
        retrieved_on=read,
        language=["sv"] * size,
        text=only("Detta är en påhittad källa: " + names + ".", draft.some(size, 0.5)),
    )
    for table in ("areas", "topics"):
        draft.put(table, **draft.tables[table].to_dict(), **draft.stated(draft.tables[table].height))


def spots_in(draft: Draft, district: Ints) -> Ints:
    """A spot in each of the districts, by its place among the areas."""
    spots, districts = draft.sizes.spots, draft.sizes.districts
    per_district = (spots - district + districts - 1) // districts
    drawn = district + districts * draft.pick(len(district), spots) % (per_district * districts)
    return 1 + districts + np.minimum(drawn, spots - 1)


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
