"""The layout gives every node one finite place, the same every time, and keeps labels apart."""

from __future__ import annotations

import itertools
import math

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.drawing.layout import WINGS_UP_TO, Place, Side, affiliation_layout

ids = st.integers(0, 30).map("o{}".format)
group_ids = st.integers(0, 12).map("g{}".format)
networks = st.tuples(st.sets(ids), st.sets(group_ids), st.lists(st.tuples(ids, group_ids), max_size=80))


@given(networks)
@settings(max_examples=60)
def test_layout_of_any_network_places_each_node_once_and_repeats(drawn: tuple[set, set, list]) -> None:
    organizations, groups, ties = ({i: i for i in drawn[0]}, {g: g for g in drawn[1]}, drawn[2])
    placed, placed_groups = affiliation_layout(organizations=organizations, groups=groups, ties=ties)
    assert placed.keys() == organizations.keys()
    assert placed_groups.keys() == groups.keys()
    assert all(math.isfinite(p.x) and math.isfinite(p.y) for p in (*placed.values(), *placed_groups.values()))
    again = affiliation_layout(organizations=organizations, groups=groups, ties=list(reversed(ties)))
    assert again == (placed, placed_groups)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=8))
def test_layout_of_single_group_members_gives_each_label_a_row_of_its_own(sizes: list[int]) -> None:
    groups = {f"g{i}": f"Group {i}" for i in range(len(sizes))}
    ties = [(f"o{i}-{j}", f"g{i}") for i, size in enumerate(sizes) for j in range(size)]
    placed, _ = affiliation_layout(
        organizations={o: "Organisation" for o, _ in ties}, groups=groups, ties=ties
    )
    for side in (Side.LEFT, Side.RIGHT):
        rows = sorted(p.y for p in placed.values() if p.side is side)
        assert all(below - above >= 20 for above, below in itertools.pairwise(rows))


def test_layout_beyond_the_wings_finishes_and_spreads() -> None:
    organizations = {f"o{i}": f"o{i}" for i in range(230)}
    groups = {f"g{i}": f"g{i}" for i in range(60)}
    ties = [(f"o{i}", f"g{(i * 7 + j * 13) % 60}") for i in range(230) for j in range(1 + i % 4)]
    placed, placed_groups = affiliation_layout(organizations=organizations, groups=groups, ties=ties)
    places = {(round(p.x), round(p.y)) for p in (*placed.values(), *placed_groups.values())}
    assert len(places) > 280


def test_layout_of_shared_organizations_stands_between_their_groups() -> None:
    groups = {g: g for g in "abcd"}
    ties = [("shared", g) for g in groups] + [(f"only-{g}", g) for g in groups]
    placed, placed_groups = affiliation_layout(
        organizations={o: o for o, _ in ties}, groups=groups, ties=ties
    )
    assert abs(placed["shared"].x) < min(abs(p.x) for p in placed_groups.values())
    assert all(abs(placed[f"only-{g}"].x) > abs(placed_groups[g].x) for g in groups)


Box = tuple[float, float, float, float]


def covered(place: Place, label: str) -> Box:
    """The box of a node and its one-line label, a little smaller than what it takes on screen."""
    width, (x, y) = 6.0 * len(label), (place.x, place.y)
    return {
        Side.LEFT: (x - 13 - width, y - 7, x + 6, y + 7),
        Side.RIGHT: (x - 6, y - 7, x + 13 + width, y + 7),
        Side.ABOVE: (x - width / 2, y - 26, x + width / 2, y + 6),
        Side.BELOW: (x - width / 2, y - 6, x + width / 2, y + 26),
    }[place.side]


def overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@given(networks, networks)
@settings(max_examples=60)
def test_layout_with_fixed_places_never_moves_them_and_new_ones_cover_nothing(
    before: tuple[set, set, list], after: tuple[set, set, list]
) -> None:
    fixed = affiliation_layout(
        organizations={i: f"Organisation {i}" for i in before[0]},
        groups={g: f"Group {g}" for g in before[1]},
        ties=before[2],
    )
    organizations = {i: f"Organisation {i}" for i in after[0]}
    groups = {g: f"Group {g}" for g in after[1]}
    placed, placed_groups = affiliation_layout(
        organizations=organizations, groups=groups, ties=after[2], fixed=fixed
    )
    assert placed.keys() == organizations.keys()
    assert placed_groups.keys() == groups.keys()
    assert all(placed[o] == fixed[0][o] for o in fixed[0].keys() & placed.keys())
    assert all(placed_groups[g] == fixed[1][g] for g in fixed[1].keys() & placed_groups.keys())
    was_there = fixed[0].keys() | fixed[1].keys()
    boxes = {o: covered(p, organizations[o]) for o, p in placed.items()}
    boxes |= {g: covered(p, groups[g]) for g, p in placed_groups.items()}
    if not was_there.isdisjoint(boxes):  # else it is a first picture
        for one, other in itertools.combinations(sorted(boxes), 2):
            if not {one, other} <= was_there:
                assert not overlap(boxes[one], boxes[other]), (one, other)


@given(st.integers(0, 400), st.integers(0, 60))
@settings(max_examples=12)
def test_layout_of_a_large_map_with_fixed_places_moves_none_and_keeps_nodes_apart(
    new: int, left: int
) -> None:
    def tied(sizes: range) -> list[tuple[str, str]]:
        return [(f"o{i}", f"g{(i * 7 + j * 13) % 45}") for i in sizes for j in range(1 + i % 3)]

    def laid_out(sizes: range, fixed: tuple[dict, dict] = ({}, {})) -> tuple[dict, dict]:
        return affiliation_layout(
            organizations={f"o{i}": f"o{i}" for i in sizes},
            groups={f"g{i}": f"Group {i}" for i in range(45)},
            ties=tied(sizes),
            fixed=fixed,
        )

    fixed = laid_out(range(WINGS_UP_TO))
    placed, placed_groups = laid_out(range(left, WINGS_UP_TO + new // 4), fixed)
    assert placed_groups == fixed[1]
    assert all(placed[o] == fixed[0][o] for o in placed.keys() & fixed[0].keys())
    for o, other in itertools.combinations(placed, 2):
        if not {o, other} <= fixed[0].keys():
            assert math.hypot(placed[o].x - placed[other].x, placed[o].y - placed[other].y) > 20


def test_layout_of_a_new_member_stands_in_the_column_of_its_group() -> None:
    groups = {g: f"Group {g}" for g in "abcd"}
    organizations = {f"{g}{i}": f"Organisation {g}{i}" for g in groups for i in range(4)}
    ties = [(o, o[0]) for o in organizations]
    fixed = affiliation_layout(organizations=organizations, groups=groups, ties=ties)
    placed, _ = affiliation_layout(
        organizations={**organizations, "a-new": "Organisation a-new"},
        groups=groups,
        ties=[*ties, ("a-new", "a")],
        fixed=fixed,
    )
    column = {placed[f"a{i}"].x for i in range(4)}
    assert placed["a-new"].x in column
    assert abs(placed["a-new"].y - fixed[1]["a"].y) < 150


def test_layout_of_a_new_group_has_its_members_below_each_other_on_its_side() -> None:
    groups = {g: f"Group {g}" for g in "abcd"}
    ties = [("shared", g) for g in groups] + [(f"{g}{i}", g) for g in groups for i in range(3)]
    fixed = affiliation_layout(
        organizations={o: f"Organisation {o}" for o, _ in ties}, groups=groups, ties=ties
    )
    ties += [("shared", "new"), *((f"new{i}", "new") for i in range(5))]
    placed, placed_groups = affiliation_layout(
        organizations={o: f"Organisation {o}" for o, _ in ties},
        groups={**groups, "new": "Group new"},
        ties=ties,
        fixed=fixed,
    )
    rows = [placed[f"new{i}"] for i in range(5)]
    assert len({p.x for p in rows}) == 1
    assert abs(rows[0].x) > abs(placed_groups["new"].x)
    assert sorted(rows, key=lambda p: p.y) == rows
