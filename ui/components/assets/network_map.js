// Draws the network with vis-network (globalThis.vis, mounted beside this component).
// Text from the data reaches the page by textContent and canvas fillText only.

// key -> {dragged: Map(id -> {x, y}), view, locate}; outlives the component, so that a reader who leaves
// the page finds the map as it was. `locate(id)` is a node's place in the window, for the browser tests.
const kept = (globalThis.__samverkanMaps ??= new Map());
const instances = new WeakMap();
const FONT = 13;
const SMALLEST = 8; // pixels of letters on screen below which only the telling nodes are named
const ALWAYS_NAMED = 12; // nodes that are named even where the name covers others
const NARROW = 520; // pixels of width below which the map is less high too

export default function ({ data, parentElement, setTriggerValue }) {
  let map = instances.get(parentElement);
  if (!map) {
    map = new NetworkMap(parentElement);
    instances.set(parentElement, map);
  }
  map.send = setTriggerValue;
  map.show(data);
  return () => {
    map.end();
    instances.delete(parentElement);
  };
}

class NetworkMap {
  constructor(parent) {
    this.frame = element("div", "frame", parent);
    this.canvas = element("div", "canvas", this.frame);
    this.tools = element("div", "tools", this.frame);
    this.hint = element("p", "hint", this.frame);
    this.about = element("div", "about", this.frame);
    this.about.hidden = true;
    this.nodes = new Map();
    this.near = new Map();
    this.selected = "";
  }

  async show(data) {
    this.data = data;
    const isNarrow = this.frame.clientWidth > 0 && this.frame.clientWidth < NARROW;
    this.frame.style.height = `${isNarrow ? Math.min(data.height, 440) : data.height}px`;
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", data.words.alt);
    this.hint.textContent = data.words.hint;
    this.memory = kept.get(data.key) ?? { dragged: new Map(), view: null };
    kept.set(data.key, this.memory);
    this.readTheme();
    this.nodes = new Map(data.nodes.map((node) => [node.id, node]));
    this.near = new Map(data.nodes.map((node) => [node.id, new Set([node.id])]));
    for (const edge of data.edges) {
      this.near.get(edge.from)?.add(edge.to);
      this.near.get(edge.to)?.add(edge.from);
    }
    this.selected = this.nodes.has(data.selected) ? data.selected : "";
    if (this.network) {
      this.update();
      return;
    }
    while (!globalThis.vis) await new Promise((done) => setTimeout(done, 15));
    if (!this.network && !this.ended) this.begin();
  }

  readTheme() {
    const style = getComputedStyle(this.frame);
    const read = (name, other) => style.getPropertyValue(name).trim() || other;
    this.ink = read("--st-text-color", "#1d272c");
    this.paper = read("--st-background-color", "#ffffff");
    this.accent = read("--st-primary-color", "#17496b");
    this.face = read("--st-font", "sans-serif");
  }

  begin() {
    const { vis } = globalThis;
    this.visNodes = new vis.DataSet(this.data.nodes.map((node) => this.asNode(node, true)));
    this.visEdges = new vis.DataSet(this.data.edges.map((edge) => this.asEdge(edge)));
    this.network = new vis.Network(
      this.canvas,
      { nodes: this.visNodes, edges: this.visEdges },
      {
        autoResize: true,
        physics: false,
        layout: { improvedLayout: false },
        nodes: { shape: "custom", ctxRenderer: (what) => this.drawn(what), label: undefined },
        edges: { smooth: false, chosen: false, hoverWidth: 0, selectionWidth: 0 },
        interaction: { hover: true, multiselect: false, tooltipDelay: 0, zoomSpeed: 0.6, hoverConnectedEdges: false },
      },
    );
    this.memory.locate = (id) => {
      const box = this.canvas.getBoundingClientRect();
      const at = this.network.canvasToDOM(this.network.getPosition(id));
      return { x: box.left + at.x, y: box.top + at.y };
    };
    this.listen();
    this.drawTools();
    if (this.memory.view) this.network.moveTo(this.memory.view);
    else this.fit();
    const faces = ["", "600 ", "italic "].map((kind) => document.fonts?.load(`${kind}${FONT}px ${this.face}`));
    Promise.allSettled(faces).then(() => this.network?.redraw());
  }

