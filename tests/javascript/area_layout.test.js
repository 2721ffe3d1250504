// The map of areas: everything in its place, nothing upon another.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  arranged,
  clearance,
  folded,
  hull,
  LEGEND,
  shared,
  spread,
  stateOf,
  within,
} from "../../ui/components/assets/area_layout.js";
/** @import { AreaData } from "../../ui/components/assets/types.d.ts" */
/** @import { Area } from "../../ui/components/assets/area_layout.js" */

/** @param {string} id @param {[number, number]} at @param {Partial<AreaData>} [given] @returns {AreaData} */
const area = (id, at, given = {}) => ({ id, label: id, at, count: 1, number: "1", around: [], outline: [], ...given });

/** @param {AreaData[]} areas @param {object} [given] */
const scene = (areas, given = {}) =>
  arranged(areas, {
    width: 900,
    compact: false,
    size: 13,
    font: "13px sans",
    italic: "italic 15px serif",
    selected: "",
    legend: [...LEGEND],
    widthOf: (text) => 7 * text.length,
    ...given,
  });

const CITY = [area("North", [0, -2]), area("South", [0, 2]), area("East", [4, 0]), area("West", [-4, 0])];

test("areas lie to each other as in the data: as far apart down as across", () => {
  const [north, south, east, west] = scene(CITY).places;
  assert.ok(north.y < south.y && west.x < east.x);
  assert.ok(Math.abs((east.x - west.x) / (south.y - north.y) - 2) < 0.01);
  assert.deepEqual(north.home, [north.x, north.y]);
});

test("one area alone stands in the middle", () => {
  const { places: [only], height } = scene([area("Only", [7, 7])]);
  assert.deepEqual([only.x, only.y], [450, height / 2]);
});

test("points at one place are pushed apart, within the map, and remember where they belong", () => {
  const { places, width, height } = scene(Array.from({ length: 12 }, (_, place) => area(`P${place}`, [0, 0])));
  for (const [place, a] of places.entries()) {
    assert.ok(a.x > a.r && a.x < width - a.r && a.y > a.r && a.y < height - a.r);
    for (const b of places.slice(place + 1)) {
      assert.ok(Math.hypot(a.x - b.x, a.y - b.y) >= a.r + b.r, `${a.id} ${b.id}`);
    }
  }
  assert.deepEqual(places[0].home, places[11].home);
});

test("points that do not touch stay where they are", () => {
  const places = /** @type {Area[]} */ ([{ x: 50, y: 50, r: 9 }, { x: 90, y: 50, r: 9 }]);
  spread(places, 200, 100);
  assert.deepEqual(places.map(({ x }) => x), [50, 90]);
  const [a, b] = /** @type {Area[]} */ ([{ x: 100, y: 50, r: 9 }, { x: 104, y: 50, r: 9 }]);
  spread([a, b], 200, 100);
  assert.ok(a.x < 100 && Math.abs(a.x + b.x - 204) < 1e-9);
});

test("names that are shown cover neither points nor each other", () => {
  const crowd = Array.from(
    { length: 30 },
    (_, place) => area(`A long name ${place}`, [place % 6, Math.floor(place / 6)]),
  );
  const { places, taken } = scene(crowd);
  const shown = places.filter(({ name }) => !name.hidden);
  assert.ok(shown.length > 15);
  const boxes = taken.filter(({ h }) => h < 40 && h > 0);
  for (const [place, a] of boxes.entries()) {
    for (const b of boxes.slice(place + 1)) assert.ok(shared(a, b) <= 6, JSON.stringify([a, b]));
  }
});

test("a name with nowhere to go is hidden, and its point is still there", () => {
  const { places, taken } = scene(
    Array.from({ length: 60 }, (_, place) => area("A very long name indeed", [place % 8, place >> 3])),
    { width: 400, compact: true },
  );
  const shown = places.filter(({ name }) => !name.hidden);
  assert.equal(places.length, 60);
  assert.equal(taken.length, places.length + shown.length);
  assert.ok(places.some(({ name }) => name.hidden));
});

test("an area that holds others is a surface around them, behind the areas within", () => {
  const inside = [area("A", [0, 0], { around: ["in", "out"] }), area("B", [1, 0], { around: ["in", "out"] })];
  const { surfaces, around, places } = scene([
    area("in", [0.5, 0], { around: ["out"] }),
    area("out", [0.5, 0.2]),
    ...inside,
  ]);
  assert.deepEqual(surfaces.map(({ area }) => area.id), ["out", "in"]);
  assert.deepEqual(places.map(({ id }) => id), ["A", "B"]);
  assert.deepEqual(around.map(({ name }) => name.lines.join(" ")), ["in", "out"]);
  const [a, b] = around;
  assert.ok(Math.hypot(a.x - b.x, a.y - b.y) > a.r + b.r);
});

