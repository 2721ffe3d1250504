// A table of coverage: one button a cell. Rows are given as [id, label, depth], columns as [id, label]; of
// each row `cells` holds one digit a column, a place in `states`, and `counts` pairs of column and number.
// The arrows move between cells, a click or Enter picks one.
const MOST_CELLS = 1600; // more buttons than this make a browser slow: the rest is a page away
const MANY = 6; // columns that fit beside each other without being pressed together
const views = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  let view = views.get(parentElement);
  if (!view) {
    view = { root: element("div", { class: "root" }), shape: null, start: null, at: [0, 0], buttons: [] };
    parentElement.append(view.root);
    view.root.addEventListener("keydown", (event) => move(view, event));
    view.root.addEventListener("focusin", (event) => remember(view, event.target));
    views.set(parentElement, view);
  }
  view.pick = (row, column) => setTriggerValue("picked", [view.data.rows[row][0], view.data.columns[column][0]]);
  view.data = data;
  view.root.dataset.theme = themeOf(view.root);
  const shape = JSON.stringify([data.rows, data.columns, data.words]);
  const chosen = position(data);
  const size = windowSize(data);
  if (shape !== view.shape) {
    view.shape = shape;
    view.start = null;
    view.at = [0, 0];
  }
  const key = chosen.join();
  if (view.chosen !== key && chosen[0] >= 0) view.at = chosen;
  const start = view.chosen !== key || view.start === null ? Math.floor(view.at[0] / size) * size : view.start;
  view.chosen = key;
  if (view.start !== start) build(view, start);
  else paint(view);
}

function windowSize(data) {
  return Math.max(10, Math.floor(MOST_CELLS / Math.max(1, data.columns.length)));
}

function position(data) {
  if (!data.selected) return [-1, -1];
  const found = (list, id) => list.findIndex((entry) => entry[0] === id);
  return [found(data.rows, data.selected[0]), found(data.columns, data.selected[1])];
}

function build(view, start) {
  const { rows, columns, words } = view.data;
  view.start = start;
  const size = windowSize(view.data);
  const shown = rows.slice(start, start + size);
  view.buttons = [];
  const body = element("tbody");
  shown.forEach(([, label, depth], offset) => {
    const row = element("tr", { "data-depth": Math.min(depth, 3) });
    const head = element("th", { scope: "row" });
    head.textContent = label;
    row.append(head);
    view.buttons.push(
      columns.map((_, column) => {
        const button = element("button", { type: "button", class: "state", tabindex: -1 });
        button.cell = [start + offset, column];
        button.addEventListener("click", () => view.pick(...button.cell));
        row.append(element("td", {}, [button]));
        return button;
      }),
    );
    body.append(row);
  });
  const heads = [element("td"), ...columns.map(([, label]) => element("th", { scope: "col" }, [textual("span", label)]))];
  const looks = [rows.some((row) => row[2] > 0) && "tree", columns.length > MANY && "tight", columns.length > 2 * MANY && "many"].filter(Boolean);
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
  if (view.watch) view.watch.disconnect();
  view.watch = new ResizeObserver(showMore);
  view.watch.observe(scroller);
  if (rows.length > shown.length) parts.push(windowBar(view, start, size));
  view.root.replaceChildren(...parts);
  if (view.at[0] < start || view.at[0] >= start + shown.length) view.at = [start, 0];
  paint(view);
  reveal(view);
}

function windowBar(view, start, size) {
  const { rows, words } = view.data;
  const last = Math.min(start + size, rows.length);
  const sentence = textual("span", filled(words.window, { first: start + 1, last, all: rows.length }), { role: "status" });
  const step = (label, to, possible) => {
    const button = textual("button", label, { type: "button" });
    button.disabled = !possible;
    button.addEventListener("click", () => {
      view.at = [to, 0];
      build(view, to);
      view.root.querySelector(".scroller").scrollTop = 0;
    });
    return button;
  };
  return element("div", { class: "window" }, [
    step(words.earlier, Math.max(0, start - size), start > 0),
    step(words.later, start + size, last < rows.length),
    sentence,
  ]);
}

function paint(view) {
  const { rows, columns, states, cells, counts, words } = view.data;
  const [chosenRow, chosenColumn] = position(view.data);
  view.buttons.forEach((buttons, offset) => {
    const row = view.start + offset;
    const numbers = new Map(counts[row]);
    buttons.forEach((button, column) => {
      const state = states[Number(cells[row][column])];
      const count = numbers.get(column) || 0;
      const look = `${state} ${count}`;
      if (button.look !== look) {
        button.look = look;
        button.dataset.state = state;
        const word = words.states[state] || state;
        const parts = [stateSymbol(state), textual("span", word)];
        if (count > 0) parts.push(" ", textual("b", String(count)));
        button.replaceChildren(...parts);
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

// bring a chosen cell of a long table into its own scrolling part, without moving the page
function reveal(view) {
  const chosen = view.root.querySelector("[aria-current]");
  const scroller = view.root.querySelector(".scroller");
  if (!chosen) return;
  requestAnimationFrame(() => {
    const box = chosen.getBoundingClientRect();
    const frame = scroller.getBoundingClientRect();
    if (box.bottom > frame.bottom || box.top < frame.top) scroller.scrollTop += box.top - frame.top - frame.height / 2;
    if (box.right > frame.right - 36) scroller.scrollLeft += box.right - frame.right + 44; // clear of the fading edge
  });
}

function buttonAt(view, [row, column]) {
  return (view.buttons[row - view.start] || [])[column];
}

function remember(view, target) {
  if (!target.cell) return;
  const before = buttonAt(view, view.at);
  if (before) before.tabIndex = -1;
  view.at = target.cell;
  target.tabIndex = 0;
}

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function move(view, event) {
  const cell = event.target.cell;
  if (!cell || event.altKey || event.metaKey) return;
  const lastRow = view.start + view.buttons.length - 1;
  const lastColumn = view.data.columns.length - 1;
  let to = null;
  if (event.key in STEPS) to = [cell[0] + STEPS[event.key][0], cell[1] + STEPS[event.key][1]];
  else if (event.key === "Home") to = [event.ctrlKey ? view.start : cell[0], 0];
  else if (event.key === "End") to = [event.ctrlKey ? lastRow : cell[0], lastColumn];
  if (!to) return;
  event.preventDefault();
  const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
  const button = buttonAt(view, [clamp(to[0], view.start, lastRow), clamp(to[1], 0, lastColumn)]);
  button.focus({ preventScroll: true });
  button.scrollIntoView({ block: "nearest", inline: "nearest" });
}
