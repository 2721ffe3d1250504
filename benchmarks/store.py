"""How fast the store loads and reads, beside a bare driver loop, on each database in the same run.

    python -m benchmarks.store [--memberships 100000] [--activities N] [--repeat 2]
                               [--databases embedded neo4j]

Activities are a tenth of the memberships where no number is given; each is a node with up to four
relationships. Prints one line a measurement: records a second, best of the repeats. *bare loop*: the
driver alone with UNWIND and MERGE in the same batches, no history, no atomicity. *load*: `write_dataset`
step by step, with difference, history and cache. *first load in bulk*: embedded only. *read*: all
records as a Dataset. *bare read*: the driver's rows, no tables. *cached*: opening the store and reading
the cache, in seconds. *resident at most*: of this process, which holds the embedded server and makes the
records.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import neo4j

from graph.dataset import Dataset
from graph.embedded import EmbeddedServer
from graph.model import EDGE_TYPES, NODE_TYPES
from graph.settings import Settings
from graph.store import graph_store, queries
from graph.store.connect import open_store
from tests.contract.datasets import large
from tests.neo4j_server.server import Neo4jServer

BATCH = 5_000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--memberships", type=int, default=100_000)
    parser.add_argument("--activities", type=int)
    parser.add_argument("--repeat", type=int, default=2)
    parser.add_argument("--databases", nargs="+", default=["embedded", "neo4j"])
    parser.add_argument("--only-bulk", action="store_true", help="no bare loop and no steps: for large sizes")
    asked = parser.parse_args()
    dataset = large(asked.memberships, activities=asked.activities)
    links = sum(dataset[t.table][field.name].count() for t in NODE_TYPES for field, _ in t.links)
    print(f"{sum(dataset.counts.values()):,} records, {links:,} relationships of nodes, batches of {BATCH:,}")
    for database in asked.databases:
        with _servers(database) as fresh:
            measure(database, dataset, fresh, asked.repeat, only_bulk=asked.only_bulk)
    print(f"resident at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GB")


def measure(
    name: str,
    dataset: Dataset,
    fresh: Callable[[], Settings],
    repeat: int,
    *,
    only_bulk: bool,
) -> None:
    """Measure one database; `fresh` gives the settings of an empty one."""
    records = sum(dataset.counts.values())
    best: dict[str, float] = {}

    def timed(what: str, work: Callable[[], Any]) -> Any:
        begun = time.perf_counter()
        result = work()
        taken = time.perf_counter() - begun
        best[what] = min(taken, best.get(what, taken))
        return result

    for _ in range(repeat):
        if not only_bulk:
            with _bare(name, fresh()) as (driver, database):
                timed("bare loop", lambda d=driver, n=database: _bare_load(d, n, dataset))
                timed("bare read", lambda d=driver, n=database: _bare_read(d, n))
            with _without_bulk(), open_store(fresh()) as store:
                timed("load", lambda s=store: s.write_dataset(dataset, origin="benchmark"))
                assert timed("read", store.read_dataset) == dataset
        if name == "embedded":
            settings = fresh()
            with open_store(settings) as store:
                timed("first load in bulk", lambda s=store: s.write_dataset(dataset, origin="benchmark"))
                if only_bulk:
                    assert timed("read", store.read_dataset) == dataset
            timed("cached", lambda s=settings: _cached(s))
    for what, taken in best.items():
        print(f"{name:9} {what:20} {taken:8.2f} s {records / taken:12,.0f} records/s")
    if "load" in best:
        print(f"{name:9} load / bare loop      {best['bare loop'] / best['load']:8.2f} ×")
        if "first load in bulk" in best:
            print(f"{name:9} bulk / load           {best['load'] / best['first load in bulk']:8.2f} ×")


def _cached(settings: Settings) -> int:
    with open_store(settings) as store:
        return store.cached_dataset()[0]


def _bare_load(driver: neo4j.Driver, database: str, dataset: Dataset) -> None:
    with driver.session(database=database) as session:
        for node in NODE_TYPES:
            session.run(
                f"CREATE CONSTRAINT bare_{node.table} IF NOT EXISTS FOR (n:{node.label}) REQUIRE n.id IS UNIQUE"
            ).consume()
        for node in NODE_TYPES:
            query = f"UNWIND $rows AS row MERGE (n:{node.label} {{id: row.id}}) SET n = row"
            for rows in _batches(dataset[node.table].to_dicts()):
                session.execute_write(lambda tx, q=query, r=rows: tx.run(q, rows=r).consume())
        for node in NODE_TYPES:
            for field, label in node.links:
                query = (
                    f"UNWIND $rows AS row MATCH (a:{node.label} {{id: row.id}}) "
                    f"MATCH (b:{label} {{id: row.{field.name}}}) MERGE (a)-[:{field.relationship}]->(b)"
                )
                for rows in _batches(dataset[node.table].select("id", field.name).drop_nulls().to_dicts()):
                    session.execute_write(lambda tx, q=query, r=rows: tx.run(q, rows=r).consume())
        for edge in EDGE_TYPES:
            key = "id: row.id" if edge.own_id else ""
            query = (
                f"UNWIND $rows AS row MATCH (a:{edge.start_label} {{id: row.{edge.start}}}) "
                f"MATCH (b:{edge.end_label} {{id: row.{edge.end}}}) "
                f"MERGE (a)-[r:{edge.relationship} {{{key}}}]->(b) SET r = row"
            )
            for rows in _batches(dataset[edge.table].to_dicts()):
                session.execute_write(lambda tx, q=query, r=rows: tx.run(q, rows=r).consume())


def _bare_read(driver: neo4j.Driver, database: str) -> int:
    rows = 0
    with driver.session(database=database, fetch_size=10_000) as session:
        for query in queries.READ.values():
            rows += len(session.run(query).values())
    return rows


def _batches(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        yield [{key: value for key, value in row.items() if value is not None} for row in batch]


@contextmanager
def _without_bulk() -> Iterator[None]:
    kept = graph_store.WORTHWHILE
    graph_store.WORTHWHILE = 10**12  # type: ignore[misc]
    try:
        yield
    finally:
        graph_store.WORTHWHILE = kept  # type: ignore[misc]


@contextmanager
def _bare(name: str, settings: Settings) -> Iterator[tuple[neo4j.Driver, str]]:
    if name == "embedded":
        server = EmbeddedServer.start(settings.home / "bare")
        try:
            with neo4j.GraphDatabase.driver(
                server.uri, auth=(server.username, server.password), notifications_min_severity="OFF"
            ) as driver:
                yield driver, server.database
        finally:
            server.stop()
    else:
        auth = (settings.neo4j_username, settings.neo4j_password)
        with neo4j.GraphDatabase.driver(
            str(settings.neo4j_uri), auth=auth, notifications_min_severity="OFF"
        ) as driver:
            yield driver, settings.neo4j_database


@contextmanager
def _servers(name: str) -> Iterator[Callable[[], Settings]]:
    scratch = Path(tempfile.mkdtemp(prefix="samverkan-benchmark-"))
    server = Neo4jServer.start() if name == "neo4j" else None

    def fresh() -> Settings:
        home = Path(tempfile.mkdtemp(dir=scratch))
        if server is None:
            return Settings(home=home, batch_size=BATCH)
        server.strip()
        return Settings(
            home=home,
            batch_size=BATCH,
            neo4j_uri=server.uri,
            neo4j_username=server.username,
            neo4j_password=server.password,
        )

    try:
        yield fresh
    finally:
        if server is not None:
            server.end()
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main()
