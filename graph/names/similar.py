"""Which names may mean the same organisation?

Two names are similar when they have one form (`graph.names.forms`) or nearly: the same words in any
order, also written together or apart; the same but for a slip of the pen or an ending (Stadsmisionen,
Stadsmissionens); one of them among the other's `other_names`; one the acronym that the other gives
for itself; one cut off in the middle of a word. What tells namesakes apart (numbers, single letters)
and the kind of legal form (company, association, foundation, housing) must agree.

No two names are ever compared by trial. Forms are looked up as wholes, and slips of the pen are
looked for among the *words* of the register, where words that are one letter apart meet in a sorted
table of all the ways to leave out one letter. So time and memory grow with the letters of the
register, not with its pairs: some 100,000 names take seconds. Character 3-grams with TF-IDF weights
were tried instead: at 95 % right pairs they found fewer (`benchmarks/README.md`).

Bounds: of the names, other names included, the first `graph.bounds.MOST_NAMES` are looked at, as long as
they have no more than `MOST_LETTERS` together; of one word the `MOST_NEAR` nearest are tried and of one name `MOST_TRIED` other spellings;
words of more than `LONGEST_WORD` letters are compared as wholes only. Names that these bounds cut off
are counted in `Similar.cut_off`.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from graph.bounds import LONGEST_NAME, MOST_LETTERS, MOST_NAMES
from graph.names.forms import NameForm, name_form

MOST_NEAR: Final = 20
"""Words one letter away from a word that are tried in its place: more tell nothing."""

MOST_TRIED: Final = 60
"""Other spellings of one name that are looked up."""

LONGEST_WORD: Final = 40
"""Letters of a word up to which a slip of the pen is looked for in it."""

_SHORTEST_MISSPELT = 6  # shorter words that differ by a letter are other words, or acronyms (CERF, DERF)
_SHORTEST_BENT = 4
_SHORTEST_NAME = 9  # letters of a name that may hold a slip (INTERSOS, Intersom are two)
_ESTABLISHED = 3  # names that hold a word: from so many on it is no slip of the pen
_SHORTEST_JOINED = 6
_SHORTEST_CUT = 40  # what cuts names off is a column of 40, 50, 80, 100 … characters
_ENDINGS = ("s", "n", "en", "et", "na", "ns", "ens", "ets", "erna", "arna", "orna")


@dataclass(frozen=True)
class Similar:
    """Pairs of places in the given names, lower first, sorted; and how many names the bounds cut off.

    Of many names of one form the first is paired with each of the others.
    """

    pairs: tuple[tuple[int, int], ...]
    cut_off: int = 0


def similar_names(names: Sequence[str], other_names: Sequence[Sequence[str] | None]) -> Similar:
    """Which of the names may be one organisation's; `other_names` row for row beside them."""
    within = _within_bounds(names, other_names)
    beyond = len(names) - within
    names, other_names = names[:within], other_names[:within]
    forms = [name_form(name) for name in names]
    register = _Register(forms)
    found = set(_of_one_form(forms, register))
    found |= set(_joined(forms))
    found |= set(_by_other_names(forms, other_names, register))
    found |= set(_by_acronym(forms))
    found |= set(_cut(names))
    near, crowded = _near_words(forms)
    found |= set(_misspelt(forms, register, near))
    pairs = {(min(pair), max(pair)) for pair in found if _may_be_one(*(forms[place] for place in pair))}
    cut_off = sum(any(len(word) > LONGEST_WORD or word in crowded for word in form.words) for form in forms)
    return Similar(tuple(sorted(pairs)), cut_off + beyond)


def _within_bounds(names: Sequence[str], other_names: Sequence[Sequence[str] | None]) -> int:
    """How many of the names, from the first on, are looked at."""
    texts = letters = 0
    for place, (name, others) in enumerate(zip(names, other_names, strict=True)):
        texts += 1 + len(others or ())
        letters += min(len(name), LONGEST_NAME) + sum(len(other) for other in others or ())
        if texts > MOST_NAMES or letters > MOST_LETTERS:
            return place
    return len(names)


def _may_be_one(one: NameForm, two: NameForm) -> bool:
    return not one.kinds or not two.kinds or bool(one.kinds & two.kinds)


# --- the same form ----------------------------------------------------------------------------------

_Key = tuple[tuple[str, ...], tuple[str, ...]]


def _key(form: NameForm) -> _Key:
    return tuple(sorted(form.words)), form.numbers


class _Register:
    """The first places of each form, one for each set of kinds of legal form it stands with."""

    def __init__(self, forms: Sequence[NameForm]) -> None:
        self._first: dict[_Key, dict[frozenset[str], int]] = defaultdict(dict)
        for place, form in enumerate(forms):
            if form.words:  # a name of punctuation only is nobody's
                self._first[_key(form)].setdefault(form.kinds, place)

    def places(self, key: _Key) -> Iterable[int]:
        return self._first[key].values() if key in self._first else ()


def _of_one_form(forms: Sequence[NameForm], register: _Register) -> Iterator[tuple[int, int]]:
    for place, form in enumerate(forms):
        for first in register.places(_key(form)):
            if first < place and _may_be_one(forms[first], form):
                yield first, place
                break


def _joined(forms: Sequence[NameForm]) -> Iterator[tuple[int, int]]:
    """Action Aid and ActionAid, Co-ordination and Coordination."""
    first: dict[Hashable, int] = {}
    for place, form in enumerate(forms):
        letters = "".join(form.words)
        if len(letters) >= _SHORTEST_JOINED:
            before = first.setdefault((letters, form.numbers), place)
            if before != place:
                yield before, place


