"""What is needed where, who should be at the table, and what was decided."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

from graph.analysis.base.decision_key import Axis, coverage_key
from graph.model import DECISION_STATUSES, GROUP_CLASSIFICATIONS
from loaders.invented import words
from loaders.invented.columns import Ints, only, serials, texts
from loaders.invented.draft import TODAY, Draft


def put_judgements(draft: Draft) -> None:
    """Needs, expectations and decisions."""
    cells = draft.sizes.areas * draft.sizes.topics
    cell = np.sort(draft.rng.choice(cells, size=cells * 2 // 5, replace=False))
    area, topic = cell // draft.sizes.topics, cell % draft.sizes.topics
    level = draft.rng.choice(4, size=len(cell), p=[0.15, 0.35, 0.3, 0.2])
    level[:4] = range(4)
    judged = pl.DataFrame(
        {
            "old": draft.days(len(cell), dt.date(2024, 1, 1), TODAY - dt.timedelta(400)),
            "new": draft.confirmed(len(cell)),
            "stale": draft.some(len(cell), 0.15),
        }
    )
    draft.put(
        "needs",
        area_id=draft.ids("areas", area),
        topic_id=draft.ids("topics", topic),
        level=level,
        wanted=only(pl.Series(1 + draft.pick(len(cell), 4)), draft.some(len(cell), 0.6)),
        as_of=judged.select(day=pl.when("stale").then("old").otherwise("new"))["day"],
        **draft.stated(len(cell)),
    )
    _put_expectations(draft, max(8, draft.sizes.groups // 3))
    _put_decisions(draft, max(8, draft.sizes.areas), cell)


def _put_expectations(draft: Draft, size: int) -> None:
    scope = np.arange(size) % 4
    targets = ["groups", None, "areas", "topics"]
    scope_ids = [
        GROUP_CLASSIFICATIONS[place % len(GROUP_CLASSIFICATIONS)]
        if (table := targets[kind]) is None
        else draft.tables[table]["id"][int(place % draft.tables[table].height)]
        for kind, place in zip(scope, draft.pick(size, 1_000_000), strict=True)
    ]
    by_name = np.arange(size) % 5 == 2
    expected = draft.ids("organizations", draft.pick(size, draft.sizes.named_organizations))
    sectors = draft.tables["sectors"]["id"].gather(draft.pick(size, len(words.SECTORS)))
    why = draft.pick(size, len(words.REASONS))
    draft.put(
        "expectations",
        id=serials(size),
        scope=texts(("group", "group_classification", "area", "topic"), scope),
        scope_id=scope_ids,
        sector_id=only(sectors, ~by_name),
        organization_id=only(expected, by_name),
        minimum=only(pl.Series(1 + draft.pick(size, 3)), ~by_name),
        rationale=texts([sv for sv, _ in words.REASONS], why),
        rationale_en=texts([en for _, en in words.REASONS], why),
        **draft.stated(size),
    )


def _put_decisions(draft: Draft, size: int, cells: Ints) -> None:
    chosen = draft.rng.choice(cells, size=size, replace=len(cells) < size)
    status = np.arange(size) % len(DECISION_STATUSES)
    areas = draft.ids("areas", chosen // draft.sizes.topics)
    topics = draft.ids("topics", chosen % draft.sizes.topics)
    asked = draft.ids("organizations", draft.pick(size, draft.sizes.named_organizations))
    about_one = status > 0  # "open" is said of the cell itself
    keys = [
        coverage_key(Axis.AREA_TOPIC, row_id=area, column_id=topic, organization_id=who if one else None)
        for area, topic, who, one in zip(areas, topics, asked, about_one, strict=True)
    ]
    draft.put(
        "decisions",
        id=serials(size),
        key=keys,
        status=texts(DECISION_STATUSES, status),
        note=only(texts([words.NOTES[word] for word in DECISION_STATUSES], status), draft.some(size, 0.6)),
        organization_id=only(asked, about_one),
        date=draft.confirmed(size),
    )
