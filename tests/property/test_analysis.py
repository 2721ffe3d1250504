"""What must hold for every network: projections, coverage and roll-up on drawn ones."""

from __future__ import annotations

import datetime as dt
from itertools import combinations

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.base.area_tree import area_tree
from graph.analysis.coverage.matrix import (
    CoverageRules,
    CoverageState,
    area_coverage,
    area_sector_coverage,
    group_sector_coverage,
    topic_sector_coverage,
)
from graph.analysis.cut.rollup import roll_up
from graph.analysis.places.collaboration import area_actors, area_overview
from graph.analysis.ties.ego import ego
from graph.analysis.ties.projection import pair_count, projection
from graph.dataset import NOT_YET, Dataset
from graph.network import AffiliationNetwork, Level, participations

TODAY = dt.date(2026, 11, 22)
MATRICES = (area_coverage, group_sector_coverage, area_sector_coverage, topic_sector_coverage)

_ORGANIZATIONS = [f"o{n}" for n in range(8)]
_GROUPS = [f"g{n}" for n in range(6)]
_AREAS = [f"a{n}" for n in range(5)]
_TOPICS = [f"t{n}" for n in range(3)]
_SECTORS = [f"s{n}" for n in range(3)]


def _pairs(left, right, most=14):
    return st.lists(st.tuples(st.sampled_from(left), st.sampled_from(right)), unique=True, max_size=most)


@st.composite
def networks(draw):
    """A small network with everything coverage looks at, unnamed and planned ones included."""
    kinds = draw(st.lists(st.sampled_from(["named", "named", "unnamed"]), min_size=8, max_size=8))
    sectors = draw(st.lists(st.sampled_from([*_SECTORS, None]), min_size=8, max_size=8))
    statuses = draw(
        st.lists(st.sampled_from(["active", "active", "proposed", "closed"]), min_size=6, max_size=6)
    )
    seats = draw(_pairs(_ORGANIZATIONS, _GROUPS, 24))
    roles = draw(st.lists(st.sampled_from(["member", "chair", "invited"]), min_size=24, max_size=24))
    days = draw(st.lists(st.sampled_from([None, TODAY, dt.date(2020, 1, 1)]), min_size=24, max_size=24))
    # a parent is an earlier area, so that areas make a tree
    parents = [draw(st.sampled_from([None, *_AREAS[:n]])) for n in range(len(_AREAS))]
    units = [
        (o, draw(st.sampled_from(_ORGANIZATIONS[:n])))
        for n, o in enumerate(_ORGANIZATIONS)
        if n and draw(st.booleans())
    ]
    needs = draw(
        st.dictionaries(
            st.tuples(st.sampled_from(_AREAS), st.sampled_from(_TOPICS)), st.integers(0, 3), max_size=6
        )
    )
    expected = draw(
        st.lists(
            st.tuples(
                st.sampled_from(
                    [
                        *(("group", g) for g in _GROUPS),
                        *(("area", a) for a in _AREAS),
                        *(("topic", t) for t in _TOPICS),
                        ("group_classification", "area"),
                    ]
                ),
                st.sampled_from(_SECTORS),
                st.one_of(st.none(), st.sampled_from(_ORGANIZATIONS)),
                st.one_of(st.none(), st.integers(1, 4)),
            ),
            max_size=5,
        )
    )

    def some(values):
        return st.sampled_from([None, *values])

    who = st.one_of(
        st.tuples(st.sampled_from(_ORGANIZATIONS), some(_GROUPS)),
        st.tuples(st.none(), st.sampled_from(_GROUPS)),
    )
    status = some(["planned", "ongoing", "completed", "stopped", NOT_YET])
    activities = draw(st.lists(st.tuples(who, some(_AREAS), some(_TOPICS), status), max_size=8))
    hosts = draw(_pairs(_GROUPS, _ORGANIZATIONS, 4))

    def table(names, rows):
        return pl.DataFrame(rows, schema=names.split(), orient="row", infer_schema_length=None)

    tables = {
        "sectors": table("id name", [(s, s) for s in _SECTORS]),
        "organizations": table(
            "id name kind classification",
            [(o, o, k, s) for o, k, s in zip(_ORGANIZATIONS, kinds, sectors, strict=True)],
        ),
        "groups": table(
            "id name classification status",
            [(g, g, "area", s) for g, s in zip(_GROUPS, statuses, strict=True)],
        ),
        "areas": table("id name", [(a, a) for a in _AREAS]),
        "topics": table("id name", [(t, t) for t in _TOPICS]),
        "area_parts": table("area_id parent_id", [(a, p) for a, p in zip(_AREAS, parents, strict=True) if p]),
        "memberships": table(
            "id organization_id group_id role confirmed_on",
            [(f"m{n}", o, g, roles[n], days[n]) for n, (o, g) in enumerate(seats)],
        ),
        "group_areas": table("group_id area_id", draw(_pairs(_GROUPS, _AREAS))),
        "group_topics": table("group_id topic_id", draw(_pairs(_GROUPS, _TOPICS))),
        "presences": table("organization_id area_id", draw(_pairs(_ORGANIZATIONS, _AREAS, 5))),
        "units": table("organization_id parent_id", units),
        "hosts": table("group_id organization_id", hosts),
        "activities": table(
            "id organization_id group_id area_id topic_id status",
            [(f"x{n}", *pair, a, t, status) for n, (pair, a, t, status) in enumerate(activities)],
        ),
        "needs": table("area_id topic_id level", [(a, t, n) for (a, t), n in needs.items()]),
        "expectations": table(
            "id scope scope_id sector_id organization_id minimum",
            [(f"e{n}", *scope, s, o, m) for n, (scope, s, o, m) in enumerate(expected)],
        ),
    }
    return Dataset({name: frame for name, frame in tables.items() if frame.height})


