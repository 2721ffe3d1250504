"""What is wrong with a Dataset: every rule of the data in one place, whatever it was read from.

Pure and total: any Dataset in, findings out, nothing raised. Works on whole columns, so that a
million rows take seconds.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from typing import Any, Final

import numpy as np
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from graph.bounds import (
    LONGEST_ID,
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_MADE,
    MOST_OUTLINES,
    MOST_PLACES_ASKED,
)
from graph.checks import CHECKS
from graph.checks.base import Kind
from graph.dataset import Dataset
from graph.model import (
    EDGE_TYPES,
    PERIODS,
    RECORD_TYPE,
    RECORD_TYPES,
    EdgeType,
    Field,
    FieldKind,
    RecordType,
)
from graph.nearest import Comparing
from graph.person_data import COLUMNS_WITHOUT_NUMBERS, signs_of_a_person
from graph.problems import Findings, Problem, shown
from graph.templates import records_made

Origins = Mapping[str, pl.DataFrame]
"""Where records come from: by table, columns `file`, `sheet` (String) and `row` (UInt32), row for row
beside `dataset[table]`. A table that the source does not have at all is not in it."""

ID_RULE: Final = "Begin with a letter or digit; then letters, digits and . _ : / - only."

_ID = rf"^[\p{{L}}\p{{N}}][\p{{L}}\p{{M}}\p{{N}}._:/-]{{0,{LONGEST_ID - 1}}}$"
_LONG_ID_HINT = f"At most {LONGEST_ID} would be right."
_PERIOD = r"^[0-9]{4}(-[0-9]{2}){0,2}$"
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\x{fffe}\x{ffff}]"
_URL = r"(?i)^https?://[^\s/?#@]+([/?#]\S*)?$"
_COLOR = r"^#[0-9A-Fa-f]{6}$"
_HIERARCHIES = ("units", "area_parts", "group_parts")
_ONE_PARENT = ("units", "area_parts")  # a group may have its mandate from one and report to another
_SCOPE_TABLES = {"group": "groups", "area": "areas", "topic": "topics"}
_CANDIDATES = 500  # ids compared when the nearest one is looked for
_CHOICES_TOLD = 30  # words that are listed where one of them would be right
_NEAREST_LOOKED_FOR = 200  # wrong ids whose nearest one is looked for


def validate(
    dataset: Dataset,
    *,
    origins: Origins | None = None,
    unread: Set[tuple[str, str | None]] = frozenset(),
    listed: int = Findings.LISTED,
) -> tuple[Problem, ...]:
    """Everything that is wrong with the records, errors and warnings and notes.

    Parameters
    ----------
    dataset
        Any Dataset.
    origins
        Where its records come from; without it problems name the table as their sheet.
    unread
        Pairs of table and column whose values could not all be read, with None for the column where
        whole records are missing. What follows from that is not reported again.
    listed
        How many of one kind in one column are told one by one; `Findings.ALL` at most.

    Returns
    -------
    tuple[Problem, ...]
        In the order of the model's tables and fields; of one kind in one column the first `listed` and
        the number of the others.
    """
    return _Validation(dataset, origins, unread, min(listed, Findings.ALL)).run()


class _Validation:
    def __init__(
        self, dataset: Dataset, origins: Origins | None, unread: Set[tuple[str, str | None]], listed: int
    ) -> None:
        self.dataset = dataset
        self.origins = origins
        self.unread = unread
        self.findings = Findings(listed)
        self.missing_tables: set[str] = set()
        self.comparing = Comparing()

    def run(self) -> tuple[Problem, ...]:
        for record_type in RECORD_TYPES:
            if self.dataset[record_type.table].is_empty():
                continue
            for field in record_type.fields:
                self.values(record_type, field)
            self.keys(record_type)
            for start, end in PERIODS:
                self.periods(record_type, start, end)
            self.sources(record_type)
            if isinstance(record_type, EdgeType):
                self.self_references(record_type)
        for table in _HIERARCHIES:
            self.hierarchy(next(t for t in EDGE_TYPES if t.table == table))
        self.own_words()
        self.unnamed()
        self.one_and_the_same()
        self.activities()
        self.agreements()
        self.needs()
        self.templates()
        self.expectations()
        self.coordinates()
        for check in CHECKS:
            self.kinds(check(self.dataset))
        return self.findings.problems

    # --- noting -----------------------------------------------------------------------------------

    def note(
        self,
        code: str,
        table: str,
        place: int | None,
        column: str | None,
        value: object,
        hint: str,
        more: int = 0,
        about: object = None,
    ) -> None:
        file, sheet, row = self.origin(table, place)
        text, other = (None if one is None else shown(one) for one in (value, about))
        self.findings.add(Problem(code, file, sheet, row, column, text, hint, other), more=more)

    def kinds(self, kinds: Iterable[Kind]) -> None:
        for kind in kinds:
            listed = kind.places[: self.findings.listed]
            for number, place in enumerate(listed):
                words = kind.words(number)
                more = len(kind.places) - len(listed) if number == len(listed) - 1 else 0
                hint, about = words.suggestion, words.about
                self.note(kind.code, kind.table, place, kind.column, words.value, hint, more, about)

    def origin(self, table: str, place: int | None) -> tuple[str | None, str | None, int | None]:
        if self.origins is None or table not in self.origins or self.origins[table].is_empty():
            return None, table, None
        file, sheet, row = self.origins[table].row(place or 0)
        return file, sheet, None if place is None else row

    def note_where(
        self,
        code: str,
        table: str,
        column: str,
        wrong: pl.Series,
        hint: Callable[[Any], str] | str,
        about: pl.Series | None = None,
    ) -> None:
        """Note each record of the table where `wrong` is true, with its value in the column.

        `about` holds, row for row, what the values are compared with.
        """
        if not wrong.any():
            return
        places = wrong.arg_true()
        listed = places.head(self.findings.listed).to_list()
        values = self.dataset[table][column].gather(listed).to_list()
        others = about.gather(listed).to_list() if about is not None else [None] * len(listed)
        for place, value, other in zip(listed, values, others, strict=True):
            more = len(places) - len(listed) if place == listed[-1] else 0
            words = hint if isinstance(hint, str) else hint(value)
            plain = " | ".join(map(str, value)) if isinstance(value, list) else value
            self.note(code, table, place, column, plain, words, more, other)

    # --- one column -------------------------------------------------------------------------------

    def values(self, record_type: RecordType, field: Field) -> None:
        table, name = record_type.table, field.name
        column = self.dataset[table][name]
        if field.required and not {(table, name), (table, None)} & self.unread:
            self.note_where("missing_value", table, name, column.is_null(), f"It holds: {field.meaning}")
        if column.null_count() == len(column):
            return
        if field.kind in (FieldKind.TEXT, FieldKind.TEXTS):
            self.texts(table, field, column)
        if field.kind is FieldKind.PERIOD:
            hint = "Write it as YYYY-MM-DD, or YYYY-MM or YYYY where no more is known."
            self.note_where("bad_date", table, name, _is_no_period(column), hint)
        if field.choices:
            known = self.words(field)
            self.note_where("bad_choice", table, name, ~column.is_in(known), _chooser(known, self.comparing))
        if field.minimum is not None and field.maximum is not None:
            wrong = ~column.is_between(field.minimum, field.maximum)  # true for nan, too
            hint = f"From {field.minimum:g} to {field.maximum:g}."
            self.note_where("out_of_range", table, name, wrong, hint)
        if field.references:
            self.reference(table, name, field.references)

    def words(self, field: Field) -> list[str]:
        """The words a field may hold: its choices, and the data set's own."""
        own = self.dataset[field.vocabulary]["id"].drop_nulls().to_list() if field.vocabulary else []
        return list(dict.fromkeys((*field.choices, *own)))

    def texts(self, table: str, field: Field, column: pl.Series) -> None:
        name = field.name
        if field.kind is FieldKind.TEXTS:
            column = column.list.join("\n", ignore_nulls=True)
        mask = column.str.contains(_CONTROL)
        self.note_where("control_character", table, name, mask, "Type the text anew without it.")
        longest = LONGEST_NAME if name in ("name", "name_en") else LONGEST_TEXT
        mask = column.str.len_chars() > longest
        self.note_where("text_too_long", table, name, mask, f"At most {longest} characters.")
        if name == "id":
            length = column.str.len_chars()
            self.note_where("long_id", table, name, length > LONGEST_ID, _LONG_ID_HINT, length)
            mask = ~column.str.contains(_ID) & (length <= LONGEST_ID)
            self.note_where("bad_id", table, name, mask, _id_hint)
        elif name == "url":
            hint = "A web address begins with https:// and holds no space."
            self.note_where("bad_url", table, name, ~column.str.contains(_URL), hint)
        elif name == "color":
            hint = "Write # and six digits from 0 to f, for example #0b5fa5."
            self.note_where("bad_color", table, name, ~column.str.contains(_COLOR), hint)
        elif name == "geometry":
            self.outlines(table, name, column)
        if field.references is None and not field.choices and name != "geometry":
            self.persons(table, name, column)

    def outlines(self, table: str, name: str, column: pl.Series) -> None:
        size = column.str.len_chars().sum()
        if size > MOST_OUTLINES:
            hint = f"At most {MOST_OUTLINES} characters; simplify the outlines, fewer corners look the same."
            self.note("too_much_geometry", table, None, name, str(size), hint, about=str(MOST_OUTLINES))
            return
        wrong = pl.Series([text is not None and _is_no_geojson(text) for text in column], dtype=pl.Boolean)
        hint = "A GeoJSON geometry or feature has a type and coordinates in degrees: longitude, latitude."
        self.note_where("bad_geometry", table, name, wrong, hint)

    def persons(self, table: str, name: str, column: pl.Series) -> None:
        numbers, listed = name not in COLUMNS_WITHOUT_NUMBERS, self.findings.listed
        for sign in signs_of_a_person(column, with_numbers=numbers, listed=listed):
            hint = "Keep functions and organisations here, not people's addresses or numbers."
            self.note("person_data", table, sign.place, name, sign.masked, hint, sign.more)

    def reference(self, table: str, name: str, target: str) -> None:
        column = self.dataset[table][name]
        if {(target, None), (target, "id")} & self.unread:
            return
        if self.origins is not None and target not in self.origins:
            if target not in self.missing_tables:
                self.missing_tables.add(target)
                hint = f"Add {target}.csv: {name} in {table} refers to it."
                place = int(column.is_not_null().arg_true()[0])
                self.note("missing_table", table, place, name, target, hint)
            return
        ids = self.dataset[target]["id"]
        wrong = column.is_not_null() & ~column.is_in(ids.implode())
        self.note_where(
            "unknown_reference", table, name, wrong, _Nearest(self.dataset[target], self.comparing).hint
        )

    # --- whole records ----------------------------------------------------------------------------

    def keys(self, record_type: RecordType) -> None:
        table, key = record_type.table, list(record_type.key)
        frame = self.dataset[table].select(key).with_row_index("place").drop_nulls()
        again = frame.filter(~pl.struct(key).is_first_distinct())
        if again.is_empty():
            return
        first = frame.unique(key, keep="first").rename({"place": "first"})
        pairs = again.head(self.findings.listed).join(first, on=key, how="left", maintain_order="left")
        code = "duplicate_id" if key == ["id"] else "duplicate_row"
        for number, row in enumerate(pairs.iter_rows(named=True), 1):
            _, _, line = self.origin(table, row["first"])
            hint = f"It stands in row {line} already. " if line else ""
            hint += (
                "Keep one of the two." if code == "duplicate_row" else "Give each record an id of its own."
            )
            value = " – ".join(str(row[name]) for name in key)
            more = again.height - pairs.height if number == pairs.height else 0
            self.note(code, table, row["place"], key[0], value, hint, more)

    def periods(self, record_type: RecordType, start: str, end: str) -> None:
        frame = self.dataset[record_type.table]
        if start not in frame.columns:
            return
        # compared as far as both are known: 2019 does not end before 2019-05
        length = pl.min_horizontal(pl.col(start).str.len_chars(), pl.col(end).str.len_chars())
        good = pl.col(start).str.contains(_PERIOD) & pl.col(end).str.contains(_PERIOD)
        before = pl.col(end).str.head(length) < pl.col(start).str.head(length)
        wrong = frame.select((good & before).fill_null(False)).to_series()
        hint = f"{end} must be the same as {start} or later."
        self.note_where("end_before_start", record_type.table, end, wrong, hint, frame[start])

    def sources(self, record_type: RecordType) -> None:
        table = record_type.table
        if not any(field.name == "source_id" for field in record_type.fields):
            return
        without = self.dataset[table].filter(pl.col("source_id").is_null()).select(record_type.key)
        if without.is_empty():
            return
        named = [" – ".join(map(str, row)) for row in without.head(3).iter_rows()]
        rest = without.height - len(named)
        value = ", ".join(named) + (f", … (+{rest})" if rest else "")
        hint = "Name the source in source_id, so that the reader can check it."
        self.note("no_source", table, None, "source_id", value, hint)

    def self_references(self, edge: EdgeType) -> None:
        if edge.start_label == edge.end_label:
            frame = self.dataset[edge.table]
            wrong = (frame[edge.start] == frame[edge.end]).fill_null(False)
            self.note_where(
                "self_reference", edge.table, edge.end, wrong, "Name another one, or leave it out."
            )

    # --- the network ------------------------------------------------------------------------------

    def hierarchy(self, edge: EdgeType) -> None:
        child, parent = edge.start, edge.end
        frame = (
            self.dataset[edge.table]
            .with_row_index("place")
            .filter(
                pl.col(child).is_not_null() & pl.col(parent).is_not_null() & (pl.col(child) != pl.col(parent))
            )
        )
        if frame.is_empty():
            return
        ids = pl.concat([frame[child], frame[parent]]).unique().sort()
        number = pl.DataFrame({"id": ids}).with_row_index("number")
        ends = frame.select("place", child, parent)
        ends = ends.join(number.rename({"id": child, "number": "from"}), on=child)
        ends = ends.join(number.rename({"id": parent, "number": "to"}), on=parent).sort("place")
        below, above = ends["from"].to_numpy(), ends["to"].to_numpy()
        adjacency = coo_array((np.ones(len(below)), (below, above)), shape=(len(ids), len(ids)))
        _, part = connected_components(adjacency.tocsr(), directed=True, connection="strong")
        circles = (
            ends.with_columns(part=pl.Series(part[below]))
            .filter(pl.Series(part[below] == part[above]))
            .group_by("part", maintain_order=True)
            .agg(pl.col("place").first(), names=pl.col(child).head(5))
        )
        listed = circles.head(self.findings.listed)
        for told, (_, place, names) in enumerate(listed.iter_rows(), 1):
            more = circles.height - told if told == listed.height else 0
            hint = f"The circle: {', '.join(dict.fromkeys(map(shown, names)))}. Take one of its links out."
            self.note("circular", edge.table, place, parent, names[0], hint, more)
        if edge.table in _ONE_PARENT:
            self.several_parents(edge, frame)

    def several_parents(self, edge: EdgeType, frame: pl.DataFrame) -> None:
        child, parent = edge.start, edge.end
        period = [name for name in ("start_date", "end_date") if name in frame.columns]
        links = frame.unique([child, parent, *period], keep="first", maintain_order=True)
        families = (
            links.filter(pl.col(child).is_duplicated())
            .select(child, "place", parent, *period)
            .group_by(child, maintain_order=True)
            .agg(pl.all())
        )
        clashes: list[tuple[int, str, str, str]] = []
        for unit, places, parents, *dates in families.iter_rows():
            starts, ends = dates or ([None] * len(places), [None] * len(places))
            if clash := _clash(parents, starts, ends):
                one, two = clash
                clashes.append((places[two], unit, parents[one], parents[two]))
        listed = clashes[: self.findings.listed]
        for told, (place, unit, first, second) in enumerate(listed, 1):
            more = len(clashes) - told if told == len(listed) else 0
            hint = f"{shown(first)} and {shown(second)}: keep one, or say in which period each held."
            self.note("several_parents", edge.table, place, parent, unit, hint, more)

    def unnamed(self) -> None:
        unnamed = self.dataset["organizations"].filter(pl.col("kind") == "unnamed")["id"]
        several = (
            self.dataset["memberships"]
            .filter(pl.col("organization_id").is_in(unnamed.implode()))
            .group_by("organization_id")
            .agg(pl.col("group_id").unique())
            .filter(pl.col("group_id").list.len() > 1)
        )["organization_id"]
        hint = "Nobody knows that they are the same: make one unnamed participant for each group."
        wrong = self.dataset["organizations"]["id"].is_in(several.implode()).fill_null(False)
        self.note_where("unnamed_in_several_groups", "organizations", "id", wrong, hint)
        organizations = self.dataset["organizations"]
        named = (organizations["kind"] == "named") & organizations["number"].is_not_null()
        hint = "A number says how many an unnamed participant stands for; a named organisation is one."
        self.note_where("number_of_named", "organizations", "number", named.fill_null(False), hint)

    def one_and_the_same(self) -> None:
        """Organisations that are a group too: one group each, and no member of itself."""
        groups = self.dataset["groups"]
        again = groups["organization_id"].is_not_null() & ~groups["organization_id"].is_first_distinct()
        hint = "Only one group holds the members of an organisation; let the others be groups beside it."
        self.note_where("several_own_groups", "groups", "organization_id", again, hint)
        own = groups.select("organization_id", group_id="id").drop_nulls()
        memberships = self.dataset["memberships"].select("organization_id", "group_id").with_row_index()
        inside = memberships.join(own, on=["organization_id", "group_id"], how="semi")["index"]
        wrong = memberships["index"].is_in(inside.implode())
        hint = "The group is the organisation itself: its members are the others."
        self.note_where("self_reference", "memberships", "group_id", wrong, hint)

    def own_words(self) -> None:
        for table in ("group_kinds", "roles"):
            frame = self.dataset[table]
            choices = next(f.choices for f in RECORD_TYPE[table].fields if f.name == "base")
            wrong = frame["id"].is_in(choices) & (frame["base"] != frame["id"])
            hint = "A word of ours can be given another name, but it stays what it is: base is the same word."
            self.note_where("bad_choice", table, "base", wrong.fill_null(False), hint)

    def activities(self) -> None:
        frame = self.dataset["activities"]
        if not {("activities", c) for c in ("organization_id", "group_id", None)} & self.unread:
            nobody = frame["organization_id"].is_null() & frame["group_id"].is_null()
            hint = "Name the organisation or the group that does it."
            self.note_where("missing_value", "activities", "organization_id", nobody, hint)
        without = frame["quantity"].is_not_null() & frame["unit"].is_null()
        hint = "Say what the number counts, such as persons or litres."
        self.note_where("no_unit", "activities", "quantity", without, hint)

    def agreements(self) -> None:
        frame = self.dataset["agreements"]
        ends = (("organization_id", "group_id"), ("partner_id", "partner_group_id"))
        for organization, group in ends:
            if {("agreements", c) for c in (organization, group, None)} & self.unread:
                continue
            nobody = frame[organization].is_null() & frame[group].is_null()
            hint = f"Each party is one organisation or one group: fill {organization} or {group}."
            self.note_where("missing_value", "agreements", organization, nobody, hint)
            both = frame[organization].is_not_null() & frame[group].is_not_null()
            self.note_where("too_many_values", "agreements", group, both, hint)
        for (mine, other), hint in (
            (("organization_id", "partner_id"), "An agreement has two parties; name the other one."),
            (("group_id", "partner_group_id"), "An agreement has two parties; name the other one."),
        ):
            same = (frame[mine] == frame[other]).fill_null(False)
            self.note_where("self_reference", "agreements", other, same, hint)

    def needs(self) -> None:
        frame, scales = self.dataset["needs"], self.dataset["need_scales"]
        if not {("needs", c) for c in ("level", "scale_id", "value", None)} & self.unread:
            unsaid = frame["level"].is_null() & (frame["scale_id"].is_null() | frame["value"].is_null())
            hint = "Give a level from 0 to 3, or a value and the scale it is on."
            self.note_where("missing_value", "needs", "level", unsaid, hint)
        for lower, higher in (("some_from", "clear_from"), ("clear_from", "pressing_from")):
            wrong = (scales[higher] < scales[lower]).fill_null(False)
            hint = f"{higher} must be the same as {lower} or more."
            self.note_where("out_of_range", "need_scales", higher, wrong, hint)

    def templates(self) -> None:
        frame = self.dataset["group_templates"]
        if frame.is_empty():
            return
        without = ~frame["name"].str.contains("{area}", literal=True)
        made = records_made(self.dataset)
        if made is None or made > MOST_MADE:
            hint = (
                f"At most {MOST_MADE} records, from at most {MOST_PLACES_ASKED} pairs of a template and an "
                "area: fewer templates, or an area that they lie within, would be right."
            )
            value = frame.height * self.dataset["areas"].height if made is None else made
            limit = MOST_PLACES_ASKED if made is None else MOST_MADE
            self.note("too_many_made", "group_templates", None, None, str(value), hint, about=str(limit))
        hint = "Write {area} where the name of the area goes, so that its groups can be told apart."
        self.note_where("bad_pattern", "group_templates", "name", without.fill_null(False), hint)
        kinds = self.dataset["areas"]["classification"].implode()
        nowhere = ~frame["area_classification"].is_in(kinds)
        hint = "Write the kind of area as areas.classification has it."
        self.note_where(
            "unknown_reference", "group_templates", "area_classification", nowhere.fill_null(False), hint
        )
        topics = set(self.dataset["topics"]["id"])
        unknown = pl.Series(
            [any(topic not in topics for topic in ids or ()) for ids in frame["topic_ids"].to_list()],
            dtype=pl.Boolean,
        )
        hint = "Write ids of topics, separated by |."
        self.note_where("unknown_reference", "group_templates", "topic_ids", unknown, hint)

    def expectations(self) -> None:
        frame = self.dataset["expectations"]
        nobody = frame["sector_id"].is_null() & frame["organization_id"].is_null()
        if not {("expectations", c) for c in ("sector_id", "organization_id", None)} & self.unread:
            hint = "Name the sector or the organisation that is expected."
            self.note_where("missing_value", "expectations", "sector_id", nobody, hint)
        for scope, target in _SCOPE_TABLES.items():
            if {(target, None), (target, "id")} & self.unread:
                continue
            about = (frame["scope"] == scope) & ~frame["scope_id"].is_in(self.dataset[target]["id"].implode())
            nearest = _Nearest(self.dataset[target], self.comparing)
            self.note_where(
                "unknown_reference", "expectations", "scope_id", about.fill_null(False), nearest.hint
            )
        kinds = self.words(next(f for f in RECORD_TYPE["groups"].fields if f.name == "classification"))
        wrong = (frame["scope"] == "group_classification") & ~frame["scope_id"].is_in(kinds)
        choose = _chooser(kinds, self.comparing)
        self.note_where("bad_choice", "expectations", "scope_id", wrong.fill_null(False), choose)

    def coordinates(self) -> None:
        areas = self.dataset["areas"]
        for here, other in (("latitude", "longitude"), ("longitude", "latitude")):
            if ("areas", here) not in self.unread:
                wrong = areas[here].is_null() & areas[other].is_not_null()
                self.note_where(
                    "missing_value", "areas", here, wrong, f"There is a {other}: give both or none."
                )


