"""Asking without a screen, on both kinds of database: what was loaded is what is answered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.__main__ import main
from graph.analysis.cut.data_day import data_day
from graph.analysis.cut.rollup import roll_up
from graph.analysis.measures import MEASURES
from graph.cells import as_records
from graph.network import Level
from graph.settings import Settings
from graph.store.connect import open_store
from loaders.pipeline import check, load

SODERANDAN = Path(__file__).parents[2] / "data" / "soderandan"


def test_overview_asked_by_the_command_line_is_that_of_the_records(
    environment: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "overview", "--json"]) == 0
    [row] = json.loads(capsys.readouterr().out)["rows"]
    assert (row["groups"], row["memberships"]) == (0, 0)

    with open_store(environment) as store:
        load(SODERANDAN, store)
    whole = check(SODERANDAN).dataset
    day = data_day(whole, today=whole["data_sets"]["compiled_on"][0]).day
    expected = MEASURES["overview"].answer(roll_up(whole.as_of(day), level=Level.ORGANIZATION), day=day)
    assert main(["ask", "overview", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["as_of"], said["rows"]) == (day.isoformat(), as_records(expected))
    assert said["rows"][0]["memberships"] > 0


def test_nothing_is_written_by_asking(environment: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    with open_store(environment) as store:
        load(SODERANDAN, store)
        before = store.version(), store.history().rows()
    for words in (
        ["area_overview"],
        ["coverage", "axis=areas-topics", "--csv"],
        ["leaving", "organization_id=x"],
    ):
        main(["ask", *words])
    capsys.readouterr()
    with open_store(environment) as store:
        assert (store.version(), store.history().rows()) == before
