"""How much is needed where, whatever scale the need was stated on?

A need is stated as a level from 0 to 3, or as a number on a scale of the data's own: severity one to
five, people in need. What a number comes to is the scale's to say, in three thresholds.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from graph.dataset import Dataset
from graph.model import RECORD_TYPE, polars_schema

THRESHOLDS: Final = ("some_from", "clear_from", "pressing_from")
"""From which number of a scale on the need is level 1, 2 and 3."""


def need_levels(dataset: Dataset) -> pl.DataFrame:
    """The needs, each with its level.

    Parameters
    ----------
    dataset
        The network, cut by `as_of`.

    Returns
    -------
    DataFrame[area_id, topic_id: String, level: Int64, scale_id: String, value: Float64, wanted: Int64,
    as_of: Date, source_id, locator: String, stated: Boolean]
        The table `needs` in its order, with `level` filled and `stated`: whether the level was stated
        itself.

    Notes
    -----
    A stated level wins over a value, because somebody judged it. Otherwise the level is the number
    of thresholds of the scale that the value has reached: 0 below the first, 3 from the last on. It
    is null where there is neither a level nor a value on a scale that is in the data.
    """
    needs = dataset["needs"].with_columns(stated=pl.col("level").is_not_null())
    scales = dataset["need_scales"].select("id", *THRESHOLDS)
    value = pl.col("value").fill_nan(None)
    reached = pl.sum_horizontal((value >= pl.col(name)).cast(pl.Int64) for name in THRESHOLDS)
    on_scale = value.is_not_null() & pl.col(THRESHOLDS[0]).is_not_null()
    return (
        needs.join(scales, left_on="scale_id", right_on="id", how="left", maintain_order="left")
        .with_columns(level=pl.coalesce("level", pl.when(on_scale).then(reached)))
        .select(*polars_schema(RECORD_TYPE["needs"]), "stated")
    )
