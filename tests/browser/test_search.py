"""The search box and the rest of the frame, in a real browser: keys, hits, titles, links."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.running_app import App, settle

pytestmark = pytest.mark.browser

PAGES = ("", "network", "profile", "where", "gaps", "data")


def open_view(page: Page, app: App, path: str) -> None:
    page.goto(f"{app.address}/{path}")
    settle(page)


def box(page: Page) -> Locator:
    return page.get_by_role("combobox", name=re.compile("^(Sök|Search)$"))


def focused(page: Page) -> bool:
    return bool(
        page.locator(".st-key-search input").evaluate("input => input.getRootNode().activeElement === input")
    )


def type_into_box(page: Page, text: str) -> None:
    """By the keyboard only, once the box is there to hear it."""
    expect(page.locator(".st-key-search input")).to_be_attached()
    page.keyboard.press("/")
    page.wait_for_function("document.activeElement?.shadowRoot?.activeElement?.id === 'text'")
    page.keyboard.type(text)


@pytest.mark.parametrize(
    ("lang", "typed", "name", "what"),
    [
        ("sv", "kyrka", "Stockholms moské", "Organisation · Trossamfund"),
        ("en", "church", "Stockholm Mosque", "Organisation · Faith community"),
    ],
)
def test_slash_then_a_word_then_enter_opens_who_is_meant(
    page: Page, app: App, lang: str, typed: str, name: str, what: str
) -> None:
    open_view(page, app, f"gaps?lang={lang}")
    type_into_box(page, typed)
    first = page.get_by_role("option").first
    expect(first).to_contain_text(name)
    expect(first).to_contain_text(what)
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    settle(page)
    assert "focus=organizations%3Astockholms-moske" in page.url
    assert f"lang={lang}" in page.url
    expect(box(page)).to_have_value("")
    assert page.title() == f"{name} – {page.title().split(' – ')[1]} – Samverkan"


def test_enter_before_the_answer_opens_the_first_hit_when_it_comes(page: Page, app: App) -> None:
    open_view(page, app, "?lang=sv")
    type_into_box(page, "micasa")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Micasa")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_one_box(page: Page, app: App, path: str) -> None:
    open_view(page, app, f"{path}?lang=sv")
    expect(box(page)).to_have_count(1)
    expect(page.get_by_role("textbox", name=re.compile("Sök"))).to_have_count(0)


def test_arrows_go_through_the_hits_and_around(page: Page, app: App) -> None:
    open_view(page, app, "gaps?lang=sv")
    type_into_box(page, "fastighets")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box(page)).to_have_attribute("aria-activedescendant", "hit-0")
    page.keyboard.press("ArrowUp")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(0)
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    name = options.last.locator(".name").inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_escape_and_a_click_outside_close_and_escape_again_empties(page: Page, app: App) -> None:
    open_view(page, app, "gaps?lang=sv")
    type_into_box(page, "polis")
    hits = page.get_by_role("listbox", name="Träffar")
    expect(hits).to_be_visible()
    page.keyboard.press("Escape")
    expect(hits).to_be_hidden()
    expect(box(page)).to_have_value("polis")
    page.keyboard.press("ArrowDown")
    expect(hits).to_be_visible()
    page.get_by_role("heading", level=1).click()
    expect(hits).to_be_hidden()
    box(page).focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(box(page)).to_have_value("")
    assert not focused(page)


def test_what_is_typed_is_no_shortcut_and_a_slash_in_a_field_is_a_slash(page: Page, app: App) -> None:
    open_view(page, app, "where?lang=sv")
    type_into_box(page, "c r/c")
    expect(box(page)).to_have_value("c r/c")
    page.wait_for_timeout(300)
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.get_by_role("combobox", name="Område").first.focus()
    page.keyboard.press("/")
    assert not focused(page)


def test_nothing_found_says_what_to_try(page: Page, app: App) -> None:
    open_view(page, app, "?lang=en")
    type_into_box(page, "qqqxyz")
    expect(page.get_by_text("Nothing in the data is called that.")).to_be_visible()
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    settle(page)
    expect(box(page)).to_have_value("qqqxyz")


def test_on_the_network_a_hit_is_shown_on_the_map_with_the_filters_kept(page: Page, app: App) -> None:
    open_view(page, app, "network?lang=sv&kinds=area")
    type_into_box(page, "hornstullsgr")
    page.get_by_role("option", name="Visa på kartan: Hornstullsgruppen").click()
    page.wait_for_url(re.compile("focus=groups%3Ahornstullsgruppen"))
    settle(page)
    assert "/network?" in page.url
    assert "kinds=area" in page.url
    expect(page.get_by_role("heading", name="Hornstullsgruppen")).to_be_visible()


def test_a_hit_with_ctrl_opens_a_tab_of_its_own(page: Page, app: App) -> None:
    open_view(page, app, "gaps?lang=sv")
    type_into_box(page, "micasa")
    with page.context.expect_page() as opened:
        page.get_by_role("option").first.click(modifiers=["Control"])
    other = opened.value
    settle(other)
    expect(other.get_by_role("heading", level=1)).to_have_text("Micasa")
    other.close()
    expect(page.get_by_role("heading", level=1)).to_have_text("Var saknas någon?")


def test_on_a_telephone_the_box_is_a_glass_that_opens_over_the_header(page: Page, app: App) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_view(page, app, "gaps?lang=sv")
    field = page.locator(".st-key-search")
    folded = field.bounding_box()
    assert folded is not None
    assert folded["width"] <= 40
    switch = page.locator(".st-key-language button").bounding_box()
    assert switch is not None
    assert folded["x"] + folded["width"] <= switch["x"]
    page.mouse.click(folded["x"] + 18, folded["y"] + 18)
    page.keyboard.type("polis")
    expect(page.get_by_role("option").first).to_be_visible()
    opened = field.bounding_box()
    assert opened is not None
    assert opened["width"] > 340
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 2")
    page.get_by_role("option", name=re.compile("Lokalpolisen")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lokalpolisen Södermalm")


def test_the_box_does_not_push_the_page_down(page: Page, app: App) -> None:
    open_view(page, app, "gaps?lang=sv")
    line = page.get_by_text("Så såg det ut den 22 november 2026").bounding_box()
    assert line is not None
    assert line["y"] < 100


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_pages_have_browser_titles_of_their_own(page: Page, app: App, lang: str) -> None:
    titles = []
    for path in PAGES:
        open_view(page, app, f"{path}?lang={lang}")
        expect(page).to_have_title(re.compile(" – Samverkan$"))
        titles.append(page.title())
    assert len(set(titles)) == len(PAGES)


@pytest.mark.parametrize("path", PAGES)
def test_a_deep_link_asks_for_nothing_that_is_not_there(page: Page, app: App, path: str) -> None:
    failed: list[str] = []
    page.on("response", lambda r: failed.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    open_view(page, app, f"{path}?lang=sv")
    assert failed == []


def test_a_copied_link_has_the_day_in_it(page: Page, app: App, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_view(page, app, "gaps?lang=sv&wanted=3")
    page.get_by_role("button", name="Kopiera länk").click()
    expect(page.get_by_text("Länken är kopierad")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    context.clear_permissions()
    assert copied == f"{app.address}/gaps?lang=sv&wanted=3&as_of=2026-11-22"


def test_where_copying_is_not_allowed_the_link_stands_there(page: Page, app: App) -> None:
    open_view(page, app, "gaps?lang=sv&as_of=2026-01-31")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()); }")
    page.get_by_role("button", name="Kopiera länk").click()
    shown = page.get_by_role("textbox", name="Kopiera adressen här")
    expect(shown).to_have_value(f"{app.address}/gaps?lang=sv&as_of=2026-01-31")
