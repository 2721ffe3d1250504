"""What does the network look like when units count as the organisation they belong to?

The social-services department sits in a group; at the level of whole organisations it is the city
district that sits there. The reader chooses the level and every figure follows.
"""

from __future__ import annotations

import polars as pl

from graph.analysis.base.decision_key import with_organizations_replaced
from graph.dataset import Dataset, in_order, where
from graph.model import RECORD_TYPES, EdgeType, RecordType
from graph.network import Level, own_groups

_UNITS = "units"
"""The table that says what rolls up into what."""


def roll_up(dataset: Dataset, *, level: Level) -> Dataset:
    """The network at the level of units or of whole organisations.

    At `Level.ORGANIZATION` every unit, however deep, is replaced by the organisation at the top
    wherever a record refers to it (in the keys of decisions too), and the units leave the table of
    organisations. A membership that thereby says the same as another (same organisation, group,
    role, function and period) is merged into it, which takes the newer confirmation date; what
    differs stays, each row under its own id. What thereby ties an organisation to itself goes: a
    collaboration or an agreement inside it, and a unit's membership in the group that the whole
    organisation is. A group that is a unit is not the whole organisation: it stands by itself.

    Parameters
    ----------
    dataset
        The network, cut by `as_of`.
    level
        `Level.UNIT` gives the dataset back as it is.

    Returns
    -------
    Dataset
        At the chosen level.

    Notes
    -----
    Where a unit has two parents the smaller id is taken; in a circle of units nobody is on top, so
    its members stay as they are. A named unit never becomes an unnamed organisation.
    """
    if level is Level.UNIT or dataset["units"].is_empty():
        return dataset
    tops = top_organizations(dataset)
    if tops.is_empty():
        return dataset
    units = tops["organization_id"].implode()
    rolled = dataset.with_trusted(
        {
            t.table: _at_the_top(dataset[t.table], t, tops)
            for t in RECORD_TYPES
            if t.naming("organizations") and t.table != _UNITS
        }
        | {
            "organizations": where(dataset["organizations"], ~pl.col("id").is_in(units).fill_null(False)),
            _UNITS: dataset[_UNITS].clear(),
        }
    )
    keyed = with_organizations_replaced(rolled["decisions"], dict(tops.iter_rows()))
    return rolled.with_trusted(
        {
            "memberships": _of_others(rolled["memberships"], own_groups(rolled)),
            "decisions": rolled["decisions"] if keyed.equals(rolled["decisions"]) else keyed,
        }
    )


def top_organizations(dataset: Dataset) -> pl.DataFrame:
    """Which organisation stands at the top of each unit.

    Parameters
    ----------
    dataset
        The network, cut by `as_of`.

    Returns
    -------
    DataFrame[organization_id, top_id: String]
        One row per unit, sorted by id; organisations that are nobody's unit have no row.
    """
    kinds = dict(dataset["organizations"].select("id", "kind").iter_rows())
    parent: dict[str, str] = {}
    # sorted by organisation and parent, so the first parent met is the smallest
    for unit, above in dataset["units"].select("organization_id", "parent_id").iter_rows():
        if above in kinds and not (kinds[above] == "unnamed" and kinds.get(unit) == "named"):
            parent.setdefault(unit, above)
    top: dict[str, str] = {}
    for unit in parent:
        walked = [unit]
        while (above := parent.get(walked[-1])) is not None and above not in walked:
            walked.append(above)
        if above is None:
            top[unit] = walked[-1]
    return pl.DataFrame(
        sorted(top.items()), schema={"organization_id": pl.String, "top_id": pl.String}, orient="row"
    )


def _at_the_top(frame: pl.DataFrame, record_type: RecordType, tops: pl.DataFrame) -> pl.DataFrame:
    """A table with the tops in place of units; what says the same twice, or ties one to itself, goes."""
    columns = [field.name for field in record_type.naming("organizations")]
    units = tops["organization_id"].implode()
    moved = frame.select(pl.any_horizontal(pl.col(columns).is_in(units).fill_null(False))).to_series()
    rows = frame
    if moved.any():
        rows = frame.with_columns(_replaced(frame[column], tops) for column in columns)
    if isinstance(record_type, EdgeType) and record_type.own_id:
        rows = _without_repeated(rows, record_type, moved)
    elif isinstance(record_type, EdgeType):
        rows = _merged(rows, record_type.key)
    rows = where(rows, _of_two(record_type))
    return rows if rows is frame or set(columns).isdisjoint(record_type.key) else in_order(rows, record_type)


def _replaced(column: pl.Series, tops: pl.DataFrame) -> pl.Series:
    """A column of organisations with the top in place of each unit."""
    frame = column.to_frame("organization_id").join(
        tops, on="organization_id", how="left", maintain_order="left"
    )
    return frame.select(pl.coalesce("top_id", "organization_id").alias(column.name)).to_series()


def _of_two(record_type: RecordType) -> pl.Expr:
    """Whether a record ties two organisations that are not one; true where it is no such tie."""
    ends = [pl.col(field.name) for field in record_type.naming("organizations") if field.ties]
    return ends[0].ne_missing(ends[1]) | ends[0].is_null() if len(ends) == 2 else pl.lit(True)


def _merged(frame: pl.DataFrame, key: tuple[str, ...]) -> pl.DataFrame:
    """One row for each key, with the newest confirmation."""
    first = pl.struct(key).is_first_distinct()
    return where(_newest_confirmation(frame, key), first)


def _without_repeated(frame: pl.DataFrame, edge: EdgeType, moved: pl.Series) -> pl.DataFrame:
    """The rows but those that were moved onto one that says the same of the same period."""
    said = (*edge.id_from, *((edge.period[1],) if edge.period else ()))
    # a row that was there before the roll-up is kept before one that was moved onto it
    rows = frame.select(*said).with_columns(moved=moved, place=pl.int_range(pl.len()))
    repeated = rows.sort("moved", maintain_order=True).select(
        "place", again=~pl.struct(said).is_first_distinct()
    )
    gone = repeated.sort("place")["again"] & moved
    return where(_newest_confirmation(frame, said), ~pl.lit(gone))


def _newest_confirmation(frame: pl.DataFrame, key: tuple[str, ...]) -> pl.DataFrame:
    if "confirmed_on" not in frame.columns:
        return frame
    newest = frame.select(pl.col("confirmed_on").max().over(key)).to_series()
    return frame if newest.equals(frame["confirmed_on"]) else frame.with_columns(newest)


def _of_others(memberships: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    """The memberships but those in the group that the organisation itself is."""
    mine = memberships.select("organization_id", "group_id").join(
        own.with_columns(own=True), on=["organization_id", "group_id"], how="left", maintain_order="left"
    )
    return where(memberships, pl.lit(mine["own"]).is_null())
