// SPDX-License-Identifier: Apache-2.0
// The sheets of a dossier's pages: which are chosen, at which one stands, and the ways between them.

const by = (id) => document.getElementById(id);
export const sheets = () => [...document.querySelectorAll(".sheet")];
export const box = (sheet) => sheet.querySelector("input");
export const chosen = () => sheets().filter((sheet) => box(sheet).checked);
export const current = () => document.activeElement?.closest?.(".sheet") ?? null;
/** Also from a field beside them. */
export const standing = () => current() ?? sheets().find((sheet) => box(sheet).tabIndex === 0);

export function count() {
  by("count").textContent = chosen().length ? `(${chosen().length})` : "";
}

export function tabStops(at) {
  const there = sheets();
  const stop = at ?? there[0];
  for (const sheet of there) box(sheet).tabIndex = sheet === stop ? 0 : -1;
}

/** The sheet above (-1) or below (1): of those in another row the nearest. */
export function inRow(from, way) {
  const here = from.getBoundingClientRect();
  const apart = (sheet) => {
    const there = sheet.getBoundingClientRect();
    return { down: way * (there.top - here.top), across: Math.abs(there.left - here.left), sheet };
  };
  const found = sheets().map(apart).filter(({ down }) => down > 20);
  found.sort((a, b) => a.down - b.down || a.across - b.across);
  const nearest = found.filter(({ down }) => down < (found[0]?.down ?? 0) + 20);
  nearest.sort((a, b) => a.across - b.across);
  return nearest[0]?.sheet;
}

export function go(sheet, choosing) {
  if (!sheet) return;
  if (choosing) {
    if (current()) box(current()).checked = true;
    box(sheet).checked = true;
    count();
  }
  tabStops(sheet);
  box(sheet).focus({ preventScroll: true });
  sheet.scrollIntoView({ block: "nearest" });
}
