"""The app as a user starts it, for the browser tests and for `benchmarks/app.py`."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

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


def free_port() -> int:
    """A port on loopback nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class App:
    """The app as a user starts it, on a port and a home of its own."""

    def __init__(self, home: Path, script: str = "", **environment: str) -> None:
        served = ["streamlit", "run", script] if script else ["ui"]
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
                [sys.executable, "-m", *served, "--server.port", self.address.rpartition(":")[2]],
                cwd=ROOT,
                env={**inherited, **settings},
                stdout=log,
                stderr=log,
            )
        self._wait()

    def _wait(self) -> None:
        for _ in range(1200):
            try:
                with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=1):
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"the app did not start: {self.log.read_text()[-2000:]}")

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def is_outside(url: str) -> bool:
    """Whether a request to this address leaves the machine."""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1"


def settle(window: Page) -> None:
    """Wait until the app has finished its run."""
    window.wait_for_selector("[data-testid='stApp']")
    window.wait_for_function(IDLE)
    window.wait_for_timeout(100)
