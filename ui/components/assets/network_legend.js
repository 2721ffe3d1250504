// What the network map shows: sectors as colours, kinds as shapes, ties as lines, with counts.
const solid = (d) => shape("path", { d, fill: "currentColor" });
const SHAPES = {
  organization: () => [shape("circle", { cx: 7.5, cy: 7.5, r: 5.6, fill: "none", stroke: "currentColor", "stroke-width": 1.4 })],
  steering: () => [solid("M2.2 2.2h10.6v10.6H2.2z")],
  coordination: () => [
    shape("path", { d: "M2.4 2.4h10.2v10.2H2.4z", fill: "none", stroke: "currentColor", "stroke-width": 1.8 }),
    solid("M5.6 5.6h3.8v3.8H5.6z"),
  ],
  area: () => [solid("M4.3 2h6.4l3.2 5.5-3.2 5.5H4.3L1.1 7.5z")],
  topic: () => [solid("M7.5 .8l6.7 6.7-6.7 6.7L.8 7.5z")],
  project: () => [solid("M7.5 1.6l6.4 11.3H1.1z")],
  temporary: () => [
    shape("path", {
      d: "M7.5 13.2L1.4 2.4h12.2z", fill: "none", stroke: "currentColor", "stroke-width": 1.4, "stroke-dasharray": "2.4 1.6",
    }),
  ],
  unnamed: () => [
    shape("circle", {
      cx: 7.5, cy: 7.5, r: 5.6, fill: "none", stroke: "currentColor", "stroke-width": 1.2, "stroke-dasharray": "2.4 1.8",
    }),
  ],
};
const other = () => [solid("M7.5 1.2a6.3 6.3 0 1 0 0 12.6 6.3 6.3 0 0 0 0-12.6z")];

// null is nobody named, dashed; what is not a color, such as "", is a sector nobody stated, hollow
function dot(color) {
  if (color === null) return SHAPES.unnamed();
  const inside = /^#[0-9a-f]{6}$/i.test(color) ? color : "none";
  return [shape("circle", { cx: 7.5, cy: 7.5, r: 5.6, fill: inside, stroke: "currentColor", "stroke-width": 1.4 })];
}

function stroke(dashed) {
  const node = shape("svg", { class: "line", viewBox: "0 0 26 15", "aria-hidden": "true", focusable: "false" });
  node.append(
    shape("path", { d: "M1 7.5h24", stroke: "currentColor", "stroke-width": 1.4, fill: "none", "stroke-dasharray": { dotted: "1.5 3", wide: "8 3", long: "9 3 2 3" }[dashed] ?? (dashed ? "4 3" : null) }),
  );
  return node;
}

// A sign that can be chosen is a button: pressed, the map shows only those that are.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement);
  const { lists, words } = data;
  const draw = {
    sectors: (color) => drawing(15, dot(color)),
    shapes: (kind) => drawing(15, (SHAPES[kind] || other)()),
    lines: (dashed) => stroke(dashed),
  };
  const titles = { sectors: words.organizations, shapes: words.groups, lines: words.lines };
  const focused = root.getRootNode().activeElement?.dataset?.entry;
  const parts = Object.keys(lists)
    .filter((list) => lists[list].length)
    .map((list) => {
      const isChosen = lists[list].some(({ pressed }) => pressed);
      const items = lists[list].map((entry, place) => {
        const content = [draw[list](entry.sign), textual("span", entry.word), textual("span", entry.count, { class: "count" })];
        if (!entry.choosable) return element("li", {}, [element("span", { class: "sign" }, content)]);
        const attributes = { type: "button", class: "sign", "aria-pressed": String(entry.pressed), "data-entry": `${list}:${place}` };
        const button = element("button", attributes, content);
        if (isChosen && !entry.pressed) button.classList.add("off");
        button.addEventListener("click", () => setTriggerValue("toggled", { list, place }));
        return element("li", {}, [button]);
      });
      return element("div", { class: "part" }, [textual("p", titles[list]), element("ul", { "aria-label": titles[list] }, items)]);
    });
  root.replaceChildren(...parts);
  if (focused) root.querySelector(`[data-entry="${focused}"]`)?.focus();
}
