"""How long it takes to find what changes between two states, to apply it, and to keep it.

    python -m benchmarks.changes [--memberships 1000000] [--repeat 3]

Prints one line a measurement, seconds and seconds of the processors, best of the repeats. *Store*: the
difference as `graph.store` works it out for a load. Each result is compared with the state it leads to.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import TypeVar

import polars as pl

from graph.change_file import from_bytes, to_bytes
from graph.changes import ChangeSet
from graph.dataset import Dataset
from graph.store.writing.batches import batches
from tests.contract.datasets import large

Result = TypeVar("Result")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--memberships", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=3)
    asked = parser.parse_args()
    before = large(asked.memberships)
    for name, after in states(before).items():
        measure(name, before, after, asked.repeat)


def states(before: Dataset) -> dict[str, Dataset]:
    """What the state before might become."""
    rows, number = before["memberships"], pl.int_range(pl.len())
    observer = pl.lit("observer").alias("role")

    def seen(which: pl.Expr) -> pl.DataFrame:
        return rows.with_columns(pl.when(which).then(observer).otherwise("role").alias("role"))

    added = rows.filter(number % 100 == 2).with_columns(pl.format("n{}", "id").alias("id"))
    mixed = pl.concat([seen(number % 100 == 3).filter(number % 100 != 1), added])
    middle = number == rows.height // 2
    return {
        "1 % changed": before.replace(memberships=seen(number % 100 == 3)),
        "1 % changed, 1 % added, 1 % removed": before.replace(memberships=mixed),
        "one changed": before.replace(memberships=seen(middle)),
        "one removed": before.replace(memberships=rows.filter(~middle)),
        "equal": before.replace(memberships=rows.clone()),
        "all removed": Dataset(),
    }


def measure(name: str, before: Dataset, after: Dataset, repeat: int) -> None:
    """Measure the way from one state to another."""

    def best(what: str, work: Callable[[], Result]) -> Result:
        taken = []
        for _ in range(repeat):
            begun = time.perf_counter(), time.process_time()
            result = work()
            taken.append((time.perf_counter() - begun[0], time.process_time() - begun[1]))
        seconds, processor = (min(times) for times in zip(*taken, strict=True))
        print(f"  {what:12} {seconds:7.3f} s {processor:7.3f} s of the processors", flush=True)
        return result

    print(name)
    changes = best("between", lambda: ChangeSet.between(before, after))
    assert best("apply", lambda: changes.apply_to(before)) == after
    assert best("undo", lambda: changes.inverse().apply_to(after)) == before
    data = best("write", lambda: to_bytes(changes))
    assert best("read", lambda: from_bytes(data)) == changes
    best("store", lambda: list(batches(ChangeSet.between(before, after), 5_000)))
    print(f"  {len(data):,} bytes")


if __name__ == "__main__":
    main()
