"""One small data set for each thing a sentence may presume, in which it does not hold.

`PRESUMPTIONS` names them all. Every id begins with `MARK`, so that an id that reached the screen is
seen there, and every name is one that a Swedish reader would meet, with å, ä and ö.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

import polars as pl

from graph.dataset import Dataset
from loaders.invented import invented_network

MARK: Final = "zq-"
"""What every id here begins with, and no name or word holds."""

_Row = dict[str, Any]
_Tables = dict[str, list[_Row]]

_SAID: Final = {"source_id": "zq-minutes", "locator": "§ 4"}
_COMPILED_ON: Final = dt.date(2026, 5, 4)


def no_areas() -> Dataset:
    """Groups and topics, and not one area."""
    return _of(_without(_town(), "areas", "area_parts", "group_areas", "presences", "activities", "needs"))


def no_topics() -> Dataset:
    """Groups and areas, and not one topic."""
    return _of(_without(_town(), "topics", "group_topics", "activities", "needs"))


def no_groups() -> Dataset:
    """Organisations, where they are and what they do there, and not one group."""
    town = _without(_town(), "groups", "memberships", "group_areas", "group_topics", "hosts")
    town["activities"] = [row for row in town["activities"] if row.get("organization_id")]
    return _of(town)


def only_ended() -> Dataset:
    """Every membership and every activity is over on the day of the data."""
    town = _without(_town(), "presences", "hosts", "needs")
    for table in ("memberships", "activities"):
        town[table] = [{**row, "start_date": "2019", "end_date": "2023-06"} for row in town[table]]
    return _of(town)


def only_planned() -> Dataset:
    """The groups are proposed, the participants invited, the activities planned."""
    town = _without(_town(), "presences", "hosts")
    town["groups"] = [{**row, "status": "proposed"} for row in town["groups"]]
    town["memberships"] = [{**row, "role": "invited"} for row in town["memberships"]]
    town["activities"] = [{**row, "status": "planned", "start_date": "2027"} for row in town["activities"]]
    return _of(town)


def only_presences() -> Dataset:
    """It is known where organisations are, and nothing else."""
    return _of(_only(_town(), "organizations", "sectors", "areas", "area_parts", "presences"))


def only_unnamed() -> Dataset:
    """Nobody who takes part in a group is named."""
    town = _without(_town(), "organizations", "memberships", "presences", "hosts", "activities")
    town["organizations"] = [
        _organization("owners-lund", "fastighetsägare", "property owners", "business", kind="unnamed"),
        _organization("owners-port", "fastighetsägare", "property owners", "business", kind="unnamed"),
        _organization("clubs", "föreningar", "clubs", "civil", kind="unnamed", number=12),
    ]
    town["memberships"] = [
        _membership("owners-lund", "night-walk"),
        _membership("clubs", "night-walk"),
        _membership("owners-port", "council"),
    ]
    return _of(town)


def one_organization() -> Dataset:
    """One organisation alone in the world."""
    town = _only(_town(), "sectors")
    town["organizations"] = [_organization("parish", "Åsa församling", "Åsa parish", "faith")]
    return _of(town)


def one_group() -> Dataset:
    """One group alone in the world."""
    town = _only(_town())
    town["groups"] = [_group("council", "Rådet för trygghet i Ängelby", "Ängelby safety council", "steering")]
    return _of(town)


def only_stated() -> Dataset:
    """A 3W: who does what where, in areas of three levels, with no group and no membership."""
    tables = _of_country("3W för Östra länen", "3W of the eastern counties")
    tables["sources"] = _sources()
    tables["topics"] = [_topic("shelter", "Skydd och boende", "Shelter"), _topic("water", "Vatten", "Water")]
    tables["sectors"] = [_sector("ngo", "Hjälporganisation", "Aid organisation", "#2a6f97")]
    tables["organizations"] = [
        _organization("lakare", "Läkare över gränser", "Doctors across borders", "ngo"),
        _organization("radda", "Rädda hemmen", "Save the homes", "ngo"),
        _organization("brunn", "Brunnsföreningen Källan", "The well society", "ngo"),
    ]
    tables["activities"] = [
        _activity("lakare", "asa", "shelter", role="implementing", status="ongoing"),
        _activity("radda", "asa", "shelter", role="implementing", status="completed", end_date="2025"),
        _activity("radda", "orby", "shelter", role="funding", status="ongoing"),
        _activity("brunn", "orby", "water", role="implementing", status="ongoing"),
        _activity("brunn", "north-county", "water", role="supporting", status="ongoing"),
    ]
    return _of(tables)


def everybody_left() -> Dataset:
    """The council goes on; of the other group all members have left."""
    town = _town()
    town["memberships"] = [
        {**row, "end_date": "2024-02"} if row["group_id"] == f"{MARK}night-walk" else row
        for row in town["memberships"]
    ]
    return _of(town)


def sectors_without_colors() -> Dataset:
    """Sectors that the data set gives no colour."""
    town = _town()
    town["sectors"] = [{**row, "color": None} for row in town["sectors"]]
    return _of(town)


def no_sectors() -> Dataset:
    """Nobody's sector is stated, and no sector is listed."""
    town = _without(_town(), "sectors")
    town["organizations"] = [{**row, "classification": None} for row in town["organizations"]]
    return _of(town)


