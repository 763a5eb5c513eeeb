// SPDX-License-Identifier: Apache-2.0
// The pages of a dossier by key and by dragging. Without this script the form does the same by its buttons.

import { afterDrawing, enter, isBusy, press, redrawn, send, sendFiles, told } from "./papers_asking.js";
import "./papers_dragging.js";
import { watchReading } from "./reading.js";
import { box, count, current, go, inRow, sheets, standing, tabStops } from "./sheets.js";

const by = (id) => document.getElementById(id);

// ---- what is chosen and sent

document.addEventListener("change", ({ target }) => {
  if (target.name === "page") count();
  else if (target.id === "files" && target.files.length) by("adding").requestSubmit();
  else if (target.id === "scan" && target.files.length) by("papers").requestSubmit(by("put"));
});

document.addEventListener("submit", (event) => {
  const form = event.target, button = event.submitter;
  if (form.id === "papers") {
    event.preventDefault();
    const address = button?.hasAttribute("formaction") ? button.formAction : form.action;
    if (button === by("put")) sendFiles(address, told(button), by("scan"));
    else send(address, told(button));
  } else if (form.id === "adding") {
    event.preventDefault();
    sendFiles(form.action, new FormData(form), by("files"));
  } else if (form.matches(".back")) {
    event.preventDefault();
    send(form.action, new FormData(form, button));
  }
});

// ---- pages that are still being read

const watch = () => watchReading(refresh, isBusy);

/** Show the pages as they are now, and leave what is chosen, and what is just being typed. */
async function refresh() {
  const answer = await fetch(location.pathname);
  if (!answer.ok || isBusy()) return;
  const shown = new DOMParser().parseFromString(await answer.text(), "text/html");
  const isHere = current() !== null;
  const next = redrawn(shown, ["#papers > .papers", "#state"]);
  by("papers").elements.seen.value = shown.querySelector("#papers [name=seen]").value;
  if (next && isHere) box(next).focus();
}

// ---- keys

/** The page as large as the window takes. */
function enlarge(sheet) {
  const small = sheet.querySelector("img");
  if (!small) return;
  const large = new URL(small.src);
  large.pathname = large.pathname.replace(/small$/, "window");
  by("large-title").textContent = by("large-picture").alt = small.alt;
  by("large-picture").src = large;
  by("large").showModal();
}

document.addEventListener("dblclick", (event) => {
  const sheet = event.target.closest(".sheet");
  if (sheet) enlarge(sheet);
});

const ENTERS = { to: "move", procedure: "move", because: "remove", kind: "kind" };
const LETTERS = { r: "turn-right", l: "turn-left", d: "turn-over", t: "split", g: "join", a: "again" };

document.addEventListener("keydown", (event) => {
  const target = event.target, here = current();
  const typing = target.matches("input:not([type=checkbox]), select, textarea");
  if (event.isComposing || event.keyCode === 229 || by("help").open || by("large").open) return;
  if (typing) {
    if (event.key === "Escape") go(standing());
    if (event.key !== "Enter" || !(target.id in ENTERS)) return;
    event.preventDefault();
    if (!event.repeat) enter(ENTERS[target.id]);
    return;
  }
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const at = here ? sheets().indexOf(here) : -1;
  let does = null;
  if ((event.ctrlKey || event.metaKey) && key === "z") does = () => press("undo");
  else if (event.ctrlKey && here && key === "ArrowLeft") does = () => press("earlier");
  else if (event.ctrlKey && here && key === "ArrowRight") does = () => press("later");
  else if (event.ctrlKey || event.altKey || event.metaKey) return;
  else if (key === "?" || key === "F1") does = () => by("help").showModal();
  else if (key === "n") does = () => by("files").click();
  else if (!here) return;
  else if (key === "ArrowLeft") does = () => go(sheets()[at - 1], event.shiftKey);
  else if (key === "ArrowRight") does = () => go(sheets()[at + 1], event.shiftKey);
  else if (key === "ArrowUp") does = () => go(inRow(here, -1), event.shiftKey);
  else if (key === "ArrowDown") does = () => go(inRow(here, 1), event.shiftKey);
  else if (key === "Enter") does = () => enlarge(here);
  else if (key === "Delete") does = () => press("remove");
  else if (key === "k") does = () => by("kind").focus();
  else if (key === "b") does = () => by("scan").click();
  else if (key === "m") does = () => by("to").focus();
  else if (key in LETTERS) does = () => press(LETTERS[key]);
  if (does) {
    event.preventDefault();
    does();
  }
});

document.addEventListener("focusin", () => current() && tabStops(current()));

document.body.classList.add("scripted");
const named = sheets().find((sheet) => location.hash === `#page-${sheet.dataset.page}`); // the morning leads to a page
if (document.activeElement === document.body) go(named ?? sheets()[0]); // the keys are for the page one is at
else tabStops(sheets()[0]);
afterDrawing(watch);
watch();
