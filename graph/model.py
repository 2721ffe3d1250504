"""What a record is: the one definition behind tables, database schema, CSV headers and docs.

A record type is a table. A node type becomes nodes with a label; an edge type becomes
relationships between two of them. Vocabulary: Popolo and W3C ORG.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NewType

import polars as pl

OrganizationId = NewType("OrganizationId", str)
GroupId = NewType("GroupId", str)
AreaId = NewType("AreaId", str)
TopicId = NewType("TopicId", str)
SectorId = NewType("SectorId", str)
SourceId = NewType("SourceId", str)


class FieldKind(StrEnum):
    """What a field holds, and with which type."""

    TEXT = "text"
    TEXTS = "texts"  # several texts, in a CSV cell separated by |
    DATE = "date"  # a whole day, YYYY-MM-DD
    PERIOD = "period"  # a day, month or year as far as it is known: YYYY[-MM[-DD]]
    INTEGER = "integer"
    REAL = "real"
    FLAG = "flag"  # true or false


POLARS_TYPES: Final[dict[FieldKind, pl.DataType]] = {
    FieldKind.TEXT: pl.String(),
    FieldKind.TEXTS: pl.List(pl.String()),
    FieldKind.DATE: pl.Date(),
    FieldKind.PERIOD: pl.String(),
    FieldKind.INTEGER: pl.Int64(),
    FieldKind.REAL: pl.Float64(),
    FieldKind.FLAG: pl.Boolean(),
}


@dataclass(frozen=True)
class Field:
    """One column: its name in every place, what it holds and what it means (one English sentence).

    `references` names the table whose `id` the value must be; `choices` the allowed words;
    `minimum` and `maximum` the allowed range of a number. `vocabulary` names the table that may hold
    words of the data set's own beside the choices: the value is then a choice or an id of that table.
    `relationship`, in a table of nodes, is the type of the relationship that the graph also keeps
    from the node to the record referred to.

    What time and units do to a record is said here too. `unless` names another reference of the record:
    where that is given the record goes on without the one that this field names. `identity`: the record
    is the one it names, not tied to it, so it is no other when that one counts as part of a larger one.
    `of_the_day`: the value is that of a day, and tells which records were before it or come after it, so
    that they all stay.
    """

    name: str
    meaning: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = False
    references: str | None = None
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    vocabulary: str | None = None
    relationship: str | None = None
    unless: str | None = None
    identity: bool = False
    of_the_day: bool = False

    @property
    def ties(self) -> bool:
        """Whether the record is nothing without the one that this field names: an end, or a relationship."""
        return self.references is not None and (self.required or self.relationship is not None)


class _Record:
    """What is read off the fields of a record type of either sort."""

    fields: tuple[Field, ...]

    @property
    def period(self) -> tuple[str, str] | None:
        """The columns, from and until, that say when a record holds; None where nothing does."""
        names = {field.name for field in self.fields}
        return next((pair for pair in PERIODS if pair[0] in names), None)

    @property
    def plan(self) -> str | None:
        """The column that says of a record that it is only a plan yet; None where none can."""
        return next((f.name for f in self.fields if not set(f.choices).isdisjoint(PLANS)), None)

    @property
    def told_by(self) -> Field | None:
        """The field that tells records of other times, which stay for that; None where those are left out."""
        return next((field for field in self.fields if field.of_the_day), None)

    def naming(self, table: str) -> tuple[Field, ...]:
        """The fields that name a record of this table which it is not itself."""
        return tuple(f for f in self.fields if f.references == table and not f.identity)


@dataclass(frozen=True)
class NodeType(_Record):
    """A table whose rows become nodes with `label`; `id` is the key.

    `id_from` names the fields that an id is derived from where none is given (`graph.derived_ids`).
    """

    table: str
    label: str
    meaning: str
    fields: tuple[Field, ...]
    id_from: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that tell one row from another."""
        return ("id",)

    @property
    def links(self) -> tuple[tuple[Field, str], ...]:
        """The fields that are relationships too, each with the label of the node at the other end."""
        return tuple((f, label_of(f.references or "")) for f in self.fields if f.relationship)


