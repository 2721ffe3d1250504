"""The frame around the pages: menu, footer, and what is said when there is nothing or something failed."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ui.text import texts

APP = Path(__file__).parents[2] / "app.py"


def opened(lang: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.query_params["lang"] = lang
    return app.run()


def words(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.title, *app.header, *app.markdown))


@pytest.mark.parametrize(
    ("lang", "source", "other"),
    [
        ("sv", "Källa: Söderandan, sammanställt 22 november 2026.", "English"),
        ("en", "Source: Söderandan, compiled 22 November 2026.", "Svenska"),
    ],
)
def test_every_page_says_its_source_and_offers_the_other_language(lang: str, source: str, other: str) -> None:
    app = opened(lang)

    assert not app.exception
    assert source in words(app)
    assert app.button(key="other_language").label == other


@pytest.mark.usefixtures("another_store")
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_an_empty_database_is_said_with_a_way_out(
    lang: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SAMVERKAN_HOME", str(tmp_path))
    monkeypatch.delenv("SAMVERKAN_FIRST_DATA")
    app = opened(lang)

    assert app.title[0].value == texts(lang)["empty"]["title"]
    assert [link.proto.page for link in app.get("page_link")] == ["data"]


@pytest.mark.usefixtures("another_store")
@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize(
    ("variable", "value", "code"),
    [
        ("SAMVERKAN_HOME", str(APP), "store_folder_unusable"),  # a file where a folder should be
        ("NEO4J_URI", "bolt://127.0.0.1:9", "store_unreachable"),  # nobody listens there
        ("NEO4J_URI", "ftp://example", "settings"),
    ],
)
def test_a_database_that_cannot_be_opened_is_said_in_a_sentence_with_a_remedy(
    lang: str, variable: str, value: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    app = opened(lang)
    said = texts(lang)["errors"][code]

    assert not app.exception
    assert app.title[0].value == texts(lang)["errors"]["title"]
    assert said["what"].partition("{")[0] in words(app)
    assert said["remedy"] in words(app)
    assert "Traceback" not in words(app)
