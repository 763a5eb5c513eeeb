// SPDX-License-Identifier: Apache-2.0
// Doubtful values of many dossiers, a screenful after the other, by keyboard.

import { look } from "./asking.js";
import { fill } from "./form_rows.js";
import { strip } from "./pictures.js";
import { Saving } from "./saving.js";
import { element, Looking, ValueCell } from "./value_cells.js";

const by = (id) => document.getElementById(id);
const words = JSON.parse(by("words").textContent);
const grid = by("grid"), input = by("value");
const looking = new Looking();

let cells = []; // on the screen
let current = 0;
let offered = -1; // which offer stands in the input, -1 for none
let coming = null; // the screenful behind this one, on its way
let wasTyped = false;
let isMoving = false; // the next screenful is awaited: what is on the screen is done with
const again = []; // screenfuls to come back to, the last first
const done = []; // what the desk said was done, each to be taken back
const left = new Map(); // set aside on earlier screens: dossier and key → cell

const at = () => cells[current];
const nameOf = ({ dossier, key }) => `${dossier} ${key}`;
const isTyped = () => wasTyped && input.value.trim() !== at().value;

function remark(text, grave = false) {
  by("remark").textContent = text;
  by("remark").classList.toggle("grave", grave);
}

// ---- screens

function show(told) {
  cells = told.map((one) => (one instanceof ValueCell ? one : new ValueCell(one, words)));
  by("over").hidden = cells.length > 0;
  grid.hidden = cells.length === 0;
  grid.replaceChildren(...cells.map((cell) => cell.row));
  cells.forEach((cell, place) => {
    left.delete(nameOf(cell));
    cell.row.onmousedown = (event) => event.target !== input && (event.preventDefault(), leave(), go(place));
    cell.row.querySelector("a").onmousedown = (event) => event.stopPropagation();
    cell.mark.onclick = does.toggle;
  });
  if (!cells.length) return over();
  looking.watch(cells);
  go(Math.max(0, cells.findIndex((cell) => cell.isOpen && !cell.isElsewhere)));
}

function fetchNext(last) {
  const here = new URL(location.href);
  here.pathname += "/cells";
  here.searchParams.set("after", last.at);
  coming = look(here.pathname + here.search).then(({ cells: told }) => {
    for (const { dossier, key, seen } of told) strip(dossier, key, seen).catch(() => {});
    return told;
  });
  coming.catch(() => {});
  coming.last = last;
}

async function onward() {
  for (const cell of cells) if (cell.isOpen || cell.state === "right") left.set(nameOf(cell), cell);
  if (again.length) return show(again.pop());
  if (!coming) return show([]);
  const { last } = coming;
  isMoving = input.readOnly = true;
  try {
    const told = await coming;
    coming = null;
    show(told);
    if (told.length) fetchNext(told[told.length - 1]);
  } catch {
    remark(words.no_answer, true);
    fetchNext(last);
  } finally {
    isMoving = false;
  }
}

function over() {
  input.hidden = true;
  by("none-left").hidden = left.size > 0;
  by("some-left").hidden = by("left").hidden = left.size === 0;
  by("left").replaceChildren(
    ...[...left.values()].map((cell) => {
      const line = element("li"), link = element("a", "", `${cell.short} · ${cell.name}`);
      link.href = cell.address;
      line.append(link, ` ${cell.note}`);
      return line;
    }),
  );
  by("others").focus();
}

// ---- one cell at a time

function put(value, offer = -1) {
  input.value = value;
  offered = offer;
  wasTyped = offer >= 0;
  input.select();
}

function go(place) {
  at()?.row.classList.remove("current");
  current = place;
  const cell = at();
  cell.row.classList.add("current");
  cell.told.after(input);
  input.hidden = false;
  input.readOnly = cell.isElsewhere;
  input.setAttribute("aria-label", cell.saidAs(place + 1, cells.length));
  put(cell.state === "gone" ? "" : cell.value);
  cell.row.scrollIntoView({ block: "nearest" });
  input.focus({ preventScroll: true });
}

