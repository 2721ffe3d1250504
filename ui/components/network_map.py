"""The network map: vis-network, as pyvis ships it, drawn by a component of ours without an iframe."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyvis
import streamlit as st

from ui.components.legend import NetworkLegend
from ui.components.network_data import NetworkPicture

_ASSETS = Path(__file__).parent / "assets"
_VIS = Path(pyvis.__file__).parent / "lib" / "vis-9.1.2" / "vis-network.min.js"

# Two components: the library is mounted with data that never changes, so the server sends its
# 469 KB once a visit and not with every new picture.
_LIBRARY = st.components.v2.component(
    "samverkan_vis_network",
    js=_VIS.read_text(encoding="utf-8") + "\nexport default function () {}\n",
)
_MAP = st.components.v2.component(
    "samverkan_network_map",
    js="\n".join(
        (_ASSETS / name).read_text(encoding="utf-8") for name in ("network_picture.js", "network_map.js")
    ),
    css=(_ASSETS / "network_map.css").read_text(encoding="utf-8"),
)

WORDS = ("alt", "hint", "fit", "closer", "farther", "whole_screen", "picture", "drawing", "file_name")
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
    height: int = 640,
) -> None:
    """Draw the map.

    Parameters: `selected` is the id of the chosen node as `table:id`, or empty. `words` has a text
    for each of `WORDS`. `title`, `legend` and `caption`, sentences on choice and source, go into the
    saved picture, which has to speak for itself. `on_select` is called with the id of a clicked node, or an empty text for a
    click beside all nodes; `on_expand` with the id of a node clicked twice. `height` in pixels.
    Positions a reader has dragged nodes to, and the zoom, stay for the visit.
    """

    def selected_changed() -> None:
        on_select(str(st.session_state[key].selected or ""))

    def expanded_changed() -> None:
        on_expand(str(st.session_state[key].expanded or ""))

    with st.container(key=f"{key}-library", height=1, border=False):
        _LIBRARY(key=f"{key}-vis", data={})
    _MAP(
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
            "height": height,
        },
        height="content",
        on_selected_change=selected_changed,
        on_expanded_change=expanded_changed,
    )
