"""What the map is given: one node a record, one line a tie, counts for the legend."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from graph.analysis.excerpt import excerpt
from graph.analysis.rollup import roll_up
from graph.dataset import Dataset
from graph.network import Level
from loaders.pipeline import check
from ui.components.network_data import NetworkPicture, network_picture

SODERANDAN = Path(__file__).parents[3] / "data" / "soderandan"


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    whole = check(SODERANDAN).dataset
    return roll_up(whole.as_of(dt.date(2026, 11, 22)), level=Level.ORGANIZATION)


@pytest.fixture(scope="module")
def picture(dataset: Dataset) -> NetworkPicture:
    return network_picture(
        dataset, excerpt(dataset), name=lambda record: str(record["name"]), about=lambda *_: "about"
    )


def test_picture_of_soderandan_has_a_node_for_each_group_and_participant(
    picture: NetworkPicture, dataset: Dataset
) -> None:
    groups = [node for node in picture.nodes if node["id"].startswith("groups:")]
    assert len(groups) == 11
    assert sum(picture.classifications.values()) == 11
    assert sum(picture.sectors.values()) == 20
    assert picture.unnamed == 18
    assert len(picture.nodes) == 11 + 20 + 18


def test_picture_marks_unnamed_and_shapes_groups_by_kind(picture: NetworkPicture) -> None:
    forms = {node["id"]: node["form"] for node in picture.nodes}
    assert forms["groups:styrgruppen"] == "steering"
    assert forms["organizations:hotell-hotellgruppen"] == "unnamed"
    assert forms["organizations:lokalpolisen-sodermalm"] == "organization"


def test_picture_draws_one_line_a_tie_with_an_id_of_its_own(
    picture: NetworkPicture, dataset: Dataset
) -> None:
    ties = [edge for edge in picture.edges if edge["form"] == "tie"]
    pairs = dataset["memberships"].select("organization_id", "group_id").unique()
    assert len(ties) == pairs.height == picture.ties
    assert len({edge["id"] for edge in picture.edges}) == len(picture.edges)


def test_picture_marks_groups_as_it_is_told(dataset: Dataset) -> None:
    shown = network_picture(
        dataset,
        excerpt(dataset),
        name=lambda record: str(record["name"]),
        about=lambda *_: "about",
        mark=lambda _, node: "1 of 9" if node == "styrgruppen" else "",
    )
    marks = {node["id"]: node.get("mark") for node in shown.nodes}
    assert {node for node, mark in marks.items() if mark} == {"groups:styrgruppen"}


def test_picture_keeps_markup_in_a_name_as_text(dataset: Dataset) -> None:
    markup = '<img src=x onerror="alert(1)">'
    shown = network_picture(dataset, excerpt(dataset), name=lambda _: markup, about=lambda *_: markup)
    assert all(node["label"].replace("\n", " ") == markup for node in shown.nodes)
    assert all("title" not in node for node in shown.nodes)