/** The next cell from here (step 1 or -1) that still wants a word; -1 where none does. */
function nextOpen(step) {
  for (let place = current + step; place >= 0 && place < cells.length; place += step)
    if (cells[place].isOpen && !cells[place].isElsewhere) return place;
  return -1;
}

/** What was typed is a decision; what only stood there is none. */
function leave() {
  if (!cells.length || !isTyped()) return;
  if (input.value.trim()) decide({ value: input.value.trim() });
  else put(at().value);
}

function decide(told, called = "") {
  const cell = at();
  if (cell.isElsewhere || cell.state === "gone") return remark(words.only_dossier, true);
  cell.value = told.value || "";
  cell.called = called;
  cell.become("saving");
  wasTyped = false;
  const shown = cell.isSeen ? { shown: "1" } : {};
  saving.send(nameOf(cell), "/values/cell", () => ({ ...cell.place, seen: cell.seen, ...shown, ...told }));
  saving.of.set(nameOf(cell), cell);
}

const does = {
  enter() {
    if (!cells.length) return by("others").click();
    if (!isTyped()) return confirm();
    if (!input.value.trim()) return remark(words.nothing_typed, true);
    decide({ value: input.value.trim() });
    const next = nextOpen(1);
    go(next < 0 ? current : next);
  },
  toggle() {
    remark(at().toggle() ? "" : words.not_alone, true);
    go(current);
  },
  offer() {
    const { offers, value } = at();
    if (!offers.length) return remark(words.nothing_else);
    const next = ((offered + 2) % (offers.length + 1)) - 1;
    put(next < 0 ? value : offers[next].text, next);
    if (next >= 0) remark(`${offers[next].text}: ${offers[next].sources.join(" · ")}`);
  },
  empty: () => decideAndGo({ value: "" }, words.empty),
  unreadable: () => decideAndGo({ unreadable: "1" }, words.unreadable),
  dossier() {
    leave();
    const { address } = at();
    saving.whenIdle(() => location.assign(address));
  },
  undo: () => saving.send(`back ${done.length}`, "/values/back", () => ({ done: JSON.stringify(done.pop() || []) })),
  help: () => by("help").showModal(),
};

function decideAndGo(told, called) {
  decide(told, called);
  const next = nextOpen(1);
  go(next < 0 ? current : next);
}

// ---- a screenful is confirmed

function confirm() {
  const ticked = cells.filter((cell) => cell.state === "right"), unseen = ticked.filter((cell) => !cell.isSeen);
  if (unseen.length) {
    unseen[0].row.scrollIntoView({ block: "nearest" });
    return remark(fill(words.not_seen, { count: unseen.length }));
  }
  const shown = cells.filter((cell) => cell.isSeen && ["right", "aside"].includes(cell.state));
  if (shown.length) {
    const told = shown.map((cell) => ({ ...cell.place, seen: cell.seen, right: cell.state === "right", alone: Boolean(cell.apart) }));
    const name = `screen ${nameOf(shown[0])}`;
    saving.of.set(name, shown);
    for (const cell of ticked) cell.become("saving");
    saving.send(name, "/values/confirm", () => ({ cells: JSON.stringify(told) }));
  }
  onward();
}

function confirmed(shown, answer) {
  const count = answer.done.reduce((sum, { keys }) => sum + keys.length, 0);
  const told = count ? [fill(words.confirmed, { count })] : [];
  if (answer.left.length) {
    const why = [...new Set(answer.left.map((one) => one.why))].join(" ");
    told.push(fill(words.left, { count: answer.left.length, why }));
    for (const cell of shown) {
      const one = answer.left.find((each) => each.dossier === cell.dossier && ["", cell.key].includes(each.key));
      if (one) cell.become("gone", one.why);
      if (one) left.set(nameOf(cell), cell);
    }
    if (!cells.length) over();
  }
  remark(told.join(" "), answer.left.length > 0);
}

function takenBack({ left: stayed, cells: told }) {
  const why = [...new Set(stayed.map((one) => one.why))].join(" ");
  if (!told.length) return remark(why || words.nothing_back, Boolean(why));
  leave(); // what is just being typed is decided before another screen comes
  if (cells.length) again.push(cells);
  show(told);
  remark([fill(words.taken_back, { count: told.length }), why].join(" "));
}

