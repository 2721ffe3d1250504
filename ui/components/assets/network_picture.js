// The map as a picture to take away: in the colours of paper, sharp, with what its signs mean and where
// it comes from.
import { isColor } from "./drawing.js";
import { drawForm } from "./network_forms.js";
/** @import { Bounds, Form, MapNode, Point, Side, Sign } from "./types.d.ts" */
/** @import { NetworkMap } from "./network_map.js" */

const PAPER = { ink: "#1d272c", paper: "#ffffff", accent: "#17496b" };
const QUIET = "#566167";
const [SHARP, SHARP_ON_PAPER] = [2, 3]; // pixels of the picture to one on screen
const [MARGIN, TITLE, INDENT, ROW, SIGN] = [24, 40, 140, 23, 6];
const GAP = 18; // pixels between two entries of the legend

/**
 * `isAlone`: with title, legend and caption; on a printed page they stand around the map already.
 *
 * @param {NetworkMap} map
 * @param {HTMLCanvasElement} canvas
 * @param {{ isAlone: boolean }} how
 */
export function paint(map, canvas, { isAlone }) {
  const ctx = canvas.getContext("2d");
  if (!ctx) return;
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

/**
 * The part of the map that is drawn, in pixels of the screen: its size, and where in it the middle of the view is.
 *
 * @param {NetworkMap} map
 */
function inView({ canvas: { clientWidth: width, clientHeight: height } }) {
  return { x: width / 2, y: height / 2, width, height };
}

/**
 * On paper: without the empty space around the nodes and their names, unless the reader has moved the view.
 *
 * @param {NetworkMap} map
 */
function printed(map) {
  if (map.memory.view || !map.nodes.size) return inView(map);
  const [middle, scale] = [map.network.getViewPosition(), map.network.getScale()];
  const { left, right, top, bottom } = inked(
    [...map.nodes.values()],
    map.network.getPositions(),
    map.labelled,
    map.labelSize(),
  );
  /** @param {number} value @param {number} from */
  const to = (value, from) => (value - from) * scale;
  return { x: to(middle.x, left), y: to(middle.y, top), width: to(right, left), height: to(bottom, top) };
}

/**
 * What nodes and their names cover.
 *
 * @param {readonly MapNode[]} nodes
 * @param {Record<string, Point>} places
 * @param {ReadonlyMap<string, Side>} labelled
 * @param {number} size of letters
 * @returns {Bounds}
 */
export function inked(nodes, places, labelled, size) {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const node of nodes) {
    const at = places[node.id];
    if (!at) continue;
    const side = labelled.get(node.id);
    const lines = side ? node.label.split("\n") : [];
    const width = 0.58 * size * Math.max(0, ...lines.map((line) => line.length)) + node.radius + 8;
    const height = 1.22 * size * lines.length + node.radius + 8;
    const [isLeft, isRight] = [side === "left", side === "right"];
    left = Math.min(left, at.x - (isLeft ? width : isRight ? node.radius + 6 : width / 2 + 6));
    right = Math.max(right, at.x + (isRight ? width : isLeft ? node.radius + 6 : width / 2 + 6));
    const beside = Math.max(node.radius + 10, (1.22 * size * lines.length) / 2 + 4);
    top = Math.min(top, at.y - (side === "above" ? height : beside));
    bottom = Math.max(bottom, at.y + (side === "below" ? height : beside));
  }
  return { left, right, top, bottom };
}

/**
 * Around the middle of the view, which is at x, y.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {NetworkMap} map
 * @param {number} x
 * @param {number} y
 */
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
    stroke(ctx, from, to, width, dashes);
    ctx.restore();
  }
  const parts = map.data.nodes
    .filter(({ id }) => places[id])
    .map(({ id }) => map.drawn({ ctx, id, ...places[id], state: {} }));
  for (const part of parts) part.drawNode();
  for (const part of parts) part.drawExternalLabel();
}

/**
 * The legend and the caption, from `y` on; returns where they end.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {NetworkMap} map
 * @param {number} width
 * @param {number} y
 * @param {boolean} isDrawing whether they are drawn and not only measured
 */