  update() {
    const there = new Set(this.visNodes.getIds());
    const gone = [...there].filter((id) => !this.nodes.has(id));
    const isNew = this.data.nodes.some((node) => !there.has(node.id)) || gone.length > 0;
    this.visNodes.remove(gone);
    this.visNodes.update(this.data.nodes.map((node) => this.asNode(node, isNew || !there.has(node.id))));
    const edges = new Set(this.data.edges.map((edge) => edge.id));
    this.visEdges.remove(this.visEdges.getIds().filter((id) => !edges.has(id)));
    this.visEdges.update(this.data.edges.map((edge) => this.asEdge(edge)));
    this.drawTools();
    if (isNew) this.fit();
    this.network.redraw();
  }

  // x and y only for nodes that are to be placed: a dragged node stays where the reader put it
  asNode(node, place) {
    const dragged = this.memory.dragged.get(node.id);
    return place ? { id: node.id, x: dragged?.x ?? node.x, y: dragged?.y ?? node.y } : { id: node.id };
  }

  asEdge(edge) {
    const touched = this.selected && (edge.from === this.selected || edge.to === this.selected);
    const faded = this.selected && !touched;
    return {
      id: edge.id,
      from: edge.from,
      to: edge.to,
      width: touched ? 2 : 1,
      dashes:
        { between: [5, 4], under: [10, 3, 2, 3] }[edge.form] ?? (edge.planned ? [2, 4] : edge.host ? [9, 3] : false),
      color: { color: this.ink, opacity: touched ? 0.75 : faded ? 0.1 : this.opacity(edge), inherit: false },
    };
  }

  // where lines are many, those of an organisation in many groups are the fainter: they tell the least
  opacity(edge) {
    if (this.data.edges.length <= 400) return 0.3;
    return Math.max(0.09, 0.6 / Math.sqrt(this.near.get(edge.from).size));
  }

  fit() {
    // labels stand outside the nodes: the box of both is to fit, not that of the nodes alone. Where
    // that makes letters too small to read, only the labels still shown then need room.
    const all = this.scaleFor(() => true);
    const isSmall = FONT * all.scale < SMALLEST;
    const found = isSmall ? this.scaleFor((node) => node.important) : all;
    if (!found.middle) return;
    const scale = isSmall ? Math.min(found.scale, (SMALLEST - 0.01) / FONT) : found.scale;
    this.network.moveTo({ position: found.middle, scale: Math.max(all.scale, scale, 0.05) });
    this.memory.view = null;
  }

  // letters grow as the scale shrinks, so the scale is found in a few steps
  scaleFor(isLabelled) {
    const { clientWidth, clientHeight } = this.canvas;
    let scale = 1;
    let middle = null;
    for (let step = 0; step < 5; step += 1) {
      let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
      const size = this.labelSize(scale);
      for (const node of this.nodes.values()) {
        const at = this.memory.dragged.get(node.id) ?? node;
        const lines = isLabelled(node) ? node.label.split("\n") : [];
        const width = 0.5 * size * Math.max(0, ...lines.map((line) => line.length)) + 24;
        const height = 1.2 * size * lines.length + 20;
        const isBeside = node.side === "left" || node.side === "right";
        left = Math.min(left, at.x - (node.side === "left" ? width : isBeside ? 20 : width / 2));
        right = Math.max(right, at.x + (node.side === "right" ? width : isBeside ? 20 : width / 2));
        top = Math.min(top, at.y - (node.side === "above" ? height : 20));
        bottom = Math.max(bottom, at.y + (node.side === "below" ? height + 8 : 20));
      }
      if (left > right) break;
      middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
      scale = Math.max(0.02, Math.min(1.25, (clientWidth - 8) / (right - left), (clientHeight - 8) / (bottom - top)));
    }
    return { scale, middle };
  }

