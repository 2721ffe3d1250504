"""Changes bytes in the files of an embedded database and looks at what it says afterwards."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path

from graph.dataset import Dataset
from graph.errors import SamverkanError
from graph.settings import Settings
from graph.store.connect import open_store


@dataclass
class Damages:
    """What became of changed bytes. `silent`: wrong records without a word, which must not be."""

    without_effect: int = 0
    noticed: int = 0
    mended: int = 0  # of those noticed, by loading the same data again
    silent: list[int] = field(default_factory=list)


def damage(settings: Settings, wanted: Dataset, *, rounds: int, seed: int, bytes_changed: int = 1) -> Damages:
    """Change bytes `rounds` times, each time in a fresh copy of the closed database of these settings.

    `wanted` is what it holds. The files beside the database (the cache) are taken away, so that everything is
    read from it.
    """
    draw = random.Random(seed)
    settings = replace(settings, query_seconds=15)  # a damaged index may keep a query busy for ever
    found = Damages()
    whole = settings.home.with_name("whole")
    shutil.rmtree(settings.home / "cache", ignore_errors=True)
    shutil.copytree(settings.home, whole)
    for number in range(rounds):
        shutil.rmtree(settings.home)
        shutil.copytree(whole, settings.home)
        _change_bytes(settings.home / "embedded" / "databases", draw, bytes_changed)
        try:
            with open_store(settings) as store:
                right = store.read_dataset() == wanted and store.verify().is_whole
        except SamverkanError:
            right = None  # type: ignore[assignment]
        if right:
            found.without_effect += 1
            continue
        if right is False and _reads_wrong(settings, wanted):
            found.silent.append(number)
            continue
        found.noticed += 1
        found.mended += _mends(settings, wanted)
    shutil.rmtree(whole)
    return found


def _change_bytes(folder: Path, draw: random.Random, count: int) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size)
    for _ in range(count):
        path = draw.choices(files, [file.stat().st_size for file in files])[0]
        with path.open("r+b") as file:
            old = 0
            for _ in range(1_000):  # where something is written: most of a small file is empty
                place = draw.randrange(path.stat().st_size)
                file.seek(place)
                if old := file.read(1)[0]:
                    break
            file.seek(place)
            file.write(bytes([old ^ (1 << draw.randrange(8))]))


def _reads_wrong(settings: Settings, wanted: Dataset) -> bool:
    try:
        with open_store(settings) as store:
            return store.read_dataset() != wanted
    except SamverkanError:
        return False


def _mends(settings: Settings, wanted: Dataset) -> bool:
    try:
        with open_store(settings) as store:
            store.write_dataset(wanted, origin="the same again")
            return store.read_dataset() == wanted and store.verify().is_whole
    except SamverkanError:
        return False
