"""`python -m benchmarks [NAME …]`: those of speed when none is named, the others only by name."""

from __future__ import annotations

import runpy
import sys

BENCHMARKS = ("projection", "changes", "store", "edits", "app", "memory")
# no figures of speed: what a killed process, bad input, a changed byte and many writers at once leave
BY_NAME_ONLY = ("kill", "mutations", "damage", "writers")

if __name__ == "__main__":
    wanted = sys.argv[1:] or BENCHMARKS
    known = BENCHMARKS + BY_NAME_ONLY
    if unknown := set(wanted) - set(known):
        sys.exit(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    for name in wanted:
        print(f"\n== {name} ==", flush=True)
        sys.argv = [name]
        runpy.run_module(f"benchmarks.{name}", run_name="__main__")
