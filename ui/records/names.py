"""What one record is called: by its name, as it counts here or as it stands on another day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.dataset import Dataset
from ui import cache
from ui.text import name, sort_key, t

Record = Mapping[str, object]


def of_any_day(dataset: Dataset, table: str, id: object) -> dict[str, object] | None:
    """The record as it counts here, or as it stands in the data when it is not there on this day."""
    return dataset.record(table, str(id)) or cache.whole_dataset().record(table, str(id))


def called(dataset: Dataset, table: str, id: object) -> str:
    """The name of a record in the reader's language; its id where no record of any day has one."""
    return name(of_any_day(dataset, table, id)) or str(id)


def by_name(dataset: Dataset, table: str, ids: Iterable[str]) -> list[str]:
    """Ids in the order of the names as the reader expects it."""
    return sorted(ids, key=lambda one: sort_key(called(dataset, table, one)))


def sector(dataset: Dataset, organization: Record | None) -> str | None:
    """The name of the organisation's sector; None where none is stated."""
    key = (organization or {}).get("classification")
    return called(dataset, "sectors", key) if key else None


def sector_or_not(dataset: Dataset, organization: Record | None) -> str:
    """The name of the organisation's sector, or that nobody states it: for a line that cannot stay empty."""
    return sector(dataset, organization) or t("words.sector_not_stated")


def unnamed(organization: Record) -> str:
    """That nobody has named this participant, and that it is the source that does not, where there is one."""
    return t("words.unnamed_by_source" if organization["source_id"] else "words.unnamed")
