"""Small networks in a few words, for the analysis tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

import networkx as nx
import polars as pl
import pytest

from graph.dataset import Dataset

TODAY = dt.date(2026, 11, 22)


def network_of(
    members: Mapping[str, str] | None = None,
    *,
    status: Mapping[str, str] | None = None,
    organizations: str = "",
    sectors: Mapping[str, str] | None = None,
    areas: Mapping[str, str | None] | None = None,
    topics: str = "",
    active_in: Mapping[str, str] | None = None,
    works_on: Mapping[str, str] | None = None,
    present_in: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
    needs: Sequence[tuple[str, str, int, int | None]] = (),
    expected: Sequence[tuple[str, str, str | None, str | None, int | None]] = (),
    decided: Sequence[tuple[str, str]] = (),
    confirmed_on: dt.date | None = None,
    judged_on: dt.date | None = None,
    **tables: pl.DataFrame,
) -> Dataset:
    """A Dataset from lists of words.

    `members`: group → participants; `?x` is unnamed, `x:invited` has that role. `sectors`:
    organisation → sector. `areas`: area → parent. `active_in`, `works_on`, `present_in`: what stands
    left → ids. `needs`: area, topic, level, wanted. `expected`: scope, scope_id, sector,
    organisation, minimum. `decided`: key, status. `confirmed_on` holds for memberships, `judged_on` for
    needs.
    """
    members, areas, sectors = members or {}, areas or {}, sectors or {}
    kinds = {name.lstrip("?"): "unnamed" if name[0] == "?" else "named" for name in organizations.split()}
    rows = []
    for group, words in members.items():
        for word in words.split():
            name, _, role = word.partition(":")
            kinds.setdefault(name.lstrip("?"), "unnamed" if name[0] == "?" else "named")
            rows.append((f"m{len(rows)}", name.lstrip("?"), group, role or "member", confirmed_on))
    for given in (sectors, present_in or {}, units or {}, dict.fromkeys((units or {}).values(), "")):
        for name in given:
            kinds.setdefault(name, "named")
    status = status or {}
    groups = sorted({*members, *(active_in or {}), *(works_on or {}), *status})

    def table(columns: str, content: Sequence[tuple[object, ...]]) -> pl.DataFrame:
        names = columns.split()
        return pl.DataFrame(content, schema=names, orient="row", infer_schema_length=None)

    def ties(columns: str, given: Mapping[str, str] | None) -> pl.DataFrame:
        return table(columns, [(a, b) for a, words in (given or {}).items() for b in words.split()])

    made = {
        "sectors": table("id name", [(s, s) for s in sorted(set(sectors.values()))]),
        "organizations": table(
            "id name kind classification", [(o, o, kind, sectors.get(o)) for o, kind in kinds.items()]
        ),
        "groups": table(
            "id name classification status", [(g, g, "area", status.get(g, "active")) for g in groups]
        ),
        "areas": table("id name", [(a, a) for a in areas]),
        "topics": table("id name", [(topic, topic) for topic in topics.split()]),
        "area_parts": table("area_id parent_id", [(a, p) for a, p in areas.items() if p]),
        "memberships": table("id organization_id group_id role confirmed_on", rows),
        "group_areas": ties("group_id area_id", active_in),
        "group_topics": ties("group_id topic_id", works_on),
        "presences": ties("organization_id area_id", present_in),
        "units": ties("organization_id parent_id", units),
        "needs": table("area_id topic_id level wanted as_of", [(*need, judged_on) for need in needs]),
        "expectations": table(
            "id scope scope_id sector_id organization_id minimum",
            [(f"e{n}", *row) for n, row in enumerate(expected)],
        ),
        "decisions": table(
            "id key status date",
            [
                (f"d{n}", key, status, dt.date(2026, 1, 1) + dt.timedelta(n))
                for n, (key, status) in enumerate(decided)
            ],
        ),
    }
    return Dataset({**{name: frame for name, frame in made.items() if frame.height}, **tables})


@pytest.fixture
def make() -> Callable[..., Dataset]:
    return network_of


@pytest.fixture
def today() -> dt.date:
    return TODAY


@pytest.fixture(scope="session")
def davis() -> Dataset:
    """Davis's Southern Women: 18 women as organisations, 14 events as groups, 89 memberships."""
    graph = nx.davis_southern_women_graph()
    women, events = graph.graph["top"], graph.graph["bottom"]
    ties = [(woman, event) for woman in women for event in graph[woman]]
    return network_of(
        {event: " ".join(w.replace(" ", "_") for w, e in ties if e == event) for event in events},
        organizations=" ".join(woman.replace(" ", "_") for woman in women),
    )
