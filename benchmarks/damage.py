"""Changes bytes in the files of an embedded database and counts what it says.

    python -m benchmarks.damage [--rounds 200] [--bytes 1] [--seed 1]

Exit code 1 when records were read that are not those written, without a word.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from graph.settings import Settings
from graph.store.connect import open_store
from tests.contract.damaging import damage
from tests.contract.datasets import large


def main() -> int:
    """Damage, look, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--bytes", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    wanted = large(300, activities=100)
    with tempfile.TemporaryDirectory(prefix="samverkan-damage-") as home:
        settings = Settings(home=Path(home) / "home")
        with open_store(settings) as store:
            store.write_dataset(wanted, origin="the start")
        begun = time.monotonic()
        found = damage(settings, wanted, rounds=asked.rounds, seed=asked.seed, bytes_changed=asked.bytes)
    print(
        f"{asked.rounds} times {asked.bytes} byte(s): {found.without_effect} without effect, {found.noticed} "
        f"noticed ({found.mended} of them mended by loading the same again), {len(found.silent)} without a word "
        f"({time.monotonic() - begun:.0f} s)"
    )
    return 1 if found.silent else 0


if __name__ == "__main__":
    sys.exit(main())
