"""Ids of records that were given none: made of what the record says.

A spreadsheet of memberships has no ids, and nobody should have to make them up. The same content
always gives the same id, so loading it again changes nothing; what may change while the record
stays itself (when it ended, when it was confirmed) is no part of it.
"""

from __future__ import annotations

import hashlib

import polars as pl

from graph.model import RecordType

_DIGEST = 8  # bytes: among a million records two are alike once in 37 million times


def with_derived_ids(frame: pl.DataFrame, record_type: RecordType) -> pl.DataFrame:
    """The table with an id in every row.

    Parameters
    ----------
    frame
        Rows of the table, in any order, with some of its columns; without a column `id` none of them
        has one.
    record_type
        Its type; a type without `id_from` is given back as it is.

    Returns
    -------
    DataFrame
        The same rows in the same order. An id is sixteen hexadecimal digits of the BLAKE2b hash of the
        fields in `id_from`; of records that say the same there, the second ends in -2, and so on.
    """
    if not record_type.id_from or frame.is_empty():
        return frame
    if "id" not in frame.columns:
        frame = frame.with_columns(pl.lit(None, dtype=pl.String).alias("id"))
    without = frame["id"].fill_null("") == ""
    if not without.any():
        return frame
    missing = [name for name in record_type.id_from if name not in frame.columns]
    said = (
        frame.filter(without)
        .with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in missing)
        .select(
            pl.concat_str(pl.col(record_type.id_from).cast(pl.String).fill_null(""), separator="\x1f").alias(
                "said"
            )
        )
    )
    said = said.with_columns(again=pl.int_range(pl.len()).over("said") + 1)
    derived = [_hash(text) if again == 1 else f"{_hash(text)}-{again}" for text, again in said.iter_rows()]
    ids = pl.Series("id", derived, dtype=pl.String)
    if len(derived) < frame.height:
        places = without.cast(pl.Int64).cum_sum() - 1
        ids = ids.gather(places.clip(0)).zip_with(without, frame["id"])
    return frame.with_columns(ids)


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=_DIGEST).hexdigest()
