"""A load: one applied set of changes, as the history names it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from graph.changes import ChangeSet
from graph.dataset import Dataset
from graph.digests import digest_of_all, digests_after
from graph.record_changes import Key
from graph.store import queries
from graph.store.connection import Transaction

TOUCHED: Final = 500
"""Records up to which a load names each one it changes; the history of a record looks into larger ones."""


@dataclass(frozen=True)
class Load:
    """One applied set of changes.

    `since` and `before` are revision and load id of the state it builds on. `counts` and `digests` are those
    of the state after it, by table. `touched` names the records it changes, None where they are many. `parts`
    is in how many parts its rows lie in the database, 0 when it changes nothing. `undoes` is the id of the
    load that it takes back.
    """

    load_id: str
    since: int
    before: str
    origin: str
    by: str | None
    note: str | None
    at: str
    added: int
    changed: int
    removed: int
    counts: dict[str, int]
    digests: dict[str, str]
    touched: list[str] | None
    parts: int
    undoes: str | None = None

    @classmethod
    def of(
        cls,
        changes: ChangeSet,
        after: Dataset,
        *,
        since: int,
        before: str,
        digests_before: Mapping[str, str],
        parts: int,
        origin: str,
        by: str | None = None,
        note: str | None = None,
        undoes: str | None = None,
    ) -> Load:
        """The load that makes these changes now.

        Parameters
        ----------
        changes
            What it does.
        after
            What the database holds then.
        since, before, digests_before
            Revision, load id and digests of the state it builds on.
        parts
            In how many parts its rows lie in the database.
        origin, by, note
            Where the changes come from, who makes them and why.
        undoes
            The id of the load that it takes back.
        """
        counted = changes.counts.values()
        counts = after.filled
        total = sum(n.added + n.changed + n.removed for n in counted)
        return cls(
            uuid.uuid4().hex,
            since,
            before,
            origin,
            by,
            note,
            now(),
            sum(n.added for n in counted),
            sum(n.changed for n in counted),
            sum(n.removed for n in counted),
            counts,
            digests_after(digests_before, changes, counts),
            [name_of(c.table, c.key) for c in changes.records()] if total <= TOUCHED else None,
            parts,
            undoes,
        )

    def record(self, transaction: Transaction, *, revision: int) -> None:
        """Write the load into the history as what led to `revision`."""
        transaction.run(
            queries.CREATE_LOAD,
            load={
                "id": self.load_id,
                "set_id": self.load_id,
                "revision": revision,
                "since": self.since,
                "before": self.before,
                "at": self.at,
                "origin": self.origin,
                "by": self.by,
                "note": self.note,
                "added": self.added,
                "changed": self.changed,
                "removed": self.removed,
                "digest": digest_of_all(self.digests),
                "touched": self.touched,
                "parts": self.parts,
                "undoes": self.undoes,
            },
        )


def name_of(table: str, key: Key) -> str:
    """The name under which a load keeps that it touches a record."""
    return "\n".join((table, *(str(part) for part in key)))


def now() -> str:
    """The time of the clock as the history has it: UTC, ISO text."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
