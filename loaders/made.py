"""Records that a source does not hold itself but makes: the groups of its templates."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from graph.model import RECORD_TYPE
from graph.templates import template_records, with_template_groups
from graph.validation import Origins
from loaders.base import Reading


def with_template_groups_made(reading: Reading) -> Reading:
    """What was read, with the groups that its templates make.

    A record that was made comes from the row of its template, so that a problem with it is shown there.
    """
    whole = with_template_groups(reading.dataset)
    return reading if whole is reading.dataset else replace(reading, dataset=whole, origins=_origins(reading))


def _origins(reading: Reading) -> Origins:
    dataset, origins = reading.dataset, dict(reading.origins)
    templates = dataset["group_templates"]["id"].to_frame("template_id").hstack(origins["group_templates"])
    templates = templates.unique("template_id", keep="first")
    made = template_records(dataset)
    template_of = made["groups"].select("template_id", group_id="id")
    for table, rows in made.items():
        if rows.is_empty():
            continue
        key = list(RECORD_TYPE[table].key)
        group = "id" if table == "groups" else "group_id"
        told = (
            rows.select(key)
            .join(template_of, left_on=group, right_on="group_id", maintain_order="left")
            .join(templates, on="template_id", maintain_order="left")
            .select(*key, "file", "sheet", "row")
        )
        there = dataset[table].select(key)
        if table in origins:
            told = pl.concat([there.hstack(origins[table]), told], how="vertical_relaxed")
        # in the order in which a Dataset keeps the records
        origins[table] = told.sort(key, nulls_last=True, maintain_order=True).drop(key)
    return origins
