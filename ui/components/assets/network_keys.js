// The map by keyboard: one stop for the tab key; from there arrows go along the lines.
import { isHeld } from "./drawing.js";
/** @import { Point } from "./types.d.ts" */
/** @import { NetworkMap } from "./network_map.js" */

/** @typedef {[x: number, y: number]} Direction */
/** @typedef {ReadonlyMap<string, ReadonlySet<string>>} Near id -> ids of the neighbors, itself among them */

/** @type {Record<string, Direction>} */
export const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
const CONE = 0.38; // cosine of the widest angle, 68 degrees, at which a neighbor lies in a direction

/**
 * Where an arrow leads from a node: to the neighbor that lies most in that direction; where none does, to
 * the nearest there that shares a neighbor, so that a column of a group's members can be walked; else to
 * the nearest of all, so that parts without a line between them are reached too. Empty: nobody is there.
 *
 * @param {string} id
 * @param {Direction} direction
 * @param {Record<string, Point>} places
 * @param {Near} near
 */
export function step(id, [dx, dy], places, near) {
  const from = places[id];
  /** @param {string} other */
  const toward = (other) => {
    const [x, y] = [places[other].x - from.x, places[other].y - from.y];
    const far = Math.hypot(x, y) || 1;
    return { other, far, cosine: (x * dx + y * dy) / far };
  };
  /** @typedef {ReturnType<typeof toward>} Seen */
  /** @param {Iterable<string>} ids */
  const there = (ids) =>
    [...ids].filter((other) => other !== id && places[other]).map(toward).filter(({ cosine }) => cosine > CONE);
  /** @param {Seen[]} found @param {(seen: Seen) => number} order */
  const first = (found, order) =>
    found.sort((a, b) => order(a) - order(b) || a.far - b.far || (a.other < b.other ? -1 : 1))[0]?.other;
  /** @param {string} of */
  const neighbors = (of) => [...near.get(of) ?? []];
  const beside = new Set(neighbors(id).filter((neighbor) => neighbor !== id).flatMap(neighbors));
  return (
    first(there(neighbors(id)), ({ cosine }) => -cosine) ??
      first(there(beside), ({ far, cosine }) => far * (2 - cosine)) ??
      first(there(near.keys()), ({ far, cosine }) => far * (2 - cosine)) ??
      ""
  );
}

/** @param {Near} near */
export function mostConnected(near) {
  const order = [...near].sort(([a, of], [b, other]) => other.size - of.size || (a < b ? -1 : 1));
  return order[0]?.[0] ?? "";
}

/**
 * What a key means on the map; null for one that is not the map's.
 *
 * @typedef {{ deed: "go" | "choose" | "open", id: string }
 *   | { deed: "zoom", by: number }
 *   | { deed: "nobody there" | "leave full screen" | "clear" | "leave" | "nothing" }} Deed
 */

/**
 * @param {string} key
 * @param {object} now
 * @param {string} now.here the node the keys are about; empty for none
 * @param {string} now.selected
 * @param {boolean} now.isFull
 * @param {Near} now.near
 * @param {() => Record<string, Point>} now.places
 * @returns {Deed | null}
 */
export function deedOf(key, { here, selected, isFull, near, places }) {
  if (Object.hasOwn(DIRECTIONS, key) || key === "Home") {
    const isFrom = here && key !== "Home";
    const id = isFrom ? step(here, DIRECTIONS[key], places(), near) : mostConnected(near);
    return id ? { deed: "go", id } : { deed: "nobody there" };
  }
  switch (key) {
    case "Enter":
    case " ":
      if (!here) return { deed: "nothing" };
      return { deed: here === selected ? "open" : "choose", id: here };
    case "o":
    case "O":
      return here ? { deed: "open", id: here } : { deed: "nothing" };
    case "+":
    case "=":
      return { deed: "zoom", by: 1.3 };
    case "-":
      return { deed: "zoom", by: 1 / 1.3 };
    case "Escape":
      return { deed: isFull ? "leave full screen" : selected ? "clear" : "leave" };
    default:
      return null;
  }
}

/** @param {NetworkMap} map */
export function listenToKeys(map) {
  const { stage } = map;
  stage.addEventListener("focus", () => {
    if (!stage.matches(":focus-visible") || !map.isDrawn) return;
    map.isKeyed = true;
    map.go(map.nodes.has(map.focused) ? map.focused : map.selected || mostConnected(map.near));
  });
  const rest = () => {
    map.isKeyed = false;
    map.drawHint();
    if (map.isDrawn) map.network.redraw();
  };
  stage.addEventListener("blur", rest);
  stage.addEventListener("mousedown", rest);
  stage.addEventListener("keydown", (event) => {
    if (isHeld(event) || !map.isDrawn || event.target !== stage) return;
    const deed = deedOf(event.key, {
      here: map.nodes.has(map.focused) ? map.focused : "",
      selected: map.selected,
      isFull: map.isFull(),
      near: map.near,
      places: () => map.network.getPositions(),
    });
    if (!deed) return;
    carryOut(map, deed);
    event.preventDefault();
    event.stopPropagation();
  });
}

/** @param {NetworkMap} map @param {Deed} deed */
function carryOut(map, deed) {
  const { words } = map.data;
  switch (deed.deed) {
    case "go":
      map.go(deed.id);
      break;
    case "open":
      map.send("opened", deed.id);
      break;
    case "choose":
      map.choose(deed.id);
      map.say(`${map.nodes.get(deed.id)?.said}. ${words.chosen_now}`);
      map.send("selected", deed.id);
      break;
    case "zoom":
      map.zoom(deed.by);
      break;
    case "nobody there":
      map.say(words.nobody_there);
      break;
    case "clear":
      map.choose("");
      map.send("selected", "");
      break;
    case "leave full screen":
      document.exitFullscreen();
      break;
    case "leave":
      map.stage.blur();
  }
}
