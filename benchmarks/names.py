"""How many spellings of one organisation are found, how many of those found are right, and how fast?

    python -m benchmarks.names LABELLED.json

`LABELLED.json` is a list of organisations whose other spellings somebody has collected by hand:
`{key: {"name": "…", "synonyms": ["…", …]}, …}`. Each spelling becomes an organisation of a register
that knows nothing of the others; two are one when they are spellings of one entry. Measured are the
pairs as they are told, and the groups that come of joining them.

Two entries that hold the same words (but for case, accents, punctuation and their order) are a
mistake of such a list: pairs between them count neither as right nor as wrong. Beside ours stands
the cosine of character 3-grams with TF-IDF weights on the same forms of the names, at the threshold
where its pairs are as right as ours, and what the command took until 2026-11: letters that agree to
nine tenths. Seconds and memory are those of random registers, printed for 1,000 to 100,000 names.
"""

from __future__ import annotations

import argparse
import difflib
import itertools
import json
import random
import resource
import string
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from graph.bounds import LONGEST_NAME
from graph.names.forms import name_form
from graph.names.similar import similar_names

SIZES = (1_000, 10_000, 100_000)

Pair = tuple[int, int]


@dataclass(frozen=True)
class Labelled:
    """Spellings, which of them are one, and which pairs nobody can tell."""

    names: list[str]
    one: set[Pair]
    doubtful: Callable[[Pair], bool]


def labelled(path: Path) -> Labelled:
    """The list as a register of spellings."""
    entries: dict[str, set[str]] = defaultdict(set)
    for key, entry in json.loads(path.read_text(encoding="utf-8")).items():
        for text in (entry["name"], *entry.get("synonyms", ())):
            if (name := " ".join(text.split())) and len(name) <= LONGEST_NAME:
                entries[name].add(key)
    names = list(entries)
    by_entry: dict[str, list[int]] = defaultdict(list)
    by_words: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for place, name in enumerate(names):
        by_words[plain(name)] |= entries[name]
        for key in entries[name]:
            by_entry[key].append(place)
    one = {pair for places in by_entry.values() for pair in itertools.combinations(places, 2)}
    twins = {
        frozenset(pair) for keys in by_words.values() for pair in itertools.combinations(sorted(keys), 2)
    }

    def doubtful(pair: Pair) -> bool:
        first, second = (entries[names[place]] for place in pair)
        return any(frozenset(keys) in twins for keys in itertools.product(first, second))

    return Labelled(names, one, doubtful)


def plain(name: str) -> tuple[str, ...]:
    """The words of a name, sorted, in small letters without accents or punctuation."""
    letters = name.casefold().translate(str.maketrans("åäöéèêëáàâíìîïóòôúùûüñç", "aaoeeeeaaaiiiiooouuuunc"))
    return tuple(sorted("".join(c if c.isalnum() else " " for c in letters).split()))


def joined(pairs: Collection[Pair], size: int) -> set[Pair]:
    """All pairs within the groups that come of joining the pairs."""
    if not pairs:
        return set()
    ends = np.array(sorted(pairs)).T
    _, part = connected_components(coo_array((np.ones(len(pairs)), tuple(ends)), shape=(size, size)).tocsr())
    groups: dict[int, list[int]] = defaultdict(list)
    for place, number in enumerate(part.tolist()):
        groups[number].append(place)
    return {pair for group in groups.values() for pair in itertools.combinations(group, 2)}


def ours(names: Sequence[str]) -> set[Pair]:
    """What the app tells."""
    return set(similar_names(names, [None] * len(names)).pairs)


