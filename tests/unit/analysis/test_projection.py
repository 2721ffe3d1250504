from collections import Counter
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from networkx.algorithms import bipartite

from graph.analysis.ties import projection as projections
from graph.analysis.ties.ego import ego
from graph.analysis.ties.projection import PAIRS_SCHEMA, pair_count, projection
from graph.dataset import Dataset
from graph.errors import UnknownId
from graph.network import AffiliationNetwork

WOMEN = [
    "Evelyn",
    "Laura",
    "Theresa",
    "Brenda",
    "Charlotte",
    "Frances",
    "Eleanor",
    "Pearl",
    "Ruth",
    "Verne",
    "Myra",
    "Katherina",
    "Sylvia",
    "Nora",
    "Helen",
    "Dorothy",
    "Olivia",
    "Flora",
]
ZERO_PAIRS = {
    *(frozenset((a, b)) for a in ("Laura", "Brenda", "Frances", "Eleanor") for b in ("Olivia", "Flora")),
    *(frozenset(("Charlotte", b)) for b in ("Pearl", "Myra", "Katherina", "Dorothy", "Olivia", "Flora")),
}


def first_name(id):
    return id.partition("_")[0]


@pytest.fixture(scope="module")
def women(davis):
    return AffiliationNetwork.from_dataset(davis)


@pytest.fixture(scope="module")
def events(women):
    """The same network read the other way: events that share women."""
    rows, columns = women.incidence.tocoo().coords
    return AffiliationNetwork.from_ties(
        [(women.group_ids[c], women.organization_ids[r]) for r, c in zip(rows, columns, strict=True)],
        organization_ids=women.group_ids,
        group_ids=women.organization_ids,
    )


def weights(pairs, column):
    return {
        frozenset((first_name(a), first_name(b))): weight
        for a, b, weight in pairs.select("organization_a", "organization_b", column).rows()
    }


def test_davis_degrees_are_those_of_1941(women):
    degrees = dict(zip(map(first_name, women.organization_ids), women.group_counts.tolist(), strict=True))
    assert [degrees[w] for w in WOMEN] == [8, 7, 8, 7, 4, 4, 4, 3, 4, 4, 4, 6, 7, 8, 5, 2, 2, 2]
    sizes = dict(zip(women.group_ids, women.group_sizes.tolist(), strict=True))
    assert [sizes[f"E{n}"] for n in range(1, 15)] == [3, 3, 6, 4, 8, 8, 10, 14, 12, 5, 4, 6, 3, 3]
    assert women.incidence.nnz == 89


def test_davis_projection_has_the_known_ties(women):
    shared = weights(projection(women).pairs, "shared_groups")
    assert len(shared) == 139
    assert sum(shared.values()) == 322
    assert [pair for pair, weight in shared.items() if weight == 7] == [frozenset(("Evelyn", "Theresa"))]
    every = [shared.get(frozenset(pair), 0) for pair in combinations(WOMEN, 2)]
    counts = Counter(every)
    assert [counts[n] for n in range(8)] == [14, 44, 49, 22, 15, 1, 7, 1]
    assert {frozenset(p) for p in combinations(WOMEN, 2) if frozenset(p) not in shared} == ZERO_PAIRS


def test_davis_row_of_evelyn_is_the_known_one(women):
    shared = weights(projection(women).pairs, "shared_groups")
    row = [shared.get(frozenset(("Evelyn", other)), 0) for other in WOMEN[1:]]
    assert row == [6, 7, 6, 3, 4, 3, 3, 3, 2, 2, 2, 2, 2, 1, 2, 1, 1]


def test_davis_events_share_the_known_women(events):
    result = projection(events).pairs
    assert result.height == 66
    assert result["shared_groups"].sum() == 214
    top = result.sort("shared_groups", descending=True).row(0)
    assert top[:3] == ("E8", "E9", 9)


def test_davis_newman_weights_are_the_known_ones(women):
    newman = weights(projection(women).pairs, "newman_weight")
    assert sum(newman.values()) == pytest.approx(44.5)
    assert newman[frozenset(("Evelyn", "Theresa"))] == pytest.approx(1.4869, abs=5e-5)
    assert newman[frozenset(("Evelyn", "Laura"))] == pytest.approx(1.5626, abs=5e-5)