def _by_other_names(
    forms: Sequence[NameForm], other_names: Sequence[Sequence[str] | None], register: _Register
) -> Iterator[tuple[int, int]]:
    for place, others in enumerate(other_names):
        for other in others or ():
            for namesake in register.places(_key(name_form(other))):
                if namesake != place:
                    yield namesake, place


def _by_acronym(forms: Sequence[NameForm]) -> Iterator[tuple[int, int]]:
    """DRC and Danish Refugee Council (DRC), where the acronym begins as the name does."""
    bare = {"".join(form.words): place for place, form in reversed(list(enumerate(forms))) if _is_bare(form)}
    for place, form in enumerate(forms):
        short = form.acronym
        # two letters are many things: they must be the initials, as SL of Storstockholms Lokaltrafik
        if short and form.words[0][0] == short[0] and (len(short) > 2 or short == _initials(form)):
            namesake = bare.get(short)
            if namesake is not None and namesake != place:
                yield namesake, place


def _initials(form: NameForm) -> str:
    return "".join(word[0] for word in form.words)


def _is_bare(form: NameForm) -> bool:
    return len(form.words) == 1 and not form.numbers


def _cut(names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Names that end in the middle of another's word, as long columns are cut."""
    small = sorted((name.casefold().strip(), place) for place, name in enumerate(names))
    for (short, one), (long, two) in itertools.pairwise(small):
        is_start = _SHORTEST_CUT <= len(short) < len(long) and long.startswith(short)
        if is_start and short[-1].isalpha() and long[len(short)].isalpha():
            yield one, two


# --- nearly the same --------------------------------------------------------------------------------


def _near_words(forms: Sequence[NameForm]) -> tuple[Mapping[str, list[str]], set[str]]:
    """For each word those that may be the same one, and the words that have too many such."""
    held = Counter(word for form in {_key(form): form for form in forms}.values() for word in set(form.words))
    near: dict[str, list[str]] = defaultdict(list)
    for one, two in _bent(held):
        near[one].append(two)
        near[two].append(one)
    pairs, crowded = _one_letter_apart(
        sorted(word for word in held if _SHORTEST_MISSPELT <= len(word) <= LONGEST_WORD and word.isalpha())
    )
    for one, two in pairs:
        if min(held[one], held[two]) < _ESTABLISHED:
            near[one].append(two)
            near[two].append(one)
    crowded |= {word for word, others in near.items() if len(others) > MOST_NEAR}
    return {word: sorted(set(others))[:MOST_NEAR] for word, others in near.items()}, crowded


def _bent(held: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Words that differ by an ending only: Lokalpolis, Lokalpolisen."""
    for word in held:
        for ending in _ENDINGS:
            stem = word.removesuffix(ending)
            if len(stem) >= _SHORTEST_BENT and stem != word and stem in held:
                yield stem, word


def _one_letter_apart(words: Sequence[str]) -> tuple[list[tuple[str, str]], set[str]]:
    """Pairs of words one letter or one exchange of neighbours apart, and the words with too many such.

    Each word and each word with one letter left out is a number (16 bytes a letter of the register);
    sorted, those that may be one letter apart lie side by side.
    """
    if not words:
        return [], set()
    number = np.fromiter(itertools.chain.from_iterable(map(_hashes, words)), dtype=np.int64)
    owner = np.repeat(np.arange(len(words)), [len(word) + 1 for word in words])
    order = np.argsort(number, kind="stable")
    number, owner = number[order], owner[order]
    starts = np.flatnonzero(np.diff(number, prepend=number[0] - 1))
    sizes = np.diff(starts, append=len(number))
    pairs: set[tuple[str, str]] = set()
    crowded: set[str] = set()
    for start, size in zip(starts[sizes > 1].tolist(), sizes[sizes > 1].tolist(), strict=True):
        meeting = sorted(set(owner[start : start + size].tolist()))
        if len(meeting) > MOST_NEAR:
            crowded |= {words[place] for place in meeting}
            continue
        for n, one in enumerate(meeting):
            pairs |= {
                (words[one], words[two]) for two in meeting[n + 1 :] if _is_slip(words[one], words[two])
            }
    return sorted(pairs), crowded


def _hashes(word: str) -> Iterator[int]:
    yield hash(word)
    for place in range(len(word)):
        yield hash(word[:place] + word[place + 1 :])


def _is_slip(one: str, two: str) -> bool:
    """Whether the words are one letter more, less or other apart, or two neighbours exchanged."""
    if len(one) > len(two):
        one, two = two, one
    same = next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), len(one))
    if len(one) < len(two):
        return one[same:] == two[same + 1 :]
    exchanged = one[same : same + 2] == two[same : same + 2][::-1]
    return one[same + 1 :] == two[same + 1 :] or (exchanged and one[same + 2 :] == two[same + 2 :])


def _misspelt(
    forms: Sequence[NameForm], register: _Register, near: Mapping[str, list[str]]
) -> Iterator[tuple[int, int]]:
    """Names that are another one with one or two of its words spelt in another way."""
    for place, form in enumerate(forms):
        if near.keys().isdisjoint(form.words) or sum(map(len, form.words)) < _SHORTEST_NAME:
            continue
        for words in _other_spellings(list(form.words), near):
            for namesake in register.places((tuple(sorted(words)), form.numbers)):
                if namesake != place:
                    yield namesake, place


def _other_spellings(words: list[str], near: Mapping[str, list[str]]) -> Iterator[list[str]]:
    tried = 0
    for n, word in enumerate(words):
        for other in near.get(word, ()):
            changed = [*words[:n], other, *words[n + 1 :]]
            yield changed
            tried += 1
            for m in range(n + 1, len(words)):
                for second in near.get(words[m], ()):
                    if tried >= MOST_TRIED:
                        return
                    tried += 1
                    yield [*changed[:m], second, *changed[m + 1 :]]
