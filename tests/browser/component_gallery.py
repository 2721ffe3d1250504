"""Each component alone, with the data that is hardest on it; for the browser tests only.

`?show=` names the component, `?names=markup` gives every name the form of an attack.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from graph.analysis.coverage.matrix import CoverageState
from graph.analysis.cut.rollup import roll_up
from graph.analysis.drawing.excerpt import excerpt
from graph.dataset import Dataset
from graph.network import Level
from loaders.invented import invented_network
from loaders.pipeline import check
from ui.components.area_map import AreaMapWords, AreaPoint, area_map
from ui.components.coverage_matrix import (
    MatrixCell,
    MatrixColumn,
    MatrixRow,
    MatrixWords,
    coverage_matrix,
)
from ui.components.legend import (
    CoverageLegendWords,
    LegendEntry,
    NetworkLegend,
    NetworkLegendWords,
    coverage_legend,
    network_legend,
)
from ui.components.network_data import network_picture, network_places
from ui.components.network_map import WORDS, network_map

DATA = Path(__file__).parents[2] / "data"
MARKUP = """<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>{} href"""
TODAY = dt.date(2026, 11, 22)
STATES = {state: state.value.replace("_", " ").capitalize() for state in CoverageState}


@st.cache_resource
def network(data: str) -> Dataset:
    """A data set of the repository, or an invented one of about three hundred nodes."""
    whole = invented_network(memberships=1_200, seed=3) if data == "large" else check(DATA / data).dataset
    return roll_up(whole.as_of(TODAY), level=Level.ORGANIZATION)


def named(text: str) -> str:
    """A name, or one made to do harm where it is taken for markup."""
    return MARKUP.format(text) if st.query_params.get("names") == "markup" else text


def chosen(name: str) -> str:
    """What was picked before this run."""
    return str(st.session_state.get(f"chosen-{name}", st.query_params.get("selected", "")))


def choose(name: str, value: str) -> None:
    """Remember what was picked, and how often anything was."""
    st.session_state[f"chosen-{name}"] = value
    st.session_state["events"] = st.session_state.get("events", 0) + 1


def show_network() -> None:
    """The map of a network, and its legend."""
    dataset = network(st.query_params.get("data", "soderandan"))
    if st.button("Leave a group out"):
        st.session_state["fewer"] = True
    kinds = ("steering", "area", "topic") if st.session_state.get("fewer") else ()

    def name(record: Mapping[str, object]) -> str:
        return named(str(record["name"]))

    places = st.session_state.setdefault("places", {})
    places.update(network_places(dataset, excerpt(dataset, kinds=kinds), name=name, fixed=places))
    picture = network_picture(
        dataset,
        excerpt(dataset, kinds=kinds),
        name=name,
        about=lambda _, node, n: named(f"{node}\n{n} lines"),
        said=lambda _, node: named(f"This is {node}"),
    ).placed(places)
    legend = NetworkLegend(
        NetworkLegendWords("Organisations", "Groups", "Lines"),
        [
            LegendEntry("#6a7ee4", named("Police"), 1, ("police",), pressed=chosen("toggled") == "police"),
            LegendEntry("", "Not stated", 2),
            LegendEntry(None, "Not named", 15),
        ],
        [LegendEntry(kind, named(kind), count, (kind,)) for kind, count in picture.classifications.items()],
        [
            LegendEntry(False, "takes part", picture.ties),
            LegendEntry(True, "is represented", picture.between_groups),
        ],
    )
    opened = network_map(
        picture,
        key="map",
        selected=chosen("node"),
        words={word: named(word) if word in ("hint", "keys") else word for word in WORDS},
        title=named("Network"),
        legend=legend,
        caption=[named("Only what was chosen"), "Source: " + "a long sentence that has to be broken " * 8],
        on_select=lambda picked: choose("node", picked),
        on_expand=lambda picked: choose("expanded", picked),
    )
    if opened:
        st.session_state["chosen-opened"] = opened
    network_legend(legend, key="network-legend", on_toggle=lambda _, ids: choose("toggled", *ids))


def show_matrix() -> None:
    """A cell of every state, in a tree of areas; or a matrix of 12,000 cells; or one of many columns."""
    shape = st.query_params.get("data")
    tall = shape == "tall"
    rows = [
        MatrixRow(f"r{i}", named(f"Area {i}"), 0 if i == 0 or tall else 1 + i % 2)
        for i in range(1_000 if tall else 9)
    ]
    columns = [
        MatrixColumn(f"c{i}", named(f"Topic number {i}"))
        for i in range({"tall": 12, "wide": 24}.get(shape, 8))
    ]
    cycle = itertools.cycle(CoverageState)
    cells = [
        MatrixCell(row.id, column.id, next(cycle), i % 12) for row in rows for i, column in enumerate(columns)
    ]
    counts = {state: sum(cell.state == state for cell in cells) for state in CoverageState}
    coverage_legend(
        counts,
        key="coverage-legend",
        words=CoverageLegendWords("States", STATES, {s: s.value for s in STATES}),
    )
    row, _, column = chosen("cell").partition(":")
    coverage_matrix(
        rows,
        columns,
        cells,
        key="matrix",
        words=MatrixWords(
            "The number is how many.", STATES, "Rows {first} to {last} of {all}.", "Earlier", "Later"
        ),
        selected=(row, column) if column else None,
        on_pick=lambda row, column: choose("cell", f"{row}:{column}"),
    )


def show_areas() -> None:
    """The places of a data set; with `?data=crowd` two hundred, many of them at one spot."""
    if st.query_params.get("data") == "crowd":
        points = [
            AreaPoint(f"a{i}", named(f"Place {i}"), 59 + (i % 14) / 90, 18 + (i // 14) / 40, i % 4)
            for i in range(200)
        ]
    else:
        dataset = network(st.query_params.get("data", "soderandan"))
        parents = dict(dataset["area_parts"].select("area_id", "parent_id").iter_rows())
        points = [
            AreaPoint(
                row["id"],
                named(row["name"]),
                row["latitude"],
                row["longitude"],
                len(row["name"]) % 4,
                parents.get(row["id"]),
                row["geometry"],
            )
            for row in dataset["areas"].iter_rows(named=True)
        ]
    area_map(
        points,
        key="areas",
        words=AreaMapWords(
            "Map of areas", "Schematic, not to scale.", "A surface is no border.", "Two", "One", "None"
        ),
        selected=chosen("area"),
        on_pick=lambda picked: choose("area", picked),
    )


st.set_page_config(layout="wide", page_title="Gallery")
{"network": show_network, "matrix": show_matrix, "areas": show_areas}[
    st.query_params.get("show", "network")
]()
st.text(f"events: {st.session_state.get('events', 0)}")
for name in ("node", "expanded", "opened", "toggled", "cell", "area"):
    st.text(f"{name}: {chosen(name)}")
