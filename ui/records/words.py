"""What kind of thing a record is, in words: by the data's own words first."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from graph.analysis.coverage.needs import THRESHOLDS
from graph.analysis.records.agreements import membership_agreements
from graph.dataset import Dataset
from graph.vocabulary import KINDS, ROLES, Vocabulary
from ui.text import has, name, number, own, t


def kind(dataset: Dataset, word: object) -> str:
    """The kind of a group in words: as the data set calls it, else as we do."""
    return _word(dataset, KINDS, "kinds", str(word))


def role(dataset: Dataset, word: object) -> str:
    """The role in a group in words: as the data set calls it, else as we do."""
    return _word(dataset, ROLES, "roles", str(word))


def kinds_in_figures(dataset: Dataset, word: str, count: int) -> str:
    """So many groups of a kind, as a part of a sentence."""
    if dataset.record(KINDS, word) is None and has(f"start.kinds.{word}.other"):
        return t(f"start.kinds.{word}", count=count)
    return t("start.own_kind", name=kind(dataset, word), count=count)


def area_kind(kind: object) -> str:
    """What kind of place, in the reader's words where the locale has them; empty where nobody says."""
    key = f"profile.area_kinds.{kind}"
    return t(key) if kind and has(key) else str(kind or "")


def status(word: object) -> str:
    """The status of a group in words."""
    return t(f"words.statuses.{word}")


def agreement(word: object) -> str | None:
    """What is agreed, in words; None where nobody says."""
    return t(f"words.agreements.{word}") if word else None


def table(table: str) -> str:
    """What a table is called; its name in the model where nobody has given it words yet."""
    key = f"words.tables.{table}"
    return t(key) if has(key) else table


def table_one(table: str) -> str:
    """What one record of a table is called; its name in the model where nobody has given it words yet."""
    key = f"words.table_one.{table}"
    return t(key) if has(key) else table


def in_groups(count: int, every: int) -> str:
    """In how many of all groups somebody is, as the end of “is …”, in Markdown."""
    if not count:
        return t("words.in_groups.none")
    return t("words.in_groups.only") if every == 1 else t("words.in_groups.some", count=count, all=every)


def need(level: object) -> str:
    """A level of need in words, with its number; “not stated” where nothing says it."""
    return t("words.not_stated") if level is None else t(f"words.need_states.{level}")


def need_on_scale(dataset: Dataset, row: Mapping[str, object]) -> str | None:
    """What a need was stated as on the data's own scale, and what that counts as; None where it was not.

    `row` is one of `graph.analysis.needs.need_levels`.
    """
    scale = dataset.record("need_scales", str(row["scale_id"]))
    value, level = row["value"], row["level"]
    if scale is None or not isinstance(value, (int, float)) or not isinstance(level, int):
        return None
    form = "judged" if row["stated"] else "reached" if level else "below"
    threshold = scale[THRESHOLDS[max(level - 1, 0)]]
    unit = own(scale, "unit")
    return t(
        f"words.need_on_scale.{form}",
        scale=name(scale),
        value=f"{number(value)} {unit}".strip(),
        level=t(f"words.need_levels.{level}"),
        threshold=number(float(str(threshold))),
    )


def with_agreements(dataset: Dataset, memberships: pl.DataFrame) -> pl.DataFrame:
    """Memberships with the firmest of what they and their two parties have agreed, in their order."""
    if dataset["agreements"].is_empty():
        return memberships
    agreed = membership_agreements(
        dataset.replace(memberships=memberships.select(dataset["memberships"].columns))
    )
    joined = memberships.drop("agreement").join(agreed, on="id", how="left", maintain_order="left")
    return joined.select(memberships.columns)


def _word(dataset: Dataset, vocabulary: Vocabulary, ours: str, word: str) -> str:
    if own := dataset.record(vocabulary, word):
        return name(own)
    key = f"words.{ours}.{word}"
    return t(key) if has(key) else word
