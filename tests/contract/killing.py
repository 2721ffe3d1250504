"""Kills loading processes at random moments and looks at what is left.

After every kill the database must hold exactly the state before the load or the one after it, with the
relationships of its activities.
"""

from __future__ import annotations

import dataclasses
import random
import time
from dataclasses import dataclass, field
from typing import Any

from graph.dataset import Dataset
from graph.settings import Settings
from graph.store.connect import open_store
from graph.store.graph_store import GraphStore
from tests.contract.datasets import large
from tests.contract.earlier_formats import as_format_2_wrote_it
from tests.contract.linked import wrong_links
from tests.contract.other_process import OtherProcess


@dataclass
class Tally:
    """What was left after each kill."""

    before: int = 0
    after: int = 0
    neither: list[int] = field(default_factory=list)  # rounds whose state was wrong

    @property
    def rounds(self) -> int:
        """How many kills there were."""
        return self.before + self.after + len(self.neither)


def as_order(settings: Settings) -> dict[str, Any]:
    """Settings as another process takes them."""
    return {**dataclasses.asdict(settings), "home": str(settings.home), "first_data": None}


def kill_loaders(
    settings: Settings,
    *,
    rounds: int,
    memberships: int,
    activities: int | None = None,
    held_open: bool,
    seed: int = 0,
    first: bool = False,
) -> Tally:
    """Kill `rounds` loaders in the midst of loading `memberships` and tally what is left.

    `activities`: how many of them beside (`datasets.large`).
    `held_open`: this process keeps the database open meanwhile. `first`: each load is the first one into
    an empty database (the home is emptied by the caller's `settings` being fresh, so only one round).
    """
    draw = random.Random(seed)
    tally = Tally()
    held: GraphStore | None = None
    known = Dataset()
    duration = 0.0
    if not first:
        known = large(memberships, activities=activities, seed=-1)
        with open_store(settings) as store:
            store.write_dataset(known, origin="the start")
            begun = time.monotonic()
            known = large(memberships, activities=activities, seed=-2, word="Annan")
            store.write_dataset(known, origin="to see how long it takes")
            duration = time.monotonic() - begun
    try:
        if held_open:
            held = open_store(settings)
        for number in range(rounds):
            wanted = {
                "memberships": memberships,
                "activities": activities,
                "seed": number,
                "word": f"Namn{number}",
            }
            with OtherProcess(as_order(settings), load=wanted) as loader:
                loader.wait_for("open")
                time.sleep(
                    draw.uniform(
                        0, 1.3 * duration if duration else 0.5 + (memberships + (activities or 0)) / 40_000
                    )
                )
                loader.kill()
            after = large(**wanted)
            found, linked = _look(settings, held)
            if linked and found == after:
                tally.after += 1
                known = after
            elif linked and found == known:
                tally.before += 1
            else:
                tally.neither.append(number)
                known = found
    finally:
        if held is not None:
            held.close()
    return tally


def kill_acts(
    settings: Settings, act: str, *, rounds: int, memberships: int, seed: int = 0, seconds: float = 0.0
) -> Tally:
    """Kill `rounds` processes in the midst of an act: `undo`, `snapshot` or `migrate`.

    `seconds`: up to how late after its start; 0 for as long as the act takes here. A round is wrong also when
    what the process had said to be done is not.
    """
    draw = random.Random(seed)
    tally = Tally()
    states = [large(memberships, seed=-1), large(memberships, seed=-2, word="Annan")]
    with open_store(settings) as store:
        store.write_dataset(states[0], origin="the start")
        last = store.write_dataset(states[1], origin="the change").load_id
        begun = time.monotonic()
        last = store.undo(last).load_id
        taken = seconds or 1.5 * (time.monotonic() - begun) + 0.3
    held = 0  # which of the two states the database holds
    for number in range(rounds):
        if act == "migrate":
            with open_store(settings) as store:
                as_format_2_wrote_it(store)
        order: dict[str, str] = {"undo": last} if act == "undo" else {}
        order |= {"snapshot": f"round {number}"} if act == "snapshot" else {}
        with OtherProcess(as_order(settings), **order) as other:
            other.wait_for("ready" if act == "migrate" else "open")
            time.sleep(draw.uniform(0, taken))
            other.kill()
            acknowledged = any(line.startswith(("done", "open")) for line in other.said())
        with open_store(settings) as store:
            found, whole = store.read_dataset(), store.verify().is_whole
            head = store.history()["load_id"][-1]
            if act == "undo":
                done = head != last
                held, last = (1 - held, head) if done else (held, last)
            elif act == "snapshot":
                done = f"round {number}" in store.snapshots()["name"].to_list()
            else:
                done = acknowledged
            if found != states[held] or not whole or (acknowledged and not done):
                tally.neither.append(number)
            elif done:
                tally.after += 1
            else:
                tally.before += 1
    return tally


def _look(settings: Settings, held: GraphStore | None) -> tuple[Dataset, bool]:
    """What the database holds, and whether every relationship of its nodes' fields is there, once."""
    if held is not None:
        found = held.read_dataset()
        return found, wrong_links(held, found) == []
    with open_store(settings) as store:
        found = store.read_dataset()
        return found, wrong_links(store, found) == []
