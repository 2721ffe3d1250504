// A combobox: what is typed is asked of the server after a pause, the hits are real links in a listbox.
// Text from the data only ever becomes textContent or an attribute.
import { drawing, element, focusedIn, isHeld, line, rootOf, textual, themeOf } from "./drawing.js";
/** @import { Found, Run, SearchData } from "./types.d.ts" */

const PAUSE = 180; // milliseconds without a key before the server is asked
const EDITABLE =
  'input, textarea, select, [contenteditable=""], [contenteditable="true"], [role="textbox"], [role="spinbutton"]';
/** @type {WeakMap<object, SearchBox>} */
const boxes = new WeakMap();

/** @param {Run<SearchData>} run */
export default function ({ data, parentElement, setTriggerValue }) {
  const box = boxes.get(parentElement) ?? new SearchBox(rootOf(parentElement), data, setTriggerValue);
  boxes.set(parentElement, box);
  box.root.dataset.theme = themeOf(box.root);
  box.send = setTriggerValue;
  box.show(data);
  return () => {
    box.end();
    boxes.delete(parentElement);
  };
}

/**
 * Which hit an arrow marks next: beyond the last comes the text itself, -1, and then the first.
 *
 * @param {number} active
 * @param {1 | -1} by
 * @param {number} count
 */
export function nextMark(active, by, count) {
  const places = count + 1;
  return ((active + 1 + by + places) % places) - 1;
}

class SearchBox {
  /** @param {HTMLElement} root @param {SearchData} data @param {Run<SearchData>["setTriggerValue"]} send */
  constructor(root, data, send) {
    this.root = root;
    this.send = send;
    this.words = data.words;
    this.shortest = data.shortest;
    /** @type {Found | null} */
    this.found = null;
    this.enterPressed = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** @type {HTMLAnchorElement[]} */
    this.options = [];
    this.active = -1;
    this.input = element("input", {
      id: "text",
      type: "text",
      role: "combobox",
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      enterkeyhint: "search",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": "hits",
    });
    this.list = element("div", { id: "hits", role: "listbox" });
    this.says = element("p", { role: "status" });
    this.panel = element("div", { class: "panel" }, [this.list, this.says]);
    this.panel.hidden = true;
    const glass = drawing(16, [line("M7 12.2a5.2 5.2 0 1 0 0-10.4 5.2 5.2 0 0 0 0 10.4zM10.8 10.8L14.4 14.4", 1.6)]);
    const slash = textual("kbd", "/", { "aria-hidden": "true" });
    this.root.append(element("label", { class: "box", for: "text" }, [glass, this.input, slash]), this.panel);
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("focus", () => this.reopen());
    // Streamlit's own shortcuts, such as C, must not hear what is typed here
    this.root.addEventListener("keydown", (event) => this.pressed(event));
    this.root.addEventListener("focusout", (event) => {
      if (!(event.relatedTarget instanceof Node && this.root.contains(event.relatedTarget))) this.close();
    });
    this.list.addEventListener("click", (event) => this.clicked(event));
    // the pointer must not take the focus from the box before it has clicked
    this.panel.addEventListener("mousedown", (event) => event.preventDefault());
    /** @param {Event} event */
    this.outside = (event) => {
      if (!event.composedPath().includes(this.root)) this.close();
    };
    /** @param {KeyboardEvent} event */
    this.called = (event) => this.callTo(event);
    document.addEventListener("pointerdown", this.outside, true);
    document.addEventListener("keydown", this.called, true);
  }

  end() {
    clearTimeout(this.timer);
    document.removeEventListener("pointerdown", this.outside, true);
    document.removeEventListener("keydown", this.called, true);
    this.root.replaceChildren();
  }

  /** @param {SearchData} data */
  show(data) {
    this.words = data.words;
    this.shortest = data.shortest;
    this.input.placeholder = data.words.placeholder;
    this.input.setAttribute("aria-label", data.words.label);
    this.list.setAttribute("aria-label", data.words.hits);
    // no answer, as after a change of page: what is shown stays
    if (!data.found || data.found.asked !== this.text) return;
    this.found = data.found;
    this.fill(data.found);
    if (this.enterPressed && this.options.length) this.open(this.options[0]);
    else if (focusedIn(this.root) === this.input) this.expand();
    this.enterPressed = false;
  }

