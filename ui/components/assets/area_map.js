// A schematic map. `areas` hold kilometers from the middle; the rest is arranged here, because only the
// browser knows how wide the map and its words are: points apart, names beside them, legend in a free corner.
const views = new WeakMap();
const LEGEND = ["several", "single", "none"];
const SURFACE = 40; // pixels between a point and the edge of the surface around it

export default function ({ data, parentElement, setTriggerValue }) {
  let view = views.get(parentElement);
  if (!view) {
    view = { root: element("div", { class: "root" }), width: 0 };
    parentElement.append(view.root);
    views.set(parentElement, view);
    new ResizeObserver(() => {
      if (Math.abs(view.root.clientWidth - view.width) > 3) draw(view);
    }).observe(view.root);
    document.fonts.ready.then(() => view.data && draw(view));
  }
  view.pick = (id) => setTriggerValue("picked", id);
  const before = JSON.stringify([view.data, view.root.dataset.theme]);
  view.data = data;
  view.root.dataset.theme = themeOf(view.root);
  if (JSON.stringify([data, view.root.dataset.theme]) !== before) draw(view);
}

const stateOf = (count) => (count >= 2 ? "several" : count === 1 ? "single" : "none");
const radius = (count, compact) => (count < 2 ? 8 + count : 8 + (compact ? 1.3 : 2) * Math.sqrt(Math.min(count, 36)));

const canvas = document.createElement("canvas").getContext("2d");
function widthOf(text, font) {
  canvas.font = font;
  return canvas.measureText(text).width;
}

function draw(view) {
  const width = view.root.clientWidth;
  if (!width || !view.data) return;
  view.width = width;
  const focused = view.root.getRootNode().activeElement?.dataset?.area;
  const compact = width < 520;
  const family = getComputedStyle(view.root).fontFamily;
  const scene = { width, compact, size: compact ? 12 : 13, family, words: view.data.words, selected: view.data.selected };
  scene.font = `${scene.size}px ${family}`;
  scene.italic = `italic ${scene.size + 2}px "Source Serif", Georgia, serif`;
  place(scene, view.data.areas);
  spread(scene);
  surfaces(scene);
  corner(scene);
  labels(scene);
  titles(scene);
  const parts = [panel(view, scene)];
  if (!scene.legend) parts.push(legend(scene, null));
  const note = element("p", { class: "note" });
  note.textContent = scene.words.note + (scene.surfaces.some((each) => !each.outline) ? ` ${scene.words.surface}` : "");
  view.root.replaceChildren(...parts, note);
  if (focused !== undefined) {
    const again = [...view.root.querySelectorAll(".area")].find((node) => node.dataset.area === focused);
    if (again) again.focus({ preventScroll: true });
  }
}

// kilometers to pixels, the same in both directions
function place(scene, areas) {
  const every = areas.flatMap((area) => [area.at, ...area.outline.flat()]);
  const xs = every.map((at) => at[0]);
  const ys = every.map((at) => at[1]);
  const least = (values) => values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = (values) => values.reduce((a, b) => Math.max(a, b), -Infinity);
  const [left, right, top, bottom] = [least(xs), most(xs), least(ys), most(ys)];
  const outlined = areas.some((area) => area.outline.length);
  const padX = outlined ? 24 : scene.compact ? 36 : 92;
  const padY = outlined ? 24 : scene.compact ? 46 : 62;
  const wide = Math.max(right - left, 1e-6);
  const high = Math.max(bottom - top, 1e-6);
  const wanted = ((scene.width - 2 * padX) * high) / wide + 2 * padY;
  scene.height = Math.round(Math.min(Math.max(wanted, 240, scene.width * 0.5), Math.max(320, scene.width * 0.78), 620));
  const scale = every.length > 1 ? Math.min((scene.width - 2 * padX) / wide, (scene.height - 2 * padY) / high) : 1;
  const toX = (x) => scene.width / 2 + (x - (left + right) / 2) * scale;
  const toY = (y) => scene.height / 2 + (y - (top + bottom) / 2) * scale;
  const parents = new Set(areas.flatMap((area) => area.around));
  scene.areas = areas.map((area) => ({
    ...area,
    r: radius(area.count, scene.compact),
    home: [toX(area.at[0]), toY(area.at[1])],
    x: toX(area.at[0]),
    y: toY(area.at[1]),
    outline: area.outline.map((ring) => ring.map(([x, y]) => [toX(x), toY(y)])),
    holds: parents.has(area.id),
  }));
  scene.places = scene.areas.filter((area) => !area.holds);
  scene.around = scene.areas.filter((area) => area.holds);
}

