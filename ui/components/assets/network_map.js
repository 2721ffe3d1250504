// Draws the network with vis-network (globalThis.vis, mounted beside this component).
// Text from the data reaches the page by textContent and canvas fillText only.
import { element, shape } from "./drawing.js";
import { circle, drawForm } from "./network_forms.js";
import { DIRECTIONS, listenToKeys, step } from "./network_keys.js";
import { chooseNames, faceOf, markAt } from "./network_names.js";
import { paint } from "./network_picture.js";
import { dashesOf, FONT, isInSight, labelSize, named, opacityOf, scaleFor, stretched } from "./network_view.js";
/** @import { MapData, MapEdge, MapNode, Memory, Point, Run, Side, Vis, VisItems, VisNetwork } from "./types.d.ts" */
/** @import { Sheet } from "./network_view.js" */

/**
 * By the key of the map; outlives the component, so that a reader who leaves the page finds the map as it was.
 * `moved` are nodes that were dragged and that the server has not placed there yet. `locate(id)` is a node's place in
 * the window, `step(id, key)` where an arrow leads, `sides()` on which side of each node its name is, if it is: for
 * the browser tests.
 *
 * @type {Map<string, Memory>}
 */
const kept = (globalThis.__samverkanMaps ??= new Map());
/** @type {WeakMap<object, NetworkMap>} */
const instances = new WeakMap();
const NARROW = 520; // pixels of width below which the map is less high too
const LOWEST = 400; // pixels: where the window leaves less, the page scrolls
const DEEDS = ["pointerdown", "keydown"]; // with these the reader has begun to use the page
const NOBODY = new Set();

/** @param {Run<MapData>} run */
export default function ({ data, parentElement, setTriggerValue }) {
  const map = instances.get(parentElement) ?? new NetworkMap(parentElement, data, setTriggerValue);
  instances.set(parentElement, map);
  map.send = setTriggerValue;
  map.show(data);
  return () => {
    map.end();
    instances.delete(parentElement);
  };
}

export class NetworkMap {
  /** @type {{ network: VisNetwork, nodes: VisItems, edges: VisItems } | null} */
  #live = null;

  /** @param {HTMLElement | ShadowRoot} parent @param {MapData} data @param {Run<MapData>["setTriggerValue"]} send */
  constructor(parent, data, send) {
    this.data = data;
    this.send = send;
    this.memory = remembered(data);
    this.frame = box("frame", parent);
    this.stage = box("stage", this.frame);
    this.canvas = box("canvas", this.stage);
    this.tools = box("tools", this.frame);
    this.hint = this.frame.appendChild(element("p", { class: "hint" }));
    this.voice = this.frame.appendChild(element("p", { class: "voice", "aria-live": "polite" }));
    this.about = box("about", this.frame);
    this.about.hidden = true;
    /** @type {Map<string, MapNode>} */
    this.nodes = new Map();
    /** @type {Map<string, Set<string>>} */
    this.near = new Map();
    /** @type {Map<string, Side>} */
    this.labelled = new Map();
    /** @type {Set<string>} */
    this.marked = new Set();
    this.selected = "";
    this.focused = "";
    this.isKeyed = false;
    this.isAnew = false;
    this.ended = false;
    /** @type {string | undefined} */
    this.dragging = undefined;
    /** @type {Map<string, number>} */
    this.widths = new Map(); // of names, see widthOf
    this.pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
    this.stretch = { x: 1, y: 1 };
    this.ink =
      this.paper =
      this.accent =
      this.face =
        "";
    /** @type {(() => void)[]} what undoes what was begun */
    this.endings = [];
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.waiting = undefined;
    listenToKeys(this);
  }

  get isDrawn() {
    return this.#live !== null;
  }

