"""What the city calls and counts in its own way: kinds of group, roles, scales of need, numbers."""

from __future__ import annotations

import numpy as np
import polars as pl

from loaders.invented import words
from loaders.invented.columns import Ints, only
from loaders.invented.draft import Draft

KEPT = 9
"""Groups at the beginning that keep our word for their kind, so that each of ours occurs."""


def put_own_words(draft: Draft) -> None:
    """Own kinds and roles, each counted as one of ours.

    Three in twenty groups and one in ten members of some role use them.
    """
    for table, own in (("group_kinds", words.GROUP_KINDS), ("roles", words.ROLES)):
        ids, names, names_en, bases = zip(*own, strict=True)
        draft.put(table, id=ids, name=names, name_en=names_en, base=bases)
    called = draft.some_but_first(draft.tables["groups"].height, 0.15, first=KEPT)
    _call(draft, "groups", "classification", "group_kinds", called)
    _call(draft, "memberships", "role", "roles", draft.some(draft.sizes.memberships, 0.1))


def _call(draft: Draft, table: str, column: str, vocabulary: str, called: np.ndarray) -> None:
    """Use one of the own words that count as it in place of ours, in the records that are called so."""
    own = draft.tables[vocabulary].group_by("base", maintain_order=True).agg(own=pl.col("id"))
    frame = draft.tables[table].join(own, left_on=column, right_on="base", how="left", maintain_order="left")
    chosen = pl.Series(draft.pick(frame.height, 1_000))
    word = pl.col("own").list.get(chosen % pl.col("own").list.len())
    text = pl.when(pl.Series(called)).then(pl.coalesce(word, column)).otherwise(column)
    draft.tables[table] = frame.with_columns(text.alias(column)).drop("own")


def put_numbers(draft: Draft) -> None:
    """How many some unnamed participants stand for."""
    organizations = draft.tables["organizations"]
    unnamed = (organizations["kind"] == "unnamed").to_numpy()
    said = np.zeros(len(unnamed), bool)
    said[unnamed] = draft.some(int(unnamed.sum()), 0.4)
    number = only(pl.Series(2 + draft.pick(len(said), 60)), said)
    draft.tables["organizations"] = organizations.with_columns(number=number)


def put_need_scales(draft: Draft) -> None:
    """Scales of the city's own, and one need in eight stated on one of them in place of a level.

    The number is drawn within the level that the need had: what is needed stays what it was.
    """
    ids, names, units, bounds = zip(*words.SCALES, strict=True)
    starts = np.array(bounds)
    draft.put(
        "need_scales",
        id=ids,
        name=[sv for sv, _ in names],
        name_en=[en for _, en in names],
        unit=[sv for sv, _ in units],
        unit_en=[en for _, en in units],
        some_from=starts[:, 1],
        clear_from=starts[:, 2],
        pressing_from=starts[:, 3],
        **draft.stated(len(ids)),
    )
    needs = draft.tables["needs"]
    size = needs.height
    on_scale = draft.some_but_first(size, 0.12, first=4)  # the first four hold a level each
    scale = draft.pick(size, len(ids))
    level: Ints = needs["level"].to_numpy()
    low, high = starts[scale, level], starts[scale, level + 1]
    value = low + np.floor(draft.rng.random(size) * (high - low))
    draft.tables["needs"] = needs.with_columns(
        level=only(needs["level"], ~on_scale),
        scale_id=only(pl.Series(ids).gather(scale), on_scale),
        value=only(pl.Series(value), on_scale),
    )
