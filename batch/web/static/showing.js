// SPDX-License-Identifier: Apache-2.0
// Where the field that is looked at stands: which of its places is shown, and which fields were on the screen.

import { fill } from "./form_rows.js";

export class Showing {
  constructor(form, view, words) {
    Object.assign(this, { form, view, words });
    this.at = 0; // which of its places
    this.key = null; // the field
    this.onScreen = new Set(); // fields whose place was on the screen
    this.untold = new Set(); // those of them that the desk was not told of yet
  }

  /** The places of the field on its papers, then the other pages of the dossier. */
  places() {
    const own = this.form.field(this.key).places, { pages, form_page } = this.form.sheet;
    const others = pages.filter((page) => !own.some((p) => p.document === page.document && p.page === page.page));
    const rest = own.length ? others : [...pages.slice(form_page), ...pages.slice(0, form_page)];
    return [...own, ...rest.map((page) => ({ ...page, zone: null, told: page.name }))];
  }

  /** Show the place `at` of the field `key`. */
  async show(key = this.key, at = 0) {
    Object.assign(this, { key, at });
    const all = this.places(), here = at % Math.max(1, all.length);
    const place = all[here] || null;
    const { pages } = this.form.sheet;
    const number = place && pages.findIndex((p) => p.document === place.document && p.page === place.page) + 1;
    const caption = place ? this.pageTold(place.told, number) : this.words.no_page;
    this.fetchAhead();
    if ((await this.view.show(place, caption)) && here === 0) {
      this.onScreen.add(key);
      this.untold.add(key);
    }
  }

  /** The page of a paper, without a field. */
  showPage(document, page) {
    const { pages } = this.form.sheet, at = pages.findIndex((one) => one.document === document && one.page === page);
    if (at >= 0) this.view.show({ ...pages[at], zone: null }, this.pageTold(pages[at].name, at + 1));
  }

  pageTold(name, number) {
    const { page_of, unread } = this.words;
    return fill(page_of, { name: name || unread, number, count: this.form.sheet.pages.length });
  }

  fetchAhead() {
    const { form, key } = this;
    const next = form.keys.slice(form.keys.indexOf(key) + 1).filter((one) => form.isDoubtful(one)).slice(0, 3);
    const coming = next.flatMap((one) => form.field(one).places.slice(0, 1));
    for (const place of [...coming, ...form.field(key).places.slice(1, 3)]) this.view.fetchAhead(place);
  }
}
