// SPDX-License-Identifier: Apache-2.0
// The pages of a dossier by key and by dragging. Without this script the form does the same by its buttons.

import { watchReading } from "./reading.js";

const by = (id) => document.getElementById(id);
const sheets = () => [...document.querySelectorAll(".sheet")];
const box = (sheet) => sheet.querySelector("input");
const chosen = () => sheets().filter((sheet) => box(sheet).checked);
const current = () => document.activeElement?.closest?.(".sheet") ?? null;
const standing = () => current() ?? sheets().find((sheet) => box(sheet).tabIndex === 0); // also from a field beside them
let busy = false, dragged = false;
let done = Promise.resolve(); // once what is on its way is answered

// ---- asking the desk: its answer is the page as it is now, of which the content is taken over

/** Send a form, unless another one is on its way: what a key means would be another page by then. */
function send(address, fields) {
  if (!busy) done = sendNow(address, fields, spend(fields));
}

/** Send what was chosen or typed, which must not be lost, once it is its turn: for the pages and with the words and
 * files of now, whatever is chosen or typed until then. */
async function sendNext(address, fields) {
  const spent = spend(fields), waited = busy;
  while (busy) await done;
  const { elements } = by("papers");
  for (const name of ["seen", "change"]) if (fields.has(name)) fields.set(name, elements[name].value);
  done = sendNow(address, fields, spent, waited);
}

/** What is sent is chosen no more, so that it is not meant by what is pressed next. */
function spend(fields) {
  const pages = fields.getAll("page"), here = standing()?.dataset.page;
  const spent = chosen().filter((sheet) => pages.includes(sheet.dataset.page));
  for (const sheet of spent) box(sheet).checked = false;
  count();
  return { pages: spent.map((sheet) => sheet.dataset.page), here };
}

/** It was refused: it is chosen again, unless somebody went on to something else. */
function chooseAgain({ pages, here }, sent) {
  if (chosen().length || standing()?.dataset.page !== here || isTyping(sent)) return;
  for (const sheet of sheets()) box(sheet).checked = pages.includes(sheet.dataset.page);
  count();
}

async function sendNow(address, fields, spent, waited = false) {
  busy = true;
  by("working").hidden = false;
  const before = waited && by("told").matches(".refused") ? [...by("told").children] : []; // nobody has read it yet
  const refused = (sentences) => {
    refuse(sentences, before);
    chooseAgain(spent, fields);
  };
  try {
    // A refusal comes in JSON, the page as it is now in HTML.
    const headers = { Accept: "text/html, application/json" };
    const answer = await fetch(address, { method: "POST", body: fields, headers });
    const shown = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
    if (dragged) await new Promise((dropped) => document.addEventListener("dragend", dropped, { once: true }));
    if (shown) takeOver(shown, fields, before);
    else refused(Object.values(await answer.json()));
  } catch {
    refused([by("told").dataset.away]);
  } finally {
    busy = false;
    by("working").hidden = true;
  }
}

/** Whether somebody is typing in another field than the one of which this was sent. */
function isTyping(sent) {
  const at = document.activeElement;
  if (!at.matches("#papers .tools input:not([type=checkbox], [type=file])")) return false;
  return !(USES[sent.get("do")]?.includes(at.name) && at.value === sent.get(at.name));
}

/** Take over what may be another by now, and nothing that a person chooses, types or ticks meanwhile. */
function takeOver(shown, sent, before) {
  by("told").classList.toggle("refused", before.length > 0);
  by("told").replaceChildren(...before, ...shown.getElementById("told").children);
  const goesOn = isTyping(sent);
  const next = redrawn(shown, ["#papers > .papers", "#state", "#reading"]);
  for (const name of ["seen", "change", "before"]) {
    by("papers").elements[name].value = shown.querySelector(`#papers [name=${name}]`).value;
  }
  for (const input of document.querySelectorAll("#papers .tools input:not([type=file])")) forget(input, sent);
  by("out")?.remove();
  const out = shown.getElementById("out");
  if (out) by("adding").after(out);
  if (next && !goesOn) box(next).focus();
  watch();
}

/** Put the `parts` of the page as it is now in place of those that stand here. Chosen stays what is chosen, and one
 * stands at the page where one stands by then, or where that was; the sheet of that. */
function redrawn(shown, parts) {
  const picked = chosen().map((sheet) => sheet.dataset.page);
  const here = standing()?.dataset.page, at = sheets().indexOf(standing());
  for (const part of parts) document.querySelector(part).replaceWith(shown.querySelector(part));
  const there = sheets();
  for (const sheet of there) box(sheet).checked = picked.includes(sheet.dataset.page);
  const next = there.find((sheet) => sheet.dataset.page === here) ?? there[Math.min(Math.max(at, 0), there.length - 1)];
  tabStops(next);
  count();
  return next;
}

const USES = { kind: ["kind"], move: ["to", "procedure", "copy", "because"], remove: ["because"] };

