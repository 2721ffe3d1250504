"""What a question says it reads is all that it reads: asked of nothing but that, the answer is the same."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.base.area_tree import area_tree
from graph.analysis.coverage.matrix import Coverage, CoverageRules
from graph.analysis.cut.rollup import roll_up
from graph.analysis.drawing.excerpt import excerpt
from graph.analysis.measures import MATRICES
from graph.analysis.places.collaboration import area_actors, area_overview
from graph.analysis.places.places import widest
from graph.analysis.places.topic_overview import topic_overview
from graph.analysis.records.overview import overview
from graph.dataset import Dataset
from graph.model import RECORD_TYPE
from graph.network import Level, own_groups, participations
from graph.versions import reads_of, versioned
from loaders.invented import invented_network
from loaders.pipeline import check

ROOT = Path(__file__).parents[2]
DAY = dt.date(2026, 11, 22)
QUESTIONS = (
    own_groups,
    participations,
    area_tree,
    overview,
    excerpt,
    area_actors,
    area_overview,
    topic_overview,
    widest,
    *MATRICES.values(),
)
Asked = Callable[[Dataset], object]


def asked(question: Callable[..., Any], dataset: Dataset) -> Iterator[Asked]:
    """The question with each of the arguments that let it read something else."""
    rules = [CoverageRules(inferred=inferred) for inferred in (True, False)]
    chosen = {
        name: dataset[table]["id"].head(1).to_list()
        for name, table in (("area_id", "areas"), ("topic_id", "topics"), ("sectors", "sectors"))
    }
    if question in MATRICES.values():
        yield from (partial(question, rules=each, today=DAY) for each in rules)
    elif question is excerpt:
        yield from (excerpt, partial(excerpt, limit=12), partial(excerpt, limit=12, page=2))
        yield from (
            partial(excerpt, **{name: key}) for name in ("area_id", "topic_id") for key in chosen[name]
        )
        yield partial(excerpt, sectors=chosen["sectors"], kinds=["area", "topic"])
        yield partial(excerpt, expanded=[f"groups:{key}" for key in dataset["groups"]["id"].head(3)])
    elif question in (area_actors, area_overview, widest):
        yield from (partial(question, inferred=False), question)
        yield from (partial(question, topic_id=key) for key in chosen["topic_id"])
    elif question is topic_overview:
        yield from (partial(question, inferred=False), question)
    else:
        yield question


def told(answer: object) -> object:
    """An answer as something to compare, with what it works out only when it is asked for."""
    if isinstance(answer, pl.DataFrame):
        return answer.to_dict(as_series=False)
    if isinstance(answer, Coverage):
        cells = list(zip(answer.summary["row_id"], answer.summary["column_id"], strict=True))
        each = [answer.cell(*cell) for cell in cells[:: max(1, len(cells) // 12)]]
        return [told(answer.summary), told(answer.register), answer.row_ids, answer.column_ids, each]
    if dataclasses.is_dataclass(answer):
        return {f.name: told(getattr(answer, f.name)) for f in dataclasses.fields(answer)}
    return answer


def only(dataset: Dataset, columns: dict[str, set[str]]) -> Dataset:
    """The Dataset without any other column: whoever looks at one finds nothing there."""
    return Dataset.trusted({table: dataset[table].select(columns.get(table, ())) for table in dataset})


def other_values(dataset: Dataset, columns: dict[str, set[str]]) -> Dataset:
    """The Dataset with something else in every other column: the values of the rows the other way round."""
    return Dataset.trusted(
        {
            table: dataset[table].with_columns(
                pl.col(field.name).reverse()
                for field in RECORD_TYPE[table].fields
                if field.name not in columns.get(table, ())
            )
            for table in dataset
        }
    )


def holds(question: Callable[..., Any], dataset: Dataset) -> None:
    columns = reads_of(question)
    assert columns is not None
    for ask in asked(question, dataset):
        right = told(ask(dataset))
        assert told(ask(only(dataset, columns))) == right
        assert told(ask(other_values(dataset, columns))) == right


@pytest.fixture(scope="module", params=["soderandan", "demo"])
def shipped(request: pytest.FixtureRequest) -> Dataset:
    whole = check(ROOT / "data" / request.param).dataset
    return roll_up(whole.as_of(DAY), level=Level.ORGANIZATION)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.__name__)
def test_question_reads_no_more_than_it_says(question: Callable[..., Any], shipped: Dataset) -> None:
    holds(question, shipped)


@settings(max_examples=2, deadline=None)
@given(st.integers(0, 50), st.sampled_from(list(Level)), st.dates(dt.date(2015, 1, 1), dt.date(2030, 1, 1)))
def test_questions_read_no_more_than_they_say_on_any_network(seed: int, level: Level, day: dt.date) -> None:
    dataset = roll_up(invented_network(memberships=100, seed=seed).as_of(day), level=level)
    for question in QUESTIONS:
        holds(question, dataset)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(["organizations", "memberships", "groups"]), max_size=4))
def test_a_version_is_a_revision_at_which_the_column_was_as_it_is(changed: list[str]) -> None:
    states = [invented_network(memberships=100, seed=1)]
    known = versioned(states[0], revision=0)
    for revision, table in enumerate(changed, 1):
        now = states[-1]
        names = now[table][["name", "role"][table == "memberships"]]
        states.append(now.replace(**{table: now[table].with_columns(names.reverse())}))
        known = versioned(states[-1], revision=revision, before=known)
        assert known.dataset == states[-1]
        for each in known.dataset:
            for column, version in known.versions[each].items():
                assert states[version][each][column].equals(states[-1][each][column], null_equal=True)
                assert version == 0 or not states[version - 1][each][column].equals(
                    states[-1][each][column], null_equal=True
                )
