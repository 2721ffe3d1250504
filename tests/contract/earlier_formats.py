"""A database as earlier versions have written it: laid down by this one and then taken back to the earlier format."""

from __future__ import annotations

import base64
import io
import json
import uuid

from graph.dataset import Dataset
from graph.store.connection import Connection
from graph.store.graph_store import GraphStore
from graph.store.rows import fold
from graph.store.writing.batches import Batch
from graph.store.writing.write import put
from tests.contract.datasets import town

GONE = "elsewhere/1/0123456789abcdef"  # a writer of another machine


def as_format_2_wrote_it(store: GraphStore) -> None:
    """No rows of changes, no digests, and the earlier format noted."""
    connection = store._connection
    connection.read("MATCH (c:ChangePart) DELETE c RETURN count(*) AS n")
    connection.read(
        "MATCH (l:Load) REMOVE l.since, l.before, l.set_id, l.parts, l.touched, l.digest RETURN count(l) AS n"
    )
    connection.read("MATCH (m:Metadata) REMOVE m.digests SET m.format = 2 RETURN m.format AS format")


def as_format_1_wrote_it(store: GraphStore) -> None:
    """And only names in what records are found by, nothing at sources."""
    as_format_2_wrote_it(store)
    connection = store._connection
    connection.read("MATCH (n:Source) REMOVE n.search_text RETURN count(n) AS n")
    for label in ("Group", "Area"):
        found = connection.read(
            f"MATCH (n:{label}) RETURN n.id AS id, n.name AS name, n.other_names AS others"
        )
        for row in found:
            text = "\n".join(dict.fromkeys(fold(name) for name in (row["name"], *(row["others"] or ()))))
            connection.read(
                f"MATCH (n:{label} {{id: $id}}) SET n.search_text = $text RETURN n.id AS id",
                id=row["id"],
                text=text,
            )
    connection.read("MATCH (m:Metadata) SET m.format = 1 RETURN m.format AS format")


def left_unfinished(
    connection: Connection, way: str, steps: list[Batch], after: Dataset, *, done: int
) -> None:
    """A load as format 2 leaves it when its writer is killed: pending, `done` steps of it written."""
    after = town() if way == "back" else after
    load_id = uuid.uuid4().hex
    load = {
        "load_id": load_id, "origin": "cut short", "by": "Kim", "at": "2026-11-22T00:00:00+00:00",
        "added": 1, "changed": 2, "removed": 3, "counts": after.filled, "note": None,
    }  # fmt: skip
    if way != "at_once":
        for number, batch in enumerate(steps):
            payload = io.BytesIO()
            batch.rows.write_ipc(payload, compression="zstd")
            connection.read(
                "CREATE (c:JournalChunk {id: $id}) SET c.operation = $operation, c.table = $table, "
                "c.payload = $payload RETURN c.id AS id",
                id=f"{load_id}:{number}",
                operation=batch.operation.value,
                table=batch.table,
                payload=base64.b64encode(payload.getvalue()).decode("ascii"),
            )
    for batch in steps[:done]:
        connection.transact(lambda transaction, batch=batch: put(transaction, batch))  # type: ignore[misc]
    connection.read(
        "MATCH (m:Metadata) SET m.pending = $id, m.writer = $writer, m.done = $done, m.plan = $plan, "
        "m.heartbeat = timestamp() - 200000 RETURN m.revision AS revision",
        id=load_id,
        writer=GONE,
        done=done,
        plan=json.dumps({"way": way, "load": load, "steps": 1 if way == "at_once" else len(steps)}),
    )
