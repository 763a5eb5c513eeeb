// SPDX-License-Identifier: Apache-2.0
// A screenful of values, each under its strip: what was really looked at, what of it is right.

import { fill } from "./form_rows.js";
import { strip } from "./pictures.js";

const LOOK_MS = 700; // so long a strip is on the screen before it counts as looked at
const MOST_OF_IT = 0.9;

/** One value. `state`: right, aside, saving, saved, unsaved, or gone (somebody else decided). */
export class ValueCell {
  constructor(told, words) {
    Object.assign(this, told);
    this.words = words;
    this.isSeen = false;
    this.state = told.apart ? "aside" : "right";
    this.note = told.why;
    this.row = this.drawn();
    this.write();
  }

  get place() {
    return { dossier: this.dossier, key: this.key };
  }

  get address() {
    return `/dossier/${this.dossier}/verify#${this.key}`;
  }

  get short() {
    return this.dossier.split("-").pop();
  }

  /** Settled in its dossier and nowhere else. */
  get isElsewhere() {
    return this.apart === "held";
  }

  /** Read by somebody already; what that was is not told. */
  get isLook() {
    return ["second", "third"].includes(this.apart);
  }

  get isOpen() {
    return this.state === "aside" || this.state === "unsaved";
  }

  drawn() {
    const row = element("li", "cell");
    const head = element("p", "which"), link = element("a", "", this.short);
    link.href = this.address;
    link.tabIndex = -1;
    head.append(element("span", "name", this.name), link);
    this.image = element("img", "strip");
    this.image.alt = this.words.picture;
    this.told = element("p", "value");
    this.others = element("p", "others", this.offers.map(({ text, sources }) => `${text} (${sources.join(", ")})`).join(" · "));
    this.mark = element("button", "mark");
    this.mark.type = "button";
    this.mark.tabIndex = -1;
    this.status = element("span", "note");
    const foot = element("p", "foot");
    foot.append(this.mark, this.status);
    row.append(head, this.image, this.told, this.others, foot);
    return row;
  }

  /** Fetch its strip; what can't be shown can't be confirmed. */
  async look() {
    try {
      this.image.src = (await strip(this.dossier, this.key, this.seen)).url;
      await this.image.decode();
      this.row.dataset.drawn = "1";
    } catch {
      this.image.hidden = true;
      if (this.state === "right" || this.state === "aside") this.become("aside", this.words.no_picture);
      this.apart ||= "unseen";
    }
  }

  /** Right, or set aside; false where it may not be called right here. */
  toggle() {
    if (this.state === "right") {
      this.become("aside", "");
    } else if (this.state === "aside" && this.value && (!this.apart || this.by_itself)) {
      this.become("right", "");
    } else return false;
    return true;
  }

  become(state, note = "") {
    this.state = state;
    this.note = note;
    this.write();
  }

  write() {
    const { words, state } = this;
    this.row.dataset.state = state;
    this.row.dataset.apart = this.apart;
    const nothing = this.isLook ? words.to_read : words.hardly;
    this.told.textContent = this.value || (state === "saved" ? this.called || words.empty : nothing);
    this.told.classList.toggle("none", !this.value);
    this.mark.textContent = { right: `✓ ${words.right}`, aside: words.aside, saving: words.saving, saved: `✓ ${words.saved}`, unsaved: words.unsaved, gone: "–" }[state];
    this.mark.setAttribute("aria-pressed", String(state === "right"));
    this.status.textContent = this.note;
  }

  saidAs(place, count) {
    const state = [this.mark.textContent, this.note].filter(Boolean).join(", ");
    return fill(this.words.cell, { field: this.name, dossier: this.short, place, count, state });
  }
}

/** Tells a cell's `isSeen` once its strip has been on the screen for a moment. */
export class Looking {
  constructor() {
    this.timers = new Map();
    this.cells = new Map();
    this.observer = new IntersectionObserver((entries) => entries.forEach((one) => this.met(one)), { threshold: MOST_OF_IT });
  }

  async watch(cells) {
    this.observer.disconnect();
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    this.cells = new Map(cells.map((cell) => [cell.image, cell]));
    for (const cell of cells) cell.look().then(() => cell.row.dataset.drawn && this.cells.has(cell.image) && this.observer.observe(cell.image));
  }

  met({ target, isIntersecting }) {
    clearTimeout(this.timers.get(target));
    if (isIntersecting) this.wait(this.cells.get(target));
  }

  wait(cell) {
    const looked = () => {
      if (document.visibilityState !== "visible") return this.wait(cell);
      cell.isSeen = true;
      cell.row.dataset.seen = "1";
    };
    this.timers.set(cell.image, setTimeout(looked, LOOK_MS));
  }
}

export function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}
