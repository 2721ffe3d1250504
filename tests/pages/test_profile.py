"""The page Profile: organisations, groups, areas, topics and sources, and the list to choose from."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from ui import cache


def words(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.title, *app.header, *app.subheader, *app.markdown))


def rows(app: AppTest) -> list[str]:
    return [" | ".join(map(str, row)) for table in app.table for row in table.value.to_numpy().tolist()]


def everything(app: AppTest) -> str:
    return words(app) + "\n".join(rows(app))


def test_an_organization_says_where_it_is_whom_it_meets_and_who_says_so(page) -> None:
    app = page("profile", lang="sv", focus="organizations:lokalpolisen-sodermalm")

    assert app.title[0].value == "Lokalpolisen Södermalm"
    assert "**8 av 11 grupper**" in words(app)
    assert "Ingen annan är deltagare i fler än 3 grupper." in words(app)
    assert "lokalpolisen, lokalpolis" in words(app)
    row = next(row for row in rows(app) if "Tillfälliga samverkansgrupper](profile" in row)
    assert "kan kallas in" in row
    assert "anges inte" in row
    assert "mening 4" in row
    assert "härledd ur gemensamma grupper" in words(app)


def test_meeting_and_stated_collaboration_are_listed_apart(page) -> None:
    app = page("profile", lang="sv", focus="organizations:soderandan")
    stated = next(table.value for table in app.table if "Om vad" in table.value.columns)
    partners = " ".join([*stated["Från"], *stated["Till"]])

    assert "Tryggt & Snyggt" in partners.replace("\\", "")
    assert "Storstockholms brandförsvar" not in partners
    assert "Storstockholms brandförsvar" in everything(app)


@pytest.mark.parametrize(
    ("lang", "purpose", "foreign"),
    [
        ("sv", "Förebygga brott", ("Works in", "named organisations", "not stated")),
        ("en", "Prevent crime", ("Verkar i", "namngivna", "anges inte")),
    ],
)
def test_a_group_speaks_the_readers_language(page, lang: str, purpose: str, foreign: tuple[str, ...]) -> None:
    app = page("profile", lang=lang, focus="groups:hornstullsgruppen")

    assert purpose in words(app)
    assert not [word for word in foreign if word in everything(app)]


def test_a_group_asks_who_exactly_for_the_unnamed(page) -> None:
    app = page("profile", lang="sv", focus="groups:hotellgruppen")

    assert "**Ingen organisation** är namngiven." in words(app)
    assert "Vilka exakt?" in [header.value for header in app.header]
    assert any("[Hotell]" in row for row in rows(app))


def test_a_group_lists_hosts_areas_topics_documents_and_representation(page) -> None:
    steering = everything(page("profile", lang="sv", focus="groups:styrgruppen"))
    assert "Utgår från" in steering
    assert "Stockholmsenkäten" in steering
    assert "stadsdelsdirektören" in steering

    coordination = everything(page("profile", lang="sv", focus="groups:samverkansgruppen"))
    assert "Representerad här" in coordination


def test_a_temporary_group_describes_its_life(page) -> None:
    app = page("profile", lang="sv", focus="groups:tillfalliga-samverkansgrupper")
    assert "Samordnaren kallar" in words(app)


def test_an_unnamed_participant_is_a_question_not_a_partner(page) -> None:
    app = page("profile", lang="sv", focus="organizations:hotell-hotellgruppen")

    assert "**vilka exakt**" in words(app)
    assert "Vilka den möter går inte att säga" in words(app)
    assert "Möter ingen annan" not in words(app)


def test_a_unit_leads_to_its_parent_and_has_a_profile_of_its_own(page) -> None:
    whole = page("profile", lang="sv", focus="organizations:sociala-avdelningen")
    assert "[Södermalms stadsdelsförvaltning](profile?" in words(whole)
    assert "level=unit" in words(whole)

    unit = page("profile", lang="sv", level="unit", focus="organizations:sociala-avdelningen")
    assert "preventionssamordnaren" in everything(unit)
    assert "Del av" in words(unit)


def test_an_area_keeps_on_the_spot_and_from_a_larger_area_apart(page) -> None:
    app = page("profile", lang="sv", focus="areas:hornstull")
    ways = {row.split("|")[2].strip() for row in rows(app) if row.count("|") == 3 and "område" in row}

    assert "från större område" in ways
    assert any("på plats" in row and "MTR" in row for row in rows(app))


def test_a_topic_lists_its_groups_and_who_is_in_them(page) -> None:
    app = page("profile", lang="en", focus="topics:gang-och-cykel")

    assert "**1 group** works on the topic." in words(app)
    assert any("[City Traffic Office]" in row for row in rows(app))


def test_a_source_lists_what_rests_on_it_with_the_place(page) -> None:
    app = page("profile", lang="sv", as_of="2020-05-01", focus="sources:soderandan-aktiviteter")

    assert any("Uttalade samarbeten" in row and "Söderandan" in row for row in rows(app))
    assert "https://" in words(app)


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_list_offers_every_kind_of_record(page, lang: str) -> None:
    app = page("profile", lang=lang)
    shown = everything(app)

    for table, some in (
        ("organizations", "micasa"),
        ("groups", "maria-gruppen"),
        ("areas", "gamla-stan"),
        ("topics", "ungdomar"),
        ("sources", "stockholmsenkaten"),
    ):
        assert f"focus={table}%3A{some}" in shown


def test_search_finds_by_another_name_in_use(page) -> None:
    app = page("profile", lang="sv", search="lokalpolis")
    assert any("Lokalpolisen Södermalm" in row for row in rows(app))


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("table", ["organizations", "groups", "areas", "topics", "sources"])
def test_profiles_of_each_kind_are_drawn_and_name_their_source(page, lang: str, table: str) -> None:
    page("profile", lang=lang)
    for record in cache.whole_dataset()[table].gather_every(4).iter_rows(named=True):
        app = page("profile", lang=lang, level="unit", focus=f"{table}:{record['id']}")
        if table != "sources" and record["source_id"]:
            assert f"focus=sources%3A{record['source_id']}" in everything(app)


def test_a_record_of_another_day_says_so(page) -> None:
    app = AppTest.from_string(
        "from ui import cache\nfrom ui.pages import profile\ncache.look()\nprofile._elsewhere('groups', 'styrgruppen')"
    ).run()
    assert not app.exception
    assert "Välj ett annat datum." in words(app) or "Choose another date." in words(app)


def test_an_unknown_record_is_told_as_unknown() -> None:
    app = AppTest.from_string(
        "import streamlit as st\nfrom graph.errors import UnknownId\nfrom ui.pages import profile\n"
        "try:\n    profile.render()\nexcept UnknownId as error:\n    st.text(error.details['id'])"
    )
    app.query_params["focus"] = "groups:not-there"
    app.run()
    assert app.text[0].value == "not-there"
