// SPDX-License-Identifier: Apache-2.0
// The counter page: what is typed is kept as it is typed, and what follows from it is drawn by the desk, part by
// part. Without this script the form does the same by its buttons.

const PAUSE_MS = 350, AGAIN_MS = 3000;
const by = (id) => document.getElementById(id);
const form = by("visit");
let changes = 0; // counts what was typed
let kept = 0; // of that the desk has so much
let asking = null; // the save that is on its way
let timer = 0;
let pressed = Promise.resolve(); // the last button that was pressed
let pressing = false;
let done = false; // whether the visit is over
let composing = false;

// ---- asking the desk: its answer is the page as it is now, of which the parts are taken over

async function ask(address, fields) {
  const headers = { Accept: "text/html, application/json" };
  const answer = await fetch(address, { method: "POST", body: fields, headers, keepalive: address === form.action });
  const isPage = (answer.headers.get("Content-Type") || "").startsWith("text/html");
  if (!isPage) throw Object.values(await answer.json());
  return { answer, page: new DOMParser().parseFromString(await answer.text(), "text/html") };
}

/** What stands in the form, without its files. */
function fields() {
  const all = new FormData(form);
  all.delete("files");
  return new URLSearchParams(all);
}

/** Have the desk keep what is typed; when this is done it has all that was there at the beginning. */
async function save() {
  clearTimeout(timer);
  while (asking) await asking;
  if (kept === changes || pressing || done) return;
  const upTo = changes;
  asking = (async () => {
    try {
      const { page } = await ask(form.action, fields());
      kept = upTo;
      if (kept !== changes) return; // what follows from the newer words is asked for next
      tellKept();
      // Why something was not taken, or not made, stands until the next button is pressed.
      takeOver(page, false, by("told").textContent.trim() ? ALL_BUT_TOLD : "[data-part]");
    } catch (told) {
      tellKept(Array.isArray(told) ? told.join(" ") : form.dataset.unsaved);
      timer = setTimeout(save, AGAIN_MS);
    }
  })();
  await asking;
  asking = null;
}

function tellKept(trouble = "") {
  by("kept").textContent = trouble || `✓ ${form.dataset.saved}`;
  by("kept").classList.toggle("wrong", Boolean(trouble));
}

const OF_FILES = "#told, #attached", ALL_BUT_TOLD = "[data-part]:not(#told)";

/** Show the `parts` of the page as they are now; `all`: also where that blames what is just being typed. */
function takeOver(page, all = false, parts = "[data-part]") {
  for (const part of document.querySelectorAll(parts)) {
    const fresh = page.getElementById(part.id);
    const at = document.activeElement, inside = part.contains(at);
    if (!fresh || fresh.innerHTML === part.innerHTML) continue;
    if (isBusy(part, at, fresh, all)) continue;
    const open = [...part.querySelectorAll("details[open]")].map((one) => one.id), caret = inside && at.selectionStart;
    part.replaceChildren(...fresh.childNodes);
    for (const id of open) if (by(id)) by(id).open = true;
    if (inside) (by(at.id) || first(part) || first(part.closest(".card") ?? part) || by("make")).focus();
    if (by(at.id)?.type === "text" && inside) by(at.id).setSelectionRange(caret, caret);
  }
  for (const input of form.querySelectorAll("input[type=text][aria-describedby]"))
    input.setAttribute("aria-invalid", String(Boolean(by(input.getAttribute("aria-describedby"))?.textContent.trim())));
}

/** Whether a letter is put together in the part, or it would blame the field that is being typed. */
function isBusy(part, at, fresh, all) {
  const blamed = at.getAttribute?.("aria-describedby") === part.id && fresh.textContent.trim();
  return (blamed && !all) || (composing && part.contains(at));
}

const first = (part) => [...part.querySelectorAll("input:not([type=hidden]), button")].find((one) => one.checkVisibility());

function refuse(sentences) {
  by("told").replaceChildren(
    ...sentences.map((sentence) => Object.assign(document.createElement("p"), { className: "refused", textContent: sentence })),
  );
  by("told").scrollIntoView({ block: "nearest" });
}

/** Press a button of the form by script, after what was pressed before: the page is shown that the desk answers
 * with. `told` makes what is sent, with all that is typed by then. */
function press(address, told) {
  pressed = pressed.then(() => done || answerTo(address, told));
  return pressed;
}

async function answerTo(address, told) {
  while (asking) await asking;
  busy(true);
  const upTo = changes;
  try {
    const { answer, page } = await ask(address, told());
    kept = upTo;
    const there = new URL(answer.url).pathname;
    if (answer.redirected && there !== new URL(form.action).pathname) {
      done = true; // what is on this page is not kept again
      return location.assign(there);
    }
    // What is typed or ticked meanwhile stays; what follows from it is asked for next.
    takeOver(page, true, kept === changes ? "[data-part]" : OF_FILES);
    if (kept === changes) toWhatIsWrong();
  } catch (told) {
    refuse(Array.isArray(told) ? told : [by("told").dataset.away]);
  }
  busy(false);
  if (kept === upTo && kept !== changes) save(); // not after a refusal, which is to be read
}

function busy(is) {
  pressing = is;
  document.body.classList.toggle("busy", is);
  if (is) by("kept").textContent = form.dataset.busy;
  else if (kept === changes) tellKept();
}

function toWhatIsWrong() {
  const line = [...form.querySelectorAll(".wrong[id]")].find((one) => one.textContent.trim());
  if (by("told").textContent.trim() && line) by(line.id.replace(/-wrong$/, ""))?.focus();
}

