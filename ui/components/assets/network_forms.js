// The forms of nodes, on a canvas: what is drawn on the map and in the picture of it.
/** @import { Form } from "./types.d.ts" */
/** @typedef {{ ink: string, paper: string }} Colors */

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {{ form: Form, fill?: string }} node
 * @param {{ x: number, y: number, r: number }} at
 * @param {Colors} colors
 * @param {boolean} [isUnderMouse]
 */
export function drawForm(ctx, node, { x, y, r }, { ink, paper }, isUnderMouse = false) {
  ctx.lineWidth = isUnderMouse ? 2.2 : 1.4;
  ctx.strokeStyle = ink;
  ctx.fillStyle = ink;
  switch (node.form) {
    case "organization":
      circle(ctx, x, y, r);
      ctx.fillStyle = node.fill ?? paper;
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

/** @param {CanvasRenderingContext2D} ctx @param {number} x @param {number} y @param {number} r */
export function circle(ctx, x, y, r) {
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 2 * Math.PI);
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} x
 * @param {number} y
 * @param {number} r
 * @param {number} corners
 * @param {number} turn
 */
function polygon(ctx, x, y, r, corners, turn) {
  ctx.beginPath();
  for (let i = 0; i < corners; i += 1) {
    const angle = turn + (2 * Math.PI * i) / corners;
    ctx.lineTo(x + r * Math.cos(angle), y + r * Math.sin(angle));
  }
  ctx.closePath();
}
