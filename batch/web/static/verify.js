// SPDX-License-Identifier: Apache-2.0
// The station: one field after the other beside its picture, by keyboard.

import { look } from "./asking.js";
import { CheckPanel } from "./check_panel.js";
import { Drafts } from "./drafts.js";
import { fill, FormRows } from "./form_rows.js";
import { PageView } from "./page_view.js";
import { watchReading } from "./reading.js";
import { Saving } from "./saving.js";
import { VerifyKeys } from "./verify_keys.js";
import { Watch } from "./watch.js";

const LOOKS_AGAIN_MS = 5000;
const by = (id) => document.getElementById(id);
const words = JSON.parse(by("words").textContent);
const form = new FormRows(JSON.parse(by("sheet").textContent), words);
const here = `/dossier/${form.sheet.id}`;
const input = by("value"), because = by("because"), entry = by("entry");
const view = new PageView(form.sheet.id, {
  page: by("page"), strip: by("strip"), caption: by("caption"), waiting: by("waiting"), words,
});

const panel = new CheckPanel(by("check"), form.sheet.id, {
  words,
  changed: async () => take(await look(`${here}/sheet`)),
  placesOf: (key) => (form.rows.has(key) ? form.field(key).places : []),
  mayPackage() {
    const [refused] = form.refused.keys(); // the check knows nothing of what the desk did not take
    if (refused) go(refused);
    return !refused;
  },
  shows(document, page) {
    const { pages } = form.sheet, at = pages.findIndex((one) => one.document === document && one.page === page);
    if (at >= 0) view.show({ ...pages[at], zone: null }, pageTold(pages[at].name, at + 1));
  },
});

const pageTold = (name, number) => fill(words.page_of, { name: name || words.unread, number, count: form.sheet.pages.length });

const drafts = new Drafts(form.sheet.id);
const watch = new Watch();

let current = null; // the key of the field that is looked at
let offered = -1; // which of its offers stands in the input, -1 for none
let atCheck = false; // whether the keyboard goes to the check as soon as all is kept
let paper = 0; // which of its places is shown
const onScreen = new Set(); // fields whose place was on the screen
const untold = new Set(); // those of them that the desk was not told of yet

// ---- one field at a time

const isTyped = (key = current) => key !== null && key === current && !entry.hidden && input.value.trim() !== form.field(key).value;

function remark(text, grave = false) {
  by("remark").textContent = text;
  by("remark").classList.toggle("grave", grave);
}

function put(value, offer = -1) {
  input.value = value;
  offered = offer;
  if (document.activeElement === input) input.select(); // which would take the focus from elsewhere
  [...by("offers").children].forEach((one, at) => one.classList.toggle("taken", at === offer));
}

/** Keep what stands in the input through a reload, until the desk has it. */
function keepDraft() {
  if (isTyped() && input.value.trim()) drafts.keep(current, { value: input.value.trim(), seen: form.seen.get(current) });
  else drafts.drop(current);
}

/** What others say, below the input. */
function list({ offers }) {
  by("offers").replaceChildren(
    ...offers.map(({ text, sources }, at) => {
      const line = document.createElement("li"), button = document.createElement("button"), who = document.createElement("small");
      button.type = "button";
      button.tabIndex = -1;
      button.append(text);
      button.addEventListener("mousedown", (event) => event.preventDefault());
      button.addEventListener("click", () => offer(at));
      who.textContent = sources.join(" · ");
      line.append(button, who);
      return line;
    }),
  );
}

function go(key) {
  atCheck = false;
  if (current !== null) form.rows.get(current).classList.remove("current");
  current = key;
  paper = 0;
  const row = form.rows.get(key), refused = form.refused.get(key);
  const fold = row.closest("details");
  if (fold) fold.open = true;
  row.classList.add("current");
  row.append(entry);
  entry.hidden = false;
  because.value = "";
  by("because-line").hidden = !refused?.insist;
  input.setAttribute("aria-label", row.querySelector(".name").textContent);
  input.setAttribute("aria-describedby", `standing-${key} remark`);
  row.scrollIntoView({ block: "nearest" });
  entry.scrollIntoView({ block: "nearest" });
  input.focus();
  list(form.field(key));
  put(refused?.value ?? form.field(key).value);
  refused ? remark(refused.error, true) : remark(form.field(key).waits || (input.value ? form.field(key).source : unread(key)));
  view.clearStrip();
  showPlace();
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
    entry.hidden = true;
    showPlace();
  }
  panel.refresh().then(() => first || panel.focus());
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
  entry.hidden = true;
  input.blur();
  by("check").scrollIntoView({ block: "nearest" });
  atCheck = true;
  if (!form.pending.size) panel.refresh().then(() => panel.focus());
}

// ---- where it stands

/** The places of the field on its papers, then the other pages of the dossier. */
function places() {
  const own = form.field(current).places, { pages, form_page } = form.sheet;
  const others = pages.filter((page) => !own.some((p) => p.document === page.document && p.page === page.page));
  const rest = own.length ? others : [...pages.slice(form_page), ...pages.slice(0, form_page)];
  return [...own, ...rest.map((page) => ({ ...page, zone: null, told: page.name }))];
}

async function showPlace() {
  const all = places(), key = current, at = paper % Math.max(1, all.length);
  const place = all[at] || null;
  const { pages } = form.sheet;
  const number = place && pages.findIndex((p) => p.document === place.document && p.page === place.page) + 1;
  const caption = place ? pageTold(place.told, number) : words.no_page;
  ahead();
  if ((await view.show(place, caption)) && at === 0) {
    onScreen.add(key);
    untold.add(key);
  }
}