// points that would cover each other are pushed apart and drawn home as far as there is room
function spread(scene) {
  const places = scene.places;
  const rounds = Math.min(80, Math.floor(2e6 / Math.max(1, places.length ** 2)));
  for (let round = 0; round < rounds; round += 1) {
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
      area.x = Math.min(scene.width - area.r - 4, Math.max(area.r + 4, area.x));
      area.y = Math.min(scene.height - area.r - 4, Math.max(area.r + 4, area.y));
    }
  }
}

// what an area that holds others looks like: its outline, or a surface around the places in it
function surfaces(scene) {
  const depth = (area) => area.around.length;
  scene.surfaces = scene.areas
    .filter((area) => area.outline.length)
    .map((area) => ({ area, outline: area.outline, depth: depth(area) }));
  for (const area of scene.around) {
    if (area.outline.length) continue;
    const inside = scene.areas.filter((each) => each.around.includes(area.id)).flatMap((each) => [[each.x, each.y], ...each.outline.flat()]);
    if (inside.length) scene.surfaces.push({ area, hull: hull(inside), depth: depth(area) });
  }
  scene.surfaces.sort((a, b) => a.depth - b.depth);
}

// Andrew's monotone chain
function hull(points) {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const turn = (o, a, b) => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
  const half = (list) => {
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

const box = (x, y, w, h) => ({ x, y, w, h });
const around = (area, extra = 2) => box(area.x - area.r - extra, area.y - area.r - extra, 2 * (area.r + extra), 2 * (area.r + extra));
function shared(a, b) {
  const w = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x);
  const h = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
  return w > 0 && h > 0 ? w * h : 0;
}

// the legend goes into a corner that no point needs, otherwise below
function corner(scene) {
  const w = Math.max(...LEGEND.map((each) => widthOf(scene.words[each], `13px ${scene.family}`))) + 23;
  const h = 24 * LEGEND.length;
  const gap = 12;
  const corners = [
    { x: gap, y: scene.height - h - gap },
    { x: scene.width - w - gap, y: scene.height - h - gap },
    { x: gap, y: gap },
    { x: scene.width - w - gap, y: gap },
  ];
  scene.taken = scene.places.map((area) => around(area, 1));
  const room = (at) => scene.taken.every((each) => !shared(each, box(at.x - 8, at.y - 8, w + 16, h + 16)));
  scene.legend = scene.compact ? null : corners.find(room) || null;
  if (scene.legend) scene.taken.push(box(scene.legend.x - 4, scene.legend.y - 4, w + 8, h + 8));
}

// names: beside their point where nothing else is, on one line or two
function labels(scene) {
  const places = scene.places;
  const near = (area) => places.filter((each) => Math.hypot(each.x - area.x, each.y - area.y) < 70).length;
  const order = [...places].sort((a, b) => near(a) - near(b) || a.y - b.y);
  if (places.length < 300) order.reverse();
  const put = new Map();
  const cost = (area, at) => {
    const outside =
      at.x < 3 || at.y < 3 || at.x + at.w > scene.width - 3 || at.y + at.h > scene.height - 3 ? 1e6 : 0;
    let covered = 0;
    for (const each of scene.taken) covered += shared(at, each);
    for (const [other, each] of put) if (other !== area) covered += shared(at, each);
    return { covered: covered + outside, total: (covered + outside) * 10 + at.liking };
  };
  const rounds = places.length < 200 ? 3 : 1;
  for (let round = 0; round < rounds; round += 1) {
    for (const area of order) {
      let best = null;
      for (const at of candidates(scene, area)) {
        const { covered, total } = cost(area, at);
        if (!best || total < best.total) best = { at, covered, total };
      }
      area.name = best.at;
      area.name.hidden = best.covered > 6;
      if (area.name.hidden) put.delete(area);
      else put.set(area, best.at);
    }
  }
  scene.taken.push(...put.values());
}

function candidates(scene, area) {
  const found = [];
  const high = scene.size * 1.2;
  const gap = area.r + (scene.compact ? 4 : 6) + (area.id === scene.selected ? 3 : 0);
  for (const lines of folded(area.label, scene.compact ? 14 : 24)) {
    const w = Math.max(...lines.map((each) => widthOf(each, scene.font))) + 2;
    const h = high * lines.length;
    const add = (anchor, x, y, liking) => {
      const left = anchor === "start" ? x : anchor === "end" ? x - w : x - w / 2;
      found.push({ ...box(left, y, w, h), anchor, lines, textX: x, liking: liking + (lines.length - 1) * 2 });
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

// a long name on one line, and on two about as long as each other
function folded(text, most) {
  if (text.length <= most / 2) return [[text]];
  const parts = text.split(" ");
  const ways = parts.slice(1).map((_, cut) => [parts.slice(0, cut + 1).join(" "), parts.slice(cut + 1).join(" ")]);
  ways.sort((a, b) => Math.max(a[0].length, a[1].length) - Math.max(b[0].length, b[1].length));
  if (!ways.length) return [[text]];
  return text.length > most ? [ways[0], [text]] : [[text], ways[0]];
}

// areas that hold others: number and name where their surface is empty
function titles(scene) {
  for (const area of scene.around) {
    const corners = (scene.surfaces.find((each) => each.area === area) || {}).hull || area.outline[0] || [[area.x, area.y]];
    const xs = corners.map((each) => each[0]);
    const ys = corners.map((each) => each[1]);
    const middle = [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
    const search = (lines) => {
      const w = 2 * area.r + (lines.length ? 6 + Math.max(...lines.map((each) => widthOf(each, scene.italic))) : 0);
      const h = Math.max(2 * area.r, (scene.size + 2) * 1.2 * lines.length);
      let best = null;
      const steps = 20;
      for (let row = 0; row <= steps; row += 1) {
        for (let column = 0; column <= steps; column += 1) {
          const x = Math.min(...xs) - 20 + ((Math.max(...xs) - Math.min(...xs) + 40) * column) / steps;
          const y = Math.min(...ys) - 20 + ((Math.max(...ys) - Math.min(...ys) + 40) * row) / steps;
          const at = box(x - w / 2, y - h / 2, w, h);
          if (at.x < 4 || at.y < 4 || at.x + w > scene.width - 4 || at.y + h > scene.height - 4) continue;
          const ends = [[at.x, at.y], [at.x + w, at.y], [at.x, at.y + h], [at.x + w, at.y + h]];
          const free = clearance(scene.taken, at);
          const out = corners.length > 2 ? ends.filter((end) => !within(end, corners)).length : 0;
          // free first, then inside its own surface, then airy, then near the middle
          const airy = Math.min(free, 14) * 3 + Math.min(free, 50) * 0.4 - (free < 0 ? 500 : 0);
          const score = airy - out * 30 - Math.hypot(x - middle[0], y - middle[1]) * 0.05 - lines.length * 3;
          if (!best || score > best.score) best = { score, at, lines, free };
        }
      }
      return best;
    };
    const found = folded(area.label, scene.compact ? 16 : 30).map(search).filter((each) => each && each.free >= 0);
    found.sort((a, b) => b.score - a.score);
    // no place for the name: at least one for the point
    const bare = { ...(search([]) || { at: around(area, 0) }), lines: [area.label], free: -1 };
    const best = found[0] || bare;
    area.x = best.at.x + area.r;
    area.y = best.at.y + best.at.h / 2;
    area.home = [area.x, area.y];
    const high = (scene.size + 2) * 1.2 * best.lines.length;
    area.name = { lines: best.lines, anchor: "start", textX: area.x + area.r + 6, y: area.y - high / 2, h: high, hidden: best.free < 0 };
    if (!area.name.hidden) scene.taken.push(best.at);
    else scene.taken.push(around(area));
  }
}

// how far a box is from the nearest that is taken; less than 0 where they cover each other
function clearance(taken, at) {
  let least = 1e3;
  for (const each of taken) {
    const dx = Math.max(each.x - at.x - at.w, at.x - each.x - each.w);
    const dy = Math.max(each.y - at.y - at.h, at.y - each.y - each.h);
    least = Math.min(least, Math.max(dx, dy));
  }
  return least;
}

function within([x, y], corners) {
  let inside = false;
  for (let i = 0, j = corners.length - 1; i < corners.length; j = i, i += 1) {
    const [a, b] = [corners[i], corners[j]];
    if (a[1] > y !== b[1] > y && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside;
  }
  return inside;
}

const path = (corners, closed = true) => `M${corners.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}${closed ? "Z" : ""}`;

function panel(view, scene) {
  const ground = [];
  const edge = scene.compact ? SURFACE * 0.7 : SURFACE;
  for (const each of scene.surfaces) {
    if (each.outline) {
      for (const ring of each.outline) ground.push(shape("path", { d: path(ring), class: "outline" }));
    } else {
      const d = path(each.hull, each.hull.length > 1);
      ground.push(shape("path", { d, class: "surface-edge", "stroke-width": 2 * edge + 2 }));
      ground.push(shape("path", { d, class: "surface", "stroke-width": 2 * edge }));
    }
  }
  const svg = shape(
    "svg",
    { viewBox: `0 0 ${scene.width} ${scene.height}`, role: "group", "aria-label": scene.words.label },
    [...ground, ...[...scene.around, ...scene.places].map((area) => point(view, scene, area))],
  );
  const children = [svg];
  if (scene.legend) children.push(legend(scene, scene.legend));
  return element("div", { class: "panel" }, children);
}

function point(view, scene, area) {
  const moved = Math.hypot(area.x - area.home[0], area.y - area.home[1]);
  const state = stateOf(area.count);
  const node = shape("g", {
    class: `area${area.holds ? " around" : ""}${scene.surfaces.length ? "" : " on-water"}`,
    role: "button",
    tabindex: 0,
    "data-state": state,
    "aria-current": view.data.selected === area.id ? "true" : null,
    "aria-label": `${area.label} ${area.number}, ${scene.words[state]}`,
  });
  node.dataset.area = area.id;
  if (moved > 7) {
    const [x, y] = area.home;
    node.append(shape("path", { d: path([[x, y], [area.x, area.y]], false), class: "leader" }));
    node.append(shape("circle", { cx: x, cy: y, r: 1.8, class: "place" }));
  }
  const size = area.holds ? scene.size + 2 : scene.size;
  const text = shape("text", { class: `label${area.name.hidden ? " hidden" : ""}`, "font-size": size, "text-anchor": area.name.anchor });
  area.name.lines.forEach((words, row) => {
    const part = shape("tspan", { x: area.name.textX, y: area.name.y + size * (0.93 + 1.2 * row) });
    part.textContent = words;
    if (row) text.append(fill(shape("tspan", { "font-size": 0 }), {}, [" "])); // a space for those who copy the name
    text.append(part);
  });
  const digits = shape("text", { x: area.x, y: area.y, class: "number", "font-size": area.number.length > 2 ? 10 : 11.5 });
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

function legend(scene, at) {
  const list = element("ul", { class: `legend ${at ? "inside" : "below"}` });
  if (at) {
    // in parts of the panel, so that it keeps its corner when the page is printed narrower
    list.style.left = `${(100 * at.x) / scene.width}%`;
    list.style.top = `${(100 * at.y) / scene.height}%`;
  }
  for (const each of LEGEND) {
    const words = element("span");
    words.textContent = scene.words[each];
    list.append(element("li", { "data-state": each }, [drawing(16, [shape("circle", { cx: 8, cy: 8, r: 6.4 })]), words]));
  }
  return list;
}
