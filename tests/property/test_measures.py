"""Whatever records there are, a measure answers with its columns or says which record is not there."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings

from graph.analysis.cut.rollup import roll_up
from graph.analysis.measures import MEASURES
from graph.cells import as_cells
from graph.errors import UnknownId
from graph.network import Level
from tests.contract.datasets import datasets
from tests.unit.analysis.measure_arguments import arguments

TODAY = dt.date(2026, 11, 22)


@settings(max_examples=12)
@given(datasets())
def test_every_measure_answers_on_any_dataset(dataset):
    cut = roll_up(dataset.as_of(TODAY), level=Level.ORGANIZATION)
    for measure in MEASURES.values():
        asked = dataset if measure.whole else cut
        for values in arguments(measure, asked, each=2):
            try:
                rows = measure.answer(asked, day=TODAY, **values)
            except UnknownId:
                assert any(p.required for p in measure.parameters)
                continue
            assert rows.columns == list(measure.columns)
            assert as_cells(rows).height == rows.height