  get live() {
    if (!this.#live) throw new Error("the map is not drawn yet");
    return this.#live;
  }

  get network() {
    return this.live.network;
  }

  /** @param {MapData} data */
  async show(data) {
    this.data = data;
    if (!this.isDrawn) this.setHeight();
    this.stage.tabIndex = 0;
    this.stage.setAttribute("role", "application");
    this.stage.setAttribute("aria-label", data.words.label);
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", data.words.alt);
    this.hint.id = `${data.key}-hint`;
    this.stage.setAttribute("aria-describedby", this.hint.id);
    this.drawHint();
    this.memory = remembered(data);
    if (this.memory.begun !== data.begun) {
      this.isAnew = this.memory.begun !== undefined;
      Object.assign(this.memory, { begun: data.begun, moved: new Map(), view: null });
    }
    for (const { id, x, y } of data.nodes) {
      const moved = this.memory.moved.get(id);
      if (moved && Math.hypot(moved.x - x, moved.y - y) < 1) this.memory.moved.delete(id);
    }
    this.readTheme();
    this.nodes = new Map(data.nodes.map((node) => [node.id, node]));
    this.near = new Map(data.nodes.map((node) => [node.id, new Set([node.id])]));
    for (const edge of data.edges) {
      this.near.get(edge.from)?.add(edge.to);
      this.near.get(edge.to)?.add(edge.from);
    }
    this.selected = this.nodes.has(data.selected) ? data.selected : "";
    if (this.isDrawn) {
      this.update();
      return;
    }
    while (!globalThis.vis) await new Promise((done) => setTimeout(done, 15));
    if (!this.isDrawn && !this.ended) this.begin(globalThis.vis);
  }

  readTheme() {
    const style = getComputedStyle(this.frame);
    /** @param {string} name @param {string} other */
    const read = (name, other) => style.getPropertyValue(name).trim() || other;
    this.ink = read("--st-text-color", "#1d272c");
    this.paper = read("--st-background-color", "#ffffff");
    this.accent = read("--st-primary-color", "#17496b");
    this.face = read("--st-font", "sans-serif");
    const area = this.area();
    if (area !== this.frame) area.style.backgroundColor = this.paper; // the screen behind it is black
  }

  // the element of the page that the map is drawn in
  host() {
    const root = this.frame.getRootNode();
    return root instanceof ShadowRoot ? root.host : null;
  }

  // what fills the screen: the map with what belongs to it
  area() {
    const area = this.host()?.closest(".st-key-map-area");
    return area instanceof HTMLElement ? area : this.frame;
  }

  isFull() {
    const full = document.fullscreenElement;
    return full !== null && (full === this.area() || full === this.host());
  }

  // as high as the window leaves below the top of the map, so that all of it is seen without scrolling
  setHeight() {
    const isNarrow = this.frame.clientWidth > 0 && this.frame.clientWidth < NARROW;
    this.frame.classList.toggle("narrow", isNarrow);
    const host = this.host() ?? this.frame;
    const scrolled = host.closest("[data-testid='stMain']")?.scrollTop ?? window.scrollY;
    const left = window.innerHeight - host.getBoundingClientRect().top - scrolled - 8;
    const wanted = this.isFull() ? window.innerHeight - 32 : Math.min(this.data.height, Math.max(LOWEST, left));
    this.frame.style.height = `${isNarrow ? Math.min(wanted, this.isFull() ? wanted : 440) : wanted}px`;
  }

  drawHint() {
    this.hint.textContent = this.isKeyed ? this.data.words.keys : this.data.words.hint;
  }

  /** @param {string} text */
  say(text) {
    this.voice.textContent = text;
  }

  /** @param {Vis} vis */
  begin(vis) {
    this.stretch = stretched(this.sheet());
    const nodes = new vis.DataSet(this.data.nodes.map((node) => this.asNode(node)));
    const edges = new vis.DataSet(this.data.edges.map((edge) => this.asEdge(edge)));
    const network = new vis.Network(
      this.canvas,
      { nodes, edges },
      {
        autoResize: true,
        physics: false,
        layout: { improvedLayout: false },
        nodes: { shape: "custom", ctxRenderer: (/** @type {Drawn} */ what) => this.drawn(what), label: undefined },
        edges: { smooth: false, chosen: false, hoverWidth: 0, selectionWidth: 0 },
        interaction: { hover: true, multiselect: false, tooltipDelay: 0, zoomSpeed: 0.6, hoverConnectedEdges: false },
      },
    );
    this.#live = { network, nodes, edges };
    this.memory.locate = (id) => {
      const box = this.canvas.getBoundingClientRect();
      const at = network.canvasToDOM(network.getPosition(id));
      return { x: box.left + at.x, y: box.top + at.y };
    };
    this.memory.sides = () => [...this.nodes.keys()].map((id) => [id, this.labelled.get(id) ?? ""]);
    this.memory.step = (id, key) => step(id, DIRECTIONS[key], network.getPositions(), this.near);
    this.canvas.querySelector(".vis-network")?.removeAttribute("tabindex"); // the stage is the one stop
    this.listen();
    this.drawTools();
    if (this.memory.view) network.moveTo(this.memory.view);
    else this.fit();
    this.followPage();
    const faces = ["", "600 ", "italic "].map((kind) => document.fonts?.load(`${kind}${FONT}px ${this.face}`));
    Promise.allSettled(faces).then(() => {
      this.widths.clear();
      if (this.isDrawn) network.redraw();
    });
  }

  update() {
    const { nodes, edges } = this.live;
    const there = new Set(nodes.getIds());
    const gone = [...there].filter((id) => !this.nodes.has(id));
    const isOther = this.data.nodes.some((node) => !there.has(node.id)) || gone.length > 0;
    nodes.remove(gone);
    nodes.update(this.data.nodes.map((node) => this.asNode(node)));
    const drawn = new Set(this.data.edges.map((edge) => edge.id));
    edges.remove(edges.getIds().filter((id) => !drawn.has(id)));
    edges.update(this.data.edges.map((edge) => this.asEdge(edge)));
    this.drawTools();
    if (this.isAnew) this.fit();
    else if (
      isOther && !isInSight(Object.values(this.network.getPositions()), this.inView(), this.memory.view !== null)
    ) {
      this.showAll();
    }
    this.isAnew = false;
    this.network.redraw();
  }

  // where a node stands: where the reader put it, else where the picture has it
  /** @param {MapNode} node */
  asNode({ id, x, y }) {
    if (id === this.dragging) return { id };
    const at = this.memory.moved.get(id) ?? { x, y };
    return { id, x: at.x * this.stretch.x, y: at.y * this.stretch.y };
  }

  /** @param {MapEdge} edge */
  asEdge(edge) {
    const touched = this.selected !== "" && (edge.from === this.selected || edge.to === this.selected);
    const faded = this.selected !== "" && !touched;
    const opacity = opacityOf(this.data.edges.length, this.near.get(edge.from)?.size ?? 1);
    return {
      id: edge.id,
      from: edge.from,
      to: edge.to,
      width: touched ? 2 : 1,
      dashes: dashesOf(edge),
      color: { color: this.ink, opacity: touched ? 0.75 : faded ? 0.1 : opacity, inherit: false },
    };
  }

  /** @returns {Sheet} */
  sheet() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    return { nodes: [...this.nodes.values()], moved: this.memory.moved, stretch: this.stretch, width, height };
  }

