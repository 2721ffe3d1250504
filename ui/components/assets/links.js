// Opens a clicked link to a page of the app in the same visit. Finds the links by their address, reads nothing
// else from the page and writes nothing to it.
import { isHeld } from "./drawing.js";
/** @import { Run } from "./types.d.ts" */

/**
 * The page of the app and what is chosen there, where a link leads to one; otherwise an empty text.
 *
 * @param {{ origin: string, pathname: string, search: string }} link
 * @param {string} origin of the app
 * @param {ReadonlySet<string>} pages
 */
export function within(link, origin, pages) {
  const page = link.pathname.split("/").pop() ?? "";
  return link.origin === origin && pages.has(page) ? page + link.search : "";
}

/** @param {Run<{ pages: string[] }>} run */
export default function ({ data, setTriggerValue }) {
  const pages = new Set(data.pages);
  /** @param {MouseEvent} event */
  const follow = (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.shiftKey || isHeld(event)) return;
    const link = event.target instanceof Element && event.target.closest('a[target="_blank"]');
    if (!(link instanceof HTMLAnchorElement) || !link.closest('[data-testid="stMain"]')) return;
    const opened = within(link, window.location.origin, pages);
    if (!opened) return;
    event.preventDefault();
    setTriggerValue("opened", opened);
  };
  document.addEventListener("click", follow, true);
  return () => document.removeEventListener("click", follow, true);
}
