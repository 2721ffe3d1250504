"""The network map: vis-network, as pyvis ships it, drawn by a component of ours without an iframe."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyvis
import streamlit as st

from ui.components import frontend
from ui.components.legend import NetworkLegend
from ui.components.network_data import NetworkPicture

_VIS = Path(pyvis.__file__).parent / "lib" / "vis-9.1.2" / "vis-network.min.js"

# Two components: the library is mounted with data that never changes, so the server sends its
# 469 KB once a visit and not with every new picture.
_LIBRARY = st.components.v2.component(
    "samverkan_vis_network",
    js=_VIS.read_text(encoding="utf-8") + "\nexport default function () {}\n",
)
_MAP = st.components.v2.component(
    "samverkan_network_map", js=frontend.script("network_map"), css=frontend.style("network_map")
)

WORDS = (
    "label",
    "alt",
    "hint",
    "keys",
    "nobody_there",
    "chosen_now",
    "fit",
    "closer",
    "farther",
    "whole_screen",
    "anew",
    "picture",
    "drawing",
    "file_name",
)
"""The texts the map needs."""


def network_map(
    picture: NetworkPicture,
    *,
    key: str,
    selected: str,
    words: Mapping[str, str],
    title: str,
    legend: NetworkLegend,
    caption: Sequence[str],
    on_select: Callable[[str], None],
    on_expand: Callable[[str], None],
    on_move: Callable[[str, float, float], None] = lambda _node, _x, _y: None,
    on_anew: Callable[[], None] = lambda: None,
    begun: int = 0,
    height: int = 720,
) -> str:
    """Draw the map; returns the id of a node whose profile was asked for, or an empty text.

    Parameters
    ----------
    picture
        With its nodes placed.
    key
        Names the map on the page.
    selected
        The id of the chosen node as `table:id`, or empty.
    words
        A text for each of `WORDS`.
    title, legend, caption
        What the picture is of, what the signs mean, and sentences on choice and source: they go into the
        saved picture, which has to speak for itself.
    on_select
        Called with the id of a node that was clicked, or gone to by keys and chosen with Enter; with an
        empty text for a click beside all nodes, and for Escape.
    on_expand
        Called with the id of a node clicked twice.
    on_move
        Called with the id of a node that was dragged and where to, in the pixels of its place.
    on_anew
        Called when the nodes are to be placed anew.
    begun
        Changes when nodes are placed anew: what was dragged before then is where the picture has it.
    height
        Pixels at most. The map is as high as the window leaves below what stands above it.

    Notes
    -----
    The full screen takes the container of the page with the key `map-area` around the map, with all that
    stands in it, else the map alone.
    """

    def selected_changed() -> None:
        on_select(str(st.session_state[key].selected or ""))

    def expanded_changed() -> None:
        on_expand(str(st.session_state[key].expanded or ""))

    def moved_changed() -> None:
        moved = st.session_state[key].moved
        if moved:
            on_move(str(moved["id"]), float(moved["x"]), float(moved["y"]))

    def anew_changed() -> None:
        if st.session_state[key].anew:
            on_anew()

    with st.container(key=f"{key}-library", height=1, border=False):
        _LIBRARY(key=f"{key}-vis", data={})
    asked = _MAP(
        key=key,
        data={
            "key": key,
            "nodes": list(picture.nodes),
            "edges": list(picture.edges),
            "selected": selected,
            "words": {word: words[word] for word in WORDS},
            "legend": legend.payload(),
            "title": title,
            "caption": list(caption),
            "begun": begun,
            "height": height,
        },
        height="content",
        on_selected_change=selected_changed,
        on_expanded_change=expanded_changed,
        on_moved_change=moved_changed,
        on_anew_change=anew_changed,
        on_opened_change=_ignore,
    )
    return str(asked.opened or "")


def _ignore() -> None:
    """The trigger's value is read where the component is drawn."""