  // the whole picture, as wide and as high as the map is
  fit() {
    this.stretch = stretched(this.sheet());
    this.live.nodes.update(this.data.nodes.map((node) => this.asNode(node)));
    this.showAll();
  }

  showAll() {
    const sheet = this.sheet();
    const { scale, middle } = scaleFor(sheet, named(sheet));
    if (!middle) return;
    this.network.moveTo({ position: middle, scale: Math.max(scale, 0.05) });
    this.memory.view = null;
  }

  chooseLabels() {
    const { labelled, marked } = chooseNames({
      nodes: this.nodes.values(),
      places: this.network.getPositions(),
      scale: this.network.getScale(),
      view: this.inView(),
      selected: this.selected,
      near: this.near.get(this.selected) ?? NOBODY,
      widthOf: (node) => this.widthOf(node),
    });
    this.labelled = labelled;
    this.marked = marked;
  }

  inView() {
    const { x: left, y: top } = this.network.DOMtoCanvas({ x: 0, y: 0 });
    const { x: right, y: bottom } = this.network.DOMtoCanvas({
      x: this.canvas.clientWidth,
      y: this.canvas.clientHeight,
    });
    return { left, top, right, bottom };
  }

  // how wide the longest line of a name is, in letters' sizes
  /** @param {MapNode} node */
  widthOf(node) {
    const key = faceOf(node) + node.label;
    let width = this.widths.get(key);
    if (width === undefined) {
      this.pen.font = `${faceOf(node)}100px ${this.face}`;
      width = Math.max(...node.label.split("\n").map((line) => this.pen.measureText(line).width)) / 100;
      this.widths.set(key, width);
    }
    return width;
  }

  labelSize() {
    return labelSize(this.network.getScale());
  }

