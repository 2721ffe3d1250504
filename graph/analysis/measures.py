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

from graph.analysis.base.area_tree import AreaTree, area_tree
from graph.analysis.base.decision_key import Axis
from graph.analysis.coverage.asking import who_could_be_asked, who_of_the_sector_could_be_asked
from graph.analysis.coverage.matrix import (
    Coverage,
    CoverageRules,
    area_coverage,
    area_sector_coverage,
    group_sector_coverage,
    topic_sector_coverage,
)
from graph.analysis.coverage.needs import need_levels
from graph.analysis.cut.data_day import hidden_by_day
from graph.analysis.measure import Measure, Parameter, ParameterKind, as_row
from graph.analysis.places.collaboration import area_actors, area_groups, area_overview
from graph.analysis.places.places import widest
from graph.analysis.places.topic_overview import topic_overview
from graph.analysis.records.agreements import membership_agreements
from graph.analysis.records.attention import attention, uncoordinated
from graph.analysis.records.overview import Overview, overview
from graph.analysis.records.profile import (
    GroupProfile,
    OrganizationProfile,
    TopicProfile,
    group_profile,
    organization_profile,
    topic_profile,
)
from graph.analysis.records.provenance import source_use
from graph.analysis.ties.ego import MEETS_SCHEMA, Ego, ego
from graph.analysis.ties.leaving import groups_after_leaving
from graph.analysis.ties.projection import Projection, projection
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

YES: Final = "yes"
"""The word that says so, where a question has a switch."""

# --- results that are not tables by themselves ---------------------------------------------------------


def key_figures(dataset: Dataset) -> pl.DataFrame:
    """`overview` as one row."""
    return as_row(overview(dataset))


def actors(
    dataset: Dataset, *, area_id: str | None = None, topic_id: str | None = None, inferred: str = YES
) -> pl.DataFrame:
    """`area_actors` of one area or all of them, and of one topic or all of them."""
    areas = None if area_id is None else [area_id]
    return area_actors(dataset, area_ids=areas, topic_id=topic_id or "", inferred=inferred == YES)


def numbers_of_actors(dataset: Dataset, *, topic_id: str | None = None, inferred: str = YES) -> pl.DataFrame:
    """`area_overview` of one topic or all of them."""
    return area_overview(dataset, topic_id=topic_id or "", inferred=inferred == YES)


def groups_of_areas(dataset: Dataset, *, area_id: str | None = None) -> pl.DataFrame:
    """`area_groups` of one area or all of them."""
    return area_groups(dataset, area_ids=None if area_id is None else [area_id])


def widest_organizations(
    dataset: Dataset, *, topic_id: str | None, inferred: str, limit: int
) -> pl.DataFrame:
    """`widest` for one topic or all of them."""
    return widest(dataset, topic_id=topic_id or "", inferred=inferred == YES, limit=limit)


def areas_within_areas(dataset: Dataset) -> pl.DataFrame:
    """The table of `area_tree`."""
    return area_tree(dataset).ancestors


def topics_of_area(dataset: Dataset, *, area_id: str) -> pl.DataFrame:
    """What is worked on in an area itself.

    Returns
    -------
    DataFrame[topic_id: String, organization_count, stated_count: Int64]
        One row per topic somebody named works on there, by id: how many do, and of how many an activity
        says so.
    """
    dataset.require("areas", area_id)
    coverage = area_coverage(dataset, rules=CoverageRules(), today=dt.date.max)
    return coverage.summary.filter(pl.col("row_id") == area_id, pl.col("organization_count") > 0).select(
        pl.col("column_id").alias("topic_id"), "organization_count", "stated_count"
    )


def actors_of_topic(dataset: Dataset, *, topic_id: str) -> pl.DataFrame:
    """Who works on a topic.

    Returns
    -------
    DataFrame[organization_id, kind: String, stated: Boolean, group_ids: List[String]]
        One row per organisation that does now, by an activity (`stated`) or through these groups, in
        most of them first, then by id; `kind` is named or unnamed.
    """
    return topic_profile(dataset, topic_id).actors


def cells(dataset: Dataset, *, axis: str, today: dt.date, **rules: int | str) -> pl.DataFrame:
    """The cells of a coverage matrix: `Coverage.summary`."""
    return _coverage(dataset, axis, today, rules).summary


