"use strict";

const search = document.getElementById("search");
const table = document.querySelector(".sortable");

function key(row, place) {
  const cell = row.cells[place];
  return cell.dataset.key === undefined ? cell.textContent : Number(cell.dataset.key);
}

/* Numbers begin with the greatest, names with the first of the alphabet; a second press turns the order. */
function sort(heading, place) {
  const numbers = place > 0;
  const before = heading.getAttribute("aria-sort");
  const ascending = before ? before === "descending" : !numbers;
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", ascending ? "ascending" : "descending");
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
  const rows = [...table.tBodies[0].rows].map((row) => [key(row, place), row]);
  rows.sort(([one], [other]) => (numbers ? one - other : order(one, other)) * (ascending ? 1 : -1));
  table.tBodies[0].append(...rows.map(([, row]) => row));
}

function find() {
  const wanted = search.querySelector("input").value.trim().toLowerCase();
  const rows = [...table.tBodies[0].rows];
  for (const row of rows) row.hidden = !row.cells[0].textContent.toLowerCase().includes(wanted);
  const found = document.getElementById("found");
  found.textContent = found.dataset.shown
    .replace("{shown}", rows.filter((row) => !row.hidden).length)
    .replace("{total}", rows.length);
}

if (table) {
  search.hidden = false;
  search.addEventListener("input", find);
  for (const [place, heading] of [...table.tHead.rows[0].cells].entries()) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    button.addEventListener("click", () => sort(heading, place));
    heading.append(button);
  }
}

/* What scrolls sideways can be scrolled with the keyboard, and nothing else is a stop on its way. */
function reachScrollers() {
  for (const box of document.querySelectorAll(".scroll")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}

addEventListener("resize", reachScrollers);
reachScrollers();
