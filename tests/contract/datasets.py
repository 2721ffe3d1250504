"""Datasets for the contract tests: a small one with nasty texts, any at all, and large ones."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import polars as pl
from hypothesis import strategies as st

from graph.dataset import Dataset
from graph.model import (
    EDGE_TYPES,
    NODE_TYPES,
    EdgeType,
    Field,
    FieldKind,
    NodeType,
    OrganizationId,
    RecordType,
    polars_schema,
)

NASTY = [
    "åäö ÅÄÖ",
    "👩‍🚒🚓",
    "e\u0301 or \u00e9",
    'say "hi", it\'s `fine`',
    "a|b\\|c\\",
    "two\nlines\r\n\tand a tab",
    "'); MATCH (n) DETACH DELETE n //",
    "$rows {id: 1} \\u0041",
    "\u202eright to left",
    "\x00\x01",
    " space ",
    "null",
    "2026-11-22",
    "x" * 10_000,
]


def town() -> Dataset:
    """A dozen records in the tables that matter most, with nasty texts where texts may stand."""
    return Dataset(
        {
            "sectors": pl.DataFrame({"id": ["polis", "kommun"], "name": ["Polis", "Kommun"]}),
            "sources": pl.DataFrame(
                {"id": ["protokoll"], "name": ["Protokoll"], "retrieved_on": [dt.date(2026, 1, 31)]}
            ),
            "organizations": pl.DataFrame(
                {
                    "id": ["akeri", "brand", "nämnden/2", "okända", "polisen"],
                    "name": ["Ängelholms Åkeri", "Brandkåren", "Nämnden", "fastighetsägare", "Polisen i Åsa"],
                    "name_en": [None, "Fire Service", None, "property owners", "Police"],
                    "kind": ["named", "named", "named", "unnamed", "named"],
                    "classification": [None, "kommun", "kommun", None, "polis"],
                    "other_names": [["Åkeriet", "a|b"], None, NASTY, None, ["lokalpolisen"]],
                    "description": [*NASTY[:5]],
                }
            ),
            "groups": pl.DataFrame(
                {
                    "id": ["råd", "trygghet", "gammal"],
                    "name": ["Rådet", "Trygghet i Åsa", "Gamla gruppen"],
                    "classification": ["steering", "area", "topic"],
                    "status": ["active", "active", "closed"],
                    "review_date": [dt.date(2026, 12, 31), None, dt.date(1999, 1, 1)],
                    "founding_date": ["2019", "2020-02", None],
                }
            ),
            "areas": pl.DataFrame(
                {
                    "id": ["asa", "hamn"],
                    "name": ["Åsa", "Hamnen"],
                    "latitude": [57.35, None],
                    "longitude": [12.1, -0.0],
                }
            ),
            "topics": pl.DataFrame({"id": ["unga"], "name": ["Unga"], "other_names": [["ungdomar"]]}),
            "memberships": pl.DataFrame(
                {
                    "id": ["m1", "m2", "m3", "m4", "m5"],
                    "organization_id": ["akeri", "brand", "brand", "okända", "polisen"],
                    "group_id": ["råd", "råd", "trygghet", "trygghet", "trygghet"],
                    "role": ["member", "chair", "member", "member", "convener"],
                    "confirmed_on": [dt.date(2026, 5, 1), None, None, None, dt.date(2024, 2, 29)],
                    "quote": NASTY[5:10],
                }
            ),
            "units": pl.DataFrame({"organization_id": ["nämnden/2"], "parent_id": ["brand"]}),
            "area_parts": pl.DataFrame({"area_id": ["hamn"], "parent_id": ["asa"]}),
            "group_areas": pl.DataFrame(
                {"group_id": ["trygghet"], "area_id": ["asa"], "start_date": ["2020"]}
            ),
            "needs": pl.DataFrame({"area_id": ["asa"], "topic_id": ["unga"], "level": [3], "wanted": [2]}),
            "activities": pl.DataFrame(
                {
                    "id": ["a1", "a2", "a3"],
                    "organization_id": ["brand", "nämnden/2", None],
                    "group_id": [None, "trygghet", "trygghet"],
                    "area_id": ["hamn", None, "asa"],
                    "topic_id": ["unga", "unga", None],
                    "status": ["ongoing", "planned", None],
                    "quantity": [1.5, None, None],
                    "unit": ["ton", None, None],
                    "start_date": ["2024-02", None, None],
                    "quote": NASTY[2:5],
                }
            ),
            "agreements": pl.DataFrame(
                {
                    "id": ["avtal"],
                    "organization_id": ["brand"],
                    "partner_group_id": ["råd"],
                    "agreement": ["written"],
                }
            ),
        }
    )


def large(
    memberships: int,
    *,
    activities: int | None = None,
    seed: int = 1,
    organizations: int | None = None,
    word: str = "Organisation",
) -> Dataset:
    """Many memberships of a tenth as many organisations in a hundredth as many groups, drawn by `seed`.

    Activities are a tenth as many, too, where no number is given; half of them are within a group, a
    few of a group as a whole, so that from one seed to another their relationships come, go and move.
    """
    draw = random.Random(seed)
    count = organizations or max(memberships // 10, 2)
    groups = max(memberships // 100, 2)
    areas, topics = max(groups // 10, 3), 7
    done = memberships // 10 if activities is None else activities
    return Dataset(
        {
            "organizations": pl.DataFrame(
                {
                    "id": [OrganizationId(f"o{i}") for i in range(count)],
                    "name": [f"{word} {i}" for i in range(count)],
                    "kind": ["named"] * count,
                    "other_names": [
                        [f"{word[:3]}{i}", "annat"] if i % 3 == 0 else None for i in range(count)
                    ],
                }
            ),
            "groups": pl.DataFrame(
                {
                    "id": [f"g{i}" for i in range(groups)],
                    "name": [f"Grupp {i}" for i in range(groups)],
                    "classification": ["area"] * groups,
                    "status": ["active"] * groups,
                    "review_date": [dt.date(2026, 1, 1) + dt.timedelta(i % 900) for i in range(groups)],
                }
            ),
            "memberships": pl.DataFrame(
                {
                    "id": [f"m{i}" for i in range(memberships)],
                    "organization_id": [f"o{draw.randrange(count)}" for _ in range(memberships)],
                    "group_id": [f"g{draw.randrange(groups)}" for _ in range(memberships)],
                    "role": [draw.choice(("member", "chair")) for _ in range(memberships)],
                    "start_date": ["2020"] * memberships,
                    "confirmed_on": [dt.date(2025, 1, 1) + dt.timedelta(i % 700) for i in range(memberships)],
                }
            ),
            "areas": pl.DataFrame(
                {"id": [f"p{i}" for i in range(areas)], "name": [f"Plats {i}" for i in range(areas)]}
            ),
            "topics": pl.DataFrame(
                {"id": [f"t{i}" for i in range(topics)], "name": [f"Fråga {i}" for i in range(topics)]}
            ),
            "activities": pl.DataFrame(
                {
                    "id": [f"a{i}" for i in range(done)],
                    "organization_id": [f"o{draw.randrange(count)}" if i % 10 else None for i in range(done)],
                    "group_id": [f"g{draw.randrange(groups)}" if i % 2 == 0 else None for i in range(done)],
                    "area_id": [
                        f"p{draw.randrange(areas)}" if draw.random() < 0.9 else None for _ in range(done)
                    ],
                    "topic_id": [
                        f"t{draw.randrange(topics)}" if draw.random() < 0.9 else None for _ in range(done)
                    ],
                    "status": [draw.choice(("planned", "ongoing", "completed", None)) for _ in range(done)],
                    "quantity": [float(i % 500) for i in range(done)],
                    "unit": ["personer"] * done,
                    "start_date": ["2024-05"] * done,
                },
                schema_overrides=_ENDS,
            ),
        }
    )


# a short column of nothing but nulls is of no type otherwise
_ENDS = dict.fromkeys(("organization_id", "group_id", "area_id", "topic_id", "status"), pl.String)


TEXT = st.sampled_from(NASTY) | st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
VALUES: dict[FieldKind, st.SearchStrategy[Any]] = {
    FieldKind.TEXT: TEXT,
    FieldKind.TEXTS: st.lists(TEXT.filter(bool), max_size=3),
    FieldKind.DATE: st.dates(min_value=dt.date(1, 1, 1)),
    FieldKind.PERIOD: st.sampled_from(["1999", "2024-02", "2026-11-22"]),
    FieldKind.INTEGER: st.integers(-(2**63), 2**63 - 1),
    FieldKind.REAL: st.floats(allow_nan=False, allow_infinity=False),
    FieldKind.FLAG: st.booleans(),
}
IDS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=6)


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    """Any Dataset that can be written: sound keys and references, anything at all in the other columns."""
    tables: dict[str, pl.DataFrame] = {}
    for node in NODE_TYPES:
        ids = draw(st.lists(IDS, max_size=3, unique=True))
        tables[node.table] = _frame(
            node, [_record(draw, node, {"id": key, **_links(draw, node, tables)}) for key in ids]
        )
    for edge in EDGE_TYPES:
        rows = []
        for number, (start, end) in enumerate(_pairs(draw, edge, tables)):
            fixed = {edge.start: start, edge.end: end}
            rows.append(
                _record(draw, edge, {**fixed, "id": f"{edge.table}{number}"} if edge.own_id else fixed)
            )
        tables[edge.table] = _frame(edge, rows)
    return Dataset(tables)


def _links(draw: st.DrawFn, node: NodeType, tables: dict[str, pl.DataFrame]) -> dict[str, Any]:
    """Ends of the relationships that fields of a node stand for: a record that is there, or nobody."""
    return {
        field.name: draw(st.sampled_from([None, *tables[field.references or ""]["id"]]))
        for field, _ in node.links
    }


def _pairs(draw: st.DrawFn, edge: EdgeType, tables: dict[str, pl.DataFrame]) -> list[tuple[str, str]]:
    references = {f.name: f.references or "" for f in edge.fields}
    starts, ends = (tables[references[name]]["id"].to_list() for name in (edge.start, edge.end))
    if not starts or not ends:
        return []
    pair = st.tuples(st.sampled_from(starts), st.sampled_from(ends))
    return draw(st.lists(pair, max_size=3, unique=not edge.own_id))


def _record(draw: st.DrawFn, record_type: RecordType, fixed: dict[str, Any]) -> dict[str, Any]:
    def cell(field: Field) -> Any:
        return fixed[field.name] if field.name in fixed else draw(st.none() | VALUES[field.kind])

    return {field.name: cell(field) for field in record_type.fields}


def _frame(record_type: NodeType | EdgeType, rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=polars_schema(record_type))
