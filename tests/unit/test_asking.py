"""The command line `python -m graph ask`: the same rows as the functions, and what is said when it cannot be."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from graph import __main__ as command
from graph.analysis.cut.rollup import roll_up
from graph.analysis.measure import Measure
from graph.analysis.measures import MEASURES
from graph.cells import as_records
from graph.dataset import Dataset
from graph.network import Level
from loaders.pipeline import check
from tests.unit.analysis.measure_arguments import arguments

ROOT = Path(__file__).parents[2]
DAY = dt.date(2026, 11, 22)  # on which the shipped data was compiled


@pytest.fixture(scope="module", params=["soderandan", "demo"])
def any_data(request: pytest.FixtureRequest) -> Dataset:
    return check(ROOT / "data" / request.param).dataset


@pytest.fixture(scope="module")
def soderandan() -> Dataset:
    return check(ROOT / "data" / "soderandan").dataset


def ask(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], data: Dataset, *words: str
) -> Any:
    """What the command ends with, prints and complains, on these records."""
    monkeypatch.setattr(command, "_records", lambda settings: data)
    status = command.main(["ask", *words])
    return status, *capsys.readouterr()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], soderandan: Dataset) -> Any:
    return lambda *words, data=soderandan: ask(monkeypatch, capsys, data, *words)


def plain(value: object) -> Any:
    """As it comes back out of JSON."""
    return json.loads(json.dumps(value, default=str))


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_rows_are_those_of_the_function(measure: Measure, any_data: Dataset, asked: Any) -> None:
    given = next(iter(arguments(measure, any_data if measure.whole else at(any_data, Level.ORGANIZATION))))
    words = [f"{name}={value}" for name, value in given.items() if value is not None]
    day = [] if measure.whole and not measure.takes_day else ["--as-of", str(DAY)]
    status, printed, complaint = asked(measure.name, *words, *day, "--json", data=any_data)
    said = json.loads(printed)
    rows = measure.answer(any_data if measure.whole else at(any_data, Level.ORGANIZATION), day=DAY, **given)
    assert (status, complaint) == (0, "")
    assert said["columns"] == rows.columns
    assert said["rows"] == plain(as_records(rows))

    status, printed, _ = asked(measure.name, *words, *day, "--csv", data=any_data)
    header, *cells = list(csv.reader(io.StringIO(printed)))
    assert (status, header, len(cells)) == (0, rows.columns, rows.height)

    status, printed, _ = asked(measure.name, *words, *day, data=any_data)
    assert status == 0
    assert printed.startswith(measure.question)
    assert all(name in printed for name in rows.columns)


def at(data: Dataset, level: Level, day: dt.date = DAY) -> Dataset:
    return roll_up(data.as_of(day), level=level)


def test_json_says_what_was_chosen(asked: Any) -> None:
    _, printed, _ = asked("coverage", "wanted=3", "--json", "--level", "unit")
    said = json.loads(printed)
    assert {name: said[name] for name in ("ok", "question", "as_of", "level")} == {
        "ok": True,
        "question": "coverage",
        "as_of": "2026-11-22",
        "level": "unit",
    }
    assert said["parameters"] == {
        "axis": "areas-topics",
        "wanted": 3,
        "crowd_limit": 8,
        "stale_after_days": 365,
        "inferred": "yes",
    }
    assert {row["wanted"] for row in said["rows"]} == {3}
    assert {"row_id", "column_id", "state", "organization_count"} <= set(said["columns"])


def test_day_is_that_of_the_data_and_never_later_without_a_word(asked: Any, soderandan: Dataset) -> None:
    early = soderandan.replace(
        data_sets=soderandan["data_sets"].with_columns(compiled_on=pl.lit(dt.date(2020, 5, 1))),
        **{
            table: soderandan[table].with_columns(
                pl.lit(None, dtype=pl.Date).alias(name)
                for name in ("confirmed_on", "date", "as_of")
                if name in soderandan[table].columns
            )
            for table in soderandan
            if table != "data_sets"
        },
    )
    _, printed, _ = asked("overview", "--json", data=early)
    assert json.loads(printed)["as_of"] == "2020-05-01"
    _, printed, _ = asked("overview", data=early)
    assert "As of 2020-05-01, the day the data was compiled." in printed
    _, printed, _ = asked("overview", "--as-of", "2021-01-01", data=early)
    assert "As of 2021-01-01.\n" in printed


def test_level_decides_whether_units_count_by_themselves(asked: Any, soderandan: Dataset) -> None:
    for level in Level:
        _, printed, _ = asked("overview", "--level", level.value, "--json")
        [row] = json.loads(printed)["rows"]
        assert row["named"] == at(soderandan, level)["organizations"].filter(kind="named").height
    counts = {at(soderandan, level)["organizations"].height for level in Level}
    assert len(counts) == 2


def test_options_and_parameters_may_stand_in_any_order(asked: Any) -> None:
    one = asked("--json", "neighbors", "--level", "unit", "organization_id=lokalpolisen-sodermalm")
    two = asked("neighbors", "organization_id=lokalpolisen-sodermalm", "--level=unit", "--json")
    assert one == two
    assert one[0] == 0


def test_list_names_every_question_with_its_parameters(asked: Any) -> None:
    status, printed, _ = asked("--list")
    assert status == 0
    for measure in MEASURES.values():
        assert f"{measure.usage}\n    {measure.question}\n" in printed
    _, printed, _ = asked("--list", "--json")
    said = {each["name"]: each for each in json.loads(printed)["questions"]}
    assert list(said) == list(MEASURES)
    assert said["coverage"]["parameters"][0]["choices"][0] == "areas-topics"
    assert {"name": "remaining", "type": "Int64", "unit": "organisations"} in said["leaving"]["columns"]
    _, printed, _ = asked("--list", "--csv")
    assert [row[0] for row in csv.reader(io.StringIO(printed))][1:] == list(MEASURES)


def test_help_of_one_question_says_what_it_needs_and_what_its_columns_hold(asked: Any) -> None:
    status, printed, _ = asked("leaving", "--help")
    assert status == 0
    assert printed.startswith("leaving organization_id=…\n    Which groups would be left with nobody")
    assert "      organization_id: The organisation. An id in organizations.\n" in printed
    assert printed.endswith("      remaining: Int64, organisations\n      remaining_ids: List[String]\n")
    assert asked("leavin", "-h")[0] == 2
    status, printed, _ = asked("--help")
    assert status == 0
    assert printed.startswith("usage: python -m graph ask QUESTION")
    assert "--as-of DAY" in printed


WRONG = [
    (("covrage",), "unknown_question", "There is no question “covrage”; did you mean coverage?"),
    (("zzzz",), "unknown_question", "--list names those there are."),
    (("neighbors",), "wrong_parameter", "neighbors needs organization_id"),
    (("coverage", "axis"), "wrong_parameter", "“axis” is not a parameter; name=value would be right."),
    (("coverage", "wanted=1", "wanted=2"), "wrong_parameter", "is given twice; once would be right."),
    (("coverage", "axis=streets"), "wrong_parameter", "axis is “streets”; areas-topics"),
    (("source_use", "--level", "unit"), "wrong_parameter", "leave --level out."),
    (("source_use", "--as-of", "2026-01-01"), "wrong_parameter", "leave --as-of out."),
    (("leaving", "organization_id=nobody"), "unknown_id", "There is no record “nobody” in organizations"),
    (("leaving", "organization_id=Söderandan"), "unknown_id", "did you mean soderandan?"),
    (("coverage_cell", "row_id=x", "column_id=trygghet"), "unknown_id", "no record “x” in areas"),
    (("overview", "--as-of", "22/11/2026"), "usage", "“22/11/2026” is not a day; 2026-11-22 would be one"),
    (("overview", "--level", "country"), "usage", "“country” is not a level; unit or organization"),
    (("overview", "--wrong"), "usage", "there is no option “--wrong”"),
    (("--list", "overview"), "usage", "--list stands alone"),
    ((), "usage", "which question? --list names them"),
]


@pytest.mark.parametrize(("words", "code", "sentence"), WRONG, ids=[" ".join(words) for words, _, _ in WRONG])
def test_wrong_use_ends_with_2_and_says_what_would_be_right(
    words: tuple[str, ...], code: str, sentence: str, asked: Any
) -> None:
    status, printed, complaint = asked(*words)
    assert (status, printed) == (2, "")
    assert sentence in complaint
    assert complaint.startswith("usage: python -m graph ask") == (code == "usage")

    status, printed, complaint = asked(*words, "--json")
    said = json.loads(printed)
    assert (status, said["ok"], said["error"]["code"], complaint) == (2, False, code, "")
    assert sentence in said["error"]["message"]


def test_two_forms_at_once_are_refused_in_json(asked: Any) -> None:
    status, printed, complaint = asked("overview", "--json", "--csv")
    assert (status, json.loads(printed)["error"]["code"], complaint) == (2, "usage", "")


def test_record_that_is_there_on_another_day_or_level_is_said_so(asked: Any, soderandan: Dataset) -> None:
    unit = soderandan["units"]["organization_id"][0]
    status, _, complaint = asked("leaving", f"organization_id={unit}")
    assert status == 2
    assert complaint == (
        f"“{unit}” in organizations is not there on 2026-11-22 at the level organization; "
        "another --as-of or --level would be right.\n"
    )
    assert asked("leaving", f"organization_id={unit}", "--level", "unit")[0] == 0


def test_empty_database_is_answered_and_said(asked: Any) -> None:
    status, printed, complaint = asked("overview", data=Dataset())
    assert status == 0
    assert "memberships               0\n" in printed
    assert "python -m loaders load FOLDER" in complaint
    assert asked("coverage", "--csv", data=Dataset())[1].startswith("row_id,column_id,state")


def test_csv_is_safe_to_open_in_a_spreadsheet(asked: Any, soderandan: Dataset) -> None:
    areas = soderandan["areas"].with_columns(id=pl.lit("=1+1|x"))
    _, printed, _ = asked("area_overview", "--csv", data=Dataset({"areas": areas.head(1)}))
    assert list(csv.reader(io.StringIO(printed)))[1][0] == "'=1+1|x"
    _, printed, _ = asked("overview", "--csv")
    header, cells = csv.reader(io.StringIO(printed))
    assert cells[header.index("groups_by_classification")].startswith("area=3|")


def run(tmp_path: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NEO4J", "SAMVERKAN"))}
    return subprocess.run(
        [sys.executable, "-m", "graph", *words],
        cwd=ROOT,
        env={**kept, "SAMVERKAN_HOME": str(tmp_path / "home"), **variables},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_database_that_does_not_answer_ends_with_3(tmp_path: Path) -> None:
    done = run(tmp_path, "ask", "overview", "--json", NEO4J_URI="bolt://127.0.0.1:1")
    said = json.loads(done.stdout)
    assert (done.returncode, said["ok"], said["error"]["code"]) == (3, False, "store_unreachable")
    assert done.stderr == ""
    in_words = run(tmp_path, "ask", "overview", NEO4J_URI="bolt://127.0.0.1:1")
    assert (in_words.returncode, in_words.stdout) == (3, "")
    assert "bolt://127.0.0.1:1" in in_words.stderr


def test_wrong_setting_ends_with_2_and_a_list_opens_no_database(tmp_path: Path) -> None:
    assert run(tmp_path, "ask", "overview", NEO4J_URI="ftp://x").returncode == 2
    done = run(tmp_path, "ask", "--list", NEO4J_URI="ftp://x", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert (done.returncode, done.stderr) == (0, "")
    assert not (tmp_path / "home").exists()


@pytest.mark.skipif(os.name == "nt", reason="a pipe that closes is told otherwise there")
def test_reader_who_has_enough_ends_it_quietly(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "graph", "ask", "--list"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(60) == 0
