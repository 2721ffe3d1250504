"""What one changed record costs: until it is acknowledged, until another open reader has it, and to keep.

    python -m benchmarks.edits [--memberships 1000 100000 1000000] [--edits 40] [--neo4j]

For each size: a first load, then single changes (an organisation gets another name, a membership another role,
in turn). *Acknowledged*: `apply` of a change set to the state at hand. *Seen*: another process that has the
database open asks for its version ten times a second and then for the records. *History*: how much larger the
database's files are per change, after a thousand of them at the smallest size, after the others else; *ten
snapshots*: how much larger after ten times one percent of the memberships has changed, in the size of the
first load. *Resident*: at most, of this process, which also runs the embedded server.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any

import polars as pl

from graph.changes import ChangeSet
from graph.dataset import Dataset
from graph.settings import Settings
from graph.store.connect import open_store
from graph.store.graph_store import GraphStore
from tests.contract.datasets import large
from tests.neo4j_server.server import Neo4jServer

SNAPSHOTS = 10
MANY = 1_000  # changes at the smallest size


def main() -> None:
    """Measure and print, one line a size."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--memberships", type=int, nargs="+", default=[1_000, 100_000, 1_000_000])
    parser.add_argument("--edits", type=int, default=40)
    parser.add_argument("--neo4j", action="store_true", help="a Neo4j server instead of the embedded one")
    asked = parser.parse_args()
    for number, memberships in enumerate(asked.memberships):
        with (
            tempfile.TemporaryDirectory(prefix="samverkan-edits-") as home,
            _settings(Path(home), neo4j=asked.neo4j) as settings,
        ):
            found = measure(settings, memberships, asked.edits if number else max(asked.edits, MANY))
            print(json.dumps({"memberships": memberships, **found}), flush=True)


def measure(settings: Settings, memberships: int, edits: int) -> dict[str, Any]:
    """All figures of one size; seconds, megabytes and kilobytes as the names say.

    The database's files are measured while it is closed: open, it keeps what it has written lately twice.
    """
    with open_store(settings) as store:
        begun = time.monotonic()
        store.write_dataset(large(memberships), origin="first")
        loaded = time.monotonic() - begun
    first = _size(settings)
    with open_store(settings) as store:
        taken, seen = _edit_and_wait(store, settings, edits)
    edited = _size(settings)
    with open_store(settings) as store:
        _ten_snapshots(store)
    ten = _size(settings)
    return {
        "first_load_s": round(loaded, 1),
        "acknowledged_ms_median": round(1_000 * statistics.median(taken)),
        "acknowledged_ms_most": round(1_000 * max(taken)),
        "seen_ms_median": round(1_000 * statistics.median(seen)),
        "seen_ms_most": round(1_000 * max(seen)),
        "edits": edits,
        "history_kb_per_edit": round((edited - first) / edits / 1_000, 1),
        "database_mb": round(first / 1e6, 1),
        "with_ten_snapshots": round((ten - edited + first) / first, 2),
        "resident_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1_000,
    }


def _edit_and_wait(store: GraphStore, settings: Settings, edits: int) -> tuple[list[float], list[float]]:
    """Seconds until each change was acknowledged, and until another process had its records."""
    here, there = multiprocessing.Pipe()
    reader = multiprocessing.get_context("spawn").Process(target=_follow, args=(settings, there))
    reader.start()
    told, _ = here.recv()
    taken, seen = [], []
    for number in range(edits):
        revision, now = store.cached_dataset()
        changes = single_change(now, number)
        begun = time.monotonic()
        report = store.apply(changes, base_revision=revision, origin="edit", by="benchmark")
        taken.append(time.monotonic() - begun)
        while told < report.revision:
            told, at = here.recv()
        seen.append(at - begun)
    here.send("end")
    reader.join(60)
    return taken, seen


def single_change(now: Dataset, number: int) -> ChangeSet:
    """Another name of an organisation, or another representative in a membership, in turn."""
    table, field = ("organizations", "name") if number % 2 else ("memberships", "represented_by")
    row = now[table].slice((number * 7_919) % now[table].height, 1)
    new = row.with_columns(pl.lit(f"changed {number}").alias(field))
    return ChangeSet.between(Dataset({table: row}), Dataset({table: new}))


def _ten_snapshots(store: GraphStore) -> None:
    for number in range(SNAPSHOTS):
        revision, now = store.cached_dataset()
        rows = now["memberships"].gather_every(100, number)
        new = rows.with_columns(pl.lit(f"snapshot {number}").alias("represented_by"))
        changes = ChangeSet.between(Dataset({"memberships": rows}), Dataset({"memberships": new}))
        store.apply(changes, base_revision=revision, origin="one percent")
        store.snapshot(f"snapshot {number}")


def _follow(settings: Settings, pipe: Pipe) -> None:
    """Another reader: says which revision it has the records of, and when it had them."""
    with open_store(settings) as store:
        at = store.cached_dataset()[0]
        pipe.send((at, time.monotonic()))
        while not pipe.poll(0.1):
            if store.revision() != at:
                at = store.cached_dataset()[0]
                pipe.send((at, time.monotonic()))


def _size(settings: Settings) -> int:
    """Bytes of the embedded database's files; of a Neo4j server none are seen."""
    folder = settings.home / "embedded" / "databases"
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) or 1


@contextmanager
def _settings(home: Path, *, neo4j: bool) -> Iterator[Settings]:
    if not neo4j:
        yield Settings(home=home / "home", backups_kept=0)
        return
    server = Neo4jServer.start()
    try:
        yield Settings(
            home=home / "home",
            neo4j_uri=server.uri,
            neo4j_username=server.username,
            neo4j_password=server.password,
        )
    finally:
        server.end()


if __name__ == "__main__":
    main()
