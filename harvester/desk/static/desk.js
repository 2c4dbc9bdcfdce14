// The review desk's keys. Every page works without this: a key presses a button or follows a
// link that is on the page, and does nothing else.
"use strict";

const rows = [...document.querySelectorAll("[data-list] [data-row]")];
const help = document.getElementById("keys");
let at = -1;

/** Make a row the current one, and bring it into view. */
function go(number) {
  if (!rows.length) return;
  rows[at]?.classList.remove("current");
  at = Math.max(0, Math.min(number, rows.length - 1));
  const row = rows[at];
  row.classList.add("current");
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "center" });
}

/** Press what a key stands for: in the current row, else anywhere on the page. */
function press(key) {
  const wanted = `[data-key="${key}"]`;
  const target = rows[at]?.querySelector(wanted) ?? document.querySelector(`main > p ${wanted}`);
  if (!target) return false;
  const details = target.closest("details");
  if (details) details.open = true;
  target.click();
  return true;
}

/** Where to begin: at the row that the address names, else the first that waits. */
function begin() {
  const named = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  const row = named?.closest("[data-row]") ?? named?.nextElementSibling;
  const number = rows.indexOf(row);
  if (number >= 0) return go(number);
  const waits = rows.findIndex((one) => one.classList.contains("waits"));
  at = waits >= 0 ? waits : 0;
  rows[at]?.classList.add("current");
}

const keys = {
  j: () => go(at + 1),
  k: () => go(at - 1),
  a: () => press("a"),
  c: () => press("c"),
  r: () => press("r"),
  x: () => press("x"),
  o: () => press("o"),
  n: () => press("n"),
  q: () => document.querySelector(".places a").click(),
  "?": () => (help.open ? help.close() : help.showModal()),
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (help.open && event.key !== "?") return;
  const does = keys[event.key];
  if (!does) return;
  event.preventDefault();
  does();
});

for (const button of document.querySelectorAll(".keys-button")) {
  button.hidden = false;
  button.addEventListener("click", keys["?"]);
}
for (const row of rows) {
  row.addEventListener("focusin", () => {
    rows[at]?.classList.remove("current");
    at = rows.indexOf(row);
    row.classList.add("current");
  });
}
begin();