# --- single values ----------------------------------------------------------------------------------


def _is_no_period(column: pl.Series) -> pl.Series:
    whole = column + pl.Series(["-01-01"]).str.tail(10 - column.str.len_chars().cast(pl.Int64).clip(4, 10))
    days = whole.set(~column.str.contains(_PERIOD), None).str.to_date("%Y-%m-%d", strict=False)
    return column.is_not_null() & (days.is_null() | (column.str.head(4) == "0000"))


_LAST = "\x7f"  # sorts after every digit: the last day of a year or month known only so far


def _clash(
    parents: Sequence[str], starts: Sequence[str | None], ends: Sequence[str | None]
) -> tuple[int, int] | None:
    """Two links of one child to different parents that hold at the same time, the earlier row first.

    Links are looked at by when they start; of those before, the last to end tells whether any still
    holds, so a child with very many parents costs no more than sorting them.
    """
    # a change within the same year or month is no overlap: what starts in 2019 starts at the end of it
    begin = [f"{start}{_LAST}" if start else "" for start in starts]
    finish = [end or _LAST * 2 for end in ends]
    order = sorted(range(len(parents)), key=lambda link: (begin[link], link))
    sorted_begins = [begin[link] for link in order]
    # of the first n links: the one that ends last, and the one of another parent that ends last
    last: list[tuple[int, int | None]] = []
    for place, link in enumerate(order):
        before = bisect_left(sorted_begins, finish[link], hi=place)
        for other in last[before - 1] if before else ():
            if other is not None and parents[other] != parents[link] and finish[other] > begin[link]:
                return min(link, other), max(link, other)
        last.append(_last_to_end(link, last[-1] if last else None, parents, finish))
    return None


