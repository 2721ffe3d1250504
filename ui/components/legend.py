"""What symbols and colours mean, with how many there are of each: for the matrix and for the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import streamlit as st

from graph.analysis.coverage import CoverageState
from ui.components import frontend
from ui.text import number

_COVERAGE = st.components.v2.component(
    "samverkan_coverage_legend",
    js=frontend.script("coverage_legend"),
    css=frontend.style("coverage_legend"),
)
_NETWORK = st.components.v2.component(
    "samverkan_network_legend",
    js=frontend.script("network_legend"),
    css=frontend.style("network_legend"),
)
_ORDER = (
    CoverageState.GAP,
    CoverageState.SINGLE_POINT,
    CoverageState.FROM_ABOVE,
    CoverageState.COVERED,
    CoverageState.UNKNOWN,
    CoverageState.STALE,
    CoverageState.NOBODY_NAMED,
    CoverageState.IN_PARTS,
    CoverageState.CROWDED,
    CoverageState.NOT_NEEDED,
)
_ONLY_WHERE_MET = (
    CoverageState.NOBODY_NAMED,
    CoverageState.IN_PARTS,
    CoverageState.CROWDED,
    CoverageState.NOT_NEEDED,
)


@dataclass(frozen=True)
class CoverageLegendWords:
    """The words of the legend: what it is, for those who hear it, and of each state word and meaning."""

    label: str
    words: Mapping[CoverageState, str]
    meanings: Mapping[CoverageState, str]


@dataclass(frozen=True)
class NetworkLegendWords:
    """What stands before each line of the legend."""

    organizations: str
    groups: str
    lines: str


def coverage_legend(counts: Mapping[CoverageState, int], *, key: str, words: CoverageLegendWords) -> None:
    """A chip for each state, as it looks in the matrix, with how many cells are in it and what it means.

    States that are rare, nobody named, work only in parts, a crowd and no need, are there only where a
    cell is in them.
    """
    entries = [
        {
            "state": state.value,
            "word": words.words[state],
            "count": number(counts.get(state, 0)),
            "meaning": words.meanings[state],
        }
        for state in _ORDER
        if counts.get(state, 0) or state not in _ONLY_WHERE_MET
    ]
    _COVERAGE(key=key, data={"label": words.label, "entries": entries})


@dataclass(frozen=True)
class NetworkLegend:
    """What the network map shows, with counts; lists that are empty are left out.

    Parameters
    ----------
    words
        What stands before each line.
    sectors
        Color `#rrggbb`, word, number of organisations. None draws the hollow dashed circle of those
        nobody has named, an empty text the hollow one of those whose sector nobody has stated.
    shapes
        One of our kinds of group (`organization` and `unnamed` are known too), word, number.
    lines
        Whether the line is dashed (`dotted`, `wide` and `long` are known too), word, number.
    """

    words: NetworkLegendWords
    sectors: Sequence[tuple[str | None, str, int]]
    shapes: Sequence[tuple[str, str, int]]
    lines: Sequence[tuple[bool | str, str, int]]

    def payload(self) -> dict[str, object]:
        """What the scripts of the legend and of the saved picture get."""
        return {
            "sectors": [[color, label, number(count)] for color, label, count in self.sectors],
            "shapes": [[kind, label, number(count)] for kind, label, count in self.shapes],
            "lines": [[dashed, label, number(count)] for dashed, label, count in self.lines],
            "words": asdict(self.words),
        }


def network_legend(legend: NetworkLegend, *, key: str) -> None:
    """Draw the legend of the network map; `key` names it on the page."""
    _NETWORK(key=key, data=legend.payload())