def cell(
    dataset: Dataset, *, axis: str, row_id: str, column_id: str, today: dt.date, **rules: int | str
) -> pl.DataFrame:
    """One cell of a coverage matrix with who and which groups stand behind it.

    Parameters
    ----------
    dataset
        The network, cut by `as_of` and rolled up.
    axis
        Which matrix, as in an address.
    row_id, column_id
        What the cell stands at.
    today
        The day of the states.
    **rules
        Fields of `CoverageRules`.

    Returns
    -------
    DataFrame[row_id, column_id, state, reason: String, need: Int64, need_recorded: Boolean, wanted,
    organization_count, stated_count, inferred_count, inside_count, planned_count, unnamed_count: Int64,
    confirmed_on: Date, score, projected_score: Float64, organizations, stated, planned, ended, unnamed,
    expected_missing, group_ids, planned_group_ids, reaching_group_ids, inside: List[String],
    from_above_count: Int64, from_above: List[String]]
        One row with the columns of `coverage` and lists of ids, each sorted: `organizations` (named,
        active), `stated` (those of them not only inferred), `ended` (their work there is over), `planned` (named; invited, in a proposed group, or decided), `unnamed`,
        `expected_missing` (expected by name and not there), `group_ids` (active groups that claim the
        cell or bring its members), `planned_group_ids` (proposed groups that claim it),
        `reaching_group_ids` (groups of areas around that bring named members), `inside` (named,
        only in areas inside), `from_above` (named, only from areas around); `from_above_count` says how
        many the last are.
    """
    coverage = _coverage(dataset, axis, today, rules)
    found = coverage.cell(row_id, column_id)
    lists = {name: pl.List(pl.String) for name, value in found.items() if isinstance(value, list)}
    return pl.DataFrame([found], schema_overrides={**lists, **coverage.summary.schema})


