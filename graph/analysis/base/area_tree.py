"""Which area lies in which?

Areas nest: a group for a whole district reaches its parks too. The tree is worked out once, as an
order and a table of ancestors that other tables are joined with.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import polars as pl

from graph.dataset import Dataset
from graph.versions import columns, reads

ANCESTORS_SCHEMA = {"area_id": pl.String, "ancestor_id": pl.String, "distance": pl.Int64}


@dataclass(frozen=True, eq=False)
class AreaTree:
    """The areas in tree order.

    `area_ids`: parents before children, siblings by id. `depths`: 0 for an area that lies in no
    other, by the same position. `parents`: area id → parent id, or None. `ancestors`:
    DataFrame[area_id, ancestor_id: String, distance: Int64], one row per area and each area it lies
    in, however far up, distance 1 for the parent; nearest first.
    """

    area_ids: tuple[str, ...]
    depths: tuple[int, ...]
    parents: dict[str, str | None]
    ancestors: pl.DataFrame

    def children(self, area_id: str | None) -> tuple[str, ...]:
        """The areas that lie directly in this one, by id; of None, those that lie in no other."""
        return self._children.get(area_id, ())

    @cached_property
    def _children(self) -> dict[str | None, tuple[str, ...]]:
        found: dict[str | None, list[str]] = {}
        for area_id in self.area_ids:
            found.setdefault(self.parents[area_id], []).append(area_id)
        return {parent: tuple(children) for parent, children in found.items()}


TREE_READS: Final = columns(areas="id", area_parts="area_id parent_id")
"""What the tree of areas depends on."""


@reads(TREE_READS)
def area_tree(dataset: Dataset) -> AreaTree:
    """The areas of a Dataset as a tree.

    Parameters
    ----------
    dataset
        The network.

    Returns
    -------
    AreaTree
        With every area once.

    Notes
    -----
    An area with two parents is hung under the smaller id. In a circle of areas the smallest id is
    taken as the top, so that no area is lost; validation reports both. Made once for each Dataset.
    """
    return dataset.once("area tree", lambda: _area_tree(dataset))


def _area_tree(dataset: Dataset) -> AreaTree:
    ids = dataset["areas"]["id"].to_list()
    parents: dict[str, str | None] = dict.fromkeys(ids)
    for area, parent in dataset["area_parts"].select("area_id", "parent_id").iter_rows():
        # sorted by area and parent: the first parent is the smallest
        if area in parents and parent in parents and parent != area and parents[area] is None:
            parents[area] = parent
    children: dict[str | None, list[str]] = {}
    for area in ids:
        children.setdefault(parents[area], []).append(area)
    order: list[str] = []
    depth: dict[str, int] = {}
    chains: dict[str, tuple[str, ...]] = {}

    def walk(top: str) -> None:
        depth[top], chains[top] = 0, ()
        waiting = [top]
        while waiting:
            area = waiting.pop()
            order.append(area)
            for child in reversed(children.get(area, [])):
                if child not in depth:
                    depth[child], chains[child] = depth[area] + 1, (area, *chains[area])
                    waiting.append(child)

    for area in children.get(None, []):
        walk(area)
    for area in ids:  # what is left stands in a circle
        if area not in depth:
            parents[area] = None
            walk(area)
    rows = [(area, ancestor, distance) for area in order for distance, ancestor in enumerate(chains[area], 1)]
    ancestors = pl.DataFrame(rows, schema=ANCESTORS_SCHEMA, orient="row")
    return AreaTree(tuple(order), tuple(depth[a] for a in order), parents, ancestors)
