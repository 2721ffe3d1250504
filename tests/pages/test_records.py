"""What records are called: the same on every page, whatever the day and whatever is missing."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

_SCRIPT = """
import streamlit as st
from ui import cache, records
cache.look()
whole = cache.whole_dataset()
emptied = whole.replace(groups=whole["groups"].clear())
for said in ({said},):
    st.text(str(said))
"""


def said(expression: str, **query: str) -> list[str]:
    app = AppTest.from_string(_SCRIPT.format(said=expression), default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception, app.exception[0].message
    return [text.value for text in app.text]


def test_a_record_of_another_day_keeps_its_name_in_every_form() -> None:
    group = "'groups', 'hotellgruppen'"
    forms = [
        f"records.called(emptied, {group})",
        f"records.link(emptied, {group}).text",
        "records.phrase(emptied, 'groups', ['hotellgruppen'], linked=False)",
        "records.few(emptied, 'groups', ['hotellgruppen']).text",
    ]
    assert set(said(", ".join(forms), lang="sv")) == {"Hotellgruppen"}


def test_what_no_day_has_is_called_by_its_id_and_never_by_nothing() -> None:
    forms = "records.called(whole, 'groups', 'nobody'), records.phrase(whole, 'groups', ['nobody'])"
    called, phrase = said(forms, lang="sv")
    assert called == "nobody"
    assert phrase.startswith("[nobody](")


def test_what_has_a_profile_leads_there_a_source_too_and_the_rest_is_words() -> None:
    source, sector = said(
        "records.linked(whole, 'sources', whole['sources']['id'][0]), records.linked(whole, 'sectors', 'police')",
        lang="sv",
    )
    assert "](profile?" in source
    assert sector == "Polis"


@pytest.mark.parametrize(
    ("lang", "stated", "without"),
    [
        ("sv", "inte namngiven i källan", "inte namngiven"),
        ("en", "not named by the source", "not named"),
    ],
)
def test_that_the_source_names_nobody_is_said_only_where_there_is_one(lang, stated, without) -> None:
    forms = "records.unnamed({'source_id': 'page'}), records.unnamed({'source_id': None})"
    assert said(forms, lang=lang) == [stated, without]


def test_a_sector_is_its_name_or_nothing_or_a_word_for_it() -> None:
    forms = [
        "records.sector(whole, {'classification': 'police'})",
        "records.sector(whole, {'classification': None})",
        "records.sector_or_not(whole, None)",
    ]
    assert said(", ".join(forms), lang="sv") == ["Polis", "None", "sektor anges inte"]
