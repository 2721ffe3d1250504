"""A database that is away or refuses: a sentence and a way out, and on again when it is back."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.running_app import App, free_port, settle
from tests.neo4j_server.server import Neo4jServer

pytestmark = [pytest.mark.browser, pytest.mark.neo4j]


class Wire:
    """A port that leads to another one while it is up: pulling it is what a network failure looks like."""

    def __init__(self, to: int) -> None:
        self.to, self.port = to, free_port()
        self.ends: list[socket.socket] = []
        self.listener: socket.socket | None = None

    def up(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._serve, args=(self.listener,), daemon=True).start()

    def down(self) -> None:
        for end in [self.listener, *self.ends]:
            if end is not None:
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    end.close()
                    continue
                end.close()
        self.listener, self.ends = None, []

    def _serve(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _ = listener.accept()
                far = socket.create_connection(("127.0.0.1", self.to))
            except OSError:
                return
            self.ends += [near, far]
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(source, sink), daemon=True).start()

    @staticmethod
    def _carry(source: socket.socket, sink: socket.socket) -> None:
        try:
            while data := source.recv(65_536):
                sink.sendall(data)
        except OSError:
            return


@pytest.fixture
def wire(neo4j_server: Neo4jServer) -> Iterator[Wire]:
    neo4j_server.empty()
    made = Wire(int(neo4j_server.uri.rpartition(":")[2]))
    yield made
    made.down()


def test_app_says_when_the_database_is_away_and_goes_on_when_it_is_back(
    page: Page, wire: Wire, neo4j_server: Neo4jServer, tmp_path: Path
) -> None:
    user, password = neo4j_server.auth
    app = App(
        tmp_path, NEO4J_URI=f"bolt://127.0.0.1:{wire.port}", NEO4J_USERNAME=user, NEO4J_PASSWORD=password
    )
    try:
        page.goto(f"{app.address}/gaps?lang=sv")
        expect(page.get_by_text("Databasen svarar inte.")).to_be_visible(timeout=40_000)
        wire.up()
        expect(page.get_by_role("heading", name="Var saknas någon?")).to_be_visible(timeout=60_000)
        wire.down()
        page.goto(f"{app.address}/gaps?lang=sv")
        expect(page.get_by_text("Databasen svarar inte.")).to_be_visible(timeout=40_000)
        wire.up()
        expect(page.get_by_role("heading", name="Var saknas någon?")).to_be_visible(timeout=60_000)
        settle(page)
    finally:
        app.stop()


def test_wrong_password_is_said_in_a_sentence(page: Page, neo4j_server: Neo4jServer, tmp_path: Path) -> None:
    app = App(tmp_path, NEO4J_URI=neo4j_server.uri, NEO4J_USERNAME="neo4j", NEO4J_PASSWORD="not this one")
    try:
        page.goto(f"{app.address}/?lang=sv")
        expect(page.get_by_text("tar inte emot användarnamnet eller lösenordet")).to_be_visible(
            timeout=40_000
        )
        assert "Traceback" not in page.content()
    finally:
        app.stop()