def test_newman_weights_of_the_networkx_documentation():
    graph = nx.path_graph(5)
    graph.add_edge(1, 5)
    network = AffiliationNetwork.from_ties(
        [(str(o), str(g)) for o in (0, 2, 4, 5) for g in graph[o]],
        organization_ids="0245",
        group_ids="13",
    )
    assert projection(network).pairs.select("organization_a", "organization_b", "newman_weight").rows() == [
        ("0", "2", 0.5),
        ("0", "5", 0.5),
        ("2", "4", 1.0),
        ("2", "5", 0.5),
    ]


def test_projection_agrees_with_networkx(women):
    graph = women.to_networkx()
    nodes = [("organization", name) for name in women.organization_ids]
    simple = bipartite.weighted_projected_graph(graph, nodes)
    newman = bipartite.collaboration_weighted_projected_graph(graph, nodes)
    for a, b, shared, weight in projection(women).pairs.rows():
        edge = ("organization", a), ("organization", b)
        assert simple.edges[edge]["weight"] == shared
        assert newman.edges[edge]["weight"] == pytest.approx(weight)


def test_both_ways_of_projecting_give_the_same(monkeypatch):
    rng = np.random.default_rng(3)
    dense = AffiliationNetwork.from_ties(
        [
            (f"o{o:02}", f"g{g:02}")
            for o, g in zip(rng.integers(0, 30, 900), rng.integers(0, 40, 900), strict=True)
        ],
        organization_ids=[f"o{o:02}" for o in range(30)],
        group_ids=[f"g{g:02}" for g in range(40)],
    )
    monkeypatch.setattr(projections, "_CHUNK_PAIRS", 64)  # several chunks, also in a small network
    multiplied = projections._multiplied(dense.incidence)
    enumerated = projections._enumerated(dense.incidence)
    for one, other in zip(multiplied, enumerated, strict=True):
        np.testing.assert_allclose(one, other)
    assert projection(dense).first.tolist() == multiplied[0].tolist()


def test_projection_leaves_groups_over_the_limit_out_and_says_so(make):
    network = AffiliationNetwork.from_dataset(make({"big": "a b c d", "small": "a b"}))
    result = projection(network, size_limit=3)
    assert result.pairs.rows() == [("a", "b", 1, 1.0)]
    assert result.left_out_group_ids == ("big",)
    assert projection(network, size_limit=4).left_out_group_ids == ()


def test_projection_limit_below_one_raises(women):
    with pytest.raises(ValueError, match="size_limit is 0"):
        projection(women, size_limit=0)


def test_pair_count_is_known_before_projecting(women):
    assert pair_count(women) == 322


def test_projection_unnamed_make_no_ties(make):
    network = AffiliationNetwork.from_dataset(make({"g": "a ?owners", "h": "b ?owners2"}))
    assert projection(network).pairs.is_empty()


@pytest.mark.parametrize("members", [{}, {"g": ""}, {"g": "a"}])
def test_projection_of_nobody_meeting_is_empty(make, members):
    result = projection(AffiliationNetwork.from_dataset(make(members)))
    assert len(result) == 0
    assert result.pairs.schema == PAIRS_SCHEMA
    assert result.pairs.is_empty()


def test_ego_is_the_row_of_the_projection(women):
    pairs = projection(women).pairs
    for woman in women.organization_ids:
        row = {}
        for a, b, shared, newman in pairs.rows():
            if woman in (a, b):
                row[b if a == woman else a] = (shared, pytest.approx(newman))
        meets = ego(women, woman).meets
        assert {m[0]: m[1:3] for m in meets.rows()} == row
        assert meets["group_ids"].list.len().to_list() == meets["shared_groups"].to_list()
        assert meets.rows() == sorted(meets.rows(), key=lambda m: (-m[1], m[0]))


def test_ego_of_somebody_alone_meets_nobody(make):
    network = AffiliationNetwork.from_dataset(make({"g": "a"}, organizations="b"))
    assert ego(network, "a").meets.is_empty()
    assert ego(network, "a").group_ids == ("g",)
    assert ego(network, "b").group_ids == ()


def test_ego_of_unknown_organization_raises(women):
    with pytest.raises(UnknownId):
        ego(women, "nobody")
    with pytest.raises(UnknownId):
        ego(AffiliationNetwork.from_dataset(Dataset()), "a")
