// A button that opens the browser's own printing.
export default function ({ data, parentElement }) {
  const root = rootOf(parentElement);
  let button = root.querySelector("button");
  if (!button) {
    button = element("button", { type: "button" });
    button.addEventListener("click", () => window.print());
    root.append(button);
  }
  button.textContent = data.word;
}
