"""How much memory the app holds with a large network, page by page, and after somebody else has changed a record.

    python -m benchmarks.memory [--memberships 1000000]

Linux only. The app runs as a user starts it, with its embedded server in it. *Resident* is what the process
holds when the page stands still, *at most* the most so far.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.edits import single_change
from graph.settings import Settings
from graph.store.connect import open_store
from tests.browser.running_app import CHROMIUM, CHROMIUM_ARGUMENTS, IDLE, App
from tests.contract.datasets import large

PAGES = ("start", "network", "profile", "where", "gaps", "data")
PATIENCE = 180_000  # milliseconds


def main() -> None:
    """Measure and print, one line a page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--memberships", type=int, default=1_000_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="samverkan-memory-") as folder:
        settings = Settings(home=Path(folder), backups_kept=0)
        with open_store(settings) as store:
            store.write_dataset(large(asked.memberships), origin="large")
        app = App(Path(folder), SAMVERKAN_BACKUPS_KEPT="0")
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
                page = browser.new_page()
                for name in PAGES:
                    _open(page, app, name)
                with open_store(settings) as store:
                    revision, now = store.cached_dataset()
                    store.apply(single_change(now, 1), base_revision=revision, origin="edit")
                for name in PAGES:
                    _open(page, app, name, said=" after the change")
                browser.close()
        finally:
            app.stop()


def _open(page: Page, app: App, name: str, said: str = "") -> None:
    begun = time.monotonic()
    page.goto(f"{app.address}/{'' if name == 'start' else name}?lang=sv")
    page.wait_for_selector("h1", timeout=PATIENCE)
    page.wait_for_function(IDLE, timeout=PATIENCE)
    taken = time.monotonic() - begun
    lines = Path(f"/proc/{app.process.pid}/status").read_text(encoding="ascii").splitlines()
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines if line.startswith("Vm")}
    resident, most = (kilobytes[name] // 1_000 for name in ("VmRSS", "VmHWM"))
    print(f"{name:8} {taken:5.1f} s, {resident:,} MB resident, {most:,} MB at most{said}", flush=True)


if __name__ == "__main__":
    main()
