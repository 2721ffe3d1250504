"""What does the network look like when units count as the organisation they belong to?

The social-services department sits in a group; at the level of whole organisations it is the city
district that sits there. The reader chooses the level and every figure follows.
"""

from __future__ import annotations

import polars as pl

from graph.analysis.base.decision_key import with_organizations_replaced
from graph.dataset import Dataset
from graph.model import RECORD_TYPES, EdgeType, RecordType
from graph.network import Level, own_groups

_BY_THEMSELVES = ("units", "memberships", "groups")
_REFERRING = tuple(
    t
    for t in RECORD_TYPES
    if t.table not in _BY_THEMSELVES and any(field.references == "organizations" for field in t.fields)
)
_SAME_SEAT = ("organization_id", "group_id", "role", "represented_by", "start_date", "end_date")


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
    top = dict(tops.iter_rows())
    rolled = dataset.replace(
        organizations=dataset["organizations"].join(
            tops, left_on="id", right_on="organization_id", how="anti"
        ),
        units=dataset["units"].clear(),
        **{t.table: _at_the_top(dataset, t, tops) for t in _REFERRING},
    )
    memberships = _memberships(dataset["memberships"], tops)
    return rolled.replace(
        memberships=memberships.join(own_groups(rolled), on=["organization_id", "group_id"], how="anti"),
        decisions=with_organizations_replaced(rolled["decisions"], top),
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


def _at_the_top(dataset: Dataset, record_type: RecordType, tops: pl.DataFrame) -> pl.DataFrame:
    """A table with the tops in place of units; what says the same twice, or ties one to itself, goes."""
    frame = dataset[record_type.table]
    columns = [field.name for field in record_type.fields if field.references == "organizations"]
    for column in columns:
        frame = _replaced(frame, tops, column)
    if len(columns) == 2:
        frame = frame.filter(pl.col(columns[0]).ne_missing(pl.col(columns[1])) | pl.col(columns[0]).is_null())
    if isinstance(record_type, EdgeType):
        frame = _merged(frame, record_type.key)
    return frame


def _replaced(frame: pl.DataFrame, tops: pl.DataFrame, column: str = "organization_id") -> pl.DataFrame:
    joined = frame.join(tops, left_on=column, right_on="organization_id", how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce("top_id", column).alias(column)).select(frame.columns)


def _merged(frame: pl.DataFrame, key: tuple[str, ...]) -> pl.DataFrame:
    newest = pl.col("confirmed_on").max().over(key)
    return frame.with_columns(newest).unique(subset=key, keep="first", maintain_order=True)


def _memberships(frame: pl.DataFrame, tops: pl.DataFrame) -> pl.DataFrame:
    moved = frame.join(tops, on="organization_id", how="semi")["id"].implode()
    rows = _replaced(frame, tops).with_columns(moved=pl.col("id").is_in(moved))
    # a seat that was there before the roll-up is kept before one that was moved onto it
    rows = rows.sort("moved", "id", maintain_order=True).with_columns(
        pl.col("confirmed_on").max().over(_SAME_SEAT),
        repeated=pl.struct(_SAME_SEAT).is_first_distinct().not_(),
    )
    return rows.filter(~(pl.col("moved") & pl.col("repeated"))).select(frame.columns)
