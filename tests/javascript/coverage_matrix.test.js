// Where one is in the matrix.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cellAfter, chosenCell, rowsShown } from "../../ui/components/assets/coverage_matrix.js";
/** @import { Cell } from "../../ui/components/assets/coverage_matrix.js" */

const SHOWN = { first: /** @type {Cell} */ ([10, 0]), last: /** @type {Cell} */ ([19, 4]) };

test("arrows go one cell on, and stop at the edges of what is shown", () => {
  assert.deepEqual(cellAfter("ArrowDown", false, [12, 2], SHOWN), [13, 2]);
  assert.deepEqual(cellAfter("ArrowLeft", false, [12, 2], SHOWN), [12, 1]);
  assert.deepEqual(cellAfter("ArrowUp", false, [10, 2], SHOWN), [10, 2]);
  assert.deepEqual(cellAfter("ArrowDown", false, [19, 2], SHOWN), [19, 2]);
  assert.deepEqual(cellAfter("ArrowRight", false, [12, 4], SHOWN), [12, 4]);
});

test("Home and End are those of the row, with Control those of the table", () => {
  assert.deepEqual(cellAfter("Home", false, [12, 2], SHOWN), [12, 0]);
  assert.deepEqual(cellAfter("End", false, [12, 2], SHOWN), [12, 4]);
  assert.deepEqual(cellAfter("Home", true, [12, 2], SHOWN), [10, 0]);
  assert.deepEqual(cellAfter("End", true, [12, 2], SHOWN), [19, 4]);
});

test("other keys are left to the page", () => {
  for (const key of ["Tab", "a", "constructor"]) assert.equal(cellAfter(key, false, [12, 2], SHOWN), null);
});

test("as many rows are shown as a browser bears, but ten at least", () => {
  assert.equal(rowsShown(8), 200);
  assert.equal(rowsShown(1000), 10);
  assert.equal(rowsShown(0), 1600);
});

test("the cell chosen is found by its ids, and is nowhere where one of them is not there", () => {
  const rows = /** @type {[string, string, number][]} */ ([["r0", "A", 0], ["r1", "B", 1]]);
  const columns = /** @type {[string, string][]} */ ([["c0", "X"]]);
  assert.deepEqual(chosenCell({ rows, columns, selected: ["r1", "c0"] }), [1, 0]);
  assert.deepEqual(chosenCell({ rows, columns, selected: ["gone", "c0"] }), [-1, 0]);
  assert.deepEqual(chosenCell({ rows, columns, selected: null }), [-1, -1]);
});
