"use strict";
// The state of the filter lives in the address (#?text=...&section=...&status=...), so that a view can be cited.
const form = document.querySelector(".filter");
const articles = [...document.querySelectorAll("main article[data-status]")];
const boxes = [...form.querySelectorAll("[name=status]")];

function shown(article, words, section, statuses) {
  const home = article.closest("section").dataset.section;
  return (!section || home === section) && statuses.has(article.dataset.status) &&
    words.every((word) => word === `(${article.id.slice(3).toLowerCase()})` || article.dataset.text.includes(word));
}

function filter() {
  const words = form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
  const section = form.elements.section.value;
  const statuses = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  let count = 0;
  for (const article of articles) {
    article.hidden = !shown(article, words, section, statuses);
    count += !article.hidden;
  }
  for (const part of document.querySelectorAll("main section[data-section]")) {
    part.hidden = !part.querySelector("article:not([hidden])");
  }
  form.elements.count.value = `${count} of ${articles.length}`;
}

function remember() {
  const state = new URLSearchParams();
  if (form.elements.text.value) state.set("text", form.elements.text.value);
  if (form.elements.section.value) state.set("section", form.elements.section.value);
  const kept = boxes.filter((box) => box.checked).map((box) => box.value);
  if (kept.length < boxes.length) state.set("status", kept.join(","));
  history.replaceState(null, "", `${state}` ? `#?${state}` : "#");
}

function recall() {
  if (!location.hash.startsWith("#?")) return;
  const state = new URLSearchParams(location.hash.slice(2));
  form.elements.text.value = state.get("text") ?? "";
  form.elements.section.value = state.get("section") ?? "";
  const kept = state.has("status") ? state.get("status").split(",") : null;
  for (const box of boxes) box.checked = !kept || kept.includes(box.value);
  filter();
}

async function copy(button) {
  const text = button.closest("article").querySelector(`pre.${button.dataset.copy}`).textContent;
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "copied";
  } catch {
    button.textContent = "not allowed: select the text";
    button.closest("article").querySelector("details").open = true;
  }
  setTimeout(() => { button.textContent = label; }, 1500);
}

form.addEventListener("input", () => { filter(); remember(); });
form.addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("click", (event) => { if (event.target.matches(".copy")) copy(event.target); });
window.addEventListener("hashchange", recall);
recall();
