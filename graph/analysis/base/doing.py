"""Who is known to do what where, and is it stated or does it follow from a group?

The one place where "works there" is decided; coverage, the areas, the profiles all read it.

===========  ====================================================================================
way          when
===========  ====================================================================================
stated       an activity names the organisation
group        it takes part in a group that works there, or is that group (an association and its
             members): an inference, and only for an organisation that has no activity of its own
present      it is known to be in the area, with no group or activity there (areas only: presence
             says nothing about topics)
===========  ====================================================================================

A stated activity beats an inferred one. An organisation with an activity of its own, of any time, is
not put anywhere by its groups: in cells when it has any, in areas when it has one with an area, on
topics when it has one with a topic. A group with activities as a whole works in exactly those cells
instead of in all its areas × all its topics; who takes part in it does so there.

Who only runs a group is in it, but not thereby at work wherever the group works: that is said of its
members, or by an activity.

An activity counts as its status on the day says: planned is planned; completed or stopped leaves the
place known and nobody there.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

import polars as pl

from graph.dataset import NOT_YET, Dataset
from graph.network import SEATS_READ, Standing, group_standing, own_groups, seats, with_positions
from graph.versions import columns, together

PLACE = pl.UInt32()
"""The type of a position in a list of ids."""


class Way(StrEnum):
    """How an organisation is known to be where it is, strongest first."""

    STATED = "stated"
    GROUP = "group"
    PRESENT = "present"


WAYS: Final = pl.Enum([way.value for way in Way])
"""The ways as an ordered type, strongest first."""

SEATS_SCHEMA: Final[dict[str, pl.DataType]] = {
    "organization": PLACE,
    "group": PLACE,
    "way": WAYS,
    "named": pl.Boolean(),
    "active": pl.Boolean(),
    "ended": pl.Boolean(),
    "confirmed_on": pl.Date(),
}
"""Columns of every table of who is where, beside those of the place; `group` is null without one."""


DOING_READS: Final = together(
    SEATS_READ,
    columns(
        organizations="kind",
        activities="organization_id group_id area_id topic_id status confirmed_on",
        areas="id",
        topics="id",
        group_areas="group_id area_id confirmed_on",
        group_topics="group_id topic_id confirmed_on",
        presences="organization_id area_id confirmed_on",
    ),
)
"""What all that `Doing` tells depends on."""


@dataclass(frozen=True, eq=False)
class Doing:
    """Everything that says who works where and on what, by position in the Dataset's tables.

    `inferred` false leaves out what only follows from groups. Tables of seats hold `SEATS_SCHEMA`
    beside the place they are at, a row for each way and group by which an organisation is known to be
    there; `active` false is planned, or over where `ended`.
    """

    dataset: Dataset
    inferred: bool = True

    @classmethod
    def of(cls, dataset: Dataset, *, inferred: bool = True) -> Doing:
        """That of a Dataset, made once for each, because so many questions stand on it."""
        return dataset.once(f"doing, inferred {inferred}", lambda: cls(dataset, inferred))

    @cached_property
    def stated(self) -> pl.DataFrame:
        """What is stated, as activities.

        [organization, group, area, topic: PLACE, each or null; active, ended: Boolean; confirmed_on].
        Those not yet begun are left out, and those of a group as a whole that is closed; of a group
        only proposed they are planned.
        """
        return self._activities.filter(~pl.col("later")).drop("later")

    @cached_property
    def group_cells(self) -> pl.DataFrame:
        """Where which group works on what, each group and cell once.

        [group, area, topic: PLACE, active, stated: Boolean, confirmed_on].
        `stated`: the group's own activities say so; otherwise it is one of its areas × its topics.
        """
        own = self._of_groups.drop_nulls(["area", "topic"])
        product = (
            self._group_table("group_areas", "area")
            .join(_who(self._of_groups_ever, "group"), on="group", how="anti")
            .join(self._group_table("group_topics", "topic"), on="group", suffix="_topic")
            .select(
                "group",
                "area",
                "topic",
                "active",
                stated=pl.lit(False),
                confirmed_on=pl.max_horizontal("confirmed_on", "confirmed_on_topic"),
            )
        )
        if own.is_empty():
            return product
        stated = own.group_by("group", "area", "topic").agg(
            pl.col("active").any(), stated=pl.lit(True), confirmed_on=pl.col("confirmed_on").max()
        )
        return pl.concat([product, stated.select(product.columns)])

    @cached_property
    def group_areas(self) -> pl.DataFrame:
        """Where which group works: [group, area: PLACE, active: Boolean, confirmed_on], each pair once."""
        return self._group_places("group_areas", "area")

    @cached_property
    def group_topics(self) -> pl.DataFrame:
        """What which group works on: [group, topic: PLACE, active: Boolean, confirmed_on], each pair once."""
        return self._group_places("group_topics", "topic")

    @cached_property
    def members(self) -> pl.DataFrame:
        """Who takes part in which group: the columns of `network.seats` and named, each pair once."""
        rows = seats(self.dataset)
        return rows.with_columns(self._named(rows))

    @cached_property
    def in_cells(self) -> pl.DataFrame:
        """Who works where on what: `SEATS_SCHEMA` with area and topic."""
        own = self.stated.drop_nulls(["organization", "area", "topic"])
        return self._seats(("area", "topic"), own, self.group_cells, self._activities)

    @cached_property
    def in_areas(self) -> pl.DataFrame:
        """Who is where, on whatever topic or none: `SEATS_SCHEMA` with area."""
        own = self.stated.drop_nulls(["organization", "area"])
        places = self._seats(("area",), own, self.group_areas, self._activities.drop_nulls("area"))
        present = self.present
        return pl.concat([places, present.select(places.columns)]) if present.height else places

    @cached_property
    def on_topics(self) -> pl.DataFrame:
        """Who works on what: `SEATS_SCHEMA` with topic."""
        own = self.stated.drop_nulls(["organization", "topic"])
        return self._seats(("topic",), own, self.group_topics, self._activities.drop_nulls("topic"))

    @cached_property
    def present(self) -> pl.DataFrame:
        """Who is known to be in which area, in a group or not: `SEATS_SCHEMA` with area."""
        rows = self._placed("presences", "organization", "area")
        return rows.select(
            pl.lit(None, dtype=PLACE).alias("group"),
            pl.lit(Way.PRESENT.value).cast(WAYS).alias("way"),
            self._named(rows),
            pl.lit(True).alias("active"),
            pl.lit(False).alias("ended"),
            "organization",
            "area",
            "confirmed_on",
        )

    # --- how they are put together -------------------------------------------------------------------

    @cached_property
    def _at_work_in_groups(self) -> pl.DataFrame:
        """Who works where a group does: those who take part in it, and the organisation that it is."""
        members = self.members.filter(~pl.col("host")).drop("host")
        own = own_groups(self.dataset)
        if own.is_empty():
            return members
        own = with_positions(self.dataset, own, "organization", "group")
        rows = own.join(group_standing(self.dataset), on="group_id")
        rows = rows.with_columns(
            self._named(rows),
            active=pl.col("standing") == Standing.ACTIVE.value,
            confirmed_on=pl.lit(None, dtype=pl.Date),
        )
        return pl.concat([members, rows.select(members.columns)])

    def _seats(
        self, place: tuple[str, ...], own: pl.DataFrame, of_groups: pl.DataFrame, beats: pl.DataFrame
    ) -> pl.DataFrame:
        """Stated seats at a place, and the members of the groups there that `beats` does not speak of."""
        columns = [*place, *SEATS_SCHEMA]
        stated = own.select(
            *place,
            "organization",
            "group",
            pl.lit(Way.STATED.value).cast(WAYS).alias("way"),
            self._named(own),
            "active",
            "ended",
            "confirmed_on",
        )
        if not self.inferred:
            return stated.select(columns)
        members = self._at_work_in_groups.join(_who(beats, "organization"), on="organization", how="anti")
        through = of_groups.join(members, on="group", suffix="_seat").select(
            *place,
            "organization",
            "group",
            pl.lit(Way.GROUP.value).cast(WAYS).alias("way"),
            "named",
            pl.col("active") & pl.col("active_seat"),
            pl.lit(False).alias("ended"),
            # of the group's place its claim is dated, of a member its seat: each says its own
            pl.col("confirmed_on_seat").alias("confirmed_on"),
        )
        return pl.concat([stated.select(columns), through.select(columns)])

    @cached_property
    def _activities(self) -> pl.DataFrame:
        """`stated` with those not yet begun, told by `later`."""
        status = pl.col("status").fill_null("ongoing")
        rows = self.dataset["activities"].select(
            *(f"{end}_id" for end in _ENDS),
            "confirmed_on",
            active=status == "ongoing",
            ended=status.is_in(["completed", "stopped"]),
            later=status == NOT_YET,
        )
        rows = with_positions(self.dataset, rows, *_ENDS, how="left")
        whole = pl.col("organization").is_null()
        standing = pl.col("standing")
        return (
            rows.join(group_standing(self.dataset), on="group_id", how="left", maintain_order="left")
            .filter(~whole | standing.is_not_null())
            .with_columns(
                active=pl.col("active") & ~(whole & (standing == Standing.PLANNED.value).fill_null(False))
            )
            .select(*_ENDS, "active", "ended", "later", "confirmed_on")
        )

    @cached_property
    def _of_groups_ever(self) -> pl.DataFrame:
        """The activities of groups as a whole, of any time."""
        return self._activities.filter(pl.col("organization").is_null(), pl.col("group").is_not_null())

    @property
    def _of_groups(self) -> pl.DataFrame:
        """The activities of groups as a whole that are going on or planned."""
        return self._of_groups_ever.filter(~pl.col("ended"), ~pl.col("later"))

    def _group_places(self, table: str, place: str) -> pl.DataFrame:
        """A group's places: those it states by a relationship and those its activities are at."""
        rows = self._group_table(table, place)
        own = self._of_groups.select("group", place, "active", "confirmed_on").drop_nulls(place)
        if own.height:
            rows = (
                pl.concat([rows, own.select(rows.columns)])
                .group_by("group", place)
                .agg(pl.col("active").any(), pl.col("confirmed_on").max())
            )
        return rows

    def _group_table(self, table: str, place: str) -> pl.DataFrame:
        rows = self._placed(table, "group", place)
        counted = with_positions(self.dataset, group_standing(self.dataset), "group").select(
            "group", active=pl.col("standing") == Standing.ACTIVE.value
        )
        return (
            rows.join(counted, on="group")
            .group_by("group", place)
            .agg(pl.col("active").any(), pl.col("confirmed_on").max())
        )

    def _placed(self, table: str, *ends: str) -> pl.DataFrame:
        """A table of relationships with its two ends as positions, and when it was confirmed."""
        rows = self.dataset[table].select("confirmed_on", *(f"{end}_id" for end in ends))
        return with_positions(self.dataset, rows, *ends)

    def _named(self, rows: pl.DataFrame) -> pl.Series:
        named = self.dataset["organizations"]["kind"] == "named"
        return named.gather(rows["organization"]).alias("named")


def _who(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    return rows.select(column).drop_nulls().unique()


_ENDS: Final = ("organization", "group", "area", "topic")