def abbreviations() -> Dataset:
    """Topics and groups whose names are abbreviations and codes: no letter of theirs may change its case."""
    town = _town()
    town["topics"] = [_topic("safety", "WASH", None), _topic("youth", "CA2.08", None)]
    town["groups"] = [
        {**row, "name": name, "name_en": None}
        for row, name in zip(town["groups"], ("ÅSR", "iNatt-gruppen"), strict=True)
    ]
    return _of(town)


def directed() -> Dataset:
    """Collaborations that have a direction: a foundation funds a youth centre, and that a club."""
    town = _town()
    town["organizations"].append(_organization("fund", "Älvstiftelsen", "The River Foundation", "civil"))
    town["collaborations"] = [
        _collaboration("fund", "youth-centre", "finansierar nattöppet", "funds the open nights"),
        _collaboration("youth-centre", "parish", "ger bidrag till lägret", "gives to the camp"),
    ]
    return _of(town)


def persons() -> Dataset:
    """A register of persons, who stand as organisations: who sits on which board."""
    tables: _Tables = {
        "data_sets": [
            {
                "id": "zq-persons",
                "name": "Styrelseledamöter i Ängelby",
                "name_en": "Board members in Ängelby",
                "description": "Personer som sitter i styrelser.",
                "description_en": "Persons who sit on boards.",
                "invented": True,
                "compiled_on": _COMPILED_ON,
            }
        ],
        "sources": _sources(),
        "sectors": [_sector("person", "Person", "Person", "#7a4f9a")],
        "organizations": [
            _organization(key, name, None, "person")
            for key, name in (("asa", "Åsa Öberg"), ("par", "Pär Ängström"), ("oden", "Oden Åkerö"))
        ],
        "groups": [
            _group("harbor-board", "Hamnbolagets styrelse", "Board of the harbor", "steering"),
            _group("bank-board", "Sparbankens styrelse", "Board of the savings bank", "steering"),
        ],
        "memberships": [
            _membership("asa", "harbor-board", role="chair"),
            _membership("par", "harbor-board"),
            _membership("asa", "bank-board"),
            _membership("oden", "bank-board"),
        ],
    }
    return _of(tables)


def country() -> Dataset:
    """One area holds all: every group works in the whole country, and no smaller area is known."""
    town = _without(_town(), "areas", "area_parts", "group_areas", "presences", "activities", "needs")
    town["areas"] = [_area("country", "Västmark", None, "land")]
    town["group_areas"] = [
        {"group_id": row["id"], "area_id": f"{MARK}country", **_SAID} for row in town["groups"]
    ]
    return _of(town)


def areas_with_nobody() -> Dataset:
    """Sixty areas in one, and nobody in any of them."""
    town = _without(_town(), "areas", "area_parts", "group_areas", "presences", "activities", "needs")
    town["areas"] = [
        _area("county", "Ängelby län", "Ängelby county", "län"),
        *(_area(f"parish-{number}", f"Åsa socken {number}", None, "socken") for number in range(1, 61)),
    ]
    town["area_parts"] = [
        {"area_id": row["id"], "parent_id": f"{MARK}county", **_SAID} for row in town["areas"][1:]
    ]
    return _of(town)


def of_2011() -> Dataset:
    """What was known on a day of 2011, most of it over since."""
    town = _town()
    about = {"compiled_on": dt.date(2011, 11, 24), "name": "Ängelby 2011", "name_en": "Ängelby 2011"}
    town["data_sets"] = [{**row, **about} for row in town["data_sets"]]
    for table in ("groups", "memberships", "activities"):
        town[table] = [{**row, "confirmed_on": dt.date(2011, 9, 1)} for row in town[table]]
    town["groups"] = [
        {**row, "review_date": dt.date(2012, 3, 1), "dissolution_date": "2014"} for row in town["groups"]
    ]
    town["memberships"] = [{**row, "start_date": "2009", "end_date": "2012"} for row in town["memberships"]]
    town["activities"] = [{**row, "start_date": "2010", "end_date": "2012"} for row in town["activities"]]
    town["needs"] = [{**row, "as_of": dt.date(2011, 8, 1)} for row in town["needs"]]
    return _of(town)


