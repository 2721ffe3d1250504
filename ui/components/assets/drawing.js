// Shared by the components of this folder. Text from the data only ever becomes textContent or an attribute,
// never markup.
const SVG = "http://www.w3.org/2000/svg";

/**
 * @typedef {Record<string, string | number | boolean | null | undefined>} Attributes null, undefined and false
 *   are left out
 */

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Attributes} [attributes]
 * @param {(Node | string)[]} [children]
 */
export function element(name, attributes = {}, children = []) {
  return fill(document.createElement(name), attributes, children);
}

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {string} text
 * @param {Attributes} [attributes]
 */
export function textual(name, text, attributes = {}) {
  const node = element(name, attributes);
  node.textContent = text;
  return node;
}

/**
 * Where a component draws: one box, made at its first run, in the reader's theme.
 *
 * @param {HTMLElement | ShadowRoot} parentElement
 */
export function rootOf(parentElement) {
  /** @type {HTMLElement | null} */
  let root = parentElement.querySelector(".root");
  if (!root) {
    root = element("div", { class: "root" });
    parentElement.append(root);
  }
  root.dataset.theme = themeOf(root);
  return root;
}

/**
 * @template {keyof SVGElementTagNameMap} Name
 * @param {Name} name
 * @param {Attributes} [attributes]
 * @param {(Node | string)[]} [children]
 */
export function shape(name, attributes = {}, children = []) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

/**
 * @template {Element} Filled
 * @param {Filled} node
 * @param {Attributes} attributes
 * @param {(Node | string)[]} [children]
 */
export function fill(node, attributes, children = []) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) node.setAttribute(name, String(value));
  }
  node.append(...children);
  return node;
}

/** @param {number} size @param {Node[]} children */
export function drawing(size, children) {
  return shape("svg", { viewBox: `0 0 ${size} ${size}`, "aria-hidden": "true", focusable: "false" }, children);
}

/**
 * By the lightness of the page's background: the theme's name is not among the variables.
 *
 * @param {HTMLElement} node
 */
export function themeOf(node) {
  const color = getComputedStyle(node).getPropertyValue("--st-background-color").trim();
  const probe = document.createElement("span");
  probe.style.color = color || "#ffffff";
  node.append(probe);
  const computed = getComputedStyle(probe).color;
  probe.remove();
  return isDark(computed) ? "dark" : "light";
}

/** @param {string} color as a browser computes it: `rgb(1, 2, 3)` */
export function isDark(color) {
  const [red, green, blue] = (color.match(/[\d.]+/g) ?? [255, 255, 255]).map(Number);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128;
}

/**
 * Whether a sign of a legend is a color; an empty one, of a sector nobody stated, is none.
 *
 * @param {string} sign
 */
export function isColor(sign) {
  return /^#[0-9a-f]{6}$/i.test(sign);
}

/**
 * A sentence with its places, {name}, filled; a place without a value stays as it is.
 *
 * @param {string} template
 * @param {Record<string, string | number>} values
 */
export function filled(template, values) {
  return template.replace(/\{(\w+)\}/g, (all, name) => (Object.hasOwn(values, name) ? String(values[name]) : all));
}

/**
 * What has the focus among what a component has drawn, or in the whole page.
 *
 * @param {Node} node of the component
 */
export function focusedIn(node) {
  const root = node.getRootNode();
  const focused = root instanceof ShadowRoot || root instanceof Document ? root.activeElement : null;
  return focused instanceof HTMLElement || focused instanceof SVGElement ? focused : null;
}

/**
 * Whether a key is held with which a click or another key is for the browser or the system, not for the page.
 *
 * @param {Pick<MouseEvent | KeyboardEvent, "ctrlKey" | "metaKey" | "altKey">} event
 */
export function isHeld({ ctrlKey, metaKey, altKey }) {
  return ctrlKey || metaKey || altKey;
}

/** @param {string} d @param {number} [width] */
export const line = (d, width = 1.5) =>
  shape("path", {
    d,
    fill: "none",
    stroke: "currentColor",
    "stroke-width": width,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
  });

/** @param {number} cx @param {number} cy @param {number} r */
const disc = (cx, cy, r) => shape("circle", { cx, cy, r, fill: "currentColor" });

/** @param {number} r @param {number} width */
const ring = (r, width) =>
  shape("circle", { cx: 6.5, cy: 6.5, r, fill: "none", stroke: "currentColor", "stroke-width": width });

/** @type {Record<string, () => SVGElement[]>} */
const STATE_SYMBOLS = {
  gap: () => [ring(4.6, 1.9)],
  single_point: () => [ring(4.9, 1.3), shape("path", { d: "M6.5 1.6a4.9 4.9 0 0 0 0 9.8z", fill: "currentColor" })],
  from_above: () => [line("M2 2h9M6.5 11.2V5M3.7 7.4l2.8-2.8 2.8 2.8", 1.6)],
  in_parts: () => [line("M2 3h9", 1.6), disc(3.8, 8.6, 2), disc(9.2, 8.6, 2)],
  covered: () => [disc(6.5, 6.5, 5.4)],
  crowded: () => [disc(4, 6.5, 3.4), disc(9.6, 6.5, 3.4)],
  unknown: () => [line("M4.3 4.1a2.3 2.3 0 1 1 3.5 2c-.9.5-1.3 1-1.3 2", 1.4), disc(6.5, 10.7, 0.9)],
  stale: () => [ring(4.9, 1.4), line("M6.5 3.8v2.9l1.9 1.2", 1.4)],
  nobody_named: () => [fill(ring(4.9, 1.3), { "stroke-dasharray": "2.2 1.6" })],
  not_needed: () => [line("M2.5 6.5h8", 1.6)],
};

/** @param {string} state */
export function stateSymbol(state) {
  return drawing(13, (STATE_SYMBOLS[state] ?? STATE_SYMBOLS.unknown)());
}
