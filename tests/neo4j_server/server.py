"""Starts and stops a Neo4j server for the tests.

`python -m tests.neo4j_server` runs one until it is interrupted and prints how to reach it;
`python -m tests.neo4j_server --fetch` only fetches it.
Needs Java 17 and Maven. The server's files stay in a cache folder outside the checkout.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import neo4j
import platformdirs
from neo4j.exceptions import DriverError, Neo4jError

HERE = Path(__file__).parent
VERSION = "5.26.30"
START_SECONDS = 120
JAVA = ("java", "-Xmx1g", "--add-opens", "java.base/java.nio=ALL-UNNAMED")
CONFIGURATION = """
server.default_listen_address=127.0.0.1
server.bolt.enabled=true
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.security.auth_enabled=true
dbms.usage_report.enabled=false
server.memory.pagecache.size=256m
"""


class NoNeo4j(Exception):
    """This machine cannot run one; the message says what lacks."""


def jars() -> Path:
    """The folder with Neo4j's jars, fetched when they are not there."""
    for program in ("java", "javac", "mvn"):  # the launcher is run from its source, which takes a whole JDK
        if shutil.which(program) is None:
            raise NoNeo4j(f"{program} is not installed")
    cache = os.environ.get("SAMVERKAN_TEST_CACHE") or platformdirs.user_cache_path("samverkan-tests")
    folder = Path(cache) / f"neo4j-{VERSION}"
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=".fetching-", dir=folder.parent))
        command = ["mvn", "--quiet", "--batch-mode", "--file", str(HERE / "pom.xml")]
        command += ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={part}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            shutil.rmtree(part, ignore_errors=True)
            raise NoNeo4j(f"Maven did not bring it: {(done.stdout + done.stderr).strip()[-500:]}")
        try:
            part.rename(folder)
        except OSError:  # another test run was faster
            shutil.rmtree(part, ignore_errors=True)
    return folder


@dataclass
class Neo4jServer:
    """A running server; it ends with `end`, or with the process that started it."""

    home: Path
    process: subprocess.Popen[bytes]
    port: int
    password: str
    username: str = "neo4j"
    database: str = "neo4j"

    @classmethod
    def start(cls) -> Neo4jServer:
        """Start one on a fresh home and wait until it answers."""
        classpath = f"{jars()}{os.sep}*"
        home = Path(tempfile.mkdtemp(prefix="samverkan-neo4j-"))
        password = secrets.token_hex(12)  # never begins with a dash, which would be an option
        port = _free_port()
        (home / "conf").mkdir()
        (home / "conf" / "neo4j.conf").write_text(CONFIGURATION.format(port=port), encoding="utf-8")
        admin = [
            "java",
            "-cp",
            classpath,
            "org.neo4j.cli.AdminTool",
            "dbms",
            "set-initial-password",
            password,
        ]
        environment = {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
        subprocess.run(admin, env=environment, check=True, capture_output=True)
        with (home / "output.log").open("wb") as output:
            process = subprocess.Popen(
                [*JAVA, "-cp", classpath, str(HERE / "Launcher.java"), str(home)],
                stdin=subprocess.PIPE,  # when it closes, the server ends: so it does not outlive the tests
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # an interrupt at the terminal is for the tests
            )
        server = cls(home, process, port, password)
        try:
            server._wait()
        except BaseException:
            server.end()
            raise
        return server

    @property
    def uri(self) -> str:
        """The Bolt address."""
        return f"bolt://127.0.0.1:{self.port}"

    @property
    def auth(self) -> tuple[str, str]:
        """User name and password."""
        return self.username, self.password

    def end(self) -> None:
        """End the server and remove its home."""
        self.process.kill()  # what it holds goes with it, so there is nothing to save
        self.process.wait(60)
        if self.process.stdin is not None:
            self.process.stdin.close()
        shutil.rmtree(self.home, ignore_errors=True)

    def empty(self) -> None:
        """Remove all nodes and relationships; constraints and indexes stay, which take long to make."""
        with neo4j.GraphDatabase.driver(self.uri, auth=self.auth) as driver:
            removed = 1
            while removed:
                removed = driver.execute_query(
                    "MATCH (n) WITH n LIMIT 10000 DETACH DELETE n RETURN count(*) AS n",
                    database_=self.database,
                ).records[0]["n"]

    def strip(self) -> None:
        """Remove everything, constraints and indexes, too."""
        self.empty()
        with neo4j.GraphDatabase.driver(self.uri, auth=self.auth) as driver:
            for query, command in (
                ("SHOW CONSTRAINTS YIELD name", "DROP CONSTRAINT `{}` IF EXISTS"),
                (
                    "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name",
                    "DROP INDEX `{}` IF EXISTS",
                ),
            ):
                for record in driver.execute_query(query, database_=self.database).records:
                    driver.execute_query(command.format(record["name"]), database_=self.database)

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            if self.process.poll() is not None:
                raise NoNeo4j((self.home / "output.log").read_text(encoding="utf-8")[-1000:])
            try:
                with neo4j.GraphDatabase.driver(self.uri, auth=self.auth) as driver:
                    driver.verify_connectivity()
                return
            except (DriverError, Neo4jError):
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.5)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
