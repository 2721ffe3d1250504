"""On which side of its node a name stands on the map: read by the browser as the map reads it, alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

SCRIPT = Path(__file__).parents[2] / "ui" / "components" / "assets" / "network_names.js"
SIDE = """([node, room, isAlways]) => {
  const discs = room.discs.map(([x, y, radius]) => Object.assign([x - radius, y - radius, x + radius, y + radius], { id: "other", radius }));
  const view = { left: -500, right: 500, top: -500, bottom: 500, ...room.view };
  const place = new NamePlace({ id: "me", radius: 6, label: "Name", ...node }, { x: 0, y: 0 }, 60, { size: 10, taken: [], ...room, view, discs });
  return place.side(isAlways) ?? "";
}"""
EVERYWHERE = [[40, 0, 8], [-40, 0, 7], [0, 20, 9], [0, -20, 9]]


def side(page: Page, *, form: str, own: str, is_always: bool = False, **room: Any) -> str:
    page.goto("about:blank")
    page.add_script_tag(path=SCRIPT)
    node = {"form": form, "side": own}
    return str(page.evaluate(SIDE, [node, {"discs": [], **room}, is_always]))


@pytest.mark.parametrize("own", ["left", "right", "above", "below"])
@pytest.mark.parametrize("form", ["organization", "area"])
def test_a_name_with_room_stands_on_its_own_side(page: Page, form: str, own: str) -> None:
    assert side(page, form=form, own=own) == own


def test_a_name_goes_where_it_covers_no_node_and_an_organization_without_such_a_place_has_none(
    page: Page,
) -> None:
    assert side(page, form="organization", own="right", discs=[[40, 0, 6]]) == "left"
    assert side(page, form="organization", own="right", discs=[[40, 0, 6], [-40, 0, 6]]) == "below"
    assert side(page, form="organization", own="right", discs=EVERYWHERE) == ""
    assert side(page, form="organization", own="right", discs=EVERYWHERE, is_always=True) == "right"


def test_the_name_of_a_group_covers_as_little_as_can_be(page: Page) -> None:
    assert side(page, form="area", own="right", discs=EVERYWHERE) == "left"
    # below it would take the place of the next group's: only where it has no other
    assert side(page, form="area", own="right", discs=EVERYWHERE[:2]) == "left"
    beside = [[13, -5, 73, 5], [-73, -5, -13, 5]]
    assert side(page, form="area", own="right", taken=beside) == "below"


def test_names_stand_apart_and_inside_the_map(page: Page) -> None:
    # the name would begin at 13 and end at 73
    assert side(page, form="organization", own="right", taken=[[77, -5, 90, 5]]) == "right"
    assert side(page, form="organization", own="right", taken=[[74, -5, 90, 5]]) == "left"
    assert side(page, form="organization", own="right", view={"right": 60}) == "left"
