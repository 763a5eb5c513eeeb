// SPDX-License-Identifier: Apache-2.0
// How far the reading of a dossier's pages is: told on its page as long as it goes on, and what was read shown then.

const LOOKS_AGAIN_MS = 1000;
let watching = 0;

/** Tell it in #reading, and `show` what was read once all is; not while the page is `busy` with something else. */
export function watchReading(show, busy = () => false) {
  clearTimeout(watching);
  if (document.getElementById("reading").dataset.goesOn)
    watching = setTimeout(() => lookAgain(show, busy), LOOKS_AGAIN_MS);
}

async function lookAgain(show, busy) {
  const reading = document.getElementById("reading"), { at, told } = reading.dataset;
  const answer = await fetch(at, { headers: { Accept: "application/json" } }).catch(() => null);
  if (answer?.ok && !busy()) { // a desk that was ended may be started again
    const { goes_on: goesOn, left, fault } = await answer.json();
    reading.dataset.goesOn = goesOn ? "yes" : "";
    const text = goesOn ? told.replace("{count}", left) : fault;
    if (reading.textContent !== text) reading.textContent = text;
    if (!goesOn && !fault) await show();
  }
  watchReading(show, busy);
}
