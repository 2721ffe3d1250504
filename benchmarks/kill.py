"""Kills many processes in the midst of writing and counts what is left: always the state before or the state after.

They load, undo, give a state a name, or bring a database of an earlier format to this one.

    python -m benchmarks.kill [--rounds 20] [--memberships 600 200000] [--databases embedded neo4j]
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.settings import Settings
from tests.contract.killing import kill_acts, kill_loaders
from tests.neo4j_server.server import Neo4jServer


def main() -> int:
    """Kill, count, print; exit code 1 when anything was left that is neither."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--memberships", type=int, nargs="+", default=[600, 200_000])
    parser.add_argument("--databases", nargs="+", default=["embedded", "neo4j"])
    parser.add_argument(
        "--ways", nargs="+", default=["alone", "held", "first", "undo", "snapshot", "migrate"]
    )
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    wrong = 0
    for name in asked.databases:
        with server_of(name) as server:
            for memberships in asked.memberships:
                for way in asked.ways:
                    if way == "first" and name != "embedded":
                        continue
                    begun = time.monotonic()
                    before = after = 0
                    neither: list[int] = []
                    # a first load needs an empty database every time
                    plan = [1] * asked.rounds if way == "first" else [asked.rounds]
                    for number, rounds in enumerate(plan):
                        with tempfile.TemporaryDirectory(prefix="samverkan-kill-") as home:
                            if way in ("undo", "snapshot", "migrate"):
                                tally = kill_acts(
                                    settings_of(Path(home), server),
                                    way,
                                    rounds=rounds,
                                    memberships=memberships,
                                    seed=asked.seed,
                                )
                            else:
                                tally = kill_loaders(
                                    settings_of(Path(home), server),
                                    rounds=rounds,
                                    memberships=memberships,
                                    held_open=way == "held",
                                    first=way == "first",
                                    seed=asked.seed + number,
                                )
                        before, after = before + tally.before, after + tally.after
                        neither += tally.neither
                    wrong += len(neither)
                    print(
                        f"{name:9} {memberships:>8,} memberships, {way:6}: {before + after + len(neither)} kills, "
                        f"{before} before, {after} after, {len(neither)} neither "
                        f"({time.monotonic() - begun:.0f} s)",
                        flush=True,
                    )
    return 1 if wrong else 0


def settings_of(home: Path, server: Neo4jServer | None) -> Settings:
    """Settings of an empty database: the embedded one, or the server's."""
    settings = Settings(home=home / "home", backups_kept=1)
    if server is None:
        return settings
    server.empty()
    return dataclasses.replace(
        settings,
        neo4j_uri=server.uri,
        neo4j_username=server.username,
        neo4j_password=server.password,
    )


@contextmanager
def server_of(name: str) -> Iterator[Neo4jServer | None]:
    """The server of a kind of database, running; None for the embedded one."""
    server = Neo4jServer.start() if name == "neo4j" else None
    try:
        yield server
    finally:
        if server is not None:
            server.end()


if __name__ == "__main__":
    sys.exit(main())
