"""What several pages share: tables, links and filters."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from graph.dataset import Dataset
from ui.links import Address, Link


def run(script: str, **query: str) -> AppTest:
    app = AppTest.from_string(script)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception, app.exception[0].message
    return app


def test_a_links_text_cannot_become_markup_and_its_address_is_encoded() -> None:
    link = Link("a](b) *c* <i>", "profile", (("focus", "groups:å)(b"),))

    assert str(link) == r"[a\]\(b\) \*c\* \<i\>](profile?focus=groups%3A%C3%A5%29%28b)"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//host", "file:///etc/passwd", ""]
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert str(Address("here", url)) == "here"


def test_an_address_with_brackets_stays_one_link() -> None:
    assert str(Address("x", "https://a.se/b_(c) d")) == "[x](https://a.se/b_%28c%29%20d)"


def address(app: AppTest) -> dict[str, str]:
    return {key: value if isinstance(value, str) else value[0] for key, value in app.query_params.items()}


TABLE = """
from ui.components import tables
from ui.links import Link
from ui.components.tables import Heading
rows = [["<b>*a*</b>", None, 1200, Link("n [x]", "profile", (("focus", "groups:g"),))]] * {count}
tables.rows([Heading(name.lower(), name) for name in "ABCD"], rows, alt="what it holds", key="k")
"""


def test_short_tables_are_real_tables_with_data_escaped() -> None:
    app = run(TABLE.format(count=2), lang="sv")
    row = app.table[0].value.to_numpy().tolist()[0]

    assert row == [
        r"**\<b\>\*a\*\</b\>**",
        ":gray[anges inte]",
        "1\u00a0200",
        r"[n \[x\]](profile?focus=groups%3Ag)",
    ]


def test_long_tables_become_a_grid_with_addresses() -> None:
    app = run(TABLE.format(count=300), lang="en")
    frame = app.dataframe[0].value

    assert frame.shape == (300, 4)
    assert frame["D"][0] == "profile?focus=groups%3Ag#n [x]"
    assert frame["B"][0] == "not stated"


def test_an_empty_table_draws_nothing() -> None:
    app = run(
        "from ui.components import tables\ntables.rows([tables.Heading('a', 'A')], [], alt='a', key='k')"
    )
    assert not app.table
    assert not app.dataframe


CHOICE = """
import streamlit as st
from ui import state
from ui.components import filters
st.text(filters.choice("area", ["", "a", "b"], label="Area", resets=("focus",)))
st.text(",".join(filters.several("sectors", ["p", "q"], label="Sectors", every="all")))
"""


def test_a_choice_shows_what_the_address_says() -> None:
    app = run(CHOICE, area="b", sectors="q,gone")
    assert [each.value for each in app.text] == ["b", "q"]


def test_a_choice_the_data_does_not_know_counts_as_not_chosen() -> None:
    assert run(CHOICE, area="gone").text[0].value == ""


def test_a_choice_is_written_into_the_address_and_resets_what_it_must() -> None:
    app = run(CHOICE, focus="groups:x", lang="sv")
    app.selectbox[0].select("a").run()
    assert address(app) == {"lang": "sv", "area": "a"}

    app.multiselect[0].set_value(["p", "q"]).run()
    assert address(app)["sectors"] == "p,q"

    app.selectbox[0].select("").run()
    assert "area" not in address(app)


def test_tabs_follow_the_address() -> None:
    script = "import streamlit as st\nfrom ui.components import filters\nst.text(filters.view())"
    assert run(script).text[0].value == "map"
    assert run(script, view="table").text[0].value == "table"


def test_areas_stand_below_the_area_they_lie_in(page) -> None:
    import polars as pl

    from ui.components.filters import areas_in_order

    dataset = Dataset(
        {
            "areas": pl.DataFrame({"id": ["a", "b", "c", "d"], "name": ["Öst", "Ås", "Alm", "Berg"]}),
            "area_parts": pl.DataFrame({"area_id": ["c", "d"], "parent_id": ["a", "a"]}),
        }
    )
    assert list(areas_in_order(dataset).items()) == [("b", 0), ("a", 0), ("c", 1), ("d", 1)]
