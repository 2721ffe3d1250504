"""The layout where it is hard: a crowd in the middle, loose parts, and the largest picture."""

from __future__ import annotations

import itertools
import math
import time

from graph.analysis.drawing.excerpt import LARGEST_PICTURE
from graph.analysis.drawing.layout import LETTER, Place, affiliation_layout

Pairs = list[tuple[str, str]]


def laid_out(ties: Pairs) -> tuple[dict[str, Place], dict[str, Place]]:
    return affiliation_layout(
        organizations={o: f"Organisation {o}" for o, _ in ties},
        groups={g: f"Group {g}" for _, g in ties},
        ties=ties,
    )


def everywhere(size: int, groups: int, each: int) -> Pairs:
    return [(f"o{i:04}", f"g{(i * 7 + j * 13) % groups:03}") for i in range(size) for j in range(each)]


def test_forty_shared_organizations_stand_in_rows_without_covering_each_other() -> None:
    placed, _ = laid_out(everywhere(40, 20, 3))
    for a, b in itertools.combinations(placed.values(), 2):
        assert abs(a.x - b.x) >= 90 or abs(a.y - b.y) >= 60


def test_members_of_one_group_stand_in_the_order_they_are_given() -> None:
    ties = [(o, "g") for o in ("Zebra", "Alfa", "Mitt")]
    placed, _ = laid_out(ties)
    assert sorted(placed, key=lambda o: placed[o].y) == ["Zebra", "Alfa", "Mitt"]


def test_a_loose_part_of_a_large_network_stays_in_the_picture() -> None:
    ties = [*everywhere(200, 50, 4), ("alone-a", "alone"), ("alone-b", "alone")]
    placed, groups = laid_out(ties)
    reach = sorted(math.hypot(p.x, p.y) for o, p in placed.items() if not o.startswith("alone"))
    assert math.hypot(groups["alone"].x, groups["alone"].y) < 3 * reach[len(reach) * 9 // 10]


def test_no_two_nodes_of_a_large_network_cover_each_other() -> None:
    placed, groups = laid_out(everywhere(240, 60, 4))
    nodes = [*placed.values(), *groups.values()]
    near = sum(math.hypot(a.x - b.x, a.y - b.y) < 16 for a, b in itertools.combinations(nodes, 2))
    assert near <= len(nodes) // 50


def test_the_name_of_a_group_on_a_large_map_covers_no_other_node() -> None:
    placed, groups = laid_out(everywhere(160, 40, 4))
    nodes = [*placed.items(), *groups.items()]
    covered = [
        (group, other)
        for group, at in groups.items()
        for other, p in nodes
        if other != group and abs(p.x - at.x) < LETTER * len(f"Group {group}") / 2 and 0 <= p.y - at.y < 30
    ]
    assert not covered


def test_a_large_map_is_as_wide_as_a_screen() -> None:
    placed, groups = laid_out(everywhere(160, 40, 4))
    nodes = [*placed.values(), *groups.values()]
    width = max(p.x for p in nodes) - min(p.x for p in nodes)
    height = max(p.y for p in nodes) - min(p.y for p in nodes)
    assert 1.4 < width / height < 2.4


def test_the_largest_picture_is_laid_out_at_once_and_always_the_same() -> None:
    ties = everywhere(LARGEST_PICTURE - 60, 60, 3)
    start = time.perf_counter()
    placed, groups = laid_out(ties)
    assert time.perf_counter() - start < 30  # a bound against hanging, not a measurement
    assert len(placed) + len(groups) == LARGEST_PICTURE
    assert laid_out(list(reversed(ties)))[1] == groups
