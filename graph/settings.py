"""Settings: the only reader of the environment.

Every setting has a default that works on a laptop without a configuration.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs

from graph.errors import SettingsError

BOLT_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")


@dataclass(frozen=True)
class Settings:
    """Where data lives and which database is used.

    `home`: folder of the embedded database, cache and backups. `neo4j_uri`: address of a Neo4j
    server, None for the embedded one. `batch_size`: rows in one write. `one_transaction_limit`:
    changes up to which a load is one transaction. `backups_kept`: how many of the newest backups
    stay, 0 for making none. `history_kept`: how many changes the history keeps each by itself.
    `query_seconds`: how long one query or one write may take.
    `max_file_mb`: megabytes (million bytes) of one table up to which it is read.
    `first_data`: what the app loads into a database that never held anything, None for nothing.
    """

    home: Path
    neo4j_uri: str | None = None
    neo4j_username: str = "neo4j"
    neo4j_password: str = ""
    neo4j_database: str = "neo4j"
    batch_size: int = 5_000
    one_transaction_limit: int = 20_000
    backups_kept: int = 5
    history_kept: int = 10_000
    query_seconds: int = 120
    max_file_mb: int = 300
    first_data: Path | None = None

    @classmethod
    def from_env(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Settings from environment variables (`docs/settings.md` lists them).

        Parameters
        ----------
        environment
            Its variables and values; None for those of this process.

        Raises
        ------
        SettingsError
            When a variable holds what cannot be used.
        """
        env = os.environ if environment is None else environment
        home = Path(env.get("SAMVERKAN_HOME") or platformdirs.user_data_path("samverkan", appauthor=False))
        first = env.get("SAMVERKAN_FIRST_DATA")
        uri = env.get("NEO4J_URI") or None
        if uri is not None:
            parts = urlsplit(uri)
            if parts.scheme not in BOLT_SCHEMES or not parts.hostname:
                raise SettingsError(
                    f"NEO4J_URI is “{uri}”, which is not an address of a Neo4j server; "
                    "bolt://localhost:7687 or neo4j+s://host would be.",
                    variable="NEO4J_URI",
                    value=uri,
                )
        return cls(
            home=home.expanduser().resolve(),
            neo4j_uri=uri,
            neo4j_username=env.get("NEO4J_USERNAME", "neo4j"),
            neo4j_password=env.get("NEO4J_PASSWORD", ""),
            neo4j_database=env.get("NEO4J_DATABASE", "neo4j"),
            batch_size=_whole_number(env, "SAMVERKAN_BATCH_SIZE", cls.batch_size, 1, 50_000),
            one_transaction_limit=_whole_number(
                env, "SAMVERKAN_ONE_TRANSACTION_LIMIT", cls.one_transaction_limit, 0, 1_000_000
            ),
            first_data=Path(first).expanduser().resolve() if first else None,
            backups_kept=_whole_number(env, "SAMVERKAN_BACKUPS_KEPT", cls.backups_kept, 0, 1_000),
            history_kept=_whole_number(env, "SAMVERKAN_HISTORY_KEPT", cls.history_kept, 1, 1_000_000),
            query_seconds=_whole_number(env, "SAMVERKAN_QUERY_SECONDS", cls.query_seconds, 1, 86_400),
            max_file_mb=_whole_number(env, "SAMVERKAN_MAX_FILE_MB", cls.max_file_mb, 1, 10_000),
        )


@dataclass(frozen=True)
class Variable:
    """One environment variable: its name, what holds without it, and what it means."""

    name: str
    default: str
    meaning: str


VARIABLES: tuple[Variable, ...] = (
    Variable(
        "SAMVERKAN_HOME", "the user's data folder", "Folder of the embedded database, cache and backups."
    ),
    Variable("NEO4J_URI", "none: the embedded database", "Address of a Neo4j server or cluster."),
    Variable("NEO4J_USERNAME", Settings.neo4j_username, "User name on that server."),
    Variable("NEO4J_PASSWORD", "none", "Password on that server."),
    Variable("NEO4J_DATABASE", Settings.neo4j_database, "Name of the database on that server."),
    Variable(
        "SAMVERKAN_FIRST_DATA",
        "none",
        "Folder or archive that the app loads into a database that never held anything.",
    ),
    Variable(
        "SAMVERKAN_MAX_FILE_MB",
        str(Settings.max_file_mb),
        "Megabytes (million bytes) of one table up to which it is read; all together may have twice that, and a "
        "hundred thousand cells for each.",
    ),
    Variable("SAMVERKAN_BATCH_SIZE", str(Settings.batch_size), "Rows in one write to the database."),
    Variable(
        "SAMVERKAN_ONE_TRANSACTION_LIMIT",
        str(Settings.one_transaction_limit),
        "Changes up to which a load is one transaction; larger ones are written in batches.",
    ),
    Variable("SAMVERKAN_QUERY_SECONDS", str(Settings.query_seconds), "Seconds one query or write may take."),
    Variable(
        "SAMVERKAN_HISTORY_KEPT",
        str(Settings.history_kept),
        "How many changes the history keeps each by itself; older ones are folded together.",
    ),
    Variable(
        "SAMVERKAN_BACKUPS_KEPT",
        str(Settings.backups_kept),
        "How many of the newest backups stay, beside one a day for a week and one a week for two months; "
        "0 makes none.",
    ),
)
"""Every variable that is read, in the order of `docs/settings.md`."""


def _whole_number(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = env.get(name, "").strip()
    if not text:
        return default
    if not text.isdecimal() or not low <= int(text) <= high:
        raise SettingsError(
            f"{name} is “{text}”; a whole number from {low} to {high} would be right.",
            variable=name,
            value=text,
        )
    return int(text)
