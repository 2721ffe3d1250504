"""Each component alone in a real browser: events, keyboard, updates, widths, hostile names, speed."""

from __future__ import annotations

import itertools
import re
import struct
import time
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.running_app import App, settle

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    running = App(tmp_path_factory.mktemp("gallery"), script="tests/browser/component_gallery.py")
    yield running
    running.stop()


def look(page: Page, gallery: App, show: str, **query: str) -> None:
    page.goto(f"{gallery.address}/?show={show}" + "".join(f"&{k}={v}" for k, v in query.items()))
    settle(page)
    if show == "network":
        page.wait_for_function("() => globalThis.__samverkanMaps?.get('map')?.locate")
    page.wait_for_timeout(100)


def place_of(page: Page, node: str) -> tuple[float, float]:
    at = page.evaluate("node => globalThis.__samverkanMaps.get('map').locate(node)", node)
    return at["x"], at["y"]


def said(page: Page, what: str) -> Locator:
    return page.get_by_text(re.compile(f"^{what}:"))


POLICE = "organizations:lokalpolisen-sodermalm"


def test_a_click_selects_a_node_and_a_click_beside_all_clears(page: Page, gallery: App) -> None:
    look(page, gallery, "network")
    page.mouse.click(*place_of(page, POLICE))
    expect(said(page, "node")).to_have_text(f"node: {POLICE}")
    x, y = place_of(page, POLICE)
    page.mouse.click(x + 45, y - 45)
    expect(said(page, "node")).to_have_text("node:")
    expect(said(page, "events")).to_have_text("events: 2")


def test_a_double_click_expands_and_does_not_select(page: Page, gallery: App) -> None:
    look(page, gallery, "network")
    page.mouse.dblclick(*place_of(page, POLICE))
    expect(said(page, "expanded")).to_have_text(f"expanded: {POLICE}")
    page.wait_for_timeout(400)
    expect(said(page, "events")).to_have_text("events: 1")


def test_a_click_is_seen_before_the_server_answers(page: Page, gallery: App) -> None:
    look(page, gallery, "network")
    canvas = page.locator("canvas").first
    x, y = place_of(page, POLICE)
    page.mouse.move(x, y)
    page.wait_for_timeout(100)
    before = canvas.screenshot()
    page.mouse.down()
    page.mouse.up()
    page.wait_for_timeout(80)
    assert canvas.screenshot() != before
    expect(said(page, "events")).to_have_text("events: 0")  # nothing was sent yet: a second click may come


def test_a_dragged_node_stays_and_new_data_is_merged_into_the_same_map(page: Page, gallery: App) -> None:
    look(page, gallery, "network")
    page.locator("canvas").evaluate("canvas => { canvas.mark = 1 }")
    x, y = place_of(page, "groups:hornstullsgruppen")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 30, y + 50, steps=4)
    page.mouse.up()
    page.wait_for_timeout(150)
    moved = place_of(page, "groups:hornstullsgruppen")
    assert moved == pytest.approx((x - 30, y + 50), abs=4)
    page.mouse.click(*place_of(page, POLICE))
    expect(said(page, "node")).to_have_text(f"node: {POLICE}")
    assert place_of(page, "groups:hornstullsgruppen") == pytest.approx(moved, abs=2)
    page.get_by_role("button", name="Leave a group out").click()
    settle(page)
    page.wait_for_timeout(300)
    gone = page.evaluate(
        "() => { try { return globalThis.__samverkanMaps.get('map').locate('groups:maria-gruppen') } catch { return null } }"
    )
    assert gone is None
    assert page.locator("canvas").evaluate("canvas => canvas.mark") == 1  # drawn on, not drawn anew


def test_the_wheel_scrolls_the_page_and_zooms_only_with_control(page: Page, gallery: App) -> None:
    look(page, gallery, "network")

    def distance() -> float:
        return place_of(page, POLICE)[0] - place_of(page, "groups:styrgruppen")[0]

    before = distance()
    page.mouse.move(*place_of(page, POLICE))
    page.mouse.wheel(0, 60)
    page.wait_for_timeout(200)
    assert distance() == pytest.approx(before, rel=0.01)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    page.wait_for_timeout(200)
    assert distance() > before * 1.02


def test_the_maps_buttons_have_names_work_by_keyboard_and_save_a_picture(page: Page, gallery: App) -> None:
    look(page, gallery, "network")
    x, y = place_of(page, "groups:styrgruppen")
    page.get_by_role("button", name="closer").focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(150)
    assert place_of(page, "groups:styrgruppen") != (x, y)
    page.get_by_role("button", name="fit").click()
    page.wait_for_timeout(150)
    assert place_of(page, "groups:styrgruppen") == pytest.approx((x, y), abs=2)
    with page.expect_download() as saving:
        page.get_by_role("button", name="picture").click()
    assert saving.value.suggested_filename == "file_name.png"
    # the map at twice its size on screen, and below it what its signs mean and where it comes from
    width, height = struct.unpack(">II", saving.value.path().read_bytes()[16:24])
    box = page.locator("canvas").first.bounding_box()
    assert box is not None
    assert width == pytest.approx(2 * (box["width"] + 48), abs=4)
    assert height > 2 * (box["height"] + 100)
    assert page.get_by_role("img", name="alt").count() == 1


