"""The recipe “Add a loader” of CONTRIBUTING.md, followed: an entry in `LOADERS`, and everything else knows it.

The format is a toy: one JSON file with the names of organisations.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import cogapp
import polars as pl
import pytest

import loaders
from graph.dataset import Dataset
from graph.problems import Problem
from loaders.__main__ import main
from loaders.base import Limits, Progress, Reading
from loaders.files import open_source

ROOT = Path(__file__).parents[2]


class RollLoader:
    """Reads a file `….roll` that lists organisations, as `{"members": ["Forum", …]}`."""

    name = "roll"
    about = "one JSON file with the names of the members"
    suffixes: tuple[str, ...] = (".roll",)

    def recognizes(self, path: Path) -> bool:
        return path.is_file() and path.suffix == ".roll"

    def read(self, path: Path, *, limits: Limits, progress: Progress | None = None) -> Reading:
        source = open_source(path, limits=limits, suffixes=self.suffixes)
        names: list[str] = []
        for file in source.files:
            with file.open() as stream:
                names += json.load(stream)["members"]
        kind = ["named"] * len(names)
        rows = pl.DataFrame({"id": [name.lower() for name in names], "name": names, "kind": kind})
        tables = {"organizations": rows} if names else {}
        return Reading(Dataset(tables), source.problems, {})


@pytest.fixture(autouse=True)
def registered() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loaders, "LOADERS", (RollLoader(), *loaders.LOADERS))
        yield


def roll(folder: Path, *names: str) -> Path:
    path = folder / "members.roll"
    path.write_text(json.dumps({"members": names}), encoding="utf-8")
    return path


def test_the_command_line_reads_it_and_names_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(roll(tmp_path, "Forum", "Hamnen")), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"]["organizations"] == 2

    for asked in (["--help"], ["check", "--help"], ["load", "--help"]):
        with pytest.raises(SystemExit):
            main(asked)
        assert "roll is one JSON file with the names of the members" in " ".join(
            capsys.readouterr().out.split()
        )


def test_what_is_in_no_format_is_told_all_that_can_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.txt").write_text("x")
    assert main(["check", str(tmp_path / "notes.txt")]) == 2
    said = capsys.readouterr().err
    assert "one JSON file with the names of the members" in said
    assert "one CSV file for each kind of record" in said


def test_the_page_data_takes_its_files_and_says_what_is_in_them(page, tmp_path: Path) -> None:
    app = page("data", lang="sv")
    upload = app.get("file_uploader")[0]
    assert "(roll, zip)" in upload.label

    upload.set_value(("members.roll", roll(tmp_path, "Forum").read_bytes(), "application/json")).run()
    assert not app.exception
    assert any(
        r"members\.roll" in element.value and "1 namngiven organisation" in element.value
        for element in app.markdown
    )


def test_the_uploader_accepts_the_endings_of_all_formats(page) -> None:
    accepted = page("data", lang="sv").get("file_uploader")[0].proto.type
    assert list(accepted) == [".roll", ".zip"]


def test_the_docs_list_it(capsys: pytest.CaptureFixture[str]) -> None:
    cog = cogapp.Cog()
    cog.options.no_generate = False
    made = io.StringIO()
    cog.process_file(str(ROOT / "docs" / "formats.md"), made)
    assert "| roll | one JSON file with the names of the members | `.roll` |" in made.getvalue()


def test_a_single_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    found = RollLoader().read(roll(tmp_path, "Forum"), limits=Limits(file_bytes=5))
    assert [problem.code for problem in found.problems] == ["file_too_large"]
    assert isinstance(found.problems[0], Problem)
    assert found.dataset.is_empty


def test_files_of_another_ending_are_found_in_folders_and_archives(tmp_path: Path) -> None:
    roll(tmp_path, "Forum")
    (tmp_path / "other.csv").write_text("id\n")
    files = open_source(tmp_path, limits=Limits(), suffixes=(".roll",)).files
    assert [(file.name, file.table) for file in files] == [("members.roll", "members")]
