"""Zip archives, the honest and the hostile."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from graph.errors import DamagedArchive, UnknownFormat, UnreadableSource
from loaders.base import Limits
from loaders.pipeline import check

SECTORS = "id,name\npolice,Polis\n"


def packed(
    place: Path, members: Mapping[str, str | bytes], *, compression: int = zipfile.ZIP_DEFLATED
) -> Path:
    path = place / "tables.zip"
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def refusal(path: Path, **limits: int) -> str:
    [problem] = check(path, limits=Limits(**limits)).problems
    assert problem.code == "unsafe_archive"
    return problem.value or ""


@pytest.mark.parametrize("folder", ["", "export/", "export\\"])
def test_tables_at_the_top_or_in_one_folder_are_read(tmp_path: Path, folder: str) -> None:
    path = packed(tmp_path, {f"{folder}sectors.csv": SECTORS, f"__MACOSX/{folder}._sectors.csv": b"\0"})
    reading = check(path)
    assert reading.problems == ()
    assert reading.dataset["sectors"]["name"].to_list() == ["Polis"]
    assert reading.dataset["data_sets"]["name"].to_list() == ["tables"]


@pytest.mark.parametrize(
    "name", ["../sectors.csv", "/etc/sectors.csv", "a/../../sectors.csv", "..\\sectors.csv"]
)
def test_member_that_points_out_of_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    assert "points out" in refusal(packed(tmp_path, {name: SECTORS}))


def test_drive_letter_is_refused(tmp_path: Path) -> None:
    assert "points out" in refusal(packed(tmp_path, {"C:\\sectors.csv": SECTORS}))


def test_bomb_is_refused_unread(tmp_path: Path) -> None:
    path = packed(tmp_path, {"sectors.csv": b"0" * 20_000_000})
    assert path.stat().st_size < 100_000
    assert "grows more than 200 times" in refusal(path)


def test_member_that_lies_about_its_size_is_not_read_past_it(tmp_path: Path) -> None:
    path = packed(tmp_path, {"sectors.csv": SECTORS + "x" * 5_000_000}, compression=zipfile.ZIP_DEFLATED)
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (20).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    assert {p.code for p in check(path).problems} == {"unreadable_file"}


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    path = packed(tmp_path, {"sectors.csv": SECTORS, **{f"{n}.txt": "" for n in range(20)}})
    assert refusal(path, members=10) == "21 files, 10 at most"


def test_member_larger_than_allowed_is_refused_unread(tmp_path: Path) -> None:
    [problem] = check(packed(tmp_path, {"sectors.csv": SECTORS}), limits=Limits(file_bytes=5)).problems
    assert (problem.code, problem.file) == ("file_too_large", "sectors.csv")


def test_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("sectors.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = tmp_path / "link.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "a link in place of a file" in refusal(path)


def test_password_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path, {"sectors.csv": SECTORS})
    data = bytearray(path.read_bytes())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    assert "password" in refusal(path)


def test_tables_in_several_folders_or_deep_ones_are_refused(tmp_path: Path) -> None:
    assert "several folders" in refusal(packed(tmp_path, {"a/sectors.csv": SECTORS, "b/groups.csv": "id\n"}))
    assert "several folders" in refusal(packed(tmp_path, {"a/b/sectors.csv": SECTORS}))


def test_same_table_twice_is_refused(tmp_path: Path) -> None:
    assert "same name" in refusal(packed(tmp_path, {"sectors.csv": SECTORS, "SECTORS.CSV": SECTORS}))


def test_archive_that_is_cut_off_or_damaged_is_said(tmp_path: Path) -> None:
    path = packed(tmp_path, {"sectors.csv": SECTORS * 500}, compression=zipfile.ZIP_STORED)
    whole = path.read_bytes()
    spoiled = bytearray(whole)
    spoiled[100] ^= 1
    path.write_bytes(bytes(spoiled))
    assert [p.code for p in check(path).problems] == ["unreadable_file"]
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DamagedArchive, match="damaged"):
        check(path)


def test_archive_without_tables_is_in_no_known_format(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat):
        check(packed(tmp_path, {"readme.txt": "nothing here"}))


def test_nothing_at_the_path_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="There is nothing at"):
        check(tmp_path / "missing")


def test_file_in_place_of_a_folder_and_folder_without_tables_are_in_no_known_format(tmp_path: Path) -> None:
    (tmp_path / "sectors.csv").write_text(SECTORS)
    with pytest.raises(UnknownFormat, match=r"organizations\.csv"):
        check(tmp_path / "sectors.csv")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnknownFormat):
        check(tmp_path / "empty")
