"""The native format: a folder or zip archive with one CSV file per table of `graph.model`.

`docs/formats.md` describes it. What is not a known table is left out with a warning, a table that
is not there is empty, and one wrong cell costs only itself: the rest of the row is read on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import polars as pl

from graph.bounds import MOST_TEXTS
from graph.dataset import Dataset
from graph.derived_ids import with_derived_ids
from graph.errors import TooManyCells
from graph.model import RECORD_TYPE, Field, FieldKind, polars_schema
from graph.nearest import Comparing
from graph.problems import Findings, Problem, shown
from graph.text_folding import slug
from loaders.base import Limits, Progress, Reading
from loaders.cells import PROBLEM_OF_KIND, read_cells, suggestion
from loaders.files import SourceFile, open_source, table_names, table_of
from loaders.rows import ROW, Room, Table


class NativeLoader:
    """Reads folders and zip archives of CSV tables."""

    name = "native"
    about = "a folder, or a zip archive of it, with one CSV file for each kind of record, such as organizations.csv"
    suffixes: tuple[str, ...] = (".zip",)

    def recognizes(self, path: Path) -> bool:
        """Whether at least one of the known tables is there."""
        return not table_names(path).isdisjoint(RECORD_TYPE)

    def read(self, path: Path, *, limits: Limits, progress: Progress | None = None) -> Reading:
        """The records of all tables. See `Loader.read`."""
        source = open_source(path, limits=limits)
        findings = Findings(limits.listed)
        for problem in source.problems:
            findings.add(problem)
        frames: dict[str, pl.DataFrame] = {}
        unread: set[tuple[str, str | None]] = {(name, None) for name in _tables_of(source.problems)}
        done, total = 0, sum(file.size for file in source.files)
        room, comparing = Room(limits.cells), Comparing()
        for file in source.files:
            record_type = RECORD_TYPE.get(file.table)
            if record_type is None or record_type.table in frames:
                findings.add(_unknown_table(file, comparing))
                continue
            table = Table(file, record_type, findings, room)
            frames[record_type.table] = _typed(table, _ticker(progress, done, total))
            unread |= {(record_type.table, column) for column in table.unread}
            done += file.size
        if progress:
            progress(total, total)
        origins = {name: frame.select("file", "sheet", "row") for name, frame in frames.items()}
        described = not frames or "data_sets" in frames
        dataset = Dataset({} if described else {"data_sets": _described_by_name(source.name)})
        while frames:  # one after the other, so that no more than one table is held twice
            name, frame = frames.popitem()
            dataset = dataset.replace(**{name: frame.drop("file", "sheet", "row")})
        return Reading(dataset, findings.problems, origins, frozenset(unread))


def _typed(table: Table, tick: Callable[[int], None]) -> pl.DataFrame:
    """The table with its values, and file, sheet and row, in the order in which a Dataset keeps it.

    Without any row where the tables hold more than may be read.
    """
    schema = polars_schema(table.record_type) | {ROW: pl.UInt32()}
    chunks = [pl.DataFrame(schema=schema)]
    try:
        chunks.extend(_values(table, chunk) for chunk in table.chunks(tick))
    except TooManyCells:
        del chunks[1:]
        table.unread.add(None)
        limit = table.room.limit
        hint = f"All tables together may hold {limit} cells. Split the data, or raise SAMVERKAN_MAX_FILE_MB."
        table.add("too_many_cells", hint, value=str(limit))
    return (
        with_derived_ids(_once(table, pl.concat(chunks, how="diagonal")), table.record_type)
        .with_columns(
            pl.lit(table.file.name).alias("file"),
            pl.lit(None, dtype=pl.String).alias("sheet"),
            pl.col(ROW).alias("row"),
        )
        .drop(ROW)
        .sort(table.record_type.key, nulls_last=True, maintain_order=True)
    )


def _values(table: Table, chunk: pl.DataFrame) -> pl.DataFrame:
    columns = [chunk[ROW]]
    for field in table.record_type.fields:
        if field.name not in chunk.columns:
            continue
        cells = chunk[field.name]
        if field.kind is FieldKind.TEXTS:
            cells = _not_too_many_texts(table, chunk, cells)
        values, wrong = read_cells(cells, field.kind)
        columns.append(values)
        if wrong.any():
            table.unread.add(field.name)
            _explain(table, field, chunk, wrong.arg_true())
    return pl.DataFrame(columns)


def _not_too_many_texts(table: Table, chunk: pl.DataFrame, cells: pl.Series) -> pl.Series:
    """The cells without those that hold more texts than one may; the others take their room."""
    marks = cells.str.count_matches("|", literal=True)
    crowded = marks >= MOST_TEXTS
    table.room.take(int(marks.filter(~crowded).sum()))
    if not crowded.any():
        return cells
    table.unread.add(cells.name)
    hint = f"At most {MOST_TEXTS} would be right; they are separated by |."
    for row, count in zip(chunk[ROW].filter(crowded), marks.filter(crowded), strict=True):
        value, limit = str(count + 1), str(MOST_TEXTS)
        table.add("too_many_texts", hint, row=row, column=cells.name, value=value, about=limit)
    return cells.set(crowded, None)


def _once(table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows without those that have no id and say all that an earlier one says."""
    if not table.record_type.id_from or rows.is_empty():
        return rows
    said = [name for name in rows.columns if name != ROW]
    again = rows["id"].is_null() & ~rows.select(pl.struct(said).is_first_distinct()).to_series()
    if not again.any():
        return rows
    first = rows.with_columns(first=pl.col(ROW).first().over(said))["first"]
    places = again.arg_true()
    listed = places.head(Findings.LISTED).to_list()
    for place in listed:
        more = len(places) - len(listed) if place == listed[-1] else 0
        table.add("repeated_row", "", row=rows[ROW][place], value=str(first[place]), more=more)
    return rows.filter(~again)


def _explain(table: Table, field: Field, chunk: pl.DataFrame, places: pl.Series) -> None:
    code = PROBLEM_OF_KIND[field.kind]
    room = table.findings.room(code, table.file.name, None, field.name)
    listed = places.head(max(room, 1))  # one at least, to bring the count of the others
    cells, rows = (chunk[column].gather(listed).to_list() for column in (field.name, ROW))
    for number, (cell, row) in enumerate(zip(cells, rows, strict=True), 1):
        text = cell.strip()
        more = len(places) - len(listed) if number == len(listed) else 0
        hint = suggestion(text, field.kind)
        table.add(code, hint, row=row, column=field.name, value=shown(text), more=more)


def _ticker(progress: Progress | None, done: int, total: int) -> Callable[[int], None]:
    def tick(size: int) -> None:
        if progress:
            progress(min(done + size, total), total)

    return tick


def _tables_of(problems: Iterable[Problem]) -> set[str]:
    return {table_of(problem.file or "") for problem in problems} & set(RECORD_TYPE)


def _unknown_table(file: SourceFile, comparing: Comparing) -> Problem:
    near = comparing.nearest(file.table, RECORD_TYPE)
    hint = f"Did you mean {near}.csv?" if near else f"The tables are {', '.join(RECORD_TYPE)}."
    return Problem("unknown_table", file.name, suggestion=hint)


def _described_by_name(name: str) -> pl.DataFrame:
    """The one row of `data_sets` for a source that does not say what it is."""
    name = name.encode("utf-8", "replace").decode()  # a folder may be called what is no text
    key = slug(name) or "data-set"
    return pl.DataFrame({"id": [key], "name": [name.strip() or key], "invented": [False]})
