"""The matrix of coverage and the map of areas in a real browser: picked by mouse and by keys, data never markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.running_app import App, settle

pytestmark = pytest.mark.browser

MARKUP = "<img src=x onerror=\"document.title='taken over'\">"
LARGE = """
import streamlit as st
from ui.components.coverage_matrix import MatrixCell, MatrixColumn, MatrixRow, MatrixWords, coverage_matrix

rows = [MatrixRow(f"r{n}", f"Row {n}") for n in range(1500)]
columns = [MatrixColumn(f"c{n}", f"Column {n}") for n in range(40)]
words = MatrixWords("caption", {"unknown": "Unknown", "gap": "Gap"}, "Rows {first} to {last} of {all}.", "Before", "After")
picked = coverage_matrix(
    rows, columns, [MatrixCell("r1410", "c3", "gap")], key="m", words=words, selected=("r1410", "c3")
)
if picked:
    st.markdown("picked " + " ".join(picked))
"""


def open_view(page: Page, app: App, path: str) -> None:
    page.goto(f"{app.address}/{path}")
    settle(page)


def chosen(page: Page, name: str) -> str:
    return parse_qs(urlsplit(page.url).query).get(name, [""])[0]


def cells(page: Page) -> Locator:
    return page.locator("table button")


def areas(page: Page) -> Locator:
    return page.locator("svg g[role=button]")


def test_a_click_on_a_cell_opens_it_and_puts_it_into_the_address(page: Page, app: App) -> None:
    open_view(page, app, "gaps?lang=sv")

    page.get_by_role("button", name="Lucka, Ordningsvakter, Medborgarplatsen").or_(
        page.get_by_role("button", name="Lucka, Medborgarplatsen, Ordningsvakter")
    ).click()
    page.wait_for_url(re.compile("cell="))
    settle(page)

    assert chosen(page, "cell") == "medborgarplatsen:ordningsvakter"
    expect(page.locator("table button[aria-current]")).to_have_count(1)
    expect(page.get_by_role("heading", name="Ordningsvakter")).to_be_visible()


def test_arrows_move_between_cells_and_enter_opens_one_without_losing_the_focus(page: Page, app: App) -> None:
    open_view(page, app, "gaps?lang=sv")
    expect(page.locator("table button[tabindex='0']")).to_have_count(1)  # one stop for the tab key

    page.locator("table button[tabindex='0']").focus()
    for key in ("ArrowUp", "ArrowRight", "ArrowDown", "ArrowDown", "ArrowLeft", "ArrowRight"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("cell="))
    settle(page)

    marked = page.locator("table button[aria-current]")
    expect(marked).to_be_focused()
    assert marked.evaluate("button => [button.closest('tr').rowIndex, button.closest('td').cellIndex]") == [
        3,
        2,
    ]


def test_a_cell_says_its_state_number_row_and_column(page: Page, app: App) -> None:
    open_view(page, app, "gaps?lang=sv")

    for cell in cells(page).all()[:40]:
        said, seen = cell.get_attribute("aria-label") or "", cell.inner_text().split()
        assert said.startswith(" ".join(seen))
        assert said.count(",") >= 2


def test_a_click_on_an_area_opens_it_and_so_do_enter_and_space(page: Page, app: App) -> None:
    open_view(page, app, "where?lang=sv")

    page.get_by_role("button", name=re.compile("^Gamla stan")).click()
    page.wait_for_url(re.compile("area=gamla-stan"))
    settle(page)
    expect(page.get_by_role("heading", name="Gamla stan")).to_be_visible()

    for key, name, area_id in (("Enter", "Hornstull", "hornstull"), (" ", "Skanstull", "skanstull")):
        page.get_by_role("button", name=re.compile(f"^{name}")).focus()
        page.keyboard.press(key)
        page.wait_for_url(re.compile(f"area={area_id}"))
        settle(page)
        expect(page.locator("svg g[aria-current]")).to_have_attribute("data-area", area_id)
        expect(page.locator("svg g[aria-current]")).to_be_focused()


@pytest.mark.parametrize("width", [1280, 800, 390])
def test_points_and_names_on_the_map_do_not_cover_each_other(page: Page, app: App, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    open_view(page, app, "where?lang=sv")
    expect(areas(page).first).to_be_visible()
    page.wait_for_timeout(300)
    expect(areas(page).locator(".point")).to_have_count(11)  # a narrow page is drawn once more

    boxes = areas(page).evaluate_all(
        """nodes => nodes.flatMap(node => [...node.querySelectorAll('.point, .label:not(.hidden)')].map(part => {
          const box = part.getBoundingClientRect();
          return [box.left + 1, box.top + 2, box.right - 1, box.bottom - 2, part.getAttribute('r') || 0];
        }))"""
    )

    points = [((a + c) / 2, (b + d) / 2, (c - a) / 2) for a, b, c, d, radius in boxes if radius]
    names = [box[:4] for box in boxes if not box[4]]
    assert len(points) == 11
    assert len(names) >= 8
    for n, (x, y, r) in enumerate(points):
        for x2, y2, r2 in points[:n]:
            assert ((x - x2) ** 2 + (y - y2) ** 2) ** 0.5 >= r + r2 - 2
    for n, (a, b, c, d) in enumerate(names):
        for a2, b2, c2, d2 in names[:n]:
            assert a >= c2 or a2 >= c or b >= d2 or b2 >= d
    frame = page.locator("svg[role=group]").bounding_box()
    assert frame is not None
    for a, b, c, d in names:
        assert frame["x"] - 1 <= a <= c <= frame["x"] + frame["width"] + 1
        assert frame["y"] - 3 <= b <= d <= frame["y"] + frame["height"] + 3


@pytest.fixture(scope="module")
def marked_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app with names that are markup."""
    folder = tmp_path_factory.mktemp("data") / "marked-up"
    folder.mkdir()
    quoted = '"' + MARKUP.replace('"', '""') + ' {}"'
    tables = {
        "areas": f"id,name,latitude,longitude\na1,{quoted.format('area')},59.3,18.0\na2,Plain,59.31,18.02\n",
        "topics": f"id,name\nt1,{quoted.format('topic')}\n",
        "organizations": f"id,name,kind\no1,{quoted.format('organization')},named\n",
        "groups": f"id,name,classification,status\ng1,{quoted.format('group')},area,active\n",
        "memberships": "id,organization_id,group_id,role\nm1,o1,g1,member\n",
        "group_areas": "group_id,area_id\ng1,a1\n",
        "group_topics": "group_id,topic_id\ng1,t1\n",
    }
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    running = App(tmp_path_factory.mktemp("home"), SAMVERKAN_FIRST_DATA=str(folder))
    yield running
    running.stop()


