// What the tests of the network map are made of.
/** @import { MapNode, Point } from "../../ui/components/assets/types.d.ts" */

/** @param {string} id @param {Partial<MapNode>} [given] @returns {MapNode} */
export function node(id, given = {}) {
  const said = { label: id, about: "", said: "" };
  return { id, x: 0, y: 0, form: "organization", radius: 6, side: "right", important: false, ...said, ...given };
}

/** @param {Record<string, [x: number, y: number]>} places @returns {Record<string, Point>} */
export function at(places) {
  return Object.fromEntries(Object.entries(places).map(([id, [x, y]]) => [id, { x, y }]));
}

/** @param {string[]} ties as "a-b" @returns {Map<string, Set<string>>} each with its neighbors and itself */
export function tied(...ties) {
  /** @type {Map<string, Set<string>>} */
  const near = new Map();
  for (const [a, b] of ties.map((tie) => tie.split("-"))) {
    near.set(a, (near.get(a) ?? new Set([a])).add(b));
    near.set(b, (near.get(b) ?? new Set([b])).add(a));
  }
  return near;
}
