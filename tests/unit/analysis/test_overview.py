"""The key figures, and the records that Start asks about, where what they presume does not hold."""

from __future__ import annotations

import pytest

from graph.analysis.records.overview import Overview, overview
from graph.dataset import Dataset
from tests.presumptions import MARK, PRESUMPTIONS, town
from ui.pages.opening import figures


def of(name: str) -> Overview:
    dataset = town() if name == "town" else PRESUMPTIONS[name]()
    day = dataset["data_sets"]["compiled_on"].max() if dataset["data_sets"].height else None
    return overview(dataset.as_of(day) if day else dataset)


def test_who_takes_part_in_most_groups_says_how_many_others_do_in_as_many() -> None:
    assert (of("town").widest_organization, of("town").widest_groups) == (f"{MARK}police", 2)
    assert of("town").widest_others == 0
    assert (of("everybody_left").widest_groups, of("everybody_left").widest_others) == (1, 1)
    assert (of("only_hosts").widest_organization, of("only_hosts").widest_others) == (None, 0)


def test_a_topic_is_the_busiest_by_groups_and_without_any_by_organizations() -> None:
    assert (of("town").busiest_topic, of("town").busiest_topic_groups) == (f"{MARK}safety", 2)
    stated = of("only_stated")
    assert (stated.busiest_topic, stated.busiest_topic_groups) == (f"{MARK}shelter", 0)
    assert stated.busiest_topic_named == 2
    assert of("no_topics").busiest_topic is None


def test_only_unnamed_participants_of_the_day_count_and_the_most_frequent_name_is_the_example() -> None:
    assert (of("only_unnamed").unnamed, of("only_unnamed").unnamed_example) == (3, f"{MARK}owners-lund")
    assert (of("only_ended").unnamed, of("only_ended").unnamed_example) == (0, None)
    assert of("no_groups").unnamed == 0


def test_activities_count_while_they_go_on_and_memberships_in_groups_that_count() -> None:
    assert of("town").activities == 2
    assert of("only_ended").activities == of("only_planned").activities == 0
    closed = town()
    groups = closed["groups"].to_dicts()
    frame = type(closed["groups"])(
        [{**row, "status": "closed"} for row in groups], schema=closed["groups"].schema
    )
    assert (of("town").memberships, overview(closed.replace(groups=frame)).memberships) == (6, 0)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("town", ("groups", "named", "unnamed", "areas")),
        ("only_stated", ("named", "activities", "areas", "topics")),
        ("no_areas", ("groups", "named", "unnamed", "topics")),
        ("only_presences", ("named", "areas")),
        ("one_group", ("groups",)),
        ("only_a_name", ()),
    ],
)
def test_start_shows_the_figures_that_the_data_has(name: str, shown: tuple[str, ...]) -> None:
    assert figures.chosen(of(name)) == shown


def test_an_empty_dataset_has_figures_of_nothing() -> None:
    assert figures.chosen(overview(Dataset())) == ()
