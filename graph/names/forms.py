"""The form of a name: what is left when legal form, small words, acronym and spelling are set aside.

`Föreningen Rädda Barnen (RB)` and `RADDA BARNEN, ideell förening` have one form. The words that are
set aside stand in `words.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Final

from graph.bounds import LONGEST_NAME
from graph.text_folding import without_accents

_MOST_BRACKETS: Final = 4  # of one name that are looked into: each look is as long as the name
_WORD = re.compile(r"[^\W_]+(?::[^\W_]{1,2}\b)?")  # S:t, S:ta
_APOSTROPHE = re.compile(r"(?<=\w)['’´`#](?=s\b)")
_BRACKETED = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_SEPARATED = re.compile(r"^(?P<first>[^\s/:–-]{2,10})\s*[/:–-]\s*(?P<rest>\S.*\s.*)$")
_LAST_PART = re.compile(r"\s[/:–-]\s?(?P<last>[^\s/:–-]{2,10})$")
_ACRONYM = re.compile(r"^[^\W\d_][\w.&-]{1,9}$")
_CAPITALS = re.compile(r"^[A-ZÅÄÖÆØÜ]{4,10}$")  # shorter ones may be a country: (UK), (USA)
_ROMAN = frozenset(("ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii"))
_SHORTEST_INITIALS = 3


@dataclass(frozen=True)
class NameForm:
    """A name taken apart.

    `words` in their order, without what says little; `numbers` are what tells namesakes apart (12,
    B, IV); `kinds` the kinds of legal form it states; `acronym` the one it gives for itself.
    """

    words: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()
    acronym: str = ""


def name_form(name: str) -> NameForm:
    """The form of a name. A name of nothing but small words or legal forms keeps them."""
    text, acronym = _without_acronym(" ".join(name[:LONGEST_NAME].split()))
    every = _words(text)
    kept, kinds = _without_legal_form(_folded(every))
    big = [word for word in kept if word not in _small_words()] or kept
    if not acronym:
        big, acronym = _without_initials(big, every)
    words = [word for word in big if not _tells_apart(word)]
    numbers = tuple(sorted(word for word in big if _tells_apart(word)))
    if not words:  # 112 and X are names, too
        words, numbers = big, ()
    return NameForm(tuple(words), numbers, kinds, acronym)


def _words(text: str) -> list[str]:
    """Small letters without accents, punctuation or apostrophes; letters that stand alone joined (e.V.)."""
    found = _WORD.findall(_APOSTROPHE.sub("", without_accents(text).casefold()))
    words: list[str] = []
    alone = False
    for word in found:
        single = len(word) == 1 and word.isalpha()
        if single and alone:
            words[-1] += word
        else:
            words.append(word)
        alone = single
    return words


def _folded(words: Sequence[str]) -> list[str]:
    spellings = _spellings()
    folded = [spellings.get(word) or _with_usual_ending(word) for word in words]
    for phrase, short in _phrases():
        if phrase[0] in folded:
            folded = _replaced(folded, phrase, short)
    return folded


def _with_usual_ending(word: str) -> str:
    ending, usual = next(((one, two) for one, two in _endings() if word.endswith(one)), ("", ""))
    return word.removesuffix(ending) + usual


def _replaced(words: list[str], phrase: tuple[str, ...], short: str) -> list[str]:
    for place in range(len(words) - len(phrase), -1, -1):
        if tuple(words[place : place + len(phrase)]) == phrase:
            words = [*words[:place], short, *words[place + len(phrase) :]]
    return words


# --- legal forms ------------------------------------------------------------------------------------


def _without_legal_form(words: list[str]) -> tuple[list[str], frozenset[str]]:
    kinds: set[str] = set()
    kept = words
    while found := _legal_form_at_an_end(kept):
        kind, kept = found
        kinds.add(kind)
    return kept, frozenset(kinds)


def _legal_form_at_an_end(words: list[str]) -> tuple[str, list[str]] | None:
    forms, longest = _legal_forms()
    for length in range(min(longest, len(words) - 1), 0, -1):
        if kind := forms.get(tuple(words[-length:])):
            return kind, words[:-length]
        first = tuple(words[:length])
        if first in _legal_forms_first() and (kind := forms.get(first)):
            return kind, words[length:]
    return None


# --- acronyms ---------------------------------------------------------------------------------------


def _without_acronym(name: str) -> tuple[str, str]:
    """The name without an acronym of its own that is set apart by brackets, a dash or a slash."""
    for match in islice(_BRACKETED.finditer(name), _MOST_BRACKETS):
        inside, outside = match[1].strip(), (name[: match.start()] + " " + name[match.end() :]).strip()
        if not _words(outside):
            continue
        if _is_acronym_of(inside, outside) or _CAPITALS.match(inside):
            return outside, "".join(_words(inside))
        if _is_acronym_of(outside, inside):  # IOM (International Organization for Migration)
            return inside, "".join(_words(outside))
    apart = []
    if first := _SEPARATED.match(name):
        apart.append((first["first"], first["rest"]))
    if last := _LAST_PART.search(name):
        apart.append((last["last"], name[: last.start()].rstrip()))
    for short, rest in apart:
        if _is_acronym_of(short, rest):
            return rest, "".join(_words(short))
    return name, ""


def _is_acronym_of(short: str, long: str) -> bool:
    """Whether the letters of `short` follow each other in `long`, from the beginning of a word on."""
    if not _ACRONYM.match(short) or sum(c.isupper() for c in short) < 2:
        return False
    letters, words = "".join(_words(short)), _words(long)
    if len(words) < 2:
        return False
    starts = (place for place, word in enumerate(words) if word[0] == letters[:1])
    return any(_follow(letters, "".join(words[place:])) for place in starts)


def _follow(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)


def _without_initials(words: list[str], every: list[str]) -> tuple[list[str], str]:
    """The words without a first or last one made of the initials of others (DRC Danish Refugee Council)."""
    if len(words) <= _SHORTEST_INITIALS:
        return words, ""
    for short, rest in ((words[0], words[1:]), (words[-1], words[:-1])):
        if len(short) >= _SHORTEST_INITIALS and _follow(short, _initials(w for w in every if w != short)):
            return rest, short
    return words, ""


def _initials(words: Iterable[str]) -> str:
    return "".join(word[0] for word in words)


def _tells_apart(word: str) -> bool:
    return len(word) == 1 or word in _ROMAN or any(c.isdigit() for c in word)


# --- the words --------------------------------------------------------------------------------------


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


@cache
def _spellings() -> dict[str, str]:
    return {"".join(_words(left)): right for left, right in _read()["spellings"].items()}


@cache
def _endings() -> tuple[tuple[str, str], ...]:
    return tuple(_read()["endings"].items())


@cache
def _phrases() -> tuple[tuple[tuple[str, ...], str], ...]:
    return tuple((tuple(_words(left)), right) for left, right in _read()["phrases"].items())


@cache
def _small_words() -> frozenset[str]:
    return frozenset(word for text in _read()["small"]["words"] for word in _words(text))


@cache
def _legal_forms() -> tuple[dict[tuple[str, ...], str], int]:
    forms = {
        tuple(_folded(_words(text))): kind for kind, texts in _read()["legal_forms"].items() for text in texts
    }
    return forms, max(map(len, forms))


@cache
def _legal_forms_first() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(_folded(_words(text))) for text in _read()["legal_forms_first"]["forms"])
