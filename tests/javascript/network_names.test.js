// On which side a name stands, and which names there are.
import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseNames, faceOf, isGroup, markAt, NamePlace } from "../../ui/components/assets/network_names.js";
import { at, node } from "./made.js";
/** @import { MapNode, Point } from "../../ui/components/assets/types.d.ts" */
/** @import { Box } from "../../ui/components/assets/network_names.js" */

const VIEW = { left: -300, right: 300, top: -200, bottom: 200 };

/** @param {MapNode[]} nodes @param {Record<string, Point>} places @param {object} [given] */
const chosen = (nodes, places, given = {}) =>
  chooseNames({ nodes, places, scale: 1, view: VIEW, selected: "", near: new Set(), widthOf: () => 4, ...given });

const EVERYWHERE = [[40, 0, 8], [-40, 0, 7], [0, 20, 9], [0, -20, 9]];

/**
 * The side of a name that is 60 pixels wide, beside a node in the middle; `around` are nodes as x, y and radius.
 *
 * @param {Partial<MapNode>} given
 * @param {{ around?: number[][], taken?: Box[], right?: number, isAlways?: boolean }} [room]
 */
function sideOf(given, { around = [], taken = [], right = 500, isAlways = false } = {}) {
  const discs = around.map(([x, y, radius]) => ({
    radius,
    box: /** @type {Box} */ ([x - radius, y - radius, x + radius, y + radius]),
  }));
  const view = { left: -500, right, top: -500, bottom: 500 };
  const place = new NamePlace(node("me", given), { x: 0, y: 0 }, 60, { size: 10, taken, view, discs });
  return place.side(isAlways);
}

test("a name with room stands on its own side, of whatever form its node is", () => {
  for (const side of /** @type {const} */ (["left", "right", "above", "below"])) {
    for (const form of /** @type {const} */ (["organization", "area"])) assert.equal(sideOf({ form, side }), side);
  }
});

test("a name goes where it covers no node, and an organisation without such a place has none", () => {
  assert.equal(sideOf({}, { around: [[40, 0, 6]] }), "left");
  assert.equal(sideOf({}, { around: [[40, 0, 6], [-40, 0, 6]] }), "below");
  assert.equal(sideOf({}, { around: EVERYWHERE }), undefined);
  assert.equal(sideOf({}, { around: EVERYWHERE, isAlways: true }), "right");
});

test("the name of a group covers as little as can be, below only where it has no other place", () => {
  assert.equal(sideOf({ form: "area" }, { around: EVERYWHERE }), "left");
  assert.equal(sideOf({ form: "area" }, { around: EVERYWHERE.slice(0, 2) }), "left");
  assert.equal(sideOf({ form: "area" }, { taken: [[13, -5, 73, 5], [-73, -5, -13, 5]] }), "below");
});

test("names stand apart and inside the map", () => {
  // the name would begin at 13 and end at 73
  assert.equal(sideOf({}, { taken: [[77, -5, 90, 5]] }), "right");
  assert.equal(sideOf({}, { taken: [[74, -5, 90, 5]] }), "left");
  assert.equal(sideOf({}, { right: 60 }), "left");
});

test("names that are drawn do not cover each other", () => {
  const nodes = Array.from({ length: 40 }, (_, place) => node(`n${place}`));
  const places = at(
    Object.fromEntries(nodes.map(({ id }, place) => [id, [(place % 8) * 40 - 140, Math.floor(place / 8) * 9]])),
  );
  const { labelled } = chosen(nodes, places);
  const room = { view: VIEW, size: 13, taken: [], discs: [] };
  const boxes = [...labelled].map(([id, side]) => new NamePlace(node(id), places[id], 4 * 13, room).box(side));
  assert.ok(boxes.length > 8 && boxes.length < 40);
  for (const [place, a] of boxes.entries()) {
    for (const b of boxes.slice(place + 1)) {
      const covered = a[0] < b[2] && a[2] > b[0] && a[1] + 3 < b[3] && a[3] - 3 > b[1];
      assert.ok(!covered, `${a} ${b}`);
    }
  }
});

test("where there is room for one name, the more telling one has it", () => {
  const crowd = at({ a: [0, 0], b: [0, 1] });
  const narrow = { view: { left: -8, right: 80, top: -12, bottom: 12 } };
  assert.deepEqual([...chosen([node("a"), node("b", { important: true })], crowd, narrow).labelled.keys()], ["b"]);
  assert.deepEqual([...chosen([node("a"), node("b")], crowd, { ...narrow, selected: "b" }).labelled.keys()], ["b"]);
  assert.deepEqual([...chosen([node("a"), node("b")], crowd, { ...narrow, near: new Set(["b"]) }).labelled.keys()], [
    "b",
  ]);
  assert.deepEqual([...chosen([node("a"), node("b")], crowd, narrow).labelled.keys()], ["a"]);
});

test("far out only telling nodes are named, and very far out nobody", () => {
  const nodes = [node("a"), node("b", { important: true })];
  const wide = { left: -9000, right: 9000, top: -9000, bottom: 9000 };
  const places = at({ a: [0, 0], b: [4000, 0] });
  assert.deepEqual([...chosen(nodes, places, { scale: 0.3, view: wide }).labelled.keys()], ["b"]);
  assert.equal(chosen(nodes, places, { scale: 0.1, view: wide }).labelled.size, 0);
});

test("a mark stands on the side its name leaves free, and only where it has room", () => {
  assert.deepEqual(markAt({ radius: 9 }, 100, "right"), { x: 86, align: "right" });
  assert.deepEqual(markAt({ radius: 9 }, 100, "below"), { x: 114, align: "left" });
  const marked = node("g", { form: "area", mark: "5/9" });
  assert.deepEqual([...chosen([marked], at({ g: [0, 0] })).marked], ["g"]);
  const beside = node("h", { form: "area", side: "right", important: true });
  assert.equal(chosen([marked, beside], at({ g: [0, 0], h: [-74, 0] })).marked.size, 0);
});

test("a name goes to the side that leaves room for the mark, and keeps off the marks of others", () => {
  const group = node("g", { form: "area", radius: 9, mark: "55/99", important: true });
  const short = { widthOf: (/** @type {MapNode} */ { id }) => (id === "g" ? 1 : 4) };
  const first = node("h", { form: "area", important: true });
  const places = at({ g: [0, 0], h: [-110, 0] });
  const left = chosen([group, { ...first, radius: 10 }], places, { ...short, selected: "h" });
  assert.deepEqual([left.labelled.get("g"), left.marked.has("g")], ["left", true]);
  const off = chosen([group, first], places, { ...short, selected: "g" });
  assert.deepEqual([off.labelled.get("g"), off.labelled.get("h")], ["right", "left"]);
});

test("unnamed participants are in italics, groups and what is looked at in bold", () => {
  assert.equal(faceOf({ form: "unnamed" }, true), "italic ");
  assert.equal(faceOf({ form: "steering" }), "600 ");
  assert.equal(faceOf({ form: "organization" }), "");
  assert.equal(faceOf({ form: "organization" }, true), "600 ");
  assert.equal(isGroup({ form: "temporary" }), true);
});
