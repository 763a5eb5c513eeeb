// SPDX-License-Identifier: Apache-2.0
// The input of the field that is looked at, what is remarked about it, and what others say of it.

const by = (id) => document.getElementById(id);

export class Entry {
  /** `chosen` is called with the place of an offer that was pressed. */
  constructor(chosen) {
    this.chosen = chosen;
    this.part = by("entry");
    this.input = by("value");
    this.offered = -1; // which of the offers stands in the input, -1 for none
  }

  get value() {
    return this.input.value.trim();
  }

  get isShown() {
    return !this.part.hidden;
  }

  hide() {
    this.part.hidden = true;
    this.input.blur();
  }

  /** Into the row of its field, of that name, with the keyboard. */
  moveTo(row, key, name) {
    row.append(this.part);
    this.part.hidden = false;
    this.input.setAttribute("aria-label", name);
    this.input.setAttribute("aria-describedby", `standing-${key} remark`);
    row.scrollIntoView({ block: "nearest" });
    this.part.scrollIntoView({ block: "nearest" });
    this.input.focus();
  }

  put(value, offer = -1) {
    const { input } = this;
    input.value = value;
    this.offered = offer;
    if (document.activeElement === input) input.select(); // which would take the focus from elsewhere
    [...by("offers").children].forEach((one, at) => one.classList.toggle("taken", at === offer));
  }

  remark(text, grave = false) {
    by("remark").textContent = text;
    by("remark").classList.toggle("grave", grave);
  }

  /** What others say, below the input. */
  list({ offers }) {
    by("offers").replaceChildren(
      ...offers.map(({ text, sources }, at) => {
        const line = document.createElement("li"), button = document.createElement("button"), who = document.createElement("small");
        button.type = "button";
        button.tabIndex = -1;
        button.append(text);
        button.addEventListener("mousedown", (event) => event.preventDefault());
        button.addEventListener("click", () => this.chosen(at));
        who.textContent = sources.join(" · ");
        line.append(button, who);
        return line;
      }),
    );
  }
}
