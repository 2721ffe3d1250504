"""`python -m ui`: serve the app, as `streamlit run app.py` does, with its libraries loaded meanwhile.

Streamlit runs `app.py` first when a browser asks for it, and the libraries take a second to load.
Here they load in the background while the server starts. Arguments go to `streamlit run`.
"""

from __future__ import annotations

import importlib
import sys
import threading
from pathlib import Path

from streamlit.web import cli

# not `ui` itself: its components can only be registered once the server is there
_LIBRARIES = (
    "pandas",
    "altair",
    "pyvis.network",
    "graph.analysis.layout",
    "loaders.pipeline",
    "graph.store.connect",
)


def _load_libraries() -> None:
    for library in _LIBRARIES:
        importlib.import_module(library)


if __name__ == "__main__":
    threading.Thread(target=_load_libraries, daemon=True).start()
    sys.argv = ["streamlit", "run", str(Path(__file__).parents[1] / "app.py"), *sys.argv[1:]]
    cli.main()
