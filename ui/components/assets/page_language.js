// The language of the page: for screen readers, and for the words Streamlit writes itself, which it has in
// English only. A list of words goes with the text it replaces; what the app or the data says is left alone.
const ATTRIBUTES = ["aria-label", "title", "placeholder"];
const OURS = '[data-testid="stMarkdownContainer"], [data-testid="stTable"], td, th, [data-tag] span';
const THEIRS = '[data-testid="stFileUploaderDropzone"], [data-testid="stTooltipContent"], [role="dialog"], .stTooltipIcon';
const CHOICES = '[role="option"], [data-testid="stDataFrameColumnVisibilityMenu"]';
const kept = new WeakMap(); // node → what Streamlit wrote and what stands there, for another language later

let words = [];
let options = [];

const asPattern = ([theirs, ours]) => {
  const exact = theirs.replace(/[.*+?^$()|[\]\\/]/g, "\\$&").replace("{rest}", "(.+)");
  return { pattern: new RegExp(`^${exact}$`, "s"), ours };
};

const inLanguage = (text, list) => {
  for (const { pattern, ours } of list) {
    const found = pattern.exec(text);
    if (found) return ours.replace("{rest}", () => found[1] ?? "");
  }
  return text;
};

const listFor = (element) => {
  if (element.closest(CHOICES)) return options;
  return element.closest(OURS) && !element.closest(THEIRS) ? [] : words;
};

/** Write one text of a node in the language, from what Streamlit wrote there. */
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

const writeText = (text) => {
  if (!text.parentElement || !text.nodeValue.trim()) return;
  write(text, "text", text.nodeValue, (shown) => (text.nodeValue = shown), listFor(text.parentElement));
};

const writeAttributes = (element) => {
  for (const name of ATTRIBUTES) {
    const now = element.getAttribute(name);
    if (now) write(element, name, now, (shown) => element.setAttribute(name, shown), listFor(element));
  }
};

const writeAll = (root) => {
  if (root.nodeType === Node.TEXT_NODE) writeText(root);
  if (root.nodeType !== Node.ELEMENT_NODE) return;
  writeAttributes(root);
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (walker.currentNode.nodeType === Node.TEXT_NODE) writeText(walker.currentNode);
    else writeAttributes(walker.currentNode);
  }
};

const watcher = new MutationObserver((changes) => {
  for (const { type, target, addedNodes } of changes) {
    if (type === "childList") addedNodes.forEach(writeAll);
    else if (type === "characterData") writeText(target);
    else writeAttributes(target);
  }
});

export default function ({ data }) {
  document.documentElement.lang = data.lang;
  words = data.words.map(asPattern);
  options = data.options.map(asPattern);
  writeAll(document.body);
  watcher.observe(document.body, {
    childList: true,
    subtree: true,
    characterData: true,
    attributes: true,
    attributeFilter: ATTRIBUTES,
  });
  return () => watcher.disconnect();
}
