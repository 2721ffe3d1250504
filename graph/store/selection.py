"""Selection near the data: who is in a group, what an organisation is in, who it meets, by which way.

Each has a twin computed from the Dataset in `tests/contract/test_selection.py`: the two always agree.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from graph.errors import UnknownId
from graph.model import NODE_TYPES, RECORD_TYPE, polars_schema
from graph.store import queries
from graph.store.connection import Connection

_TABLE_OF_LABEL: Final = {t.label: t.table for t in NODE_TYPES}

NEIGHBOR_SCHEMA: Final = {
    "organization_id": pl.String(),
    "name": pl.String(),
    "classification": pl.String(),
    "shared_groups": pl.Int64(),
    "group_ids": pl.List(pl.String()),
}
PATH_SCHEMA: Final = {"step": pl.Int64(), "table": pl.String(), "id": pl.String(), "name": pl.String()}
_MEMBERSHIP: Final = polars_schema(RECORD_TYPE["memberships"])
_MEMBERSHIP_COLUMNS: Final = {
    "membership_id": pl.String(),
    **{name: _MEMBERSHIP[name] for name in ("role", "represented_by", "agreement", "start_date", "end_date")},
}
MEMBER_SCHEMA: Final = {
    "organization_id": pl.String(),
    "name": pl.String(),
    "kind": pl.String(),
    "classification": pl.String(),
    **_MEMBERSHIP_COLUMNS,
}
GROUP_SCHEMA: Final = {
    "group_id": pl.String(),
    "name": pl.String(),
    "classification": pl.String(),
    "status": pl.String(),
    **_MEMBERSHIP_COLUMNS,
}


def members(connection: Connection, group_id: str) -> pl.DataFrame:
    """See `GraphStore.members`."""
    _must_exist(connection, "groups", group_id)
    return pl.DataFrame(connection.read(queries.MEMBERS, id=group_id), schema=MEMBER_SCHEMA)


def groups_of(connection: Connection, organization_id: str) -> pl.DataFrame:
    """See `GraphStore.groups_of`."""
    _must_exist(connection, "organizations", organization_id)
    return pl.DataFrame(connection.read(queries.GROUPS_OF, id=organization_id), schema=GROUP_SCHEMA)


def neighbors(connection: Connection, organization_id: str) -> pl.DataFrame:
    """See `GraphStore.neighbors`."""
    _must_exist(connection, "organizations", organization_id)
    rows = connection.read(queries.NEIGHBORS, id=organization_id)
    for row in rows:
        row["group_ids"] = sorted(row["group_ids"])
    return pl.DataFrame(rows, schema=NEIGHBOR_SCHEMA)


def path(connection: Connection, organization_id: str, other_id: str) -> pl.DataFrame:
    """See `GraphStore.path`."""
    for asked in (organization_id, other_id):
        _must_exist(connection, "organizations", asked)
    if organization_id == other_id:  # Neo4j refuses to look for a path from a node to itself
        found = connection.read(queries.NAMED["organizations"], id=organization_id)
        steps = [("organizations", organization_id, found[0]["name"])]
    else:
        rows = connection.read(queries.PATH, id=organization_id, other_id=other_id)
        steps = []
        if rows:
            row = rows[0]
            tables = [_TABLE_OF_LABEL[label] for label in row["labels"]]
            steps = list(zip(tables, row["ids"], row["names"], strict=True))
    return pl.DataFrame(
        [{"step": n, "table": t, "id": i, "name": name} for n, (t, i, name) in enumerate(steps)],
        schema=PATH_SCHEMA,
    )


def _must_exist(connection: Connection, table: str, id: str) -> None:
    if not connection.read(queries.NAMED[table], id=id):
        raise UnknownId(f"There is no record “{id}” in {table}.", table=table, id=id)
