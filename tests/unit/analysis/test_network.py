import numpy as np
import polars as pl
import pytest
from networkx.algorithms import bipartite
from scipy.sparse import csr_array

from graph.dataset import Dataset
from graph.errors import UnknownId
from graph.network import AffiliationNetwork, participations, seats, with_ids, with_positions


def ties(network):
    rows, columns = network.incidence.tocoo().coords
    return {
        (network.organization_ids[r], network.group_ids[c])
        for r, c in zip(rows.tolist(), columns.tolist(), strict=True)
    }


def test_network_keeps_organizations_and_groups_without_ties(make):
    network = AffiliationNetwork.from_dataset(make({"g": "a b", "empty": ""}, organizations="alone"))
    assert network.organization_ids == ("a", "alone", "b")
    assert network.group_ids == ("empty", "g")
    assert ties(network) == {("a", "g"), ("b", "g")}
    assert network.group_counts.tolist() == [1, 0, 1]
    assert network.group_sizes.tolist() == [0, 2]


def test_network_leaves_unnamed_out_unless_asked(make):
    dataset = make({"g": "a ?owners"})
    assert AffiliationNetwork.from_dataset(dataset).organization_ids == ("a",)
    everyone = AffiliationNetwork.from_dataset(dataset, include_unnamed=True)
    assert ties(everyone) == {("a", "g"), ("owners", "g")}


def test_network_rows_stay_right_when_an_unnamed_id_sorts_between(make):
    network = AffiliationNetwork.from_dataset(make({"g": "a ?b c", "h": "c d"}))
    assert ties(network) == {("a", "g"), ("c", "g"), ("c", "h"), ("d", "h")}


def test_network_counts_two_roles_in_one_group_once(make):
    network = AffiliationNetwork.from_dataset(make({"g": "a a:chair b"}))
    assert network.incidence.data.tolist() == [1.0, 1.0]


@pytest.mark.parametrize(
    ("role", "status", "tied"),
    [
        ("member", "active", True),
        ("on_call", "active", True),
        ("observer", "active", True),
        ("invited", "active", False),
        ("member", "proposed", False),
        ("member", "closed", False),
    ],
)
def test_network_ties_by_role_and_status(make, role, status, tied):
    network = AffiliationNetwork.from_dataset(make({"g": f"a:{role}"}, status={"g": status}))
    assert bool(ties(network)) is tied


def test_network_closed_group_with_a_dissolution_date_was_alive_on_the_day(make):
    dataset = make({"g": "a b"}, status={"g": "closed"})
    then = dataset.replace(groups=dataset["groups"].with_columns(dissolution_date=pl.lit("2025-06")))
    assert ties(AffiliationNetwork.from_dataset(then)) == {("a", "g"), ("b", "g")}


def test_participations_take_the_active_one_and_the_newest_date(make):
    import datetime as dt

    dataset = make({"g": "a:invited a ?x"})
    days = [dt.date(2026, 1, 1), dt.date(2025, 1, 1), None]
    dataset = dataset.replace(
        memberships=dataset["memberships"].with_columns(pl.Series("confirmed_on", days, dtype=pl.Date))
    )
    assert participations(dataset).rows() == [
        ("a", "g", "named", None, "active", dt.date(2026, 1, 1), False),
        ("x", "g", "unnamed", None, "active", None, False),
    ]


def test_participations_leave_out_what_refers_to_no_record(make):
    dataset = make({"g": "a"})
    lost = dataset["memberships"].with_columns(id=pl.lit("lost"), organization_id=pl.lit("nobody"))
    dataset = dataset.replace(memberships=pl.concat([dataset["memberships"], lost]))
    assert participations(dataset)["organization_id"].to_list() == ["a"]


def test_seats_are_made_once_and_anew_for_other_memberships(make):
    dataset = make({"g": "a b"})
    assert seats(dataset) is seats(dataset)
    assert seats(dataset.replace(memberships=dataset["memberships"].head(1))).height == 1


def test_positions_and_ids_stand_for_each_other_and_null_for_nothing(make):
    dataset = make({"g": "b a", "h": "a"}, topics="t")
    told = {"group_id": ["h", None, "g", "lost"], "topic_id": [None, "t", "t", "t"], "order": [3, 2, 1, 0]}
    rows = pl.DataFrame(told)
    placed = with_positions(dataset, rows, "group", "topic", how="left")
    assert placed.select("group", "topic").rows() == [(1, None), (None, 0), (0, 0), (None, 0)]
    assert with_positions(dataset, rows, "group")["order"].to_list() == [3, 1]
    named = with_ids(dataset, placed.select("group", "topic"), "group", "topic")
    assert named["group_id"].to_list() == ["h", None, "g", None]
    assert named["topic_id"].to_list() == told["topic_id"]


def test_network_of_nothing_is_empty():
    network = AffiliationNetwork.from_dataset(Dataset())
    assert network.incidence.shape == (0, 0)
    assert network.group_counts.tolist() == []
    assert network.to_networkx().number_of_nodes() == 0


def test_network_row_of_unknown_organization_raises(make):
    network = AffiliationNetwork.from_dataset(make({"g": "a ?x"}))
    for unknown in ("nobody", "x"):
        with pytest.raises(UnknownId) as caught:
            network.row(unknown)
        assert caught.value.details == {"table": "organizations", "id": unknown}


def test_network_with_a_matrix_of_another_size_raises():
    with pytest.raises(ValueError, match=r"\(1, 2\)"):
        AffiliationNetwork(("a",), ("g",), csr_array((1, 2)))


def test_from_ties_with_an_unknown_end_raises():
    with pytest.raises(UnknownId, match="z"):
        AffiliationNetwork.from_ties([("a", "z")], organization_ids="a", group_ids="g")


def test_to_networkx_gives_the_same_two_mode_graph(davis):
    network = AffiliationNetwork.from_dataset(davis)
    graph = network.to_networkx()
    organizations = {node for node, mode in graph.nodes(data="bipartite") if mode == 0}
    assert organizations == {("organization", name) for name in network.organization_ids}
    assert bipartite.is_bipartite_node_set(graph, organizations)
    back = bipartite.biadjacency_matrix(
        graph,
        row_order=[("organization", name) for name in network.organization_ids],
        column_order=[("group", name) for name in network.group_ids],
    )
    assert np.array_equal(back.toarray(), network.incidence.toarray())


def test_to_networkx_keeps_an_organization_and_a_group_of_the_same_id_apart():
    network = AffiliationNetwork.from_ties([("x", "x")], organization_ids="x", group_ids="x")
    assert list(network.to_networkx().edges) == [(("organization", "x"), ("group", "x"))]


def test_who_runs_a_group_takes_part_in_it(make):
    hosts = pl.DataFrame({"group_id": ["g", "h", "idea"], "organization_id": ["a", "city", "city"]})
    dataset = make(
        {"g": "a b", "h": "b", "idea": ""}, status={"idea": "proposed"}, organizations="city", hosts=hosts
    )
    rows = participations(dataset).select("organization_id", "group_id", "standing", "host").rows()
    assert rows == [
        ("a", "g", "active", False),
        ("b", "g", "active", False),
        ("b", "h", "active", False),
        ("city", "h", "active", True),
        ("city", "idea", "planned", True),
    ]
    assert AffiliationNetwork.from_dataset(dataset).incidence.nnz == 4
