"""A small right source, and a way to spoil one of its tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from graph.problems import Problem, Severity
from loaders.base import Reading
from loaders.pipeline import check

TABLES = {
    "data_sets": "id,name,invented\nharbor,Hamnen,false\n",
    "sectors": "id,name\npolice,Polis\nculture,Kultur\n",
    "sources": "id,name,retrieved_on\npage,Sidan,2026-11-01\n",
    "organizations": (
        "id,name,classification,kind,source_id\n"
        "police,Polisen,police,named,page\n"
        "library,Biblioteket,culture,named,page\n"
        "police-harbor,Lokalpolisen,police,named,page\n"
    ),
    "groups": "id,name,classification,status,source_id\nboard,Styrgruppen,steering,active,page\n",
    "areas": "id,name,latitude,longitude,source_id\nharbor,Hamnen,59.3,18.1,page\n",
    "topics": "id,name,source_id\nsafety,Trygghet,page\n",
    "memberships": (
        "id,organization_id,group_id,role,start_date,source_id\n"
        "m1,police,board,chair,2024-03,page\n"
        "m2,library,board,member,2025,page\n"
    ),
    "units": "organization_id,parent_id,source_id\npolice-harbor,police,page\n",
    "needs": "area_id,topic_id,level,wanted,source_id\nharbor,safety,2,3,page\n",
}


def write_tables(folder: Path, tables: Mapping[str, str | bytes]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for table, content in tables.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / f"{table}.csv").write_bytes(data)
    return folder


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder in which nothing is wrong."""
    return write_tables(tmp_path / "harbor", TABLES)


@pytest.fixture
def spoiled(tmp_path: Path) -> Callable[..., Reading]:
    """Checks the right source with some tables replaced (None: left out)."""

    def check_with(**tables: str | bytes | None) -> Reading:
        chosen = {name: text for name, text in {**TABLES, **tables}.items() if text is not None}
        return check(write_tables(tmp_path / "spoiled", chosen))

    return check_with


@pytest.fixture
def only() -> Callable[[Reading], Problem]:
    """The one problem of a reading; fails when there is another number of them, notes not counted."""

    def take(reading: Reading) -> Problem:
        [problem] = [p for p in reading.problems if p.severity is not Severity.NOTE]
        return problem

    return take
