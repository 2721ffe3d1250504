"""The profile of an organisation, named or not."""

from __future__ import annotations

import altair as alt
import polars as pl
import streamlit as st

from graph.analysis.base.area_tree import area_tree
from graph.analysis.places.collaboration import Via
from graph.analysis.records.profile import OrganizationProfile, organization_profile
from graph.dataset import Dataset
from ui import cache, records
from ui.components import leaving, lists, times
from ui.components.tables import Cell, Column
from ui.pages.profiles import activities, group, parts
from ui.records.phrases import FEW
from ui.text import day, md, name, number, own, sort_key, t

_RELATIONS = (
    parts.Relation("runs", "hosts", "organization_id", "groups", "group_id"),
    parts.Relation("unit_of", "units", "organization_id", "organizations", "parent_id", rolled_up=True),
    parts.Relation("has_unit", "units", "parent_id", "organizations", "organization_id", rolled_up=True),
)
_BARS = 20  # more bars than fit a screen are no longer compared by eye
_BAR_HEIGHT = 23  # pixels, one line of 13 px text and air
_BELOW_BARS = 20  # pixels of the height that Streamlit keeps free below a chart


def draw(dataset: Dataset, record: parts.Record) -> None:
    """Draw everything known about the organisation."""
    found = cache.answer(organization_profile, organization_id=str(record["id"]))
    own_group = records.group_of(found.organization_id)
    same = dataset.require("groups", own_group) if own_group else None
    _answer(dataset, record, found)
    _leaving(dataset, record)
    _facts(dataset, record, found, same)
    parts.description(record)
    if same:
        group.as_members(dataset, same)
    in_groups = cache.whole_dataset()["groups"].height > 0  # without any there is nothing to be in
    if in_groups:
        _memberships(dataset, found)
    activities.draw(dataset, found.activities, of="organization")
    st.space("small")
    if in_groups:
        meets, where = st.columns([1.35, 1], gap="large")
        with meets:
            _meets(dataset, found, named=record["kind"] == "named")
        with where:
            _where(dataset, record, found)
    else:
        _where(dataset, record, found)
    _collaborations(dataset, record, found)
    parts.agreements(dataset, organization_id=found.organization_id, group_id=own_group)
    parts.more(dataset, record, _RELATIONS, same=same, its_relations=group.RELATIONS)
    parts.own_source(dataset, record)


def _answer(dataset: Dataset, record: parts.Record, found: OrganizationProfile) -> None:
    planned = records.phrase(dataset, "groups", found.planned_group_ids)
    if record["kind"] == "unnamed":
        groups = records.phrase(dataset, "groups", found.group_ids)
        parts.sentence(
            t("profile.organization.unnamed"),
            t("profile.organization.unnamed_in", groups=groups)
            if groups
            else times.of_organization(found.organization_id),
            t("profile.organization.planned", groups=planned) if planned else "",
            t("profile.organization.unnamed_note"),
        )
        return
    parts.sentence(
        *(_in_groups(found) if found.group_ids else _in_no_group(found)),
        t("profile.organization.planned", groups=planned) if planned else "",
        t("profile.organization.activities", count=found.activities.height)
        if found.activities.height
        else "",
        # where nobody says where it is, “at 0 of 10 places” would say too much
        t("profile.organization.places", places=found.places, count=found.all_places) if found.places else "",
    )


def _leaving(dataset: Dataset, record: parts.Record) -> None:
    """What happens if it leaves, with the answer and not below the tables: it is asked here."""
    what = leaving.in_words(dataset, str(record["id"])) if record["kind"] == "named" else ""
    if what:
        parts.sentence(t("profile.organization.leaving", what=what))


def _in_groups(found: OrganizationProfile) -> list[str]:
    """In how many groups it is, how many of them it only runs, and whom it meets there."""
    groups, only_runs = len(found.group_ids), len(found.group_ids) - found.member_groups
    sentences = [t("profile.organization.answer", count=groups, all_groups=found.all_groups)]
    if only_runs:
        form = "runs_them_all" if only_runs == groups else "runs"
        sentences.append(t(f"profile.organization.{form}", count=only_runs))
    if found.all_others:
        meets = {"meets": found.meets.height, "others": found.all_others}
        sentences.append(t("profile.organization.meets", **meets))
    if found.member_groups > found.most_groups_of_others > 0:
        sentences.append(t("profile.organization.most", count=found.most_groups_of_others))
    return sentences


def _in_no_group(found: OrganizationProfile) -> list[str]:
    """That it is in none, where there are any, and what became of its memberships."""
    none = t("profile.organization.no_group", day=md(day(cache.day()))) if found.all_groups else ""
    return [none, times.of_organization(found.organization_id)]


