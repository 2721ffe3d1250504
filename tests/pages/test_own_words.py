"""A data set in words of its own, on every page in both languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from loaders.export import export
from tests.own_words import own_words
from ui import cache


@pytest.fixture(scope="module", autouse=True)
def harbor(home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The app opens on the network of `tests.own_words`."""
    folder = tmp_path_factory.mktemp("harbor")
    cache.forget_store()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAMVERKAN_HOME", str(folder / "home"))
        patch.setenv("SAMVERKAN_FIRST_DATA", str(export(own_words(), folder / "data")))
        yield
        cache.forget_store()


def words(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.title, *app.header, *app.subheader, *app.markdown))


def rows(app: AppTest) -> list[str]:
    """The rows of all tables as plain text: links by what they say."""
    lines = [" | ".join(map(str, row)) for table in app.table for row in table.value.to_numpy().tolist()]
    return [re.sub(r"\*\*|:gray|\[|\]\([^)]*\)|\]|\\", "", line) for line in lines]


def options(app: AppTest, key: str) -> list[str]:
    return next(box for box in (*app.multiselect, *app.selectbox) if box.key == key).options


@pytest.mark.parametrize(
    ("lang", "agreements", "first", "second"),
    [
        (
            "sv",
            "Överenskommelser",
            "Sjömuseet | Civilsamhälle | medlem | anges inte | muntlig",
            "Styrelsen | Hamnstyrelse | ordförande",
        ),
        (
            "en",
            "Agreements",
            "Maritime museum | Civil society | member | not stated | oral",
            "Board | Harbor board | chair",
        ),
    ],
)
@pytest.mark.parametrize("focus", ["organizations:association", "groups:members"])
def test_an_organization_that_is_a_group_has_one_profile(
    page, lang: str, agreements: str, first: str, second: str, focus: str
) -> None:
    app = page("profile", lang=lang, focus=focus)
    name = {"sv": "Hamnens förening", "en": "Harbor association"}[lang]

    assert app.title[0].value == name
    assert {"sv": "Medlemmar", "en": "Members"}[lang] in [header.value for header in app.header]
    assert agreements in [header.value for header in app.header]
    found = rows(app)
    assert any(row.startswith(first) for row in found)
    assert any(row.startswith(second) for row in found)
    assert {"sv": "Verkar i [Södra hamnen]", "en": "Works in [South harbor]"}[lang] in words(app)
    # nothing is said of it to itself
    assert not [row for row in found if row.startswith((name, "Föreningens", "Members of"))]


def test_lists_show_it_once_and_say_where(page) -> None:
    lists = page("profile", lang="sv")
    assert (
        len([row for row in rows(lists) if row.startswith(("Hamnens förening", "Föreningens medlemmar"))])
        == 1
    )
    assert "En organisation är själv en grupp och står bland organisationerna: [Hamnens förening]" in words(
        lists
    )


@pytest.mark.parametrize(
    ("lang", "kinds", "roles", "unnamed", "ties"),
    [
        (
            "sv",
            ["Hamnstyrelse", "Ämnesgrupp", "Projektgrupp", "Lokalråd", "Arbetsgrupp", "Operativ grupp"],
            {"kassör", "tillfrågad", "ordförande"},
            "fastighetsägare (40 enligt källan)",
            {
                "Isgruppen | Har sitt mandat från | Styrelsen | 2024",
                "Ljusgruppen | Rapporterar till | Styrelsen",
            },
        ),
        (
            "en",
            ["Harbor board", "Topic group", "Project group", "Local council", "Working party", "Task force"],
            {"treasurer", "asked", "chair"},
            "property owners (40, says the source)",
            {"Ice team | Has its mandate from | Board | 2024", "Light team | Reports to | Board"},
        ),
    ],
)
def test_the_network_speaks_the_words_of_the_data(
    page, lang: str, kinds: list[str], roles: set[str], unnamed: str, ties: set[str]
) -> None:
    app = page("network", lang=lang, view="table")
    found = rows(app)

    assert set(kinds) == set(options(app, "filter-kinds"))
    assert roles <= {row.split(" | ")[2] for row in found}
    assert any(row.startswith(unnamed) for row in found)
    assert all(any(row.startswith(tie) for row in found) for tie in ties)


def test_a_kind_in_the_address_may_be_an_own_word_or_one_of_ours(page) -> None:
    own = rows(page("network", lang="sv", view="table", kinds="operativ"))
    ours = rows(page("network", lang="sv", view="table", kinds="project"))

    assert [row.split(" | ")[0] for row in own[:2]] == ["fastighetsägare (40 enligt källan)", "Lotsarna"]
    assert len([row for row in ours if "Rapporterar till" in row or "Har sitt mandat från" in row]) == 2
    assert len([row for row in own if "Rapporterar till" in row or "Har sitt mandat från" in row]) == 1


