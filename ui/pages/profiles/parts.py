"""What every profile is put together from: facts in a row, evidence in a table, the record's own source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from graph.analysis.coverage.needs import need_levels
from graph.analysis.records.agreements import party_agreements
from graph.dataset import Dataset
from graph.model import GROUP_CLASSIFICATIONS
from graph.vocabulary import KINDS, base_of
from ui import cache, links, records
from ui.components import tables, times
from ui.components.tables import Cell, Column
from ui.text import day, md, name, own, sort_key, t

Record = Mapping[str, object]

Row = Mapping[str, Any]
"""A row of what a pure function has answered, as column → value."""


def sentence(*parts: str) -> None:
    """The answer below the heading, as wide as prose is read well."""
    with st.container(width=760):
        st.markdown(" ".join(part for part in parts if part))


def facts(pairs: Sequence[tuple[str, str]]) -> None:
    """A row of facts: what it is, in small grey letters, and below it the value, in Markdown."""
    with st.container(key="facts", horizontal=True, gap="large"):
        for label, value in pairs:
            with st.container(width="content", gap="xxsmall"):
                st.markdown(
                    f":gray[:small[{label}]]  \n{value or t('profile.not_in_source')}", width="content"
                )


def source(dataset: Dataset, record: Record) -> links.Link | None:
    """The source that says so, None where none does."""
    found = record.get("source_id")
    return records.link(dataset, "sources", found) if found else None


def locator(record: Record) -> str | None:
    """The place in the source, None where none is stated."""
    return str(record.get("locator") or "") or None


def evidence(dataset: Dataset) -> list[Column]:
    """Two columns: the source that says so and the place in it."""
    return [Column("source", lambda row: source(dataset, row)), Column("locator", locator)]


def period(record: Record) -> Cell:
    """Since when and until when, as far as it is stated; a day where that is all, None when nothing is."""
    since, until = record.get("start_date"), record.get("end_date")
    # what is over or to come may be so because of the group or the organisation it speaks of
    since, until = record.get("begins") or since, record.get("ended") or until
    if since and until:
        return t("profile.period.both", since=day(str(since)), until=day(str(until)))
    if since:
        return tables.moment(str(since))
    return t("profile.period.until", until=day(str(until))) if until else None


def agreement(record: Record) -> str | None:
    """The agreement in words, None where nobody says."""
    return records.agreement(record.get("agreement"))


def represented_by(record: Record) -> str | None:
    """The function that sits there, None where nobody says."""
    return own(record, "represented_by") or None


def seats(dataset: Dataset, *, period_name: str) -> list[Column]:
    """What a membership says beside its two ends; `period_name` is what the column that says when is called."""
    return [
        Column("role", lambda row: records.role(dataset, row["role"])),
        Column("represented_by", represented_by),
        Column("agreement", agreement),
        Column(period_name, period, hide_if_silent=True),
        Column("contributes", lambda row: own(row, "contributes") or None, hide_if_silent=True),
        Column("expects", lambda row: own(row, "expects") or None, hide_if_silent=True),
        *evidence(dataset),
    ]


def table(
    columns: Sequence[Column], found: Iterable[Any], *, alt: str, key: str, strong: bool = True
) -> None:
    """A table of a profile, a row for each that was found."""
    tables.rows(*tables.made("profile.columns", columns, found), alt=alt, key=key, strong=strong)


def sector_or_unnamed(dataset: Dataset, organization_id: str) -> str | None:
    """The sector of an organisation, None where none is stated; of a participant without a name, that."""
    record = dataset.require("organizations", organization_id)
    return records.unnamed(record) if record["kind"] == "unnamed" else records.sector(dataset, record)


def kind_order(record: Record | None) -> tuple[int, tuple[str, str]]:
    """Sorts groups: steering first, as the model lists the kinds that theirs count as, then by name."""
    kinds = list(GROUP_CLASSIFICATIONS)
    kind = base_of(cache.dataset(), KINDS, str(record["classification"])) if record else ""
    return (kinds.index(kind) if kind in kinds else len(kinds)), sort_key(name(record))


def other_names(record: Record, same: Record | None = None) -> str:
    """The other names the sources use, in Markdown; `same` is the group that an organisation is."""
    names: list[str] = []
    for one in (record, same or {}):
        others = one.get("other_names")
        names.extend([name(one), *map(str, others if isinstance(others, list) else ())])
    return md(", ".join(dict.fromkeys(other for other in names if other and other != name(record))))


def newest(dates: Iterable[object]) -> str:
    """The newest day a record was confirmed, in words; empty when none is stated."""
    known = [str(date) for date in dates if date]
    return day(max(known)) if known else ""


def description(record: Record) -> None:
    """What the record says of itself, as prose."""
    text = own(record, "description")
    if text:
        with st.container(width=760):
            st.markdown(md(text))


def note(text: str) -> None:
    """A quiet line below a table."""
    st.markdown(f":gray[:small[{text}]]")


def heading(text: str) -> None:
    """A section's heading, with air above it."""
    st.space("small")
    st.header(text, anchor=False)


def other_times(rows: pl.DataFrame, table: Callable[..., None]) -> None:
    """What was over before the day and what begins after it, each below a quiet heading of its own.

    `rows` are records as `cache.others` gives them; `table` draws some of them, with `key` and `alt` as
    in `tables.rows` and what to call the column that says when it was so.
    """
    for form, which in (("earlier", times.ENDED), ("later", ~times.ENDED)):
        chosen = rows.filter(which)
        if chosen.height:
            st.subheader(t(f"times.{form}"), anchor=False)
            table(chosen, key=form, alt=t(f"times.{form}"), period="period")