def _facts(
    dataset: Dataset, record: parts.Record, found: OrganizationProfile, same: parts.Record | None
) -> None:
    unit_of = cache.whole_dataset()["units"]
    parents = unit_of.filter(pl.col("organization_id") == record["id"])["parent_id"].to_list()
    below = unit_of.filter(pl.col("parent_id") == record["id"])["organization_id"].to_list()
    pairs = [
        (t("words.columns.sector"), md(records.sector(dataset, record) or "")),
        (t("profile.facts.other_names"), parts.other_names(record, same)),
        (t("profile.facts.part_of"), ", ".join(map(str, records.listed(dataset, "organizations", parents)))),
        (t("profile.facts.confirmed"), day(found.confirmed_on)),
    ]
    if same:
        pairs.extend(fact for fact in group.facts(dataset, same) if fact[1])
    if record.get("founding_date"):
        pairs.append((t("profile.facts.founded"), day(str(record["founding_date"]))))
    parts.facts(pairs)
    if below:
        with st.container(width=760):
            units = [str(link) for link in records.listed(dataset, "organizations", below)]
            lists.folded(units, label=t("profile.facts.units"))


def _memberships(dataset: Dataset, found: OrganizationProfile) -> None:
    """Those of the day, and apart from them those that are over and those to come."""
    others = times.memberships(organization_id=found.organization_id)
    parts.heading(t("profile.memberships.title"))
    if found.memberships.is_empty():
        st.markdown(t("profile.memberships.none" if others.is_empty() else "profile.memberships.none_now"))
    _seats(dataset, found.memberships, key="memberships", alt=t("profile.memberships.title"))
    parts.other_times(others, lambda rows, **words: _seats(dataset, rows, **words))


def _seats(dataset: Dataset, memberships: pl.DataFrame, *, key: str, alt: str, period: str = "since") -> None:
    groups = {
        row["group_id"]: records.of_any_day(dataset, "groups", row["group_id"])
        for row in memberships.iter_rows(named=True)
    }

    def kind(row: parts.Record) -> Cell:
        in_group = groups[row["group_id"]]
        return records.kind(dataset, in_group["classification"]) if in_group else None

    columns = [
        Column("group", lambda row: records.link(dataset, "groups", row["group_id"])),
        Column("kind", kind),
        *parts.seats(dataset, period_name=period),
    ]
    found = sorted(
        records.with_agreements(dataset, memberships).iter_rows(named=True),
        key=lambda row: parts.kind_order(groups[row["group_id"]]),
    )
    parts.table(columns, found, alt=alt, key=key)


def _meets(dataset: Dataset, found: OrganizationProfile, *, named: bool) -> None:
    st.header(t("profile.meets.title"), anchor=False)
    if found.meets.is_empty():
        st.markdown(t("profile.meets.nobody" if named else "profile.meets.unnamed"))
        return
    called = {
        one: records.called(dataset, "organizations", one) for one in found.meets["organization_id"].to_list()
    }
    met = sorted(
        found.meets.iter_rows(named=True),
        key=lambda row: (-row["shared_groups"], sort_key(called[row["organization_id"]])),
    )
    names = [called[row["organization_id"]] for row in met]
    _bars(names[:_BARS], [row["shared_groups"] for row in met[:_BARS]])
    st.markdown(f":gray[:small[{t('profile.meets.note')}]]")
    form = "where_and_not" if found.not_met_ids else "where"
    label = t(f"profile.meets.{form}", count=len(met))
    with st.expander(label):

        def shared(row: parts.Row) -> Cell:
            link = records.link(dataset, "organizations", row["organization_id"])
            return records.few(dataset, "groups", row["group_ids"], where=link)

        columns = [
            Column(
                "organization", lambda row: records.link(dataset, "organizations", row["organization_id"])
            ),
            Column("shared", lambda row: row["shared_groups"]),
            Column("in_groups", shared),
        ]
        parts.table(columns, met, alt=label, key="meets")
        if found.not_met_ids:
            # in a large network nearly everybody: only those that are listed become links
            order = records.by_name(dataset, "organizations", found.not_met_ids)
            links_of = [records.linked(dataset, "organizations", one) for one in order[: lists.MOST]]
            lists.folded(links_of, label=t("profile.meets.not_met"), first=lists.LONGEST, count=len(order))


def _bars(names: list[str], counts: list[int]) -> None:
    dark = st.context.theme.type == "dark"
    ink, fill = ("#e7eaea", "#7fb6d6") if dark else ("#1d272c", "#1f5673")
    frame = pl.DataFrame({"name": names, "count": counts, "shown": [number(count) for count in counts]})
    axis = alt.Axis(
        title=None,
        ticks=False,
        domain=False,
        labelLimit=260,
        labelFontSize=13,
        labelColor=ink,
        labelPadding=8,
        labelOverlap=False,
        labelFlush=False,
    )
    base = alt.Chart(frame).encode(
        y=alt.Y("name:N", sort=None, axis=axis),
        x=alt.X("count:Q", axis=None, scale=alt.Scale(domain=[0, max(counts) * 1.08])),
        tooltip=[
            alt.Tooltip("name:N", title=t("words.columns.organization")),
            alt.Tooltip("shown:N", title="="),
        ],
    )
    bars = base.mark_bar(color=fill, height=11)
    labels = base.mark_text(align="left", dx=7, fontSize=13, color=ink).encode(text="shown:N")
    height = _BAR_HEIGHT * len(names) + _BELOW_BARS
    # `alt` says it in words of ours: Vega's own descriptions of axes and bars are in English only
    chart = (bars + labels).properties(height=height).configure(aria=False).configure_view(stroke=None)
    sentence = "; ".join(f"{who} {count}" for who, count in zip(names, counts, strict=True))
    st.altair_chart(chart, width="stretch", alt=f"{t('profile.meets.title')}: {sentence}")


