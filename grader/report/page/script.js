"use strict";

const filter = document.getElementById("filter");
const exercises = [...document.querySelectorAll("section.exercise")];

function applyFilter() {
  const left = filter.querySelector("input:checked").value === "left";
  document.body.classList.toggle("left-only", left);
  const shown = left ? exercises.filter((exercise) => !exercise.classList.contains("done")) : exercises;
  document.getElementById("count").textContent = filter.dataset.shown
    .replace("{shown}", shown.length)
    .replace("{total}", exercises.length);
}

/* A link to a check opens it, wherever it is folded away or filtered out. */
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  if (target.closest(".done")) {
    filter.querySelector("input[value=all]").checked = true;
    applyFilter();
  }
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  target.scrollIntoView();
}

/* What scrolls sideways can be scrolled with the keyboard, and nothing else is a stop on its way. */
function reachScrollers() {
  for (const box of document.querySelectorAll(".scroll")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}

let folded = [];

filter.hidden = false;
filter.addEventListener("change", applyFilter);
applyFilter();
addEventListener("hashchange", openTarget);
openTarget();
addEventListener("resize", reachScrollers);
document.addEventListener("toggle", reachScrollers, true);
reachScrollers();
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open])")];
  for (const fold of folded) fold.open = true;
});
addEventListener("afterprint", () => {
  for (const fold of folded) fold.open = false;
});
