"""The network map as it is used: full screen, keys, places that stay, a legend that filters, a telephone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from loaders.export import export
from loaders.invented import invented_network
from tests.browser.running_app import App, settle

pytestmark = pytest.mark.browser

POLICE = "organizations:lokalpolisen-sodermalm"
GROUP = "groups:hornstullsgruppen"
MAP = "[...globalThis.__samverkanMaps.values()].at(-1)"


def open_map(page: Page, app: App, query: str = "lang=sv") -> None:
    page.goto(f"{app.address}/network?{query}")
    settle(page)
    page.wait_for_function(f"() => globalThis.__samverkanMaps && {MAP}?.locate")
    page.wait_for_timeout(300)


def place_of(page: Page, node: str) -> tuple[float, float]:
    at = page.evaluate(f"node => {MAP}.locate(node)", node)
    return at["x"], at["y"]


def on_canvas(page: Page, node: str) -> tuple[float, float]:
    """A node's place on the map, wherever the map is on the page."""
    box = page.locator("canvas").first.bounding_box()
    assert box is not None
    x, y = place_of(page, node)
    return x - box["x"], y - box["y"]


def chosen(page: Page, name: str) -> str:
    return parse_qs(urlsplit(page.url).query).get(name, [""])[0]


def stage(page: Page) -> Locator:
    return page.get_by_role("application")


def said(page: Page) -> Locator:
    return page.locator(".voice")


def is_full(page: Page) -> bool:
    return bool(page.evaluate("() => Boolean(document.fullscreenElement)"))


def test_full_screen_holds_map_legend_and_panel_and_a_click_selects_without_leaving_it(
    page: Page, app: App
) -> None:
    open_map(page, app)
    page.get_by_role("button", name="Helskärm").click()
    page.wait_for_timeout(400)
    assert is_full(page)
    for node, name in ((POLICE, "Lokalpolisen Södermalm"), (GROUP, "Hornstullsgruppen")):
        page.mouse.click(*place_of(page, node))
        page.wait_for_url(re.compile(node.partition(":")[2]))
        settle(page)
        assert is_full(page)
        full = page.locator(":fullscreen")
        expect(full.get_by_role("heading", name=name)).to_be_visible()
        expect(full.get_by_role("button", name=re.compile("^Polis"))).to_be_visible()
        expect(full.locator("canvas").first).to_be_visible()
    height = page.locator("canvas").first.evaluate("canvas => canvas.getBoundingClientRect().height")
    assert height > 800
    stage(page).focus()
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    assert not is_full(page)
    expect(page.get_by_role("heading", name="Hornstullsgruppen")).to_be_visible()


