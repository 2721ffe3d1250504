"""Does any input end in a traceback, hold the processor or fill the memory?

`python -m benchmarks.mutations [NUMBER] [--seed SEED]` spoils the shipped data sets in as many ways, each
as a folder or as a zip archive, and has every one of them checked as `python -m loaders check` does. The
work is done by child processes, a portion each, with a limit on the processor's time: what dies is counted
and named by its number, and `mutant(number, folder)` makes it again.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.errors import SamverkanError
from loaders.pipeline import check

ROOT = Path(__file__).parents[1]
SOURCES = tuple(
    {path.name: path.read_bytes() for path in sorted((ROOT / "data" / name).glob("*.csv"))}
    for name in ("soderandan", "demo")
)
SECONDS, MEGABYTES = 30, 1_000
PORTION = 250
ENCODINGS = ("utf-16", "utf-16-le", "utf-32", "utf-8-sig", "latin-1", "cp1252", "utf-7", "cp037")
SPIKES = (
    b"\x00", b'"', b'""', b"\n", b"\r", b",", b";", b"\t", b"|" * 2_000, b"\\", b"'", b"=", b"\xff", b"\xef\xbb\xbf",
    b"\xff\xfe", b"\xe2\x80", b"\xed\xa0\x80", "å".encode(), b"1e999", b"nan", b"-", b"2026-13-01", b"," * 3_000,
    b"9" * 5_000, b'{"type":"Point","coordinates":[' + b"9" * 400 + b",1]}", b"[" * 5_000, b"info@a.se " * 2_000,
    b"x" * 100_000, ("\U0001f600" * 25_000).encode(), ("e" + "\u0301" * 5_000).encode(), b"&amp;" * 5_000, b"(a)" * 150,
)  # fmt: skip
NAMES = (
    "..csv",
    "sectors.csv.csv",
    "SECTORS.CSV",
    "a" * 200 + ".csv",
    "sect\udcffors.csv",
    "\u212aeys.csv",
    ".csv",
)

Tables = dict[str, bytes]
Random = random.Random


def mutant(number: int, place: Path, *, seed: int = 1) -> Path:
    """One spoilt source, in `place`; the same number and seed always make the same one."""
    rng = random.Random(f"{seed}-{number}")
    tables = dict(rng.choice(SOURCES))
    for _ in range(rng.randint(1, 3)):
        rng.choice(_SPOILING)(tables, rng)
    folder = place / rng.choice(("data", "d å", "d\udcff", "d" * 200))
    if rng.random() < 0.6:
        return _as_folder(tables, folder, rng)
    return _as_archive(tables, folder.with_suffix(".zip"), rng)


# --- a table ----------------------------------------------------------------------------------------


def _bits(tables: Tables, rng: Random) -> None:
    name = rng.choice(sorted(tables))
    data = bytearray(tables[name])
    for _ in range(rng.randint(1, 20)):
        if data:
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    tables[name] = bytes(data)


def _cut(tables: Tables, rng: Random) -> None:
    name = rng.choice(sorted(tables))
    tables[name] = tables[name][: rng.randint(0, len(tables[name]))]


def _spiked(tables: Tables, rng: Random) -> None:
    name = rng.choice(sorted(tables))
    for _ in range(rng.randint(1, 5)):
        place = rng.randint(0, len(tables[name]))
        tables[name] = tables[name][:place] + rng.choice(SPIKES) + tables[name][place:]


def _encoded(tables: Tables, rng: Random) -> None:
    name = rng.choice(sorted(tables))
    tables[name] = tables[name].decode("utf-8", "replace").encode(rng.choice(ENCODINGS), "replace")


def _swapped(tables: Tables, rng: Random) -> None:
    one, two = rng.sample(sorted(tables), 2)
    tables[one], tables[two] = tables[two], tables[one]


def _joined(tables: Tables, rng: Random) -> None:
    one, two = rng.sample(sorted(tables), 2)
    tables[one] += tables[two][rng.randint(0, len(tables[two])) :]


def _repeated(tables: Tables, rng: Random) -> None:
    name = rng.choice(sorted(tables))
    lines = tables[name].splitlines(keepends=True)
    if lines:
        start = rng.randrange(len(lines))
        tables[name] = b"".join(lines[: start + 1] + lines[start:] * rng.choice((1, 10, 200)))


def _cells(tables: Tables, rng: Random) -> None:
    """Cells of a few rows exchanged, doubled or lost: ids that lead elsewhere, rows that are ragged."""
    name = rng.choice(sorted(tables))
    lines = [line.split(b",") for line in tables[name].split(b"\n")]
    for _ in range(rng.randint(1, 30)):
        one, two = rng.choice(lines), rng.choice(lines)
        cell = rng.choice(two)
        place = rng.randrange(len(one))
        one[place : place + rng.randint(0, 2)] = [cell] * rng.randint(0, 2)
        if not one:
            one.append(b"")
    tables[name] = b"\n".join(b",".join(line) for line in lines)


def _marked(tables: Tables, rng: Random) -> None:
    name = rng.choice(sorted(tables))
    tables[name] = (
        tables[name]
        .replace(b",", rng.choice((b";", b"\t", b"|", b",,")))
        .replace(b"\n", rng.choice((b"\n", b"\r", b"\r\n", b"\n\n")))
    )


def _renamed(tables: Tables, rng: Random) -> None:
    name = rng.choice(sorted(tables))
    tables[rng.choice(NAMES)] = tables.pop(name)


def _lost(tables: Tables, rng: Random) -> None:
    tables.pop(rng.choice(sorted(tables)))


_SPOILING: tuple[Callable[[Tables, Random], None], ...] = (
    _bits, _cut, _spiked, _spiked, _encoded, _swapped, _joined, _repeated, _cells, _cells, _marked, _renamed, _lost,
)  # fmt: skip


# --- what they lie in -------------------------------------------------------------------------------


def _as_folder(tables: Tables, folder: Path, rng: Random) -> Path:
    folder.mkdir()
    for name, data in tables.items():
        (folder / name).write_bytes(data)
    odd = rng.random()
    if odd < 0.15:
        target = folder / rng.choice(sorted(tables))
        target.unlink()
        kind = rng.choice(("itself", "out", "nowhere", "pipe", "folder", "device", "other"))
        if kind == "pipe":
            os.mkfifo(target)
        elif kind == "folder":
            target.mkdir()
        else:
            link = {"itself": target.name, "out": "/etc/passwd", "nowhere": "gone", "device": "/dev/zero"}
            target.symlink_to(link.get(kind, "organizations.csv"))
    elif odd < 0.2:
        way = folder / ("x" * 300) if rng.random() < 0.5 else folder / "pipe"
        if way.name == "pipe":
            os.mkfifo(way)
        return way
    return folder


def _as_archive(tables: Tables, path: Path, rng: Random) -> Path:
    inside = rng.choice(("", "", "tables/", "a/b/", "../", "tables\\"))
    with zipfile.ZipFile(path, "w", rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive:
        for name, data in tables.items():
            archive.writestr(zipfile.ZipInfo(inside + name.encode("utf-8", "replace").decode()), data)
        for n in range(rng.choice((0, 0, 0, 0, 1_200))):
            archive.writestr(f"more/{n}", b"")
    data = bytearray(path.read_bytes())
    way = rng.random()
    if way < 0.35:
        for _ in range(rng.randint(1, 10)):
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    elif way < 0.6:  # the list of what is in it, and its end, where a changed byte changes most
        start = max(data.rfind(b"PK\x05\x06") - rng.choice((0, 60, 2_000)), 0)
        for _ in range(rng.randint(1, 4)):
            data[rng.randrange(start, len(data))] = rng.randrange(256)
    elif way < 0.7:
        del data[rng.randrange(len(data)) :]
    elif way < 0.8:
        start, end = sorted(rng.choices(range(len(data)), k=2))
        data[start:end] = data[rng.randrange(len(data)) :][: rng.choice((end - start, 1_000))]
    path.write_bytes(bytes(data))
    return path


# --- measuring --------------------------------------------------------------------------------------


@dataclass
class Measured:
    """What became of a number of inputs: how they ended, the tracebacks, and what they cost at most."""

    ended: Counter[str] = field(default_factory=Counter)
    tracebacks: list[str] = field(default_factory=list)
    seconds: float = 0.0
    slowest: int = -1
    megabytes: float = 0.0

    def add(self, other: Measured) -> None:
        """Take in what became of others."""
        self.ended += other.ended
        self.tracebacks += other.tracebacks
        if other.seconds > self.seconds:
            self.seconds, self.slowest = other.seconds, other.slowest
        self.megabytes = max(self.megabytes, other.megabytes)


def measured(first: int, number: int, *, seed: int = 1) -> Measured:
    """Check so many spoilt sources in this process."""
    found = Measured()
    for n in range(first, first + number):
        with tempfile.TemporaryDirectory() as place:
            path = mutant(n, Path(place), seed=seed)
            began = time.process_time()
            try:
                end = "problems" if check(path).stops else "readable"
            except SamverkanError as error:
                end = error.code
            except Exception:
                end = "traceback"
                found.tracebacks.append(f"{n}: {traceback.format_exc(limit=-3)}")
            took = time.process_time() - began
        found.ended[end] += 1
        if took > found.seconds:
            found.seconds, found.slowest = took, n
    found.megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
    return found


def _in_a_child(first: int, number: int, seed: int) -> Measured:
    command = [
        sys.executable,
        "-m",
        "benchmarks.mutations",
        str(number),
        "--seed",
        str(seed),
        "--from",
        str(first),
    ]
    child = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if child.returncode:
        died = f"{first} to {first + number - 1}: ended with {child.returncode} {child.stderr[-500:]}"
        return Measured(Counter({"died": 1}), [died])
    answer: dict[str, Any] = json.loads(child.stdout)
    return Measured(**{**answer, "ended": Counter(answer["ended"])})


def main() -> None:
    """Print what became of all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int, nargs="?", default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--from", type=int, dest="first", help="check these in this process, answer with JSON"
    )
    options = parser.parse_args()
    if options.first is not None:
        # a portion takes seconds; one input that hangs takes all of this
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS * 10, SECONDS * 10))
        print(json.dumps(vars(measured(options.first, options.number, seed=options.seed))))
        return
    total = Measured()
    for first in range(0, options.number, PORTION):
        total.add(_in_a_child(first, min(PORTION, options.number - first), options.seed))
        print(f"{first + PORTION:>6}", dict(total.ended), f"{total.seconds:.2f} s", file=sys.stderr)
    print("\n".join(total.tracebacks))
    print(f"{options.number} inputs: {dict(total.ended)}")
    print(
        f"at most {total.seconds:.2f} s of processor (number {total.slowest}), {total.megabytes:.0f} MB resident"
    )


if __name__ == "__main__":
    main()
