"""Wide tables can be scrolled by keyboard: a table that is wider than its place is a stop of the tab key."""

from __future__ import annotations

import streamlit as st

# constant: gives Streamlit's own boxes around tables a place among the tab stops and the table's own name
_SCRIPT = """
export default function () {
  const boxOf = (table) => {
    let box = table.parentElement;
    while (box.dataset.testid !== "stTable" && !/auto|scroll/.test(getComputedStyle(box).overflowX)) box = box.parentElement;
    return box;
  };
  const reach = () => {
    for (const table of document.querySelectorAll('[data-testid="stTable"] table')) {
      const box = boxOf(table);
      if (box.scrollWidth > box.clientWidth + 1) {
        box.tabIndex = 0;
        box.setAttribute("role", "region");
        box.setAttribute("aria-label", table.getAttribute("aria-label") ?? "");
      } else {
        for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
      }
    }
  };
  let asked = 0;
  const ask = () => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(reach);
  };
  const watcher = new MutationObserver(ask);
  watcher.observe(document.querySelector('[data-testid="stMain"]') ?? document.body, { childList: true, subtree: true });
  window.addEventListener("resize", ask);
  ask();
  return () => {
    watcher.disconnect();
    window.removeEventListener("resize", ask);
  };
}
"""
_REACHING = st.components.v2.component("samverkan_scrolling", js=_SCRIPT)


def reachable() -> None:
    """Make wide tables reachable: drawn once a run, before the page."""
    with st.container(key="scrolling"):
        _REACHING(key="reaching", data={})
