// How large the picture of a network is drawn.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  dashesOf,
  isInSight,
  labelSize,
  named,
  opacityOf,
  scaleFor,
  stretched,
} from "../../ui/components/assets/network_view.js";
import { at, node } from "./made.js";
/** @import { MapNode } from "../../ui/components/assets/types.d.ts" */

/** @param {MapNode[]} nodes @param {object} [given] */
const sheet = (nodes, given = {}) => ({
  nodes,
  moved: new Map(),
  stretch: { x: 1, y: 1 },
  width: 1000,
  height: 600,
  ...given,
});
const everybody = () => true;
const nobody = () => false;

/** @param {number} count @param {number} apart */
const row = (count, apart) => Array.from({ length: count }, (_, place) => node(`Node ${place}`, { x: place * apart }));

test("letters are never smaller than ten and a half pixels on screen, nor endlessly large in the picture", () => {
  assert.equal(labelSize(1), 13);
  assert.equal(labelSize(0.5) * 0.5, 10.5);
  assert.equal(labelSize(0.01), 90);
});

test("the picture fills the map with names and nodes, at most one and a quarter times as large", () => {
  const two = [node("a"), node("b", { x: 4000 })];
  const { scale, middle } = scaleFor(sheet(two), nobody);
  assert.ok(middle);
  assert.ok(Math.abs(4040 * scale - 992) < 25, `${scale}`);
  assert.equal(scaleFor(sheet([node("a")]), nobody).scale, 1.25);
  assert.ok(scaleFor(sheet(row(12, 400)), everybody).scale < scaleFor(sheet(row(12, 400)), nobody).scale);
});

test("names beside their node move the middle to their side", () => {
  const right = scaleFor(sheet([node("a long name")]), everybody).middle;
  const left = scaleFor(sheet([node("a long name", { side: "left" })]), everybody).middle;
  assert.ok(right && left && right.x > 0 && left.x === -right.x);
});

test("a node that was dragged counts where it is now", () => {
  const moved = new Map([["b", { x: 8000, y: 0 }]]);
  const two = [node("a"), node("b", { x: 100 })];
  assert.ok(scaleFor(sheet(two, { moved }), nobody).scale < 0.2);
});

test("without nodes there is no middle", () => {
  assert.deepEqual(scaleFor(sheet([]), everybody), { scale: 1, middle: null });
});

test("where all names would be too small to read, only telling nodes need room for theirs", () => {
  const [plain, telling] = [node("a"), node("b", { important: true })];
  assert.ok(named(sheet(row(3, 80)))(plain));
  const wide = row(40, 80);
  assert.ok(!named(sheet(wide))(plain));
  assert.ok(named(sheet(wide))(telling));
  assert.ok(!named(sheet(row(400, 80)))(telling));
});

test("a picture that is low is drawn higher, as far as that costs no size and not without end", () => {
  const { x, y } = stretched(sheet(row(6, 300)));
  assert.ok(x < 1.1);
  assert.ok(y > 2.4 && y < 2.6);
  const square = [node("a"), node("b", { x: 2000, y: 1200 })];
  assert.ok(stretched(sheet(square)).y < 1.3);
});

test("the common view stays while everybody is in it and it is no spot in the middle", () => {
  const view = { left: 0, right: 100, top: 0, bottom: 100 };
  const spread = Object.values(at({ a: [10, 10], b: [80, 20] }));
  assert.ok(isInSight(spread, view, false));
  assert.ok(!isInSight([...spread, { x: 101, y: 0 }], view, false));
  assert.ok(!isInSight(Object.values(at({ a: [40, 40], b: [60, 60] })), view, false));
});

test("a view of the reader's own stays while anything is in it", () => {
  const view = { left: 0, right: 100, top: 0, bottom: 100 };
  assert.ok(isInSight([{ x: 50, y: 50 }, { x: 900, y: 0 }], view, true));
  assert.ok(!isInSight([{ x: 900, y: 0 }], view, true));
});

test("lines that mean different things are dashed differently, plain membership not at all", () => {
  const tie = /** @type {const} */ ("tie");
  const kinds = [
    dashesOf({ form: tie }),
    dashesOf({ form: tie, planned: true, host: true }),
    dashesOf({ form: tie, host: true }),
    dashesOf({ form: "between" }),
    dashesOf({ form: "under" }),
  ];
  assert.equal(kinds[0], false);
  assert.deepEqual(kinds[1], dashesOf({ form: tie, planned: true }));
  assert.equal(new Set(kinds.map(String)).size, 5);
});

test("of many lines those of a busy organisation are fainter, but never gone", () => {
  assert.equal(opacityOf(400, 30), 0.3);
  assert.ok(opacityOf(401, 4) > opacityOf(401, 9));
  assert.equal(opacityOf(401, 1000), 0.09);
});
