"""What a search finds in the reader's words: each thing once, what it is, and where it leads."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.own_words import own_words
from tests.pages.conftest import serving

APP = Path(__file__).parents[2] / "app.py"
SCRIPT = """
import json
from dataclasses import asdict
import streamlit as st
from ui import cache
from ui.components.search_hits import hits
cache.look()
st.text(json.dumps([asdict(hit) for hit in hits({text!r}, page={page!r})]))
"""

Hits = Callable[..., list[dict[str, str]]]


@pytest.fixture
def hits() -> Hits:
    """What is found: `hits("kyrka", page="gaps", lang="sv")`."""

    def search(text: str, *, page: str = "start", **query: str) -> list[dict[str, str]]:
        app = AppTest.from_string(SCRIPT.format(text=text, page=page), default_timeout=60)
        for key, value in query.items():
            app.query_params[key] = value
        app.run()
        assert not app.exception, app.exception[0].message
        found: list[dict[str, str]] = json.loads(app.text[0].value)
        return found

    return search


@pytest.mark.parametrize(
    ("lang", "typed", "name", "what"),
    [
        ("sv", "kyrka", "Stockholms moské", "Organisation · Trossamfund"),
        ("en", "church", "Stockholm Mosque", "Organisation · Faith community"),
        ("sv", "brf", "Bostadsrättsföreningar", "Deltagare utan namn · Bostadsrättsförening · i Hornstullsgruppen"),
        ("en", "housing", "Housing associations", "Participant without a name · Housing association · in Hornstull group"),
        ("sv", "skola", "Grundskoleavdelningen", "Organisation · Skola"),
        ("sv", "lokalpolis", "Lokalpolisen Södermalm", "Organisation · Polis"),
        ("sv", "fältassistenter", "Fältassistenterna", "Organisation · Kommun"),
        ("en", "moské", "Stockholm Mosque", "Organisation · Faith community · also called Stockholms moské"),
        ("sv", "äldreomsorgen", "Avdelningen för äldreomsorg", "Organisation · Kommun · kallas även äldreomsorgen"),
        ("sv", "styrgrupp", "Söderandans styrgrupp", "Grupp · Styrgrupp"),
        ("sv", "hornstull", "Hornstull", "Område · i Södermalms stadsdelsområde"),
        ("en", "park", "Fatbursparken", "Area · park · in Södermalm city district"),
        ("sv", "ordningsvakter", "Ordningsvakter", "Ämne"),
        ("sv", "stockholmsenk", "Stockholmsenkäten", "Källa · Stockholms stad"),
    ],
)  # fmt: skip
def test_a_hit_says_what_it_is(hits: Hits, lang: str, typed: str, name: str, what: str) -> None:
    found = {(hit["name"], hit["what"]) for hit in hits(typed, lang=lang)}
    assert (name, what) in found, found


def test_a_hit_leads_to_its_profile_and_keeps_what_holds_for_every_page(hits: Hits) -> None:
    found = hits("micasa", lang="en", as_of="2026-01-01", area="gamla-stan")[0]
    assert found["profile"] == "profile?lang=en&as_of=2026-01-01&focus=organizations%3Amicasa"
    assert found["on_map"] == ""


def test_on_the_network_a_hit_is_shown_on_the_picture_that_is_there(hits: Hits) -> None:
    found = hits("snyggt", page="network", lang="sv", kinds="area")[0]
    assert found["on_map"] == "network?lang=sv&kinds=area&focus=organizations%3Atryggt-och-snyggt"
    assert hits("hornstull", page="network", lang="sv")[0]["on_map"] == "network?lang=sv&area=hornstull"
    topic = next(hit for hit in hits("ordningsvakter", page="network", lang="sv") if hit["what"] == "Ämne")
    assert topic["on_map"] == "network?lang=sv&topic=ordningsvakter"
    assert hits("stockholmsenk", page="network", lang="sv")[0]["on_map"] == ""


def test_what_is_not_there_finds_nothing(hits: Hits) -> None:
    assert hits("qqqxyz", lang="sv") == []


@pytest.mark.usefixtures("another_store")
def test_an_organization_that_is_a_group_is_one_hit_and_own_words_find(hits: Hits, tmp_path: Path) -> None:
    with serving(own_words(), tmp_path):
        for lang, typed, what in (
            ("sv", "förening", "Organisation och grupp · Civilsamhälle"),
            ("en", "association", "Organisation and group · Civil society"),
        ):
            found = hits(typed, lang=lang, page="network")
            assert [hit["what"] for hit in found if "association" in hit["profile"]] == [what]
            assert not [hit for hit in found if "groups%3Amembers" in hit["profile"] + hit["on_map"]]
        assert ("Styrelsen", "Grupp · Hamnstyrelse") in {
            (hit["name"], hit["what"]) for hit in hits("hamnstyrelse", lang="sv")
        }


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_frame_has_one_box_in_the_readers_language(lang: str) -> None:
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.query_params["lang"] = lang
    app.run()
    boxes = [each.proto.json for each in app.get("bidi_component") if "placeholder" in each.proto.json]
    assert [json.loads(box)["words"]["label"] for box in boxes] == [{"sv": "Sök", "en": "Search"}[lang]]
