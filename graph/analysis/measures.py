"""The questions that can be asked, in one list: whoever asks reads it here.

A measure is one entry. The command line (`python -m graph ask`), `docs/measures.md` and the tests
that hold for every measure follow from it. A function that takes a Dataset and gives a table is
named as it is; any other is made such a function first, and a page asks for that one too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

import polars as pl

from graph.analysis.area_tree import AreaTree, area_tree
from graph.analysis.asking import who_could_be_asked, who_of_the_sector_could_be_asked
from graph.analysis.attention import attention, uncoordinated
from graph.analysis.collaboration import area_actors, area_groups, area_overview
from graph.analysis.coverage import (
    Coverage,
    CoverageRules,
    area_coverage,
    area_sector_coverage,
    group_sector_coverage,
    topic_sector_coverage,
)
from graph.analysis.data_day import hidden_by_day
from graph.analysis.decision_key import Axis
from graph.analysis.ego import MEETS_SCHEMA, Ego, ego
from graph.analysis.leaving import groups_after_leaving
from graph.analysis.measure import Measure, Parameter, ParameterKind, as_row
from graph.analysis.overview import Overview, overview
from graph.analysis.places import topic_actors, topic_overview, widest
from graph.analysis.profile import (
    GroupProfile,
    OrganizationProfile,
    TopicProfile,
    area_profile,
    group_profile,
    organization_profile,
    topic_profile,
)
from graph.analysis.projection import Projection, projection
from graph.analysis.provenance import source_use
from graph.dataset import Dataset
from graph.network import AffiliationNetwork, participations

MATRICES: Final[Mapping[str, Callable[..., Coverage]]] = MappingProxyType(
    {
        "areas-topics": area_coverage,
        "groups-sectors": group_sector_coverage,
        "areas-sectors": area_sector_coverage,
        "topics-sectors": topic_sector_coverage,
    }
)
"""The coverage matrices by their axis: the tables of the rows and of the columns, as in an address."""

_SECTOR_AXES: Final = {
    "groups-sectors": Axis.GROUP_SECTOR,
    "areas-sectors": Axis.AREA_SECTOR,
    "topics-sectors": Axis.TOPIC_SECTOR,
}

# --- results that are not tables by themselves ---------------------------------------------------------


def key_figures(dataset: Dataset) -> pl.DataFrame:
    """`overview` as one row."""
    return as_row(overview(dataset))


def actors(dataset: Dataset, *, area_id: str | None = None, topic_id: str | None = None) -> pl.DataFrame:
    """`topic_actors` of one area or all of them, and of one topic or all of them."""
    areas = dataset["areas"]["id"].to_list() if area_id is None else [area_id]
    return topic_actors(dataset, topic_id=topic_id or "", area_ids=areas)


def numbers_of_actors(dataset: Dataset, *, topic_id: str | None = None) -> pl.DataFrame:
    """`topic_overview` of one topic or all of them."""
    return topic_overview(dataset, topic_id=topic_id or "")


def groups_of_areas(dataset: Dataset, *, area_id: str | None = None) -> pl.DataFrame:
    """`area_groups` of one area or all of them."""
    return area_groups(dataset, area_ids=None if area_id is None else [area_id])


def widest_organizations(dataset: Dataset, *, topic_id: str | None, limit: int) -> pl.DataFrame:
    """`widest` for one topic or all of them."""
    return widest(dataset, topic_id=topic_id or "", limit=limit)


def areas_within_areas(dataset: Dataset) -> pl.DataFrame:
    """The table of `area_tree`."""
    return area_tree(dataset).ancestors


def topics_of_area(dataset: Dataset, *, area_id: str) -> pl.DataFrame:
    """What the groups of an area itself work on.

    Returns
    -------
    DataFrame[topic_id: String, group_ids: List[String]]
        One row per topic, by id, with the area's own groups that work on it.
    """
    return area_profile(dataset, area_id).topics


def actors_of_topic(dataset: Dataset, *, topic_id: str) -> pl.DataFrame:
    """Who takes part in the groups that work on a topic.

    Returns
    -------
    DataFrame[organization_id, kind: String, group_ids: List[String]]
        One row per organisation that takes part now, in most of these groups first, then by id;
        `kind` is named or unnamed.
    """
    return topic_profile(dataset, topic_id).actors


def cells(dataset: Dataset, *, axis: str, today: dt.date, **rules: int) -> pl.DataFrame:
    """The cells of a coverage matrix: `Coverage.summary`."""
    return _coverage(dataset, axis, today, rules).summary


def cell(
    dataset: Dataset, *, axis: str, row_id: str, column_id: str, today: dt.date, **rules: int
) -> pl.DataFrame:
    """One cell of a coverage matrix with who and which groups stand behind it.

    Returns
    -------
    DataFrame
        One row with the columns of `coverage` and lists of ids, each sorted: `organizations` (named,
        active), `planned` (named; invited, in a proposed group, or decided), `unnamed`,
        `expected_missing` (expected by name and not there), `group_ids` (active groups that claim the
        cell or bring its members), `planned_group_ids` (proposed groups that claim it),
        `reaching_group_ids` (groups of areas around that bring named members), `from_above` (named,
        only through those groups); `from_above_count` says how many the last are.
    """
    coverage = _coverage(dataset, axis, today, rules)
    found = coverage.cell(row_id, column_id)
    lists = {name: pl.List(pl.String) for name, value in found.items() if isinstance(value, list)}
    return pl.DataFrame([found], schema_overrides={**lists, **coverage.summary.schema})


def register(dataset: Dataset, *, axis: str, today: dt.date, **rules: int) -> pl.DataFrame:
    """What to begin with: gaps, cells reached only from above and single points, worst first.

    Returns
    -------
    DataFrame
        The rows of `coverage` in these states that have a need, by score (highest first), then gap,
        from above, single point, then in the order of the matrix; with the lists of `coverage_cell`
        but `from_above`.
    """
    return _coverage(dataset, axis, today, rules).register


def findings(dataset: Dataset, *, today: dt.date) -> pl.DataFrame:
    """`attention` under the usual rules: none of its findings depends on them."""
    return attention(dataset, today=today, rules=CoverageRules())


def of_the_sector(dataset: Dataset, *, axis: str, row_id: str, sector_id: str) -> pl.DataFrame:
    """`who_of_the_sector_could_be_asked`, with the axis as in an address."""
    return who_of_the_sector_could_be_asked(
        dataset, axis=_SECTOR_AXES[axis], row_id=row_id, sector_id=sector_id
    )


def neighbors(dataset: Dataset, *, organization_id: str) -> pl.DataFrame:
    """Whom an organisation meets: `Ego.meets`. An unnamed participant meets nobody."""
    network = AffiliationNetwork.from_dataset(dataset)
    if organization_id in network.organization_index:
        return ego(network, organization_id).meets
    dataset.require("organizations", organization_id)
    return pl.DataFrame(schema=MEETS_SCHEMA)


def pairs(dataset: Dataset, *, size_limit: int | None) -> pl.DataFrame:
    """All pairs of organisations that share a group: `Projection.pairs`."""
    return projection(AffiliationNetwork.from_dataset(dataset), size_limit=size_limit).pairs


def about_organization(dataset: Dataset, *, organization_id: str) -> pl.DataFrame:
    """`organization_profile` as one row."""
    return as_row(organization_profile(dataset, organization_id))


def about_group(dataset: Dataset, *, group_id: str) -> pl.DataFrame:
    """`group_profile` as one row."""
    return as_row(group_profile(dataset, group_id))


def about_topic(dataset: Dataset, *, topic_id: str) -> pl.DataFrame:
    """`topic_profile` as one row."""
    return as_row(topic_profile(dataset, topic_id))


def _coverage(dataset: Dataset, axis: str, today: dt.date, rules: Mapping[str, Any]) -> Coverage:
    return MATRICES[axis](dataset, rules=CoverageRules(**rules), today=today)


# --- what questions need -------------------------------------------------------------------------------

_ORGANIZATION = Parameter("organization_id", "The organisation.", table="organizations", required=True)
_GROUP = Parameter("group_id", "The group.", table="groups", required=True)
_AREA = Parameter("area_id", "The area.", table="areas", required=True)
_TOPIC = Parameter("topic_id", "The topic.", table="topics", required=True)
_ANY_AREA = Parameter("area_id", "The area; all of them when it is left out.", table="areas")
_ANY_TOPIC = Parameter("topic_id", "Only through groups on this topic.", table="topics")
_SECTOR = Parameter("sector_id", "The sector.", table="sectors", required=True)
_ROW = Parameter("row_id", "The row of the matrix.", axis_side=0, required=True)
_COLUMN = Parameter("column_id", "The column of the matrix.", axis_side=1, required=True)
_AXIS = Parameter(
    "axis",
    "Which matrix: its rows and its columns.",
    ParameterKind.WORD,
    choices=tuple(MATRICES),
    default=next(iter(MATRICES)),
)
_SECTOR_AXIS = Parameter(
    "axis",
    "Which matrix: its rows and its columns.",
    ParameterKind.WORD,
    choices=tuple(_SECTOR_AXES),
    required=True,
)
_RULES = (
    Parameter(
        "wanted",
        "Organisations wanted in a cell where no number is recorded.",
        ParameterKind.NUMBER,
        default=CoverageRules.wanted,
    ),
    Parameter(
        "crowd_limit",
        "More organisations than this are a crowd.",
        ParameterKind.NUMBER,
        default=CoverageRules.crowd_limit,
    ),
    Parameter(
        "stale_after_days",
        "What was confirmed longer ago than this is stale.",
        ParameterKind.NUMBER,
        minimum=0,
        default=CoverageRules.stale_after_days,
    ),
)
_LIMIT = Parameter("limit", "Rows of the answer at most.", ParameterKind.NUMBER, default=10)
_SIZE_LIMIT = Parameter(
    "size_limit",
    "Groups with more members than this make no pairs; all make pairs when it is left out.",
    ParameterKind.NUMBER,
)

# --- the list ------------------------------------------------------------------------------------------

_LISTED: Final = (
    Measure("overview", overview, as_table=key_figures, described=Overview, single=True),
    Measure(
        "area_overview",
        area_overview,
        (_ANY_TOPIC,),
        words="How many work in each area?",
        as_table=numbers_of_actors,
    ),
    Measure("area_actors", area_actors, (_ANY_AREA, _ANY_TOPIC), as_table=actors),
    Measure(
        "area_groups",
        area_groups,
        (_ANY_AREA,),
        words="Which groups work in which area, and which reach it from an area around it?",
        as_table=groups_of_areas,
    ),
    Measure(
        "area_topics", topics_of_area, (_AREA,), words="What is worked on in this area, and in which groups?"
    ),
    Measure("area_tree", area_tree, as_table=areas_within_areas, described=AreaTree),
    Measure(
        "topic_actors", actors_of_topic, (_TOPIC,), words="Who works on this topic, and in which groups?"
    ),
    Measure(
        "widest",
        widest,
        (_ANY_TOPIC, _LIMIT),
        words="Who is at most places?",
        as_table=widest_organizations,
    ),
    Measure("coverage", area_coverage, (_AXIS, *_RULES), as_table=cells, described=Coverage),
    Measure(
        "coverage_cell",
        cell,
        (_AXIS, _ROW, _COLUMN, *_RULES),
        words="Who and which groups stand behind this cell?",
        single=True,
    ),
    Measure("gaps", register, (_AXIS, *_RULES), words="Where should we begin?"),
    Measure("who_could_be_asked", who_could_be_asked, (_AREA, _TOPIC)),
    Measure(
        "who_of_the_sector_could_be_asked",
        who_of_the_sector_could_be_asked,
        (_SECTOR_AXIS, _ROW, _SECTOR),
        words="Who of this sector could be asked into this group, this area or this topic?",
        as_table=of_the_sector,
    ),
    Measure("attention", attention, as_table=findings),
    Measure(
        "uncoordinated",
        uncoordinated,
        words="Which groups work on the same topic in the same area and share no member?",
    ),
    Measure("participations", participations, words="Who takes part in which group, or is meant to?"),
    Measure("neighbors", ego, (_ORGANIZATION,), as_table=neighbors, described=Ego),
    Measure("projection", projection, (_SIZE_LIMIT,), as_table=pairs, described=Projection.pairs),
    Measure("leaving", groups_after_leaving, (_ORGANIZATION,)),
    Measure(
        "organization_profile",
        organization_profile,
        (_ORGANIZATION,),
        words="What is known about this one organisation?",
        as_table=about_organization,
        described=OrganizationProfile,
        single=True,
    ),
    Measure(
        "group_profile",
        group_profile,
        (_GROUP,),
        words="What is known about this one group?",
        as_table=about_group,
        described=GroupProfile,
        single=True,
    ),
    Measure(
        "topic_profile",
        topic_profile,
        (_TOPIC,),
        words="What is known about this one topic?",
        as_table=about_topic,
        described=TopicProfile,
        single=True,
    ),
    Measure("source_use", source_use, whole=True),
    Measure("hidden_by_day", hidden_by_day, words="How many records does the day hide, and why?", whole=True),
)

MEASURES: Final[Mapping[str, Measure]] = MappingProxyType({measure.name: measure for measure in _LISTED})
"""Every question by its name, in the order of the documents."""
