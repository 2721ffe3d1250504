"""What a loader is: something that recognizes a kind of file and reads it into a Dataset.

To add one, copy `loaders/native.py`, register it in `loaders.LOADERS` and give it a test folder: the page Data,
the command line and the docs know it then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from graph.dataset import Dataset
from graph.problems import Findings, Problem, stops
from graph.settings import Settings
from graph.validation import Origins

Progress = Callable[[int, int], None]
"""Called now and then with how much is done and how much there is in all."""


@dataclass(frozen=True)
class Limits:
    """How much a source may hold before it is refused unread, and how much is said about it.

    `file_bytes`: one table, uncompressed (a million memberships with all their columns are some
    220 MB). `total_bytes`: all tables together. `cells`: what all tables hold together, each row with
    every column of its table and each further text in a cell: sixteen bytes of memory, filled or not
    (a million memberships are some 20 million). `members` and
    `compression`: files in a folder or archive, and how many times larger than in the archive one may
    become (a real table shrinks ten to fifty times, a zip bomb a thousand times). `listed`: problems
    of one kind in one column that are told one by one; `Findings.ALL` at most. What does not grow with
    the settings stands in `graph.bounds`.
    """

    file_bytes: int = 300_000_000
    total_bytes: int = 600_000_000
    cells: int = 30_000_000
    members: int = 1_000
    compression: int = 200
    listed: int = Findings.LISTED

    @classmethod
    def of(cls, settings: Settings, *, listed: int = Findings.LISTED) -> Limits:
        """The limits that the settings ask for."""
        return cls(
            file_bytes=settings.max_file_mb * 1_000_000,
            total_bytes=settings.max_file_mb * 2_000_000,
            cells=settings.max_file_mb * 100_000,
            listed=min(listed, Findings.ALL),
        )


@dataclass(frozen=True)
class Reading:
    """What was read: the records, what is wrong with them, and where each came from.

    `dataset` holds every value that could be read, so that the other problems can be found too;
    `origins[table]` names file, sheet and row of each record, in the order of `dataset[table]`,
    for the tables that the source has. `unread` are the columns of tables with values that could not
    be read, with None in place of the column where rows are missing: what is missing for that reason
    is not reported a second time.
    """

    dataset: Dataset
    problems: tuple[Problem, ...]
    origins: Origins
    unread: frozenset[tuple[str, str | None]] = frozenset()

    @property
    def stops(self) -> bool:
        """Whether something is wrong that must be mended before a load."""
        return stops(self.problems)


class Loader(Protocol):
    """Reads one kind of source."""

    name: str
    """How the format is called on the command line and in the docs."""

    about: str
    """What a source of the format is, in English, to stand after “is”: “a folder of …”."""

    suffixes: tuple[str, ...]
    """How a single file of the format ends, such as `.zip`: what the page Data lets a reader choose."""

    def recognizes(self, path: Path) -> bool:
        """Whether this looks like the loader's kind of source: by content first, by suffix last.

        Never raises.
        """

    def read(self, path: Path, *, limits: Limits, progress: Progress | None = None) -> Reading:
        """The records, and the problems of reading them (not those of `graph.validation`).

        Parameters
        ----------
        path
            What was recognized.
        limits
            How much of it is read at the most.
        progress
            Told bytes read and bytes in all.

        Raises
        ------
        UnreadableSource
            When nothing at all can be read; bad content never raises.
        """