def test_the_map_is_on_the_printed_page_too(page: Page, gallery: App) -> None:
    look(page, gallery, "network")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    printed = page.locator("canvas.printed")
    assert printed.is_visible()
    assert page.get_by_role("button", name="closer").count() == 0
    colors = """canvas => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      const found = new Set();
      for (let i = 0; i < data.length; i += 4) found.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
      return [canvas.width, found.size, found.has(0x6a7ee4)];
    }"""
    width, count, has_police = printed.evaluate(colors)
    assert width > 500
    assert count > 50  # an empty picture has one
    assert has_police
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert printed.count() == 0


def test_three_hundred_nodes_are_drawn_and_answer(page: Page, gallery: App) -> None:
    look(page, gallery, "network", data="large")
    start = time.perf_counter()
    page.get_by_role("button", name="closer").click()
    page.wait_for_function("() => new Promise(done => requestAnimationFrame(() => done(true)))")
    assert time.perf_counter() - start < 5  # a bound against hanging, not a measurement


def test_every_state_of_coverage_is_a_word_a_symbol_and_a_button(page: Page, gallery: App) -> None:
    look(page, gallery, "matrix")
    table = page.get_by_role("table")
    assert table.locator("th[scope=col]").count() == 8
    assert table.locator("th[scope=row]").count() == 9
    assert table.locator("caption").inner_text() == "The number is how many."
    for word in ("Gap", "Single point", "From above", "Covered", "Crowded", "Unknown", "Stale", "Not needed"):
        cell = table.get_by_role("button", name=re.compile(f"^{word}")).first
        assert cell.locator("svg").count() == 1
        visible = re.sub(r"\s+", " ", cell.inner_text()).strip()
        assert (cell.get_attribute("aria-label") or "").startswith(visible)  # label in name


def test_matrix_cells_are_reached_by_arrows_and_picked_by_enter(page: Page, gallery: App) -> None:
    look(page, gallery, "matrix")
    page.get_by_role("table").get_by_role("button").first.focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(said(page, "cell")).to_have_text("cell: r2:c1")
    expect(page.locator("[aria-current=true]")).to_have_count(1)


def test_a_matrix_of_twelve_thousand_cells_is_shown_in_parts(page: Page, gallery: App) -> None:
    look(page, gallery, "matrix", data="tall")
    sentence = page.get_by_text(re.compile("^Rows 1 to .* of 1.?000\\.$")).inner_text()
    last = int(sentence.split()[3])
    page.get_by_role("button", name="Later").click()
    # areas are counted from 0, rows from 1
    expect(page.get_by_role("rowheader", name=f"Area {last}", exact=True)).to_be_visible()
    page.get_by_role("button", name=re.compile(f"Area {last}, ")).first.click()
    expect(said(page, "cell")).to_have_text(f"cell: r{last}:c0")


@pytest.mark.parametrize("media", ["screen", "print"])
def test_of_many_columns_all_are_seen_by_signs_and_numbers_below_their_headings(
    page: Page, gallery: App, media: Literal["screen", "print"]
) -> None:
    look(page, gallery, "matrix", data="wide")
    page.emulate_media(media=media)
    table = page.get_by_role("table")
    cell = table.get_by_role("button", name=re.compile(r"^Covered \d+, Area 0, ")).first
    headings = table.locator("th[scope=col] span")

    label = cell.get_attribute("aria-label") or ""
    assert f"Covered {cell.inner_text().strip()}, " in label
    assert cell.get_attribute("title") == label
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    boxes = [box for box in (one.bounding_box() for one in headings.all()) if box]
    assert len(boxes) == 24
    assert all(one["x"] + one["width"] <= other["x"] + 1 for one, other in itertools.pairwise(boxes))
    first_row = table.locator("tbody button").first.bounding_box()
    assert first_row
    assert all(box["y"] + box["height"] <= first_row["y"] for box in boxes)
    if media == "screen":
        frame = page.locator(".scroller").bounding_box()
        assert frame
        seen = [box for box in boxes if box["x"] + box["width"] <= frame["x"] + frame["width"]]
        assert len(seen) >= 12  # in words six or seven stood there


def test_an_area_is_picked_by_mouse_and_by_keyboard(page: Page, gallery: App) -> None:
    look(page, gallery, "areas")
    page.get_by_role("button", name=re.compile("Hornstull")).click()
    expect(said(page, "area")).to_have_text("area: hornstull")
    page.get_by_role("button", name=re.compile("Skanstull")).focus()
    page.keyboard.press("Enter")
    expect(said(page, "area")).to_have_text("area: skanstull")


def test_two_hundred_areas_stay_apart(page: Page, gallery: App) -> None:
    look(page, gallery, "areas", data="crowd")
    assert page.get_by_role("button", name=re.compile("Place")).count() == 200


@pytest.mark.parametrize("show", ["network", "matrix", "areas"])
def test_names_with_markup_are_shown_as_text(page: Page, gallery: App, show: str) -> None:
    look(page, gallery, show, names="markup")
    assert page.title() == "Gallery"
    assert page.locator("img[src=x]").count() == 0
    assert page.get_by_text(re.compile(r"<img src=x onerror=")).count() > 0
    if show == "network":  # what appears under the mouse, too
        page.mouse.move(*place_of(page, POLICE))
        expect(page.get_by_text(re.compile("lines href"))).to_be_visible()
        assert page.title() == "Gallery"


@pytest.mark.parametrize("show", ["network", "matrix", "areas"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_component_makes_a_telephone_scroll_sideways(
    page: Page, gallery: App, show: str, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": 390, "height": 844})
    look(page, gallery, show)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 2")
