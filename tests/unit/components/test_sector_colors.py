"""The color of each sector: the data's own, else one of the palette's, else that of the others."""

from __future__ import annotations

import itertools

import polars as pl
import pytest

from graph.analysis.drawing.excerpt import excerpt
from graph.dataset import Dataset
from ui.components.network_data import network_picture
from ui.components.sector_colors import _NEAR, OTHER, PALETTE, _distance, sector_colors


def sectors(sizes: dict[str, int], colors: dict[str, str] | None = None) -> Dataset:
    """Sectors with so many organisations each, and what color the data states."""
    members = [sector for sector, size in sizes.items() for _ in range(size)]
    return Dataset(
        {
            "sectors": pl.DataFrame(
                {
                    "id": list(sizes),
                    "name": list(sizes),
                    "color": [(colors or {}).get(sector) for sector in sizes],
                },
                schema={"id": pl.String, "name": pl.String, "color": pl.String},
            ),
            "organizations": pl.DataFrame(
                {
                    "id": [f"o{place}" for place in range(len(members))],
                    "name": [f"O{place}" for place in range(len(members))],
                    "kind": ["named"] * len(members),
                    "classification": members,
                },
                schema={"id": pl.String, "name": pl.String, "kind": pl.String, "classification": pl.String},
            ),
        }
    )


def test_no_two_sectors_of_a_small_set_look_alike() -> None:
    found = sector_colors(sectors({f"s{place}": place for place in range(12)}))
    assert sorted(found.values()) == sorted(PALETTE)
    assert min(_distance(a, b) for a, b in itertools.combinations((*PALETTE, OTHER, "#ffffff"), 2)) > _NEAR


def test_the_largest_come_first_then_by_id() -> None:
    found = sector_colors(sectors({"b": 1, "a": 1, "large": 5, "empty": 0}))
    assert [found[sector] for sector in ("large", "a", "b", "empty")] == list(PALETTE[:4])


def test_stated_colors_are_kept_and_nothing_near_them_is_given_to_another() -> None:
    nearly = "#0f436b"
    found = sector_colors(sectors({"stated": 1, "second": 9, "third": 2}, {"stated": nearly}))
    assert found == {"stated": nearly, "second": PALETTE[1], "third": PALETTE[2]}


def test_more_sectors_than_colors_leaves_the_smallest_in_one_neutral_color() -> None:
    sizes = {f"s{place:02}": 20 - place for place in range(15)}
    found = sector_colors(sectors(sizes))
    assert [found[sector] for sector in sizes] == [*PALETTE, OTHER, OTHER, OTHER]


def test_without_sectors_there_are_no_colors() -> None:
    assert sector_colors(Dataset()) == {}


@pytest.mark.parametrize("given", [None, {"a": "#123456"}])
def test_the_map_fills_its_nodes_with_them(given: dict[str, str] | None) -> None:
    dataset = sectors({"a": 1}).replace(
        groups=pl.DataFrame({"id": ["g"], "name": ["G"], "classification": ["area"], "status": ["active"]}),
        memberships=pl.DataFrame({"organization_id": ["o0"], "group_id": ["g"], "role": ["member"]}),
    )
    picture = network_picture(
        dataset, excerpt(dataset), name=lambda r: str(r["name"]), about=lambda *_: "", colors=given
    )
    fills = {node["id"]: node.get("fill") for node in picture.nodes}
    assert fills["organizations:o0"] == (given or {"a": PALETTE[0]})["a"]
