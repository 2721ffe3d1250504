"""Reads a workbook back with nothing but its XML: what a spreadsheet would show, cell by cell."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree

_NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
_ESCAPED = re.compile("_x([0-9A-F]{4})_")
_FIRST_DAY = dt.date(1899, 12, 30)  # what day 0 is from March 1900 on

Value = str | float | bool | dt.date | None


@dataclass(frozen=True)
class Sheet:
    """Rows of values, the cells marked as quoted, the XML itself."""

    rows: list[list[Value]]
    quoted: set[tuple[int, int]]
    xml: str


def sheets(workbook: bytes) -> dict[str, Sheet]:
    """The sheets by name, in their order."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        read = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    names = [each.get("name", "") for each in _all(read["xl/workbook.xml"], "m:sheets/m:sheet")]
    texts = [
        _unescaped("".join(part.text or "" for part in item.iter(f"{{{_NS['m']}}}t")))
        for item in _all(read.get("xl/sharedStrings.xml", "<sst/>"), "m:si")
    ]
    formats = _all(read["xl/styles.xml"], "m:cellXfs/m:xf")
    quoted = {place for place, each in enumerate(formats) if each.get("quotePrefix") == "1"}
    days = {place for place, each in enumerate(formats) if int(each.get("numFmtId", 0)) >= 164}
    return {
        name: _sheet(read[f"xl/worksheets/sheet{place}.xml"], texts, quoted, days)
        for place, name in enumerate(names, start=1)
    }


def _sheet(xml: str, texts: list[str], quoted: set[int], days: set[int]) -> Sheet:
    rows: list[list[Value]] = []
    marked: set[tuple[int, int]] = set()
    for row in _all(xml, "m:sheetData/m:row"):
        while len(rows) < int(row.get("r", 0)):
            rows.append([])
        for cell in row:
            column = _column(str(cell.get("r")))
            style = int(cell.get("s", 0))
            rows[-1].extend([None] * (column + 1 - len(rows[-1])))
            rows[-1][column] = _value(cell, texts, is_day=style in days)
            if style in quoted:
                marked.add((len(rows) - 1, column))
    return Sheet(rows, marked, xml)


def _value(cell: ElementTree.Element, texts: list[str], *, is_day: bool) -> Value:
    assert cell.find("m:f", _NS) is None, "a formula"
    found = cell.find("m:v", _NS)
    if found is None or found.text is None:
        return None
    match cell.get("t"):
        case "s":
            return texts[int(found.text)]
        case "b":
            return found.text == "1"
        case _:
            number = float(found.text)
            return _FIRST_DAY + dt.timedelta(days=number) if is_day else number


def _all(xml: str, path: str) -> list[ElementTree.Element]:
    return ElementTree.fromstring(xml.encode("utf-8")).findall(path, _NS)


def _column(reference: str) -> int:
    number = 0
    for letter in reference.rstrip("0123456789"):
        number = 26 * number + ord(letter) - 64
    return number - 1


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
