"""The page Profile: organisations, groups, areas, topics and sources, and the list to choose from."""

from __future__ import annotations

import re

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from graph.analysis.records.provenance import source_use
from tests import presumptions
from tests.pages.conftest import serving
from ui import cache
from ui.links import Link
from ui.records.phrases import Names
from ui.state import Selection


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


@pytest.mark.parametrize(
    ("organization", "left"),
    [
        ("lokalpolisen-sodermalm", "Tillfälliga samverkansgrupper har då bara Söderandan kvar."),
        ("micasa", "Gruppen den är med i har då 3 namngivna organisationer kvar."),
        (
            "sodermalms-stadsdelsforvaltning",
            "Varje grupp den är med i har då minst 2 namngivna organisationer kvar.",
        ),
    ],
)
def test_an_organization_says_what_happens_if_it_leaves(page, organization: str, left: str) -> None:
    for name in ("profile", "network"):
        app = page(name, lang="sv", focus=f"organizations:{organization}")
        assert "Om den lämnar" in words(app)
        assert left in words(app)


def test_nobody_asks_what_happens_if_an_unnamed_participant_leaves(page) -> None:
    assert "lämnar" not in words(page("profile", lang="sv", focus="organizations:hotell-hotellgruppen"))


def test_whom_an_organization_does_not_meet_is_named(page) -> None:
    app = page("profile", lang="sv", focus="organizations:lokalpolisen-sodermalm")
    fold = next(each for each in app.expander if "inte möter" in each.label)
    not_met = next(each.value for each in fold.markdown if "Möter inte i någon grupp" in each.value)

    assert not_met.count("](profile?") == 19 - 15
    assert "[Stockholms moské]" in not_met
    assert "Micasa" not in not_met
    everybody = page("profile", lang="sv", focus="organizations:soderandan")
    assert "I vilka grupper de möts" in [each.label for each in everybody.expander]
    assert "Möter inte i någon grupp" not in words(everybody)


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

    assert any("Samarbeten enligt uppgift" in row and "Söderandan" in row for row in rows(app))
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


# --- where what a sentence presumes does not hold --------------------------------------------------------


def plain(app: AppTest) -> str:
    """Everything said, names without their links."""
    return re.sub(r"\[([^\[\]]*)\]\([^)]*\)", r"\1", everything(app)).replace("\\", "")


@pytest.mark.parametrize(
    ("name", "focus", "sv", "en", "false"),
    [
        (
            "town",
            "groups:zq-night-walk",
            "**2 namngivna organisationer** är med. 1 namngiven är inbjuden. En deltagare är inte namngiven.",
            "**2 named organisations** take part. 1 named is invited. One participant is not named.",
            ("3 namngivna", "3 named"),
        ),
        (
            "town",
            "groups:zq-council",
            "Samordnas av Ängelby kommun.",
            "Coordinated by Ängelby municipality.",
            (),
        ),
        (
            "only_planned",
            "groups:zq-council",
            "Gruppen är bara **föreslagen**. **2 namngivna organisationer** är tänkta deltagare.",
            "The group is only **proposed**. **2 named organisations** are meant to take part.",
            ("är med.", "** take part"),
        ),
        (
            "only_hosts",
            "groups:zq-night-walk",
            "**Ingen deltagare** är angiven. Samordnas av Åsa församling och Ängelby kommun.",
            "**No participant** is stated. Coordinated by Ängelby municipality and Åsa parish.",
            ("namngiven.", "is named."),
        ),
        (
            "only_hosts",
            "organizations:zq-municipality",
            "Är med i **2 av 2 grupper**. Samordnar dem men är inte deltagare i någon.",
            "Is in **2 of 2 groups**. Coordinates them but is no participant in any.",
            ("0 av", "0 of"),
        ),
        (
            "town",
            "organizations:zq-youth-centre",
            "På väg in i Nattvandring i Åslunden. Är på plats på **1 av 2** platser.",
            "On its way into Night walks in Åslund. Is on site at **1 of 2** places.",
            (),
        ),
        (
            "only_stated",
            "organizations:zq-brunn",
            "Uppgifterna anger **2 aktiviteter**. Är på plats på **1 av 3** platser.",
            "The data states **2 activities**. Is on site at **1 of 3** places.",
            ("Medlemskap", "Memberships", "grupp", "group"),
        ),
        (
            "only_stated",
            "areas:zq-country",
            "**Ingen namngiven organisation** är på plats för området som helhet. "
            "**3 namngivna organisationer** finns i delar av området; i 1 av 2 delar finns någon.",
            "**No named organisation** is on site for the area as a whole. "
            "**3 named organisations** are in parts of the area; 1 of 2 parts have somebody.",
            ("till finns i delar", "3 more", "Inget säger att någon är här"),
        ),
        (
            "town",
            "areas:zq-port",
            "**2 namngivna organisationer** är på plats: 1 enligt uppgift och 1 utan grupp här. "
            "2 till når hit från ett större område.",
            "**2 named organisations** are on site: 1 as stated and 1 with no group here. "
            "2 more reach it from a larger area.",
            (),
        ),
        (
            "only_stated",
            "topics:zq-shelter",
            "Ingen grupp, men **2 organisationer** arbetar med ämnet, enligt uppgift.",
            "No group, but **2 organisations** are stated to work on the topic.",
            ("Inget säger att", "Nothing says that"),
        ),
        (
            "town",
            "topics:zq-youth",
            "**1 grupp** arbetar med ämnet. **2 namngivna organisationer** arbetar med det: "
            "1 enligt uppgift, 1 genom grupperna. En deltagare är inte namngiven.",
            "**1 group** works on the topic. **2 named organisations** work on it: "
            "1 as stated, 1 through the groups. One participant is not named.",
            (),
        ),
        (
            "only_planned",
            "topics:zq-youth",
            "Inget säger att någon arbetar med ämnet. 1 föreslagen grupp ska arbeta med det.",
            "Nothing says that anybody works on the topic. 1 proposed group is to work on it.",
            ("1 grupp** arbetar", "1 group** works"),
        ),
    ],
)
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_profile_says_only_what_holds(page, tmp_path, lang, name, focus, sv, en, false) -> None:
    with serving(vars(presumptions)[name](), tmp_path):
        shown = plain(page("profile", lang=lang, focus=focus))

    assert (sv if lang == "sv" else en) in shown
    assert not [words for words in false if words in shown]


