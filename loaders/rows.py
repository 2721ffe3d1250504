"""Rows: one CSV file as chunks of text columns, whatever state it is in.

Read with the standard library's reader, not polars': it says which record is ragged or broken, and
numbers records as a spreadsheet does (the header is row 1, an empty line counts, a text with line
ends in it is still one row). A million rows take some seconds.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from graph.bounds import LONGEST_RECORD, LONGEST_TEXT, MOST_COLUMNS
from graph.errors import TooManyCells
from graph.model import RecordType
from graph.nearest import Comparing
from graph.problems import Findings, Problem, shown
from loaders.files import SourceFile

ROW: Final = "row of the record"  # with spaces, so that no field can be called the same

_CHUNK_ROWS = 50_000
_CHUNK_CELLS = 1_000_000
_CHUNK_LETTERS = 4_000_000  # of up to four bytes
_DELIMITERS = (",", ";", "\t")  # a Swedish spreadsheet writes semicolons


@dataclass
class Room:
    """How many cells may still be read, of all the tables of a source together; `limit` at first."""

    limit: int
    taken: int = 0

    def take(self, cells: int) -> None:
        """Note that so many more are read.

        Raises
        ------
        TooManyCells
            Where they are more than there is room for.
        """
        self.taken += cells
        if self.taken > self.limit:
            raise TooManyCells(
                f"The tables together hold more than {self.limit} cells; fewer would be right.",
                limit=self.limit,
            )


@dataclass
class Table:
    """One CSV file being read: where findings go, and which columns turned out unreadable.

    `room` is shared with the other tables. `unread` collects column names, and None once rows of the
    table could not be read.
    """

    file: SourceFile
    record_type: RecordType
    findings: Findings
    room: Room
    unread: set[str | None] = field(default_factory=set)
    _ragged: int = field(default=0, init=False)  # rows that are only counted

    def add(
        self,
        code: str,
        suggestion: str,
        *,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
        about: str | None = None,
        more: int = 0,
    ) -> None:
        """Note a finding in this file.

        Parameters
        ----------
        code, suggestion, row, column, value, about
            As in `Problem`.
        more
            Further ones like it that are not noted one by one.
        """
        found = Problem(code, self.file.name, None, row, column, value, suggestion, about)
        self.findings.add(found, more=more)

    def chunks(self, tick: Callable[[int], None]) -> Iterator[pl.DataFrame]:
        """The records: a text column for each known column of the file, and the row number as `ROW`.

        Nothing is yielded where the file cannot be read as a table; the findings say why. A chunk holds
        some ten megabytes at most, however long the texts are.

        Raises
        ------
        TooManyCells
            When the tables hold more than there is room for.
        """
        try:
            yield from self._records(tick)
        except OSError as error:
            self.unread.add(None)
            reason = error.strerror or str(error)
            self.add("unreadable_file", "Put a table there that you may open.", value=shown(reason))
        finally:
            self.findings.count("ragged_row", self.file.name, None, None, self._ragged)

    def _records(self, tick: Callable[[int], None]) -> Iterator[pl.DataFrame]:
        try:
            with self.file.open() as stream:
                # cells up to the longest text; the limit is the module's, for lack of one per reader
                csv.field_size_limit(LONGEST_TEXT + 2)
                with io.TextIOWrapper(stream, encoding="utf-8-sig", newline="") as text:
                    yield from self._chunks(text, lambda: tick(stream.tell()))
        except UnicodeDecodeError:
            self.unread.add(None)
            self._explain_encoding()

    def _chunks(self, text: io.TextIOWrapper, tick: Callable[[], None]) -> Iterator[pl.DataFrame]:
        head = text.readline(LONGEST_RECORD)
        if "\0" in head:
            self.unread.add(None)
            self.add("wrong_encoding", "It looks like UTF-16. Save it as “CSV UTF-8”.")
            return
        lines = _Lines(head, text, self.room, len(self.record_type.fields))
        reader = csv.reader(lines, delimiter=self._delimiter(head), strict=True)
        row, rows, numbers, letters = 1, [], [], 0
        try:
            names = next(reader, [])
            if not any(name.strip() for name in names):
                self.unread.add(None)
                self.add("empty_file", "A line with the names of the columns would be the least.")
                return
            if len(names) > MOST_COLUMNS:
                self.unread.add(None)
                hint = f"At most {MOST_COLUMNS} would be right; delete those that are not needed."
                self.add("too_many_columns", hint, row=1, value=str(len(names)), about=str(MOST_COLUMNS))
                return
            places = self._places(names)
            width = len(names)
            most_rows = max(min(_CHUNK_ROWS, _CHUNK_CELLS // width), 1)
            for cells in reader:
                row += 1
                letters += lines.ended()
                if len(cells) != width:
                    if not any(cells):
                        continue
                    cells = self._evened(cells, width, row)
                elif not cells[0] and not any(cells):
                    continue
                rows.append(cells)
                numbers.append(row)
                if len(rows) == most_rows or letters > _CHUNK_LETTERS:
                    yield _frame(rows, numbers, places)
                    rows, numbers, letters = [], [], 0
                    tick()
        except csv.Error as error:
            self.unread.add(None)
            hint = "A quotation mark inside a text must be doubled. The rest of the file was not read."
            self.add("bad_csv", hint, row=row + 1, value=shown(error))
        if rows:
            yield _frame(rows, numbers, places)

    def _delimiter(self, head: str) -> str:
        known = {f.name for f in self.record_type.fields}
        return max(_DELIMITERS, key=lambda mark: len(known & {_plain(name) for name in head.split(mark)}))

    def _places(self, names: list[str]) -> dict[str, int]:
        known = [f.name for f in self.record_type.fields]
        comparing = Comparing()
        places: dict[str, int] = {}
        for place, written in enumerate(names):
            name = _plain(written)
            if name in places:
                self.add("duplicate_column", "Keep one of the two; the first was read.", row=1, column=name)
            elif name in known:
                places[name] = place
            elif name:
                near = comparing.nearest(name, known)
                hint = f"Did you mean {near}?" if near else f"The columns are {', '.join(known)}."
                self.add("unknown_column", hint, row=1, column=shown(written.strip()))
        for wanted in self.record_type.fields:
            if wanted.required and wanted.name not in places:
                self.unread.add(wanted.name)
                self.add("missing_column", f"It holds: {wanted.meaning}", row=1, column=wanted.name)
        return places

    def _evened(self, cells: list[str], width: int, row: int) -> list[str]:
        # a spreadsheet may leave empty cells behind the last column: they say nothing
        if len(cells) < width or any(cells[width:]):
            if self._ragged or not self.findings.room("ragged_row", self.file.name, None, None):
                self._ragged += 1
            else:
                hint = (
                    f"The header has {width} cells and this row {len(cells)}; "
                    "a text with a comma in it must stand in quotation marks."
                )
                self.add("ragged_row", hint, row=row)
        return cells[:width] + [""] * (width - len(cells))

    def _explain_encoding(self) -> None:
        with self.file.open() as stream:
            decoder, before, lines = codecs.getincrementaldecoder("utf-8")(), 0, 1
            while block := stream.read(1 << 20):
                try:
                    decoder.decode(block)
                except UnicodeDecodeError as error:
                    # the decoder may have kept some bytes of the block before
                    position = before - (len(error.object) - len(block)) + error.start
                    lines += error.object[: error.start].count(b"\n")
                    wide = position == 0 and error.object[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
                    place = f"byte {position + 1} (0x{error.object[error.start]:02X}, line {lines})"
                    break
                before += len(block)
                lines += block.count(b"\n")
            else:
                wide, place = False, f"byte {before} (the end of the file)"
        guess = "UTF-16" if wide else "Windows-1252 or Latin-1"
        hint = f"The first wrong one is {place}; it looks like {guess}. Save it as “CSV UTF-8”."
        self.add("wrong_encoding", hint, value=place)


class _Lines:
    """The lines of a table for the reader of records, which itself knows no bound but that of a cell.

    Of one record it gives `LONGEST_RECORD` characters at most: one of many lines, or of nothing but
    commas, would be read to the end of the file. Each line takes the room of a row: an empty one takes
    time, too.
    """

    def __init__(self, head: str, text: io.TextIOWrapper, room: Room, cells: int) -> None:
        self._head, self._text = head, text
        self._room, self._cells = room, cells
        self._letters = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line, self._head = self._head or self._text.readline(LONGEST_RECORD), ""
        if not line:
            raise StopIteration
        self._letters += len(line)
        if self._letters > LONGEST_RECORD or (len(line) == LONGEST_RECORD and line[-1] not in "\r\n"):
            raise csv.Error(f"a row longer than {LONGEST_RECORD:,} characters")
        self._room.take(self._cells)
        return line

    def ended(self) -> int:
        """Begin another record; returns how many characters the one before had."""
        letters, self._letters = self._letters, 0
        return letters


def _plain(name: str) -> str:
    return name.strip().strip('"').strip().lower()


def _frame(rows: list[list[str]], numbers: list[int], places: dict[str, int]) -> pl.DataFrame:
    columns = list(zip(*rows, strict=True))
    return pl.DataFrame(
        [pl.Series(ROW, numbers, dtype=pl.UInt32)]
        + [pl.Series(name, columns[place], dtype=pl.String) for name, place in places.items()]
    )
