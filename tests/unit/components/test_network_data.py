"""What the map is given: one node a record, one line a tie, counts for the legend."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from graph.analysis.cut.rollup import roll_up
from graph.analysis.drawing.excerpt import excerpt
from graph.dataset import Dataset
from graph.network import Level
from loaders.pipeline import check
from tests.own_words import own_words
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
    seats = pl.concat(
        [dataset[table].select("organization_id", "group_id") for table in ("memberships", "hosts")]
    )
    pairs = seats.unique()
    # who runs a group without being its member has a line of its own kind
    assert sum(edge["host"] for edge in ties) == pairs.height - dataset["memberships"].n_unique(
        ["organization_id", "group_id"]
    )
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


@pytest.fixture
def own() -> NetworkPicture:
    """The picture of a network in words of its own, with an organisation that is a group."""
    network = own_words()
    return network_picture(
        network, excerpt(network), name=lambda record: str(record["name"]), about=lambda *_: "about"
    )


def test_own_kinds_have_the_shape_of_the_kind_they_count_as_and_are_counted_apart(
    own: NetworkPicture,
) -> None:
    forms = {node["id"]: node["form"] for node in own.nodes}
    assert forms["groups:ice"] == forms["groups:light"] == "project"
    assert own.classifications == {"steering": 1, "operativ": 1, "arbets": 1, "topic": 1}


def test_an_organization_that_is_a_group_is_one_node_with_members_and_groups(own: NetworkPicture) -> None:
    nodes = {node["id"]: node for node in own.nodes}
    assert "groups:members" not in nodes
    assert (nodes["organizations:association"]["form"], nodes["organizations:association"]["label"]) == (
        "topic",
        "Hamnens förening",
    )
    ties = {(edge["from"], edge["to"]) for edge in own.edges if edge["form"] == "tie"}
    assert {
        ("organizations:association", "groups:board"),
        ("organizations:boats", "organizations:association"),
        ("organizations:museum", "organizations:association"),
    } <= ties
    assert own.sectors == {"civil": 3}


def test_a_group_under_another_is_a_line_of_its_own_kind(own: NetworkPicture) -> None:
    under = {(edge["from"], edge["to"]) for edge in own.edges if edge["form"] == "under"}
    assert under == {("groups:ice", "groups:board"), ("groups:light", "groups:board")}
    assert own.under_groups == 2


def test_two_groups_have_one_line_where_they_are_tied_twice() -> None:
    twice = own_words()
    tie = pl.DataFrame({"group_id": ["board"], "represented_in_id": ["ice"]})
    twice = twice.replace(representations=tie)
    drawn = network_picture(twice, excerpt(twice), name=lambda r: str(r["name"]), about=lambda *_: "")
    between = [edge for edge in drawn.edges if edge["form"] in ("under", "between")]
    assert len(between) == drawn.under_groups + drawn.between_groups == 2
