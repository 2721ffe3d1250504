// The picture of the map that is taken away.
import assert from "node:assert/strict";
import { test } from "node:test";
import { dashes } from "../../ui/components/assets/network_legend.js";
import { dashed, dot, inked, inLines, inRows } from "../../ui/components/assets/network_picture.js";
import { at, node } from "./made.js";

/** @param {string} text */
const widthOf = (text) => 10 * text.length;

test("entries stand beside each other until one does not fit", () => {
  assert.deepEqual(inRows([50, 50, 50], 140, 270), [{ x: 140, row: 0 }, { x: 208, row: 0 }, { x: 140, row: 1 }]);
  assert.deepEqual(inRows([900, 10], 140, 270), [{ x: 140, row: 0 }, { x: 140, row: 1 }]);
  assert.deepEqual(inRows([], 140, 270), []);
});

test("a sentence is broken between words, and a word too long for a line has one of its own", () => {
  assert.deepEqual(inLines("ab cd ef", widthOf, 50), ["ab cd", "ef"]);
  assert.deepEqual(inLines("a verylongword b", widthOf, 50), ["a", "verylongword", "b"]);
  assert.equal(inLines("one two three four", widthOf, 90).join(" "), "one two three four");
});

test("what is printed reaches around nodes and the names that are drawn", () => {
  const nodes = [node("named"), node("bare"), node("gone")];
  const bounds = inked(nodes, at({ named: [0, 0], bare: [-40, 0] }), new Map([["named", "right"]]), 10);
  assert.equal(bounds.right, 0.58 * 10 * 5 + 14);
  assert.ok(bounds.left < -46 && bounds.left > -70);
  assert.equal(bounds.top, -16);
});

test("a name above or below reaches there and no farther to the other side", () => {
  const place = at({ a: [0, 0] });
  const above = inked([node("a")], place, new Map([["a", "above"]]), 10);
  const below = inked([node("a")], place, new Map([["a", "below"]]), 10);
  assert.equal(above.top, -below.bottom);
  assert.equal(above.bottom, -below.top);
  assert.ok(-above.top > above.bottom);
});

test("a sector has its color, one nobody stated none, and nobody named is a form of its own", () => {
  assert.deepEqual(dot("#6A7ee4"), { form: "organization", fill: "#6A7ee4" });
  assert.deepEqual(dot(""), { form: "organization", fill: "#ffffff" });
  assert.deepEqual(dot("#fff;evil"), { form: "organization", fill: "#ffffff" });
  assert.deepEqual(dot(null), { form: "unnamed" });
});

test("each kind of line is dashed its own way, in the picture and in the legend on screen", () => {
  const kinds = [false, true, "dotted", "wide", "long"];
  assert.equal(new Set(kinds.map((kind) => String(dashed(kind)))).size, kinds.length);
  assert.equal(new Set(kinds.map(dashes)).size, kinds.length);
  assert.equal(dashes(false), null);
});
