"""Runs a test Neo4j until interrupted: `python -m tests.neo4j_server [--fetch]`."""

from __future__ import annotations

import signal
import sys
from types import FrameType

from tests.neo4j_server.server import Neo4jServer, jars


def _end(signal_number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


def main() -> None:
    """Fetch the server; without --fetch run it, too."""
    if "--fetch" in sys.argv[1:]:
        print(jars())
        return
    signal.signal(signal.SIGTERM, _end)
    server = Neo4jServer.start()
    try:
        print(f"NEO4J_URI={server.uri}")
        print(f"NEO4J_USERNAME={server.username}")
        print(f"NEO4J_PASSWORD={server.password}", flush=True)
        server.process.wait()
    except KeyboardInterrupt:
        pass
    finally:
        server.end()


main()
