// A table of coverage: one button a cell. The arrows move between cells, a click or Enter picks one.
import { element, filled, stateSymbol, textual, themeOf } from "./drawing.js";
/** @import { MatrixData, Run } from "./types.d.ts" */

/** @typedef {[row: number, column: number]} Cell */
/** @typedef {HTMLButtonElement & { cell: Cell, look: string }} CellButton */

/**
 * `buttons` are those of the rows shown, from `start` on; `at` is the one cell that the tab key stops at.
 *
 * @typedef {object} View
 * @property {HTMLElement} root
 * @property {MatrixData} data
 * @property {(row: number, column: number) => void} pick
 * @property {string} shape
 * @property {string} chosen
 * @property {number | null} start
 * @property {Cell} at
 * @property {CellButton[][]} buttons
 * @property {ResizeObserver} [watch]
 */

const MOST_CELLS = 1600; // more buttons than this make a browser slow: the rest is a page away
const MANY = 6; // columns that fit beside each other without being pressed together
/** @type {WeakMap<object, View>} */
const views = new WeakMap();

/** @param {Run<MatrixData>} run */
export default function ({ data, parentElement, setTriggerValue }) {
  let view = views.get(parentElement);
  /** @param {number} row @param {number} column */
  const pick = (row, column) => setTriggerValue("picked", [data.rows[row][0], data.columns[column][0]]);
  if (view) {
    Object.assign(view, { data, pick });
  } else {
    view = begun(element("div", { class: "root" }), data, pick);
    parentElement.append(view.root);
    views.set(parentElement, view);
  }
  view.root.dataset.theme = themeOf(view.root);
  const shape = JSON.stringify([data.rows, data.columns, data.words]);
  const chosen = chosenCell(data);
  if (shape !== view.shape) Object.assign(view, { shape, start: null, at: [0, 0] });
  const isOther = view.chosen !== chosen.join();
  if (isOther && chosen[0] >= 0) view.at = chosen;
  const size = rowsShown(data.columns.length);
  const start = isOther || view.start === null ? Math.floor(view.at[0] / size) * size : view.start;
  view.chosen = chosen.join();
  if (view.start !== start) build(view, start);
  else paint(view, start);
}

/** @param {HTMLElement} root @param {MatrixData} data @param {View["pick"]} pick @returns {View} */
function begun(root, data, pick) {
  /** @type {View} */
  const view = { root, data, pick, shape: "", chosen: "", start: null, at: [0, 0], buttons: [] };
  root.addEventListener("keydown", (event) => move(view, event));
  root.addEventListener("focusin", (event) => remember(view, event.target));
  return view;
}

/**
 * Rows shown at a time: ten at least, however many the columns.
 *
 * @param {number} columns
 */
export function rowsShown(columns) {
  return Math.max(10, Math.floor(MOST_CELLS / Math.max(1, columns)));
}

/**
 * Row and column of the cell chosen, each -1 where it is not in the table.
 *
 * @param {Pick<MatrixData, "rows" | "columns" | "selected">} data
 * @returns {Cell}
 */
export function chosenCell({ rows, columns, selected }) {
  if (!selected) return [-1, -1];
  return [rows.findIndex(([id]) => id === selected[0]), columns.findIndex(([id]) => id === selected[1])];
}

/** @param {View} view @param {number} start the first row shown */
function build(view, start) {
  const { rows, columns, words } = view.data;
  view.start = start;
  const size = rowsShown(columns.length);
  const shown = rows.slice(start, start + size);
  view.buttons = [];
  const body = element("tbody");
  shown.forEach(([, label, depth], offset) => {
    const row = element("tr", { "data-depth": Math.min(depth, 3) }, [textual("th", label, { scope: "row" })]);
    const buttons = columns.map((_, column) => cellButton(view, [start + offset, column]));
    row.append(...buttons.map((button) => element("td", {}, [button])));
    view.buttons.push(buttons);
    body.append(row);
  });
  const heads = [
    element("td"),
    ...columns.map(([, label]) => element("th", { scope: "col" }, [textual("span", label)])),
  ];
  const looks = [
    rows.some((row) => row[2] > 0) && "tree",
    columns.length > MANY && "tight",
    columns.length > 2 * MANY && "many",
  ].filter(Boolean);
  const table = element("table", { class: looks.join(" ") || null }, [
    element("caption", {}, [textual("span", words.caption)]),
    element("thead", {}, [element("tr", {}, heads)]),
    body,
  ]);
  const scroller = element("div", { class: "scroller" }, [table]);
  const frame = element("div", { class: "frame" }, [scroller]);
  const parts = [frame];
  const showMore = () => {
    const left = scroller.scrollWidth - scroller.clientWidth - scroller.scrollLeft;
    frame.classList.toggle("more", left > 8);
  };
  scroller.addEventListener("scroll", showMore, { passive: true });
  view.watch?.disconnect();
  view.watch = new ResizeObserver(showMore);
  view.watch.observe(scroller);
  if (rows.length > shown.length) parts.push(windowBar(view, start, size));
  view.root.replaceChildren(...parts);
  if (view.at[0] < start || view.at[0] >= start + shown.length) view.at = [start, 0];
  paint(view, start);
  reveal(view.root.querySelector("[aria-current]"), scroller);
}

