"""The layout gives every node one finite place, the same every time, and keeps labels apart."""

from __future__ import annotations

import itertools
import math

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.layout import Side, affiliation_layout

ids = st.integers(0, 30).map("o{}".format)
group_ids = st.integers(0, 12).map("g{}".format)
networks = st.tuples(st.sets(ids), st.sets(group_ids), st.lists(st.tuples(ids, group_ids), max_size=80))


@given(networks)
@settings(max_examples=60, deadline=None)
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
