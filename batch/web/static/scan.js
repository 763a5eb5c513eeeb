// SPDX-License-Identifier: Apache-2.0
// The scanner: each page is told as it comes.

import "./letters.js";

const LOOKS_AGAIN_MS = 700;

async function look() {
  const scanning = document.getElementById("scanning");
  if (!scanning) return;
  const answer = await fetch("/scan/standing", { headers: { Accept: "application/json" } }).catch(() => null);
  if (answer?.ok) { // a desk that was ended may be started again
    const { goes_on: goesOn, pages } = await answer.json();
    if (!goesOn) return location.reload();
    if (String(pages) !== scanning.dataset.pages) {
      scanning.dataset.pages = pages;
      document.getElementById("count").textContent = scanning.dataset.told.replace("{count}", pages);
    }
  }
  setTimeout(look, LOOKS_AGAIN_MS);
}

addEventListener("pageshow", (event) => event.persisted && location.reload());
setTimeout(look, LOOKS_AGAIN_MS);