def only_hosts() -> Dataset:
    """It is known who runs each group, and nobody who takes part."""
    town = _without(_town(), "memberships", "presences", "activities")
    town["hosts"] = [
        {"group_id": f"{MARK}council", "organization_id": f"{MARK}municipality", **_SAID},
        {"group_id": f"{MARK}night-walk", "organization_id": f"{MARK}municipality", **_SAID},
        {"group_id": f"{MARK}night-walk", "organization_id": f"{MARK}parish", **_SAID},
    ]
    return _of(town)


def thousands() -> Dataset:
    """Three thousand memberships, invented."""
    return invented_network(memberships=3_000, seed=7)


def only_a_name() -> Dataset:
    """What the data set is called, and nothing in it."""
    return _of(_only(_town()))


def no_name() -> Dataset:
    """A whole town that does not say what the collection is called, nor of which day it is."""
    return _of(_without(_town(), "data_sets"))


def town() -> Dataset:
    """The town that most of the others leave something out of: here everything presumed holds."""
    return _of(_town())


PRESUMPTIONS: Final[dict[str, Callable[[], Dataset]]] = {
    make.__name__: make
    for make in (
        no_areas,
        no_topics,
        no_groups,
        only_ended,
        only_planned,
        only_presences,
        only_unnamed,
        one_organization,
        one_group,
        only_stated,
        everybody_left,
        sectors_without_colors,
        no_sectors,
        abbreviations,
        directed,
        persons,
        country,
        areas_with_nobody,
        of_2011,
        only_hosts,
        thousands,
        only_a_name,
        no_name,
    )
}
"""Every data set in which something presumed does not hold, by its name."""


def _town() -> _Tables:
    """Two groups in two parts of a town on two topics, all fields that sentences speak of in use."""
    return {
        "data_sets": [
            {
                "id": "zq-town",
                "name": "Ängelby",
                "name_en": "Ängelby",
                "invented": True,
                "compiled_on": _COMPILED_ON,
            }
        ],
        "sources": _sources(),
        "sectors": [
            _sector("public", "Kommun", "Municipality", "#2a6f97"),
            _sector("police", "Polis", "Police", "#1d3557"),
            _sector("civil", "Civilsamhälle", "Civil society", "#8a5a00"),
            _sector("faith", "Trossamfund", "Faith community", "#7a4f9a"),
            _sector("business", "Näringsliv", "Business", "#9a3b26"),
        ],
        "organizations": [
            _organization("municipality", "Ängelby kommun", "Ängelby municipality", "public"),
            _organization("police", "Östra lokalpolisen", "Eastern local police", "police"),
            _organization("parish", "Åsa församling", "Åsa parish", "faith"),
            _organization("youth-centre", "Hålans ungdomsgård", "Hålan youth centre", "civil"),
            _organization("owners", "fastighetsägare", "property owners", "business", kind="unnamed"),
        ],
        "areas": [
            _area("town", "Ängelby", None, "kommun", latitude=57.60, longitude=19.90),
            _area("lund", "Åslunden", "Åslund grove", "stadsdel", latitude=57.61, longitude=19.92),
            _area("port", "Östra hamnen", "East harbor", "stadsdel", latitude=57.59, longitude=19.95),
        ],
        "area_parts": [
            {"area_id": f"{MARK}{key}", "parent_id": f"{MARK}town", **_SAID} for key in ("lund", "port")
        ],
        "topics": [
            _topic("safety", "Trygghet", "Safety"),
            _topic("youth", "Ungdomsfrågor", "Young people"),
        ],
        "groups": [
            _group("council", "Rådet för trygghet", "Safety council", "steering"),
            _group("night-walk", "Nattvandring i Åslunden", "Night walks in Åslund", "area"),
        ],
        "memberships": [
            _membership("municipality", "council", role="chair", agreement="written"),
            _membership("police", "council"),
            _membership("police", "night-walk", role="convener"),
            _membership("parish", "night-walk"),
            _membership("youth-centre", "night-walk", role="invited"),
            _membership("owners", "night-walk"),
        ],
        "hosts": [{"group_id": f"{MARK}council", "organization_id": f"{MARK}municipality", **_SAID}],
        "group_areas": [
            {"group_id": f"{MARK}council", "area_id": f"{MARK}town", **_SAID},
            {"group_id": f"{MARK}night-walk", "area_id": f"{MARK}lund", **_SAID},
        ],
        "group_topics": [
            {"group_id": f"{MARK}council", "topic_id": f"{MARK}safety", **_SAID},
            {"group_id": f"{MARK}night-walk", "topic_id": f"{MARK}safety", **_SAID},
            {"group_id": f"{MARK}night-walk", "topic_id": f"{MARK}youth", **_SAID},
        ],
        "presences": [
            {"organization_id": f"{MARK}youth-centre", "area_id": f"{MARK}port", **_SAID},
        ],
        "activities": [
            _activity("parish", "port", "youth", role="lead", status="ongoing"),
            {
                "group_id": f"{MARK}council",
                "area_id": f"{MARK}town",
                "topic_id": f"{MARK}safety",
                "status": "ongoing",
                **_SAID,
            },
        ],
        "needs": [
            {
                "area_id": f"{MARK}port",
                "topic_id": f"{MARK}safety",
                "level": 2,
                "wanted": 2,
                "as_of": dt.date(2026, 2, 1),
                **_SAID,
            }
        ],
    }


