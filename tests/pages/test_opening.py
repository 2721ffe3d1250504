"""What Start asks of which data set, and the phrases on being in groups."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

_TITLE = """
import polars as pl
import streamlit as st
from graph.analysis.records.overview import overview
from tests.presumptions import town
from ui.pages.opening import question
dataset = town()
rows = [{{"id": str(place), "name": name, "invented": True}} for place, name in enumerate({names})]
dataset = dataset.replace(data_sets=pl.DataFrame(rows, schema_overrides={{"id": pl.String, "name": pl.String}}))
st.text(question.title(dataset, overview(dataset)))
"""


@pytest.mark.parametrize(
    ("names", "sv", "en"),
    [
        (["Ängelby"], "Vem samverkar var i Ängelby?", "Who collaborates where in Ängelby?"),
        (
            ["Nämnder 2024, del 2"],
            "Nämnder 2024, del 2: vem samverkar var?",
            "Nämnder 2024, del 2: who collaborates where?",
        ),
        (["Åsa", "Örby"], "Åsa och Örby: vem samverkar var?", "Åsa and Örby: who collaborates where?"),
    ],
)
def test_a_single_word_is_a_name_one_can_be_in_and_a_title_stands_before_the_question(names, sv, en) -> None:
    for lang, title in (("sv", sv), ("en", en)):
        app = AppTest.from_string(_TITLE.format(names=names), default_timeout=60)
        app.query_params["lang"] = lang
        app.run()

        assert not app.exception
        assert app.text[0].value.replace("\\", "") == title


def _phrases() -> None:
    import streamlit as st

    from ui import records

    for count, every in ((0, 4), (1, 1), (1, 4), (4, 4)):
        st.text(records.in_groups(count, every))


@pytest.mark.parametrize(
    ("lang", "phrases"),
    [
        (
            "sv",
            [
                "inte med i någon grupp",
                "med i **den enda gruppen**",
                "med i **1 av 4 grupper**",
                "med i **4 av 4 grupper**",
            ],
        ),
        (
            "en",
            [
                "in none of the groups",
                "in **the only group**",
                "in **1 of 4 groups**",
                "in **4 of 4 groups**",
            ],
        ),
    ],
)
def test_in_how_many_groups_somebody_is_never_counts_none_nor_the_only_one(lang: str, phrases) -> None:
    app = AppTest.from_function(_phrases)
    app.query_params["lang"] = lang
    app.run()

    assert not app.exception
    assert [text.value for text in app.text] == phrases