@dataclass(frozen=True)
class EdgeType(_Record):
    """A table whose rows become relationships of `relationship` from `start` to `end`.

    `start` and `end` are the names of the two reference columns. `own_id` says that a row has an
    `id` of its own, so that the same two nodes can be tied more than once (two roles, two periods);
    where none is given it is derived from the fields of `id_from`.
    """

    table: str
    relationship: str
    meaning: str
    start: str
    end: str
    fields: tuple[Field, ...]
    id_from: tuple[str, ...] = ()

    @property
    def own_id(self) -> bool:
        """Whether a row has an id of its own."""
        return bool(self.id_from)

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that tell one row from another."""
        return ("id",) if self.own_id else (self.start, self.end)

    @property
    def start_label(self) -> str:
        """The label of the nodes the relationship starts from."""
        return _label_behind(self, self.start)

    @property
    def end_label(self) -> str:
        """The label of the nodes the relationship points at."""
        return _label_behind(self, self.end)

    @property
    def property_fields(self) -> tuple[Field, ...]:
        """The fields kept as properties of the relationship: all but its two ends."""
        return tuple(f for f in self.fields if f.name not in (self.start, self.end))


RecordType = NodeType | EdgeType


def _label_behind(edge: EdgeType, column: str) -> str:
    return label_of(next(f.references or "" for f in edge.fields if f.name == column))


def label_of(table: str) -> str:
    """The label of the nodes of a table; raises `StopIteration` for a table of relationships."""
    return next(t.label for t in NODE_TYPES if t.table == table)


GROUP_CLASSIFICATIONS: Final = ("steering", "coordination", "area", "topic", "project", "temporary")
GROUP_STATUSES: Final = ("proposed", "active", "closed")
ORGANIZATION_KINDS: Final = ("named", "unnamed")
ROLES: Final = ("member", "chair", "convener", "coordinator", "on_call", "observer", "invited")
AGREEMENTS: Final = ("none", "oral", "written")
EXPECTATION_SCOPES: Final = ("group", "group_classification", "area", "topic")
ACTIVITY_ROLES: Final = ("lead", "implementing", "funding", "supporting")
ACTIVITY_STATUSES: Final = ("planned", "ongoing", "completed", "stopped")
STANDS_UNDER: Final = ("mandate", "reports_to", "part_of")
PLANS: Final = ("planned", "proposed")
"""The words among statuses that say that something is meant to be: it is there before it begins."""
DECISION_STATUSES: Final = ("open", "to_invite", "invited", "accepted", "declined", "not_relevant", "closed")

LIFETIME: Final = ("founding_date", "dissolution_date")
PERIODS: Final = (("start_date", "end_date"), LIFETIME)
"""The pairs of columns, from and until, that say when a record holds; `LIFETIME` of what is founded."""

# --- columns that several tables share ---------------------------------------------------------

_ID = Field("id", "The record's own stable id.", required=True)
_ID_OR_NOT = Field("id", "The record's own stable id; where it is left out, made of what the record says.")
_SOURCE = (
    Field("source_id", "The source that says so.", references="sources"),
    Field("locator", "Where in the source: heading and sentence."),
)
_CONFIRMED = Field("confirmed_on", "The day somebody last confirmed that this is so.", FieldKind.DATE)
_PERIOD = (
    Field("start_date", "Since when, as far as it is known.", FieldKind.PERIOD),
    Field("end_date", "Until when, as far as it is known; empty while it goes on.", FieldKind.PERIOD),
)
_EVIDENCE = (_CONFIRMED, *_SOURCE, Field("quote", "The source's own words, where we may keep them."))
_FOUNDING = (
    Field("founding_date", "When it was formed.", FieldKind.PERIOD),
    Field("dissolution_date", "When it was dissolved; empty while it exists.", FieldKind.PERIOD),
)


def _named(what: str) -> tuple[Field, ...]:
    return (
        _ID,
        Field("name", f"The name of the {what}.", required=True),
        Field("name_en", "The name in English, where it differs."),
        Field("other_names", "Other spellings and names in use.", FieldKind.TEXTS),
        Field("identifiers", "Ids in other registers, each as scheme:value.", FieldKind.TEXTS),
        Field("description", "What it is, in a sentence or two."),
        Field("description_en", "The description in English."),
        Field("url", "Its address on the web."),
    )


def _reference(name: str, table: str, meaning: str) -> Field:
    return Field(name, meaning, required=True, references=table)


def _words(what: str, choices: tuple[str, ...]) -> tuple[Field, ...]:
    return (
        Field(
            "id",
            f"The word that stands in the records; one of {', '.join(choices)} renames that.",
            required=True,
        ),
        Field("name", f"What the data set calls the {what}.", required=True),
        Field("name_en", "The name in English, where it differs."),
        Field("base", f"The {what} of ours that it counts as.", required=True, choices=choices),
    )


NODE_TYPES: Final[tuple[NodeType, ...]] = (
    NodeType(
        "data_sets",
        "DataSet",
        "What this collection of records is, and whether it is invented.",
        (
            _ID,
            Field("name", "The title shown to the reader.", required=True),
            Field("name_en", "The title in English, where it differs."),
            Field("description", "What the data is about."),
            Field("description_en", "The description in English."),
            Field("language", "The language of the texts, as a two-letter code."),
            Field("invented", "True when nothing in it is real.", FieldKind.FLAG, required=True),
            Field("compiled_on", "The day the records were put together.", FieldKind.DATE),
            Field("licence", "The licence of the records."),
            Field("url", "The address of the data."),
        ),
    ),
    NodeType(
        "sectors",
        "Sector",
        "The sectors organisations are sorted into.",
        (
            _ID,
            Field("name", "The name of the sector.", required=True),
            Field("name_en", "The name in English, where it differs."),
            Field("color", "The colour on pictures, as #rrggbb."),
        ),
    ),
    NodeType(
        "sources",
        "Source",
        "Documents and other places that facts come from.",
        (
            _ID,
            Field("name", "The title of the source.", required=True),
            Field("name_en", "The title in English, where it differs."),
            Field("publisher", "Who published it."),
            Field("url", "Its address on the web."),
            Field("published_on", "When it was published.", FieldKind.PERIOD),
            Field("retrieved_on", "The day it was read.", FieldKind.DATE),
            Field("language", "Its language, as a two-letter code."),
            Field("text", "Its text, where we may keep it."),
        ),
    ),
    NodeType(
        "group_kinds",
        "GroupKind",
        "The data set's own kinds of group, each counted as one of ours.",
        _words("kind of group", GROUP_CLASSIFICATIONS),
    ),
    NodeType(
        "roles",
        "Role",
        "The data set's own roles in a group, each counted as one of ours.",
        _words("role", ROLES),
    ),
    NodeType(
        "need_scales",
        "NeedScale",
        "The scales the data states needs on, and what counts as some, clear and pressing need.",
        (
            _ID,
            Field("name", "What is measured, such as people in need.", required=True),
            Field("name_en", "The name in English, where it differs."),
            Field("unit", "What the numbers count, such as people or points of five."),
            Field("unit_en", "The unit in English."),
            Field(
                "some_from",
                "From this number on the need is some (1); below it there is none.",
                FieldKind.REAL,
                True,
            ),
            Field("clear_from", "From this number on it is clear (2).", FieldKind.REAL, True),
            Field("pressing_from", "From this number on it is pressing (3).", FieldKind.REAL, True),
            *_SOURCE,
        ),
    ),
    NodeType(
        "organizations",
        "Organization",
        "Organisations, their units, and participants that nobody has named yet.",
        (
            *_named("organisation"),
            Field("classification", "Its sector.", references="sectors"),
            Field("kind", "Whether the source names it.", required=True, choices=ORGANIZATION_KINDS),
            Field(
                "number",
                "How many an unnamed participant stands for, as far as the source says.",
                FieldKind.INTEGER,
                minimum=1,
                maximum=10_000_000,
            ),
            *_FOUNDING,
            *_SOURCE,
        ),
    ),
    NodeType(
        "groups",
        "Group",
        "What organisations belong to together: boards, area groups, topic groups, projects.",
        (
            *_named("group"),
            Field(
                "classification",
                "What kind of group.",
                required=True,
                choices=GROUP_CLASSIFICATIONS,
                vocabulary="group_kinds",
            ),
            Field("status", "Where in its life it is.", required=True, choices=GROUP_STATUSES),
            Field("purpose", "What it is for."),
            Field("purpose_en", "The purpose in English."),
            Field("meeting_rhythm", "How often it meets."),
            Field("meeting_rhythm_en", "The rhythm in English."),
            *_FOUNDING,
            Field("review_date", "When its work is to be looked at again.", FieldKind.DATE),
            Field(
                "organization_id",
                "The organisation whose members the group is, where the two are one.",
                references="organizations",
                identity=True,
            ),
            Field("template_id", "The template it was made from.", references="group_templates"),
            _CONFIRMED,
            *_SOURCE,
        ),
    ),
    NodeType(
        "areas",
        "Area",
        "Places, from a whole country to one park.",
        (
            *_named("area"),
            Field("classification", "What kind of place."),
            Field("latitude", "Degrees north, WGS 84.", FieldKind.REAL, minimum=-90, maximum=90),
            Field("longitude", "Degrees east, WGS 84.", FieldKind.REAL, minimum=-180, maximum=180),
            Field("geometry", "Its outline as GeoJSON text."),
            Field("coordinates_note", "How the coordinates were found."),
            *_SOURCE,
        ),
    ),
    NodeType(
        "topics",
        "Topic",
        "What groups work on.",
        (*_named("topic"), *_SOURCE),
    ),
    NodeType(
        "group_templates",
        "GroupTemplate",
        "Groups that there is one of in every area of a kind: each makes its groups when it is loaded.",
        (
            _ID,
            Field("name", "The name of its groups, with {area} where the area's name goes.", required=True),
            Field("name_en", "The name in English, where it differs."),
            Field(
                "classification",
                "What kind of group.",
                required=True,
                choices=GROUP_CLASSIFICATIONS,
                vocabulary="group_kinds",
            ),
            Field("status", "Where in their life its groups are; active when empty.", choices=GROUP_STATUSES),
            Field(
                "area_classification",
                "The kind of area that has one, as areas.classification says.",
                required=True,
            ),
            Field("within_area_id", "Only in areas that lie in this one.", references="areas"),
            Field("topic_ids", "The ids of the topics its groups work on.", FieldKind.TEXTS),
            Field("purpose", "What they are for."),
            Field("purpose_en", "The purpose in English."),
            _CONFIRMED,
            *_SOURCE,
        ),
    ),
    # (Activity)-[:DONE_BY]->(Organization), -[:DONE_WITHIN]->(Group), -[:DONE_IN]->(Area), -[:DONE_ON]->(Topic)
    NodeType(
        "activities",
        "Activity",
        "Who does what where, as stated: one row of a 3W.",
        (
            _ID_OR_NOT,
            Field("organization_id", "Who does it.", references="organizations", relationship="DONE_BY"),
            Field(
                "group_id",
                "The group that does it, or within which the organisation does it.",
                references="groups",
                relationship="DONE_WITHIN",
                unless="organization_id",
            ),
            Field(
                "area_id", "Where; empty when it is not known.", references="areas", relationship="DONE_IN"
            ),
            Field(
                "topic_id",
                "On what; empty when it is not known.",
                references="topics",
                relationship="DONE_ON",
            ),
            Field("role", "As what, as IATI has it.", choices=ACTIVITY_ROLES),
            Field(
                "status",
                "How far it has come; ongoing when empty.",
                choices=ACTIVITY_STATUSES,
                of_the_day=True,
            ),
            Field("description", "What is done, in a sentence."),
            Field("description_en", "The same in English."),
            Field("quantity", "How much, where it is stated.", FieldKind.REAL),
            Field("unit", "What the quantity counts."),
            *_PERIOD,
            *_EVIDENCE,
        ),
        id_from=(
            "organization_id",
            "group_id",
            "area_id",
            "topic_id",
            "role",
            "description",
            "unit",
            "start_date",
            "source_id",
            "locator",
        ),
    ),
    # (Agreement)-[:AGREED_BY|AGREED_WITH]->(Organization or Group)
    NodeType(
        "agreements",
        "Agreement",
        "What two parties have agreed: two organisations, two groups, or one of each.",
        (
            _ID_OR_NOT,
            Field(
                "organization_id",
                "The one party, an organisation.",
                references="organizations",
                relationship="AGREED_BY",
            ),
            Field("group_id", "The one party, a group.", references="groups", relationship="AGREED_BY"),
            Field(
                "partner_id",
                "The other party, an organisation.",
                references="organizations",
                relationship="AGREED_WITH",
            ),
            Field(
                "partner_group_id",
                "The other party, a group.",
                references="groups",
                relationship="AGREED_WITH",
            ),
            Field("agreement", "In which form.", required=True, choices=AGREEMENTS),
            Field("about", "What it is about."),
            Field("about_en", "The same in English."),
            *_PERIOD,
            *_EVIDENCE,
        ),
        id_from=("organization_id", "group_id", "partner_id", "partner_group_id", "about", "start_date"),
    ),
    NodeType(
        "expectations",
        "Expectation",
        "Who should be at the table, and why.",
        (
            _ID_OR_NOT,
            Field("scope", "What it is about.", required=True, choices=EXPECTATION_SCOPES),
            Field(
                "scope_id", "The id of the group, area or topic, or the group classification.", required=True
            ),
            Field("sector_id", "The sector expected.", references="sectors"),
            Field("organization_id", "The organisation expected.", references="organizations"),
            Field("minimum", "How many at least.", FieldKind.INTEGER, minimum=1, maximum=1_000),
            Field("rationale", "Why."),
            Field("rationale_en", "Why, in English."),
            *_SOURCE,
        ),
        id_from=("scope", "scope_id", "sector_id", "organization_id"),
    ),
    NodeType(
        "decisions",
        "Decision",
        "What was decided about one gap or one suggested partner.",
        (
            _ID,
            Field("key", "What it is about, as the gap or the suggestion names itself.", required=True),
            Field("status", "What was decided.", required=True, choices=DECISION_STATUSES),
            Field("note", "In words."),
            Field("organization_id", "The organisation responsible.", references="organizations"),
            Field("date", "The day of the decision.", FieldKind.DATE),
        ),
    ),
)

EDGE_TYPES: Final[tuple[EdgeType, ...]] = (
    # (Organization)-[:MEMBER_OF]->(Group)
    EdgeType(
        "memberships",
        "MEMBER_OF",
        "Who takes part in which group, as what.",
        "organization_id",
        "group_id",
        (
            _ID_OR_NOT,
            _reference("organization_id", "organizations", "Who takes part."),
            _reference("group_id", "groups", "In which group."),
            Field("role", "As what.", required=True, choices=ROLES, vocabulary="roles"),
            Field("represented_by", "The function that represents it, never a person's name."),
            Field("represented_by_en", "The function in English."),
            Field("contributes", "What it brings.", FieldKind.TEXT),
            Field("expects", "What it expects of the others.", FieldKind.TEXT),
            Field("agreement", "What was agreed; empty when nobody says.", choices=AGREEMENTS),
            *_PERIOD,
            *_EVIDENCE,
        ),
        id_from=("organization_id", "group_id", "role", "represented_by", "start_date"),
    ),
    # (Organization)-[:UNIT_OF]->(Organization)
    EdgeType(
        "units",
        "UNIT_OF",
        "Which organisation is a unit of which.",
        "organization_id",
        "parent_id",
        (
            _reference("organization_id", "organizations", "The unit."),
            _reference("parent_id", "organizations", "The organisation it is a unit of."),
            *_PERIOD,
            *_EVIDENCE,
        ),
    ),
    # (Group)-[:HOSTED_BY]->(Organization)
    EdgeType(
        "hosts",
        "HOSTED_BY",
        "Which organisation runs or convenes which group.",
        "group_id",
        "organization_id",
        (
            _reference("group_id", "groups", "The group."),
            _reference("organization_id", "organizations", "Who runs or convenes it."),
            *_PERIOD,
            *_EVIDENCE,
        ),
    ),
    # (Group)-[:REPRESENTED_IN]->(Group)
    EdgeType(
        "representations",
        "REPRESENTED_IN",
        "Which group sends somebody to which other group.",
        "group_id",
        "represented_in_id",
        (
            _reference("group_id", "groups", "The group that sends somebody."),
            _reference("represented_in_id", "groups", "The group it is represented in."),
            *_PERIOD,
            *_EVIDENCE,
        ),
    ),
    # (Group)-[:STANDS_UNDER]->(Group)
    EdgeType(
        "group_parts",
        "STANDS_UNDER",
        "Which group stands under which other, and how.",
        "group_id",
        "parent_id",
        (
            _reference("group_id", "groups", "The group."),
            _reference("parent_id", "groups", "The group it stands under."),
            Field(
                "relation",
                "Whether it has its mandate from it, reports to it, or is a part of it.",
                choices=STANDS_UNDER,
            ),
            *_PERIOD,
            *_EVIDENCE,
        ),
    ),
    # (Area)-[:PART_OF]->(Area)
    EdgeType(
        "area_parts",
        "PART_OF",
        "Which area lies in which.",
        "area_id",
        "parent_id",
        (
            _reference("area_id", "areas", "The smaller area."),
            _reference("parent_id", "areas", "The area it lies in."),
            *_EVIDENCE,
        ),
    ),
    # (Group)-[:ACTIVE_IN]->(Area)
    EdgeType(
        "group_areas",
        "ACTIVE_IN",
        "Which group works where.",
        "group_id",
        "area_id",
        (
            _reference("group_id", "groups", "The group."),
            _reference("area_id", "areas", "Where it works."),
            *_PERIOD,
            *_EVIDENCE,
        ),
    ),
    # (Group)-[:WORKS_ON]->(Topic)
    EdgeType(
        "group_topics",
        "WORKS_ON",
        "Which group works on what.",
        "group_id",
        "topic_id",
        (
            _reference("group_id", "groups", "The group."),
            _reference("topic_id", "topics", "What it works on."),
            *_PERIOD,
            *_EVIDENCE,
        ),
    ),
    # (Organization)-[:PRESENT_IN]->(Area)
    EdgeType(
        "presences",
        "PRESENT_IN",
        "Which organisation is known to be where, in a group or not.",
        "organization_id",
        "area_id",
        (
            _reference("organization_id", "organizations", "The organisation."),
            _reference("area_id", "areas", "Where it is."),
            *_PERIOD,
            *_EVIDENCE,
        ),
    ),
    # (Organization)-[:COLLABORATES_WITH]->(Organization)
    EdgeType(
        "collaborations",
        "COLLABORATES_WITH",
        "Which organisations a source says work together.",
        "organization_id",
        "partner_id",
        (
            _reference("organization_id", "organizations", "The one."),
            _reference("partner_id", "organizations", "The other."),
            Field("about", "What they work together on."),
            Field("about_en", "The same in English."),
            *_PERIOD,
            *_EVIDENCE,
        ),
    ),
    # (Group)-[:BASED_ON]->(Source)
    EdgeType(
        "group_documents",
        "BASED_ON",
        "Which documents a group's work is based on.",
        "group_id",
        "document_id",
        (
            _reference("group_id", "groups", "The group."),
            _reference("document_id", "sources", "The document."),
            *_EVIDENCE,
        ),
    ),
    # (Area)-[:NEEDS]->(Topic)
    EdgeType(
        "needs",
        "NEEDS",
        "How much an area needs work on a topic.",
        "area_id",
        "topic_id",
        (
            _reference("area_id", "areas", "Where."),
            _reference("topic_id", "topics", "What."),
            Field(
                "level",
                "0 not needed, 1 some, 2 clear, 3 pressing; empty where a value on a scale says it.",
                FieldKind.INTEGER,
                minimum=0,
                maximum=3,
            ),
            Field("scale_id", "The scale of the value.", references="need_scales"),
            Field("value", "The need on the data's own scale.", FieldKind.REAL),
            Field(
                "wanted", "How many organisations are wanted.", FieldKind.INTEGER, minimum=1, maximum=1_000
            ),
            Field("as_of", "The day the need was judged.", FieldKind.DATE),
            *_SOURCE,
        ),
    ),
)

RECORD_TYPES: Final[tuple[RecordType, ...]] = (*NODE_TYPES, *EDGE_TYPES)
"""Every record type, in the order they are written: what is referred to first."""

RECORD_TYPE: Final[dict[str, RecordType]] = {t.table: t for t in RECORD_TYPES}
"""Record type by table name."""


def _hanging() -> dict[str, tuple[Field, ...]]:
    hanging: dict[str, tuple[Field, ...]] = {}
    for record_type in RECORD_TYPES:  # what is referred to stands before what refers to it
        leaving = {t for t, fields in hanging.items() if fields or RECORD_TYPE[t].period}
        hanging[record_type.table] = tuple(
            field for field in record_type.fields if field.ties and field.references in leaving
        )
    return hanging


HANGS_ON: Final[dict[str, tuple[Field, ...]]] = _hanging()
"""By table the fields that name a record which may be gone on a day, and whose record is then gone too."""


def polars_schema(record_type: RecordType) -> dict[str, pl.DataType]:
    """Column names and polars types of the table, in the order of the definition."""
    return {f.name: POLARS_TYPES[f.kind] for f in record_type.fields}