def _last_to_end(
    link: int, before: tuple[int, int | None] | None, parents: Sequence[str], finish: Sequence[str]
) -> tuple[int, int | None]:
    if before is None:
        return link, None
    first, second = before
    if finish[link] > finish[first]:
        return link, second if parents[link] == parents[first] else first
    if parents[link] != parents[first] and (second is None or finish[link] > finish[second]):
        return first, link
    return before


def _is_no_geojson(text: str) -> bool:
    try:
        shape = json.loads(text, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return True
    if isinstance(shape, dict) and shape.get("type") == "Feature":
        shape = shape.get("geometry")
    return not _is_geometry(shape)


_DEPTH = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}


def _is_geometry(shape: object) -> bool:
    if not isinstance(shape, dict):
        return False
    if shape.get("type") == "GeometryCollection":
        parts = shape.get("geometries")
        return isinstance(parts, list) and all(
            isinstance(part, dict) and part.get("type") in _DEPTH and _is_geometry(part) for part in parts
        )
    depth = _DEPTH.get(str(shape.get("type")))
    return depth is not None and _are_positions(shape.get("coordinates"), depth)


def _are_positions(value: object, depth: int) -> bool:
    if not isinstance(value, list) or not value:
        return False
    if depth:
        return all(_are_positions(part, depth - 1) for part in value)
    if not 2 <= len(value) <= 3 or not all(type(n) is int or type(n) is float for n in value):
        return False
    # a whole number may have four thousand digits: it is compared, never turned into another kind
    return bool(-180 <= value[0] <= 180 and -90 <= value[1] <= 90 and -math.inf < value[-1] < math.inf)


