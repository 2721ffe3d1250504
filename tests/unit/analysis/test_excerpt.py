"""The part of a network that fits one picture."""

from __future__ import annotations

import polars as pl
import pytest

from graph.analysis.cut.rollup import roll_up
from graph.analysis.drawing.excerpt import (
    GROUPS_ON_PAGE,
    LARGEST_PICTURE,
    LINES_ON_PAGE,
    Excerpt,
    Part,
    excerpt,
)
from graph.dataset import Dataset
from graph.network import Level, participations
from loaders.invented import TODAY, invented_network


def network(ties: dict[str, str], **tables: pl.DataFrame) -> Dataset:
    """Groups by name → letters of the organisations in them; capital letters are unnamed."""
    organizations = sorted({letter for letters in ties.values() for letter in letters})
    memberships = [(f"{o}-{g}", o, g, "member") for g, letters in ties.items() for o in letters]
    given = {
        "organizations": pl.DataFrame(
            {
                "id": organizations,
                "name": organizations,
                "kind": ["unnamed" if o.isupper() else "named" for o in organizations],
                "classification": ["police" if o == "a" else "school" for o in organizations],
            }
        ),
        "groups": pl.DataFrame(
            {
                "id": list(ties),
                "name": list(ties),
                "classification": ["steering" if g == "top" else "area" for g in ties],
                "status": ["active"] * len(ties),
            }
        ),
        "memberships": pl.DataFrame(
            memberships, schema=["id", "organization_id", "group_id", "role"], orient="row"
        ),
    }
    return Dataset({**given, **tables})


PLACES = {
    "areas": pl.DataFrame({"id": ["city", "park"], "name": ["City", "Park"]}),
    "area_parts": pl.DataFrame({"area_id": ["park"], "parent_id": ["city"]}),
    "group_areas": pl.DataFrame({"group_id": ["top", "one", "two"], "area_id": ["city", "park", "city"]}),
}


def nodes(found: Excerpt) -> tuple[str, str]:
    return "".join(found.organization_ids), " ".join(found.group_ids)


def test_everything_fits_a_small_picture() -> None:
    found = excerpt(network({"top": "ab", "one": "bcX"}))

    assert nodes(found) == ("Xabc", "one top")
    assert found.ties.drop("host").rows() == [
        ("X", "one", "active"),
        ("a", "top", "active"),
        ("b", "one", "active"),
        ("b", "top", "active"),
        ("c", "one", "active"),
    ]
    assert found.is_whole


def test_those_without_a_name_and_those_only_meant_to_take_part_are_counted_apart() -> None:
    dataset = network({"top": "ab", "one": "bcX"})
    invited = pl.when(pl.col("organization_id").is_in(["a", "X"])).then(pl.lit("invited")).otherwise("role")
    found = excerpt(dataset.replace(memberships=dataset["memberships"].with_columns(role=invited)))

    assert (found.fitting_organizations, found.fitting_unnamed, found.fitting_planned) == (4, 1, 1)


def test_an_empty_dataset_gives_an_empty_picture() -> None:
    found = excerpt(Dataset(), sectors=("police",), area_id="city", expanded=("groups:one",))

    assert nodes(found) == ("", "")
    assert found.is_whole


def test_kinds_keep_groups_and_those_in_them() -> None:
    assert nodes(excerpt(network({"top": "ab", "one": "bc"}), kinds=("area",))) == ("bc", "one")


def test_sectors_keep_organizations_and_groups_they_are_in() -> None:
    assert nodes(excerpt(network({"top": "ab", "one": "bc"}), sectors=("police",))) == ("a", "top")


def test_a_topic_keeps_the_groups_that_work_on_it() -> None:
    topics = pl.DataFrame({"group_id": ["one"], "topic_id": ["youth"]})
    dataset = network({"top": "ab", "one": "bc"}, group_topics=topics)

    assert nodes(excerpt(dataset, topic_id="youth")) == ("bc", "one")
    assert nodes(excerpt(dataset, topic_id="traffic")) == ("", "")


def test_an_area_takes_in_the_areas_inside_it() -> None:
    found = excerpt(network({"top": "a", "one": "b", "two": "c", "far": "d"}, **PLACES), area_id="city")

    assert nodes(found) == ("abc", "one top two")
    assert found.reaching_group_ids == ()


