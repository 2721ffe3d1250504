"""The register: what to begin with, heaviest first, each with its reason."""

from __future__ import annotations

import polars as pl
import streamlit as st

from graph.analysis.coverage.matrix import Coverage, CoverageState
from graph.dataset import Dataset
from ui.pages.coverage import parts
from ui.text import md, number, t

_FIRST = 8
_MOST = 40


def draw(dataset: Dataset, coverage: Coverage) -> None:
    """Gaps and single points, and apart from them what is reached only from above."""
    first, above = coverage.begin_with, coverage.only_from_above
    st.header(t("gaps.register.title"), anchor=False)
    if first.is_empty():
        st.markdown(t(f"gaps.register.{_why_empty(coverage)}"))
    else:
        assumed = not first["need_recorded"].all()
        st.markdown(
            f":gray[:small[{t('gaps.register.formula' if assumed else 'gaps.register.formula_stated')}]]"
        )
        _entries(dataset, first.head(_FIRST), key="first")
    if first.height > _FIRST:
        with st.expander(t("gaps.register.more", count=first.height), type="compact"):
            _up_to_most(dataset, first.slice(_FIRST), key="more")
    if above.height:
        with st.expander(t("gaps.register.above", count=above.height), type="compact"):
            _up_to_most(dataset, above, key="above")
    if stale := coverage.counts[CoverageState.STALE]:
        st.markdown(f":gray[:small[{t('gaps.register.stale', count=stale)}]]")


def _why_empty(coverage: Coverage) -> str:
    """Why there is nothing to begin with: no gaps is said only where needs and who meets them are known."""
    cells = coverage.summary
    if cells["need"].null_count() == cells.height:
        return "no_expectations"
    told = ~pl.col("state").is_in([CoverageState.UNKNOWN.value, CoverageState.STALE.value])
    if not cells.filter(told, pl.col("need") > 0).is_empty():
        return "nothing"
    return "not_needed" if cells.filter(pl.col("need") == 0).height == cells.height else "too_little"


def _up_to_most(dataset: Dataset, rows: pl.DataFrame, *, key: str) -> None:
    _entries(dataset, rows.head(_MOST), key=key)
    if rows.height > _MOST:
        st.markdown(f":gray[:small[{t('gaps.register.rest', count=rows.height - _MOST)}]]")


def _entries(dataset: Dataset, rows: pl.DataFrame, *, key: str) -> None:
    """One text, each entry a paragraph that begins with its weight: the style sets that apart."""
    before = None
    entries = []
    for row in rows.iter_rows(named=True):
        why = parts.reason(dataset, row)
        same = why == before and row["state"] == CoverageState.GAP.value and bool(row["group_ids"])
        before = why
        cell = row["row_id"], row["column_id"]
        entries.append(
            f"**{number(row['score'])}** **{parts.link(dataset, cell)}**  \n"
            f"{md(parts.name_on(dataset, 0, cell[0]))}  \n"
            f":small[:gray[{t('gaps.register.same') if same else why}]]"
        )
    with st.container(key=f"register-{key}"):
        st.markdown("\n\n".join(entries))
