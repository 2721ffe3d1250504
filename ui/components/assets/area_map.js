// A schematic map. `areas` hold kilometers from the middle; area_layout.js arranges the rest here, because only the
// browser knows how wide the map and its words are.
import { arranged, LEGEND, stateOf } from "./area_layout.js";
import { drawing, element, focusedIn, shape, textual, themeOf } from "./drawing.js";
/** @import { AreaMapData, Run } from "./types.d.ts" */
/** @import { Area, Corner, Scene } from "./area_layout.js" */

/** @typedef {{ root: HTMLElement, width: number, data: AreaMapData, pick: (id: string) => void }} View */

/** @type {WeakMap<object, View>} */
const views = new WeakMap();
const SURFACE = 40; // pixels between a point and the edge of the surface around it
/** @type {CanvasRenderingContext2D | null} */
let pen = null;

/** @param {Run<AreaMapData>} run */
export default function ({ data, parentElement, setTriggerValue }) {
  let view = views.get(parentElement);
  /** @param {string} id */
  const pick = (id) => setTriggerValue("picked", id);
  let before = "";
  if (view) {
    before = JSON.stringify([view.data, view.root.dataset.theme]);
    Object.assign(view, { data, pick });
  } else {
    view = begun({ root: element("div", { class: "root" }), width: 0, data, pick });
    parentElement.append(view.root);
    views.set(parentElement, view);
  }
  view.root.dataset.theme = themeOf(view.root);
  if (JSON.stringify([data, view.root.dataset.theme]) !== before) draw(view);
}

/** @param {View} view @returns {View} drawn anew when there is another width, and when its letters are there */
function begun(view) {
  new ResizeObserver(() => {
    if (Math.abs(view.root.clientWidth - view.width) > 3) draw(view);
  }).observe(view.root);
  document.fonts.ready.then(() => draw(view));
  return view;
}

/** @param {string} text @param {string} font */
function widthOf(text, font) {
  pen ??= /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  pen.font = font;
  return pen.measureText(text).width;
}

/** @param {View} view */
function draw(view) {
  const { root, data: { areas, selected, words } } = view;
  const width = root.clientWidth;
  if (!width) return;
  view.width = width;
  const compact = width < 520;
  const size = compact ? 12 : 13;
  const scene = arranged(areas, {
    width,
    compact,
    size,
    font: `${size}px ${getComputedStyle(root).fontFamily}`,
    italic: `italic ${size + 2}px "Source Serif", Georgia, serif`,
    selected,
    legend: LEGEND.map((each) => words[each]),
    widthOf,
  });
  const focused = focusedIn(root)?.dataset.area;
  const parts = [panel(view, scene)];
  if (!scene.corner) parts.push(legend(scene));
  const surface = scene.surfaces.some((each) => each.hull) ? ` ${words.surface}` : "";
  root.replaceChildren(...parts, textual("p", words.note + surface, { class: "note" }));
  if (focused === undefined) return;
  /** @type {NodeListOf<SVGElement>} */
  const again = root.querySelectorAll(".area");
  [...again].find((node) => node.dataset.area === focused)?.focus({ preventScroll: true });
}

/** @param {Corner[]} corners @param {boolean} [closed] */
const path = (corners, closed = true) =>
  `M${corners.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}${closed ? "Z" : ""}`;

/** @param {View} view @param {Scene} scene @returns {HTMLElement} */
function panel(view, scene) {
  const edge = scene.compact ? SURFACE * 0.7 : SURFACE;
  const ground = scene.surfaces.flatMap(({ outline, hull }) => {
    if (outline) return outline.map((ring) => shape("path", { d: path(ring), class: "outline" }));
    const d = path(hull ?? [], (hull ?? []).length > 1);
    return [
      shape("path", { d, class: "surface-edge", "stroke-width": 2 * edge + 2 }),
      shape("path", { d, class: "surface", "stroke-width": 2 * edge }),
    ];
  });
  const areas = [...scene.around, ...scene.places].map((area) => point(view, scene, area));
  const svg = shape(
    "svg",
    { viewBox: `0 0 ${scene.width} ${scene.height}`, role: "group", "aria-label": view.data.words.label },
    [...ground, ...areas],
  );
  return element("div", { class: "panel" }, scene.corner ? [svg, legend(scene)] : [svg]);
}

/** @param {View} view @param {Scene} scene @param {Area} area */
function point(view, scene, area) {
  const moved = Math.hypot(area.x - area.home[0], area.y - area.home[1]);
  const state = stateOf(area.count);
  const node = shape("g", {
    class: `area${area.holds ? " around" : ""}${scene.surfaces.length ? "" : " on-water"}`,
    role: "button",
    tabindex: 0,
    "data-state": state,
    "aria-current": view.data.selected === area.id ? "true" : null,
    "aria-label": `${area.label} ${area.number}, ${view.data.words[state]}`,
  });
  node.dataset.area = area.id;
  if (moved > 7) {
    const [x, y] = area.home;
    node.append(shape("path", { d: path([[x, y], [area.x, area.y]], false), class: "leader" }));
    node.append(shape("circle", { cx: x, cy: y, r: 1.8, class: "place" }));
  }
  const size = area.holds ? scene.size + 2 : scene.size;
  const text = shape("text", {
    class: `label${area.name.hidden ? " hidden" : ""}`,
    "font-size": size,
    "text-anchor": area.name.anchor,
  });
  area.name.lines.forEach((words, row) => {
    const part = shape("tspan", { x: area.name.textX, y: area.name.y + size * (0.93 + 1.2 * row) }, [words]);
    if (row) text.append(shape("tspan", { "font-size": 0 }, [" "])); // a space for those who copy the name
    text.append(part);
  });
  const digits = shape("text", {
    x: area.x,
    y: area.y,
    class: "number",
    "font-size": area.number.length > 2 ? 10 : 11.5,
  });
  digits.textContent = area.number;
  node.append(
    text,
    " ",
    shape("circle", { cx: area.x, cy: area.y, r: area.r + 4.5, class: "chosen" }),
    shape("circle", { cx: area.x, cy: area.y, r: area.r, class: "point" }),
    digits,
  );
  node.append(shape("circle", { cx: area.x, cy: area.y, r: Math.max(area.r, 12), class: "hit" }));
  node.addEventListener("click", () => view.pick(area.id));
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    view.pick(area.id);
  });
  return node;
}

/** @param {Scene} scene */
function legend({ corner, width, height, legend: words }) {
  const items = words.map((word, place) =>
    element("li", { "data-state": LEGEND[place] }, [
      drawing(16, [shape("circle", { cx: 8, cy: 8, r: 6.4 })]),
      textual("span", word),
    ])
  );
  const list = element("ul", { class: `legend ${corner ? "inside" : "below"}` }, items);
  if (corner) {
    // in parts of the panel, so that it keeps its corner when the page is printed narrower
    list.style.left = `${(100 * corner.x) / width}%`;
    list.style.top = `${(100 * corner.y) / height}%`;
  }
  return list;
}
