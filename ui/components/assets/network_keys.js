// The map by keyboard: one stop for the tab key; from there arrows go along the lines. Stands before
// network_map.js, whose map it moves about in.
const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
const CONE = 0.38; // cosine of the widest angle, 68 degrees, at which a neighbor lies in a direction

// Where an arrow leads from a node: to the neighbor that lies most in that direction; where none does, to
// the nearest there that shares a neighbor, so that a column of a group's members can be walked; else to
// the nearest of all, so that parts without a line between them are reached too. Empty: nobody is there.
// `places`: id -> {x, y}. `near`: id -> Set of neighbors' ids, itself among them.
function step(id, [dx, dy], places, near) {
  const from = places[id];
  const toward = (other) => {
    const [x, y] = [places[other].x - from.x, places[other].y - from.y];
    const far = Math.hypot(x, y) || 1;
    return { other, far, cosine: (x * dx + y * dy) / far };
  };
  const there = (ids) => [...ids].filter((other) => other !== id && places[other]).map(toward).filter(({ cosine }) => cosine > CONE);
  const first = (found, order) => found.sort((a, b) => order(a) - order(b) || a.far - b.far || (a.other < b.other ? -1 : 1))[0]?.other;
  const beside = new Set([...near.get(id)].flatMap((neighbor) => (neighbor === id ? [] : [...near.get(neighbor)])));
  return (
    first(there(near.get(id)), ({ cosine }) => -cosine) ??
    first(there(beside), ({ far, cosine }) => far * (2 - cosine)) ??
    first(there(near.keys()), ({ far, cosine }) => far * (2 - cosine)) ??
    ""
  );
}

function mostConnected(near) {
  return [...near.keys()].sort((a, b) => near.get(b).size - near.get(a).size || (a < b ? -1 : 1))[0] ?? "";
}

// the keys of a map; its methods `go`, `choose`, `zoom` and `send` do the rest
function listenToKeys(map) {
  const { stage } = map;
  stage.addEventListener("focus", () => {
    if (!stage.matches(":focus-visible")) return;
    map.isKeyed = true;
    map.go(map.nodes.has(map.focused) ? map.focused : map.selected || mostConnected(map.near));
  });
  const rest = () => {
    map.isKeyed = false;
    map.drawHint();
    map.network?.redraw();
  };
  stage.addEventListener("blur", rest);
  stage.addEventListener("mousedown", rest);
  stage.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !map.network || event.target !== stage) return;
    if (!onKey(map, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  });
}

// whether the key was one of the map's
function onKey(map, key) {
  const { words } = map.data;
  const here = map.nodes.has(map.focused) ? map.focused : "";
  if (DIRECTIONS[key] || key === "Home") {
    const isThere = here && key !== "Home";
    const next = isThere ? step(here, DIRECTIONS[key], map.network.getPositions(), map.near) : mostConnected(map.near);
    if (next) map.go(next);
    else map.say(words.nobody_there);
    return true;
  }
  switch (key) {
    case "Enter":
    case " ":
      if (here && here === map.selected) map.send("opened", here);
      else if (here) {
        map.choose(here);
        map.say(`${map.nodes.get(here).said}. ${words.chosen_now}`);
        map.send("selected", here);
      }
      return true;
    case "o":
    case "O":
      if (here) map.send("opened", here);
      return true;
    case "+":
    case "=":
      map.zoom(1.3);
      return true;
    case "-":
      map.zoom(1 / 1.3);
      return true;
    case "Escape":
      if (map.isFull()) document.exitFullscreen();
      else if (map.selected) {
        map.choose("");
        map.send("selected", "");
      } else map.stage.blur();
      return true;
    default:
      return false;
  }
}
