import polars as pl

from graph.analysis.records.provenance import SOURCE_USE_SCHEMA, source_use
from graph.dataset import Dataset


def test_source_use_counts_records_of_all_tables_most_used_first() -> None:
    dataset = Dataset(
        {
            "sources": pl.DataFrame({"id": ["idle", "minutes", "page"], "name": ["Idle", "Minutes", "Page"]}),
            "groups": pl.DataFrame({"id": ["g", "h"], "source_id": ["page", None]}),
            "topics": pl.DataFrame({"id": ["t"], "source_id": ["minutes"]}),
            "memberships": pl.DataFrame({"id": ["m", "n"], "source_id": ["page", "gone"]}),
        }
    )

    assert source_use(dataset).rows() == [("page", 2), ("minutes", 1), ("idle", 0)]


def test_source_use_of_an_empty_dataset_is_empty() -> None:
    found = source_use(Dataset())

    assert found.is_empty()
    assert dict(found.schema) == SOURCE_USE_SCHEMA
