"""The day of the data: every page is of it and says so, and what has ended or is to come is not missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from graph.analysis.cut.data_day import Basis
from tests.pages.conftest import serving
from tests.pages.registers import all_times, register
from ui import navigation
from ui.text import texts

ENDED_2021 = [
    {"organization_id": "north", "start_date": "2018", "end_date": "2021"},
    {"organization_id": "south", "start_date": "2018", "end_date": "2021-06-30"},
]
SINCE_2005 = [{"organization_id": "north", "start_date": "2005"}, {"organization_id": "south"}]
CONFIRMED = [{"organization_id": "north", "confirmed_on": dt.date(2021, 5, 1)}]
MONTHS = {
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "en": "January February March April May June July August September October November December",
}
LANGUAGES = pytest.mark.parametrize("lang", ["sv", "en"])


def words(app: AppTest) -> str:
    texts = "\n".join(element.value for element in (*app.title, *app.header, *app.subheader, *app.markdown))
    return texts.replace("\\", "")


def rows(app: AppTest) -> list[str]:
    return [" | ".join(map(str, row)) for table in app.table for row in table.value.to_numpy().tolist()]


def day_line(**query: object) -> AppTest:
    """What the frame draws above the title of a page."""
    script = "from ui import cache\nfrom ui.components import day_line\ncache.look()\nday_line.draw()"
    app = AppTest.from_string(script, default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = str(value)
    app.run()
    assert not app.exception, app.exception[0].message
    return app


def line(app: AppTest) -> str:
    return app.markdown[0].value.removeprefix(":gray[:small[").removesuffix("]]").replace("\\", "")


def in_words(day: dt.date, lang: str) -> str:
    return f"{day.day} {MONTHS[lang].split()[day.month - 1]} {day.year}"


@pytest.fixture(scope="module", params=["2020", "2011", "alive", "undated", "future"])
def of_another_day(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, dt.date, dict[str, str]]]:
    """Registers of several days: which one, the day it opens on, and what stands above each page."""
    today = dt.date.today()
    made, day, said = {
        "2020": (
            register(compiled_on=dt.date(2020, 6, 1), memberships=ENDED_2021),
            dt.date(2020, 6, 1),
            {
                "sv": "Så såg det ut den 1 juni 2020, den dag uppgifterna gäller.",
                "en": "As it was on 1 June 2020, the day of the data.",
            },
        ),
        "2011": (
            register(compiled_on=dt.date(2011, 2, 3), memberships=SINCE_2005),
            dt.date(2011, 2, 3),
            {
                "sv": "Så såg det ut den 3 februari 2011, den dag uppgifterna gäller.",
                "en": "As it was on 3 February 2011, the day of the data.",
            },
        ),
        "alive": (
            register(compiled_on=dt.date(2020, 6, 1), memberships=CONFIRMED),
            dt.date(2021, 5, 1),
            {
                "sv": "Så såg det ut den 1 maj 2021, den dag uppgifterna gäller.",
                "en": "As it was on 1 May 2021, the day of the data.",
            },
        ),
        "undated": (
            register(compiled_on=None, memberships=SINCE_2005),
            today,
            {
                "sv": "Uppgifterna säger inte vilken dag de gäller. "
                f"Dagens datum används, den {in_words(today, 'sv')}.",
                "en": f"The data does not say from when it is. Today's date is used, {in_words(today, 'en')}.",
            },
        ),
        "future": (
            register(compiled_on=dt.date(2999, 1, 1), memberships=SINCE_2005),
            today,
            {
                "sv": "Uppgifterna säger att de gäller den 1 januari 2999, en dag som inte har kommit. "
                f"Dagens datum används, den {in_words(today, 'sv')}.",
                "en": "The data says that it is from 1 January 2999, a day that has not come. "
                f"Today's date is used, {in_words(today, 'en')}.",
            },
        ),
    }[request.param]
    with serving(made, tmp_path_factory.mktemp(request.param)):
        yield request.param, day, said


@LANGUAGES
def test_the_app_opens_on_the_day_of_the_data_and_says_which_that_is(of_another_day, page, lang: str) -> None:
    _, day, said = of_another_day
    app = day_line(lang=lang)

    assert line(app) == said[lang]
    assert not app.button
    picker = next(box for box in page("network", lang=lang).date_input if box.key == "filter-as_of")
    assert picker.value == day


@LANGUAGES
def test_the_network_is_that_of_the_day_not_of_the_clock(of_another_day, page, lang: str) -> None:
    app = page("start", lang=lang)

    assert [metric.value for metric in app.metric][:2] == ["1", "2"]
    assert "**1 av 1 grupper**" in words(page("profile", lang="sv", focus="organizations:north"))


@LANGUAGES
def test_a_link_of_today_opens_and_leads_back_to_the_day_of_the_data(of_another_day, lang: str) -> None:
    _, day, _ = of_another_day
    today = dt.date.today()
    app = day_line(lang=lang, as_of=today)

    assert in_words(today, lang) in line(app)
    if day == today:
        assert not app.button
        return
    assert in_words(day, lang) in app.button[0].label.replace("\\", "")
    app.button[0].click().run()
    assert "as_of" not in app.query_params
    assert not app.button


@LANGUAGES
def test_another_day_is_told_apart_from_the_day_of_the_data(of_another_day, lang: str) -> None:
    which, day, _ = of_another_day
    earlier, later = day - dt.timedelta(9000), day + dt.timedelta(400)
    before, after = line(day_line(lang=lang, as_of=earlier)), line(day_line(lang=lang, as_of=later))

    assert in_words(earlier, lang) in before
    assert in_words(later, lang) in after
    if which in ("undated", "future"):
        shown = {"sv": "Visas så som det gäller den", "en": "Shown as of"}[lang]
        assert before.startswith(shown)
        assert after.startswith(shown)
    else:
        was, unknown = {
            "sv": ("Så såg det ut den", "vad som har hänt efter den dagen är inte känt."),
            "en": ("As it was on", "nothing is known of what happened after that day."),
        }[lang]
        assert before.startswith(was)
        assert unknown not in before
        assert unknown in after
        assert not after.startswith(was)
        assert in_words(day, lang) in before
        assert in_words(day, lang) in after


@LANGUAGES
def test_how_the_day_is_known_is_explained(of_another_day, lang: str) -> None:
    which, _, _ = of_another_day
    basis = {"2020": Basis.COMPILED, "2011": Basis.COMPILED, "alive": Basis.CHANGED}.get(which, Basis.TODAY)
    explained = texts(lang)["frame"]["day"]["basis"][basis].partition("{")[0]

    assert day_line(lang=lang).markdown[0].help.startswith(explained)


@pytest.mark.parametrize("of_another_day", ["2020"], indirect=True)
def test_a_day_that_all_has_ended_by_says_how_much_it_hides(of_another_day) -> None:
    app = day_line(lang="sv", as_of="2022-01-01")

    assert "2 uppgifter från andra tider visas inte." in line(app)
    assert "- Medlemskap: 2 hade upphört" in app.markdown[0].help


@LANGUAGES
@pytest.mark.parametrize("of_another_day", ["alive"], indirect=True)
def test_what_is_old_and_overdue_is_counted_from_the_day_shown(of_another_day, page, lang: str) -> None:
    stale = texts(lang)["coverage"]["states"]["stale"]["word"]
    overdue = f"**{texts(lang)['start']['attention']['review_overdue']['word']}**"
    cell = {"lang": lang, "cell": "park:paths"}

    assert f"**{stale}.**" not in words(page("gaps", **cell))
    assert f"**{stale}.**" in words(page("gaps", **cell, as_of="2023-01-01"))
    assert overdue not in words(page("start", lang=lang))
    assert overdue in words(page("start", lang=lang, as_of="2023-01-01"))


@pytest.fixture(scope="module")
def times(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with serving(all_times(), tmp_path_factory.mktemp("times")):
        yield


@LANGUAGES
def test_the_line_says_how_many_records_of_which_kinds_are_hidden_and_why(times, lang: str) -> None:
    app = day_line(lang=lang)
    hidden, kinds = {
        "sv": (
            "14 uppgifter från andra tider visas inte.",
            (
                "- Organisationer: 2 hade upphört och 1 hade inte börjat",
                "- Medlemskap: 3 hade upphört, 1 hade inte börjat och 2 hör till något som inte fanns",
            ),
        ),
        "en": (
            "14 records of other times are not shown.",
            (
                "- Organisations: 2 had ended and 1 had not begun",
                "- Memberships: 3 had ended, 1 had not begun and 2 belong to something that was not there",
            ),
        ),
    }[lang]

    assert line(app).endswith(hidden)
    for kind in kinds:
        assert kind in app.markdown[0].help


SENTENCES = (
    (
        "organizations:left",
        "Är inte med i någon grupp den **15 mars 2023**. Medlemskapen i [Emptied](",
        "Is in no group on **15 March 2023**. The memberships of [Emptied](",
    ),
    (
        "organizations:left",
        "har upphört, det sista i februari 2022.",
        "have ended, the last in February 2022.",
    ),
    (
        "organizations:coming",
        "börjar den 1 september 2024.",
        "begins on 1 September 2024.",
    ),
    ("organizations:owners", "upphörde 2019.", "ended in 2019."),
    ("organizations:left", "Ingen plats anges för den här dagen.", "No place is stated for this day."),
    ("organizations:nobody", "Inga medlemskap anges.", "No memberships are stated."),
    ("organizations:nobody", "Ingen plats anges.", "No place is stated."),
    (
        "organizations:dissolved",
        "Fanns inte den **15 mars 2023**: upplöst 2022.",
        "Was not there on **15 March 2023**: dissolved in 2022.",
    ),
    (
        "organizations:founded-later",
        "Fanns inte den **15 mars 2023**: bildad först den 2 maj 2024.",
        "Was not there on **15 March 2023**: formed only on 2 May 2024.",
    ),
    (
        "organizations:unit",
        "Fanns inte den **15 mars 2023**: upplöst i februari 2022.",
        "Was not there on **15 March 2023**: dissolved in February 2022.",
    ),
    (
        "groups:old-club",
        "upplöst den 30 juni 2020.",
        "dissolved on 30 June 2020.",
    ),
    ("groups:emptied", "**Alla 3 deltagare har lämnat** (", "**All 3 participants have left** ("),
    ("groups:emptied", "den sista i februari 2022.", "the last in February 2022."),
    (
        "groups:waiting",
        "Den första deltagaren är [Coming](",
        "The first participant is [Coming](",
    ),
    ("groups:waiting", "från den 1 september 2024.", "who joins on 1 September 2024."),
    (
        "groups:waiting",
        "Vad den arbetar med anges inte för den här dagen.",
        "What it works on is not stated for this day.",
    ),
    (
        "groups:club",
        "Var gruppen verkar anges inte för den här dagen.",
        "Where the group works is not stated for this day.",
    ),
    ("groups:silent", "**Ingen deltagare** är angiven.", "**No participant** is stated."),
    ("groups:silent", "Var gruppen verkar anges inte.", "Where the group works is not stated."),
    ("groups:silent", "Ingen deltagare är angiven.", "No participant is stated."),
    (
        "topics:lights",
        "Ingen arbetar med ämnet den här dagen.",
        "Nobody works on the topic on this day.",
    ),
    (
        "areas:hill",
        "Ingen organisation finns här den här dagen.",
        "No organisation is here on this day.",
    ),
    ("areas:park", "Ingen organisation finns här den här dagen.", "No organisation is here on this day."),
)


@pytest.mark.parametrize(("focus", "swedish", "english"), SENTENCES)
def test_a_profile_tells_ended_and_to_come_from_not_stated(
    times, page, focus: str, swedish: str, english: str
) -> None:
    assert swedish in words(page("profile", lang="sv", focus=focus))
    assert english in words(page("profile", lang="en", focus=focus))


@pytest.mark.parametrize("focus", ["organizations:left", "organizations:coming", "organizations:owners"])
def test_no_profile_with_memberships_of_other_times_says_that_none_is_stated(times, page, focus: str) -> None:
    assert "Inga medlemskap anges." not in words(page("profile", lang="sv", focus=focus))
    assert "No memberships are stated." not in words(page("profile", lang="en", focus=focus))


@LANGUAGES
@pytest.mark.parametrize(
    ("focus", "title", "row"),
    [
        ("organizations:left", ("Tidigare", "Earlier"), ("2016 till juni 2021", "2016 to June 2021")),
        ("organizations:left", ("Tidigare", "Earlier"), ("2010 till 30 juni 2020", "2010 to 30 June 2020")),
        ("organizations:left", ("Tidigare", "Earlier"), ("till februari 2022", "until February 2022")),
        ("organizations:stays", ("Tidigare", "Earlier"), ("2015 till 2018", "2015 to 2018")),
        ("groups:emptied", ("Tidigare", "Earlier"), ("till 2019", "until 2019")),
        ("organizations:coming", ("Senare", "Later"), ("1 september 2024", "1 September 2024")),
        ("groups:waiting", ("Senare", "Later"), ("1 september 2024", "1 September 2024")),
    ],
)
def test_memberships_of_other_times_stand_apart_with_their_period_and_source(
    times, page, lang: str, focus: str, title: tuple[str, str], row: tuple[str, str]
) -> None:
    app = page("profile", lang=lang, focus=focus)
    place = ["sv", "en"].index(lang)

    assert title[place] in [header.value for header in app.subheader]
    found = next(each for each in rows(app) if f"| {row[place]} |" in each)
    assert "[Minutes](" in found
    assert "page 2" in found


def test_a_profile_on_an_earlier_day_is_of_that_day(times, page) -> None:
    app = page("profile", lang="sv", focus="organizations:left", as_of="2017-01-01")

    assert "Är med i **2 av 5 grupper**" in words(app)
    assert "Tidigare" not in [header.value for header in app.subheader]


def test_a_record_of_another_day_leads_to_a_day_it_was_there(times, page) -> None:
    for focus, day in (
        ("organizations:dissolved", "2022-12-31"),
        ("organizations:founded-later", "2024-05-02"),
        ("organizations:unit", "2022-02-28"),
        ("groups:old-club", "2020-06-30"),
    ):
        shown = words(page("profile", lang="sv", focus=focus))
        address = shown.rpartition("](")[2].partition(")")[0]
        chosen = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
        assert chosen == {"lang": "sv", "as_of": day, "focus": focus}
        there = page("profile", level="unit", **chosen)
        assert "Fanns inte" not in words(there)


@pytest.mark.parametrize(
    ("focus", "swedish", "english"),
    [
        ("groups:emptied", "**Alla 3 deltagare har lämnat**", "**All 3 participants have left**"),
        ("groups:waiting", "Den första deltagaren är", "The first participant is"),
        ("organizations:left", "har upphört, det sista", "have ended, the last"),
        ("organizations:coming", "börjar den 1 september 2024", "begins on 1 September 2024"),
        ("organizations:dissolved", "upplöst 2022", "dissolved in 2022"),
    ],
)
def test_the_panel_beside_the_map_tells_ended_and_to_come(
    times, page, focus: str, swedish: str, english: str
) -> None:
    assert swedish in words(page("network", lang="sv", focus=focus))
    assert english in words(page("network", lang="en", focus=focus))


@pytest.mark.parametrize(
    ("as_of", "cell", "swedish", "english"),
    [
        ("2023-03-15", "park:paths", "Emptied](", "Emptied]("),
        (
            "2023-03-15",
            "park:paths",
            "finns, men alla deltagare har lämnat.",
            ": all participants have left.",
        ),
        (
            "2024-05-01",
            "park:lights",
            "finns, men deltagarna börjar senare.",
            ": the participants begin later.",
        ),
    ],
)
def test_a_gap_says_that_the_participants_have_left_or_are_to_come(
    times, page, as_of: str, cell: str, swedish: str, english: str
) -> None:
    assert swedish in words(page("gaps", lang="sv", as_of=as_of, cell=cell))
    assert english in words(page("gaps", lang="en", as_of=as_of, cell=cell))


@pytest.mark.parametrize("name", [spec.name for spec in navigation.PAGES])
def test_the_frame_draws_the_line_once_above_every_page_of_a_day(times, name: str) -> None:
    app = AppTest.from_string(f"from ui import frame\nframe._draw({name!r})", default_timeout=60)
    app.query_params["lang"] = "sv"
    app.run()
    assert not app.exception

    drawn = [
        str(getattr(element, "value", "")) for element in app.main if element.type in ("markdown", "title")
    ]
    said = [place for place, text in enumerate(drawn) if "den dag uppgifterna gäller" in text]
    assert said == ([] if name == "data" else [0])


def test_the_table_of_a_day_shows_it_without_a_time(times, page) -> None:
    app = page("data", lang="sv", table="data_sets")
    config = app.dataframe[-1].proto.columns

    assert '"compiled_on"' in config
    assert "YYYY-MM-DD" in config
