"""The day, the language, the menu and the map, as they are met from page to page in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.running_app import App, settle

pytestmark = pytest.mark.browser


def open_view(page: Page, app: App, path: str) -> None:
    page.goto(f"{app.address}/{path}")
    settle(page)


def test_the_day_of_the_data_stands_above_the_title_and_is_printed(page: Page, app: App) -> None:
    for path in ("", "gaps", "network", "where", "profile"):
        open_view(page, app, f"{path}?lang=sv")
        line = page.get_by_text("Så såg det ut den 22 november 2026, den dag uppgifterna gäller.")
        title = page.get_by_role("heading", level=1)
        above, below = line.bounding_box(), title.bounding_box()
        assert above is not None
        assert below is not None
        assert above["y"] + above["height"] <= below["y"]
        page.emulate_media(media="print")
        expect(line).to_be_visible()
        page.emulate_media(media="screen")


def test_language_switch_changes_every_word_and_keeps_the_view(page: Page, app: App) -> None:
    open_view(page, app, "gaps?lang=sv&wanted=3")
    expect(page.get_by_role("heading", level=1)).to_have_text("Var saknas någon?")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Where is somebody missing?")
    settle(page)
    assert "lang=en" in page.url
    assert "wanted=3" in page.url


def test_menu_keeps_the_language(page: Page, app: App) -> None:
    open_view(page, app, "?lang=en")
    page.get_by_role("link", name="Gaps", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Where is somebody missing?")
    settle(page)
    assert "lang=en" in page.url


def on_map(page: Page, node: str) -> tuple[float, float]:
    """Where a node of the map is in the window, asked of the map itself."""
    page.wait_for_function("() => [...(globalThis.__samverkanMaps?.values() ?? [])].some(m => m.locate)")
    at = page.evaluate("id => [...globalThis.__samverkanMaps.values()].at(-1).locate(id)", node)
    return at["x"], at["y"]


def test_map_click_opens_the_panel_and_the_link_opens_it_again(page: Page, app: App) -> None:
    open_view(page, app, "network?lang=sv")
    page.mouse.click(*on_map(page, "organizations:lokalpolisen-sodermalm"))
    page.wait_for_url(re.compile("focus=organizations"))
    settle(page)
    expect(page.get_by_role("heading", name="Lokalpolisen Södermalm")).to_be_visible()
    link = page.url
    page.goto("about:blank")
    page.goto(link)
    settle(page)
    expect(page.get_by_role("heading", name="Lokalpolisen Södermalm")).to_be_visible()


def test_map_double_click_expands_a_filtered_picture(page: Page, app: App) -> None:
    open_view(page, app, "network?lang=sv&area=gamla-stan")
    page.mouse.dblclick(*on_map(page, "organizations:lokalpolisen-sodermalm"))
    page.wait_for_url(re.compile("expanded=organizations"))
    settle(page)
    # groups elsewhere are there now
    on_map(page, "groups:hornstullsgruppen")


def test_map_keeps_a_dragged_node_where_the_reader_put_it(page: Page, app: App) -> None:
    open_view(page, app, "network?lang=sv")
    x, y = on_map(page, "groups:maria-gruppen")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 40, y + 60, steps=5)
    page.mouse.up()
    page.mouse.click(*on_map(page, "organizations:soderandan"))
    page.wait_for_url(re.compile("focus=organizations"))
    settle(page)
    moved = on_map(page, "groups:maria-gruppen")
    assert abs(moved[1] - (y + 60)) < 3 or moved != (x, y)


@pytest.mark.parametrize("path", ["", "network", "profile", "where", "gaps", "data"])
def test_no_page_scrolls_sideways_on_a_telephone(page: Page, app: App, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_view(page, app, f"{path}?lang=sv")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 2")


def test_a_table_too_wide_for_a_telephone_is_scrolled_by_keys(page: Page, app: App) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_view(page, app, "network?lang=sv&view=table")
    table = page.get_by_role("region", name="Vem som är med i vilken grupp")
    expect(table.first).to_have_attribute("tabindex", "0")
    table.first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")
