"""`python -m benchmarks [projection] [changes] [store] [app] [kill] [mutations]`: the first four when none is named."""

from __future__ import annotations

import runpy
import sys

BENCHMARKS = ("projection", "changes", "store", "app")
BY_NAME_ONLY = (
    "kill",
    "mutations",
)  # no figures of speed: what a load that is killed leaves, what bad input does

if __name__ == "__main__":
    wanted = sys.argv[1:] or BENCHMARKS
    known = BENCHMARKS + BY_NAME_ONLY
    if unknown := set(wanted) - set(known):
        sys.exit(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    for name in wanted:
        print(f"\n== {name} ==", flush=True)
        sys.argv = [name]
        runpy.run_module(f"benchmarks.{name}", run_name="__main__")
