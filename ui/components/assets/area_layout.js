// Where everything on the map of areas stands: points apart, names beside them, the legend in a free corner. From
// numbers alone; only how wide a text is, the browser has to say.
/** @import { AreaData } from "./types.d.ts" */

export const LEGEND = /** @type {const} */ (["several", "single", "none"]);

const ROUNDS = 80; // of pushing points apart, at most
const STEPS = 20; // places a name of a surface is tried in, in each direction
const NAMINGS = 3; // rounds in which each name finds its place among the others

/** @typedef {[x: number, y: number]} Corner */
/** @typedef {{ x: number, y: number, w: number, h: number }} Box */

/**
 * Lines of a name and where they begin, in the box they take; `hidden` until its point is pointed at.
 *
 * @typedef {object} Name
 * @property {string[]} lines
 * @property {"start" | "middle" | "end"} anchor
 * @property {number} textX
 * @property {number} y
 * @property {boolean} hidden
 */

/**
 * An area in pixels: its point with radius `r`, now and where it belongs. `holds`: others lie in it.
 *
 * @typedef {Omit<AreaData, "outline" | "at"> & { r: number, x: number, y: number, home: Corner, outline: Corner[][],
 *   holds: boolean, name: Name }} Area
 */

/**
 * How an area that holds others is seen: its outline, or a hull around the places in it; `depth` areas around it.
 *
 * @typedef {{ area: Area, depth: number, outline?: Corner[][], hull?: Corner[] }} Surface
 */

/**
 * What is given: the width in pixels, whether that is narrow, fonts and the size of letters, the words of the legend.
 *
 * @typedef {object} Paper
 * @property {number} width
 * @property {boolean} compact
 * @property {number} size
 * @property {string} font
 * @property {string} italic
 * @property {string} selected
 * @property {readonly string[]} legend
 * @property {(text: string, font: string) => number} widthOf
 */

/**
 * @typedef {Paper & { height: number, places: Area[], around: Area[], surfaces: Surface[], taken: Box[],
 *   corner: { x: number, y: number } | null }} Scene `corner` is the legend's; null where none is free
 */

/**
 * Everything in its place.
 *
 * @param {AreaData[]} areas
 * @param {Paper} paper
 * @returns {Scene}
 */
export function arranged(areas, paper) {
  const { height, placed } = place(areas, paper);
  const places = placed.filter((area) => !area.holds);
  const around = placed.filter((area) => area.holds);
  spread(places, paper.width, height);
  const taken = places.map((area) => boxAround(area, 1));
  /** @type {Scene} */
  const scene = { ...paper, height, places, around, surfaces: surfaces(placed), taken, corner: null };
  scene.corner = paper.compact ? null : corner(scene);
  labels(scene);
  titles(scene);
  return scene;
}

/** @type {Name} */
const UNNAMED = { lines: [], anchor: "start", textX: 0, y: 0, hidden: true };

/** @param {number} count */
export const stateOf = (count) => (count >= 2 ? "several" : count === 1 ? "single" : "none");

/** @param {number} count @param {boolean} compact */
const radius = (count, compact) => count < 2 ? 8 + count : 8 + (compact ? 1.3 : 2) * Math.sqrt(Math.min(count, 36));

/**
 * Kilometers to pixels, the same in both directions.
 *
 * @param {AreaData[]} areas
 * @param {Pick<Paper, "width" | "compact">} paper
 * @returns {{ height: number, placed: Area[] }}
 */
