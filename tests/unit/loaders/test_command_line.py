"""The command line as a script meets it: exit codes and one JSON object."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.model import RECORD_TYPES
from graph.problems import Severity

ROOT = Path(__file__).parents[3]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs `python -m loaders` with a database folder of its own."""

    def command(*arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
        env = {
            name: value for name, value in os.environ.items() if not name.startswith(("NEO4J", "SAMVERKAN"))
        }
        env |= {"SAMVERKAN_HOME": str(tmp_path / "home"), **variables}
        return subprocess.run(
            [sys.executable, "-m", "loaders", *map(str, arguments)],
            cwd=ROOT,
            env=env,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return command


def answer(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """The one JSON object on standard output."""
    assert "Traceback" not in done.stderr
    value = json.loads(done.stdout)
    assert isinstance(value, dict)
    return value


def test_check_of_a_right_source_ends_with_0_and_counts(run: Run, source: Path) -> None:
    done = run("check", source, "--json")
    said = answer(done)
    assert (done.returncode, said["ok"], said["problems"]) == (0, True, [])
    assert list(said["counts"]) == [t.table for t in RECORD_TYPES]
    assert said["counts"]["organizations"] == 3
    assert said["problem_counts"] == {"error": 0, "warning": 0, "note": 0}


def test_check_in_words_says_counts_and_problems(run: Run, source: Path) -> None:
    (source / "needs.csv").write_text("area_id,topic_id,level\nharbor,safety,lots\n")
    done = run("check", source)
    assert done.returncode == 1
    assert "3 organizations" in done.stdout
    assert "1 error, 0 warnings, 1 note" in done.stdout
    assert "error    needs.csv, row 2, column level: “lots” in level is not a number." in done.stderr
    assert "%" not in done.stderr  # no progress bar where nobody looks


def test_problem_in_json_holds_every_field(run: Run, source: Path) -> None:
    (source / "needs.csv").write_text("area_id,topic_id,level,source_id\nharbor,safty,1,page\n")
    done = run("check", source, "--json")
    assert done.returncode == 1
    assert answer(done)["problems"] == [
        {
            "code": "unknown_reference",
            "severity": "error",
            "file": "needs.csv",
            "sheet": None,
            "row": 2,
            "column": "topic_id",
            "value": "safty",
            "suggestion": "Did you mean safety?",
            "about": None,
            "like": None,
            "message": "“safty” in topic_id is not the id of any record. Did you mean safety?",
        }
    ]


def test_all_lists_what_is_only_counted_otherwise(run: Run, source: Path) -> None:
    lines = "".join(f"s{n},S {n},red\n" for n in range(130))
    (source / "sectors.csv").write_text("id,name,color\npolice,Polis,\nculture,Kultur,\n" + lines)
    short, full = run("check", source, "--json"), run("check", source, "--all", "--json")
    codes = [[problem["code"] for problem in answer(done)["problems"]] for done in (short, full)]
    assert codes == [["bad_color"] * 100 + ["more_of_the_same"], ["bad_color"] * 130]
    assert [answer(done)["problems_left_out"] for done in (short, full)] == [30, 0]
    assert [answer(done)["problem_counts"]["error"] for done in (short, full)] == [130, 130]
    assert "30 of them are only counted above; --all lists" in run("check", source).stdout
    assert "only counted" not in run("load", source, "--all").stdout


def test_load_then_load_again_then_export_and_load_that(run: Run, source: Path, tmp_path: Path) -> None:
    first = run("load", source, "--by", "Samordnaren", "--json")
    said = answer(first)
    assert (first.returncode, said["ok"], said["revision"]) == (0, True, 1)
    assert said["added"]["memberships"] == 2
    assert (said["changed"], said["removed"], said["unchanged"]) == ({}, {}, False)

    again = answer(run("load", source, "--json"))
    assert (again["revision"], again["added"], again["unchanged"]) == (1, {}, True)

    done = run("export", tmp_path / "out", "--json")
    assert (done.returncode, answer(done)["counts"]["memberships"]) == (0, 2)
    assert (tmp_path / "out" / "datapackage.json").is_file()
    assert answer(run("load", tmp_path / "out", "--json"))["unchanged"] is True

    in_words = run("load", source)
    assert "Nothing had changed: revision 1." in in_words.stdout


def test_load_of_bad_data_ends_with_1_and_leaves_the_database(run: Run, source: Path, tmp_path: Path) -> None:
    assert run("load", source).returncode == 0
    (source / "groups.csv").write_text("id,name,classification,status\nboard,,steering,active\n")
    done = run("load", source, "--json")
    said = answer(done)
    assert (done.returncode, said["ok"]) == (1, False)
    assert "revision" not in said
    assert run("export", tmp_path / "out").returncode == 0
    assert "Styrgruppen" in (tmp_path / "out" / "groups.csv").read_text()


def test_load_with_the_revision_it_was_made_from_keeps_what_others_loaded_since(
    run: Run, source: Path, tmp_path: Path
) -> None:
    assert run("load", source).returncode == 0
    done = run("export", tmp_path / "mine")
    assert done.stdout.rstrip().endswith("(revision 1).")
    organizations = source / "organizations.csv"
    organizations.write_text(organizations.read_text().replace("Biblioteket", "Bibliotek Söder"))
    assert answer(run("load", source, "--base", "1", "--json"))["revision"] == 2

    mine = tmp_path / "mine" / "organizations.csv"
    exported = mine.read_text()
    mine.write_text(exported.replace("Biblioteket", "Stadsbiblioteket"))
    done = run("load", tmp_path / "mine", "--base", "1", "--json")
    said = answer(done)
    assert (done.returncode, said["ok"], said["error"]["code"]) == (1, False, "revision_conflict")
    (conflict,) = said["conflicts"]
    assert (conflict["table"], conflict["key"], conflict["field"]) == ("organizations", ["library"], "name")
    assert (conflict["expected"], conflict["mine"], conflict["theirs"]) == (
        "Biblioteket",
        "Stadsbiblioteket",
        "Bibliotek Söder",
    )
    in_words = run("load", tmp_path / "mine", "--base", "1")
    assert (in_words.returncode, in_words.stdout) == (1, "")
    assert "name of “library” in organizations is “Bibliotek Söder”, not “Biblioteket”" in in_words.stderr

    groups = tmp_path / "mine" / "groups.csv"
    mine.write_text(exported)
    groups.write_text(groups.read_text().replace("Styrgruppen", "Styrelsen"))
    done = run("load", tmp_path / "mine", "--base", "1", "--json")
    assert (answer(done)["revision"], answer(done)["changed"]) == (3, {"groups": 1})
    assert run("export", tmp_path / "out").returncode == 0
    assert "Bibliotek Söder" in (tmp_path / "out" / "organizations.csv").read_text()
    assert "Styrelsen" in (tmp_path / "out" / "groups.csv").read_text()

    done = run("load", source, "--base", "9", "--json")
    assert (done.returncode, answer(done)["error"]["code"]) == (2, "unknown_revision")


def test_load_of_bad_data_opens_no_database(run: Run, source: Path) -> None:
    (source / "groups.csv").write_text("")
    assert run("load", source, NEO4J_URI="bolt://127.0.0.1:1").returncode == 1


def test_database_that_does_not_answer_ends_with_3(run: Run, source: Path) -> None:
    done = run("load", source, "--json", NEO4J_URI="bolt://127.0.0.1:1")
    said = answer(done)
    assert (done.returncode, said["ok"], said["error"]["code"]) == (3, False, "store_unreachable")
    assert "bolt://127.0.0.1:1" in said["error"]["message"]
    assert done.stderr == ""


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("destroy", "."),
        ("check",),
        ("check", ".", "--wrong"),
        ("invent", "x", "--memberships", "-1"),
        ("invent", "x", "--memberships", "3"),
    ],
)
def test_wrong_arguments_end_with_2_and_usage(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("usage: python -m loaders")


def test_wrong_arguments_with_json_are_answered_in_json(run: Run) -> None:
    done = run("check", "--json")
    assert (done.returncode, answer(done)["error"]["code"]) == (2, "usage")


@pytest.mark.parametrize(
    ("path", "code"), [("nothing-there", "unreadable_source"), ("loaders", "unknown_format")]
)
def test_path_without_tables_ends_with_2(run: Run, path: str, code: str) -> None:
    done = run("check", path, "--json")
    assert (done.returncode, answer(done)["error"]["code"]) == (2, code)
    in_words = run("check", path)
    assert (in_words.returncode, in_words.stdout) == (2, "")
    assert path in in_words.stderr
    assert "Traceback" not in in_words.stderr


def test_wrong_setting_ends_with_2(run: Run, source: Path) -> None:
    done = run("check", source, "--json", SAMVERKAN_MAX_FILE_MB="lots")
    assert (done.returncode, answer(done)["error"]["code"]) == (2, "settings")


def test_export_over_other_files_ends_with_2_and_touches_nothing(run: Run, source: Path) -> None:
    (source / "diary.txt").write_text("mine")
    done = run("export", source, "--force", "--json")
    assert (done.returncode, answer(done)["error"]["code"]) == (2, "target_unusable")
    assert (source / "diary.txt").read_text() == "mine"


def test_size_limit_follows_the_setting(run: Run, source: Path) -> None:
    with (source / "needs.csv").open("r+b") as file:
        file.truncate(1_100_000)
    said = answer(run("check", source, "--json", SAMVERKAN_MAX_FILE_MB="1"))
    assert [p["code"] for p in said["problems"]] == ["file_too_large"]


def test_invented_set_is_right_and_the_same_for_the_same_seed(run: Run, tmp_path: Path) -> None:
    for name in ("one", "two"):
        done = run("invent", tmp_path / name, "--memberships", 300, "--seed", 7, "--json")
        assert done.returncode == 0
        assert abs(answer(done)["counts"]["memberships"] - 300) < 30
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()
    checked = answer(run("check", tmp_path / "one", "--json"))
    assert {p["code"] for p in checked["problems"] if p["severity"] == Severity.ERROR} == set()


def test_invented_set_has_as_many_activities_as_are_asked_for(run: Run, tmp_path: Path) -> None:
    done = run("invent", tmp_path / "busy", "--memberships", 100, "--activities", 700, "--json")
    assert answer(done)["counts"]["activities"] == 700
    refused = run("invent", tmp_path / "idle", "--activities", 9, "--json")
    assert refused.returncode == 2
    assert "9 is too few; 10 would do" in answer(refused)["error"]["message"]


def test_terminal_that_knows_no_swedish_still_gets_an_answer(run: Run, source: Path) -> None:
    done = run("check", source, "--json", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert answer(done)["ok"] is True
