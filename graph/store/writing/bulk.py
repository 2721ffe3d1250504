"""The first load of an empty embedded database, by the server's own bulk writer: many times faster.

It does not go step by step: the state before is the empty one, so a first load that is cut short is undone
by making the database anew. The metadata says *pending* meanwhile, so nobody reads half a load.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from graph.dataset import Dataset
from graph.embedded import EmbeddedServer
from graph.model import EDGE_TYPES, NODE_TYPES
from graph.store import queries
from graph.store.connection import Connection
from graph.store.history import sets
from graph.store.load import Load
from graph.store.state import Mode, Plan, State, Writer
from graph.store.writing.batches import Batch, Operation
from graph.store.writing.lease import begin, finish
from graph.store.writing.parameters import parameters
from graph.store.writing.write import Progress

WORTHWHILE: Final = 50_000
"""Records from which on it is used: below, the ordinary way takes a few seconds anyway."""


def write_in_bulk(
    connection: Connection,
    server: EmbeddedServer,
    state: State,
    dataset: Dataset,
    load: Load,
    parts: Sequence[str],
    *,
    batch_size: int,
    progress: Progress | None,
) -> int:
    """Write everything into the empty database.

    Parameters
    ----------
    connection, server
        The database, and the embedded server that runs it in this process.
    state
        The empty state before.
    dataset
        The records.
    load
        The load, as the history is to have it.
    parts
        Its rows in the history.
    batch_size
        The rows of one write.
    progress
        Called with records written and records to write.

    Returns
    -------
    int
        The new revision.

    Raises
    ------
    StateMoved
        When somebody was faster. Any other error leaves the load pending; the caller has to throw the
        database away.
    """
    with Writer() as writer:
        plan = Plan(Mode.BULK, load, steps=0)
        begin(connection, state, plan, writer.name)
        total = sum(dataset.counts.values())
        done = 0
        addresses: dict[str, dict[str, str]] = {}
        with server.bulk(commit_every=batch_size) as bulk:
            for number, part in enumerate(parts):
                bulk.create_vertices(
                    queries.PART, [{"id": sets.part_id(load.load_id, number), "payload": part}]
                )
            for node in NODE_TYPES:
                addresses[node.table] = {}
                for rows in _slices(dataset[node.table], batch_size):
                    batch = parameters(Batch(Operation.PUT_NODES, node.table, rows))
                    placed = bulk.create_vertices(node.label, batch)
                    addresses[node.table].update(zip(rows["id"], placed, strict=True))
                    done += rows.height
                    if progress is not None:
                        progress(done, total)
            for node in NODE_TYPES:
                for field, _ in node.links:
                    linked = dataset[node.table].select("id", field.name).drop_nulls()
                    here, there = addresses[node.table], addresses[field.references or ""]
                    for pairs in _slices(linked, batch_size):
                        bulk.new_edges(
                            [here[key] for key in pairs["id"]],
                            field.relationship or "",
                            [there[key] for key in pairs[field.name]],
                            [{}] * pairs.height,
                        )
            for edge in EDGE_TYPES:
                fields = {f.name: f.references or "" for f in edge.fields}
                starts, ends = addresses[fields[edge.start]], addresses[fields[edge.end]]
                for rows in _slices(dataset[edge.table], batch_size):
                    batch = parameters(Batch(Operation.CREATE_EDGES, edge.table, rows))
                    bulk.new_edges(
                        [starts[row["start"]] for row in batch],
                        edge.relationship,
                        [ends[row["end"]] for row in batch],
                        [row["properties"] for row in batch],
                    )
                    done += rows.height
                    if progress is not None:
                        progress(done, total)
        return finish(connection, plan, writer.name)


def _slices(frame: pl.DataFrame, size: int) -> list[pl.DataFrame]:
    return [frame.slice(start, size) for start in range(0, frame.height, size)]
