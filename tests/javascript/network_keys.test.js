// The map by keyboard.
import assert from "node:assert/strict";
import { test } from "node:test";
import { deedOf, DIRECTIONS, mostConnected, step } from "../../ui/components/assets/network_keys.js";
import { at, tied } from "./made.js";

const { ArrowRight: RIGHT, ArrowLeft: LEFT, ArrowDown: DOWN, ArrowUp: UP } = DIRECTIONS;

test("an arrow leads to the neighbor that lies most in its direction, not to the nearest", () => {
  const near = tied("hub-right", "hub-slanting", "hub-below");
  const places = at({ hub: [0, 0], right: [200, 0], slanting: [30, 30], below: [0, 50] });
  assert.equal(step("hub", RIGHT, places, near), "right");
  assert.equal(step("hub", DOWN, places, near), "below");
});

test("where no neighbor is, a node that shares one comes before a nearer one that does not", () => {
  const near = tied("group-a", "group-b", "x-y");
  const places = at({ group: [-200, 50], a: [0, 0], b: [0, 100], x: [0, 40], y: [500, 500] });
  assert.equal(step("a", DOWN, places, near), "b");
});

test("parts without a line between them are reached too", () => {
  assert.equal(step("a", RIGHT, at({ a: [0, 0], b: [0, 50], x: [100, 0], y: [100, 50] }), tied("a-b", "x-y")), "x");
});

test("where nobody lies in a direction, an arrow leads nowhere", () => {
  const places = at({ a: [0, 0], b: [50, 0] });
  assert.equal(step("a", LEFT, places, tied("a-b")), "");
  assert.equal(step("a", UP, places, tied("a-b")), "");
});

test("a neighbor that is not drawn is passed over", () => {
  assert.equal(step("a", RIGHT, at({ a: [0, 0], c: [90, 0] }), tied("a-b", "a-c")), "c");
});

test("keys begin with the most connected node, of several the first by id", () => {
  assert.equal(mostConnected(tied("b-x", "a-x", "b-y", "a-y")), "a");
  assert.equal(mostConnected(tied("a-b", "a-c")), "a");
  assert.equal(mostConnected(new Map()), "");
});

const NOW = {
  here: "a",
  selected: "",
  isFull: false,
  near: tied("a-b"),
  places: () => at({ a: [0, 0], b: [9, 0] }),
};

test("keys go along lines, and say so where nobody is", () => {
  assert.deepEqual(deedOf("ArrowRight", NOW), { deed: "go", id: "b" });
  assert.deepEqual(deedOf("ArrowLeft", NOW), { deed: "nobody there" });
  assert.deepEqual(deedOf("ArrowLeft", { ...NOW, here: "" }), { deed: "go", id: "a" });
  assert.deepEqual(deedOf("Home", { ...NOW, here: "b" }), { deed: "go", id: "a" });
  assert.deepEqual(deedOf("Home", { ...NOW, near: new Map() }), { deed: "nobody there" });
});

test("Enter chooses, and opens what is chosen already", () => {
  assert.deepEqual(deedOf("Enter", NOW), { deed: "choose", id: "a" });
  assert.deepEqual(deedOf(" ", { ...NOW, selected: "a" }), { deed: "open", id: "a" });
  assert.deepEqual(deedOf("o", NOW), { deed: "open", id: "a" });
  assert.deepEqual(deedOf("Enter", { ...NOW, here: "" }), { deed: "nothing" });
});

test("Escape leaves the full screen first, then the choice, then the map", () => {
  assert.deepEqual(deedOf("Escape", { ...NOW, isFull: true, selected: "a" }), { deed: "leave full screen" });
  assert.deepEqual(deedOf("Escape", { ...NOW, selected: "a" }), { deed: "clear" });
  assert.deepEqual(deedOf("Escape", NOW), { deed: "leave" });
});

test("closer and farther undo each other; other keys are left to the page", () => {
  const [closer, farther] = [deedOf("+", NOW), deedOf("-", NOW)];
  assert.ok(closer?.deed === "zoom" && farther?.deed === "zoom");
  assert.ok(Math.abs(closer.by * farther.by - 1) < 1e-9 && closer.by > 1);
  assert.equal(deedOf("Tab", NOW), null);
  assert.equal(deedOf("toString", NOW), null);
});
