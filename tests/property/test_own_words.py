"""What must hold of own words and of templates, on drawn networks."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.drawing.excerpt import excerpt
from graph.dataset import Dataset
from graph.model import GROUP_CLASSIFICATIONS, ROLES
from graph.network import participations
from graph.templates import with_template_groups
from graph.vocabulary import bases, counted_as, kinds_that_occur, words_for

_PLACES = [f"a{n}" for n in range(6)]


@st.composite
def groups_and_roles(draw):
    """Groups of drawn kinds with members in drawn roles, all by our own words."""
    kinds = draw(st.lists(st.sampled_from(GROUP_CLASSIFICATIONS), min_size=1, max_size=6))
    seats = draw(
        st.lists(
            st.tuples(st.integers(0, 4), st.integers(0, len(kinds) - 1), st.sampled_from(ROLES)),
            max_size=12,
        )
    )
    return Dataset(
        {
            "organizations": pl.DataFrame(
                {"id": [f"o{n}" for n in range(5)], "name": ["o"] * 5, "kind": ["named"] * 5}
            ),
            "groups": pl.DataFrame(
                {
                    "id": [f"g{n}" for n in range(len(kinds))],
                    "name": ["g"] * len(kinds),
                    "classification": kinds,
                    "status": ["active"] * len(kinds),
                }
            ),
            "memberships": pl.DataFrame(
                [(f"o{o}", f"g{g}", role) for o, g, role in seats],
                schema=["organization_id", "group_id", "role"],
                orient="row",
                schema_overrides=dict.fromkeys(("organization_id", "group_id", "role"), pl.String),
            ),
        }
    )


def _in_own_words(dataset: Dataset) -> Dataset:
    """The same network with every kind and role called by a word of its own."""

    def words(choices):
        return pl.DataFrame({"id": [f"own-{w}" for w in choices], "name": choices, "base": choices})

    return dataset.replace(
        group_kinds=words(GROUP_CLASSIFICATIONS),
        roles=words(ROLES),
        groups=dataset["groups"].with_columns(pl.lit("own-") + pl.col("classification")),
        memberships=dataset["memberships"].with_columns(role=pl.lit("own-") + pl.col("role")),
    )


@settings(max_examples=60)
@given(groups_and_roles())
def test_without_own_words_every_word_counts_as_itself(dataset):
    for vocabulary, table, column in (
        ("group_kinds", "groups", "classification"),
        ("roles", "memberships", "role"),
    ):
        assert bases(dataset, vocabulary) == {}
        assert (
            dataset[table]
            .select(counted_as(dataset, vocabulary, column))
            .equals(dataset[table].select(column))
        )
        assert words_for(dataset, vocabulary, "any") == ("any",)
    assert set(kinds_that_occur(dataset)) == set(dataset["groups"]["classification"])


@settings(max_examples=60)
@given(groups_and_roles(), st.sampled_from(GROUP_CLASSIFICATIONS))
def test_the_same_network_in_other_words_has_the_same_answers(dataset, kind):
    called = _in_own_words(dataset)
    assert participations(called).equals(participations(dataset))
    assert excerpt(called, kinds=[kind]).group_ids == excerpt(dataset, kinds=[kind]).group_ids


@st.composite
def places_and_templates(draw):
    """A tree of areas of two kinds, templates for them, and groups that are there already."""
    kinds = draw(st.lists(st.sampled_from(["quay", "town", None]), min_size=6, max_size=6))
    parents = [draw(st.sampled_from([None, *_PLACES[:n]])) for n in range(len(_PLACES))]
    within = draw(st.lists(st.sampled_from([None, *_PLACES]), min_size=1, max_size=3))
    there = draw(
        st.lists(
            st.tuples(st.integers(0, len(within) - 1), st.sampled_from(_PLACES)), unique=True, max_size=5
        )
    )
    templates = [f"t{n}" for n in range(len(within))]
    return Dataset(
        {
            "areas": pl.DataFrame({"id": _PLACES, "name": _PLACES, "classification": kinds}),
            "area_parts": pl.DataFrame(
                [(a, p) for a, p in zip(_PLACES, parents, strict=True) if p],
                schema={"area_id": pl.String, "parent_id": pl.String},
                orient="row",
            ),
            "topics": pl.DataFrame({"id": ["safety"], "name": ["Safety"]}),
            "group_templates": pl.DataFrame(
                {
                    "id": templates,
                    "name": ["Council {area}"] * len(templates),
                    "classification": ["area"] * len(templates),
                    "area_classification": ["quay"] * len(templates),
                    "within_area_id": within,
                    "topic_ids": [["safety", "gone"]] * len(templates),
                },
                schema_overrides={"within_area_id": pl.String},
            ),
            "groups": pl.DataFrame(
                [(f"g{n}", "g", "area", "active", f"t{t}") for n, (t, _) in enumerate(there)],
                schema=dict.fromkeys(("id", "name", "classification", "status", "template_id"), pl.String),
                orient="row",
            ),
            "group_areas": pl.DataFrame(
                [(f"g{n}", area) for n, (_, area) in enumerate(there)],
                schema={"group_id": pl.String, "area_id": pl.String},
                orient="row",
            ),
        }
    )


@settings(max_examples=60)
@given(places_and_templates())
def test_templates_make_each_group_once_and_leave_alone_what_is_there(dataset):
    whole = with_template_groups(dataset)

    assert with_template_groups(whole) == whole
    assert whole["groups"]["id"].is_unique().all()
    for table in ("groups", "group_areas", "group_topics"):
        assert (
            dataset[table]
            .join(whole[table], on=dataset[table].columns, how="anti", nulls_equal=True)
            .is_empty()
        )
    served = whole["group_areas"].join(
        whole["groups"].select(group_id="id", template_id="template_id"), on="group_id"
    )
    for template, within in dataset["group_templates"].select("id", "within_area_id").iter_rows():
        quays = dataset["areas"].filter(classification="quay")["id"]
        inside = set(quays) & _below(dataset, within) if within else set(quays)
        assert inside <= set(served.filter(template_id=template)["area_id"])
        made = whole["groups"].join(dataset["groups"], on="id", how="anti").filter(template_id=template)
        assert set(served.join(made, left_on="group_id", right_on="id", how="semi")["area_id"]) <= inside


def _below(dataset: Dataset, area_id: str) -> set[str]:
    """The areas that lie in an area, found by walking up from each."""
    parent = dict(dataset["area_parts"].select("area_id", "parent_id").iter_rows())

    def chain(area: str) -> set[str]:
        above = parent.get(area)
        return {above, *chain(above)} if above else set()

    return {area for area in _PLACES if area_id in chain(area)}
