"""Many processes that write small changes of overlapping records at once, and what must be true afterwards.

Every change that was acknowledged is in the history exactly once; the state at the end is what the history
leads to; every change that was not acknowledged was refused by a `RevisionConflict`.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import polars as pl

from graph.changes import ChangeSet
from graph.dataset import Dataset
from graph.errors import RevisionConflict
from graph.settings import Settings
from graph.store.connect import open_store
from graph.store.graph_store import GraphStore
from tests.contract.killing import as_order
from tests.contract.other_process import OtherProcess


@dataclass(frozen=True)
class Outcome:
    """What the writers were told, and what is wrong with what is left: empty when all is as it must be."""

    acknowledged: int
    refused: int
    wrong: tuple[str, ...]


def write(store: GraphStore, *, name: str, count: int, seed: int) -> None:
    """Make `count` small changes, each from the state read before it, and say of each what became of it."""
    draw = random.Random(seed)
    for number in range(count):
        revision, now = store.cached_dataset()
        changes = _change(now, draw, f"{name}-{number}")
        try:
            report = store.apply(changes, base_revision=revision, origin="a writer", note=f"{name}-{number}")
            print("written", f"{name}-{number}", report.revision, flush=True)
        except RevisionConflict:
            print("refused", f"{name}-{number}", flush=True)
    print("end", flush=True)


def let_write(settings: Settings, *, writers: int, sets: int) -> Outcome:
    """Let `writers` processes write `sets` small changes each, and look at what is left.

    The database has to hold a few organisations and memberships.
    """
    others = [
        OtherProcess(as_order(settings), write={"name": f"w{number}", "count": sets, "seed": number})
        for number in range(writers)
    ]
    said: list[list[str]] = []
    for other in others:
        lines: list[str] = []
        assert other.process.stdout is not None
        for line in other.process.stdout:
            if line.startswith("end"):
                break
            lines.append(line.strip())
        said.append(lines)
    for other in others:
        other.end()
        other.kill()
    acknowledged = [line.split()[1:] for lines in said for line in lines if line.startswith("written")]
    refused = [line.split()[1] for lines in said for line in lines if line.startswith("refused")]
    with open_store(settings) as store:
        return Outcome(
            len(acknowledged), len(refused), tuple(_wrong(store, acknowledged, refused, writers * sets))
        )


def _change(now: Dataset, draw: random.Random, word: str) -> ChangeSet:
    """A new name for one of a few organisations, another role in one of a few memberships, or a new one."""
    table = draw.choice(["organizations", "memberships"])
    row = now[table].slice(draw.randrange(min(8, now[table].height)), 1)
    if table == "memberships" and draw.random() < 0.3:
        return ChangeSet.between(Dataset(), Dataset({table: row.with_columns(id=pl.lit(f"m-{word}"))}))
    field = "name" if table == "organizations" else "represented_by"
    return ChangeSet.between(
        Dataset({table: row}), Dataset({table: row.with_columns(pl.lit(word).alias(field))})
    )


def _wrong(store: GraphStore, acknowledged: list[list[str]], refused: list[str], every: int) -> list[str]:
    found = []
    if len(acknowledged) + len(refused) != every:
        found.append(f"{every - len(acknowledged) - len(refused)} changes without an answer")
    history = store.history().filter(pl.col("origin") == "a writer")
    kept: list[Any] = sorted(history.select("note", "revision").iter_rows())
    told = sorted((word, int(revision)) for word, revision in acknowledged)
    if kept != told:
        found.append(
            f"{len(set(kept) ^ set(told))} changes in the history and not acknowledged, or the other way"
        )
    if history["revision"].n_unique() != history.height:
        found.append("two changes of one revision")
    way = store._history.way("", store._state().load_id)
    if way is None or store._history.changes_over(way).apply_to(Dataset()) != store.read_dataset():
        found.append("the history does not lead to what is there")
    if not store.verify().is_whole:
        found.append("the database is not what was written")
    return found
