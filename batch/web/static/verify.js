// SPDX-License-Identifier: Apache-2.0
// The station: one field after the other beside its picture, by keyboard.

import { look } from "./asking.js";
import { CheckPanel } from "./check_panel.js";
import { Drafts } from "./drafts.js";
import { Entry } from "./entry.js";
import { fill, FormRows } from "./form_rows.js";
import { PageView } from "./page_view.js";
import { watchReading } from "./reading.js";
import { Saving } from "./saving.js";
import { Showing } from "./showing.js";
import { VerifyKeys } from "./verify_keys.js";
import { Watch } from "./watch.js";

const LOOKS_AGAIN_MS = 5000;
const by = (id) => document.getElementById(id);
const words = JSON.parse(by("words").textContent);
const form = new FormRows(JSON.parse(by("sheet").textContent), words);
const here = `/dossier/${form.sheet.id}`;
const because = by("because");
const view = new PageView(form.sheet.id, {
  page: by("page"), strip: by("strip"), caption: by("caption"), waiting: by("waiting"), words,
});
const showing = new Showing(form, view, words);
const entry = new Entry((at) => offer(at));
const { input } = entry;

const panel = new CheckPanel(by("check"), form.sheet.id, {
  words,
  changed: async () => take(await look(`${here}/sheet`)),
  placesOf: (key) => (form.rows.has(key) ? form.field(key).places : []),
  mayPackage() {
    const [refused] = form.refused.keys(); // the check knows nothing of what the desk did not take
    if (refused) go(refused);
    return !refused;
  },
  shows: (document, page) => showing.showPage(document, page),
});

const drafts = new Drafts(form.sheet.id);
const watch = new Watch();

let current = null; // the key of the field that is looked at
let unheard = false; // whether it stands below the input that the desk does not answer
let atCheck = false; // whether the keyboard goes to the check as soon as all is kept

// ---- one field at a time

const isTyped = (key = current) => key !== null && key === current && entry.isShown && entry.value !== form.field(key).value;

/** Keep what stands in the input through a reload, until the desk has it. */
function keepDraft() {
  if (isTyped() && entry.value) drafts.keep(current, { value: entry.value, seen: form.seen.get(current) });
  else drafts.drop(current);
}

function go(key) {
  atCheck = false;
  if (current !== null) form.rows.get(current).classList.remove("current");
  current = key;
  const row = form.rows.get(key), refused = form.refused.get(key);
  unheard = false;
  const fold = row.closest("details");
  if (fold) fold.open = true;
  row.classList.add("current");
  because.value = "";
  by("because-line").hidden = !refused?.insist;
  entry.moveTo(row, key, row.querySelector(".name").textContent);
  entry.list(form.field(key));
  entry.put(refused?.value ?? form.field(key).value);
  remarkOn(key);
  view.clearStrip();
  showing.show(key);
}

function remarkOn(key) {
  const refused = form.refused.get(key), field = form.field(key);
  refused ? entry.remark(refused.error, true) : entry.remark(field.waits || (input.value ? field.source : unread(key)));
}

/** Why nothing stands in the input. */
const unread = (key) => (form.field(key).places[0]?.about ? words.about : words.not_sure);

/** What was typed before this page was loaded; the key of the first field where it waits for an Enter. */
function restored() {
  const there = drafts.all.filter(([key]) => form.rows.has(key));
  for (const [key, { value, seen, told }] of there) {
    form.seen.set(key, seen);
    if (told) decide(key, value, told);
    else form.refused.set(key, { value, error: words.restored, restored: true });
  }
  return there.find(([, { told }]) => !told)?.[0];
}

function beginning() {
  const asked = location.hash.slice(1); // the field that another page leads to
  const first = restored() ?? (form.rows.has(asked) ? asked : form.keys.find((key) => form.isDoubtful(key)));
  if (first) go(first);
  else {
    current = form.keys[0];
    entry.hide();
    showing.show(current);
  }
  panel.refresh().then(() => entry.isShown || panel.focus());
}

function count() {
  const left = form.left;
  const none = by("reading").dataset.goesOn ? "" : words.all_decided; // who knows what is still to be read
  by("count").textContent = left ? fill(words.left, { count: left }) : none;
  const state = form.sheet.state;
  by("state").textContent = state.charAt(0).toUpperCase() + state.slice(1);
}

