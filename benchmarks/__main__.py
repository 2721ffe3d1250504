"""`python -m benchmarks [projection] [store] [app]`: all of them when none is named."""

from __future__ import annotations

import runpy
import sys

BENCHMARKS = ("projection", "store", "app")

if __name__ == "__main__":
    wanted = sys.argv[1:] or BENCHMARKS
    if unknown := set(wanted) - set(BENCHMARKS):
        sys.exit(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}")
    for name in wanted:
        print(f"\n== {name} ==", flush=True)
        sys.argv = [name]
        runpy.run_module(f"benchmarks.{name}", run_name="__main__")