@st.composite
def affiliations(draw):
    """A two-mode network of up to 12 organisations and 8 groups."""
    organizations = [f"o{n:02}" for n in range(draw(st.integers(0, 12)))]
    groups = [f"g{n}" for n in range(draw(st.integers(0, 8)))]
    ties = draw(_pairs(organizations, groups, 60)) if organizations and groups else []
    return AffiliationNetwork.from_ties(ties, organization_ids=organizations, group_ids=groups)


def _renamed(frame, names):
    return frame.with_columns(pl.col(pl.String).replace(names))


@given(affiliations(), st.one_of(st.none(), st.integers(1, 6)))
def test_projection_is_the_product_of_the_incidence_with_itself(network, limit):
    dense = network.incidence.toarray()
    sizes = dense.sum(axis=0)
    if limit is not None:
        left_out = {g for g, size in zip(network.group_ids, sizes, strict=True) if size > limit}
        assert set(projection(network, size_limit=limit).left_out_group_ids) == left_out
        dense = dense[:, sizes <= limit]
        sizes = sizes[sizes <= limit]
    shared = dense @ dense.T
    newman = (dense / np.maximum(sizes - 1, 1)) @ dense.T
    expected = [
        (network.organization_ids[i], network.organization_ids[j], shared[i, j], newman[i, j])
        for i, j in combinations(range(len(dense)), 2)
        if shared[i, j]
    ]
    rows = projection(network, size_limit=limit).pairs.rows()
    assert [row[:3] for row in rows] == [row[:3] for row in expected]
    np.testing.assert_allclose([row[3] for row in rows], [row[3] for row in expected])


@given(affiliations())
def test_newman_weights_of_one_organization_sum_to_its_groups_with_others(network):
    result = projection(network)
    sums = np.zeros(len(network.organization_ids))
    np.add.at(sums, result.first, result.newman_weight)
    np.add.at(sums, result.second, result.newman_weight)
    with_others = network.incidence @ (network.group_sizes > 1).astype(float)
    np.testing.assert_allclose(sums, with_others)
    assert result.shared_groups.sum() == pair_count(network)


@given(affiliations())
def test_ego_is_the_row_of_the_projection(network):
    pairs = projection(network).pairs
    for organization in network.organization_ids:
        meets = ego(network, organization).meets
        row = pl.concat(
            [
                pairs.filter(pl.col("organization_a") == organization).select(
                    pl.col("organization_b").alias("o"), "shared_groups"
                ),
                pairs.filter(pl.col("organization_b") == organization).select(
                    pl.col("organization_a").alias("o"), "shared_groups"
                ),
            ]
        )
        assert set(meets.select("organization_id", "shared_groups").rows()) == set(row.rows())


