"""Rows: one CSV file as chunks of text columns, whatever state it is in.

Read with the standard library's reader, not polars': it says which record is ragged or broken, and
numbers records as a spreadsheet does (the header is row 1, an empty line counts, a text with line
ends in it is still one row). A million rows take some seconds.
"""

from __future__ import annotations

import codecs
import csv
import difflib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from graph.model import RecordType
from graph.problems import Findings, Problem, shown
from graph.validation import LONGEST_TEXT
from loaders.files import SourceFile

ROW: Final = "row of the record"  # with spaces, so that no field can be called the same

_CHUNK = 50_000
_LONGEST_LINE = 8 * LONGEST_TEXT  # a file without line ends must not become one string
_DELIMITERS = (",", ";", "\t")  # a Swedish spreadsheet writes semicolons


@dataclass
class Table:
    """One CSV file being read: where findings go, and which columns turned out unreadable.

    `unread` collects column names, and None once rows of the table could not be read.
    """

    file: SourceFile
    record_type: RecordType
    findings: Findings
    unread: set[str | None] = field(default_factory=set)

    def add(
        self,
        code: str,
        suggestion: str,
        *,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
        more: int = 0,
    ) -> None:
        """Note a finding in this file.

        Parameters
        ----------
        code, suggestion, row, column, value
            As in `Problem`.
        more
            Further ones like it that are not noted one by one.
        """
        found = Problem(code, self.file.name, None, row, column, value, suggestion)
        self.findings.add(found, more=more)

    def chunks(self, tick: Callable[[int], None]) -> Iterator[pl.DataFrame]:
        """The records: a text column for each known column of the file, and the row number as `ROW`.

        Nothing is yielded where the file cannot be read as a table; the findings say why.
        """
        try:
            with self.file.open() as stream:
                # cells up to the longest text; the limit is the module's, for lack of one per reader
                csv.field_size_limit(LONGEST_TEXT + 2)
                with io.TextIOWrapper(stream, encoding="utf-8-sig", newline="") as text:
                    yield from self._chunks(text, lambda: tick(stream.tell()))
        except UnicodeDecodeError:
            self.unread.add(None)
            self._explain_encoding()
        except OSError as error:
            self.unread.add(None)
            reason = error.strerror or str(error)
            self.add("unreadable_file", "Put a table there that you may open.", value=shown(reason))

    def _chunks(self, text: io.TextIOWrapper, tick: Callable[[], None]) -> Iterator[pl.DataFrame]:
        head = text.readline(_LONGEST_LINE)
        if "\0" in head:
            self.unread.add(None)
            self.add("wrong_encoding", "It looks like UTF-16. Save it as “CSV UTF-8”.")
            return
        reader = csv.reader(_lines(head, text), delimiter=self._delimiter(head), strict=True)
        row, rows, numbers = 1, [], []
        try:
            names = next(reader, [])
            if not any(name.strip() for name in names):
                self.unread.add(None)
                self.add("empty_file", "A line with the names of the columns would be the least.")
                return
            places = self._places(names)
            width = len(names)
            for cells in reader:
                row += 1
                if len(cells) != width:
                    if not any(cells):
                        continue
                    cells = self._evened(cells, width, row)
                elif not cells[0] and not any(cells):
                    continue
                rows.append(cells)
                numbers.append(row)
                if len(rows) == _CHUNK:
                    yield _frame(rows, numbers, places)
                    rows, numbers = [], []
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
        places: dict[str, int] = {}
        for place, written in enumerate(names):
            name = _plain(written)
            if name in places:
                self.add("duplicate_column", "Keep one of the two; the first was read.", row=1, column=name)
            elif name in known:
                places[name] = place
            elif name:
                near = difflib.get_close_matches(name, known, n=1)
                hint = f"Did you mean {near[0]}?" if near else f"The columns are {', '.join(known)}."
                self.add("unknown_column", hint, row=1, column=shown(written.strip()))
        for wanted in self.record_type.fields:
            if wanted.required and wanted.name not in places:
                self.unread.add(wanted.name)
                self.add("missing_column", f"It holds: {wanted.meaning}", row=1, column=wanted.name)
        return places

    def _evened(self, cells: list[str], width: int, row: int) -> list[str]:
        # a spreadsheet may leave empty cells behind the last column: they say nothing
        if len(cells) < width or any(cells[width:]):
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


def _lines(head: str, text: io.TextIOWrapper) -> Iterator[str]:
    line = head
    while line:
        if len(line) == _LONGEST_LINE and not line.endswith(("\r", "\n")):
            raise csv.Error(f"a line longer than {_LONGEST_LINE:,} characters")
        yield line
        line = text.readline(_LONGEST_LINE)


def _plain(name: str) -> str:
    return name.strip().strip('"').strip().lower()


def _frame(rows: list[list[str]], numbers: list[int], places: dict[str, int]) -> pl.DataFrame:
    columns = list(zip(*rows, strict=True))
    return pl.DataFrame(
        [pl.Series(ROW, numbers, dtype=pl.UInt32)]
        + [pl.Series(name, columns[place], dtype=pl.String) for name, place in places.items()]
    )
