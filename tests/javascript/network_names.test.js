// On which side a name stands, and which names there are.
import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseNames, faceOf, isGroup, markAt, NamePlace } from "../../ui/components/assets/network_names.js";
import { at, node } from "./made.js";
/** @import { MapNode, Point } from "../../ui/components/assets/types.d.ts" */

const VIEW = { left: -300, right: 300, top: -200, bottom: 200 };

// come before all others, so that those are not among the few that may cover anything; they are not drawn
const TELLING = Array.from({ length: 12 }, (_, place) => node(`t${place}`, { important: true, radius: 99 }));

/** @param {MapNode[]} nodes @param {Record<string, Point>} places @param {object} [given] */
const chosen = (nodes, places, given = {}) =>
  chooseNames({ nodes, places, scale: 1, view: VIEW, selected: "", near: new Set(), widthOf: () => 4, ...given });

test("a name with room on its own side stands there", () => {
  const nodes = [node("a", { side: "left" }), node("b", { side: "below" })];
  const { labelled } = chosen(nodes, at({ a: [0, 0], b: [100, 100] }));
  assert.deepEqual([...labelled].sort(), [["a", "left"], ["b", "below"]]);
});

test("a name goes to the other side of its node before it covers another node", () => {
  const { labelled } = chosen([node("a"), node("b")], at({ a: [0, 0], b: [30, 0] }));
  assert.equal(labelled.get("a"), "left");
  assert.equal(labelled.get("b"), "right");
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

test("a name that would leave the view is not drawn there", () => {
  const { labelled } = chosen([node("a")], at({ a: [290, 0] }));
  assert.equal(labelled.get("a"), "left");
  assert.equal(chosen([node("gone")], {}).labelled.size, 0);
});

test("a group is named even where its name has to cover a small node, but not below", () => {
  const group = node("g", { form: "area", side: "right", radius: 9 });
  const around = [node("l", { radius: 9 }), node("r", { radius: 4 }), node("b")];
  const places = at({ g: [0, 0], l: [-30, 0], r: [30, 0], b: [0, 25] });
  const { labelled } = chosen([group, ...around, ...TELLING], places);
  assert.equal(labelled.get("g"), "right");
});

test("a mark stands on the side its name leaves free, and only where it has room", () => {
  assert.deepEqual(markAt({ radius: 9 }, 100, "right"), { x: 86, align: "right" });
  assert.deepEqual(markAt({ radius: 9 }, 100, "below"), { x: 114, align: "left" });
  const marked = node("g", { form: "area", mark: "5/9" });
  assert.deepEqual([...chosen([marked], at({ g: [0, 0] })).marked], ["g"]);
  const beside = node("h", { form: "area", side: "right", important: true });
  assert.equal(chosen([marked, beside], at({ g: [0, 0], h: [-74, 0] })).marked.size, 0);
});

test("with nodes on both sides the name of an organisation goes below", () => {
  const { labelled } = chosen(
    [node("a"), node("l"), node("r"), ...TELLING],
    at({ a: [0, 0], l: [-30, 0], r: [30, 0] }),
  );
  assert.equal(labelled.get("a"), "below");
});

test("the most telling name is drawn on its own side even where it covers a node", () => {
  const places = at({ a: [0, 0], l: [-30, 0], r: [30, 0], b: [0, 25] });
  const { labelled } = chosen([node("a", { important: true }), node("l"), node("r"), node("b")], places);
  assert.equal(labelled.get("a"), "right");
});

test("a group whose name has no room beside it has it below", () => {
  const view = { left: -40, right: 40, top: -100, bottom: 100 };
  const { labelled } = chosen([node("g", { form: "area" }), ...TELLING], at({ g: [0, 0] }), { view });
  assert.equal(labelled.get("g"), "below");
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
