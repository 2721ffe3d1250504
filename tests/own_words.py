"""A small network in words of its own: every way in which a data set differs from our vocabulary, once."""

from __future__ import annotations

import datetime as dt

import polars as pl

from graph.dataset import Dataset

SAID = {"source_id": "minutes", "locator": "§ 4"}


def own_words() -> Dataset:
    """The network: read anew, its template makes a group for Norra and for Södra hamnen.

    The association is an organisation and a group. The board is called by a word of its own that
    renames ours; *operativ grupp* and *arbetsgrupp* are two own kinds that count as projects.
    """
    tables: dict[str, list[dict[str, object]]] = {
        "data_sets": [
            {
                "id": "harbor",
                "name": "Hamnrådet",
                "name_en": "Harbor council",
                "invented": True,
                "compiled_on": dt.date(2026, 5, 1),
            }
        ],
        "sources": [{"id": "minutes", "name": "Protokollet", "name_en": "Minutes"}],
        "sectors": [{"id": "civil", "name": "Civilsamhälle", "name_en": "Civil society", "color": "#2a6f97"}],
        "group_kinds": [
            {"id": "steering", "name": "Hamnstyrelse", "name_en": "Harbor board", "base": "steering"},
            {"id": "operativ", "name": "Operativ grupp", "name_en": "Task force", "base": "project"},
            {"id": "arbets", "name": "Arbetsgrupp", "name_en": "Working party", "base": "project"},
            {"id": "lokalrad", "name": "Lokalråd", "name_en": "Local council", "base": "area"},
        ],
        "roles": [
            {"id": "kassor", "name": "kassör", "name_en": "treasurer", "base": "member"},
            {"id": "tillfragad", "name": "tillfrågad", "name_en": "asked", "base": "invited"},
        ],
        "need_scales": [
            {
                "id": "people",
                "name": "Personer i behov",
                "name_en": "People in need",
                "some_from": 100.0,
                "clear_from": 1000.0,
                "pressing_from": 5000.0,
                **SAID,
            }
        ],
        "organizations": [
            {
                "id": key,
                "name": name,
                "name_en": english,
                "kind": "unnamed" if key == "owners" else "named",
                "number": 40 if key == "owners" else None,
                "classification": None if key == "owners" else "civil",
                **SAID,
            }
            for key, name, english in (
                ("association", "Hamnens förening", "Harbor association"),
                ("boats", "Båtklubben", "Boat club"),
                ("museum", "Sjömuseet", "Maritime museum"),
                ("pilots", "Lotsarna", "Pilots"),
                ("owners", "fastighetsägare", "property owners"),
            )
        ],
        "groups": [
            {
                "id": key,
                "name": name,
                "name_en": english,
                "classification": kind,
                "status": "active",
                "organization_id": "association" if key == "members" else None,
                **SAID,
            }
            for key, name, english, kind in (
                ("board", "Styrelsen", "Board", "steering"),
                ("ice", "Isgruppen", "Ice team", "operativ"),
                ("light", "Ljusgruppen", "Light team", "arbets"),
                ("members", "Föreningens medlemmar", "Members of the association", "topic"),
            )
        ],
        "areas": [
            {"id": "harbor", "name": "Hamnen", "name_en": "Harbor", "classification": "stad", **SAID},
            {
                "id": "north",
                "name": "Norra hamnen",
                "name_en": "North harbor",
                "classification": "kaj",
                **SAID,
            },
            {
                "id": "south",
                "name": "Södra hamnen",
                "name_en": "South harbor",
                "classification": "kaj",
                **SAID,
            },
        ],
        "area_parts": [{"area_id": key, "parent_id": "harbor", **SAID} for key in ("north", "south")],
        "topics": [{"id": "safety", "name": "Trygghet", "name_en": "Safety", **SAID}],
        "group_templates": [
            {
                "id": "local",
                "name": "Lokalråd {area}",
                "name_en": "Local council {area}",
                "classification": "lokalrad",
                "area_classification": "kaj",
                "within_area_id": "harbor",
                "topic_ids": ["safety"],
                "confirmed_on": dt.date(2026, 4, 1),
                **SAID,
            }
        ],
        "memberships": [
            {"organization_id": organization, "group_id": group, "role": role, **SAID}
            for organization, group, role in (
                ("association", "board", "chair"),
                ("boats", "board", "kassor"),
                ("museum", "board", "tillfragad"),
                ("owners", "ice", "member"),
                ("pilots", "ice", "member"),
                ("boats", "members", "member"),
                ("museum", "members", "member"),
            )
        ],
        "agreements": [
            {
                "organization_id": "boats",
                "partner_group_id": "board",
                "agreement": "written",
                "about": "kassan",
                "about_en": "the accounts",
                "start_date": "2025",
                **SAID,
            },
            {"organization_id": "museum", "partner_id": "association", "agreement": "oral", **SAID},
        ],
        "group_parts": [
            {"group_id": "ice", "parent_id": "board", "relation": "mandate", "start_date": "2024", **SAID},
            {"group_id": "light", "parent_id": "board", "relation": "reports_to", **SAID},
        ],
        "group_areas": [{"group_id": "members", "area_id": "south", **SAID}],
        "group_topics": [{"group_id": "members", "topic_id": "safety", **SAID}],
        "needs": [
            {"area_id": "north", "topic_id": "safety", "scale_id": "people", "value": 1200.0, **SAID},
            {
                "area_id": "south",
                "topic_id": "safety",
                "level": 3,
                "scale_id": "people",
                "value": 50.0,
                **SAID,
            },
        ],
        "expectations": [
            {"scope": "group_classification", "scope_id": "project", "sector_id": "civil", **SAID}
        ],
    }
    return Dataset({name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in tables.items()})
