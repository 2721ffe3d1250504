"""Which levels do the areas have, and which of them are seen when the deeper ones are folded away?

A country's register has land, counties, municipalities and parishes. Down to the counties it is
read at a glance: what lies deeper is counted in the county that holds it.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.analysis.base.area_tree import area_tree
from graph.dataset import Dataset


@dataclass(frozen=True)
class AreaLevel:
    """One level of the areas.

    `level`: 1 for areas that lie in no other. `classifications`: what kinds of place stand on it,
    most frequent first, then by word; those without one left out. `shown`: number of areas on it and
    above it.
    """

    level: int
    classifications: tuple[str, ...]
    shown: int


def area_levels(dataset: Dataset) -> tuple[AreaLevel, ...]:
    """The levels of the tree of areas, from the top.

    Parameters
    ----------
    dataset
        The network.

    Returns
    -------
    tuple[AreaLevel, ...]
        As many as the tree is deep; the last shows all areas.
    """
    tree = area_tree(dataset)
    kinds = dict(dataset["areas"].select("id", "classification").iter_rows())
    found: list[AreaLevel] = []
    for depth in range(max(tree.depths, default=-1) + 1):
        here = [kinds[area] for area, at in zip(tree.area_ids, tree.depths, strict=True) if at == depth]
        stated = [kind for kind in here if kind]
        ordered = sorted(set(stated), key=lambda kind: (-stated.count(kind), kind))
        shown = len(here) + (found[-1].shown if found else 0)
        found.append(AreaLevel(depth + 1, tuple(ordered), shown))
    return tuple(found)


def foldable_levels(dataset: Dataset) -> tuple[AreaLevel, ...]:
    """The levels that folding leaves something to read on: more than one area, and fewer than all."""
    return tuple(each for each in area_levels(dataset) if 1 < each.shown < dataset["areas"].height)


def areas_down_to(dataset: Dataset, *, level: int = 0, area_id: str = "") -> tuple[str, ...]:
    """The areas that are seen down to a level.

    Parameters
    ----------
    dataset
        The network.
    level
        The deepest level seen, 1 for areas that lie in no other; 0 for all.
    area_id
        The area looked at: it is seen however deep it lies, with those around it and those directly
        in it. Empty, or one that is not there, for none.

    Returns
    -------
    tuple[str, ...]
        In tree order.
    """
    tree = area_tree(dataset)
    if not level:
        return tree.area_ids
    opened = {area_id, *tree.children(area_id)}
    above = tree.parents.get(area_id)
    while above is not None:
        opened.add(above)
        above = tree.parents[above]
    return tuple(
        area
        for area, depth in zip(tree.area_ids, tree.depths, strict=True)
        if depth < level or area in opened
    )
