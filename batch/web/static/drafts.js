// SPDX-License-Identifier: Apache-2.0
// What is typed and not kept by the desk yet, so that a reload, a crash of the browser or a desk that is started
// anew loses none of it. It lies in this window's own store, which goes with the window, and never longer than
// until the desk has it.

export class Drafts {
  constructor(dossier) {
    this.place = `typed ${dossier}`;
    this.kept = JSON.parse(sessionStorage.getItem(this.place) || "{}");
  }

  /** Every field with something typed: [key, { value, seen, told }]; `told` is there where it was decided. */
  get all() {
    return Object.entries(this.kept);
  }

  keep(key, draft) {
    this.kept[key] = draft;
    this.write();
  }

  drop(key) {
    if (!(key in this.kept)) return;
    delete this.kept[key];
    this.write();
  }

  write() {
    if (this.all.length) sessionStorage.setItem(this.place, JSON.stringify(this.kept));
    else sessionStorage.removeItem(this.place);
  }
}