  // The labels that fit without touching another, the most telling first; zooming in brings the rest.
  chooseLabels() {
    const scale = this.network.getScale();
    const places = this.network.getPositions();
    const weight = (node) =>
      (node.id === this.selected ? 1e6 : 0) +
      (this.selected && this.near.get(this.selected)?.has(node.id) ? 1e4 : 0) +
      (node.important ? 1e3 : 0) + (isGroup(node) ? 50 : 0) + node.radius + (node.form === "unnamed" ? -5 : 0);
    const order = [...this.nodes.values()].sort((a, b) => weight(b) - weight(a) || (a.id < b.id ? -1 : 1));
    const size = this.labelSize(scale);
    const view = this.inView();
    const taken = [];
    // a label does not cover another node either; on a very large map that would take too long
    const discs = order.length > 800 ? [] : order.flatMap(({ id, radius: r }) => {
      const at = places[id];
      return at ? [Object.assign([at.x - r, at.y - r, at.x + r, at.y + r], { id })] : [];
    });
    this.labelled = new Map();
    for (const [rank, node] of order.entries()) {
      const at = places[node.id];
      if (!at || (FONT * scale < SMALLEST && !(node.important && scale > 0.12))) continue;
      const lines = node.label.split("\n");
      const width = size * 0.5 * Math.max(...lines.map((line) => line.length));
      const height = size * 1.15 * lines.length;
      const [gap, r] = [7, node.radius];
      const corner = {
        left: [at.x - r - gap - width, at.y - height / 2],
        right: [at.x + r + gap, at.y - height / 2],
        above: [at.x - width / 2, at.y - r - gap - height],
        below: [at.x - width / 2, at.y + r + gap],
      };
      const slack = size * 0.2;
      const boxAt = (side) => [...corner[side], corner[side][0] + width, corner[side][1] + height];
      const isInView = ([left, top, right, bottom]) =>
        left >= view.left && right <= view.right && top >= view.top && bottom <= view.bottom;
      const isFree = (box, others) =>
        others.every(
          (other) =>
            other.id === node.id ||
            box[0] > other[2] - slack || box[2] < other[0] + slack || box[1] > other[3] - slack || box[3] < other[1] + slack,
        );
      // its own side first; where that is taken, another; above it would seem to belong to the next node.
      // The most telling ones may cover a node, and so may the names of groups.
      let side = [node.side, "right", "left", "below"].find(
        (each) => isFree(boxAt(each), taken) && isFree(boxAt(each), discs) && (each === node.side || isInView(boxAt(each))),
      );
      if (!side && rank < ALWAYS_NAMED && isFree(boxAt(node.side), taken)) side = node.side;
      if (!side && isGroup(node)) {
        side = [node.side, "right", "left", "above"].find((each) => isFree(boxAt(each), taken) && isInView(boxAt(each)));
      }
      if (!side) continue;
      taken.push(boxAt(side));
      if (node.mark) taken.push(markBox(node, at, side, size));
      this.labelled.set(node.id, side);
    }
  }

  inView() {
    const { x: left, y: top } = this.network.DOMtoCanvas({ x: 0, y: 0 });
    const { x: right, y: bottom } = this.network.DOMtoCanvas({ x: this.canvas.clientWidth, y: this.canvas.clientHeight });
    return { left, top, right, bottom };
  }

  labelSize(scale) {
    // never below ten pixels on screen: smaller letters are noise
    return Math.max(FONT, Math.min(10 / scale, 90));
  }

  listen() {
    this.network.on("beforeDrawing", () => this.chooseLabels());
    // the wheel scrolls the page; it zooms with Ctrl or ⌘, or when the map fills the screen
    this.frame.addEventListener(
      "wheel",
      (event) => {
        if (!event.ctrlKey && !event.metaKey && !document.fullscreenElement) event.stopPropagation();
      },
      { capture: true, passive: true },
    );
    const keep = () => {
      this.memory.view = { position: this.network.getViewPosition(), scale: this.network.getScale() };
    };
    this.network.on("zoom", keep);
    this.network.on("dragEnd", ({ nodes }) => {
      for (const id of nodes) this.memory.dragged.set(id, this.network.getPosition(id));
      keep();
    });
    this.network.on("click", ({ nodes }) => {
      clearTimeout(this.waiting);
      const id = nodes[0] ?? "";
      if (!id && !this.selected) return;
      this.choose(id);
      // a double click also fires two clicks: tell the server only when no second one follows
      this.waiting = setTimeout(() => this.send("selected", id), 250);
    });
    this.network.on("doubleClick", ({ nodes }) => {
      clearTimeout(this.waiting);
      if (nodes[0]) this.send("expanded", nodes[0]);
    });
    this.network.on("hoverNode", ({ node }) => {
      const info = this.nodes.get(node);
      if (!info?.about) return;
      const at = this.network.canvasToDOM(this.network.getPosition(node));
      this.about.textContent = info.about;
      this.about.style.left = `${Math.max(0, Math.min(at.x + 12, this.frame.clientWidth - 200))}px`;
      this.about.style.top = `${at.y + 16}px`;
      this.about.hidden = false;
      this.canvas.style.cursor = "pointer";
    });
    const leave = () => {
      this.about.hidden = true;
      this.canvas.style.cursor = "default";
    };
    this.network.on("blurNode", leave);
    this.network.on("dragStart", leave);
    this.onScreen = () => setTimeout(() => this.fit(), 80);
    this.frame.addEventListener("fullscreenchange", this.onScreen);
    // on paper the map has another width, and nobody draws it anew: a picture of it is printed
    this.onPrint = () => {
      this.printed ??= element("canvas", "printed", this.frame);
      paint(this, this.printed, { isAlone: false });
    };
    this.onPrinted = () => {
      this.printed?.remove();
      this.printed = null;
    };
    window.addEventListener("beforeprint", this.onPrint);
    window.addEventListener("afterprint", this.onPrinted);
    this.watcher = new ResizeObserver(() => {
      if (!this.memory.view && this.canvas.clientWidth) this.fit();
    });
    this.watcher.observe(this.canvas);
  }

