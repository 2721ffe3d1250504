"""What stands in the way of a change in the reader's language: which record, what it was, what it is now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl
import streamlit as st

from graph.dataset import Dataset
from graph.model import RECORD_TYPE, EdgeType
from graph.record_changes import ChangeKind, Conflict, Key
from ui import records
from ui.text import md, name, t

_SHOWN = 5
_LONGEST = 60  # signs of a value


def draw(conflicts: Sequence[Conflict], dataset: Dataset) -> None:
    """The first conflicts, a line each, and how many more there are; `dataset` is what there is now."""
    lines = [f"- {_in_words(conflict, dataset)}" for conflict in conflicts[:_SHOWN]]
    if len(conflicts) > _SHOWN:
        lines.append(f"- {t('words.more', count=len(conflicts) - _SHOWN)}")
    st.markdown("\n".join(lines))


def _in_words(conflict: Conflict, dataset: Dataset) -> str:
    told = {"record": _record(conflict, dataset)}
    reference = conflict.reference
    if reference is not None and conflict.kind is ChangeKind.REMOVED:
        other = _named(reference.table, reference.key, dataset)
        return t("data.conflict.named", **told, other=other, field=md(reference.field))
    if reference is not None:
        other = _named(reference.other, (reference.id,), dataset)
        return t("data.conflict.names_nothing", **told, other=other, field=md(reference.field))
    if conflict.field is None:
        return t("data.conflict.gone" if conflict.theirs is None else "data.conflict.there", **told)
    told |= {"field": md(conflict.field), "was": _value(conflict.expected), "now": _value(conflict.theirs)}
    if conflict.kind is ChangeKind.REMOVED:
        return t("data.conflict.changed_and_removed", **told)
    return t("data.conflict.changed", **told, mine=_value(conflict.mine))


def _record(conflict: Conflict, dataset: Dataset) -> str:
    sides = (conflict.theirs, conflict.expected, conflict.mine)
    row = next((side for side in sides if isinstance(side, Mapping)), None)
    return _named(conflict.table, conflict.key, dataset, row)


def _named(table: str, key: Key, dataset: Dataset, row: Mapping[str, object] | None = None) -> str:
    """“Group **Rådet**”; a record without a name is called by its two ends, or by its id."""
    record_type = RECORD_TYPE[table]
    if isinstance(record_type, EdgeType):
        row = row or _row(dataset[table], record_type.key, key)
        ends = [
            records.called(dataset, field.references or "", row[field.name])
            for field in record_type.fields
            if row is not None and field.name in (record_type.start, record_type.end)
        ]
        called = " – ".join(ends or [part or "" for part in key])
    else:
        called = name(dataset.record(table, str(key[0])) or row) or str(key[0])
    return f"{records.table_one(table)} **{md(called)}**"


def _row(frame: pl.DataFrame, names: Sequence[str], key: Key) -> Mapping[str, object] | None:
    found = frame.filter(**dict(zip(names, key, strict=True)))
    return found.row(0, named=True) if found.height else None


def _value(value: object) -> str:
    if value is None:
        return t("data.conflict.empty")
    text = " | ".join(map(str, value)) if isinstance(value, list) else str(value)
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return t("data.conflict.value", value=md(text))
