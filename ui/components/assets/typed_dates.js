// A date that is typed counts when Enter is pressed or Tab leaves its last part: Streamlit waits until the
// whole field is left, which the calendar button beside it delays.
const PART = '[role="spinbutton"]';

/** @param {KeyboardEvent} event */
const takeTyped = (event) => {
  if (event.key !== "Enter" && (event.key !== "Tab" || event.shiftKey)) return;
  const part = event.target instanceof HTMLElement && event.target.closest(`.stDateInput ${PART}`);
  if (!(part instanceof HTMLElement)) return;
  const parts = [...part.closest(".stDateInput")?.querySelectorAll(PART) ?? []];
  if (event.key === "Tab" && part !== parts.at(-1)) return;
  // what ends it for Streamlit: a press outside while its calendar waits to open, else leaving the field
  document.body.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
  if (event.key === "Enter") setTimeout(() => part.blur()); // the next Tab goes on from here
};

export default function () {
  document.addEventListener("keydown", takeTyped, true);
  return () => document.removeEventListener("keydown", takeTyped, true);
}
