// SPDX-License-Identifier: Apache-2.0
// Sheets dragged to another place, another dossier or out of it, and files dropped on the page.

import { drag, lay, press, sendNext } from "./papers_asking.js";
import { box, chosen, sheets } from "./sheets.js";

const by = (id) => document.getElementById(id);

function mark(place) {
  for (const one of document.querySelectorAll(".here")) if (one !== place) one.classList.remove("here");
  place?.classList.add("here");
}

document.addEventListener("dragstart", (event) => {
  const sheet = event.target.closest?.(".sheet");
  if (!sheet) return;
  drag.goesOn = true;
  if (!box(sheet).checked) for (const one of sheets()) box(one).checked = one === sheet;
  for (const one of chosen()) one.classList.add("dragged");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", "");
  setTimeout(() => document.body.classList.toggle("dragging", drag.goesOn)); // not before the browser has its picture
});

document.addEventListener("dragend", () => {
  drag.goesOn = false;
  document.body.classList.remove("dragging");
  mark(null);
  for (const one of sheets()) one.classList.remove("dragged");
});

document.addEventListener("dragover", (event) => {
  const files = event.dataTransfer.types.includes("Files");
  if (!files && !drag.goesOn) return;
  event.preventDefault();
  document.body.classList.toggle("dropping", files);
  if (!files) mark(event.target.closest(".sheet, [data-drop]"));
});

document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) document.body.classList.remove("dropping");
});

document.addEventListener("drop", (event) => {
  const files = event.dataTransfer.files;
  document.body.classList.remove("dropping");
  if (files.length) {
    event.preventDefault();
    const fields = new FormData(by("adding"));
    fields.delete("files");
    for (const file of files) fields.append("files", file);
    sendNext(by("adding").action, fields);
  } else if (drag.goesOn) {
    event.preventDefault();
    const place = event.target.closest(".sheet, [data-drop]");
    if (place?.dataset.drop === "remove") press("remove");
    else if (place?.dataset.drop === "move") by("to").value ? press("move") : by("to").focus();
    else if (place && !box(place).checked) lay(place.dataset.page);
  }
});
