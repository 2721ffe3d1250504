// A button that opens the browser's own printing.
export default function ({ data, parentElement }) {
  const root = rootOf(parentElement);
  const button = root.querySelector("button") ?? element("button", { type: "button" });
  button.onclick = () => window.print();
  button.textContent = data.word;
  root.append(button);
}
