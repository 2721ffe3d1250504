// A map of areas: outlines as SVG, each area a button. Points that would cover each other are moved
// apart, and each name takes the side where it is free. The arrows move to the nearest area that way.
const NS = "http://www.w3.org/2000/svg";
const maps = new WeakMap();
const MANY = 80; // above this many areas only names that find a free place are shown

export default function ({ data, parentElement, setTriggerValue }) {
  let map = maps.get(parentElement);
  if (!map) {
    map = { root: element("div", { class: "root" }), buttons: new Map() };
    map.picture = element("div", { class: "picture", role: "group" });
    map.outlines = shape("svg", { "aria-hidden": "true", focusable: "false" });
    map.picture.append(map.outlines);
    map.legend = element("ul", { class: "legend" });
    map.note = element("p", { class: "note" });
    map.root.append(map.picture, map.legend, map.note);
    parentElement.append(map.root);
    map.watcher = new ResizeObserver(() => {
      if (map.picture.clientWidth !== map.width) arrange(map);
    });
    map.watcher.observe(map.picture);
    document.fonts?.ready.then(() => arrange(map));
    map.picture.addEventListener("keydown", (event) => move(map, event));
    map.picture.addEventListener("focusin", ({ target }) => remember(map, target));
    maps.set(parentElement, map);
  }
  map.pick = (id) => setTriggerValue("picked", id);
  map.data = data;
  map.root.dataset.theme = themeOf(map.root);
  map.picture.setAttribute("aria-label", data.words.label);
  map.note.textContent = data.words.note;
  fillLegend(map);
  fillPicture(map);
  arrange(map);
  return () => {
    map.watcher.disconnect();
    maps.delete(parentElement);
    map.root.remove();
  };
}

const fillOf = (point) => (point.around ? "around" : point.count > 1 ? "several" : point.count === 1 ? "single" : "nobody");

function fillLegend(map) {
  const { points, words } = map.data;
  const there = new Set(points.map(fillOf));
  const entries = ["several", "single", "nobody"].filter((fill) => there.has(fill));
  map.legend.replaceChildren(
    ...entries.map((fill) => {
      const text = element("span");
      text.textContent = words[fill];
      return element("li", {}, [element("span", { class: "dot", "data-fill": fill }), text]);
    }),
  );
}

function fillPicture(map) {
  const { points, words, selected } = map.data;
  const gone = new Set(map.buttons.keys());
  for (const point of points) {
    gone.delete(point.id);
    let button = map.buttons.get(point.id);
    if (!button) {
      button = element("button", { type: "button", class: "place" }, [
        element("span", { class: "dot" }),
        element("span", { class: "name" }),
      ]);
      button.addEventListener("click", () => map.pick(button.area));
      map.buttons.set(point.id, button);
    }
    const [dot, label] = button.children;
    button.area = point.id;
    button.dataset.fill = dot.dataset.fill = fillOf(point);
    dot.textContent = point.around ? "" : String(point.count);
    label.textContent = point.label;
    button.title = point.label;
    const said = point.around ? point.label : `${point.count} ${point.label}, ${words[fillOf(point)]}`;
    button.setAttribute("aria-label", said);
    if (point.id === selected) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
    map.picture.append(button); // in the order of the data, so that the keyboard follows it
  }
  for (const id of gone) {
    map.buttons.get(id).remove();
    map.buttons.delete(id);
  }
  if (!map.buttons.has(map.at)) map.at = map.buttons.has(selected) ? selected : points[0]?.id;
  for (const [id, button] of map.buttons) button.tabIndex = id === map.at ? 0 : -1;
}

function arrange(map) {
  const width = map.picture.clientWidth;
  if (!width || !map.data?.points.length) return;
  map.width = width;
  const { points, outlines } = map.data;
  const every = [...points.map((point) => point.at), ...outlines.flat()];
  const span = (axis) => {
    const values = every.map((at) => at[axis]);
    return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  };
  const [[west, east], [north, south]] = [span(0), span(1)];
  const isNarrow = width < 520;
  const [across, down] = isNarrow ? [46, 34] : [outlines.length ? 46 : 76, 44];
  const [wide, high] = [Math.max(east - west, 1e-6), Math.max(south - north, 1e-6)];
  const height = Math.round(Math.min(isNarrow ? 420 : 560, Math.max(isNarrow ? 240 : 320, ((width - 2 * across) * high) / wide + 2 * down)));
  const scale = Math.min((width - 2 * across) / wide, (height - 2 * down) / high);
  const onScreen = ([x, y]) => [
    width / 2 + (x - (west + east) / 2) * scale,
    height / 2 + (y - (north + south) / 2) * scale,
  ];
  map.picture.style.height = `${height}px`;
  map.outlines.setAttribute("viewBox", `0 0 ${width} ${height}`);
  map.outlines.replaceChildren(
    ...outlines.map((ring) => {
      const path = document.createElementNS(NS, "path");
      path.setAttribute("d", `M${ring.map((at) => onScreen(at).map((v) => v.toFixed(1)).join(" ")).join("L")}Z`);
      return path;
    }),
  );
  const crowd = points.length > MANY ? 0.72 : 1;
  const spots = points.map((point) => {
    const [x, y] = onScreen(point.at);
    const r = point.around ? 0 : crowd * (point.count > 1 ? 12.5 : point.count === 1 ? 10.5 : 9.5);
    const label = map.buttons.get(point.id).children[1];
    label.hidden = false;
    return { point, x, y, r, width: label.offsetWidth, height: label.offsetHeight };
  });
  spread(spots.filter((spot) => spot.r), width, height);
  placeNames(spots, width, height, map.data.selected);
  for (const spot of spots) put(map, spot);
  map.spots = spots;
}

