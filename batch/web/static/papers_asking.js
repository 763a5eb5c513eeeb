// SPDX-License-Identifier: Apache-2.0
// What is done with a dossier's pages: asked of the desk, whose answer is the page as it is now.

import { box, chosen, count, current, sheets, standing, tabStops } from "./sheets.js";

const by = (id) => document.getElementById(id);
export const drag = { goesOn: false }; // while a sheet is dragged nothing is drawn anew under it
let busy = false;
let done = Promise.resolve(); // once what is on its way is answered
let drawn = () => {}; // what follows once the pages were drawn anew

export const isBusy = () => busy || drag.goesOn;

/** Have `next` called each time the pages were drawn anew. */
export function afterDrawing(next) {
  drawn = next;
}

/** Send a form, unless another one is on its way: what a key means would be another page by then. */
export function send(address, fields) {
  if (!busy) done = sendNow(address, fields, spend(fields));
}

/** Send what was chosen or typed, which must not be lost, once it is its turn: for the pages and with the words and
 * files of now, whatever is chosen or typed until then. */
export async function sendNext(address, fields) {
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
    if (drag.goesOn) await new Promise((dropped) => document.addEventListener("dragend", dropped, { once: true }));
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
  if (!goesOn) (next ? box(next) : document.querySelector("#papers [data-onward]"))?.focus();
  drawn();
}

/** Put the `parts` of the page as it is now in place of those that stand here. Chosen stays what is chosen, and one
 * stands at the page where one stands by then, or where that was; the sheet of that. */
export function redrawn(shown, parts) {
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
export function told(button, here = current()) {
  const fields = new FormData(by("papers"), button);
  if (!chosen().length && here) fields.append("page", here.dataset.page);
  const withFile = button?.formEnctype === "multipart/form-data" && button.hasAttribute("formaction");
  if (!withFile) fields.delete("scan");
  return fields;
}

/** The same from a field, in which the page one stood at is meant where none is chosen. */
export function enter(name) {
  sendNext(by("papers").action, told(buttonOf(name), standing()));
}

/** The same with the files that were just chosen; the next may be chosen, also the very same ones. */
export function sendFiles(address, fields, input) {
  input.value = "";
  sendNext(address, fields);
}

const buttonOf = (name) => by("papers").querySelector(`button[value="${name}"]`);

export function press(name) {
  send(by("papers").action, told(buttonOf(name)));
}

export function lay(before) {
  by("before").value = before ?? "";
  const fields = told(null);
  fields.set("do", "order");
  send(by("papers").action, fields);
}
