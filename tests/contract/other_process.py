"""Another process that uses the same database: holds it open, loads into it, edits, undoes, names a state.

As a script: reads one line of JSON (settings, and what to do) from standard input, prints `ready`, then `open`
when the store is open, then writes if it has to, prints `done REVISION`, and waits for a line before it closes.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


class OtherProcess:
    """A running one; `kill` it, or `end` it. A context manager kills it at the end.

    `edit` names a record by `table` and `id`, and what to `set` in it; `undo` a load, `snapshot` a name.
    `write` is a number of writes one after the other: `tests.contract.writers` says which.
    """

    def __init__(
        self,
        settings: dict[str, Any],
        *,
        load: dict[str, Any] | None = None,
        edit: dict[str, Any] | None = None,
        undo: str | None = None,
        snapshot: str | None = None,
        write: dict[str, Any] | None = None,
    ) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.contract.other_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )
        self._rest: list[str] = []
        order = {"load": load, "edit": edit, "undo": undo, "snapshot": snapshot, "write": write}
        self._say(json.dumps({"settings": settings, **order}))

    def __enter__(self) -> OtherProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self.process.pid

    def said(self) -> list[str]:
        """What it has said that nobody has waited for; only once it has ended."""
        return list(self._rest)

    def wait_for(self, word: str) -> str:
        """Wait for a line that begins with `word` and return the rest of it."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith(word):
                return line.removeprefix(word).strip()
        raise AssertionError(f"the other process ended without saying “{word}”")

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)
        if self.process.stdout is not None and not self.process.stdout.closed:
            self._rest += [line.strip() for line in self.process.stdout]
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()

    def freeze(self) -> None:
        """Stop every thread of it; returns when the last one stands still, else it might answer once more."""
        self.process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, self.pid, os.WSTOPPED)

    def thaw(self) -> None:
        """Let it go on after `freeze`."""
        self.process.send_signal(signal.SIGCONT)

    def end(self) -> int:
        """Let it close the store and end; returns its exit code."""
        self._say("end")
        return self.process.wait(60)

    def _say(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()


def main() -> None:
    """What the script does."""
    import polars as pl

    from graph.changes import ChangeSet
    from graph.settings import Settings
    from graph.store.connect import open_store
    from tests.contract.datasets import large, town
    from tests.contract.writers import write

    order = json.loads(sys.stdin.readline())
    settings = Settings(**{**order["settings"], "home": Path(order["settings"]["home"])})
    wanted = order["load"]
    if wanted is not None:
        dataset = town() if wanted == {} else large(**wanted)
    print("ready", flush=True)
    with open_store(settings) as store:
        print("open", store.revision(), flush=True)
        if wanted is not None:
            print("done", store.write_dataset(dataset, origin="another process").revision, flush=True)
        if (edit := order["edit"]) is not None:
            base_revision, base = store.cached_dataset()
            rows = base[edit["table"]]
            here = pl.col("id") == edit["id"]
            new = [
                pl.when(here).then(pl.lit(value)).otherwise(name).alias(name)
                for name, value in edit["set"].items()
            ]
            changes = ChangeSet.between(base, base.replace(**{edit["table"]: rows.with_columns(new)}))
            report = store.apply(changes, base_revision=base_revision, origin="another process")
            print("done", report.revision, flush=True)
        if order["undo"] is not None:
            print("done", store.undo(order["undo"]).revision, flush=True)
        if order["snapshot"] is not None:
            print("done", store.snapshot(order["snapshot"]).revision, flush=True)
        if order["write"] is not None:
            write(store, **order["write"])
        sys.stdin.readline()


if __name__ == "__main__":
    main()
