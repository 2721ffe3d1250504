"""Other words for a word that a reader types: those of the locale files, in all languages together.

A Swede who types “kyrka” means a faith community, and so does who types “church” in data in Swedish.
What the data itself calls its sectors and kinds needs no word here: the store looks there by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from graph.text_folding import fold
from ui.languages import languages
from ui.text import texts

_SHORTEST = 4  # letters of a word not yet typed to its end; fewer could become too many others


def other_words(word: str) -> tuple[str, ...]:
    """What else to look for where `word`, in lower case without accents, is typed; empty for most words.

    Words of the same meaning, and the kinds of group and of area, as the data has them, that are called so.
    """
    found = [
        other
        for ring in _rings(tuple(languages()))
        if any(word.startswith(each) or _begins(word, each) for each in ring)
        for other in ring
    ]
    found += [
        kind for called, kind in _kinds(tuple(languages())) if len(word) >= _SHORTEST and word in called
    ]
    return tuple(dict.fromkeys(found))


def _begins(word: str, other: str) -> bool:
    return len(word) >= _SHORTEST and other.startswith(word)


@cache
def _rings(langs: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """The words of each meaning, folded."""
    meanings: dict[str, list[str]] = {}
    for lang in langs:
        for meaning, words in _table(lang, "search", "words"):
            meanings.setdefault(meaning, []).extend(fold(word.strip()) for word in words.split(","))
    return tuple(tuple(dict.fromkeys(words)) for words in meanings.values())


@cache
def _kinds(langs: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """What kinds of group and of area are called, folded, each with the word the data has for it."""
    return tuple(
        (fold(called), kind)
        for lang in langs
        for file, table in (("words", "kinds"), ("profile", "area_kinds"))
        for kind, called in _table(lang, file, table)
    )


def _table(lang: str, file: str, table: str) -> Iterator[tuple[str, str]]:
    found = texts(lang)[file]
    below = found[table] if isinstance(found, Mapping) else {}
    yield from ((str(key), str(text)) for key, text in below.items())
