"""Reads the text of a printed PDF back, sheet by sheet, with nothing but what Chromium writes into it."""

from __future__ import annotations

import re
import unicodedata
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)\bendobj", re.DOTALL)
_SHOWN = re.compile(rb"/(\w+) [\d.]+ Tf|<([0-9A-F]+)> Tj")
_CODES = re.compile(rb"<(\w+)> <(\w+)>(?: <(\w+)>)?\n")


def sheets(pdf: bytes) -> list[str]:
    """The text of each sheet without spaces and line breaks, in the order in which it is drawn."""
    objects = dict(_OBJECT.findall(pdf))
    pages = [each for each in objects.values() if re.search(rb"/Type /Page\b", each)]
    return [_text(page, objects) for page in pages]


def bare(text: str) -> str:
    """Words as `sheets` gives them: without spaces, ligatures, and hyphens, which a narrow column adds."""
    return re.sub(r"[\s\u00ad\u2060-]", "", unicodedata.normalize("NFKC", text))


def _text(page: bytes, objects: dict[bytes, bytes]) -> str:
    fonts = {
        name: _letters(objects[number], objects) for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", page)
    }
    found = []
    letters: dict[int, str] = {}
    width = 2
    for font, codes in _SHOWN.findall(b"".join(_streams(page, objects))):
        if font:
            letters, width = fonts[font]
        found.extend(
            letters.get(int(codes[at : at + width], 16), "\ufffd") for at in range(0, len(codes), width)
        )
    return bare("".join(found))


def _streams(page: bytes, objects: dict[bytes, bytes]) -> list[bytes]:
    numbers = re.search(rb"/Contents (?:\[([^\]]*)\]|(\d+) 0 R)", page)
    assert numbers, "a sheet without content"
    return [_stream(objects[each]) for each in re.findall(rb"(\d+)(?: 0 R|$)", numbers[1] or numbers[2])]


def _letters(font: bytes, objects: dict[bytes, bytes]) -> tuple[dict[int, str], int]:
    """What each code of a font stands for, and how many hexadecimal digits a code has."""
    written = re.search(rb"/ToUnicode (\d+) 0 R", font)
    if not written:
        return {}, 2
    letters: dict[int, str] = {}
    width = 2
    table = _stream(objects[written[1]]).partition(b"endcodespacerange")[2]
    for first, last_or_letters, start in _CODES.findall(table):
        width = len(first)
        if start:
            for place, code in enumerate(range(int(first, 16), int(last_or_letters, 16) + 1)):
                letters[code] = chr(int(start, 16) + place)
        else:
            letters[int(first, 16)] = bytes.fromhex(last_or_letters.decode()).decode("utf-16-be")
    return letters, width


def _stream(written: bytes) -> bytes:
    content = written.partition(b"stream")[2].lstrip(b"\r\n").rpartition(b"endstream")[0]
    return zlib.decompress(content) if b"/FlateDecode" in written.partition(b"stream")[0] else content
