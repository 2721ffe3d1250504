"""The profile of a group."""

from __future__ import annotations

import polars as pl
import streamlit as st

from graph.dataset import Dataset
from ui import cache, records
from ui.components import tables, times
from ui.components.tables import Cell
from ui.pages.profiles import activities, parts
from ui.text import day, listing, md, name, own, sort_key, t

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
    memberships = _members(dataset, record)
    named = [row for row in memberships if row["kind"] == "named"]
    unnamed = [row for row in memberships if row["kind"] == "unnamed"]
    _answer(dataset, record, named, unnamed)
    _facts(dataset, record, [row["confirmed_on"] for row in memberships])
    parts.description(record)
    others = times.memberships(group_id=record["id"])
    _participants(dataset, named, unnamed, others, title=t("profile.members.title"))
    activities.draw(dataset, dataset["activities"].filter(pl.col("group_id") == record["id"]), of="group")
    parts.agreements(dataset, group_id=str(record["id"]))
    parts.more(dataset, record, RELATIONS)
    parts.own_source(dataset, record)


def as_members(dataset: Dataset, record: parts.Record) -> None:
    """Draw the group as a part of the profile of the organisation that it is."""
    memberships = _members(dataset, record)
    named = [row for row in memberships if row["kind"] == "named"]
    unnamed = [row for row in memberships if row["kind"] == "unnamed"]
    parts.heading(t("profile.members.of_organization"))
    _answer(dataset, record, named, unnamed)
    _participants(dataset, named, unnamed, times.memberships(group_id=record["id"]), title="")


def _participants(
    dataset: Dataset,
    named: list[dict[str, object]],
    unnamed: list[dict[str, object]],
    others: pl.DataFrame,
    *,
    title: str,
) -> None:
    """Who takes part, who is not named, and apart from them those of other days."""
    if title:
        parts.heading(title)
    if named:
        _table(dataset, named, key="members", alt=t("profile.members.title"))
    else:
        st.markdown(t("profile.members.none" if others.is_empty() else "profile.members.none_now"))
    if unnamed:
        parts.heading(t("profile.members.unnamed"))
        _table(dataset, unnamed, key="unnamed", alt=t("profile.members.unnamed"))
        st.markdown(f":gray[:small[{t('profile.members.unnamed_note')}]]")
    parts.other_times(
        others, lambda rows, key, **words: _table(dataset, rows.to_dicts(), key=f"members-{key}", **words)
    )


def _members(dataset: Dataset, record: parts.Record) -> list[dict[str, object]]:
    organizations = dataset["organizations"].select(organization_id="id", kind="kind")
    memberships = dataset["memberships"].filter(pl.col("group_id") == record["id"])
    memberships = records.with_agreements(dataset, memberships)
    return list(memberships.join(organizations, on="organization_id").iter_rows(named=True))


def _answer(
    dataset: Dataset, record: parts.Record, named: list[dict[str, object]], unnamed: list[dict[str, object]]
) -> None:
    here = dataset["group_areas"].filter(pl.col("group_id") == record["id"])["area_id"].to_list()
    topics = dataset["group_topics"].filter(pl.col("group_id") == record["id"])["topic_id"].to_list()
    organizations = len({row["organization_id"] for row in named})
    others = len({row["organization_id"] for row in unnamed})
    purpose = own(record, "purpose")
    key = str(record["id"])
    gone = "" if organizations else times.of_group(key, named_only=bool(others))
    nobody = gone if gone and not others else f"{t('profile.group.nobody_named')} {gone}".strip()
    parts.sentence(
        md(purpose) if purpose else "",
        t("profile.group.named", count=organizations) if organizations else nobody,
        t("profile.group.unnamed", count=others) if others else "",
        _template(dataset, record),
    )
    areas = listing(map(str, parts.listed(dataset, "areas", here)))
    about = listing(map(str, parts.listed(dataset, "topics", topics)))
    parts.sentence(
        t("profile.group.areas", areas=areas)
        if areas
        else t(
            "profile.group.no_area_now"
            if times.has_others("group_areas", group_id=key)
            else "profile.group.no_area"
        ),
        t("profile.group.topics", topics=about)
        if about
        else t(
            "profile.group.no_topic_now"
            if times.has_others("group_topics", group_id=key)
            else "profile.group.no_topic"
        ),
    )


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
    hosts = cache.facts()["hosts"].filter(pl.col("group_id") == record["id"])["organization_id"].to_list()
    hosts = [host for host in hosts if host != record["organization_id"]]
    return [
        (t("words.columns.kind"), md(records.kind(dataset, record["classification"]))),
        (t("words.columns.status"), t(f"words.statuses.{record['status']}")),
        (t("profile.facts.host"), ", ".join(map(str, parts.listed(dataset, "organizations", hosts)))),
        (t("profile.facts.rhythm"), md(own(record, "meeting_rhythm"))),
    ]


def _facts(dataset: Dataset, record: parts.Record, confirmed: list[object]) -> None:
    pairs = [
        *facts(dataset, record),
        (t("profile.facts.confirmed"), parts.newest([record.get("confirmed_on"), *confirmed])),
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
    memberships: list[dict[str, object]],
    *,
    key: str,
    alt: str,
    period: str = "since",
) -> None:
    rows: list[list[Cell]] = []
    for row in memberships:
        organization = parts.record_of_any_day(dataset, "organizations", row["organization_id"])
        rows.append(
            [
                parts.link(dataset, "organizations", row["organization_id"]),
                parts.sector(dataset, organization),
                records.role(dataset, row["role"]),
                parts.represented_by(row),
                parts.agreement(row),
                parts.period(row) or None,
                own(row, "contributes") or None,
                own(row, "expects") or None,
                *parts.evidence(dataset, row),
            ]
        )
    rows.sort(key=lambda row: sort_key(row[0].text if row[0] else ""))  # type: ignore[union-attr]
    names = (
        "organization",
        "sector",
        "role",
        "represented_by",
        "agreement",
        period,
        "contributes",
        "expects",
    )
    columns = [t(f"profile.columns.{column}") for column in (*names, "source", "locator")]
    tables.rows(*parts.without_silent(columns, rows, {5, 6, 7}), alt=alt, key=key)
