// SPDX-License-Identifier: Apache-2.0
// A page with a framed zone, and the zone enlarged: two windows (SVG view boxes) onto the same picture.
// The strip stays while the page beside it is looked through.

import { picture } from "./pictures.js";

const SIZE = "large";
const MARGIN = 0.35; // of the zone's height, around it in the strip
const LEAST_STRIP = 0.42; // of the page's width, so that a short value is not blown up to a few giant letters

/** The left side of the station and the strip above the input. */
export class PageView {
  constructor(dossier, parts) {
    this.dossier = dossier;
    this.parts = parts;
    this.whole = false;
    this.place = null;
  }

  /** Show a place; resolves to true once it is on the screen, false where another was asked for meanwhile. */
  async show(place, caption) {
    this.place = place;
    const { page, caption: told, waiting, words } = this.parts;
    told.textContent = caption;
    if (!place) {
      page.setAttribute("hidden", "");
      return true;
    }
    const late = setTimeout(() => waiting.removeAttribute("hidden"), 150);
    try {
      this.shown = await picture(this.dossier, place.document, place.page, SIZE);
    } catch {
      if (this.place === place) told.textContent = words.no_picture;
      return false;
    } finally {
      clearTimeout(late);
      waiting.setAttribute("hidden", "");
    }
    if (this.place !== place) return false;
    page.removeAttribute("hidden");
    this.draw();
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return this.place === place && document.visibilityState === "visible";
  }

  /** Have a picture ready before it is asked for. */
  fetchAhead(place) {
    picture(this.dossier, place.document, place.page, SIZE).catch(() => {});
  }

  toggleWhole() {
    this.whole = !this.whole;
    if (this.shown) this.draw();
  }

  /** No strip until a place with a zone is shown. */
  clearStrip() {
    this.parts.strip.setAttribute("hidden", "");
  }

  draw() {
    const { page, strip } = this.parts;
    const zone = inPixels(this.place.zone, this.shown);
    put(page, this.shown, zone, this.place.about);
    page.setAttribute("viewBox", this.pageWindow(zone, page).join(" "));
    if (!zone) return;
    put(strip, this.shown, zone, this.place.about);
    strip.setAttribute("viewBox", stripWindow(zone, this.shown).join(" "));
    strip.removeAttribute("hidden");
  }

  pageWindow(zone, page) {
    const { width, height } = this.shown;
    const shape = page.clientHeight / page.clientWidth;
    const part = Math.min(height, width * shape);
    if (this.whole || !zone || part >= height) return [0, 0, width, height];
    const top = zone.y + zone.height / 2 - part / 2;
    return [0, Math.min(Math.max(0, top), height - part), width, part];
  }
}

function put(svg, shown, zone, about) {
  const [image, frame] = [svg.querySelector("image"), svg.querySelector("rect")];
  set(image, { href: shown.url, width: shown.width, height: shown.height });
  frame.toggleAttribute("hidden", !zone);
  frame.classList.toggle("about", Boolean(about));
  if (!zone) return;
  const room = zone.height * 0.12;
  set(frame, { x: zone.x - room, y: zone.y - room, width: zone.width + 2 * room, height: zone.height + 2 * room });
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

function inPixels(zone, { width, height }) {
  if (!zone) return null;
  const [left, top, wide, high] = zone;
  return { x: left * width, y: top * height, width: wide * width, height: high * height };
}

/** The zone with some of what stands around it, never wider than the page. */
function stripWindow(zone, { width, height }) {
  const room = Math.max(zone.height, height * 0.012) * MARGIN;
  const wide = Math.min(width, Math.max(zone.width + 4 * room, LEAST_STRIP * width));
  const high = Math.min(height, zone.height + 2 * room);
  const left = Math.min(Math.max(0, zone.x + zone.width / 2 - wide / 2), width - wide);
  const top = Math.min(Math.max(0, zone.y - room), height - high);
  return [left, top, wide, high];
}

/** A drawing of the zone of a place, which fills when its picture comes. */
export function drawZone(dossier, place) {
  const names = ["svg", "image", "rect"];
  const [svg, image, frame] = names.map((name) => document.createElementNS("http://www.w3.org/2000/svg", name));
  frame.classList.add("zone");
  svg.append(image, frame);
  set(svg, { class: "strip", preserveAspectRatio: "xMidYMid meet", "aria-hidden": "true" });
  picture(dossier, place.document, place.page, SIZE).then((shown) => {
    const zone = inPixels(place.zone, shown);
    put(svg, shown, zone);
    svg.setAttribute("viewBox", stripWindow(zone, shown).join(" "));
  }, () => svg.remove());
  return svg;
}
