"""The embedded server's own SQL and administration by HTTP, for what has no Cypher and no handle."""

from __future__ import annotations

import base64
import json
import urllib.request
from collections.abc import Callable
from typing import Any, Final

from graph.errors import StoreError

LOOPBACK: Final = "127.0.0.1"
USERNAME: Final = "root"
HTTP_SECONDS: Final = 600

Sql = Callable[[str], list[dict[str, Any]]]
"""Runs one command and returns its rows."""


def sql_by_http(*, port: int, password: str, database: str) -> Sql:
    """A way to run SQL on a server of another process; it fails with `StoreError`."""

    def sql(command: str) -> list[dict[str, Any]]:
        answer = _post(port, password, f"command/{database}", {"language": "sql", "command": command})
        rows: list[dict[str, Any]] = answer["result"]
        return rows

    return sql


def administer(command: str, *, port: int, password: str) -> None:
    """Run one command of the server itself, such as dropping a database.

    Raises
    ------
    StoreError
        When the server does not carry it out.
    """
    _post(port, password, "server", {"command": command})


def _post(port: int, password: str, path: str, body: dict[str, str]) -> dict[str, Any]:
    credentials = base64.b64encode(f"{USERNAME}:{password}".encode()).decode("ascii")
    request = urllib.request.Request(
        f"http://{LOOPBACK}:{port}/api/v1/{path}",
        data=json.dumps(body).encode("utf-8"),
        headers={"Authorization": f"Basic {credentials}", "Content-Type": "application/json"},
    )
    # without the environment's proxies: this is this machine's own server
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=HTTP_SECONDS) as reply:
            answer: dict[str, Any] = json.loads(reply.read())
            return answer
    except (OSError, ValueError) as error:
        raise StoreError(f"The embedded database did not carry out “{body['command']}”: {error}") from error
