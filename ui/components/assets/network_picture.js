// The map as a picture to take away: in the colours of paper, sharp, with what its signs mean and where
// it comes from. Stands before network_map.js, whose drawing it uses.
const PAPER = { ink: "#1d272c", paper: "#ffffff", accent: "#17496b" };
const [SHARP, SHARP_ON_PAPER] = [2, 3]; // pixels of the picture to one on screen
const [MARGIN, TITLE, INDENT, ROW, SIGN] = [24, 40, 140, 23, 6];

// `isAlone`: with title, legend and caption; on a printed page they stand around the map already
function paint(map, canvas, { isAlone }) {
  const ctx = canvas.getContext("2d");
  const { x, y, width, height } = isAlone ? inView(map) : printed(map);
  const margin = isAlone ? MARGIN : 0;
  const top = isAlone ? MARGIN + TITLE : 0;
  const end = isAlone ? paintBelow(ctx, map, width, height + top, false) : height;
  const sharp = isAlone ? SHARP : SHARP_ON_PAPER;
  canvas.width = sharp * (width + 2 * margin);
  canvas.height = sharp * end;
  ctx.setTransform(sharp, 0, 0, sharp, 0, 0);
  ctx.fillStyle = PAPER.paper;
  ctx.fillRect(0, 0, width + 2 * margin, end);
  const onScreen = { ink: map.ink, paper: map.paper, accent: map.accent };
  Object.assign(map, PAPER);
  ctx.save();
  ctx.beginPath();
  ctx.rect(margin, top, width, height);
  ctx.clip();
  paintMap(ctx, map, margin + x, top + y);
  ctx.restore();
  Object.assign(map, onScreen);
  if (!isAlone) return;
  ctx.font = `600 22px "Source Serif", Georgia, serif`;
  ctx.fillStyle = PAPER.ink;
  ctx.textBaseline = "middle";
  ctx.fillText(map.data.title, margin, margin + TITLE / 3, width);
  paintBelow(ctx, map, width, height + top, true);
}

// the part of the map that is drawn, in pixels of the screen: its size, and where in it the middle of the view is
function inView({ canvas: { clientWidth: width, clientHeight: height } }) {
  return { x: width / 2, y: height / 2, width, height };
}

// on paper: without the empty space around the nodes and their names, unless the reader has moved the view
function printed(map) {
  if (map.memory.view || !map.nodes.size) return inView(map);
  const [middle, scale, places] = [map.network.getViewPosition(), map.network.getScale(), map.network.getPositions()];
  const size = map.labelSize(scale);
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const node of map.nodes.values()) {
    const at = places[node.id];
    if (!at) continue;
    const side = map.labelled?.get(node.id);
    const lines = side ? node.label.split("\n") : [];
    const width = 0.58 * size * Math.max(0, ...lines.map((line) => line.length)) + node.radius + 8;
    const height = 1.22 * size * lines.length + node.radius + 8;
    const [isLeft, isRight] = [side === "left", side === "right"];
    left = Math.min(left, at.x - (isLeft ? width : isRight ? node.radius + 6 : width / 2 + 6));
    right = Math.max(right, at.x + (isRight ? width : isLeft ? node.radius + 6 : width / 2 + 6));
    const beside = Math.max(node.radius + 10, (1.22 * size * lines.length) / 2 + 4);
    top = Math.min(top, at.y - (side === "above" ? height : beside));
    bottom = Math.max(bottom, at.y + (side && !isLeft && !isRight && side !== "above" ? height : beside));
  }
  const to = (value, from) => (value - from) * scale;
  return { x: to(middle.x, left), y: to(middle.y, top), width: to(right, left), height: to(bottom, top) };
}

// around the middle of the view, which is at x, y
function paintMap(ctx, map, x, y) {
  const [middle, scale, places] = [map.network.getViewPosition(), map.network.getScale(), map.network.getPositions()];
  ctx.translate(x - middle.x * scale, y - middle.y * scale);
  ctx.scale(scale, scale);
  for (const edge of map.data.edges) {
    const { width, dashes, color } = map.asEdge(edge);
    const [from, to] = [places[edge.from], places[edge.to]];
    if (!from || !to) continue;
    ctx.save();
    ctx.globalAlpha = color.opacity;
    stroke(ctx, from.x, from.y, to.x, to.y, width, dashes);
    ctx.restore();
  }
  const parts = map.data.nodes.filter(({ id }) => places[id]).map(({ id }) => map.drawn({ ctx, id, ...places[id], state: {} }));
  for (const part of parts) part.drawNode();
  for (const part of parts) part.drawExternalLabel();
}

// the legend and the caption, from `y` on; returns where they end
function paintBelow(ctx, map, width, y, isDrawing) {
  const { legend, caption } = map.data;
  const right = MARGIN + width;
  const write = (text, x, weight, color) => {
    ctx.font = `${weight} 13px ${map.face}`;
    ctx.fillStyle = color;
    ctx.textBaseline = "middle";
    if (isDrawing) ctx.fillText(text, x, y);
    return ctx.measureText(text).width;
  };
  y += MARGIN;
  for (const [title, entries, isLine] of [
    [legend.words.organizations, legend.sectors.map(([color, ...rest]) => [dot(color), ...rest])],
    [legend.words.groups, legend.shapes.map(([form, ...rest]) => [{ form }, ...rest])],
    [legend.words.lines, legend.lines, true],
  ]) {
    if (!entries.length) continue;
    write(title, MARGIN, 600, PAPER.ink);
    let x = INDENT;
    for (const [sign, label, count] of entries) {
      const start = isLine ? 34 : 22;
      ctx.font = `400 13px ${map.face}`;
      const needed = start + ctx.measureText(`${label} ${count}`).width;
      if (x > INDENT && x + needed > right) [x, y] = [INDENT, y + ROW];
      if (isDrawing) {
        ctx.save();
        if (isLine) stroke(ctx, x, y, x + 26, y, 1.4, { dotted: [2, 4], wide: [9, 3], long: [10, 3, 2, 3] }[sign] ?? (sign ? [5, 4] : false));
        else drawForm(ctx, sign, x + 8, y, SIGN, PAPER.ink, PAPER.paper, false);
        ctx.restore();
      }
      write(`${label} ${count}`, x + start, 400, PAPER.ink);
      x += needed + 18;
    }
    y += ROW;
  }
  y += ROW / 2;
  for (const sentence of caption) {
    let line = "";
    for (const word of sentence.split(" ")) {
      ctx.font = `400 13px ${map.face}`;
      if (line && MARGIN + ctx.measureText(`${line} ${word}`).width > right) {
        write(line, MARGIN, 400, "#566167");
        [line, y] = ["", y + ROW];
      }
      line = line ? `${line} ${word}` : word;
    }
    write(line, MARGIN, 400, "#566167");
    y += ROW;
  }
  return y + MARGIN / 2;
}

// the sign of a sector: null is nobody named, what is not a color a sector nobody stated
function dot(color) {
  if (color === null) return { form: "unnamed" };
  return { form: "organization", fill: /^#[0-9a-f]{6}$/i.test(color) ? color : PAPER.paper };
}

function stroke(ctx, x, y, toX, toY, width, dashes) {
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(toX, toY);
  ctx.lineWidth = width;
  ctx.strokeStyle = PAPER.ink;
  ctx.setLineDash(dashes || []);
  ctx.stroke();
}
