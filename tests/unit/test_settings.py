"""Settings: read from the environment, refused with the value, written down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from graph.errors import SettingsError
from graph.settings import VARIABLES, Settings
from loaders.base import Limits


class Watched(Mapping[str, str]):
    """An empty environment that remembers what was asked for."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> str:
        self.asked.add(key)
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def test_empty_environment_gives_the_embedded_database_and_the_defaults() -> None:
    settings = Settings.from_env({})
    assert settings.neo4j_uri is None
    assert settings.home.is_absolute()
    assert settings == Settings(home=settings.home)


def test_every_variable_is_read() -> None:
    env = {
        "SAMVERKAN_HOME": "/data",
        "NEO4J_URI": "neo4j+s://graph.example.org:7687",
        "NEO4J_USERNAME": "reader",
        "NEO4J_PASSWORD": "open",
        "NEO4J_DATABASE": "town",
        "SAMVERKAN_BATCH_SIZE": "10",
        "SAMVERKAN_ONE_TRANSACTION_LIMIT": "0",
        "SAMVERKAN_BACKUPS_KEPT": "3",
        "SAMVERKAN_HISTORY_KEPT": "4",
        "SAMVERKAN_MAX_FILE_MB": "7",
        "SAMVERKAN_QUERY_SECONDS": "9",
        "SAMVERKAN_FIRST_DATA": "/data/first",
    }
    assert set(env) == {variable.name for variable in VARIABLES}
    assert Settings.from_env(env) == Settings(
        home=Path("/data"),
        neo4j_uri="neo4j+s://graph.example.org:7687",
        neo4j_username="reader",
        neo4j_password="open",
        neo4j_database="town",
        batch_size=10,
        one_transaction_limit=0,
        backups_kept=3,
        history_kept=4,
        max_file_mb=7,
        query_seconds=9,
        first_data=Path("/data/first"),
    )


def test_variables_that_are_read_are_the_ones_written_down() -> None:
    watched = Watched()
    Settings.from_env(watched)
    assert watched.asked == {variable.name for variable in VARIABLES}
    assert all(variable.meaning.endswith(".") for variable in VARIABLES)


def test_empty_text_is_as_good_as_none() -> None:
    empty = {variable.name: "" for variable in VARIABLES if not variable.name.startswith("NEO4J_")}
    assert Settings.from_env({**empty, "NEO4J_URI": ""}) == Settings.from_env({})


@pytest.mark.parametrize("uri", ["localhost:7687", "http://localhost:7474", "bolt://", "bolt:localhost", "x"])
def test_address_that_is_no_neo4j_servers_is_refused_with_the_value(uri: str) -> None:
    with pytest.raises(SettingsError, match="NEO4J_URI") as caught:
        Settings.from_env({"NEO4J_URI": uri})
    assert caught.value.details == {"variable": "NEO4J_URI", "value": uri}
    assert uri in str(caught.value)


@pytest.mark.parametrize("value", ["0", "many", "-1", "1.5", "50001", "٣٣٣٣٣٣٣٣"])
def test_number_that_cannot_be_used_is_refused_with_the_range(value: str) -> None:
    with pytest.raises(SettingsError, match="from 1 to 50000"):
        Settings.from_env({"SAMVERKAN_BATCH_SIZE": value})


def test_home_may_begin_with_a_tilde() -> None:
    assert (
        Settings.from_env({"SAMVERKAN_HOME": "~/samverkan"}).home
        == Path("~/samverkan").expanduser().resolve()
    )


def test_limits_follow_the_settings() -> None:
    assert Limits.of(Settings(home=Path("/"))) == Limits()
    assert Limits.of(Settings(home=Path("/"), max_file_mb=1)).file_bytes == 1_000_000