/** @param {View} view @param {Cell} cell */
function cellButton(view, cell) {
  const button = Object.assign(element("button", { type: "button", class: "state", tabindex: -1 }), { cell, look: "" });
  button.addEventListener("click", () => view.pick(...cell));
  return button;
}

/** @param {View} view @param {number} start @param {number} size */
function windowBar(view, start, size) {
  const { rows, words } = view.data;
  const last = Math.min(start + size, rows.length);
  const sentence = filled(words.window, { first: start + 1, last, all: rows.length });
  /** @param {string} label @param {number} to @param {boolean} isPossible */
  const step = (label, to, isPossible) => {
    const button = textual("button", label, { type: "button" });
    button.disabled = !isPossible;
    button.addEventListener("click", () => {
      view.at = [to, 0];
      build(view, to);
    });
    return button;
  };
  return element("div", { class: "window" }, [
    step(words.earlier, Math.max(0, start - size), start > 0),
    step(words.later, start + size, last < rows.length),
    textual("span", sentence, { role: "status" }),
  ]);
}

/** @param {View} view @param {number} start */
function paint(view, start) {
  const { rows, columns, states, cells, counts, words } = view.data;
  const [chosenRow, chosenColumn] = chosenCell(view.data);
  view.buttons.forEach((buttons, offset) => {
    const row = start + offset;
    const numbers = new Map(counts[row]);
    buttons.forEach((button, column) => {
      const state = states[Number(cells[row][column])];
      const count = numbers.get(column) ?? 0;
      const look = `${state} ${count}`;
      if (button.look !== look) {
        button.look = look;
        button.dataset.state = state;
        const word = words.states[state] || state;
        const number = count > 0 ? [" ", textual("b", String(count))] : [];
        button.replaceChildren(stateSymbol(state), textual("span", word), ...number);
        const said = count > 0 ? `${word} ${count}` : word;
        const whole = `${said}, ${rows[row][1]}, ${columns[column][1]}`;
        button.setAttribute("aria-label", whole);
        button.title = whole; // of many columns the cells show no words
      }
      if (row === chosenRow && column === chosenColumn) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
      button.tabIndex = row === view.at[0] && column === view.at[1] ? 0 : -1;
    });
  });
}

/**
 * Bring a chosen cell of a long table into its own scrolling part, without moving the page.
 *
 * @param {Element | null} chosen
 * @param {HTMLElement} scroller
 */
function reveal(chosen, scroller) {
  if (!chosen) return;
  requestAnimationFrame(() => {
    const box = chosen.getBoundingClientRect();
    const frame = scroller.getBoundingClientRect();
    if (box.bottom > frame.bottom || box.top < frame.top) scroller.scrollTop += box.top - frame.top - frame.height / 2;
    if (box.right > frame.right - 36) scroller.scrollLeft += box.right - frame.right + 44; // clear of the fading edge
  });
}

/** @param {View} view @param {Cell} cell @returns {CellButton | undefined} */
function buttonAt(view, [row, column]) {
  return view.buttons[row - (view.start ?? 0)]?.[column];
}

/** @param {EventTarget | null} target @returns {target is CellButton} */
function isCell(target) {
  return target instanceof HTMLButtonElement && "cell" in target;
}

/** @param {View} view @param {EventTarget | null} target */
function remember(view, target) {
  if (!isCell(target)) return;
  const before = buttonAt(view, view.at);
  if (before) before.tabIndex = -1;
  view.at = target.cell;
  target.tabIndex = 0;
}

/** @type {Record<string, Cell>} */
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/**
 * The cell a key leads to, among the rows and columns from `first` to `last`; null for a key that leads nowhere.
 *
 * @param {string} key
 * @param {boolean} isWithControl then Home and End are those of the table, not of the row
 * @param {Cell} from
 * @param {{ first: Cell, last: Cell }} shown
 * @returns {Cell | null}
 */
export function cellAfter(key, isWithControl, [row, column], { first, last }) {
  /** @param {number} value @param {number} place */
  const clamped = (value, place) => Math.min(last[place], Math.max(first[place], value));
  if (Object.hasOwn(STEPS, key)) return [clamped(row + STEPS[key][0], 0), clamped(column + STEPS[key][1], 1)];
  if (key === "Home") return [isWithControl ? first[0] : row, first[1]];
  if (key === "End") return [isWithControl ? last[0] : row, last[1]];
  return null;
}

/** @param {View} view @param {KeyboardEvent} event */
function move(view, event) {
  if (!isCell(event.target) || event.altKey || event.metaKey) return;
  const start = view.start ?? 0;
  const to = cellAfter(event.key, event.ctrlKey, event.target.cell, {
    first: [start, 0],
    last: [start + view.buttons.length - 1, view.data.columns.length - 1],
  });
  if (!to) return;
  event.preventDefault();
  const button = buttonAt(view, to);
  button?.focus({ preventScroll: true });
  button?.scrollIntoView({ block: "nearest", inline: "nearest" });
}