def _where(dataset: Dataset, record: parts.Record, found: OrganizationProfile) -> None:
    st.header(t("profile.where.title"), anchor=False)
    present = dataset["presences"].filter(pl.col("organization_id") == record["id"])
    ways = {str(via): rows for (via,), rows in found.areas.group_by("via", maintain_order=True)}
    if not ways and not found.groups_without_area:
        tables_of_places = ("memberships", "presences", "activities")
        others = (times.has_others(each, organization_id=found.organization_id) for each in tables_of_places)
        st.markdown(t("profile.where.nowhere_now" if any(others) else "profile.where.nowhere"))
    for via in (Via.STATED, Via.GROUP):
        if via in ways:
            st.subheader(t(f"profile.where.{via}"), anchor=False)
            _places(dataset, ways[via])
    if Via.FROM_ABOVE in ways:
        here = [ways[via]["area_id"] for via in (Via.STATED, Via.GROUP) if via in ways]
        _places_from_above(dataset, ways[Via.FROM_ABOVE], set(pl.concat(here)))
    if found.only_stated and found.group_ids:
        parts.note(t("profile.where.only_stated"))
    elif Via.GROUP in ways:
        parts.note(t("profile.where.inferred"))
    if found.groups_without_area and not found.only_stated:
        st.subheader(t("profile.where.not_stated"), anchor=False)
        without = [str(link) for link in records.listed(dataset, "groups", found.groups_without_area)]
        lists.folded(without)
    if present.height:
        st.subheader(t("profile.where.present"), anchor=False)
        entries = []
        for row in present.iter_rows(named=True):
            source, locator = parts.source(dataset, row), parts.locator(row)
            told = ", ".join(filter(None, (str(source or ""), md(locator or ""))))
            entries.append((records.linked(dataset, "areas", row["area_id"]), told))
        lists.notes(entries, key="present")


def _places_from_above(dataset: Dataset, rows: pl.DataFrame, direct: set[str]) -> None:
    """Areas reached because they lie in a direct one, below the name of the nearest such."""
    around = (
        cache.answer(area_tree)
        .ancestors.filter(pl.col("ancestor_id").is_in(list(direct)))
        .sort("distance", maintain_order=True)
        .unique("area_id", keep="first")
    )
    for (through,), areas in rows.join(around, on="area_id", maintain_order="left").group_by(
        "ancestor_id", maintain_order=True
    ):
        st.subheader(
            t("profile.where.above", area=md(records.called(dataset, "areas", through))), anchor=False
        )
        _places(dataset, areas)


def _places(dataset: Dataset, rows: pl.DataFrame) -> None:
    """Areas with the groups behind them; areas with the same groups share a line."""
    together: dict[tuple[str, ...], list[str]] = {}
    for row in rows.iter_rows(named=True):
        together.setdefault(tuple(row["group_ids"]), []).append(row["area_id"])
    for groups, areas in sorted(together.items(), key=lambda item: -len(item[1])):
        through = records.phrase(dataset, "groups", groups, limit=FEW, linked=False)
        shown = [str(link) for link in records.listed(dataset, "areas", areas)]
        lists.folded(shown, note=through)


def _collaborations(dataset: Dataset, record: parts.Record, found: OrganizationProfile) -> None:
    if found.stated_partners.is_empty():
        return
    parts.heading(t("profile.collaborations.title"))

    def end(row: parts.Record, *, itself: bool) -> Cell:
        return name(record) if itself else records.link(dataset, "organizations", row["partner_id"])

    # a collaboration has a direction: who gives is not who gets
    columns = [
        Column("from_whom", lambda row: end(row, itself=row["outgoing"])),
        Column("to_whom", lambda row: end(row, itself=not row["outgoing"])),
        Column("about", lambda row: own(row, "about") or None),
        Column("since", parts.period, hide_if_silent=True),
        *parts.evidence(dataset),
    ]
    parts.table(
        columns,
        found.stated_partners.iter_rows(named=True),
        alt=t("profile.collaborations.title"),
        key="collaborations",
        strong=False,
    )
    st.markdown(f":gray[:small[{t('profile.collaborations.note')}]]")
