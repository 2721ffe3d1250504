"""Export: whole or not at all, and never over somebody's files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.dataset import Dataset
from graph.errors import TargetUnusable
from graph.model import RECORD_TYPES
from loaders.pipeline import check, export


def test_export_writes_every_table_in_the_models_columns_also_empty_ones(tmp_path: Path) -> None:
    folder = export(Dataset(), tmp_path / "deep" / "out")
    for record_type in RECORD_TYPES:
        text = (folder / f"{record_type.table}.csv").read_text()
        assert text == ",".join(field.name for field in record_type.fields) + "\n"
    package = json.loads((folder / "datapackage.json").read_text())
    assert [r["name"] for r in package["resources"]] == [t.table for t in RECORD_TYPES]
    assert "python -m loaders load" in (folder / "README.txt").read_text()
    assert sorted(path.name for path in folder.parent.iterdir()) == ["out"]


def test_export_into_an_empty_folder_is_right_and_over_an_export_only_when_asked(source: Path) -> None:
    dataset = check(source).dataset
    target = source.parent / "out"
    target.mkdir()
    export(dataset, target)
    with pytest.raises(TargetUnusable, match="earlier export"):
        export(Dataset(), target)
    assert check(target).dataset == dataset
    export(Dataset(), target, overwrite=True)
    assert (target / "groups.csv").read_text().count("\n") == 1


@pytest.mark.parametrize("overwrite", [False, True])
def test_export_never_touches_a_folder_with_other_files(source: Path, overwrite: bool) -> None:
    (source / "diary.txt").write_text("mine")
    before = {path.name: path.read_bytes() for path in source.iterdir()}
    with pytest.raises(TargetUnusable, match=r"diary\.txt"):
        export(Dataset(), source, overwrite=overwrite)
    assert {path.name: path.read_bytes() for path in source.iterdir()} == before


def test_export_over_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(TargetUnusable, match="is a file"):
        export(Dataset(), tmp_path / "out", overwrite=True)


def test_export_below_a_file_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(TargetUnusable, match="cannot be written"):
        export(Dataset(), tmp_path / "file" / "out")


def test_same_dataset_gives_the_same_bytes(source: Path) -> None:
    dataset = check(source).dataset
    one, two = export(dataset, source.parent / "one"), export(dataset, source.parent / "two")
    for file in one.iterdir():
        assert file.read_bytes() == (two / file.name).read_bytes()
