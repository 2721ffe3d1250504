"""What a change does to single records, and where it meets another: values to be put into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

Record = Mapping[str, object]
"""Column → value."""

Key = tuple[str | None, ...]
"""The values of the columns in `RecordType.key`: an id, or the two ends of an edge without one."""


class ChangeKind(StrEnum):
    """What becomes of a record."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True)
class FieldChange:
    """The value of one field before and after; None where there is none."""

    field: str
    before: object
    after: object


@dataclass(frozen=True)
class RecordChange:
    """What becomes of one record. `fields` are those that differ, without the key, in the model's order.

    Of a record that is added or removed these are all fields with a value.
    """

    table: str
    key: Key
    kind: ChangeKind
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Reference:
    """A record that names another by its id: `field` of the one of `table` and `key` names `id` in `other`."""

    table: str
    key: Key
    field: str
    other: str
    id: str


@dataclass(frozen=True)
class Conflict:
    """A record that is not as a change expects it.

    `field` is one whose value differs, and `expected`, `mine` and `theirs` are its value where the change
    begins, where it leads and where it was to be applied. Without a field it is the record itself that
    is there on one side only, and the three are whole records, None where there is none. `kind` is
    what the change does to the record: where that is `REMOVED`, `mine` is None.

    With a `reference` the record itself is as expected, and what it hangs together with is not. Either
    the change makes it name a record that somebody has removed: then it is the one that names, `mine`
    the id and `theirs` None. Or the change removes it (`REMOVED`), and somebody's record names it.
    """

    table: str
    key: Key
    kind: ChangeKind
    field: str | None
    expected: object
    mine: object
    theirs: object
    reference: Reference | None = None

    def as_dict(self) -> dict[str, object]:
        """The conflict as plain values: for JSON."""
        return asdict(self)
