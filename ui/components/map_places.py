"""Where the nodes of the network map stand, for as long as a reader is here: what has a place keeps it.

Everything that was ever drawn in this visit has its place on one sheet, whose first picture is that
of the whole network: a filter, another day or level, an expanded node only add to it. Two kinds of
pictures have a sheet of their own: the further pages of a large network, and a choice of filters that
the reader has had placed anew, because then the whole network is to stay as it was known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from graph.analysis.drawing.excerpt import excerpt
from graph.analysis.drawing.layout import Place
from graph.dataset import Dataset
from ui import cache, state
from ui.components.network_data import network_places, node_ids
from ui.text import name

_KEY = "map-places"
_PLAIN = {"kinds": (), "sectors": (), "area_id": "", "topic_id": ""}
_WHOLE = {**_PLAIN, "page": 1}

Sheet = dict[str, Place]
"""Node id → place."""


@dataclass
class _Kept:
    """The sheets of a visit by the choice they belong to, and how often one was begun anew."""

    sheets: dict[tuple[object, ...], Sheet]
    begun: int = 0


def places(dataset: Dataset, chosen: Mapping[str, Any]) -> Mapping[str, Place]:
    """The places of the nodes of a picture; `chosen` are the arguments of `excerpt`.

    What has none yet is placed, and keeps that place for the visit.
    """
    sheet, is_common = _sheet(chosen)
    if is_common:
        _fill(sheet, dataset, _WHOLE)
    _fill(sheet, dataset, chosen)
    return sheet


def begun() -> int:
    """How often places were begun anew in this visit: with another number nothing stays where it was."""
    return _kept().begun


def move(chosen: Mapping[str, Any], node: str, x: float, y: float) -> None:
    """Put a node where the reader has dragged it to."""
    sheet, _ = _sheet(chosen)
    if node in sheet:
        sheet[node] = replace(sheet[node], x=x, y=y)


def begin_anew(chosen: Mapping[str, Any]) -> None:
    """Forget the places of this picture, also those of nodes that were dragged."""
    kept = _kept()
    kept.begun += 1
    if _choice(chosen) == _choice(_WHOLE):
        kept.sheets.clear()
    else:
        kept.sheets[_choice(chosen)] = {}


def _kept() -> _Kept:
    found: _Kept = st.session_state.setdefault(_KEY, _Kept({}))
    return found


def _choice(chosen: Mapping[str, Any]) -> tuple[object, ...]:
    return (*(chosen[name] for name in _PLAIN), chosen["page"])


def _sheet(chosen: Mapping[str, Any]) -> tuple[Sheet, bool]:
    """The sheet of a picture, and whether it is the common one."""
    sheets, own = _kept().sheets, _choice(chosen)
    common = _choice(_WHOLE)
    if own != common and (own in sheets or chosen["page"] > 1):
        return sheets.setdefault(own, {}), False
    return sheets.setdefault(common, {}), True


def _fill(sheet: Sheet, dataset: Dataset, chosen: Mapping[str, Any]) -> None:
    if not sheet:  # a first picture is the same for everybody
        sheet.update(cache.answer(_first, **chosen, lang=state.selection().lang))
    elif not cache.answer(_ids, **chosen) <= sheet.keys():
        drawn = cache.answer(excerpt, **chosen)
        sheet.update(network_places(dataset, drawn, name=name, fixed=sheet))


def _first(dataset: Dataset, /, *, lang: str, **chosen: Any) -> Sheet:
    """The places of a picture on an empty sheet; the language decides how much room names take."""
    return network_places(dataset, excerpt(dataset, **chosen), name=name)


def _ids(dataset: Dataset, /, **chosen: Any) -> frozenset[str]:
    return node_ids(dataset, excerpt(dataset, **chosen))