def test_groups_of_larger_areas_are_told_and_not_drawn() -> None:
    found = excerpt(network({"top": "a", "one": "b", "two": "c"}, **PLACES), area_id="park")

    assert nodes(found) == ("b", "one")
    assert found.reaching_group_ids == ("top", "two")


def test_reaching_groups_follow_the_other_filters() -> None:
    dataset = network({"top": "a", "one": "b", "two": "c"}, **PLACES)
    assert excerpt(dataset, area_id="park", kinds=("area",)).reaching_group_ids == ("two",)


@pytest.mark.parametrize(
    ("expanded", "expected"),
    [
        (("organizations:b",), ("abc", "one top")),
        (("groups:one",), ("abc", "one top")),
        (("organizations:z", "groups:", "nonsense", "areas:city"), ("ab", "top")),
    ],
)
def test_expanding_adds_all_neighbors_whatever_else_is_chosen(expanded, expected) -> None:
    dataset = network({"top": "ab", "one": "bc"})
    found = excerpt(dataset, kinds=("steering",), expanded=expanded)

    if expanded == ("organizations:b",):
        expected = ("ab", "one top")  # its group comes, with the tie to it, but not the group's others
    assert nodes(found) == expected


def test_an_organization_in_no_group_can_be_shown_alone() -> None:
    alone = pl.DataFrame({"id": ["z"], "name": ["z"], "kind": ["named"]})
    dataset = network({"top": "a"})
    dataset = dataset.replace(organizations=pl.concat([dataset["organizations"], alone], how="diagonal"))

    assert nodes(excerpt(dataset)) == ("a", "top")
    assert nodes(excerpt(dataset, expanded=("organizations:z",))) == ("az", "top")


def test_invited_participants_are_drawn_as_planned() -> None:
    dataset = network({"top": "ab"})
    memberships = dataset["memberships"].with_columns(
        role=pl.when(pl.col("organization_id") == "b").then(pl.lit("invited")).otherwise("role")
    )
    found = excerpt(dataset.replace(memberships=memberships))
    assert found.ties.drop("host").rows() == [("a", "top", "active"), ("b", "top", "planned")]


LARGE = {"island": "pqrstu", "g1": "abc", "g2": "abd", "g3": "de", "g4": "y", "g5": "z"}


def test_a_large_network_is_cut_to_groups_that_are_tied_and_to_those_who_tie_them() -> None:
    found = excerpt(network(LARGE), limit=8)

    assert nodes(found) == ("abcd", "g1 g2")
    assert (found.fitting_organizations, found.fitting_groups) == (13, 6)
    assert (found.left_out_organizations, found.left_out_groups) == (9, 4)
    assert found.connecting_organizations == 2
    assert not found.is_whole


def test_the_pages_of_a_large_network_hold_all_its_groups() -> None:
    pages = [excerpt(network(LARGE), limit=8, page=number) for number in (1, 2, 3)]

    assert [" ".join(page.group_ids) for page in pages] == ["g1 g2", "g3 island", "g4 g5"]
    assert [(page.page.first, page.page.last) for page in pages] == [(1, 2), (3, 4), (5, 6)]


def test_a_page_that_is_not_there_is_the_nearest_one() -> None:
    assert excerpt(network(LARGE), limit=8, page=99).page.number == 3
    assert excerpt(network(LARGE), limit=8, page=0).page.number == 1


def test_a_network_that_fits_has_one_page_of_all_its_groups() -> None:
    found = excerpt(network({"top": "ab", "one": "bcX"}), page=7)
    assert (found.page.number, found.page.count, found.page.first, found.page.last) == (1, 1, 1, 2)
    assert found.parts.is_empty()


def test_what_was_asked_for_stands_beside_the_page() -> None:
    assert nodes(excerpt(network(LARGE), limit=8, expanded=("groups:g4",))) == ("abcdy", "g1 g2 g4")
    assert nodes(excerpt(network(LARGE), limit=8, expanded=("organizations:e",)))[1] == "g1 g2 g3"


def test_an_expanded_group_comes_with_as_many_as_there_is_room_for() -> None:
    found = excerpt(network(LARGE), limit=12, expanded=("groups:island",))
    assert set("pqrstu") <= set(found.organization_ids)


