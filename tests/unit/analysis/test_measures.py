"""What holds for every measure, walked over all of them: a new one is tested by being listed."""

from __future__ import annotations

import ast
import datetime as dt
import re
from pathlib import Path

import polars as pl
import pytest

from graph.analysis.coverage.matrix import CoverageRules
from graph.analysis.cut.data_day import data_day
from graph.analysis.cut.rollup import roll_up
from graph.analysis.measure import Measure, Parameter, ParameterKind, as_row
from graph.analysis.measures import MATRICES, MEASURES
from graph.analysis.records.overview import Overview, overview
from graph.dataset import Dataset
from graph.errors import UnknownId, WrongParameter
from graph.network import Level
from loaders.pipeline import check
from tests.unit.analysis.measure_arguments import arguments
from ui.state import AXES

ROOT = Path(__file__).parents[3]
EVERY = pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
TODAY = dt.date(2026, 11, 22)

# tables that are no answer to a question of their own
PARTS = {
    "other_times": "a part of a profile: what hidden_by_day counts, for one table",
    "member_counts": "a part of organization_profile, for all organisations at once",
    "party_agreements": "the agreements of one party, as its profile shows them",
    "top_organizations": "how units roll up: there is none left at the level of whole organisations",
}


@pytest.fixture(scope="module", params=["soderandan", "demo"])
def whole(request: pytest.FixtureRequest) -> Dataset:
    """A shipped data set with all its records."""
    return check(ROOT / "data" / request.param).dataset


@pytest.fixture(scope="module")
def dataset(whole: Dataset) -> Dataset:
    """The same on its day, at the level of whole organisations."""
    return roll_up(whole.as_of(data_day(whole, today=TODAY).day), level=Level.ORGANIZATION)


def said(measure: Measure) -> str:
    """What is written about the rows, there and where it refers to."""
    referred = [MEASURES[name].rows for name in re.findall(r"`(\w+)`", measure.rows) if name in MEASURES]
    return " ".join([measure.rows, *referred])


@EVERY
def test_columns_are_those_the_docstring_says(measure: Measure, whole: Dataset, dataset: Dataset) -> None:
    asked = 0
    for given in arguments(measure, dataset):
        rows = measure.answer(whole if measure.whole else dataset, day=TODAY, **given)
        asked += 1
        assert list(measure.columns) == rows.columns
        for name, kind in rows.schema.items():
            assert measure.columns[name] in (str(kind).replace("(", "[").replace(")", "]"), "word → count")
        assert rows.height == 1 or not measure.single
    assert asked


@EVERY
def test_every_column_of_numbers_states_what_it_counts(measure: Measure) -> None:
    numbers = {name for name, kind in measure.columns.items() if kind in ("Int64", "Float64")}
    assert set(measure.unit_of) == numbers
    assert len(measure.unit_of) == sum(len(columns.split()) for columns in measure.units.values())


@pytest.mark.parametrize("name", ["coverage_cell", "gaps"])
def test_lists_of_a_cell_are_explained(name: str) -> None:
    lists = MEASURES[name].columns.keys() - MEASURES["coverage"].columns.keys()
    assert lists
    assert [column for column in lists if f"`{column}`" not in said(MEASURES[name])] == []


@EVERY
def test_an_empty_network_has_no_rows_or_zeros_and_no_record_to_ask_about(measure: Measure) -> None:
    ids = [p for p in measure.parameters if p.required and p.kind is ParameterKind.ID]
    given = {p.name: p.choices[0] if p.choices else p.default for p in measure.parameters}
    if ids:
        with pytest.raises(UnknownId):
            measure.answer(Dataset(), day=TODAY, **given | {p.name: "nobody" for p in ids})
        return
    rows = measure.answer(Dataset(), day=TODAY, **given)
    assert list(measure.columns)[: rows.width] == rows.columns
    if measure.single:
        assert not any(value for value in rows.row(0))
    else:
        assert rows.is_empty()


@EVERY
def test_an_id_that_is_not_there_is_refused(measure: Measure, whole: Dataset, dataset: Dataset) -> None:
    given = next(iter(arguments(measure, dataset)))
    for parameter in measure.parameters:
        if parameter.kind is ParameterKind.ID:
            with pytest.raises(UnknownId, match="nobody"):
                measure.answer(dataset, day=TODAY, **given | {parameter.name: "nobody"})


@EVERY
def test_question_is_one_and_every_parameter_has_a_meaning(measure: Measure) -> None:
    assert re.fullmatch(r"[A-Z][^?.]+\?", measure.question), "the docstring of its file should open with it"
    assert measure.gives.endswith(".")
    for parameter in measure.parameters:
        assert parameter.meaning.endswith(".")
        assert (parameter.kind is ParameterKind.WORD) == bool(parameter.choices)
        assert parameter.kind is not ParameterKind.ID or bool(parameter.table) != (
            parameter.axis_side in (0, 1)
        )
        assert parameter.default is None or parameter.read(str(parameter.default)) == parameter.default


