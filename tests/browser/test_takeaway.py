"""What leaves the screen: a picture, and every page on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.running_app import App, settle

pytestmark = pytest.mark.browser

PAGES = {
    "": "portrait",
    "network": "landscape",
    "network?view=table": "portrait",
    "profile": "portrait",
    "profile?focus=organizations:lokalpolisen-sodermalm": "portrait",
    "profile?focus=groups:hornstullsgruppen": "portrait",
    "where?area=hornstull": "landscape",
    "gaps": "landscape",
    "gaps?cell=gotgatan:ordningsvakter": "landscape",
    "data": "portrait",
}
WIDTHS = {"portrait": 688, "landscape": 1016}  # CSS pixels between the margins of an A4 sheet

# every element that can be seen and reaches beyond the sheet, or whose content does not fit it
CUT = """() => {
  const found = [];
  const look = (root) => {
    for (const node of root.querySelectorAll("*")) {
      if (node.shadowRoot) look(node.shadowRoot);
      const box = node.getBoundingClientRect();
      const style = getComputedStyle(node);
      if (!box.width || !box.height || style.visibility === "hidden" || style.clipPath !== "none") continue;
      if (box.right > innerWidth + 2 || box.left < -2) found.push(`${node.tagName}.${node.className} ${Math.round(box.right)}`);
      const clips = /auto|scroll|hidden|clip/.test(style.overflowX) && node.scrollWidth > node.clientWidth + 2;
      if (clips && node.innerText?.trim()) found.push(`cut: ${node.tagName}.${node.className} ${node.innerText.slice(0, 40)}`);
    }
  };
  look(document.querySelector(".stMain"));
  return found;
}"""

# what is printed in a colour too light to read on white, or on a ground of its own
PALE = """() => {
  const light = (color) => {
    const [r, g, b, a = 1] = color.match(/[\\d.]+/g).map(Number);
    return a ? (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255 : 1;
  };
  const found = [];
  for (const node of document.querySelectorAll(".stMain :is(p, h1, h2, h3, td, th, a, li)")) {
    if (!node.getBoundingClientRect().height || !node.innerText.trim()) continue;
    if (light(getComputedStyle(node).color) > 0.6) found.push(`${node.tagName} ${node.innerText.slice(0, 40)}`);
  }
  for (const selector of ["html", "body", ".stApp", ".stMain"]) {
    const node = document.querySelector(selector);
    if (node && light(getComputedStyle(node).backgroundColor) < 0.9) found.push(selector);
  }
  return found;
}"""

LONELY = """() => [...document.querySelectorAll(".stMain :is(h1, h2, h3)")]
  .filter((node) => node.getBoundingClientRect().height)
  .filter((node) => getComputedStyle(node).breakAfter !== "avoid"
      || getComputedStyle(node.closest(".stElementContainer")).breakAfter !== "avoid")
  .map((node) => node.innerText)"""


def open_view(page: Page, app: App, path: str, lang: str = "sv") -> None:
    page.goto(f"{app.address}/{path}{'&' if '?' in path else '?'}lang={lang}")
    settle(page)


def on_paper(page: Page, width: int) -> None:
    """The page as it is printed on a sheet of this width."""
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.set_viewport_size({"width": width, "height": 1000})
    page.emulate_media(media="print")
    page.wait_for_timeout(400)


@pytest.mark.parametrize(("path", "name"), [("network", "SVG"), ("where", "SVG"), ("gaps", "SVG")])
def test_a_picture_is_a_file_that_opens_by_itself(page: Page, app: App, path: str, name: str) -> None:
    open_view(page, app, path)
    with page.expect_download() as saving:
        page.get_by_role("button", name=name).last.click()
    svg = saving.value.path().read_text(encoding="utf-8")

    assert saving.value.suggested_filename.endswith("-2026-11-22.svg")
    problem = page.evaluate(
        "svg => new DOMParser().parseFromString(svg, 'image/svg+xml').querySelector('parsererror')?.textContent",
        svg,
    )
    assert problem is None
    assert "Källa: Söderandan" in svg


def test_the_maps_own_menu_has_the_same_picture(page: Page, app: App) -> None:
    open_view(page, app, "network")
    page.wait_for_function("() => [...(globalThis.__samverkanMaps?.values() ?? [])].some(m => m.locate)")
    with page.expect_download() as saving:
        page.get_by_role("button", name="Hämta som SVG, att ändra i andra program").click()

    assert "Lokalpolisen Södermalm" in saving.value.path().read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_cut_on_paper_and_all_of_it_can_be_read(
    page: Page, app: App, path: str, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    open_view(page, app, path, "en" if scheme == "dark" else "sv")
    page.wait_for_timeout(300)
    on_paper(page, WIDTHS[PAGES[path]])

    assert page.evaluate(CUT) == []
    assert page.evaluate(PALE) == []
    assert page.evaluate(LONELY) == []
    # the cells of the matrix and the signs of the legend are what they say, not buttons to press
    pressed = page.locator(".stMain button:visible:not(.state):not(.sign):not([role=tab])")
    assert pressed.all_inner_texts() == []
    for row in page.locator(".stMain table tr:visible").all()[:3]:
        assert row.evaluate("row => getComputedStyle(row).breakInside") == "avoid"


@pytest.mark.parametrize("path", ["network", "where", "gaps"])
def test_the_filters_are_a_sentence_on_paper(page: Page, app: App, path: str) -> None:
    open_view(page, app, path)
    sentence = page.locator("[class*=st-key-printed-]").first
    expect(sentence).to_be_hidden()
    on_paper(page, 1016)

    expect(sentence).to_be_visible()
    expect(sentence).to_contain_text("22 november 2026")
    expect(page.locator(".stHorizontalBlock[class*=st-key-filters-]").first).to_be_hidden()


def test_the_map_and_its_legend_are_on_one_sheet(page: Page, app: App) -> None:
    open_view(page, app, "network")
    page.wait_for_function("() => [...(globalThis.__samverkanMaps?.values() ?? [])].some(m => m.locate)")
    page.wait_for_timeout(300)
    on_paper(page, 1016)
    boxes = [page.locator(f".st-key-{part}").bounding_box() for part in ("network-map", "network-legend")]

    assert all(boxes)
    bottom = max(box["y"] + box["height"] for box in boxes if box)
    assert bottom < 700  # pixels of an A4 sheet across, without its margins
    printed = page.locator("canvas.printed").bounding_box()
    assert printed is not None
    assert printed["width"] > 500


@pytest.mark.parametrize(("path", "way"), PAGES.items())
def test_a_map_or_the_matrix_turns_the_sheet(page: Page, app: App, path: str, way: str) -> None:
    open_view(page, app, path)
    sheets_of = page.pdf(prefer_css_page_size=True)
    sizes = {
        (float(wide), float(high))
        for wide, high in re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", sheets_of)
    }

    assert sizes
    assert all((wide > high) == (way == "landscape") for wide, high in sizes)
