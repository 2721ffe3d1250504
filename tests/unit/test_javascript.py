"""The scripts of the components, tested without a browser: the tests in `tests/javascript`, run with the rest."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
QUIET = {"DENO_NO_UPDATE_CHECK": "1", "DENO_NO_PROMPT": "1", "NO_COLOR": "1"}


def test_the_scripts_do_what_their_own_tests_say() -> None:
    if importlib.util.find_spec("deno") is None:
        reason = "no deno in this environment: it comes with the extra `lint`"
        if "javascript" in os.environ.get("SAMVERKAN_REQUIRE", ""):
            pytest.fail(reason)
        pytest.skip(reason)
    # types are checked by `make lint`
    command = [sys.executable, "-m", "deno", "test", "--no-check", "tests/javascript"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **QUIET}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    files = len(list((ROOT / "tests" / "javascript").glob("*.test.js")))
    assert len(re.findall(r"^running [1-9]\d* tests?", done.stdout, re.MULTILINE)) == files
