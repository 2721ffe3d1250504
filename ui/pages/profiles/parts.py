"""What every profile is put together from: facts in a row, evidence in a table, the record's own source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl
import streamlit as st

from graph.analysis.coverage.needs import need_levels
from graph.analysis.records.agreements import party_agreements
from graph.dataset import Dataset
from graph.model import GROUP_CLASSIFICATIONS
from graph.vocabulary import KINDS, base_of
from ui import cache, records
from ui.components import links, tables, times
from ui.components.tables import Cell
from ui.text import day, md, name, own, sort_key, t

Record = Mapping[str, object]


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


def record_of_any_day(dataset: Dataset, table: str, id: object) -> dict[str, object] | None:
    """The record as it counts here, or as it stands in the data when it is not there on this day."""
    return dataset.record(table, str(id)) or cache.whole_dataset().record(table, str(id))


def link(dataset: Dataset, table: str, id: object) -> links.Link:
    """The record's name, leading to its profile."""
    record = record_of_any_day(dataset, table, id)
    return links.profile(name(record) or str(id), table, str(id))


def listed(dataset: Dataset, table: str, ids: Iterable[object]) -> list[links.Link]:
    """The records' names as links, sorted as the reader expects."""
    return sorted((link(dataset, table, key) for key in ids), key=lambda found: sort_key(found.text))


def evidence(dataset: Dataset, record: Record) -> list[Cell]:
    """Two cells: the source that says so and the place in it."""
    source = record.get("source_id")
    return [link(dataset, "sources", source) if source else None, _text(record.get("locator"))]


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
    value = record.get("agreement")
    return t(f"words.agreements.{value}") if value else None


def represented_by(record: Record) -> str | None:
    """The function that sits there, None where nobody says."""
    return own(record, "represented_by") or None


def sector(dataset: Dataset, record: Record | None) -> str | None:
    """The name of the organisation's sector, None where none is stated."""
    key = record.get("classification") if record else None
    return (name(dataset.record("sectors", str(key))) or str(key)) if key else None


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


def ties(dataset: Dataset, found: Iterable[tuple[str, str, object, Record]], *, alt: str, key: str) -> None:
    """Relationships with their evidence: what kind (key in the locale), to which record, since when, source.

    Each is (kind, table, id, relationship).
    """
    rows: list[list[Cell]] = [
        [
            t(f"profile.ties.{kind}"),
            link(dataset, table, other),
            period(edge),
            *evidence(dataset, edge),
        ]
        for kind, table, other, edge in found
    ]
    columns = tables.columns("profile.columns", "what", "to", "since", "source", "locator")
    tables.rows(*without_silent(columns, rows, {2}), alt=alt, key=key, strong=False)


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
    found: list[tuple[str, str, object, Record]] = []
    themselves = {("organizations", record["id"]), ("groups", same["id"])} if same else set()
    of_each = [(record, each) for each in relations] + [(same, each) for each in its_relations if same]
    for one, each in of_each:
        edges = (cache.whole_dataset() if each.rolled_up else cache.facts())[each.edges]
        mine = edges.filter(pl.col(each.mine) == (one or {})["id"]).iter_rows(named=True)
        found.extend(
            (each.word(edge), each.table, edge[each.other], edge)
            for edge in mine
            if (each.table, edge[each.other]) not in themselves
        )
    if found:
        heading(t("profile.more.title"))
        ties(dataset, found, alt=t("profile.more.title"), key="more")


def without_silent(
    columns: Sequence[tables.Column], rows: Sequence[Sequence[Cell]], places: set[int]
) -> tuple[list[tables.Column], list[list[Cell]]]:
    """The table without those of these columns in which no row says anything."""
    silent = {place for place in places if all(row[place] in (None, "") for row in rows)}
    kept = [place for place in range(len(columns)) if place not in silent]
    return [columns[place] for place in kept], [[row[place] for place in kept] for row in rows]


def own_source(dataset: Dataset, record: Record) -> None:
    """Where the record itself comes from, in one line."""
    source, locator = evidence(dataset, record)
    words = [str(source) if source else t("words.not_stated"), md(locator) if locator else ""]
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
    """What kind of place, in the reader's words where the locale has them, in Markdown."""
    kind = str(record.get("classification") or "")
    return md(records.area_kind(kind)) if kind else ""


def _text(value: object) -> str | None:
    return str(value) if value else None


def needs(dataset: Dataset, found: pl.DataFrame, *, table: str, column: str) -> None:
    """The needs, each with its level in words, what it was measured as, how many are wanted, and the source."""
    rows: list[list[Cell]] = [
        [
            link(dataset, table, row[column]),
            records.need(row["level"]),
            records.need_on_scale(dataset, row),
            row["wanted"],
            row["as_of"],
            *evidence(dataset, row),
        ]
        for row in need_levels(dataset.replace(needs=found)).iter_rows(named=True)
    ]
    names = ("need_of", "need", "measured", "wanted", "judged", "source", "locator")
    columns = tables.columns("profile.columns", *names)
    tables.rows(*without_silent(columns, rows, {2}), alt=t("profile.needs.title"), key="needs")


def agreements(dataset: Dataset, *, organization_id: str | None = None, group_id: str | None = None) -> None:
    """What a party has agreed with others, under a heading; both ids where an organisation is a group."""
    found = party_agreements(dataset, organization_id=organization_id, group_id=group_id)
    if found.is_empty():
        return
    heading(t("profile.agreements.title"))
    rows: list[list[Cell]] = [
        [
            link(dataset, "organizations", row["partner_id"])
            if row["partner_id"]
            else link(dataset, "groups", row["partner_group_id"]),
            agreement(row),
            own(row, "about") or None,
            period(row),
            *evidence(dataset, row),
        ]
        for row in found.iter_rows(named=True)
    ]
    names = ("with", "agreement", "about", "since", "source", "locator")
    columns = tables.columns("profile.columns", *names)
    tables.rows(*without_silent(columns, rows, {2, 3}), alt=t("profile.agreements.title"), key="agreements")
