from graph.analysis.base.area_tree import area_tree
from graph.dataset import Dataset


def test_tree_order_is_parents_first_then_siblings_by_id(make):
    tree = area_tree(make(areas={"z": None, "a": "z", "c": "z", "b": "a", "m": None}))
    assert tree.area_ids == ("m", "z", "a", "b", "c")
    assert tree.depths == (0, 0, 1, 2, 1)
    assert tree.parents == {"a": "z", "b": "a", "c": "z", "m": None, "z": None}
    assert tree.children("z") == ("a", "c")


def test_ancestors_are_all_areas_around_nearest_first(make):
    tree = area_tree(make(areas={"country": None, "city": "country", "park": "city"}))
    assert tree.ancestors.rows() == [("city", "country", 1), ("park", "city", 1), ("park", "country", 2)]


def test_area_with_two_parents_hangs_under_the_smaller_id(make):
    import polars as pl

    parts = pl.DataFrame({"area_id": ["x", "x"], "parent_id": ["q", "p"]})
    tree = area_tree(make(areas={"p": None, "q": None, "x": None}, area_parts=parts))
    assert tree.parents["x"] == "p"


def test_circle_of_areas_loses_none(make):
    tree = area_tree(make(areas={"a": "b", "b": "c", "c": "a", "d": "a", "self": "self"}))
    assert sorted(tree.area_ids) == ["a", "b", "c", "d", "self"]
    assert tree.parents["a"] is None
    assert not tree.ancestors.filter(tree.ancestors["area_id"] == tree.ancestors["ancestor_id"]).height


def test_tree_of_nothing_is_empty():
    tree = area_tree(Dataset())
    assert tree.area_ids == ()
    assert tree.ancestors.is_empty()
