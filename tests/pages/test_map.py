"""The map of the page Network: places that stay, a legend to choose from, neighbors that are counted, folded filters."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from graph.dataset import Dataset
from loaders.invented import invented_network
from tests.pages.conftest import serving

POLICE = "organizations:lokalpolisen-sodermalm"
Place = tuple[float, float, str]


def payload(app: AppTest, key: str) -> dict:
    return json.loads(next(each for each in app.get("bidi_component") if key in each.proto.json).proto.json)


def places(app: AppTest) -> dict[str, Place]:
    return {node["id"]: (node["x"], node["y"], node["side"]) for node in payload(app, '"nodes"')["nodes"]}


def legend(app: AppTest, name: str) -> dict[str, dict]:
    return {entry["word"]: entry for entry in payload(app, '"lists"')["lists"][name]}


def words(app: AppTest) -> str:
    return "\n".join(element.value for element in app.markdown)


def address(app: AppTest) -> dict[str, str]:
    return {key: value if isinstance(value, str) else value[0] for key, value in app.query_params.items()}


def button(app: AppTest, key: str):
    return next(each for each in app.button if each.key == key)


@pytest.mark.parametrize(
    "query",
    [
        {"area": "gamla-stan"},
        {"sectors": "police"},
        {"kinds": "project"},
        {"topic": "gang-och-cykel"},
        {"focus": POLICE},
        {"area": "gamla-stan", "expanded": POLICE},
    ],
)
def test_a_filtered_picture_keeps_the_places_of_the_whole_also_where_a_link_opens_it(
    page, query: dict[str, str]
) -> None:
    whole = places(page("network", lang="sv"))
    drawn = places(page("network", lang="sv", **query))

    assert drawn
    assert drawn.items() <= whole.items()


def test_another_level_adds_units_beside_what_stays(page) -> None:
    whole = places(page("network", lang="sv"))
    drawn = places(page("network", lang="sv", level="unit"))
    # a visit that began with whole organisations
    app = page("network", lang="sv")
    app.query_params["level"] = "unit"
    app.run()

    after = places(app)
    assert "organizations:faltassistenterna" in after.keys() - whole.keys()
    assert {node: after[node] for node in after.keys() & whole.keys()} == {
        node: whole[node] for node in after.keys() & whole.keys()
    }
    assert drawn.keys() == after.keys()


def test_a_dragged_node_stays_where_it_was_put_whatever_is_chosen_then(page) -> None:
    app = page("network", lang="sv")
    script = (
        "from ui.components import map_places\nmap_places.move(CHOSEN, 'groups:maria-gruppen', 11.0, 12.0)\n"
    )
    plain = {"kinds": (), "sectors": (), "area_id": "", "topic_id": "", "page": 1}
    moved = AppTest.from_string(script.replace("CHOSEN", repr(plain)))
    moved.session_state["map-places"] = app.session_state["map-places"]
    moved.run()
    app.query_params["kinds"] = "project"
    app.run()

    assert places(app)["groups:maria-gruppen"][:2] == (11.0, 12.0)


def test_placing_anew_gives_a_filtered_picture_places_of_its_own_and_leaves_the_whole(page) -> None:
    whole = places(page("network", lang="sv"))
    app = page("network", lang="sv", area="gamla-stan")
    anew = AppTest.from_string(
        "from ui.components import map_places\n"
        "chosen = {'kinds': (), 'sectors': (), 'area_id': 'gamla-stan', 'topic_id': '', 'page': 1}\n"
        "map_places.begin_anew(chosen)\n"
    )
    anew.session_state["map-places"] = app.session_state["map-places"]
    anew.run()
    app.run()
    own = places(app)
    assert not own.items() <= whole.items()
    assert payload(app, '"nodes"')["begun"] == 1
    app.query_params["area"] = ""
    app.run()
    assert places(app) == whole


def test_how_the_map_reads_is_not_said_of_who_was_put_elsewhere(page) -> None:
    app = page("network", lang="sv")
    assert "Ytterst står" in words(app)
    script = (
        "from ui.components import map_places\n"
        "chosen = {'kinds': (), 'sectors': (), 'area_id': '', 'topic_id': '', 'page': 1}\n"
        "map_places.move(chosen, 'organizations:micasa', 0.0, 0.0)\n"
    )
    moved = AppTest.from_string(script)
    moved.session_state["map-places"] = app.session_state["map-places"]
    moved.run()
    app.run()
    assert "Ytterst står" not in words(app)


def test_the_legend_names_what_a_choice_leaves_out_and_says_what_is_pressed(page) -> None:
    plain = legend(page("network", lang="sv"), "sectors")
    chosen = page("network", lang="sv", sectors="police,health")

    entries = legend(chosen, "sectors")
    assert {word for word, entry in entries.items() if entry["pressed"]} == {"Polis", "Vård"}
    assert entries["Civilsamhälle"]["count"] == plain["Civilsamhälle"]["count"]
    assert not legend(page("network", lang="sv", area="gamla-stan"), "shapes")["Områdesgrupp"]["choosable"]
    # the saved picture tells only of what is on it
    saved = payload(chosen, '"nodes"')["legend"]["sectors"]
    assert {word for _, word, _ in saved} <= {"Polis", "Vård", "Inte namngiven"}


def test_a_kind_of_line_that_is_not_chosen_is_not_drawn(page) -> None:
    app = page("network", lang="sv", lines="between")

    edges = payload(app, '"nodes"')["edges"]
    assert {edge["form"] for edge in edges} == {"between"}
    assert len(places(app)) == 49
    assert legend(app, "lines")["med i gruppen, står i källan"]["count"] == "49"


@pytest.fixture(scope="module")
def thousands() -> Dataset:
    """A network too large for one picture."""
    return invented_network(memberships=2_000, seed=1)


def test_neighbors_are_shown_as_many_as_the_button_says_and_it_is_gone_then(
    page, thousands: Dataset, tmp_path: Path
) -> None:
    with serving(thousands, tmp_path):
        first = page("network", lang="sv", as_of="2026-11-22")
        lines = [edge["to"] for edge in payload(first, '"nodes"')["edges"] if edge["form"] == "tie"]
        for group in dict.fromkeys(lines):
            app = page("network", lang="sv", as_of="2026-11-22", focus=group)
            asked = [each for each in app.button if each.key == "expand"]
            if not asked:
                continue
            before = {edge["from"] for edge in payload(app, '"nodes"')["edges"] if edge["to"] == group}
            count = next(int(word) for word in asked[0].label.split() if word.isdecimal())
            asked[0].click().run()
            assert not app.exception
            after = {edge["from"] for edge in payload(app, '"nodes"')["edges"] if edge["to"] == group}
            assert len(after - before) == count
            assert not [each for each in app.button if each.key == "expand"]
            assert address(app)["expanded"] == group
            return
    pytest.fail("no group with hidden neighbors")


def test_of_what_is_pressed_the_legend_counts_what_is_drawn(page, thousands: Dataset, tmp_path: Path) -> None:
    with serving(thousands, tmp_path):
        app = page("network", lang="sv", as_of="2026-11-22", sectors="police")

        fills = [
            node.get("fill") for node in payload(app, '"nodes"')["nodes"] if node["form"] == "organization"
        ]
        assert legend(app, "sectors")["Polis"]["count"] == str(len(fills))


def test_showing_neighbors_that_are_all_there_leaves_the_address_as_it_is(page) -> None:
    app = AppTest.from_string(
        "from ui import cache\n"
        "from ui.components import network_view\n"
        "cache.look()\n"
        "chosen = {'kinds': (), 'sectors': (), 'area_id': '', 'topic_id': '', 'expanded': (), 'page': 1}\n"
        f"network_view._expand({POLICE!r}, chosen)\n",
        default_timeout=60,
    )
    app.query_params["lang"] = "sv"
    app.run()

    assert not app.exception
    assert address(app) == {"lang": "sv", "focus": POLICE}


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ({}, "Visa alla grupper i alla områden om alla ämnen bland alla sektorer."),
        ({"area": "gamla-stan"}, "Visa alla grupper i **Gamla stan** om alla ämnen bland alla sektorer."),
        (
            {"sectors": "police,health", "level": "unit"},
            "Visa alla grupper i alla områden om alla ämnen bland **Polis och Vård** räknat per **enhet**.",
        ),
        (
            {"as_of": "2026-01-01", "hosts": "out"},
            "Visa alla grupper i alla områden om alla ämnen bland alla sektorer **bara deltagare** "
            "den **1 januari 2026**.",
        ),
    ],
)
def test_folded_filters_say_in_a_line_what_they_are_set_to(page, query: dict[str, str], line: str) -> None:
    assert line in [each.value for each in page("network", lang="sv", **query).markdown]


def test_filters_open_and_fold_and_stay_so_for_the_visit(page) -> None:
    app = page("network", lang="sv")
    assert button(app, "fold-network-button").label == "Ändra"
    button(app, "fold-network-button").click().run()
    assert button(app, "fold-network-button").label == "Klart"
    # on paper the filters are one sentence all the same
    assert len([each for each in app.markdown if each.value.startswith("Visa alla grupper")]) == 1
    app.run()
    assert button(app, "fold-network-button").label == "Klart"


def test_on_a_telephone_some_rows_stand_before_the_map_with_ways_to_all_of_them_and_back(page) -> None:
    app = page("network", session={"screen-is-narrow": True}, lang="sv")
    assert len(app.table[0].value) == 8
    assert places(app)
    assert not app.tabs
    button(app, "to-table").click().run()
    assert len(app.table[0].value) > 50
    assert address(app)["view"] == "table"
    button(app, "to-map").click().run()
    assert address(app) == {"lang": "sv"}


def test_the_first_picture_of_soderandan_is_where_it_always_was(page) -> None:
    whole = places(page("network", lang="sv"))
    known = {
        "groups:styrgruppen": (-218.52, 81.25, "below"),
        "groups:hornstullsgruppen": (207.59, -132.75, "above"),
        "groups:hotellgruppen": (-162.21, -253.0, "above"),
        "organizations:soderandan": (7.06, -19.47, "below"),
        POLICE: (20.09, 48.53, "below"),
        "organizations:micasa": (303.0, -1.75, "right"),
        "organizations:samfund-tillfalliga-samverkansgrupper": (-302.32, 20.75, "left"),
    }
    for node, (x, y, side) in known.items():
        assert whole[node] == (pytest.approx(x, abs=0.01), pytest.approx(y, abs=0.01), side)