function paintBelow(ctx, map, width, y, isDrawing) {
  const { legend, caption } = map.data;
  /** @param {string} text */
  const widthOf = (text) => {
    ctx.font = `400 13px ${map.face}`;
    return ctx.measureText(text).width;
  };
  /** @param {string} text @param {number} x @param {number} weight @param {string} color */
  const write = (text, x, weight, color) => {
    if (!isDrawing) return;
    ctx.font = `${weight} 13px ${map.face}`;
    ctx.fillStyle = color;
    ctx.textBaseline = "middle";
    ctx.fillText(text, x, y);
  };
  /** @type {{ title: string, start: number, entries: [string, (x: number) => void][] }[]} */
  const lists = [
    {
      title: legend.words.organizations,
      start: 22,
      entries: legend.sectors.map(([color, ...said]) => [said.join(" "), (x) => sign(dot(color), x)]),
    },
    {
      title: legend.words.groups,
      start: 22,
      entries: legend.shapes.map(([form, ...said]) => [said.join(" "), (x) => sign({ form }, x)]),
    },
    {
      title: legend.words.lines,
      start: 34,
      entries: legend.lines.map(([line, ...said]) => [
        said.join(" "),
        (x) => stroke(ctx, { x, y }, { x: x + 26, y }, 1.4, dashed(line)),
      ]),
    },
  ];
  /** @param {{ form: Form, fill?: string }} what @param {number} x */
  const sign = (what, x) => drawForm(ctx, what, { x: x + 8, y, r: SIGN }, PAPER);
  y += MARGIN;
  for (const { title, start, entries } of lists) {
    if (!entries.length) continue;
    write(title, MARGIN, 600, PAPER.ink);
    const widths = entries.map(([said]) => start + widthOf(said));
    let last = 0;
    for (const [place, { x, row }] of inRows(widths, INDENT, MARGIN + width).entries()) {
      const [said, draw] = entries[place];
      y += (row - last) * ROW;
      last = row;
      if (isDrawing) {
        ctx.save();
        draw(x);
        ctx.restore();
      }
      write(said, x + start, 400, PAPER.ink);
    }
    y += ROW;
  }
  y += ROW / 2;
  for (const line of caption.flatMap((sentence) => inLines(sentence, widthOf, width))) {
    write(line, MARGIN, 400, QUIET);
    y += ROW;
  }
  return y + MARGIN / 2;
}

/**
 * Where entries of these widths stand, between `left` and `right`: one that does not fit begins a row.
 *
 * @param {readonly number[]} widths
 * @param {number} left
 * @param {number} right
 */
export function inRows(widths, left, right) {
  let [x, row] = [left, 0];
  return widths.map((width) => {
    if (x > left && x + width > right) [x, row] = [left, row + 1];
    const at = { x, row };
    x += width + GAP;
    return at;
  });
}

/**
 * A sentence in lines at most this wide; a word that is wider has a line of its own.
 *
 * @param {string} sentence
 * @param {(text: string) => number} widthOf
 * @param {number} most
 */
export function inLines(sentence, widthOf, most) {
  /** @type {string[]} */
  const lines = [];
  for (const word of sentence.split(" ")) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && widthOf(longer) <= most) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/**
 * The sign of a sector: null is nobody named, what is not a color a sector nobody stated.
 *
 * @param {string | null} color
 * @returns {{ form: Form, fill?: string }}
 */
export function dot(color) {
  if (color === null) return { form: "unnamed" };
  return { form: "organization", fill: isColor(color) ? color : PAPER.paper };
}

/**
 * @param {Sign} line
 * @returns {number[] | false}
 */
export function dashed(line) {
  if (line === "dotted") return [2, 4];
  if (line === "wide") return [9, 3];
  if (line === "long") return [10, 3, 2, 3];
  return line ? [5, 4] : false;
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Point} from
 * @param {Point} to
 * @param {number} width
 * @param {number[] | false} dashes
 */
function stroke(ctx, from, to, width, dashes) {
  ctx.beginPath();
  ctx.moveTo(from.x, from.y);
  ctx.lineTo(to.x, to.y);
  ctx.lineWidth = width;
  ctx.strokeStyle = PAPER.ink;
  ctx.setLineDash(dashes || []);
  ctx.stroke();
}
