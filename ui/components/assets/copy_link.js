// A button that copies the address of the view with its day in it.
import { element, rootOf } from "./drawing.js";
/** @import { Run } from "./types.d.ts" */
/** @typedef {{ as_of: string, words: Record<"copy" | "copied" | "failed", string> }} CopyData */

const SHOWN = 4000; // milliseconds for which it says that it has

/** @type {WeakMap<object, { button: HTMLButtonElement, says: HTMLElement, data: CopyData, timer?: ReturnType<typeof setTimeout> }>} */
const views = new WeakMap();

/** @param {Run<CopyData>} run */
export default function ({ data, parentElement }) {
  const root = rootOf(parentElement);
  let view = views.get(parentElement);
  if (!view) {
    const made = { button: element("button", { type: "button" }), says: element("span", { role: "status" }), data };
    made.button.addEventListener("click", () => copy(made));
    views.set(parentElement, made);
    root.append(made.button, made.says);
    view = made;
  }
  view.data = data;
  view.button.textContent = data.words.copy;
}

/**
 * The address of a view on one day, from the top of its page.
 *
 * @param {string} address
 * @param {string} day
 */
export function addressOf(address, day) {
  const whole = new URL(address);
  whole.searchParams.set("as_of", day);
  whole.hash = "";
  return whole.href;
}

/** @param {{ says: HTMLElement, data: CopyData, timer?: ReturnType<typeof setTimeout> }} view */
async function copy(view) {
  const { says } = view;
  const { as_of: day, words } = view.data;
  const address = addressOf(window.location.href, day);
  clearTimeout(view.timer);
  try {
    await navigator.clipboard.writeText(address);
  } catch {
    // not a secure page, or the reader has forbidden it: the address to copy by hand
    const field = element("input", { type: "text", readonly: "", "aria-label": words.failed });
    field.value = address;
    says.replaceChildren(`${words.failed} `, field);
    field.select();
    return;
  }
  says.textContent = words.copied;
  view.timer = setTimeout(() => says.replaceChildren(), SHOWN);
}