# --- suggestions ------------------------------------------------------------------------------------


def _chooser(choices: Iterable[str], comparing: Comparing) -> Callable[[str], str]:
    words = tuple(choices)
    told = ", ".join(shown(word) for word in words[:_CHOICES_TOLD])
    rest = f", … (+{len(words) - _CHOICES_TOLD})" if len(words) > _CHOICES_TOLD else ""

    def hint(value: str) -> str:
        near = comparing.nearest(value.strip().lower().replace(" ", "_"), words)
        return f"Did you mean {shown(near)}?" if near else f"Write one of {told}{rest}."

    return hint


def _id_hint(value: str) -> str:
    plain = unicodedata.normalize("NFC", value)
    for rough, smooth in ((r"\s+", "-"), (r"[^\w.:/-]", ""), (r"^\W+", "")):
        plain = re.sub(rough, smooth, plain)
    plain = plain.replace("_", "-").strip("-").lower()[:LONGEST_ID]
    return f"Write {shown(plain)}. {ID_RULE}" if plain and plain != value else ID_RULE


class _Nearest:
    """Finds the record that somebody meant by an id that is not there."""

    def __init__(self, target: pl.DataFrame, comparing: Comparing) -> None:
        self._target = target
        self._comparing = comparing
        self._known: dict[str, str] = {}

    def hint(self, value: str) -> str:
        """The nearest id as a question, or what to do when there is none."""
        if value not in self._known:
            # each look takes milliseconds: a hundred thousand wrong ids have one cause, seen by then
            looked_for = len(self._known) < _NEAREST_LOOKED_FOR
            near = nearest_id(self._target, value, self._comparing) if looked_for else None
            self._known[value] = f"Did you mean {shown(near)}?" if near else "Add the record or mend the id."
        return self._known[value]


def nearest_id(target: pl.DataFrame, value: str, comparing: Comparing | None = None) -> str | None:
    """The id of the record that somebody meant by an id that is not there, or None.

    A record of that very name or id but for large and small letters, else the id most like it. `target`
    is a table of a Dataset; one without names has none. `comparing` is what the look may cost.
    """
    if "name" not in target.columns:
        return None
    ids, value = target.select("id", "name").drop_nulls("id"), value[:LONGEST_NAME]
    small = value.lower()
    same = ids.filter(
        (pl.col("name").str.to_lowercase() == small) | (pl.col("id").str.to_lowercase() == small)
    )
    if not same.is_empty():
        return str(same["id"][0])
    candidates = ids["id"]
    if len(candidates) > _CANDIDATES:  # comparing with a million ids would take minutes
        close = (candidates.str.len_chars().cast(pl.Int64) - len(value)).abs() <= 2
        candidates = candidates.filter(close & candidates.str.starts_with(value[:3])).head(_CANDIDATES)
    return (comparing or Comparing()).nearest(value, candidates, cutoff=0.7)
