// A button that opens the browser's own printing.
import { element, rootOf } from "./drawing.js";
/** @import { Run } from "./types.d.ts" */

/** @param {Run<{ word: string }>} run */
export default function ({ data, parentElement }) {
  const root = rootOf(parentElement);
  const button = root.querySelector("button") ?? element("button", { type: "button" });
  button.onclick = () => window.print();
  button.textContent = data.word;
  root.append(button);
}