  choose(id) {
    this.selected = id;
    this.visEdges.update(this.data.edges.map((edge) => this.asEdge(edge)));
    this.network.redraw();
  }

  drawTools() {
    const { words } = this.data;
    if (this.tools.childElementCount) {
      const labels = [words.farther, words.closer, words.fit, words.whole_screen, words.picture, words.drawing];
      [...this.tools.children].forEach((button, i) => name(button, labels[i]));
      return;
    }
    const zoom = (by) => {
      this.network.moveTo({ scale: this.network.getScale() * by });
      this.memory.view = { position: this.network.getViewPosition(), scale: this.network.getScale() };
    };
    tool(this.tools, words.farther, "M3 8h10", () => zoom(1 / 1.3));
    tool(this.tools, words.closer, "M3 8h10M8 3v10", () => zoom(1.3));
    tool(this.tools, words.fit, "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4M5 8h6", () => this.fit());
    tool(this.tools, words.whole_screen, "M9 2h5v5M14 2L9 7M7 14H2V9M2 14l5-5", () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else this.frame.requestFullscreen?.();
    });
    tool(this.tools, words.picture, "M8 2v8M4.5 6.5L8 10l3.5-3.5M3 13.5h10", () => this.savePicture());
    // the file is made by the server: the button below the map asks for it
    tool(this.tools, words.drawing, "M3 2h7l3 3v9H3zM5.5 11l2-4 2 2.5 1.5-1.5", () =>
      document.querySelector(".st-key-network-map-svg button")?.click());
  }

  savePicture() {
    const picture = document.createElement("canvas");
    paint(this, picture, { isAlone: true });
    const link = document.createElement("a");
    link.download = `${this.data.words.file_name}.png`;
    link.href = picture.toDataURL("image/png");
    link.click();
  }

  drawn({ ctx, id, x, y, state }) {
    const node = this.nodes.get(id);
    const r = node.radius;
    const isChosen = id === this.selected;
    const isFaded = this.selected && !this.near.get(this.selected)?.has(id);
    return {
      drawNode: () => {
        ctx.save();
        ctx.globalAlpha = isFaded ? 0.3 : 1;
        if (isChosen) {
          ctx.beginPath();
          ctx.arc(x, y, r + 5, 0, 2 * Math.PI);
          ctx.lineWidth = 2.5;
          ctx.strokeStyle = this.accent;
          ctx.stroke();
        }
        drawForm(ctx, node, x, y, r, this.ink, this.paper, state.hover);
        ctx.restore();
      },
      drawExternalLabel: () => this.drawLabel(ctx, node, x, y, r, isFaded, isChosen || state.hover),
      nodeDimensions: { width: 2 * r + 4, height: 2 * r + 4 },
    };
  }

  drawLabel(ctx, node, x, y, r, isFaded, isAlways) {
    if (!isAlways && !this.labelled?.has(node.id)) return;
    const size = this.labelSize(this.network?.getScale() ?? 1);
    const style = node.form === "unnamed" ? "italic " : isGroup(node) || isAlways ? "600 " : "";
    const lines = node.label.split("\n");
    const height = size * 1.22;
    ctx.save();
    ctx.font = `${style}${size}px ${this.face}`;
    ctx.globalAlpha = isFaded ? 0.6 : 1;
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    let [left, top] = [x, y - ((lines.length - 1) * height) / 2];
    ctx.textAlign = "center";
    const side = this.labelled?.get(node.id) ?? node.side;
    if (side === "left") [left, ctx.textAlign] = [x - r - 7, "right"];
    else if (side === "right") [left, ctx.textAlign] = [x + r + 7, "left"];
    else if (side === "above") top = y - r - 6 - height / 2 - (lines.length - 1) * height;
    else top = y + r + 7 + height / 2;
    ctx.lineWidth = size / 3;
    ctx.strokeStyle = this.paper;
    ctx.fillStyle = this.ink;
    lines.forEach((line, i) => {
      ctx.strokeText(line, left, top + i * height);
      ctx.fillText(line, left, top + i * height);
    });
    if (node.mark) {
      const at = markAt(node, x, side);
      ctx.textAlign = at.align;
      ctx.font = `${size * 0.9}px ${this.face}`;
      ctx.strokeText(node.mark, at.x, y);
      ctx.fillText(node.mark, at.x, y);
    }
    ctx.restore();
  }

  end() {
    this.ended = true;
    clearTimeout(this.waiting);
    this.watcher?.disconnect();
    this.frame.removeEventListener("fullscreenchange", this.onScreen);
    window.removeEventListener("beforeprint", this.onPrint);
    window.removeEventListener("afterprint", this.onPrinted);
    this.network?.destroy();
    this.network = null;
    this.frame.remove();
  }
}