function onward() {
  const doubtful = (key) => form.isDoubtful(key) && !form.refused.has(key);
  const next = form.beside(current, 1, doubtful) || form.keys.find((key) => form.isLeft(key));
  if (next) return go(next);
  toCheck();
}

/** To the check, once all that was decided is kept. */
function toCheck() {
  form.rows.get(current).classList.remove("current");
  entry.hide();
  by("check").scrollIntoView({ block: "nearest" });
  atCheck = true;
  if (!form.pending.size) panel.refresh().then(() => atCheck && panel.focus()); // unless somebody went back meanwhile
}

// ---- what is decided is kept at once

function decide(key, value, told) {
  form.refused.delete(key);
  form.pending.set(key, value);
  form.write(key);
  count();
  // A value that was only confirmed is no loss: it is still to be looked at.
  if (told.confirm) drafts.drop(key);
  else drafts.keep(key, { value, seen: form.seen.get(key), told });
  watch.touched();
  saving.send(key, `${here}/field`, () => ({ key, seen: form.seen.get(key), shown: [...showing.untold].join(" "), ...watch.told(), ...told }));
}

/** What stands in the field that is looked at is another value now, with a place of its own. */
function showAnew(touched) {
  if (!touched) entry.put(form.field(current).value);
  entry.list(form.field(current));
  showing.show();
}

/** The form as the desk has it now; tells of fields that others changed. */
function take(sheet, mine = []) {
  const touched = isTyped() || form.refused.has(current); // asked before the field's own value is another
  for (const key of form.take(sheet, isTyped)) {
    const { by: who, at } = form.known.get(key);
    showing.onScreen.delete(key);
    if (who && !mine.includes(key)) form.mark(key, "other", `${who}, ${at}`);
    if (key === current && entry.isShown) showAnew(touched);
  }
  count();
}

const saving = new Saving({
  saving: (key) => form.mark(key, "saving", words.saving),
  saved(key, answer, { shown = "" }) {
    for (const one of shown.split(" ")) showing.untold.delete(one);
    form.pending.delete(key);
    drafts.drop(key);
    take(answer.sheet, [key, ...(answer.keys || [])]);
    form.mark(key, "saved", [words.saved, ...(answer.remarks || [])].join(" · "));
    if (unheard && !form.pending.size) remarkOn(current);
    unheard &&= form.pending.size > 0;
    if (answer.keys) takenBack(answer.keys);
    if (!form.pending.size) panel.refresh().then(() => atCheck && panel.focus());
  },
  unsaved(key, told) {
    form.mark(key, "unsaved", words.unsaved);
    entry.remark(told ? `${told.error} ${told.advice}` : words.no_answer, true);
    unheard = true;
  },
  refused(key, { message, told }) {
    const value = form.pending.get(key);
    form.pending.delete(key);
    if (value !== undefined) form.refused.set(key, { value, error: message, insist: Boolean(told.may_insist) });
    drafts.drop(key);
    if (value) drafts.keep(key, { value, seen: form.seen.get(key) });
    if (told.sheet) take(told.sheet, [key]);
    form.mark(key, "refused", "");
    if (!form.rows.has(key)) return entry.remark([message, told.advice].join(" "), true);
    if (told.sheet) form.seen.set(key, told.sheet.version); // from now on they see what it was changed to
    form.write(key);
    count();
    if (isElsewhere(key)) return form.mark(key, "refused", message); // it comes again once the others are decided
    go(key);
    entry.remark([message, told.advice, told.may_insist ? words.why : ""].join(" "), true);
  },
});

/** Whether somebody types elsewhere than in this field: then they are led to no other. */
const isElsewhere = (key) => (isTyped() && key !== current) || panel.isTyped();

function takenBack(keys) {
  for (const key of keys) form.mark(key, "", "");
  const key = keys.find((one) => form.rows.has(one));
  if (!key || isElsewhere(key)) return;
  go(key);
  entry.remark(fill(words.taken_back, { field: form.rows.get(key).querySelector(".name").textContent }));
}

function right() {
  const value = entry.value, refused = form.refused.get(current), reason = because.value.trim();
  if (!value) return entry.remark(words.nothing_typed, true);
  if (refused?.insist && refused.value === value && !reason) return because.focus();
  if (reason && refused?.value === value) decide(current, value, { value, because: reason });
  else if (isTyped()) decide(current, value, { value });
  else if (!showing.onScreen.has(current)) return entry.remark(words.wait);
  else decide(current, value, { confirm: "1" });
  onward();
}

