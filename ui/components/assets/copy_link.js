// A button that copies the address of the view with its day in it.
const SHOWN = 4000; // milliseconds for which it says that it has
const buttons = new WeakMap();

export default function ({ data, parentElement }) {
  const root = rootOf(parentElement);
  let button = buttons.get(parentElement);
  if (!button) {
    button = element("button", { type: "button" });
    const says = element("span", { role: "status" });
    button.addEventListener("click", () => copy(button, says));
    buttons.set(parentElement, button);
    root.append(button, says);
  }
  button.view = data;
  button.textContent = data.words.copy;
}

async function copy(button, says) {
  const { as_of: day, words } = button.view;
  const address = new URL(window.location.href);
  address.searchParams.set("as_of", day);
  address.hash = "";
  clearTimeout(button.timer);
  try {
    await navigator.clipboard.writeText(address.href);
  } catch {
    // not a secure page, or the reader has forbidden it: the address to copy by hand
    const field = element("input", { type: "text", readonly: "", "aria-label": words.failed });
    field.value = address.href;
    says.replaceChildren(`${words.failed} `, field);
    field.select();
    return;
  }
  says.textContent = words.copied;
  button.timer = setTimeout(() => says.replaceChildren(), SHOWN);
}
