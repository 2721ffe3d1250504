"""The page Gaps over Söderandan and over the invented city."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path
from urllib.parse import parse_qs

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from graph.analysis.base.decision_key import Axis, coverage_key
from graph.analysis.coverage.asking import AskingReason
from graph.analysis.coverage.matrix import CoverageReason, CoverageRules, CoverageState, area_coverage
from graph.dataset import Dataset
from graph.model import DECISION_STATUSES
from tests import presumptions
from tests.pages.conftest import serving
from tests.unit.analysis.conftest import network_of
from ui import state
from ui.pages.coverage.register import _why_empty

LOCALES = Path(__file__).parents[2] / "ui" / "locales"


def words(app: AppTest) -> str:
    texts = "\n".join(element.value for element in (*app.title, *app.header, *app.subheader, *app.markdown))
    return texts.replace("\\", "")


def in_order(app: AppTest) -> str:
    kinds = ("Title", "Header", "Subheader", "Markdown")
    return "\n".join(each.value for each in app.main if type(each).__name__ in kinds)


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


def test_the_cells_as_a_table_begin_with_the_heaviest_and_fold_what_nobody_knows(page) -> None:
    app = page("gaps", lang="sv", session={"cells": True})
    known = app.table[0].value

    assert not known["Läge"].str.contains("Okänt").any()
    weights = [float(one.replace(",", ".")) for one in known["Vikt"] if one[:1].isdigit()]
    assert weights
    assert weights == sorted(weights, reverse=True)

    app.toggle[0].set_value(True).run()
    assert app.toggle[0].label == "Visa också de 76 rutor vi inte vet något om"
    every = app.dataframe[0].value if app.dataframe else app.table[0].value
    assert len(every) == len(known) + 76
    assert every["Läge"].tail(76).str.contains("Okänt").all()


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


def test_links_to_a_cell_and_back_keep_what_the_matrix_is_narrowed_to(page) -> None:
    app = page("gaps", lang="sv", area="gotgatan", cell="gotgatan:ordningsvakter", session={"cells": True})
    back = re.search(
        r"\(gaps\?([^)]*)\)", next(m.value for m in app.markdown if "Tillbaka till listan" in m.value)
    )

    assert back
    assert parse_qs(back[1]) == {"lang": ["sv"], "area": ["gotgatan"]}
    assert all("area=gotgatan" in cell for cell in app.table[0].value["Läge"])


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


# --- where what a sentence presumes does not hold --------------------------------------------------------


def registered(rows: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(rows, infer_schema_length=None)


def with_decision(status: str) -> Dataset:
    """The town, and what was decided on the parish for safety in the harbor."""
    key = coverage_key(Axis.AREA_TOPIC, row_id="zq-port", column_id="zq-safety", organization_id="zq-parish")
    decision = {"id": "d", "key": key, "status": status, "date": dt.date(2026, 4, 1)}
    return presumptions.town().replace(decisions=registered([decision]))


def with_many() -> Dataset:
    """The town, where nine more take part in the night walks, and nothing for the young is needed at the port."""
    town = presumptions.town()
    more = [{"id": f"zq-o{n}", "name": f"Ö{n}", "kind": "named"} for n in range(9)]
    seats = [
        {"organization_id": one["id"], "group_id": "zq-night-walk", "role": "member", "id": f"m-{one['id']}"}
        for one in more
    ]
    none = {"area_id": "zq-port", "topic_id": "zq-safety", "level": 0, "as_of": dt.date(2026, 4, 1)}
    return town.replace(
        organizations=pl.concat([town["organizations"], registered(more)], how="diagonal_relaxed"),
        memberships=pl.concat([town["memberships"], registered(seats)], how="diagonal_relaxed"),
        needs=registered([none]),
    )


@pytest.mark.parametrize(
    ("lang", "said", "not_said"),
    [
        ("sv", "Det finns inga ämnen i uppgifterna, så områden kan inte ställas mot ämnen.", "inga områden"),
        ("en", "There are no topics in the data, so areas cannot be compared with topics.", "no areas"),
    ],
)
def test_without_topics_it_is_topics_that_are_missing(page, tmp_path, lang, said, not_said) -> None:
    with serving(presumptions.no_topics(), tmp_path):
        shown = words(page("gaps", lang=lang))

    assert said in shown
    assert not_said not in shown


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        (
            "sv",
            [
                "På väg in: Ängelby kommun och Östra lokalpolisen.",
                "Nattvandring i Åslunden är bara föreslagen, och där är ingen namngiven, bara ”fastighetsägare”.",
            ],
        ),
        (
            "en",
            [
                "On the way in: Ängelby municipality and Eastern local police.",
                "Only proposed: Night walks in Åslund. Nobody is named there, only “property owners”.",
            ],
        ),
    ],
)
def test_where_all_is_only_planned_each_reason_has_its_subject(page, tmp_path, lang, sentences) -> None:
    with serving(presumptions.only_planned(), tmp_path):
        shown = words(page("gaps", lang=lang))

    for sentence in sentences:
        assert sentence in shown


@pytest.mark.parametrize(
    ("lang", "answer", "state_of_cell", "unknown"),
    [
        (
            "sv",
            "**3 har ingen namngiven organisation**",
            "**Ingen namngiven.** Ingen namngiven organisation från sektorn är med i gruppen.",
            "Ingen har tittat",
        ),
        (
            "en",
            "**3 have no named organisation**",
            "**Nobody named.** No named organisation of the sector takes part in the group.",
            "Nobody has looked",
        ),
    ],
)
def test_a_sector_with_only_unnamed_participants_is_not_unknown(
    page, tmp_path, lang, answer, state_of_cell, unknown
) -> None:
    with serving(presumptions.only_unnamed(), tmp_path):
        app = page("gaps", lang=lang, axes="groups-sectors", cell="zq-council:zq-business")
    shown = words(app)

    assert answer in shown
    assert state_of_cell in shown
    assert unknown not in shown
    # the sectors of the unnamed are in the matrix, only the others are left out of it
    left_out = next(text for text in shown.split("\n") if "visas inte" in text or "are not shown" in text)
    assert not {"Näringsliv", "Civilsamhälle", "Business", "Civil society"} & set(
        left_out.replace(",", "").replace(".", "").split()
    )


@pytest.mark.parametrize(
    ("cell", "word"), [("zq-lund:zq-safety", "**Många.**"), ("zq-port:zq-safety", "**Behövs inte.**")]
)
def test_nobody_more_is_suggested_where_many_are_or_none_is_needed(page, tmp_path, cell, word) -> None:
    with serving(with_many(), tmp_path):
        shown = words(page("gaps", lang="sv", cell=cell))

    assert word in shown
    assert "Vilka kan tillfrågas?" not in shown
    assert "har frågat än" not in shown
    assert "Målet är" not in shown or word == "**Många.**"


@pytest.mark.parametrize(
    ("status", "said"), [("declined", "Beslut: har tackat nej."), ("invited", "Beslut: inbjuden.")]
)
def test_who_is_decided_on_stands_apart_from_whom_nobody_asked(page, tmp_path, status, said) -> None:
    with serving(with_decision(status), tmp_path):
        shown = in_order(page("gaps", lang="sv", cell="zq-port:zq-safety"))

    suggested, decided = shown.split("Vilka kan tillfrågas?")[1].split("Beslut och inbjudningar")
    assert "Inget i dem säger att någon har frågat än." in suggested
    assert "Åsa församling" not in suggested
    assert "Åsa församling" in decided
    assert said in decided


@pytest.mark.parametrize(("depth", "cells", "deepest"), [(0, 12, "Åsa"), (2, 6, "Norra länet")])
def test_rows_of_areas_fold_to_a_level_and_all_counts_follow(page, tmp_path, depth, cells, deepest) -> None:
    with serving(presumptions.only_stated(), tmp_path):
        app = page("gaps", lang="sv", depth=depth, session={"cells": True})
    areas = set(app.table[0].value["Område"])

    assert f"Av {cells} rutor" in words(app)
    assert f"**{deepest}**" in areas
    assert ("**Åsa**" in areas) == (depth == 0)


@pytest.mark.parametrize(
    ("lang", "said"),
    [("sv", "Uppgifterna säger inte själva något här."), ("en", "The data itself says nothing here.")],
)
def test_what_only_follows_from_groups_is_not_said_to_be_looked_at_by_nobody(
    page, tmp_path, lang, said
) -> None:
    with serving(presumptions.town(), tmp_path):
        shown = words(page("gaps", lang=lang, known="stated", cell="zq-lund:zq-safety"))

    assert said in shown
    assert "Ingen har tittat" not in shown
    assert "Nobody has looked" not in shown


@pytest.mark.parametrize(
    ("needs", "why"),
    [
        ([], "too_little"),
        ([("park", "paths", 0, None)], "not_needed"),
        ([("park", "paths", 1, None)], "nothing"),
    ],
)
def test_no_gaps_is_said_only_where_needs_and_who_meets_them_are_known(needs, why) -> None:
    met = why == "nothing"
    dataset = network_of(
        {"g": "a b"} if met else {},
        areas={"park": None},
        topics="paths",
        active_in={"g": "park"} if met else {},
        works_on={"g": "paths"} if met else {},
        needs=needs,
    )
    coverage = area_coverage(dataset, rules=CoverageRules(), today=dt.date(2026, 11, 22))

    assert _why_empty(coverage) == why


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize(
    "name", ["only_ended", "everybody_left", "only_hosts", "only_presences", "abbreviations"]
)
def test_no_reason_stands_without_its_names(page, tmp_path, lang, name) -> None:
    with serving(presumptions.PRESUMPTIONS[name](), tmp_path):
        texts = [words(page("gaps", lang=lang, axes=axes)) for axes in state.AXES]

    for text in texts:
        assert not re.search(r"\{|””|“”|: \.|  ?,|Bara [.,]|Only [.,]", re.sub(r"  \n", "\n", text))
        assert presumptions.MARK not in re.sub(r"\]\([^)]*\)", "]", text)


def test_how_many_are_many_is_a_setting_the_reader_reaches(page) -> None:
    app = page("gaps", lang="sv")
    (limit,) = [each for each in app.number_input if each.label == "Fler organisationer än så är många"]
    before = words(app)
    limit.set_value(1).run()

    assert "av dem med många aktörer" not in before
    assert "av dem med många aktörer" in words(app)


def test_all_who_could_be_asked_are_there_the_later_ones_folded(page) -> None:
    app = page("gaps", lang="sv", cell="skanstull:trygghet")
    (more,) = [each for each in app.expander if each.label.endswith(" till")]
    count = int(more.label.removesuffix(" till"))

    assert len(more.markdown[0].value.split("\n\n")) == count
