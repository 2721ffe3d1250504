"""The page Network on a network too large for one picture: what is drawn, what is said, ways to the rest."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from loaders.export import export
from loaders.invented import invented_network
from ui import cache

ROOT = Path(__file__).parents[2]
DAY = "2026-11-22"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Data by name: an invented network of 105 groups and 266 organisations, and the demo set."""
    large = tmp_path_factory.mktemp("large")
    export(invented_network(memberships=2_000, seed=1), large)
    return {"large": large, "demo": ROOT / "data" / "demo"}


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {name: tmp_path_factory.mktemp(name) for name in ("large", "demo")}


@pytest.fixture
def opened(folders, homes, another_store, monkeypatch: pytest.MonkeyPatch):
    """`opened("large")` points the app at that data."""

    def use(name: str) -> None:
        cache.forget_store()
        monkeypatch.setenv("SAMVERKAN_HOME", str(homes[name]))
        monkeypatch.setenv("SAMVERKAN_FIRST_DATA", str(folders[name]))

    return use


@pytest.fixture
def large(page, opened):
    opened("large")
    return lambda **query: page("network", as_of=DAY, **query)


def words(app: AppTest) -> str:
    return "\n".join(element.value for element in app.markdown).replace("\u2060", "")


def picture(app: AppTest) -> dict:
    return json.loads(
        next(each for each in app.get("bidi_component") if "nodes" in each.proto.json).proto.json
    )


def groups(app: AppTest) -> list[dict]:
    return [node for node in picture(app)["nodes"] if node["id"].startswith("groups:")]


def address(app: AppTest) -> dict[str, str]:
    return {key: value if isinstance(value, str) else value[0] for key, value in app.query_params.items()}


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "sv",
            r"visar \*\*grupp 1–35 av 105\*\* och \*\*(\d+) av 266 organisationer\*\*, (\d+) av dem i minst två",
        ),
        (
            "en",
            r"shows \*\*groups 1–35 of 105\*\* and \*\*(\d+) of 266 organisations\*\*, (\d+) of them in at least two",
        ),
    ],
)
def test_the_sentence_counts_what_is_drawn_and_what_is_not(large, lang: str, said: str) -> None:
    app = large(lang=lang)
    found = re.search(said, words(app))
    nodes, edges = picture(app)["nodes"], picture(app)["edges"]
    ends = [edge["from"] for edge in edges if edge["form"] == "tie" and not edge["planned"]]

    assert found
    assert int(found[1]) == len(nodes) - len(groups(app))
    assert int(found[2]) == sum(ends.count(one) > 1 for one in set(ends))
    assert len(groups(app)) == 35


def test_a_group_drawn_in_part_says_how_much_of_it_is(large) -> None:
    app = large(lang="sv")
    lines = [edge["to"] for edge in picture(app)["edges"] if edge["form"] == "tie"]
    marked = [group for group in groups(app) if group["mark"]]

    assert marked
    for group in marked:
        drawn, fitting = re.fullmatch(r"(\d+) av (\d+)", group["mark"]).groups()
        assert int(drawn) == lines.count(group["id"]) < int(fitting)
        assert f"{group['mark']} utritade" in group["about"]
    assert "Siffrorna vid en grupp" in words(app)


def test_the_panel_of_a_group_drawn_in_part_says_so_on_the_map_only(large) -> None:
    group = next(group for group in groups(large(lang="en")) if group["mark"])

    assert f"On the map: {group['mark']} drawn" in words(large(lang="en", focus=group["id"]))
    assert "On the map:" not in words(large(lang="en", focus=group["id"], view="table"))


def test_what_is_counted_within_the_choice_says_so(large) -> None:
    app = large(lang="en", sectors="municipality,school")
    assert not any("(within the choice" in group["about"] for group in groups(large(lang="en")))
    assert all("(within the choice" in group["about"] for group in groups(app) if group["mark"])


def test_all_groups_are_reached_by_turning_the_pages(large) -> None:
    app, seen = large(lang="sv"), []
    while True:
        seen += [group["id"] for group in groups(app)]
        following = app.button(key="page-next")
        if following.disabled:
            break
        following.click().run()
        assert not app.exception

    # one of the 105 is drawn as the organisation that it is
    assert len(seen) == len(set(seen)) == 104
    assert address(app)["page"] == "3"


def test_a_page_is_chosen_from_the_sentence_and_what_was_selected_is_let_go(large) -> None:
    app = large(lang="sv", focus="organizations:visionshults-omradespolis", expanded="groups:x")
    app.selectbox(key="filter-page").select(2).run()

    assert not app.exception
    assert address(app) == {"lang": "sv", "as_of": DAY, "page": "2"}
    assert "grupp 36–70 av 105" in words(app)


@pytest.mark.parametrize("number", ["3", "99", "0", "two"])
def test_a_page_that_is_not_there_is_the_nearest(large, number: str) -> None:
    shown = {"3": "71–105", "99": "71–105"}.get(number, "1–35")
    assert f"grupp {shown} av 105" in words(large(lang="sv", page=number))


def test_other_filters_begin_with_the_first_page_and_a_selection_does_not(large) -> None:
    app = large(lang="sv", page=2)
    hit = groups(app)[0]["id"]
    app.selectbox(key="filter-area").select("exempelparken").run()

    assert not app.exception
    assert "page" not in address(app)
    assert "page=2" in words(large(lang="sv", page=2, focus=hit))  # the links of the panel


def test_what_is_selected_on_another_page_stands_beside_the_groups_of_this_one(large) -> None:
    there = groups(large(lang="sv", page=3))[0]["id"]
    app = large(lang="sv", focus=there)

    assert "**grupp 1–35 av 105 med 1 grupp till kring det du valt**" in words(app)
    assert there in {group["id"] for group in groups(app)}
    assert not [button for button in app.button if button.key == "expand"]


def test_the_saved_picture_says_what_it_leaves_out(large) -> None:
    caption = " ".join(picture(large(lang="en", page=2))["caption"]).replace("\u2060", "")
    assert "The picture shows groups 36–70 of 105 and " in caption
    assert "of 266 organisations" in caption


def test_the_table_shows_all_and_speaks_of_no_map(large) -> None:
    app = large(lang="sv", view="table")
    assert "karta" not in words(app)
    assert not [box for box in app.selectbox if box.key == "filter-page"]


def test_a_network_that_fits_is_drawn_whole_without_pages(page) -> None:
    app = page("network", lang="sv")

    assert not [box for box in app.selectbox if box.key == "filter-page"]
    assert not any(group["mark"] for group in groups(app))
    assert "utritade" not in words(app)
    assert not [line for line in picture(app)["caption"] if "Bilden visar" in line]


@pytest.mark.parametrize(
    ("query", "is_said"),
    [
        ({}, True),
        ({"level": "unit"}, True),
        ({"area": "hornstull"}, False),  # Lokalpolisen, in eight groups, stands outermost
        ({"kinds": "steering"}, False),
        ({"topic": "gang-och-cykel"}, False),
        ({"view": "table"}, False),
    ],
)
def test_how_the_map_reads_is_said_only_where_it_reads_so(page, query: dict[str, str], is_said: bool) -> None:
    app = page("network", lang="sv", as_of=dt.date(2026, 11, 22), **query)
    assert ("Ytterst står" in words(app)) == is_said


def test_how_the_map_reads_names_the_dotted_lines_where_they_count(page, opened) -> None:
    opened("demo")
    app = page("network", lang="sv", as_of=DAY)
    assert "Ytterst står" in words(app)
    assert "de prickade linjerna inräknade" in words(app)
