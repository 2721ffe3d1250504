// On which side of its node a name stands, so that names cover no other name and as little else as can be.
import { FONT, isBeside, labelSize, SMALLEST } from "./network_view.js";
/** @import { Bounds, MapNode, Point, Side } from "./types.d.ts" */

const NAME_GAP = 7; // pixels between a node and its name
const ALWAYS_NAMED = 12; // nodes that are named even where the name covers others

/** @typedef {[left: number, top: number, right: number, bottom: number]} Box */
/** @typedef {{ radius: number, box: Box }} Disc a node, with its box */

/**
 * What there is around a name: the `view`, the letters' `size`, boxes of names `taken` already, and `discs`.
 *
 * @typedef {{ view: Bounds, size: number, taken: Box[], discs: Disc[] }} Room
 */

/**
 * The names that fit without touching another, the most telling first; zooming in brings the rest.
 *
 * @param {object} crowd
 * @param {Iterable<MapNode>} crowd.nodes
 * @param {Record<string, Point>} crowd.places
 * @param {number} crowd.scale
 * @param {Bounds} crowd.view
 * @param {string} crowd.selected
 * @param {ReadonlySet<string>} crowd.near neighbors of the one selected
 * @param {(node: MapNode) => number} crowd.widthOf how wide a name is, in letters' sizes
 * @returns {{ labelled: Map<string, Side>, marked: Set<string> }} nodes with the side of their name, and those whose
 *   mark has room too
 */
export function chooseNames({ nodes, places, scale, view, selected, near, widthOf }) {
  /** @param {MapNode} node */
  const weight = (node) =>
    (node.id === selected ? 1e6 : 0) +
    (near.has(node.id) ? 1e4 : 0) +
    (node.important ? 1e3 : 0) +
    // names beside have fewer places to go than those above and below
    (isGroup(node) ? (isBeside(node) ? 60 : 50) : 0) +
    node.radius +
    (node.form === "unnamed" ? -5 : 0);
  const order = [...nodes].sort((a, b) => weight(b) - weight(a) || (a.id < b.id ? -1 : 1));
  const size = labelSize(scale);
  /** @type {Room} */
  const room = {
    size,
    view,
    taken: [],
    discs: order.filter(({ id }) => places[id]).map((node) => discOf(node, places[node.id])),
  };
  /** @type {Map<string, Side>} */
  const labelled = new Map();
  /** @type {Set<string>} */
  const marked = new Set();
  for (const [rank, node] of order.entries()) {
    const at = places[node.id];
    if (!at || (FONT * scale < SMALLEST && !(node.important && scale > 0.12))) continue;
    const place = new NamePlace(node, at, size * widthOf(node), room);
    const side = place.side(rank < ALWAYS_NAMED);
    if (!side) continue;
    const mark = place.markBox(side);
    if (mark && place.isFree(mark)) {
      marked.add(node.id);
      room.taken.push(mark);
    }
    room.taken.push(place.box(side));
    labelled.set(node.id, side);
  }
  return { labelled, marked };
}

/** The boxes a name may take: `at` is the place of its node, `width` that of its longest line. */
export class NamePlace {
  /** @param {MapNode} node @param {Point} at @param {number} width @param {Room} room */
  constructor(node, at, width, room) {
    this.node = node;
    this.at = at;
    this.width = width;
    this.room = room;
    this.height = room.size * 1.15 * node.label.split("\n").length;
  }

  /** @param {Side} side @returns {Box} */
  box(side) {
    const { x, y } = this.at;
    const r = this.node.radius + NAME_GAP;
    const [left, top] = {
      left: [x - r - this.width, y - this.height / 2],
      right: [x + r, y - this.height / 2],
      above: [x - this.width / 2, y - r - this.height],
      below: [x - this.width / 2, y + r],
    }[side];
    return [left, top, left + this.width, top + this.height];
  }