  get text() {
    return this.input.value.trim();
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  typed() {
    clearTimeout(this.timer);
    this.enterPressed = false;
    if (this.text.length < this.shortest) this.forget();
    else this.timer = setTimeout(() => this.send("asked", this.text), PAUSE);
  }

  /**
   * The hits as links: a click with Ctrl opens a new tab, as everywhere.
   *
   * @param {Found} found
   */
  fill({ hits, says }) {
    /** @param {string} to @param {string} look @param {(Node | string)[]} parts @param {string | null} [label] */
    const option = (to, look, parts, label = null) => {
      const id = `hit-${this.options.length}`;
      const said = { role: "option", "aria-selected": "false", "aria-label": label };
      const link = element("a", { id, href: to, tabindex: -1, class: look, ...said }, parts);
      this.options.push(link);
      return link;
    };
    this.options = [];
    const rows = hits.map((hit) => {
      const name = textual("span", hit.name, { class: "name" });
      const row = [option(hit.profile, "hit", [name, " ", textual("span", hit.what, { class: "what" })])];
      if (hit.on_map) row.push(option(hit.on_map, "map", [this.words.on_map], `${this.words.on_map}: ${hit.name}`));
      return element("div", { class: "row", role: "presentation" }, row);
    });
    this.list.replaceChildren(...rows);
    this.list.hidden = !rows.length;
    this.says.textContent = says;
    this.mark(-1);
  }

  /** @param {number} place -1 for none */
  mark(place) {
    this.active = place;
    this.options.forEach((each, at) => each.setAttribute("aria-selected", String(at === place)));
    const chosen = this.options[place];
    if (chosen) {
      this.input.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  expand() {
    this.panel.hidden = false;
    this.input.setAttribute("aria-expanded", String(this.options.length > 0));
  }

  close() {
    this.panel.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.enterPressed = false;
    this.mark(-1);
  }

  reopen() {
    if (this.found && this.found.asked === this.text) this.expand();
  }

  forget() {
    this.found = null;
    this.options = [];
    this.list.replaceChildren();
    this.says.textContent = "";
    this.close();
  }

  /** @param {Element} option */
  open(option) {
    const to = option.getAttribute("href");
    clearTimeout(this.timer);
    this.input.value = "";
    this.forget();
    this.input.blur();
    this.send("opened", to);
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const option = event.target instanceof Element && event.target.closest('[role="option"]');
    if (!option || event.button !== 0 || event.shiftKey || isHeld(event)) return;
    event.preventDefault();
    this.open(option);
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    event.stopPropagation();
    if (event.isComposing) return;
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (!this.isOpen) this.reopen();
      if (this.isOpen) this.mark(nextMark(this.active, key === "ArrowDown" ? 1 : -1, this.options.length));
    } else if (key === "Enter") {
      event.preventDefault();
      this.entered();
    } else if (key === "Escape") {
      event.preventDefault();
      if (this.isOpen) this.close();
      else {
        this.input.value = "";
        this.forget();
        this.input.blur();
      }
    }
  }

  // the hit marked, else the first; where the answer is not there yet it is opened when it comes
  entered() {
    const isAnswered = this.found && this.found.asked === this.text;
    const option = this.options[this.active] || (isAnswered && this.options[0]);
    if (option) this.open(option);
    else if (!isAnswered && this.text.length >= this.shortest) {
      clearTimeout(this.timer);
      this.enterPressed = true;
      this.send("asked", this.text);
    }
  }

  /**
   * A slash goes to the box from anywhere but a field one writes in.
   *
   * @param {KeyboardEvent} event
   */
  callTo(event) {
    if (event.key !== "/" || isHeld(event) || event.defaultPrevented) return;
    const at = event.composedPath()[0];
    if (at instanceof HTMLElement && (at.matches(EDITABLE) || at.isContentEditable)) return;
    event.preventDefault();
    this.input.focus();
    this.input.select();
  }
}
