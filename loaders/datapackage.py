"""The Frictionless description that lies beside the tables of a data set, generated from `graph.model`.

https://datapackage.org/standard/data-package/ and /table-schema/, version 2. Tools that know the
standard read from it what each column holds, which words are allowed and which table a reference
points at; ours need none of it, because the model says the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Final

from graph.dataset import Dataset
from graph.model import RECORD_TYPES, EdgeType, Field, FieldKind, RecordType

FILE_NAME: Final = "datapackage.json"

Description = dict[str, object]

_TYPES: Final[dict[FieldKind, Description]] = {
    FieldKind.TEXT: {"type": "string"},
    # the standard's own "list" type knows no way to write a | inside a text, so these stay strings
    FieldKind.TEXTS: {"type": "string"},
    FieldKind.DATE: {"type": "date", "format": "%Y-%m-%d"},
    FieldKind.PERIOD: {"type": "string"},
    FieldKind.INTEGER: {"type": "integer"},
    FieldKind.REAL: {"type": "number"},
    FieldKind.FLAG: {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
}
_SEVERAL: Final = "Several are separated by |; a | or a backslash inside one has a backslash in front."
_PERIOD_PATTERN: Final = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"


def describe(dataset: Dataset) -> Description:
    """The content of `datapackage.json` for a folder that holds every table of `dataset` as CSV.

    Title, description, licence and address come from the record in `data_sets` (several are joined,
    an empty table leaves them out) and the list of sources from `sources`. Beside the standard's own
    properties stand `title_en`, `description_en`, `invented` and `compiled_on`.

    Returns
    -------
    dict
        Plain dicts, lists, texts, numbers and truth values, ready for `json.dumps`; the same dataset
        always gives the same description, in the same order.
    """
    sets = dataset["data_sets"].to_dicts()
    ids = [str(row["id"]) for row in sets]
    package: Description = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": _package_name("-".join(ids)),
        "title": _joined(sets, "name"),
        "title_en": _joined([{**row, "name_en": row["name_en"] or row["name"]} for row in sets], "name_en"),
        "description": _joined(sets, "description"),
        "description_en": _joined(sets, "description_en"),
        "homepage": next((row["url"] for row in sets if row["url"]), None),
        "invented": all(row["invented"] for row in sets) if sets else None,
        "compiled_on": max((str(row["compiled_on"]) for row in sets if row["compiled_on"]), default=None),
        "licenses": [{"name": name} for name in _distinct(row["licence"] for row in sets)],
        "sources": [
            {"title": row["name"], **({"path": row["url"]} if row["url"] else {})}
            for row in dataset["sources"].select("name", "url").to_dicts()
        ],
        "resources": [_resource(record_type) for record_type in RECORD_TYPES],
    }
    # the standard wants a property either filled or absent
    return {name: value for name, value in package.items() if value not in (None, "", [])}


def as_json(dataset: Dataset) -> str:
    """`describe(dataset)` as the text of the file: two spaces a level, a line end at the end."""
    return json.dumps(describe(dataset), ensure_ascii=False, indent=2) + "\n"


def _resource(record_type: RecordType) -> Description:
    return {
        "name": record_type.table,
        "path": f"{record_type.table}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True},
        "description": _meaning(record_type),
        "schema": {
            "fields": [_field(field) for field in record_type.fields],
            "primaryKey": list(record_type.key),
            "foreignKeys": [
                {"fields": [field.name], "reference": {"resource": field.references, "fields": ["id"]}}
                for field in record_type.fields
                if field.references is not None
            ],
            "missingValues": [""],
        },
    }


def _meaning(record_type: RecordType) -> str:
    if isinstance(record_type, EdgeType):
        pattern = f"({record_type.start_label})-[:{record_type.relationship}]->({record_type.end_label})"
        return f"{record_type.meaning} {pattern}"
    return f"{record_type.meaning} (:{record_type.label})"


def _field(field: Field) -> Description:
    several = field.kind is FieldKind.TEXTS
    constraints: Description = {
        "required": True if field.required else None,
        "enum": list(field.choices) or None,
        "minimum": _limit(field, field.minimum),
        "maximum": _limit(field, field.maximum),
        "pattern": _PERIOD_PATTERN if field.kind is FieldKind.PERIOD else None,
    }
    stated = {name: value for name, value in constraints.items() if value is not None}
    return {
        "name": field.name,
        **_TYPES[field.kind],
        "description": f"{field.meaning} {_SEVERAL}" if several else field.meaning,
        **({"constraints": stated} if stated else {}),
    }


def _limit(field: Field, limit: float | None) -> float | None:
    return int(limit) if limit is not None and field.kind is FieldKind.INTEGER else limit


def _joined(rows: list[dict[str, object]], column: str) -> str:
    return " · ".join(_distinct(row[column] for row in rows))


def _distinct(values: Iterable[object]) -> list[str]:
    return list(dict.fromkeys(str(value) for value in values if value))


def _package_name(ids: str) -> str:
    # the standard allows lower-case letters, digits, ".", "_" and "-"
    return re.sub(r"[^a-z0-9._-]+", "-", ids.lower()).strip("-") or "samverkan"
