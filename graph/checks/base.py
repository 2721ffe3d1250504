"""What a check gives: findings of one kind in one column, put into words only when they are listed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from graph.dataset import Dataset


@dataclass(frozen=True)
class Words:
    """What one finding says: the value, what it is compared with (`about`) and what would be right."""

    value: str
    suggestion: str = ""
    about: str | None = None


@dataclass(frozen=True)
class Kind:
    """Findings of one `code` in one column.

    `places` are rows of `dataset[table]`, None for the table as a whole; `words` puts the finding at
    that number in `places` into words. A million of them cost a list of numbers.
    """

    code: str
    table: str
    column: str
    places: Sequence[int | None]
    words: Callable[[int], Words]


Check = Callable[[Dataset], Iterable[Kind]]
"""Pure and total: any Dataset in, nothing raised."""
