// Draws the network with vis-network (globalThis.vis, mounted beside this component).
// Text from the data reaches the page by textContent and canvas fillText only.

// key -> {moved: Map(id -> {x, y}), view, begun, locate, step, sides}; outlives the component, so that a reader
// who leaves the page finds the map as it was. `moved` are nodes that were dragged and that the server has
// not placed there yet. `locate(id)` is a node's place in the window, `step(id, key)` where an arrow leads,
// `sides()` on which side of each node its name is, if it is: for the browser tests.
const kept = (globalThis.__samverkanMaps ??= new Map());
const instances = new WeakMap();
const FONT = 13;
const SMALLEST = 7; // pixels of letters, were they drawn to scale, below which only the telling nodes are named
const ALWAYS_NAMED = 12; // nodes that are named even where the name covers others
const NARROW = 520; // pixels of width below which the map is less high too
const LOWEST = 400; // pixels: where the window leaves less, the page scrolls
const WIDEST = 2.5; // times: a picture that is narrower or lower than the map is drawn wider or higher, up to this
const DEEDS = ["pointerdown", "keydown"]; // with these the reader has begun to use the page
const HALF = 0.5; // of the map's width or height: what fills less after a change is shown larger

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
    this.stage = element("div", "stage", this.frame);
    this.canvas = element("div", "canvas", this.stage);
    this.tools = element("div", "tools", this.frame);
    this.hint = element("p", "hint", this.frame);
    this.voice = element("p", "voice", this.frame);
    this.voice.setAttribute("aria-live", "polite");
    this.about = element("div", "about", this.frame);
    this.about.hidden = true;
    this.nodes = new Map();
    this.near = new Map();
    this.selected = "";
    this.focused = "";
    this.widths = new Map(); // of names, see widthOf
    this.pen = document.createElement("canvas").getContext("2d");
    this.stretch = { x: 1, y: 1 };
    listenToKeys(this);
  }

  async show(data) {
    this.data = data;
    if (!this.network) this.setHeight();
    this.stage.tabIndex = 0;
    this.stage.setAttribute("role", "application");
    this.stage.setAttribute("aria-label", data.words.label);
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", data.words.alt);
    this.hint.id = `${data.key}-hint`;
    this.stage.setAttribute("aria-describedby", this.hint.id);
    this.drawHint();
    this.memory = kept.get(data.key) ?? { moved: new Map(), view: null };
    kept.set(data.key, this.memory);
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
    const area = this.area();
    if (area !== this.frame) area.style.backgroundColor = this.paper; // the screen behind it is black
  }

  // what fills the screen: the map with what belongs to it
  area() {
    return this.frame.getRootNode().host?.closest(".st-key-map-area") ?? this.frame;
  }

  isFull() {
    const full = document.fullscreenElement;
    return Boolean(full) && (full === this.area() || full === this.frame.getRootNode().host);
  }

  // as high as the window leaves below the top of the map, so that all of it is seen without scrolling
  setHeight() {
    const isNarrow = this.frame.clientWidth > 0 && this.frame.clientWidth < NARROW;
    this.frame.classList.toggle("narrow", isNarrow);
    const host = this.frame.getRootNode().host ?? this.frame;
    const scrolled = host.closest("[data-testid='stMain']")?.scrollTop ?? window.scrollY;
    const left = window.innerHeight - host.getBoundingClientRect().top - scrolled - 8;
    const wanted = this.isFull() ? window.innerHeight - 32 : Math.min(this.data.height, Math.max(LOWEST, left));
    this.frame.style.height = `${isNarrow ? Math.min(wanted, this.isFull() ? wanted : 440) : wanted}px`;
  }

  drawHint() {
    if (this.data) this.hint.textContent = this.isKeyed ? this.data.words.keys : this.data.words.hint;
  }

  say(text) {
    this.voice.textContent = text;
  }

  begin() {
    const { vis } = globalThis;
    this.stretch = this.stretched();
    this.visNodes = new vis.DataSet(this.data.nodes.map((node) => this.asNode(node)));
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
    this.memory.sides = () => [...this.nodes.keys()].map((id) => [id, this.labelled.get(id) ?? ""]);
    this.memory.step = (id, key) => step(id, DIRECTIONS[key], this.network.getPositions(), this.near);
    this.canvas.querySelector(".vis-network")?.removeAttribute("tabindex"); // the stage is the one stop
    this.listen();
    this.drawTools();
    if (this.memory.view) this.network.moveTo(this.memory.view);
    else this.fit();
    this.followPage();
    const faces = ["", "600 ", "italic "].map((kind) => document.fonts?.load(`${kind}${FONT}px ${this.face}`));
    Promise.allSettled(faces).then(() => {
      this.widths.clear();
      this.network?.redraw();
    });
  }

  update() {
    const there = new Set(this.visNodes.getIds());
    const gone = [...there].filter((id) => !this.nodes.has(id));
    const isOther = this.data.nodes.some((node) => !there.has(node.id)) || gone.length > 0;
    this.visNodes.remove(gone);
    this.visNodes.update(this.data.nodes.map((node) => this.asNode(node)));
    const edges = new Set(this.data.edges.map((edge) => edge.id));
    this.visEdges.remove(this.visEdges.getIds().filter((id) => !edges.has(id)));
    this.visEdges.update(this.data.edges.map((edge) => this.asEdge(edge)));
    this.drawTools();
    if (this.isAnew) this.fit();
    else if (isOther && !this.isInSight()) this.showAll();
    this.isAnew = false;
    this.network.redraw();
  }

  // whether the view can stay as it is after a change, so that pictures can be compared
  isInSight() {
    const { left, right, top, bottom } = this.inView();
    const places = Object.values(this.network.getPositions());
    const isIn = ({ x, y }) => x >= left && x <= right && y >= top && y <= bottom;
    if (this.memory.view) return places.some(isIn); // the reader's own view
    const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)];
    const fills = (values, room) => Math.max(...values) - Math.min(...values) > HALF * room;
    return places.every(isIn) && (fills(xs, right - left) || fills(ys, bottom - top));
  }

  // where a node stands: where the reader put it, else where the picture has it
  asNode({ id, x, y }) {
    if (id === this.dragging) return { id };
    const at = this.memory.moved.get(id) ?? { x, y };
    return { id, x: at.x * this.stretch.x, y: at.y * this.stretch.y };
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

  // the whole picture, as wide and as high as the map is
  fit() {
    this.stretch = this.stretched();
    this.visNodes.update(this.data.nodes.map((node) => this.asNode(node)));
    this.showAll();
  }

  showAll() {
    const { scale, middle } = this.scaleFor(this.named());
    if (!middle) return;
    this.network.moveTo({ position: middle, scale: Math.max(scale, 0.05) });
    this.memory.view = null;
  }

  // Labels stand outside the nodes: the box of both is to fit, not that of the nodes alone. Where that
  // makes letters too small to read, only the names still shown then need room, and where the map would
  // be a dot among them none do.
  named() {
    const readable = (isLabelled) => FONT * this.scaleFor(isLabelled).scale;
    const [all, telling, none] = [() => true, (node) => node.important, () => false];
    if (readable(all) >= SMALLEST) return all;
    return readable(telling) >= SMALLEST / 2 ? telling : none;
  }

  // how much farther apart nodes are drawn, across and down: as much as costs no size
  stretched() {
    const before = this.stretch;
    this.stretch = { x: 1, y: 1 };
    const named = this.named();
    const scaleAt = (x, y) => {
      this.stretch = { x, y };
      return this.scaleFor(named).scale;
    };
    const least = 0.995 * scaleAt(1, 1);
    let [x, y] = [1, 1];
    while (x < WIDEST && scaleAt(x + 0.05, y) > least) x += 0.05;
    while (y < WIDEST && scaleAt(x, y + 0.05) > least) y += 0.05;
    this.stretch = before;
    return { x, y };
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
        const moved = this.memory.moved.get(node.id) ?? node;
        const at = { x: moved.x * this.stretch.x, y: moved.y * this.stretch.y };
        const lines = isLabelled(node) ? node.label.split("\n") : [];
        const width = 0.5 * size * Math.max(0, ...lines.map((line) => line.length)) + 24;
        const height = 1.2 * size * lines.length + 20;
        left = Math.min(left, at.x - (node.side === "left" ? width : isBeside(node) ? 20 : width / 2));
        right = Math.max(right, at.x + (node.side === "right" ? width : isBeside(node) ? 20 : width / 2));
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
      // names beside have fewer places to go than those above and below
      (node.important ? 1e3 : 0) + (isGroup(node) ? (isBeside(node) ? 60 : 50) : 0) + node.radius + (node.form === "unnamed" ? -5 : 0);
    const order = [...this.nodes.values()].sort((a, b) => weight(b) - weight(a) || (a.id < b.id ? -1 : 1));
    const size = this.labelSize(scale);
    const view = this.inView();
    // a label does not cover another node either; on a very large map that would take too long
    const discs = order.length > 800 ? [] : order.flatMap(({ id, radius: r }) => {
      const at = places[id];
      return at ? [Object.assign([at.x - r, at.y - r, at.x + r, at.y + r], { id, radius: r })] : [];
    });
    const room = { size, view, discs, taken: [] };
    this.labelled = new Map();
    this.marked = new Set();
    for (const [rank, node] of order.entries()) {
      const at = places[node.id];
      if (!at || (FONT * scale < SMALLEST && !(node.important && scale > 0.12))) continue;
      const place = new NamePlace(node, at, size * this.widthOf(node), room);
      const side = place.side(rank < ALWAYS_NAMED);
      if (!side) continue;
      if (node.mark && place.hasMark(side)) {
        this.marked.add(node.id);
        room.taken.push(place.markBox(side));
      }
      room.taken.push(place.box(side));
      this.labelled.set(node.id, side);
    }
  }

  inView() {
    const { x: left, y: top } = this.network.DOMtoCanvas({ x: 0, y: 0 });
    const { x: right, y: bottom } = this.network.DOMtoCanvas({ x: this.canvas.clientWidth, y: this.canvas.clientHeight });
    return { left, top, right, bottom };
  }

  // how wide the longest line of a name is, in letters' sizes
  widthOf(node) {
    const key = faceOf(node) + node.label;
    if (!this.widths.has(key)) {
      this.pen.font = `${faceOf(node)}100px ${this.face}`;
      this.widths.set(key, Math.max(...node.label.split("\n").map((line) => this.pen.measureText(line).width)) / 100);
    }
    return this.widths.get(key);
  }

  labelSize(scale) {
    // never below ten and a half pixels on screen: smaller letters are noise
    return Math.max(FONT, Math.min(10.5 / scale, 90));
  }

  listen() {
    this.network.on("beforeDrawing", () => this.chooseLabels());
    // the wheel scrolls the page; it zooms with Ctrl or ⌘, or when the map fills the screen
    this.frame.addEventListener(
      "wheel",
      (event) => {
        if (!event.ctrlKey && !event.metaKey && !this.isFull()) event.stopPropagation();
      },
      { capture: true, passive: true },
    );
    const keep = () => this.keepView();
    this.network.on("zoom", keep);
    this.network.on("dragStart", ({ nodes }) => {
      this.dragging = nodes[0];
    });
    this.network.on("dragEnd", ({ nodes }) => {
      this.dragging = undefined;
      for (const id of nodes) {
        const at = this.network.getPosition(id);
        const [x, y] = [at.x / this.stretch.x, at.y / this.stretch.y];
        this.memory.moved.set(id, { x, y });
        this.send("moved", { id, x, y });
      }
      if (!nodes.length) keep();
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
    // the window or the screen has another size
    this.onSize = () => {
      this.setHeight();
      this.takeSize();
    };
    this.onScreen = () => setTimeout(() => {
      this.memory.view = null;
      this.onSize();
    }, 80);
    document.addEventListener("fullscreenchange", this.onScreen);
    window.addEventListener("resize", this.onSize);
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
      if (this.canvas.clientWidth) this.takeSize();
    });
    this.watcher.observe(this.canvas);
  }

  takeSize() {
    this.network.setSize("100%", "100%"); // else vis does so later; it also draws the view to the new size
    if (this.memory.view) this.network.moveTo(this.memory.view);
    else this.fit();
  }

  // What stands above the map may get its height after the map is drawn. The map takes what is left as
  // long as nobody has done anything: from then on what opens and closes above only moves it, whole.
  followPage() {
    const above = this.frame.getRootNode().host?.closest("[data-testid='stMainBlockContainer']");
    if (!above) return;
    const page = new ResizeObserver(() => requestAnimationFrame(() => this.setHeight())); // what watches the canvas does the rest
    page.observe(above);
    this.leavePage = () => {
      page.disconnect();
      for (const deed of DEEDS) window.removeEventListener(deed, this.leavePage, true);
    };
    for (const deed of DEEDS) window.addEventListener(deed, this.leavePage, true);
  }

  choose(id) {
    this.selected = id;
    if (id) this.focused = id;
    this.visEdges.update(this.data.edges.map((edge) => this.asEdge(edge)));
    this.network.redraw();
  }

  // by keys: the node that the next key is about, told aloud and brought into view
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

  zoom(by) {
    this.network.moveTo({ scale: this.network.getScale() * by });
    this.keepView();
  }

  keepView() {
    this.memory.view = { position: this.network.getViewPosition(), scale: this.network.getScale() };
  }

  drawTools() {
    const { words } = this.data;
    const tools = [
      [words.farther, "M3 8h10", () => this.zoom(1 / 1.3)],
      [words.closer, "M3 8h10M8 3v10", () => this.zoom(1.3)],
      [words.fit, "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4M5 8h6", () => this.fit()],
      [words.anew, "M13.5 8a5.5 5.5 0 1 1-1.6-3.9M13.6 1.6v3.2h-3.2", () => this.send("anew", true)],
      // a browser that cannot fill the screen, as on some telephones, has no button for it
      ...(document.fullscreenEnabled
        ? [[words.whole_screen, "M9 2h5v5M14 2L9 7M7 14H2V9M2 14l5-5", () => this.fillScreen()]]
        : []),
      [words.picture, "M8 2v8M4.5 6.5L8 10l3.5-3.5M3 13.5h10", () => this.savePicture()],
      // the file is made by the server: the button below the map asks for it
      [words.drawing, "M3 2h7l3 3v9H3zM5.5 11l2-4 2 2.5 1.5-1.5", () =>
        document.querySelector(".st-key-network-map-svg button")?.click()],
    ];
    if (this.tools.childElementCount) [...this.tools.children].forEach((button, i) => name(button, tools[i][0]));
    else for (const [label, path, act] of tools) tool(this.tools, label, path, act);
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

  drawn({ ctx, id, x, y, state }) {
    const node = this.nodes.get(id);
    const r = node.radius;
    const isChosen = id === this.selected;
    const isFocused = this.isKeyed && id === this.focused;
    const isFaded = this.selected && !isFocused && !this.near.get(this.selected)?.has(id);
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
        if (isFocused) {
          ctx.beginPath();
          ctx.arc(x, y, r + 9, 0, 2 * Math.PI);
          ctx.lineWidth = 2.5;
          ctx.setLineDash([6, 4]);
          ctx.strokeStyle = this.accent;
          ctx.stroke();
          ctx.setLineDash([]);
        }
        drawForm(ctx, node, x, y, r, this.ink, this.paper, state.hover);
        ctx.restore();
      },
      drawExternalLabel: () => this.drawLabel(ctx, node, x, y, r, isFaded, isChosen || isFocused || state.hover),
      nodeDimensions: { width: 2 * r + 4, height: 2 * r + 4 },
    };
  }

  drawLabel(ctx, node, x, y, r, isFaded, isAlways) {
    if (!isAlways && !this.labelled?.has(node.id)) return;
    const size = this.labelSize(this.network?.getScale() ?? 1);
    const style = faceOf(node, isAlways);
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
    if (node.mark && (isAlways || this.marked?.has(node.id))) {
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
    this.leavePage?.();
    document.removeEventListener("fullscreenchange", this.onScreen);
    window.removeEventListener("resize", this.onSize);
    window.removeEventListener("beforeprint", this.onPrint);
    window.removeEventListener("afterprint", this.onPrinted);
    this.network?.destroy();
    this.network = null;
    this.frame.remove();
  }
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