let unheard = false; // whether it is told that the desk does not answer

const saving = new Saving({
  saving() {},
  saved(name, answer) {
    const about = saving.of.get(name);
    saving.of.delete(name);
    if (unheard) remark("");
    unheard = false;
    if (answer.done?.length && !answer.cells) done.push(answer.done);
    if (answer.cells) takenBack(answer);
    else if (Array.isArray(about)) confirmed(about, answer);
    else {
      about.value = answer.value;
      about.become("saved", answer.remarks.join(" · "));
      if (about === at() && !isTyped()) go(current);
    }
    saving.idle();
  },
  unsaved(_name, told) {
    remark(told ? `${told.error} ${told.advice}` : words.no_answer, true);
    unheard = true;
  },
  refused(name, { message, told }) {
    const about = saving.of.get(name);
    saving.of.delete(name);
    if (about instanceof ValueCell) {
      about.become(told.gone ? "gone" : "unsaved", told.gone ? message : "");
      if (cells.includes(about) && !(isTyped() && about !== at())) go(cells.indexOf(about));
    }
    remark([message, told.advice].filter(Boolean).join(" "), true);
  },
});
saving.of = new Map(); // name → the cell, or the cells, that it is about
saving.whenIdle = (then) => (saving.waiting.length ? (saving.then = then) : then());
saving.idle = () => !saving.waiting.length && saving.then?.();

// ---- keys; none acts while a typing method puts a letter together

const KEYS = { F1: "help", F2: "offer", F3: "empty", F4: "unreadable", F9: "dossier" };
const isWhole = () => input.selectionStart === 0 && input.selectionEnd === input.value.length;

function columns() {
  const top = cells[0].row.offsetTop;
  return cells.filter((cell) => cell.row.offsetTop === top).length;
}

function movesTo({ key, shiftKey, ctrlKey, altKey, metaKey, target }) {
  if (target !== input || ctrlKey || altKey || metaKey) return -1;
  if (key === "Tab") return nextOpen(shiftKey ? -1 : 1);
  if (shiftKey) return -1;
  if (["ArrowLeft", "ArrowRight"].includes(key) && (isTyped() || !isWhole())) return -1;
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns(), ArrowDown: columns() }[key];
  return step && cells[current + step] ? current + step : -1;
}

function meant({ key, code, ctrlKey, altKey, metaKey, target }) {
  if (ctrlKey && !altKey && key.toLowerCase() === "z") return target === input && isTyped() ? null : "undo";
  if (ctrlKey || metaKey) return null;
  if (altKey) return KEYS[/^Digit\d$/.test(code) && `F${code.at(-1)}`] || null;
  if (key === "?") return target !== input || isWhole() ? "help" : null;
  if (target !== input && target !== document.body) return key in KEYS && cells.length ? KEYS[key] : null;
  if (key === "Enter") return "enter";
  if (key === " " && cells.length && !isTyped() && isWhole()) return "toggle";
  return KEYS[key] || null;
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || by("help").open) return;
  const place = movesTo(event), what = place < 0 ? meant(event) : null;
  if (event.key === "Escape" && event.target === input) put(at().value);
  if (place < 0 && !what) return;
  event.preventDefault();
  if (isMoving || (event.repeat && what)) return; // a key that stays down confirms nothing unseen
  if (place >= 0) {
    leave();
    go(place);
  } else if (cells.length || ["undo", "help", "enter"].includes(what)) does[what]();
});

input.addEventListener("input", () => {
  wasTyped = true;
  offered = -1;
});

// Whoever goes on goes once all is kept: the browser would ask them whether to lose it.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || !saving.waiting.length || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  saving.whenIdle(() => location.assign(link.href));
});

for (const button of document.querySelectorAll("[data-does]")) {
  button.addEventListener("mousedown", (event) => event.preventDefault()); // the input keeps the focus
  button.addEventListener("click", () => isMoving || does[button.dataset.does]());
}

const { cells: first } = JSON.parse(by("first").textContent);
show(first);
if (first.length) fetchNext(first[first.length - 1]);