function place(areas, { width, compact }) {
  const every = areas.flatMap((area) => [area.at, ...area.outline.flat()]);
  const xs = every.map((at) => at[0]);
  const ys = every.map((at) => at[1]);
  // one by one: the corners of outlines are too many to be arguments
  /** @param {number[]} values */
  const least = (values) => values.reduce((a, b) => Math.min(a, b), Infinity);
  /** @param {number[]} values */
  const most = (values) => values.reduce((a, b) => Math.max(a, b), -Infinity);
  const [left, right, top, bottom] = [least(xs), most(xs), least(ys), most(ys)];
  const outlined = areas.some((area) => area.outline.length);
  const padX = outlined ? 24 : compact ? 36 : 92;
  const padY = outlined ? 24 : compact ? 46 : 62;
  const wide = Math.max(right - left, 1e-6);
  const high = Math.max(bottom - top, 1e-6);
  const wanted = ((width - 2 * padX) * high) / wide + 2 * padY;
  const height = Math.round(Math.min(Math.max(wanted, 240, width * 0.5), Math.max(320, width * 0.78), 620));
  const scale = every.length > 1 ? Math.min((width - 2 * padX) / wide, (height - 2 * padY) / high) : 1;
  /** @param {number} x */
  const toX = (x) => width / 2 + (x - (left + right) / 2) * scale;
  /** @param {number} y */
  const toY = (y) => height / 2 + (y - (top + bottom) / 2) * scale;
  const parents = new Set(areas.flatMap((area) => area.around));
  const placed = areas.map(({ at, outline, ...area }) => ({
    ...area,
    r: radius(area.count, compact),
    /** @type {Corner} */
    home: [toX(at[0]), toY(at[1])],
    x: toX(at[0]),
    y: toY(at[1]),
    outline: outline.map((ring) => ring.map(([x, y]) => /** @type {Corner} */ ([toX(x), toY(y)]))),
    holds: parents.has(area.id),
    name: UNNAMED,
  }));
  return { height, placed };
}

/**
 * Points that would cover each other are pushed apart, as far as there is room.
 *
 * @param {Area[]} places
 * @param {number} width
 * @param {number} height
 */
export function spread(places, width, height) {
  for (let round = 0; round < ROUNDS; round += 1) {
    let moved = false;
    for (let i = 0; i < places.length; i += 1) {
      for (let j = i + 1; j < places.length; j += 1) {
        const [a, b] = [places[i], places[j]];
        const least = a.r + b.r + 3;
        let [dx, dy] = [b.x - a.x, b.y - a.y];
        if (Math.abs(dx) >= least || Math.abs(dy) >= least) continue;
        let distance = Math.hypot(dx, dy);
        if (distance >= least) continue;
        if (distance < 0.01) {
          const angle = (i * 7 + j) * 2.4;
          [dx, dy, distance] = [Math.cos(angle), Math.sin(angle), 1];
        }
        const push = (least - Math.min(distance, least)) / 2 + 0.05;
        a.x -= (dx / distance) * push;
        a.y -= (dy / distance) * push;
        b.x += (dx / distance) * push;
        b.y += (dy / distance) * push;
        moved = true;
      }
    }
    if (!moved) break;
    for (const area of places) {
      area.x = Math.min(width - area.r - 4, Math.max(area.r + 4, area.x));
      area.y = Math.min(height - area.r - 4, Math.max(area.r + 4, area.y));
    }
  }
}

/**
 * What an area that holds others looks like: its outline, or a surface around the places in it.
 *
 * @param {Area[]} areas
 * @returns {Surface[]} the outer ones first
 */
function surfaces(areas) {
  /** @type {Surface[]} */
  const found = [];
  for (const area of areas) {
    const depth = area.around.length;
    if (area.outline.length) {
      found.push({ area, depth, outline: area.outline });
    } else if (area.holds) {
      const inside = areas.filter((each) => each.around.includes(area.id));
      const corners = inside.flatMap((each) => [/** @type {Corner} */ ([each.x, each.y]), ...each.outline.flat()]);
      found.push({ area, depth, hull: hull(corners) });
    }
  }
  return found.sort((a, b) => a.depth - b.depth);
}

/**
 * The convex hull of points, by Andrew's monotone chain.
 *
 * @param {Corner[]} points
 */
export function hull(points) {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  /** @param {Corner} o @param {Corner} a @param {Corner} b */
  const turn = (o, a, b) => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
  /** @param {Corner[]} list */
  const half = (list) => {
    /** @type {Corner[]} */
    const chain = [];
    for (const point of list) {
      while (chain.length > 1 && turn(chain[chain.length - 2], chain[chain.length - 1], point) <= 0) chain.pop();
      chain.push(point);
    }
    chain.pop();
    return chain;
  };
  return sorted.length < 3 ? sorted : [...half(sorted), ...half(sorted.reverse())];
}

/** @param {number} x @param {number} y @param {number} w @param {number} h @returns {Box} */
const boxOf = (x, y, w, h) => ({ x, y, w, h });

/** @param {Area} area @param {number} extra */
const boxAround = ({ x, y, r }, extra) => boxOf(x - r - extra, y - r - extra, 2 * (r + extra), 2 * (r + extra));

