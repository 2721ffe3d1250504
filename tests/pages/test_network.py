"""The page Network: its answer, its filters, its rows and what is selected."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import serving
from tests.presumptions import town


def words(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.title, *app.header, *app.subheader, *app.markdown))


def address(app: AppTest) -> dict[str, str]:
    """The parameters of the address; given ones are lists, those written by the page are texts."""
    return {key: value if isinstance(value, str) else value[0] for key, value in app.query_params.items()}


def rows(app: AppTest, table: int = 0) -> list[str]:
    return [" | ".join(map(str, row)) for row in app.table[table].value.to_numpy().tolist()]


@pytest.mark.parametrize(
    ("lang", "title", "answer", "foreign"),
    [
        ("sv", "Vem samverkar med vem?", "8 av 11", ("the ", "groups", "member ", "not stated")),
        ("en", "Who collaborates with whom?", "8 of 11", (" grupper", "medlem ", "anges inte", "och ")),
    ],
)
def test_network_answers_in_the_readers_language(page, lang: str, title: str, answer: str, foreign) -> None:
    app = page("network", lang=lang)

    assert app.title[0].value == title
    assert answer in words(app)
    assert not [word for word in foreign if word in words(app)]


def test_rows_name_organization_group_role_source_and_place(page) -> None:
    app = page("network", lang="sv", view="table")
    row = next(row for row in rows(app) if "[Micasa]" in row)

    assert "[Maria\\-gruppen](profile?" in row
    assert "sammankallande" in row
    assert "[Arbetsgrupper och mål](profile?" in row
    assert "Maria\\-gruppen, mening 3" in row


@pytest.mark.parametrize(
    ("lang", "heading", "none"),
    [
        ("sv", "Överenskommelse", "Ingen överenskommelse är känd för något av dem."),
        ("en", "Agreement", "No agreement is known for any of them."),
    ],
)
def test_the_memberships_that_start_counts_say_what_is_agreed(page, tmp_path, lang, heading, none) -> None:
    of_soderandan = page("network", lang=lang, view="table")
    with serving(town(), tmp_path):
        of_the_town = page("network", lang=lang, view="table")

    assert none in words(of_soderandan)
    assert heading not in of_soderandan.table[0].value.columns
    assert none not in words(of_the_town)
    assert set(of_the_town.table[0].value[heading]) > {{"sv": "skriftlig", "en": "written"}[lang]}


def test_every_row_links_to_the_profile_in_the_same_language_and_day(page) -> None:
    app = page("network", lang="en", view="table", as_of="2026-01-01", kinds="project")

    assert rows(app)
    assert all("lang=en" in row and "as_of=2026-01-01" in row for row in rows(app))


def test_filters_cut_the_rows_and_the_answer_counts_them(page) -> None:
    app = page("network", lang="sv", view="table", area="hornstull", sectors="transport")

    assert [row.split("]")[0].split("[")[1] for row in rows(app)] == ["MTR", "SL"]
    assert "**2 organisationer** i **1 grupp**" in words(app)


@pytest.mark.parametrize(
    ("lang", "advice", "clear"),
    [
        ("sv", "Ta bort något av det du har valt i meningen nedan, eller rensa allt.", "Rensa val"),
        ("en", "Take away some of what you chose in the sentence below, or clear it all.", "Clear choices"),
    ],
)
def test_where_nothing_fits_the_choice_it_says_what_to_do(page, lang, advice, clear) -> None:
    app = page("network", lang=lang, kinds="steering", sectors="transport", topic="hotellnaring")

    assert advice in words(app)
    assert clear in [button.label for button in app.button]
    assert not any('"nodes"' in each.proto.json for each in app.get("bidi_component"))  # no empty map


def test_an_area_says_which_groups_reach_it_from_a_larger_one(page) -> None:
    app = page("network", lang="sv", area="hornstull")

    assert "når hit från ett större område" in words(app)
    assert "[Samverkan Söder]" in words(app)


def test_a_picked_topic_is_written_into_the_address(page) -> None:
    app = page("network", lang="sv")
    next(box for box in app.selectbox if box.key == "filter-topic").select("gang-och-cykel").run()

    assert not app.exception
    assert address(app)["topic"] == "gang-och-cykel"
    assert "**1 grupp**" in words(app)


def test_a_picked_day_is_written_into_the_address_and_the_day_of_the_data_is_not(page) -> None:
    app = page("network", lang="sv")
    picker = next(box for box in app.date_input if box.key == "filter-as_of")
    picker.set_value(dt.date(2020, 5, 1)).run()
    assert address(app)["as_of"] == "2020-05-01"

    next(box for box in app.date_input if box.key == "filter-as_of").set_value(dt.date(2026, 11, 22)).run()
    assert "as_of" not in address(app)


def test_clearing_the_choice_keeps_language_and_level(page) -> None:
    app = page("network", lang="sv", level="unit", kinds="area", topic="trygghet")
    next(button for button in app.button if button.key == "filters-clear").click().run()

    assert not app.exception
    assert address(app) == {"lang": "sv", "level": "unit"}


def test_counting_by_unit_shows_the_units(page) -> None:
    by_unit = page("network", lang="sv", view="table", level="unit", kinds="steering")
    whole = page("network", lang="sv", view="table", kinds="steering")

    assert any("[Sociala avdelningen]" in row for row in rows(by_unit))
    assert not any("[Sociala avdelningen]" in row for row in rows(whole))


def test_a_selected_organization_tells_its_groups_and_what_happens_if_it_leaves(page) -> None:
    app = page("network", lang="sv", focus="organizations:lokalpolisen-sodermalm")

    assert "Lokalpolisen Södermalm" in [header.value for header in app.header]
    assert "**8 av 11 grupper**" in words(app)
    # Söderandan runs both, and so is still there
    assert "Tillfälliga samverkansgrupper har då bara Söderandan kvar." in words(app)


def test_who_runs_a_group_can_be_left_out(page) -> None:
    app = page("network", lang="sv", focus="organizations:lokalpolisen-sodermalm", hosts="out")

    assert "Ömma trafikanter har då bara Trafikkontoret kvar." in words(app)
    assert "Tillfälliga samverkansgrupper har då ingen namngiven organisation kvar." in words(app)


def test_a_selected_group_lists_its_participants_and_the_unnamed_apart(page) -> None:
    app = page("network", lang="sv", focus="groups:hornstullsgruppen")

    assert [each.value for each in app.subheader] == [
        "Namngivna deltagare",
        "Vilka exakt?",
        "Samordnas av",
    ]
    assert "[Bostadsrättsföreningar]" in words(app)


def test_closing_the_panel_keeps_the_filters(page) -> None:
    app = page("network", lang="sv", focus="groups:hornstullsgruppen", kinds="area")
    next(button for button in app.button if button.key == "close-panel").click().run()

    assert not app.exception
    assert address(app) == {"lang": "sv", "kinds": "area"}


def test_the_map_draws_what_fits_and_the_legend_counts_it(page) -> None:
    app = page("network", lang="sv", topic="gang-och-cykel")
    drawn = json.loads(
        next(each for each in app.get("bidi_component") if "nodes" in each.proto.json).proto.json
    )
    names = {node["label"] for node in drawn["nodes"]}

    members = {"Lokalpolisen Södermalm", "Trafikkontoret", "Intresseorganisationer"}
    assert names == {"Ömma trafikanter", "Söderandan", *members}


def test_what_the_map_says_of_a_node_is_true_of_the_whole_network(page) -> None:
    app = page("network", lang="sv", topic="gang-och-cykel")
    drawn = json.loads(
        next(each for each in app.get("bidi_component") if "nodes" in each.proto.json).proto.json
    )
    police = next(node for node in drawn["nodes"] if node["id"] == "organizations:lokalpolisen-sodermalm")

    assert police["about"] == "Lokalpolisen Södermalm\nmed i 8 grupper"


def test_what_is_selected_is_on_the_map_whatever_the_filters(page) -> None:
    app = page("network", lang="sv", topic="gang-och-cykel", focus="organizations:micasa")
    drawn = json.loads(
        next(each for each in app.get("bidi_component") if "nodes" in each.proto.json).proto.json
    )

    assert {"organizations:micasa", "groups:maria-gruppen"} <= {node["id"] for node in drawn["nodes"]}


@pytest.mark.parametrize(
    "query",
    [
        {"area": "nowhere"},
        {"focus": "organizations:nobody"},
        {"focus": "areas:hornstull"},
        {"kinds": "nonsense", "topic": "nothing", "level": "x", "view": "x", "as_of": "1700-99-99"},
        {"as_of": "1900-01-01"},
        {"expanded": "groups:gone,,organizations:"},
    ],
)
def test_a_link_that_no_longer_fits_still_opens(page, query: dict[str, str]) -> None:
    assert page("network", lang="sv", **query).title[0].value == "Vem samverkar med vem?"


def test_paper_has_every_value_of_the_filters_where_the_folded_line_shortens_them(page) -> None:
    kinds = ("steering", "coordination", "area", "topic", "project")
    app = page("network", lang="sv", kinds=",".join(kinds))
    chosen = next(each for each in app.multiselect if each.key == "filter-kinds")
    folded, printed = (each.value for each in app.markdown if each.value.startswith("Visa "))

    assert len(chosen.value) == len(kinds)
    assert all(name in printed for name in chosen.options[: len(kinds)])
    assert not all(name in folded for name in chosen.options[: len(kinds)])
