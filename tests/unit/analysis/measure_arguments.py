"""Arguments to ask every measure by: found in the data, so that a new measure needs none written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graph.analysis.measure import Measure, ParameterKind
from graph.dataset import Dataset


def arguments(measure: Measure, dataset: Dataset, *, each: int = 3) -> Iterator[dict[str, Any]]:
    """The defaults, or for what must be given some ids and all words; nothing where there is no id."""
    found: list[dict[str, Any]] = [{}]
    # the words first: on the axis depends which table an id stands in
    for parameter in sorted(measure.parameters, key=lambda p: p.kind is ParameterKind.ID):
        grown = []
        for given in found:
            if parameter.choices:
                values = list(parameter.choices)
            elif not parameter.required:
                values = [parameter.default]
            else:
                ids = dataset[parameter.table_in(given)]["id"]
                values = ids.gather_every(max(len(ids) // each, 1)).head(each).to_list()
            grown += [{**given, parameter.name: value} for value in values]
        found = grown
    yield from found