  listen() {
    const { network } = this;
    network.on("beforeDrawing", () => this.chooseLabels());
    // the wheel scrolls the page; it zooms with Ctrl or ⌘, or when the map fills the screen
    this.frame.addEventListener(
      "wheel",
      (event) => {
        if (!event.ctrlKey && !event.metaKey && !this.isFull()) event.stopPropagation();
      },
      { capture: true, passive: true },
    );
    const keep = () => this.keepView();
    network.on("zoom", keep);
    network.on("dragStart", ({ nodes }) => {
      this.dragging = nodes[0];
    });
    network.on("dragEnd", ({ nodes }) => {
      this.dragging = undefined;
      for (const id of nodes) {
        const at = network.getPosition(id);
        const [x, y] = [at.x / this.stretch.x, at.y / this.stretch.y];
        this.memory.moved.set(id, { x, y });
        this.send("moved", { id, x, y });
      }
      if (!nodes.length) keep();
    });
    network.on("click", ({ nodes }) => {
      clearTimeout(this.waiting);
      const id = nodes[0] ?? "";
      if (!id && !this.selected) return;
      this.choose(id);
      // a double click also fires two clicks: tell the server only when no second one follows
      this.waiting = setTimeout(() => this.send("selected", id), 250);
    });
    network.on("doubleClick", ({ nodes }) => {
      clearTimeout(this.waiting);
      if (nodes[0]) this.send("expanded", nodes[0]);
    });
    network.on("hoverNode", ({ node }) => {
      const info = this.nodes.get(node);
      if (!info?.about) return;
      const at = network.canvasToDOM(network.getPosition(node));
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
    network.on("blurNode", leave);
    network.on("dragStart", leave);
    // the window or the screen has another size
    const onSize = () => {
      this.setHeight();
      this.takeSize();
    };
    const onScreen = () => {
      setTimeout(() => {
        if (!this.isDrawn) return;
        this.memory.view = null;
        onSize();
      }, 80);
    };
    // on paper the map has another width, and nobody draws it anew: a picture of it is printed
    /** @type {HTMLCanvasElement | undefined} */
    let printed;
    const onPrint = () => {
      printed ??= this.frame.appendChild(element("canvas", { class: "printed" }));
      paint(this, printed, { isAlone: false });
    };
    const onPrinted = () => {
      printed?.remove();
      printed = undefined;
    };
    this.endings.push(
      listening(document, "fullscreenchange", onScreen),
      listening(window, "resize", onSize),
      listening(window, "beforeprint", onPrint),
      listening(window, "afterprint", onPrinted),
    );
    const watcher = new ResizeObserver(() => {
      if (this.canvas.clientWidth) this.takeSize();
    });
    watcher.observe(this.canvas);
    this.endings.push(() => watcher.disconnect());
  }

  takeSize() {
    this.network.setSize("100%", "100%"); // else vis does so later; it also draws the view to the new size
    if (this.memory.view) this.network.moveTo(this.memory.view);
    else this.fit();
  }

  // What stands above the map may get its height after the map is drawn. The map takes what is left as
  // long as nobody has done anything: from then on what opens and closes above only moves it, whole.
  followPage() {
    const above = this.host()?.closest("[data-testid='stMainBlockContainer']");
    if (!above) return;
    const page = new ResizeObserver(() => requestAnimationFrame(() => this.setHeight())); // what watches the canvas does the rest
    page.observe(above);
    const leave = () => {
      page.disconnect();
      for (const deed of DEEDS) window.removeEventListener(deed, leave, true);
    };
    for (const deed of DEEDS) window.addEventListener(deed, leave, true);
    this.endings.push(leave);
  }

  /** @param {string} id */
  choose(id) {
    this.selected = id;
    if (id) this.focused = id;
    this.live.edges.update(this.data.edges.map((edge) => this.asEdge(edge)));
    this.network.redraw();
  }

  /**
   * By keys: the node that the next key is about, told aloud and brought into view.
   *
   * @param {string} id
   */
  go(id) {
    this.focused = id;
    this.isKeyed = true;
    this.drawHint();
    this.say(this.nodes.get(id)?.said ?? "");
    const { left, right, top, bottom } = this.inView();
    const { x, y } = this.network.getPosition(id);
    if (x < left || x > right || y < top || y > bottom) {
      this.network.moveTo({ position: { x, y } });
      this.keepView();
    }
    this.network.redraw();
  }

  /** @param {number} by */
  zoom(by) {
    this.network.moveTo({ scale: this.network.getScale() * by });
    this.keepView();
  }

  keepView() {
    this.memory.view = { position: this.network.getViewPosition(), scale: this.network.getScale() };
  }

  drawTools() {
    const { words } = this.data;
    /** @typedef {[label: string, path: string, act: () => void]} Tool */
    /** @type {Tool} */
    const wholeScreen = [words.whole_screen, "M9 2h5v5M14 2L9 7M7 14H2V9M2 14l5-5", () => this.fillScreen()];
    /** @type {Tool[]} */
    const tools = [
      [words.farther, "M3 8h10", () => this.zoom(1 / 1.3)],
      [words.closer, "M3 8h10M8 3v10", () => this.zoom(1.3)],
      [words.fit, "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4M5 8h6", () => this.fit()],
      [words.anew, "M13.5 8a5.5 5.5 0 1 1-1.6-3.9M13.6 1.6v3.2h-3.2", () => this.send("anew", true)],
      // a browser that cannot fill the screen, as on some telephones, has no button for it
      ...(document.fullscreenEnabled ? [wholeScreen] : []),
      [words.picture, "M8 2v8M4.5 6.5L8 10l3.5-3.5M3 13.5h10", () => this.savePicture()],
      [words.drawing, "M3 2h7l3 3v9H3zM5.5 11l2-4 2 2.5 1.5-1.5", pressSvg],
    ];
    if (this.tools.childElementCount) {
      [...this.tools.querySelectorAll("button")].forEach((button, i) => name(button, tools[i][0]));
    } else for (const [label, path, act] of tools) tool(this.tools, label, path, act);
  }

  fillScreen() {
    if (this.isFull()) document.exitFullscreen();
    else this.area().requestFullscreen();
  }

  savePicture() {
    const picture = document.createElement("canvas");
    paint(this, picture, { isAlone: true });
    const link = document.createElement("a");
    link.download = `${this.data.words.file_name}.png`;
    link.href = picture.toDataURL("image/png");
    link.click();
  }

  /**
   * @typedef {{ ctx: CanvasRenderingContext2D, id: string, x: number, y: number, state: { hover?: boolean } }} Drawn
   */

  /** @param {Drawn} drawn */
  drawn({ ctx, id, x, y, state }) {
    const node = /** @type {MapNode} */ (this.nodes.get(id));
    const r = node.radius;
    const isChosen = id === this.selected;
    const isFocused = this.isKeyed && id === this.focused;
    const isFaded = this.selected !== "" && !isFocused && !this.near.get(this.selected)?.has(id);
    const ring = (/** @type {number} */ wider, /** @type {number[]} */ dashes) => {
      circle(ctx, x, y, r + wider);
      ctx.lineWidth = 2.5;
      ctx.setLineDash(dashes);
      ctx.strokeStyle = this.accent;
      ctx.stroke();
      ctx.setLineDash([]);
    };
    return {
      drawNode: () => {
        ctx.save();
        ctx.globalAlpha = isFaded ? 0.3 : 1;
        if (isChosen) ring(5, []);
        if (isFocused) ring(9, [6, 4]);
        drawForm(ctx, node, { x, y, r }, this, state.hover);
        ctx.restore();
      },
      drawExternalLabel: () =>
        this.drawLabel(ctx, node, { x, y }, { isFaded, isLookedAt: isChosen || isFocused || state.hover === true }),
      nodeDimensions: { width: 2 * r + 4, height: 2 * r + 4 },
    };
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {MapNode} node
   * @param {Point} at
   * @param {{ isFaded: boolean, isLookedAt: boolean }} how
   */
  drawLabel(ctx, node, { x, y }, { isFaded, isLookedAt }) {
    if (!isLookedAt && !this.labelled.has(node.id)) return;
    const size = labelSize(this.isDrawn ? this.network.getScale() : 1);
    const style = faceOf(node, isLookedAt);
    const r = node.radius;
    const lines = node.label.split("\n");
    const height = size * 1.22;
    ctx.save();
    ctx.font = `${style}${size}px ${this.face}`;
    ctx.globalAlpha = isFaded ? 0.6 : 1;
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    let [left, top] = [x, y - ((lines.length - 1) * height) / 2];
    ctx.textAlign = "center";
    const side = this.labelled.get(node.id) ?? node.side;
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
    if (node.mark && (isLookedAt || this.marked.has(node.id))) {
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
    for (const end of this.endings) end();
    this.#live?.network.destroy();
    this.#live = null;
    this.frame.remove();
  }
}

/** @param {MapData} data @returns {Memory} */
function remembered({ key }) {
  const memory = kept.get(key) ?? { moved: new Map(), view: null };
  kept.set(key, memory);
  return memory;
}

// the file is made by the server: the button below the map asks for it
function pressSvg() {
  /** @type {HTMLElement | null} */ (document.querySelector(".st-key-network-map-svg button"))?.click();
}

/** @param {EventTarget} target @param {string} event @param {() => void} heard @returns {() => void} what ends it */
function listening(target, event, heard) {
  target.addEventListener(event, heard);
  return () => target.removeEventListener(event, heard);
}

/** @param {string} className @param {Node} parent */
function box(className, parent) {
  return parent.appendChild(element("div", { class: className }));
}

/** @param {HTMLElement} button @param {string} label */
function name(button, label) {
  button.title = label;
  button.setAttribute("aria-label", label);
}

/** @param {HTMLElement} parent @param {string} label @param {string} path @param {() => void} act */
function tool(parent, label, path, act) {
  const sign = shape("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, [shape("path", { d: path })]);
  const button = element("button", { type: "button", class: "tool" }, [sign]);
  name(button, label);
  button.addEventListener("click", act);
  parent.append(button);
}
