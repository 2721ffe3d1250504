"""The page Gaps over Söderandan and over the invented city."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from graph.analysis.asking import AskingReason
from graph.analysis.coverage import CoverageReason, CoverageState
from graph.model import DECISION_STATUSES
from ui import state

LOCALES = Path(__file__).parents[2] / "ui" / "locales"


def words(app: AppTest) -> str:
    texts = "\n".join(element.value for element in (*app.title, *app.header, *app.subheader, *app.markdown))
    return texts.replace("\\", "")


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_state_reason_and_answer_has_words(lang: str) -> None:
    gaps, coverage = (
        tomllib.loads((LOCALES / lang / f"{name}.toml").read_text(encoding="utf-8"))
        for name in ("gaps", "coverage")
    )

    assert set(coverage["states"]) == set(CoverageState)
    of_others = {"group_of_others", "expected_organization_on_its_way"}  # finer than the reason itself
    assert set(gaps["reasons"]) - of_others == set(CoverageReason)
    asking = {key for key in gaps["asking"] if not key.endswith("_stated")}
    assert asking - {"decided", "decisions"} == set(AskingReason)
    assert set(gaps["asking"]["decisions"]) == set(DECISION_STATUSES)


@pytest.mark.parametrize(
    ("lang", "title", "sentence"),
    [
        ("sv", "Var saknas någon?", "Det är inte samma sak som en lucka."),
        ("en", "Where is somebody missing?", "That is not the same as a gap."),
    ],
)
def test_gaps_answers_in_a_sentence_and_tells_unknown_from_a_gap(page, lang, title, sentence) -> None:
    app = page("gaps", lang=lang)

    assert app.title[0].value == title
    assert sentence in words(app)


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("axes", state.AXES)
def test_gaps_draws_every_pair_of_axes_with_its_table(page, lang: str, axes: str) -> None:
    app = page("gaps", lang=lang, axes=axes, session={"cells": True})

    assert app.table or app.dataframe


def test_the_register_begins_with_gaps_and_counts_from_above_apart(page) -> None:
    app = page("gaps", lang="sv")
    labels = [box.label for box in app.expander]

    assert "Börja här" in words(app)
    assert "Ordningsvaktsgruppen finns" in words(app)
    assert any(label.startswith("Nås bara från ett större område") for label in labels)


def test_a_gap_shows_its_reason_its_groups_and_whom_nobody_named(page) -> None:
    app = page("gaps", lang="sv", cell="gotgatan:ordningsvakter")
    shown = words(app)

    assert "**Lucka.** Ingen namngiven organisation arbetar med det här." in shown
    assert "[Ordningsvaktsgruppen](profile?" in shown
    assert "Beställare av ordningsvakter" in shown
    assert "network?lang=sv&area=gotgatan&topic=ordningsvakter" in shown
    assert "Ingen har angett behovet; det räknas som 1." in shown


def test_a_cell_reached_from_above_says_who_could_be_asked_and_why(page) -> None:
    app = page("gaps", lang="sv", cell="hornstull:ungdomar")
    shown = words(app)

    assert "Vilka kan tillfrågas?" in shown
    assert "[Högalids lokala BRÅ](profile?" in shown
    assert "Är med i [Hornstullsgruppen](profile?" in shown
    assert "som arbetar i samma område." in shown


def test_a_cell_against_sectors_says_who_of_the_sector_could_be_asked(page) -> None:
    app = page("gaps", lang="sv", axes="groups-sectors", cell="hornstullsgruppen:municipality")
    shown = words(app)

    assert "Vilka kan tillfrågas?" in shown
    assert "[Söderandan](profile?" in shown


def test_a_cell_nobody_looked_at_is_unknown_not_a_gap(page) -> None:
    app = page("gaps", lang="sv", cell="skanstull:gang-och-cykel")

    assert "**Okänt.** Ingen har tittat här." in words(app)


@pytest.mark.parametrize("cell", ["nowhere:nothing", "gotgatan", ":", "gotgatan:ordningsvakter:extra"])
def test_a_link_to_a_cell_that_is_not_there_says_so_and_shows_the_list(page, cell: str) -> None:
    app = page("gaps", lang="sv", cell=cell)

    assert "en ruta som inte finns" in words(app)
    assert "Börja här" in words(app)


def test_wanting_more_organisations_raises_the_weights(page) -> None:
    app = page("gaps", lang="sv")
    next(box for box in app.selectbox if box.key == "filter-wanted").select(4).run()

    assert not app.exception
    assert app.query_params["wanted"] == "4"
    assert "**4**" in words(app)


def test_changing_the_axes_lets_go_of_the_cell(page) -> None:
    app = page("gaps", lang="sv", cell="gotgatan:ordningsvakter")
    next(box for box in app.selectbox if box.key == "filter-axes").select("groups-sectors").run()

    assert not app.exception
    assert app.query_params["axes"] == "groups-sectors"
    assert "cell" not in app.query_params


def test_a_group_and_a_sector_lead_to_the_group(page) -> None:
    app = page("gaps", lang="sv", axes="groups-sectors", cell="hornstullsgruppen:police")
    shown = words(app)

    assert "[Lokalpolisen Södermalm](profile?" in shown
    assert "network?lang=sv&sectors=police&focus=groups%3Ahornstullsgruppen" in shown


def test_without_expectations_it_says_that_gaps_against_sectors_cannot_be_told(page) -> None:
    app = page("gaps", lang="sv", axes="areas-sectors")

    assert "Ingen har angett vilka som förväntas här." in words(app)
