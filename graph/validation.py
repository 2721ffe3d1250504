"""What is wrong with a Dataset: every rule of the data in one place, whatever it was read from.

Pure and total: any Dataset in, findings out, nothing raised. Works on whole columns, so that a
million rows take seconds.
"""

from __future__ import annotations

import difflib
import itertools
import json
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from typing import Any, Final

import numpy as np
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

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
from graph.person_data import COLUMNS_WITHOUT_NUMBERS, signs_of_a_person
from graph.problems import Findings, Problem, shown

Origins = Mapping[str, pl.DataFrame]
"""Where records come from: by table, columns `file`, `sheet` (String) and `row` (UInt32), row for row
beside `dataset[table]`. A table that the source does not have at all is not in it."""

LONGEST_ID: Final = 200
LONGEST_NAME: Final = 500
LONGEST_TEXT: Final = 1_000_000
"""Characters in an id, a name and any other text."""

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
            self.note_where("bad_choice", table, name, ~column.is_in(known), _chooser(known))
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
            wrong = column.map_elements(_is_no_geojson, return_dtype=pl.Boolean).fill_null(False)
            hint = "A GeoJSON geometry or feature has a type and coordinates in degrees: longitude, latitude."
            self.note_where("bad_geometry", table, name, wrong, hint)
        if field.references is None and not field.choices and name != "geometry":
            self.persons(table, name, column)

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
        self.note_where("unknown_reference", table, name, wrong, _Nearest(self.dataset[target]).hint)

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
        circles: dict[int, list[dict[str, Any]]] = defaultdict(list)
        inside = part[below] == part[above]
        for number, row in zip(
            part[below][inside], ends.filter(pl.Series(inside)).iter_rows(named=True), strict=True
        ):
            circles[int(number)].append(row)
        for circle in circles.values():
            names = ", ".join(dict.fromkeys(str(row[child]) for row in circle[:5]))
            hint = f"The circle: {names}. Take one of its links out."
            self.note("circular", edge.table, circle[0]["place"], parent, circle[0][child], hint)
        if edge.table in _ONE_PARENT:
            self.several_parents(edge, frame)

    def several_parents(self, edge: EdgeType, frame: pl.DataFrame) -> None:
        child, parent = edge.start, edge.end
        families: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in frame.filter(pl.col(child).is_duplicated()).iter_rows(named=True):
            families[row[child]].append(row)
        for unit, links in families.items():
            pairs = (
                (one, two) for one, two in itertools.combinations(links, 2) if one[parent] != two[parent]
            )
            if clash := next((pair for pair in pairs if _overlap(*pair)), None):
                one, two = clash
                hint = f"{one[parent]} and {two[parent]}: keep one, or say in which period each held."
                self.note("several_parents", edge.table, two["place"], parent, unit, hint)

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
            nearest = _Nearest(self.dataset[target])
            self.note_where(
                "unknown_reference", "expectations", "scope_id", about.fill_null(False), nearest.hint
            )
        kinds = self.words(next(f for f in RECORD_TYPE["groups"].fields if f.name == "classification"))
        wrong = (frame["scope"] == "group_classification") & ~frame["scope_id"].is_in(kinds)
        choose = _chooser(kinds)
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


def _overlap(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    def ends_before(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
        end, start = one.get("end_date"), other.get("start_date")
        if not end or not start:
            return False
        known = min(len(end), len(start))  # a change within the same year or month is no overlap
        return bool(end[:known] <= start[:known])

    return not ends_before(first, second) and not ends_before(second, first)


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
    numbers = all(isinstance(n, int | float) and not isinstance(n, bool) and math.isfinite(n) for n in value)
    return numbers and 2 <= len(value) <= 3 and abs(value[0]) <= 180 and abs(value[1]) <= 90


# --- suggestions ------------------------------------------------------------------------------------


def _chooser(choices: Iterable[str]) -> Callable[[str], str]:
    words = tuple(choices)

    def hint(value: str) -> str:
        near = difflib.get_close_matches(value.strip().lower().replace(" ", "_"), words, n=1)
        return f"Did you mean {near[0]}?" if near else f"Write one of {', '.join(words)}."

    return hint


def _id_hint(value: str) -> str:
    plain = unicodedata.normalize("NFC", value)
    for rough, smooth in ((r"\s+", "-"), (r"[^\w.:/-]", ""), (r"^\W+", "")):
        plain = re.sub(rough, smooth, plain)
    plain = plain.replace("_", "-").strip("-").lower()[:LONGEST_ID]
    return f"Write {shown(plain)}. {ID_RULE}" if plain and plain != value else ID_RULE


class _Nearest:
    """Finds the record that somebody meant by an id that is not there."""

    def __init__(self, target: pl.DataFrame) -> None:
        self._target = target
        self._known: dict[str, str] = {}

    def hint(self, value: str) -> str:
        """The nearest id as a question, or what to do when there is none."""
        if value not in self._known:
            # each look takes milliseconds: a hundred thousand wrong ids have one cause, seen by then
            near = nearest_id(self._target, value) if len(self._known) < _NEAREST_LOOKED_FOR else None
            self._known[value] = f"Did you mean {shown(near)}?" if near else "Add the record or mend the id."
        return self._known[value]


def nearest_id(target: pl.DataFrame, value: str) -> str | None:
    """The id of the record that somebody meant by an id that is not there, or None.

    A record of that very name or id but for large and small letters, else the id most like it. `target`
    is a table of a Dataset; one without names has none.
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
    near = difflib.get_close_matches(value, candidates.to_list(), n=1, cutoff=0.7)
    return near[0] if near else None