/** Leave a field: what was typed is a decision; what only stood there is none. */
function leave() {
  const value = entry.value, refused = form.refused.get(current);
  const isRefused = refused?.value === value && !refused.restored;
  if (entry.isShown && value && isTyped() && !isRefused) decide(current, value, { value });
}

/** Put an offer into the input (-1: what stood there), and show where it stands. */
function offer(at) {
  const { offers, source, value } = form.field(current);
  entry.put(at < 0 ? value : offers[at].text, at);
  keepDraft();
  entry.remark(at < 0 ? source : offers[at].sources.join(" · "));
  const place = showing.places().findIndex((one) => one.value === input.value);
  if (place >= 0) showing.show(current, place);
}

const does = {
  next: right,
  empty() {
    decide(current, "", { value: "" });
    onward();
  },
  unreadable() {
    decide(current, "", { unreadable: "1" });
    onward();
  },
  offer() {
    const { offers } = form.field(current);
    if (offers.length) offer(((entry.offered + 2) % (offers.length + 1)) - 1);
    else entry.remark(words.nothing_else);
  },
  paper() {
    showing.show(current, showing.at + 1);
    entry.remark(by("caption").textContent);
  },
  whole: () => view.toggleWhole(),
  undo: () => saving.send("undo", `${here}/undo`, () => ({ seen: form.sheet.version })),
  check() {
    if (atCheck || by("check").contains(document.activeElement))
      return go(form.keys.find((key) => form.isLeft(key)) ?? current);
    leave();
    toCheck();
  },
  help: () => by("help").showModal(),
};

// ---- keys

const keys = new VerifyKeys({ input, because, check: by("check"), isTyped });

function movesTo({ key, shiftKey, ctrlKey, altKey, target }) {
  if (key === "Tab" && target === input && !ctrlKey && !altKey)
    return form.beside(current, shiftKey ? -1 : 1, (one) => form.isDoubtful(one));
  if (altKey && key === "ArrowDown") return form.beside(current, 1);
  if (altKey && key === "ArrowUp") return form.beside(current, -1);
  return null;
}

document.addEventListener("keydown", (event) => {
  if (keys.isComposing(event) || by("help").open) return;
  const key = movesTo(event), what = key ? null : keys.meant(event);
  if (!key && !what) {
    if (event.key === "Escape" && event.target === input) giveUp();
    if (event.key === "Tab" && event.target === input) leave(); // the focus goes on, out of the form
    return;
  }
  event.preventDefault();
  if (key) {
    leave();
    go(key);
  } else if (entry.isShown || ["undo", "help", "paper", "whole", "check"].includes(what)) does[what]();
});

function giveUp() {
  form.refused.delete(current);
  by("because-line").hidden = true;
  entry.put(form.field(current).value);
  drafts.drop(current);
  entry.remark("");
  count();
}

input.addEventListener("input", () => {
  entry.offered = -1;
  keepDraft();
  entry.list(form.field(current));
  if (form.refused.get(current)?.value !== entry.value) by("because-line").hidden = true;
});

for (const button of document.querySelectorAll("[data-does]")) {
  button.addEventListener("mousedown", (event) => event.preventDefault()); // the input keeps the focus
  button.addEventListener("click", () => does[button.dataset.does]());
}

for (const [key, row] of form.rows)
  row.querySelector(".name").addEventListener("click", () => {
    leave();
    go(key);
  });

// A closed window takes with it what only stands in it; the browser asks first.
addEventListener("beforeunload", (event) => {
  if ((entry.isShown && isTyped()) || saving.isWaiting || panel.isTyped() || form.refused.size) event.preventDefault();
});

addEventListener("resize", () => view.shown && view.draw());

setInterval(async () => {
  if (document.visibilityState !== "visible" || form.pending.size) return;
  const fresh = await look(`${here}/sheet`).catch(() => null); // a change that meets a dead desk says so
  if (fresh && !form.pending.size && fresh.version !== form.sheet.version) take(fresh);
}, LOOKS_AGAIN_MS);

/** What was read changes which fields are to be looked at: the page is drawn anew, unless somebody is doing
 * something at it, and the keyboard stays at its field.
 */
function showRead() {
  const isBusy = isTyped() || saving.isWaiting || panel.isTyped() || form.refused.size || by("help").open;
  if (isBusy) return (by("reading").textContent = words.read);
  if (entry.isShown) history.replaceState(null, "", `#${current}`);
  location.reload();
}

beginning();
count();
watchReading(showRead);