  /**
   * The side, or nothing where the name has no room. Its own side first; where that is taken, another; above
   * it would seem to belong to the next node. The most telling ones may cover a node. So may the names of
   * groups, because each is to have one, but below they would take the place of the next group's.
   *
   * @param {boolean} isAlways
   * @returns {Side | undefined}
   */
  side(isAlways) {
    /** @type {Side[]} */
    const beside = [this.node.side, "right", "left"];
    /** @type {Side[]} */
    const sides = isGroup(this.node) ? beside : [...beside, "below"];
    const found = sides.find((side) => this.fits(side) && this.hasMark(side)) ?? sides.find((side) => this.fits(side));
    if (found) return found;
    if (isAlways && this.isFree(this.box(this.node.side))) return this.node.side;
    return isGroup(this.node) ? this.leastCovering(beside) ?? this.leastCovering(["below", "above"]) : undefined;
  }

  /** @param {Side} side */
  fits(side) {
    return this.isPossible(side) && !this.covered(side).length;
  }

  /** @param {Side} side */
  isPossible(side) {
    const { left, right, top, bottom } = this.room.view;
    const box = this.box(side);
    return box[0] >= left && box[2] <= right && box[1] >= top && box[3] <= bottom && this.isFree(box);
  }

  /** @param {Side[]} sides @returns {Side | undefined} */
  leastCovering(sides) {
    /** @param {Side} side */
    const cost = (side) => this.covered(side).reduce((sum, { radius }) => sum + radius, 0);
    return sides.filter((side) => this.isPossible(side)).sort((a, b) => cost(a) - cost(b))[0];
  }

  /** @param {Side} side */
  covered(side) {
    return this.room.discs.filter(({ box }) => touch(this.box(side), box));
  }

  /** @param {Box} box */
  isFree(box) {
    // lines of letters have air above and below, and need some between each other
    const [between, air] = [0.3 * this.room.size, 0.2 * this.room.size];
    /** @type {Box} */
    const around = [box[0] - between, box[1] + air, box[2] + between, box[3] - air];
    return !this.room.taken.some((other) => touch(around, other));
  }

  /**
   * Whether the mark beside the node, if there is one, has room too.
   *
   * @param {Side} side
   */
  hasMark(side) {
    const box = this.markBox(side);
    return !box || this.isFree(box);
  }

  /** @param {Side} side @returns {Box | null} */
  markBox(side) {
    if (!this.node.mark) return null;
    const width = 0.45 * this.room.size * this.node.mark.length;
    const { x, align } = markAt(this.node, this.at.x, side);
    const left = align === "left" ? x : x - width;
    return [left, this.at.y - this.room.size / 2, left + width, this.at.y + this.room.size / 2];
  }
}

/** @param {Box} box @param {Box} other */
function touch(box, other) {
  return box[0] <= other[2] && box[2] >= other[0] && box[1] <= other[3] && box[3] >= other[1];
}

/** @param {MapNode} node @param {Point} at @returns {Disc} */
function discOf({ radius }, { x, y }) {
  return { radius, box: [x - radius, y - radius, x + radius, y + radius] };
}

/**
 * Where how much of a group is drawn stands: beside it, in the line its name leaves free.
 *
 * @param {Pick<MapNode, "radius">} node
 * @param {number} x
 * @param {Side} side of the name
 * @returns {{ x: number, align: "left" | "right" }}
 */
export function markAt(node, x, side) {
  return side === "right" ? { x: x - node.radius - 5, align: "right" } : { x: x + node.radius + 5, align: "left" };
}

/** @param {Pick<MapNode, "form">} node */
export function isGroup(node) {
  return node.form !== "organization" && node.form !== "unnamed";
}

/**
 * The kind of letters of a name: unnamed participants in italics, groups and whoever is looked at in bold.
 *
 * @param {Pick<MapNode, "form">} node
 * @param {boolean} [isLookedAt]
 */
export function faceOf(node, isLookedAt = false) {
  return node.form === "unnamed" ? "italic " : isGroup(node) || isLookedAt ? "600 " : "";
}
