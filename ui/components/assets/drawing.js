// Shared by the components of this folder: it stands before their own code. Text from the data only
// ever becomes textContent or an attribute, never markup.
const SVG = "http://www.w3.org/2000/svg";

function element(name, attributes = {}, children = []) {
  return fill(document.createElement(name), attributes, children);
}

function textual(name, text, attributes = {}) {
  const node = element(name, attributes);
  node.textContent = text;
  return node;
}

// where a component draws: one box, made at its first run, in the reader's theme
function rootOf(parentElement) {
  let root = parentElement.querySelector(".root");
  if (!root) {
    root = element("div", { class: "root" });
    parentElement.append(root);
  }
  root.dataset.theme = themeOf(root);
  return root;
}

function shape(name, attributes = {}, children = []) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
  }
  for (const child of children) node.append(child);
  return node;
}

function drawing(size, children) {
  return shape("svg", { viewBox: `0 0 ${size} ${size}`, "aria-hidden": "true", focusable: "false" }, children);
}

// by the lightness of the page's background: the theme's name is not among the variables
function themeOf(node) {
  const color = getComputedStyle(node).getPropertyValue("--st-background-color").trim();
  const probe = document.createElement("span");
  probe.style.color = color || "#ffffff";
  node.append(probe);
  const parts = (getComputedStyle(probe).color.match(/[\d.]+/g) || [255, 255, 255]).map(Number);
  probe.remove();
  return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] < 128 ? "dark" : "light";
}

function filled(template, values) {
  return template.replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
}

const line = (d, width = 1.5) =>
  shape("path", {
    d, fill: "none", stroke: "currentColor", "stroke-width": width, "stroke-linecap": "round", "stroke-linejoin": "round",
  });
const disc = (cx, cy, r) => shape("circle", { cx, cy, r, fill: "currentColor" });
const ring = (r, width) => shape("circle", { cx: 6.5, cy: 6.5, r, fill: "none", stroke: "currentColor", "stroke-width": width });

const STATE_SYMBOLS = {
  gap: () => [ring(4.6, 1.9)],
  single_point: () => [ring(4.9, 1.3), shape("path", { d: "M6.5 1.6a4.9 4.9 0 0 0 0 9.8z", fill: "currentColor" })],
  from_above: () => [line("M2 2h9M6.5 11.2V5M3.7 7.4l2.8-2.8 2.8 2.8", 1.6)],
  in_parts: () => [line("M2 3h9", 1.6), disc(3.8, 8.6, 2), disc(9.2, 8.6, 2)],
  covered: () => [disc(6.5, 6.5, 5.4)],
  crowded: () => [disc(4, 6.5, 3.4), disc(9.6, 6.5, 3.4)],
  unknown: () => [line("M4.3 4.1a2.3 2.3 0 1 1 3.5 2c-.9.5-1.3 1-1.3 2", 1.4), disc(6.5, 10.7, 0.9)],
  stale: () => [ring(4.9, 1.4), line("M6.5 3.8v2.9l1.9 1.2", 1.4)],
  nobody_named: () => [fill(ring(4.9, 1.3), { "stroke-dasharray": "2.2 1.6" }, [])],
  not_needed: () => [line("M2.5 6.5h8", 1.6)],
};

function stateSymbol(state) {
  return drawing(13, (STATE_SYMBOLS[state] || STATE_SYMBOLS.unknown)());
}
