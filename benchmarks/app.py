"""How long until the first map is seen, and from a click to the new view?

Starts the app as a user does, on Söderandan, in a headless Chromium. The first start also loads
the data; the others are what a user meets every day after.
"""

from __future__ import annotations

import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

from tests.browser.running_app import CHROMIUM, CHROMIUM_ARGUMENTS, IDLE, App, settle

STARTS, CLICKS = 5, 12
_PAUSE = 300  # milliseconds between two clicks


def first_map(page: Page, home: Path) -> tuple[App, float]:
    """Start the app; the seconds from the start to the drawn map."""
    page.goto("about:blank")
    started = time.perf_counter()
    app = App(home)
    page.goto(f"{app.address}/network?lang=sv")
    page.wait_for_selector("canvas", timeout=60_000)
    page.wait_for_function(IDLE)
    return app, time.perf_counter() - started


# measured in the page itself, from the click to the frame in which the run it started has ended
_TIMED = """async (before) => {
  const state = () => document.querySelector('[data-testid="stApp"]').getAttribute('data-test-script-state');
  while (location.href === before || state() !== 'notRunning') await new Promise(requestAnimationFrame);
  return performance.now() - globalThis.clickedAt;
}"""


def _gap_cells(page: Page) -> Locator:
    return page.get_by_role("button", name="Lucka")


def _neighbors(page: Page) -> Locator:
    return page.locator(".st-key-rule a")


def _menu(page: Page) -> Locator:
    return page.get_by_test_id("stTopNavLink").filter(has_text=re.compile("Nätverket|Luckor"))


VIEWS: dict[str, tuple[str, Callable[[Page], Locator]]] = {
    "a gap, and who could be asked": ("gaps?lang=sv", _gap_cells),
    "a neighbor beside the map": ("network?lang=sv&focus=organizations:lokalpolisen-sodermalm", _neighbors),
    "another page, by the menu": ("network?lang=sv", _menu),
}
"""What is clicked: where that is, and what there is to click on, one after the other."""


def clicks(page: Page, address: str, things: Callable[[Page], Locator]) -> Iterator[float]:
    """Milliseconds from each click to the drawn view."""
    page.goto(address)
    settle(page)
    things(page).first.wait_for()
    page.evaluate("addEventListener('click', () => { globalThis.clickedAt = performance.now(); }, true)")
    for turn in range(CLICKS):
        before, found = page.url, things(page)
        found.nth((turn + 1) % found.count()).click()
        yield page.evaluate(_TIMED, before)
        page.wait_for_timeout(_PAUSE)


def _print(what: str, figures: list[float], unit: str, decimals: int) -> None:
    middle, most = statistics.median(figures), max(figures)
    print(f"{what:<45} {middle:8.{decimals}f} {unit}, at most {most:.{decimals}f}, of {len(figures)}")


def main() -> None:
    """Print the figures: the median and the worst."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="sv-SE")
        app, first = first_map(page, Path(folder))
        later = []
        for _ in range(STARTS):
            app.stop()
            app, seconds = first_map(page, Path(folder))
            later.append(seconds)
        _print("start to first map, data loaded at that start", [first], "s ", 2)
        _print("start to first map afterwards", later, "s ", 2)
        for what, (path, things) in VIEWS.items():
            _print(f"click: {what}", list(clicks(page, f"{app.address}/{path}", things)), "ms", 0)
        app.stop()
        browser.close()


if __name__ == "__main__":
    main()