// how much of a group is drawn stands beside it, in the line its name leaves free
function markAt(node, x, side) {
  return side === "right" ? { x: x - node.radius - 5, align: "right" } : { x: x + node.radius + 5, align: "left" };
}

function markBox(node, at, side, size) {
  const width = 0.45 * size * node.mark.length;
  const { x, align } = markAt(node, at.x, side);
  const left = align === "left" ? x : x - width;
  return [left, at.y - size / 2, left + width, at.y + size / 2];
}

function isGroup(node) {
  return node.form !== "organization" && node.form !== "unnamed";
}

function drawForm(ctx, node, x, y, r, ink, paper, isUnderMouse) {
  ctx.lineWidth = isUnderMouse ? 2.2 : 1.4;
  ctx.strokeStyle = ink;
  ctx.fillStyle = ink;
  switch (node.form) {
    case "organization":
      circle(ctx, x, y, r);
      ctx.fillStyle = node.fill;
      ctx.fill();
      ctx.stroke();
      break;
    case "unnamed":
      circle(ctx, x, y, r - 0.5);
      ctx.setLineDash([3, 2.4]);
      ctx.fillStyle = paper;
      ctx.fill();
      ctx.stroke();
      break;
    case "steering":
      ctx.fillRect(x - r, y - r, 2 * r, 2 * r);
      break;
    case "coordination":
      ctx.fillStyle = paper;
      ctx.fillRect(x - r, y - r, 2 * r, 2 * r);
      ctx.strokeRect(x - r, y - r, 2 * r, 2 * r);
      ctx.fillStyle = ink;
      ctx.fillRect(x - r / 2, y - r / 2, r, r);
      break;
    case "area":
      polygon(ctx, x, y, r * 1.1, 6, 0);
      ctx.fill();
      break;
    case "topic":
      polygon(ctx, x, y, r * 1.15, 4, 0);
      ctx.fill();
      break;
    case "project":
      polygon(ctx, x, y + r * 0.15, r * 1.2, 3, -Math.PI / 2);
      ctx.fill();
      break;
    default:
      polygon(ctx, x, y - r * 0.15, r * 1.2, 3, Math.PI / 2);
      ctx.setLineDash([3, 2.4]);
      ctx.fillStyle = paper;
      ctx.fill();
      ctx.stroke();
  }
}

function circle(ctx, x, y, r) {
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 2 * Math.PI);
}

function polygon(ctx, x, y, r, corners, turn) {
  ctx.beginPath();
  for (let i = 0; i < corners; i += 1) {
    const angle = turn + (2 * Math.PI * i) / corners;
    ctx.lineTo(x + r * Math.cos(angle), y + r * Math.sin(angle));
  }
  ctx.closePath();
}

function element(tag, className, parent) {
  const made = document.createElement(tag);
  made.className = className;
  parent.appendChild(made);
  return made;
}

function name(button, label) {
  button.title = label;
  button.setAttribute("aria-label", label);
}

function tool(parent, label, path, act) {
  const button = element("button", "tool", parent);
  button.type = "button";
  name(button, label);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  svg.appendChild(line);
  button.appendChild(svg);
  button.addEventListener("click", act);
}
