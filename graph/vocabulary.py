"""The words people's groups have, and which of ours each counts as.

A data set may call its groups and roles by words of its own: an *operativ grupp* that counts as a
project, a *kallas vid behov* that counts as on call. The records keep the own word; whatever asks
what a word means asks here. An own word counts as its base, any other as itself.
"""

from __future__ import annotations

from typing import Final, Literal

import polars as pl

from graph.dataset import Dataset
from graph.model import GROUP_CLASSIFICATIONS

Vocabulary = Literal["group_kinds", "roles"]
"""A table of own words."""

KINDS: Final[Vocabulary] = "group_kinds"
ROLES: Final[Vocabulary] = "roles"


def bases(dataset: Dataset, vocabulary: Vocabulary) -> dict[str, str]:
    """Own word → the word of ours that it counts as, for the words that are not ours already."""
    own = dataset[vocabulary].drop_nulls(["id", "base"])
    return dict(own.filter(pl.col("id") != pl.col("base")).select("id", "base").iter_rows())


def base_of(dataset: Dataset, vocabulary: Vocabulary, word: str) -> str:
    """The word of ours that a word counts as; itself where the data set says nothing of it."""
    own = dataset.record(vocabulary, word)
    return str(own["base"]) if own and own["base"] else word


def words_for(dataset: Dataset, vocabulary: Vocabulary, base: str) -> tuple[str, ...]:
    """The words that count as `base`: itself, and the own ones by id.

    A question about a million rows compares them with these few words.
    """
    return (base, *(word for word, counts_as in bases(dataset, vocabulary).items() if counts_as == base))


def counted_as(dataset: Dataset, vocabulary: Vocabulary, column: str) -> pl.Expr:
    """The words of a column as the words of ours that they count as, under the column's name."""
    own = bases(dataset, vocabulary)
    return pl.col(column).replace(own) if own else pl.col(column)


def kinds_that_occur(dataset: Dataset) -> tuple[str, ...]:
    """The kinds a reader can choose among, in the order of our own, each followed by its own words.

    One of ours is among them where groups are of that very kind, or where several own kinds count as
    it, so that all of them can be chosen at once.
    """
    own = bases(dataset, KINDS)
    found = [str(kind) for kind in dataset["groups"]["classification"].drop_nulls().unique().sort()]
    counted = [own.get(kind, kind) for kind in found]
    shared = {kind for kind in counted if counted.count(kind) > 1}

    def place(kind: str) -> tuple[int, bool, str]:
        base = own.get(kind) or kind
        order = [*GROUP_CLASSIFICATIONS, base]
        return order.index(base), kind in own, kind

    return tuple(sorted({*found, *shared}, key=place))
