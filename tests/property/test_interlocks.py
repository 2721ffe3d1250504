"""What must hold for the pages of groups, and for what is drawn of them, whatever the network."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.drawing.excerpt import LINES_ON_PAGE, excerpt
from graph.analysis.ties.interlocks import group_page
from graph.dataset import Dataset
from graph.network import participations

seats = st.sets(st.tuples(st.integers(0, 25), st.integers(0, 14), st.booleans()), max_size=120)


def network(drawn: set[tuple[int, int, bool]], groups: int) -> Dataset:
    pairs = {(f"o{o:02}", f"g{g:02}"): invited for o, g, invited in sorted(drawn) if g < groups}
    organizations = sorted({o for o, _ in pairs})
    return Dataset(
        {
            "organizations": pl.DataFrame(
                {
                    "id": organizations,
                    "name": organizations,
                    "kind": ["unnamed" if o.endswith("7") else "named" for o in organizations],
                }
            ),
            "groups": pl.DataFrame(
                {
                    "id": [f"g{g:02}" for g in range(groups)],
                    "name": [f"g{g:02}" for g in range(groups)],
                    "status": ["active"] * groups,
                }
            ),
            "memberships": pl.DataFrame(
                [(f"{o}-{g}", o, g, "invited" if invited else "member") for (o, g), invited in pairs.items()],
                schema=["id", "organization_id", "group_id", "role"],
                orient="row",
            ),
        }
    )


@given(seats, st.integers(1, 15), st.integers(1, 8))
@settings(max_examples=60)
def test_every_group_is_on_exactly_one_page_whatever_the_order_of_the_rows(drawn, groups, size) -> None:
    dataset = network(drawn, groups)
    ties, every = participations(dataset), dataset["groups"].select(group_id="id")
    _, first = group_page(ties, groups=every, size=size)
    numbers = range(1, first.count + 1)
    pages = [group_page(ties, groups=every, size=size, number=number) for number in numbers]

    assert sorted(pl.concat([found for found, _ in pages])["group_id"]) == sorted(every["group_id"])
    for number, (found, page) in zip(numbers, pages, strict=True):
        assert page.number == number
        assert found.height == page.last - page.first + 1 <= size
        again, _ = group_page(ties.reverse(), groups=every.reverse(), size=size, number=number)
        assert again.equals(found)


@given(seats, st.integers(1, 15), st.integers(4, 40))
@settings(max_examples=80)
def test_the_pages_of_the_map_draw_every_group_once_and_none_without_a_line(drawn, groups, limit) -> None:
    dataset = network(drawn, groups)
    with_members = set(participations(dataset)["group_id"])
    first = excerpt(dataset, limit=limit)
    pages = [excerpt(dataset, limit=limit, page=number) for number in range(1, first.page.count + 1)]

    assert sorted(group for page in pages for group in page.group_ids) == sorted(dataset["groups"]["id"])
    for number, page in enumerate(pages, start=1):
        assert page.page.number == number
        assert len(page.group_ids) == page.page.last - page.page.first + 1
        assert len(page.group_ids) + len(page.organization_ids) <= limit
        assert with_members & set(page.group_ids) == set(page.ties["group_id"])


@given(seats, st.integers(1, 15), st.integers(4, 40), st.sets(st.integers(0, 25), max_size=9))
@settings(max_examples=60)
def test_what_is_expanded_leaves_no_group_without_a_line(drawn, groups, limit, wanted) -> None:
    dataset = network(drawn, groups)
    expanded = [f"organizations:o{o:02}" for o in sorted(wanted)] + [f"groups:g{o % 15:02}" for o in wanted]
    found = excerpt(dataset, limit=limit, expanded=expanded)

    assert len(found.group_ids) + len(found.organization_ids) <= limit
    assert set(participations(dataset)["group_id"]) & set(found.group_ids) == set(found.ties["group_id"])
    assert found.ties.height <= LINES_ON_PAGE


@given(seats, st.integers(1, 15), st.integers(4, 40))
@settings(max_examples=60)
def test_what_is_drawn_in_part_says_how_much_of_it_is(drawn, groups, limit) -> None:
    dataset = network(drawn, groups)
    everyone = participations(dataset)
    found = excerpt(dataset, limit=limit)
    for table, column, ids in (
        ("groups", "group_id", found.group_ids),
        ("organizations", "organization_id", found.organization_ids),
    ):
        for node in ids:
            lines = found.ties.filter(pl.col(column) == node).height
            mine = everyone.filter(pl.col(column) == node)
            part = found.part(table, node)
            if lines == mine.height:
                assert part is None
            else:
                assert part is not None
                planned = (mine["standing"] == "planned").sum()
                assert (part.drawn, part.fitting, part.planned) == (lines, mine.height, planned)
