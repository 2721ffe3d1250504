"""What the matrix is given: one state and one number for each row and column."""

from __future__ import annotations

from ui.components.coverage_matrix import MatrixCell, MatrixColumn, MatrixRow, MatrixWords, payload

ROWS = [MatrixRow("a", "A"), MatrixRow("b", "B", 1)]
COLUMNS = [MatrixColumn("x", "X"), MatrixColumn("y", "Y")]
WORDS = MatrixWords("caption", {"gap": "Gap"}, "{first} to {last} of {all}", "before", "after")


def states(given: dict[str, object]) -> list[list[str]]:
    names, rows = given["states"], given["cells"]
    assert isinstance(names, list)
    assert isinstance(rows, list)
    return [[names[int(code)] for code in row] for row in rows]


def test_cells_stand_in_the_order_of_rows_and_columns_whatever_order_they_come_in() -> None:
    cells = [MatrixCell("b", "y", "covered", 3), MatrixCell("a", "x", "gap")]
    given = payload(ROWS, COLUMNS, cells, words=WORDS, selected=("b", "y"))

    assert states(given) == [["gap", "unknown"], ["unknown", "covered"]]
    assert given["counts"] == [[], [(1, 3)]]
    assert given["rows"] == [["a", "A", 0], ["b", "B", 1]]
    assert given["selected"] == ["b", "y"]


def test_a_cell_of_another_matrix_is_left_out() -> None:
    given = payload(ROWS, COLUMNS, [MatrixCell("c", "x", "gap")], words=WORDS, selected=None)

    assert states(given) == [["unknown", "unknown"], ["unknown", "unknown"]]
    assert given["selected"] is None
