"""Writes the difference between two states, in one transaction or, when it is large, by a journal."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from graph.dataset import Dataset
from graph.errors import StoreDamaged
from graph.store import queries
from graph.store.changes import Batch, Changes, Operation
from graph.store.link import Conflict, Link, Transaction
from graph.store.metadata import State, read_state
from graph.store.rows import parameters

Progress = Callable[[int, int], None]
"""Called with the number of records written so far and the number there are to write."""

QUERY: Final[dict[Operation, dict[str, str]]] = {
    Operation.DELETE_EDGES: queries.DELETE_EDGES,
    Operation.DELETE_NODES: queries.DELETE_NODES,
    Operation.PUT_NODES: queries.PUT_NODES,
    Operation.UPDATE_EDGES: queries.UPDATE_EDGES,
    Operation.CREATE_EDGES: queries.CREATE_EDGES,
}


class Outrun(Exception):
    """Somebody else has written since the state was read."""


@dataclass(frozen=True)
class Load:
    """What a load leaves in the history."""

    load_id: str
    origin: str
    by: str | None
    at: str
    added: int
    changed: int
    removed: int
    counts: dict[str, int]

    @classmethod
    def of(cls, changes: Changes, after: Dataset, *, load_id: str, origin: str, by: str | None) -> Load:
        """The load that writes `changes` so that `after` is what the database holds."""
        return cls(
            load_id,
            origin,
            by,
            dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            sum(changes.added.values()),
            sum(changes.changed.values()),
            sum(changes.removed.values()),
            {table: count for table, count in after.counts.items() if count},
        )

    def record(self, transaction: Transaction, *, revision: int) -> None:
        """Write the load into the history."""
        transaction.run(
            queries.CREATE_LOAD,
            id=self.load_id,
            revision=revision,
            at=self.at,
            origin=self.origin,
            by=self.by,
            added=self.added,
            changed=self.changed,
            removed=self.removed,
        )


def apply(transaction: Transaction, batch: Batch) -> None:
    """Write one batch; raises `StoreDamaged` when the database does not hold what the batch builds on."""
    rows = parameters(batch)
    written = transaction.run(QUERY[batch.operation][batch.table], rows=rows)[0]["records"]
    if written != len(rows):
        raise StoreDamaged(
            f"Of {len(rows)} records of {batch.table} that had to be written ({batch.operation}), the database "
            f"found {written}: it does not hold what it held at revision this load builds on.",
            table=batch.table,
        )


def write_at_once(
    link: Link, state: State, changes: Changes, load: Load, *, batch_size: int, progress: Progress | None
) -> int:
    """Write all changes in one transaction and return the new revision; `Outrun` when somebody was faster."""
    batches = list(changes.batches(batch_size))
    total = sum(batch.rows.height for batch in batches)

    def work(transaction: Transaction) -> int:
        advanced = transaction.run(
            queries.ADVANCE,
            store_id=state.store_id,
            revision=state.revision,
            before=state.load_id,
            load_id=load.load_id,
            counts=json.dumps(load.counts),
        )
        if not advanced:
            raise Outrun
        done = 0
        for batch in batches:
            apply(transaction, batch)
            done += batch.rows.height
            if progress is not None:
                progress(done, total)
        revision: int = advanced[0]["revision"]
        load.record(transaction, revision=revision)
        return revision

    try:
        return link.transact(work)
    except Conflict as error:
        if read_state(link) != state:
            raise Outrun from error  # two wrote at once, and the database noticed it by a key first
        raise
    except Outrun:
        now = read_state(link)
        if now is not None and now.load_id == load.load_id:
            return now.revision  # it was committed, and the answer was lost on the way
        raise
