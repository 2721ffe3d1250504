"""How much rests on which source?

Every fact that can be doubted names its source; this counts the records behind each.
"""

from __future__ import annotations

import polars as pl

from graph.dataset import Dataset

SOURCE_USE_SCHEMA = {"source_id": pl.String, "records": pl.Int64}


def source_use(dataset: Dataset) -> pl.DataFrame:
    """The number of records that name each source.

    Parameters
    ----------
    dataset
        The network.

    Returns
    -------
    DataFrame[source_id: String, records: Int64]
        One row per source of the dataset, most used first, then by id. Records are counted in all
        tables; `records` is 0 for a source that none names. Names of sources that are not in the
        dataset are left out: validation reports them.
    """
    named = [dataset[table].select("source_id") for table in dataset if "source_id" in dataset[table].columns]
    counts = pl.concat(named).drop_nulls().group_by("source_id").agg(records=pl.len())
    return (
        dataset["sources"]
        .select(source_id="id")
        .join(counts, on="source_id", how="left")
        .select("source_id", pl.col("records").fill_null(0).cast(pl.Int64))
        .sort(["records", "source_id"], descending=[True, False])
    )
