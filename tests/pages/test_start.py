"""The page Start: six doors to answers already filtered, four figures, and what needs attention."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from graph.analysis.coverage.matrix import CoverageRules
from graph.analysis.cut.rollup import roll_up
from graph.analysis.records.attention import ATTENTION_CODES
from graph.analysis.records.attention import attention as attention_of
from graph.network import Level
from loaders.invented.draft import TODAY
from tests.pages.conftest import serving
from tests.pages.walking import plain
from tests.presumptions import thousands
from ui.pages.opening import attention
from ui.text import texts


def words(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.title, *app.header, *app.markdown))


def links(app: AppTest) -> list[tuple[str, str, dict[str, str]]]:
    """The links of the page: what they say, the page they open, what is chosen there."""
    return [
        (
            link.proto.label,
            link.proto.page,
            {key: values[0] for key, values in parse_qs(link.proto.query_string).items()},
        )
        for link in app.get("page_link")
    ]


DOORS = (
    ("profile", {"focus": "groups:hornstullsgruppen"}),
    ("where", {"area": "hornstull"}),
    ("gaps", {}),
    ("network", {"focus": "organizations:lokalpolisen-sodermalm"}),
    ("network", {"topic": "trygghet"}),
    ("gaps", {"cell": "sodermalms-stadsdelsomrade:hotellnaring"}),
)


@pytest.mark.parametrize(
    ("lang", "title", "questions"),
    [
        (
            "sv",
            "Vem samverkar var i Söderandan?",
            (
                "Vem är med i Hornstullsgruppen?\u00a0→",
                "Vilka arbetar i Hornstull?\u00a0→",
                "Var saknas någon?\u00a0→",
                "Vem håller ihop nätverket?\u00a0→",
                "Vilka arbetar med Trygghet och säkerhet?\u00a0→",
                "Vem kan tillfrågas?\u00a0→",
            ),
        ),
        (
            "en",
            "Who collaborates where in Söderandan?",
            (
                "Who is in Hornstull group?\u00a0→",
                "Who works in Hornstull?\u00a0→",
                "Where is somebody missing?\u00a0→",
                "Who holds the network together?\u00a0→",
                "Who works on Safety?\u00a0→",
                "Who could be asked?\u00a0→",
            ),
        ),
    ],
)
def test_six_questions_open_their_answers_filtered(
    page, lang: str, title: str, questions: tuple[str, ...]
) -> None:
    app = page("start", lang=lang)

    assert app.title[0].value == title
    found = links(app)[: len(DOORS)]
    assert tuple(label for label, _, _ in found) == questions
    assert [(opened, chosen) for _, opened, chosen in found] == [
        (opened, {"lang": lang, **chosen}) for opened, chosen in DOORS
    ]


@pytest.mark.parametrize(
    ("lang", "answers"),
    [
        (
            "sv",
            (
                "6 namngivna organisationer. En deltagare är inte namngiven.",
                "6 organisationer på plats. 4 till når dit från ett större område.",
                "7 luckor",
                "Lokalpolisen Södermalm är deltagare i 8 av 11 grupper.",
            ),
        ),
        (
            "en",
            (
                "6 named organisations. One participant is not named.",
                "6 organisations on site. 4 more reach it from a larger area.",
                "7 gaps",
                "takes part in 8 of 11 groups.",
            ),
        ),
    ],
)
def test_each_door_says_the_answer_in_short(page, lang: str, answers: tuple[str, ...]) -> None:
    shown = words(page("start", lang=lang))

    for answer in answers:
        assert answer in shown


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_four_figures_are_those_of_the_page(page, lang: str) -> None:
    app = page("start", lang=lang)

    assert [metric.value for metric in app.metric] == ["11", "20", "18", "11"]


def test_what_needs_attention_leads_to_where_it_is_seen(page) -> None:
    app = page("start", lang="sv")
    found = {label: (opened, chosen) for label, opened, chosen in links(app)[len(DOORS) :]}

    assert "18 deltagare saknar namn." in words(app)
    assert "Hotellgruppen och Ordningsvaktsgruppen har bara deltagare utan namn." in plain(words(app))
    assert found["Visa deltagarna"] == (
        "profile",
        {"lang": "sv", "focus": "groups:tillfalliga-samverkansgrupper"},
    )
    assert found["Visa medlemskapen"] == ("network", {"lang": "sv", "view": "table"})
    assert found["Visa luckorna"][0] == "gaps"


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_of_several_that_need_attention_each_is_a_link_and_no_button_opens_one_of_them(
    page, tmp_path, lang: str
) -> None:
    dataset = thousands()
    with serving(dataset, tmp_path):
        app = page("start", lang=lang)
    said = texts(lang)["start"]["attention"]
    whole = roll_up(dataset.as_of(TODAY), level=Level.ORGANIZATION)
    found = attention_of(whole, today=TODAY, rules=CoverageRules())
    several = [code for (code,), rows in found.group_by("code") if rows.height > 1]

    assert {"group_without_area", "uncoordinated"} & set(several)
    labels = [label for label, _, _ in links(app)]
    for code in several:
        if code not in ("unnamed_participants", "only_unnamed", "no_agreement"):
            assert said[code]["link"] not in labels
    shown = words(app)
    for code, group, other in (
        found.filter(code="uncoordinated")
        .select("code", "subject_id", pl.col("detail_ids").list.first())
        .head(5)
        .rows()
    ):
        assert f"focus=groups%3A{group}" in shown, code
        assert f"focus=groups%3A{other}" in shown, code


def test_a_single_one_is_said_in_the_singular(page) -> None:
    shown = plain(words(page("start", lang="en")))
    assert re.search(r"\n\w[^,\n]* and [^,\n]* work on the same topic in the same place but share no", shown)


def test_the_page_is_of_the_chosen_day(page) -> None:
    app = page("start", lang="sv", as_of="2025-03-01")

    assert all(chosen["as_of"] == "2025-03-01" for _, _, chosen in links(app))


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_kind_of_attention_has_words_and_a_page(lang: str) -> None:
    said = texts(lang)["start"]["attention"]

    assert set(said) - {"title", "nothing"} == set(ATTENTION_CODES) == set(attention.PAGE)
