// SPDX-License-Identifier: Apache-2.0
// How long somebody has had the dossier before them since this page was opened.

const IDLE_MS = 2 * 60 * 1000; // longer without a key or a movement, they do something else

/** Counts only while the page is looked at; its name tells this opening from the next. */
export class Watch {
  constructor() {
    this.sight = Date.now().toString(36) + Math.random().toString(36).slice(2, 8);
    this.spent = 0;
    this.last = performance.now();
    for (const what of ["keydown", "pointermove", "pointerdown", "wheel"]) {
      addEventListener(what, () => this.touched(), { passive: true });
    }
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.touched();
      else this.last = performance.now();
    });
  }

  /** Somebody is there: the time since they last did something counts, unless they were away. */
  touched() {
    const now = performance.now();
    if (now - this.last <= IDLE_MS) this.spent += now - this.last;
    this.last = now;
  }

  told() {
    return { sight: this.sight, seconds: Math.round(this.spent / 1000) };
  }
}
