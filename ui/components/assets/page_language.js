// The language of the page: for screen readers, and for the words Streamlit writes itself, which it has in
// English only. A list of words goes with the text it replaces; what the app or the data says is left alone.
/** @import { Run } from "./types.d.ts" */
/** @typedef {{ pattern: RegExp, ours: string }} Word */
/** @typedef {{ lang: string, words: [theirs: string, ours: string][], options: [theirs: string, ours: string][] }} Words */

const ATTRIBUTES = ["aria-label", "title", "placeholder"];
const OURS = '[data-testid="stMarkdownContainer"], [data-testid="stTable"], td, th, [data-tag] span';
const THEIRS =
  '[data-testid="stFileUploaderDropzone"], [data-testid="stTooltipContent"], [role="dialog"], .stTooltipIcon';
const CHOICES = '[role="option"], [data-testid="stDataFrameColumnVisibilityMenu"]';

/**
 * Node → place in it → what Streamlit wrote and what stands there, for another language later.
 *
 * @type {WeakMap<Node, Record<string, { theirs: string, shown: string }>>}
 */
const kept = new WeakMap();

/** @type {Word[]} */
let words = [];
/** @type {Word[]} */
let options = [];
/** @type {MutationObserver | undefined} */
let watcher;

/** @param {[theirs: string, ours: string]} pair {rest} in both stands for any text @returns {Word} */
export const asWord = ([theirs, ours]) => {
  const exact = theirs.replace(/[.*+?^$()|[\]\\/]/g, "\\$&").replace("{rest}", "(.+)");
  return { pattern: new RegExp(`^${exact}$`, "s"), ours };
};

/** @param {string} text @param {Word[]} list */
export const inLanguage = (text, list) => {
  for (const { pattern, ours } of list) {
    const found = pattern.exec(text);
    if (found) return ours.replace("{rest}", () => found[1] ?? "");
  }
  return text;
};

/** @param {Element} element */
const listFor = (element) => {
  if (element.closest(CHOICES)) return options;
  return element.closest(OURS) && !element.closest(THEIRS) ? [] : words;
};

/**
 * Write one text of a node in the language, from what Streamlit wrote there.
 *
 * @param {Node} node
 * @param {string} place
 * @param {string} now
 * @param {(shown: string) => void} set
 * @param {Word[]} list
 */
const write = (node, place, now, set, list) => {
  const before = kept.get(node)?.[place];
  const theirs = before?.shown === now ? before.theirs : now;
  const shown = inLanguage(theirs.trim(), list);
  if (shown === theirs.trim()) {
    if (before?.shown === now && now !== theirs) set(theirs);
    return;
  }
  kept.set(node, { ...kept.get(node), [place]: { theirs, shown } });
  if (shown !== now) set(shown);
};

/** @param {Node} text */
const writeText = (text) => {
  const now = text.nodeValue ?? "";
  if (!text.parentElement || !now.trim()) return;
  write(text, "text", now, (shown) => (text.nodeValue = shown), listFor(text.parentElement));
};

/** @param {Element} element */
const writeAttributes = (element) => {
  for (const name of ATTRIBUTES) {
    const now = element.getAttribute(name);
    if (now) write(element, name, now, (shown) => element.setAttribute(name, shown), listFor(element));
  }
};

/** @param {Node} node */
const writeOne = (node) => {
  if (node instanceof Element) writeAttributes(node);
  else if (node.nodeType === Node.TEXT_NODE) writeText(node);
};

/** @param {Node} root */
const writeAll = (root) => {
  writeOne(root);
  if (!(root instanceof Element)) return;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) writeOne(walker.currentNode);
};

/** @param {MutationRecord[]} changes */
const writeChanged = (changes) => {
  for (const { type, target, addedNodes } of changes) {
    if (type === "childList") addedNodes.forEach(writeAll);
    else writeOne(target);
  }
};

/** @param {Run<Words>} run */
export default function ({ data }) {
  document.documentElement.lang = data.lang;
  words = data.words.map(asWord);
  options = data.options.map(asWord);
  writeAll(document.body);
  watcher ??= new MutationObserver(writeChanged);
  watcher.observe(document.body, {
    childList: true,
    subtree: true,
    characterData: true,
    attributes: true,
    attributeFilter: ATTRIBUTES,
  });
  return () => watcher?.disconnect();
}
