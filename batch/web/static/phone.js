// SPDX-License-Identifier: Apache-2.0
// How many files came from the phone, as long as its code holds.

const LOOKS_AGAIN_MS = 1500;

async function look() {
  const came = document.getElementById("came");
  if (!came) return;
  const answer = await fetch(came.dataset.at, { headers: { Accept: "application/json" } }).catch(() => null);
  if (answer?.ok) {
    const { holds, count } = await answer.json();
    if (!holds) return location.reload();
    const text = came.dataset.told.replace("{count}", count);
    if (came.textContent !== text) came.textContent = text;
  }
  setTimeout(look, LOOKS_AGAIN_MS);
}

setTimeout(look, LOOKS_AGAIN_MS);
