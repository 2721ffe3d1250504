"""Where is somebody missing, where does everything rest on one, and where do we not know?

A matrix of cells (area × topic, and group, area or topic × sector), each in exactly one state. A
cell of a matrix is not a node: it is a question, and its state is the answer with its evidence.

States, first that fits:

=============  ==================================================================================
not needed     a need of level 0 is recorded
unknown        no group, no need and no statement about the cell: nobody has looked
stale          what is known was last confirmed longer ago than `stale_after_days`
nobody named   something is known, nobody named is active there, and nobody has said that anybody
               should be: neither unknown nor a gap
gap            nobody named is active there or in an area inside it, and nobody reaches it from an
               area around it; or an organisation expected by name is neither there nor reaches it
in parts       at most one organisation works for the area as a whole, but others do in areas inside it
from above     nobody named is active there, but a group of an area around it reaches it
single point   one organisation
covered        2 to `crowd_limit` organisations
crowded        more
=============  ==================================================================================

Who works in a cell is told by `doing`: stated by an activity, or inferred from a group that claims the
cell. An area holds what its parts hold: who works inside it counts for its need, in a number of its
own. Four readings that the words leave open, decided here:

- A cell in which all work is over is known, and nobody is there.

- A group that claims a cell and has only unnamed participants, or none, makes a gap: the cell is
  known, and nobody can be called. Where a group of an area around it has named members the cell is
  *from above*, with the unnamed listed all the same.
- A group reaches the areas inside its own only through named members: a group of unnamed ones
  leaves the areas inside it unknown.
- Against sectors only an expectation makes a need. Without one a cell with members has a state
  (single point, covered, crowded, from above) but no need and no score. A cell of which only
  participants without a name are known, or those invited, those whose work is over or a decision, is
  *nobody named*; a cell of which nothing is known is unknown. Neither is a gap.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

import polars as pl

from graph.analysis.base.area_tree import TREE_READS
from graph.analysis.base.decision_key import Axis
from graph.analysis.base.doing import DOING_READS, PLACE, Way
from graph.analysis.coverage.evidence import CELL, Evidence, area_topic_evidence, sector_evidence
from graph.analysis.coverage.lists import LISTED_FROM_ABOVE, with_from_above, with_inside, with_lists
from graph.dataset import Dataset
from graph.errors import UnknownId
from graph.network import positions
from graph.versions import columns, reads, together


class CoverageState(StrEnum):
    """The state of a cell, in the order in which states are tried."""

    NOT_NEEDED = "not_needed"
    UNKNOWN = "unknown"
    STALE = "stale"
    NOBODY_NAMED = "nobody_named"
    GAP = "gap"
    IN_PARTS = "in_parts"
    FROM_ABOVE = "from_above"
    SINGLE_POINT = "single_point"
    COVERED = "covered"
    CROWDED = "crowded"


class CoverageReason(StrEnum):
    """Why a cell is in its state: the sentence the interface says."""

    NEED_IS_ZERO = "need_is_zero"
    NOBODY_LOOKED = "nobody_looked"
    ONLY_UNNAMED = "only_unnamed"  # somebody takes part, nobody is named
    CONFIRMED_LONG_AGO = "confirmed_long_ago"
    EXPECTED_ORGANIZATION_MISSING = "expected_organization_missing"
    EXPECTED_SECTOR_MISSING = "expected_sector_missing"
    GROUP_WITHOUT_PARTICIPANTS = "group_without_participants"
    ONLY_PLANNED = "only_planned"  # invited, or in a group that is only proposed
    NEED_WITHOUT_GROUP = "need_without_group"
    ONLY_DECIDED = "only_decided"  # a decision speaks of the cell, no group and no need does
    ONLY_ENDED = "only_ended"  # somebody worked there, and it is over
    GROUP_AS_A_WHOLE = "group_as_a_whole"  # stated of a group, and inferences are not counted
    WORKED_ON_INSIDE = "worked_on_inside"
    REACHED_FROM_ABOVE = "reached_from_above"
    ONE_ORGANIZATION = "one_organization"
    SEVERAL_ORGANIZATIONS = "several_organizations"
    MANY_ORGANIZATIONS = "many_organizations"


@dataclass(frozen=True)
class CoverageRules:
    """The settings behind the states, all visible to the reader.

    `wanted`: organisations wanted in a cell where no number is recorded. `crowd_limit`: more
    organisations than this are a crowd. `stale_after_days`: what was confirmed longer ago is stale.
    `inferred`: whether who takes part in a group counts where the group works.

    Raises
    ------
    ValueError
        When a number is out of range.
    """

    wanted: int = 2
    crowd_limit: int = 8
    stale_after_days: int = 365
    inferred: bool = True

    def __post_init__(self) -> None:
        for name, low in (("wanted", 1), ("crowd_limit", 1), ("stale_after_days", 0)):
            value = getattr(self, name)
            if value < low:
                raise ValueError(f"{name} is {value}; {low} or more would be right")


SUMMARY_SCHEMA = {
    "row_id": pl.String,
    "column_id": pl.String,
    "state": pl.String,
    "reason": pl.String,
    "need": pl.Int64,
    "need_recorded": pl.Boolean,
    "wanted": pl.Int64,
    "organization_count": pl.Int64,
    "stated_count": pl.Int64,
    "inferred_count": pl.Int64,
    "inside_count": pl.Int64,
    "planned_count": pl.Int64,
    "unnamed_count": pl.Int64,
    "confirmed_on": pl.Date,
    "score": pl.Float64,
    "projected_score": pl.Float64,
}


@dataclass(frozen=True, eq=False)
class Coverage:
    """A coverage matrix: every cell once, in exactly one state.

    `row_ids` and `column_ids` give the order of the matrix (areas in tree order, all else by id).

    `summary` is DataFrame[row_id, column_id, state, reason: String, need: Int64, need_recorded:
    Boolean, wanted, organization_count, stated_count, inferred_count, inside_count, planned_count,
    unnamed_count: Int64, confirmed_on: Date, score, projected_score: Float64], one row per cell, by row
    and column. `organization_count` is the distinct named organisations at work in the cell itself,
    those stated and those only inferred; `inside_count` the further ones in areas inside it; the two
    together are all that the area holds. `need`, `wanted` and the
    scores are null where nobody has stated or implied a need (see the module); scores are null in
    unknown cells, which are no gaps.
    """

    axis: Axis
    rules: CoverageRules
    row_ids: tuple[str, ...]
    column_ids: tuple[str, ...]
    summary: pl.DataFrame
    evidence: Evidence = field(repr=False)

    @cached_property
    def cells(self) -> pl.DataFrame:
        """`summary` with the evidence, made when first asked for.

        Adds lists of ids, each sorted and empty where there is nobody: organizations (named, active),
        stated (those of them not only inferred), ended (named, their work there is over), planned (named; invited, in a proposed group, or decided), unnamed, expected_missing (expected
        by name and not there), group_ids (active groups that claim the cell or bring its members),
        planned_group_ids (proposed groups that claim it), reaching_group_ids (groups of areas around
        that bring named members), inside (named, only in areas inside), from_above (named, only from
        areas around). `inside_count` and `from_above_count` say how many these are: the lists stop at
        `LISTED_FROM_ABOVE`, because in a country with groups at the top the same thousands reach every
        cell.
        """
        rows = with_inside(with_lists(self._numbered, self.evidence), self.evidence, limit=LISTED_FROM_ABOVE)
        return with_from_above(rows, self.evidence, limit=LISTED_FROM_ABOVE).drop("cell")

    @cached_property
    def counts(self) -> dict[CoverageState, int]:
        """Number of cells by state, every state in order, 0 where there is none."""
        found = dict(self.summary.group_by("state").len().iter_rows())
        return {state: int(found.get(state.value, 0)) for state in CoverageState}

    @cached_property
    def weighted(self) -> float | None:
        """Share of the need that is met, 0 to 1; None where no need is known.

        ΣN·min(|A|/k, 1) / ΣN over the cells with a need, unknown and stale cells left out: they
        say nothing about coverage, neither way. An organisation expected by name and not there
        counts as one of the k that is missing.
        """
        counted = self.summary.filter(
            pl.col("score").is_not_null(),
            pl.col("need") > 0,
            pl.col("state") != CoverageState.STALE.value,
        )
        if counted.is_empty():
            return None
        # score / N is what is lacking of k, so N - score / k is the part of N that is met
        met = pl.col("need") - pl.col("score") / pl.col("wanted")
        return float(counted.select(met.sum() / pl.col("need").sum()).item())

    @cached_property
    def register(self) -> pl.DataFrame:
        """What to begin with: gaps, cells reached only from above and single points, worst first.

        The rows of `summary` in these states that have a need, with the lists of `cells` but
        inside and from_above, by score (highest first), then gap, from above, single point, then in the order of
        the matrix.
        """
        states = [
            CoverageState.GAP.value,
            CoverageState.FROM_ABOVE.value,
            CoverageState.SINGLE_POINT.value,
        ]
        chosen = (
            self._numbered.filter(pl.col("state").is_in(states), pl.col("need") > 0)
            .with_columns(_order=pl.col("state").cast(pl.Enum(states)))
            .sort(["score", "_order"], descending=[True, False], maintain_order=True)
            .drop("_order")
        )
        return with_lists(chosen, self.evidence).drop("cell")

    def of_rows(self, row_ids: Collection[str]) -> Coverage:
        """The same matrix read only in these rows: its summary, and all that is made of it."""
        return replace(self, summary=self.summary.filter(pl.col("row_id").is_in(list(row_ids))))

    def of_columns(self, column_ids: Collection[str]) -> Coverage:
        """The same matrix read only in these columns."""
        return replace(self, summary=self.summary.filter(pl.col("column_id").is_in(list(column_ids))))

    @property
    def begin_with(self) -> pl.DataFrame:
        """The rows of `register` to look at first: where somebody is missing in the cell itself.

        Without what is reached from above, and without a single organisation where one is wanted.
        """
        return self.register.filter(pl.col("state") != CoverageState.FROM_ABOVE.value, pl.col("score") > 0)

    @property
    def only_from_above(self) -> pl.DataFrame:
        """The rows of `register` that only an area around them reaches: the weaker kind."""
        return self.register.filter(state=CoverageState.FROM_ABOVE.value)

    def cell(self, row_id: str, column_id: str) -> dict[str, object]:
        """One cell as column → value, as in `cells` and with all of `inside` and `from_above`.

        Raises
        ------
        UnknownId
            When the row or the column is not in the matrix.
        """
        shown = self.summary["row_id"].unique()
        for ids, asked, what in ((shown, row_id, "row"), (self.column_ids, column_id, "column")):
            if asked not in ids:
                raise UnknownId(
                    f"There is no {what} “{asked}” in this matrix; "
                    f"one of its {len(ids)} {what}s would be right.",
                    table=what,
                    id=asked,
                )
        place = self.row_ids.index(row_id) * self.evidence.width + self.column_ids.index(column_id)
        evidence = self.evidence.at(pl.Series([place]))
        numbered = self._numbered.filter(pl.col("cell") == place)
        rows = with_inside(with_lists(numbered, evidence), evidence)
        return with_from_above(rows, evidence).drop("cell").row(0, named=True)

    def by_weight(self, *, listed: bool) -> pl.DataFrame:
        """The rows of `cells` (of `summary` where not `listed`) as they are read one after another.

        By score (highest first), then those without a need, then those nobody knows anything about; in
        each in the order of the matrix.
        """
        rows = self.cells if listed else self.summary
        unknown = pl.col("state") == CoverageState.UNKNOWN.value
        return rows.sort(unknown, -pl.col("score"), nulls_last=True, maintain_order=True)

    @property
    def _numbered(self) -> pl.DataFrame:
        rows, columns = (
            positions(pl.Series(ids, dtype=pl.String), id_column=f"{end}_id", position_column=f"_{end}")
            for end, ids in (("row", self.row_ids), ("column", self.column_ids))
        )
        placed = self.summary.join(rows, on="row_id", maintain_order="left").join(
            columns, on="column_id", maintain_order="left"
        )
        cell = pl.col("_row").cast(CELL) * self.evidence.width + pl.col("_column").cast(CELL)
        return placed.with_columns(cell=cell).drop("_row", "_column")


_READ = together(DOING_READS, TREE_READS, columns(decisions="key status date"))
_SECTORS_READ = together(
    _READ,
    columns(
        sectors="id",
        organizations="classification",
        groups="classification",
        group_kinds="id base",
        expectations="scope scope_id sector_id organization_id minimum",
    ),
)


@reads(
    _READ,
    columns(
        needs="area_id topic_id level scale_id value wanted as_of source_id locator",
        need_scales="id some_from clear_from pressing_from",
    ),
)
def area_coverage(dataset: Dataset, *, rules: CoverageRules, today: dt.date) -> Coverage:
    """Which topics are covered in which area.

    Parameters
    ----------
    dataset
        The network, cut by `as_of` and rolled up.
    rules
        The settings behind the states.
    today
        The day that staleness is counted from.

    Returns
    -------
    Coverage
        Areas (tree order) × topics (by id).

    Notes
    -----
    A[a,t] = distinct named organisations that an activity puts there, or that take part in groups that
    are ACTIVE_IN a and WORKS_ON t (see `doing`), and those in areas inside a; P[a,t] = those invited
    there, in proposed groups, with a planned activity, or decided on; N the recorded need, else 1; k
    the recorded number wanted, else `rules.wanted`.
    score = N · max(0, k - |A|); projected_score = N · max(0, k - |A ∪ P|); against sectors at least
    N for each organisation expected by name and not there (not even planned).
    `confirmed_on` is the newest date of the memberships in the cell and of the group's ties to the
    area and the topic; of the groups that reach it where only they do; of the need where there is no
    group. A cell without any date is not stale: its age is unknown.
    """
    return _coverage(area_topic_evidence(dataset, inferred=rules.inferred), rules, today)


@reads(_SECTORS_READ)
def group_sector_coverage(dataset: Dataset, *, rules: CoverageRules, today: dt.date) -> Coverage:
    """Which sectors sit in which group, and which expected ones do not.

    Parameters and result as in `area_coverage`; rows are the groups that are not closed, by id,
    columns the sectors. A need is an expectation for the group or its classification: level 1,
    wanted the largest stated minimum, or the number of organisations expected by name.
    """
    return _coverage(sector_evidence(dataset, Axis.GROUP_SECTOR, inferred=rules.inferred), rules, today)


@reads(_SECTORS_READ)
def area_sector_coverage(dataset: Dataset, *, rules: CoverageRules, today: dt.date) -> Coverage:
    """Which sectors work in which area, and which expected ones do not.

    Parameters and result as in `area_coverage`; rows are areas in tree order, columns the sectors.
    A need is an expectation for the area itself, as in `group_sector_coverage`.
    """
    return _coverage(sector_evidence(dataset, Axis.AREA_SECTOR, inferred=rules.inferred), rules, today)


@reads(_SECTORS_READ)
def topic_sector_coverage(dataset: Dataset, *, rules: CoverageRules, today: dt.date) -> Coverage:
    """Which sectors work on which topic, and which expected ones do not.

    Parameters and result as in `area_coverage`; rows are topics by id, columns the sectors. A need
    is an expectation for the topic, as in `group_sector_coverage`.
    """
    return _coverage(sector_evidence(dataset, Axis.TOPIC_SECTOR, inferred=rules.inferred), rules, today)


def _coverage(evidence: Evidence, rules: CoverageRules, today: dt.date) -> Coverage:
    grid = _grid(evidence)
    for part in (
        _seat_counts(evidence),
        evidence.planned.group_by("cell").agg(planned_count=pl.len()),
        _group_counts(evidence),
        _inside(evidence),
        _reached(evidence),
        _missing(evidence),
        evidence.needs.rename({"confirmed_on": "need_as_of"}),
        evidence.stated.with_columns(stated=pl.lit(True)),
        evidence.over.with_columns(over=pl.lit(True)),
    ):
        grid = grid.join(part, on="cell", how="left", maintain_order="left")
    counts = (
        *("organization_count", "stated_count", "inside_count", "ended_count", "planned_count"),
        *("unnamed_count", "groups", "planned_groups"),
    )
    grid = grid.with_columns(
        pl.col(*counts, "missing", "missing_everywhere", "missing_unplanned").fill_null(0).cast(pl.Int64),
        pl.col("reached", "stated", "over").fill_null(False),
        need_recorded=pl.col("need").is_not_null(),
        inferred_count=pl.col("organization_count").fill_null(0).cast(pl.Int64)
        - pl.col("stated_count").fill_null(0).cast(pl.Int64),
    )
    sectors = evidence.axis is not Axis.AREA_TOPIC
    if not sectors:
        grid = grid.with_columns(pl.col("need").fill_null(1), pl.col("wanted").fill_null(rules.wanted))
    grid = grid.with_columns(
        confirmed_on=pl.when((pl.col("groups") > 0) | pl.col("seat_confirmed_on").is_not_null())
        .then(pl.max_horizontal("seat_confirmed_on", "claim_confirmed_on"))
        .when(pl.col("inside_count") > 0)
        .then("inside_confirmed_on")
        .when("reached")
        .then("reach_confirmed_on")
        .when(pl.col("planned_groups") > 0)
        .then("claim_confirmed_on")
        .otherwise("need_as_of")
    )
    grid = _with_scores(_with_states(grid, rules, today, sectors=sectors))
    return Coverage(
        axis=evidence.axis,
        rules=rules,
        row_ids=evidence.row_ids,
        column_ids=evidence.column_ids,
        summary=grid.select(pl.col(name).cast(kind) for name, kind in SUMMARY_SCHEMA.items()),
        evidence=evidence,
    )


def _grid(evidence: Evidence) -> pl.DataFrame:
    rows = pl.DataFrame({"row_id": evidence.row_ids}, schema={"row_id": pl.String})
    columns = pl.DataFrame({"column_id": evidence.column_ids}, schema={"column_id": pl.String})
    grid = rows.join(columns, how="cross", maintain_order="left_right")
    return grid.with_row_index("cell").with_columns(pl.col("cell").cast(CELL))


def _seat_counts(evidence: Evidence) -> pl.DataFrame:
    named, active, ended = pl.col("named"), pl.col("active"), pl.col("ended")
    who, inferred = pl.col("organization"), pl.col("way") == Way.GROUP.value
    return evidence.seats.group_by("cell").agg(
        organization_count=who.filter(named & active).n_unique(),
        stated_count=who.filter(named & active & ~inferred).n_unique(),
        ended_count=who.filter(named & ended).n_unique(),
        unnamed_count=who.filter(~named & ~ended).n_unique(),
        seat_confirmed_on=pl.col("confirmed_on").max(),
    )


def _inside(evidence: Evidence) -> pl.DataFrame:
    """How many further ones work in areas inside the cell's own, and when that was last confirmed."""
    further = evidence.below.group_by("cell").agg(inside_count=pl.len())
    if further.is_empty():
        return further.with_columns(inside_confirmed_on=pl.lit(None, dtype=pl.Date))
    width = evidence.width
    newest = (
        evidence.seats.filter("named", "active")
        .group_by("cell")
        .agg(pl.col("confirmed_on").max())
        .with_columns(row=(pl.col("cell") // width).cast(PLACE))
        .join(evidence.ancestors.select("row", "ancestor"), on="row")
        .group_by(pl.col("ancestor").cast(CELL) * width + pl.col("cell") % width)
        .agg(inside_confirmed_on=pl.col("confirmed_on").max())
        .rename({"ancestor": "cell"})
    )
    return further.join(newest, on="cell", how="left")


def _group_counts(evidence: Evidence) -> pl.DataFrame:
    return evidence.claims.group_by("cell").agg(
        groups=pl.col("active").sum(),
        planned_groups=(~pl.col("active")).sum(),
        claim_confirmed_on=pl.col("confirmed_on").max(),
    )


def _reached(evidence: Evidence) -> pl.DataFrame:
    """The cells that a group of an area around them reaches with a named member."""
    claimed = evidence.claims.group_by("cell").agg(claim=pl.col("confirmed_on").max())
    occupied = (
        evidence.reaching.group_by("cell")
        .agg(seat=pl.col("confirmed_on").max())
        .join(claimed, on="cell", how="left")
        .select("cell", confirmed_on=pl.max_horizontal("seat", "claim"))
    )
    return (
        evidence.inside(occupied)
        .group_by("cell")
        .agg(reached=pl.lit(True), reach_confirmed_on=pl.col("confirmed_on").max())
    )


def _missing(evidence: Evidence) -> pl.DataFrame:
    """How many expected by name are not there, not from above either, and not even planned."""
    missing = evidence.missing
    wanted = evidence.reaching.select("cell", "organization").unique()
    wanted = wanted.join(missing.select("organization").unique(), on="organization", how="semi")
    everywhere = missing.join(evidence.inside(wanted), on=["cell", "organization"], how="anti")
    unplanned = missing.join(evidence.planned, on=["cell", "organization"], how="anti")
    return (
        missing.group_by("cell")
        .agg(missing=pl.len())
        .join(everywhere.group_by("cell").agg(missing_everywhere=pl.len()), on="cell", how="left")
        .join(unplanned.group_by("cell").agg(missing_unplanned=pl.len()), on="cell", how="left")
    )


def _with_states(grid: pl.DataFrame, rules: CoverageRules, today: dt.date, *, sectors: bool) -> pl.DataFrame:
    present, inside = pl.col("organization_count"), pl.col("inside_count")
    seen = (present > 0) | (inside > 0)
    counts = ("unnamed_count", "planned_count", "ended_count", "groups", "planned_groups")
    said = pl.any_horizontal(*(pl.col(count) > 0 for count in counts), "stated", "over")
    known = seen | said | pl.col("need_recorded") | pl.col("reached")
    oldest = dt.date.fromordinal(max(today.toordinal() - rules.stale_after_days, 1))
    nobody = present == 0
    nowhere = nobody & (inside == 0) & ~pl.col("reached")
    why_nobody = _why_nobody(sectors=sectors, inferred=rules.inferred)
    state, reason = CoverageState, CoverageReason
    rows: list[tuple[pl.Expr, CoverageState, pl.Expr]] = [
        (pl.col("need") == 0, state.NOT_NEEDED, pl.lit(reason.NEED_IS_ZERO.value)),
        (~known, state.UNKNOWN, pl.lit(reason.NOBODY_LOOKED.value)),
        (pl.col("confirmed_on") < oldest, state.STALE, pl.lit(reason.CONFIRMED_LONG_AGO.value)),
        (nowhere & pl.col("need").is_null(), state.NOBODY_NAMED, why_nobody),
        (
            pl.col("missing_everywhere") > 0,
            state.GAP,
            pl.lit(reason.EXPECTED_ORGANIZATION_MISSING.value),
        ),
        (nowhere, state.GAP, why_nobody),
        ((present <= 1) & (inside > 0), state.IN_PARTS, pl.lit(reason.WORKED_ON_INSIDE.value)),
        (nobody | (pl.col("missing") > 0), state.FROM_ABOVE, pl.lit(reason.REACHED_FROM_ABOVE.value)),
        (present == 1, state.SINGLE_POINT, pl.lit(reason.ONE_ORGANIZATION.value)),
        (present <= rules.crowd_limit, state.COVERED, pl.lit(reason.SEVERAL_ORGANIZATIONS.value)),
    ]
    states: pl.Expr = pl.lit(state.CROWDED.value)
    reasons: pl.Expr = pl.lit(reason.MANY_ORGANIZATIONS.value)
    for condition, value, why in reversed(rows):
        states = pl.when(condition).then(pl.lit(value.value)).otherwise(states)
        reasons = pl.when(condition).then(why).otherwise(reasons)
    return grid.with_columns(state=states, reason=reasons)


def _why_nobody(*, sectors: bool, inferred: bool) -> pl.Expr:
    """The reason why nobody named is there: the nearest thing to an actor that is."""
    reason = CoverageReason
    needed = reason.EXPECTED_SECTOR_MISSING if sectors else reason.NEED_WITHOUT_GROUP
    nearest = (
        (pl.col("unnamed_count") > 0, reason.ONLY_UNNAMED),
        (pl.col("planned_count") > 0, reason.ONLY_PLANNED),
        (pl.col("ended_count") > 0, reason.ONLY_ENDED),
        (
            pl.col("groups") > 0,
            reason.GROUP_WITHOUT_PARTICIPANTS if inferred else reason.GROUP_AS_A_WHOLE,
        ),
        (pl.col("planned_groups") > 0, reason.ONLY_PLANNED),
        (pl.col("over"), reason.ONLY_ENDED),
        (pl.col("need_recorded"), needed),
    )
    why: pl.Expr = pl.lit(reason.ONLY_DECIDED.value)
    for condition, because in reversed(nearest):
        why = pl.when(condition).then(pl.lit(because.value)).otherwise(why)
    return why


def _with_scores(grid: pl.DataFrame) -> pl.DataFrame:
    short = pl.col("wanted") - pl.col("organization_count") - pl.col("inside_count")
    lacking = pl.max_horizontal(short, "missing", 0)
    still = pl.max_horizontal(short - pl.col("planned_count"), "missing_unplanned", 0)
    scored = pl.col("need").is_not_null() & (pl.col("state") != CoverageState.UNKNOWN.value)
    return grid.with_columns(
        score=pl.when(scored).then(pl.col("need") * lacking),
        projected_score=pl.when(scored).then(pl.col("need") * still),
    )
