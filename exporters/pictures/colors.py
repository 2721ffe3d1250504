"""The colours of the states of coverage in the light theme, as `ui/components/assets/states.css` has them."""

from __future__ import annotations

from dataclasses import dataclass

COVERED, COVERED_TEXT = "#1f5673", "#ffffff"
SINGLE, SINGLE_TEXT = "#f6dc9c", "#1d272c"
WATER, LAND, SHORE = "#e6edf0", "#ffffff", "#b4c3c8"
CHOSEN = "#17496b"


@dataclass(frozen=True)
class StateLook:
    """How a cell in a state looks: fill and edge may be none; `dashes` of the edge, `width` of it."""

    fill: str
    text: str
    edge: str = "none"
    width: float = 1
    dashes: str | None = None
    weight: int | None = None


STATES = {
    "gap": StateLook("#fdf0ec", "#a32b12", "#b8321a", 2, weight=600),
    "single_point": StateLook(SINGLE, SINGLE_TEXT),
    "from_above": StateLook("#dbe8ef", "#1d272c"),
    "in_parts": StateLook("#cfe6da", "#1d272c"),
    "covered": StateLook(COVERED, COVERED_TEXT),
    "crowded": StateLook("#12394f", "#ffffff"),
    "unknown": StateLook("none", "#5a656b", "#c3cac8", dashes="3 2"),
    "stale": StateLook("#e9eceb", "#4d585d", "#c3cac8"),
    "nobody_named": StateLook("none", "#1d272c", "#c3cac8"),
    "not_needed": StateLook("none", "#5a656b"),
}
"""By state; one that is not here looks like an unknown one."""
