// SPDX-License-Identifier: Apache-2.0
// The check beside the form: drawn by the desk, asked for anew after each change.

import { change } from "./asking.js";
import { drawZone } from "./page_view.js";

const AGAIN_MS = 2000;
const isFilled = (one) => (one.type === "radio" ? one.checked : one.value.trim());

/** Which question of which finding an input answers. */
const placeOf = ({ form, name, type, value }) => {
  const about = form.elements.finding ?? form.elements.question;
  return [form.getAttribute("action"), about?.value, name, type === "radio" ? value : ""].join(" ");
};

export class CheckPanel {
  /** `changed` is called after something was decided here; `placesOf` says where a field stands; `mayPackage` may
   * lead to what stands against it; `shows` is called with the page of a paper that is to be decided about, once
   * the keyboard comes there. */
  constructor(part, dossier, { words, changed, placesOf, mayPackage, shows }) {
    Object.assign(this, { part, dossier, words, changed, placesOf, mayPackage, shows });
    this.composed = Promise.resolve(); // once no typing method puts a letter together here
    part.addEventListener("compositionstart", () => {
      this.composed = new Promise((end) => part.addEventListener("compositionend", end, { once: true }));
    });
    part.addEventListener("submit", (event) => this.submit(event));
    part.addEventListener("focusin", (event) => {
      const about = event.target.closest("[data-document]")?.dataset;
      if (about) this.shows(Number(about.document), Number(about.page));
    });
    addEventListener("focus", () => this.refresh()); // a slip was issued in another window
  }

  /** Ask for the panel as it is now. What is just being typed in it stays. */
  async refresh() {
    const text = await this.asked().catch(() => this.text);
    if (text === this.text || this.isTyped() || this.part.querySelector("details form :focus")) return;
    const had = this.part.contains(document.activeElement);
    this.draw(text);
    if (had) this.focus();
  }

  /** The panel as it is now; throws where the desk does not show it. */
  async asked() {
    const answer = await fetch(`/dossier/${this.dossier}/check`);
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.text();
  }

  /** The same, and what else follows from a change, once the desk answers again. */
  async askedAtLast() {
    for (;;) {
      try {
        await this.changed();
        return await this.asked();
      } catch {
        this.tell(this.words.no_answer);
        await new Promise((again) => setTimeout(again, AGAIN_MS));
      }
    }
  }

  tell(trouble) {
    const problem = this.part.querySelector(".problem");
    problem.textContent = trouble;
    problem.hidden = false;
  }

  draw(text) {
    const unfolded = new Set(this.folds().flatMap((one) => (one.open ? [one.firstElementChild.textContent] : [])));
    this.text = text;
    this.part.innerHTML = text;
    for (const one of this.folds()) one.open = unfolded.has(one.firstElementChild.textContent);
    for (const place of this.part.querySelectorAll(".beside")) this.compare(place);
  }

  /** Draw it after a form was `sent`. What is begun in the others stays, and the keyboard where somebody types or
   * went meanwhile. */
  drawAfter(text, sent) {
    const at = document.activeElement, inside = this.part.contains(at) || at === document.body;
    const isOther = this.part.contains(at) && at.matches("input") && at.form !== sent;
    const place = isOther && placeOf(at), caret = isOther && [at.selectionStart, at.selectionEnd];
    const begun = this.begun(sent);
    this.draw(text);
    const there = this.putBack(begun, place);
    if (there) {
      there.focus();
      if (there.type === "text") there.setSelectionRange(...caret);
    } else if (inside) this.focus();
  }

  isTyped() {
    return [...this.part.querySelectorAll("input:not([type=hidden])")].some(isFilled);
  }

  /** What is folded away and only to be read. */
  folds() {
    return [...this.part.querySelectorAll("details:not(:has(form))")];
  }

  /** What stands in the forms but for the one that was sent: where it belongs → its text. */
  begun(sent) {
    const inputs = [...this.part.querySelectorAll("input:not([type=hidden])")];
    return new Map(inputs.filter((one) => one.form !== sent && isFilled(one)).map((one) => [placeOf(one), one.value]));
  }

  /** Put back what was begun; the input at `place`, where there is one. */
  putBack(begun, place) {
    const inputs = [...this.part.querySelectorAll("input:not([type=hidden])")];
    const there = inputs.find((one) => placeOf(one) === place);
    for (const input of inputs) {
      const isBegun = begun.has(placeOf(input)), fold = input.closest("details");
      if (fold && (isBegun || input === there)) fold.open = true;
      if (!isBegun) continue;
      if (input.type === "radio") input.checked = input.value === begun.get(placeOf(input));
      else input.value = begun.get(placeOf(input));
    }
    return there;
  }

  /** The keyboard on the first thing that is left to do here, where there is one and nobody types in another. */
  focus() {
    const at = this.part.contains(document.activeElement) && document.activeElement;
    if (at && at.matches("input:not([type=radio])") && isFilled(at)) return;
    const step = this.part.querySelector("[data-step]") ?? this.part;
    step.focus();
    step.scrollIntoView({ block: "nearest" });
  }

  /** The lines of a contradiction under each other, each with its paper. */
  compare(into) {
    const told = new Set();
    for (const place of this.placesOf(into.dataset.field)) {
      if (!place.zone || place.about || told.has(`${place.value} ${place.told}`)) continue;
      told.add(`${place.value} ${place.told}`);
      const figure = document.createElement("figure"), caption = document.createElement("figcaption");
      caption.textContent = `${place.told}: ${place.value || this.words.not_sure}`;
      figure.append(drawZone(this.dossier, place), caption);
      into.append(figure);
    }
  }

  async submit(event) {
    const form = event.target;
    if (!("sends" in form.dataset)) return;
    event.preventDefault();
    if (this.isSending || (form.getAttribute("action").endsWith("/package") && !this.mayPackage())) return;
    this.isSending = true;
    const button = form.querySelector("button"), said = button.textContent;
    this.part.querySelector(".problem").hidden = true;
    button.setAttribute("aria-disabled", "true"); // a disabled one would lose the keyboard
    button.textContent = this.words.busy;
    try {
      await change(form.getAttribute("action"), new FormData(form));
      const text = await this.askedAtLast(); // what is begun here stays until there is something in its place
      await this.composed;
      this.drawAfter(text, form);
    } catch (error) {
      button.removeAttribute("aria-disabled");
      button.textContent = said;
      this.tell(error.told ? `${error.message} ${error.told.advice}` : this.words.not_sent);
    } finally {
      this.isSending = false;
    }
  }
}
