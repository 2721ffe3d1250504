// Gives Streamlit's own boxes around wide tables a place among the tab stops and the table's own name.

/** @param {Element} table */
function boxOf(table) {
  let box = table.parentElement;
  while (box && box.dataset.testid !== "stTable" && !/auto|scroll/.test(getComputedStyle(box).overflowX)) {
    box = box.parentElement;
  }
  return box;
}

function reach() {
  for (const table of document.querySelectorAll('[data-testid="stTable"] table')) {
    const box = boxOf(table);
    if (!box) continue;
    if (box.scrollWidth > box.clientWidth + 1) {
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", table.getAttribute("aria-label") ?? "");
    } else {
      for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
    }
  }
}

export default function () {
  let asked = 0;
  const ask = () => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(reach);
  };
  const watcher = new MutationObserver(ask);
  const main = document.querySelector('[data-testid="stMain"]') ?? document.body;
  watcher.observe(main, { childList: true, subtree: true });
  window.addEventListener("resize", ask);
  ask();
  return () => {
    watcher.disconnect();
    window.removeEventListener("resize", ask);
  };
}