def test_no_two_questions_are_the_same() -> None:
    assert len({measure.question for measure in MEASURES.values()}) == len(MEASURES)


def test_axes_are_those_of_the_app() -> None:
    assert tuple(MATRICES) == AXES


def test_every_table_of_the_analysis_can_be_asked_for() -> None:
    tables = set()
    for path in (ROOT / "graph" / "analysis").rglob("*.py"):
        if path.stem in ("measure", "measures"):
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.returns:
                takes = [argument.arg for argument in node.args.args]
                if ast.unparse(node.returns) == "pl.DataFrame" and takes[:1] == ["dataset"]:
                    tables.add(node.name)
    assert len(tables) > 10
    listed = {measure.function.__name__ for measure in MEASURES.values()}
    assert tables - listed == set(PARTS), "list it in graph/analysis/measures.py"


def test_answer_is_that_of_the_function(dataset: Dataset) -> None:
    rows = MEASURES["overview"].answer(dataset, day=TODAY)
    assert rows.row(0, named=True)["memberships"] == overview(dataset).memberships
    for axis, matrix in MATRICES.items():
        cells = MEASURES["coverage"].answer(dataset, day=TODAY, axis=axis, wanted=3)
        assert cells.equals(matrix(dataset, rules=CoverageRules(wanted=3), today=TODAY).summary)


def test_unnamed_participant_meets_nobody(make) -> None:
    rows = MEASURES["neighbors"].answer(make({"g": "a b ?x"}), day=TODAY, organization_id="x")
    assert rows.is_empty()
    assert list(rows.schema) == list(MEASURES["neighbors"].columns)


def test_topic_narrows_the_areas_to_its_groups(make) -> None:
    network = make(
        {"g": "a b", "h": "c"},
        areas={"park": None},
        topics="safety youth",
        active_in={"g": "park", "h": "park"},
        works_on={"g": "safety", "h": "youth"},
    )
    ask = MEASURES["area_overview"].answer
    assert ask(network, day=TODAY)["on_site"].to_list() == [3]
    assert ask(network, day=TODAY, topic_id="safety")["on_site"].to_list() == [2]


def test_result_of_one_record_keeps_types_where_there_is_nothing() -> None:
    rows = as_row(overview(Dataset()))
    assert rows.schema["fullest_group"] == pl.String
    assert list(rows.schema) == list(Overview.__dataclass_fields__)


COVERAGE = MEASURES["coverage"]


def test_texts_become_values_and_what_is_left_out_has_its_default() -> None:
    assert COVERAGE.read({"wanted": " 3 ", "axis": ""}) == {
        "axis": "areas-topics",
        "wanted": 3,
        "crowd_limit": 8,
        "stale_after_days": 365,
        "inferred": "yes",
    }


@pytest.mark.parametrize(
    ("name", "texts", "sentence"),
    [
        ("coverage", {"axes": "x"}, "coverage takes no “axes”; did you mean axis?"),
        ("coverage", {"zzz": "x"}, "it takes axis, wanted, crowd_limit, stale_after_days, inferred."),
        ("overview", {"zzz": "x"}, "it takes nothing."),
        (
            "coverage",
            {"axis": "areas"},
            "axis is “areas”; areas-topics, groups-sectors, areas-sectors or topics",
        ),
        ("coverage", {"wanted": "0"}, "wanted is “0”; a whole number from 1 to 1000000 would be right."),
        ("coverage", {"wanted": "-1"}, "wanted is “-1”"),
        ("coverage", {"wanted": "1000001"}, "wanted is “1000001”"),
        ("coverage", {"wanted": "9" * 5000}, "wanted is “999"),
        ("neighbors", {}, "neighbors needs organization_id"),
        (
            "neighbors",
            {"organization_id": " "},
            "organization_id is empty; an id in organizations would be right.",
        ),
    ],
)
def test_wrong_parameter_says_what_would_be_right(name: str, texts: dict[str, str], sentence: str) -> None:
    with pytest.raises(WrongParameter) as raised:
        MEASURES[name].read(texts)
    assert sentence in str(raised.value)
    assert len(str(raised.value)) < 300


def test_id_on_an_axis_stands_in_the_table_of_its_side() -> None:
    row, column = Parameter("row_id", "", axis_side=0), Parameter("column_id", "", axis_side=1)
    values = {"axis": "groups-sectors"}
    assert (row.table_in(values), column.table_in(values)) == ("groups", "sectors")