@pytest.mark.parametrize(
    "path", ["gaps?lang=sv", "gaps?lang=sv&axes=groups-sectors", "gaps?lang=sv&cell=a1:t1"]
)
def test_names_with_markup_are_text_in_the_matrix(page: Page, marked_up: App, path: str) -> None:
    open_view(page, marked_up, path)

    assert page.title() != "taken over"
    if "axes" not in path:
        expect(page.get_by_role("rowheader").first).to_contain_text("<img src=x onerror=")
        expect(page.get_by_role("columnheader").first).to_contain_text("<img src=x onerror=")
    assert page.locator("img[src='x']").count() == 0


def test_names_with_markup_are_text_on_the_map(page: Page, marked_up: App) -> None:
    open_view(page, marked_up, "where?lang=sv&area=a1")

    assert page.title() != "taken over"
    assert page.locator("img[src='x']").count() == 0
    assert (areas(page).first.get_attribute("aria-label") or "").startswith("<img src=x")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """A page that holds nothing but a matrix of 60 000 cells."""
    script: Path = tmp_path_factory.mktemp("script") / "large.py"
    script.write_text(LARGE, encoding="utf-8")
    root = str(Path(__file__).parents[2])
    running = App(tmp_path_factory.mktemp("home"), script=str(script), PYTHONPATH=root)
    yield running
    running.stop()


def test_of_a_large_matrix_a_part_is_shown_and_it_says_which(page: Page, large: App) -> None:
    open_view(page, large, "")

    expect(page.locator("table button[aria-current]")).to_have_attribute(
        "aria-label", "Gap, Row 1410, Column 3"
    )
    expect(page.get_by_role("status")).to_have_text("Rows 1401 to 1440 of 1500.")
    assert cells(page).count() <= 1600

    page.get_by_role("button", name="After").click()
    expect(page.get_by_role("status")).to_have_text("Rows 1441 to 1480 of 1500.")
    page.locator("button[aria-label='Unknown, Row 1479, Column 39']").click()
    expect(page.get_by_text("picked r1479 c39")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("status")).to_have_text("Rows 1441 to 1480 of 1500.")
    page.get_by_role("button", name="After").click()
    expect(page.get_by_role("button", name="After")).to_be_disabled()
