"""Groups that belong together come together, and organisations that tie them are seen first."""

from __future__ import annotations

import itertools

import polars as pl
import pytest

from graph.analysis.ties.interlocks import Page, connecting_organizations, group_page


def ties(members: dict[str, str]) -> pl.DataFrame:
    """Group → letters of those in it; capital letters are unnamed, those after `+` are invited."""
    rows = [
        (o, g, "unnamed" if o.isupper() else "named", standing)
        for g, letters in members.items()
        for part, standing in zip(letters.split("+"), ("active", "planned"), strict=False)
        for o in part
    ]
    return pl.DataFrame(
        rows, schema=["organization_id", "group_id", "kind", "standing"], orient="row"
    ).with_columns(pl.all().cast(pl.String))


def paged(members: dict[str, str], size: int) -> list[str]:
    groups = pl.DataFrame({"group_id": list(members)}, schema={"group_id": pl.String})
    _, first = group_page(ties(members), groups=groups, size=size)
    pages = [
        group_page(ties(members), groups=groups, size=size, number=number)[0]
        for number in range(1, first.count + 1)
    ]
    return [" ".join(page["group_id"]) for page in pages]


def chosen(members: dict[str, str], groups: str, **limits: object) -> str:
    arguments = {"nodes": 99, "lines": 99, **limits}
    return "".join(connecting_organizations(ties(members), group_ids=groups.split(), **arguments))


def test_groups_tied_to_each_other_share_a_page() -> None:
    members = {"a1": "abx", "b1": "cdy", "a2": "abz", "b2": "cdw"}
    assert paged(members, 2) == ["a1 a2", "b1 b2"]


def test_the_group_that_shares_most_organizations_comes_first_not_the_largest() -> None:
    members = {"island": "pqrstuvwxyz", "one": "ab", "hub": "abcd", "two": "cd"}
    assert paged(members, 3) == ["hub one", "two island"]


def test_an_organization_in_many_groups_ties_them_less_than_one_in_two() -> None:
    # a is tied to b by one of its own, to c by one that sits everywhere
    members = {"a": "xh", "b": "x", "c": "h", **{f"h{n}": "h" for n in range(5)}}
    assert paged(members, 8)[0].split()[:2] == ["a", "b"]


def test_unnamed_and_invited_participants_tie_nothing() -> None:
    members = {"a": "PQ+kl", "b": "PQ+kl", "c": "m", "d": "m"}
    assert paged(members, 2) == ["c d", "a b"]


def test_a_page_begins_anew_where_nothing_left_is_tied_to_it() -> None:
    members = {"a": "x", "b": "x", "c": "y", "d": "y", "e": "z"}
    assert paged(members, 5) == ["a b c d e"]


def test_each_page_grows_from_its_own_first_group() -> None:
    # left after the first page are c, tied to a, and the pair d e; d begins, so e comes before c
    members = {"a": "pqrs", "b": "pqr", "c": "s", "d": "uv", "e": "uv"}
    assert paged(members, 3) == ["a b", "d e c"]


def test_groups_without_participants_come_last_by_id() -> None:
    assert paged({"n": "", "m": "", "a": "x"}, 2) == ["a", "m n"]


def test_no_groups_make_one_empty_page() -> None:
    assert paged({}, 3) == [""]


@pytest.mark.parametrize(("groups", "count"), [(1, 1), (40, 1), (41, 2), (97, 3), (599, 15)])
def test_pages_follow_each_other_and_differ_by_one_group_at_most(groups: int, count: int) -> None:
    pages = [Page(number, count, groups) for number in range(1, count + 1)]
    sizes = {page.last - page.first + 1 for page in pages}

    assert (pages[0].first, pages[-1].last) == (1, groups)
    assert all(after.first == before.last + 1 for before, after in itertools.pairwise(pages))
    assert max(sizes) - min(sizes) <= 1


def test_a_page_of_no_groups_has_no_places() -> None:
    assert (Page(1, 1, 0).first, Page(1, 1, 0).last) == (0, 0)


def test_the_widest_come_until_each_group_has_a_tie_then_those_whose_ties_say_most() -> None:
    # w gives both groups their tie; a and b tie just these two, c sits in a third one too
    members = {"g": "abcw", "h": "abcw", "i": "cw", "j": "w"}
    assert chosen(members, "g h") == "wabc"
    assert chosen(members, "g h", lines=5) == "wa"


def test_one_whose_lines_do_not_fit_is_passed_over_for_one_whose_lines_do() -> None:
    members = {"g": "wabx", "h": "wab", "i": "wab", "j": "wy"}
    assert chosen(members, "g h i", lines=4) == "wx"


def test_a_group_gets_its_tie_whatever_the_limit_of_lines() -> None:
    assert chosen({"g": "ab", "h": "cd"}, "g h", lines=0) == "ac"


def test_those_in_one_group_come_in_turn_named_ones_first() -> None:
    members = {"large": "abcdeK", "small": "yzM"}
    assert chosen(members, "large small") == "aybzcMdeK"


def test_what_is_asked_for_comes_first_as_far_as_each_group_keeps_room_for_a_tie() -> None:
    members = {"g": "ab", "h": "cd"}
    assert chosen(members, "g h", first="bdz", then="c", nodes=6) == "bdzca"
    assert chosen(members, "g h", first="zyx", nodes=3) == "zac"
