// Words, addresses and colors: what the smaller components decide.
import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf } from "../../ui/components/assets/copy_link.js";
import { filled, isColor, isDark, isHeld } from "../../ui/components/assets/drawing.js";
import { within } from "../../ui/components/assets/links.js";
import { asWord, inLanguage } from "../../ui/components/assets/page_language.js";
import { nextMark } from "../../ui/components/assets/search_box.js";

test("a word is replaced as a whole and with its dots and brackets taken literally", () => {
  const words = [asWord(["No results", "Inga träffar"]), asWord(["Limit (200MB). OK?", "Högst 200 MB"])];
  assert.equal(inLanguage("No results", words), "Inga träffar");
  assert.equal(inLanguage("No results here", words), "No results here");
  assert.equal(inLanguage("Limit (200MB). OK?", words), "Högst 200 MB");
  assert.equal(inLanguage("Limit (200MB)x OK?", words), "Limit (200MB)x OK?");
});

test("what stands for the rest comes along as it is, over several lines too", () => {
  const words = [asWord(["Remove {rest}", "Ta bort {rest}"])];
  assert.equal(inLanguage("Remove $& and\n$1", words), "Ta bort $& and\n$1");
});

test("the first word that fits is taken", () => {
  const words = [asWord(["Choose options", "Välj flera"]), asWord(["Choose {rest}", "Välj {rest}"])];
  assert.equal(inLanguage("Choose options", words), "Välj flera");
  assert.equal(inLanguage("Choose a file", words), "Välj a file");
});

test("a link is followed within the app, with what is chosen, and nowhere else", () => {
  const pages = new Set(["gaps"]);
  /** @param {string} address */
  const opened = (address) => within(new URL(address), "https://app.test", pages);
  assert.equal(opened("https://app.test/base/gaps?area=a&lang=sv"), "gaps?area=a&lang=sv");
  assert.equal(opened("https://app.test/other"), "");
  assert.equal(opened("https://elsewhere.test/gaps"), "");
});

test("a copied address has the day, once, and begins at the top of its page", () => {
  const address = addressOf("https://app.test/gaps?as_of=2020-01-01&topic=%C3%A5#cell", "2026-11-22");
  assert.equal(address, "https://app.test/gaps?as_of=2026-11-22&topic=%C3%A5");
});

test("beyond the last hit comes the text itself, and then the first", () => {
  assert.equal(nextMark(-1, 1, 3), 0);
  assert.equal(nextMark(2, 1, 3), -1);
  assert.equal(nextMark(-1, -1, 3), 2);
  assert.equal(nextMark(-1, 1, 0), -1);
});

test("a place in a sentence without a value stays", () => {
  assert.equal(filled("Rows {first} to {last} of {all}", { first: 1, last: 200 }), "Rows 1 to 200 of {all}");
  assert.equal(filled("{constructor}", {}), "{constructor}");
});

test("dark and light are told by how bright a color is seen", () => {
  assert.ok(isDark("rgb(14, 17, 23)"));
  assert.ok(!isDark("rgb(255, 255, 255)"));
  assert.ok(isDark("rgb(0, 0, 255)") && !isDark("rgb(0, 255, 0)"));
});

test("only six digits make a color", () => {
  assert.ok(isColor("#a32B12"));
  for (const sign of ["", "red", "#fff", "#a32b12;x"]) assert.ok(!isColor(sign));
});

test("with Control, Command or Alt held a key is not the page's", () => {
  const free = { ctrlKey: false, metaKey: false, altKey: false };
  assert.ok(!isHeld(free));
  for (const key of Object.keys(free)) assert.ok(isHeld({ ...free, [key]: true }), key);
});
