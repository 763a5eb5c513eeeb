// SPDX-License-Identifier: Apache-2.0
// The fields of the form: what the desk knows of each, what was decided here and is on its way, and their rows.

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

export class FormRows {
  constructor(sheet, words) {
    this.words = words;
    this.rows = new Map([...document.querySelectorAll(".field")].map((row) => [row.dataset.key, row]));
    this.known = new Map(); // as the desk said last
    this.seen = new Map(); // the version of the dossier in which this page showed each field as it stands
    this.pending = new Map(); // decided here, not kept there yet: key → value
    this.refused = new Map(); // typed, and not taken: key → { value, error, insist }
    this.take(sheet, () => false);
  }

  get keys() {
    return [...this.rows.keys()];
  }

  field(key) {
    const known = this.known.get(key);
    return this.pending.has(key) ? { ...known, value: this.pending.get(key), standing: "decided" } : known;
  }

  isDoubtful(key) {
    return this.field(key).standing === "doubtful";
  }

  /** Whether somebody has to go there: it is in doubt, or what was typed there was not taken. */
  isLeft(key) {
    return this.isDoubtful(key) || this.refused.has(key);
  }

  get left() {
    return this.keys.filter((key) => this.isLeft(key)).length;
  }

  /** The next key from `key` on (step 1 or -1) that is `wanted`, null where none is. */
  beside(key, step, wanted = () => true) {
    const keys = this.keys;
    for (let at = keys.indexOf(key) + step; at >= 0 && at < keys.length; at += step)
      if (wanted(keys[at])) return keys[at];
    return null;
  }

  /** Take over how the form stands now. What was typed here (`isTyped`, pending, refused) and overtaken by
   * somebody keeps the version that was seen, so that the desk tells of it and overwrites nothing. */
  take(sheet, isTyped) {
    this.sheet = sheet;
    const changed = [];
    for (const field of sheet.fields) {
      const before = this.known.get(field.key);
      const differs = before && (before.value !== field.value || before.by !== field.by || before.at !== field.at);
      const mine = this.pending.has(field.key) || this.refused.has(field.key) || isTyped(field.key);
      this.known.set(field.key, field);
      if (!(differs && mine)) this.seen.set(field.key, sheet.version);
      if (differs) changed.push(field.key);
      this.write(field.key);
    }
    return changed;
  }

  write(key) {
    const field = this.field(key), row = this.rows.get(key), told = row.querySelector(".value");
    const nothing = { decided: this.words.empty, doubtful: this.words.not_sure }[field.standing] || this.words.nothing;
    row.dataset.standing = field.standing;
    row.querySelector(".standing").textContent = this.words.standing[field.standing]; // its colour, for who sees none
    const waits = this.pending.has(key) ? "" : field.waits; // for another person, who must not know what was said
    told.textContent = field.value || waits || (field.unreadable ? this.words.unreadable : nothing);
    told.classList.toggle("none", !field.value);
  }

  mark(key, state, text) {
    const row = this.rows.get(key);
    if (!row) return;
    row.dataset.saving = state;
    row.querySelector(".mark").textContent = text;
    if (text) document.getElementById("spoken").textContent = `${row.querySelector(".name").textContent}: ${text}`;
  }
}