def test_the_map_draws_the_lines_between_groups_and_the_legend_counts_them(page) -> None:
    app = page("network", lang="sv")
    drawn = json.loads(
        next(each for each in app.get("bidi_component") if "nodes" in each.proto.json).proto.json
    )
    lines = {(line, label): count for line, label, count in drawn["legend"]["lines"]}
    shapes = [(form, label) for form, label, _ in drawn["legend"]["shapes"]]

    assert lines["long", "gruppen lyder under en annan grupp"] == "2"
    assert ("project", "Operativ grupp") in shapes
    assert ("project", "Arbetsgrupp") in shapes
    association = next(node for node in drawn["nodes"] if node["id"] == "organizations:association")
    assert association["about"] == "Hamnens förening\nmed i 1 grupp\n2 deltagare"


@pytest.mark.parametrize(
    ("lang", "facts"),
    [
        (
            "sv",
            (
                "Gruppen följer mallen ”Lokalråd …”: en sådan i varje kaj i Hamnen.",
                "Lokalråd Norra hamnen",
                "1 april 2026",
            ),
        ),
        (
            "en",
            (
                "The group follows the template “Local council …”: one in every kaj in Harbor.",
                "Local council North harbor",
                "1 April 2026",
            ),
        ),
    ],
)
def test_a_group_from_a_template_says_so(page, lang: str, facts: tuple[str, ...]) -> None:
    app = page("profile", lang=lang, focus="groups:local/north")
    assert [fact for fact in facts if fact not in words(app).replace("\\", "")] == []


@pytest.mark.parametrize(
    ("lang", "over", "under", "agreed"),
    [
        (
            "sv",
            "Ger mandat åt | Isgruppen | 2024",
            "Har sitt mandat från | Styrelsen | 2024",
            "Båtklubben | skriftlig | kassan | 2025",
        ),
        (
            "en",
            "Gives its mandate to | Ice team | 2024",
            "Has its mandate from | Board | 2024",
            "Boat club | written | the accounts | 2025",
        ),
    ],
)
def test_a_group_under_another_is_told_on_both_sides(
    page, lang: str, over: str, under: str, agreed: str
) -> None:
    board = rows(page("profile", lang=lang, focus="groups:board"))
    assert any(row.startswith(over) for row in board)
    assert any(row.startswith(agreed) for row in board)
    assert any(row.startswith(under) for row in rows(page("profile", lang=lang, focus="groups:ice")))


@pytest.mark.parametrize(
    ("lang", "measured", "judged"),
    [
        (
            "sv",
            "Tydligt behov (2). Personer i behov: 1 200 (räknas som tydligt behov: från 1 000).",
            "Stort behov (3) | Personer i behov: 50 (bedömt som stort behov)",
        ),
        (
            "en",
            "Clear need (2). People in need: 1,200 (counts as clear need: from 1,000 on).",
            "Pressing need (3) | People in need: 50 (judged to be pressing need)",
        ),
    ],
)
def test_a_need_says_what_it_was_measured_as_and_what_that_counts_as(
    page, lang: str, measured: str, judged: str
) -> None:
    plain = words(page("gaps", lang=lang, cell="north:safety")).replace("\\", "").replace("\u00a0", " ")
    numbers = measured.split(". ")
    assert [part for part in numbers if part.rstrip(".") not in plain] == []

    found = rows(page("profile", lang=lang, focus="areas:south"))
    assert any(judged in row for row in found)


@pytest.mark.parametrize(
    ("lang", "kinds", "agreement"),
    [
        ("sv", "Lokalråd (2)", "5 av 7 medlemskap har ingen känd överenskommelse."),
        ("en", "Local council (2)", "5 of 7 memberships have no known agreement."),
    ],
)
def test_start_counts_in_the_words_of_the_data(page, lang: str, kinds: str, agreement: str) -> None:
    found = words(page("start", lang=lang)).replace("\\", "")
    assert kinds in found
    assert agreement in found


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        (
            "sv",
            ("Roller", "Gruppernas typer", "Skalor för behov", "Mallar för grupper", "Grupper under grupper"),
        ),
        ("en", ("Roles", "Kinds of group", "Scales of need", "Group templates", "Groups under groups")),
    ],
)
def test_data_shows_every_table_by_name(page, lang: str, names: tuple[str, ...]) -> None:
    app = page("data", lang=lang)
    shown = [option.partition(":")[0] for option in options(app, "table")]
    assert set(names) <= set(shown)
    assert not {"roles", "group_kinds", "need_scales"} & set(shown)


def test_a_table_without_words_is_shown_by_its_own_name(page, monkeypatch) -> None:
    monkeypatch.setattr("ui.records.words.has", lambda key: not key.endswith("group_parts"))
    assert any(option.startswith("group_parts:") for option in options(page("data", lang="sv"), "table"))


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_everything_that_rests_on_a_source_is_listed_with_its_parties(page, lang: str) -> None:
    app = page("profile", lang=lang, focus="sources:minutes")
    found = rows(app)
    agreements = [row for row in found if row.startswith({"sv": "Överenskommelse", "en": "Agreement"}[lang])]

    assert f"**{len(found)} " in words(app)
    assert len(agreements) == 2
    assert any({"sv": "Båtklubben | Styrelsen", "en": "Boat club | Board"}[lang] in row for row in agreements)


def test_selecting_the_organization_on_the_map_lists_its_members(page) -> None:
    found = words(page("network", lang="en", focus="groups:members"))
    assert "Harbor association" in found
    assert "Members" in found
    assert "[Boat club]" in found
    assert "1 of 6 groups" in found
