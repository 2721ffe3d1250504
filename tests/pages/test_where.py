"""The page Where over Söderandan."""

from __future__ import annotations

import json
import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import serving
from tests.presumptions import MARK, PRESUMPTIONS
from tests.unit.analysis.conftest import network_of


def words(app: AppTest) -> str:
    texts = "\n".join(element.value for element in (*app.title, *app.header, *app.subheader, *app.markdown))
    return texts.replace("\\", "")


@pytest.mark.parametrize(
    ("lang", "title", "sentence", "none"),
    [
        ("sv", "Vilka arbetar var?", "**8 av 10 platser** har minst två", "på plats i Götgatan"),
        ("en", "Who works where?", "**8 of 10 places** have at least two", "on site in Götgatan"),
    ],
)
def test_where_answers_in_a_sentence_and_lists_every_area(page, lang, title, sentence, none) -> None:
    app = page("where", lang=lang)

    assert app.title[0].value == title
    assert sentence in words(app)
    assert none in words(app)
    table = app.table[0].value.to_csv()
    assert all(area in table for area in ("Gamla stan", "Hammarby Sjöstad", "Zinkensdamm"))


def test_where_without_a_chosen_area_names_who_is_at_most_places(page) -> None:
    app = page("where", lang="sv")

    assert [header.value for header in app.subheader] == ["Finns på flest platser"]
    assert "[Lokalpolisen Södermalm](profile?" in words(app)
    assert re.search(r"\d+ platser", words(app))


def test_where_shows_who_is_on_site_from_above_and_unnamed(page) -> None:
    app = page("where", lang="sv", area="gamla-stan")
    headings = [header.value.replace("\\", "") for header in app.subheader]
    shown = words(app)

    assert headings == ["På plats", "Från hela Södermalms stadsdelsområde", "Vilka exakt?"]
    assert "4 organisationer på plats genom **[Trygg i Gamla stan](profile?" in shown
    assert "focus=organizations%3Astockholms-guideforening" in shown
    assert "[Södermalms stadsdelsförvaltning](profile?" in shown
    assert "inte namngiven i källan" in shown
    assert "network?lang=sv&area=gamla-stan" in shown


def test_where_for_one_topic_counts_only_its_groups(page) -> None:
    app = page("where", lang="sv", topic="ungdomar", area="hornstull")

    assert "Bara arbete med **Ungdomsfrågor** räknas." in words(app)
    assert "Ingen namngiven organisation arbetar med ämnet här." in words(app)


def test_where_of_a_day_before_every_group_still_lists_the_areas(page) -> None:
    app = page("where", lang="sv", as_of="1950-01-01")

    assert "Zinkensdamm" in app.table[0].value.to_csv()


def test_picking_an_area_puts_it_into_the_address(page) -> None:
    app = page("where", lang="sv")
    next(box for box in app.selectbox if box.key == "filter-area").select("maria").run()

    assert not app.exception
    assert app.query_params["area"] == "maria"
    assert "Kring Maria sjukhus" in words(app)


def test_an_area_nobody_knows_is_like_none_chosen(page) -> None:
    app = page("where", lang="sv", area="atlantis")

    assert [header.value for header in app.subheader] == ["Finns på flest platser"]


def test_a_long_list_is_folded_after_twenty_names() -> None:
    script = "from ui.components import lists\nlists.notes([(f'N{n}', '') for n in range(25)], key='n')"
    app = AppTest.from_string(script).run()

    assert not app.exception
    assert "N19" in app.markdown[0].value
    assert "N20" not in app.markdown[0].value
    assert app.expander[0].label == "5 till"


@pytest.mark.usefixtures("another_store")
def test_areas_fold_to_a_level_that_is_part_of_the_address(page, tmp_path) -> None:
    with serving(PRESUMPTIONS["only_stated"](), tmp_path):
        app = page("where", lang="sv")
        level = next(box for box in app.selectbox if box.key == "filter-depth")
        assert level.options == ["alla nivåer", "ned till län"]
        assert "Örby" in app.table[0].value.to_csv()

        level.select(2).run()
        shown = app.table[0].value.to_csv()
        assert not app.exception
        assert app.query_params["depth"] == "2"
        assert "Södra länet" in shown
        assert "Örby" not in shown
        assert "depth=2" in shown  # a link to an area keeps the level
        assert "**1 av 2 områden** har minst två namngivna organisationer, de i delarna" in words(app)


@pytest.mark.usefixtures("another_store")
def test_an_area_that_is_looked_at_unfolds(page, tmp_path) -> None:
    with serving(PRESUMPTIONS["only_stated"](), tmp_path):
        app = page("where", lang="en", depth=2, area=f"{MARK}north-county")

        assert "Örby" in app.table[0].value.to_csv()
        assert "Älghult" not in app.table[0].value.to_csv()


def test_no_level_is_asked_for_where_folding_leaves_one_area(page) -> None:
    assert "filter-depth" not in [box.key for box in page("where", lang="sv", depth=1).selectbox]


def test_the_map_shows_the_numbers_of_the_table(page) -> None:
    app = page("where", lang="sv")
    sent = next(one.proto.json for one in app.get("bidi_component") if '"outline"' in one.proto.json)
    drawn = {area["label"]: area["count"] for area in json.loads(sent)["areas"]}
    table = {
        words_of(row.iloc[0]): int(row.iloc[1]) + int((re.match(r"\d+", row.iloc[2]) or ["0"])[0])
        for _, row in app.table[0].value.iterrows()
    }

    assert drawn == {area: table[area] for area in drawn}
    assert len(drawn) == 11


def words_of(cell: str) -> str:
    """The words of a cell that leads somewhere."""
    return cell.partition("[")[2].partition("]")[0].replace("\\", "")


@pytest.mark.usefixtures("another_store")
def test_on_a_telephone_filters_are_folded_and_the_first_areas_stand_before_the_map(page, tmp_path) -> None:
    places = [f"plats-{number}" for number in range(14)]
    members, where = dict.fromkeys(places, "a b"), {place: place for place in places}
    town = network_of(members, areas=dict.fromkeys(places), active_in=where)
    with serving(town, tmp_path):
        app = page("where", lang="sv", session={"screen-is-narrow": True})
        assert "Visa vilka som arbetar i alla områden." in words(app)
        assert len(app.table[0].value) == 12

        next(button for button in app.button if button.label == "Visa alla 14 områden").click().run()
        assert len(app.table[0].value) == 14

        wide = page("where", lang="sv", session={"screen-is-narrow": False})
        assert len(wide.table[0].value) == 14
        assert "Visa vilka som arbetar i alla områden." not in words(wide)


@pytest.mark.usefixtures("another_store")
def test_of_many_groups_at_a_place_the_first_are_named_and_the_rest_leads_to_all(page, tmp_path) -> None:
    groups = [f"grupp-{number}" for number in range(9)]
    town = network_of(
        dict.fromkeys(groups, "a b"), areas={"torg": None}, active_in=dict.fromkeys(groups, "torg")
    )
    with serving(town, tmp_path):
        cell = page("where", lang="sv").table[0].value.iloc[0, -1]

    assert "2 och [6 till](" in cell
    assert "focus=areas" in cell
