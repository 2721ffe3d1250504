"""`python -m ui`: serve the app, as `streamlit run serve.py` does, with all that is slow begun meanwhile.

Streamlit runs `app.py` first when a browser asks for it; loading the libraries and opening the
database then takes a second or two. Here both begin while the server starts. Arguments go to
`streamlit run`.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import sys
import threading
from pathlib import Path

from streamlit.web import cli

from graph.errors import SamverkanError

# not the pages: their components can only be registered once the server is there
_LIBRARIES = ("graph.analysis.drawing.layout", "pyvis.network", "altair")


def _begin() -> None:
    try:
        cache = importlib.import_module("ui.cache")
        # what goes wrong here goes wrong again when the first page asks, which then says so
        with contextlib.suppress(SamverkanError):
            cache.store()
        for library in _LIBRARIES:
            importlib.import_module(library)
    finally:
        # libraries stay: looking through them again and again would cost a quarter of the start and
        # slow every collection after it
        gc.freeze()
        gc.enable()


if __name__ == "__main__":
    gc.disable()
    threading.Thread(target=_begin, daemon=True).start()
    sys.argv = ["streamlit", "run", str(Path(__file__).parents[1] / "serve.py"), *sys.argv[1:]]
    cli.main()