@dataclass(frozen=True)
class Tie:
    """A relationship of a record: its kind (key in the locale), the record it leads to, and its row."""

    kind: str
    table: str
    id: str
    edge: Record


def ties(dataset: Dataset, found: Iterable[Tie], *, alt: str, key: str) -> None:
    """Relationships with their evidence: what kind, to which record, since when, source."""
    columns = [
        Column("what", lambda tie: t(f"profile.ties.{tie.kind}")),
        Column("to", lambda tie: records.link(dataset, tie.table, tie.id)),
        *told(dataset),
    ]
    table(columns, found, alt=alt, key=key, strong=False)


def told(dataset: Dataset) -> list[Column]:
    """Since when a tie holds, where that is stated, and who says so."""
    return [
        Column("since", lambda tie: period(tie.edge), hide_if_silent=True),
        Column("source", lambda tie: source(dataset, tie.edge)),
        Column("locator", lambda tie: locator(tie.edge)),
    ]


@dataclass(frozen=True)
class Relation:
    """A kind of relationship of a record: its key in the locale, its table, and its two ends.

    `mine` is the column that holds the record, `other` the one that holds the record of `table` it
    is tied to. `rolled_up`: counting by whole organisations leaves none of them, so that they are
    read from all records. `form` is a column that says which form the relationship has: a part of
    the key then.
    """

    kind: str
    edges: str
    mine: str
    table: str
    other: str
    rolled_up: bool = False
    form: str = ""

    def word(self, edge: Record) -> str:
        """The key of what one such relationship is called."""
        return f"{self.kind}.{edge[self.form] or 'not_stated'}" if self.form else self.kind


def more(
    dataset: Dataset,
    record: Record,
    relations: Iterable[Relation],
    *,
    same: Record | None = None,
    its_relations: Iterable[Relation] = (),
) -> None:
    """The further relationships of a record under a heading of their own; nothing where it has none.

    `same` is the group that an organisation is, with the relationships it has as a group; those
    between the two are left out.
    """
    found: list[Tie] = []
    themselves = {("organizations", record["id"]), ("groups", same["id"])} if same else set()
    of_each = [(record, each) for each in relations] + [(same, each) for each in its_relations if same]
    for one, each in of_each:
        edges = (cache.whole_dataset() if each.rolled_up else cache.facts())[each.edges]
        mine = edges.filter(pl.col(each.mine) == (one or {})["id"]).iter_rows(named=True)
        found.extend(
            Tie(each.word(edge), each.table, edge[each.other], edge)
            for edge in mine
            if (each.table, edge[each.other]) not in themselves
        )
    if found:
        heading(t("profile.more.title"))
        ties(dataset, found, alt=t("profile.more.title"), key="more")


def own_source(dataset: Dataset, record: Record) -> None:
    """Where the record itself comes from, in one line."""
    words = [str(source(dataset, record) or t("words.not_stated")), md(locator(record) or "")]
    url = record.get("url")
    if isinstance(url, str) and url:
        words.append(str(links.Address(t("profile.website"), url)))
    identifiers = record.get("identifiers")
    if isinstance(identifiers, list):
        words.append(md(", ".join(str(known) for known in identifiers)))
    st.space("small")
    st.markdown(
        f":gray[:small[{t('profile.own_source')}]] :small[{', '.join(word for word in words if word)}]"
    )


def area_kind(record: Record) -> str:
    """What kind of place, in Markdown."""
    return md(records.area_kind(record.get("classification")))


def needs(dataset: Dataset, found: pl.DataFrame, *, of: str, column: str) -> None:
    """The needs, each with its level in words, what it was measured as, how many are wanted, and the source."""
    columns = [
        Column("need_of", lambda row: records.link(dataset, of, row[column])),
        Column("need", lambda row: records.need(row["level"])),
        Column("measured", lambda row: records.need_on_scale(dataset, row), hide_if_silent=True),
        Column("wanted", lambda row: row["wanted"]),
        Column("judged", lambda row: row["as_of"]),
        *evidence(dataset),
    ]
    rows = need_levels(dataset.replace(needs=found)).iter_rows(named=True)
    table(columns, rows, alt=t("profile.needs.title"), key="needs")


def agreements(dataset: Dataset, *, organization_id: str | None = None, group_id: str | None = None) -> None:
    """What a party has agreed with others, under a heading; both ids where an organisation is a group."""
    found = party_agreements(dataset, organization_id=organization_id, group_id=group_id)
    if found.is_empty():
        return
    heading(t("profile.agreements.title"))

    def partner(row: Record) -> Cell:
        if row["partner_id"]:
            return records.link(dataset, "organizations", row["partner_id"])
        return records.link(dataset, "groups", row["partner_group_id"])

    columns = [
        Column("with", partner),
        Column("agreement", agreement),
        Column("about", lambda row: own(row, "about") or None, hide_if_silent=True),
        Column("since", period, hide_if_silent=True),
        *evidence(dataset),
    ]
    rows = found.iter_rows(named=True)
    table(columns, rows, alt=t("profile.agreements.title"), key="agreements")
