"""One number is one number: whatever two pages say of the same thing, they say the same.

Each test names one figure and every place where it is told: pages, as they are drawn, and the function
that the figure stands in. It is held on a real network, on an invented one with every field filled, and
on a table of who does what where.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from graph.analysis.base.area_tree import area_tree
from graph.analysis.coverage.matrix import CoverageRules, CoverageState, area_coverage
from graph.analysis.cut.data_day import data_day
from graph.analysis.cut.rollup import roll_up
from graph.analysis.places.collaboration import area_overview
from graph.analysis.places.places import places, widest
from graph.analysis.records.overview import Overview, overview
from graph.analysis.records.profile import group_profile, organization_profile
from graph.analysis.records.provenance import source_use
from graph.dataset import Dataset
from graph.network import Level, own_groups, participations
from loaders.pipeline import check
from tests.pages.walking import Seen, draw, told
from tests.presumptions import PRESUMPTIONS
from ui import cache

ROOT = Path(__file__).parents[2]
_FEW = 4  # records of a kind whose pages are drawn; the functions are asked of all


def _shipped(name: str) -> Callable[[], Dataset]:
    return lambda: check(ROOT / "data" / name).dataset


SETS = {
    "soderandan": _shipped("soderandan"),
    "demo": _shipped("demo"),
    "three_w": PRESUMPTIONS["only_stated"],
}


@dataclass
class Network:
    """A data set in the open store: its records of the day, and its pages, each drawn once."""

    whole: Dataset
    day: dt.date
    dataset: Dataset
    drawn: dict[tuple[str, str], Seen] = field(default_factory=dict)

    def page(self, page: str, **query: str) -> Seen:
        key = (page, str(sorted(query.items())))
        if key not in self.drawn:
            self.drawn[key] = draw(page, {"lang": "sv", **query})
        return self.drawn[key]

    @property
    def figures(self) -> Overview:
        return overview(self.dataset)

    def name(self, table: str, id: str) -> str:
        return str(self.dataset.require(table, id)["name"])

    def busiest(self) -> list[str]:
        """The organisations in most groups, those that only run some among them."""
        active = participations(self.dataset).filter(standing="active", kind="named")
        counts = (
            active.group_by("organization_id").len().sort("len", "organization_id", descending=[True, False])
        )
        return counts["organization_id"].head(_FEW).to_list()


@pytest.fixture(scope="module", params=SETS)
def network(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    name = str(request.param)
    whole = SETS[name]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAMVERKAN_HOME", str(tmp_path_factory.mktemp(name)))
        patch.setenv("SAMVERKAN_FIRST_DATA", "")
        cache.forget_store()
        cache.store().write_dataset(whole, origin=name)
        day = data_day(whole, today=dt.date.today()).day
        yield Network(whole, day, roll_up(whole.as_of(day), level=Level.ORGANIZATION))
    cache.forget_store()


def figure(seen: Seen, label: str) -> int | None:
    """The number below a label of Start; None where the page does not show it."""
    texts = [said.text for said in seen.said if said.element == "metric"]
    return int(texts[texts.index(label) + 1].replace("\u00a0", "")) if label in texts else None


def rows(seen: Seen, first: str) -> dict[str, list[str]]:
    """The rows of the table whose first heading is this, by their first cell."""
    found: dict[str, list[str]] = {}
    place = 0
    while place < len(seen.said):
        headings = []
        while place < len(seen.said) and seen.said[place].element == "heading":
            headings.append(seen.said[place].text)
            place += 1
        if headings and headings[0] == first:
            while place + len(headings) <= len(seen.said) and seen.said[place].element == "cell":
                name, *cells = (said.text for said in seen.said[place : place + len(headings)])
                found[name] = cells
                place += len(headings)
        place += not headings
    return found


def numbers(seen: Seen, key: str, *wanted: str) -> list[tuple[int, ...]]:
    """The numbers at these places of a text, each time the page says it."""
    return [tuple(int(each[place]) for place in wanted) for each in told(seen, key, numbers=wanted)]


def test_how_many_groups_there_are(network: Network) -> None:
    groups = network.figures.groups
    start, register = network.page("start"), network.page("profile")

    assert figure(start, "Grupper") == (groups or None)
    assert {all_groups for (all_groups,) in numbers(start, "start.holds.answer", "all")} <= {groups}
    # the register holds the closed ones too, and says of those that are an organisation that they stand there
    listed = network.dataset["groups"].height - own_groups(network.dataset).height
    assert f"Grupper {listed}" in register.words
    for organization in network.busiest():
        profile = organization_profile(network.dataset, organization)
        assert profile.all_groups == groups


def test_how_many_organizations_are_named(network: Network) -> None:
    named = network.figures.named

    assert figure(network.page("start"), "Namngivna organisationer") == named
    assert f"Organisationer {named}" in network.page("profile").words


def test_how_many_participants_are_not(network: Network) -> None:
    unnamed = network.figures.unnamed
    said = numbers(network.page("profile"), "profile.browse.unnamed", "count")

    assert figure(network.page("start"), "Deltagare utan namn") == (unnamed or None)
    assert said == ([(unnamed,)] if unnamed else [])


def test_in_how_many_groups_an_organization_is(network: Network) -> None:
    register = rows(network.page("profile"), "Organisation")
    for organization in network.busiest():
        name, focus = network.name("organizations", organization), f"organizations:{organization}"
        count = len(organization_profile(network.dataset, organization).group_ids)
        on_map = network.page("network", focus=focus)
        profile = network.page("profile", focus=focus)
        in_groups = f"med i {count} av {network.figures.groups} grupper"

        assert f"{name} är {in_groups}" in on_map.words
        assert f"Är {in_groups}" in on_map.words  # the panel
        assert numbers(profile, "profile.organization.answer", "count") == [(count,)]
        assert register[name][-1] == str(count)
        tip = "med i 1 grupp" if count == 1 else f"med i {count} grupper"
        tips = [said.text for said in on_map.said if said.element == "picture"]
        assert tips[tips.index(name) + 1] == tip


def test_who_takes_part_in_most_groups(network: Network) -> None:
    figures = network.figures
    if not figures.widest_organization:
        assert told(network.page("start"), "start.holds.answer") == []
        return
    name = network.name("organizations", figures.widest_organization)
    expected = {"name": name, "groups": str(figures.widest_groups), "all_groups": str(figures.groups)}
    form = "widest_of_several" if figures.widest_others else "widest"
    start = told(network.page("start"), "start.holds.answer")
    profile = organization_profile(network.dataset, figures.widest_organization)

    assert told(network.page("network"), f"network.answer.{form}") == [expected]
    assert start == [{"name": name, "count": str(figures.widest_groups), "all": str(figures.groups)}]
    assert profile.member_groups == figures.widest_groups >= profile.most_groups_of_others


def test_how_many_are_in_a_group(network: Network) -> None:
    register = rows(network.page("profile"), "Grupp")
    first = [network.figures.fullest_group] if network.figures.fullest_group else []
    for group in dict.fromkeys([*first, *network.dataset["groups"]["id"].head(_FEW)]):
        found = group_profile(network.dataset, group)
        profile = network.page("profile", focus=f"groups:{group}")
        counts = [(len(found.named),)] if found.named else []

        assert numbers(profile, "profile.group.named", "count") == counts
        assert register[network.name("groups", group)][-2:] == [
            str(len(found.named)),
            str(len(found.unnamed)),
        ]
        if group == network.figures.fullest_group:
            start = network.page("start")
            assert numbers(start, "start.group.named", "count")[0] == (len(found.named),)
            assert len(found.unnamed) == network.figures.fullest_group_unnamed


def test_how_many_are_on_site_in_an_area(network: Network) -> None:
    counts = {row["area_id"]: row for row in area_overview(network.dataset).iter_rows(named=True)}
    table, register = rows(network.page("where"), "Område"), rows(network.page("profile"), "Område")
    for area, row in counts.items():
        name = network.name("areas", area)
        assert table[name][0] == str(row["on_site"])
        assert str(row["on_site"]) in register[name]
    tree = area_tree(network.dataset)
    for area in [*tree.area_ids[:2], *tree.area_ids[-2:]]:
        on_site = counts[area]["on_site"]
        profile = network.page("profile", focus=f"areas:{area}")
        panel = network.page("where", area=area)
        said = re.findall(r"^(\d+) organisation(?:er)? på plats(?:\.| genom)", panel.words, re.MULTILINE)

        assert [int(each["count"]) for each in _on_site(profile)] == ([on_site] if on_site else [])
        assert said == ([str(on_site)] if on_site else [])


def _on_site(profile: Seen) -> list[dict[str, str]]:
    found = re.findall(
        r"^(\d+) namngiv(?:en|na) organisation(?:er)? är på plats", profile.words, re.MULTILINE
    )
    return [{"count": each} for each in found]


def test_who_works_in_the_place_that_start_opens(network: Network) -> None:
    (door,) = [said.text for said in network.page("start").said if said.text.startswith("Vilka arbetar i ")]
    name = door.removeprefix("Vilka arbetar i ").removesuffix("?\u00a0→")
    on_site = numbers(network.page("start"), "start.area.on_site", "count")

    assert on_site == [(int(rows(network.page("where"), "Område")[name][0]),)]


def test_at_how_many_places_an_organization_is(network: Network) -> None:
    everywhere = len(places(network.dataset))
    for row in widest(network.dataset).head(_FEW).iter_rows(named=True):
        found = organization_profile(network.dataset, row["organization_id"])
        profile = network.page("profile", focus=f"organizations:{row['organization_id']}")

        assert (found.places, found.all_places) == (row["places"], everywhere)
        assert numbers(profile, "profile.organization.places", "places", "count") == [
            (row["places"], everywhere)
        ]
    listed = [int(each) for each in re.findall(r"^(\d+) platser$", network.page("where").words, re.MULTILINE)]
    most = widest(network.dataset)["places"].to_list()
    assert listed == ([each for each in most if each > 1] if most[0] > 1 else [])
    forms = ("some", "all", "none")
    answer = "where.answer.several"
    every = [numbers(network.page("where"), f"{answer}_{form}.places", "all") for form in forms]
    assert [(everywhere,)] in every


def test_how_many_gaps_there_are(network: Network) -> None:
    rules = CoverageRules()
    coverage = area_coverage(network.dataset, rules=rules, today=network.day)
    gaps = coverage.counts[CoverageState.GAP]
    on_start = numbers(network.page("start"), "start.gaps.answer", "count")
    on_gaps = re.findall(r"(\d+) är (?:en lucka|luckor)", network.page("gaps").words)

    assert on_start == ([(gaps,)] if gaps else [])
    assert on_gaps == ([str(gaps)] if gaps else [])


def test_how_many_memberships_there_are(network: Network) -> None:
    memberships = network.figures.memberships
    table = network.page("network", view="table")
    attention = "start.attention.no_agreement"
    of_all = [
        *numbers(network.page("start"), f"{attention}.sentence", "memberships"),
        *numbers(network.page("start"), f"{attention}.none_of", "count"),
    ]

    assert numbers(table, "network.table.count_all", "count") == ([(memberships,)] if memberships else [])
    assert of_all == ([(memberships,)] if memberships else [])


def test_how_many_records_rest_on_a_source(network: Network) -> None:
    used = dict(source_use(network.whole).iter_rows())
    on_data = rows(network.page("data"), "Titel") or rows(network.page("data"), "Källa")
    for source, count in list(used.items())[:_FEW]:
        name = str(network.whole.require("sources", source)["name"])
        profile = network.page("profile", focus=f"sources:{source}")

        assert on_data[name][-1] == str(count)
        assert numbers(profile, "profile.source.answer", "count") == ([(count,)] if count else [])


def test_how_many_areas_and_topics_there_are(network: Network) -> None:
    start, register = network.page("start"), network.page("profile")
    for label, count in (("Områden", network.figures.areas), ("Ämnen", network.figures.topics)):
        assert f"{label} {count}" in register.words
        assert figure(start, label) in (count, None)
    noted = numbers(start, "start.figures.areas_note", "count")
    assert noted in ([], [(network.figures.topics,)])