/**
 * How much two boxes have in common, in square pixels.
 *
 * @param {Box} a
 * @param {Box} b
 */
export function shared(a, b) {
  const w = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x);
  const h = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
  return w > 0 && h > 0 ? w * h : 0;
}

/**
 * The corner for the legend that no point needs; it is taken then.
 *
 * @param {Scene} scene
 */
function corner({ width, height, font, legend, taken, widthOf }) {
  const w = Math.max(...legend.map((each) => widthOf(each, font))) + 23;
  const h = 24 * legend.length;
  const gap = 12;
  const corners = [
    { x: gap, y: height - h - gap },
    { x: width - w - gap, y: height - h - gap },
    { x: gap, y: gap },
    { x: width - w - gap, y: gap },
  ];
  const free = corners.find(({ x, y }) => taken.every((each) => !shared(each, boxOf(x - 8, y - 8, w + 16, h + 16))));
  if (free) taken.push(boxOf(free.x - 4, free.y - 4, w + 8, h + 8));
  return free ?? null;
}

/**
 * Names: beside their point where nothing else is, on one line or two; the most crowded ones first.
 *
 * @param {Scene} scene
 */
function labels(scene) {
  const { places, taken } = scene;
  /** @param {Area} area */
  const near = (area) => places.filter((each) => Math.hypot(each.x - area.x, each.y - area.y) < 70).length;
  const order = [...places].sort((a, b) => near(b) - near(a) || b.y - a.y);
  /** @type {Map<Area, Box>} */
  const put = new Map();
  /** @param {Area} area @param {Candidate} at */
  const cost = (area, at) => {
    const others = [...put].filter(([other]) => other !== area).map(([, each]) => each);
    const covered = [...taken, ...others].reduce(
      (sum, each) => sum + shared(at, each),
      isInside(scene, at, 3) ? 0 : 1e6,
    );
    return { covered, total: covered * 10 + at.liking };
  };
  for (let round = 0; round < NAMINGS; round += 1) {
    for (const area of order) {
      const found = candidates(scene, area).map((at) => ({ at, ...cost(area, at) }));
      const best = found.reduce((least, each) => (each.total < least.total ? each : least));
      area.name = { ...best.at, hidden: best.covered > 6 };
      if (area.name.hidden) put.delete(area);
      else put.set(area, best.at);
    }
  }
  taken.push(...put.values());
}

/** @param {Pick<Scene, "width" | "height">} scene @param {Box} at @param {number} edge */
function isInside({ width, height }, at, edge) {
  return at.x >= edge && at.y >= edge && at.x + at.w <= width - edge && at.y + at.h <= height - edge;
}

/** @typedef {Box & Omit<Name, "hidden"> & { liking: number }} Candidate the less `liking`, the better */

/**
 * Where a name may stand.
 *
 * @param {Scene} scene
 * @param {Area} area
 */
function candidates(scene, area) {
  /** @type {Candidate[]} */
  const found = [];
  const high = scene.size * 1.2;
  const gap = area.r + (scene.compact ? 4 : 6) + (area.id === scene.selected ? 3 : 0);
  for (const lines of folded(area.label, scene.compact ? 14 : 24)) {
    const w = Math.max(...lines.map((each) => scene.widthOf(each, scene.font))) + 2;
    const h = high * lines.length;
    /** @param {Name["anchor"]} anchor @param {number} x @param {number} y @param {number} liking */
    const add = (anchor, x, y, liking) => {
      const left = anchor === "start" ? x : anchor === "end" ? x - w : x - w / 2;
      found.push({ ...boxOf(left, y, w, h), anchor, lines, textX: x, liking: liking + (lines.length - 1) * 2 });
    };
    add("start", area.x + gap, area.y - h / 2, 0);
    add("end", area.x - gap, area.y - h / 2, 1);
    add("middle", area.x, area.y + area.r + 3, 2);
    add("middle", area.x, area.y - area.r - 3 - h, 3);
    for (const [sign, liking] of [[1, 5], [-1, 6]]) {
      const y = area.y + sign * (area.r * 0.75 + h * 0.35) - h / 2;
      add("start", area.x + gap * 0.8, y, liking);
      add("end", area.x - gap * 0.8, y, liking + 1);
    }
  }
  return found;
}

/**
 * A long name on one line, and on two about as long as each other; first the way that suits its length.
 *
 * @param {string} text
 * @param {number} most letters on one line
 */
