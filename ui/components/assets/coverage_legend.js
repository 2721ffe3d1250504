// What the symbols of the coverage matrix mean: a chip, how many cells there are, and words.
export default function ({ data, parentElement }) {
  let root = parentElement.querySelector(".root");
  if (!root) {
    root = element("div", { class: "root" });
    parentElement.append(root);
  }
  root.dataset.theme = themeOf(root);
  const text = (name, content, attributes) => {
    const node = element(name, attributes);
    node.textContent = content;
    return node;
  };
  const items = data.entries.map(({ state, word, count, meaning }) =>
    element("li", {}, [
      element("span", { class: "state", "data-state": state }, [stateSymbol(state), text("span", word)]),
      text("span", count, { class: "count" }),
      text("span", meaning, { class: "meaning" }),
    ]),
  );
  root.replaceChildren(element("ul", { "aria-label": data.label }, items));
}
