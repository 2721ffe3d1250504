"""What happens if an organisation leaves: the groups left with nobody named, or with one."""

from __future__ import annotations

import polars as pl

from graph.analysis.ties.leaving import groups_after_leaving
from graph.dataset import Dataset
from ui import cache, records
from ui.text import md, t

_FEW = 3  # groups named; of more the number is said


def in_words(dataset: Dataset, organization_id: str) -> str:
    """What is left of its groups, in Markdown; empty for an organisation in no group.

    That nothing falls apart is an answer too, and is said.
    """
    left = cache.answer(groups_after_leaving, organization_id=organization_id)
    if left.is_empty():
        return ""
    alone = left.filter(pl.col("remaining") == 0)["group_id"].to_list()
    single = left.filter(pl.col("remaining") == 1)
    if not alone and single.is_empty():
        return t("words.leaving.held", count=left.height, fewest=left["remaining"][0])
    sentences = [
        t(
            "words.leaving.single",
            group=md(records.called(dataset, "groups", row["group_id"])),
            organization=md(records.called(dataset, "organizations", row["remaining_ids"][0])),
        )
        for row in single.head(_FEW).iter_rows(named=True)
    ]
    if single.height > _FEW:
        sentences.append(t("words.leaving.more_single", count=single.height - _FEW))
    if alone:
        groups = records.phrase(dataset, "groups", alone, limit=_FEW, linked=False)
        sentences.append(t("words.leaving.alone", count=len(alone), groups=groups))
    return " ".join(sentences)
