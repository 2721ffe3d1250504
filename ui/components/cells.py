"""What stands in the cells of a table: on screen, in a file for people, and in one for programs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from exporters.table import Value
from ui.links import Address, Link
from ui.records.phrases import Name, Names
from ui.text import day


@dataclass(frozen=True)
class Heading:
    """What a column is called: by programs, in English with underscores, and in words."""

    name: str
    words: str


Cell = str | int | float | dt.date | Link | Address | Name | Names | None
"""A cell: data (escaped where it is drawn), a number, a day, a link, names, or None for what nobody states."""


def moment(period: str | None) -> Cell:
    """A day as a day, a year or a month in words; None where nobody says when."""
    if not period:
        return None
    return dt.date.fromisoformat(period) if period.count("-") == 2 else day(period)


def value(cell: Cell) -> Value:
    """What the cell says, without where it leads; None where it says nothing."""
    said = cell.text if isinstance(cell, (Link, Address, Name, Names)) else cell
    return None if said == "" else said


def for_programs(
    shown: Sequence[Heading], cells: Sequence[Sequence[Cell]]
) -> tuple[list[str], list[list[Value]]]:
    """Headings and rows for programs: beside the words of a cell the ids, or the address, behind them.

    A column in which cells name a record is followed by one of ids, `<name>_id`, or `<name>_ids` where
    a cell may name several, joined by |. Where the column is called by the table (`group`, `groups`)
    the ids stand alone; else each says its table too, as in the address of a page: `groups:board`.
    """
    headings: list[str] = []
    made: list[Sequence[Value]] = []
    for place, heading in enumerate(shown):
        of_column = [row[place] for row in cells]
        headings.append(heading.name)
        made.append([value(cell) for cell in of_column])
        if any(isinstance(cell, Address) for cell in of_column):
            headings.append(f"{heading.name}_url")
            made.append([cell.url if isinstance(cell, Address) else None for cell in of_column])
        behind = [_records(cell) for cell in of_column]
        if any(behind):
            several = any(isinstance(cell, Names) for cell in of_column)
            name, ids = _ids(heading.name, behind, several=several)
            headings.append(name)
            made.append(ids)
    return headings, [list(row) for row in zip(*made, strict=True)]


def _ids(name: str, behind: Sequence[Sequence[tuple[str, str]]], *, several: bool) -> tuple[str, list[Value]]:
    tables = {table for records in behind for table, _ in records}
    of_its_table = len(tables) == 1 and name in {*tables, *(table.removesuffix("s") for table in tables)}
    stem = name.removesuffix("s") if of_its_table else name
    texts = [[one if of_its_table else f"{table}:{one}" for table, one in records] for records in behind]
    escaped = [[one.replace("\\", "\\\\").replace("|", "\\|") for one in ids] for ids in texts]
    joined: list[Value] = ["|".join(ids) or None for ids in (escaped if several else texts)]
    return f"{stem}_ids" if several else f"{stem}_id", joined


def _records(cell: Cell) -> tuple[tuple[str, str], ...]:
    if isinstance(cell, Names):
        return cell.records
    return (cell.record,) if isinstance(cell, (Link, Name)) and cell.record else ()
