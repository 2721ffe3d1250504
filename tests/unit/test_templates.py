"""Groups that a template makes: which areas get one, and what it says."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl

from graph.templates import with_template_groups
from graph.validation import validate
from loaders.export import export
from loaders.pipeline import check
from tests.own_words import own_words


def made(dataset) -> list[str]:
    return with_template_groups(dataset)["groups"].filter(template_id="local")["id"].to_list()


def test_every_area_of_the_kind_gets_a_group_in_both_languages_with_the_templates_source() -> None:
    dataset = with_template_groups(own_words())
    group = dataset.require("groups", "local/north")

    assert made(own_words()) == ["local/north", "local/south"]
    assert (group["name"], group["name_en"]) == ("Lokalråd Norra hamnen", "Local council North harbor")
    assert (group["classification"], group["status"]) == ("lokalrad", "active")
    assert (group["source_id"], group["locator"]) == ("minutes", "§ 4")
    area = dataset["group_areas"].filter(group_id="local/north").row(0, named=True)
    assert (area["area_id"], area["source_id"], area["confirmed_on"]) == (
        "north",
        "minutes",
        dt.date(2026, 4, 1),
    )
    assert dataset["group_topics"].filter(group_id="local/north")["topic_id"].to_list() == ["safety"]
    assert [p for p in validate(dataset) if p.code != "no_source"] == []


def test_an_area_that_has_a_group_of_the_template_gets_no_other() -> None:
    dataset = own_words()
    ours = pl.DataFrame(
        {
            "id": "nordan",
            "name": "N",
            "classification": "area",
            "status": "closed",
            "template_id": "local",
        }
    )
    dataset = dataset.replace(
        groups=pl.concat([dataset["groups"], ours], how="diagonal"),
        group_areas=pl.DataFrame({"group_id": ["nordan"], "area_id": ["north"]}),
    )
    assert made(dataset) == ["local/south", "nordan"]


def test_only_areas_inside_the_named_one_get_a_group_however_deep() -> None:
    dataset = own_words()
    areas = pl.DataFrame(
        {
            "id": ["country", "harbor", "north", "south", "elsewhere"],
            "name": list("abcde"),
            "classification": ["kaj", "kaj", "kaj", "kaj", "kaj"],
        }
    )
    parts = pl.DataFrame(
        {"area_id": ["harbor", "north", "south"], "parent_id": ["country", "harbor", "north"]}
    )
    dataset = dataset.replace(areas=areas, area_parts=parts)
    assert made(dataset) == ["local/north", "local/south"]


def test_a_circle_of_areas_does_not_keep_it_going() -> None:
    dataset = own_words()
    parts = pl.DataFrame({"area_id": ["north", "harbor"], "parent_id": ["harbor", "north"]})
    assert made(dataset.replace(area_parts=parts)) == ["local/north"]


def test_a_template_without_what_a_group_needs_makes_none() -> None:
    dataset = own_words()
    for column in ("id", "name", "classification", "area_classification"):
        templates = dataset["group_templates"].with_columns(pl.lit(None, dtype=pl.String).alias(column))
        assert made(dataset.replace(group_templates=templates)) == [], column


def test_reading_makes_the_groups_and_an_export_keeps_them(tmp_path: Path) -> None:
    reading = check(export(own_words(), tmp_path / "first"))
    again = check(export(reading.dataset, tmp_path / "second"))

    assert made(own_words()) == reading.dataset["groups"].filter(template_id="local")["id"].to_list()
    assert again.dataset == reading.dataset
    assert not reading.problems


def test_a_problem_with_a_made_record_points_at_the_row_of_its_template(tmp_path: Path) -> None:
    folder = export(own_words(), tmp_path / "data")
    table = folder / "group_templates.csv"
    table.write_text(table.read_text().replace("lokalrad", "lokalråd"))
    found = [p for p in check(folder).problems if p.code == "bad_choice"]

    assert [(p.file, p.row) for p in found] == [("group_templates.csv", 2)] * 3
