"""What Streamlit writes itself stands in the reader's language: its lists, calendar, file button, grids, menu."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.running_app import App, settle

pytestmark = pytest.mark.browser

# nothing of this is to be on a Swedish page: words on screen and names that are read aloud
ENGLISH = (
    "Select all",
    "No results",
    "Choose",
    "Main menu",
    "Open",
    "Clear",
    "Remove",
    "year,",
    "month,",
    "Upload",
    "files are not allowed",
    "Show/hide",
    "Search",
    "Fullscreen",
    "Sort ",
    "Help",
    "options available",
)
ALL_WORDS = """() => [...document.querySelectorAll("body *")]
  .filter((each) => !each.closest("noscript, script, style, td, th, [aria-label^='Download as CSV']"))
  .flatMap((each) => [
    ...["aria-label", "title", "placeholder"].map((name) => each.getAttribute(name)),
    ...[...each.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.nodeValue),
  ]).filter(Boolean)"""


def open_view(page: Page, app: App, path: str) -> None:
    page.goto(f"{app.address}/{path}")
    settle(page)


def assert_swedish(page: Page) -> None:
    said = page.evaluate(ALL_WORDS)
    assert [text for text in said if any(word in text for word in ENGLISH)] == []


def test_filters_and_calendar_are_in_the_readers_language(page: Page, app: App) -> None:
    open_view(page, app, "network?lang=sv")
    page.get_by_role("button", name="Ändra", exact=True).click()
    settle(page)
    assert_swedish(page)
    page.get_by_role("combobox", name="Typ av grupp").click()
    expect(page.get_by_role("option", name="Välj alla", exact=True)).to_be_visible()
    assert_swedish(page)
    page.keyboard.type("grupp")
    expect(page.get_by_role("option", name="Välj alla 4 som passar")).to_be_visible()
    page.keyboard.type("zz")
    expect(page.get_by_text("Inget passar")).to_be_visible()
    assert_swedish(page)
    for _ in "gruppzz":
        page.keyboard.press("Backspace")
    page.get_by_role("option", name="Styrgrupp").click()
    settle(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Ta bort Styrgrupp")).to_be_attached()
    assert_swedish(page)
    expect(page.get_by_role("spinbutton", name="år, Datum")).to_be_visible()
    page.get_by_role("button", name="Välj datum").click()
    expect(page.get_by_role("button", name="Föregående månad")).to_be_visible()
    assert_swedish(page)


def test_files_and_grids_are_in_the_readers_language(page: Page, app: App) -> None:
    open_view(page, app, "data?lang=sv")
    expect(page.get_by_test_id("stFileUploaderDropzone").get_by_text("Välj fil")).to_be_visible()
    page.locator("input[type=file]").set_input_files(
        {"name": "grupper.csv", "mimeType": "text/csv", "buffer": b"id,name\n"}
    )
    expect(page.get_by_text("Filer av typen text/csv går inte att läsa in.")).to_be_visible()
    grid = page.locator(".stDataFrame").first
    grid.scroll_into_view_if_needed()
    grid.hover()
    expect(page.get_by_role("button", name="Helskärm: Datamängder")).to_be_visible()
    page.get_by_role("button", name="Sök: Datamängder").click()
    expect(page.get_by_role("button", name="Stäng sökningen")).to_be_visible()
    assert_swedish(page)


def test_another_language_brings_back_what_streamlit_wrote(page: Page, app: App) -> None:
    open_view(page, app, "network?lang=sv")
    menu = page.get_by_test_id("stMainMenuButton")
    expect(menu).to_have_attribute("aria-label", "Meny")
    menu.click()
    expect(page.get_by_text("Mörkt")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="English").click()
    settle(page)
    expect(menu).to_have_attribute("aria-label", "Main menu")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_topic_that_is_called_like_a_button_keeps_its_name(page: Page, app: App) -> None:
    open_view(page, app, "where?lang=sv")
    page.evaluate(
        """() => {
          const list = document.createElement("div");
          list.innerHTML = '<div role="option">Search</div><div data-testid="stMarkdownContainer">Help</div>';
          list.id = "of-the-data";
          document.body.append(list);
        }"""
    )
    page.wait_for_timeout(200)
    assert page.locator("#of-the-data").inner_text().split() == ["Search", "Help"]


@pytest.mark.parametrize("key", ["Enter", "Tab"])
def test_a_typed_date_counts_when_a_key_ends_it(page: Page, app: App, key: str) -> None:
    open_view(page, app, "network?lang=sv")
    page.get_by_role("button", name="Ändra", exact=True).click()
    settle(page)
    page.get_by_role("spinbutton", name="år, Datum").focus()
    page.keyboard.type("20250301")
    page.keyboard.press(key)
    page.wait_for_url("**as_of=2025-03-01**")
