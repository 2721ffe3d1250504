"""Groups that there is one of in every area of a kind: made from their template.

Somebody who keeps a register of fifty local councils writes the template once. Each area of its kind
then has its group, until a group of that template is recorded for the area itself: what is recorded
always stands before what is made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, Final

import polars as pl

from graph.bounds import LONGEST_ID, MOST_MADE, MOST_PLACES_ASKED
from graph.dataset import Dataset
from graph.model import RECORD_TYPE, polars_schema

TABLES: Final = ("groups", "group_areas", "group_topics")
"""The tables that templates make records of."""

_AREA: Final = "{area}"


def with_template_groups(dataset: Dataset) -> Dataset:
    """The records, and the groups that their templates make.

    Every area of a template's kind (within the template's area, at any depth, where one is named)
    that has no group of this template yet gets one: named by the template with the area's name in
    it, in both languages, active in the area and working on the template's topics, with the
    template's source. Its id is made of the two ids, so that the same data always makes the same
    groups; once made they are recorded, and making them again changes nothing.
    """
    made = {table: rows for table, rows in template_records(dataset).items() if rows.height}
    if not made:
        return dataset
    return dataset.replace(**{table: pl.concat([dataset[table], rows]) for table, rows in made.items()})


def template_records(dataset: Dataset) -> Mapping[str, pl.DataFrame]:
    """The records that templates make beside those that are there, by table of `TABLES`.

    Templates and areas that lack what a group needs (id, name, kind) make none, nor do any where they
    would make more than `records_made` may say: validation says so.
    """
    rows: dict[str, list[dict[str, object]]] = {table: [] for table in TABLES}
    made = records_made(dataset)
    if not made or made > MOST_MADE:
        return {table: pl.DataFrame(schema=polars_schema(RECORD_TYPE[table])) for table in TABLES}
    taken = set(dataset["groups"]["id"])
    topics = set(dataset["topics"]["id"])
    for template, areas in _areas_by_template(dataset):
        told = {field: template[field] for field in ("confirmed_on", "source_id", "locator")}
        for area in areas.iter_rows(named=True):
            group_id = _id(str(template["id"]), str(area["id"]))
            if group_id in taken:  # recorded under this id, whatever it says of itself now
                continue
            taken.add(group_id)
            rows["groups"].append(_group(template, area, group_id) | told)
            rows["group_areas"].append({"group_id": group_id, "area_id": area["id"]} | told)
            rows["group_topics"].extend(
                {"group_id": group_id, "topic_id": topic} | told
                for topic in dict.fromkeys(template["topic_ids"] or ())
                if topic in topics
            )
    return {
        table: pl.DataFrame(found, schema=polars_schema(RECORD_TYPE[table])) for table, found in rows.items()
    }


def records_made(dataset: Dataset) -> int | None:
    """How many records the templates make, at most: a group, its area and its topics each.

    None where it is not even counted, because templates times areas are more than `MOST_PLACES_ASKED`;
    above `MOST_MADE` none is made.
    """
    if dataset["group_templates"].is_empty():
        return 0
    asked = dataset["areas"].height + dataset["area_parts"].height + dataset["groups"].height
    if dataset["group_templates"].height * asked > MOST_PLACES_ASKED:
        return None
    return sum(
        areas.height * (2 + len(template["topic_ids"] or ()))
        for template, areas in _areas_by_template(dataset)
    )


def _areas_by_template(dataset: Dataset) -> Iterator[tuple[dict[str, Any], pl.DataFrame]]:
    """Each template with the areas that are to have a group of it and have none."""
    needed = ["id", "name", "classification", "area_classification"]
    areas = dataset["areas"].drop_nulls(["id", "name"]).unique("id", keep="first", maintain_order=True)
    below: dict[str, list[str]] = {}
    for area, parent in dataset["area_parts"].select("area_id", "parent_id").iter_rows():
        below.setdefault(parent, []).append(area)
    made = dataset["groups"].select("id", "template_id").drop_nulls()
    served = dataset["group_areas"].join(made, left_on="group_id", right_on="id")
    for template in dataset["group_templates"].drop_nulls(needed).iter_rows(named=True):
        of_kind = areas.filter(pl.col("classification") == template["area_classification"])
        if template["within_area_id"]:
            of_kind = of_kind.filter(pl.col("id").is_in(_inside(below, str(template["within_area_id"]))))
        of_it = served.filter(pl.col("template_id") == template["id"])
        yield (
            template,
            of_kind.join(of_it, left_on="id", right_on="area_id", how="anti", maintain_order="left"),
        )


def _inside(below: Mapping[str, list[str]], area_id: str) -> list[str]:
    """The areas that lie in an area, at any depth; a circle of areas is walked once."""
    found: dict[str, None] = {}
    pending = [area_id]
    while pending:
        for area in below.get(pending.pop(), ()):
            if area not in found and area != area_id:
                found[area] = None
                pending.append(area)
    return list(found)


def _group(template: Mapping[str, object], area: Mapping[str, object], group_id: str) -> dict[str, object]:
    return {
        "id": group_id,
        "name": str(template["name"]).replace(_AREA, str(area["name"])),
        "name_en": _english_name(template, area),
        "classification": template["classification"],
        "status": template["status"] or "active",
        "purpose": template["purpose"],
        "purpose_en": template["purpose_en"],
        "template_id": template["id"],
    }


def _english_name(template: Mapping[str, object], area: Mapping[str, object]) -> str | None:
    if not template["name_en"] and not area["name_en"]:
        return None
    pattern = template["name_en"] or template["name"]
    return str(pattern).replace(_AREA, str(area["name_en"] or area["name"]))


def _id(template_id: str, area_id: str) -> str:
    whole = f"{template_id}/{area_id}"
    if len(whole) <= LONGEST_ID:
        return whole
    return hashlib.blake2b(whole.encode(), digest_size=8).hexdigest()