export function folded(text, most) {
  if (text.length <= most / 2) return [[text]];
  const parts = text.split(" ");
  const ways = parts.slice(1).map((_, cut) => [parts.slice(0, cut + 1).join(" "), parts.slice(cut + 1).join(" ")]);
  ways.sort((a, b) => Math.max(a[0].length, a[1].length) - Math.max(b[0].length, b[1].length));
  if (!ways.length) return [[text]];
  return text.length > most ? [ways[0], [text]] : [[text], ways[0]];
}

/**
 * Areas that hold others: number and name where their surface is empty.
 *
 * @param {Scene} scene
 */
function titles(scene) {
  for (const area of scene.around) {
    const surface = scene.surfaces.find((each) => each.area === area);
    const corners = surface?.hull ?? area.outline[0] ?? [[area.x, area.y]];
    const ways = folded(area.label, scene.compact ? 16 : 30).map((lines) => emptiest(scene, area, corners, lines));
    const found = ways.filter((each) => each !== null).filter(({ free }) => free >= 0);
    const best = found.sort((a, b) => b.score - a.score)[0];
    // no place for the name: at least one for the point
    const at = best?.at ?? emptiest(scene, area, corners, [])?.at ?? boxAround(area, 0);
    const lines = best?.lines ?? [area.label];
    area.x = at.x + area.r;
    area.y = at.y + at.h / 2;
    area.home = [area.x, area.y];
    const high = (scene.size + 2) * 1.2 * lines.length;
    area.name = { lines, anchor: "start", textX: area.x + area.r + 6, y: area.y - high / 2, hidden: !best };
    scene.taken.push(best?.at ?? boxAround(area, 2));
  }
}

/**
 * Where a point with these lines beside it covers nothing, in or near the corners of its surface.
 *
 * @param {Scene} scene
 * @param {Area} area
 * @param {Corner[]} corners
 * @param {string[]} lines
 */
function emptiest(scene, area, corners, lines) {
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const widest = Math.max(...lines.map((each) => scene.widthOf(each, scene.italic)));
  const w = 2 * area.r + (lines.length ? 6 + widest : 0);
  const h = Math.max(2 * area.r, (scene.size + 2) * 1.2 * lines.length);
  let best = null;
  for (let row = 0; row <= STEPS; row += 1) {
    for (let column = 0; column <= STEPS; column += 1) {
      const x = left - 20 + ((right - left + 40) * column) / STEPS;
      const y = top - 20 + ((bottom - top + 40) * row) / STEPS;
      const at = boxOf(x - w / 2, y - h / 2, w, h);
      if (!isInside(scene, at, 4)) continue;
      /** @type {Corner[]} */
      const ends = [[at.x, at.y], [at.x + w, at.y], [at.x, at.y + h], [at.x + w, at.y + h]];
      const free = clearance(scene.taken, at);
      const out = corners.length > 2 ? ends.filter((end) => !within(end, corners)).length : 0;
      // free first, then inside its own surface, then airy, then near the middle
      const airy = Math.min(free, 14) * 3 + Math.min(free, 50) * 0.4 - (free < 0 ? 500 : 0);
      const far = Math.hypot(x - (left + right) / 2, y - (top + bottom) / 2);
      const score = airy - out * 30 - far * 0.05 - lines.length * 3;
      if (!best || score > best.score) best = { score, at, lines, free };
    }
  }
  return best;
}

/**
 * How far a box is from the nearest that is taken; less than 0 where they cover each other.
 *
 * @param {readonly Box[]} taken
 * @param {Box} at
 */
export function clearance(taken, at) {
  let least = 1e3;
  for (const each of taken) {
    const dx = Math.max(each.x - at.x - at.w, at.x - each.x - each.w);
    const dy = Math.max(each.y - at.y - at.h, at.y - each.y - each.h);
    least = Math.min(least, Math.max(dx, dy));
  }
  return least;
}

/**
 * Whether a point lies inside a polygon.
 *
 * @param {Corner} point
 * @param {readonly Corner[]} corners
 */
export function within([x, y], corners) {
  let inside = false;
  for (let i = 0, j = corners.length - 1; i < corners.length; j = i, i += 1) {
    const [a, b] = [corners[i], corners[j]];
    if (a[1] > y !== b[1] > y && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside;
  }
  return inside;
}
