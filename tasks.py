"""The project's commands, for every system: `python -m tasks app` (or `make app`).

Needs nothing but Python 3.11 or newer. Each command first makes the environment in `.venv` and
installs what that command needs, once.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import threading
import time
import urllib.request
import venv
import webbrowser
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
SCRIPTS = ("ui/components/assets", "tests/javascript")
LINT = (
    ["-m", "ruff", "check", "."],
    ["-m", "ruff", "format", "--check", "."],
    ["-m", "mypy"],
    ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
    ["-m", "deno", "check", "--quiet", *SCRIPTS],
    ["-m", "deno", "lint", "--quiet", *SCRIPTS],
    ["-m", "deno", "fmt", "--quiet", "--check", *SCRIPTS],
    ["-m", "cogapp", "--check", "--check-fail-msg=run: make docs", "@docs/generated.txt"],
)


def main() -> int:
    """Read the command line and do the one thing it names; the exit code is the command's own."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the environment is not made yet, any Python may come here
        print(f"Samverkan needs Python 3.11 or newer; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 2
    parser = argparse.ArgumentParser(prog="python -m tasks", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for name, meaning in COMMANDS.items():
        command = commands.add_parser(name, help=meaning)
        if name in ("app", "demo"):
            command.add_argument("--port", type=int, default=8501, help="port on this machine")
    chosen, rest = parser.parse_known_args()
    if rest and chosen.command not in ("test", "bench"):  # these two pass on what they do not know
        parser.error(f"not understood: {' '.join(rest)}")
    try:
        return run(chosen, rest)
    except KeyboardInterrupt:
        return 130
    except subprocess.CalledProcessError as error:
        return error.returncode


COMMANDS = {
    "setup": "make the environment and install everything, tests included",
    "app": "open Söderandan in the browser",
    "demo": "open the invented data set, kept apart from real data",
    "test": "check and test everything",
    "lint": "style, types, import rules and generated docs, of Python and of our scripts",
    "docs": "write the generated parts of the docs anew",
    "bench": "measure speed and memory beside peers",
}


def run(chosen: argparse.Namespace, rest: list[str]) -> int:
    """Do the chosen command; `rest` goes to pytest or to the benchmarks."""
    # no `match` here: an old Python must get as far as the sentence in `main`
    command = chosen.command
    if command in ("app", "demo"):
        install()
        if command == "app":
            return serve(chosen.port, first_data=ROOT / "data" / "soderandan")
        home = Path(os.environ.get("SAMVERKAN_HOME") or default_home())
        return serve(chosen.port, first_data=ROOT / "data" / "demo", home=home.with_name(home.name + "-demo"))
    install("test", "lint")
    if command in ("lint", "test"):
        lint()
    if command == "test":
        call("-m", "pytest", "-n", "auto", *rest)
    elif command == "bench":
        call("-m", "benchmarks", *rest)
    elif command == "docs":
        call("-m", "cogapp", "-r", "@docs/generated.txt")
    return 0


def install(*extras: str) -> None:
    """Make `.venv` and install the project with `extras`, unless that is what is there already."""
    wanted = (ROOT / "pyproject.toml").read_bytes() + (ROOT / "constraints.txt").read_bytes()
    digest = hashlib.sha256(wanted).hexdigest()
    stamps = {extra: VENV / f"installed-{extra}" for extra in ("app", *extras)}
    if PYTHON.exists() and all(s.exists() and s.read_text() == digest for s in stamps.values()):
        return
    if not PYTHON.exists():
        print("Making the environment in .venv …", flush=True)
        venv.create(VENV, with_pip=True)
    print("Installing (the first time takes a minute) …", flush=True)
    target = f".[{','.join(extras)}]" if extras else "."
    call(
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "-c",
        "constraints.txt",
        "-e",
        target,
    )
    for stamp in stamps.values():
        stamp.write_text(digest)


def lint() -> None:
    """Style, types, import rules, also of our scripts, and whether the generated docs are up to date."""
    for arguments in LINT:
        call(*arguments)


def serve(port: int, *, first_data: Path, home: Path | None = None) -> int:
    """Serve the app on loopback until it is stopped, and open the start page where a browser is."""
    environment = dict(os.environ, SAMVERKAN_FIRST_DATA=str(first_data))
    if home is not None:
        # invented data stays apart: in a home of its own, whatever database is set
        environment["SAMVERKAN_HOME"] = str(home)
        environment.pop("NEO4J_URI", None)
    address = f"http://127.0.0.1:{port}"
    print(f"Samverkan opens at {address}  (stop with Ctrl+C)", flush=True)
    if not os.environ.get("CI") and sys.stdout.isatty():
        threading.Thread(target=open_when_ready, args=(address,), daemon=True).start()
    command = [str(PYTHON), "-m", "ui", "--server.port", str(port)]
    return subprocess.call(command, cwd=ROOT, env=environment)  # noqa: S603 - our own interpreter and arguments


def open_when_ready(address: str) -> None:
    """Open the browser once the server answers."""
    for _ in range(240):
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):  # noqa: S310 - loopback
                break
        except OSError:
            time.sleep(0.25)
    webbrowser.open(address)


def default_home() -> str:
    """The folder the app keeps its data in where SAMVERKAN_HOME is not set."""
    program = "from graph.settings import Settings; print(Settings.from_env().home)"
    return subprocess.check_output([str(PYTHON), "-c", program], cwd=ROOT, text=True).strip()  # noqa: S603


def call(*arguments: str) -> None:
    """Run the environment's Python with these arguments in the project's folder."""
    environment = dict(os.environ, DENO_NO_UPDATE_CHECK="1")
    subprocess.check_call([str(PYTHON), *arguments], cwd=ROOT, env=environment)  # noqa: S603 - our own interpreter


if __name__ == "__main__":
    sys.exit(main())
