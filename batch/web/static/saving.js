// SPDX-License-Identifier: Apache-2.0
// What a person decides is sent one after the other, and kept here until the desk has it.

import { change, Refused } from "./asking.js";

const AGAIN_MS = 2000;
const LOCKED = 401; // the working day is over; what was typed waits for the desk to be opened anew

/** Sends changes in their order; `told` hears of each what became of it. */
export class Saving {
  constructor(told) {
    this.told = told;
    this.waiting = [];
    this.busy = false;
    addEventListener("online", () => this.next());
  }

  get isWaiting() {
    return this.waiting.length > 0;
  }

  /** Send `fields()` to an address, as they are when it is their turn. */
  send(key, address, fields) {
    this.waiting = this.waiting.filter((other) => other.key !== key || other === this.waiting[0]);
    this.waiting.push({ key, address, fields });
    this.told.saving(key);
    this.next();
  }

  async next() {
    if (this.busy || !this.waiting.length) return;
    this.busy = true;
    const { key, address, fields } = this.waiting[0];
    try {
      const more = this.waiting.length > 1 ? { more: "1" } : {}; // it is judged once, after the last
      const sent = { ...fields(), ...more };
      const answer = await change(address, sent);
      this.waiting.shift();
      this.told.saved(key, answer, sent);
    } catch (error) {
      if (error instanceof Refused && error.status < 500 && error.status !== LOCKED) {
        this.waiting.shift();
        this.told.refused(key, error);
      } else {
        this.told.unsaved(key, error instanceof Refused ? error.told : null);
        setTimeout(() => this.next(), AGAIN_MS);
        return;
      }
    } finally {
      this.busy = false;
    }
    this.next();
  }
}
