"""Graph databases for the tests: an embedded one in a fresh home, and a real Neo4j, one a session."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from graph.settings import Settings
from graph.store.connect import open_store
from graph.store.graph_store import GraphStore
from tests.neo4j_server.server import Neo4jServer, NoNeo4j

# a busy machine is no fault of what is tested: speed is measured in `benchmarks/`
hypothesis.settings.register_profile("no clock", deadline=None)
hypothesis.settings.load_profile("no clock")

EMBEDDED = pytest.param("embedded", id="embedded")
NEO4J = pytest.param("neo4j", id="neo4j", marks=pytest.mark.neo4j)


@pytest.fixture(scope="session")
def neo4j_server() -> Iterator[Neo4jServer]:
    """A running Neo4j. Skips where it cannot run, unless SAMVERKAN_REQUIRE names the layer."""
    try:
        server = Neo4jServer.start()
    except NoNeo4j as reason:
        if "neo4j" in os.environ.get("SAMVERKAN_REQUIRE", ""):
            pytest.fail(f"no Neo4j: {reason}")
        pytest.skip(f"no Neo4j: {reason}")
    yield server
    server.end()


@pytest.fixture
def neo4j_settings(neo4j_server: Neo4jServer, tmp_path: Path) -> Settings:
    """Settings of an emptied Neo4j."""
    neo4j_server.empty()
    return Settings(
        home=tmp_path / "home",
        neo4j_uri=neo4j_server.uri,
        neo4j_username=neo4j_server.username,
        neo4j_password=neo4j_server.password,
        neo4j_database=neo4j_server.database,
    )


@pytest.fixture
def embedded_settings(tmp_path: Path) -> Settings:
    """Settings of an embedded database in a fresh home."""
    return Settings(home=tmp_path / "home")


@pytest.fixture(params=[EMBEDDED, NEO4J])
def store_settings(request: pytest.FixtureRequest) -> Settings:
    """Settings of an empty database: the test runs once on each kind."""
    settings: Settings = request.getfixturevalue(f"{request.param}_settings")
    return settings


@pytest.fixture
def store(store_settings: Settings) -> Iterator[GraphStore]:
    """An open, empty database: the test runs once on each kind."""
    with open_store(store_settings) as opened:
        yield opened


@pytest.fixture
def environment(store_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings of the database, where the command line looks for them."""
    monkeypatch.setenv("SAMVERKAN_HOME", str(store_settings.home))
    monkeypatch.delenv("NEO4J_URI", raising=False)
    if store_settings.neo4j_uri is not None:
        monkeypatch.setenv("NEO4J_URI", store_settings.neo4j_uri)
        monkeypatch.setenv("NEO4J_USERNAME", store_settings.neo4j_username)
        monkeypatch.setenv("NEO4J_PASSWORD", store_settings.neo4j_password)
        monkeypatch.setenv("NEO4J_DATABASE", store_settings.neo4j_database)
    return store_settings
