"""Several processes that write at once lose nothing that was acknowledged; `python -m benchmarks.writers` does more."""

from __future__ import annotations

import pytest

from graph.settings import Settings
from graph.store.connect import open_store
from tests.contract.datasets import town
from tests.contract.writers import let_write

pytestmark = pytest.mark.slow


def test_every_acknowledged_change_is_in_the_history_once_and_the_rest_was_refused(
    store_settings: Settings,
) -> None:
    with open_store(store_settings) as store:
        store.write_dataset(town(), origin="town")
    outcome = let_write(store_settings, writers=4, sets=8)
    assert outcome.wrong == ()
    assert outcome.acknowledged + outcome.refused == 32
    assert outcome.acknowledged > 8
