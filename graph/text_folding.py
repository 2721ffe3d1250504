"""Texts without what spelling adds: accents and capitals, for comparing, searching and naming files."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_NOT_PLAIN: Final = re.compile("[^a-z0-9]+")


def without_accents(text: str) -> str:
    """The text with each letter in its plain form: Å and Ä are A, é is e, ﬁ is fi."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def fold(text: str) -> str:
    """Lower case without accents: Å, Ä and A are found by each other."""
    return without_accents(text.casefold())


def slug(text: str, *, longest: int | None = None) -> str:
    """Only a to z and digits, joined by hyphens, at most `longest` of them: what every system takes as a name.

    Empty where no such letter is in the text.
    """
    # letters without a plain form, such as ø or those of another alphabet, leave no gap
    plain = fold(text).encode("ascii", "ignore").decode()
    return _NOT_PLAIN.sub("-", plain)[:longest].strip("-")
