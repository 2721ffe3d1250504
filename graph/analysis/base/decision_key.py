"""Which gap or which suggested partner does a decision speak of?

A decision names what it is about in one text, its key:

    coverage:<axis>:<row_id>:<column_id>                    about the cell itself
    coverage:<axis>:<row_id>:<column_id>:<organization_id>  about one organisation for that cell

`axis` is an `Axis` value. A colon or a percent sign inside an id is written %3A or %25, as in web
addresses, so that every id can stand in a key.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import polars as pl


class Axis(StrEnum):
    """What stands on the rows and the columns of a coverage matrix."""

    AREA_TOPIC = "area_topic"
    AREA_SECTOR = "area_sector"
    TOPIC_SECTOR = "topic_sector"
    GROUP_SECTOR = "group_sector"


_SUBJECT = "coverage"


def coverage_key(axis: Axis, *, row_id: str, column_id: str, organization_id: str | None = None) -> str:
    """The key of a decision about a cell, or about one organisation for it.

    Parameters
    ----------
    axis
        Which matrix the cell stands in.
    row_id, column_id
        The cell.
    organization_id
        The organisation that was asked or is to be asked; None for the cell itself.

    Returns
    -------
    str
        The key as written into `decisions.key`.

    Examples
    --------
    >>> coverage_key(Axis.AREA_TOPIC, row_id="park", column_id="youth", organization_id="police")
    'coverage:area_topic:park:youth:police'
    """
    ids = [row_id, column_id] if organization_id is None else [row_id, column_id, organization_id]
    return ":".join([_SUBJECT, axis.value, *map(_escaped, ids)])


def coverage_decisions(decisions: pl.DataFrame, *, axis: Axis) -> pl.DataFrame:
    """The decisions that speak of cells of one matrix.

    Parameters
    ----------
    decisions
        The decisions table of a Dataset.
    axis
        Which matrix.

    Returns
    -------
    DataFrame[row_id, column_id, organization_id, status: String, date: Date]
        One row per decision, in the order of the table; `organization_id` is null where the cell
        itself is meant. Decisions with another kind of key are left out.
    """
    parts = pl.col("key").str.split(":")
    return (
        decisions.with_columns(parts=parts)
        .filter(
            pl.col("parts").list.get(0, null_on_oob=True) == _SUBJECT,
            pl.col("parts").list.get(1, null_on_oob=True) == axis.value,
            pl.col("parts").list.len().is_between(4, 5),
        )
        .select(
            _unescaped(pl.col("parts").list.get(2, null_on_oob=True)).alias("row_id"),
            _unescaped(pl.col("parts").list.get(3, null_on_oob=True)).alias("column_id"),
            _unescaped(pl.col("parts").list.get(4, null_on_oob=True)).alias("organization_id"),
            "status",
            "date",
        )
    )


def with_organizations_replaced(decisions: pl.DataFrame, replacement: Mapping[str, str]) -> pl.DataFrame:
    """The decisions with organisations in their keys replaced, for a roll-up.

    Parameters
    ----------
    decisions
        The decisions table of a Dataset.
    replacement
        Organisation id → the id that takes its place.

    Returns
    -------
    DataFrame
        The same rows; keys without an organisation unchanged.
    """

    def replaced(key: str) -> str:
        parts = key.split(":")
        if len(parts) != 5 or parts[0] != _SUBJECT:
            return key
        organization = parts[4].replace("%3A", ":").replace("%25", "%")
        return ":".join([*parts[:4], _escaped(replacement.get(organization, organization))])

    return decisions.with_columns(pl.col("key").map_elements(replaced, return_dtype=pl.String))


def _escaped(id: str) -> str:
    return id.replace("%", "%25").replace(":", "%3A")


def _unescaped(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all("%3A", ":", literal=True).str.replace_all("%25", "%", literal=True)