test("the name of an area that holds others stands in its surface and in the map", () => {
  const name = "A long name of all the places in it";
  const inside = [[0, 0], [9, 0], [4.5, 4]].map(([x, y], place) => area(`${place}`, [x, y], { around: ["whole"] }));
  const wide = scene([area("whole", [4.5, 2], { label: name }), ...inside, area("far", [14, 9])]);
  const [whole] = wide.around;
  const end = whole.name.textX + 7 * Math.max(...whole.name.lines.map((line) => line.length));
  for (const x of [whole.x, end]) assert.ok(within([x, whole.y], wide.surfaces[0].hull ?? []));
  const column = [[0, 0], [0, 9]].map(([x, y], place) => area(`${place}`, [x, y], { around: ["whole"] }));
  const narrow = scene([area("whole", [0, 2], { label: name }), ...column], { width: 420, compact: true });
  for (const { around: [{ x, r, name }], width } of [wide, narrow]) {
    const end = name.textX + 7 * Math.max(...name.lines.map((line) => line.length));
    assert.ok(x - r >= 4 && end <= width - 4);
  }
  const [unbreakable] = scene([area("whole", [0, 2], { label: "n".repeat(150) }), ...column]).around;
  assert.ok(unbreakable.name.hidden);
});

test("an area with an outline is drawn with it and needs no surface", () => {
  /** @type {[number, number][][]} */
  const outline = [[[-1, -1], [3, -1], [3, 1], [-1, 1]]];
  const { surfaces } = scene([area("whole", [1, 0], { outline }), area("A", [0, 0], { around: ["whole"] })]);
  assert.equal(surfaces.length, 1);
  assert.equal(surfaces[0].outline?.[0].length, 4);
  assert.equal(surfaces[0].hull, undefined);
});

test("the legend takes a corner no point needs, and stands below where none is free or the map is narrow", () => {
  const { corner, taken } = scene(CITY);
  assert.equal(corner?.x, 12);
  assert.ok(taken.some(({ x, y, w }) => x === 8 && y === corner.y - 4 && w > 50));
  assert.equal(scene(CITY, { width: 390, compact: true }).corner, null);
  const corners = [area("a", [0, 0]), area("b", [9, 0]), area("c", [0, 5]), area("d", [9, 5])];
  assert.equal(scene(corners, { legend: Array(3).fill("x".repeat(60)) }).corner, null);
});

test("a hull goes around all points and keeps only its corners", () => {
  /** @type {[number, number][]} */
  const points = [[0, 0], [4, 0], [2, 1], [4, 4], [0, 4], [2, 2]];
  assert.deepEqual(hull(points).sort(), [[0, 0], [0, 4], [4, 0], [4, 4]]);
  assert.deepEqual(hull([[1, 1], [0, 0]]), [[0, 0], [1, 1]]);
  for (const point of /** @type {[number, number][]} */ ([[2, 1], [2, 2]])) assert.ok(within(point, hull(points)));
  assert.ok(!within([5, 2], hull(points)));
});

test("a name is broken where its halves are most alike", () => {
  assert.deepEqual(folded("Gamla stan", 24), [["Gamla stan"]]);
  assert.deepEqual(folded("Södra Hammarbyhamnen", 24), [["Södra Hammarbyhamnen"], ["Södra", "Hammarbyhamnen"]]);
  assert.deepEqual(folded("one two three four five six", 24)[0], ["one two three", "four five six"]);
  assert.deepEqual(folded("Unbrechbarerortsname", 10), [["Unbrechbarerortsname"]]);
});

test("boxes: what they have in common, and how far one is from those that are taken", () => {
  const box = { x: 0, y: 0, w: 10, h: 10 };
  assert.equal(shared(box, { x: 8, y: 5, w: 10, h: 10 }), 10);
  assert.equal(shared(box, { x: 10, y: 0, w: 5, h: 5 }), 0);
  assert.equal(clearance([box], { x: 13, y: 2, w: 5, h: 5 }), 3);
  assert.ok(clearance([box], { x: 5, y: 5, w: 5, h: 5 }) < 0);
});

test("one organisation is told from none and from several", () => {
  assert.deepEqual([0, 1, 2, 40].map(stateOf), ["none", "single", "several", "several"]);
});
