"""Signs of data about people: addresses and numbers that do not belong in a register of organisations.

A heuristic, and said so wherever it speaks: it finds what looks like an e-mail address, a telephone
number or a Swedish personal number. Names of people it cannot tell from other names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

COLUMNS_WITHOUT_NUMBERS: Final = frozenset(
    {"id", "url", "identifiers", "color", "key", "scope_id", "locator"}
)
"""Columns where long numbers are nobody's telephone: ids of registers, addresses, clause numbers."""

_EMAIL = r"[\w.+-]+@[\w-]+(\.[\w-]+)+"
# +46 70 123 45 67, 070-123 45 67, 08-123 456 78: a prefix, then at least six digits in groups;
# not the decimals of a coordinate. What stands before is matched too: polars' engine looks not behind.
# Ends of words are those of ASCII: the engine has no fast way to find others in text that is not
_PHONE = r"(?:\+[1-9][0-9]{0,2}[ -]?(?:\(0\))?|(?:^|[^\w.,:/-])0)[1-9][0-9]{0,2}[ /-]?[0-9](?:[ -]?[0-9]){4,7}(?-u:\b)"
# six or eight digits that are a birth date (months 01–12: an organisation's number has 20 and up), four more
_PERSONAL = r"(?-u:\b)(?:19|20)?[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[-+][0-9]{4}(?-u:\b)"

# addresses of an office, not of a person; what stands before is matched too, as above
_OFFICE = (
    r"(?i)(^|[^\w.+-])(?:info|kontakt|contact|kansli|registrator|post|office|diarium|press)"
    r"@[\w-]+(?:\.[\w-]+)+"
)


@dataclass(frozen=True)
class Sign:
    """One text that looks like data about a person.

    Its place in the column, the finding made unreadable, and how many further ones like it are not listed.
    """

    place: int
    masked: str
    more: int = 0


def signs_of_a_person(column: pl.Series, *, with_numbers: bool, listed: int) -> Iterator[Sign]:
    """The texts in a column that look like data about people, the first `listed` of them.

    `with_numbers` says whether telephone and personal numbers are looked for as well.

    All by polars' engine, whose time is linear in the text: Python's tries an address anew from each of
    its letters, half an hour for a cell of a megabyte.
    """
    pattern = f"{_PERSONAL}|{_PHONE}|{_EMAIL}" if with_numbers else _EMAIL
    places = column.str.contains(pattern).fill_null(False).arg_true()
    if places.is_empty():
        return
    texts = column.gather(places).str.replace_all(_OFFICE, "$1 ")
    still = texts.str.contains(pattern).arg_true()
    places, texts = places.gather(still), texts.gather(still).head(listed)
    hits = texts.str.extract(pattern, 0).str.strip_chars().to_list()
    for number, (place, hit) in enumerate(zip(places.head(listed).to_list(), hits, strict=True), 1):
        yield Sign(place, _masked(hit), len(places) - len(hits) if number == len(hits) else 0)


def _masked(hit: str) -> str:
    if "@" in hit:
        return f"{hit[0]}…@…"
    number = hit.lstrip("(")
    return f"{number[:2]}… ({sum(c.isdigit() for c in number)} digits)"
