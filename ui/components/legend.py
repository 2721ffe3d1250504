"""What symbols and colours mean, with how many there are of each: for the matrix and for the map."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

import streamlit as st

from graph.analysis.coverage.matrix import CoverageState
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
class LegendEntry:
    """One sign of the network map.

    Parameters
    ----------
    sign
        Of organisations the color `#rrggbb`; None draws the hollow dashed circle of those nobody has
        named, an empty text the hollow one of those whose sector nobody has stated. Of groups one of our
        kinds (`organization` and `unnamed` are known too). Of lines whether it is dashed (`dotted`,
        `wide` and `long` are known too).
    word, count
        What it means, and how many there are.
    ids
        What is chosen by a click on it; with none it cannot be chosen.
    pressed
        Whether it is chosen: with one of its line chosen, the others are not on the map.
    """

    sign: str | bool | None
    word: str
    count: int
    ids: tuple[str, ...] = ()
    pressed: bool = False


@dataclass(frozen=True)
class NetworkLegend:
    """What the network map shows, with counts; lists that are empty are left out.

    `words` is what stands before each line; `sectors`, `shapes` and `lines` are its entries.
    """

    words: NetworkLegendWords
    sectors: Sequence[LegendEntry]
    shapes: Sequence[LegendEntry]
    lines: Sequence[LegendEntry]

    def payload(self) -> dict[str, object]:
        """What the script of the saved picture gets: the signs that are on the map."""

        def drawn(entries: Sequence[LegendEntry]) -> list[list[object]]:
            chosen = any(entry.pressed for entry in entries)
            return [
                [entry.sign, entry.word, number(entry.count)]
                for entry in entries
                if entry.count and (entry.pressed or not (chosen and entry.ids))
            ]

        return {
            "sectors": drawn(self.sectors),
            "shapes": drawn(self.shapes),
            "lines": drawn(self.lines),
            "words": asdict(self.words),
        }


def network_legend(
    legend: NetworkLegend,
    *,
    key: str,
    on_toggle: Callable[[str, tuple[str, ...]], None] = lambda _list, _ids: None,
) -> None:
    """Draw the legend of the network map; `key` names it on the page.

    `on_toggle` is called with the name of the list, `sectors`, `shapes` or `lines`, and the ids of an entry
    that was clicked.
    """
    lists = {"sectors": legend.sectors, "shapes": legend.shapes, "lines": legend.lines}

    def toggled_changed() -> None:
        toggled = st.session_state[key].toggled
        if toggled:
            name, place = str(toggled["list"]), int(toggled["place"])
            on_toggle(name, lists[name][place].ids)

    _NETWORK(
        key=key,
        data={
            "words": asdict(legend.words),
            "lists": {
                name: [
                    {
                        "sign": entry.sign,
                        "word": entry.word,
                        "count": number(entry.count),
                        "choosable": bool(entry.ids),
                        "pressed": entry.pressed,
                    }
                    for entry in entries
                ]
                for name, entries in lists.items()
            },
        },
        on_toggled_change=toggled_changed,
    )
