"""What a change tears from what others have written: records that name one that is not there."""

from __future__ import annotations

import polars as pl

from graph.changes import ChangeSet, refusal
from graph.dataset import Dataset
from graph.record_changes import ChangeKind, Conflict, Reference
from graph.references import reference_conflicts
from tests.contract.datasets import town

TOWN = town()


def without(dataset: Dataset, table: str, id: str) -> Dataset:
    return dataset.replace(**{table: dataset[table].filter(pl.col("id") != id)})


def with_rows(dataset: Dataset, table: str, *rows: dict[str, object]) -> Dataset:
    new = pl.DataFrame(
        rows, schema_overrides={k: v for k, v in dataset[table].schema.items() if k in rows[0]}
    )
    return dataset.replace(**{table: pl.concat([dataset[table], new], how="diagonal")})


def set_where(dataset: Dataset, table: str, id: str, **values: object) -> Dataset:
    rows = dataset[table].with_columns(
        pl.when(pl.col("id") == id).then(pl.lit(value)).otherwise(pl.col(name)).alias(name)
        for name, value in values.items()
    )
    return dataset.replace(**{table: rows})


def conflicts(mine: Dataset, theirs: Dataset) -> tuple[Conflict, ...]:
    """What is torn when both start from the town and mine comes second."""
    changes = ChangeSet.between(TOWN, mine)
    return reference_conflicts(changes, changes.apply_to(theirs))


MEMBERSHIP = {"id": "m9", "organization_id": "akeri", "group_id": "gammal", "role": "member"}


def test_membership_of_a_group_that_somebody_removed_names_nothing() -> None:
    found = conflicts(with_rows(TOWN, "memberships", MEMBERSHIP), without(TOWN, "groups", "gammal"))
    reference = Reference("memberships", ("m9",), "group_id", "groups", "gammal")
    assert found == (
        Conflict("memberships", ("m9",), ChangeKind.ADDED, "group_id", None, "gammal", None, reference),
    )
    assert "group_id of “m9” in memberships names “gammal” in groups, which is not there" in str(
        refusal(found)
    )


def test_group_that_is_removed_while_somebody_adds_a_membership_of_it_is_named() -> None:
    found = conflicts(without(TOWN, "groups", "gammal"), with_rows(TOWN, "memberships", MEMBERSHIP))
    (conflict,) = found
    assert (conflict.table, conflict.key, conflict.kind) == ("groups", ("gammal",), ChangeKind.REMOVED)
    assert conflict.mine is None
    assert conflict.theirs == TOWN.record("groups", "gammal")
    assert conflict.reference == Reference("memberships", ("m9",), "group_id", "groups", "gammal")
    assert "group_id of “m9” in memberships names “gammal” in groups" in str(refusal(found))


def test_record_that_comes_to_name_a_removed_one_is_changed() -> None:
    found = conflicts(
        set_where(TOWN, "organizations", "akeri", classification="polis"),
        without(set_where(TOWN, "organizations", "polisen", classification=None), "sectors", "polis"),
    )
    ((kind, field, reference),) = [(c.kind, c.field, c.reference) for c in found]
    assert (kind, field) == (ChangeKind.CHANGED, "classification")
    assert reference == Reference("organizations", ("akeri",), "classification", "sectors", "polis")


def test_edges_without_an_id_are_told_by_their_ends() -> None:
    found = conflicts(
        without(TOWN, "areas", "hamn").replace(
            area_parts=TOWN["area_parts"].clear(),
            activities=TOWN["activities"].with_columns(area_id=pl.lit("asa")),
        ),
        with_rows(TOWN, "group_areas", {"group_id": "råd", "area_id": "hamn"}),
    )
    assert [c.reference for c in found] == [
        Reference("group_areas", ("råd", "hamn"), "area_id", "areas", "hamn")
    ]


def test_words_of_the_data_set_itself_are_records_too_and_those_of_ours_are_none() -> None:
    own = with_rows(TOWN, "roles", {"id": "kassör", "name": "Kassör", "base": "member"})
    later = set_where(own, "memberships", "m1", role="kassör")
    removal = ChangeSet.between(own, TOWN)
    (conflict,) = reference_conflicts(removal, removal.apply_to(later))
    assert conflict.reference == Reference("memberships", ("m1",), "role", "roles", "kassör")
    assert conflicts(set_where(TOWN, "memberships", "m1", role="observer"), TOWN) == ()


def test_disjoint_changes_and_a_record_removed_with_all_that_names_it_are_no_conflict() -> None:
    gone = without(without(TOWN, "memberships", "m3"), "groups", "gammal")
    other = with_rows(TOWN, "memberships", MEMBERSHIP | {"group_id": "trygghet"})
    assert conflicts(gone, other) == ()
    assert conflicts(other, gone) == ()
    assert conflicts(TOWN, gone) == ()