/** What was sent is done with; what was typed for something else, or since, is not. */
function forget(input, sent) {
  if (!USES[sent.get("do")]?.includes(input.name)) return;
  if (input.type === "checkbox") input.checked &&= !sent.has(input.name);
  else if (input.value === sent.get(input.name)) input.value = "";
}

function count() {
  by("count").textContent = chosen().length ? `(${chosen().length})` : "";
}

function refuse(sentences, before = []) {
  by("told").classList.add("refused");
  by("told").replaceChildren(
    ...before,
    ...sentences.map((sentence) => {
      const line = document.createElement("p");
      line.textContent = sentence;
      return line;
    }),
  );
  by("told").scrollIntoView({ block: "nearest" });
}

/** What stands in the papers' form, for the chosen pages or else the one that is looked at. */
function told(button, here = current()) {
  const fields = new FormData(by("papers"), button);
  if (!chosen().length && here) fields.append("page", here.dataset.page);
  const withFile = button?.formEnctype === "multipart/form-data" && button.hasAttribute("formaction");
  if (!withFile) fields.delete("scan");
  return fields;
}

/** The same from a field, in which the page one stood at is meant where none is chosen. */
function enter(name) {
  sendNext(by("papers").action, told(buttonOf(name), standing()));
}

/** The same with the files that were just chosen; the next may be chosen, also the very same ones. */
function sendFiles(address, fields, input) {
  input.value = "";
  sendNext(address, fields);
}

const buttonOf = (name) => by("papers").querySelector(`button[value="${name}"]`);

function press(name) {
  send(by("papers").action, told(buttonOf(name)));
}

function lay(before) {
  by("before").value = before ?? "";
  const fields = told(null);
  fields.set("do", "order");
  send(by("papers").action, fields);
}

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

const watch = () => watchReading(refresh, () => busy || dragged);

/** Show the pages as they are now, and leave what is chosen, and what is just being typed. */
async function refresh() {
  const answer = await fetch(location.pathname);
  if (!answer.ok || busy || dragged) return;
  const shown = new DOMParser().parseFromString(await answer.text(), "text/html");
  const isHere = current() !== null;
  const next = redrawn(shown, ["#papers > .papers", "#state"]);
  by("papers").elements.seen.value = shown.querySelector("#papers [name=seen]").value;
  if (next && isHere) box(next).focus();
}

// ---- keys

function tabStops(at) {
  const there = sheets();
  const stop = at ?? there[0];
  for (const sheet of there) box(sheet).tabIndex = sheet === stop ? 0 : -1;
}

/** The sheet above (-1) or below (1): of those in another row the nearest. */
function inRow(from, way) {
  const here = from.getBoundingClientRect();
  const apart = (sheet) => {
    const there = sheet.getBoundingClientRect();
    return { down: way * (there.top - here.top), across: Math.abs(there.left - here.left), sheet };
  };
  const found = sheets().map(apart).filter(({ down }) => down > 20);
  found.sort((a, b) => a.down - b.down || a.across - b.across);
  const nearest = found.filter(({ down }) => down < (found[0]?.down ?? 0) + 20);
  nearest.sort((a, b) => a.across - b.across);
  return nearest[0]?.sheet;
}

function go(sheet, choosing) {
  if (!sheet) return;
  if (choosing) {
    if (current()) box(current()).checked = true;
    box(sheet).checked = true;
    count();
  }
  tabStops(sheet);
  box(sheet).focus({ preventScroll: true });
  sheet.scrollIntoView({ block: "nearest" });
}

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
const LETTERS = { r: "turn-right", l: "turn-left", d: "turn-over", t: "split", g: "join" };

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

// ---- dragging

function mark(place) {
  for (const one of document.querySelectorAll(".here")) if (one !== place) one.classList.remove("here");
  place?.classList.add("here");
}

document.addEventListener("dragstart", (event) => {
  const sheet = event.target.closest?.(".sheet");
  if (!sheet) return;
  dragged = true;
  if (!box(sheet).checked) for (const one of sheets()) box(one).checked = one === sheet;
  for (const one of chosen()) one.classList.add("dragged");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", "");
});

document.addEventListener("dragend", () => {
  dragged = false;
  mark(null);
  for (const one of sheets()) one.classList.remove("dragged");
});

document.addEventListener("dragover", (event) => {
  const files = event.dataTransfer.types.includes("Files");
  if (!files && !dragged) return;
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
  } else if (dragged) {
    event.preventDefault();
    const place = event.target.closest(".sheet, [data-drop]");
    if (place?.dataset.drop === "remove") press("remove");
    else if (place?.dataset.drop === "move") by("to").value ? press("move") : by("to").focus();
    else if (place && !box(place).checked) lay(place.dataset.page);
  }
});

document.body.classList.add("scripted");
if (document.activeElement === document.body) go(sheets()[0]); // the keys are for the page one is at
else tabStops(sheets()[0]);
watch();
