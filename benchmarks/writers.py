"""Lets many processes write small changes of the same records at once, and looks at what is left.

    python -m benchmarks.writers [--writers 20] [--sets 500] [--databases embedded neo4j]

Exit code 1 when a change was acknowledged and is not in the history exactly once, when the history does not
lead to what is there, or when a change was refused for another reason than a conflict.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.kill import server_of, settings_of
from graph.store.connect import open_store
from tests.contract.datasets import large
from tests.contract.writers import let_write


def main() -> int:
    """Write, look, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--writers", type=int, default=20)
    parser.add_argument("--sets", type=int, default=500)
    parser.add_argument("--databases", nargs="+", default=["embedded", "neo4j"])
    asked = parser.parse_args()
    wrong = 0
    for name in asked.databases:
        with server_of(name) as server, tempfile.TemporaryDirectory(prefix="samverkan-writers-") as home:
            settings = settings_of(Path(home), server)
            with open_store(settings) as store:
                store.write_dataset(large(200), origin="the start")
            begun = time.monotonic()
            outcome = let_write(settings, writers=asked.writers, sets=asked.sets)
            wrong += len(outcome.wrong)
            print(
                f"{name:9} {asked.writers} writers, {asked.sets} changes each: {outcome.acknowledged} written, "
                f"{outcome.refused} refused, {', '.join(outcome.wrong) or 'nothing wrong'} "
                f"({time.monotonic() - begun:.0f} s)",
                flush=True,
            )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
