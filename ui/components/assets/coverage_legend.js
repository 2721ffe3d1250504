// What the symbols of the coverage matrix mean: a chip, how many cells there are, and words.
import { element, rootOf, stateSymbol, textual } from "./drawing.js";
/** @import { Run } from "./types.d.ts" */

/** @param {Run<{ label: string, entries: Record<"state" | "word" | "count" | "meaning", string>[] }>} run */
export default function ({ data, parentElement }) {
  const root = rootOf(parentElement);
  const items = data.entries.map(({ state, word, count, meaning }) =>
    element("li", {}, [
      element("span", { class: "state", "data-state": state }, [stateSymbol(state), textual("span", word)]),
      textual("span", count, { class: "count" }),
      textual("span", meaning, { class: "meaning" }),
    ])
  );
  root.replaceChildren(element("ul", { "aria-label": data.label }, items));
}
