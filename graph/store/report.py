"""What a load did, for whoever asked for it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from graph.changes import ChangeSet


@dataclass(frozen=True)
class LoadReport:
    """What a load did. The dicts hold the number of records by table, tables without any left out.

    `load_id` and `revision` are those of the state now in the database; when nothing had to be written
    (`unchanged`) they are the ones it had before. `changes` is what was written: its inverse, applied, is
    the way back.
    """

    load_id: str
    revision: int
    added: dict[str, int]
    changed: dict[str, int]
    removed: dict[str, int]
    unchanged: bool
    changes: ChangeSet = dataclasses.field(default_factory=ChangeSet, repr=False)

    @classmethod
    def of(cls, changes: ChangeSet, load_id: str, revision: int) -> LoadReport:
        """The report of a load that has made these changes."""

        def counted(what: str) -> dict[str, int]:
            return {table: count for table, n in changes.counts.items() if (count := getattr(n, what))}

        return cls(
            load_id,
            revision,
            counted("added"),
            counted("changed"),
            counted("removed"),
            unchanged=changes.is_empty,
            changes=changes,
        )