def _of_country(name: str, english: str) -> _Tables:
    """A data set of a country with two counties and their municipalities: areas of three levels."""
    about = {"id": "zq-country", "name": name, "name_en": english, "invented": True}
    inside = {
        "north-county": "country",
        "south-county": "country",
        "asa": "north-county",
        "orby": "north-county",
        "alghult": "south-county",
    }
    return {
        "data_sets": [{**about, "compiled_on": _COMPILED_ON}],
        "areas": [
            _area("country", "Östmark", None, "land"),
            _area("north-county", "Norra länet", "Northern county", "län"),
            _area("south-county", "Södra länet", "Southern county", "län"),
            _area("asa", "Åsa", None, "kommun"),
            _area("orby", "Örby", None, "kommun"),
            _area("alghult", "Älghult", None, "kommun"),
        ],
        "area_parts": [
            {"area_id": f"{MARK}{part}", "parent_id": f"{MARK}{whole}"} for part, whole in inside.items()
        ],
    }


def _sources() -> list[_Row]:
    return [
        {
            "id": "zq-minutes",
            "name": "Rådets protokoll",
            "name_en": "Minutes of the council",
            "retrieved_on": dt.date(2026, 4, 30),
        }
    ]


def _sector(key: str, name: str, english: str | None, color: str | None) -> _Row:
    return {"id": f"{MARK}{key}", "name": name, "name_en": english, "color": color}


def _organization(
    key: str,
    name: str,
    english: str | None,
    sector: str,
    *,
    kind: str = "named",
    number: int | None = None,
) -> _Row:
    return {
        "id": f"{MARK}{key}",
        "name": name,
        "name_en": english,
        "classification": f"{MARK}{sector}",
        "kind": kind,
        "number": number,
    }


def _group(key: str, name: str, english: str | None, kind: str) -> _Row:
    return {
        "id": f"{MARK}{key}",
        "name": name,
        "name_en": english,
        "classification": kind,
        "status": "active",
    }


def _area(key: str, name: str, english: str | None, kind: str, **position: float) -> _Row:
    return {"id": f"{MARK}{key}", "name": name, "name_en": english, "classification": kind, **position}


def _topic(key: str, name: str, english: str | None) -> _Row:
    return {"id": f"{MARK}{key}", "name": name, "name_en": english}


def _membership(organization: str, group: str, **more: Any) -> _Row:
    given = {"role": "member", "confirmed_on": dt.date(2026, 3, 1), **more, **_SAID}
    return {"organization_id": f"{MARK}{organization}", "group_id": f"{MARK}{group}", **given}


def _activity(organization: str, area: str, topic: str, **more: Any) -> _Row:
    given = {"confirmed_on": dt.date(2026, 3, 1), **more, **_SAID}
    return {
        "organization_id": f"{MARK}{organization}",
        "area_id": f"{MARK}{area}",
        "topic_id": f"{MARK}{topic}",
        **given,
    }


def _collaboration(organization: str, partner: str, about: str, english: str) -> _Row:
    both = {"organization_id": f"{MARK}{organization}", "partner_id": f"{MARK}{partner}"}
    return {**both, "about": about, "about_en": english, **_SAID}


def _only(tables: _Tables, *names: str) -> _Tables:
    """The data set's own row and these tables; the source where a row kept names it."""
    kept = {name: rows for name, rows in tables.items() if name in ("data_sets", *names)}
    if any(row.get("source_id") for rows in kept.values() for row in rows):
        kept["sources"] = tables["sources"]
    return kept


def _without(tables: _Tables, *names: str) -> _Tables:
    return {name: rows for name, rows in tables.items() if name not in names}


def _of(tables: _Tables) -> Dataset:
    return Dataset({name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in tables.items()})
