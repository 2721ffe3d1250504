// Tells whether the window is as narrow as a telephone's, at first only where that is not what was guessed.
/** @import { Run } from "./types.d.ts" */

/** @param {Run<{ guessed: boolean }>} run */
export default function ({ data, setStateValue }) {
  const narrow = window.matchMedia("(max-width: 640px)");
  const tell = () => setStateValue("narrow", narrow.matches);
  if (narrow.matches !== data.guessed) tell();
  narrow.addEventListener("change", tell);
  return () => narrow.removeEventListener("change", tell);
}