def nine_tenths(names: Sequence[str]) -> set[Pair]:
    """Letters that agree to nine tenths, within blocks of names with a word that begins alike."""
    words = [plain(name) for name in names]
    blocks: dict[str, set[int]] = defaultdict(set)
    for place, found in enumerate(words):
        for word in found:
            if len(word) > 3:
                blocks[word[:4]].add(place)
    near = {
        pair
        for block in blocks.values()
        if len(block) <= 60
        for pair in itertools.combinations(sorted(block), 2)
    }
    same = {pair for group in _groups(words) for pair in itertools.combinations(group, 2)}
    text = [" ".join(found) for found in words]
    return same | {
        (one, two) for one, two in near if difflib.SequenceMatcher(None, text[one], text[two]).ratio() >= 0.9
    }


def _groups(keys: Iterable[tuple[str, ...]]) -> list[list[int]]:
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        groups[key].append(place)
    return list(groups.values())


def cosine(names: Sequence[str], threshold: float) -> set[Pair]:
    """Names whose forms have a cosine from the threshold on, and the same numbers."""
    forms = [name_form(name) for name in names]
    places: dict[str, int] = {}
    columns, starts = [], [0]
    for form in forms:
        text = f" {' '.join(form.words)} "
        grams = sorted({text[n : n + 3] for n in range(len(text) - 2)})
        columns += [places.setdefault(gram, len(places)) for gram in grams]
        starts.append(len(columns))
    held = np.bincount(columns, minlength=len(places))
    weights = np.log((1 + len(forms)) / (1 + held))[columns] + 1
    matrix = csr_array((weights, columns, starts), shape=(len(forms), len(places)))
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)))
    matrix = csr_array(matrix.multiply(1 / np.maximum(length, 1e-9)[:, np.newaxis]))
    product = (matrix @ matrix.T).tocoo()
    kept = (product.data >= threshold) & (product.row < product.col)
    pairs = zip(product.row[kept].tolist(), product.col[kept].tolist(), strict=True)
    return {(one, two) for one, two in pairs if forms[one].numbers == forms[two].numbers}


def told(way: str, pairs: set[Pair], truth: Labelled) -> None:
    """One line on the pairs and one on the groups."""
    for what, found in (("pairs", pairs), ("groups", joined(pairs, len(truth.names)))):
        right = found & truth.one
        counted = [pair for pair in found if pair in truth.one or not truth.doubtful(pair)]
        precision, recall = len(right) / max(len(counted), 1), len(right) / max(len(truth.one), 1)
        print(f"{way:<28} {what:<7} {len(found):>6} found  precision {precision:.3f}  recall {recall:.3f}")


def registers() -> Iterable[tuple[str, list[str]]]:
    """Random registers, and one where all names are one letter apart."""
    draw = random.Random(1)
    for size in SIZES:
        words = [
            "".join(draw.choices(string.ascii_lowercase, k=draw.randint(4, 14))) for _ in range(size // 2)
        ]
        yield "random words", [" ".join(draw.choices(words, k=draw.randint(2, 5))) for _ in range(size)]
    ends = itertools.islice(itertools.product(string.ascii_lowercase, repeat=4), SIZES[-1])
    yield "one letter apart", ["Stadsdelsrådet" + "".join(end) for end in ends]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Recall, precision and speed of similar names.")
    parser.add_argument("labelled", type=Path, help="a list of organisations with their other spellings")
    truth = labelled(parser.parse_args().labelled)
    print(f"{len(truth.names)} spellings, {len(truth.one)} pairs of one organisation")
    told("ours", ours(truth.names), truth)
    told("letters agree to 9/10", nine_tenths(truth.names), truth)
    for threshold in (0.95, 0.9, 0.8, 0.7):
        told(f"3-gram cosine from {threshold}", cosine(truth.names, threshold), truth)
    for kind, names in registers():
        began = time.perf_counter()
        similar = similar_names(names, [None] * len(names))
        seconds, memory = (
            time.perf_counter() - began,
            resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        )
        print(
            f"{len(names):>7,} names, {kind}: {seconds:.2f} s, {memory} MB at most so far, "
            f"{len(similar.pairs)} pairs, {similar.cut_off} not compared in full"
        )
