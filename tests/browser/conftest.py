"""A real server and a real Chromium: each page fixture fails on a console error or an outside request."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.running_app import CHROMIUM, CHROMIUM_ARGUMENTS, App, is_outside


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium. Skips without one, unless SAMVERKAN_REQUIRE names the layer."""
    if CHROMIUM is None:
        reason = "no Chromium on this machine"
        if "browser" in os.environ.get("SAMVERKAN_REQUIRE", ""):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app with Söderandan."""
    running = App(tmp_path_factory.mktemp("home"))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A Swedish reader's browser; scripts read by one test are there for the next."""
    reader = browser.new_context(viewport={"width": 1280, "height": 1000}, locale="sv-SE")
    reader.set_default_timeout(15_000)
    yield reader
    reader.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A new window that fails the test on a console error or a request leaving the machine."""
    window = context.new_page()
    faults: list[str] = []
    window.on("pageerror", lambda error: faults.append(f"page error: {error}"))
    window.on(
        "console",
        lambda message: faults.append(f"console: {message.text}") if message.type == "error" else None,
    )
    window.on("request", lambda request: faults.append(request.url) if is_outside(request.url) else None)
    yield window
    window.close()
    assert not faults, "\n".join(faults)
