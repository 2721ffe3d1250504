// What the network map shows: sectors as colours, kinds as shapes, ties as lines, with counts.
import { drawing, element, focusedIn, isColor, rootOf, shape, textual } from "./drawing.js";
/** @import { LegendWords, Run, Sign } from "./types.d.ts" */

/** @typedef {{ sign: Sign, word: string, count: string, choosable: boolean, pressed: boolean }} Entry */
/** @typedef {"sectors" | "shapes" | "lines"} List */

/** @param {string} d */
const solid = (d) => shape("path", { d, fill: "currentColor" });
/** @type {Record<string, () => SVGElement[]>} */
const SHAPES = {
  organization:
    () => [shape("circle", { cx: 7.5, cy: 7.5, r: 5.6, fill: "none", stroke: "currentColor", "stroke-width": 1.4 })],
  steering: () => [solid("M2.2 2.2h10.6v10.6H2.2z")],
  coordination: () => [
    shape("path", { d: "M2.4 2.4h10.2v10.2H2.4z", fill: "none", stroke: "currentColor", "stroke-width": 1.8 }),
    solid("M5.6 5.6h3.8v3.8H5.6z"),
  ],
  area: () => [solid("M4.3 2h6.4l3.2 5.5-3.2 5.5H4.3L1.1 7.5z")],
  topic: () => [solid("M7.5 .8l6.7 6.7-6.7 6.7L.8 7.5z")],
  project: () => [solid("M7.5 1.6l6.4 11.3H1.1z")],
  temporary: () => [
    shape("path", {
      d: "M7.5 13.2L1.4 2.4h12.2z",
      fill: "none",
      stroke: "currentColor",
      "stroke-width": 1.4,
      "stroke-dasharray": "2.4 1.6",
    }),
  ],
  unnamed: () => [
    shape("circle", {
      cx: 7.5,
      cy: 7.5,
      r: 5.6,
      fill: "none",
      stroke: "currentColor",
      "stroke-width": 1.2,
      "stroke-dasharray": "2.4 1.8",
    }),
  ],
};
const other = () => [solid("M7.5 1.2a6.3 6.3 0 1 0 0 12.6 6.3 6.3 0 0 0 0-12.6z")];

/**
 * The sign of a sector: null is nobody named, dashed; what is not a color, such as "", is one nobody stated, hollow.
 *
 * @param {string | null} color
 */
function dot(color) {
  if (color === null) return SHAPES.unnamed();
  const inside = isColor(color) ? color : "none";
  return [shape("circle", { cx: 7.5, cy: 7.5, r: 5.6, fill: inside, stroke: "currentColor", "stroke-width": 1.4 })];
}

/** @param {Sign} sign */
function stroke(sign) {
  const path = { d: "M1 7.5h24", stroke: "currentColor", "stroke-width": 1.4, fill: "none" };
  return shape("svg", { class: "line", viewBox: "0 0 26 15", "aria-hidden": "true", focusable: "false" }, [
    shape("path", { ...path, "stroke-dasharray": dashes(sign) }),
  ]);
}

/** @param {Sign} sign */
export function dashes(sign) {
  if (sign === "dotted") return "1.5 3";
  if (sign === "wide") return "8 3";
  if (sign === "long") return "9 3 2 3";
  return sign ? "4 3" : null;
}

/** @param {List} list @param {Sign} sign */
function drawn(list, sign) {
  if (list === "lines") return stroke(sign);
  if (list === "shapes") return drawing(15, (SHAPES[String(sign)] ?? other)());
  return drawing(15, dot(typeof sign === "string" ? sign : null));
}

/**
 * A sign that can be chosen is a button: pressed, the map shows only those that are.
 *
 * @param {Run<{ lists: Record<List, Entry[]>, words: LegendWords }>} run
 */
export default function ({ data, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement);
  const { lists, words } = data;
  /** @type {[List, string][]} */
  const titled = [["sectors", words.organizations], ["shapes", words.groups], ["lines", words.lines]];
  const parts = titled.filter(([list]) => lists[list].length).map(([list, title]) => {
    const isChosen = lists[list].some(({ pressed }) => pressed);
    const items = lists[list].map(({ sign, word, count, choosable, pressed }, place) => {
      const content = [drawn(list, sign), textual("span", word), textual("span", count, { class: "count" })];
      if (!choosable) return element("li", {}, [element("span", { class: "sign" }, content)]);
      const attributes = { "aria-pressed": String(pressed), "data-entry": `${list}:${place}` };
      const button = element("button", { type: "button", class: "sign", ...attributes }, content);
      button.classList.toggle("off", isChosen && !pressed);
      button.addEventListener("click", () => setTriggerValue("toggled", { list, place }));
      return element("li", {}, [button]);
    });
    return element("div", { class: "part" }, [textual("p", title), element("ul", { "aria-label": title }, items)]);
  });
  const focused = focusedIn(root)?.dataset.entry;
  root.replaceChildren(...parts);
  if (!focused) return;
  /** @type {HTMLElement | null} */
  const again = root.querySelector(`[data-entry="${focused}"]`);
  again?.focus();
}
