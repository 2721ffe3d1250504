"""What checking a source costs, measured in a process of its own that is not allowed to run on."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
_CHECK = """
import json, resource, sys
from pathlib import Path
from graph.errors import SamverkanError
from loaders.base import Limits
from loaders.pipeline import check

def cost():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1000

check(Path("data/soderandan"))
seconds, megabytes = cost()
for path in sys.argv[2:]:
    try:
        problems = check(Path(path), limits=Limits(**json.loads(sys.argv[1]))).problems
        found = [(p.code, p.value, p.about) for p in problems]
    except SamverkanError as error:
        found = [(error.code, str(error), None)]
    after, most = cost()
    print(json.dumps([found, after - seconds, most - megabytes]), flush=True)
    seconds = after
"""


@dataclass(frozen=True)
class Checked:
    """The findings as code, value and what it is compared with; processor seconds and megabytes on top of
    what a small source costs."""

    found: tuple[tuple[str, str | None, str | None], ...]
    seconds: float
    megabytes: float

    @property
    def codes(self) -> set[str]:
        return {code for code, *_ in self.found}


def checked(*paths: Path, seconds: int = 20, **limits: int) -> list[Checked]:
    """Check sources one after the other in one process, which ends after so many seconds of processor.

    An assertion fails where it ends before all are checked, for whatever reason.
    """

    def bind() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))

    command = [sys.executable, "-c", _CHECK, json.dumps(limits), *map(str, paths)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, preexec_fn=bind, check=False)
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert run.returncode == 0, f"{paths[len(lines)]}: {run.returncode} {run.stderr[-2_000:]}"
    return [
        Checked(tuple((code, value, about) for code, value, about in found), took, most)
        for found, took, most in lines
    ]
