"""The recipe “Add a language” of CONTRIBUTING.md, followed: one folder, and every page speaks the language.

The language is English in strange letters, each text between brackets, so that a text that came from
elsewhere is seen.
"""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from graph.dataset import Dataset
from loaders.pipeline import check
from tests.pages.walking import PROSE, draw, places
from ui import languages

ROOT = Path(__file__).parents[2]
CODE = "qps"
_STRANGE = str.maketrans("aeiouyAEIOUY", "àéîöúÿÀÉÎÖÚŸ")
_KEPT = re.compile(r"(\{[^}]*\}|\]\([^)]*\)|:[a-z]+\[)")  # places, addresses and styles stay what they are
_ITSELF = f"""
name = "⟦Pseudo⟧"
read_by = ["eo"]
after_z = ["å"]
[dates]
day = "⟦{{year}} {{month}} {{day}}⟧"
month = "⟦{{year}} {{month}}⟧"
months = {[f"måned{n}" for n in range(1, 13)]}
[numbers]
thousands = "'"
decimal = "·"
[csv]
separator = ";"
"""


def pseudo(text: str) -> str:
    parts = _KEPT.split(text)
    return (
        "⟦"
        + "".join(part if place % 2 else part.translate(_STRANGE) for place, part in enumerate(parts))
        + "⟧"
    )


def written(texts: dict[str, object], *above: str) -> Iterator[str]:
    """The lines of a file with these texts, each in the strange letters."""
    for key, value in texts.items():
        if isinstance(value, dict):
            yield from written(value, *above, key)
        else:
            name = ".".join(json.dumps(part) for part in (*above, key))
            yield f"{name} = {json.dumps(pseudo(str(value)), ensure_ascii=False)}"


@pytest.fixture(scope="module", autouse=True)
def three_languages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The folders of the app and, beside them, one for the strange language; nothing else is changed."""
    folder = tmp_path_factory.mktemp("ui") / "locales"
    shutil.copytree(languages.FOLDER, folder)
    (folder / CODE).mkdir()
    for file in (folder / "en").glob("*.toml"):
        lines = written(tomllib.loads(file.read_text(encoding="utf-8")))
        (folder / CODE / file.name).write_text("\n".join(lines), encoding="utf-8")
    (folder / CODE / f"{languages.ITSELF}.toml").write_text(_ITSELF, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(languages, "FOLDER", folder)
        yield


def _own_words(dataset: Dataset) -> str:
    """Everything that the data itself says."""
    columns = (column for table in dataset.counts for column in dataset[table])
    said = (column.drop_nulls().to_list() for column in columns if column.dtype == pl.String)
    return "\n".join(" ".join(text.split()) for texts in said for text in texts)


def test_every_page_speaks_a_language_that_is_nothing_but_a_folder() -> None:
    dataset = check(ROOT / "data" / "soderandan").dataset
    own_words = _own_words(dataset)
    spoken, foreign = 0, []
    for page, query in places(dataset):
        seen = draw(page, {**query, "lang": CODE})
        for said in (each.text for each in seen.said if each.element in PROSE):
            spoken += "⟦" in said
            # what is not in the language is a number and names, one after the other, of the data itself
            parts = (part.strip(" 0123456789'·") for part in re.split(r"\n|[,;] ", said))
            if "⟦" not in said and any(part not in own_words for part in parts):
                foreign.append((str(seen), said))
    assert foreign == []
    assert spoken > 100


def test_the_menu_its_words_the_days_and_the_files_are_those_of_the_language() -> None:
    app = _opened(CODE)
    said = "\n".join(element.value for element in app.markdown)
    assert "⟦2026 måned11 22⟧" in said.replace("\\", "")
    assert languages.languages()[CODE].number(1234.5) == "1'234·5"
    assert languages.languages()[CODE].spreadsheet.separator == ";"


def test_a_menu_leads_from_each_language_to_the_others() -> None:
    app = _opened("sv")
    menu = app.menu_button(key="other-languages")
    assert (menu.label, menu.options) == ("Svenska", ["English", "⟦Pseudo⟧"])

    menu.set_value(CODE).run()
    assert not app.exception
    assert app.query_params["lang"] in (CODE, [CODE])
    assert app.menu_button(key="other-languages").label == "⟦Pseudo⟧"


def test_a_browser_whose_reader_understands_the_language_gets_it() -> None:
    assert languages.of_browser("eo") == CODE
    assert languages.of_browser(f"{CODE}-XX") == CODE


def _opened(lang: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["lang"] = lang
    app.run()
    assert not app.exception
    return app