// a few rounds of pushing dots apart that would cover each other
function spread(dots, width, height) {
  for (let round = 0; round < 60; round += 1) {
    let moved = 0;
    for (let i = 0; i < dots.length; i += 1) {
      for (let j = i + 1; j < dots.length; j += 1) {
        const [a, b] = [dots[i], dots[j]];
        const need = a.r + b.r + 4;
        let [dx, dy] = [b.x - a.x, b.y - a.y];
        if (Math.abs(dx) >= need || Math.abs(dy) >= need) continue;
        let far = Math.hypot(dx, dy);
        if (far >= need) continue;
        if (far < 0.01) [dx, dy, far] = [Math.cos(j), Math.sin(j), 1];
        const push = (need - Math.min(far, need)) / 2 + 0.05;
        a.x -= (dx / far) * push;
        a.y -= (dy / far) * push;
        b.x += (dx / far) * push;
        b.y += (dy / far) * push;
        moved = Math.max(moved, push);
      }
    }
    for (const dot of dots) {
      dot.x = Math.min(width - dot.r - 4, Math.max(dot.r + 4, dot.x));
      dot.y = Math.min(height - dot.r - 4, Math.max(dot.r + 4, dot.y));
    }
    if (moved < 0.1) break;
  }
}

const GAP = 5;
const SIDES = {
  right: (s) => [s.x + s.r + GAP, s.y - s.height / 2],
  left: (s) => [s.x - s.r - GAP - s.width, s.y - s.height / 2],
  below: (s) => [s.x - s.width / 2, s.y + s.r + 2],
  above: (s) => [s.x - s.width / 2, s.y - s.r - 2 - s.height],
};

function placeNames(spots, width, height, selected) {
  const dots = spots.filter((spot) => spot.r);
  const boxOf = (spot, [left, top]) => [left, top, left + spot.width, top + spot.height];
  const overlap = (a, b) =>
    Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0])) * Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
  const outside = (box) => (box[0] < 3 || box[1] < 3 || box[2] > width - 3 || box[3] > height - 3 ? 1 : 0);
  const cost = (spot, box, others) => {
    let sum = outside(box) * 4000;
    for (const dot of dots) {
      if (dot !== spot) sum += overlap(box, [dot.x - dot.r - 2, dot.y - dot.r - 2, dot.x + dot.r + 2, dot.y + dot.r + 2]);
    }
    for (const other of others) if (other !== spot && other.box) sum += overlap(box, other.box);
    return sum;
  };
  const order = [...dots].sort(
    (a, b) => (b.point.id === selected) - (a.point.id === selected) || b.point.count - a.point.count || a.x - b.x,
  );
  const isMany = dots.length > MANY;
  for (let round = 0; round < (isMany ? 1 : 4); round += 1) {
    for (const spot of order) {
      let best = null;
      for (const side of Object.keys(SIDES)) {
        const box = boxOf(spot, SIDES[side](spot));
        const sum = cost(spot, box, isMany ? order : dots) + Object.keys(SIDES).indexOf(side) * 0.5;
        if (!best || sum < best.sum) best = { side, box, sum };
      }
      [spot.side, spot.box] = [best.side, best.box];
      spot.hidden = best.sum > (isMany ? 4 : spot.width * spot.height * 0.3) && spot.point.id !== selected;
      if (spot.hidden) spot.box = null;
    }
  }
  // names of areas around others stand where it is empty, as near their middle as they can
  for (const spot of spots.filter((each) => !each.r)) {
    let best = null;
    for (let ring = 0; ring < 14; ring += 1) {
      for (let turn = 0; turn < (ring ? 12 : 1); turn += 1) {
        const angle = (turn / 12) * 2 * Math.PI + Math.PI / 2;
        const left = spot.x - spot.width / 2 + Math.cos(angle) * ring * 22;
        const top = spot.y - spot.height / 2 + Math.sin(angle) * ring * 14;
        const box = boxOf(spot, [left, top]);
        const sum = cost(spot, box, spots) + ring;
        if (!best || sum < best.sum) best = { box, sum };
      }
    }
    spot.box = best.box;
    spot.hidden = best.sum > spot.width * spot.height * 0.5 && isMany;
  }
}

function put(map, spot) {
  const button = map.buttons.get(spot.point.id);
  const [dot, label] = button.children;
  label.hidden = Boolean(spot.hidden);
  if (spot.r) {
    button.style.left = `${spot.x}px`;
    button.style.top = `${spot.y}px`;
    dot.style.width = dot.style.height = `${2 * spot.r}px`;
    if (spot.box) {
      label.style.left = `${spot.box[0] - spot.x}px`;
      label.style.top = `${spot.box[1] - spot.y}px`;
    }
  } else {
    button.style.left = `${spot.box[0]}px`;
    button.style.top = `${spot.box[1]}px`;
  }
}

function remember(map, target) {
  const button = target.closest?.(".place");
  if (!button) return;
  map.buttons.get(map.at)?.setAttribute("tabindex", "-1");
  map.at = button.area;
  button.tabIndex = 0;
}

const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

function move(map, event) {
  const step = STEPS[event.key];
  const here = map.spots?.find((spot) => spot.point.id === event.target.area);
  if (!step || !here || event.altKey || event.metaKey) return;
  event.preventDefault();
  let best = null;
  for (const spot of map.spots) {
    if (spot === here) continue;
    const [dx, dy] = [spot.x - here.x, spot.y - here.y];
    const ahead = dx * step[0] + dy * step[1];
    const aside = Math.abs(dx * step[1]) + Math.abs(dy * step[0]);
    if (ahead <= 0.5) continue;
    const far = ahead + 2 * aside;
    if (!best || far < best.far) best = { spot, far };
  }
  if (best) map.buttons.get(best.spot.point.id).focus({ preventScroll: true });
}