// ---- what is typed

function changed(now) {
  changes += 1;
  clearTimeout(timer);
  if (!composing) timer = setTimeout(save, now ? 0 : PAUSE_MS);
}

form.addEventListener("input", ({ target }) => target.type !== "file" && changed(target.type !== "text"));
form.addEventListener("change", ({ target }) => (target.type === "file" ? attach(target.files) : kept !== changes && save()));
form.addEventListener("compositionstart", () => (composing = true));
form.addEventListener("compositionend", () => {
  composing = false;
  changed(false);
});
addEventListener("beforeunload", () => kept !== changes && save());
addEventListener("pageshow", (event) => event.persisted && location.reload()); // a picture of a visit that is done

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const button = event.submitter;
  if (button?.hasAttribute("formaction")) press(button.formAction, () => withButton(button));
  else save();
});

function withButton(button) {
  const all = fields();
  if (button.name) all.set(button.name, button.value);
  return all;
}

// ---- files

async function attach(files) {
  const most = Number(by("told").dataset.most) * 1e6;
  if ([...files].reduce((sum, file) => sum + file.size, 0) > most) return refuse([by("told").dataset.large]);
  const chosen = [...files], at = document.activeElement;
  await press(`${form.action}/files`, () => {
    const all = new FormData(form);
    all.delete("files");
    for (const file of chosen) all.append("files", file);
    return all;
  });
  if ([...by("files").files].every((file) => chosen.includes(file))) by("files").value = ""; // not what was chosen since
  if (document.activeElement === at || document.activeElement === document.body) by("files").focus();
}

document.addEventListener("dragover", (event) => {
  if (!event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  document.body.classList.add("dropping");
});
document.addEventListener("dragleave", (event) => event.relatedTarget || document.body.classList.remove("dropping"));
document.addEventListener("drop", (event) => {
  document.body.classList.remove("dropping");
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  attach(event.dataTransfer.files);
});

// ---- keys; none acts while a typing method puts a letter together

/**
 * Where Enter leads, one after the other: of several choices the one that counts, and none of a procedure that is clear; to the
 * day of birth, which mostly the number tells, only Tab leads.
 */
function stops() {
  const all = [...form.querySelectorAll(".typed input:not([type=hidden])")].filter((one) => one.checkVisibility());
  const counts = (one) => {
    if (one.type !== "radio") return one.id !== "birth_date" || one === document.activeElement;
    const group = all.filter((other) => other.name === one.name), chosen = group.find((other) => other.checked);
    return one === (chosen || group[0]) && !(chosen && one.name === "procedure");
  };
  return [...all.filter(counts), by("make")];
}

let ahead = null; // keys pressed while the desk says which question comes next: they mean that one

async function onward(from, keys = []) {
  if (from.name === "procedure" && !from.checked) from.click();
  if (from.id === "words") return named();
  if (kept !== changes && (from.id === "relation" || from.name.startsWith("answer-"))) {
    from.readOnly = true;
    ahead = keys;
    await save();
    ahead = null;
    from.readOnly = false;
    if (kept !== changes) keys.length = 0; // it was not kept, so which question comes next is not known
    if (document.activeElement !== from && document.activeElement !== by(from.id)) return;
  }
  if (from.name === "procedure") return at(by("name"));
  const there = stops(), here = there.findIndex((one) => one === from || (from.type === "radio" && one.name === from.name));
  at(there[here + 1] || by("make"));
  pressAhead(keys);
}

/** Press in their order, where one is now, the figures and Enters that came too early; none of them makes the dossier. */
function pressAhead(keys) {
  const place = document.activeElement, key = keys.shift();
  if (!key || !place.matches(".typed input:not([type=file])")) return;
  if (key === "Enter") return onward(place, keys);
  if (place.type === "radio") choose(place.name, key);
  else if (place.type === "text") {
    place.setRangeText(key, place.selectionStart, place.selectionEnd, "end");
    place.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  pressAhead(keys);
}

/** Whether a key that is pressed now is kept for the question that comes next: a figure, and Enter behind one. */
const isAhead = (key, place) => ahead && (place.type === "radio" || place.readOnly) && (/^\d$/.test(key) || (key === "Enter" && ahead.length));

/** On to the name at once, so that no letter is lost; back to the procedures where none is clear and nothing is typed yet. */
async function named() {
  at(by("name"));
  if (kept !== changes) await save();
  const choice = by("found-1"), isClear = form.querySelector("input[name=procedure]:checked") || !choice;
  if (document.activeElement === by("name") && !by("name").value && !isClear) choice.focus();
}

function at(place) {
  place.focus();
  if (place.type === "text") place.select();
}

document.addEventListener("keydown", (event) => {
  const { key, target, ctrlKey, altKey, metaKey } = event;
  if (event.isComposing || event.keyCode === 229) return;
  let does = null;
  if (key === "Enter" && ctrlKey) does = () => by("make").click();
  else if (ctrlKey || altKey || metaKey) return;
  else if (isAhead(key, target)) does = () => ahead.push(key);
  else if (key === "Enter" && target.matches("input:not([type=file])")) does = () => onward(target);
  else if (target.type === "radio" && /^\d$/.test(key)) does = () => choose(target.name, key);
  if (!does) return;
  event.preventDefault();
  does();
});

function choose(name, digit) {
  const one = [...form.querySelectorAll("input[type=radio]")].find((each) => each.name === name && each.id.endsWith(`-${digit}`));
  one?.focus();
  one?.click();
}

document.body.classList.add("scripted");
