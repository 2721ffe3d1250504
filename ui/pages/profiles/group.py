"""The profile of a group."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from graph.analysis.records.profile import GroupProfile, group_profile
from graph.dataset import Dataset
from graph.model import PLANS
from ui import cache, records
from ui.components import times
from ui.components.tables import Column
from ui.pages.profiles import activities, parts
from ui.text import day, md, name, own, sort_key, t

Seat = dict[str, Any]
"""A membership, with the kind of its organisation."""

RELATIONS = (
    parts.Relation("run_by", "hosts", "group_id", "organizations", "organization_id"),
    parts.Relation("works_in", "group_areas", "group_id", "areas", "area_id"),
    parts.Relation("works_on", "group_topics", "group_id", "topics", "topic_id"),
    parts.Relation("under", "group_parts", "group_id", "groups", "parent_id", form="relation"),
    parts.Relation("over", "group_parts", "parent_id", "groups", "group_id", form="relation"),
    parts.Relation("represented_in", "representations", "group_id", "groups", "represented_in_id"),
    parts.Relation("represents", "representations", "represented_in_id", "groups", "group_id"),
    parts.Relation("based_on", "group_documents", "group_id", "sources", "document_id"),
)


def draw(dataset: Dataset, record: parts.Record) -> None:
    """Draw everything known about the group."""
    found = cache.answer(group_profile, group_id=str(record["id"]))
    seats = _seats(dataset, found)
    _answer(dataset, record, found, seats)
    _facts(dataset, record, found.confirmed_on)
    parts.description(record)
    _participants(dataset, record, seats, title=t("profile.members.title"))
    activities.draw(dataset, found.activities, of="group")
    parts.agreements(dataset, group_id=str(record["id"]))
    parts.more(dataset, record, RELATIONS)
    parts.own_source(dataset, record)


def as_members(dataset: Dataset, record: parts.Record) -> None:
    """Draw the group as a part of the profile of the organisation that it is."""
    parts.heading(t("profile.members.of_organization"))
    found = cache.answer(group_profile, group_id=str(record["id"]))
    seats = _seats(dataset, found)
    _answer(dataset, record, found, seats)
    _participants(dataset, record, seats, title="")


@dataclass(frozen=True)
class _Seats:
    """The memberships of a group: who is in it, who is only meant to be, and those without a name."""

    named: list[Seat]
    planned: list[Seat]
    unnamed: list[Seat]


def _participants(dataset: Dataset, record: parts.Record, seats: _Seats, *, title: str) -> None:
    """Who takes part, who is meant to, who is not named, and apart from them those of other days."""
    others = times.memberships(group_id=record["id"])
    if title:
        parts.heading(title)
    if seats.named:
        _table(dataset, seats.named, key="members", alt=t("profile.members.title"))
    elif not seats.planned:
        form = "none_now" if others.height else "none" if seats.unnamed else "none_stated"
        st.markdown(t(f"profile.members.{form}"))
    if seats.planned:
        heading = t(f"profile.members.{_planned_form(record)}")
        if seats.named:
            parts.heading(heading)
        else:
            st.subheader(heading, anchor=False)
        _table(dataset, seats.planned, key="planned", alt=heading)
    if seats.unnamed:
        parts.heading(t("profile.members.unnamed"))
        _table(dataset, seats.unnamed, key="unnamed", alt=t("profile.members.unnamed"))
        st.markdown(f":gray[:small[{t('profile.members.unnamed_note')}]]")
    parts.other_times(
        others, lambda rows, key, **words: _table(dataset, rows.to_dicts(), key=f"members-{key}", **words)
    )


def _seats(dataset: Dataset, found: GroupProfile) -> _Seats:
    organizations = dataset["organizations"].select(organization_id="id", kind="kind")
    memberships = records.with_agreements(dataset, found.memberships).join(
        organizations, on="organization_id"
    )
    # of a closed group the memberships say who was in it
    named = memberships.filter(kind="named")
    meant = pl.col("organization_id").is_in(found.planned)
    return _Seats(
        named.filter(~meant).to_dicts(),
        named.filter(meant).to_dicts(),
        memberships.filter(kind="unnamed").to_dicts(),
    )


def _answer(dataset: Dataset, record: parts.Record, found: GroupProfile, seats: _Seats) -> None:
    purpose = own(record, "purpose")
    parts.sentence(
        md(purpose) if purpose else "",
        *_who(record, seats),
        _run_by(dataset, record),
        _template(dataset, record),
    )
    parts.sentence(
        _places(dataset, record, "areas", found.area_ids),
        _places(dataset, record, "topics", found.topic_ids),
    )


def _who(record: parts.Record, seats: _Seats) -> list[str]:
    """How many take part, are meant to, or did while the group went on, and how many are not named."""
    named, planned, unnamed = (
        len({row["organization_id"] for row in rows}) for rows in (seats.named, seats.planned, seats.unnamed)
    )
    sentences = []
    if record["status"] in ("closed", "proposed"):
        sentences.append(t(f"profile.group.{record['status']}"))
    if named:
        sentences.append(
            t(f"profile.group.{'were' if record['status'] == 'closed' else 'named'}", count=named)
        )
    elif not planned:
        gone = times.of_group(str(record["id"]), named_only=bool(unnamed))
        nobody = "" if gone and not unnamed else t(f"profile.group.{'nobody_named' if unnamed else 'nobody'}")
        sentences += [nobody, gone]
    if planned:
        sentences.append(t(f"profile.group.{_planned_form(record)}", count=planned))
    if unnamed:
        sentences.append(t("profile.group.unnamed", count=unnamed))
    return sentences


def _planned_form(record: parts.Record) -> str:
    """Those who are only meant to take part are invited, or the group itself is only proposed."""
    return "meant" if record["status"] in PLANS else "invited"


def _run_by(dataset: Dataset, record: parts.Record) -> str:
    """Who runs the group, said apart from who takes part; nothing where it runs itself."""
    hosts = cache.facts()["hosts"].filter(group_id=record["id"])["organization_id"].to_list()
    others = [host for host in hosts if host != record["organization_id"]]
    names = records.phrase(dataset, "organizations", others)
    return t("profile.group.run_by", names=names) if names else ""


def _places(dataset: Dataset, record: parts.Record, table: str, ids: tuple[str, ...]) -> str:
    """Where the group works, or on what, and whether that is only unknown for this day."""
    if ids:
        return t(f"profile.group.{table}", names=records.phrase(dataset, table, ids))
    others = (times.has_others(each, group_id=record["id"]) for each in (f"group_{table}", "activities"))
    return t(f"profile.group.no_{table}{'_now' if any(others) else ''}")


def _template(dataset: Dataset, record: parts.Record) -> str:
    """That there is one such group in every area of a kind, where the group comes from a template."""
    template = dataset.record("group_templates", str(record["template_id"]))
    if template is None:
        return ""
    within = dataset.record("areas", str(template["within_area_id"]))
    return t(
        "profile.group.template_within" if within else "profile.group.template",
        template=md(own(template, "name").replace("{area}", "…")),
        kind=parts.area_kind({"classification": template["area_classification"]}),
        area=md(name(within)),
    )


def facts(dataset: Dataset, record: parts.Record) -> list[tuple[str, str]]:
    """What a group is and how it works, as pairs of a label and Markdown."""
    return [
        (t("words.columns.kind"), md(records.kind(dataset, record["classification"]))),
        (t("words.columns.status"), records.status(record["status"])),
        (t("profile.facts.rhythm"), md(own(record, "meeting_rhythm"))),
    ]


def _facts(dataset: Dataset, record: parts.Record, confirmed: dt.date | None) -> None:
    pairs = [
        *facts(dataset, record),
        (t("profile.facts.confirmed"), parts.newest([record.get("confirmed_on"), confirmed])),
    ]
    if record.get("other_names"):
        pairs.insert(0, (t("profile.facts.other_names"), parts.other_names(record)))
    for field, label in (
        ("founding_date", "founded"),
        ("dissolution_date", "dissolved"),
        ("review_date", "review"),
    ):
        if record.get(field):
            pairs.append((t(f"profile.facts.{label}"), day(str(record[field]))))
    parts.facts(pairs)


def _table(
    dataset: Dataset,
    memberships: list[Seat],
    *,
    key: str,
    alt: str,
    period: str = "since",
) -> None:
    columns = [
        Column("organization", lambda row: records.link(dataset, "organizations", row["organization_id"])),
        Column("sector", lambda row: records.sector(dataset, organization(row))),
        *parts.seats(dataset, period_name=period),
    ]

    def organization(row: Seat) -> parts.Record | None:
        return records.of_any_day(dataset, "organizations", row["organization_id"])

    found = sorted(memberships, key=lambda row: sort_key(name(organization(row))))
    parts.table(columns, found, alt=alt, key=key)
