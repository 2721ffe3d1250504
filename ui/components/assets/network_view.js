// How large the picture of a network is drawn, and what of it: from numbers alone.
/** @import { Bounds, MapEdge, MapNode, Point } from "./types.d.ts" */

export const FONT = 13; // pixels of letters in the picture
export const SMALLEST = 7; // pixels of letters, were they drawn to scale, below which only the telling nodes are named
const WIDEST = 2.5; // times: a picture that is narrower or lower than the map is drawn wider or higher, up to this
const HALF = 0.5; // of the map's width or height: what fills less after a change is shown larger
const MANY = 400; // lines: where there are more, those of an organisation in many groups are the fainter

/**
 * The nodes, those that were dragged at their new place, how much farther apart all are drawn across and down, and
 * the size of the map.
 *
 * @typedef {object} Sheet
 * @property {readonly MapNode[]} nodes
 * @property {ReadonlyMap<string, Point>} moved
 * @property {Point} stretch
 * @property {number} width
 * @property {number} height
 */
/** @typedef {(node: MapNode) => boolean} IsLabelled */

/**
 * The size of letters in the picture: never below ten and a half pixels on screen, smaller ones are noise.
 *
 * @param {number} scale
 */
export function labelSize(scale) {
  return Math.max(FONT, Math.min(10.5 / scale, 90));
}

/** @param {Pick<MapNode, "side">} node */
export function isBeside(node) {
  return node.side === "left" || node.side === "right";
}

/**
 * The scale at which the nodes and the names of those `isLabelled` fill the map, and the middle of them; null where
 * there are no nodes.
 *
 * @param {Sheet} sheet
 * @param {IsLabelled} isLabelled
 * @returns {{ scale: number, middle: Point | null }}
 */
export function scaleFor({ nodes, moved, stretch, width, height }, isLabelled) {
  let scale = 1;
  let middle = null;
  // letters grow as the scale shrinks, so the scale is found in a few steps
  for (let step = 0; step < 5; step += 1) {
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
    const size = labelSize(scale);
    for (const node of nodes) {
      const home = moved.get(node.id) ?? node;
      const at = { x: home.x * stretch.x, y: home.y * stretch.y };
      const lines = isLabelled(node) ? node.label.split("\n") : [];
      const wide = 0.5 * size * Math.max(0, ...lines.map((line) => line.length)) + 24;
      const high = 1.2 * size * lines.length + 20;
      left = Math.min(left, at.x - (node.side === "left" ? wide : isBeside(node) ? 20 : wide / 2));
      right = Math.max(right, at.x + (node.side === "right" ? wide : isBeside(node) ? 20 : wide / 2));
      top = Math.min(top, at.y - (node.side === "above" ? high : 20));
      bottom = Math.max(bottom, at.y + (node.side === "below" ? high + 8 : 20));
    }
    if (left > right) break;
    middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
    scale = Math.max(0.02, Math.min(1.25, (width - 8) / (right - left), (height - 8) / (bottom - top)));
  }
  return { scale, middle };
}

/**
 * Whose names are to fit. Labels stand outside the nodes: the box of both is to fit, not that of the nodes alone.
 * Where that makes letters too small to read, only the names still shown then need room, and where the map would be
 * a dot among them none do.
 *
 * @param {Sheet} sheet
 * @returns {IsLabelled}
 */
export function named(sheet) {
  /** @param {IsLabelled} isLabelled */
  const readable = (isLabelled) => FONT * scaleFor(sheet, isLabelled).scale;
  /** @type {IsLabelled[]} */
  const [all, telling, none] = [() => true, (node) => node.important, () => false];
  if (readable(all) >= SMALLEST) return all;
  return readable(telling) >= SMALLEST / 2 ? telling : none;
}

/**
 * How much farther apart nodes are drawn, across and down: as much as costs no size.
 *
 * @param {Sheet} sheet
 * @returns {Point}
 */
export function stretched(sheet) {
  const isLabelled = named({ ...sheet, stretch: { x: 1, y: 1 } });
  /** @param {number} x @param {number} y */
  const scaleAt = (x, y) => scaleFor({ ...sheet, stretch: { x, y } }, isLabelled).scale;
  const least = 0.995 * scaleAt(1, 1);
  let [x, y] = [1, 1];
  while (x < WIDEST && scaleAt(x + 0.05, y) > least) x += 0.05;
  while (y < WIDEST && scaleAt(x, y + 0.05) > least) y += 0.05;
  return { x, y };
}

/**
 * Whether the view can stay as it is after a change, so that pictures can be compared: of the reader's own view
 * something has to be in it, of the common one all, not as a spot in the middle.
 *
 * @param {readonly Point[]} places
 * @param {Bounds} view
 * @param {boolean} isOwn
 */
export function isInSight(places, { left, right, top, bottom }, isOwn) {
  /** @param {Point} at */
  const isIn = ({ x, y }) => x >= left && x <= right && y >= top && y <= bottom;
  if (isOwn) return places.some(isIn);
  const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)];
  /** @param {number[]} values @param {number} room */
  const fills = (values, room) => Math.max(...values) - Math.min(...values) > HALF * room;
  return places.every(isIn) && (fills(xs, right - left) || fills(ys, bottom - top));
}

/**
 * How a line is dashed, in pixels drawn and left out; false for a whole one.
 *
 * @param {Pick<MapEdge, "form" | "planned" | "host">} edge
 * @returns {number[] | false}
 */
export function dashesOf({ form, planned, host }) {
  if (form === "between") return [5, 4];
  if (form === "under") return [10, 3, 2, 3];
  return planned ? [2, 4] : host ? [9, 3] : false;
}

/**
 * How strongly a line is drawn: where lines are many, those of an organisation in many groups are the fainter, they
 * tell the least.
 *
 * @param {number} lines of the picture
 * @param {number} ties of the organisation, itself counted
 */
export function opacityOf(lines, ties) {
  return lines <= MANY ? 0.3 : Math.max(0.09, 0.6 / Math.sqrt(ties));
}