@settings(max_examples=40)
@given(networks())
def test_states_partition_the_cells(dataset):
    for matrix in MATRICES:
        coverage = matrix(dataset, rules=CoverageRules(), today=TODAY)
        assert sum(coverage.counts.values()) == len(coverage.row_ids) * len(coverage.column_ids)
        assert coverage.summary.select("row_id", "column_id").is_unique().all()
        assert coverage.summary["state"].is_in([s.value for s in CoverageState]).all()
        for row in coverage.cells.iter_rows(named=True):
            _check_cell(row, sectors=matrix is not area_coverage)
        assert coverage.weighted is None or 0 <= coverage.weighted <= 1


def _check_cell(row, *, sectors):
    state, count = CoverageState(row["state"]), len(row["organizations"])
    lists = {
        "organizations",
        "stated",
        "inside",
        "planned",
        "ended",
        "from_above",
        "unnamed",
        "expected_missing",
    }
    assert row["organization_count"] == count
    assert row["planned_count"] == len(row["planned"])
    assert row["unnamed_count"] == len(row["unnamed"])
    assert all(row[name] == sorted(set(row[name])) for name in lists)
    others = ("inside", "planned", "from_above", "unnamed", "ended")
    assert not set(row["organizations"]) & {one for name in others for one in row[name]}
    assert not set(row["inside"]) & set(row["from_above"])
    assert row["inside_count"] == len(row["inside"])
    assert row["stated_count"] == len(row["stated"])
    assert set(row["stated"]) <= set(row["organizations"])
    assert row["inferred_count"] == count - row["stated_count"]
    if row["score"] is not None:
        assert 0 <= row["projected_score"] <= row["score"]
        if not row["expected_missing"]:
            assert row["score"] == row["need"] * max(0, row["wanted"] - count - row["inside_count"])
    match state:
        case CoverageState.NOT_NEEDED:
            assert row["need"] == 0
        case CoverageState.UNKNOWN:
            assert row["score"] is None
            assert not row["need_recorded"]
            assert count == 0
        case CoverageState.STALE:
            assert (TODAY - row["confirmed_on"]).days > 365
        case CoverageState.GAP:
            assert row["expected_missing"] or (count == 0 and not row["from_above"] and not row["inside"])
            assert row["need"] > 0
        case CoverageState.IN_PARTS:
            assert row["inside"]
            assert count <= 1
        case CoverageState.FROM_ABOVE:
            assert row["from_above"]
        case CoverageState.SINGLE_POINT:
            assert count == 1
            assert not row["inside"]
        case CoverageState.COVERED:
            assert 2 <= count <= 8
        case CoverageState.CROWDED:
            assert count > 8
    if sectors and not row["need_recorded"]:
        assert state is not CoverageState.GAP
        assert row["need"] is None


@settings(max_examples=40)
@given(networks())
def test_stated_beats_inferred(dataset):
    """Who has activities of its own stands in exactly the cells they name, whatever groups it is in."""
    own = dataset["activities"].drop_nulls("organization_id")
    going_on = own.filter(pl.col("status").fill_null("ongoing") == "ongoing")
    stated = set(
        going_on.drop_nulls(["area_id", "topic_id"]).select("organization_id", "area_id", "topic_id").rows()
    )
    named = set(dataset["organizations"].filter(pl.col("kind") == "named")["id"])
    spoken_of = named & set(own["organization_id"])
    found = set()
    for row in area_coverage(dataset, rules=CoverageRules(), today=TODAY).cells.iter_rows(named=True):
        found |= {(o, row["row_id"], row["column_id"]) for o in row["organizations"] if o in spoken_of}
    assert found == {each for each in stated if each[0] in named}