def test_a_group_drawn_with_some_of_its_participants_says_how_many() -> None:
    dataset = network({"g1": "abcdefgh", "g2": "abij", "g3": "kl", "g4": "m"})
    memberships = dataset["memberships"].with_columns(
        role=pl.when(pl.col("organization_id") == "h").then(pl.lit("invited")).otherwise("role")
    )
    found = excerpt(dataset.replace(memberships=memberships), limit=8)

    assert nodes(found) == ("abcdij", "g1 g2")
    assert found.part("groups", "g1") == Part(drawn=4, fitting=8, planned=1)
    assert found.part("groups", "g2") is None
    assert found.part("organizations", "a") is None


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 9, 12])
def test_a_picture_never_holds_more_than_its_limit(limit: int) -> None:
    dataset = network({"g1": "abcdef", "g2": "abcde", "g3": "abx", "g4": "y"})
    found = excerpt(dataset, limit=limit)
    assert len(found.organization_ids) + len(found.group_ids) <= limit


def test_a_dense_network_is_cut_until_its_lines_can_be_told_apart() -> None:
    everyone = "abcdefghijklmnopqrstuvwxyz"
    dense = excerpt(network({f"g{n:02}": everyone for n in range(90)}))

    assert not dense.is_whole
    assert LINES_ON_PAGE - len(dense.group_ids) < dense.ties.height <= LINES_ON_PAGE
    assert dense.ties.height == len(dense.organization_ids) * len(dense.group_ids)


def test_a_small_dense_network_is_drawn_whole() -> None:
    assert excerpt(network({f"g{n}": "abcdefghijklmnopqrst" for n in range(12)})).is_whole


def test_without_a_limit_everything_is_drawn() -> None:
    dataset = network({f"g{n}": "abcdefghijklmnopqrstuvwxyz" for n in range(300)})
    assert excerpt(dataset, limit=None).is_whole
    assert not excerpt(dataset).is_whole


def test_only_lines_between_drawn_groups_are_drawn() -> None:
    between = pl.DataFrame({"group_id": ["one", "one"], "represented_in_id": ["top", "gone"]})
    dataset = network({"top": "a", "one": "b"}, representations=between)

    assert excerpt(dataset).representations.rows() == [("one", "top")]
    assert excerpt(dataset, kinds=("area",)).representations.is_empty()


@pytest.fixture(scope="module", params=[2_000, 20_000, 100_000])
def invented(request: pytest.FixtureRequest) -> Dataset:
    """Networks far too large for one picture."""
    whole = invented_network(memberships=request.param, seed=1)
    return roll_up(whole.as_of(TODAY), level=Level.ORGANIZATION)


def test_the_first_picture_of_a_large_network_shows_ties_between_groups(invented: Dataset) -> None:
    found = excerpt(invented)
    lines = found.ties.group_by("organization_id").len()

    assert found.connecting_organizations >= len(found.organization_ids) * 9 // 10
    assert lines.filter(pl.col("len") == 2).height >= 10  # not only those that are everywhere
    widest = participations(invented).filter(kind="named", standing="active")["organization_id"]
    assert widest.value_counts().sort("count", descending=True)[0, 0] in found.organization_ids


def test_the_first_picture_of_a_large_network_has_no_group_without_a_line(invented: Dataset) -> None:
    found = excerpt(invented)
    with_members = set(participations(invented)["group_id"])

    assert set(found.group_ids) & with_members == set(found.ties["group_id"])
    assert len(found.group_ids) >= GROUPS_ON_PAGE * 3 // 4


def test_the_first_picture_of_a_large_network_is_as_full_as_can_be_read(invented: Dataset) -> None:
    found = excerpt(invented)
    nodes = len(found.group_ids) + len(found.organization_ids)

    assert nodes > LARGEST_PICTURE // 2
    assert nodes <= LARGEST_PICTURE
    assert LINES_ON_PAGE - 2 < found.ties.height <= LINES_ON_PAGE


def test_every_page_of_a_large_network_is_drawn_with_all_its_groups(invented: Dataset) -> None:
    count = excerpt(invented).page.count
    with_members = set(participations(invented)["group_id"])
    for number in (1, 2, count // 2, count):
        found = excerpt(invented, page=number)
        assert len(found.group_ids) == found.page.last - found.page.first + 1
        assert set(found.group_ids) & with_members == set(found.ties["group_id"])
        assert len(found.group_ids) + len(found.organization_ids) <= LARGEST_PICTURE
