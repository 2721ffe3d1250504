"""No sentence without its condition: every page, in both languages, on data in which something fails."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from graph.dataset import Dataset
from tests.pages.walking import Seen, draw, places
from tests.presumptions import PRESUMPTIONS
from ui import cache
from ui.state import LANGUAGES

Walk = dict[str, list[Seen]]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One database for all of the sets, one after the other."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAMVERKAN_HOME", str(tmp_path_factory.mktemp("presumptions")))
        patch.setenv("SAMVERKAN_FIRST_DATA", "")
        cache.forget_store()
        yield
    cache.forget_store()


@pytest.fixture(scope="module", params=PRESUMPTIONS)
def walked(request: pytest.FixtureRequest, store: None) -> tuple[str, Dataset, Walk]:
    """A set, and every page of it by language."""
    name = str(request.param)
    dataset = PRESUMPTIONS[name]()
    cache.store().write_dataset(dataset, origin=name)
    walk: Walk = {lang: [] for lang in LANGUAGES}
    for lang, (page, query) in product(LANGUAGES, places(dataset)):
        walk[lang].append(draw(page, {**query, "lang": lang}))
    return name, dataset, walk