@settings(max_examples=40)
@given(networks())
def test_only_stated_is_what_the_activities_say(dataset):
    rules = CoverageRules(inferred=False)
    without_groups = dataset.replace(
        memberships=dataset["memberships"].clear(), group_areas=dataset["group_areas"].clear()
    )
    for one, other in zip(
        area_coverage(dataset, rules=rules, today=TODAY).cells.iter_rows(named=True),
        area_coverage(without_groups, rules=rules, today=TODAY).cells.iter_rows(named=True),
        strict=True,
    ):
        assert one["organizations"] == other["organizations"] == one["stated"]


@settings(max_examples=20)
@given(networks())
def test_area_holds_the_distinct_organizations_of_its_parts(dataset):
    coverage = area_coverage(dataset, rules=CoverageRules(), today=TODAY)
    cells = {(row["row_id"], row["column_id"]): row for row in coverage.cells.iter_rows(named=True)}
    inside = area_tree(dataset).ancestors.group_by("ancestor_id").agg("area_id")
    below = {area: list(parts) for area, parts in inside.iter_rows()}
    for (area, topic), row in cells.items():
        held = {o for part in below.get(area, []) for o in cells[part, topic]["organizations"]}
        assert {*row["organizations"], *row["inside"]} == {*row["organizations"], *held}


@settings(max_examples=20)
@given(networks())
def test_cell_alone_is_the_row_of_all_cells(dataset):
    coverage = area_sector_coverage(dataset, rules=CoverageRules(), today=TODAY)
    for row in coverage.cells.iter_rows(named=True):
        assert coverage.cell(row["row_id"], row["column_id"]) == row


@settings(max_examples=20)
@given(networks())
def test_names_and_order_of_ids_change_nothing_but_names(dataset):
    names = {
        old: f"z{99 - int(old[1:]):02}{old[0]}"
        for old in (*_ORGANIZATIONS, *_GROUPS, *_AREAS, *_TOPICS, *_SECTORS)
    }
    turned = Dataset({table: _renamed(dataset[table].reverse(), names) for table in dataset})
    for matrix in MATRICES:
        before = matrix(dataset, rules=CoverageRules(), today=TODAY)
        after = matrix(turned, rules=CoverageRules(), today=TODAY)
        assert before.counts == after.counts
        assert before.weighted == after.weighted or np.isclose(before.weighted, after.weighted)
        cells = set(before.summary.with_columns(pl.col("row_id", "column_id").replace(names)).iter_rows())
        assert cells == set(after.summary.iter_rows())


@settings(max_examples=40)
@given(networks())
def test_unnamed_change_no_tie_and_no_count(dataset):
    kinds = dataset["organizations"].select(organization_id="id", kind="kind")
    named = dataset.replace(
        memberships=dataset["memberships"]
        .join(kinds, on="organization_id")
        .filter(pl.col("kind") == "named")
        .drop("kind")
    )
    one, other = AffiliationNetwork.from_dataset(dataset), AffiliationNetwork.from_dataset(named)
    assert projection(one).pairs.equals(projection(other).pairs)
    assert area_overview(dataset)["on_site"].equals(area_overview(named)["on_site"])


@settings(max_examples=40)
@given(networks())
def test_overview_counts_what_the_actors_list(dataset):
    named = area_actors(dataset).filter(pl.col("kind") == "named")
    for row in area_overview(dataset).iter_rows(named=True):
        ways = named.filter(pl.col("area_id") == row["area_id"])["via"].to_list()
        counted = ("stated", "through_groups", "present", "inside", "from_above")
        listed = [ways.count(via) for via in ("stated", "group", "present", "inside", "from_above")]
        assert [row[column] for column in counted] == listed
        assert row["on_site"] == sum(listed[:3])


@settings(max_examples=40)
@given(networks())
def test_roll_up_is_done_once_and_leaves_no_unit(dataset):
    rolled = roll_up(dataset, level=Level.ORGANIZATION)
    assert roll_up(rolled, level=Level.ORGANIZATION) == rolled
    here = set(rolled["organizations"]["id"])
    assert set(rolled["memberships"]["organization_id"]) <= here
    assert set(rolled["expectations"]["organization_id"].drop_nulls()) <= here
    # whoever takes part did so before, as itself or through a unit: no group gains, none is emptied
    before, after = participations(dataset), participations(rolled)
    assert set(after["group_id"]) == set(before["group_id"])
    assert after.height <= before.height
