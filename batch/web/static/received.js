// SPDX-License-Identifier: Apache-2.0
// After a visit: its papers are read while the receipt is printed; letters lead on.

import { watchReading } from "./reading.js";

/** What is missing, now that the papers are read. */
async function show() {
  const answer = await fetch(location.pathname).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.getElementById("still").replaceChildren(...page.getElementById("still").childNodes);
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.matches("input, select, textarea")) return;
  const way = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!way) return;
  event.preventDefault();
  way.click();
});

addEventListener("pageshow", (event) => event.persisted && location.reload());
const asks = document.getElementById("who-asks");
if (location.hash === `#${asks.id}`) asks.open = true; // the check leads here to correct it
document.body.classList.add("scripted");
watchReading(show);
