// SPDX-License-Identifier: Apache-2.0
// The check beside the form: drawn by the desk, asked for anew after each change.

import { change } from "./asking.js";
import { drawZone } from "./page_view.js";

const isFilled = (one) => (one.type === "radio" ? one.checked : one.value.trim());

/** Which question of which finding an input answers. */
const placeOf = ({ form, name, type, value }) => {
  const about = form.elements.finding ?? form.elements.question;
  return [form.getAttribute("action"), about?.value, name, type === "radio" ? value : ""].join(" ");
};

export class CheckPanel {
  /** `changed` is called after something was decided here; `placesOf` says where a field stands; `shows` is
   * called with the page of a paper that is to be decided about, once the keyboard comes there. */
  constructor(part, dossier, { words, changed, placesOf, shows }) {
    Object.assign(this, { part, dossier, words, changed, placesOf, shows });
    part.addEventListener("submit", (event) => this.submit(event));
    part.addEventListener("focusin", (event) => {
      const about = event.target.closest("[data-document]")?.dataset;
      if (about) this.shows(Number(about.document), Number(about.page));
    });
    addEventListener("focus", () => this.refresh()); // a slip was issued in another window
  }

  /** Ask for the panel as it is now. What is just being typed in it stays. */
  async refresh() {
    const answer = await fetch(`/dossier/${this.dossier}/check`).catch(() => null);
    if (!answer?.ok) return;
    const text = await answer.text();
    if (text === this.text || this.isTyped() || this.part.querySelector("details form :focus")) return;
    const had = this.part.contains(document.activeElement);
    const unfolded = new Set(this.folds().flatMap((one) => (one.open ? [one.firstElementChild.textContent] : [])));
    this.text = text;
    this.part.innerHTML = text;
    for (const one of this.folds()) one.open = unfolded.has(one.firstElementChild.textContent);
    for (const place of this.part.querySelectorAll(".beside")) this.compare(place);
    if (had) this.focus();
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

  putBack(begun) {
    for (const input of this.part.querySelectorAll("input:not([type=hidden])")) {
      if (!begun.has(placeOf(input))) continue;
      if (input.type === "radio") input.checked = input.value === begun.get(placeOf(input));
      else input.value = begun.get(placeOf(input));
    }
  }

  /** The keyboard on the first thing that is left to do here, where there is one. */
  focus() {
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
    if (this.isSending) return;
    this.isSending = true;
    const problem = this.part.querySelector(".problem"), button = form.querySelector("button");
    const said = button.textContent;
    problem.hidden = true;
    button.setAttribute("aria-disabled", "true"); // a disabled one would lose the keyboard
    button.textContent = this.words.busy;
    try {
      await change(form.getAttribute("action"), new FormData(form));
      const begun = this.begun(form);
      this.part.replaceChildren();
      this.part.focus();
      this.text = "";
      await this.changed();
      await this.refresh();
      this.putBack(begun);
      this.focus();
    } catch (error) {
      button.removeAttribute("aria-disabled");
      button.textContent = said;
      problem.textContent = error.told ? `${error.message} ${error.told.advice}` : this.words.no_answer;
      problem.hidden = false;
    } finally {
      this.isSending = false;
    }
  }
}
