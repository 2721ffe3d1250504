"""Names that may mean the same organisation.

Cheap on purpose: names are put into blocks by what their words begin with, and only names in one
block are compared.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence

_ALIKE = 0.9
_BLOCK = 60  # a beginning that more names share ("föreningen …") tells nothing


def similar_pairs(names: Sequence[str], other_names: Sequence[Sequence[str] | None]) -> list[tuple[int, int]]:
    """Pairs of places in `names` whose names may be one organisation's, lower place first, sorted.

    Similar are: the same words in another order; the same letters but for case, accents and
    punctuation; a name that stands among the other's `other_names`; and names whose letters agree
    to nine tenths and whose digits are the same.
    """
    plain = [_plain(name) for name in names]
    pairs: set[tuple[int, int]] = set()
    for group in _same(" ".join(sorted(words.split())) for words in plain):
        pairs |= {(group[0], place) for place in group[1:]}
    by_name = {words: place for place, words in reversed(list(enumerate(plain)))}
    for place, others in enumerate(other_names):
        for other in others or ():
            namesake = by_name.get(_plain(other))
            if namesake is not None and namesake != place:
                pairs.add((min(place, namesake), max(place, namesake)))
    for one, two in _neighbors(plain):
        if (one, two) not in pairs and _alike(plain[one], plain[two]):
            pairs.add((one, two))
    return sorted(pairs)


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return " ".join(re.findall(r"[^\W_]+", "".join(c for c in letters if not unicodedata.combining(c))))


def _same(keys: Iterable[str]) -> list[list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        groups[key].append(place)
    return [group for key, group in groups.items() if key and len(group) > 1]


def _neighbors(plain: list[str]) -> set[tuple[int, int]]:
    blocks: dict[str, list[int]] = defaultdict(list)
    for place, words in enumerate(plain):
        for start in {word[:4] for word in words.split() if len(word) > 3}:
            blocks[start].append(place)
    return {
        (one, two)
        for block in blocks.values()
        if len(block) <= _BLOCK
        for number, one in enumerate(block)
        for two in block[number + 1 :]
    }


def _alike(one: str, two: str) -> bool:
    if re.findall(r"[0-9]+", one) != re.findall(r"[0-9]+", two):
        return False
    matcher = difflib.SequenceMatcher(None, one, two, autojunk=False)
    return (
        matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE
    )
