"""A real server and a real Chromium: each page fixture fails on a console error or an outside request."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
IDLE = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  return app && app.getAttribute('data-test-script-state') === 'notRunning'
      && !document.querySelector('[data-testid="stSkeleton"]');
}"""


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


def free_port() -> int:
    """A port on loopback nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class App:
    """The app as a user starts it, on a port and a home of its own."""

    def __init__(self, home: Path, script: str = "app.py", **environment: str) -> None:
        self.address = f"http://127.0.0.1:{free_port()}"
        self.log = home / "app.log"
        home.mkdir(parents=True, exist_ok=True)
        settings = {
            "SAMVERKAN_HOME": str(home),
            "SAMVERKAN_FIRST_DATA": str(ROOT / "data" / "soderandan"),
            **environment,
        }
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", script, "--server.port", self.address.rpartition(":")[2]],
                cwd=ROOT,
                env={**inherited, **settings},
                stdout=log,
                stderr=log,
            )
        self._wait()

    def _wait(self) -> None:
        for _ in range(240):
            try:
                with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=1):
                    return
            except OSError:
                time.sleep(0.25)
        raise AssertionError(f"the app did not start: {self.log.read_text()[-2000:]}")

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app with Söderandan."""
    running = App(tmp_path_factory.mktemp("home"))
    yield running
    running.stop()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new Swedish window that fails the test on a console error or a request leaving the machine."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000}, locale="sv-SE")
    context.set_default_timeout(15_000)
    window = context.new_page()
    faults: list[str] = []
    window.on("pageerror", lambda error: faults.append(f"page error: {error}"))
    window.on(
        "console",
        lambda message: (
            faults.append(f"console: {message.text}")
            # Streamlit probes <page>/_stcore/… on a deep link and gets 404
            if message.type == "error" and not message.text.startswith("Failed to load resource")
            else None
        ),
    )
    window.on("request", lambda request: faults.append(request.url) if _is_outside(request.url) else None)
    yield window
    context.close()
    assert not faults, "\n".join(faults)


def _is_outside(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1"


def settle(window: Page) -> None:
    """Wait until the app has finished its run."""
    window.wait_for_selector("[data-testid='stApp']")
    window.wait_for_function(IDLE)
    window.wait_for_timeout(250)
