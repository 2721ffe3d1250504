"""One page at a time, drawn by Streamlit's own test runner over a real embedded database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from graph.dataset import Dataset
from loaders.export import export
from ui import cache

ROOT = Path(__file__).parents[2]

Page = Callable[..., AppTest]


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home folder of the test session's own, into which the app loads Söderandan."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("NEO4J_URI", raising=False)
        patch.setenv("SAMVERKAN_HOME", str(folder))
        patch.setenv("SAMVERKAN_FIRST_DATA", str(ROOT / "data" / "soderandan"))
        yield folder
        cache.forget_store()


@pytest.fixture
def another_store() -> Iterator[None]:
    """For a test that points the settings at another database: the app opens one store and keeps it."""
    cache.forget_store()
    yield
    cache.forget_store()


@contextmanager
def serving(dataset: Dataset, folder: Path) -> Iterator[None]:
    """The app over a database of its own that holds this dataset."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAMVERKAN_HOME", str(folder / "home"))
        patch.setenv("SAMVERKAN_FIRST_DATA", str(export(dataset, folder / "data")))
        cache.forget_store()
        yield
    cache.forget_store()


@pytest.fixture
def page() -> Page:
    """Draws a page: `page("gaps", lang="en", wanted=3)` with what is chosen in the address.

    `session` is put into the session state before. A widget of an English page cannot be used here:
    the test runner words its options outside the page, where the language is not known.
    """

    def draw(name: str, session: dict[str, object] | None = None, **query: object) -> AppTest:
        script = f"from ui import cache\nfrom ui.pages import {name}\ncache.look()\n{name}.render()"
        app = AppTest.from_string(script, default_timeout=60)
        for key, value in query.items():
            app.query_params[key] = str(value)
        for key, value in (session or {}).items():
            app.session_state[key] = value
        app.run()
        assert not app.exception, app.exception[0].message
        return app

    return draw