def register(dataset: Dataset, *, axis: str, today: dt.date, **rules: int | str) -> pl.DataFrame:
    """What to begin with: gaps, cells reached only from above and single points, worst first.

    Returns
    -------
    DataFrame[row_id, column_id, state, reason: String, need: Int64, need_recorded: Boolean, wanted,
    organization_count, stated_count, inferred_count, inside_count, planned_count, unnamed_count: Int64,
    confirmed_on: Date, score, projected_score: Float64, organizations, stated, planned, ended, unnamed,
    expected_missing, group_ids, planned_group_ids, reaching_group_ids: List[String]]
        The rows of `coverage` in these states that have a need, by score (highest first), then gap,
        from above, single point, then in the order of the matrix; with the lists of `coverage_cell`
        but `inside` and `from_above`.
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
    chosen = {**rules, "inferred": rules.get("inferred", YES) == YES}
    return MATRICES[axis](dataset, rules=CoverageRules(**chosen), today=today)


# --- what questions need -------------------------------------------------------------------------------

_ORGANIZATION = Parameter("organization_id", "The organisation.", table="organizations", required=True)
_GROUP = Parameter("group_id", "The group.", table="groups", required=True)
_AREA = Parameter("area_id", "The area.", table="areas", required=True)
_TOPIC = Parameter("topic_id", "The topic.", table="topics", required=True)
_ANY_AREA = Parameter("area_id", "The area; all of them when it is left out.", table="areas")
_ANY_TOPIC = Parameter("topic_id", "Only who works there on this topic.", table="topics")
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
_INFERRED = Parameter(
    "inferred",
    "Whether who takes part in a group counts where the group works.",
    ParameterKind.WORD,
    choices=(YES, "no"),
    default=YES,
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
    _INFERRED,
)
_LIMIT = Parameter("limit", "Rows of the answer at most.", ParameterKind.NUMBER, default=10)
_SIZE_LIMIT = Parameter(
    "size_limit",
    "Groups with more members than this make no pairs; all make pairs when it is left out.",
    ParameterKind.NUMBER,
)

_CELL_UNITS: Final = {
    "level, 0 to 3": "need",
    "organisations": "wanted organization_count stated_count inferred_count inside_count planned_count",
    "participants without a name": "unnamed_count",
    "level × organisations": "score projected_score",
}
_TIE_UNITS: Final = {"groups": "shared_groups", "groups, each by 1 / (members − 1)": "newman_weight"}

# --- the list ------------------------------------------------------------------------------------------

_LISTED: Final = (
    Measure(
        "overview",
        overview,
        as_table=key_figures,
        described=Overview,
        single=True,
        units={
            "groups": "groups widest_groups busiest_topic_groups",
            "organisations": "named in_one_group fullest_group_named widest_others busiest_topic_named",
            "participants without a name": "unnamed fullest_group_unnamed unnamed_most",
            "areas": "areas top_areas",
            "topics": "topics",
            "memberships": "memberships",
            "activities": "activities",
            "presences": "presences",
        },
    ),
    Measure(
        "area_overview",
        area_overview,
        (_ANY_TOPIC, _INFERRED),
        words="How many work in each area?",
        as_table=numbers_of_actors,
        units={
            "steps below the top": "depth",
            "areas": "parts parts_with",
            "organisations": "on_site stated through_groups present inside from_above",
            "participants without a name": "unnamed",
        },
    ),
    Measure("area_actors", area_actors, (_ANY_AREA, _ANY_TOPIC, _INFERRED), as_table=actors),
    Measure(
        "area_groups",
        area_groups,
        (_ANY_AREA,),
        words="Which groups work in which area, in its parts, and which reach it from an area around it?",
        as_table=groups_of_areas,
    ),
    Measure(
        "area_topics",
        topics_of_area,
        (_AREA,),
        words="What is worked on in this area, and by how many?",
        units={"organisations": "organization_count stated_count"},
    ),
    Measure(
        "area_tree",
        area_tree,
        as_table=areas_within_areas,
        described=AreaTree,
        units={"steps up": "distance"},
    ),
    Measure(
        "topic_overview",
        topic_overview,
        (_INFERRED,),
        units={
            "groups": "groups proposed_groups",
            "organisations": "organizations stated",
            "participants without a name": "unnamed",
        },
    ),
    Measure("topic_actors", actors_of_topic, (_TOPIC,), words="Who works on this topic, and is it stated?"),
    Measure(
        "widest",
        widest,
        (_ANY_TOPIC, _INFERRED, _LIMIT),
        words="Who is at most places?",
        as_table=widest_organizations,
        units={"places": "places"},
    ),
    Measure(
        "coverage",
        area_coverage,
        (_AXIS, *_RULES),
        as_table=cells,
        described=Coverage,
        units=_CELL_UNITS,
    ),
    Measure(
        "coverage_cell",
        cell,
        (_AXIS, _ROW, _COLUMN, *_RULES),
        words="Who and which groups stand behind this cell?",
        single=True,
        units=_CELL_UNITS | {"organisations": f"{_CELL_UNITS['organisations']} from_above_count"},
    ),
    Measure("gaps", register, (_AXIS, *_RULES), words="Where should we begin?", units=_CELL_UNITS),
    Measure("who_could_be_asked", who_could_be_asked, (_AREA, _TOPIC)),
    Measure(
        "who_of_the_sector_could_be_asked",
        who_of_the_sector_could_be_asked,
        (_SECTOR_AXIS, _ROW, _SECTOR),
        words="Who of this sector could be asked into this group, this area or this topic?",
        as_table=of_the_sector,
    ),
    Measure("attention", attention, as_table=findings, units={"details": "count"}),
    Measure(
        "uncoordinated",
        uncoordinated,
        words="Which groups work on the same topic in the same area and share no member?",
    ),
    Measure("participations", participations, words="Who takes part in which group, or is meant to?"),
    Measure("neighbors", ego, (_ORGANIZATION,), as_table=neighbors, described=Ego, units=_TIE_UNITS),
    Measure(
        "projection",
        projection,
        (_SIZE_LIMIT,),
        as_table=pairs,
        described=Projection.pairs,
        units=_TIE_UNITS,
    ),
    Measure("leaving", groups_after_leaving, (_ORGANIZATION,), units={"organisations": "remaining"}),
    Measure(
        "organization_profile",
        organization_profile,
        (_ORGANIZATION,),
        words="What is known about this one organisation?",
        as_table=about_organization,
        described=OrganizationProfile,
        single=True,
        units={
            "groups": "all_groups member_groups most_groups_of_others",
            "organisations": "all_others",
            "places": "places all_places",
        },
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
    Measure(
        "need_levels",
        need_levels,
        units={"level, 0 to 3": "level", "as its scale says": "value", "organisations": "wanted"},
    ),
    Measure(
        "membership_agreements",
        membership_agreements,
        words="What is agreed with those who take part in groups?",
    ),
    Measure("source_use", source_use, whole=True, units={"records": "records"}),
    Measure(
        "hidden_by_day",
        hidden_by_day,
        words="How many records does the day hide, and why?",
        whole=True,
        units={"records": "ended not_begun referring"},
    ),
)

MEASURES: Final[Mapping[str, Measure]] = MappingProxyType({measure.name: measure for measure in _LISTED})
"""Every question by its name, in the order of the documents."""
