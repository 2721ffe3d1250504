"""How long until the first map is seen, and from a click to the new view?

Starts the app as a user does, on Söderandan, in a headless Chromium. The first start also loads
the data; the second is what a user meets every day after.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.running_app import CHROMIUM, CHROMIUM_ARGUMENTS, IDLE, App

RUNS = 5


def first_map(page: Page, home: Path) -> tuple[App, float]:
    """Start the app; the seconds from the start to the drawn map."""
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


def click_to_view(page: Page, app: App) -> list[float]:
    """Milliseconds from a click on a gap to the panel that explains it, once for each of the runs."""
    page.goto(f"{app.address}/gaps?lang=sv")
    page.wait_for_function(IDLE)
    page.evaluate("addEventListener('click', () => { globalThis.clickedAt = performance.now(); }, true)")
    cells = page.get_by_role("button", name="Lucka")
    cells.first.wait_for()
    found = []
    for run in range(RUNS):
        before = page.url
        cells.nth(run % cells.count()).click()
        found.append(page.evaluate(_TIMED, before))
        page.wait_for_timeout(300)
    return found


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="sv-SE")
        for what in ("first start, data loaded", "second start"):
            app, seconds = first_map(page, Path(folder))
            print(f"app start to first map, {what:<26} {seconds:6.2f} s")
            if what == "second start":
                clicks = click_to_view(page, app)
                print(
                    f"click to new view, median of {RUNS}                {statistics.median(clicks):6.0f} ms"
                )
            app.stop()
        browser.close()


if __name__ == "__main__":
    main()