function ahead() {
  const next = form.keys.slice(form.keys.indexOf(current) + 1).filter((key) => form.isDoubtful(key)).slice(0, 3);
  const coming = next.flatMap((key) => form.field(key).places.slice(0, 1));
  for (const place of [...coming, ...form.field(current).places.slice(1, 3)]) view.fetchAhead(place);
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
  saving.send(key, `${here}/field`, () => ({ key, seen: form.seen.get(key), shown: [...untold].join(" "), ...watch.told(), ...told }));
}

/** What stands in the field that is looked at is another value now, with a place of its own. */
function showAnew(touched) {
  if (!touched) put(form.field(current).value);
  list(form.field(current));
  paper = 0;
  showPlace();
}

/** The form as the desk has it now; tells of fields that others changed. */
function take(sheet, mine = []) {
  const touched = isTyped() || form.refused.has(current); // asked before the field's own value is another
  for (const key of form.take(sheet, isTyped)) {
    const { by: who, at } = form.known.get(key);
    onScreen.delete(key);
    if (who && !mine.includes(key)) form.mark(key, "other", `${who}, ${at}`);
    if (key === current && !entry.hidden) showAnew(touched);
  }
  count();
}

const saving = new Saving({
  saving: (key) => form.mark(key, "saving", words.saving),
  saved(key, answer, { shown = "" }) {
    for (const one of shown.split(" ")) untold.delete(one);
    form.pending.delete(key);
    drafts.drop(key);
    take(answer.sheet, [key, ...(answer.keys || [])]);
    form.mark(key, "saved", [words.saved, ...(answer.remarks || [])].join(" · "));
    if (answer.keys) takenBack(answer.keys);
    if (!form.pending.size) panel.refresh().then(() => atCheck && panel.focus());
  },
  unsaved(key, told) {
    form.mark(key, "unsaved", words.unsaved);
    remark(told ? `${told.error} ${told.advice}` : words.no_answer, true);
  },
  refused(key, { message, told }) {
    const value = form.pending.get(key);
    form.pending.delete(key);
    if (value !== undefined) form.refused.set(key, { value, error: message, insist: Boolean(told.may_insist) });
    drafts.drop(key);
    if (value) drafts.keep(key, { value, seen: form.seen.get(key) });
    if (told.sheet) take(told.sheet, [key]);
    form.mark(key, "refused", "");
    if (!form.rows.has(key)) return remark([message, told.advice].join(" "), true);
    if (told.sheet) form.seen.set(key, told.sheet.version); // from now on they see what it was changed to
    form.write(key);
    count();
    if (isElsewhere(key)) return form.mark(key, "refused", message); // it comes again once the others are decided
    go(key);
    remark([message, told.advice, told.may_insist ? words.why : ""].join(" "), true);
  },
});

/** Whether somebody types elsewhere than in this field: then they are led to no other. */
const isElsewhere = (key) => (isTyped() && key !== current) || panel.isTyped();

function takenBack(keys) {
  for (const key of keys) form.mark(key, "", "");
  const key = keys.find((one) => form.rows.has(one));
  if (!key || isElsewhere(key)) return;
  go(key);
  remark(fill(words.taken_back, { field: form.rows.get(key).querySelector(".name").textContent }));
}

function right() {
  const value = input.value.trim(), refused = form.refused.get(current), reason = because.value.trim();
  if (!value) return remark(words.nothing_typed, true);
  if (refused?.insist && refused.value === value && !reason) return because.focus();
  if (reason && refused?.value === value) decide(current, value, { value, because: reason });
  else if (isTyped()) decide(current, value, { value });
  else if (!onScreen.has(current)) return remark(words.wait);
  else decide(current, value, { confirm: "1" });
  onward();
}

/** Leave a field: what was typed is a decision; what only stood there is none. */
function leave() {
  const value = input.value.trim(), refused = form.refused.get(current);
  const isRefused = refused?.value === value && !refused.restored;
  if (!entry.hidden && value && isTyped() && !isRefused) decide(current, value, { value });
}

/** Put an offer into the input (-1: what stood there), and show where it stands. */
function offer(at) {
  const { offers, source, value } = form.field(current);
  put(at < 0 ? value : offers[at].text, at);
  keepDraft();
  remark(at < 0 ? source : offers[at].sources.join(" · "));
  const place = places().findIndex((one) => one.value === input.value);
  if (place < 0) return;
  paper = place;
  showPlace();
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
    if (offers.length) offer(((offered + 2) % (offers.length + 1)) - 1);
    else remark(words.nothing_else);
  },
  paper() {
    paper += 1;
    showPlace();
    remark(by("caption").textContent);
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
  } else if (!entry.hidden || ["undo", "help", "paper", "whole", "check"].includes(what)) does[what]();
});

function giveUp() {
  form.refused.delete(current);
  by("because-line").hidden = true;
  put(form.field(current).value);
  drafts.drop(current);
  remark("");
  count();
}

input.addEventListener("input", () => {
  offered = -1;
  keepDraft();
  list(form.field(current));
  if (form.refused.get(current)?.value !== input.value.trim()) by("because-line").hidden = true;
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
  if ((!entry.hidden && isTyped()) || saving.isWaiting || panel.isTyped() || form.refused.size) event.preventDefault();
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
  if (!entry.hidden) history.replaceState(null, "", `#${current}`);
  location.reload();
}

beginning();
count();
watchReading(showRead);
