// SPDX-License-Identifier: Apache-2.0
// What a key means at the station. Alt with the digit does what the function key of that number does: many
// portable computers keep those for the screen's brightness and the loudspeaker.

const KEYS = { F2: "offer", F3: "empty", F4: "unreadable", F6: "check", F8: "paper", F9: "whole", F1: "help" };
const OF_A_FIELD = new Set(["next", "offer", "empty", "unreadable"]);

const isText = (target) => target.matches?.("input[type=text], input:not([type]), textarea") ?? false;
const isAllSelected = ({ selectionStart, selectionEnd, value }) => selectionStart === 0 && selectionEnd === value.length;

export class VerifyKeys {
  /** `input` takes the value, `because` the reason why it stays, `check` is the part below; `isTyped` tells
   * whether something stands in the input that the desk does not have. */
  constructor({ input, because, check, isTyped }) {
    Object.assign(this, { input, because, check, isTyped });
  }

  /** A letter that a typing method is putting together is nobody's command. */
  isComposing = ({ isComposing, keyCode }) => isComposing || keyCode === 229;

  /** What the key does, null where it is the browser's. */
  meant(event) {
    const what = this.named(event);
    return OF_A_FIELD.has(what) && this.check.contains(event.target) ? null : what;
  }

  named({ key, code, ctrlKey, altKey, metaKey, target }) {
    if (ctrlKey && !altKey && key.toLowerCase() === "z") return this.isWriting(target) ? null : "undo";
    if (ctrlKey || metaKey) return null;
    if (altKey) return KEYS[/^Digit\d$/.test(code) && `F${code.at(-1)}`] || null;
    if (key === "Enter") return target === this.input || target === this.because ? "next" : null;
    if (key === "?") return !isText(target) || (target === this.input && isAllSelected(target)) ? "help" : null;
    return KEYS[key] || null;
  }

  /** Whether Ctrl+Z takes letters back rather than a decision. */
  isWriting(target) {
    return target === this.input ? this.isTyped() : isText(target) && target.value !== "";
  }
}