def test_a_closed_group_says_who_was_in_it(page, tmp_path) -> None:
    town = presumptions.town()
    closed = town.replace(groups=town["groups"].with_columns(status=pl.lit("closed")))
    with serving(closed, tmp_path):
        shown = plain(page("profile", lang="sv", focus="groups:zq-council"))

    assert "Gruppen är **avslutad**. **2 namngivna organisationer** var med." in shown


@pytest.mark.parametrize(
    ("lang", "columns", "funds", "funded"),
    [
        ("sv", ["Från", "Till"], "Älvstiftelsen", "Hålans ungdomsgård"),
        ("en", ["From", "To"], "The River Foundation", "Hålan youth centre"),
    ],
)
@pytest.mark.parametrize("focus", ["zq-fund", "zq-youth-centre"])
def test_a_collaboration_keeps_its_direction_at_both_ends(
    page, tmp_path, lang, columns, funds, funded, focus
) -> None:
    with serving(presumptions.directed(), tmp_path):
        app = page("profile", lang=lang, focus=f"organizations:{focus}")
    table = next(table.value for table in app.table if columns[0] in table.value.columns)
    pairs = [tuple(re.sub(r"\[|\]\(.*", "", cell) for cell in row) for row in table[columns].to_numpy()]

    assert (funds, funded) in pairs
    assert (funded, funds) not in pairs


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_source_is_counted_alike_on_its_profile_in_the_list_and_on_data(page, lang: str) -> None:
    day = "2010-01-01"  # most records are of other days, and rest on the source all the same
    told = cache.whole_answer(source_use)
    source, count = told.row(0)

    profile = page("profile", lang=lang, focus=f"sources:{source}", as_of=day)
    data = page("data", lang=lang, as_of=day)
    listed = page("profile", lang=lang, as_of=day)

    assert f"**{count} " in words(profile)
    name = cache.whole_dataset().require("sources", source)["name_en" if lang == "en" else "name"]
    for app, column in ((data, -1), (listed, -1)):
        row = next(row for row in rows(app) if name in row.split(" | ")[0].replace("\\", ""))
        assert row.split(" | ")[column].strip() == str(count)
    assert count in [len(shown.value) for shown in (*profile.table, *profile.dataframe)]


def test_the_lists_count_what_the_profiles_say(page, tmp_path) -> None:
    with serving(presumptions.only_hosts(), tmp_path / "hosts"):
        hosts = plain(page("profile", lang="sv"))
    with serving(presumptions.only_stated(), tmp_path / "stated"):
        stated = plain(page("profile", lang="sv"))

    assert "**Rådet för trygghet** | Styrgrupp | pågår | 0 | 0" in hosts
    assert "**Östmark** | land | – | 0 | 0 | 3" in stated
    assert "**Skydd och boende** | 0 | 2" in stated
    assert "Inga sådana finns i uppgifterna." in stated


def test_sixty_areas_inside_one_are_folded(page, tmp_path) -> None:
    with serving(presumptions.areas_with_nobody(), tmp_path):
        app = page("profile", lang="sv", focus="areas:zq-county")
    named = next(element.value for element in app.markdown if "Platser i området" in element.value)

    assert named.count("](") == 12
    assert "och 48 till" in named
    assert "Visa alla 60" in [box.label for box in app.expander]


def test_a_cell_of_a_table_names_a_few_and_leads_to_all() -> None:
    where = Link("Åsa", "profile", (("focus", "organizations:asa"),))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ui.text.selection", lambda: Selection(lang="sv"))
        few, many = ("A", "B", "C", "D"), tuple("ABCDEFGH")
        ids = tuple(("organizations", each) for each in many)
        assert str(Names(few, ids[:4], limit=3)) == "A, B, C och D"
        assert str(Names(many, ids, limit=3, where=where)) == (
            "A, B, C och [5 till](profile?focus=organizations%3Aasa)"
        )
        assert Names(many, ids, limit=3).shown == "A, B, C och 5 till"
        # what is taken away has them all
        assert Names(many, ids, limit=3).text == "A, B, C, D, E, F, G och H"