def test_the_map_is_walked_and_opened_by_keys_alone(page: Page, app: App) -> None:
    open_map(page, app)
    page.get_by_role("tab", name="Karta").focus()
    page.keyboard.press("Tab")
    if not stage(page).evaluate("stage => stage.matches(':focus')"):
        page.keyboard.press("Tab")
    expect(stage(page)).to_be_focused()
    assert stage(page).evaluate("stage => getComputedStyle(stage).outlineStyle") == "solid"
    page.keyboard.press("Home")
    expect(said(page)).to_have_text("Samverkansgruppen, Samordning, 6 deltagare")
    there = page.evaluate(f"() => {MAP}.step('groups:samverkansgruppen', 'ArrowRight')")
    page.keyboard.press("ArrowRight")
    expect(said(page)).to_have_text(re.compile(r", (\d+ deltagare|med i \d+ grupp(er)?)$"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("focus="))
    settle(page)
    assert chosen(page, "focus") == there
    expect(said(page)).to_have_text(re.compile("Vald. Enter en gång till öppnar profilen.$"))
    expect(stage(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Stäng")).to_have_count(0)
    expect(stage(page)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("focus="))
    settle(page)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/profile"))
    settle(page)
    assert chosen(page, "focus") == there


def test_escape_lets_go_of_the_map_and_o_opens_the_profile_at_once(page: Page, app: App) -> None:
    open_map(page, app, "lang=en")
    stage(page).focus()
    page.keyboard.press("Home")
    expect(said(page)).to_have_text("Collaboration group, Coordination, 6 participants")
    before = place_of(page, GROUP)
    page.keyboard.press("+")
    page.wait_for_timeout(100)
    assert place_of(page, GROUP) != before
    page.keyboard.press("Escape")
    expect(stage(page)).not_to_be_focused()
    stage(page).focus()
    page.keyboard.press("o")
    page.wait_for_url(re.compile("/profile"))
    assert chosen(page, "focus") == "groups:samverkansgruppen"


def test_arrows_reach_everybody_on_the_map_and_lead_along_lines_where_there_are_any(
    page: Page, app: App
) -> None:
    open_map(page, app)
    reached, drawn = page.evaluate(
        """map => {
          const seen = new Set(["organizations:soderandan"]);
          const pending = [...seen];
          while (pending.length) {
            const id = pending.pop();
            for (const key of ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]) {
              const next = globalThis.__samverkanMaps.get("network-map").step(id, key);
              if (next && !seen.has(next)) { seen.add(next); pending.push(next); }
            }
          }
          return [seen.size, 49];
        }"""
    )
    assert reached == drawn
    # a group of which only members stand to the right: the arrow goes to one of them
    right = page.evaluate(f"() => {MAP}.step('{GROUP}', 'ArrowRight')")
    assert right in {
        f"organizations:{member}"
        for member in (
            "mtr",
            "sl",
            "hogalids-lokala-bra",
            "handelsplatsen-hornstull",
            "bostadsrattsforeningar-hornstullsgruppen",
        )
    }


def test_what_is_drawn_stays_where_it_is_when_filters_date_level_and_selection_change(
    page: Page, app: App
) -> None:
    open_map(page, app)
    x, y = place_of(page, GROUP)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y + 40, steps=5)
    page.mouse.up()
    settle(page)
    page.wait_for_timeout(200)
    assert place_of(page, GROUP) == pytest.approx((x - 60, y + 40), abs=3)
    moved, police = on_canvas(page, GROUP), on_canvas(page, POLICE)

    def still(note: str) -> None:
        settle(page)
        page.wait_for_timeout(300)
        assert on_canvas(page, GROUP) == pytest.approx(moved, abs=2), note
        assert on_canvas(page, POLICE) == pytest.approx(police, abs=2), note

    page.mouse.click(*place_of(page, POLICE))
    page.wait_for_url(re.compile("focus="))
    still("selected")
    page.get_by_role("button", name="Stäng").click()
    page.get_by_role("button", name=re.compile("^Polis")).click()
    page.wait_for_url(re.compile("sectors=police"))
    still("filtered")
    page.get_by_role("button", name=re.compile("^Polis")).click()
    page.get_by_role("button", name="Ändra", exact=True).click()
    page.get_by_role("combobox", name="Vilka som räknas").click()
    page.get_by_role("option", name="bara deltagare").click()
    page.wait_for_url(re.compile("hosts=out"))
    still("only participants")
    page.get_by_role("button", name="Klart").click()
    # leaving the page and coming back
    page.get_by_role("link", name="Luckor", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Var saknas någon?")
    settle(page)
    page.get_by_role("link", name="Nätverket", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vem samverkar med vem?")
    page.wait_for_selector("canvas")
    still("left and back")

    page.get_by_role("button", name="Placera om alla på kartan").click()
    settle(page)
    page.wait_for_timeout(400)
    assert on_canvas(page, GROUP) != pytest.approx(moved, abs=2)


def test_what_is_new_makes_the_map_smaller_but_nobody_changes_places(page: Page, app: App) -> None:
    open_map(page, app)
    nodes = (GROUP, POLICE, "groups:styrgruppen", "organizations:micasa")
    before = [on_canvas(page, node) for node in nodes]
    page.get_by_role("button", name="Ändra", exact=True).click()
    page.get_by_role("combobox", name="Räkna per").click()
    page.get_by_role("option", name=re.compile("enhet")).click()
    page.wait_for_url(re.compile("level=unit"))
    settle(page)
    page.wait_for_timeout(300)
    assert page.evaluate(f"() => {MAP}.locate('organizations:faltassistenterna')")  # a unit has come
    after = [on_canvas(page, node) for node in nodes]
    (x, y), (left, top) = before[0], after[0]
    scale = (after[1][0] - left) / (before[1][0] - x)
    assert [(left + scale * (a - x), top + scale * (b - y)) for a, b in before] == [
        pytest.approx(each, abs=2) for each in after
    ]


@pytest.fixture(scope="module")
def thousands(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app with a network of 2,000 memberships, too large for one picture."""
    folder = tmp_path_factory.mktemp("invented")
    export(invented_network(memberships=2_000, seed=1), folder, overwrite=True)
    running = App(tmp_path_factory.mktemp("home"), SAMVERKAN_FIRST_DATA=str(folder))
    yield running
    running.stop()


@pytest.mark.parametrize("served", ["app", "thousands"])
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_map_and_legend_are_seen_without_scrolling(
    page: Page, request: pytest.FixtureRequest, served: str, lang: str
) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    open_map(page, request.getfixturevalue(served), f"lang={lang}")
    for part in (page.locator("canvas").first, page.locator(".hint"), page.locator(".st-key-map-legend")):
        expect(part).to_be_in_viewport(ratio=1, timeout=15_000)
    table = page.get_by_role("tab").last.bounding_box()
    canvas = page.locator("canvas").first.bounding_box()
    assert table is not None
    assert canvas is not None
    assert table["y"] + table["height"] <= canvas["y"]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_width_is_used_and_members_have_their_names_also_on_a_low_screen(
    page: Page, app: App, lang: str
) -> None:
    page.set_viewport_size({"width": 1366, "height": 720})
    open_map(page, app, f"lang={lang}")
    canvas = page.locator("canvas").first.bounding_box()
    assert canvas is not None
    left, right = (
        place_of(page, "organizations:fackforvaltningar-tillfalliga-samverkansgrupper"),
        place_of(page, "organizations:micasa"),
    )
    assert right[0] - left[0] > 0.55 * canvas["width"]
    sides = [side for _, side in page.evaluate(f"() => {MAP}.sides()")]
    assert len(sides) == 49
    assert sides.count("") <= 1


def test_one_area_of_a_large_network_has_the_width_of_the_map_to_itself(page: Page, thousands: App) -> None:
    open_map(page, thousands, "lang=sv&area=exempelparken")
    canvas = page.locator("canvas").first.bounding_box()
    assert canvas is not None
    xs = [place_of(page, node)[0] for node, _ in page.evaluate(f"() => {MAP}.sides()")]
    assert max(xs) - min(xs) > 0.85 * canvas["width"]


def test_the_map_takes_what_the_page_leaves_until_the_reader_does_something(page: Page, app: App) -> None:
    """What stands above may get its height late, and later opens and closes: then nobody is to move."""
    page.set_viewport_size({"width": 1366, "height": 900})
    open_map(page, app)
    frame = page.locator(".frame")

    def grow(pixels: int) -> None:
        page.evaluate(
            "height => document.querySelector('.st-key-network-answer').style.minHeight = height",
            f"{pixels}px",
        )
        page.wait_for_timeout(300)

    def bottom() -> float:
        box = frame.bounding_box()
        assert box is not None
        return box["y"] + box["height"]

    for pixels in (140, 60, 110):
        grow(pixels)
        assert bottom() == pytest.approx(900 - 8, abs=2)
    police = on_canvas(page, POLICE)
    page.keyboard.press("Shift")
    grow(200)
    assert bottom() > 900
    assert on_canvas(page, POLICE) == police


def test_a_view_of_the_readers_own_stays_when_the_page_above_gets_its_height(page: Page, app: App) -> None:
    page.set_viewport_size({"width": 1366, "height": 900})
    open_map(page, app)
    page.get_by_role("button", name="Närmare").click()
    page.get_by_role("link", name="Luckor", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Var saknas någon?")
    settle(page)
    page.get_by_role("link", name="Nätverket", exact=True).click()
    page.wait_for_selector("canvas")
    settle(page)
    page.wait_for_timeout(300)

    def apart() -> tuple[float, float]:
        (x, y), (left, top) = place_of(page, POLICE), place_of(page, GROUP)
        return left - x, top - y

    before = apart()
    page.evaluate("() => { document.querySelector('.st-key-network-answer').style.minHeight = '140px'; }")
    page.wait_for_timeout(300)
    assert apart() == pytest.approx(before, abs=0.5)


def test_the_legend_filters_by_mouse_and_keys_and_says_what_is_pressed(page: Page, app: App) -> None:
    open_map(page, app)
    police = page.get_by_role("button", name=re.compile("^Polis"))
    health = page.get_by_role("button", name=re.compile("^Vård"))
    expect(police).to_have_attribute("aria-pressed", "false")
    police.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("sectors=police"))
    settle(page)
    expect(police).to_have_attribute("aria-pressed", "true")
    expect(police).to_be_focused()
    health.click()
    page.wait_for_url(re.compile("sectors=[^&]*health"))
    settle(page)
    expect(page.get_by_text(re.compile("2 organisationer"))).to_be_visible()
    police.click()
    settle(page)
    health.click()
    settle(page)
    assert chosen(page, "sectors") == ""
    page.get_by_role("button", name=re.compile("^Områdesgrupp")).click()
    page.wait_for_url(re.compile("kinds=area"))
    page.get_by_role("button", name=re.compile("^samordnar gruppen")).click()
    page.wait_for_url(re.compile("lines=host"))
    settle(page)
    expect(page.get_by_role("button", name=re.compile("^samordnar gruppen"))).to_have_attribute(
        "aria-pressed", "true"
    )


def test_filters_are_one_line_until_they_are_opened_and_the_button_keeps_the_focus(
    page: Page, app: App
) -> None:
    open_map(page, app, "lang=sv&area=gamla-stan")
    expect(
        page.get_by_text("Visa alla grupper i Gamla stan om alla ämnen bland alla sektorer.")
    ).to_be_visible()
    expect(page.get_by_role("combobox", name="Område")).to_be_hidden()
    page.get_by_role("button", name="Ändra", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Område")).to_be_visible()
    settle(page)
    expect(page.get_by_role("button", name="Klart")).to_be_focused()


def test_on_a_telephone_the_table_is_first_and_the_map_below_has_the_same_controls(
    page: Page, app: App
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_map(page, app)
    table, canvas = page.get_by_role("table").bounding_box(), page.locator("canvas").first.bounding_box()
    assert table is not None
    assert canvas is not None
    assert table["y"] < canvas["y"]
    expect(page.get_by_role("button", name="Placera om alla på kartan")).to_be_visible()
    expect(page.get_by_role("combobox", name="Område")).to_be_hidden()
    wide = page.get_by_role("region", name=re.compile("Vem som är med"))
    wide.focus()
    expect(wide).to_be_focused()
    page.get_by_role("button", name="Visa alla 55 medlemskap").click()
    settle(page)
    expect(page.get_by_role("table").first.get_by_role("row")).to_have_count(56)
    page.get_by_role("button", name="Visa kartan").click()
    settle(page)
    expect(page.locator("canvas").first).to_be_visible()
